"""Sweeps as tidy frames, one row an observation, for whoever works on with a dataframe library. Amounts are cents.

>>> variants = variants_of(pl.DataFrame({"region/limit": [200_000, 300_000], "region/rate": ["0.5", "0.6"]}))
>>> len(variants), dict(variants.changes(1))
(2, {'region/limit': Decimal('300000'), 'region/rate': Decimal('0.6')})
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import numpy as np
import polars as pl
from polars.exceptions import PolarsError
from polars.io.plugins import register_io_source

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language.written import written
from clusterpolicy.whatif.given import NOT_KNOWN, STATUSES
from clusterpolicy.whatif.sweep import Swept
from clusterpolicy.whatif.variants import Column, Variants

Rows = Callable[[Swept], pl.DataFrame]
"""How a block of a sweep becomes rows: `variants_frame` or `applications_frame`."""


def variants_frame(swept: Swept) -> pl.DataFrame:
    """One row a variant: its figures, how many applications came to what, and what was granted.

    Numbers are exact decimals. A value that is no number stands as a parameter file writes it. `refused` is the code of
    the problem for which a variant cannot be run; empty where it can.
    """
    figures = {name: _series(name, column) for name, column in swept.variants.columns.items()}
    counts = {
        "awarded": swept.awarded,
        "reserve": swept.reserve,
        "rejected": swept.rejected,
        "undecided": swept.undecided,
        "granted_cents": swept.granted_cents,
    }
    return pl.DataFrame({"variant": _numbers(swept), **figures, **counts, "refused": list(swept.refused)})


def applications_frame(swept: Swept) -> pl.DataFrame:
    """One row an application in a variant: what becomes of it, and what it is awarded; null while that is not known."""
    number, width = swept.status.shape
    amounts = pl.Series("amount_cents", swept.cents.reshape(-1))
    codes = pl.Series(swept.status.reshape(-1)).cast(pl.UInt32)
    names = pl.Series([each.value for each in STATUSES])
    frame = pl.DataFrame(
        {
            "variant": np.repeat(_numbers(swept), width),
            "application": list(swept.applications) * number,
            "status": names.gather(codes),
            "amount_cents": amounts,
        },
        schema_overrides={"application": pl.String, "status": pl.String},
    )
    known = pl.col("amount_cents") != NOT_KNOWN
    return frame.with_columns(pl.when(known).then(pl.col("amount_cents")).alias("amount_cents"))


def variants_of(frame: Any) -> Variants:
    """The variants of a frame: each column is a figure, by its full name, each row a variant.

    Args:
        frame: A frame of Polars, or of any library that hands over its data as Arrow does, such as pandas and PyArrow.
            Numbers are whole, decimals, or texts as a parameter file writes them.

    Raises: InputError `sweep-invalid` with every column that holds nothing, or numbers that are not exact: 0.1 as a
    floating-point number is another number. `input-invalid` for what is no frame.
    """
    try:
        if isinstance(frame, str | bytes):
            raise TypeError  # a row for each letter is nothing that anybody meant
        table = frame.collect() if isinstance(frame, pl.LazyFrame) else pl.DataFrame(frame)
    except (PolarsError, TypeError, ValueError) as error:
        said = f"{type(frame).__name__} is no frame"
        raise InputError(
            Problem("input-invalid", "variants", said, "hand in a frame with a column a figure")
        ) from error
    problems = [problem for series in table for problem in _faults(series)]
    if problems:
        raise InputError(problems)
    return Variants.of_columns({series.name: series.to_list() for series in table})


def read_variants(file: str | Path) -> Variants:
    """The variants in a CSV or Parquet file, as the name says; numbers of a CSV are read exactly.

    Raises: InputError `file-not-found` for a file that cannot be read, `input-invalid` for one that holds no table; as
    `variants_of` does.
    """
    check_name(str(file))
    try:
        with Path(file).open("rb") as opened:
            is_csv = Path(file).suffix.lower() == ".csv"
            frame = pl.read_csv(opened, infer_schema=False) if is_csv else pl.read_parquet(opened)
    except OSError as error:
        said = f"it cannot be opened: {(error.strerror or 'it is no file').lower()}"
        raise InputError(Problem("file-not-found", str(file), said, "name a file that you may read")) from None
    except PolarsError as error:
        said = f"it holds no table: {str(error).splitlines()[0]}"
        raise InputError(
            Problem("input-invalid", str(file), said, "write a column a figure, a row a variant")
        ) from None
    return variants_of(frame)


def check_name(file: str | None) -> None:
    """Refuse a name that does not say in which format to write. Raises: InputError `input-invalid`."""
    if file is not None and Path(file).suffix.lower() not in (".csv", ".parquet"):
        said = f"the name `{file}` does not say in which format"
        raise InputError(Problem("input-invalid", "frame", said, "end it with .csv or .parquet"))


def write(blocks: Iterable[Swept], file: str | Path, rows: Rows = variants_frame) -> int:
    """Write the blocks of a sweep as CSV or Parquet, as the name says, and say how many variants there were.

    Blocks are written as they come, so that memory stays small. The file is whole or not there.

    Args:
        blocks: What `stream` gives, or a list with what `sweep` gives.
        file: The name of the file.
        rows: What is a row: a variant, or an application in a variant.

    Raises: InputError `input-invalid` for a name with another ending, `sweep-invalid` where there is nothing to write;
    OSError where nothing can be written.
    """
    check_name(str(file))
    path, number = Path(file), 0
    partial = path.with_name(f".{path.name}.partial")

    def counted() -> Iterator[pl.DataFrame]:
        nonlocal number
        for block in blocks:
            number += len(block)
            yield rows(block)

    try:
        if path.suffix.lower() == ".csv":
            with partial.open("w", encoding="utf-8", newline="") as opened:
                write_csv(counted(), opened)
        else:
            with partial.open("wb") as opened_for_bytes:
                _write_parquet(counted(), opened_for_bytes)
        if number == 0:
            mend = "hand in what `stream` gives, or a list with what `sweep` gives"
            raise InputError(Problem("sweep-invalid", "blocks", "there are no rows to write", mend))
        partial.replace(path)
    finally:
        try:
            partial.unlink(missing_ok=True)
        except KeyboardInterrupt:  # who interrupts Polars interrupts twice: it tells it once, and Python once more
            partial.unlink(missing_ok=True)
            raise
    return number


def write_csv(frames: Iterable[pl.DataFrame], opened: TextIO) -> None:
    """Write frames with the same columns one below the other, as one table."""
    for number, frame in enumerate(frames):
        opened.write(frame.write_csv(include_header=number == 0))


def _write_parquet(frames: Iterator[pl.DataFrame], opened: BinaryIO) -> None:
    first = next(frames, None)
    if first is None:
        return

    def source(columns: Any, predicate: Any, rows: Any, size: Any) -> Iterator[pl.DataFrame]:
        yield first
        yield from frames

    register_io_source(source, schema=first.schema).sink_parquet(opened)


def _numbers(swept: Swept) -> Any:
    return np.arange(swept.first, swept.first + len(swept))


def _faults(series: pl.Series) -> Iterator[Problem]:
    if series.null_count():
        said = f"{series.null_count()} of its values are missing"
        yield Problem("sweep-invalid", series.name, said, "write a value in every row")
    if series.dtype.is_float():
        mend = "make them decimals or texts, such as `pl.Decimal(scale=4)`"
        yield Problem("sweep-invalid", series.name, "floating-point numbers are not exact", mend)


def _series(name: str, column: Column) -> pl.Series:
    if column.listed is not None:
        texts = [written(value) for value in column.listed]
        return pl.Series(name, [texts[place] for place in column.wholes], pl.String)
    if column.scale == 0:
        return pl.Series(name, column.wholes)
    return pl.Series(name, [column.value(row) for row in range(len(column.wholes))], pl.Decimal(38, column.scale))
