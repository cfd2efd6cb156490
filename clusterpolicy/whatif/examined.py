"""What the rules of a call and of its merit say of every application in many variants at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clusterpolicy.calls.law import Law
from clusterpolicy.engines.generated import Generated, kept
from clusterpolicy.engines.plan import Cell
from clusterpolicy.engines.scalar import compiled
from clusterpolicy.language.formula import Formula
from clusterpolicy.model.evaluation import Evaluation
from clusterpolicy.scoring.ranked_call import SUBMITTED_AT
from clusterpolicy.whatif import truths
from clusterpolicy.whatif.block import Block
from clusterpolicy.whatif.columns import Number, Truth
from clusterpolicy.whatif.table_rows import parsed
from clusterpolicy.whatif.variants import Variants
from clusterpolicy.whatif.vectors import Vectors


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found of every application, a column each, in a block of variants, a row each (one row: all alike).

    Attributes:
        passes: Whether it is eligible and its merit suffices.
        grant: Its grant, in euro.
        total: Its score with premiums.
        tie_breaks: The points that break ties, in their order; `None` where the instant of submission does.
        accepts: Whether it takes less than its grant.
        draws: For each reserve whether it may draw on it.
    """

    passes: Truth
    grant: Number
    total: Number
    tie_breaks: tuple[Number | None, ...]
    accepts: Truth | None
    draws: Mapping[str, Truth]


class Examination:
    """Finds what the rules say of the applications of a call in many variants.

    Args:
        law: By what is decided before anything varies.
        evaluations: Every application with its marks.
        varied: The columns that vary a figure, by name.
    """

    def __init__(self, law: Law, evaluations: Sequence[Evaluation], varied: Sequence[str]) -> None:
        call, merit = law.call, law.call.merit
        self._call = _Side(compiled(call), [each.application for each in evaluations], dict(law.figures), law, varied)
        self._merit = _Side(kept(merit, Generated), evaluations, dict(law.figures_of_merit), law, varied)
        measures = merit.measures
        self._requirements = self._call.wants(*(each.holds_if for each in call.requirements))
        (self._grant,) = self._call.wants(call.grant)
        self._accepts = self._call.wants(*(() if call.accepts_remainder is None else (call.accepts_remainder,)))
        self._draws = dict(zip(call.draws_on, self._call.wants(*call.draws_on.values()), strict=True))
        self._reached, self._total = self._merit.wants(measures.reached, measures.total)
        broken_by = (each.name for each in call.ranking.tie_breaks)
        self._ties = [
            None if name == SUBMITTED_AT else self._merit.wants(measures.points[name])[0] for name in broken_by
        ]
        self._call.prepare()
        self._merit.prepare()

    def block(self, variants: Variants) -> Examined:
        """What is found in a block of variants."""
        call, merit = self._call.block(variants), self._merit.block(variants)
        terms: list[Any] = [call(cell) for cell in self._requirements]
        passes = truths.every(
            [*(each for each in terms if len(each.yes) == 1), *(each for each in terms if len(each.yes) > 1)]
        )
        return Examined(
            passes=truths.every([passes, merit(self._reached)]),
            grant=call(self._grant),
            total=merit(self._total),
            tie_breaks=tuple(None if cell is None else merit(cell) for cell in self._ties),
            accepts=call(self._accepts[0]) if self._accepts else None,
            draws={kind: call(cell) for kind, cell in self._draws.items()},
        )


class _Side:
    """The rules of the call, or those of its merit, with what varies of them."""

    def __init__(
        self, machine: Generated, models: Sequence[Any], figures: dict[str, Any], law: Law, varied: Sequence[str]
    ) -> None:
        self._machine, self._models, self._figures, self._law = machine, models, figures, law
        self._vary: dict[str, list[tuple[str, str | None]]] = {}
        for name in varied:
            parameter, row = parsed(name)
            if parameter in machine.plan.rules.figures:
                self._vary.setdefault(parameter, []).append((name, row))
        self._wanted: list[Cell] = []

    def wants(self, *formulas: Formula) -> list[Cell]:
        """The cells of formulas that are to be found."""
        cells = [self._machine.plan.cell_of(each.node) for each in formulas]
        self._wanted += cells
        return cells

    def prepare(self) -> None:
        """Find all that does not vary."""
        self._vectors = Vectors(self._machine, self._models, self._figures, self._law.day, self._vary, self._wanted)

    def block(self, variants: Variants) -> Any:
        """What finds a cell in a block of variants."""
        return Block(self._vectors, variants).of
