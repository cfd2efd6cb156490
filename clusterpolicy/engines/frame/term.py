"""A term: one value for each row of a table, as plain data; and what is known of comparisons by bounds alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Literal

from clusterpolicy.language.scope import Scope

Type = Literal["truth", "number", "text"]

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge, "==": eq, "!=": ne}

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
"""The relation that says the same with both sides exchanged."""


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One value for each row of the table of `scope`; `scope` is `None` for a constant.

    Attributes:
        number: Terms are numbered as they are made, what they are made of first.
        what: The operation.
        parts: What it is made of.
        value: What else it is made of: the value of a constant, the name of a column, codes.
        lacks: Whether it may be null.
        lowest, highest: No number among its values lies beyond these.
        members: Of what is gathered: the table whose rows are gathered.
    """

    number: int
    what: str
    parts: tuple[Term, ...]
    value: Any
    type: Type
    scope: Scope | None
    lacks: bool
    lowest: int = 0
    highest: int = 0
    members: Scope | None = None

    @property
    def is_constant(self) -> bool:
        """Whether its value is known without any table."""
        return self.what == "constant"

    @property
    def size(self) -> int:
        """No number among its values is farther from zero."""
        return max(abs(self.lowest), abs(self.highest))


def innermost(parts: Sequence[Term]) -> Scope | None:
    """The table whose rows the parts of a term lead to; `None` where all are constants."""
    inner: Scope | None = None
    for part in parts:
        if part.scope is not None and (inner is None or part.scope.depth > inner.depth):
            inner = part.scope
    return inner


def settled_by_bounds(relation: str, left: Term, right: Term) -> bool | None:
    """What a comparison gives for all numbers within the bounds; `None` where they leave it open."""
    match relation:
        case "<":
            return True if left.highest < right.lowest else False if left.lowest >= right.highest else None
        case "<=":
            return True if left.highest <= right.lowest else False if left.lowest > right.highest else None
        case ">":
            return True if left.lowest > right.highest else False if left.highest <= right.lowest else None
        case ">=":
            return True if left.lowest >= right.highest else False if left.highest < right.lowest else None
        case _:
            apart = left.highest < right.lowest or left.lowest > right.highest
            return (relation == "!=") if apart else None
