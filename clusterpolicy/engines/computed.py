"""What a function of the law is asked with, once an application is there: for what it lacks, and for its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from clusterpolicy.engines.plan import Cell, Plan
from clusterpolicy.engines.reasons import At
from clusterpolicy.engines.trace import Trace
from clusterpolicy.language import nodes as n
from clusterpolicy.language.possible import is_known

Notes = Callable[[Trace, At], tuple[str, ...]]
"""Finds the lines that functions of the law give as their reasons, for a member."""


def arguments(cell: Cell, node: n.Computed, trace: Trace, at: At) -> tuple[Any, ...] | None:
    """What the functions of a computation take: the whole, the member, inputs, figures; `None` if an input lacks."""
    inputs, figures = cell.parts[: len(node.inputs)], cell.parts[len(node.inputs) :]
    values = tuple(trace.value(part, at) for part in inputs)
    if not all(map(is_known, values)):
        return None
    named = {each.parameter.name: trace.value(part, at) for each, part in zip(node.figures, figures, strict=True)}
    return trace.application, trace.member(cell.scope, at), values, named


def notes_of(node: n.Node, plan: Plan) -> Notes | None:
    """What gives the reasons of the computed values in a statement; `None` where there are none to give."""
    cells = list(dict.fromkeys(plan.cell_of(each) for each in _explained(node, plan)))
    if not cells:
        return None

    def notes(trace: Trace, at: At) -> tuple[str, ...]:
        return tuple(line for cell in cells for line in _lines(cell, trace, at[: cell.scope.depth]))

    return notes


def _lines(cell: Cell, trace: Trace, at: At) -> Iterator[str]:
    assert isinstance(cell.node, n.Computed)
    found, reasons = arguments(cell, cell.node, trace, at), cell.node.computation.reasons
    if found is not None and reasons is not None:
        yield from reasons(*found)


def _explained(node: n.Node, plan: Plan) -> Iterator[n.Computed]:
    """The computed values below a node that can explain themselves; those of other members left out."""
    match node:
        case n.Computed(computation):
            if computation.reasons is not None:
                yield node
        case n.Named(name=name):
            yield from _explained(plan.rules.definitions[name].definition, plan)
        case n.Aggregate() | n.Latest() | n.Average():
            return
        case _:
            for child in n.children(node):
                yield from _explained(child, plan)
