"""The border of tables in memory: every problem is named at once, and what passes is put in one form and one order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from clusterpolicy.engines.frame.checks import Checks, Statistics
from clusterpolicy.engines.frame.columns import Contents, names_of
from clusterpolicy.engines.frame.forms import absent, in_form, is_empty_type
from clusterpolicy.engines.frame.positions import Places
from clusterpolicy.engines.frame.schema import Schema, Table
from clusterpolicy.errors import InputError
from clusterpolicy.language.scope import Scope


@dataclass(slots=True)
class Entered:
    """Tables that passed.

    Attributes:
        frames: The tables in one form, their rows in the order of the rows around them.
        places: Where the rows of each stand among those around.
        order: Where each row of a table that was put in another order is to stand in the end.
        contents: What is known of them all.
    """

    frames: dict[Scope, pl.DataFrame] = field(default_factory=dict)
    places: dict[Scope, Places] = field(default_factory=dict)
    order: dict[Scope, pl.Series] = field(default_factory=dict)
    contents: Contents = field(default_factory=lambda: Contents(frozenset()))


def entered(schema: Schema, tables: Mapping[str, pl.DataFrame], also: Collection[str] = ()) -> Entered:
    """Tables in memory, checked. `also` are names of tables that may be handed in, and are not looked at.

    Raises: InputError with every problem.
    """
    checks = Checks(schema, also)
    checks.names(tables)
    found = Entered()
    statistics: dict[str, Statistics] = {}
    most: dict[str, int] = {}
    for table in schema:
        if table.name not in tables:
            continue
        native = tables[table.name]
        lazy = nw.from_native(native.lazy())
        if not checks.columns(table, lazy.collect_schema()):
            continue
        frame = _in_form(schema, table, lazy)
        statistics[table.name] = checks.values(table, lazy, frame)
        found.frames[table.scope] = frame
        if table.scope.parent is None:
            if not checks.own_keys(table, frame, None):
                break  # of two rows with one key nobody can say which one others belong to
        elif table.scope.parent in found.frames:
            most[table.name] = _put_in_order(found, checks, schema, table)
    if checks.problems:
        raise InputError(checks.problems)
    found.contents = checks.contents(statistics, most)
    return found


def _in_form(schema: Schema, table: Table, lazy: nw.LazyFrame[Any]) -> pl.DataFrame:
    types = lazy.collect_schema()
    columns = [
        (in_form(column, name, types[name], is_polars=True) if name in types else absent(column)).alias(name)
        for column in table.columns
        for name in names_of(column)
    ]
    for inside in schema:
        if inside.scope.parent is table.scope and inside.known is not None:
            is_there = inside.known in types and not is_empty_type(types[inside.known])
            known = nw.col(inside.known) if is_there else nw.lit(None, dtype=nw.Boolean)
            columns.append(known.alias(inside.known))
    keys = [nw.col(key).cast(nw.Int64 if types[key].is_integer() else nw.String) for key in table.keys]
    frame: pl.LazyFrame = lazy.select(*keys, *columns).to_native()
    return frame.collect()


def _put_in_order(found: Entered, checks: Checks, schema: Schema, table: Table) -> int:
    """Find where the rows of a table stand among those around, and put them in that order; the largest group."""
    assert table.scope.parent is not None
    outer, frame = found.frames[table.scope.parent], found.frames[table.scope]
    around = next(each for each in schema if each.scope is table.scope.parent)
    if not frame.height:
        frame = found.frames[table.scope] = frame.cast({key: outer[key].dtype for key in around.keys})
    if any(frame[key].dtype != outer[key].dtype for key in around.keys):
        checks.key_types(table, around)
        return 0
    positions = _positions(frame, outer, around.keys)
    if positions.null_count():
        checks.orphans(table, frame, positions)
        return 0
    if not positions.is_sorted():
        order = positions.arg_sort()
        frame = found.frames[table.scope] = frame.select(pl.all().gather(order))
        positions = positions.gather(order)
        found.order[table.scope] = order.arg_sort()
    if table.has_own_key and not checks.own_keys(table, frame, positions):
        del found.frames[table.scope]
        return 0
    places = found.places[table.scope] = Places.of(positions, outer.height)
    checks.known(table, outer, places)
    return places.most


def _positions(frame: pl.DataFrame, outer: pl.DataFrame, keys: Sequence[str]) -> pl.Series:
    """For each row the position of the row around it; null where there is none."""
    if len(keys) == 1 and outer[keys[0]].dtype.is_integer() and frame[keys[0]].dtype.is_integer():
        key, wanted = outer[keys[0]], frame[keys[0]]
        first = key[0] if outer.height else None
        if first is not None and key[-1] == first + outer.height - 1 and bool((key.diff().fill_null(1) == 1).all()):
            at = wanted - first
            inside = (at >= 0) & (at < outer.height)
            if bool(inside.all()):
                dense: pl.Series = at.cast(pl.UInt32)
                return dense
    left = frame.select(keys)
    right = outer.select(keys).with_row_index("_at")
    found: pl.Series = left.join(right, on=list(keys), how="left", maintain_order="left")["_at"]
    return found


def back_in_order(found: Entered, scope: Scope, frame: pl.DataFrame) -> pl.DataFrame:
    """A table of results, its rows in the order in which they were handed in."""
    order = found.order.get(scope)
    return frame if order is None else frame.select(pl.all().gather(order))
