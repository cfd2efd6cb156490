"""The dataframe libraries: whose tables are handed in, and how results are given back in kind.

Tables in memory are converted to Polars at the border, and results converted back: other libraries differ in what a
null is, without any error. Tables that live elsewhere stay there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import narwhals.stable.v2 as nw
import polars as pl

from clusterpolicy.errors import InputError, Problem

IN_PLACE = ("duckdb", "pyspark", "ibis")
"""Libraries whose tables stay where they are, beside the lazy tables of Polars."""

AMOUNTS = ("_cents", "_ppm")
"""How the names of columns of results end that hold amounts and shares, which are whole numbers."""

NOT_USED = {
    "dask": "write it to Parquet, and hand in polars.scan_parquet(...) or a DuckDB table",
    "modin": "hand in table.to_pandas()",
    "cudf": "hand in table.to_arrow()",
}
"""Libraries whose tables are refused, with what to hand in instead."""


@dataclass(frozen=True, slots=True)
class Library:
    """A dataframe library by its name; whether its tables stay where they are."""

    name: str
    in_place: bool

    def in_memory(self, tables: Mapping[str, Any]) -> dict[str, pl.DataFrame]:
        """Tables in memory as Polars tables."""
        return {name: self._entered(table) for name, table in tables.items()}

    def lazy(self, tables: Mapping[str, Any]) -> dict[str, nw.LazyFrame[Any]]:
        """Tables that stay where they are."""
        return {name: nw.from_native(table).lazy() for name, table in tables.items()}

    def settling(self, tables: Mapping[str, Any]) -> Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]]:
        """How the rows of a table are found once, however many read it; where they are kept, each library knows.

        DuckDB keeps them in a temporary table of the connection, PySpark in a local checkpoint, Ibis in a temporary
        table of its backend.
        """
        match self.name:
            case "duckdb":
                return _in_temporary_tables(next(iter(tables.values())))
            case "pyspark":
                return lambda frame: _entered_again(frame.to_native().localCheckpoint())
            case "ibis":
                return lambda frame: _entered_again(_in_a_temporary_table(frame.to_native()))
            case _:
                return lambda frame: frame

    def given_back(self, results: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
        """Results in memory in the kind of the tables handed in."""
        if self.name == "pandas":
            return {name: _in_pandas(table) for name, table in results.items()}
        if self.name == "pyarrow":
            return {name: table.to_arrow() for name, table in results.items()}
        return dict(results)

    def _entered(self, table: Any) -> pl.DataFrame:
        if self.name == "pandas":
            return _without_guesses(pl.from_pandas(table))
        if self.name == "pyarrow":
            found = pl.from_arrow(table)
            assert isinstance(found, pl.DataFrame)  # of a table, not of one column
            return found
        assert isinstance(table, pl.DataFrame)
        return table


def _in_pandas(table: pl.DataFrame) -> Any:
    """The table in pandas; its amounts as whole numbers that may be null: as floats large ones would not be exact."""
    found = table.to_pandas()
    amounts = [name for name in table.columns if name.endswith(AMOUNTS)]
    if amounts:
        found[amounts] = table.select(amounts).to_pandas(use_pyarrow_extension_array=True).astype("Int64")
    return found


def _in_temporary_tables(door: Any) -> Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]]:
    """Rows are kept in temporary tables of the connection of `door`, a table of DuckDB, and read through it.

    Read through the table that was kept, each query would hold the whole text of the one before.
    """

    def settled(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        name = f"_clusterpolicy_{uuid4().hex}"
        frame.to_native().query("found", f"create temp table {name} as select * from found")  # noqa: S608  # our own name
        return _entered_again(door.query("door", f"select * from {name}"))  # noqa: S608  # our own name

    return settled


def _in_a_temporary_table(table: Any) -> Any:
    """Its rows in a temporary table of the backend of Ibis. It lives as long as the connection.

    The cache of Ibis would be dropped earlier, with a statement that not every version of its libraries can write.
    """
    return table.get_backend().create_table(f"clusterpolicy_{uuid4().hex}", table, temp=True)


def _entered_again(native: Any) -> nw.LazyFrame[Any]:
    frame: nw.LazyFrame[Any] = nw.from_native(native).lazy()
    return frame


def _without_guesses(table: pl.DataFrame) -> pl.DataFrame:
    """The table without what pandas made of nulls: a column of nothing is no text, and whole numbers are no floats."""
    empty = [each.name for each in table if each.dtype == pl.String and each.null_count() == table.height]
    whole = [each.name for each in table if each.dtype.is_float() and each.null_count() and _is_whole(each)]
    return table.with_columns(
        *(pl.lit(None, dtype=pl.Null).alias(name) for name in empty), *(pl.col(name).cast(pl.Int64) for name in whole)
    )


def _is_whole(floats: pl.Series) -> bool:
    """Whether every number is a whole one, and so small that a float tells it from the next one."""
    return bool((floats.is_finite() & (floats.abs() < 2**53) & (floats % 1 == 0)).all())


def library_of(tables: Mapping[str, Any]) -> Library:
    """The library of some tables.

    Raises: InputError `input-invalid` for tables of a library that cannot be used, or of several.
    """
    problems = []
    found: dict[str, Library] = {}
    for name, table in tables.items():
        module = type(table).__module__.partition(".")[0]
        library = _library(table, module)
        if library is None:
            mend = NOT_USED.get(module, "hand in tables of Polars, pandas, PyArrow, DuckDB, PySpark or Ibis")
            said = f"a {type(table).__module__}.{type(table).__name__} cannot be used as a table"
            problems.append(Problem("input-invalid", str(name), said, mend))
        else:
            found[name] = library
    if len({(each.name, each.in_place) for each in found.values()}) > 1:
        kinds = ", ".join(f"`{name}` of {each.name}" for name, each in found.items())
        problems.append(
            Problem("input-invalid", "tables", f"the tables are of several kinds: {kinds}", "hand in one kind")
        )
    if problems:
        raise InputError(problems)
    return next(iter(found.values()), Library("polars", in_place=False))


def _library(table: Any, module: str) -> Library | None:
    if isinstance(table, pl.DataFrame):
        return Library("polars", in_place=False)
    if isinstance(table, pl.LazyFrame):
        return Library("polars", in_place=True)
    if module in ("pandas", "pyarrow") and type(table).__name__ in ("DataFrame", "Table"):
        return Library(module, in_place=False)
    module = {"_duckdb": "duckdb"}.get(module, module)
    return Library(module, in_place=True) if module in IN_PLACE else None
