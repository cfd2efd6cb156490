"""Which facts an application can have: every path at which evidence can say something, from the models alone.

A fact is a leaf of the models. A list is one fact, unless it is a collection of the application whose entries have an
`id`: then its members are named by it, and each has facts of its own.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import cast

from pydantic import BaseModel

from clusterpolicy.engines.dossier.leaf import Leaf, Level, Place, Unplaced, leaves_of, must_be
from clusterpolicy.engines.dossier.naming import MEMBER, Names, joined, key_of, member_text
from clusterpolicy.errors import Problem, nearest
from clusterpolicy.model.base import DomainModel
from clusterpolicy.model.shape import shapes_of


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

    def known_fact(self, text: str) -> Place | None:
        """The fact at a path that was looked up before; `None` also where a table or a collection stands there."""
        found = self._places.get(text)
        return None if found is None or found.leaf.shape is None else found

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
        found = MEMBER.fullmatch(text)
        if found is None or found[4] is not None or found[1] not in self.collections:
            return None
        return found[1], key_of(found)

    def fact_around(self, text: str) -> str:
        """The path of the fact, the table or the collection in which a path of the models ends, as evidence names it.

        >>> from clusterpolicy import Application
        >>> Schema.of(Application).fact_around("participations[alfa].enterprise.accounts[0].headcount")
        'participations[alfa].enterprise.accounts'
        """
        while not self._is_fact(text):
            shorter = max(text.rfind("."), text.rfind("["))
            if shorter < 0:
                break
            text = text[:shorter]
        return text

    def label_at(self, text: str) -> str:
        """What stands at a path, in words."""
        if text in self.collections:
            return self.label_of(text)
        table = self.level_at(text)
        leaf = self.place(text).leaf if table is None else table[0].presence
        return text.rpartition(".")[2].replace("_", " ") if leaf is None else leaf.label

    def _is_fact(self, text: str) -> bool:
        try:
            return text in self.collections or self.level_at(text) is not None or bool(self.place(text))
        except Unplaced:
            return False

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every leaf of the models."""
        return tuple(leaves_of(self.top)) + tuple(
            leaf for level in self.collections.values() for leaf in leaves_of(level)
        )

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
        return tuple(each for each in leaves_of(self.top) if must_be(each))

    def required_of(self, collection: str) -> tuple[Leaf, ...]:
        """The texts that each member of a collection must have."""
        return self._required[collection]

    @cached_property
    def _required(self) -> dict[str, tuple[Leaf, ...]]:
        return {
            name: tuple(each for each in leaves_of(level) if must_be(each)) for name, level in self.collections.items()
        }

    def _start(self, text: str) -> tuple[Level, list[str], str, str]:
        """The level at which a path begins, its steps, the key of the member, and the path of the member."""
        found = MEMBER.fullmatch(text)
        if found is None:
            return self.top, text.split(".") if text else [], "", ""
        level = self.collections.get(found[1])
        if level is None:
            known = sorted((*self.collections, *self.top.leaves, *self.top.tables))
            said = f"there is no collection `{found[1]}` whose members are named"
            raise Unplaced(Problem("reference-unknown", text, said, nearest(found[1], known)))
        key = key_of(found)
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
        tables = tuple(joined(head, leaf.steps[:count]) for count in leaf.around)
        around = (leaf.collection, head, *tables) if head else tables
        return Place(joined(head, leaf.steps), leaf, key, around)

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
