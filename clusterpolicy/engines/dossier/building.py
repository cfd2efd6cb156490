"""Applications built from facts: a changed fact copies the models on its path, and nothing else.

Every value has been read by its own type before, so nothing is validated again.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from pydantic import BaseModel

from clusterpolicy.engines.dossier.naming import Names
from clusterpolicy.model.base import DomainModel
from clusterpolicy.model.shape import shapes_of

_set = object.__setattr__


def with_field(model: BaseModel, name: str, value: Any) -> Any:
    """A copy of `model` with another value in one field."""
    kind = model.__class__
    copy = kind.__new__(kind)
    fields = model.__dict__.copy()
    fields[name] = value
    was_set = model.__pydantic_fields_set__
    _set(copy, "__dict__", fields)
    _set(copy, "__pydantic_fields_set__", was_set if name in was_set else was_set | {name})
    _set(copy, "__pydantic_extra__", None)
    _set(copy, "__pydantic_private__", None)
    return copy


def with_value(model: BaseModel, steps: Names, value: Any) -> Any:
    """A copy of `model` with another value at the end of some steps. A table on the way that was unknown is made."""
    first = steps[0]
    if len(steps) > 1:
        inner = model.__dict__[first]
        value = with_value(_empty(model, first) if inner is None else inner, steps[1:], value)
    return with_field(model, first, value)


def value_at(model: Any, steps: Names) -> Any:
    """What stands at the end of some steps; `None` where a table on the way is unknown."""
    for step in steps:
        if model is None:
            return None
        model = model.__dict__[step]
    return model


def constructed(kind: type[BaseModel], **fields: Any) -> Any:
    """A model of which nothing is known but `fields`. Tables inside that must be there are made likewise."""
    model = _unknown(kind)
    for name, value in fields.items():
        model = with_field(model, name, value)
    return model


@cache
def _unknown(kind: type[BaseModel]) -> Any:
    """A model of which nothing is known, made once: models cannot be changed."""
    fields: dict[str, Any] = {}
    for name, info in kind.model_fields.items():
        if info.is_required():
            inner = info.annotation
            is_model = isinstance(inner, type) and issubclass(inner, BaseModel)
            fields[name] = _unknown(cast(type[BaseModel], inner)) if is_model else None
    return kind.model_construct(None, **fields)


def _empty(model: BaseModel, name: str) -> Any:
    kind = shapes_of(cast(type[DomainModel], type(model)))[name].model
    assert kind is not None  # only tables have steps inside
    return constructed(kind)
