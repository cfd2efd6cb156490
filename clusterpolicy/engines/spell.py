"""Reasons at speed: for what holds as it should, the statements are spelled out by one generated function.

Most requirements of most applications are satisfied. Where a truth is what was wanted of it, which statements decided
it is known beforehand: where all terms count, each is as wanted, and nothing need be asked; where one would do, only
which terms are. Everything else is left to the steps of the explainer, which say the same more slowly; a test holds the
two together. What several requirements rest on is spelled out once.
"""

from __future__ import annotations

from collections import Counter
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

Member = tuple[str, ...]
"""The member at hand: the names of its numbers in the collections around it, outermost first."""


def reasons_function(explainer: Explainer, nodes: Sequence[n.Node], title: str) -> Reasons:
    """The function that finds what decided each of `nodes`, truths about the whole application."""
    writer = _Writer(explainer, _spelled_often(nodes, explainer))
    for node in nodes:
        writer.requirement(node)
    source = "\n".join(["def reasons(trace, v):", " out = []", *writer.memos, *writer.lines, " return out"])
    names: dict[str, Any] = {**writer.names, "Ground": Ground, "Together": Together}
    function: Reasons = function_of(source, "reasons", names, title)
    return function


def _spelled_often(nodes: Sequence[n.Node], explainer: Explainer) -> frozenset[str]:
    """The quantities that are junctions, and that formulas name several times."""
    named = Counter[str]()
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if isinstance(node, n.Named):
            named[node.name] += 1
            stack.append(explainer.plan.rules.definitions[node.name].definition)
        else:
            stack += n.children(node)
    junctions = n.AllOf | n.AnyOf
    return frozenset(
        name
        for name, times in named.items()
        if times > 1 and isinstance(explainer.plan.rules.definitions[name].definition, junctions)
    )


@dataclass(slots=True)
class _Writer:
    explainer: Explainer
    often: frozenset[str]
    lines: list[str] = field(default_factory=list)
    memos: list[str] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)
    indent: int = 1

    def requirement(self, node: n.Node) -> None:
        """Write what finds the reason of one requirement."""
        self._if(f"{self._value(node, ())} is True")
        stated = self._stated(node, True, "any", ())
        if stated is not None:
            self._line(f"out += ({', '.join(stated)},)")
        else:
            self._line("r = []")
            self._spell(node, True, "all", "r", ())
            self._line('out.append(r[0] if len(r) == 1 else Together("all", tuple(r)))')
        self._else()
        self._line("r = []")
        self._leave(node, True, "all", "r", ())
        self._line('out.append(r[0] if len(r) == 1 else Together("all", tuple(r)))')
        self.indent -= 1

    def _spell(self, node: n.Node, wanted: bool, needs: Needs, into: str, member: Member) -> None:
        """Write what brings the reasons of `node`, whose answer is as `wanted`, into the list `into`."""
        stated = self._stated(node, wanted, needs, member)
        if stated is not None:
            self._line(f"{into} += ({', '.join(stated)},)")
            return
        match node:
            case n.Named(name=name) if name in self.often:
                self._remembered(name, wanted, needs, into, member)
            case n.Named(name=name):
                self._spell(self._definition(name), wanted, needs, into, member)
            case n.Not(term):
                self._spell(term, not wanted, needs, into, member)
            case n.AllOf(terms) | n.AnyOf(terms):
                takes_all = wanted is isinstance(node, n.AllOf)
                target = self._open(takes_all, needs, into)
                for term in terms:
                    self._term(term, wanted, takes_all, target, member)
                self._close(needs, into, target, takes_all)
            case n.Aggregate("every" | "some"):
                self._members(self.explainer.plan.narrowed(node), wanted, needs, into, member)
            case n.Choose():
                self._choice(node, wanted, needs, into, member)
            case _:
                raise AssertionError(f"{type(node).__name__} is a statement")

    def _stated(self, node: n.Node, wanted: bool, needs: Needs, member: Member) -> list[str] | None:
        """The reasons of a node that is as wanted, where it can be said beforehand which ones those are."""
        match node:
            case n.Named(name=name):
                return self._stated(self._definition(name), wanted, needs, member)
            case n.Not(term):
                return self._stated(term, not wanted, needs, member)
            case n.AllOf(terms) | n.AnyOf(terms):
                if wanted is not isinstance(node, n.AllOf):
                    return None
                parts: list[str] = []
                for term in terms:
                    of_term = self._stated(term, wanted, "all", member)
                    if of_term is None:
                        return None
                    parts += of_term
                return parts if needs == "all" or len(parts) == 1 else [f'Together("all", ({", ".join(parts)}))']
            case n.Aggregate("every" | "some") | n.Choose():
                return None
            case _:
                said = self.explainer.statement(node, wanted=wanted)
                traced = ", trace" if said.notes else ""
                return [f"Ground(True, {self._name(said)}, v, {_at(member)}{traced})"]

    def _remembered(self, name: str, wanted: bool, needs: Needs, into: str, member: Member) -> None:
        """Spell a quantity out once for each member, whichever requirement asks first."""
        node = self._definition(name)
        depth = self.explainer.plan.cell_of(node).scope.depth
        memo = f"q{self.explainer.plan.cell_of(node).number}_{wanted}_{needs}_{len(member)}"
        if f" {memo} = {{}}" not in self.memos:
            self.memos.append(f" {memo} = {{}}")
        found = f"f{len(self.lines)}"
        self._line(f"{found} = {memo}.get({_at(member)})")
        self._if(f"{found} is None")
        self._line(f"{found} = {memo}[{_at(member)}] = []")
        assert depth <= len(member)  # the rule set was checked when it was built
        self._spell(node, wanted, needs, found, member)
        self.indent -= 1
        self._line(f"{into} += {found}")

    def _members(self, node: n.Aggregate, wanted: bool, needs: Needs, into: str, member: Member) -> None:
        takes_all = wanted is (node.together == "every")
        cell = self.explainer.plan.cell_of(node)
        around, scope = member[: cell.scope.depth], members_of(cell)
        number = len(self.lines)
        body = self.explainer.plan.cell_of(node.body)
        if body.scope is scope:  # its answers, one for each member
            self._line(f"n{number} = len({self._value(node.body, around)})")
        else:
            self._line(f"n{number} = trace.length({self._name(scope)}, {_at(around)})")
        self._if(f"n{number}")
        target = self._open(takes_all, needs, into)
        inner = (*around, f"i{number}")
        self._line(f"for i{number} in range(n{number}):")
        self.indent += 1
        self._line(f"{_at(inner)} = ({', '.join(inner)},)")
        self._term(node.body, wanted, takes_all, target, inner)
        self.indent -= 1
        self._close(needs, into, target, takes_all)
        self._else()
        self._leave(node, wanted, needs, into, member)
        self.indent -= 1

    def _choice(self, node: n.Choose, wanted: bool, needs: Needs, into: str, member: Member) -> None:
        """Spell the conditions on the way to the case that holds, and that case; leave it where one is not known."""
        conditions = [self._value(case.condition, member) for case in node.cases]
        self._if(" or ".join(f"{condition} is None" for condition in conditions))
        self._leave(node, wanted, needs, into, member)
        self._else()
        target = self._open(True, needs, into)
        before = self.indent
        for case, condition in zip(node.cases, conditions, strict=True):
            self._if(condition)
            self._spell(case.condition, True, "all", target, member)
            self._spell(case.then, wanted, "all", target, member)
            self._else()
            self._spell(case.condition, False, "all", target, member)
        self._spell(node.otherwise, wanted, "all", target, member)
        self.indent = before
        self._close(needs, into, target, True)
        self.indent -= 1

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

    def _else(self) -> None:
        self.indent -= 1
        self._line("else:")
        self.indent += 1

    def _open(self, takes_all: bool, needs: Needs, into: str) -> str:
        if needs == ("all" if takes_all else "any"):
            return into
        target = f"r{len(self.lines)}"
        self._line(f"{target} = []")
        return target

    def _close(self, needs: Needs, into: str, target: str, takes_all: bool) -> None:
        if target != into:
            whole = f'Together("{"all" if takes_all else "any"}", tuple({target}))'
            self._line(f"{into}.append({target}[0] if len({target}) == 1 else {whole})")

    def _leave(self, node: n.Node, wanted: bool, needs: Needs, into: str, member: Member) -> None:
        """Leave a node to the explainer."""
        step = self._name(self.explainer.step(node))
        self._line(f'{step}(trace, v, {_at(member)}, {wanted}, "{needs}", {into})')

    def _definition(self, name: str) -> n.Node:
        return self.explainer.plan.rules.definitions[name].definition

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


def _at(member: Member) -> str:
    """The name that holds where the member at hand stands."""
    return f"p{member[-1]}" if member else "()"
