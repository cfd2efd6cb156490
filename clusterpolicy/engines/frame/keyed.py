"""Tables that stay where they are: lazy Polars, DuckDB, PySpark, Ibis.

They are checked by queries, and meet by their keys.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from clusterpolicy.engines.frame.checks import CURRENCY, Checks, Statistics, bounds_in_form
from clusterpolicy.engines.frame.columns import Contents, names_of
from clusterpolicy.engines.frame.findings import MOST_ROWS_NAMED
from clusterpolicy.engines.frame.forms import absent, in_form, is_empty_type, is_exact
from clusterpolicy.engines.frame.instants import in_microseconds
from clusterpolicy.engines.frame.program import CODES_A_MASK, Program
from clusterpolicy.engines.frame.results import CODES_BETWEEN, column_of
from clusterpolicy.engines.frame.schema import Column, Schema, Table
from clusterpolicy.errors import InputError
from clusterpolicy.language.kinds import Base
from clusterpolicy.language.scope import Scope

Lazy = nw.LazyFrame[Any]

_Wrong = tuple[str, nw.Expr, bool, str, str, str]


class KeyedBorder:
    """Checks tables by queries of few rows, and puts them in one form without moving them.

    What is in form is kept by `settle`: it is asked many things, and each would put it in form anew.
    """

    def __init__(
        self,
        schema: Schema,
        tables: Mapping[str, Lazy],
        settle: Callable[[Lazy], Lazy],
        also: Collection[str] = (),
        *,
        is_polars: bool,
    ) -> None:
        self.schema = schema
        self._settle = settle
        self.checks = Checks(schema, also)
        self.frames: dict[Scope, Lazy] = {}
        self._is_polars = is_polars
        self._statistics: dict[str, Statistics] = {}
        self._most: dict[str, int] = {}
        self.checks.names(tables)
        for table in schema:
            if table.name in tables and self.checks.columns(table, tables[table.name].collect_schema()):
                self._enter(table, tables[table.name])
        if self.checks.problems:
            raise InputError(self.checks.problems)
        self.contents: Contents = self.checks.contents(self._statistics, self._most)

    def _enter(self, table: Table, raw: Lazy) -> None:
        types = raw.collect_schema()
        inside = [each for each in self.schema if each.scope.parent is table.scope and each.known is not None]
        columns = [self._in_form(column, name, types) for column in table.columns for name in names_of(column)]
        for each in inside:
            assert each.known is not None
            is_there = each.known in types and not is_empty_type(types[each.known])
            columns.append((nw.col(each.known) if is_there else nw.lit(None, dtype=nw.Boolean)).alias(each.known))
        instants = [column.name for column in table.columns if column.kind.base is Base.INSTANT]
        counted = in_microseconds(raw, [each for each in instants if each in types and not is_empty_type(types[each])])
        keys = [_key_in_form(key, types[key]) for key in table.keys]
        frame = self.frames[table.scope] = self._settle(counted.select(*keys, *columns))
        self._values(table, raw, frame, [*(each.known for each in inside if each.known is not None)])
        self._keys(table, frame)

    def _in_form(self, column: Column, name: str, types: Mapping[str, Any]) -> nw.Expr:
        if name not in types:
            return absent(column).alias(name)
        return in_form(column, name, types[name], is_polars=self._is_polars).alias(name)

    # --- values -----------------------------------------------------------------------------------------------------

    def _values(self, table: Table, raw: Lazy, frame: Lazy, known: Sequence[str]) -> None:
        """One query counts what is wrong; only then are rows looked at."""
        found = self._statistics[table.name] = Statistics()
        names = [*table.keys, *(name for column in table.columns for name in names_of(column)), *known]
        numbers = [
            name
            for column in table.columns
            if column.kind.base in (Base.NUMBER, Base.DATE, Base.INSTANT)
            for name in names_of(column)
        ]
        wrong = list(self._wrong(table, raw.collect_schema()))
        in_form = [(name, each) for name, each, of_raw, _, _, _ in wrong if not of_raw]
        of_raw = [(name, each) for name, each, is_raw, _, _, _ in wrong if is_raw]
        flags = {f"w{at}": each for at, (_, each) in enumerate(in_form)}
        ends: dict[str, nw.Expr] = {"rows": nw.len()}
        ends |= {f"n{at}": nw.col(name).count() for at, name in enumerate(names)}
        for at, name in enumerate(numbers):
            ends |= {f"a{at}": nw.col(name).min(), f"z{at}": nw.col(name).max()}
        row = _counted(frame, flags, ends)
        found.nulls = {name: row["rows"] - row[f"n{at}"] for at, name in enumerate(names)}
        found.lowest = {name: row[f"a{at}"] for at, name in enumerate(numbers)}
        found.highest = {name: row[f"z{at}"] for at, name in enumerate(numbers)}
        of_raw_row = _counted(raw, {f"w{at}": each for at, (_, each) in enumerate(of_raw)}, {}) if of_raw else {}
        counts = {id(each): row[f"w{at}"] for at, (_, each) in enumerate(in_form)}
        counts |= {id(each): of_raw_row[f"w{at}"] for at, (_, each) in enumerate(of_raw)}
        for name, each, is_raw, code, said, mend in wrong:
            if counts[id(each)]:
                self._name(table, name, (raw if is_raw else frame).filter(each), code, said, mend)

    def _wrong(self, table: Table, types: Mapping[str, Any]) -> Iterator[_Wrong]:
        """What no value may be: of which column, the condition, whether as handed in, and how to say it."""
        for key in table.keys:
            said = "the key is null, so nobody can say what the row belongs to"
            yield key, nw.col(key).is_null(), False, "field-missing", said, "write the key"
        if CURRENCY in types:
            said = "the amounts of the row are in {value}, and amounts are in euro"
            is_other = nw.col(CURRENCY).cast(nw.String) != "EUR"
            yield CURRENCY, is_other, True, "input-invalid", said, "convert them, and write EUR"
        for column in table.columns:
            for name in names_of(column):
                yield from self._wrong_of(column, name, types)

    def _wrong_of(self, column: Column, name: str, types: Mapping[str, Any]) -> Iterator[_Wrong]:
        value = nw.col(name)
        if not column.may_be_unknown:
            said = f"the value is null, and every row must have a {column.label}"
            yield name, value.is_null(), name in types, "field-missing", said, f"write a {column.type}"
        exact = is_exact(column, name, types[name]) if name in types else None
        if exact is not None:
            said = f"{{value}} is no {column.type}"
            yield name, ~exact, True, "amount-not-exact", said, f"write a {column.type}"
        bounds = bounds_in_form(column)
        if bounds is not None:
            said = f"{{value}} does not lie between {bounds[0]} and {bounds[1]}"
            beyond = (value < bounds[0]) | (value > bounds[1])
            yield name, beyond, False, "input-invalid", said, "check the digits and the unit of the figure"
        if column.kind.base is Base.CATEGORY and not column.computed:
            said = "{value} is none of " + ", ".join(column.kind.options)
            strange = ~value.is_in(list(column.kind.options))
            yield name, strange, False, "input-invalid", said, "write one of them, or null"

    # --- keys -------------------------------------------------------------------------------------------------------

    def _keys(self, table: Table, frame: Lazy) -> None:
        keys = list(table.keys)
        if table.has_own_key:
            each = frame.group_by(*keys).agg(nw.len().alias("_rows"))
            twice = nw.col("_rows") > 1
            if _counted(each, {"twice": twice}, {})["twice"]:
                said = "the key of the row is the key of another one too"
                self._name(table, keys[-1], each.filter(twice), "duplicate", said, "keep each once")
            if self.checks.problems:
                return  # of two rows with one key nobody can say which one others belong to
        if table.scope.parent is None or table.scope.parent not in self.frames:
            return
        around = next(each for each in self.schema if each.scope is table.scope.parent)
        outer = self.frames[table.scope.parent]
        own = list(around.keys)
        types, outer_types = frame.collect_schema(), outer.collect_schema()
        if any(types[key].is_integer() != outer_types[key].is_integer() for key in own):
            self.checks.key_types(table, around)
            return
        self._owners(table, around, frame, outer)

    def _owners(self, table: Table, around: Table, frame: Lazy, outer: Lazy) -> None:
        """One query counts the rows of each row around, and what is wrong with them; only then are rows looked at."""
        own, known = list(around.keys), table.known
        sizes = frame.group_by(*own).agg(nw.len().alias("_rows"))
        marked = outer.select(*own, *([] if known is None else [known]), nw.lit(True).alias("_there"))
        has_no_key = nw.any_horizontal(*(nw.col(key).is_null() for key in own), ignore_nulls=True)
        orphaned = nw.col("_there").is_null() & ~has_no_key
        flags = {"orphaned": orphaned}
        if known is not None:
            flags["unknown"] = ~nw.col("_there").is_null() & (~nw.col(known) | nw.col(known).is_null())
        row = _counted(sizes.join(marked, on=own, how="left"), flags, {"most": nw.col("_rows").max()})
        self._most[table.name] = row["most"] or 1
        if row["orphaned"]:
            said = f"no row of `{around.name}` has the key of this row"
            orphans = frame.filter(~has_no_key).join(outer.select(*own), on=own, how="anti")
            mend = f"add the row to `{around.name}`, or leave this out"
            self._name(table, own[-1], orphans, "reference-unknown", said, mend)
        if known is not None and row["unknown"]:
            unknown = outer.filter(~nw.col(known) | nw.col(known).is_null())
            said = f"it is not said that the {table.name} are known, and there are rows of them"
            mend = f"write true where the rows of `{table.name}` are all there are; leave them out where they are not"
            self._name(around, known, unknown.join(sizes, on=own, how="inner"), "facts-contradict", said, mend)

    def _name(self, table: Table, name: str, wrong: Lazy, code: str, said: str, mend: str) -> None:
        columns = list(dict.fromkeys((*table.keys, name)))
        rows = _collected(wrong.select(*columns).head(MOST_ROWS_NAMED))
        if rows.height:
            self.checks.name_rows(table, name, rows, code, said, mend)


def _key_in_form(key: str, dtype: Any) -> nw.Expr:
    """A key as a whole number or a text, of one width each: libraries differ in what else they join."""
    found = nw.col(key)
    if dtype == nw.Int64 or dtype == nw.String:
        return found
    return found.cast(nw.Int64 if dtype.is_integer() else nw.String)


def results_in_place(program: Program, frames: Mapping[Scope, Lazy]) -> dict[str, Lazy]:
    """Results that stay lazy: options are told as texts, codes as one text with semicolons."""
    found = {}
    for scope, outputs in program.outputs.items():
        if scope not in frames:
            continue
        columns = []
        for output in outputs:
            column = column_of(scope, output.term)
            columns.append((_told(column, output.options) if output.options else column).alias(output.name))
        for each in program.lists(scope):
            masks = [column_of(scope, mask) for mask in each.masks]
            columns.append(_joined(masks, program.codes).alias(each.name))
        found[program.tables[scope].name] = frames[scope].select(*program.tables[scope].keys, *columns)
    return found


def _told(number: nw.Expr, options: Sequence[str]) -> nw.Expr:
    told = nw.lit(None, dtype=nw.String)
    for at, option in enumerate(options):
        told = nw.when(number == at).then(nw.lit(option)).otherwise(told)
    return told


def _joined(masks: Sequence[nw.Expr], codes: Sequence[str]) -> nw.Expr:
    parts = []
    for at, code in enumerate(codes):
        mask, bit = masks[at // CODES_A_MASK], at % CODES_A_MASK
        is_set = mask // 2**bit - mask // 2 ** (bit + 1) * 2 == 1
        parts.append(nw.when(is_set).then(nw.lit(code)).otherwise(nw.lit(None, dtype=nw.String)))
    return nw.concat_str(*parts, separator=CODES_BETWEEN, ignore_nulls=True) if parts else nw.lit("")


def _counted(frame: Lazy, flags: Mapping[str, nw.Expr], ends: Mapping[str, nw.Expr]) -> dict[str, Any]:
    """How many rows each flag is true of, and the ends of some columns, in one query."""
    numbered = [flag.cast(nw.Int64).alias(f"_{name}") for name, flag in flags.items()]
    asked = [nw.col(f"_{name}").sum().cast(nw.Int64).alias(name) for name in flags]
    asked += [end.alias(name) for name, end in ends.items()]
    row = _collected((frame.with_columns(*numbered) if numbered else frame).select(*asked)).row(0, named=True)
    return {name: (value or 0) if name in flags else value for name, value in row.items()}


def _collected(lazy: Lazy) -> pl.DataFrame:
    found: pl.DataFrame = lazy.collect("polars").to_native()
    return found
