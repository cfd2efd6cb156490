"""Grids: what merit is measured by, as a call declares it. Figures are parameters, so each has a source and a date.

A grid holds criteria, each marked by a panel of evaluators on a scale; floors and a threshold; premiums. What is found
from marks by a grid is said in `clusterpolicy.scoring.merit`, with the same formulas as every other rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clusterpolicy.errors import RuleError
from clusterpolicy.language import Formula, Source
from clusterpolicy.scoring.check import faults_of_criteria
from clusterpolicy.scoring.criterion import Criterion
from clusterpolicy.scoring.panel import Panel, Premium


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Grid:
    """What the merit of an application is measured by.

    Attributes:
        criteria: The criteria, the one examined first before all others.
        panel: Who marks, and how marks become one.
        threshold: The fewest points of all criteria together with which an application passes.
        source: Where the grid comes from.
        premiums: Points on top, once every floor and the threshold are reached.
        most_premium: The most that all premiums bring together; `None` where each counts in full.

    Raises: RuleError with every fault of its codes, scales, weights and words.
    """

    criteria: tuple[Criterion, ...]
    panel: Panel
    threshold: Formula
    source: Source
    premiums: tuple[Premium, ...] = ()
    most_premium: Formula | None = None

    def __post_init__(self) -> None:
        problems = list(faults_of_criteria(self.criteria, self.premiums))
        if problems:
            raise RuleError(problems)

    def walk(self) -> Iterator[Criterion]:
        """Every criterion, with all below it, in reading order."""
        for criterion in self.criteria:
            yield from criterion.walk()

    @property
    def marked(self) -> tuple[Criterion, ...]:
        """The criteria that evaluators mark, in reading order; those found from their parts left out."""
        return tuple(criterion for criterion in self.walk() if criterion.scale is not None)

    def most_points(self, on: date | None = None) -> Decimal:
        """The points of full marks for every criterion, without premiums."""
        return sum((criterion.most_points(on) for criterion in self.criteria), Decimal(0))
