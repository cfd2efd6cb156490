"""How firm each place of a selection is: which change of one mark, of the score or of one weight would change it.

What a change of one mark does is found by scoring the application anew with that mark, so that rounding, floors and
premiums count as they do in earnest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Literal

from clusterpolicy.calls.contest import Contest
from clusterpolicy.calls.entry import Entry, Examiner
from clusterpolicy.calls.record import Firm, MarkChange, Swap, WeightChange
from clusterpolicy.model.evaluation import Evaluation, PanelMark
from clusterpolicy.scoring import firmness as points
from clusterpolicy.scoring import weights
from clusterpolicy.scoring.allocation import Allocation
from clusterpolicy.scoring.criterion import Criterion
from clusterpolicy.scoring.firmness import Hurdle, firmness, mark_change
from clusterpolicy.scoring.tie_breaks import merits_of


def firm_places(contest: Contest, allocation: Allocation, only: Collection[str] | None = None) -> dict[str, Firm]:
    """How firm each place is, by application; or those of `only` some applications."""
    standing = tuple(each for each in allocation.awarded if each.application in allocation.standing)
    detailed = contest.allocation(standing, detailed=True)
    found = firmness(detailed, _weights(contest), tuple(_hurdles(contest)), only=only)
    return {
        each.application: Firm(
            _swap(contest, each.application, each.rise, each.weight_to_rise),
            _swap(contest, each.application, each.fall, each.weight_to_fall),
            each.award,
            dict(each.hurdles),
        )
        for each in found.places
    }


def _swap(
    contest: Contest, application: str, swap: points.Swap | None, weight: weights.WeightChange | None
) -> Swap | None:
    if swap is None:
        return None
    return Swap(
        swap.other, swap.change, mark_for(contest, application, swap), None if weight is None else _weight(weight)
    )


def _weight(change: weights.WeightChange) -> WeightChange:
    level = change.level_at
    ten_thousandths = level.numerator * 10_000 // level.denominator
    beyond: Literal["above", "below"] = "above" if change.raises else "below"
    return WeightChange(change.criterion, change.weight, Decimal(ten_thousandths).scaleb(-4), beyond)


def mark_for(contest: Contest, application: str, swap: points.Swap) -> MarkChange | None:
    """The smallest change of one mark with which an application swaps with its neighbour; `None` where none does.

    One that would no longer pass falls behind its neighbour, too.
    """
    entry, other = contest.entries[application], contest.entries[swap.other]
    call = contest.law.call
    theirs = merits_of(other.candidate(call, ()), call.ranking.tie_breaks)

    def swapped(changed: Entry) -> bool:
        mine = merits_of(changed.candidate(call, ()), call.ranking.tie_breaks)
        if swap.change > 0:
            return changed.passes is True and mine[1] > theirs[0]
        return changed.passes is False or mine[0] < theirs[1]

    examiner = Examiner(contest.law)
    for change in _changes(contest, entry, swap.change):
        marks = tuple(_changed(each, change) for each in entry.evaluation.marks)
        evaluation = Evaluation.model_construct(application=entry.application, marks=marks)
        if swapped(next(examiner.entries((evaluation,)))):
            return change
    return None


def _changes(contest: Contest, entry: Entry, points_needed: Decimal) -> Iterator[MarkChange]:
    """Changes of one mark that may be enough, the smallest first."""
    found: list[tuple[Decimal, MarkChange]] = []
    for criterion in contest.law.call.merit.grid.marked:
        marks = [each for each in entry.evaluation.marks if each.criterion == criterion.code and not each.in_conflict]
        for mark in marks:
            found += _changes_of(contest, criterion, mark, len(marks), points_needed)
    found.sort(key=_by_size)
    yield from (change for _, change in found)


def _by_size(found: tuple[Decimal, MarkChange]) -> Decimal:
    return found[0]


def _changes_of(
    contest: Contest, criterion: Criterion, mark: PanelMark, marks: int, points_needed: Decimal
) -> Iterator[tuple[Decimal, MarkChange]]:
    """The changes of one mark on its scale, with their sizes. Those that are surely too small are left out."""
    law, scale = contest.law, criterion.scale
    assert scale is not None
    assert criterion.weight is not None
    weight = law.figure_of_merit(criterion.weight)
    if mark.points is None or weight <= 0:
        return
    least = Decimal(0)
    if law.call.merit.grid.panel.how == "mean":  # what rounding may add is less than a step
        step = law.figure_of_merit(scale.step)
        least = abs(mark_change(points_needed, weight, marks, step)) - step
    for to in scale.marks(law.day):
        size = (to - mark.points) if points_needed > 0 else (mark.points - to)
        if size > 0 and size >= least:
            yield size, MarkChange(mark.evaluator, criterion.code, mark.points, to)


def _changed(mark: PanelMark, change: MarkChange) -> PanelMark:
    if (mark.evaluator, mark.criterion) != (change.evaluator, change.criterion):
        return mark
    return mark.model_copy(update={"points": change.to})


def _weights(contest: Contest) -> dict[str, Decimal]:
    weights = {each.code: each.weight for each in contest.law.call.merit.grid.marked}
    return {code: contest.law.figure_of_merit(weight) for code, weight in weights.items() if weight is not None}


def _hurdles(contest: Contest) -> Iterator[Hurdle]:
    law, grid = contest.law, contest.law.call.merit.grid
    for criterion in grid.walk():
        if criterion.floor is not None:
            yield Hurdle(f"{criterion.code}-floor", law.figure_of_merit(criterion.floor), (criterion.code,))
    top = tuple(criterion.code for criterion in grid.criteria)
    yield Hurdle("threshold", law.figure_of_merit(grid.threshold), top)
