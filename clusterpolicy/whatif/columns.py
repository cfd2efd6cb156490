"""Columns of numbers, truths and categories that may be unknown: many variants times many members at once, exact.

A number is a whole number of a smallest unit, with the least and the most that it may be. A truth is held as what is
surely so and what is surely not so. A category is held as the set of what it may be, one bit an option. The answers are
those of `clusterpolicy.language.possible`, to the last unit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

ENDLESS = 2**62
"""Stands for no bound."""
WIDEST = 2**61
"""Every number that has bounds lies below this, so that sums of two never run over."""


class TooWide(ArithmeticError):
    """Whole numbers of this width cannot hold what was to be reckoned."""


@dataclass(slots=True)
class Number:
    """Numbers in units of `10 ** -scale`: at least `low`, at most `high`, which are one array where all are known.

    Attributes:
        widest: No bound in it is larger than this, or smaller than its negative.
        endless: Whether some have no bound on a side; these hold `ENDLESS` or its negative.
    """

    low: Whole
    high: Whole
    scale: int
    widest: int
    endless: bool = False

    @property
    def known(self) -> bool:
        """Whether every one is known."""
        return self.low is self.high


@dataclass(slots=True)
class Truth:
    """Truths: where they surely hold, and where they surely do not."""

    yes: Flags
    no: Flags


@dataclass(slots=True)
class Category:
    """Categories: for each the set of what it may be, one bit an option."""

    options: Whole


Vector = Number | Truth | Category


def number(low: Whole, high: Whole, scale: int) -> Number:
    """Numbers, with their width looked up."""
    if low is high or np.array_equal(low, high):
        widest = _widest(low)
        return Number(low, low, scale, widest, widest >= WIDEST)
    ends = (low, high)
    endless = any(bool((np.abs(each) >= ENDLESS).any()) for each in ends)
    widest = max(_widest(np.where(np.abs(each) >= ENDLESS, 0, each)) for each in ends)
    return Number(low, high, scale, widest, endless)


def _widest(array: Whole) -> int:
    return max(abs(int(array.min())), abs(int(array.max()))) if array.size else 0


def every_part(vector: Any, change: Callable[[Any], Any]) -> Any:
    """The vector with each of its arrays changed."""
    match vector:
        case Number():
            low = change(vector.low)
            return Number(
                low, low if vector.known else change(vector.high), vector.scale, vector.widest, vector.endless
            )
        case Truth():
            return Truth(change(vector.yes), change(vector.no))
        case _:
            return Category(change(vector.options))
