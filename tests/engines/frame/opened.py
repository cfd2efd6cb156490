"""Tables of Polars as those of any other library, which is started where it has to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from typing import Any

import duckdb
import polars as pl

Tables = dict[str, pl.DataFrame]
InKind = Callable[[Tables], Mapping[str, Any]]


@contextmanager
def in_memory(library: str) -> Iterator[InKind]:
    """Polars tables as those of a library that has its tables in memory, or lazy ones of Polars."""
    ways: dict[str, Callable[[pl.DataFrame], Any]] = {
        "Polars": lambda table: table,
        "lazy Polars": lambda table: table.lazy(),
        "pandas": lambda table: table.to_pandas(),
        "PyArrow": lambda table: table.to_arrow(),
    }
    yield lambda tables: {name: ways[library](table) for name, table in tables.items()}


@contextmanager
def in_duckdb() -> Iterator[InKind]:
    """Tables of a DuckDB connection, which is closed in the end."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'Europe/Rome'")  # an instant is the same one, whatever the clock says

        def moved(tables: Tables) -> Mapping[str, Any]:
            for name, table in tables.items():
                connection.register(f"in_{name}", table.to_arrow())
                connection.execute(f"create or replace table {name} as select * from in_{name}")  # noqa: S608 - names of our own
            return {name: connection.table(name) for name in tables}

        yield moved


@contextmanager
def in_pyspark() -> Iterator[InKind]:
    """Tables of a session of PySpark, which is started here in local mode and stopped in the end."""
    builder = import_module("pyspark.sql").SparkSession.builder  # heavy, and not everywhere
    builder = builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "4").config("spark.driver.memory", "4g")
    builder = builder.config("spark.sql.session.timeZone", "Europe/Rome").config("spark.log.level", "ERROR")
    session = builder.getOrCreate()
    try:
        yield lambda tables: {name: session.createDataFrame(table.to_arrow()) for name, table in tables.items()}
    finally:
        session.stop()


@contextmanager
def in_ibis() -> Iterator[InKind]:
    """Tables of Ibis, on a DuckDB of its own."""
    ibis = import_module("ibis")  # not everywhere

    connection = ibis.duckdb.connect()
    connection.raw_sql("set TimeZone = 'UTC'")

    def moved(tables: Tables) -> Mapping[str, Any]:
        for name, table in tables.items():
            connection.con.register(f"in_{name}", table.to_arrow())
            connection.raw_sql(f"create or replace table {name} as select * from in_{name}")  # noqa: S608 - names of our own
        return {name: connection.table(name) for name in tables}

    yield moved  # what Ibis keeps it drops itself, for which its connection must not be closed before


def opened(library: str) -> AbstractContextManager[InKind]:
    """A library, ready to take tables."""
    ways = {"DuckDB": in_duckdb, "PySpark": in_pyspark, "Ibis": in_ibis}
    return ways[library]() if library in ways else in_memory(library)
