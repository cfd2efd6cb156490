"""Problems of tables: each names its table, its column and its row."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from clusterpolicy.engines.frame.schema import Schema, Table
from clusterpolicy.errors import Problem
from clusterpolicy.units import shown

MOST_ROWS_NAMED = 10
"""Of the rows with one and the same problem so many are named; of the others it is said how many there are."""


class Findings:
    """The problems of some tables, as they are found."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.problems: list[Problem] = []

    def rows(
        self,
        table: Table,
        name: str,
        rows: pl.DataFrame,
        wrong: pl.Series,
        code: str,
        said: str,
        mend: str,
        keyed: pl.DataFrame | None = None,
    ) -> None:
        """Name the rows that have a problem: the first ones each, the others by their number."""
        at = wrong.fill_null(False).arg_true()
        if not len(at):
            return
        keys = (rows if keyed is None else keyed).select(table.keys)
        named = rows.select(name).hstack(keys.select(key for key in table.keys if key != name))
        first = named.select(pl.all().gather(at.head(MOST_ROWS_NAMED)))
        self.name_rows(table, name, first, code, said, mend, numbers=at.head(MOST_ROWS_NAMED).to_list())
        if len(at) > MOST_ROWS_NAMED:
            more = f"{len(at) - MOST_ROWS_NAMED} more rows have this problem: {said.replace('{value}', 'the value')}"
            self.found(code, f"{table.name}.{name}", more, mend)

    def name_rows(
        self,
        table: Table,
        name: str,
        rows: pl.DataFrame,
        code: str,
        said: str,
        mend: str,
        *,
        numbers: Sequence[int] | None = None,
    ) -> None:
        """Name some rows that have a problem: by their keys, and by their numbers where the table has an order."""
        for at, row in enumerate(rows.iter_rows(named=True)):
            key = ", ".join(str(row[each]) for each in table.keys)
            place = f"{table.name}.{name}" if numbers is None else f"{table.name}[{numbers[at]}].{name}"
            self.found(code, place, f"{said.replace('{value}', shown(row[name]))} (row of {key})", mend)

    def found(self, code: str, place: str, said: str, mend: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(code, place, said, mend))
