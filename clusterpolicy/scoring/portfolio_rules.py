"""Rules about all applications of a call together, such as at most so many for each enterprise.

They are applied before the ranking: an application that such a rule strikes does not pass. A rule of your own is any
object with a `code` and a method `struck` as `PortfolioRule` has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from clusterpolicy.errors import Problem, RuleError
from clusterpolicy.language.source import Source
from clusterpolicy.scoring.candidate import Candidate
from clusterpolicy.scoring.order_rules import Keeps as Keeps
from clusterpolicy.scoring.order_rules import PortfolioRule as PortfolioRule
from clusterpolicy.scoring.precedence import perhaps_before, rungs_of, surely_before
from clusterpolicy.scoring.tie_breaks import Prefers, ends_of
from clusterpolicy.units import shown


@dataclass(frozen=True, slots=True)
class AtMostApplications:
    """At most so many applications for each enterprise, alone or with others. Those beyond are struck.

    Applications are gone through in the order that `keeps` names. One is struck if any of its enterprises has as many
    already that are not struck. Every application counts that was filed, also one that does not pass: to count only
    those that pass would let an enterprise file at will. Where the order is not known or is a tie, it is open which is
    struck, if one has to be.

    Attributes:
        most: How many each enterprise may have, at least 1.
        keeps: Which are kept.
        source: Where this comes from.
        code: The reason that a struck application has.

    Raises: RuleError `parameter-invalid` where `most` is below 1.

    >>> from decimal import Decimal
    >>> from clusterpolicy.scoring.span import Span
    >>> grant = Span.of(Decimal("1000.00"))
    >>> filed = [Candidate(f"A-{n}", Span.of(70 + n), grant, applicants=("alfa",)) for n in range(3)]
    >>> AtMostApplications(2, keeps=Keeps.HIGHEST_SCORE).struck(filed)
    {'A-0': True}
    """

    most: int
    keeps: Keeps = Keeps.SUBMITTED_FIRST
    source: tuple[Source, ...] = ()
    code: str = "too-many-applications"

    def __post_init__(self) -> None:
        if self.most < 1:
            place, said = f"rule `{self.code}`", f"at most {self.most} applications leave nobody"
            raise RuleError(Problem("parameter-invalid", place, said, "write 1 or more, or leave the rule out"))

    def struck(self, candidates: Sequence[Candidate]) -> Mapping[str, bool | None]:
        """By application, whether it is struck; `None` where that is not known."""
        found: dict[str, bool | None] = {}
        filed = self._in_order(candidates)
        rivals: dict[str, list[_Filed]] = {}
        for each in filed:
            for applicant in set(each.candidate.applicants):
                rivals.setdefault(applicant, []).append(each)
        crowded = {applicant: group for applicant, group in rivals.items() if len(group) > self.most}
        for each in filed:  # whoever surely comes before it has been looked at already
            groups = [crowded[applicant] for applicant in each.candidate.applicants if applicant in crowded]
            answers = [self._beyond(each, group, found) for group in groups]
            if True in answers:
                found[each.candidate.application] = True
            elif None in answers:
                found[each.candidate.application] = None
        return found

    def _beyond(self, mine: _Filed, group: Sequence[_Filed], found: Mapping[str, bool | None]) -> bool | None:
        """Whether one of its enterprises, which filed the `group`, has as many as it may before it."""
        others = [each for each in group if each is not mine]
        open_or_kept = [each for each in others if found.get(each.candidate.application, False) is not True]
        kept = [each for each in open_or_kept if found.get(each.candidate.application, False) is False]
        if sum(surely_before(each, mine) for each in kept) >= self.most:
            return True
        return None if sum(perhaps_before(each, mine) for each in open_or_kept) >= self.most else False

    def _in_order(self, candidates: Sequence[Candidate]) -> list[_Filed]:
        if self.keeps is Keeps.SUBMITTED_FIRST:
            merits = [ends_of(each.submitted_at, Prefers.EARLIER) for each in candidates]
        else:
            merits = [ends_of(each.score, Prefers.HIGHER) for each in candidates]
        rungs = rungs_of([((best,), (worst,)) for best, worst in merits])
        filed = [_Filed(each, *rung) for each, rung in zip(candidates, rungs, strict=True)]
        return sorted(filed, key=lambda each: each.first)


@dataclass(frozen=True, slots=True)
class _Filed:
    """An application with its rungs in the order in which applications are kept."""

    candidate: Candidate
    first: int
    last: int


def strike(candidates: Iterable[Candidate], rules: Iterable[PortfolioRule]) -> tuple[Candidate, ...]:
    """The candidates after each rule in turn. Who is struck does not pass, and has the code of the rule as reason.

    Raises: RuleError `unknown-name` where a rule strikes an application that is not there.
    """
    listed = tuple(candidates)
    for rule in rules:
        found = rule.struck(listed)
        strangers = sorted(set(found) - {each.application for each in listed})
        if strangers:
            raise RuleError(
                Problem(
                    "unknown-name", f"rule `{rule.code}`", f"it strikes {shown(name)}, which is not there", "mend it"
                )
                for name in strangers
            )
        listed = tuple(_after(each, found.get(each.application, False), rule.code) for each in listed)
    return listed


def _after(candidate: Candidate, struck: bool | None, code: str) -> Candidate:
    if struck is False:
        return candidate
    if struck is True:
        failed = candidate.reasons if candidate.passes is False else ()
        return replace(candidate, passes=False, reasons=(*failed, code))
    if candidate.passes is False:
        return candidate
    return replace(candidate, passes=None, reasons=(*candidate.reasons, code))
