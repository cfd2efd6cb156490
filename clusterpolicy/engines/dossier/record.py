"""The steps of a dossier, taken one after the other: in memory and in its journal, or in neither."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from clusterpolicy.engines.dossier.answers import Answers
from clusterpolicy.engines.dossier.change import Change, Kind
from clusterpolicy.engines.dossier.history import Remembered, remembered
from clusterpolicy.engines.dossier.journal import Journal
from clusterpolicy.engines.dossier.life import Deadline, Life
from clusterpolicy.engines.dossier.statements import Statements
from clusterpolicy.engines.dossier.told import told_of
from clusterpolicy.language.procedure import State


@dataclass(frozen=True, slots=True)
class Opening:
    """What a dossier was opened with: see `Dossier.open`."""

    call: str
    on: date
    id: str
    granted_on: date | None


class Move(NamedTuple):
    """A step to take: the evidence that goes and comes, what else is told of it, and the day it moves on to."""

    kind: Kind
    drop: tuple[str, ...]
    add: tuple[Statements, ...]
    told: Mapping[str, Any] = MappingProxyType({})
    on: date | None = None
    to: State | None = None


class Record:
    """The steps of one dossier.

    Attributes:
        opening: What it was opened with.
        answers: Its facts and answers.
        on: Its day.
        steps: What is remembered of each step.
        entries: How many entries its journal has.
        life: Where the application stands; `None` where the call tells no procedure.
        deadlines: The terms that run on its day.
    """

    def __init__(self, opening: Opening, answers: Answers, life: Life | None) -> None:
        self.opening = opening
        self.answers = answers
        self.on = opening.on
        self.life = life
        self.deadlines: tuple[Deadline, ...] = () if life is None else life.deadlines(opening.on)
        self.steps: list[Remembered] = []
        self.entries = 0
        self._entries_of: dict[str, list[int]] = {}

    def noted(self, change: Change) -> Change:
        """Remember a step that was taken."""
        change.deadlines = self.deadlines
        self.steps.append(remembered(change, self.answers.view.answers, len(self.answers.facts.contradictions)))
        return change

    def entered(self, name: str | None) -> None:
        """Count an entry of the journal; it tells of the piece called `name`."""
        self.entries += 1
        if name is not None:
            self._entries_of.setdefault(name, []).append(self.entries)

    def tells_of(self, name: str) -> bool:
        """Whether its journal tells of a piece of evidence, be it withdrawn or not."""
        return name in self._entries_of

    def take(self, move: Move) -> Change:
        """Take a step in memory alone."""
        self.on = move.on or self.on
        passed_before = self.deadlines
        if self.life is not None and (move.on or move.to):
            if move.to is not None:
                self.life.enter(move.to, self.on)
            self.deadlines = self.life.deadlines(self.on)
        change = self.answers.step(move.kind, self.on, move.drop, move.add)
        if self.deadlines is not passed_before:
            known = {each.name for each in passed_before if each.has_passed}
            change.deadlines_passed = tuple(
                [each for each in self.deadlines if each.has_passed and each.name not in known]
            )
        if move.to is not None:
            change.evidence = (str(move.to),)
        if move.kind == "erased":  # it may have been withdrawn before
            change.evidence = (move.told["id"],)
        return self.noted(change)

    def run(self, moves: Sequence[Move], journal: Journal | None, clock: Callable[[], datetime]) -> tuple[Change, ...]:
        """Take steps, in memory and in the journal. Where one fails, or nothing can be written, none was taken."""
        before = (self.answers.view, self.answers.steps, self.on, len(self.steps))
        life = None if self.life is None else self.life.remembered()
        gone = {name: self.answers.facts.table.pieces[name] for move in moves for name in move.drop}
        try:
            changes = tuple([self.take(move) for move in moves])
            if journal is not None:
                self._write(moves, changes, journal, clock)
        except BaseException:
            view, steps, self.on, count = before
            del self.steps[count:]
            come = [piece.evidence.id for move in moves for piece in move.add]
            if self.life is not None and life is not None:
                self.life.restore(*life)
                self.deadlines = self.life.deadlines(self.on)
            self.answers.undo(view, steps, come, tuple(gone.values()))
            raise
        return changes

    def _write(
        self, moves: Sequence[Move], changes: Sequence[Change], journal: Journal, clock: Callable[[], datetime]
    ) -> None:
        if moves[0].kind == "erased":
            told = moves[0].told
            journal.erase(self._entries_of.get(told["id"], []), because=told["because"], at=clock())
            self.entered(None)
            return
        events: list[tuple[str, dict[str, Any], str | None]] = []
        for move, change in zip(moves, changes, strict=True):
            # Steps are told apart by their first entry: what was erased is no step any more when a dossier is reopened.
            events += _events(move, change.on, self.entries + len(events) + 1)
        journal.write([(kind, told) for kind, told, _ in events], at=clock())
        for _, _, told_of_piece in events:
            self.entered(told_of_piece)


def _events(move: Move, on: date, first: int) -> Iterator[tuple[str, dict[str, Any], str | None]]:
    """What the journal tells of a step, an entry for each piece: its kind, what is told, and of which piece.

    `first` is the number of the first of these entries.
    """
    for piece in move.add:
        yield move.kind, told_of(piece, on, first), piece.evidence.id
    if not move.add:
        told = {"on": on.isoformat(), "step": first, **move.told}
        for name in move.drop:
            yield move.kind, {**told, "id": name}, None
        if not move.drop:
            yield move.kind, told, None
