"""What is left of an input when its unreadable values are taken out: even that is checked for contradictions.

So whoever mends the fields does not meet a second round of problems afterwards. Used only when reading has failed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from clusterpolicy.errors import Problem
from clusterpolicy.model.base import MOST_ENTRIES, CheckedModel, DomainModel, Path
from clusterpolicy.model.places import place_of
from clusterpolicy.model.shape import Shape, shapes_of


def contradictions_in_the_rest(model: type[DomainModel], data: object) -> list[Problem]:
    """The contradictions among those facts of `data` that can be read; all others count as not known."""
    found: list[Problem] = []
    _rest(model, data, (), found)
    return found


def _rest(model: type[DomainModel], data: object, place: Path, found: list[Problem]) -> DomainModel:
    """The readable part of a model. Its contradictions, and those further down, are added to `found`."""
    given: dict[Any, Any] = data if isinstance(data, dict) else {}
    values: dict[str, Any] = {}
    for name, shape in shapes_of(model).items():
        if name in given:
            values[name] = _rest_of_field(model, name, shape, given[name], (*place, name), found)
        elif model.model_fields[name].is_required():
            values[name] = None  # a field left out is reported by the field itself
    readable = model.model_construct(**values)
    # Of longer lists only the beginning is looked at, where references would seem to lead nowhere.
    whole = all(len(each) <= MOST_ENTRIES for each in given.values() if isinstance(each, list))
    if whole and isinstance(readable, CheckedModel):
        found += _problems(readable, place)
    return readable


def _problems(readable: CheckedModel, place: Path) -> Iterator[Problem]:
    for each in readable.contradictions():
        yield Problem(each.code, place_of((*place, *each.place)), each.message, each.mend)


def _rest_of_field(
    model: type[DomainModel], name: str, shape: Shape, value: object, place: Path, found: list[Problem]
) -> object:
    if shape.model is None:
        return _readable(_adapter(model, name), value)
    if not shape.many:
        return _rest(shape.model, value, place, found) if isinstance(value, dict) else None
    if not isinstance(value, list):
        return None
    # A longer list is refused anyway.
    return tuple(_rest(shape.model, entry, (*place, index), found) for index, entry in enumerate(value[:MOST_ENTRIES]))


@cache
def _adapter(model: type[DomainModel], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(shapes_of(model)[name].annotation)


def _readable(adapter: TypeAdapter[Any], value: object) -> object:
    try:
        return adapter.validate_python(value)
    except ValidationError:
        return None
