"""Merit as rules: a grid as quantities and requirements over an evaluation, in the same formulas as every other rule.

So a score is explained like a decision, and has unknowns like one: a mark that is missing leaves open what it must
leave open, and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from clusterpolicy.errors import Problem, RuleError
from clusterpolicy.language import Formula, Quantity, Requirement, Rules
from clusterpolicy.language.check import Part
from clusterpolicy.language.kinds import TRUTH, number
from clusterpolicy.language.parameter import Value
from clusterpolicy.model.evaluation import Evaluation
from clusterpolicy.scoring.criterion import parameter_of
from clusterpolicy.scoring.grid import Grid
from clusterpolicy.scoring.measures import Measures, measures_of
from clusterpolicy.units import Unit

_POINTS = number(Unit.POINTS)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Merit(Rules):
    """A grid as rules: the points of every criterion, the score, the premium, and what must be reached.

    Attributes, beside those of all `Rules`:
        grid: What merit is measured by.
        measures: The quantities and requirements made from the grid.

    Raises: RuleError with every fault: unknown names, types, units, cycles, unused parameters, missing sources.
    """

    grid: Grid
    root: type[BaseModel] = Evaluation
    measures: Measures = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "measures", measures_of(self.grid))
        Rules.__post_init__(self)

    def required(self) -> tuple[Requirement, ...]:
        """The floors in the order of the criteria, then the threshold."""
        return self.measures.requirements

    def parts(self) -> Iterator[Part]:
        """Every formula that something is asked of, with what is expected of it."""
        for requirement in self.measures.requirements:
            yield Part(f"requirement `{requirement.code}`", requirement.holds_if.node, TRUTH)
        for name, quantity in self.quantities().items():
            yield Part(f"the points `{name}`", quantity.node, _POINTS)
        for code, formula in (*self.measures.enough.items(), *self.measures.agree.items()):
            yield Part(f"the panel for `{code}`", formula.node, TRUTH)
        for end in self._scales():
            yield Part("a scale", end.node, _POINTS)

    def quantities(self) -> dict[str, Quantity]:
        """Every number found: the points of criteria and premiums, the score, the premium, the total; by name."""
        measures = self.measures
        several = (*measures.points.values(), *measures.premiums.values())
        return {each.name: each for each in (*several, measures.score, measures.premium, measures.total)}

    def fitting(self, changes: Mapping[str, Value]) -> dict[str, Value]:
        """The changes as their parameters hold them.

        Raises: RuleError as all rules do, and for a change of a scale: marks were given on the scale as it is.
        """
        fixed = {parameter_of(formula).name for formula in self._scales()}
        problems = [
            Problem(
                "parameter-invalid",
                f"parameter `{name}`",
                "marks were given on this scale, and would mean something else on another",
                "change weights, floors, the threshold or premiums",
            )
            for name in changes
            if name in fixed
        ]
        if problems:
            raise RuleError(problems)
        return Rules.fitting(self, changes)

    def _scales(self) -> Iterator[Formula]:
        for criterion in self.grid.marked:
            if criterion.scale is not None:
                yield from (criterion.scale.lowest, criterion.scale.highest, criterion.scale.step)
