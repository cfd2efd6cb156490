"""Reasons at speed: for what holds as it should, the statements are spelled out by one generated function.

Most requirements of most applications are satisfied. Where a truth is what was wanted of it, which statements decided
it is known beforehand, so no step has to be asked. Everything else is left to the steps of the explainer, which say the
same more slowly; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from clusterpolicy.engines.explain import Explainer
from clusterpolicy.engines.generate import function_of
from clusterpolicy.engines.plan import members_of
from clusterpolicy.engines.reasons import Ground, Needs, Reason, Together, Values
from clusterpolicy.engines.trace import Trace
from clusterpolicy.language import nodes as n

Reasons = Callable[[Trace, Values], list[Reason]]
"""Finds the reason of each requirement, in their order."""


def reasons_function(explainer: Explainer, nodes: Sequence[n.Node], title: str) -> Reasons:
    """The function that finds what decided each of `nodes`, truths about the whole application."""
    writer = _Writer(explainer)
    for node in nodes:
        writer.requirement(node)
    source = "\n".join(["def reasons(trace, v):", " out = []", *writer.lines, " return out"])
    names: dict[str, Any] = {**writer.names, "Ground": Ground, "Together": Together}
    function: Reasons = function_of(source, "reasons", names, title)
    return function


Member = tuple[str, ...]
"""The member at hand: the names of its numbers in the collections around it, outermost first."""


@dataclass(slots=True)
class _Writer:
    explainer: Explainer
    lines: list[str] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)
    indent: int = 1

    def requirement(self, node: n.Node) -> None:
        """Write what finds the reason of one requirement."""
        self._line("r = []")
        self._spell(node, True, "all", "r", ())
        self._line('out.append(r[0] if len(r) == 1 else Together("all", tuple(r)))')

    def _spell(self, node: n.Node, wanted: bool, needs: Needs, into: str, member: Member) -> None:
        """Write what brings the reasons of `node` into the list `into`."""
        match node:
            case n.Named(name=name):
                self._spell(self.explainer.plan.rules.definitions[name].definition, wanted, needs, into, member)
            case n.Not(term):
                self._spell(term, not wanted, needs, into, member)
            case n.AllOf(terms) | n.AnyOf(terms):
                takes_all = wanted is isinstance(node, n.AllOf)
                self._if(f"{self._value(node, member)} is {wanted}")
                target = self._open(takes_all, needs, into)
                for term in terms:
                    self._term(term, wanted, takes_all, target, member)
                self._close(node, wanted, needs, into, target, takes_all, member)
            case n.Aggregate("every" | "some"):
                self._members(self.explainer.plan.narrowed(node), wanted, needs, into, member)
            case n.Choose():
                self._leave(node, wanted, needs, into, member)
            case _:
                said = self.explainer.statement(node, wanted=wanted)
                statement, traced = self._name(said), ", trace" if said.notes else ""
                answer = self._value(node, member)
                holds = answer if wanted else f"(None if {answer} is None else not {answer})"
                self._line(f"{into}.append(Ground({holds}, {statement}, v, {_numbers(member)}{traced}))")

    def _members(self, node: n.Aggregate, wanted: bool, needs: Needs, into: str, member: Member) -> None:
        takes_all = wanted is (node.together == "every")
        cell = self.explainer.plan.cell_of(node)
        around = member[: cell.scope.depth]
        number = len(self.lines)
        self._line(f"n{number} = trace.length({self._name(members_of(cell))}, {_numbers(around)})")
        self._if(f"n{number} and {self._value(node, member)} is {wanted}")
        target = self._open(takes_all, needs, into)
        self._line(f"for i{number} in range(n{number}):")
        self.indent += 1
        self._term(node.body, wanted, takes_all, target, (*around, f"i{number}"))
        self.indent -= 1
        self._close(node, wanted, needs, into, target, takes_all, member)

    def _term(self, term: n.Node, wanted: bool, takes_all: bool, target: str, member: Member) -> None:
        """One of several: always said where all count, else only if it is as wanted."""
        if takes_all:
            self._spell(term, wanted, "all", target, member)
            return
        self._if(f"{self._value(term, member)} is {wanted}")
        self._spell(term, wanted, "any", target, member)
        self.indent -= 1

    def _if(self, condition: str) -> None:
        self._line(f"if {condition}:")
        self.indent += 1

    def _open(self, takes_all: bool, needs: Needs, into: str) -> str:
        if needs == ("all" if takes_all else "any"):
            return into
        target = f"r{len(self.lines)}"
        self._line(f"{target} = []")
        return target

    def _close(
        self, node: n.Node, wanted: bool, needs: Needs, into: str, target: str, takes_all: bool, member: Member
    ) -> None:
        if target != into:
            whole = f'Together("{"all" if takes_all else "any"}", tuple({target}))'
            self._line(f"{into}.append({target}[0] if len({target}) == 1 else {whole})")
        self.indent -= 1
        self._line("else:")
        self.indent += 1
        self._leave(node, wanted, needs, into, member)
        self.indent -= 1

    def _leave(self, node: n.Node, wanted: bool, needs: Needs, into: str, member: Member) -> None:
        """Leave a node to the explainer."""
        step = self._name(self.explainer.step(node))
        self._line(f'{step}(trace, v, {_numbers(member)}, {wanted}, "{needs}", {into})')

    def _value(self, node: n.Node, member: Member) -> str:
        """The answer of a node, among the values of the member at hand."""
        cell = self.explainer.plan.cell_of(node)
        if isinstance(cell.node, n.Constant):
            return repr(cell.node.value)
        indexes = "".join(f"[{number}]" for number in member[: cell.scope.depth])
        return f"v[{self.explainer.slot(cell)}]{indexes}"

    def _name(self, value: object) -> str:
        name = f"x{len(self.names)}"
        self.names[name] = value
        return name

    def _line(self, text: str) -> None:
        self.lines.append(" " * self.indent + text)


def _numbers(member: Member) -> str:
    return f"({', '.join(member)},)" if member else "()"
