"""The facts of a dossier: what the evidence agrees on, as an application, and where it contradicts itself.

Two kinds of contradiction are told. Evidence says different things of one fact; or facts cannot all be true, as when a
firm closed its books before it was constituted. A fact in question counts as if nobody had spoken of it. Where
something must stand, as a name, what was received first stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from clusterpolicy.engines.dossier.building import value_at, with_field, with_value
from clusterpolicy.engines.dossier.checks import Checks
from clusterpolicy.engines.dossier.contradiction import ContradictingEvidence, told
from clusterpolicy.engines.dossier.doubts import Doubts
from clusterpolicy.engines.dossier.drafting import drafted, drafted_table
from clusterpolicy.engines.dossier.evidence import APPLICATION
from clusterpolicy.engines.dossier.leaf import Place
from clusterpolicy.engines.dossier.memory import Changed
from clusterpolicy.engines.dossier.naming import Names, member_text
from clusterpolicy.engines.dossier.schema import Schema
from clusterpolicy.engines.dossier.statements import Statements
from clusterpolicy.engines.dossier.table import Table


class Facts:
    """The facts of one dossier.

    Attributes:
        table: Who says what.
        application: The application as the evidence gives it; `None` while not even that is known which must be.
        contradictions: Where the evidence contradicts itself.
    """

    def __init__(self, schema: Schema, fixed: dict[str, Any]) -> None:
        self._schema = schema
        self._fixed = fixed
        self.table = Table()
        self.application: Any = None
        self._base: Any = None
        self._numbers: dict[str, dict[str, int]] = {}
        self._differing: dict[str, Place] = {}
        self._doubts = Doubts(schema, self.table)
        self._checks = Checks(schema)
        self._contradictions: tuple[ContradictingEvidence, ...] | None = ()

    @property
    def contradictions(self) -> tuple[ContradictingEvidence, ...]:
        """Where the evidence contradicts itself, in the order of the paths."""
        if self._contradictions is None:
            said_by = self.table.supporting
            found = {text: told(place, said_by(text), None) for text, place in self._differing.items()}
            found |= {text: told(place, said_by(text), each) for text, (place, each) in self._doubts.found.items()}
            self._contradictions = tuple(found[text] for text in sorted(found))
        return self._contradictions

    def begin(self, piece: Statements, application: Any) -> None:
        """Begin with an application that has been read."""
        self.table.add(piece)
        self._base = self.application = application
        self._number()
        self._checks.start(application, is_sound=True)

    def apply(self, drop: Iterable[str], add: Sequence[Statements]) -> tuple[Changed, ...] | None:
        """Take pieces away and add others. Gives the facts that have another value now; `None`: look at everything."""
        if len(add) == 1 and add[0].corrected is not None and tuple(drop) == (add[0].evidence.id,):
            moved = self._moves(add[0])
            places = self.table.correct(add[0])
        else:
            moved, places = self._exchange(drop, add)
        if not places and not moved:
            return ()
        if self.application is None or moved or self._members_move(places):
            self._rebuild()
            return None
        return self._change(places)

    def restore(self, drop: Iterable[str], add: Sequence[Statements]) -> None:
        """Take pieces away and add others, and find everything anew: a step that failed is undone."""
        for name in drop:
            if name in self.table.pieces:
                self.table.drop(name)
        for piece in add:
            if piece.evidence.id not in self.table.pieces:
                self.table.add(piece)
        self._rebuild()

    def _exchange(self, drop: Iterable[str], add: Sequence[Statements]) -> tuple[bool, dict[str, Place]]:
        """Take pieces away and add others: whether members may come or go, and the places they speak of."""
        places: dict[str, Place] = {}
        moved = False
        for name in drop:
            piece = self.table.drop(name)
            places.update((text, place) for text, (place, _) in piece.stated.items())
            moved = moved or bool(piece.leaves) or name == APPLICATION
        for piece in add:
            self.table.add(piece)
            places.update((text, place) for text, (place, _) in piece.stated.items())
            moved = moved or bool(piece.leaves) or piece.evidence.id == APPLICATION
        return moved, places

    def _moves(self, piece: Statements) -> bool:
        """Whether a correction of the application may change the order of its members."""
        if piece.evidence.id != APPLICATION:
            return False
        before, now = self.table.pieces[APPLICATION].stated, piece.stated
        listed = (text for text in piece.corrected or () if (text in before) != (text in now))
        return any(text.endswith("]") for text in listed)

    # --- changes of values ------------------------------------------------------------------------------------------

    def _change(self, places: dict[str, Place]) -> tuple[Changed, ...]:
        base = self._base
        changed: list[Changed] = []
        for place in places.values():
            if place.leaf.shape is None and not place.leaf.steps:
                continue
            base, each = self._placed(base, place)
            if each is not None:
                changed.append(each)
        self._base = base
        if self._checks.update(base, changed) or self._doubts.found:
            return (*changed, *self._settle())
        self.application = base
        return tuple(changed)

    def _placed(self, base: Any, place: Place) -> tuple[Any, Changed | None]:
        """The application with what is agreed on at a place, and what changed."""
        leaf = place.leaf
        if not leaf.collection:
            model = base
        else:
            members = base.__dict__[leaf.collection]
            number = self._numbers[leaf.collection].get(place.key, -1)
            if number < 0:  # its member has left
                return base, None
            model = members[number]
        value = self._agreed(place)
        names, steps = leaf.names, leaf.steps
        hole = self._hole(place, model)
        if hole is not None:  # a table comes or goes with it
            names, steps = names[: len(names) - len(steps) + hole], steps[:hole]
            value = self._table_at(place, steps)
        elif leaf.around and value_at(model, steps[: leaf.around[-1]]) is None:  # its table is gone with it
            return base, None
        held = value_at(model, steps)
        if held is value or (held.__class__ is value.__class__ and held == value and _is_plain(value)):
            return base, None
        changed = with_value(model, steps, value)
        if not leaf.collection:
            return changed, Changed(names)
        renewed = list(members)
        renewed[number] = changed
        return with_field(base, leaf.collection, tuple(renewed)), Changed(names, leaf.collection, number)

    def _agreed(self, place: Place) -> Any:
        if place.text not in self.table.said:
            if self._differing.pop(place.text, None) is not None:
                self._contradictions = None
            return self._left_out(place)
        agreed = self.table.agreed(place)
        if agreed.differing:
            self._differing[place.text] = place
            self._contradictions = None
        elif place.text in self._differing:
            del self._differing[place.text]
            self._contradictions = None
        return agreed.value

    def _left_out(self, place: Place) -> Any:
        """What stands where nobody says anything: a member without a name goes by its id."""
        leaf = place.leaf
        return leaf.default if leaf.may_be_unknown or leaf.default is not None else self._name(place.key)

    def _name(self, key: str) -> str:
        return key or str(self._fixed["id"])

    def _hole(self, place: Place, model: Any) -> int | None:
        """How many steps lead to the outermost table that must come or go; `None` where none must."""
        leaf = place.leaf
        if not leaf.around and leaf.shape is not None:
            return None
        tables = [*leaf.around, *([len(leaf.steps)] if leaf.shape is None and leaf.model is not None else [])]
        for count, text in zip(leaf.around, place.around[len(place.around) - len(leaf.around) :], strict=True):
            is_there = value_at(model, leaf.steps[:count]) is not None
            if is_there != (self.table.supported[text] > 0):
                return count
        return None if leaf.shape is not None else tables[-1]

    def _table_at(self, place: Place, steps: Names) -> Any:
        """A table that may be unknown, from all that is said of it."""
        head = member_text(place.leaf.collection, place.key) if place.leaf.collection else ""
        text = ".".join((head, *steps)) if head else ".".join(steps)
        if self.table.supported[text] == 0:
            return None
        level = self._schema.level_at(text)
        assert level is not None  # a table stands there
        places = list(self.table.of_member(place.leaf.collection, place.key))
        return drafted_table(level[0].model, text, len(steps), places, self._agreed)

    # --- everything anew --------------------------------------------------------------------------------------------

    def _members_move(self, places: dict[str, Place]) -> bool:
        """Whether a member comes or goes with one of the places."""
        for place in places.values():
            collection = place.leaf.collection
            if collection:
                is_there = place.key in self._numbers[collection]
                gone = self.table.gone.get((collection, place.key))
                if is_there != (self.table.supported[place.around[1]] > 0 and not gone):
                    return True
            elif not place.leaf.shape and place.leaf.model is None:
                return True
        return False

    def _number(self) -> None:
        self._numbers = {
            name: {member.id: number for number, member in enumerate(getattr(self._base, name) or ())}
            for name in self._schema.collections
        }

    def _rebuild(self) -> None:
        self._differing.clear()
        self._contradictions = None
        model = drafted(self._schema, self.table, self._fixed, self._agreed)
        self._base = model
        self._number()
        self._doubts.clear()
        if any(not getattr(model, name) for name in self._schema.required_collections):
            self.application = None
            return
        self._checks.start(model, is_sound=False)
        self.application = model
        self._settle()

    def _settle(self) -> list[Changed]:
        """Put facts in question until what is left can all be true. Gives those whose value changes by that."""
        self._contradictions = None
        before = self._doubts.found
        self.application = self._doubts.settle(self._base, self._checks, self._numbers)
        places = {text: place for text, (place, _) in (*before.items(), *self._doubts.found.items())}
        return [self._as_changed(place) for place in places.values() if self._is_there(place)]

    def _is_there(self, place: Place) -> bool:
        return not place.leaf.collection or place.key in self._numbers[place.leaf.collection]

    def _as_changed(self, place: Place) -> Changed:
        leaf = place.leaf
        number = self._numbers[leaf.collection][place.key] if leaf.collection else 0
        return Changed(leaf.names, leaf.collection, number)


def _is_plain(value: Any) -> bool:
    """Whether equal values are written alike. Instants of two time zones, and what may hold them, are not."""
    return not isinstance(value, _NOT_PLAIN)


_NOT_PLAIN = (datetime, tuple, BaseModel)
