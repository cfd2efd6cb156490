"""Instants in tables that stay where they are, counted in microseconds since 1970.

Where a library takes an instant apart, it does so by the clock of its session. So each is asked for the number itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import narwhals.stable.v2 as nw

from clusterpolicy.engines.frame.forms import day_number_of
from clusterpolicy.errors import InputError, Problem

_MIDNIGHTS = (datetime(2016, 1, 1, tzinfo=UTC), datetime(2016, 7, 1, tzinfo=UTC))
"""In winter and in summer: some clocks are those of UTC in one of them."""


def in_microseconds(frame: nw.LazyFrame[Any], names: Sequence[str]) -> nw.LazyFrame[Any]:
    """The table with numbers for instants in the columns of these names.

    Raises: InputError `input-invalid` where the clock of a session makes that impossible.
    """
    if not names:
        return frame
    native: Any = frame.to_native()
    implementation = frame.implementation
    if implementation.is_duckdb():
        counted = ", ".join(f"epoch_us({_quoted(name, chr(34))}) as {_quoted(name, chr(34))}" for name in names)
        return _again(native.project(f"* replace ({counted})"))
    if implementation.is_spark_like():
        quoted = {name: _quoted(name, "`") for name in frame.collect_schema().names()}
        columns = [f"unix_micros({each}) as {each}" if name in names else each for name, each in quoted.items()]
        return _again(native.selectExpr(*columns))
    if implementation.is_ibis():
        _refuse_another_clock(frame)
        return frame.with_columns(_from_parts(nw.col(name)).alias(name) for name in names)
    return frame


def _again(native: Any) -> nw.LazyFrame[Any]:
    frame: nw.LazyFrame[Any] = nw.from_native(native).lazy()
    return frame


def _quoted(name: str, sign: str) -> str:
    return f"{sign}{name.replace(sign, sign * 2)}{sign}"


def _refuse_another_clock(frame: nw.LazyFrame[Any]) -> None:
    """Refuse a session whose clock is not UTC: of an instant it would take other parts, without a word."""
    moments = [nw.lit(each, dtype=nw.Datetime("us", "UTC")) for each in _MIDNIGHTS]
    parts = {f"hour_{at}": each.dt.hour() for at, each in enumerate(moments)}
    parts |= {f"minute_{at}": each.dt.minute() for at, each in enumerate(moments)}
    asked = frame.head(1).select(**parts).collect("polars")
    if asked.select(nw.any_horizontal((nw.col(*parts) != 0), ignore_nulls=True)).to_native().to_series().any():
        said = "the clock of the session is not UTC, and Ibis takes instants apart by it"
        raise InputError(Problem("input-invalid", "tables", said, "set the time zone of the session to UTC"))


def _from_parts(moment: nw.Expr) -> nw.Expr:
    """The microseconds of an instant from its parts in UTC."""
    parts = (moment.dt.hour(), moment.dt.minute(), moment.dt.second(), moment.dt.microsecond())
    hour, minute, second, microsecond = (each.cast(nw.Int64) for each in parts)
    seconds = ((day_number_of(moment) * 24 + hour) * 60 + minute) * 60 + second
    return seconds * 1_000_000 + microsecond
