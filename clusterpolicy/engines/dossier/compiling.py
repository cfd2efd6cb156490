"""Requirements as rules over flat facts: what makes each hold, and what makes it fail.

The innermost conditions are decided in Python. For each member of a collection there is a fact that says of every such
condition whether it holds, fails, or is open; there is another for the application. What joins them, `all_of`,
`any_of`, `not_`, `every` and `some`, is left to the rules.

A condition of the application inside one of a member is told of every member. A part that would need too many rules is
decided in Python as a whole. What would need two members at a time, or a collection inside another, is left to plain
evaluation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Literal, TypeVar

from clusterpolicy.engines.plan import Cell, Plan, members_of
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import TRUTH

FAILS, OPEN, HOLDS = 0, 1, 2
"""How a fact says that a condition fails, is open, or holds."""

Asked = Literal["holds", "fails", "not holds", "not fails"]

_TESTS = {"holds": ("$eq", HOLDS), "fails": ("$eq", FAILS), "not holds": ("$lt", HOLDS), "not fails": ("$gt", FAILS)}
_OPPOSITE: dict[Asked, Asked] = {
    "holds": "fails",
    "fails": "holds",
    "not holds": "not fails",
    "not fails": "not holds",
}

Condition = tuple[int, str, int]
"""A condition, by the number of its cell, with a relation and a number."""

Conditions = frozenset[Condition]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a requirement holds, or fails.

    Attributes:
        whole: What must be so of the application.
        known: The collections that must be known.
        some: Members that must be there, with what must be so of each.
        none: Members of which none may be there.
    """

    whole: Conditions = frozenset()
    known: frozenset[str] = frozenset()
    some: tuple[tuple[str, Conditions], ...] = ()
    none: tuple[tuple[str, Conditions], ...] = ()

    def joined(self, other: Way) -> Way:
        """Both together. Raises: NotSayable where one member may stand for two."""
        some = tuple(dict.fromkeys((*self.some, *other.some)))
        none = tuple(dict.fromkeys((*self.none, *other.none)))
        kinds = [kind for kind, _ in some]
        if len(set(kinds)) < len(kinds):  # in one rule the engine never takes the same fact twice
            raise NotSayable
        return Way(self.whole | other.whole, self.known | other.known, some, none)


class NotSayable(Exception):
    """The requirement cannot be said in rules over flat facts."""


MOST_WAYS = 8
"""What holds, or fails, in more ways than that is decided in Python as a whole; no requirement is."""


def ways(plan: Plan, cell: Cell, asked: Asked) -> tuple[Way, ...]:
    """Every way in which a truth about the application is as `asked`. Raises: NotSayable."""
    return _few(_ways(plan, cell, asked))


def _ways(plan: Plan, cell: Cell, asked: Asked) -> tuple[Way, ...]:
    match cell.node:
        case n.Not():
            return _ways(plan, cell.parts[0], _OPPOSITE[asked])
        case n.AllOf() | n.AnyOf():
            parts = [
                (_ways(plan, part, asked), (Way(whole=frozenset({_literal(part, asked)})),)) for part in cell.parts
            ]
            if _wants_all(cell, asked):
                return _few(_joined(each) for each in product(*_within(parts, prod)))
            return _few(way for each in _within(parts, sum) for way in each)
        case n.Aggregate("every" | "some" as together):
            return _of_members(plan, cell, together, asked)
        case _:
            return (Way(whole=frozenset({_literal(cell, asked)})),)


def _joined(parts: Iterable[Way]) -> Way:
    whole = Way()
    for part in parts:
        whole = whole.joined(part)
    return whole


def _of_members(plan: Plan, cell: Cell, together: str, asked: Asked) -> tuple[Way, ...]:
    scope, body = members_of(cell), cell.parts[0]
    name = ".".join(scope.path)
    if scope.depth != 1 or asked.startswith("not"):
        raise NotSayable
    if (together == "every") is (asked == "holds"):  # of all members: there is none of which it is not so
        against: Asked = "not holds" if asked == "holds" else "not fails"
        none = tuple((name, each) for each in _conditions(body, against))
        return (Way(known=frozenset({name}), none=none),)
    return tuple(Way(some=((name, each),)) for each in _conditions(body, asked))


def _conditions(cell: Cell, asked: Asked) -> tuple[Conditions, ...]:
    """The ways in which a truth about one member is as `asked`: in each, all its conditions."""
    match cell.node:
        case n.Not():
            return _conditions(cell.parts[0], _OPPOSITE[asked])
        case n.AllOf() | n.AnyOf():
            parts = [(_conditions(part, asked), (frozenset({_literal(part, asked)}),)) for part in cell.parts]
            if _wants_all(cell, asked):
                return _few(frozenset().union(*each) for each in product(*_within(parts, prod)))
            if len(parts) > MOST_WAYS:
                return (frozenset({_literal(cell, asked)}),)
            return _few(each for part in _within(parts, sum) for each in part)
        case _:
            return (frozenset({_literal(cell, asked)}),)


def _wants_all(cell: Cell, asked: Asked) -> bool:
    """Whether all parts must be as asked, or one of them."""
    return isinstance(cell.node, n.AllOf) is (asked in ("holds", "not fails"))


def _within(
    parts: Sequence[tuple[tuple[T, ...], tuple[T, ...]]], together: Callable[[Iterable[int]], int]
) -> list[tuple[T, ...]]:
    """The ways of each part. While they make too many together, the part with most ways is decided as a whole.

    Each part comes with its ways, and with the one way in which it is decided as a whole.
    """
    found = [spelled for spelled, _ in parts]
    while together(map(len, found)) > MOST_WAYS and max(map(len, found)) > 1:
        longest = max(range(len(found)), key=lambda number: len(found[number]))
        found[longest] = parts[longest][1]
    return found


def _literal(cell: Cell, asked: Asked) -> Condition:
    if cell.kind != TRUTH:
        raise NotSayable
    return (cell.number, *_TESTS[asked])


def _few(found: Iterable[T]) -> tuple[T, ...]:
    distinct = tuple(dict.fromkeys(found))
    if len(distinct) > MOST_WAYS:
        raise NotSayable
    return distinct
