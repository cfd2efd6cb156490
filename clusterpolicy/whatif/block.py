"""The values of cells for a block of variants: one pass through the plan of the rules.

A cell is found once for each combination of the figures that it hangs on, not once for each variant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from clusterpolicy.engines.plan import Cell, members_of, never_negative
from clusterpolicy.language import nodes as n
from clusterpolicy.whatif import numbers, truths
from clusterpolicy.whatif.columns import ENDLESS, Category, Number, TooWide, Truth, Vector, every_part, number
from clusterpolicy.whatif.figure_columns import as_vector, row_of
from clusterpolicy.whatif.reach import NOTHING, Names, factor_outside
from clusterpolicy.whatif.variants import Variants, Whole
from clusterpolicy.whatif.vectors import Vectors


class Block:
    """The values of cells for a block of variants."""

    def __init__(self, vectors: Vectors, variants: Variants) -> None:
        self._all, self._columns, self._number = vectors, variants.columns, len(variants)
        self._found: dict[int, Vector] = {}
        self._keys: dict[Names, tuple[Whole, Whole]] = {
            NOTHING: (np.zeros(self._number, np.int64), np.zeros(1, np.int64))
        }

    def of(self, cell: Cell) -> Vector:
        """The values of a cell, a row for each variant; or one row where it is the same in all."""
        return self._aligned(cell, None)

    def _aligned(self, cell: Cell, names: Names | None) -> Vector:
        """The values of a cell, a row for each combination of the columns `names`; `None` for each variant."""
        own, found = self._all.reach.hangs[cell.number], self._value(cell)
        if own == names or _height(found) == 1:  # one row is the same in all
            return found
        rows_of_variants, _ = self._key(own)
        rows = rows_of_variants if names is None else rows_of_variants[self._key(names)[1]]
        if len(rows) == _height(found) and np.array_equal(rows, np.arange(len(rows))):
            return found
        taken: Vector = every_part(found, lambda array: array[rows])
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

    def _value(self, cell: Cell) -> Vector:
        fixed = self._all.fixed(cell.number)
        if fixed is not None:
            return fixed
        if cell.number not in self._found:
            at = self._key(self._all.reach.hangs[cell.number])[1]
            try:
                if cell.number in self._all.reach.asked:
                    raise TooWide
                self._found[cell.number] = self._reckoned(cell, at)
            except TooWide:
                self._found[cell.number] = self._all.asked(cell, self._columns, at)
        return self._found[cell.number]

    def _part(self, part: Cell, cell: Cell) -> Any:
        """The values of a part, for each member of the scope of the cell, or of the scope that it goes through."""
        scope = members_of(cell) if isinstance(cell.node, n.Gathering) else cell.scope
        vector = self._aligned(part, self._all.reach.hangs[cell.number])
        return self._all.members.spread(vector, part.scope, scope)

    def _reckoned(self, cell: Cell, at: Whole) -> Vector:
        node = cell.node
        match node:
            case n.Figure(parameter):
                return as_vector(self._all.figure(parameter.name, self._columns, at), cell)
            case n.Row(n.Figure(parameter)):
                key = self._part(cell.parts[1], cell)
                return row_of(self._all.table(parameter.name, self._columns, at), key, cell)
            case n.Average() | n.Aggregate():
                return self._gathered(cell)
        parts = [self._part(part, cell) for part in cell.parts]
        match node:
            case n.Compare(relation):
                same = truths.alike if isinstance(parts[0], Category) else truths.compared
                compared: Truth = same(relation, *parts)
                return compared
            case n.AllOf():
                return truths.every(parts)
            case n.AnyOf():
                return truths.some(parts)
            case n.Not():
                return truths.opposite(parts[0])
            case n.Sum():
                return _sum(parts)
            case n.Difference():
                return numbers.minus(*parts)
            case n.Product():
                return numbers.times(*parts)
            case n.Extreme(which):
                return numbers.extreme(which, parts)
            case n.Rounded(_, how):
                return numbers.rounded(parts[0], how)
            case n.Choose(cases):
                last = 2 * len(cases)
                chosen: Vector = truths.chosen(parts[0:last:2], parts[1:last:2], parts[-1])
                return chosen
            case _:
                raise TooWide  # by way of the scalar engine

    def _gathered(self, cell: Cell) -> Vector:
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
            raise TooWide
        total = members.total(body, where, scope)
        return total if outside is None else numbers.times(total, self._factor(outside[1], cell))

    def _factor(self, factor: Cell, cell: Cell) -> Any:
        vector = self._aligned(factor, self._all.reach.hangs[cell.number])
        return self._all.members.spread(vector, factor.scope, cell.scope)

    def _mean(self, cell: Cell, body: Number, where: Truth | None, factor: Number) -> Number:
        """The mean of what counts, in hundredths. A factor is taken once, before it is rounded."""
        members, scope = self._all.members, members_of(cell)
        counts = members.count(where or Truth(np.ones((1, 1), np.bool_), np.zeros((1, 1), np.bool_)), scope)
        total = numbers.times(members.total(body, where, scope), factor)
        if not counts.known or (counts.low == 0).any() or total.endless or not total.low.size:
            raise TooWide
        unit = 10**total.scale
        if 200 * total.widest + int(counts.low.max()) * unit >= ENDLESS:
            raise TooWide
        low = _mean_of(total.low, counts.low, unit)
        return number(low, low if total.known else _mean_of(total.high, counts.low, unit), 2)


def _sum(parts: Sequence[Number]) -> Number:
    total = parts[0]
    for part in parts[1:]:
        total = numbers.plus(total, part)
    return total


def _mean_of(total: Whole, counts: Whole, unit: int) -> Whole:
    found: Whole = np.sign(total) * ((200 * np.abs(total) + counts * unit) // (2 * counts * unit))
    return found


def _height(vector: Vector) -> int:
    match vector:
        case Number():
            return len(vector.low)
        case Truth():
            return len(vector.yes)
        case _:
            return len(vector.options)
