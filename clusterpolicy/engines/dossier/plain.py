"""The plain working memory: what depends on what changed is found anew, and nothing else.

It is the definition of the answers. Values are kept for every cell of the formulas; a list of values is copied where
one of them changes, so that what was told of an earlier step stays true.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import getcontext, setcontext
from typing import Any

from pydantic import BaseModel

from clusterpolicy.engines.dossier.memory import Changed, same
from clusterpolicy.engines.dossier.naming import Names
from clusterpolicy.engines.dossier.program import Program
from clusterpolicy.engines.dossier.recorder import Recorder, is_touched
from clusterpolicy.engines.dossier.scopes import ALL, members_in, names_of
from clusterpolicy.engines.generated import EXACT, Figures
from clusterpolicy.engines.plan import Cell
from clusterpolicy.engines.reasons import At
from clusterpolicy.engines.trace import Trace
from clusterpolicy.language.scope import Scope


class ByNumber(Trace):
    """What was found for an application, with the value of each cell at its number."""

    __slots__ = ()

    def value(self, cell: Cell, at: At) -> Any:
        """The value of any cell for the member `at`."""
        value = self.values[cell.number]
        for index in at[: cell.scope.depth]:
            if value is None:
                return None
            value = value[index]
        return value


class PlainMemory:
    """The scalar engine, cell by cell."""

    name = "plain"
    kept_plain: tuple[str, ...] = ()

    def __init__(self, program: Program, figures: Figures) -> None:
        self.program = program
        self._figures = figures
        self._values: list[Any] = []
        self._trace: ByNumber | None = None
        self._seen: dict[int, set[Names]] = {}
        self._unwatched: set[int] = set()
        self._looked_at = 0
        self._has_watched = False
        self._triggers: dict[Names, tuple[Cell, ...]] = {}
        self._whole = frozenset(leaf.names for leaf in program.schema.leaves).__contains__
        self._root = program.scopes[program.rule_set.structure.root]
        self._asked = frozenset(program.answers)
        self._open = 0
        self.answers: list[bool | None] = []

    def start(self, application: BaseModel) -> None:
        """Begin with an application: everything is found at once, by the scalar engine."""
        program = self.program
        values: list[Any] = [None] * (program.size + 1)
        for number, value in program.scalar.every_value(application, self._figures).items():
            values[number] = value
        for number, constant in program.constants:
            values[number] = constant
        self._values = values
        for scope, slot in program.scopes.items():
            values[slot] = members_in(scope, application)
        for cell in program.entries:
            values[cell.number] = self._found(cell)
        self._seen = {cell.number: {()} for cell in program.computed}
        self._unwatched = set(self._seen)
        self._looked_at = -1
        self._triggers.clear()
        self._trace = None
        self._take_answers()

    def update(self, application: BaseModel, changed: Sequence[Changed]) -> int:
        """Take an application with changed facts."""
        values, before, open_before = self._values, getcontext(), self._open
        values[self._root] = application
        values[-1] = self
        setcontext(EXACT)
        try:
            due = self._due(application, changed)
            first = tuple(due)
            mask, changed_cells = self._propagate(first, due)
        finally:
            setcontext(before)
            values[-1] = None
        self._trace = None
        if self._has_watched:
            self._look_again()
        if not self._asked.isdisjoint(changed_cells):
            self._take_answers()
        if open_before:  # what is missing may be another fact, though no explanation says so
            for number in first:
                if number in changed_cells:
                    mask |= self.program.reaches[number] & open_before
        return mask

    def _look_again(self) -> None:
        """Where functions have looked at other facts, others change what they find."""
        self._has_watched = False
        looked_at = sum(map(len, self._seen.values()))
        if looked_at != self._looked_at:
            self._looked_at = looked_at
            self._triggers.clear()

    def _take_answers(self) -> None:
        values = self._values
        self.answers = [values[number] for number in self.program.answers]
        self._open = sum(1 << number for number, answer in enumerate(self.answers) if answer is None)

    def trace(self) -> ByNumber:
        """All that was found, as it stands."""
        if self._trace is None:
            values = tuple(self._values)
            application = values[self._root]
            self._trace = ByNumber(self.program.plan, application, values, dict)
        return self._trace

    def value(self, number: int) -> Any:
        """The value of a cell, by its number."""
        return self._values[number]

    def close(self) -> None:
        """Let go of the values."""
        self._values = []
        self._trace = None

    def watched(self, number: int, *at: int) -> tuple[Any, Any]:
        """The application and one member, so that it is seen which facts a function looks at."""
        self._has_watched = True
        seen = self._seen[number]
        application = self._values[self._root]
        cell = self.program.cells[number]
        whole: Any = Recorder(application, (), seen, self._whole)
        if not at:
            return whole, whole
        member = self._values[self.program.scopes[cell.scope]]
        for index in at:
            member = member[index]
        return whole, Recorder(member, names_of(cell.scope), seen, self._whole)

    def _due(self, application: BaseModel, changed: Sequence[Changed]) -> dict[int, int]:
        """The cells to find first, each with the number of the member, or all."""
        program, values = self.program, self._values
        due: dict[int, int] = {}
        for each in changed:
            at = each.number if each.collection else ALL
            if each.collection:
                values[program.outer[each.collection]] = getattr(application, each.collection)
            for number in program.facts_at(each.names):
                due[number] = at if due.get(number, at) == at else ALL
            for scope in program.scopes_at(each.names):
                self._renew(scope, application, at)
                for number in program.over(scope):
                    due[number] = at if due.get(number, at) == at else ALL
            for cell in self._triggered(each.names):
                due[cell.number] = ALL
        if self._unwatched:
            for number in self._unwatched.intersection(due):
                self._seen[number].discard(())
            self._unwatched.difference_update(due)
        return due

    def _propagate(self, first: tuple[int, ...], due: dict[int, int]) -> tuple[int, list[int]]:
        """Find what depends on what changed. Gives the requirements whose explanations changed, and changed cells."""
        values = self._values
        mask, changed = 0, []
        for number, find, outer, is_whole, dependents, explains in self.program.following.of(first):
            at = due.get(number)
            if at is None:
                continue
            old = values[number]
            if is_whole:
                new = find(values, 0)
                at = ALL
            elif at == ALL or old is None or values[outer] is None:
                members = values[outer]
                new = None if members is None else [find(values, index) for index in range(len(members))]
                at = ALL
            else:
                value = find(values, at)
                if value is old[at] or same(old[at], value):
                    continue
                new = old.copy()
                new[at] = value
            if at == ALL and (new is old or same(old, new)):
                continue
            values[number] = new
            changed.append(number)
            mask |= explains
            for dependent in dependents:
                due[dependent] = at if due.get(dependent, at) == at else ALL
        return mask, changed

    def _found(self, cell: Cell) -> Any:
        """The values of a cell for all members of the outermost collection."""
        values, find = self._values, self.program.find(cell.number)
        if cell.scope.depth == 0:
            return find(values, 0)
        members = values[self.program.outer_of[cell.number]]
        return None if members is None else [find(values, index) for index in range(len(members))]

    def _renew(self, scope: Scope, application: BaseModel, at: int) -> None:
        slot = self.program.scopes[scope]
        if at == ALL or scope.depth == 1:
            self._values[slot] = members_in(scope, application)
            return
        held = list(self._values[slot])
        held[at] = members_in(scope, application, at)
        self._values[slot] = held

    def _triggered(self, names: Names) -> tuple[Cell, ...]:
        """The computed cells whose function has looked at a fact, or has not been watched yet."""
        found = self._triggers.get(names)
        if found is None:
            found = tuple(
                cell
                for cell in self.program.computed
                if () in self._seen[cell.number] or is_touched(names, self._seen[cell.number])
            )
            self._triggers[names] = found
        return found
