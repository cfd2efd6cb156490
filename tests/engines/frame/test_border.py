"""Bad tables are refused with every problem by column and row; strange ones get right answers; no row is lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from importlib.util import find_spec
from typing import Any

import duckdb
import polars as pl
import pytest

from benchmarks.workload.rules import WORKLOAD
from benchmarks.workload.tables import Tables
from benchmarks.workload.tables import tables as workload_tables
from clusterpolicy.engines.frame import assess_frame, schema_of, tables_of
from clusterpolicy.engines.frame.libraries import Library
from clusterpolicy.errors import InputError
from clusterpolicy.language import RuleSet
from clusterpolicy.rules.piedmont import LINE_A
from clusterpolicy.units import LARGEST_AMOUNT
from tests.engines.frame.answers import in_polars
from tests.engines.frame.opened import opened

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:ibis", "ignore:fetch_arrow_table")


@pytest.fixture
def tables() -> Tables:
    return workload_tables(4, seed=7)


LIBRARIES = ("Polars", "lazy Polars", "pandas", "PyArrow", "DuckDB", "Ibis")


def found_by(library: str, tables: Any, rule_set: RuleSet = WORKLOAD) -> InputError:
    """The error by which tables of a library are refused."""
    with opened(library) as in_kind, pytest.raises(InputError) as raised:
        assess_frame(in_kind(tables), rule_set)
    return raised.value


def problems_of(tables: Any, *, libraries: Sequence[str] = LIBRARIES) -> list[tuple[str, str]]:
    """The codes and places of the problems in memory; other libraries name the same columns, as rows have no order."""
    first, *others = (library for library in libraries if library != "Ibis" or find_spec("ibis"))
    named = [(each.code, each.place) for each in found_by(first, tables).problems]
    for library in others:
        same = {(each.code, _column(each.place)) for each in found_by(library, tables).problems}
        assert same == {(code, _column(place)) for code, place in named}, library
    return named


def _column(place: str) -> str:
    return re.sub(r"\[\d+\]", "", place)


def changed(tables: Tables, table: str, row: int, **values: Any) -> Tables:
    """The tables with other values in one row."""
    found = tables[table]
    for name, value in values.items():
        kept = found[name].to_list()
        kept[row] = value
        found = found.with_columns(pl.Series(name, kept, dtype=found[name].dtype))
    return {**tables, table: found}


def test_a_missing_table_is_named(tables: Tables) -> None:
    assert problems_of({"applications": tables["applications"]}) == [("field-missing", "participations")]


def test_a_table_nobody_asks_for_is_named(tables: Tables) -> None:
    assert problems_of({**tables, "partners": tables["participations"]}) == [("field-unknown", "partners")]


def test_missing_columns_are_named_all_at_once(tables: Tables) -> None:
    lacking = {
        "applications": tables["applications"].drop("months", "application"),
        "participations": tables["participations"].drop("founded"),
    }
    assert problems_of(lacking) == [
        ("field-missing", "applications.application"),
        ("field-missing", "applications.months"),
        ("field-missing", "participations.founded"),
    ]


def test_a_misspelt_column_is_named_with_what_was_meant(tables: Tables) -> None:
    misspelt = {**tables, "applications": tables["applications"].rename({"submitted": "submited"})}
    assert problems_of(misspelt) == [("field-unknown", "applications.submitted")]


def test_columns_of_wrong_types_are_named(tables: Tables) -> None:
    wrong = {
        "applications": tables["applications"].with_columns(pl.col("submitted").cast(pl.String)),
        "participations": tables["participations"].with_columns(pl.col("member").cast(pl.Int64)),
    }
    assert problems_of(wrong) == [
        ("input-invalid", "applications.submitted"),
        ("input-invalid", "participations.member"),
    ]


def test_duplicate_keys_are_named_by_row(tables: Tables) -> None:
    applications = pl.concat([tables["applications"], tables["applications"].head(1)])
    found = problems_of({**tables, "applications": applications})
    assert ("duplicate", "applications[0].application") in found
    assert ("duplicate", "applications[4].application") in found


def test_a_participation_that_stands_twice_is_named(tables: Tables) -> None:
    participations = pl.concat([tables["participations"], tables["participations"].tail(1)])
    assert {code for code, _ in problems_of({**tables, "participations": participations})} == {"duplicate"}


def test_an_orphan_is_named(tables: Tables) -> None:
    assert problems_of(changed(tables, "participations", 2, application=99)) == [
        ("reference-unknown", "participations[2].application")
    ]


def test_a_null_in_a_key_is_named(tables: Tables) -> None:
    assert problems_of(changed(tables, "participations", 1, application=None)) == [
        ("field-missing", "participations[1].application")
    ]


@pytest.mark.parametrize("width", [pl.Int8, pl.UInt32, pl.Categorical])
@pytest.mark.parametrize("library", ["Polars", "lazy Polars", "pandas", "PyArrow", "DuckDB"])
def test_keys_may_be_of_any_width(tables: Tables, width: Any, library: str) -> None:
    base = pl.String if width is pl.Categorical else pl.Int64
    narrow = tables["applications"].with_columns(pl.col("application").cast(base).cast(width))
    wide = tables["participations"].with_columns(pl.col("application").cast(base))
    with opened(library) as in_kind:
        found = in_polars(assess_frame(in_kind({"applications": narrow, "participations": wide}), WORKLOAD))

    right = assess_frame(tables, WORKLOAD)["applications"]
    assert found["applications"].sort("application")["grant_cents"].to_list() == right["grant_cents"].to_list()


def test_a_null_in_a_key_of_applications_is_named(tables: Tables) -> None:
    assert ("field-missing", "applications[1].application") in problems_of(
        changed(tables, "applications", 1, application=None)
    )


def test_a_null_where_a_fact_must_be_known_is_named(tables: Tables) -> None:
    assert problems_of(changed(tables, "applications", 3, months=None)) == [("field-missing", "applications[3].months")]


@pytest.mark.parametrize("cents", [-1, int(LARGEST_AMOUNT * 100) + 1, 2**62])
def test_cents_beyond_the_bound_are_named(tables: Tables, cents: int) -> None:
    assert problems_of(changed(tables, "participations", 0, turnover_cents=cents)) == [
        ("input-invalid", "participations[0].turnover_cents")
    ]


def test_the_largest_amount_itself_is_within_the_bound(tables: Tables) -> None:
    largest = changed(tables, "participations", 0, turnover_cents=int(LARGEST_AMOUNT * 100))
    assert assess_frame(largest, WORKLOAD)["participations"]["size"][0] is not None


@pytest.mark.parametrize("staff", [float("nan"), float("inf"), 9.99999])
def test_a_number_that_is_none_and_one_too_fine_are_named(tables: Tables, staff: float) -> None:
    wrong = changed(tables, "participations", 0, headcount=staff)
    in_pandas = ("pandas",) if staff == staff else ()  # where it is a number: elsewhere it says that nothing is known

    found = problems_of(wrong, libraries=("Polars", "lazy Polars", "PyArrow", "DuckDB", "Ibis", *in_pandas))

    assert found == [("amount-not-exact", "participations[0].headcount")]


def test_every_headcount_of_four_decimals_is_exact(tables: Tables) -> None:
    for staff in (9.9999, 0.1, 249.9999, 1e7):
        assess_frame(changed(tables, "participations", 0, headcount=staff), WORKLOAD)


def test_amounts_that_are_no_whole_cents_are_named(tables: Tables) -> None:
    floats = tables["participations"].with_columns(pl.col("turnover_cents").cast(pl.Float64) + 0.5)
    codes = {code for code, _ in problems_of({**tables, "participations": floats})}
    assert codes == {"amount-not-exact"}


def test_a_category_that_is_none_is_named(tables: Tables) -> None:
    assert problems_of(changed(tables, "applications", 1, line="C")) == [("input-invalid", "applications[1].line")]


def test_amounts_in_several_currencies_are_refused(tables: Tables) -> None:
    currency = pl.Series("currency", ["EUR", *["CHF"] * (tables["participations"].height - 1)])
    mixed = {**tables, "participations": tables["participations"].with_columns(currency)}
    assert problems_of(mixed)[0] == ("input-invalid", "participations[1].currency")


def test_of_very_many_rows_with_one_problem_some_are_named_and_the_others_counted() -> None:
    tables = workload_tables(100, seed=7)
    wrong = {**tables, "applications": tables["applications"].with_columns(line=pl.lit("C"))}
    with pytest.raises(InputError) as error:
        assess_frame(wrong, WORKLOAD)
    assert len(error.value.problems) == 11
    assert "90 more rows" in error.value.problems[-1].message


def test_keys_of_two_types_are_named(tables: Tables) -> None:
    texts = {**tables, "applications": tables["applications"].with_columns(pl.col("application").cast(pl.String))}
    assert problems_of(texts) == [("input-invalid", "participations.application")]


def test_tables_of_several_libraries_are_refused(tables: Tables) -> None:
    mixed = {"applications": tables["applications"].lazy(), "participations": tables["participations"]}
    with pytest.raises(InputError, match="several kinds"):
        assess_frame(mixed, WORKLOAD)


def test_what_is_no_table_is_refused(tables: Tables) -> None:
    with pytest.raises(InputError, match="cannot be used as a table"):
        assess_frame({**tables, "participations": [{"application": 1}]}, WORKLOAD)


def test_a_table_of_dask_is_refused_with_advice(tables: Tables) -> None:
    dask_frame = type("DataFrame", (), {"__module__": "dask.dataframe"})()
    with pytest.raises(InputError, match="Parquet"):
        assess_frame({**tables, "participations": dask_frame}, WORKLOAD)


def test_a_column_of_results_that_there_is_not_is_named(tables: Tables) -> None:
    with pytest.raises(InputError, match="grant_cents"):
        assess_frame(tables, WORKLOAD, tell=["grant_cent"])


@pytest.mark.parametrize("library", ["Polars", "lazy Polars", "pandas", "PyArrow", "DuckDB"])
def test_empty_tables_give_empty_results(tables: Tables, library: str) -> None:
    empty = {name: table.clear() for name, table in tables.items()}
    with opened(library) as in_kind:
        results = in_polars(assess_frame(in_kind(empty), WORKLOAD))
    assert {name: table.height for name, table in results.items()} == {"applications": 0, "participations": 0}


def test_amounts_in_pandas_are_exact_beyond_what_a_float_can_tell(tables: Tables) -> None:
    pandas = pytest.importorskip("pandas")
    cents = 2**53 + 1
    made = Library("pandas", in_place=False).given_back(
        {"applications": pl.DataFrame({"grant_cents": [cents, None]}, schema={"grant_cents": pl.Int64})}
    )["applications"]
    assert made["grant_cents"][0] == cents
    assert made["grant_cents"][1] is pandas.NA


def test_a_column_of_pandas_in_which_nothing_is_known_is_not_known() -> None:
    pandas = pytest.importorskip("pandas")
    applications = pandas.DataFrame(
        {"application": ["a", "b"], "project_months": [float("nan"), float("nan")], "project_trl_at_start": [None, 9]}
    )
    participations = pandas.DataFrame({"application": ["a"], "participation": ["alfa"]})
    found = assess_frame({"applications": applications, "participations": participations}, LINE_A)["applications"]
    assert ["trl-at-start" in codes for codes in found["failed"]] == [False, True]
    assert all("duration" in codes for codes in found["undetermined"])


def test_an_application_without_participations_is_not_lost(tables: Tables) -> None:
    lonely = {**tables, "participations": tables["participations"].filter(pl.col("application") != 1)}
    results = assess_frame(lonely, WORKLOAD)
    assert results["applications"]["application"].to_list() == [0, 1, 2, 3]
    assert "cooperation" in results["applications"]["failed"][1].to_list()
    assert results["applications"]["cost_cents"][1] == 0


def test_one_application_with_a_hundred_thousand_participations_is_right() -> None:
    tables = workload_tables(1, seed=1)
    cents = 123_456_78
    participations = pl.concat([tables["participations"].head(1)] * 100_000).with_columns(
        participation=pl.int_range(100_000, dtype=pl.Int64),
        headcount=pl.lit(5.0),
        turnover_cents=pl.lit(0, dtype=pl.Int64),
        industrial_research_cost_cents=pl.lit(cents, dtype=pl.Int64),
        experimental_development_cost_cents=pl.lit(0, dtype=pl.Int64),
    )
    results = assess_frame({**tables, "participations": participations}, WORKLOAD)
    assert results["applications"]["cost_cents"].to_list() == [100_000 * cents]
    each = (cents * 80 + 50) // 100  # half, 20 points for its size and 15 for collaboration: never above 80 %
    assert results["applications"]["lowest_grant_cents"].to_list() == [100_000 * each]


def test_amounts_that_need_more_than_64_bits_together_are_right() -> None:
    tables = workload_tables(1, seed=1)
    cents = int(LARGEST_AMOUNT * 100)
    participations = pl.concat([tables["participations"].head(1)] * 100_000).with_columns(
        participation=pl.int_range(100_000, dtype=pl.Int64),
        industrial_research_cost_cents=pl.lit(cents, dtype=pl.Int64),
        experimental_development_cost_cents=pl.lit(0, dtype=pl.Int64),
    )
    results = assess_frame({**tables, "participations": participations}, WORKLOAD)
    assert results["applications"]["cost_cents"].to_list() == [100_000 * cents]


def test_what_is_left_out_is_not_known_and_never_none() -> None:
    applications = pl.DataFrame({"application": [1], "project_trl_at_start": [9], "project_months": [24]})
    participations = pl.DataFrame({"application": [1], "participation": ["alfa"]})
    results = assess_frame({"applications": applications, "participations": participations}, LINE_A)
    assert results["applications"]["failed"][0].to_list() == ["trl-at-start"]
    assert "duration" not in results["applications"]["undetermined"][0].to_list()
    assert "research-orders" in results["applications"]["undetermined"][0].to_list()


def test_rows_of_what_is_said_to_be_unknown_contradict_it() -> None:
    applications = pl.DataFrame({"application": [1], "research_orders_known": [False]})
    participations = pl.DataFrame({"application": [1], "participation": ["alfa"]})
    orders = pl.DataFrame({"application": [1], "amount_cents": [1]})
    tables = {"applications": applications, "participations": participations, "research_orders": orders}
    with pytest.raises(InputError) as error:
        assess_frame(tables, LINE_A)
    assert [each.code for each in error.value.problems] == ["facts-contradict"]


def test_a_table_of_which_nobody_says_whether_it_is_all_there_is_refused() -> None:
    applications = pl.DataFrame({"application": [1]})
    participations = pl.DataFrame({"application": [1], "participation": ["alfa"]})
    orders = pl.DataFrame({"application": [1], "amount_cents": [1]})
    with pytest.raises(InputError, match="research_orders_known"):
        assess_frame(
            {"applications": applications, "participations": participations, "research_orders": orders}, LINE_A
        )


def test_days_written_as_midnights_are_days_and_other_moments_are_refused(tables: Tables) -> None:
    midnights = tables["applications"].with_columns(pl.col("submitted").cast(pl.Datetime("ns")))
    assert assess_frame({**tables, "applications": midnights}, WORKLOAD)["applications"].equals(
        assess_frame(tables, WORKLOAD)["applications"]
    )
    later = midnights.with_columns(pl.col("submitted") + pl.duration(hours=1))
    assert {code for code, _ in problems_of({**tables, "applications": later})} == {"amount-not-exact"}


def test_a_day_no_enterprise_can_have_is_refused(tables: Tables) -> None:
    assert problems_of(changed(tables, "participations", 0, founded=date(999, 12, 31))) == [
        ("input-invalid", "participations[0].founded")
    ]


def test_the_schema_names_every_table_with_its_keys_and_columns() -> None:
    tables = {table.name: table for table in schema_of(LINE_A)}
    assert tables["sites"].keys == ("application", "participation")
    assert tables["sites"].known == "enterprise_sites_known"
    assert tables["participations"]["enterprise_constituted_on"].type == "date"
    assert tables["participations"]["costs_industrial_research_personnel_cents"].highest == int(LARGEST_AMOUNT * 100)


def test_tables_of_no_applications_have_every_column() -> None:
    tables = tables_of([], LINE_A)
    assert {table.name: list(tables[table.name].columns) for table in schema_of(LINE_A)}["sites"] == [
        "application",
        "participation",
        "nuts",
        "active_and_productive",
    ]
    assert assess_frame(tables, LINE_A)["applications"].height == 0


def test_instants_in_ibis_are_refused_where_its_clock_is_not_utc() -> None:
    ibis = pytest.importorskip("ibis", reason="Ibis is not installed")
    connection = ibis.duckdb.connect()
    connection.raw_sql("set TimeZone = 'Europe/London'")  # in winter it is that of UTC
    connection.raw_sql(
        "create table a as select 'x' as application, timestamptz '2016-10-26 09:00:00+02' as submitted_at"
    )
    connection.raw_sql("create table p as select 'x' as application, 'alfa' as participation")
    tables = {"applications": connection.table("a"), "participations": connection.table("p")}

    with pytest.raises(InputError, match="clock") as error:
        assess_frame(tables, LINE_A, tell=["failed"])

    assert [each.place for each in error.value.problems] == ["tables"]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Rome", "Asia/Kolkata"])
@pytest.mark.parametrize(
    ("moment", "failed"), [("2017-01-31 17:00:00+01", False), ("2017-01-31 17:00:00.000001+01", True)]
)
def test_an_instant_in_duckdb_is_the_same_whatever_the_clock_of_its_session(
    zone: str, moment: str, failed: bool
) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"set TimeZone = '{zone}'")
        connection.execute(f"create table a as select 'x' as application, timestamptz '{moment}' as submitted_at")
        connection.execute("create table p as select 'x' as application, 'alfa' as participation")
        tables = {"applications": connection.table("a"), "participations": connection.table("p")}
        ((found,),) = assess_frame(tables, LINE_A, tell=["failed"])["applications"].select("failed").fetchall()

    assert ("application-window" in found.split(";")) is failed
