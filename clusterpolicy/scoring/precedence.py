"""Who comes before whom where not all is known: surely, or perhaps.

All that candidates may have to show is laid out on one ladder, the best on rung 0. Each holds the rungs between the
best and the worst that it may turn out to be. One comes surely before another if its worst rung is above the other's
best. It comes perhaps before if its best rung is not below the other's worst: on the same rung nothing decides.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Protocol, TypeVar

from clusterpolicy.scoring.tie_breaks import Merit


class Rungs(Protocol):
    """Whatever has a place on the ladder."""

    @property
    def first(self) -> int:
        """The rung of the best that it may turn out to be."""

    @property
    def last(self) -> int:
        """The rung of the worst."""


AnyRungs = TypeVar("AnyRungs", bound=Rungs)


def rungs_of(merits: Sequence[tuple[Merit, Merit]]) -> list[tuple[int, int]]:
    """The first and the last rung of each, in the order given.

    >>> rungs_of([((80,), (80,)), ((90,), (70,)), ((60,), (60,))])
    [(1, 1), (0, 2), (3, 3)]
    """
    ladder = sorted({merit for ends in merits for merit in ends}, reverse=True)
    rung = {merit: number for number, merit in enumerate(ladder)}
    return [(rung[best], rung[worst]) for best, worst in merits]


def surely_before(one: Rungs, other: Rungs) -> bool:
    """Whether `one` comes before `other` whatever the unknowns turn out to be."""
    return one.last < other.first


def perhaps_before(one: Rungs, other: Rungs) -> bool:
    """Whether `one` may come before `other`."""
    return one.first <= other.last


def totals_perhaps_before(all_of_them: Sequence[Rungs], amounts: Sequence[int]) -> list[int]:
    """For each, the sum of the amounts of all others that may come before it."""
    pairs = sorted((each.first, amount) for each, amount in zip(all_of_them, amounts, strict=True))
    rungs = [rung for rung, _ in pairs]
    totals = [0, *accumulate(amount for _, amount in pairs)]
    return [totals[bisect_right(rungs, each.last)] - amount for each, amount in zip(all_of_them, amounts, strict=True)]


def totals_surely_before(all_of_them: Sequence[Rungs], amounts: Sequence[int]) -> list[int]:
    """For each, the sum of the amounts of all that surely come before it."""
    pairs = sorted((each.last, amount) for each, amount in zip(all_of_them, amounts, strict=True))
    rungs = [rung for rung, _ in pairs]
    totals = [0, *accumulate(amount for _, amount in pairs)]
    return [totals[bisect_left(rungs, each.first)] for each in all_of_them]


def in_groups(in_order: Sequence[AnyRungs]) -> list[list[AnyRungs]]:
    """The smallest groups that surely follow one another. Where all is known, each is a group of its own.

    `in_order` goes by first rung.
    """
    groups: list[list[AnyRungs]] = []
    lowest = -1
    for each in in_order:
        if not groups or each.first > lowest:
            groups.append([])
        groups[-1].append(each)
        lowest = max(lowest, each.last)
    return groups
