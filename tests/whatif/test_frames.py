"""Figures come as columns of any frame, exactly; rows go out block by block, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from benchmarks.competition import applications, marks
from clusterpolicy.errors import InputError
from clusterpolicy.rules.piedmont import LINE_A
from clusterpolicy.whatif.frames import applications_frame, read_variants, variants_frame, variants_of, write
from clusterpolicy.whatif.sweep import Swept, stream, sweep
from clusterpolicy.whatif.variants import Steps, Variants

pd, pa = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")

MINIMUM, RATE = "piedmont/minimum_cost", "piedmont/highest_intensity"
FILED = applications(6)
GIVEN = marks(FILED, [(each.code, 5) for each in LINE_A.merit.grid.marked], 3)
COLUMNS: dict[str, list[Any]] = {
    MINIMUM: [200_000, 300_000, 400_000],
    RATE: [Decimal("0.5"), Decimal("0.55"), Decimal("0.6")],
}


@pytest.mark.parametrize(
    "make",
    [pl.DataFrame, pl.LazyFrame, pd.DataFrame, pa.table, dict],
    ids=["polars", "polars-lazy", "pandas", "pyarrow", "columns"],
)
def test_a_frame_of_any_library_is_a_sweep(make: Callable[[Any], Any]) -> None:
    found = variants_of(make(COLUMNS))
    assert [found.changes(row) for row in range(3)] == [
        {MINIMUM: Decimal(low), RATE: rate} for low, rate in zip(COLUMNS[MINIMUM], COLUMNS[RATE], strict=True)
    ]
    same = sweep(LINE_A, FILED, GIVEN, Variants.of_columns(COLUMNS))
    assert_frame_equal(variants_frame(sweep(LINE_A, FILED, GIVEN, found)), variants_frame(same))


@pytest.mark.parametrize(
    "wrong", [{MINIMUM: [0.5]}, {MINIMUM: [1, None]}, {}, 5, "abc", {MINIMUM: []}], ids=lambda each: str(each)
)
def test_columns_that_are_not_exact_or_hold_nothing_are_refused(wrong: Any) -> None:
    with pytest.raises(InputError):
        variants_of(wrong)


def test_every_column_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(InputError) as caught:
        variants_of({MINIMUM: [0.5, 1.5], RATE: ["0.5", None]})
    assert [each.place for each in caught.value.problems] == [MINIMUM, RATE]


def test_numbers_of_a_csv_are_read_to_the_last_digit(tmp_path: Path) -> None:
    file = tmp_path / "variants.csv"
    file.write_text(f"{MINIMUM},{RATE}\n200000.01,0.123456789\n300000,0.60\n", encoding="utf-8")
    assert read_variants(file).changes(0) == {MINIMUM: Decimal("200000.01"), RATE: Decimal("0.123456789")}


@pytest.mark.parametrize("name", ["rows.csv", "rows.parquet"])
@pytest.mark.parametrize("rows", [variants_frame, applications_frame], ids=lambda each: each.__name__)
def test_what_is_written_block_by_block_is_what_is_found_at_once(name: str, rows: Any, tmp_path: Path) -> None:
    variants = Variants.grid({MINIMUM: Steps(100_000, 350_000, 100), RATE: ["0.55"]})
    file = tmp_path / name
    assert write(stream(LINE_A, FILED, GIVEN, variants), file, rows) == 2501
    whole = rows(sweep(LINE_A, FILED, GIVEN, variants))
    read = pl.read_csv(file, schema=whole.schema) if name.endswith("csv") else pl.read_parquet(file)
    assert_frame_equal(read, whole)
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["rows.csv", "rows.parquet"])
def test_a_sweep_that_breaks_off_leaves_no_part_of_a_file(name: str, tmp_path: Path) -> None:
    def broken() -> Iterator[Swept]:
        yield from stream(LINE_A, FILED, GIVEN, Variants.grid({MINIMUM: [1, 2]}))
        raise KeyboardInterrupt

    with pytest.raises(BaseException):  # noqa: B017, PT011  # however the writer passes it on
        write(broken(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_who_interrupts_twice_leaves_no_part_of_a_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    removed = Path.unlink
    told: list[Path] = []

    def interrupted(path: Path, missing_ok: bool = False) -> None:
        told.append(path)
        if len(told) == 1:
            raise KeyboardInterrupt
        removed(path, missing_ok=missing_ok)

    def blocks() -> Iterator[Swept]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(Path, "unlink", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(blocks(), tmp_path / "sweep.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["sweep.csv", "sweep.parquet"])
def test_no_rows_make_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="no rows to write"):
        write([], tmp_path / name)
    assert list(tmp_path.iterdir()) == []
