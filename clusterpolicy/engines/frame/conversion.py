"""Between lists of applications and tables, both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Context, Decimal
from operator import attrgetter
from typing import Any

import polars as pl
from pydantic import BaseModel

from clusterpolicy.engines.frame.columns import ends_of, names_of
from clusterpolicy.engines.frame.refusals import refused
from clusterpolicy.engines.frame.schema import Column, Schema, Table, schema_of
from clusterpolicy.engines.scalar import compiled
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import WHOLE_UNITS, Base
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.possible import OneOf, bounds
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.units import Unit

_WIDE = Context(prec=100)
"""Wide enough for every amount, and not the caller's context, which may be set to anything."""


def tables_of(
    applications: Iterable[BaseModel],
    rule_set: RuleSet,
    *,
    whole: bool = False,
    granted_on: date | None = None,
    changes: Mapping[str, Value] | None = None,
) -> dict[str, pl.DataFrame]:
    """The tables of some applications, by their names, as Polars frames; the rows in the order of the applications.

    Args:
        applications: Instances of the root model of the rule set.
        rule_set: The rules; see `schema_of` for the tables they are asked of.
        whole: With every fact of the models. Without it, with the facts that the rules ask for.
        granted_on: The day whose law is in force, for values that a function of the law finds.
        changes: Other values for some parameters, for the same.

    Raises: InputError `input-invalid` for a number with more decimals than tables can hold.
    """
    schema = schema_of(rule_set, whole=whole)
    rows = _Rows(schema, _Computed(rule_set, schema, granted_on, changes))
    for application in applications:
        rows.add(application)
    return {table.name: rows.frame(table) for table in schema}


class _Computed:
    """Finds the values that functions of the law find, with the scalar engine."""

    def __init__(
        self, rule_set: RuleSet, schema: Schema, granted_on: date | None, changes: Mapping[str, Value] | None
    ) -> None:
        columns = [column for table in schema for column in table.columns if column.computed]
        scalar = compiled(rule_set)
        fitting = rule_set.fitting(changes) if changes else None
        self._figures = scalar.figures(scalar.law_of(granted_on, fitting), fitting)
        self._names = [column.name for column in columns]
        cells = {each.node.computation.name: each for each in scalar.plan.cells if isinstance(each.node, n.Computed)}
        self._find = scalar.finder([cells[name] for name in self._names], "found_for_tables") if columns else None

    def of(self, application: BaseModel) -> dict[str, Any]:
        """Each value of an application by its name: for what is about members, a list with a value for each."""
        if self._find is None:
            return {}
        return dict(zip(self._names, self._find(application, self._figures), strict=True))


class _Rows:
    """The rows of all tables, column by column, as they are found."""

    def __init__(self, schema: Schema, computed: _Computed) -> None:
        inside = {table.scope: [each for each in schema if each.scope.parent is table.scope] for table in schema}
        self._tables = {table.scope: _Filling(table, inside[table.scope]) for table in schema}
        self._root = schema[0].scope
        self._computed = computed

    def add(self, application: BaseModel) -> None:
        """Add the rows of one application."""
        self._add(self._tables[self._root], application, (), (), self._computed.of(application))

    def _add(
        self,
        filling: _Filling,
        member: BaseModel,
        around: tuple[Any, ...],
        at: tuple[int, ...],
        computed: Mapping[str, Any],
    ) -> None:
        keys = around
        if filling.has_own_key:
            keys = (*around, getattr(member, "id", at[-1] if at else 0))
        filling.add(keys, member)
        for column in filling.computed:
            for name, cell in _computed_cells(column, _inside(computed[column.name], at)).items():
                filling.cells[name].append(cell)
        for inside in filling.inside:
            members = value_at(member, inside.scope.path)
            if inside.known is not None:
                filling.cells[inside.known].append(members is not None)
            for index, each in enumerate(members or ()):
                self._add(self._tables[inside.scope], each, keys, (*at, index), computed)

    def frame(self, table: Table) -> pl.DataFrame:
        """One table, as a Polars frame."""
        return self._tables[table.scope].frame()


class _Filling:
    """The columns of one table while they grow."""

    def __init__(self, table: Table, inside: Sequence[Table]) -> None:
        self.inside = inside
        self.has_own_key = table.has_own_key
        self.computed = [column for column in table.columns if column.computed]
        self._types: dict[str, Any] = dict.fromkeys(table.keys, pl.String)
        for column in table.columns:
            self._types |= dict.fromkeys(names_of(column), _type_of(column))
        self._types |= {each.known: pl.Boolean for each in inside if each.known is not None}
        self.cells: dict[str, list[Any]] = {name: [] for name in self._types}
        self._keys = [self.cells[key] for key in table.keys]
        self._facts = [
            (self.cells[column.name].append, attrgetter(".".join(column.path)), column.path, _form_of(column))
            for column in table.columns
            if not column.computed
        ]

    def add(self, keys: Sequence[Any], member: BaseModel) -> None:
        """Add the keys and the facts of a row."""
        for cells, key in zip(self._keys, keys, strict=True):
            cells.append(key)
        for append, get, path, in_form in self._facts:
            try:
                value = get(member)
            except AttributeError:  # a step on the way there is not known
                value = value_at(member, path)
            append(value if value is None or in_form is None else in_form(value))

    def frame(self) -> pl.DataFrame:
        """The columns as a Polars frame."""
        for cells, name in zip(self._keys, self.cells, strict=False):
            if cells and isinstance(cells[0], int):
                self._types[name] = pl.Int64
        return pl.DataFrame([pl.Series(name, cells, dtype=self._types[name]) for name, cells in self.cells.items()])


def _inside(value: Any, at: tuple[int, ...]) -> Any:
    for index in at:
        value = value[index]
    return value


def _computed_cells(column: Column, value: Any) -> dict[str, Any]:
    match column.kind.base:
        case Base.NUMBER:
            ends = [None if end is None else _cell_of(end, column) for end in bounds(value)]
            return dict(zip(ends_of(column), ends, strict=True))
        case Base.CATEGORY if isinstance(value, OneOf):
            return {column.name: None if value.options is None else "|".join(sorted(value.options))}
        case Base.TRUTH | Base.CATEGORY:
            return {column.name: None if value is None else _cell_of(value, column)}
        case _:
            raise refused(f"the computed {column.kind.base} `{column.name}`", "compute a truth, a number or a category")


def value_at(member: Any, path: Sequence[str]) -> Any:
    """The value at a path inside a model; `None` where a step on the way there is not known."""
    for step in path:
        if member is None:
            return None
        member = getattr(member, step)
    return member


def _cell_of(value: Any, column: Column) -> Any:
    in_form = _form_of(column)
    return value if value is None or in_form is None else in_form(value)


def _form_of(column: Column) -> Callable[[Any], Any] | None:
    """What brings a known value into the form of its column; `None` where it stays as it is."""
    match column.kind.base:
        case Base.NUMBER if column.kind.unit is Unit.EURO:
            return _cents
        case Base.NUMBER if column.kind.unit in WHOLE_UNITS:
            return int
        case Base.INSTANT:
            return _in_utc
        case Base.CATEGORY:
            return str
        case _:
            return None


def _cents(amount: Decimal) -> int:
    return int(_WIDE.scaleb(amount, 2))


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _type_of(column: Column) -> Any:
    match column.kind.base:
        case Base.TRUTH:
            return pl.Boolean
        case Base.NUMBER if column.kind.unit is Unit.EURO or column.kind.unit in WHOLE_UNITS:
            return pl.Int64
        case Base.NUMBER:
            return pl.Decimal(38, column.decimals)
        case Base.DATE:
            return pl.Date
        case Base.INSTANT:
            return pl.Datetime("us", "UTC")
        case _:
            return pl.String
