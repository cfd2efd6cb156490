"""Facts that cannot all be true: the checks of the models, made anew only where a fact they look at changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from clusterpolicy.engines.dossier.leaf import Level
from clusterpolicy.engines.dossier.memory import Changed
from clusterpolicy.engines.dossier.naming import Names
from clusterpolicy.engines.dossier.recorder import Recorder, is_touched
from clusterpolicy.engines.dossier.schema import Schema
from clusterpolicy.model.base import CheckedModel, Contradiction, Path

Where = tuple[str, Names]
"""A model that is checked: the collection it stands in, empty for the application, and the steps from there."""


class Checks:
    """The checks of one application. `whole` are the names of the facts that are handed out as they are."""

    def __init__(self, schema: Schema) -> None:
        self._whole = frozenset(leaf.names for leaf in schema.leaves)
        self._where = tuple(_checked(schema))
        self._seen: dict[Where, set[Names]] = {where: set() for where in self._where}
        self._found: dict[tuple[Where, int], tuple[tuple[Path, Contradiction], ...]] = {}
        self._touched: dict[Names, tuple[Where, ...]] = {}

    def start(self, application: BaseModel, *, is_sound: bool) -> None:
        """Begin with an application. One that is known to be `sound` is looked at only when a fact changes."""
        self._found.clear()
        self._touched.clear()
        for where in self._where:
            self._seen[where] = {()} if is_sound else set()
            if not is_sound:
                self._check(application, where, None)

    def update(self, application: BaseModel, changed: Iterable[Changed]) -> bool:
        """Take changed facts; whether facts contradict each other now."""
        due: dict[tuple[Where, int | None], None] = {}
        for each in changed:
            for where in self._touched_by(each.names):
                own = each.number if where[0] and where[0] == each.collection else None
                due[where, None if () in self._seen[where] else own] = None
        for where, number in due:
            self._check(application, where, number)
        return bool(self._found)

    def found(self) -> list[tuple[Path, Contradiction]]:
        """Every contradiction, with the path of the model it was found in."""
        return [each for _, found in sorted(self._found.items(), key=_by_place) for each in found]

    def _touched_by(self, names: Names) -> tuple[Where, ...]:
        touched = self._touched.get(names)
        if touched is None:
            touched = tuple(
                where for where in self._where if () in self._seen[where] or is_touched(names, self._seen[where])
            )
            self._touched[names] = touched
        return touched

    def _check(self, application: BaseModel, where: Where, number: int | None) -> None:
        seen = self._seen[where]
        before = len(seen)
        seen.discard(())
        for index, (place, model) in enumerate(_models(application, where)):
            if model is None or number not in (None, index):
                continue
            names = tuple(step for step in place if isinstance(step, str))
            stand_in: Any = Recorder(model, names, seen, self._whole.__contains__)
            found = tuple((place, each) for each in stand_in.contradictions())
            if found:
                self._found[where, index] = found
            else:
                self._found.pop((where, index), None)
        if len(seen) != before:
            self._touched.clear()


def _models(application: BaseModel, where: Where) -> Iterator[tuple[Path, Any]]:
    collection, steps = where
    members = getattr(application, collection) or () if collection else (application,)
    for index, member in enumerate(members):
        model: Any = member
        for step in steps:
            model = None if model is None else getattr(model, step)
        yield ((collection, index, *steps) if collection else steps), model


def _checked(schema: Schema) -> Iterator[Where]:
    """The checked models that stand on the way to facts; those inside one fact were checked when it was read."""
    levels: list[tuple[str, Names, Level]] = [
        ("", (), schema.top),
        *((name, (), level) for name, level in schema.collections.items()),
    ]
    while levels:
        collection, steps, level = levels.pop()
        if issubclass(level.model, CheckedModel):
            yield collection, steps
        levels += ((collection, (*steps, name), inner) for name, inner in level.tables.items())


def _by_place(item: tuple[tuple[Where, int], Any]) -> tuple[Where, int]:
    return item[0]
