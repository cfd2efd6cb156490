"""The one form in which columns go through the rounds, and what each may hold before.

A truth is a boolean, a number an integer of its smallest unit, a day the number of days since 1970, an instant the
number of microseconds since then, a category or a text a text.
"""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from clusterpolicy.engines.frame.schema import Column
from clusterpolicy.language.kinds import WHOLE_UNITS, Base
from clusterpolicy.units import Unit

_TEXTS = (nw.String, nw.Categorical, nw.Enum)
_FROM_MARCH_OF_YEAR_0 = 719_468

LEAST_TOO_LARGE = 2**62
"""A float of so many units is none of so many decimals."""


def is_counted_whole(column: Column) -> bool:
    """Whether a number is written as a whole number: cents, months, levels."""
    return column.kind.unit is Unit.EURO or column.kind.unit in WHOLE_UNITS


def is_empty_type(dtype: Any) -> bool:
    """Whether a column holds nothing but nulls, so that its library cannot say of what."""
    return bool(dtype == nw.Unknown)


def is_text_type(dtype: Any) -> bool:
    """Whether a column holds texts."""
    return any(dtype == each for each in _TEXTS)


def fits(column: Column, dtype: Any) -> bool:
    """Whether a column of a type can hold a fact."""
    if is_empty_type(dtype):
        return True
    match column.kind.base:
        case Base.TRUTH:
            return bool(dtype == nw.Boolean)
        case Base.NUMBER:
            return bool(dtype.is_numeric())
        case Base.DATE:
            return bool(dtype == nw.Date) or (bool(dtype == nw.Datetime) and dtype.time_zone is None)
        case Base.INSTANT:
            return bool(dtype == nw.Datetime) and dtype.time_zone is not None
        case _:
            return is_text_type(dtype)


def is_exact(column: Column, name: str, dtype: Any) -> nw.Expr | None:
    """Whether a value can be told in the one form without rounding; `None` where it always can."""
    value = nw.col(name)
    if is_empty_type(dtype):
        return None
    if column.kind.base is Base.DATE and dtype == nw.Datetime:
        return value.dt.truncate("1d") == value
    if column.kind.base is not Base.NUMBER or dtype.is_integer():
        return None
    if dtype.is_decimal():
        scaled = value * _units(column)
        return scaled == scaled.cast(nw.Int64)
    return _float_is_exact(column, value)


def _units(column: Column) -> int:
    """How many of the units in which a number is counted make one of those in which it is written."""
    return 1 if is_counted_whole(column) else 10**column.decimals


def _float_is_exact(column: Column, value: nw.Expr) -> nw.Expr:
    """Whether a float is the nearest one to a number of so many decimals: off by its own last digit at most."""
    is_within = value.is_finite() & (value.abs() < LEAST_TOO_LARGE / _units(column))
    # rounded inside of the condition: some libraries round in whole numbers, and stop where a float is none
    scaled = nw.when(is_within).then(value * _units(column))
    is_near = (scaled - scaled.round(0)).abs() <= scaled.abs() * 2**-51
    return is_within & is_near


def in_form_at_sight(column: Column, name: str) -> tuple[pl.Expr, pl.Expr]:
    """A column of floats of 64 bits in the one form, in Polars, and whether that can be told of a value at first sight.

    It can where so many times the float is a whole number: all but a few floats of some decimals. Of the others, and of
    what has `LEAST_TOO_LARGE` units or more, the first of the two says nothing.
    """
    units = pl.col(name) * _units(column)
    whole = units.cast(pl.Int64, wrap_numerical=True)
    return whole, whole.cast(pl.Float64) == units  # what is no number is not what became of it


def is_in_form(column: Column, dtype: Any) -> bool:
    """Whether a column of a type is in the form in which it goes through the rounds."""
    match column.kind.base:
        case Base.TRUTH:
            return bool(dtype == nw.Boolean)
        case Base.NUMBER:
            return is_counted_whole(column) and bool(dtype == nw.Int64)
        case Base.CATEGORY | Base.TEXT:
            return bool(dtype == nw.String)
        case _:
            return False


def in_form(column: Column, name: str, dtype: Any, *, is_polars: bool) -> nw.Expr:
    """A column in the form in which it goes through the rounds."""
    found = nw.col(name)
    if is_empty_type(dtype):
        return absent(column)
    match column.kind.base:
        case Base.NUMBER if dtype.is_float():
            scaled: nw.Expr = nw.when(_float_is_exact(column, found)).then(found * _units(column))
            return scaled.round(0).cast(nw.Int64)
        case Base.NUMBER if is_counted_whole(column):
            return found.cast(nw.Int64)
        case Base.NUMBER:
            return (found * _units(column)).cast(nw.Int64)
        case Base.DATE:
            day = found.dt.date() if dtype == nw.Datetime else found
            return day.cast(nw.Int64) if is_polars else day_number_of(day)
        case Base.INSTANT:
            # elsewhere its library has counted it
            return found.cast(nw.Datetime("us", dtype.time_zone)).cast(nw.Int64) if is_polars else found.cast(nw.Int64)
        case Base.TRUTH:
            return found
        case _:
            return found.cast(nw.String)


def day_number_of(day: nw.Expr) -> nw.Expr:
    """The number of a day from its parts: libraries differ in what the difference of two days is."""
    year, month, of_month = (each.cast(nw.Int64) for each in (day.dt.year(), day.dt.month(), day.dt.day()))
    is_early = month <= 2
    march_year = nw.when(is_early).then(year - 1).otherwise(year)
    from_march = nw.when(is_early).then(month + 9).otherwise(month - 3)
    in_year = (from_march * 153 + 2) // 5 + of_month - 1
    days = march_year * 365 + march_year // 4 - march_year // 100 + march_year // 400 + in_year
    return days - _FROM_MARCH_OF_YEAR_0


def absent(column: Column) -> nw.Expr:
    """A column of a fact that nobody handed in."""
    match column.kind.base:
        case Base.TRUTH:
            return nw.lit(None, dtype=nw.Boolean)
        case Base.CATEGORY | Base.TEXT:
            return nw.lit(None, dtype=nw.String)
        case _:
            return nw.lit(None, dtype=nw.Int64)
