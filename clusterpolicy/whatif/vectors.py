"""The values of cells for many variants at once: one pass through the plan for a block of variants.

A cell is found once for each combination of the figures that it hangs on, not once for each variant. What cannot be
found in columns is asked of the scalar engine, and remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from pydantic import BaseModel

from clusterpolicy.engines.generate import figure_names
from clusterpolicy.engines.generated import Finder, Generated
from clusterpolicy.engines.plan import Cell, members_of, never_negative
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import WHOLE_UNITS, Kind
from clusterpolicy.language.parameter import Value
from clusterpolicy.whatif import numbers as v
from clusterpolicy.whatif.lifting import flat, lifted
from clusterpolicy.whatif.members import Members
from clusterpolicy.whatif.reach import NOTHING, Names, factor_outside, reach
from clusterpolicy.whatif.variants import Column, Variants, Whole

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

    def block(self, variants: Variants) -> Block:
        """The values for some variants."""
        return Block(self, variants)

    def fixed(self, number: int) -> v.Vector | None:
        """The values of a cell that does not vary; `None` for one that does."""
        return self._fixed.get(number)

    def table(self, parameter: str, columns: Mapping[str, Column], at: Whole) -> dict[str, Column]:
        """The rows of a table of figures, a column each, for the variants `at`."""
        base = self._base[parameter]
        assert isinstance(base, dict)  # only a table has rows
        found = {row: _constant(cell) for row, cell in base.items()}
        for name, row in self._vary.get(parameter, ()):
            column = columns[name].taken(at)
            if row is not None:
                found[row] = column
            else:
                found = {key: _part(column, key) for key in base}
        return found

    def figure(self, parameter: str, columns: Mapping[str, Column], at: Whole) -> Column:
        """A single figure that varies, for the variants `at`."""
        ((name, _),) = self._vary[parameter]
        return columns[name].taken(at)

    def asked(self, cell: Cell, columns: Mapping[str, Column], at: Whole) -> v.Vector:
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

    def _find_fixed(self) -> dict[int, v.Vector]:
        found: dict[int, v.Vector] = {}
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


class Block:
    """The values of cells for a block of variants."""

    def __init__(self, vectors: Vectors, variants: Variants) -> None:
        self._all, self._columns, self._number = vectors, variants.columns, len(variants)
        self._found: dict[int, v.Vector] = {}
        self._keys: dict[Names, tuple[Whole, Whole]] = {
            NOTHING: (np.zeros(self._number, np.int64), np.zeros(1, np.int64))
        }

    def of(self, cell: Cell) -> v.Vector:
        """The values of a cell, a row for each variant; or one row where it is the same in all."""
        return self._aligned(cell, None)

    def _aligned(self, cell: Cell, names: Names | None) -> v.Vector:
        """The values of a cell, a row for each combination of the columns `names`; `None` for each variant."""
        own, found = self._all.reach.hangs[cell.number], self._value(cell)
        if own == names or _height(found) == 1:  # one row is the same in all
            return found
        rows_of_variants, _ = self._key(own)
        rows = rows_of_variants if names is None else rows_of_variants[self._key(names)[1]]
        if len(rows) == _height(found) and np.array_equal(rows, np.arange(len(rows))):
            return found
        taken: v.Vector = v.every_part(found, lambda array: array[rows])
        return taken

    def _key(self, names: Names) -> tuple[Whole, Whole]:
        """For each variant its row among the combinations of some columns; for each row the first variant of it."""
        if names not in self._keys:
            codes = np.stack([self._columns[name].wholes for name in sorted(names)], axis=1)
            if len(names) == 1:
                codes = codes[:, 0]
            _, first, rows = np.unique(codes, axis=0, return_index=True, return_inverse=True)
            order = np.argsort(first)  # in the order in which they come, so that nothing moves where all differ
            places = np.empty_like(order)
            places[order] = np.arange(len(order))
            self._keys[names] = (places[rows.reshape(-1)], first[order])
        return self._keys[names]

    def _value(self, cell: Cell) -> v.Vector:
        fixed = self._all.fixed(cell.number)
        if fixed is not None:
            return fixed
        if cell.number not in self._found:
            at = self._key(self._all.reach.hangs[cell.number])[1]
            try:
                if cell.number in self._all.reach.asked:
                    raise v.TooWide
                self._found[cell.number] = self._reckoned(cell, at)
            except v.TooWide:
                self._found[cell.number] = self._all.asked(cell, self._columns, at)
        return self._found[cell.number]

    def _part(self, part: Cell, cell: Cell) -> Any:
        """The values of a part, for each member of the scope of the cell, or of the scope that it goes through."""
        scope = members_of(cell) if isinstance(cell.node, n.Gathering) else cell.scope
        vector = self._aligned(part, self._all.reach.hangs[cell.number])
        return self._all.members.spread(vector, part.scope, scope)

    def _reckoned(self, cell: Cell, at: Whole) -> v.Vector:
        node = cell.node
        match node:
            case n.Figure(parameter):
                return _as_vector(self._all.figure(parameter.name, self._columns, at), cell)
            case n.Row(n.Figure(parameter)):
                key = self._part(cell.parts[1], cell)
                return _row(self._all.table(parameter.name, self._columns, at), key, cell)
            case n.Average() | n.Aggregate():
                return self._gathered(cell)
        parts = [self._part(part, cell) for part in cell.parts]
        match node:
            case n.Compare(relation):
                same = v.alike if isinstance(parts[0], v.Category) else v.compared
                compared: v.Truth = same(relation, *parts)
                return compared
            case n.AllOf():
                return v.every(parts)
            case n.AnyOf():
                return v.some(parts)
            case n.Not():
                return v.opposite(parts[0])
            case n.Sum():
                return _sum(parts)
            case n.Difference():
                return v.minus(*parts)
            case n.Product():
                return v.times(*parts)
            case n.Extreme(which):
                return v.extreme(which, parts)
            case n.Rounded(_, how):
                return v.rounded(parts[0], how)
            case n.Choose(cases):
                last = 2 * len(cases)
                chosen: v.Vector = v.chosen(parts[0:last:2], parts[1:last:2], parts[-1])
                return chosen
            case _:
                raise v.TooWide  # by way of the scalar engine

    def _gathered(self, cell: Cell) -> v.Vector:
        scope, members = members_of(cell), self._all.members
        outside = factor_outside(cell, self._all.reach.hangs)
        body = self._part(cell.parts[0] if outside is None else outside[0], cell)
        where = self._part(cell.parts[1], cell) if len(cell.parts) > 1 else None
        match cell.node:
            case n.Aggregate("every"):
                return members.every(body, scope)
            case n.Aggregate("some"):
                return members.some(body, scope)
            case n.Aggregate("count"):
                return members.count(body, scope)
            case n.Aggregate("largest"):
                return members.largest(body, where, scope)
            case n.Average():
                assert outside is not None  # others are asked
                return self._mean(cell, body, where, self._factor(outside[1], cell))
        if members.absent(scope).any() and not never_negative(cell):
            raise v.TooWide
        total = members.total(body, where, scope)
        return total if outside is None else v.times(total, self._factor(outside[1], cell))

    def _factor(self, factor: Cell, cell: Cell) -> Any:
        vector = self._aligned(factor, self._all.reach.hangs[cell.number])
        return self._all.members.spread(vector, factor.scope, cell.scope)

    def _mean(self, cell: Cell, body: v.Number, where: v.Truth | None, factor: v.Number) -> v.Number:
        """The mean of what counts, in hundredths. A factor is taken once, before it is rounded."""
        members, scope = self._all.members, members_of(cell)
        counts = members.count(where or v.Truth(np.ones((1, 1), np.bool_), np.zeros((1, 1), np.bool_)), scope)
        total = v.times(members.total(body, where, scope), factor)
        if not counts.known or (counts.low == 0).any() or total.endless or not total.low.size:
            raise v.TooWide
        unit = 10**total.scale
        if 200 * total.widest + int(counts.low.max()) * unit >= v.ENDLESS:
            raise v.TooWide
        low = _mean_of(total.low, counts.low, unit)
        return v.number(low, low if total.known else _mean_of(total.high, counts.low, unit), 2)


def _sum(parts: Sequence[v.Number]) -> v.Number:
    total = parts[0]
    for part in parts[1:]:
        total = v.plus(total, part)
    return total


def _mean_of(total: Whole, counts: Whole, unit: int) -> Whole:
    found: Whole = np.sign(total) * ((200 * np.abs(total) + counts * unit) // (2 * counts * unit))
    return found


def _height(vector: v.Vector) -> int:
    match vector:
        case v.Number():
            return len(vector.low)
        case v.Truth():
            return len(vector.yes)
        case _:
            return len(vector.options)


def _as_vector(column: Column, cell: Cell) -> v.Vector:
    """A figure as a column with a row for each combination."""
    if column.listed is not None:
        distinct = lifted([[value] for value in column.listed], cell.kind)
        taken: v.Vector = v.every_part(distinct, lambda array: array[column.wholes])
        return taken
    wholes = column.wholes.reshape(-1, 1)
    return v.number(wholes, wholes, column.scale)


def _row(table: Mapping[str, Column], key: v.Category, cell: Cell) -> v.Vector:
    """The row of a table that belongs to each key; of a key that is not known what the row may be."""
    options = cell.parts[1].kind.options
    rows = [(1 << options.index(name), _as_vector(column, cell)) for name, column in table.items() if name in options]
    conditions, left = [], key.options
    for bit, _ in rows[:-1]:
        conditions.append(v.Truth((left & ~bit) == 0, (left & bit) == 0))
        left = left & ~bit
    return v.chosen(conditions, [value for _, value in rows[:-1]], rows[-1][1])  # type: ignore[no-any-return]


def _constant(value: Any) -> Column:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Decimal(value)
        scale = max(0, -int(number.as_tuple().exponent))
        return Column(np.array([int(number.scaleb(scale))], np.int64), scale)
    return Column(np.zeros(1, np.int64), 0, (value,))


def _part(column: Column, row: str) -> Column:
    """One row of tables that are listed whole."""
    assert column.listed is not None  # a table is no number
    return Column(column.wholes, 0, tuple(table[row] for table in column.listed))


def as_figure(value: Any, kind: Kind) -> Any:
    """A value of a column as a parameter of this kind holds it."""
    return int(value) if kind.unit in WHOLE_UNITS and isinstance(value, Decimal) else value
