"""Facts of an application by their paths, such as `participations[0].costs.industrial_research.personnel`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from clusterpolicy.errors import InputError, Problem, nearest

_STEP = re.compile(r"([a-z0-9_]+)((?:\[\d+\])?)")

Path = tuple[str | int, ...]


def path_of(text: str) -> Path:
    """The steps of a path. Raises: InputError `reference-unknown` for what is none.

    >>> path_of("participations[0].costs.industrial_research.personnel")
    ('participations', 0, 'costs', 'industrial_research', 'personnel')
    """
    steps: list[str | int] = []
    for part in text.split("."):
        found = _STEP.fullmatch(part)
        if found is None:
            said = f"`{part[:100]}` is no step of a path"
            raise InputError(Problem("reference-unknown", "fact", said, "write it as in `end_users[0].costs`"))
        steps.append(found[1])
        if found[2]:
            steps.append(int(found[2][1:-1]))
    return tuple(steps)


def value_at(model: BaseModel, path: Path) -> Any:
    """The value at a path. Raises: InputError `reference-unknown`, with the nearest name, where there is none."""
    value: Any = model
    for step in path:
        if isinstance(step, int):
            known = [str(number) for number in range(len(value))] if isinstance(value, tuple) else []
            found = isinstance(value, tuple) and step < len(value)
        else:
            known = list(type(value).model_fields) if isinstance(value, BaseModel) else []
            found = step in known
        if not found:
            said = f"there is no `{step}` here"
            raise InputError(Problem("reference-unknown", "fact", said, nearest(str(step), known)))
        value = value[step] if isinstance(step, int) else getattr(value, str(step))
    return value


def with_value(model: Any, path: Path, value: Any) -> Any:
    """A copy of the model with another value at a path that it has."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return (*model[:step], with_value(model[step], rest, value), *model[step + 1 :])
    return model.model_copy(update={step: with_value(getattr(model, step), rest, value)})


def amounts_in(model: BaseModel) -> Iterator[tuple[str, Decimal]]:
    """Every known number with decimals in a model that is above nought, with its path: amounts, and people at work."""
    yield from _amounts(model, "")


def _amounts(value: Any, place: str) -> Iterator[tuple[str, Decimal]]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _amounts(getattr(value, name), f"{place}.{name}" if place else name)
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _amounts(each, f"{place}[{number}]")
    elif isinstance(value, Decimal) and value > 0:
        yield place, value
