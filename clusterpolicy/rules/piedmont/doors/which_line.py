"""Which line does an enterprise fit, if any, and why?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clusterpolicy.engines.ask import Answer, ask
from clusterpolicy.engines.reasons import Missing
from clusterpolicy.language import Source, Value
from clusterpolicy.model import Enterprise
from clusterpolicy.rules.piedmont.choice_of_line import WHICH_LINE
from clusterpolicy.rules.piedmont.line_a import LINE_A
from clusterpolicy.rules.piedmont.line_b import LINE_B


class Hole(StrEnum):
    """How an enterprise can miss both lines."""

    JOINED_BETWEEN = "joined between the lines"
    """It joined its first cluster after the day that counts for Line A, and before the one that counts for Line B."""
    FORMER_MEMBER = "former member"
    """It had been a member of a cluster, and was none on the day that counts for Line A."""


@dataclass(frozen=True, slots=True)
class WhichLine:
    """Which line an enterprise fits by its memberships. No enterprise fits both.

    Attributes:
        fits: By the name of each line, the answer: its `value` is `None` where it is not known, and its `reasons`,
            `figures`, `sources` and `missing` facts say why.
        hole: Where it is known to fit neither, how it came to miss both; `None` otherwise, and where that is not known.
    """

    fits: Mapping[str, Answer]
    hole: Hole | None

    @property
    def line(self) -> str | None:
        """The name of the line that the enterprise fits; `None` where it is known to fit none, or none is known."""
        return next((name for name, answer in self.fits.items() if answer.value), None)

    @property
    def open(self) -> tuple[str, ...]:
        """The names of the lines of which it is not known whether the enterprise fits them."""
        return tuple(name for name, answer in self.fits.items() if answer.value is None)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of the answers, each once."""
        return tuple(dict.fromkeys(source for answer in self.fits.values() for source in answer.sources))

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The unknown facts that could settle what is open, each once."""
        return tuple(dict.fromkeys(each for answer in self.fits.values() for each in answer.missing))

    def __str__(self) -> str:
        """The answer in one sentence."""
        if self.line is not None:
            return f"fits {self.line}"
        if self.open:
            return f"may fit {' or '.join(self.open)}: not known yet"
        return "fits neither line" if self.hole is None else f"fits neither line: {self.hole}"


def which_line(enterprise: Enterprise, *, changes: Mapping[str, Value] | None = None) -> WhichLine:
    """The line that an enterprise fits by its memberships of clusters, whatever else the lines ask of it.

    Args:
        enterprise: The enterprise, with all its memberships, past ones included.
        changes: Other values for parameters, by full name.

    Raises: RuleError for a change that fits no parameter.

    >>> newcomer = Enterprise(name="Officine Alfa", memberships=())
    >>> print(which_line(newcomer))
    fits piedmont/line-b
    >>> late = {"cluster": "MESAP", "joined_on": "2016-12-15", "has_left": False}
    >>> print(which_line(Enterprise(name="Officine Beta", memberships=[late])))
    fits neither line: joined between the lines
    """
    day = WHICH_LINE.in_force_from
    answers = {name: ask(WHICH_LINE, name, enterprise, on=day, changes=changes) for name in WHICH_LINE.answers}
    fits = {LINE_A.name: answers["fits_line_a"], LINE_B.name: answers["fits_line_b"]}
    misses_both = all(answer.value is False for answer in fits.values())
    return WhichLine(fits=fits, hole=_HOLES[answers["was_member_before"].value] if misses_both else None)


_HOLES: dict[bool | None, Hole | None] = {True: Hole.FORMER_MEMBER, False: Hole.JOINED_BETWEEN, None: None}
