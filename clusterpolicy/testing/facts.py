"""The facts of an application by their paths: to list them, and to forget or to learn some of them.

For the law that every rule set must keep: adding a fact never turns satisfied into failed, nor failed into satisfied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clusterpolicy.model import Application, DomainModel
from clusterpolicy.model.places import parts_of, place_of
from clusterpolicy.model.shape import shapes_of

_Path = tuple[str | int, ...]


def nullable_paths(application: Application) -> tuple[str, ...]:
    """Every path of the application at which a fact may be not known, whether it is known now or not.

    A field whose `None` means something else than not known is left out.

    >>> from clusterpolicy.model import Participation, Project
    >>> alfa = Participation(id="alfa", enterprise={"name": "Meccanica Alfa"})
    >>> application = Application(id="1", call="any", project=Project(title="Gears"), participations=(alfa,))
    >>> [path for path in nullable_paths(application) if "costs" in path]
    ['participations[0].costs']
    """
    return tuple(place_of(path) for path in _nullable(application, ()))


def _nullable(entity: DomainModel, place: _Path) -> Iterator[_Path]:
    for name, shape in shapes_of(type(entity)).items():
        path = (*place, name)
        if shape.may_be_unknown:
            yield path
        value = getattr(entity, name)
        if isinstance(value, DomainModel):
            yield from _nullable(value, path)
        elif isinstance(value, tuple) and shape.model is not None:
            for index, entry in enumerate(value):
                yield from _nullable(entry, (*path, index))


def unknown_paths(application: Application) -> tuple[str, ...]:
    """Those of the `nullable_paths` at which the fact is not known."""
    return tuple(path for path in nullable_paths(application) if value_at(application, path) is None)


def value_at(application: Application, path: str) -> Any:
    """The value at a path. Raises `LookupError` or `AttributeError` if the application has no such place."""
    value: Any = application
    for part in parts_of(path):
        value = value[part] if isinstance(part, int) else getattr(value, part)
    return value


def without_facts(application: Application, paths: Iterable[str]) -> Application:
    """The same application, with the facts at `paths` not known. A path below one that is forgotten goes with it.

    Raises `pydantic.ValidationError` for a path at which a fact must be known.
    """
    return with_facts(application, dict.fromkeys(paths))


def with_facts(application: Application, facts: Mapping[str, Any]) -> Application:
    """The same application, with the values of `facts` at their paths. Shorter paths come first.

    Raises `pydantic.ValidationError` if the values do not fit, or contradict what is there.
    """
    data = application.model_dump()
    for path in sorted(facts, key=lambda each: len(parts_of(each))):
        *way, last = parts_of(path)
        owner: Any = data
        for part in way:
            owner = owner[part] if owner is not None else None
        if owner is not None:
            value = facts[path]
            owner[last] = value.model_dump() if isinstance(value, DomainModel) else value
    return Application.model_validate(data)
