"""What follows from a changed value: the cells that are found from it, in the order in which they can be found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

Find = Callable[[Any, int], Any]
"""Finds the value of a cell from all values, for one member of the outermost collection."""

Follower = list[Any]
"""One cell to be found: its number, what finds it, where the members of its outermost collection stand, whether it is
of the application as a whole, the cells that are found from it, and the requirements in whose explanations it stands.
"""


def numbers_in(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first.

    >>> list(numbers_in(0b10110))
    [1, 2, 4]
    """
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class Following:
    """Which cells are found from which, in the order of their numbers: each stands after those it is found from."""

    def __init__(self, dependents: Sequence[Sequence[int]]) -> None:
        self._followers: list[Follower] = []
        self._orders: dict[tuple[int, ...], tuple[Follower, ...]] = {}
        self._after = _after(dependents)

    def add(self, followers: Iterable[Follower]) -> None:
        """Take the cells, in the order of their numbers."""
        self._followers += followers

    def of(self, numbers: tuple[int, ...]) -> tuple[Follower, ...]:
        """The cells themselves, and all that is found from them."""
        found = self._orders.get(numbers)
        if found is None:
            if len(self._orders) > _MOST_ORDERS:
                self._orders.clear()
            mask = 0
            for number in numbers:
                mask |= self._after[number]
            found = self._orders[numbers] = tuple(self._followers[number] for number in numbers_in(mask))
        return found


_MOST_ORDERS = 2_000
"""So many orders are kept. A process that sees more of them finds them anew."""


def _after(dependents: Sequence[Sequence[int]]) -> list[int]:
    """For each cell those that are found from it, and itself, a bit each."""
    after = [0] * len(dependents)
    for number in range(len(dependents) - 1, -1, -1):
        after[number] = 1 << number
        for dependent in dependents[number]:
            after[number] |= after[dependent]
    return after
