"""The check of a rule set: names, sources, types, units, scopes, sides of limits. Every fault is found at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from pydantic import BaseModel

from clusterpolicy.errors import Problem, RuleError
from clusterpolicy.language import nodes as n
from clusterpolicy.language.formula import sketch
from clusterpolicy.language.kinds import CODES, DATE, INSTANT, TEXT, TRUTH, Base, Kind, number
from clusterpolicy.language.parameter import Parameter
from clusterpolicy.language.parameters import Parameters
from clusterpolicy.language.rule import Quantity, Requirement
from clusterpolicy.language.scope import Scope, Structure
from clusterpolicy.units import Unit

_SIDES: dict[str, str] = {">=": "at least", "<=": "at most", ">": "above", "<": "below"}
_FLIPPED: dict[str, str] = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}
_STEPS = {"days": Unit.DAYS, "months": Unit.MONTHS, "years": Unit.YEARS}


@dataclass(frozen=True, slots=True)
class Part:
    """One formula of a rule set: where it stands, the kind expected (`None`: any), and whose it is (`None`: all's)."""

    place: str
    node: n.Node
    kind: Kind | None
    of: type[BaseModel] | None = None


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
    return names


def faults_of_parameters(files: Iterable[Parameters], used: Mapping[str, Parameter]) -> Iterator[Problem]:
    """Parameters of the call's own files that no rule uses."""
    for file in files:
        for parameter in file:
            if parameter.name not in used:
                said = "no rule uses it, so changing it would change nothing"
                yield Problem("parameter-unused", f"parameter `{parameter.name}`", said, "use it, or take it out")


def faults_of_parts(parts: Sequence[Part], structure: Structure, definitions: Mapping[str, n.Named]) -> list[Problem]:
    """Faults of type, unit, scope and side in the formulas themselves."""
    checker = Checker(structure, definitions)
    for part in parts:
        checker.check_part(part)
    return checker.problems


@dataclass(slots=True)
class Checker:
    """Finds the kind and the scope of each node, once, and the faults on the way."""

    structure: Structure
    definitions: Mapping[str, n.Named]
    problems: list[Problem] = field(default_factory=list)
    place: str = ""
    _kinds: dict[int, Kind | None] = field(default_factory=dict)
    _scopes: dict[int, Scope] = field(default_factory=dict)

    def check_part(self, part: Part) -> None:
        """Check one formula, the kind expected of it, and that it speaks of the right thing."""
        self.place = part.place
        kind, scope = self.kind_of(part.node), self.scope_of(part.node)
        if part.kind is not None:
            self._expect(part.node, kind, part.kind)
        expected = self.structure.root if part.of is None else self._scope_of_members(part.of)
        if not expected.within(scope):
            whole, inner = expected.entity.__name__, scope.entity.__name__
            self._fault(
                "wrong-scope",
                f"it speaks of each {inner}, where it must speak of the {whole}: {sketch(part.node)}",
                "say how they go together: every(...), some(...), count(...), total(...)",
            )

    def kind_of(self, node: n.Node) -> Kind | None:
        """The kind of a node; `None` where a fault, already named, leaves it open."""
        if id(node) not in self._kinds:
            before, self.place = self.place, f"quantity `{node.name}`" if isinstance(node, n.Named) else self.place
            self._kinds[id(node)] = self._find_kind(node)
            self.place = before
        return self._kinds[id(node)]

    def scope_of(self, node: n.Node) -> Scope:
        """The innermost scope among the facts of a node; an aggregate speaks of the scope around its members."""
        if id(node) not in self._scopes:
            self._scopes[id(node)] = self._find_scope(node)
        return self._scopes[id(node)]

    def _fault(self, code: str, said: str, mend: str) -> None:
        problem = Problem(code, self.place, said, mend)
        if problem not in self.problems:
            self.problems.append(problem)

    def _expect(self, node: n.Node, found: Kind | None, *expected: Kind) -> Kind | None:
        """`found` if it is one of `expected`; else a fault is named."""
        if found is None or found in expected:
            return found
        numbers = found.base is Base.NUMBER and any(kind.base is Base.NUMBER for kind in expected)
        wanted = " or ".join(str(kind) for kind in expected)
        said = f"`{sketch(node)}` is {found}, where {wanted} is expected"
        self._fault("wrong-unit" if numbers else "wrong-type", said, f"use something of {wanted}")
        return None

    def _find_kind(self, node: n.Node) -> Kind | None:
        match node:
            case n.Fact(kind=kind) | n.Constant(kind=kind) | n.Unsettled(kind=kind):
                return kind
            case n.Entry():
                return TRUTH
            case n.Figure(parameter):
                return self._kind_of_figure(parameter)
            case n.Row():
                return self._kind_of_row(node)
            case n.Named(name=name):
                return self.kind_of(self.definitions[name].definition)
            case n.Compare():
                self._check_comparison(node)
                return TRUTH
            case n.IsIn(item, codes):
                self._expect_text(item, categories=True)
                self._expect(codes, self.kind_of(codes), CODES)
                return TRUTH
            case n.StartsWith(text, codes):
                self._expect_text(text, categories=False)
                self._expect(codes, self.kind_of(codes), CODES)
                return TRUTH
            case n.AllOf(terms) | n.AnyOf(terms):
                for term in terms:
                    self._expect(term, self.kind_of(term), TRUTH)
                return TRUTH
            case n.Not(term):
                self._expect(term, self.kind_of(term), TRUTH)
                return TRUTH
            case n.Aggregate():
                return self._kind_of_aggregate(node)
            case n.Latest():
                return self._kind_of_latest(node)
            case n.Sum(terms) | n.Extreme(_, terms):
                return self._same_kind(terms, ordered=isinstance(node, n.Extreme))
            case n.Difference(left, right):
                return self._same_kind((left, right), ordered=False)
            case n.Product(left, right):
                return self._kind_of_product(left, right)
            case n.RoundedDown(term):
                return self._expect(term, self.kind_of(term), number(Unit.EURO))
            case n.Choose(cases, otherwise):
                for case in cases:
                    self._expect(case.condition, self.kind_of(case.condition), TRUTH)
                return self._alike((*(case.then for case in cases), otherwise))
            case n.Later(day, amount, step):
                self._expect(day, self.kind_of(day), DATE)
                self._expect(amount, self.kind_of(amount), number(_STEPS[step]))
                return DATE
            case n.DayOf(instant):
                self._expect(instant, self.kind_of(instant), INSTANT)
                return DATE
            case _:
                assert_never(node)

    def _kind_of_figure(self, parameter: Parameter) -> Kind | None:
        if parameter.by is None:
            return parameter.kind
        said = f"`{parameter.name}` is a table with a row for each {parameter.by}"
        self._fault("wrong-type", said, "say which row: limits.table[KEY]")
        return None

    def _kind_of_row(self, node: n.Row) -> Kind | None:
        table, key = node.table.parameter, self.kind_of(node.key)
        if table.by is None:
            self._fault("wrong-type", f"`{table.name}` is one figure, not a table", "leave the [...] out")
        if key is None or table.by is None:
            return None
        if key.base is Base.CATEGORY:
            self._check_rows(table, key)
        elif key != TEXT or table.kind != CODES:
            said = f"`{sketch(node.key)}` is {key}, and cannot say which row of `{table.name}` is meant"
            self._fault("wrong-type", said, "use a category; a table of lists may also have a text for its key")
            return None
        return table.kind

    def _check_rows(self, table: Parameter, key: Kind) -> None:
        for since, rows in table.values:
            assert isinstance(rows, dict)  # a parameter with `by` holds tables only
            lacking, surplus = set(key.options) - set(rows), set(rows) - set(key.options)
            if lacking or surplus:
                parts = [f"lacks {', '.join(sorted(lacking))}"] * bool(lacking)
                parts += [f"has {', '.join(sorted(surplus))} too many"] * bool(surplus)
                said = f"`{table.name}` of {since} {' and '.join(parts)}"
                self._fault("table-incomplete", said, f"give it a row for each of {', '.join(key.options)}")

    def _expect_text(self, node: n.Node, *, categories: bool) -> None:
        kind = self.kind_of(node)
        if kind is not None and not (categories and kind.base is Base.CATEGORY):
            self._expect(node, kind, TEXT)

    def _check_comparison(self, node: n.Compare) -> None:
        left, right = self.kind_of(node.left), self.kind_of(node.right)
        if left is not None and left.base is Base.TRUTH:
            said = f"`{sketch(node.left)}` is a truth already, and is not compared"
            self._fault("wrong-type", said, "write it as it stands, or not_(it)")
        elif left is not None and self._expect(node.right, right, left) is not None:
            ordered = left.base in (Base.NUMBER, Base.DATE, Base.INSTANT)
            if not ordered and node.relation not in ("==", "!="):
                said = f"{left} has no order, so `{node.relation}` says nothing of `{sketch(node.left)}`"
                self._fault("wrong-type", said, "write == or !=, or .is_in(limits.codes)")
        self._check_side(node.right, node.relation)
        self._check_side(node.left, _FLIPPED.get(node.relation, node.relation))

    def _check_side(self, node: n.Node, relation: str) -> None:
        """Where a parameter says on which side of it a value must lie, a rule that compares with it must agree."""
        for parameter in _limits_in(node):
            side = _SIDES.get(relation)
            if parameter.limit is not None and side != parameter.limit:
                said = f"`{parameter.name}` is declared `{parameter.limit}`, and the rule says `{side or relation}`"
                self._fault("wrong-side", said, "correct the rule or the declaration; the source says which is right")

    def _kind_of_aggregate(self, node: n.Aggregate) -> Kind | None:
        body = self.kind_of(node.body)
        if node.where is not None:
            self._expect(node.where, self.kind_of(node.where), TRUTH)
        if node.together in ("every", "some", "count"):
            self._expect(node.body, body, TRUTH)
            return number(Unit.COUNT) if node.together == "count" else TRUTH
        if body is not None and body.base is not Base.NUMBER:
            self._fault(
                "wrong-type", f"`{sketch(node.body)}` is {body}, not a number", f"give {node.together} a number"
            )
            return None
        return body

    def _kind_of_latest(self, node: n.Latest) -> Kind | None:
        self._expect(node.by, self.kind_of(node.by), DATE)
        if not (isinstance(node.by, n.Fact) and not any(node.by.optional)):
            said = f"`{sketch(node.by)}` may be unknown, and then nothing is the latest"
            self._fault("wrong-type", said, "order by a day that every entry must have")
        if node.where is not None:
            self._expect(node.where, self.kind_of(node.where), TRUTH)
        return self.kind_of(node.value)

    def _same_kind(self, terms: Sequence[n.Node], *, ordered: bool) -> Kind | None:
        """The common kind of terms that must be numbers of one unit, or, where only their order counts, days."""
        first = self.kind_of(terms[0])
        allowed = (Base.NUMBER, Base.DATE, Base.INSTANT) if ordered else (Base.NUMBER,)
        if first is not None and first.base not in allowed:
            self._fault("wrong-type", f"`{sketch(terms[0])}` is {first}, not a number", "use numbers here")
            return None
        return self._alike(terms)

    def _alike(self, terms: Sequence[n.Node]) -> Kind | None:
        kinds = [(term, self.kind_of(term)) for term in terms]
        known = [kind for _, kind in kinds if kind is not None]
        for term, kind in kinds:
            self._expect(term, kind, *known[:1])
        return known[0] if known else None

    def _kind_of_product(self, left: n.Node, right: n.Node) -> Kind | None:
        kinds = [self.kind_of(left), self.kind_of(right)]
        for node, kind in zip((left, right), kinds, strict=True):
            if kind is not None and kind.base is not Base.NUMBER:
                self._fault("wrong-type", f"`{sketch(node)}` is {kind}, not a number", "multiply numbers only")
                return None
        if None in kinds:
            return None
        for plain in (Unit.SHARE, Unit.COUNT):
            for one, other in (kinds, kinds[::-1]):
                if one is not None and one.unit is plain:
                    return other
        said = f"{kinds[0]} times {kinds[1]} is no unit of these rules: {sketch(left)} * {sketch(right)}"
        self._fault("wrong-unit", said, "multiply by a share or a count")
        return None

    def _scope_of_members(self, members: type[BaseModel]) -> Scope:
        try:
            return self.structure.place_of(members).scope
        except RuleError as error:
            self.problems += error.problems
            return self.structure.root

    def _find_scope(self, node: n.Node) -> Scope:
        match node:
            case n.Fact(entity=entity) | n.Entry(entity):
                return self._scope_of_members(entity)
            case n.Named(name=name):
                return self.scope_of(self.definitions[name].definition)
            case n.Aggregate() | n.Latest():
                inner = self._innermost(n.children(node))
                if inner.parent is None:
                    said = f"it goes through no collection: {sketch(node)}"
                    self._fault("wrong-scope", said, "ask it of facts of the members of a collection")
                    return inner
                return inner.parent
            case _:
                return self._innermost(n.children(node))

    def _innermost(self, nodes: Iterable[n.Node]) -> Scope:
        inner = self.structure.root
        for node in nodes:
            scope = self.scope_of(node)
            if scope.within(inner):
                inner = scope
            elif not inner.within(scope):
                said = f"facts of each {inner.entity.__name__} meet facts of each {scope.entity.__name__}"
                self._fault("wrong-scope", said, "bring one of them together first: total(...), some(...)")
        return inner


def _limits_in(node: n.Node) -> Iterator[Parameter]:
    """The parameters that make up one side of a comparison, through choices and products."""
    match node:
        case n.Figure(parameter) | n.Row(n.Figure(parameter)):
            yield parameter
        case n.Product(left, right):
            yield from _limits_in(left)
            yield from _limits_in(right)
        case n.Choose(cases, otherwise):
            for case in cases:
                yield from _limits_in(case.then)
            yield from _limits_in(otherwise)
