"""What the fields of a model are made of, for those who walk through an application without knowing its models."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic.fields import FieldInfo

from clusterpolicy.model.base import DomainModel, NoneMeans


@dataclass(frozen=True, slots=True)
class Shape:
    """What one field is: a value, a `model` of its own, or a list (`many`) of either.

    `may_be_unknown` says whether `None` is allowed and means that the fact is not known.
    """

    annotation: Any
    model: type[DomainModel] | None
    many: bool
    may_be_unknown: bool


@cache
def shapes_of(model: type[DomainModel]) -> Mapping[str, Shape]:
    """The shape of every field of `model`, by name.

    >>> from clusterpolicy.model import Participation
    >>> shapes_of(Participation)["costs"].model
    <class 'clusterpolicy.model.costs.EligibleCosts'>
    """
    return {name: _shape(info) for name, info in model.model_fields.items()}


def _shape(info: FieldInfo) -> Shape:
    whole = typing.Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    bare, optional, marks = _bare(whole)
    many = typing.get_origin(bare) is tuple
    if many:
        bare, _, _ = _bare(typing.get_args(bare)[0])
    model = bare if isinstance(bare, type) and issubclass(bare, DomainModel) else None
    return Shape(whole, model, many, optional and not any(isinstance(mark, NoneMeans) for mark in marks))


def _bare(annotation: Any) -> tuple[Any, bool, list[Any]]:
    """The annotation without `None` and without its marks; whether `None` is allowed; and the marks."""
    optional = False
    marks: list[Any] = []
    while True:
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if origin is typing.Annotated:
            annotation = arguments[0]
            marks += arguments[1:]
        elif origin in (typing.Union, types.UnionType):
            optional = True
            annotation = next(each for each in arguments if each is not types.NoneType)
        else:
            return annotation, optional, marks


def inner_model(model: type[DomainModel] | None, path: tuple[str | int, ...]) -> type[DomainModel] | None:
    """The model that stands at `path` below `model`, or `None` if there is none.

    >>> from clusterpolicy.model import Application
    >>> inner_model(Application, ("participations", 3, "enterprise")).__name__
    'Enterprise'
    """
    for part in path:
        if isinstance(part, str) and model is not None:
            shape = shapes_of(model).get(part)
            model = shape.model if shape is not None else None
    return model
