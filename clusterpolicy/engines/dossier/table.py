"""Who says what: every fact with the pieces of evidence that support it, and what follows where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from clusterpolicy.engines.dossier.evidence import APPLICATION
from clusterpolicy.engines.dossier.leaf import Place
from clusterpolicy.engines.dossier.statements import Statements


class Agreed(NamedTuple):
    """What the evidence gives for one fact. `differing` is true where it says different things."""

    value: Any
    differing: bool


@dataclass(slots=True, eq=False)
class Table:
    """All facts of a dossier.

    `supported` counts the facts that are there for each member, table and collection; `gone` holds the evidence that a
    member has left.
    """

    pieces: dict[str, Statements] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    supported: Counter[str] = field(default_factory=Counter)
    gone: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def add(self, piece: Statements) -> None:
        """Take what a piece states."""
        name = piece.evidence.id
        self.pieces[name] = piece
        for place, value in piece.stated.values():
            self._say(name, place, value)
        for member in piece.leaves:
            self.gone.setdefault(member, set()).add(name)

    def drop(self, name: str) -> Statements:
        """Forget what a piece states."""
        piece = self.pieces.pop(name)
        for place, _ in piece.stated.values():
            self._unsay(name, place)
        for member in piece.leaves:
            self.gone[member].discard(name)
        return piece

    def correct(self, piece: Statements) -> dict[str, Place]:
        """Let a piece say something else. Gives the places at which it does."""
        name = piece.evidence.id
        before = self.pieces[name]
        self.pieces[name] = piece
        places: dict[str, Place] = {}
        for text in piece.corrected or ():
            held, now = before.stated.get(text), piece.stated.get(text)
            if now is not None:
                places[text] = now[0]
                self._say(name, *now)
            elif held is not None:
                places[text] = held[0]
                self._unsay(name, held[0])
        return places

    def agreed(self, place: Place) -> Agreed:
        """What the evidence gives for a fact that somebody speaks of."""
        said = self.said[place.text]
        if len(said) == 1:
            return Agreed(next(iter(said.values())), False)
        known = [(self._rank(name), value) for name, value in said.items() if value is not None]
        if not known:
            return Agreed(None, False)
        known.sort(key=_by_rank)
        first = known[0][1]
        if all(value == first for _, value in known):
            return Agreed(first, False)
        # A name or a title must be there: the first one stands until the matter is settled.
        return Agreed(None if place.leaf.may_be_unknown else first, True)

    def members(self, collection: str) -> list[str]:
        """The ids of the members that are there: those the application lists first, in its order, then by id."""
        piece = self.pieces.get(APPLICATION)
        order: dict[str, int] = {}
        if piece is not None:
            for place, _ in piece.stated.values():
                if place.leaf.collection == collection and not place.leaf.steps:
                    order[place.key] = len(order)
        found = {place.key for place in self.places.values() if place.leaf.collection == collection}
        present = [key for key in found if not self.gone.get((collection, key))]
        return sorted(present, key=lambda key: (order.get(key, len(order)), key))

    def of_member(self, collection: str, key: str) -> Iterator[Place]:
        """Every fact of one member that somebody speaks of."""
        return (each for each in self.places.values() if each.key == key and each.leaf.collection == collection)

    def supporting(self, text: str) -> Mapping[str, Any]:
        """Who speaks of a fact, and what they say."""
        return self.said.get(text, {})

    def _say(self, name: str, place: Place, value: Any) -> None:
        said = self.said.get(place.text)
        if said is None:
            self.places[place.text] = place
            said = self.said[place.text] = {}
            for around in place.around:
                self.supported[around] += 1
        said[name] = value

    def _unsay(self, name: str, place: Place) -> None:
        said = self.said[place.text]
        del said[name]
        if not said:
            del self.said[place.text], self.places[place.text]
            for around in place.around:
                self.supported[around] -= 1

    def _rank(self, name: str) -> tuple[Any, str]:
        return self.pieces[name].evidence.received_on, name


def _by_rank(found: tuple[tuple[Any, str], Any]) -> tuple[Any, str]:
    return found[0]
