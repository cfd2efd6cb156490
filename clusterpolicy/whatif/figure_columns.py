"""Figures that vary, as columns that formulas reckon with."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np

from clusterpolicy.engines.plan import Cell
from clusterpolicy.language.kinds import WHOLE_UNITS, Kind
from clusterpolicy.whatif import truths
from clusterpolicy.whatif.columns import Category, Truth, Vector, every_part, number
from clusterpolicy.whatif.lifting import lifted
from clusterpolicy.whatif.variants import Column


def as_vector(column: Column, cell: Cell) -> Vector:
    """A figure as a column with a row for each combination."""
    if column.listed is not None:
        distinct = lifted([[value] for value in column.listed], cell.kind)
        taken: Vector = every_part(distinct, lambda array: array[column.wholes])
        return taken
    wholes = column.wholes.reshape(-1, 1)
    return number(wholes, wholes, column.scale)


def row_of(table: Mapping[str, Column], key: Category, cell: Cell) -> Vector:
    """The row of a table that belongs to each key; of a key that is not known what the row may be."""
    options = cell.parts[1].kind.options
    rows = [(1 << options.index(name), as_vector(column, cell)) for name, column in table.items() if name in options]
    conditions, left = [], key.options
    for bit, _ in rows[:-1]:
        conditions.append(Truth((left & ~bit) == 0, (left & bit) == 0))
        left = left & ~bit
    found: Vector = truths.chosen(conditions, [value for _, value in rows[:-1]], rows[-1][1])
    return found


def constant(value: Any) -> Column:
    """A figure that does not vary."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Decimal(value)
        scale = max(0, -int(number.as_tuple().exponent))
        return Column(np.array([int(number.scaleb(scale))], np.int64), scale)
    return Column(np.zeros(1, np.int64), 0, (value,))


def part_of(column: Column, row: str) -> Column:
    """One row of tables that are listed whole."""
    assert column.listed is not None  # a table is no number
    return Column(column.wholes, 0, tuple(table[row] for table in column.listed))


def as_figure(value: Any, kind: Kind) -> Any:
    """A value of a column as a parameter of this kind holds it."""
    return int(value) if kind.unit in WHOLE_UNITS and isinstance(value, Decimal) else value
