"""What formulas mean: a walk through the tree, slow and simple.

This is the definition; every engine must agree with it. Nothing is prepared, shared or skipped here, and nothing is
taken from an engine. The rules were checked when they were built, so nothing is checked here. A value that is not known
is kept as everything it may be:

| kind of value | what it may be | written as |
|---|---|---|
| truth | any of some truths | a set: `{True}`, `{False}`, `{True, False}` |
| number, day, instant | anything from a lowest to a highest, both included | a `Span` |
| category, text | any of some words, or any word at all | `Words` |
| list of codes | any of some lists | `Lists` |

A known value is a set or a span of one. Two rules hold throughout: an operation on what is not known gives everything
that it gives for some choice of what its parts may be, and each part is chosen for itself, even where the same fact
stands in two of them. A set of numbers, days or instants is widened to the span from its lowest to its highest.

>>> from pathlib import Path
>>> from clusterpolicy.language import facts_of
>>> from clusterpolicy.model import Application
>>> from clusterpolicy.rules import piedmont
>>> text = Path("examples/line_a/eligible.json").read_text(encoding="utf-8")
>>> application = Application.model_validate_json(text)
>>> duration = facts_of(Application).project.months <= piedmont.limits.limits.longest_duration
>>> sorted(value(duration.node, application, {"piedmont/longest_duration": 24}, piedmont.LINE_A))
[True]
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Context
from fractions import Fraction
from itertools import product
from typing import Any, assert_never, cast

from pydantic import BaseModel

from clusterpolicy.language import Rules, Value
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import DATE, Base, Kind
from clusterpolicy.language.possible import Between, OneOf
from clusterpolicy.language.scope import Scope

End = Fraction | int | float
"""An end of a span: exact, or without end (`math.inf`, `-math.inf`)."""


@dataclass(frozen=True, slots=True)
class Span:
    """Anything from `low` to `high`. Days are counted as by `date.toordinal`, instants in microseconds since 1970."""

    low: End
    high: End


@dataclass(frozen=True, slots=True)
class Words:
    """One of `options`; any word at all where it is `None`."""

    options: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Lists:
    """One of some lists of codes."""

    options: frozenset[tuple[str, ...]]


Truths = frozenset[bool]
Possible = Truths | Span | Words | Lists

YES: Truths = frozenset({True})
NO: Truths = frozenset({False})
OPEN: Truths = frozenset({True, False})
ANY_NUMBER = Span(-math.inf, math.inf)


def value(
    node: n.Node,
    application: BaseModel,
    figures: Mapping[str, Value],
    rules: Rules,
    members: Sequence[BaseModel] = (),
    *,
    day: date | None = None,
) -> Possible:
    """Everything that `node` may be, for one application.

    Args:
        node: The formula.
        application: An instance of the root model of the rule set.
        figures: The value of every parameter in the formula, by full name; see `Rules.figures_on`.
        rules: They say where facts are found, what quantities mean, and where days begin.
        members: Whose the formula is: a member of each collection around its facts, outermost first.
        day: The day of granting; `None` will do for formulas that do not speak of it.
    """
    return _Walker(application, figures, rules, day).value(node, tuple(members))


def is_within(one: Possible, other: Possible) -> bool:
    """Whether everything that `one` may be, `other` may be too: so it must be when more is known of `one`.

    >>> is_within(Words(frozenset({"small"})), Words(None)), is_within(Span(0, 2), Span(1, 2))
    (True, False)
    """
    match one, other:
        case Span(), Span():
            return other.low <= one.low and one.high <= other.high
        case Words(), Words():
            return other.options is None or (one.options is not None and one.options <= other.options)
        case Lists(), Lists():
            return one.options <= other.options
        case frozenset(), frozenset():
            return one <= other
    raise TypeError(f"{one} and {other} are of different kinds")


Members = tuple[BaseModel, ...]


@dataclass(frozen=True, slots=True)
class _Walker:
    application: BaseModel
    figures: Mapping[str, Value]
    rules: Rules
    day: date | None

    def value(self, node: n.Node, members: Members) -> Possible:
        match node:
            case n.Fact():
                return self._fact(node, members)
            case n.Constant(value, kind):
                return _known(value, kind)
            case n.Entry():
                return YES
            case n.Figure(parameter):
                return _known(self.figures[parameter.name], parameter.kind)
            case n.Row(table, key):
                return self._row(table, self._words(key, members))
            case n.Named():
                return self.value(self._definition(node), members)
            case n.Unsettled(kind=kind, never_negative=never):
                return Span(0, math.inf) if never and kind.base is Base.NUMBER else _anything(kind)
            case n.Compare(relation, left, right):
                return _compared(relation, self.value(left, members), self.value(right, members))
            case n.IsIn(item, codes):
                return _is_in(self._words(item, members), self._lists(codes, members))
            case n.StartsWith(text, codes):
                return _starts_with(self._words(text, members), self._lists(codes, members))
            case n.AllOf(terms):
                return _all_of(self._truths(term, members) for term in terms)
            case n.AnyOf(terms):
                return _any_of(self._truths(term, members) for term in terms)
            case n.Not(term):
                return _not(self._truths(term, members))
            case n.Aggregate():
                return self._aggregate(node, members)
            case n.Latest():
                return self._latest(node, members)
            case n.Average():
                return self._average(node, members)
            case n.Sum(terms):
                spans = [self._span(term, members) for term in terms]
                return Span(sum(span.low for span in spans), sum(span.high for span in spans))
            case n.Difference(left, right):
                one, other = self._span(left, members), self._span(right, members)
                return Span(one.low - other.high, one.high - other.low)
            case n.Product(left, right):
                return _product(self._span(left, members), self._span(right, members))
            case n.Extreme(which, terms):
                spans = [self._span(term, members) for term in terms]
                pick = min if which == "least" else max
                return Span(pick(span.low for span in spans), pick(span.high for span in spans))
            case n.Rounded(term, how):
                span = self._span(term, members)
                rounded = _floor_to_cent if how == "down" else _half_up_to_hundredth
                return Span(rounded(span.low), rounded(span.high))
            case n.Choose(cases, otherwise):
                return self._choose(cases, otherwise, members)
            case n.Later(day, amount, step):
                one, other = self._span(day, members), self._span(amount, members)
                return Span(_later(one.low, other.low, step), _later(one.high, other.high, step))
            case n.DayOf(instant):
                span = self._span(instant, members)
                return Span(self._day_of(span.low), self._day_of(span.high))
            case n.GrantingDay():
                assert self.day is not None
                return _known(self.day, DATE)
            case n.Computed():
                return self._computed(node, members)
            case _:
                assert_never(node)

    def _truths(self, node: n.Node, members: Members) -> Truths:
        return cast(Truths, self.value(node, members))

    def _span(self, node: n.Node, members: Members) -> Span:
        return cast(Span, self.value(node, members))

    def _words(self, node: n.Node, members: Members) -> Words:
        return cast(Words, self.value(node, members))

    def _lists(self, node: n.Node, members: Members) -> Lists:
        return cast(Lists, self.value(node, members))

    # --- leaves -----------------------------------------------------------------------------------------------------

    def _fact(self, node: n.Fact, members: Members) -> Possible:
        """The value found at the path; anything within the limits of its field where a step on the way is `None`."""
        place = self.rules.structure.place_of(node.entity)
        found: Any = self.application if place.scope.depth == 0 else members[place.scope.depth - 1]
        for step in (*place.path, *node.path):
            if found is None:
                break
            found = getattr(found, step)
        return _unknown_fact(node) if found is None else _known(found, node.kind)

    def _row(self, table: n.Figure, key: Words) -> Possible:
        """The row that is meant, or all that may be. A list of codes that has no row is empty."""
        rows, kind = cast(dict[str, Any], self.figures[table.parameter.name]), table.parameter.kind
        if kind.base is Base.CODES:
            meant: list[Any] = [*rows.values(), ()] if key.options is None else [rows.get(k, ()) for k in key.options]
        else:
            meant = list(rows.values()) if key.options is None else [rows[name] for name in key.options]
        return _any_among([_known(row, kind) for row in meant])

    def _definition(self, node: n.Named) -> n.Node:
        return self.rules.definitions[node.name].definition

    def _computed(self, node: n.Computed, members: Members) -> Possible:
        """What the function of the law finds; anything where an input is not known."""
        computation, nothing = node.computation, self._unknown(node)
        known = [_the_one(self.value(each, members), self._kind(each)) for each in node.inputs]
        if _NOT_ONE in known:
            return nothing
        figures = {each.parameter.name: self.figures[each.parameter.name] for each in node.figures}
        depth = self.rules.structure.place_of(computation.of).scope.depth
        member = self.application if depth == 0 else members[depth - 1]
        found = computation.find(self.application, member, tuple(known), figures)
        match found:
            case None:
                return nothing
            case OneOf(options=options):
                return Words(options)
            case Between(lowest=low, highest=high):
                ends = [None if end is None else cast(Span, _known(end, computation.kind)).low for end in (low, high)]
                return Span(-math.inf if ends[0] is None else ends[0], math.inf if ends[1] is None else ends[1])
            case _:
                return _known(found, computation.kind)

    def _kind(self, node: n.Node) -> Kind:
        return node.parameter.kind if isinstance(node, n.Figure) else cast(Kind, self.rules.checker.kind_of(node))

    # --- collections ------------------------------------------------------------------------------------------------

    def _aggregate(self, node: n.Aggregate, members: Members) -> Possible:
        around = self._members_of(node, members)
        if around is None:
            return self._of_unknown_collection(node)
        counts = [YES if node.where is None else self._truths(node.where, each) for each in around]
        match node.together:
            case "every":
                bodies = [self._truths(node.body, each) for each in around]
                return _all_of(_any_of((_not(count), body)) for count, body in zip(counts, bodies, strict=True))
            case "some":
                bodies = [self._truths(node.body, each) for each in around]
                return _any_of(_all_of((count, body)) for count, body in zip(counts, bodies, strict=True))
            case "count":
                bodies = [self._truths(node.body, each) for each in around]
                counted = [_all_of((count, body)) for count, body in zip(counts, bodies, strict=True)]
                return Span(sum(each == YES for each in counted), sum(True in each for each in counted))
            case "total":
                parts = [
                    part
                    for count, each in zip(counts, around, strict=True)
                    for part in _counted(count, self._span(node.body, each))
                ]
                return Span(sum(part.low for part in parts), sum(part.high for part in parts))
            case "largest":
                parts = [
                    part
                    for count, each in zip(counts, around, strict=True)
                    for part in _counted(count, self._span(node.body, each))
                ]
                return Span(max([0, *(part.low for part in parts)]), max([0, *(part.high for part in parts)]))
            case _:
                assert_never(node.together)

    def _of_unknown_collection(self, node: n.Aggregate) -> Possible:
        """What an aggregate may be that goes through nobody knows whom."""
        if node.together in ("every", "some"):
            return OPEN
        if node.together == "total" and not self._never_negative(node.body):
            return ANY_NUMBER
        return Span(0, math.inf)

    def _latest(self, node: n.Latest, members: Members) -> Possible:
        """The value of a member that may be the latest: one that may count, while none of a later day counts for sure.

        Members of the same day are all as late as each other. Where none counts for sure there may be no latest.
        """
        nothing = self._unknown(node.value)
        around = self._members_of(node, members)
        if around is None:
            return nothing
        counts = [YES if node.where is None else self._truths(node.where, each) for each in around]
        days = [self._span(node.by, each).low for each in around]
        certain = max((day for day, count in zip(days, counts, strict=True) if count == YES), default=-math.inf)
        possible = [
            self.value(node.value, each)
            for each, day, count in zip(around, days, counts, strict=True)
            if True in count and day >= certain
        ]
        return _any_among(possible if YES in counts else [*possible, nothing])

    def _average(self, node: n.Average, members: Members) -> Possible:
        """The lowest and the highest average of all that count, with every choice of those that may count or not."""
        nothing = cast(Span, self._unknown(node.value))
        around = self._members_of(node, members)
        if around is None:
            return nothing
        counts = [YES if node.where is None else self._truths(node.where, each) for each in around]
        values = [self._span(node.value, each) for each in around]
        choices = product(*((True, False) if count == OPEN else tuple(count) for count in counts))
        found = [
            _average(node.how, [value for value, counted in zip(values, choice, strict=True) if counted], nothing)
            for choice in choices
        ]
        return _any_among(found)

    def _members_of(self, node: n.Gathering, members: Members) -> list[Members] | None:
        """Each member an aggregate goes through, with those around it; `None` where the collection is not known."""
        scope = self._innermost(n.children(node))
        outside = members[: scope.depth - 1]
        collection: Any = outside[-1] if outside else self.application
        for step in scope.path:
            if collection is None:
                return None
            collection = getattr(collection, step)
        return None if collection is None else [(*outside, member) for member in collection]

    def _innermost(self, nodes: Iterable[n.Node]) -> Scope:
        return max((self._scope(node) for node in nodes), key=lambda scope: scope.depth, default=self._root)

    @property
    def _root(self) -> Scope:
        return self.rules.structure.root

    def _scope(self, node: n.Node) -> Scope:
        """Whose a formula is: of the members of the innermost collection in which its facts lie."""
        match node:
            case n.Fact(entity=entity) | n.Entry(entity):
                return self.rules.structure.place_of(entity).scope
            case n.Named():
                return self._scope(self._definition(node))
            case n.Aggregate() | n.Latest() | n.Average():
                return cast(Scope, self._innermost(n.children(node)).parent)
            case n.Computed(computation):
                return self.rules.structure.place_of(computation.of).scope
            case _:
                return self._innermost(n.children(node))

    # --- what else may be -------------------------------------------------------------------------------------------

    def _choose(self, cases: Sequence[n.Case], otherwise: n.Node, members: Members) -> Possible:
        """The values of all cases that may be the first to hold."""
        possible: list[Possible] = []
        for case in cases:
            holds = self._truths(case.condition, members)
            if True in holds:
                possible.append(self.value(case.then, members))
            if holds == YES:
                return _any_among(possible)
        return _any_among([*possible, self.value(otherwise, members)])

    def _day_of(self, instant: End) -> End:
        if math.isinf(instant):
            return instant
        moment = _EPOCH + timedelta(microseconds=int(instant))
        return moment.astimezone(self.rules.zone).date().toordinal()

    def _unknown(self, node: n.Node) -> Possible:
        """What a formula may be of a member of which nobody knows who it is: anything of its kind.

        A fact stays within the limits of its field, and what is never negative stays so.
        """
        match node:
            case n.Named():
                return self._unknown(self._definition(node))
            case n.Fact():
                return _unknown_fact(node)
            case _:
                kind = cast(Kind, self.rules.checker.kind_of(node))
                if kind.base is Base.NUMBER and self._never_negative(node):
                    return Span(0, math.inf)
                return _anything(kind)

    def _never_negative(self, node: n.Node) -> bool:
        """Whether the form of a formula says that it cannot be below zero. A figure never is."""
        match node:
            case n.Named():
                return self._never_negative(self._definition(node))
            case n.Fact(lowest=lowest):
                return lowest is not None and lowest >= 0
            case n.Unsettled(never_negative=never):
                return never
            case n.Constant() | n.Figure() | n.Row() | n.Aggregate("count" | "largest"):
                return True
            case n.Aggregate("total", body) | n.Latest(body) | n.Average(body):
                return self._never_negative(body)
            case n.Sum() | n.Product() | n.Extreme() | n.Rounded():
                return all(self._never_negative(part) for part in n.children(node))
            case n.Choose(cases, otherwise):
                return all(self._never_negative(value) for value in (*(case.then for case in cases), otherwise))
            case _:
                return False


# --- single values ----------------------------------------------------------------------------------------------------

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _known(value: Any, kind: Kind) -> Possible:
    match kind.base:
        case Base.TRUTH:
            return frozenset({bool(value)})
        case Base.NUMBER:
            return Span(Fraction(value), Fraction(value))
        case Base.DATE:
            return Span(value.toordinal(), value.toordinal())
        case Base.INSTANT:
            microseconds = (value - _EPOCH) // timedelta(microseconds=1)
            return Span(microseconds, microseconds)
        case Base.CATEGORY | Base.TEXT:
            return Words(frozenset({str(value)}))
        case Base.CODES:
            return Lists(frozenset({tuple(value)}))
        case _:
            assert_never(kind.base)


_WIDE = Context(prec=100)
"""Wide enough for every number of the rules, all of which end after some decimals."""

_NOT_ONE = object()
"""Stands for a value that is not known."""


def _the_one(possible: Possible, kind: Kind) -> Any:
    """The one value that is possible, as rules hold it, if there is only one."""
    match possible:
        case Span(low, high):
            if low != high:
                return _NOT_ONE
            if kind.base is Base.DATE:
                return date.fromordinal(int(low))
            if kind.base is Base.INSTANT:
                return _EPOCH + timedelta(microseconds=int(low))
            return _WIDE.divide(Fraction(low).numerator, Fraction(low).denominator)
        case Words(options) | Lists(options):
            return next(iter(options)) if options is not None and len(options) == 1 else _NOT_ONE
        case _:
            return next(iter(possible)) if len(possible) == 1 else _NOT_ONE


def _anything(kind: Kind) -> Possible:
    match kind.base:
        case Base.TRUTH:
            return OPEN
        case Base.NUMBER | Base.DATE | Base.INSTANT:
            return ANY_NUMBER
        case Base.CATEGORY:
            return Words(frozenset(kind.options))
        case Base.TEXT:
            return Words(None)
        case Base.CODES:
            raise TypeError("a list of codes is a figure, and figures are known")
        case _:
            assert_never(kind.base)


def _unknown_fact(node: n.Fact) -> Possible:
    if node.kind.base is not Base.NUMBER:
        return _anything(node.kind)
    low = -math.inf if node.lowest is None else Fraction(node.lowest)
    high = math.inf if node.highest is None else Fraction(node.highest)
    return Span(low, high)


def _any_among(possible: Sequence[Possible]) -> Possible:
    """Everything that one of `possible` may be; of spans, the span that holds them all."""
    first = possible[0]
    match first:
        case Span():
            spans = [each for each in possible if isinstance(each, Span)]
            return Span(min(span.low for span in spans), max(span.high for span in spans))
        case Words():
            words = [each.options for each in possible if isinstance(each, Words)]
            return Words(None if None in words else frozenset(word for each in words if each for word in each))
        case Lists():
            return Lists(frozenset(one for each in possible if isinstance(each, Lists) for one in each.options))
        case _:
            return frozenset(truth for each in possible if isinstance(each, frozenset) for truth in each)


# --- truths -----------------------------------------------------------------------------------------------------------


def _all_of(terms: Iterable[Truths]) -> Truths:
    """Every truth that `and` gives for some choice of what the terms may be."""
    found = YES
    for term in terms:
        found = frozenset(one and other for one, other in product(found, term))
    return found


def _any_of(terms: Iterable[Truths]) -> Truths:
    """Every truth that `or` gives for some choice of what the terms may be."""
    found = NO
    for term in terms:
        found = frozenset(one or other for one, other in product(found, term))
    return found


def _not(term: Truths) -> Truths:
    return frozenset(not truth for truth in term)


def _compared(relation: n.Relation, left: Possible, right: Possible) -> Truths:
    if isinstance(left, Words) and isinstance(right, Words):
        equal = _equal_words(left, right)
        return equal if relation == "==" else _not(equal)
    return _compared_in_order(relation, cast(Span, left), cast(Span, right))


def _compared_in_order(relation: n.Relation, left: Span, right: Span) -> Truths:
    match relation:
        case "<":
            return _truths(may_hold=left.low < right.high, may_fail=left.high >= right.low)
        case "<=":
            return _truths(may_hold=left.low <= right.high, may_fail=left.high > right.low)
        case ">":
            return _compared_in_order("<", right, left)
        case ">=":
            return _compared_in_order("<=", right, left)
        case "==":
            meet = left.low <= right.high and right.low <= left.high
            return _truths(may_hold=meet, may_fail=not left.low == left.high == right.low == right.high)
        case "!=":
            return _not(_compared_in_order("==", left, right))
        case _:
            assert_never(relation)


def _truths(*, may_hold: bool, may_fail: bool) -> Truths:
    return frozenset({True} if may_hold else ()) | frozenset({False} if may_fail else ())


def _equal_words(left: Words, right: Words) -> Truths:
    if left.options is None or right.options is None:
        return OPEN
    return frozenset(one == other for one, other in product(left.options, right.options))


def _is_in(item: Words, codes: Lists) -> Truths:
    if item.options is None:  # any word at all: one that is listed, if any is, and one that is not
        return frozenset(truth for each in codes.options for truth in (OPEN if each else NO))
    return frozenset(word in each for word, each in product(item.options, codes.options))


def _starts_with(text: Words, codes: Lists) -> Truths:
    if text.options is None:  # every text begins with the empty one
        return frozenset(truth for each in codes.options for truth in (YES if "" in each else OPEN if each else NO))
    return frozenset(any(word.startswith(code) for code in each) for word, each in product(text.options, codes.options))


# --- numbers and days -------------------------------------------------------------------------------------------------


def _counted(counts: Truths, amount: Span) -> list[Span]:
    """What a member brings to a total or a largest: its amount, that or nothing, or nothing."""
    if counts == YES:
        return [amount]
    if counts == NO:
        return []
    return [Span(min(0, amount.low), max(0, amount.high))]


def _product(left: Span, right: Span) -> Span:
    """The lowest and the highest product are among those of the ends. Nothing times anything is nothing."""
    products = [
        0 if one == 0 or other == 0 else one * other
        for one, other in product((left.low, left.high), (right.low, right.high))
    ]
    return Span(min(products), max(products))


def _floor_to_cent(amount: End) -> End:
    return amount if math.isinf(amount) else Fraction(math.floor(Fraction(amount) * 100), 100)


def _half_up_to_hundredth(number: End) -> End:
    """The nearest hundredth; of two as near, the one farther from nought."""
    if math.isinf(number):
        return number
    hundredths = math.floor(abs(Fraction(number)) * 100 + Fraction(1, 2))
    return Fraction(-hundredths if number < 0 else hundredths, 100)


def _average(how: n.Middle, values: Sequence[Span], nothing: Span) -> Span:
    """What the average of all of `values` may be: between that of their lowest and that of their highest."""
    if not values:
        return nothing
    ends = (_middle(how, [value.low for value in values]), _middle(how, [value.high for value in values]))
    return Span(*map(_half_up_to_hundredth, ends))


def _middle(how: n.Middle, values: Sequence[End]) -> End:
    ordered = sorted(values)
    if how == "median":
        ordered = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    elif how == "trimmed" and len(ordered) >= 3:
        ordered = ordered[1:-1]
    endless = [value for value in ordered if math.isinf(value)]
    return endless[0] if endless else sum((Fraction(value) for value in ordered), Fraction(0)) / len(ordered)


def _later(day: End, amount: End, step: n.Step) -> End:
    """The day that is `amount` later; where it has no such day of the month, the last day of that month.

    A day beyond the calendar is the last, or the first, that there is.
    """
    if math.isinf(day) or math.isinf(amount):
        return day if math.isinf(day) else amount
    start, number = date.fromordinal(int(day)), int(amount)
    if step == "days":
        return min(max(start.toordinal() + number, date.min.toordinal()), date.max.toordinal())
    year, month = divmod(start.year * 12 + start.month - 1 + number * (12 if step == "years" else 1), 12)
    if year < date.min.year:
        return date.min.toordinal()
    if year > date.max.year:
        return date.max.toordinal()
    return next(
        date(year, month + 1, last).toordinal() for last in range(start.day, 0, -1) if _is_day(year, month + 1, last)
    )


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
