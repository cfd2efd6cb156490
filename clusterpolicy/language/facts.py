"""Facts: the fields of the domain models, as formulas with a type and a unit."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, NoReturn

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from clusterpolicy.errors import FormulaMisuse, Problem, UnknownName, nearest
from clusterpolicy.language import nodes as n
from clusterpolicy.language.formula import Formula, Unnamed
from clusterpolicy.language.kinds import DATE, INSTANT, TEXT, TRUTH, WHOLE_UNITS, Kind, category, number
from clusterpolicy.units import Unit


@dataclass(frozen=True, slots=True)
class Field:
    """What a field of a model is: a value of some `kind`, one `embedded` model, or a collection of `members`.

    `optional` says whether it may be `None`, which means not known.
    """

    name: str
    label: str
    optional: bool
    kind: Kind | None = None
    embedded: type[BaseModel] | None = None
    members: type[BaseModel] | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None


@cache
def fields_of(model: type[BaseModel]) -> dict[str, Field]:
    """The fields of a model, as formulas see them. A field of a type no formula can use is left out."""
    fields = (_field(name, info) for name, info in model.model_fields.items())
    return {field.name: field for field in fields if field is not None}


def _field(name: str, info: FieldInfo) -> Field | None:
    marks = list(info.metadata)
    bare, optional = _without_none(info.annotation, marks)
    label = info.title or name.replace("_", " ")
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return Field(name, label, optional, embedded=bare)
    if typing.get_origin(bare) is tuple:
        member = typing.get_args(bare)[0]
        is_model = isinstance(member, type) and issubclass(member, BaseModel)
        return Field(name, label, optional, members=member) if is_model else None
    kind = _kind(bare, marks)
    if kind is None:
        return None
    return Field(name, label, optional, kind, lowest=_bound(marks, "ge"), highest=_bound(marks, "le"))


def _without_none(annotation: Any, marks: list[Any]) -> tuple[Any, bool]:
    """The annotation without `None` and without its marks, which are added to `marks`; and whether `None` was there."""
    optional = False
    while True:
        origin = typing.get_origin(annotation)
        if origin is typing.Annotated:
            annotation, *more = typing.get_args(annotation)
            for mark in more:
                marks.append(mark)
                marks += getattr(mark, "metadata", ())
        elif origin in (typing.Union, types.UnionType):
            parts = [part for part in typing.get_args(annotation) if part is not types.NoneType]
            optional = optional or len(parts) < len(typing.get_args(annotation))
            if len(parts) != 1:
                return annotation, optional
            annotation = parts[0]
        else:
            return annotation, optional


def _kind(bare: Any, marks: list[Any]) -> Kind | None:
    if bare is bool:
        return TRUTH
    if bare is datetime:
        return INSTANT
    if bare is date:
        return DATE
    if bare is str:
        return TEXT
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        return category(bare)
    unit = next((mark for mark in marks if isinstance(mark, Unit)), None)
    if unit is None or bare not in (int, Decimal) or (bare is Decimal and unit in WHOLE_UNITS):
        return None
    return number(unit)


def _bound(marks: list[Any], which: str) -> Decimal | None:
    for mark in marks:
        value = getattr(mark, which, None)
        if isinstance(value, int | Decimal):
            return Decimal(value)
    return None


class Facts:
    """The facts of a model, or of a model that stands inside another. Each field is a formula; see `facts_of`."""

    __slots__ = ("_entity", "_model", "_optional", "_path")

    def __init__(
        self,
        entity: type[BaseModel],
        model: type[BaseModel],
        path: tuple[str, ...] = (),
        optional: tuple[bool, ...] = (),
    ) -> None:
        self._entity = entity
        self._model = model
        self._path = path
        self._optional = optional

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what Python itself asks for, when it copies or inspects
            raise AttributeError(name)
        field = fields_of(self._model).get(name)
        if field is None:
            raise self._unknown(name)
        path, optional = (*self._path, name), (*self._optional, field.optional)
        if field.embedded is not None:
            return Facts(self._entity, field.embedded, path, optional)
        if field.members is not None:
            return Collection(".".join((self._entity.__name__, *path)), field.members)
        if field.kind is None:
            raise self._unknown(name)
        return Unnamed(
            n.Fact(self._entity, path, optional, field.kind, self._label(field), field.lowest, field.highest)
        )

    def _label(self, field: Field) -> str:
        """The label of a field, said of its activity where it stands in a table of costs or the like."""
        model, labels = self._entity, []
        for step in self._path:
            inner = fields_of(model)[step]
            model = typing.cast(type[BaseModel], inner.embedded)
            labels.append(inner.label)
        qualifier = labels[-1] if len(labels) > 1 else ""
        return f"{field.label}, {qualifier}" if qualifier else field.label

    def _unknown(self, name: str) -> UnknownName:
        known = list(fields_of(self._model))
        return UnknownName(
            Problem(
                "unknown-name",
                f"facts of {self._model.__name__}",
                f"{self._model.__name__} has no fact `{name}`",
                nearest(name, known),
            )
        )

    def __dir__(self) -> list[str]:
        return list(fields_of(self._model))

    def __iter__(self) -> Iterator[str]:
        return iter(fields_of(self._model))

    def __repr__(self) -> str:
        return f"facts_of({'.'.join((self._entity.__name__, *self._path))})"


def entry_of(facts: Facts) -> Formula:
    """That there is a member with these facts: true of every one. See `count`."""
    return Unnamed(n.Entry(facts._entity))


class Collection:
    """A field that holds several entries. It is no value: every use says what to write instead."""

    __slots__ = ("_members", "_where")

    def __init__(self, where: str, members: type[BaseModel]) -> None:
        self._where = where
        self._members = members

    def _refuse(self, *_: object) -> NoReturn:
        name = self._members.__name__
        raise FormulaMisuse(
            Problem(
                "wrong-type",
                self._where,
                f"`{self._where}` holds several entries, so it is not one value",
                f"take entry = facts_of({name}) and write every(entry...), some(entry...), count(...) or total(...)",
            )
        )

    __lt__ = __le__ = __gt__ = __ge__ = __add__ = __mul__ = __and__ = __or__ = __invert__ = __bool__ = _refuse
    __iter__ = __len__ = __contains__ = __sub__ = __truediv__ = __neg__ = __ne__ = _refuse
    __hash__ = object.__hash__

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self._refuse()

    def __eq__(self, other: object) -> NoReturn:
        self._refuse()

    def __repr__(self) -> str:
        return f"Collection({self._where})"


def facts_of(model: type[BaseModel]) -> Facts:
    """The facts of `model`: each of its fields is a formula, with the type and the unit its annotation gives it.

    Raises: UnknownName `unknown-name` for a misspelt field, with the nearest name there is.

    >>> from clusterpolicy.model import Enterprise
    >>> enterprise = facts_of(Enterprise)
    >>> enterprise.registered_farm
    Formula(entry in the agricultural register)
    """
    return Facts(model, model)
