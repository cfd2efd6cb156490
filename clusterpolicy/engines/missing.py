"""Which unknown facts could decide what is undetermined."""

from __future__ import annotations

from collections.abc import Iterator

from clusterpolicy.engines.computed import arguments
from clusterpolicy.engines.plan import Cell, members_of
from clusterpolicy.engines.reasons import At, Missing
from clusterpolicy.engines.trace import Trace
from clusterpolicy.language import nodes as n
from clusterpolicy.language.possible import is_known


def missing_facts(cell: Cell, trace: Trace) -> tuple[Missing, ...]:
    """The unknown facts on which an open cell of the application hangs, each once, in the order of the rule."""
    return tuple(dict.fromkeys(_missing(cell, trace, ())))


def _missing(cell: Cell, trace: Trace, at: At) -> Iterator[Missing]:
    at = at[: cell.scope.depth]
    value = trace.value(cell, at)
    if is_known(value):
        return
    match cell.node:
        case n.Fact() as fact:
            yield trace.missing_fact(fact, at)
        case n.Unsettled(what=what):
            yield Missing("", what)
        case n.Computed() as node:
            yield from _missing_to_compute(cell, node, trace, at)
        case n.Aggregate() | n.Latest() | n.Average():
            yield from _missing_members(cell, trace, at)
        case n.Choose(cases):
            yield from _missing_choice(cell, len(cases), trace, at)
        case _:
            for part in cell.parts:
                yield from _missing(part, trace, at)


def _missing_members(cell: Cell, trace: Trace, at: At) -> Iterator[Missing]:
    scope = members_of(cell)
    length = trace.length(scope, at)
    found = False
    for index in _members_that_matter(cell, trace, at, length or 0):
        for part in cell.parts:
            for each in _missing(part, trace, (*at, index)):
                found = True
                yield each
    if not found:  # not known, or none of its entries counts
        yield trace.missing_path(scope.parent, at, scope.path, scope.label)


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


def _missing_to_compute(cell: Cell, node: n.Computed, trace: Trace, at: At) -> Iterator[Missing]:
    """The unknown inputs; where all are known, what the function of the law says that it lacks."""
    found = arguments(cell, node, trace, at)
    if found is None:
        for part in cell.parts[: len(node.inputs)]:
            yield from _missing(part, trace, at)
        return
    for path, label in node.computation.missing(*found):
        yield Missing(path, label)


def _missing_choice(cell: Cell, cases: int, trace: Trace, at: At) -> Iterator[Missing]:
    for number in range(cases):
        condition, value = cell.parts[2 * number], cell.parts[2 * number + 1]
        holds = trace.value(condition, at[: condition.scope.depth])
        if holds is None:
            yield from _missing(condition, trace, at)
        if holds is not False:
            yield from _missing(value, trace, at)
        if holds is True:
            return
    yield from _missing(cell.parts[-1], trace, at)
