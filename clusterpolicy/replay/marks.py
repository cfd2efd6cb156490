"""What synthetic evaluators give: marks on the scales of a grid, high or low as the feature of the application says.

The scales are read from the grid, as an evaluator reads them from the form. Floors, weights and the threshold are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from clusterpolicy.model.evaluation import Mark
from clusterpolicy.replay.calibration import SHARED, Marking
from clusterpolicy.replay.chance import Chance
from clusterpolicy.replay.portfolio import plans_of
from clusterpolicy.scoring.criterion import Criterion
from clusterpolicy.scoring.grid import Grid

_WHOLE = 1000
_APART = 300
"""How far the marks of evaluators lie from the level of an application, in thousandths of the range of marks."""


def marks_of(line: str, seed: int, grid: Grid) -> tuple[Mark, ...]:
    """Every mark given to the applications of a line: `line_a` or `line_b`."""
    chance = Chance("marks", line, seed)
    found: list[Mark] = []
    for name, plan in plans_of(line, seed).items():
        of_application = chance.apart(name)
        level = of_application.between(0, _WHOLE)
        for evaluator in _panel(of_application):
            found += _marks(name, evaluator, plan.marking, level, grid, of_application.apart(evaluator))
    return tuple(found)


def _panel(chance: Chance) -> list[str]:
    """The evaluators of one application."""
    everybody = [f"Synthetic evaluator {number:02d}" for number in range(1, SHARED.evaluators + 1)]
    return sorted(chance.shuffled(everybody)[: SHARED.evaluators_of_an_application])


def _marks(name: str, evaluator: str, marking: Marking, level: int, grid: Grid, chance: Chance) -> Iterator[Mark]:
    """What one evaluator gives: marks near the level of the application, in the range in which it is marked."""
    innovativeness = {criterion.code for criterion in grid.criteria[0].walk()}
    for criterion in grid.marked:
        # Work that is hardly new may be good in everything else.
        given: Marking = "high" if marking == "not_innovative" and criterion.code not in innovativeness else marking
        marks = _range(criterion, given)
        near = min(max(level + chance.between(-_APART, _APART), 0), _WHOLE)
        points = marks[near * (len(marks) - 1) // _WHOLE]
        yield Mark(application=name, evaluator=evaluator, criterion=criterion.code, points=points)


def _range(criterion: Criterion, marking: Marking) -> list[Decimal]:
    assert criterion.scale is not None  # it is one of those that are marked
    lowest, highest = criterion.scale.ends()
    span, width = SHARED.marks[marking], highest - lowest
    return [
        mark
        for mark in criterion.scale.marks()
        if lowest + span.lowest * width <= mark <= lowest + span.highest * width
    ]
