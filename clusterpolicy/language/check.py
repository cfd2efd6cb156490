"""The check of formulas: types, units, scopes, sides of limits. Every fault is found at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from typing import assert_never

from pydantic import BaseModel

from clusterpolicy.errors import Problem, RuleError
from clusterpolicy.language import nodes as n
from clusterpolicy.language.computation import Computation
from clusterpolicy.language.formula import sketch
from clusterpolicy.language.kinds import CODES, DATE, INSTANT, TEXT, TRUTH, WHOLE_UNITS, Base, Kind, number
from clusterpolicy.language.parameter import Parameter, Value
from clusterpolicy.language.scope import Scope, Structure
from clusterpolicy.units import CENT, Unit

_SIDES: dict[str, str] = {">=": "at least", "<=": "at most", ">": "above", "<": "below"}
_FLIPPED: dict[str, str] = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}
_AVERAGED = (Unit.POINTS, Unit.WORK_UNITS)
"""The units that are averaged: of what is counted an average is no count, and of euro no cents."""

_STEPS = {"days": Unit.DAYS, "months": Unit.MONTHS, "years": Unit.YEARS}


@dataclass(frozen=True, slots=True)
class Part:
    """One formula of a rule set: where it stands, the kind expected (`None`: any), and whose it is (`None`: all's).

    What is `own` must differ from one to the other; what is `in_cents` must be brought to whole cents by a rule.
    """

    place: str
    node: n.Node
    kind: Kind | None
    of: type[BaseModel] | None = None
    own: bool = False
    in_cents: bool = False


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
        if part.kind == DATE and not isinstance(part.node, n.Figure):
            self._fault("wrong-type", "the day is not a figure of its own", "name a parameter that holds a day")
        expected = self.structure.root if part.of is None else self._scope_of_members(part.of)
        if part.of is not None and expected.depth != 1:
            said = f"{part.of.__name__} is no collection of the {self.structure.root.entity.__name__}"
            self._fault("wrong-scope", said, "name a model that stands in a collection of it")
        if part.in_cents:
            for product in self._parts_of_a_cent(part.node):
                said = f"`{sketch(product)}` may hold parts of a cent, and nobody says how they are rounded"
                self._fault("parts-of-a-cent", said, "write rounded_down_to_cent(...) around it, with its source")
        if part.own and scope is not expected:
            said = f"it is the same for every {expected.entity.__name__}: {sketch(part.node)}"
            self._fault("wrong-scope", said, "use facts of the one who receives it")
        elif not expected.within(scope):
            whole, inner = expected.entity.__name__, scope.entity.__name__
            self._fault(
                "wrong-scope",
                f"it speaks of each {inner}, where it must speak of the {whole}: {sketch(part.node)}",
                "say how they go together: every(...), some(...), count(...), total(...)",
            )

    def _parts_of_a_cent(self, node: n.Node) -> Iterator[n.Node]:
        """The products and computed amounts in an amount that are not brought to whole cents by a rounding step."""
        match node:
            case n.Product(left, right):
                if number(Unit.SHARE) in (self.kind_of(left), self.kind_of(right)):
                    yield node
                else:
                    yield from self._parts_of_a_cent(left)
                    yield from self._parts_of_a_cent(right)
            case n.Named(name=name):
                yield from self._parts_of_a_cent(self.definitions[name].definition)
            case n.Choose(cases, otherwise):
                for value in (*(case.then for case in cases), otherwise):
                    yield from self._parts_of_a_cent(value)
            case n.Computed(computation) if computation.kind == number(Unit.EURO):
                yield node
            case n.Aggregate(body=term) | n.Latest(value=term):
                yield from self._parts_of_a_cent(term)
            case n.Sum() | n.Difference() | n.Extreme():
                for term in n.children(node):
                    yield from self._parts_of_a_cent(term)
            case n.Figure(parameter) | n.Row(n.Figure(parameter)):
                if any(_has_parts_of_a_cent(value) for _, value in parameter.values):
                    yield node

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
                self._expect_codes(codes)
                return TRUTH
            case n.StartsWith(text, codes):
                self._expect_text(text, categories=False)
                self._expect_codes(codes)
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
            case n.Average():
                return self._kind_of_average(node)
            case n.Sum(terms) | n.Extreme(_, terms):
                return self._same_kind(terms, ordered=isinstance(node, n.Extreme))
            case n.Difference(left, right):
                return self._same_kind((left, right), ordered=False)
            case n.Product(left, right):
                return self._kind_of_product(left, right)
            case n.Rounded(term):
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
            case n.GrantingDay():
                return DATE
            case n.Computed(computation):
                return self._kind_of_computed(node, computation)
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

    def _expect_codes(self, node: n.Node) -> None:
        if self._expect(node, self.kind_of(node), CODES) is not None and not isinstance(node, n.Figure | n.Row):
            said = f"`{sketch(node)}` is a list of codes that must be found first"
            self._fault("wrong-type", said, "name one list, or a row of a table of lists")

    def _check_comparison(self, node: n.Compare) -> None:
        left, right = self.kind_of(node.left), self.kind_of(node.right)
        if left is not None and left.base is Base.TRUTH:
            said = f"`{sketch(node.left)}` is a truth already, and is not compared"
            self._fault("wrong-type", said, "write it as it stands, or not_(it)")
        elif left is not None and self._expect(node.right, right, left) is not None:
            if left == CODES:
                said = f"`{sketch(node.left)}` is a list of codes, and is not compared"
                self._fault("wrong-type", said, "write item.is_in(limits.codes)")
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
        if not self._is_always_known(node.by):
            said = f"`{sketch(node.by)}` may be unknown, and then nothing is the latest"
            self._fault("wrong-type", said, "order by a day that every entry must have")
        if node.where is not None:
            self._expect(node.where, self.kind_of(node.where), TRUTH)
        return self.kind_of(node.value)

    def _kind_of_average(self, node: n.Average) -> Kind | None:
        if node.where is not None:
            self._expect(node.where, self.kind_of(node.where), TRUTH)
        return self._expect(node.value, self.kind_of(node.value), *map(number, _AVERAGED))

    def _kind_of_computed(self, node: n.Computed, computation: Computation) -> Kind:
        for each in node.inputs:
            self.kind_of(each)
        if not issubclass(self._scope_of_members(computation.of).entity, computation.of):
            said = f"{computation.of.__name__} is a part of another model, and no member of a collection"
            self._fault("wrong-scope", said, f"let `{computation.name}` be of the model around it")
        return computation.kind

    def _is_always_known(self, node: n.Node) -> bool:
        if not isinstance(node, n.Fact):
            return False
        try:
            around = self.structure.place_of(node.entity).optional
        except RuleError:  # named already, where the scope of the fact is looked for
            return True
        return not any((*around, *node.optional))

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
        units = [kind.unit for kind in kinds if kind is not None]
        if Unit.SHARE in units and any(unit in WHOLE_UNITS for unit in units):
            whole = next(unit for unit in units if unit is not Unit.SHARE)
            said = f"a share of a number of {whole} need not be whole: {sketch(left)} * {sketch(right)}"
            self._fault("wrong-unit", said, "take shares of amounts, work units or points only")
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
            for problem in error.problems:
                self._fault(problem.code, problem.message, problem.mend)
            return self.structure.root

    def _find_scope(self, node: n.Node) -> Scope:
        match node:
            case n.Fact(entity=entity) | n.Entry(entity):
                return self._scope_of_members(entity)
            case n.Named(name=name):
                return self.scope_of(self.definitions[name].definition)
            case n.Computed(computation, inputs):
                return self._scope_of_computed(computation, inputs)
            case n.Aggregate() | n.Latest() | n.Average():
                inner = self._innermost(n.children(node))
                if inner.parent is None:
                    said = f"it goes through no collection: {sketch(node)}"
                    self._fault("wrong-scope", said, "ask it of facts of the members of a collection")
                    return inner
                return inner.parent
            case _:
                return self._innermost(n.children(node))

    def _scope_of_computed(self, computation: Computation, inputs: Sequence[n.Node]) -> Scope:
        whose = self._scope_of_members(computation.of)
        for each in inputs:
            if not whose.within(self.scope_of(each)):
                said = f"`{computation.name}` is of each {whose.entity.__name__}, and `{sketch(each)}` is not around it"
                self._fault("wrong-scope", said, "bring it together first: total(...), some(...)")
        return whose

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


def _has_parts_of_a_cent(value: Value) -> bool:
    cells = value.values() if isinstance(value, dict) else (value,)
    return any(isinstance(cell, Decimal) and Context(prec=100).remainder(cell, CENT) != 0 for cell in cells)


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
