"""The members of all applications in one row, scope by scope: who belongs to whom, and what they give together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from clusterpolicy.language.scope import Scope, Structure
from clusterpolicy.whatif.columns import (
    ENDLESS,
    WIDEST,
    Flags,
    Number,
    TooWide,
    Truth,
    Vector,
    Whole,
    every_part,
    number,
)

Places = npt.NDArray[np.intp]


class Members:
    """All members of every scope, those of the first application first.

    Args:
        structure: The scopes.
        roots: The applications, or what else the rules speak of.
    """

    def __init__(self, structure: Structure, roots: Sequence[Any]) -> None:
        self._of: dict[int, list[Any]] = {id(structure.root): list(roots)}
        self._counts: dict[int, Whole] = {}
        self._absent: dict[int, Flags] = {}
        self._owners: dict[int, Places] = {}

    def all(self, scope: Scope) -> list[Any]:
        """Every member of a scope."""
        if id(scope) not in self._of:
            self._enter(scope)
        return self._of[id(scope)]

    def _enter(self, scope: Scope) -> None:
        assert scope.parent is not None  # the root was entered at the beginning
        collections = [_collection(each, scope.path) for each in self.all(scope.parent)]
        counts = [len(each or ()) for each in collections]
        self._of[id(scope)] = [member for each in collections for member in each or ()]
        self._counts[id(scope)] = np.array(counts, np.int64)
        self._absent[id(scope)] = np.array([each is None for each in collections], np.bool_)
        self._owners[id(scope)] = np.repeat(np.arange(len(counts)), counts)

    def spread(self, vector: Vector, scope: Scope, to: Scope) -> Vector:
        """Values of a scope, for each member of a scope inside it. What is the same for all stays one value."""
        if scope is to:
            return vector
        places: Places | None = None
        while to is not scope:
            assert to.parent is not None  # `scope` lies around `to`
            self.all(to)
            owners = self._owners[id(to)]
            places = owners if places is None else owners[places]
            to = to.parent
        found: Vector = every_part(vector, lambda array: array if array.shape[1] == 1 else array[:, places])
        return found

    def every(self, body: Truth, scope: Scope) -> Truth:
        """For each owner whether it holds of every member of `scope`."""
        return self._unless_absent(
            Truth(
                self._gather(np.logical_and, body.yes, scope, True), self._gather(np.logical_or, body.no, scope, False)
            ),
            scope,
        )

    def some(self, body: Truth, scope: Scope) -> Truth:
        """For each owner whether it holds of a member of `scope`."""
        return self._unless_absent(
            Truth(
                self._gather(np.logical_or, body.yes, scope, False), self._gather(np.logical_and, body.no, scope, True)
            ),
            scope,
        )

    def count(self, body: Truth, scope: Scope) -> Number:
        """For each owner of how many members it holds."""
        low = self._gather(np.add, body.yes.astype(np.int64), scope, 0)
        high = self._gather(np.add, (~body.no).astype(np.int64), scope, 0)
        return self._endless_where_absent(number(low, high, 0), scope)

    def total(self, body: Number, where: Truth | None, scope: Scope) -> Number:
        """For each owner the sum of what counts."""
        low, high = self._counting(body, where)
        most = max(self._counts_of(scope), default=0)
        if body.widest * max(1, most) >= WIDEST:
            raise TooWide
        ends = [self._sum(end, scope, body.endless) for end in ((low,) if high is low else (low, high))]
        return self._endless_where_absent(number(ends[0], ends[-1], body.scale), scope)

    def largest(self, body: Number, where: Truth | None, scope: Scope) -> Number:
        """For each owner the largest of what counts, nought where nothing does."""
        ends = [self._gather(np.maximum, end, scope, 0) for end in self._counting(body, where)]
        low, high = (np.maximum(end, 0) for end in ends)
        return self._endless_where_absent(number(low, high, body.scale), scope)

    def _counting(self, body: Number, where: Truth | None) -> tuple[Whole, Whole]:
        if where is None:
            return body.low, body.high
        maybe = ~(where.yes | where.no)
        low = np.where(where.yes, body.low, np.where(maybe, np.minimum(body.low, 0), 0))
        if body.known and not maybe.any():
            return low, low
        return low, np.where(where.yes, body.high, np.where(maybe, np.maximum(body.high, 0), 0))

    def _sum(self, array: Whole, scope: Scope, endless: bool) -> Whole:
        if not endless:
            whole: Whole = self._gather(np.add, array, scope, 0)
            return whole
        far = np.abs(array) >= ENDLESS
        total = self._gather(np.add, np.where(far, 0, array), scope, 0)
        sign = self._gather(np.add, np.where(far, np.sign(array), 0), scope, 0)  # of one end all have the same sign
        found: Whole = np.where(sign != 0, np.sign(sign) * ENDLESS, total)
        return found

    def _gather(self, how: Any, array: Any, scope: Scope, of_none: Any) -> Any:
        counts = self._counts_of(scope)
        width = len(self.all(scope))
        if array.shape[1] != width:
            array = np.broadcast_to(array, (array.shape[0], width))
        found = np.full((array.shape[0], len(counts)), of_none, array.dtype)
        filled = np.flatnonzero(counts)
        if len(filled):
            starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
            found[:, filled] = how.reduceat(array, starts[filled], axis=1)
        return found

    def _counts_of(self, scope: Scope) -> Whole:
        self.all(scope)
        return self._counts[id(scope)]

    def absent(self, scope: Scope) -> Flags:
        """For each owner whether it is not known which members it has."""
        self.all(scope)
        return self._absent[id(scope)]

    def _unless_absent(self, truth: Truth, scope: Scope) -> Truth:
        absent = self.absent(scope)
        return Truth(truth.yes & ~absent, truth.no & ~absent) if absent.any() else truth

    def _endless_where_absent(self, value: Number, scope: Scope) -> Number:
        absent = self.absent(scope)
        if not absent.any():
            return value
        low, high = np.where(absent, 0, value.low), np.where(absent, ENDLESS, value.high)
        return Number(low, high, value.scale, value.widest, True)


def _collection(member: Any, path: Iterable[str]) -> Any:
    for step in path:
        member = None if member is None else getattr(member, step)
    return member
