"""Strategies for formulas: whatever the language can say about a root model, with every fault left out.

For those who write an engine. An engine is right if it agrees with `clusterpolicy.testing.walker` on all of them.

>>> from clusterpolicy.model import Application
>>> from clusterpolicy.rules import piedmont
>>> vocabulary = Vocabulary.of(Application, piedmont.limits.limits, source=piedmont.LINE_A.source)
>>> truths = formulas(vocabulary, kind=TRUTH)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar, get_args

from hypothesis import strategies as st
from pydantic import BaseModel

from clusterpolicy.language import (
    Computation,
    Facts,
    Formula,
    Parameter,
    Parameters,
    Quantity,
    Source,
    computed,
    facts_of,
    zero,
)
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import CODES, DATE, INSTANT, TEXT, TRUTH, WHOLE_UNITS, Base, Kind, number
from clusterpolicy.language.scope import Scope, Structure
from clusterpolicy.units import Unit

_RELATIONS: tuple[n.Relation, ...] = ("==", "!=", "<", "<=", ">", ">=")
_STEPS: dict[n.Step, Unit] = {"days": Unit.DAYS, "months": Unit.MONTHS, "years": Unit.YEARS}


@dataclass(frozen=True, slots=True)
class Written:
    """A formula, the kind of its value, and whose it is: the root model, or the members of a collection."""

    formula: Formula
    kind: Kind
    of: type[BaseModel]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What formulas are made of: the facts of a root model and of all that stands in it, and figures.

    Attributes:
        structure: The models, and the collections they stand in.
        figures: The parameters. One that says on which side of it a value must lie is left out: it is not free to meet
            any formula.
        source: What quantities and unsettled questions give as their source.
        computations: Values that functions find.
        facts: The facts of the application, and of the members of each collection.
        kinds: Every kind of value there is a fact, or a figure, of; lists of codes, which are no values, left out.
    """

    structure: Structure
    figures: tuple[Parameter, ...]
    source: Source
    computations: tuple[Computation, ...] = ()
    facts: dict[Scope, tuple[n.Fact, ...]] = field(init=False, repr=False)
    kinds: tuple[Kind, ...] = field(init=False, repr=False)
    _quantities: dict[n.Node, Quantity] = field(init=False, repr=False, default_factory=dict)

    @classmethod
    def of(
        cls, root: type[BaseModel], *files: Parameters, source: Source, computations: Sequence[Computation] = ()
    ) -> Vocabulary:
        """The vocabulary of a root model with the parameters of some files."""
        figures = tuple(parameter for file in files for parameter in file if parameter.limit is None)
        return cls(Structure.of(root), figures, source, tuple(computations))

    def __post_init__(self) -> None:
        facts: dict[Scope, list[n.Fact]] = {scope: [] for scope in self.structure.scopes}
        for model, places in self.structure.places.items():
            if len(places) == 1:  # of a model that stands in several places nobody can say which one is meant
                facts[places[0].scope] += _facts_in(facts_of(model))
        object.__setattr__(self, "facts", {scope: tuple(found) for scope, found in facts.items()})
        kinds = [fact.kind for found in facts.values() for fact in found] + [figure.kind for figure in self.figures]
        values = dict.fromkeys([TRUTH, *(kind for kind in kinds if kind != CODES), number(Unit.COUNT)])
        object.__setattr__(self, "kinds", tuple(values))

    def facts_for(self, scope: Scope, kind: Kind) -> list[n.Fact]:
        """The facts of a kind that a formula about the members of `scope` may use: theirs, and those around them."""
        return [fact for each in _around(scope) for fact in self.facts[each] if fact.kind == kind]

    def computed_for(self, scope: Scope, kind: Kind) -> list[Computation]:
        """The computations of a kind that a formula about the members of `scope` may use."""
        around = [each.entity for each in _around(scope)]
        return [each for each in self.computations if each.kind == kind and each.of in around]

    def days_for(self, scope: Scope) -> list[n.Fact]:
        """The days that every member of `scope` has."""
        return [fact for fact in self.facts[scope] if fact.kind == DATE and not self._may_lack(fact)]

    def inside(self, scope: Scope) -> list[Scope]:
        """The collections that an aggregate within a formula about the members of `scope` may go through."""
        inner = [each for each in self.structure.scopes if each.parent is not None and scope.within(each.parent)]
        return [each for each in inner if self.facts[each]]

    def keys_of(self, table: Parameter) -> list[Kind]:
        """The kinds of value that can say which row of a table is meant."""
        rows = [set(value) for _, value in table.values if isinstance(value, dict)]
        keys = [kind for kind in self.kinds if kind.base is Base.CATEGORY and all(set(kind.options) == r for r in rows)]
        return [*keys, TEXT] if table.kind == CODES else keys

    def quantity(self, node: n.Node) -> n.Node:
        """A quantity defined by `node`; the same one for equal nodes."""
        if node not in self._quantities:
            name = f"quantity_{len(self._quantities)}"
            self._quantities[node] = Quantity(name=name, label=name, formula=Formula(node), source=self.source)
        return self._quantities[node].node

    def _may_lack(self, fact: n.Fact) -> bool:
        return any((*self.structure.place_of(fact.entity).optional, *fact.optional))


@st.composite
def formulas(
    draw: st.DrawFn,
    vocabulary: Vocabulary,
    *,
    kind: Kind | None = None,
    of: type[BaseModel] | None = None,
    depth: int = 3,
) -> Written:
    """Formulas of a `kind`, about the members of a collection.

    Args:
        draw: Given by Hypothesis.
        vocabulary: What they are made of.
        kind: The kind of value, not a list of codes; any one where it is `None`.
        of: Whose formulas they are: the model of a collection, or the root model; anybody's where it is `None`.
        depth: How many operations may stand inside each other.
    """
    found = kind or draw(st.sampled_from(vocabulary.kinds))
    whose = vocabulary.structure.scopes if of is None else [vocabulary.structure.place_of(of).scope]
    scope = draw(st.sampled_from(whose))
    return Written(Formula(_Author(vocabulary, draw).write(found, scope, depth)), found, scope.entity)


T = TypeVar("T")
_Way = Callable[[], n.Node]


@dataclass(frozen=True, slots=True)
class _Author:
    """Writes one formula, making each choice by drawing it."""

    vocabulary: Vocabulary
    draw: st.DrawFn

    def write(self, kind: Kind, scope: Scope, depth: int) -> n.Node:
        """A formula of a kind, about the members of a scope."""
        leaves = list(self._leaves(kind, scope, depth))
        if depth == 0:
            return self.draw(st.sampled_from(leaves))()
        ways = [lambda: self.draw(st.sampled_from(leaves))(), *self._any_kind(kind, scope, depth - 1)]
        match kind.base:
            case Base.TRUTH:
                ways += self._truths(scope, depth - 1)
            case Base.NUMBER:
                ways += self._numbers(kind, scope, depth - 1)
            case Base.DATE:
                ways += self._days(scope, depth - 1)
        return self.draw(st.sampled_from(ways))()

    def write_codes(self, scope: Scope, depth: int) -> n.Node:
        """A list of codes: a figure, or a row of a table of lists."""
        figures = [figure for figure in self.vocabulary.figures if figure.kind == CODES]
        return self.draw(st.sampled_from(list(self._figures(figures, scope, depth))))()

    # --- leaves -----------------------------------------------------------------------------------------------------

    def _leaves(self, kind: Kind, scope: Scope, depth: int) -> Iterator[_Way]:
        facts = self.vocabulary.facts_for(scope, kind)
        if facts:
            yield from [lambda: self._one_of(facts)] * 3
        if kind.base is Base.TRUTH:
            yield lambda: n.Constant(self.draw(st.booleans()), TRUTH)
        if kind.base is Base.CATEGORY:
            yield lambda: n.Constant(self._one_of(kind.options), kind)
        if kind.base is Base.NUMBER and kind.unit is not None:
            nothing = zero(kind.unit).node
            yield lambda: nothing
        if kind == DATE:
            yield n.GrantingDay
        computations = self.vocabulary.computed_for(scope, kind)
        if computations:
            yield lambda: computed(self._one_of(computations)).node
        figures = [figure for figure in self.vocabulary.figures if figure.kind == kind]
        yield from self._figures(figures, scope, depth)
        yield lambda: self._unsettled(kind)

    def _figures(self, figures: Sequence[Parameter], scope: Scope, depth: int) -> Iterator[_Way]:
        single = [figure for figure in figures if figure.by is None]
        if single:
            yield from [lambda: n.Figure(self._one_of(single))] * 2
        tables = [(table, key) for table in figures if table.by is not None for key in self.vocabulary.keys_of(table)]
        if tables:
            yield lambda: self._row(tables, scope, depth)

    def _unsettled(self, kind: Kind) -> n.Node:
        never_negative = kind.base is Base.NUMBER and self.draw(st.booleans())
        return n.Unsettled("what nobody knows", kind, self.vocabulary.source, never_negative)

    def _row(self, tables: Sequence[tuple[Parameter, Kind]], scope: Scope, depth: int) -> n.Node:
        table, key = self._one_of(tables)
        return n.Row(n.Figure(table), self.write(key, scope, max(depth - 1, 0)))

    # --- composites -------------------------------------------------------------------------------------------------

    def _any_kind(self, kind: Kind, scope: Scope, depth: int) -> Iterator[_Way]:
        yield lambda: self._choose(kind, scope, depth)
        yield lambda: self.vocabulary.quantity(self.write(kind, scope, depth))
        ordered = [(inner, self.vocabulary.days_for(inner)) for inner in self.vocabulary.inside(scope)]
        if any(days for _, days in ordered):
            yield lambda: self._latest(kind, [(inner, days) for inner, days in ordered if days], depth)
        if kind.base in (Base.NUMBER, Base.DATE, Base.INSTANT):
            which: list[Literal["least", "greatest"]] = ["least", "greatest"]
            yield lambda: n.Extreme(self._one_of(which), self._several(kind, scope, depth))

    def _truths(self, scope: Scope, depth: int) -> Iterator[_Way]:
        yield from [lambda: self._compare(scope, depth)] * 3
        yield lambda: n.AllOf(self._several(TRUTH, scope, depth))
        yield lambda: n.AnyOf(self._several(TRUTH, scope, depth))
        yield lambda: n.Not(self.write(TRUTH, scope, depth))
        if any(figure.kind == CODES for figure in self.vocabulary.figures):
            yield lambda: n.IsIn(self.write(self._named(), scope, depth), self.write_codes(scope, depth))
            yield lambda: n.StartsWith(self.write(TEXT, scope, depth), self.write_codes(scope, depth))
        if self.vocabulary.inside(scope):
            yield from [lambda: self._aggregate("every", TRUTH, scope, depth)] * 2
            yield from [lambda: self._aggregate("some", TRUTH, scope, depth)] * 2

    def _numbers(self, kind: Kind, scope: Scope, depth: int) -> Iterator[_Way]:
        yield lambda: n.Sum(self._several(kind, scope, depth))
        yield lambda: n.Difference(self.write(kind, scope, depth), self.write(kind, scope, depth))
        yield lambda: self._product(kind, scope, depth)
        if kind.unit is Unit.EURO:
            ways: list[n.How] = ["down", "half up"]
            yield lambda: n.Rounded(self.write(kind, scope, depth), self._one_of(ways))
        if self.vocabulary.inside(scope):
            yield from [lambda: self._aggregate("total", kind, scope, depth)] * 2
            yield lambda: self._aggregate("largest", kind, scope, depth)
            if kind.unit in (Unit.POINTS, Unit.WORK_UNITS):
                yield from [lambda: self._average(kind, scope, depth)] * 2
            if kind.unit is Unit.COUNT:
                yield from [lambda: self._aggregate("count", TRUTH, scope, depth)] * 2

    def _days(self, scope: Scope, depth: int) -> Iterator[_Way]:
        yield lambda: self._later(scope, depth)
        yield lambda: n.DayOf(self.write(INSTANT, scope, depth))

    def _compare(self, scope: Scope, depth: int) -> n.Node:
        kind = self._one_of([kind for kind in self.vocabulary.kinds if kind != TRUTH])
        unordered = kind.base in (Base.CATEGORY, Base.TEXT)
        relation = self._one_of(_RELATIONS[:2] if unordered else _RELATIONS)
        return n.Compare(relation, self.write(kind, scope, depth), self.write(kind, scope, depth))

    def _named(self) -> Kind:
        return self._one_of([TEXT, *(kind for kind in self.vocabulary.kinds if kind.base is Base.CATEGORY)])

    def _choose(self, kind: Kind, scope: Scope, depth: int) -> n.Node:
        cases = tuple(
            n.Case(self.write(TRUTH, scope, depth), self.write(kind, scope, depth))
            for _ in range(self.draw(st.integers(1, 2)))
        )
        return n.Choose(cases, self.write(kind, scope, depth))

    def _product(self, kind: Kind, scope: Scope, depth: int) -> n.Node:
        """A number of a unit times a share or a count, in either order. What is whole knows no shares."""
        whole, share = kind.unit in WHOLE_UNITS, kind.unit is Unit.SHARE
        plain = [Unit.COUNT] if whole else [Unit.SHARE] if share else [Unit.SHARE, Unit.COUNT]
        sides = [kind, number(self._one_of(plain))]
        left, right = self.draw(st.permutations(sides))
        return n.Product(self.write(left, scope, depth), self.write(right, scope, depth))

    def _later(self, scope: Scope, depth: int) -> n.Node:
        step = self._one_of(tuple(_STEPS))
        return n.Later(self.write(DATE, scope, depth), self.write(number(_STEPS[step]), scope, depth), step)

    def _aggregate(self, together: n.Together, kind: Kind, scope: Scope, depth: int) -> n.Node:
        inner = self._one_of(self.vocabulary.inside(scope))
        if together == "count":
            body: n.Node = n.Entry(inner.entity) if self.draw(st.booleans()) else self.write(TRUTH, inner, depth)
            if self._scope_of((body,)) is not inner:
                body = n.AllOf((body, self._own(inner)))
            return n.Aggregate("count", body, None)
        body, where = self.write(kind, inner, depth), self._where(inner, depth)
        if self._scope_of((body,) if where is None else (body, where)) is not inner:
            where = self._own(inner) if where is None else n.AllOf((where, self._own(inner)))
        return n.Aggregate(together, body, where)

    def _own(self, inner: Scope) -> n.Node:
        """A truth about the members of a collection themselves, not about what lies around them."""
        fact = self._one_of(self.vocabulary.facts[inner])
        return fact if fact.kind == TRUTH else n.Compare("==", fact, fact)

    def _latest(self, kind: Kind, ordered: Sequence[tuple[Scope, Sequence[n.Fact]]], depth: int) -> n.Node:
        inner, days = self._one_of(ordered)
        return n.Latest(self.write(kind, inner, depth), self._one_of(days), self._where(inner, depth))

    def _average(self, kind: Kind, scope: Scope, depth: int) -> n.Node:
        inner = self._one_of(self.vocabulary.inside(scope))
        value, where = self.write(kind, inner, depth), self._where(inner, depth)
        if self._scope_of((value,) if where is None else (value, where)) is not inner:
            where = self._own(inner) if where is None else n.AllOf((where, self._own(inner)))
        return n.Average(value, where, self._one_of(get_args(n.Middle)))

    def _where(self, inner: Scope, depth: int) -> n.Node | None:
        return self.write(TRUTH, inner, depth) if self.draw(st.booleans()) else None

    def _several(self, kind: Kind, scope: Scope, depth: int) -> tuple[n.Node, ...]:
        return tuple(self.write(kind, scope, depth) for _ in range(self.draw(st.integers(1, 3))))

    def _scope_of(self, nodes: Sequence[n.Node]) -> Scope:
        """The innermost scope among facts; what goes through a collection speaks of the scope around it."""
        structure = self.vocabulary.structure
        found = structure.root
        for node in nodes:
            match node:
                case n.Fact(entity=entity) | n.Entry(entity):
                    scope = structure.place_of(entity).scope
                case n.Computed(computation):
                    scope = structure.place_of(computation.of).scope
                case n.Aggregate() | n.Latest() | n.Average():
                    scope = self._scope_of(n.children(node)).parent or structure.root
                case _:
                    scope = self._scope_of(n.children(node))
            found = scope if scope.depth > found.depth else found
        return found

    def _one_of(self, choices: Sequence[T]) -> T:
        return self.draw(st.sampled_from(choices))


def _facts_in(facts: Facts) -> Iterator[n.Fact]:
    """Every fact of a model, and of the models that stand in it once."""
    for name in facts:
        found = getattr(facts, name)
        if isinstance(found, Facts):
            yield from _facts_in(found)
        elif isinstance(found, Formula) and isinstance(found.node, n.Fact):
            yield found.node


def _around(scope: Scope) -> Iterator[Scope]:
    yield scope
    if scope.parent is not None:
        yield from _around(scope.parent)
