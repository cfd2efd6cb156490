"""Sweeps as tidy frames, one row an observation, for whoever works on with a dataframe library. Amounts are cents."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language.written import written
from clusterpolicy.whatif.awarding import NOT_KNOWN, STATUSES
from clusterpolicy.whatif.sweep import Swept
from clusterpolicy.whatif.variants import Column


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
    return pl.DataFrame({"variant": np.arange(len(swept)), **figures, **counts, "refused": list(swept.refused)})


def applications_frame(swept: Swept) -> pl.DataFrame:
    """One row an application in a variant: what becomes of it, and what it is awarded; null while that is not known."""
    number, width = swept.status.shape
    amounts = pl.Series("amount_cents", swept.cents.reshape(-1))
    codes = swept.status.reshape(-1)
    names = pl.Series([each.value for each in STATUSES])
    frame = pl.DataFrame(
        {
            "variant": np.repeat(np.arange(number), width),
            "application": list(swept.applications) * number,
            "status": names.gather(codes.tolist()),
            "amount_cents": amounts,
        }
    )
    known = pl.col("amount_cents") != NOT_KNOWN
    return frame.with_columns(pl.when(known).then(pl.col("amount_cents")).alias("amount_cents"))


def check_name(file: str | None) -> None:
    """Refuse a name that does not say in which format to write. Raises: InputError `input-invalid`."""
    if file is not None and Path(file).suffix.lower() not in (".csv", ".parquet"):
        said = f"the name `{file}` does not say in which format"
        raise InputError(Problem("input-invalid", "frame", said, "end it with .csv or .parquet"))


def write(frame: pl.DataFrame, file: str | Path) -> None:
    """Write a frame as CSV or Parquet, as the name says. The file is whole or not there.

    Raises: InputError `input-invalid` for a name with another ending.
    """
    check_name(str(file))
    path = Path(file)
    partial = path.with_name(f".{path.name}.partial")
    try:
        if path.suffix.lower() == ".csv":
            frame.write_csv(partial)
        else:
            frame.write_parquet(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _series(name: str, column: Column) -> pl.Series:
    if column.listed is not None:
        texts = [written(value) for value in column.listed]
        return pl.Series(name, [texts[place] for place in column.wholes])
    if column.scale == 0:
        return pl.Series(name, column.wholes)
    return pl.Series(name, [column.value(row) for row in range(len(column.wholes))], pl.Decimal(38, column.scale))
