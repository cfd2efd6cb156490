"""Facts of an application by their paths, such as `participations[0].costs.industrial_research.personnel`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from clusterpolicy.errors import InputError, Problem, nearest
from clusterpolicy.language.facts import Field, fields_of
from clusterpolicy.language.kinds import Kind

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


@dataclass(frozen=True, slots=True)
class FactAt:
    """One fact of one application.

    Attributes:
        name: Its path as text.
        path: The steps of it.
        kind: What it is: a number of some unit, a day, an instant, a truth, one of some options, a text.
        present: What it is now; `None` where that is not known.
        field: The field as formulas see it.
        declared: The field as the model declares it, with all that may be written there.
    """

    name: str
    path: Path
    kind: Kind
    present: Any
    field: Field
    declared: FieldInfo

    @property
    def known(self) -> Any:
        """Its present value, a whole number as a decimal; `None` where that is not known."""
        is_whole = isinstance(self.present, int) and not isinstance(self.present, bool)
        return Decimal(self.present) if is_whole else self.present


def fact_at(model: BaseModel, name: str) -> FactAt:
    """The fact at a path.

    Raises: InputError `reference-unknown` where there is none, `input-invalid` for what is no single fact.
    """
    path = path_of(name)
    present = value_at(model, path)
    parent, step = value_at(model, path[:-1]), path[-1]
    field = fields_of(type(parent)).get(step) if isinstance(step, str) and isinstance(parent, BaseModel) else None
    if field is None or field.kind is None:
        said = "it is no single fact that rules speak of"
        raise InputError(Problem("input-invalid", name, said, "name a number, a day, a truth or a category"))
    return FactAt(name, path, field.kind, present, field, type(parent).model_fields[field.name])


def facts_in(model: BaseModel) -> Iterator[FactAt]:
    """Every fact in a model that is known, with its path."""
    yield from _facts(model, "", ())


def _facts(value: Any, place: str, path: Path) -> Iterator[FactAt]:
    if isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _facts(each, f"{place}[{number}]", (*path, number))
    elif isinstance(value, BaseModel):
        for name, field in fields_of(type(value)).items():
            inner, where = getattr(value, name), f"{place}.{name}" if place else name
            if field.kind is None:
                yield from _facts(inner, where, (*path, name))
            elif inner is not None:
                yield FactAt(where, (*path, name), field.kind, inner, field, type(value).model_fields[name])


def check_names(model: type[BaseModel], names: Iterable[str]) -> None:
    """Refuse names of facts that a model does not have. Members have no numbers: `participations[].costs`.

    Raises: InputError `reference-unknown` with every such name, and the nearest one that there is.
    """
    known, outer = _all_names(model), tuple(fields_of(model))
    problems = []
    for name in names:
        if name not in known:
            head = re.split(r"[.\[]", name, maxsplit=1)[0]
            near = [each for each in known if re.split(r"[.\[]", each, maxsplit=1)[0] == head] or outer
            said = f"no application has facts at `{name[:100]}`"
            problems.append(Problem("reference-unknown", "facts", said, nearest(name[:100], near)))
    if problems:
        raise InputError(problems)


@cache
def _all_names(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(_names(model, "", (model,)))


def _names(model: type[BaseModel], place: str, above: tuple[type[BaseModel], ...]) -> Iterator[str]:
    for name, field in fields_of(model).items():
        where = f"{place}.{name}" if place else name
        yield where
        inner = field.embedded or field.members
        if field.members is not None:
            where = f"{where}[]"
            yield where
        if inner is not None and inner not in above:
            yield from _names(inner, where, (*above, inner))
