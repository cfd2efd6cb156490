"""Fields of models, and models with other values in them: what neighbours are made with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import count
from random import Random
from typing import Any, cast

from pydantic import BaseModel

from clusterpolicy.engines.frame.told import is_told
from clusterpolicy.language.facts import Field, fields_of


@cache
def _weights(model: type[BaseModel]) -> tuple[list[Field], list[int]]:
    # who owns whom must hold together, and is moved as a whole
    fields = [each for each in fields_of(model).values() if each.name != "id" and is_told(each)]
    return fields, [min(_weight(each), 30) for each in fields]


def _weight(field: Field) -> int:
    inner = field.embedded or field.members
    return 1 if inner is None else 1 + sum(_weights(inner)[1])


def some_field(model: type[BaseModel], chance: Random) -> Field:
    """A field of a model: the more often, the more facts it leads to."""
    fields, weights = _weights(model)
    return chance.choices(fields, weights)[0]


def sibling(model: Any, chance: Random) -> Decimal:
    """Another amount of the same model."""
    values = [value for value in model.__dict__.values() if isinstance(value, Decimal)]
    return chance.choice(values) if values else Decimal(0)


def days_of(application: Any) -> list[date]:
    """The days that stand in the application itself."""
    values = application.__dict__.values()
    return [value.date() if isinstance(value, datetime) else value for value in values if isinstance(value, date)]


def within(number: Decimal, field: Field) -> Decimal:
    """The number, or the end of what the field allows."""
    low, high = field.lowest, field.highest
    number = number if low is None else max(number, low)
    return number if high is None else min(number, high)


def members_in(application: Any, model: type[BaseModel], name: str) -> tuple[Any, ...]:
    """The members of a collection, of the application itself or of one of its participations."""
    stack = [application]
    while stack:
        each = stack.pop()
        if type(each) is model:
            return getattr(each, name) or ()
        for value in each.__dict__.values():
            stack += [value] if isinstance(value, BaseModel) else []
            stack += [one for one in value if isinstance(one, BaseModel)] if isinstance(value, tuple) else []
    return ()


def told_apart(members: Sequence[Any]) -> Iterator[Any]:
    """The members, each with an identifier of its own."""
    given = {getattr(each, "id", None) for each in members}
    met: set[Any] = set()
    for each in members:
        name = getattr(each, "id", None)
        if name in met and name is not None:
            name = next(other for at in count(2) if (other := f"{name}-{at}") not in given | met)
            each = each.model_copy(update={"id": name})
        met.add(name)
        yield each


def value_in(value: Any, path: Sequence[Any]) -> Any:
    """The value at a place; `None` where a step on the way there is not known."""
    for step in path:
        if value is None:
            return None
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


def smaller(model: Any) -> Iterator[Any]:
    """The model with a member or a fact less, each in turn: the largest part first."""
    for field in sorted(fields_of(cast(type[BaseModel], type(model))).values(), key=_weight, reverse=True):
        value = getattr(model, field.name)
        if value is not None:
            for less in _less_of(field, value):
                yield model.model_copy(update={field.name: less})


def _less_of(field: Field, value: Any) -> Iterator[Any]:
    if field.optional:
        yield None
    if field.embedded is not None:
        yield from smaller(value)
    elif field.members is not None:
        yield from ((*value[:place], *value[place + 1 :]) for place in range(len(value)))
        for place, each in enumerate(value):
            yield from ((*value[:place], less, *value[place + 1 :]) for less in smaller(each))
