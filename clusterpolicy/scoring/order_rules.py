"""What a call declares of the order in which its applications are funded. How it is applied stands in other modules.

Nothing here goes through applications: whoever only asks whether one of them is eligible loads no more than this.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from clusterpolicy.errors import Problem, RuleError
from clusterpolicy.language.source import Source

if TYPE_CHECKING:
    from clusterpolicy.scoring.candidate import Candidate


class Prefers(StrEnum):
    """Which of two values goes first. Higher and lower are said of numbers, earlier and later of instants."""

    HIGHER = "higher"
    LOWER = "lower"
    EARLIER = "earlier"
    LATER = "later"


class UnbrokenTies(StrEnum):
    """What happens where two applications that pass are equal in everything that the rules compare."""

    REFUSED = "refused"
    """There is no ranking: an error names them."""
    LEFT_OPEN = "left open"
    """Each may be first. Only what is awarded in either order is awarded."""


@dataclass(frozen=True, slots=True)
class TieBreak:
    """One comparison between applications that are level in all that was compared before.

    Attributes:
        name: What is compared, such as a criterion or the instant of submission.
        prefers: Which value goes first.

    >>> TieBreak("submitted_at", Prefers.EARLIER).prefers.value
    'earlier'
    """

    name: str
    prefers: Prefers = Prefers.HIGHER


@dataclass(frozen=True, slots=True)
class RankingRules:
    """How applications are put in order: by descending total score, then by each tie-break in turn.

    Attributes:
        tie_breaks: What is compared between applications of the same score.
        unbroken_ties: What happens where that leaves a tie between applications that pass.
        source: Where the order comes from.

    Raises: RuleError `duplicate-name` where two tie-breaks share a name.
    """

    tie_breaks: tuple[TieBreak, ...] = ()
    unbroken_ties: UnbrokenTies = UnbrokenTies.REFUSED
    source: tuple[Source, ...] = ()

    def __post_init__(self) -> None:
        counts = Counter(each.name for each in self.tie_breaks)
        twice = [name for name, count in counts.items() if count > 1]
        if twice:
            raise RuleError(
                Problem("duplicate-name", f"tie-break `{name}`", "two tie-breaks share this name", "take one out")
                for name in twice
            )


class PortfolioRule(Protocol):
    """A rule about all applications together."""

    @property
    def code(self) -> str:
        """The reason that an application has which it strikes."""

    def struck(self, candidates: Sequence[Candidate]) -> Mapping[str, bool | None]:
        """By application, whether it is struck; `None` where that is not known. One that is not named is not struck.

        The order of the candidates means nothing.
        """


class Keeps(StrEnum):
    """Which applications of an enterprise are kept where it has too many."""

    SUBMITTED_FIRST = "submitted first"
    """Those submitted later are struck."""
    HIGHEST_SCORE = "highest score"
    """Those with a lower score are struck."""
