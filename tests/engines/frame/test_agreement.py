"""Asked of tables, rules answer as they do for one application after the other."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.workload.rules import WORKLOAD
from benchmarks.workload.tables import tables as workload_tables
from clusterpolicy.engines.frame import applications_of, assess_frame, tables_of
from clusterpolicy.language import Value
from clusterpolicy.model import Application
from clusterpolicy.rules.piedmont import LINE_A
from clusterpolicy.testing.strategies import applications
from tests.engines.frame.agreement import by_tables, in_polars, numbered, one_by_one

FEW = settings(
    max_examples=max(5, settings().max_examples // 10), deadline=None, suppress_health_check=list(HealthCheck)
)
PORTFOLIOS = st.lists(applications(known=False) | applications(), min_size=1, max_size=12).map(numbered)


@FEW
@given(portfolio=PORTFOLIOS)
def test_tables_of_polars_answer_as_the_scalar_engine_does(portfolio: Sequence[Application]) -> None:
    results = assess_frame(tables_of(portfolio, LINE_A), LINE_A)

    assert by_tables(results, LINE_A) == one_by_one(portfolio, LINE_A)


@FEW
@given(portfolio=PORTFOLIOS)
def test_lazy_tables_of_polars_answer_alike_and_stay_lazy(portfolio: Sequence[Application]) -> None:
    lazy = {name: table.lazy() for name, table in tables_of(portfolio, LINE_A).items()}

    results = assess_frame(lazy, LINE_A)

    assert all(isinstance(table, pl.LazyFrame) for table in results.values())
    assert by_tables(in_polars(results), LINE_A) == one_by_one(portfolio, LINE_A)


@FEW
@given(portfolio=PORTFOLIOS)
def test_tables_of_pandas_and_pyarrow_answer_alike_and_come_back_in_kind(portfolio: Sequence[Application]) -> None:
    tables = tables_of(portfolio, LINE_A)
    right = one_by_one(portfolio, LINE_A)

    for kind in ({n: t.to_pandas() for n, t in tables.items()}, {n: t.to_arrow() for n, t in tables.items()}):
        results: Any = assess_frame(kind, LINE_A)
        assert {type(table) for table in results.values()} == {type(table) for table in kind.values()}
        assert by_tables(in_polars(results), LINE_A) == right


@FEW
@given(portfolio=PORTFOLIOS, chance=st.randoms())
def test_rows_may_stand_in_any_order_and_keep_it(portfolio: Sequence[Application], chance: Any) -> None:
    tables = tables_of(portfolio, LINE_A)
    mixed = {name: table.sample(fraction=1, shuffle=True, seed=chance.randrange(99)) for name, table in tables.items()}

    results = assess_frame(mixed, LINE_A)

    assert by_tables(results, LINE_A) == one_by_one(portfolio, LINE_A)
    for name, table in results.items():
        keys = [key for key in ("application", "participation", "end_user") if key in table.columns]
        assert table.select(keys).equals(mixed[name].select(keys))


def duckdb_tables(connection: Any, tables: dict[str, pl.DataFrame]) -> dict[str, Any]:
    connection.execute("set TimeZone = 'UTC'")
    for name, table in tables.items():
        connection.register(f"in_{name}", table.to_arrow())
        connection.execute(f"create table {name} as select * from in_{name}")  # noqa: S608 - names of our own
    return {name: connection.table(name) for name in tables}


def test_tables_of_duckdb_answer_alike_in_place() -> None:
    tables = workload_tables(200, seed=3)
    right = assess_frame(tables, WORKLOAD)

    with duckdb.connect() as connection:
        results = assess_frame(duckdb_tables(connection, tables), WORKLOAD)

        assert all("duckdb" in type(table).__module__ for table in results.values())
        assert by_tables(in_polars(results), WORKLOAD) == by_tables(right, WORKLOAD)


@pytest.mark.slow
@settings(max_examples=1, deadline=None, suppress_health_check=list(HealthCheck))
@given(portfolio=st.lists(applications(known=False) | applications(), min_size=20, max_size=40).map(numbered))
def test_line_a_answers_alike_in_duckdb(portfolio: Sequence[Application]) -> None:
    with duckdb.connect() as connection:
        results = assess_frame(duckdb_tables(connection, tables_of(portfolio, LINE_A)), LINE_A)

        assert by_tables(in_polars(results), LINE_A) == one_by_one(portfolio, LINE_A)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # what PySpark warns of is its own
def test_tables_of_pyspark_answer_alike_in_place() -> None:
    sql = pytest.importorskip("pyspark.sql", reason="PySpark is not installed")
    tables = workload_tables(500, seed=4)
    right = assess_frame(tables, WORKLOAD)
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    try:
        results = assess_frame({n: session.createDataFrame(t.to_arrow()) for n, t in tables.items()}, WORKLOAD)
        assert by_tables(in_polars(results), WORKLOAD) == by_tables(right, WORKLOAD)
    finally:
        session.stop()


@FEW
@given(portfolio=PORTFOLIOS)
def test_applications_come_back_from_whole_tables_as_they_went_in(portfolio: Sequence[Application]) -> None:
    back = applications_of(tables_of(portfolio, LINE_A, whole=True), LINE_A)

    assert [_told(each) for each in back] == [_told(each) for each in portfolio]


def _told(application: Any) -> dict[str, Any]:
    """What tables can hold of an application: neither lists of plain texts, nor who owns whom."""
    data: dict[str, Any] = application.model_copy(update={"ownership": None}).model_dump()
    for each in data["participations"]:
        each["enterprise"]["other_activities"] = None
    return data


@FEW
@given(portfolio=PORTFOLIOS)
def test_whole_tables_are_assessed_like_those_with_what_the_rules_use(portfolio: Sequence[Application]) -> None:
    whole = assess_frame(tables_of(portfolio, LINE_A, whole=True), LINE_A)

    assert by_tables(whole, LINE_A) == one_by_one(portfolio, LINE_A)


def test_only_the_columns_asked_for_are_told() -> None:
    results = assess_frame(workload_tables(10), WORKLOAD, tell=("failed", "grant_cents"))

    assert results["applications"].columns == ["application", "grant_cents", "failed"]
    assert results["participations"].columns == ["application", "participation", "grant_cents"]


def test_other_figures_give_other_grants() -> None:
    changes: dict[str, Value] = {"workload/highest_intensity": Decimal("0.123456"), "workload/minimum_age": 3}
    tables = workload_tables(300, seed=5)

    before = assess_frame(tables, WORKLOAD)["applications"]
    after = assess_frame(tables, WORKLOAD, changes=changes)["applications"]

    assert 0 < after["grant_cents"].sum() < before["grant_cents"].sum()
    assert after["failed"].list.len().sum() > before["failed"].list.len().sum()
