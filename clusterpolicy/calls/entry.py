"""One application as a run of its call finds it: what the rules say of it, its score, and how it competes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clusterpolicy.calls.law import Law
from clusterpolicy.calls.scorecards import scorecards
from clusterpolicy.engines.generated import Figures, kept
from clusterpolicy.engines.scalar import Compiled, Verdict, compiled
from clusterpolicy.language.possible import is_known
from clusterpolicy.model import Application
from clusterpolicy.model.evaluation import Evaluation
from clusterpolicy.scoring.candidate import Candidate, TieBreakValue
from clusterpolicy.scoring.ranked_call import SUBMITTED_AT, RankedCall
from clusterpolicy.scoring.scorecard import Scorecard
from clusterpolicy.scoring.span import Span

BATCH = 100
"""So many applications are examined together."""


@dataclass(slots=True)  # not frozen: freezing takes longer than all that is frozen
class Entry:
    """One application in a run.

    Attributes:
        verdict: What the rules of the call say of it, without reasons.
        card: Its score.
        accepts_remainder: Whether it takes less than its grant where no more is left; `None` where not known.
        reserves: The reserves it may draw on; `None` where that is not known of one of them.
    """

    verdict: Verdict
    card: Scorecard
    accepts_remainder: bool | None
    reserves: tuple[str, ...] | None

    @property
    def evaluation(self) -> Evaluation:
        """The application with its marks."""
        return self.card.evaluation

    @property
    def application(self) -> Application:
        """The application."""
        return self.card.evaluation.application

    @property
    def passes(self) -> bool | None:
        """Whether it is eligible and its merit suffices; `None` while that is not known."""
        answers = (self.card.passes, *self.verdict.answers)
        return False if False in answers else None if None in answers else True

    @property
    def reasons(self) -> tuple[str, ...]:
        """The codes of what it fails; where it is not known whether it passes, of what it may fail."""
        if self.passes is True:
            return ()
        failed = (*self.verdict.failed, *self.card.failed)
        return failed or (*self.verdict.undetermined, *self.card.undetermined)

    def candidate(self, call: RankedCall, applicants: tuple[str, ...], detailed: bool = False) -> Candidate:
        """What ranking and allocation need to know of it; where `detailed`, with the points of every criterion."""
        return Candidate(
            application=self.application.id,
            score=self.card.total,
            grant=Span.of(self.verdict.grant),
            passes=self.passes,
            reasons=self.reasons,
            tie_breaks=tuple([self._tie_break(each.name, call) for each in call.ranking.tie_breaks]),
            submitted_at=self.application.submitted_at,
            applicants=applicants,
            reserves=self.reserves,
            accepts_remainder=self.accepts_remainder,
            criterion_points=self.card.points if detailed else {},
        )

    def _tie_break(self, name: str, call: RankedCall) -> TieBreakValue:
        if name == SUBMITTED_AT:
            return self.application.submitted_at
        points = self.card.found[call.merit.measures.points[name].name]
        return points if is_known(points) else Span.of(points)


class Examiner:
    """Finds what the law of one run says of applications. Figures are read once, for all of them."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._compiled = compiled(law.call)
        self._figures = self._compiled.figures(law.day, law.changes)
        self._competing = kept(law.call, _Competing)

    def entries(self, evaluations: Sequence[Evaluation]) -> Iterator[Entry]:
        """Each application as the law finds it, as soon as it is asked for."""
        for start in range(0, len(evaluations), BATCH):
            yield from self._batch(evaluations[start : start + BATCH])

    def _batch(self, evaluations: Sequence[Evaluation]) -> Iterator[Entry]:
        # All scores, then all verdicts: a processor that stays with one long function is a tenth faster.
        law, decide, competing = self._law, self._compiled.verdict, self._competing.of
        cards = list(scorecards(law.call.merit, evaluations, on=law.day, changes=law.changes_of_merit))
        verdicts = [decide(each.application, law.day, self._figures) for each in evaluations]
        for card, verdict in zip(cards, verdicts, strict=True):
            yield Entry(verdict, card, *competing(card.evaluation.application, self._figures))


class _Competing:
    """Finds how applications to one call compete: whether they take a remainder, and which reserves they draw on."""

    def __init__(self, call: RankedCall) -> None:
        machine: Compiled = compiled(call)
        self._kinds = tuple(call.draws_on)
        self._asks_for_remainder = call.accepts_remainder is not None
        asked = [each for each in (call.accepts_remainder, *call.draws_on.values()) if each is not None]
        cells = [machine.plan.cell_of(each.node) for each in asked]
        self._find = machine.finder(cells, "competing") if cells else None

    def of(self, application: Application, figures: Figures) -> tuple[bool | None, tuple[str, ...] | None]:
        """Whether it takes a remainder; and the reserves, `None` where one of them is not known."""
        if self._find is None:
            return False, ()
        found = list(self._find(application, figures))
        accepts = found.pop(0) if self._asks_for_remainder else False
        if None in found:
            return accepts, None
        return accepts, tuple(kind for kind, may in zip(self._kinds, found, strict=True) if may)
