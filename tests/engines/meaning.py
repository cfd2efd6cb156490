"""What an engine found, written as the definition of meaning writes it, so that the two can be compared."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from clusterpolicy.engines.scalar import compiled
from clusterpolicy.language import Formula, RuleSet
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import TRUTH, Base, Kind
from clusterpolicy.language.possible import Between, OneOf
from clusterpolicy.language.scope import Scope, Structure
from clusterpolicy.testing.formulas import Written
from clusterpolicy.testing.walker import OPEN, Members, Possible, Span, Words, value
from tests.language.shire.rules_of import rules_of
from tests.language.shire.world import Petition

STRUCTURE = Structure.of(Petition)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def meaning(found: Any, kind: Kind) -> Possible:
    """The same value, or what it may be, as `clusterpolicy.testing.walker` writes it."""
    match kind.base:
        case Base.TRUTH:
            assert found is None or type(found) is bool
            return OPEN if found is None else frozenset({found})
        case Base.NUMBER | Base.DATE | Base.INSTANT:
            ends = (found.lowest, found.highest) if isinstance(found, Between) else (found, found)
            assert not isinstance(found, Between) or ends[0] is None or ends[0] != ends[1]
            low, high = (None if end is None else _number(end) for end in ends)
            return Span(-math.inf if low is None else low, math.inf if high is None else high)
        case _:
            return Words(found.options if isinstance(found, OneOf) else frozenset({str(found)}))


def _number(end: Any) -> Fraction | int:
    if isinstance(end, datetime):
        return (end - _EPOCH) // timedelta(microseconds=1)
    return end.toordinal() if isinstance(end, date) else Fraction(end)


def asking(*written: Written) -> RuleSet:
    """A rule set that has a requirement around each formula, so that each must be found."""
    return rules_of(*(Formula(_about_the_whole(each)) for each in written))


def _about_the_whole(written: Written) -> n.Node:
    node, scope = written.formula.node, STRUCTURE.place_of(written.of).scope
    if written.kind != TRUTH:
        node = n.Compare("==", node, node)
    while scope.parent is not None:
        node, scope = n.Aggregate("every", node, n.Entry(scope.entity)), scope.parent
    return node


def found_by_the_engine(application: BaseModel, rule_set: RuleSet, written: Sequence[Written]) -> list[Any]:
    """What the scalar engine finds for each formula; for a formula about members, a list of values."""
    engine = compiled(rule_set)
    cells = [engine.plan.cell_of(each.formula.node) for each in written]
    figures = engine.figures(engine.granting_day)
    return list(engine.finder(cells, "found")(application, figures))


def found_by_the_walker(
    application: BaseModel, rule_set: RuleSet, written: Written, found: Any
) -> Iterator[tuple[Possible, Possible]]:
    """Pairs of what the engine found and what is right, for the application or for each member."""
    day = compiled(rule_set).granting_day
    figures = rule_set.figures_on(day)
    node = written.formula.node
    cell = compiled(rule_set).plan.cell_of(node)
    for members, each in _each_member(cell.scope, application, found):
        yield meaning(each, written.kind), value(node, application, figures, rule_set, members, day=day)


def _each_member(scope: Scope, application: BaseModel, found: Any) -> Iterator[tuple[Members, Any]]:
    if scope.parent is None:
        yield (), found
        return
    for members, of_these in _each_member(scope.parent, application, found):
        collection = _collection(scope, members[-1] if members else application)
        if collection is None:
            assert of_these is None
            continue
        yield from (((*members, member), each) for member, each in zip(collection, of_these, strict=True))


def whose(written: Written, less: BaseModel, more: BaseModel) -> Iterator[tuple[Members, Members]]:
    """Whom a formula is about in an application, and the same ones in another in which more is known."""
    yield from _pairs(STRUCTURE.place_of(written.of).scope, less, more)


def _pairs(scope: Scope, less: BaseModel, more: BaseModel) -> Iterator[tuple[Members, Members]]:
    if scope.parent is None:
        yield (), ()
        return
    for one, other in _pairs(scope.parent, less, more):
        collections = [
            _collection(scope, around[-1] if around else whole) for around, whole in ((one, less), (other, more))
        ]
        if collections[0] is not None:
            yield from (((*one, a), (*other, b)) for a, b in zip(*collections, strict=True))


def _collection(scope: Scope, around: Any) -> Any:
    for step in scope.path:
        around = None if around is None else getattr(around, step)
    return around
