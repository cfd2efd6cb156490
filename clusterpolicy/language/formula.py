"""Formulas: what rule authors hold in their hands. Operators build the tree; nothing is computed here.

A formula is not a value yet, so Python's own `and`, `or`, `not`, `if` and chained comparisons cannot work on it. Each
raises at once and says what to write instead.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NoReturn, assert_never

from clusterpolicy.errors import FormulaMisuse, Problem
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import DATE, TRUTH, Kind, category, number
from clusterpolicy.units import Unit


class Formula:
    """A formula over facts, built by operators and by the words of this package.

    >>> from clusterpolicy.language import facts_of
    >>> from clusterpolicy.model import Project
    >>> project = facts_of(Project)
    >>> project.trl_at_end >= project.trl_at_start
    Formula(technology readiness level at the end >= technology readiness level at the start)
    """

    __slots__ = ("node",)

    node: n.Node

    def __init__(self, node: n.Node) -> None:
        self.node = node

    def __lt__(self, other: object) -> Formula:
        return Unnamed(n.Compare("<", self.node, node_of(other)))

    def __le__(self, other: object) -> Formula:
        return Unnamed(n.Compare("<=", self.node, node_of(other)))

    def __gt__(self, other: object) -> Formula:
        return Unnamed(n.Compare(">", self.node, node_of(other)))

    def __ge__(self, other: object) -> Formula:
        return Unnamed(n.Compare(">=", self.node, node_of(other)))

    def __eq__(self, other: object) -> Formula:  # type: ignore[override]  # a formula, not a truth: see __bool__
        return Unnamed(n.Compare("==", self.node, node_of(other)))

    def __ne__(self, other: object) -> Formula:  # type: ignore[override]  # a formula, not a truth: see __bool__
        return Unnamed(n.Compare("!=", self.node, node_of(other)))

    __hash__ = object.__hash__

    def __add__(self, other: object) -> Formula:
        left = self.node.terms if isinstance(self.node, n.Sum) else (self.node,)
        return Unnamed(n.Sum((*left, node_of(other))))

    def __sub__(self, other: object) -> Formula:
        return Unnamed(n.Difference(self.node, node_of(other)))

    def __mul__(self, other: object) -> Formula:
        return Unnamed(n.Product(self.node, node_of(other)))

    def __and__(self, other: object) -> Formula:
        left = self.node.terms if isinstance(self.node, n.AllOf) else (self.node,)
        return Unnamed(n.AllOf((*left, node_of(other))))

    def __or__(self, other: object) -> Formula:
        left = self.node.terms if isinstance(self.node, n.AnyOf) else (self.node,)
        return Unnamed(n.AnyOf((*left, node_of(other))))

    def __invert__(self) -> Formula:
        return Unnamed(n.Not(self.node))

    def __radd__(self, other: object) -> NoReturn:
        node_of(other)  # says what is wrong with a bare figure
        self._refuse(f"{other!r} stands before it", "put the formula first")

    __rsub__ = __rmul__ = __rand__ = __ror__ = __rtruediv__ = __radd__

    def is_in(self, codes: object) -> Formula:
        """Whether this text or category is one of `codes`, a parameter that is a list."""
        return Unnamed(n.IsIn(self.node, node_of(codes)))

    def starts_with(self, codes: object) -> Formula:
        """Whether this text begins with one of `codes`, a parameter that is a list."""
        return Unnamed(n.StartsWith(self.node, node_of(codes)))

    def __getitem__(self, key: object) -> Formula:
        """The row of a table of figures that belongs to `key`: `limits.intensity[SIZE]`."""
        if not isinstance(self.node, n.Figure):
            raise FormulaMisuse(
                Problem("wrong-type", str(self), "only a table of figures has rows", "write `limits.some_table[KEY]`")
            )
        return Unnamed(n.Row(self.node, node_of(key)))

    def __iter__(self) -> NoReturn:
        self._refuse("it cannot be gone through", "write every(...), some(...), count(...) or total(...)")

    def __bool__(self) -> NoReturn:
        self._refuse(
            "its truth is not known before it meets an application",
            "write all_of(a, b) for `a and b`, any_of(a, b) for `a or b`, not_(a) for `not a`, "
            "all_of(a < b, b < c) for `a < b < c`, choose(when(a, x), otherwise=y) for `x if a else y`",
        )

    def __contains__(self, item: object) -> NoReturn:
        self._refuse("`in` cannot look into it", "write item.is_in(limits.codes)")

    def __truediv__(self, other: object) -> NoReturn:
        self._refuse("a quotient is not exact", "write part <= share * whole for part / whole <= share")

    __floordiv__ = __mod__ = __truediv__

    def __float__(self) -> NoReturn:
        self._refuse("it has no number before it meets an application", "leave it a formula")

    __int__ = __index__ = __float__

    def __neg__(self) -> NoReturn:
        self._refuse("amounts have no sign of their own", "write whole - part")

    def __pow__(self, other: object) -> NoReturn:
        self._refuse("no rule raises to a power", "multiply by a share or a count")

    def __abs__(self) -> NoReturn:
        self._refuse("which side is larger is part of the rule", "write greatest(a, b) - least(a, b)")

    def __len__(self) -> NoReturn:
        self._refuse("it has no length", "write count(...)")

    def __round__(self, digits: int | None = None) -> NoReturn:
        self._refuse(
            "how to round is a matter of law", "write rounded_down_to_cent(...) or rounded_half_up_to_cent(...)"
        )

    def _refuse(self, why: str, mend: str) -> NoReturn:
        raise FormulaMisuse(Problem("python-logic", repr(self), f"a formula is not a value: {why}", mend))

    def __repr__(self) -> str:
        return f"Formula({sketch(self.node)})"


class Unnamed(Formula):
    """A formula that has no name of its own: a sibling of `Quantity`.

    Were it the class that `Quantity` comes from, Python would ask the quantity first in `fact <= QUANTITY`, and the
    sentence would be turned round.
    """

    __slots__ = ()


def node_of(value: object) -> n.Node:
    """The node of a formula, of a member of a category, or of a truth. A bare number is refused: it is a parameter."""
    if isinstance(value, Formula):
        return value.node
    if isinstance(value, StrEnum):
        return n.Constant(value.value, category(type(value)))
    if isinstance(value, bool):
        return n.Constant(value, TRUTH)
    if isinstance(value, int | float) or type(value).__name__ in {"Decimal", "Fraction", "date", "datetime"}:
        raise FormulaMisuse(
            Problem(
                "figure-in-rule",
                "a formula",
                f"the figure {value!r} stands in a rule, where nobody can see its source or change it",
                "give it a name in the parameter file beside the rule and write limits.that_name",
            )
        )
    raise FormulaMisuse(
        Problem(
            "wrong-type",
            "a formula",
            f"{value!r} ({type(value).__name__}) is not a formula",
            "use facts, quantities, parameters and members of categories",
        )
    )


def sketch(node: n.Node) -> str:
    """A node in one short line, for messages about rules."""
    match node:
        case n.Fact(label=label) | n.Named(label=label):
            return label
        case n.Entry(entity):
            return entity.__name__
        case n.Figure(parameter):
            return parameter.label
        case n.Constant(value):
            return str(value)
        case n.Row(table, key):
            return f"{table.parameter.label}[{sketch(key)}]"
        case n.Compare(relation, left, right):
            return f"{sketch(left)} {relation} {sketch(right)}"
        case n.IsIn(item, codes):
            return f"{sketch(item)} in {sketch(codes)}"
        case n.StartsWith(text, codes):
            return f"{sketch(text)} begins with {sketch(codes)}"
        case n.AllOf(terms):
            return f"all_of({', '.join(map(sketch, terms))})"
        case n.AnyOf(terms):
            return f"any_of({', '.join(map(sketch, terms))})"
        case n.Not(term):
            return f"not_({sketch(term)})"
        case n.Aggregate(together, body, where):
            return f"{together}({sketch(body)}{'' if where is None else f', where={sketch(where)}'})"
        case n.Latest(value):
            return f"latest({sketch(value)})"
        case n.Average(value, where, how):
            said = "" if where is None else f", where={sketch(where)}"
            return f"average({sketch(value)}{said}{'' if how == 'mean' else f', how={how!r}'})"
        case n.Sum(terms):
            return " + ".join(map(sketch, terms))
        case n.Difference(left, right):
            return f"{sketch(left)} - {sketch(right)}"
        case n.Product(left, right):
            return f"{sketch(left)} * {sketch(right)}"
        case n.Extreme(which, terms):
            return f"{which}({', '.join(map(sketch, terms))})"
        case n.Rounded(term, how):
            return f"rounded_{how.replace(' ', '_')}_to_cent({sketch(term)})"
        case n.Choose(cases, otherwise):
            said = ", ".join(f"when({sketch(case.condition)}, {sketch(case.then)})" for case in cases)
            return f"choose({said}, otherwise={sketch(otherwise)})"
        case n.Later(day, amount, step):
            return f"{step}_after({sketch(day)}, {sketch(amount)})"
        case n.DayOf(instant):
            return f"day_of({sketch(instant)})"
        case n.GrantingDay():
            return "granting_day()"
        case n.Computed(computation):
            return f"computed({computation.label})"
        case n.Unsettled(what):
            return f"unsettled({what})"


def kind_like(formula: Formula | None) -> Kind:
    """The kind a formula has on the face of it, unchecked; a truth for `None`."""
    return TRUTH if formula is None else _face(formula.node)


def _face(node: n.Node) -> Kind:
    match node:
        case n.Fact(kind=kind) | n.Constant(kind=kind) | n.Unsettled(kind=kind):
            return kind
        case n.Figure(parameter) | n.Row(n.Figure(parameter)):
            return parameter.kind
        case n.Entry() | n.Compare() | n.IsIn() | n.StartsWith() | n.AllOf() | n.AnyOf() | n.Not():
            return TRUTH
        case n.Named(definition=definition):
            return _face(definition)
        case n.Aggregate("count"):
            return number(Unit.COUNT)
        case n.Aggregate(body=term) | n.Latest(value=term) | n.Average(value=term):
            return _face(term)
        case n.Rounded(term) | n.Difference(term):
            return _face(term)
        case n.Sum(terms) | n.Extreme(_, terms):
            return _face(terms[0])
        case n.Product(left, right):
            kinds = (_face(left), _face(right))
            return next((kind for kind in kinds if kind.unit not in (Unit.SHARE, Unit.COUNT)), kinds[0])
        case n.Choose(cases):
            return _face(cases[0].then)
        case n.Later() | n.DayOf() | n.GrantingDay():
            return DATE
        case n.Computed(computation):
            return computation.kind
        case _:
            assert_never(node)
