"""The border of tables in memory: every problem is named at once, and what passes is put in one form and one order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from clusterpolicy.engines.frame.checks import Checks, Statistics
from clusterpolicy.engines.frame.columns import Contents, names_of
from clusterpolicy.engines.frame.forms import absent, in_form, in_form_at_sight, is_empty_type, is_in_form
from clusterpolicy.engines.frame.positions import Places
from clusterpolicy.engines.frame.schema import Column, Schema, Table
from clusterpolicy.engines.frame.sizes import engine_for
from clusterpolicy.errors import InputError
from clusterpolicy.language.kinds import Base
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
        frame = _in_form(schema, table, lazy, native)
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


def _in_form(schema: Schema, table: Table, lazy: nw.LazyFrame[Any], native: pl.DataFrame) -> pl.DataFrame:
    """The columns that are asked for, in one form. What is in that form already is not copied."""
    types = lazy.collect_schema()
    changed: dict[str, nw.Expr] = {}
    floats: list[tuple[Column, str]] = []
    for key in table.keys:
        if types[key] not in (nw.Int64, nw.String):
            changed[key] = nw.col(key).cast(nw.Int64 if types[key].is_integer() else nw.String)
    for column in table.columns:
        for name in names_of(column):
            if name not in types:
                changed[name] = absent(column)
            elif not is_in_form(column, types[name]):
                changed[name] = in_form(column, name, types[name], is_polars=True)
                if types[name] == nw.Float64 and column.kind.base is Base.NUMBER:
                    floats.append((column, name))
    inside = [each.known for each in schema if each.scope.parent is table.scope and each.known is not None]
    changed |= {known: nw.lit(None, dtype=nw.Boolean) for known in inside if known not in types}
    changed |= {known: nw.lit(None, dtype=nw.Boolean) for known in inside if is_empty_type(types.get(known))}
    made = _floats_in_form(native, floats)
    rest = {name: each for name, each in changed.items() if name not in made}
    if rest:
        native_lazy: pl.LazyFrame = lazy.with_columns(**rest).select(*rest).to_native()
        made |= {each.name: each for each in native_lazy.collect(engine=engine_for(native.height))}
    names = [*table.keys, *(name for column in table.columns for name in names_of(column)), *inside]
    return pl.DataFrame([made[name] if name in changed else native[name] for name in names])


def _floats_in_form(native: pl.DataFrame, floats: Sequence[tuple[Column, str]]) -> dict[str, pl.Series]:
    """Columns of floats in one form. Only the few values that need it are looked at closely."""
    if not floats:
        return {}
    asked: list[pl.Expr] = []
    for column, name in floats:
        whole, is_whole = in_form_at_sight(column, name)
        asked += [whole.alias(name), is_whole.alias(f"{name}?")]
    found = native.lazy().select(asked).collect(engine=engine_for(native.height))
    made = {}
    for column, name in floats:
        made[name], is_told = found[name], found[f"{name}?"]
        if not is_told.all():
            open_ = (~is_told).arg_true()
            few = nw.from_native(native.select(pl.col(name).gather(open_)))
            closely = few.select(in_form(column, name, nw.Float64(), is_polars=True)).to_native()
            made[name] = found[name].scatter(open_, closely.to_series())
    return made


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
    places = found.places[table.scope] = Places.of(positions, outer.height)
    if table.has_own_key and not checks.own_keys(table, frame, places):
        del found.frames[table.scope]
        return 0
    checks.known(table, outer, places)
    return places.most


def _positions(frame: pl.DataFrame, outer: pl.DataFrame, keys: Sequence[str]) -> pl.Series:
    """For each row the position of the row around it, whose keys are all different; null where there is none."""
    if len(keys) == 1 and outer[keys[0]].dtype.is_integer() and frame[keys[0]].dtype.is_integer():
        key, wanted = outer[keys[0]], frame[keys[0]]
        first = key[0] if outer.height else None
        if first is not None and key[-1] == first + outer.height - 1 and _has_no_gaps(key):
            in_order = _is_in_order(wanted)
            least, most = (wanted[0], wanted[-1]) if in_order else (wanted.min(), wanted.max())
            if isinstance(least, int) and isinstance(most, int) and first <= least and most < first + outer.height:
                at = (pl.col(keys[0]) - first).cast(pl.UInt32, wrap_numerical=True)  # it is known to fit
                lazy = frame.lazy().select(at if first else pl.col(keys[0]).cast(pl.UInt32, wrap_numerical=True))
                positions = lazy.collect(engine=engine_for(frame.height)).to_series().rechunk()
                return positions.set_sorted() if in_order else positions
    left = frame.select(keys)
    right = outer.select(keys).with_row_index("_at")
    found: pl.Series = left.join(right, on=list(keys), how="left", maintain_order="left")["_at"]
    return found


def _has_no_gaps(keys: pl.Series) -> bool:
    """Whether whole numbers, all different, between whose ends there are no more others, stand in order.

    A null among them is a problem that has been named, and is taken for the number that would fit.
    """
    return _is_in_order(keys) or bool((keys.diff().fill_null(1) == 1).all())


def _is_in_order(keys: pl.Series) -> bool:
    return len(keys) > 0 and not keys.null_count() and keys.is_sorted()


def back_in_order(found: Entered, scope: Scope, frame: pl.DataFrame) -> pl.DataFrame:
    """A table of results, its rows in the order in which they were handed in."""
    order = found.order.get(scope)
    return frame if order is None else frame.select(pl.all().gather(order))
