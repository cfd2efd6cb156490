"""The check of names: codes and names used twice, rules without a source, circles, parameters that nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from clusterpolicy.errors import Problem
from clusterpolicy.language import nodes as n
from clusterpolicy.language.parameter import Parameter
from clusterpolicy.language.parameters import Parameters
from clusterpolicy.language.rule import Quantity, Requirement


def faults_of_names(
    requirements: Sequence[Requirement],
    named: Sequence[n.Named],
    instead: Sequence[Quantity],
    definitions: Mapping[str, n.Named],
) -> Iterator[Problem]:
    """Codes and names used twice, rules without a source, definitions in a circle, stand-ins for nothing."""
    codes: set[str] = set()
    for requirement in requirements:
        place = f"requirement `{requirement.code}`"
        if requirement.code in codes:
            yield Problem("duplicate-name", place, "two requirements share this code", "give each its own code")
        codes.add(requirement.code)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", requirement.code):
            said = "a code is written in lower case, with hyphens"
            yield Problem("parameter-invalid", place, said, "write it as in `research-prevails`")
        if not requirement.sources:
            yield Problem("missing-source", place, "it does not say where it comes from", "give its source")
        if not requirement.asks.endswith("?"):
            yield Problem("parameter-invalid", place, "`asks` is not a question", "end it with a question mark")
    yield from _faults_of_quantities(named, {quantity.name for quantity in instead})
    for quantity in instead:
        if quantity.name not in {node.name for node in named if node is not quantity.node}:
            said = "it stands in for a quantity that the rules do not use"
            yield Problem("unknown-name", f"quantity `{quantity.name}`", said, "leave it out, or correct its name")
    yield from _cycles(definitions)


def _faults_of_quantities(named: Sequence[n.Named], replaced: set[str]) -> Iterator[Problem]:
    first: dict[str, n.Named] = {}
    for node in named:
        place = f"quantity `{node.name}`"
        if not node.sources:
            yield Problem("missing-source", place, "it does not say where it comes from", "give its source")
        other = first.setdefault(node.name, node)
        if other is not node and node.name not in replaced:
            said = "two quantities share this name"
            yield Problem("duplicate-name", place, said, "give each its own name, or put one into `instead`")


def faults_of_computations(computed: Sequence[n.Computed]) -> Iterator[Problem]:
    """Computations without a source, and two of one name."""
    first: dict[str, object] = {}
    for computation in dict.fromkeys(node.computation for node in computed):
        place = f"computation `{computation.name}`"
        if not computation.sources:
            yield Problem("missing-source", place, "it does not say where it comes from", "give its source")
        if first.setdefault(computation.name, computation) is not computation:
            yield Problem("duplicate-name", place, "two computations share this name", "give each its own name")


def _cycles(definitions: Mapping[str, n.Named]) -> Iterator[Problem]:
    """Definitions that reach themselves. Each circle is named once, at the first name in it."""
    state: dict[str, str] = {}

    def visit(name: str, trail: tuple[str, ...]) -> Iterator[Problem]:
        state[name] = "open"
        for used in _names_used(definitions[name].definition):
            if state.get(used) == "open":
                circle = " -> ".join((*trail[trail.index(used) :], used))
                said = f"its definition depends on itself: {circle}"
                yield Problem("cycle", f"quantity `{used}`", said, "take one of these out of the other's definition")
            elif used not in state:
                yield from visit(used, (*trail, used))
        state[name] = "closed"

    for name in definitions:
        if name not in state:
            yield from visit(name, (name,))


def _names_used(node: n.Node) -> list[str]:
    names: list[str] = []
    stack = [node]
    while stack:
        each = stack.pop()
        if isinstance(each, n.Named):
            names.append(each.name)
        else:
            stack += n.children(each)
    return list(dict.fromkeys(names))


def faults_of_parameters(files: Iterable[Parameters], used: Mapping[str, Parameter]) -> Iterator[Problem]:
    """Parameters of the call's own files that no rule uses."""
    for file in files:
        for parameter in file:
            if parameter.name not in used:
                said = "no rule uses it, so changing it would change nothing"
                yield Problem("parameter-unused", f"parameter `{parameter.name}`", said, "use it, or take it out")
