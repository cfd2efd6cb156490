"""Draws that depend on a seed alone: the same on every machine and on every version of Python."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")

_BYTES = 16
"""So many bytes of a digest make a number that no choice made here can exhaust."""


class Chance:
    """A row of draws, named by a key. Rows of other keys do not move it.

    >>> first, again = Chance("portfolio", 7), Chance("portfolio", 7)
    >>> [first.between(1, 6) for _ in range(5)] == [again.between(1, 6) for _ in range(5)]
    True
    """

    def __init__(self, *key: object) -> None:
        self._key = key
        self._drawn = 0

    def apart(self, *key: object) -> Chance:
        """Another row of draws, whose name is longer by `key`."""
        return Chance(*self._key, *key)

    def between(self, lowest: int, highest: int) -> int:
        """A whole number from `lowest` to `highest`, both included."""
        self._drawn += 1
        digest = sha256(repr((*self._key, self._drawn)).encode()).digest()
        return lowest + int.from_bytes(digest[:_BYTES], "big") % (highest - lowest + 1)

    def happens(self, times: int, of: int) -> bool:
        """True `times` out of `of`."""
        return self.between(1, of) <= times

    def one_of(self, values: Sequence[T]) -> T:
        """One of `values`, each as likely as any other."""
        return values[self.between(0, len(values) - 1)]

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """The same values in another order."""
        left = list(values)
        return [left.pop(self.between(0, len(left) - 1)) for _ in range(len(left))]
