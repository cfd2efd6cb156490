"""Explanations: which statements decided a requirement.

An explanation holds only what decided. Of an "all of" that fails it holds the terms that fail; of an "any of" that
holds, the terms that hold; of what cannot be decided, the terms that are open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

from clusterpolicy.engines.computed import notes_of
from clusterpolicy.engines.plan import Cell, Plan, members_of
from clusterpolicy.engines.reasons import (
    At,
    Claim,
    Getter,
    Ground,
    Limit,
    Needs,
    Reason,
    Statement,
    Together,
    Values,
)
from clusterpolicy.engines.text.phrases import phrase
from clusterpolicy.engines.trace import Trace, place_of
from clusterpolicy.language import nodes as n

Explain = Callable[[Trace, Values, At, bool, Needs, list[Reason]], None]
"""Explains one node for a member, into a list of reasons that count `Needs`.

The truth says which answer was wanted of the node. Reasons that count in the same way as those around them join them.
"""

_NEGATED = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "==": "!=",
    "!=": "==",
    "in": "not in",
    "begins with": "does not begin with",
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Explainer:
    """Explains the requirements of one rule set. What does not depend on an application is prepared once.

    `looked_at` are the cells whose values it needs, in the order in which it expects them.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.looked_at: list[Cell] = []
        self._slots: dict[int, int] = {}
        self._steps: dict[int, Explain] = {}
        self._statements: dict[tuple[int, bool], Statement] = {}

    def getter(self, node: n.Node) -> Getter:
        """What picks the value of `node` from the values found."""
        cell = self.plan.cell_of(node)
        if isinstance(cell.node, n.Constant):
            return _always(cell.node.value)
        slot = self.slot(cell)
        match cell.scope.depth:
            case 0:
                return lambda values, at: values[slot]
            case 1:
                return lambda values, at: values[slot][at[0]]
            case 2:
                return lambda values, at: values[slot][at[0]][at[1]]
            case depth:
                return lambda values, at: reduce(lambda found, index: found[index], at[:depth], values[slot])

    def slot(self, cell: Cell) -> int:
        """Where the value of a cell stands among the values looked at."""
        slot = self._slots.get(cell.number)
        if slot is None:
            slot = self._slots[cell.number] = len(self.looked_at)
            self.looked_at.append(cell)
        return slot

    def reason(self, node: n.Node, trace: Trace) -> Reason:
        """What decided `node`, a truth about the whole application."""
        found: list[Reason] = []
        self.step(node)(trace, trace.values, (), True, "all", found)
        return _together("all", found)

    def step(self, node: n.Node) -> Explain:
        """The function that explains `node`."""
        found = self._steps.get(id(node))
        if found is None:
            found = self._steps[id(node)] = self._prepare(node)
        return found

    # --- truths -----------------------------------------------------------------------------------------------------

    def _prepare(self, node: n.Node) -> Explain:
        match node:
            case n.Named(name=name):
                return self.step(self.plan.rules.definitions[name].definition)
            case n.Not(term):
                inner = self.step(term)
                return lambda trace, values, at, wanted, needs, into: inner(trace, values, at, not wanted, needs, into)
            case n.AllOf(terms):
                return self._junction(node, terms, wants_all=True)
            case n.AnyOf(terms):
                return self._junction(node, terms, wants_all=False)
            case n.Aggregate("every" | "some"):
                return self._members(self.plan.narrowed(node), wants_all=node.together == "every")
            case n.Choose(cases, otherwise):
                return self._choice(node, cases, otherwise)
            case _:
                return self._stated(node)

    def _junction(self, node: n.Node, terms: Sequence[n.Node], *, wants_all: bool) -> Explain:
        whole = self.getter(node)
        parts = [(self.getter(term), self.step(term)) for term in terms]
        settles = not wants_all  # the answer of one term that settles the whole

        def explain(trace: Trace, values: Values, at: At, wanted: bool, needs: Needs, into: list[Reason]) -> None:
            answer = whole(values, at)
            mine: Needs = "any" if answer is settles else "all"
            found = into if mine is needs else []
            for get, step in parts:
                if answer is wants_all or get(values, at) is answer:
                    step(trace, values, at, wanted, mine, found)
            if found is not into:
                into.append(_together(mine, found))

        return explain

    def _members(self, node: n.Aggregate, *, wants_all: bool) -> Explain:
        cell = self.plan.cell_of(node)
        scope = members_of(cell)
        whole, of_member, step = self.getter(node), self.getter(node.body), self.step(node.body)
        claim = Claim(scope.label, "there is", "", "count", ())
        around = place_of(cell.scope)
        none, unknown = (Statement(around, claim, _always(said), _always("")) for said in ("none", "unknown"))
        depth = cell.scope.depth
        settles = not wants_all

        def explain(trace: Trace, values: Values, at: At, wanted: bool, needs: Needs, into: list[Reason]) -> None:
            at = at[:depth]
            length = trace.length(scope, at)
            if not length:
                holds = None if length is None else wants_all is wanted
                into.append(Ground(holds, unknown if length is None else none, values, at))
                return
            answer = whole(values, at)
            mine: Needs = "any" if answer is settles else "all"
            found = into if mine is needs else []
            for index in range(length):
                member = (*at, index)
                if answer is wants_all or of_member(values, member) is answer:
                    step(trace, values, member, wanted, mine, found)
            if found is not into:
                into.append(_together(mine, found))

        return explain

    def _choice(self, node: n.Node, cases: Sequence[n.Case], otherwise: n.Node) -> Explain:
        branches = [(self.getter(case.condition), self.step(case.condition), self.step(case.then)) for case in cases]
        whole, last = self.getter(node), self.step(otherwise)

        def explain(trace: Trace, values: Values, at: At, wanted: bool, needs: Needs, into: list[Reason]) -> None:
            found: list[Reason] = into if needs == "all" else []
            is_settled = whole(values, at) is not None
            for get, condition, value in branches:
                holds = get(values, at)
                if holds is None and is_settled:  # whichever case it is, the answer is the same
                    value(trace, values, at, wanted, "all", found)
                    continue
                condition(trace, values, at, holds is not False, "all", found)
                if holds is True:
                    value(trace, values, at, wanted, "all", found)
                if holds is not False:
                    break
            else:
                last(trace, values, at, wanted, "all", found)
            if found is not into:
                into.append(_together("all", found))

        return explain

    # --- statements -------------------------------------------------------------------------------------------------

    def statement(self, node: n.Node, *, wanted: bool) -> Statement:
        """What `node`, which is no junction of others, says where its answer is `wanted`."""
        key = (id(node), wanted)
        if key not in self._statements:
            match node:
                case n.Compare(relation, left, right):
                    said = self._comparison(node, relation, left, right, wanted=wanted)
                case n.IsIn(item, codes):
                    said = self._comparison(node, "in", item, codes, wanted=wanted)
                case n.StartsWith(text, codes):
                    said = self._comparison(node, "begins with", text, codes, wanted=wanted)
                case _:
                    said = self._plain(node, wanted=wanted)
            self._statements[key] = said
        return self._statements[key]

    def _stated(self, node: n.Node) -> Explain:
        get = self.getter(node)
        as_wanted, as_refused = self.statement(node, wanted=True), self.statement(node, wanted=False)

        def explain(trace: Trace, values: Values, at: At, wanted: bool, needs: Needs, into: list[Reason]) -> None:
            answer = get(values, at)
            holds = None if answer is None else answer is wanted
            said = as_wanted if wanted else as_refused
            into.append(Ground(holds, said, values, at, trace if said.notes else None))

        return explain

    def _plain(self, node: n.Node, *, wanted: bool) -> Statement:
        """A truth that rests on nothing else: a fact, an option of the rules, something unsettled."""
        said = phrase(node.value if isinstance(node, n.Latest) else node)
        claim = Claim(said, "is", "", "truth", tuple(_limits(node)))
        place = place_of(self.plan.cell_of(node).scope)
        return Statement(place, claim, self.getter(node), _always(wanted), notes=notes_of(node, self.plan))

    def _comparison(self, node: n.Node, relation: str, left: n.Node, right: n.Node, *, wanted: bool) -> Statement:
        if _is_limit(left) and not _is_limit(right):  # a limit is said last: what was met stands before it
            left, right, relation = right, left, _MIRRORED.get(relation, relation)
        unit = str(self.plan.cell_of(left).kind)
        said = relation if wanted else _NEGATED[relation]
        claim = Claim(phrase(left), said, phrase(right), unit, tuple(_limits(right)))
        branch = self._branch(right, claim) if isinstance(right, n.Choose) else None
        place = place_of(self.plan.cell_of(node).scope)
        return Statement(place, claim, self.getter(left), self.getter(right), branch, notes_of(node, self.plan))

    def _branch(self, choice: n.Choose, claim: Claim) -> Callable[[Values, At], Claim]:
        """What says a claim with the figure of the case that was chosen, rather than with all cases."""
        conditions = [self.getter(case.condition) for case in choice.cases]
        *claims, last = [
            replace(claim, against=phrase(chosen), limits=tuple(_limits(chosen)))
            for chosen in (*(case.then for case in choice.cases), choice.otherwise)
        ]

        def said(values: Values, at: At) -> Claim:
            for condition, of_case in zip(conditions, claims, strict=True):
                holds = condition(values, at)
                if holds is not False:
                    return claim if holds is None else of_case
            return last

        return said


def _always(value: Any) -> Getter:
    """Picks the same value for every application and member."""
    return lambda values, at: value


def _together(needs: Needs, parts: list[Reason]) -> Reason:
    """The reasons that decided, as one."""
    return parts[0] if len(parts) == 1 else Together(needs, tuple(parts))


def _is_limit(node: n.Node) -> bool:
    match node:
        case n.Figure() | n.Row():
            return True
        case n.Product(left, right):
            return _is_limit(left) or _is_limit(right)
        case n.Choose(cases, otherwise):
            return all(_is_limit(value) for value in (*(case.then for case in cases), otherwise))
        case _:
            return False


def _limits(node: n.Node) -> Iterator[Limit]:
    """The parameters in one side of a statement; those inside quantities belong to the quantity."""
    match node:
        case n.Figure(parameter):
            yield Limit(parameter.name, parameter.label, parameter.source)
        case n.Named() | n.Computed() | n.Aggregate() | n.Latest() | n.Average():
            return
        case _:
            for child in n.children(node):
                yield from _limits(child)
