"""Scores of applications: for one or for many at once, without reasons.

Why a score is what it is, is said by `clusterpolicy.calls.score_reasons`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from clusterpolicy.engines.generated import Figures, Generated, kept
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language.parameter import Value
from clusterpolicy.model.evaluation import Evaluation
from clusterpolicy.scoring.merit import Merit
from clusterpolicy.scoring.scorecard import Scorecard


def scorecard(
    merit: Merit, evaluation: Evaluation, *, on: date, changes: Mapping[str, Value] | None = None
) -> Scorecard:
    """The score of one application.

    Args:
        merit: How merit is measured.
        evaluation: The application with its marks; see `clusterpolicy.scoring.marks.evaluations_of`.
        on: The day whose figures are in force.
        changes: Other values for some parameters, by full name. The scale of marks cannot be changed.

    Raises: NoLawThatDay where a figure is not known for that day; RuleError for a change that fits no parameter.
    """
    return next(scorecards(merit, (evaluation,), on=on, changes=changes))


def scorecards(
    merit: Merit, evaluations: Iterable[Evaluation], *, on: date, changes: Mapping[str, Value] | None = None
) -> Iterator[Scorecard]:
    """The scores of many applications, each as soon as it is asked for: see `scorecard`."""
    scorer = kept(merit, _Scorer)
    figures = scorer.figures(on, changes)
    return (scorer.card(evaluation, figures, on) for evaluation in evaluations)


class _Scorer(Generated):
    """The functions generated from the rules of merit."""

    def __init__(self, merit: Merit) -> None:
        super().__init__(merit)
        self._merit = merit
        quantities = merit.quantities()
        self._names = tuple(quantities)
        asked = [*(each.holds_if for each in merit.required()), merit.measures.reached, *quantities.values()]
        self._requirements = len(merit.required())
        self._find = self.finder([self.plan.cell_of(each.node) for each in asked], "scored")

    def card(self, evaluation: Evaluation, figures: Figures, day: date) -> Scorecard:
        """The score of one application, with figures of a day."""
        if not isinstance(evaluation, Evaluation):
            said = f"merit is measured of an Evaluation, not of {type(evaluation).__name__}"
            raise InputError(Problem("input-invalid", "evaluation", said, "hand in what evaluations_of(...) gives"))
        found, first = self._find(evaluation, figures), self._requirements
        points = dict(zip(self._names, found[first + 1 :], strict=True))
        return Scorecard(self._merit, evaluation, day, found[:first], found[first], points)
