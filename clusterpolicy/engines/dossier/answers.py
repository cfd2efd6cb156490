"""Facts and answers of an open dossier, and what each step changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from clusterpolicy.engines.dossier.change import Change, Kind, View
from clusterpolicy.engines.dossier.contradiction import ContradictingEvidence
from clusterpolicy.engines.dossier.facts import Facts
from clusterpolicy.engines.dossier.memory import Memory
from clusterpolicy.engines.dossier.program import Program
from clusterpolicy.engines.dossier.statements import Statements


class Answers:
    """Facts and answers of one dossier. Every step goes through `step`."""

    def __init__(self, program: Program, memory: Memory, fixed: dict[str, Any]) -> None:
        self.program = program
        self.memory = memory
        self.facts = Facts(program.schema, fixed)
        self.view = View(program, None, ())
        self.steps = 0
        self._all = (1 << len(program.answers)) - 1

    def begin(self, piece: Statements, application: Any, on: date) -> Change:
        """Begin with an application that has been read."""
        self.facts.begin(piece, application)
        self.memory.start(application)
        return self._changed("opened", on, (piece,), (piece,), self._all, ())

    def step(self, kind: Kind, on: date, drop: Sequence[str], add: Sequence[Statements]) -> Change:
        """Take pieces of evidence away, and add others."""
        told = self.facts.contradictions
        dropped = tuple(self.facts.table.pieces[name] for name in drop)
        changed = self.facts.apply(drop, add)
        application = self.facts.application
        if application is None:
            touched = 0 if self.view.trace is None else self._all
        elif changed is None or self.view.trace is None:
            self.memory.start(application)
            touched = self._all
        else:
            touched = self.memory.update(application, changed) if changed else 0
        return self._changed(kind, on, add or dropped, (*dropped, *add), touched, told)

    def undo(self, view: View, steps: int, drop: Sequence[str], add: Sequence[Statements]) -> None:
        """Go back to how everything stood at `view`, by the pieces to take away and those to add again."""
        self.facts.restore(drop, add)
        self.view, self.steps = view, steps
        if self.facts.application is not None:
            self.memory.start(self.facts.application)

    def _changed(
        self,
        kind: Kind,
        on: date,
        pieces: Sequence[Statements],
        spoken: Sequence[Statements],
        touched: int,
        told: tuple[ContradictingEvidence, ...],
    ) -> Change:
        before, now = self.view, self.facts.contradictions
        if touched:
            has_application = self.facts.application is not None
            trace = self.memory.trace() if has_application else None
            answers = tuple(self.memory.answers) if has_application else ()
            self.view = View(self.program, trace, answers, before.made(touched))
        self.steps += 1
        names = tuple(dict.fromkeys([piece.evidence.id for piece in pieces]))
        return Change(self.steps, kind, on, tuple(spoken), names, (told, now), (before, self.view), touched)
