"""Reasons as sentences: what was met, what would have been needed, and how several reasons count together."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from clusterpolicy.engines.reasons import Ground, Limit, Reason
from clusterpolicy.engines.text.display import is_settled, plain, value_of

_NUMBERS = {
    "<": "be below",
    "<=": "be at most",
    ">": "be above",
    ">=": "be at least",
    "==": "be",
    "!=": "not be",
    "in": "be one of",
    "not in": "be none of",
    "begins with": "begin with one of",
    "does not begin with": "begin with none of",
}
_TIMES = {**_NUMBERS, "<": "be before", "<=": "not be after", ">": "be after", ">=": "not be before"}
_AS_IT_IS = {"be": "is", "not be": "is not", "begin": "begins"}
_VERB = re.compile("^(?:not be|begin|be)")
_TOGETHER = {
    ("failed", "any"): "Each of these alone fails it:",
    ("failed", "all"): "These together fail it:",
    ("satisfied", "any"): "Each of these alone is enough:",
    ("satisfied", "all"): "These together satisfy it:",
    ("undetermined", "any"): "Each of these alone may decide it:",
    ("undetermined", "all"): "These are open:",
}
_WITHIN = {"any": "each of these alone", "all": "these together"}
_MEMBER = re.compile(r"[a-z_]+\[[0-9]+\]").match


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of a reason: how far in it stands, where it was met, the figures in it, and how a value was found.

    `is_head` says that it only says how the lines below count.
    """

    text: str
    depth: int
    place: str = ""
    limits: tuple[Limit, ...] = ()
    notes: tuple[str, ...] = ()
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Statements:
    """Puts reasons into words.

    Attributes:
        status: That of the finding: satisfied, failed or undetermined.
        names: Who stands at a path of the application, such as `participations[0]`.
        open_questions: What no known rule settles; no fact of an application would.
    """

    status: str
    names: Mapping[str, str] = field(default_factory=dict)
    open_questions: Container[str] = ()

    def of(self, reason: Reason, depth: int = 0) -> Iterator[Statement]:
        """The lines of a reason, in reading order."""
        if isinstance(reason, Ground):
            notes = tuple(map(plain, reason.notes))
            where = f"{self.name(reason.about)}: " if self.name(reason.about) else ""
            yield Statement(f"{where}{self.sentence(reason)}", depth, reason.about, reason.claim.limits, notes)
            return
        if depth == 0:
            yield Statement(_TOGETHER[self.status, reason.needs], depth, is_head=True)
        else:
            yield Statement(f"{_WITHIN[reason.needs]}:", depth)
        told: set[tuple[str, str]] = set()
        for part in reason.parts:
            lines = tuple(self.of(part, depth + 1))
            # One fact may be asked for twice; its answer is told once.
            if isinstance(part, Ground) and (lines[0].text, lines[0].place) in told:
                continue
            told.update((line.text, line.place) for line in lines)
            yield from lines

    def name(self, path: str) -> str:
        """The name of who stands at a path, or around it; empty where it has none."""
        member = _MEMBER(path)
        return plain(self.names.get(member.group(), "")) if member else ""

    def sentence(self, ground: Ground) -> str:
        """What was met and, unless it held, what was needed."""
        claim = ground.claim
        if claim.fact in self.open_questions:
            return f"no known rule settles this: {plain(claim.fact)}"
        value = value_of(ground.value, claim.unit)
        fact = plain(claim.fact)
        if claim.relation == "there is":
            return f"{fact}: {value}{', but at least one is needed' if ground.holds is False else ''}"
        if claim.relation == "is" and claim.limits:
            fact = f"option of the rules, “{fact}”"
        if ground.holds and claim.relation in ("is", "=="):
            return f"{fact}: {value}"
        demand = self._demand(ground)
        if ground.holds is False:
            return f"{fact}: {value}, but must {demand}"
        link = ", which" if ground.holds else "; it matters whether it"
        return f"{fact}: {value}{link} {_as_it_is(demand)}"

    def _demand(self, ground: Ground) -> str:
        """What a statement asks for, after `must`."""
        claim = ground.claim
        limit = value_of(ground.limit, claim.unit)
        if claim.relation == "is":
            return f"be {limit}"
        words = (_TIMES if claim.unit in ("date", "instant") else _NUMBERS)[claim.relation]
        against = plain(claim.against)
        if not is_settled(ground.limit, claim.unit):
            return f"{words} the {against}, which is {limit}"
        return f"{words} {limit}" if against.strip("“”") == limit else f"{words} {limit} ({against})"


def _as_it_is(demand: str) -> str:
    """A demand as what is: `be at most 24 months` becomes `is at most 24 months`."""
    return _VERB.sub(lambda verb: _AS_IT_IS[verb.group()], demand, count=1)
