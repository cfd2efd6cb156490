"""Which unknown facts could decide what is undetermined."""

from __future__ import annotations

from collections.abc import Iterator

from clusterpolicy.engines.computed import arguments
from clusterpolicy.engines.plan import Cell, members_of
from clusterpolicy.engines.reasons import At, Missing
from clusterpolicy.engines.trace import Trace
from clusterpolicy.language import nodes as n
from clusterpolicy.language.possible import is_known

_Asked = tuple[Missing, str]
"""What is missing, and of what the law leaves open the path of the member whom it concerns."""


def missing_facts(cell: Cell, trace: Trace) -> tuple[Missing, ...]:
    """The unknown facts on which an open cell of the application hangs, each once, in the order of the rule."""
    return tuple(dict.fromkeys([missing for missing, _ in missing_of_members(cell, trace)]))


def missing_of_members(cell: Cell, trace: Trace) -> tuple[_Asked, ...]:
    """The same, each with the path of the member whom it concerns, where the law leaves it open; else with none."""
    walk = _Walk(trace)
    walk.through(cell, ())
    return tuple(walk.found)


class _Walk:
    """A walk from a cell through all that it lacks. No cell is looked at twice for one member."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.found: dict[_Asked, None] = {}
        self._lacks: dict[tuple[int, At], bool] = {}

    def through(self, cell: Cell, at: At) -> bool:
        """Note what an open cell lacks for the member `at`, which may lie deeper. Whether it lacks anything."""
        at = at[: cell.scope.depth]
        lacks = self._lacks.get((cell.number, at))
        if lacks is None:
            lacks = not is_known(self.trace.value(cell, at)) and self._into(cell, at)
            self._lacks[cell.number, at] = lacks
        return lacks

    def _into(self, cell: Cell, at: At) -> bool:
        match cell.node:
            case n.Fact() as fact:
                return self._note(self.trace.missing_fact(fact, at))
            case n.Unsettled(what=what):
                return self._note(Missing("", what), self.trace.about(cell.scope, at))
            case n.Computed() as node:
                return self._to_compute(cell, node, at)
            case n.Aggregate() | n.Latest() | n.Average():
                return self._of_members(cell, at)
            case n.Choose(cases):
                return self._of_choice(cell, len(cases), at)
            case _:
                return any([self._of_part(part, cell, at) for part in cell.parts])

    def _note(self, missing: Missing, whom: str = "") -> bool:
        self.found[missing, whom] = None
        return True

    def _of_part(self, part: Cell, cell: Cell, at: At) -> bool:
        """Note what a part of a cell lacks. What the law leaves open everywhere concerns the member in hand."""
        if isinstance(part.node, n.Unsettled):
            return self._note(Missing("", part.node.what), self.trace.about(cell.scope, at))
        return self.through(part, at)

    def _of_members(self, cell: Cell, at: At) -> bool:
        scope, trace = members_of(cell), self.trace
        length = trace.length(scope, at)
        members = _members_that_matter(cell, trace, at, length or 0)
        if any([self.through(part, (*at, index)) for index in members for part in cell.parts]):
            return True
        # It is not known, or none of its entries counts.
        return self._note(trace.missing_path(scope.parent, at, scope.path, scope.label))

    def _to_compute(self, cell: Cell, node: n.Computed, at: At) -> bool:
        """Note the unknown inputs; where all are known, what the function of the law says that it lacks."""
        found = arguments(cell, node, self.trace, at)
        if found is None:
            return any([self._of_part(part, cell, at) for part in cell.parts[: len(node.inputs)]])
        whom = self.trace.about(cell.scope, at)
        lacking = node.computation.missing(*found)
        return any([self._note(Missing(path, label), "" if path else whom) for path, label in lacking])

    def _of_choice(self, cell: Cell, cases: int, at: At) -> bool:
        lacks = []
        for number in range(cases):
            condition, value = cell.parts[2 * number], cell.parts[2 * number + 1]
            holds = self.trace.value(condition, at[: condition.scope.depth])
            if holds is None:
                lacks.append(self._of_part(condition, cell, at))
            if holds is not False:
                lacks.append(self._of_part(value, cell, at))
            if holds is True:
                return any(lacks)
        lacks.append(self._of_part(cell.parts[-1], cell, at))
        return any(lacks)


def _members_that_matter(cell: Cell, trace: Trace, at: At, length: int) -> Iterator[int]:
    """The members whose unknown facts could change an aggregate: for the latest, none that is older than it."""
    where = cell.parts[-1] if getattr(cell.node, "where", None) is not None else None
    counts = [True if where is None else trace.value(where, (*at, index)) for index in range(length)]
    since = None
    if isinstance(cell.node, n.Latest):
        days = [trace.value(cell.parts[1], (*at, index)) for index in range(length)]
        since = max((day for day, counted in zip(days, counts, strict=True) if counted is True), default=None)
    for index in range(length):
        if counts[index] is not False and (since is None or days[index] >= since):
            yield index
