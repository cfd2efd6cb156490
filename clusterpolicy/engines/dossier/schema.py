"""Which facts an application can have: every path at which evidence can say something, from the models alone.

A fact is a leaf of the models. A list is one fact, unless it is a collection of the application whose entries have an
`id`: then its members are named by it, and each has facts of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, cast

from pydantic import BaseModel, TypeAdapter

from clusterpolicy.errors import Problem, nearest
from clusterpolicy.model.base import DomainModel
from clusterpolicy.model.shape import Shape, shapes_of

Names = tuple[str, ...]

_MEMBER = re.compile(r'([a-z_0-9]+)\[(?:("(?:[^"\\]|\\.)*")|([^\]"]+))\](?:\.(.*))?', re.DOTALL)


@dataclass(slots=True, eq=False)
class Leaf:
    """What can be known at one place of the models.

    Attributes:
        names: The names of the fields from the root down, members of collections passed over.
        collection: The collection around it; empty for facts of the application itself.
        steps: The fields from the member, or from the root, down.
        label: What it is, in words.
        shape: What its field is made of; `None` where only that something is there can be known.
        default: What the field holds where nobody says anything.
        model: The model that stands there; `None` for a value.
        may_be_unknown: Whether `None` is allowed.
        around: How many of its steps lead to tables that may themselves be unknown, outermost first.
    """

    names: Names
    collection: str
    steps: Names
    label: str
    shape: Shape | None
    default: Any
    model: type[DomainModel] | None
    may_be_unknown: bool
    around: tuple[int, ...]
    _adapter: TypeAdapter[Any] | None = None

    def read(self, value: Any) -> Any:
        """The value as the model holds it. Raises: pydantic.ValidationError."""
        if self._adapter is None:
            assert self.shape is not None  # nothing is read where only presence can be known
            self._adapter = TypeAdapter(self.shape.annotation)
        return self._adapter.validator.validate_python(value)

    def written(self, value: Any) -> Any:
        """The value as JSON holds it."""
        if self._adapter is None:
            self.read(value)
        assert self._adapter is not None
        return self._adapter.dump_python(value, mode="json")


@dataclass(slots=True, eq=False)
class Place:
    """One fact of one application: a leaf, and the member it belongs to.

    `text` is its path; `around` are the paths of the tables and of the member that are there because it is.
    """

    text: str
    leaf: Leaf
    key: str
    around: tuple[str, ...]


class Unplaced(ValueError):
    """A path that leads nowhere, with the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(slots=True, eq=False)
class Level:
    """The fields of one model at one place: leaves, and tables inside."""

    model: type[DomainModel]
    leaves: dict[str, Leaf] = field(default_factory=dict)
    tables: dict[str, Level] = field(default_factory=dict)
    presence: Leaf | None = None


class Schema:
    """The facts that an instance of a root model can have."""

    def __init__(self, root: type[BaseModel]) -> None:
        self.root = cast(type[DomainModel], root)
        self.collections: dict[str, Level] = {}
        self.optional: dict[str, Leaf] = {}
        """Collections that may be unknown, each with the leaf that says that it is known."""
        self.top = self._level(self.root, "", (), (), ())
        self._places: dict[str, Place] = {}
        self._tables: dict[str, tuple[Level, str]] = {}

    @classmethod
    def of(cls, root: type[BaseModel]) -> Schema:
        """The schema of a root model, made once."""
        return _schema_of(root)

    def place(self, text: str) -> Place:
        """The fact at a path. Raises: Unplaced."""
        found = self._places.get(text)
        if found is None:
            if len(self._places) > _MOST_PLACES:
                self._places.clear()
            found = self._places[text] = self._find(text)
        return found

    def level_at(self, text: str) -> tuple[Level, str] | None:
        """The table at a path, and the path that stands before its fields; `None` where no table stands there."""
        found = self._tables.get(text)
        if found is None:
            place = self._places.get(text)
            if text in self.collections or (place is not None and place.leaf.shape is not None):
                return None
            found = self._table_at(text)
            if found is not None:
                if len(self._tables) > _MOST_PLACES:
                    self._tables.clear()
                self._tables[text] = found
        return found

    def _table_at(self, text: str) -> tuple[Level, str] | None:
        level, rest, _, head = self._start(text)
        for step in rest:
            inner = level.tables.get(step)
            if inner is None:
                return None
            level = inner
        return level, text or head

    def member(self, text: str) -> tuple[str, str] | None:
        """The collection and the id of a member named by a path that ends with it."""
        found = _MEMBER.fullmatch(text)
        if found is None or found[4] is not None or found[1] not in self.collections:
            return None
        return found[1], _key(found)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every leaf of the models."""
        return tuple(_leaves(self.top)) + tuple(leaf for level in self.collections.values() for leaf in _leaves(level))

    def label_of(self, collection: str) -> str:
        """What a collection is, in words."""
        return self.root.model_fields[collection].title or collection

    @cached_property
    def required_collections(self) -> tuple[str, ...]:
        """The collections that need a member before there is an application at all."""
        return tuple(name for name in self.collections if name not in self.optional)

    @cached_property
    def top_required(self) -> tuple[Leaf, ...]:
        """The texts that an application must have."""
        return tuple(each for each in _leaves(self.top) if _must_be(each))

    def required_of(self, collection: str) -> tuple[Leaf, ...]:
        """The texts that each member of a collection must have."""
        return self._required[collection]

    @cached_property
    def _required(self) -> dict[str, tuple[Leaf, ...]]:
        return {
            name: tuple(each for each in _leaves(level) if _must_be(each)) for name, level in self.collections.items()
        }

    def _start(self, text: str) -> tuple[Level, list[str], str, str]:
        """The level at which a path begins, its steps, the key of the member, and the path of the member."""
        found = _MEMBER.fullmatch(text)
        if found is None:
            return self.top, text.split(".") if text else [], "", ""
        level = self.collections.get(found[1])
        if level is None:
            known = sorted((*self.collections, *self.top.leaves, *self.top.tables))
            said = f"there is no collection `{found[1]}` whose members are named"
            raise Unplaced(Problem("reference-unknown", text, said, nearest(found[1], known)))
        key = _key(found)
        return level, found[4].split(".") if found[4] else [], key, member_text(found[1], key)

    def _find(self, text: str) -> Place:
        level, steps, key, head = self._start(text)
        if not head and text in self.optional:
            return Place(text, self.optional[text], "", (text,))
        for number, step in enumerate(steps):
            if step in level.leaves and number == len(steps) - 1:
                return self._placed(level.leaves[step], key, head)
            inner = level.tables.get(step)
            if inner is None:
                raise Unplaced(_unknown(text, step, level, self if level is self.top else None))
            level = inner
        if level.presence is None:
            raise Unplaced(_unknown(text, "", level, None))
        return self._placed(level.presence, key, head)

    def _placed(self, leaf: Leaf, key: str, head: str) -> Place:
        tables = tuple(_joined(head, leaf.steps[:count]) for count in leaf.around)
        around = (leaf.collection, head, *tables) if head else tables
        return Place(_joined(head, leaf.steps), leaf, key, around)

    def _level(
        self, model: type[DomainModel], collection: str, names: Names, steps: Names, around: tuple[int, ...]
    ) -> Level:
        level = Level(model)
        for name, shape in shapes_of(model).items():
            info = model.model_fields[name]
            label = info.title or name.replace("_", " ")
            default = info.get_default(call_default_factory=True) if not info.is_required() else None
            path, at = (*names, name), (*steps, name)
            is_table = shape.model is not None and not shape.many and (default is not None or shape.may_be_unknown)
            if shape.model is not None and not shape.many and (is_table or info.is_required()):
                inside = (*around, len(at)) if shape.may_be_unknown else around
                inner = self._level(shape.model, collection, path, at, inside)
                if shape.may_be_unknown:
                    inner.presence = Leaf(path, collection, at, label, None, None, shape.model, True, inside)
                level.tables[name] = inner
            elif shape.many and shape.model is not None and not names and "id" in shape.model.model_fields:
                member = self._level(shape.model, name, (name,), (), ())
                member.presence = Leaf((name,), name, (), label, None, None, shape.model, False, ())
                self.collections[name] = member
                if shape.may_be_unknown:
                    self.optional[name] = Leaf((name,), "", (name,), label, None, None, None, True, ())
            elif not (name == "id" and not steps) and not (name == "call" and not names):
                may = shape.may_be_unknown or (default is None and not info.is_required())
                level.leaves[name] = Leaf(path, collection, at, label, shape, default, None, may, around)
        return level


_MOST_PLACES = 20_000
"""So many paths are kept. A process that sees more of them finds them anew."""


@cache
def _schema_of(root: type[BaseModel]) -> Schema:
    return Schema(root)


def member_text(collection: str, key: str) -> str:
    """The path of a member.

    >>> member_text("participations", "alfa"), member_text("participations", "a]b")
    ('participations[alfa]', 'participations["a]b"]')
    """
    plain = "]" not in key and '"' not in key
    return f"{collection}[{key if plain else json.dumps(key, ensure_ascii=False)}]"


def _key(found: re.Match[str]) -> str:
    try:
        return str(json.loads(found[2])) if found[2] is not None else found[3]
    except ValueError:
        return found[2]


def _joined(head: str, steps: Names) -> str:
    return ".".join((head, *steps)) if head else ".".join(steps)


def _leaves(level: Level) -> Iterator[Leaf]:
    yield from level.leaves.values()
    for inner in level.tables.values():
        yield from _leaves(inner)


def _must_be(leaf: Leaf) -> bool:
    return not leaf.may_be_unknown and leaf.default is None and not leaf.around


def _unknown(text: str, step: str, level: Level, top: Schema | None) -> Problem:
    known = [*level.leaves, *level.tables, *(top.collections if top is not None else ())]
    name = level.model.__name__
    if step in known or not step:
        said = f"`{text}` is no single fact"
        return Problem("field-unknown", text, said, f"go on to one of its own: {', '.join(known[:6])}")
    if step in ("id", "call"):
        said = f"`{step}` is fixed when the dossier, or the member, is opened"
        return Problem("field-unknown", text, said, "leave it out")
    mend = nearest(step, known) if len(step) <= 100 else "look at the schema of an application"
    return Problem("field-unknown", text[:200], f"{name} has no fact `{step[:100]}`", mend)
