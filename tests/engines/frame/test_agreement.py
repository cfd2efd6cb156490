"""Asked of tables, rules answer as they do for one application after the other."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.workload.rules import WORKLOAD
from benchmarks.workload.tables import tables as workload_tables
from clusterpolicy.engines.frame import applications_of, assess_frame, schema_of, tables_of
from clusterpolicy.errors import InputError, RuleError
from clusterpolicy.language import RuleSet, Value
from clusterpolicy.model import Application
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from clusterpolicy.testing.line_b import line_b_applications
from clusterpolicy.testing.strategies import applications
from tests.engines.frame.agreement import Portfolio, main, parents, run, smallest
from tests.engines.frame.answers import by_tables, in_polars, numbered, one_by_one
from tests.engines.frame.neighbours import Neighbours
from tests.engines.frame.opened import opened

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "line_a" / "eligible.json"
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


IN_PLACE = {"DuckDB": "duckdb", "Ibis": "ibis", "PySpark": "pyspark"}


def answers_in_place(library: str, tables: dict[str, pl.DataFrame], rule_set: RuleSet) -> Any:
    """What a library answers whose tables stay where they are; they come back in kind, and lazy."""
    pytest.importorskip(IN_PLACE[library], reason=f"{library} is not installed")
    with opened(library) as in_kind:
        results = assess_frame(in_kind(tables), rule_set)
        assert all(IN_PLACE[library] in type(table).__module__ for table in results.values())
        return by_tables(in_polars(results), rule_set)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of what Ibis asks of DuckDB
@pytest.mark.parametrize("library", ["DuckDB", "Ibis"])
def test_tables_of_a_database_answer_alike_in_place(library: str) -> None:
    tables = workload_tables(200, seed=3)

    assert answers_in_place(library, tables, WORKLOAD) == by_tables(assess_frame(tables, WORKLOAD), WORKLOAD)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of what Ibis asks of DuckDB
@pytest.mark.parametrize("library", ["DuckDB", "Ibis"])
@settings(max_examples=1, deadline=None, suppress_health_check=list(HealthCheck))
@given(portfolio=st.lists(applications(known=False) | applications(), min_size=20, max_size=40).map(numbered))
def test_line_a_answers_alike_in_place(library: str, portfolio: Sequence[Application]) -> None:
    assert answers_in_place(library, tables_of(portfolio, LINE_A), LINE_A) == one_by_one(portfolio, LINE_A)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # what PySpark warns of is its own
def test_tables_of_pyspark_answer_alike_in_place() -> None:
    tables = workload_tables(500, seed=4)

    assert answers_in_place("PySpark", tables, WORKLOAD) == by_tables(assess_frame(tables, WORKLOAD), WORKLOAD)


def test_what_ibis_cannot_reckon_with_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise NotImplementedError("no numbers of 128 bits")

    monkeypatch.setattr("clusterpolicy.engines.frame.assessing.KeyedRun.through", refuse)
    with pytest.raises(RuleError, match="128 bits") as raised:
        assess_frame({name: table.lazy() for name, table in workload_tables(2).items()}, WORKLOAD)

    assert [problem.code for problem in raised.value.problems] == ["not-in-tables"]


def test_results_in_duckdb_do_not_hold_the_text_of_every_query_before() -> None:
    with opened("DuckDB") as in_kind:
        results = assess_frame(in_kind(workload_tables(20)), WORKLOAD)

        assert [table.sql_query().count("_clusterpolicy_") for table in results.values()] == [1, 1]


def test_many_applications_beside_others_answer_alike() -> None:
    tally = run(450, 6, {"lazy Polars": 30}, block=50, everywhere=("Polars", "pandas", "PyArrow"))

    assert tally.mismatches == []
    assert tally.compared == {"Polars": 450, "pandas": 450, "PyArrow": 450, "lazy Polars": 30}
    assert set(tally.outcomes) == {"eligible", "not eligible", "undetermined"}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of what Ibis asks of DuckDB
def test_many_applications_beside_others_answer_alike_in_databases() -> None:
    assert run(900, 7, {"Ibis": 150}, block=100, everywhere=("Polars", "DuckDB")).mismatches == []


def test_an_answer_that_differs_by_a_cent_is_found_and_its_application_made_as_small_as_can_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = Neighbours(WORKLOAD, parents(WORKLOAD, 40, 1), seed=1)
    portfolio = Portfolio.of(WORKLOAD, source, range(30))
    assert portfolio.differing("Polars", dict) == []

    dearer = portfolio.answers["participations"].with_columns(pl.col("cost_cents") + 1)
    monkeypatch.setitem(portfolio.answers, "participations", dearer)
    found = portfolio.differing("Polars", dict)

    assert found == [number for number in range(30) if source.application(number).participations]


def test_the_smallest_application_that_differs_holds_nothing_that_could_be_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = Neighbours(WORKLOAD, parents(WORKLOAD, 40, 1), seed=1)
    application = next(each for each in map(source.application, range(99)) if len(each.participations) > 2)

    def more_than_one(_library: str, each: Any, _rule_set: RuleSet) -> bool:
        return len(each.participations) > 1

    monkeypatch.setattr("tests.engines.frame.agreement.differs", more_than_one)

    assert len(smallest("Polars", application, WORKLOAD).participations) == 2


@pytest.mark.slow
def test_the_command_shows_the_smallest_application_on_which_answers_differ(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def with_another_figure(tables: Any, rule_set: RuleSet) -> Any:
        return assess_frame(
            tables, rule_set, changes={"piedmont/longest_duration": 23} if rule_set is not WORKLOAD else None
        )

    monkeypatch.setattr("tests.engines.frame.agreement.assess_frame", with_another_figure)

    assert main(["60", "--spark", "0", "--ibis", "0"]) == 1

    shown = capsys.readouterr().out
    assert '"months": 24' in shown
    assert '"participations": []' in shown
    assert shown.count("'duration'") == 1  # one of the two says so


def test_the_same_seed_makes_the_same_applications() -> None:
    one, other = (Neighbours(WORKLOAD, parents(WORKLOAD, 40, 1), seed=3) for _ in range(2))

    assert [one.application(number) for number in range(20)] == [other.application(number) for number in range(20)]
    assert one.application(7) == other.application(7)


@FEW
@given(portfolio=PORTFOLIOS)
def test_applications_come_back_from_whole_tables_as_they_went_in(portfolio: Sequence[Application]) -> None:
    back = applications_of(tables_of(portfolio, LINE_A, whole=True), LINE_A)

    assert [_told(each) for each in back] == [_told(each) for each in portfolio]


@FEW
@given(portfolio=st.lists(line_b_applications(known=False), min_size=1, max_size=6).map(numbered))
def test_tables_come_back_from_applications_as_they_went_in(portfolio: Sequence[Application]) -> None:
    tables = tables_of(portfolio, LINE_B, whole=True)

    again = tables_of(applications_of(tables, LINE_B), LINE_B, whole=True)

    found = {column.name for table in schema_of(LINE_B) for column in table.columns if column.computed}
    for name, table in tables.items():  # of who owns whom nothing comes back, nor what is found from it
        kept = [each for each in table.columns if not each.startswith(tuple(found))]
        assert again[name].select(kept).equals(table.select(kept)), name


def test_no_row_is_lost_on_the_way_back() -> None:
    tables = tables_of(
        numbered([Application.model_validate_json(EXAMPLE.read_text(encoding="utf-8"))]), LINE_A, whole=True
    )
    stray = tables["participations"].with_columns(application=pl.lit("nowhere"))

    with pytest.raises(InputError) as raised:
        applications_of({**tables, "participations": stray}, LINE_A)
    assert {each.code for each in raised.value.problems} == {"reference-unknown"}

    with pytest.raises(InputError) as raised:
        applications_of({"participations": tables["participations"]}, LINE_A)
    assert "applications" in {each.place for each in raised.value.problems}

    with pytest.raises(InputError, match="collect them"):
        applications_of({name: table.lazy() for name, table in tables.items()}, LINE_A)


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
