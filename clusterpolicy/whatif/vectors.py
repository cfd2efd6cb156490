"""What is known of a set of rules before the variants come: what does not vary, and what the scalar engine answers.

What cannot be found in columns is asked of the scalar engine, once for each combination of figures, and remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel

from clusterpolicy.engines.generate import figure_names
from clusterpolicy.engines.generated import Finder, Generated
from clusterpolicy.engines.plan import Cell
from clusterpolicy.language import nodes as n
from clusterpolicy.language.parameter import Value
from clusterpolicy.whatif.columns import Vector
from clusterpolicy.whatif.figure_columns import as_figure, constant, part_of
from clusterpolicy.whatif.lifting import flat, lifted
from clusterpolicy.whatif.members import Members
from clusterpolicy.whatif.reach import reach
from clusterpolicy.whatif.variants import Column, Whole

Vary = Mapping[str, Sequence[tuple[str, str | None]]]
"""For each parameter the columns that vary it, each with the row of the table that it is; `None` for the whole."""

REMEMBERED = 10_000
"""So many answers of the scalar engine are remembered at most."""


class Vectors:
    """Finds cells of one set of rules for many variants, on the same models.

    Args:
        machine: The functions generated from the rules.
        models: The applications, or what else the rules speak of.
        figures: The value of every parameter of the rules, by full name, before anything varies.
        day: The day whose law is in force.
        vary: What the columns of the variants vary.
        wanted: The cells to find.
    """

    def __init__(
        self,
        machine: Generated,
        models: Sequence[BaseModel],
        figures: Mapping[str, Value],
        day: date,
        vary: Vary,
        wanted: Iterable[Cell],
    ) -> None:
        self._machine, self._models, self._day, self._vary = machine, models, day, vary
        self._names = figure_names(machine.plan)
        self._base = dict(figures)
        self.members = Members(machine.plan.rules.structure, models)
        columns = {name: [column for column, _ in found] for name, found in vary.items()}
        self.reach = reach(machine.plan, wanted, columns)
        self._fixed = self._find_fixed()
        self._finders: dict[int, Finder] = {}
        self._remembered: dict[tuple[int, tuple[int, ...]], list[Any]] = {}

    def fixed(self, number: int) -> Vector | None:
        """The values of a cell that does not vary; `None` for one that does."""
        return self._fixed.get(number)

    def table(self, parameter: str, columns: Mapping[str, Column], at: Whole) -> dict[str, Column]:
        """The rows of a table of figures, a column each, for the variants `at`."""
        base = self._base[parameter]
        assert isinstance(base, dict)  # only a table has rows
        found = {row: constant(cell) for row, cell in base.items()}
        for name, row in self._vary.get(parameter, ()):
            column = columns[name].taken(at)
            if row is not None:
                found[row] = column
            else:
                found = {key: part_of(column, key) for key in base}
        return found

    def figure(self, parameter: str, columns: Mapping[str, Column], at: Whole) -> Column:
        """A single figure that varies, for the variants `at`."""
        ((name, _),) = self._vary[parameter]
        return columns[name].taken(at)

    def asked(self, cell: Cell, columns: Mapping[str, Column], at: Whole) -> Vector:
        """A cell as the scalar engine finds it, for the variants `at`."""
        names = sorted(self.reach.hangs[cell.number])
        rows = []
        for variant in at:
            key = (cell.number, tuple(int(columns[name].wholes[variant]) for name in names))
            if key not in self._remembered:
                if len(self._remembered) >= REMEMBERED:
                    self._remembered.clear()
                self._remembered[key] = self._ask(cell, {name: columns[name].value(variant) for name in names})
            rows.append(self._remembered[key])
        return lifted(rows, cell.kind)

    def _ask(self, cell: Cell, changed: Mapping[str, Any]) -> list[Any]:
        if cell.number not in self._finders:
            self._finders[cell.number] = self._machine.finder([cell], f"cell_{cell.number}")
        find, figures = self._finders[cell.number], self._figures(changed)
        return [each for model in self._models for each in flat(find(model, figures)[0], cell.scope.depth)]

    def _figures(self, changed: Mapping[str, Any]) -> tuple[Any, ...]:
        values = dict(self._base)
        for parameter, found in self._vary.items():
            for name, row in found:
                if name in changed:
                    value = as_figure(changed[name], self._machine.plan.rules.figures[parameter].kind)
                    before = values[parameter]
                    values[parameter] = (
                        {**before, row: value} if isinstance(before, dict) and row is not None else value
                    )
        return (self._day, *(values[name] for name in self._names))

    def _find_fixed(self) -> dict[int, Vector]:
        found: dict[int, Vector] = {}
        cells = [cell for cell in self.reach.fixed if not isinstance(cell.node, n.Constant | n.Figure | n.Entry)]
        for cell in self.reach.fixed:
            if isinstance(cell.node, n.Constant):
                found[cell.number] = lifted([[cell.node.value]], cell.kind)
            elif isinstance(cell.node, n.Entry):
                found[cell.number] = lifted([[True]], cell.kind)
            elif isinstance(cell.node, n.Figure) and cell.node.parameter.by is None:
                found[cell.number] = lifted([[self._base[cell.node.parameter.name]]], cell.kind)
        if cells:
            find, figures = self._fixed_finder(cells), self._figures({})
            rows = [find(model, figures) for model in self._models]
            for at, cell in enumerate(cells):
                values = [each for row in rows for each in flat(row[at], cell.scope.depth)]
                found[cell.number] = lifted([values], cell.kind)
        return found

    def _fixed_finder(self, cells: Sequence[Cell]) -> Finder:
        """What finds the cells, kept with the rules: the next sweep over the same figures asks for the same."""
        key = ("fixed in sweeps", tuple(cell.number for cell in cells))
        kept = self._machine.plan.rules.derived
        if key not in kept:
            kept[key] = self._machine.finder(cells, "fixed")
        found: Finder = kept[key]
        return found
