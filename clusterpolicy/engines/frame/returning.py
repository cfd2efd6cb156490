"""From tables back to applications."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import polars as pl
from pydantic import BaseModel, ValidationError

from clusterpolicy.engines.frame.border import entered
from clusterpolicy.engines.frame.libraries import library_of
from clusterpolicy.engines.frame.schema import Column, Schema, Table, schema_of
from clusterpolicy.engines.frame.told import is_told
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language.facts import Field, fields_of
from clusterpolicy.language.kinds import Base
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.units import Unit

Rows = dict[str, dict[tuple[Any, ...], list[dict[str, Any]]]]
"""The rows of each table, by the keys of the row around them."""


def applications_of(tables: Mapping[str, Any], rule_set: RuleSet) -> list[BaseModel]:
    """The applications of some tables, in their order: what `tables_of(..., whole=True)` was made from.

    What tables do not hold is not known afterwards: lists of plain texts, as other activity codes, and who owns whom.
    A fact without a column is not known.

    Args:
        tables: The tables by their names, in memory; see `schema_of` with `whole`.
        rule_set: The rules that say what an application is.

    Raises: InputError with every problem of the tables, or with every value that does not fit its field.

    >>> from clusterpolicy.engines.frame import tables_of
    >>> from clusterpolicy.model import Application, Participation, Project
    >>> from clusterpolicy.rules.piedmont import LINE_A
    >>> alfa = Participation(id="alfa", enterprise={"name": "Meccanica Alfa"})
    >>> one = Application(id="1", call="piedmont/line-a", project=Project(title="Gears"), participations=(alfa,))
    >>> applications_of(tables_of([one], LINE_A, whole=True), LINE_A) == [one]
    True
    """
    schema = schema_of(rule_set, whole=True)
    library = library_of(tables)
    if library.in_place:
        said, mend = f"the tables of {library.name} stay where they are", "collect them first"
        raise InputError(Problem("input-invalid", "tables", said, mend))
    frames = library.in_memory(tables)
    entered(schema, frames)  # who has no row around it, or the key of another one, would be lost without a word
    rows = {table.name: _by_owner(table, frames[table.name]) for table in schema if table.name in frames}
    problems: list[Problem] = []
    found = []
    for row in rows["applications"].get((), []):
        data = _data(schema, rows, schema[0], row)
        try:
            found.append(rule_set.root.model_validate(data))
        except ValidationError as error:
            name = row[schema[0].keys[0]]
            problems += [_problem(name, each) for each in error.errors()]
    if problems:
        raise InputError(problems)
    return found


def _problem(application: Any, error: Any) -> Problem:
    place = ".".join(str(step) for step in error["loc"])
    return Problem("input-invalid", f"applications[{application}].{place}", str(error["msg"]), "correct the value")


def _by_owner(table: Table, frame: pl.DataFrame) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(tuple(row[key] for key in table.keys[: table.scope.depth]), []).append(row)
    return found


def _data(schema: Schema, rows: Rows, table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row and all that belongs to it say, as plain data for its model."""
    values = {column.path: _value(column, row.get(column.name)) for column in table.columns if not column.computed}
    keys = tuple(row[key] for key in table.keys)
    for inside in schema:
        if inside.scope.parent is table.scope:
            is_known = inside.name in rows and (inside.known is None or row.get(inside.known) is True)
            members = rows[inside.name].get(keys, []) if is_known else None
            values[inside.scope.path] = (
                None if members is None else [_data(schema, rows, inside, each) for each in members]
            )
    data = dict(_fields(table.scope.entity, (), values))
    if table.has_own_key and "id" in table.scope.entity.model_fields:
        data.setdefault("id", row[table.keys[-1]])
    return data


def _fields(
    model: type[BaseModel], path: tuple[str, ...], values: Mapping[tuple[str, ...], Any]
) -> Iterator[tuple[str, Any]]:
    for field in filter(is_told, fields_of(model).values()):
        here = (*path, field.name)
        if field.embedded is not None:
            inner = dict(_fields(field.embedded, here, values))
            yield field.name, None if _says_nothing(field, inner) else inner
        elif here in values and (values[here] is not None or field.optional):
            yield field.name, values[here]


def _says_nothing(field: Field, inner: Mapping[str, Any]) -> bool:
    """Whether nothing is known of a model that may be unknown as a whole."""
    return field.optional and all(value is None or value == {} or _is_empty(value) for value in inner.values())


def _is_empty(value: Any) -> bool:
    return isinstance(value, dict) and all(each is None or _is_empty(each) for each in value.values())


def _value(column: Column, value: Any) -> Any:
    if value is None:
        return None
    match column.kind.base:
        case Base.NUMBER if column.kind.unit is Unit.EURO:
            return Decimal(value).scaleb(-2)
        case Base.NUMBER if column.decimals:
            return Decimal(str(value))
        case Base.INSTANT:
            return value if isinstance(value, datetime) and value.tzinfo else value.replace(tzinfo=UTC)
        case _:
            return value
