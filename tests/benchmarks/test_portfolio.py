"""The benchmark of portfolios measures ways of assessing that are right, and prints what it promises."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from benchmarks import portfolio as benchmark
from benchmarks.workload import by_hand, peers, timing
from benchmarks.workload.tables import CODES, tables


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_way_finds_what_exact_decimals_find(seed: int) -> None:
    assert peers.differences(tables(2_000, seed=seed)) == []


def test_a_large_portfolio_is_assessed_like_small_ones() -> None:
    portfolio = tables(120_000, seed=6)
    ours, by_hand_found = peers.ours(portfolio), by_hand.fast(portfolio)
    for table in ("applications", "participations"):
        assert ours[table]["grant_cents"].equals(by_hand_found[table]["grant_cents"])
    assert ours["applications"]["failed"].equals(by_hand_found["applications"]["failed"])


def test_every_way_counts_two_years_from_a_leap_day_alike() -> None:
    portfolio = tables(400, seed=4)
    days = [date(2016, 2, 27), date(2016, 2, 28), date(2016, 2, 29), date(2016, 3, 1), date(2018, 2, 28)]
    applications = portfolio["applications"].with_columns(
        submitted=pl.Series([days[at % len(days)] for at in range(portfolio["applications"].height)])
    )
    founded = [date(2014, 2, 27), date(2014, 2, 28), date(2014, 3, 1), date(2016, 2, 28), date(2016, 2, 29)]
    participations = portfolio["participations"].with_columns(
        founded=pl.Series([founded[at * 7 // 3 % len(founded)] for at in range(portfolio["participations"].height)])
    )
    assert peers.differences({"applications": applications, "participations": participations}) == []


def test_a_portfolio_has_one_to_eight_partners_and_three_on_average() -> None:
    partners = tables(20_000)["participations"].group_by("application").len()["len"]
    mean = partners.mean()
    assert (partners.min(), partners.max()) == (1, 8)
    assert isinstance(mean, float)
    assert 2.9 < mean < 3.1


def test_some_applications_are_eligible_and_every_requirement_fails_some() -> None:
    found = peers.ours(tables(20_000))["applications"]
    assert 0.05 < (found["outcome"] == "eligible").sum() / found.height < 0.5
    assert set(found["failed"].explode().drop_nulls()) == set(CODES)


FIGURES = {
    "applications",
    "ours_s",
    "hand_polars_s",
    "idiomatic_polars_s",
    "openfisca_s",
    "openfisca_inexact_grants",
    "parquet_ours_s",
    "parquet_hand_polars_s",
    "ratio_to_hand_polars",
    "ratio_to_idiomatic_polars",
    "parquet_ratio_to_hand_polars",
    "openfisca_ratio_to_ours",
    "spread",
    "peak_ratio_to_hand_polars",
    "growth_exponent",
    "seconds_by_applications",
}


def test_json_is_one_object_with_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("openfisca_core", reason="OpenFisca is not installed")
    benchmark.main(["--json", "--applications", "2000", "--rounds", "1"])
    figures = json.loads(capsys.readouterr().out)
    assert set(figures) == FIGURES
    by_applications = figures.pop("seconds_by_applications")
    assert all(isinstance(figure, int | float) for figure in (*figures.values(), *by_applications.values()))
    assert list(by_applications) == ["200", "2000"]


def test_where_openfisca_is_not_installed_its_figures_are_null_with_the_reason(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("by_openfisca", "openfisca_rules"):
        monkeypatch.delitem(sys.modules, f"benchmarks.workload.{name}", raising=False)
    for name in ("openfisca_core", "openfisca_core.entities", "openfisca_core.simulations"):
        monkeypatch.setitem(sys.modules, name, None)
    benchmark.main(["--json", "--applications", "2000", "--rounds", "1"])
    figures = json.loads(capsys.readouterr().out)
    assert set(figures) == {*FIGURES - {"openfisca_ratio_to_ours"}, "openfisca_reason"}
    assert (figures["openfisca_s"], figures["openfisca_inexact_grants"]) == (None, None)
    assert "openfisca-core" in figures["openfisca_reason"]


def test_openfisca_finds_the_same_sizes_and_codes_and_grants_that_are_not_exact() -> None:
    pytest.importorskip("openfisca_core", reason="OpenFisca is not installed")
    assert peers.inexact_grants(peers.openfisca(), tables(2_000, seed=2)) > 0


def test_openfisca_counts_two_years_from_a_leap_day_as_the_law_does() -> None:
    pytest.importorskip("openfisca_core", reason="OpenFisca is not installed")
    days = {"submitted": date(2018, 2, 28), "start": date(2018, 3, 1)}
    portfolio = tables(100, seed=4)
    portfolio["applications"] = portfolio["applications"].with_columns(**{n: pl.lit(d) for n, d in days.items()})
    for founded, is_old_enough in ((date(2016, 2, 29), True), (date(2016, 3, 1), False)):
        portfolio["participations"] = portfolio["participations"].with_columns(founded=pl.lit(founded))
        found = peers.openfisca().assessed(portfolio)["applications"]
        assert (found["two-years-old"] != is_old_enough).all()
        assert peers.differences(portfolio) == []


def test_the_figures_are_shown_with_what_is_to_be_reached(capsys: pytest.CaptureFixture[str]) -> None:
    benchmark.main(["--applications", "2000", "--rounds", "1"])
    shown = capsys.readouterr().out
    assert "parquet_ratio_to_hand_polars" in shown
    assert "at most 1.25" in shown
    assert "2,000 applications" in shown


def test_portfolios_in_files_have_every_key_once_and_the_same_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "PIECE", 400)
    files = timing.write(tmp_path, 1_000)
    portfolio = timing.read(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["applications.parquet", "participations.parquet"]
    assert portfolio["applications"]["application"].to_list() == list(range(1_000))
    assert set(portfolio["participations"]["application"]) == set(range(1_000))
    assert peers.differences(portfolio) == []
    for way in peers.WAYS_FROM_PARQUET.values():
        assert way(files)["applications"]["grant_cents"].equals(peers.ours(portfolio)["applications"]["grant_cents"])
