"""Between lists of applications and tables, both ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date
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
from clusterpolicy.language.scope import Scope
from clusterpolicy.units import Unit


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
    """The rows of all tables, as they are found."""

    def __init__(self, schema: Schema, computed: _Computed) -> None:
        self._tables = {table.scope: table for table in schema}
        self._root = schema[0].scope
        self._inside = {scope: [each for each in schema if each.scope.parent is scope] for scope in self._tables}
        self._computed = computed
        self._rows: dict[Scope, list[dict[str, Any]]] = {scope: [] for scope in self._tables}

    def add(self, application: BaseModel) -> None:
        """Add the rows of one application."""
        self._add(self._root, application, (), (), self._computed.of(application))

    def _add(
        self, scope: Scope, member: BaseModel, around: tuple[Any, ...], at: tuple[int, ...], computed: Mapping[str, Any]
    ) -> None:
        table = self._tables[scope]
        keys = (*around, getattr(member, "id", at[-1] if at else 0)) if table.has_own_key else around
        row = dict(zip(table.keys, keys, strict=True))
        for column in table.columns:
            if column.computed:
                row |= _computed_cells(column, _inside(computed[column.name], at))
            else:
                row[column.name] = _cell_of(value_at(member, column.path), column)
        for inside in self._inside[scope]:
            members = value_at(member, inside.scope.path)
            if inside.known is not None:
                row[inside.known] = members is not None
            for index, each in enumerate(members or ()):
                self._add(inside.scope, each, keys, (*at, index), computed)
        self._rows[scope].append(row)

    def frame(self, table: Table) -> pl.DataFrame:
        """One table, as a Polars frame."""
        rows = self._rows[table.scope]
        types: dict[str, Any] = {name: _key_type(rows, name) for name in table.keys}
        for column in table.columns:
            names = names_of(column)
            types |= dict.fromkeys(names, _type_of(column))
        types |= {each.known: pl.Boolean for each in self._inside[table.scope] if each.known is not None}
        return pl.DataFrame(rows, schema=types, orient="row")


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


def _key_type(rows: Sequence[Mapping[str, Any]], name: str) -> Any:
    return pl.Int64 if rows and isinstance(rows[0][name], int) else pl.String


def value_at(member: Any, path: Sequence[str]) -> Any:
    """The value at a path inside a model; `None` where a step on the way there is not known."""
    for step in path:
        if member is None:
            return None
        member = getattr(member, step)
    return member


def _cell_of(value: Any, column: Column) -> Any:
    if value is None:
        return None
    match column.kind.base:
        case Base.NUMBER if column.kind.unit is Unit.EURO:
            return int(value * 100)
        case Base.NUMBER if column.kind.unit in WHOLE_UNITS:
            return int(value)
        case Base.INSTANT:
            return value.astimezone(UTC)
        case Base.CATEGORY:
            return str(value)
        case _:
            return value


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
