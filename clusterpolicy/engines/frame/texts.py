"""Tables of plain texts, as CSV files hold them, brought to the types that the schema says.

What a text stands for is never guessed: the schema says what is expected, and a text that is no such thing is a problem
of its row. An empty text is a fact that is not known.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from clusterpolicy.engines.frame.checks import Checks
from clusterpolicy.engines.frame.columns import names_of
from clusterpolicy.engines.frame.forms import is_counted_whole
from clusterpolicy.engines.frame.schema import Column, Schema, Table
from clusterpolicy.language.kinds import Base

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6}0*)?"
_ZONE = "(?:[+-][0-9]{2}:?[0-9]{2})"


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the texts of a column are read: what they are in words, what becomes of them, and how to write them.

    `quick` is a faster way that reads most texts alike and some not at all; `None` where there is none.
    """

    what: str
    value: pl.Expr
    mend: str
    quick: pl.Expr | None = None


def typed(
    schema: Schema, table: Table, texts: pl.DataFrame, checks: Checks, whole_keys: Collection[str]
) -> pl.DataFrame:
    """A table of texts, each column of the type its schema says; `checks` is told what cannot be read.

    Keys are texts, but for those in `whole_keys`, which are whole numbers in the tables they belong with.
    """
    texts = texts.with_columns(_or_nothing(name) for name in texts.columns)
    readings = _readings(schema, table, whole_keys)
    names = [name for name in readings if name in texts.columns]
    found = texts.with_columns(_first(readings[name]).alias(name) for name in names)
    slower = [name for name in names if found[name].null_count() > texts[name].null_count()]
    found = found.with_columns(texts.select(readings[name].value.alias(name) for name in slower))
    for name in slower:
        unread = found[name].is_null() & texts[name].is_not_null()
        said = f"{{value}} is no {readings[name].what}"
        checks.rows(table, name, texts, unread, "input-invalid", said, readings[name].mend)
    return found


def _first(reading: _Reading) -> pl.Expr:
    return reading.value if reading.quick is None else reading.quick


def _or_nothing(name: str) -> pl.Expr:
    """A text, or null where it is empty."""
    return pl.when(pl.col(name) != "").then(pl.col(name)).alias(name)


def _readings(schema: Schema, table: Table, whole_keys: Collection[str]) -> dict[str, _Reading]:
    found = {key: _whole(key, "whole number, as in the other tables") for key in table.keys if key in whole_keys}
    for column in table.columns:
        for name in names_of(column):
            reading = _reading(column, name)
            if reading is not None:
                found[name] = reading
    for inside in schema:
        if inside.scope.parent is table.scope and inside.known is not None:
            found[inside.known] = _truth(inside.known)
    return found


def _reading(column: Column, name: str) -> _Reading | None:
    """How the texts of a column are read; `None` where they stay texts."""
    match column.kind.base:
        case Base.TRUTH:
            return _truth(name)
        case Base.NUMBER if is_counted_whole(column):
            return _whole(name, column.type)
        case Base.NUMBER:
            return _number(name, column.type, column.decimals)
        case Base.DATE:
            return _date(name)
        case Base.INSTANT:
            return _instant(name)
        case _:
            return None


def _text(name: str) -> pl.Expr:
    return pl.col(name).str.strip_chars()


def _truth(name: str) -> _Reading:
    text = _text(name).str.to_lowercase()
    value = pl.when(text == "true").then(True).when(text == "false").then(False)
    return _Reading("truth value", value, "write true, false, or nothing where it is not known")


def _number(name: str, what: str, decimals: int) -> _Reading:
    """Digits, with a full stop before the decimals; zeros may follow them, for some programs write these."""
    text = _text(name)
    is_number = text.str.contains(rf"^[+-]?[0-9]{{1,18}}(\.[0-9]{{0,{decimals}}}0*)?$")
    value = pl.when(is_number).then(text.str.strip_prefix("+")).cast(pl.Decimal(38, decimals), strict=False)
    return _Reading(what, value, f"write a {what}, with digits and a full stop only")


def _whole(name: str, what: str) -> _Reading:
    quick = pl.col(name).cast(pl.Int64, strict=False)  # it reads digits and a sign, and nothing else
    return _Reading(what, _number(name, what, 0).value.cast(pl.Int64), f"write a {what}, with digits only", quick)


def _date(name: str) -> _Reading:
    day = _text(name).str.extract(rf"^({_DAY})(?:[T ]00:00:00(?:\.0*)?)?$", 1)
    return _Reading("date", day.str.to_date("%Y-%m-%d", strict=False), "write it as in 2016-10-26")


def _instant(name: str) -> _Reading:
    text = _text(name).str.replace("Z$", "+00:00")
    text = text.str.replace(rf"^({_DAY}) ", "${1}T").str.replace(r"(T[0-9]{2}:[0-9]{2})([+-])", "${1}:00${2}")
    is_instant = text.str.contains(rf"^{_DAY}T{_CLOCK}{_ZONE}$")
    value = pl.when(is_instant).then(text).str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%z", strict=False, time_unit="us")
    return _Reading("instant with time zone", value, "write it as in 2016-10-26T09:00:00+02:00")
