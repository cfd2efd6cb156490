"""What is checked of tables at the border. Each problem names its table, its column and its row."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from clusterpolicy.engines.frame.calendar import day_number
from clusterpolicy.engines.frame.columns import Contents, bounds_of, names_of
from clusterpolicy.engines.frame.forms import LEAST_TOO_LARGE, fits, is_empty_type, is_exact, is_text_type
from clusterpolicy.engines.frame.key_checks import KeyChecks
from clusterpolicy.engines.frame.schema import Column, Schema, Table
from clusterpolicy.engines.frame.sizes import engine_for
from clusterpolicy.errors import nearest
from clusterpolicy.language.kinds import Base
from clusterpolicy.units import EARLIEST_DAY, LATEST_DAY

CURRENCY = "currency"

MOST_COMPARED = 8
"""Up to so many options are compared one by one."""


@dataclass(slots=True)
class Statistics:
    """What was counted in one table: nulls, the ends of numbers, and which categories have a value of no name."""

    nulls: dict[str, int] = field(default_factory=dict)
    lowest: dict[str, Any] = field(default_factory=dict)
    highest: dict[str, Any] = field(default_factory=dict)
    strange: set[str] = field(default_factory=set)


class Checks(KeyChecks):
    """Finds every problem of some tables."""

    def __init__(self, schema: Schema, also: Collection[str] = ()) -> None:
        """`also` are names of tables that may be handed in, and are not looked at."""
        super().__init__(schema)
        self._also = also
        self.given: set[str] = set()

    # --- names and types --------------------------------------------------------------------------------------------

    def names(self, tables: Mapping[str, Any]) -> None:
        """Every table is one of the rules, and those that must be there are."""
        known = [table.name for table in self.schema]
        for name in tables:
            if name not in known and name not in self._also:
                self.found(
                    "field-unknown", str(name), "the rules ask for no table of that name", nearest(str(name), known)
                )
        for table in self.schema:
            if table.name in tables:
                self.given.add(table.name)
            elif table.scope.parent is None or (table.known is None and table.scope.depth == 1):
                self.found("field-missing", table.name, "the table is missing", f"hand in a table `{table.name}`")

    def columns(self, table: Table, types: Mapping[str, Any]) -> bool:
        """Every column that must be there is, and each has a type that fits; whether the rows can be looked at."""
        before = len(self.problems)
        for key in table.keys:
            if key not in types:
                said = "the column is missing, which tells rows apart"
                self.found("field-missing", f"{table.name}.{key}", said, f"add a column `{key}`")
            elif not (types[key].is_integer() or is_text_type(types[key]) or is_empty_type(types[key])):
                said = f"the column holds {types[key]}, and keys are texts or whole numbers"
                self.found("input-invalid", f"{table.name}.{key}", said, "write texts or whole numbers")
        expected = [name for column in table.columns for name in names_of(column)]
        for column in table.columns:
            for name in names_of(column):
                self._column(table, column, name, types, expected)
        for inside in self.schema:
            if inside.scope.parent is table.scope and inside.known is not None:
                self._known_column(table, inside, types)
        return len(self.problems) == before

    def _column(self, table: Table, column: Column, name: str, types: Mapping[str, Any], expected: list[str]) -> None:
        place = f"{table.name}.{name}"
        if name in types:
            if not fits(column, types[name]):
                said = f"the column holds {types[name]}, where a {column.type} is expected"
                self.found("input-invalid", place, said, f"change it to a {column.type}")
            return
        strangers = [each for each in types if each not in expected and each not in table.keys]
        near = difflib.get_close_matches(name, strangers, n=1, cutoff=0.8)
        if near:
            said = f"the column is missing, and there is a column `{near[0]}` that nobody asks for"
            self.found("field-unknown", place, said, f"call it `{name}`")
        elif not column.may_be_unknown:
            said = f"the column is missing, and every row must have a {column.label}"
            self.found("field-missing", place, said, f"add a column of {column.type}")

    def _known_column(self, table: Table, inside: Table, types: Mapping[str, Any]) -> None:
        assert inside.known is not None
        place = f"{table.name}.{inside.known}"
        if inside.known in types:
            if types[inside.known] != nw.Boolean and not is_empty_type(types[inside.known]):
                said = f"the column holds {types[inside.known]}, where a truth value is expected"
                self.found("input-invalid", place, said, "change it to a truth value")
        elif inside.name in self.given:
            said = f"nobody says of which rows all the {inside.name} are known"
            mend = f"add a column of truth values: true where the rows of `{inside.name}` are all there are, or none"
            self.found("field-missing", place, said, mend)

    # --- values -----------------------------------------------------------------------------------------------------

    def values(self, table: Table, raw: nw.LazyFrame[Any], frame: pl.DataFrame) -> Statistics:
        """Every value is one its field may have. `raw` is the table as handed in, `frame` the same in one form."""
        types = raw.collect_schema()
        found = Statistics()
        for name in frame.columns:
            found.nulls[name] = frame[name].null_count()
        numbers = [column for column in table.columns if column.kind.base in (Base.NUMBER, Base.DATE, Base.INSTANT)]
        names = [name for column in numbers for name in names_of(column)]
        categories = [column for column in table.columns if is_told_by_name(column)]
        if (names or categories) and frame.height:
            from_zero = {name for column in numbers for name in names_of(column) if _is_from_zero(column)}
            asked = [pl.col(name).min().alias(f"{name}<") for name in names if name not in from_zero]
            asked += [_largest(name, of_unsigned=name in from_zero).alias(f"{name}>") for name in names]
            asked += [_is_strange(column).any().alias(f"{column.name}?") for column in categories]
            row = frame.lazy().select(asked).collect(engine=engine_for(frame.height)).row(0, named=True)
            found.lowest = {name: row.get(f"{name}<", 0) for name in names if row[f"{name}>"] is not None}
            found.highest = {name: row[f"{name}>"] for name in names}
            found.strange = {column.name for column in categories if row[f"{column.name}?"]}
        for key in table.keys:
            if found.nulls[key]:
                said = "the key is null, so nobody can say what the row belongs to"
                self.rows(table, key, frame, frame[key].is_null(), "field-missing", said, "write the key")
        for column in table.columns:
            for name in names_of(column):
                self._values(table, column, name, raw, types, frame, found)
        if CURRENCY in types:
            native: pl.DataFrame = raw.select(nw.col(CURRENCY).cast(nw.String)).collect("polars").to_native()
            other = native[CURRENCY] != "EUR"
            said = "the amounts of the row are in {value}, and amounts are in euro"
            self.rows(table, CURRENCY, native, other, "input-invalid", said, "convert them, and write EUR", frame)
        return found

    def _values(
        self,
        table: Table,
        column: Column,
        name: str,
        raw: nw.LazyFrame[Any],
        types: Mapping[str, Any],
        frame: pl.DataFrame,
        found: Statistics,
    ) -> None:
        values = frame[name]
        exact = is_exact(column, name, types[name]) if name in types else None
        # a float that is not exact became a null when it was put in form, or too large a number: where there is none of
        # either, none has to be looked for
        no_new_null = exact is not None and types[name].is_float() and found.nulls[name] == _nulls(raw, name)
        if exact is not None and not (no_new_null and _ends_are_exact(name, found)):
            native: pl.DataFrame = raw.select(nw.col(name), exact.alias("exact")).collect("polars").to_native()
            inexact = ~native["exact"].fill_null(True)
            if inexact.any():
                said = f"{{value}} is no {column.type}"
                self.rows(table, name, native, inexact, "amount-not-exact", said, f"write a {column.type}", frame)
                return
        if found.nulls[name] and not column.may_be_unknown:
            said = f"the value is null, and every row must have a {column.label}"
            self.rows(table, name, frame, values.is_null(), "field-missing", said, f"write a {column.type}")
        bounds = bounds_in_form(column)
        if bounds is not None and found.lowest.get(name) is not None:
            if found.lowest[name] < bounds[0] or found.highest[name] > bounds[1]:
                beyond = (values < bounds[0]) | (values > bounds[1])
                said = f"{{value}} does not lie between {bounds[0]} and {bounds[1]}"
                self.rows(
                    table, name, frame, beyond, "input-invalid", said, "check the digits and the unit of the figure"
                )
        if column.name in found.strange:
            strange = frame.select(_is_strange(column)).to_series()
            said = "{value} is none of " + ", ".join(column.kind.options)
            self.rows(table, name, frame, strange, "input-invalid", said, "write one of them, or null")

    # --- what was found ---------------------------------------------------------------------------------------------

    def contents(self, statistics: Mapping[str, Statistics], most: Mapping[str, int]) -> Contents:
        """What is known of the tables, for those who ask them."""
        complete = {(name, key) for name, each in statistics.items() for key, nulls in each.nulls.items() if not nulls}
        instants = {}
        for table in self.schema:
            for column in table.columns:
                found = statistics.get(table.name)
                if column.kind.base is Base.INSTANT and found is not None and found.lowest.get(column.name) is not None:
                    instants[table.name, column.name] = found.lowest[column.name], found.highest[column.name]
        return Contents(frozenset(self.given), frozenset(complete), instants, most)


def is_told_by_name(column: Column) -> bool:
    """Whether each value of a column must be the name of an option."""
    return column.kind.base is Base.CATEGORY and not column.computed


def _is_strange(column: Column) -> pl.Expr:
    """Whether a value is none of the options; null where it is not known. Few names are compared fastest one by one."""
    value, options = pl.col(column.name), column.kind.options
    if len(options) > MOST_COMPARED:
        return ~value.is_in(options)
    return ~pl.any_horizontal(value == option for option in options)


def _is_from_zero(column: Column) -> bool:
    """Whether no value of a column may be less than zero, and none is but zero the least that it may be."""
    bounds = bounds_in_form(column)
    return bounds is not None and bounds[0] == 0


def _largest(name: str, *, of_unsigned: bool) -> pl.Expr:
    """The largest value; without signs a value below zero is larger than all others, so that one end tells of both."""
    value = pl.col(name)
    return value.reinterpret(signed=False).max() if of_unsigned else value.max()


def _ends_are_exact(name: str, found: Statistics) -> bool:
    """Whether all values are so small that a float of as many units would have been put in form exactly."""
    return name not in found.highest or (
        found.lowest[name] > -LEAST_TOO_LARGE and found.highest[name] < LEAST_TOO_LARGE
    )


def _nulls(raw: nw.LazyFrame[Any], name: str) -> int:
    counted: pl.DataFrame = raw.select(nw.col(name).null_count()).collect("polars").to_native()
    return int(counted.item())


def bounds_in_form(column: Column) -> tuple[int, int] | None:
    """Between which numbers the values of a column must lie, in the one form; `None` where any will do."""
    match column.kind.base:
        case Base.NUMBER:
            return bounds_of(column)
        case Base.DATE:
            return day_number(EARLIEST_DAY), day_number(LATEST_DAY)
        case _:
            return None
