"""The plain working memory: what depends on what changed is found anew, and nothing else.

It is the definition of the answers. Values are kept for every cell of the formulas; a list of values is copied where
one of them changes, so that what was told of an earlier step stays true.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import getcontext, setcontext
from heapq import heappop, heappush
from typing import Any

from pydantic import BaseModel

from clusterpolicy.engines.dossier.memory import Changed, same
from clusterpolicy.engines.dossier.program import Program
from clusterpolicy.engines.dossier.recorder import Recorder, is_touched
from clusterpolicy.engines.dossier.schema import Names
from clusterpolicy.engines.generated import EXACT, Figures
from clusterpolicy.engines.plan import Cell
from clusterpolicy.engines.reasons import At
from clusterpolicy.engines.trace import Trace
from clusterpolicy.language.scope import Scope

_ALL = -1
"""Stands for every member of a collection."""


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
        self._triggers: dict[Names, tuple[Cell, ...]] = {}
        self._depths = [cell.scope.depth for cell in program.cells]
        self._outer = [program.scopes[_outermost(cell.scope)] for cell in program.cells]
        self._whole = frozenset(leaf.names for leaf in program.schema.leaves).__contains__
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
            values[slot] = _members(scope, application)
        for cell in program.entries:
            values[cell.number] = self._found(cell, _ALL)
        self._seen = {cell.number: {()} for cell in program.computed}
        self._triggers.clear()
        self._trace = None
        self._take_answers()

    def update(self, application: BaseModel, changed: Sequence[Changed]) -> int:
        """Take an application with changed facts."""
        values, before = self._values, getcontext()
        values[self.program.scopes[self.program.rule_set.structure.root]] = application
        values[-1] = self
        setcontext(EXACT)
        try:
            dirty = self._dirty(application, changed)
            looked_at = sum(map(len, self._seen.values()))
            mask, changed_cells = self._propagate(dirty)
            if sum(map(len, self._seen.values())) != looked_at:  # functions have looked at other facts
                self._triggers.clear()
        finally:
            setcontext(before)
            values[-1] = None
        self._trace = None
        open_before = self._open
        if not self._asked.isdisjoint(changed_cells):
            self._take_answers()
        if open_before:  # what is missing may be another fact, though no explanation says so
            for cell in changed_cells:
                mask |= self.program.reaches[cell] & open_before
        return mask

    def _take_answers(self) -> None:
        values = self._values
        self.answers = [values[number] for number in self.program.answers]
        self._open = sum(1 << number for number, answer in enumerate(self.answers) if answer is None)

    def trace(self) -> ByNumber:
        """All that was found, as it stands."""
        if self._trace is None:
            values = tuple(self._values)
            application = values[self.program.scopes[self.program.rule_set.structure.root]]
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
        seen = self._seen[number]
        application = self._values[self.program.scopes[self.program.rule_set.structure.root]]
        cell = self.program.cells[number]
        whole: Any = Recorder(application, (), seen, self._whole)
        if not at:
            return whole, whole
        member = self._values[self.program.scopes[cell.scope]]
        for index in at:
            member = member[index]
        return whole, Recorder(member, _names(cell.scope), seen, self._whole)

    def _dirty(self, application: BaseModel, changed: Sequence[Changed]) -> dict[int, int]:
        """The cells to find first, each with the number of the member, or all."""
        program, values = self.program, self._values
        dirty: dict[int, int] = {}
        for each in changed:
            at = each.number if each.collection else _ALL
            if each.collection:
                values[program.outer[each.collection]] = getattr(application, each.collection)
            for number in program.facts_at(each.names):
                _add(dirty, number, at)
            for scope in program.scopes_at(each.names):
                self._renew(scope, application, at)
                for number in program.over(scope):
                    _add(dirty, number, at)
            for cell in self._triggered(each.names):
                _add(dirty, cell.number, _ALL)
        for cell in program.computed:
            if cell.number in dirty:
                self._seen[cell.number].discard(())
        return dirty

    def _propagate(self, dirty: dict[int, int]) -> tuple[int, list[int]]:
        """Find what depends on what changed. Gives the requirements whose explanations changed, and changed cells."""
        program, values, depths = self.program, self._values, self._depths
        looked_at, reaches, dependents = program.looked_at, program.reaches, program.dependents
        due = sorted(dirty)
        mask, changed = 0, []
        while due:
            number = heappop(due)
            at = dirty.pop(number)
            old = values[number]
            if depths[number] == 0:
                new = program.find(number)(values, 0)
                if same(old, new):
                    continue
            elif at == _ALL or old is None or values[self._outer[number]] is None:
                new = self._found(program.cells[number], _ALL)
                at = _ALL
                if same(old, new):
                    continue
            else:
                value = program.find(number)(values, at)
                if same(old[at], value):
                    continue
                new = old.copy()
                new[at] = value
            values[number] = new
            changed.append(number)
            if number in looked_at:
                mask |= reaches[number]
            passed = at if depths[number] else _ALL
            for dependent in dependents[number]:
                if dependent not in dirty:
                    heappush(due, dependent)
                _add(dirty, dependent, passed)
        return mask, changed

    def _found(self, cell: Cell, at: int) -> Any:
        """The values of a cell for all members of the outermost collection."""
        values = self._values
        if cell.scope.depth == 0:
            return self.program.find(cell.number)(values, 0)
        members = values[self._outer[cell.number]]
        find = self.program.find(cell.number)
        return None if members is None else [find(values, index) for index in range(len(members))]

    def _renew(self, scope: Scope, application: BaseModel, at: int) -> None:
        slot = self.program.scopes[scope]
        if at == _ALL or scope.depth == 1:
            self._values[slot] = _members(scope, application)
            return
        held = list(self._values[slot])
        held[at] = _members(scope, application, at)
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


def _add(dirty: dict[int, int], number: int, at: int) -> None:
    held = dirty.get(number)
    if held is None:
        dirty[number] = at
    elif held != at:
        dirty[number] = _ALL


def _outermost(scope: Scope) -> Scope:
    while scope.depth > 1:
        assert scope.parent is not None  # only the root has depth nought
        scope = scope.parent
    return scope


def _names(scope: Scope) -> Names:
    return () if scope.parent is None else (*_names(scope.parent), *scope.path)


def _members(scope: Scope, application: Any, at: int = _ALL) -> Any:
    """The members of a scope: of a collection in a collection, a list of them for each member around."""
    if scope.parent is None:
        return application
    if at != _ALL:
        return _within(scope, _members(_outermost(scope), application)[at])
    if scope.depth == 1:
        return _at(application, scope.path)
    around = _members(_outermost(scope), application)
    return None if around is None else [_within(scope, member) for member in around]


def _within(scope: Scope, member: Any) -> Any:
    """The members of a scope inside one member of its outermost collection."""
    assert scope.parent is not None  # it lies inside a collection
    if scope.depth == 2:
        return _at(member, scope.path)
    around = _within(scope.parent, member)
    return None if around is None else [_at(each, scope.path) for each in around]


def _at(model: Any, path: Names) -> Any:
    for step in path:
        if model is None:
            return None
        model = model.__dict__[step]
    return model
