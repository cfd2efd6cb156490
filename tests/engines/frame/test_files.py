"""Tables come back from files as they were written, whatever the facts are."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.workload.rules import WORKLOAD
from benchmarks.workload.tables import tables as workload_tables
from clusterpolicy.engines.frame import assess_frame, tables_of
from clusterpolicy.engines.frame import files as table_files
from clusterpolicy.engines.frame.files import TableFormat, read_tables, write_tables
from clusterpolicy.engines.frame.summary import summary_of
from clusterpolicy.errors import InputError
from clusterpolicy.model import Application
from clusterpolicy.rules.piedmont import LINE_A
from clusterpolicy.testing.strategies import applications
from tests.engines.frame.answers import numbered

FEW = settings(
    max_examples=max(5, settings().max_examples // 10), deadline=None, suppress_health_check=list(HealthCheck)
)
PORTFOLIOS = st.lists(applications(known=False) | applications(), min_size=1, max_size=6).map(numbered)


@FEW
@given(portfolio=PORTFOLIOS)
def test_tables_come_back_from_files_as_they_were_written(portfolio: Sequence[Application]) -> None:
    tables = tables_of(portfolio, LINE_A)
    formats: tuple[TableFormat, ...] = ("csv", "parquet")
    with TemporaryDirectory() as folder:
        for format in formats:
            written = write_tables(tables, Path(folder) / format, format)
            back = read_tables(dict(zip(tables, written, strict=True)), LINE_A)
            for name, table in tables.items():
                assert back[name].select(table.columns).equals(table), f"{name} from {format}"


def headcounts_of(texts: Sequence[str], folder: Path) -> list[Any]:
    """What stands in a column of numbers with at most four decimals, as it is read from texts."""
    made = workload_tables(len(texts), seed=1)
    one_each = made["participations"].unique("application", keep="first", maintain_order=True)
    texts_of_one = one_each.with_columns(headcount=pl.Series(texts))
    files = {"applications": folder / "a.parquet", "participations": folder / "p.csv"}
    made["applications"].write_parquet(files["applications"])
    texts_of_one.write_csv(files["participations"])
    return read_tables(files, WORKLOAD)["participations"]["headcount"].to_list()


@FEW
@given(numbers=st.lists(st.decimals(0, 10**9, places=4), min_size=1, max_size=5), zeros=st.integers(0, 9))
def test_numbers_keep_every_decimal(numbers: list[Decimal], zeros: int) -> None:
    with TemporaryDirectory() as folder:
        assert headcounts_of([f"{number:f}{'0' * zeros}" for number in numbers], Path(folder)) == numbers


@pytest.mark.parametrize("text", ["1.23456", "1,5", "1e3", "1_000", "1 000", "inf", "NaN", "-", ".", "0x10", "1.2.3"])
def test_a_number_that_would_be_guessed_or_rounded_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError) as raised:
        headcounts_of(["10", text], tmp_path)

    (problem,) = raised.value.problems
    assert (problem.code, problem.place) == ("input-invalid", "participations[1].headcount")
    assert problem.message.startswith(f'"{text}" is no number of at most 4 decimals')


@FEW
@given(
    moment=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), hours=st.integers(-12, 14), has_colon=st.booleans()
)
def test_an_instant_is_the_same_in_every_zone(moment: datetime, hours: int, has_colon: bool) -> None:
    zone = f"{hours:+03d}{':' if has_colon else ''}00"
    with TemporaryDirectory() as folder:
        file = Path(folder) / "a.csv"
        file.write_text(f"application,submitted_at\nx,{moment.isoformat()}{zone}\n")
        (read,) = read_tables({"applications": file}, LINE_A)["applications"]["submitted_at"].to_list()

    assert read == moment.replace(tzinfo=UTC) - timedelta(hours=hours)


def test_a_table_that_the_rules_do_not_use_is_not_read(tmp_path: Path) -> None:
    assert read_tables({"ownership": tmp_path / "nowhere.csv"}, LINE_A) == {}


def test_a_misspelt_column_of_a_parquet_file_is_named(tmp_path: Path) -> None:
    misspelt = pl.DataFrame({"application": ["x"], "project_month": [24]})
    misspelt.write_parquet(tmp_path / "a.parquet")
    tables = read_tables({"applications": tmp_path / "a.parquet"}, LINE_A)
    participations = pl.DataFrame({"application": ["x"], "participation": ["alfa"]})

    with pytest.raises(InputError) as raised:
        assess_frame({**tables, "participations": participations}, LINE_A)

    assert [problem.mend for problem in raised.value.problems] == ["call it `project_months`"]


def test_columns_that_nobody_asks_for_are_not_read(tmp_path: Path) -> None:
    made = workload_tables(3)
    made["applications"].with_columns(more=pl.lit(1), currency=pl.lit("EUR")).write_parquet(tmp_path / "a.parquet")

    read = read_tables({"applications": tmp_path / "a.parquet"}, WORKLOAD)["applications"]

    assert set(read.columns) == {*made["applications"].columns, "currency"}


def test_a_name_with_signs_of_a_pattern_is_the_name_of_one_file(tmp_path: Path) -> None:
    made = workload_tables(3)["applications"]
    made.write_parquet(tmp_path / "a[1]*.parquet")
    made.clear().write_parquet(tmp_path / "a1x.parquet")

    assert read_tables({"applications": tmp_path / "a[1]*.parquet"}, WORKLOAD)["applications"].height == 3


def test_a_summary_adds_up_what_its_tables_say() -> None:
    found = assess_frame(workload_tables(500, seed=3), WORKLOAD)
    rows = found["applications"].to_dicts()

    summary = summary_of(found)

    assert summary.applications == sum(summary.outcomes.values()) == 500
    assert summary.granted is not None
    assert summary.granted * 100 == sum(row["grant_cents"] for row in rows if row["outcome"] == "eligible")
    assert summary.failed == {code: sum(code in row["failed"] for row in rows) for code in summary.failed}
    assert list(summary.failed.values()) == sorted(summary.failed.values(), reverse=True)
    assert summary.undetermined == {}


def test_grants_that_are_not_all_known_have_no_sum() -> None:
    applications = {"outcome": ["eligible", "eligible", "not eligible"], "grant_cents": [1, None, 0]}
    codes: list[list[str]] = [[], [], []]
    types: Any = {"failed": pl.List(pl.String), "undetermined": pl.List(pl.String)}
    table = pl.DataFrame({**applications, "failed": codes, "undetermined": codes}, schema_overrides=types)

    assert summary_of({"applications": table}).granted is None
    assert summary_of({"applications": table.clear()}).granted == 0


def test_who_interrupts_twice_leaves_nothing_behind_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    removed, interrupted = shutil.rmtree, iter([True])

    def interrupting(*arguments: Any, **named: Any) -> None:
        if next(interrupted, False):
            raise KeyboardInterrupt
        removed(*arguments, **named)

    def told(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "rmtree", interrupting)
    monkeypatch.setattr(table_files, "_write", told)
    with pytest.raises(KeyboardInterrupt):
        write_tables({"applications": pl.DataFrame({"a": [1]})}, tmp_path / "out", "csv")
    assert list(tmp_path.iterdir()) == []
