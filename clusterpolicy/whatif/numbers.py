"""Columns of numbers, truths and categories that may be unknown: many variants times many members at once, exact.

A number is a whole number of a smallest unit, with the least and the most that it may be. A truth is held as what is
surely so and what is surely not so. A category is held as the set of what it may be, one bit an option. The answers are
those of `clusterpolicy.language.possible`, to the last unit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
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


# --- numbers ----------------------------------------------------------------------------------------------------------


def scaled(value: Number, scale: int) -> Number:
    """The same numbers in smaller units."""
    if value.scale == scale:
        return value
    return _both(value, 10 ** (scale - value.scale), scale)


def level(values: Sequence[Number]) -> list[Number]:
    """The numbers, all in the smallest unit among them."""
    scale = max(each.scale for each in values)
    return [scaled(each, scale) for each in values]


def plus(left: Number, right: Number) -> Number:
    """The sums."""
    left, right = level((left, right))
    return _joined(
        left, right, _added(left.low, right.low, left, right), lambda: _added(left.high, right.high, left, right)
    )


def minus(left: Number, right: Number) -> Number:
    """The differences."""
    return plus(left, _negative(right))


def _negative(value: Number) -> Number:
    low = -value.high
    return Number(low, low if value.known else -value.low, value.scale, value.widest, value.endless)


def _added(one: Whole, other: Whole, left: Number, right: Number) -> Whole:
    if not (left.endless or right.endless):
        return one + other
    far, farther = np.abs(one) >= ENDLESS, np.abs(other) >= ENDLESS
    total = np.where(far, 0, one) + np.where(farther, 0, other)
    return np.where(far, one, np.where(farther, other, total))


def _joined(left: Number, right: Number, low: Whole, high: Callable[[], Whole]) -> Number:
    widest = _narrow(left.widest + right.widest)
    top = low if left.known and right.known else high()
    return Number(low, top, left.scale, widest, left.endless or right.endless)


def times(left: Number, right: Number) -> Number:
    """The products. Raises: TooWide also for the rare ones of endless numbers with what may be below zero."""
    widest, scale = _narrow(left.widest * right.widest), left.scale + right.scale
    if left.known and right.known and not (left.endless or right.endless):
        array = left.low * right.low
        return Number(array, array, scale, widest)
    if not (_never_negative(left) and _never_negative(right)):
        raise TooWide
    low = left.low * right.low  # no number that is never below zero lacks a lower bound
    high = _product_of_ends(left.high, right.high)
    return Number(low, high, scale, widest, left.endless or right.endless)


def _never_negative(value: Number) -> bool:
    return not value.low.size or int(value.low.min()) >= 0


def _product_of_ends(one: Whole, other: Whole) -> Whole:
    endless = ((one >= ENDLESS) & (other > 0)) | ((other >= ENDLESS) & (one > 0))
    return np.where(endless, ENDLESS, np.where(one >= ENDLESS, 0, one) * np.where(other >= ENDLESS, 0, other))


def extreme(which: str, values: Sequence[Number]) -> Number:
    """The least or the greatest."""
    pick = np.minimum if which == "least" else np.maximum
    found = level(values)
    low = reduce(pick, [each.low for each in found])
    high = low if all(each.known for each in found) else reduce(pick, [each.high for each in found])
    widest = max(each.widest for each in found)
    return Number(low, high, found[0].scale, widest, any(each.endless for each in found))


def rounded(value: Number, how: str, scale: int = 2) -> Number:
    """Rounded to the unit of `scale`: down, or half a unit up, away from nought."""
    if value.scale <= scale:
        return scaled(value, scale)
    divisor = 10 ** (value.scale - scale)
    low = _rounded(value.low, divisor, how, value.endless)
    high = low if value.known else _rounded(value.high, divisor, how, value.endless)
    return Number(low, high, scale, value.widest // divisor + 1, value.endless)


def _rounded(array: Whole, divisor: int, how: str, endless: bool) -> Whole:
    if how == "down":
        found: Whole = array // divisor
    else:
        found = np.sign(array) * ((2 * np.abs(np.where(np.abs(array) >= WIDEST, 0, array)) + divisor) // (2 * divisor))
    return np.where(np.abs(array) >= ENDLESS, array, found) if endless else found


def _both(value: Number, factor: int, scale: int) -> Number:
    widest = _narrow(value.widest * factor)

    def by(array: Whole) -> Whole:
        if not value.endless:
            return array * factor
        far = np.abs(array) >= ENDLESS
        return np.where(far, array, np.where(far, 0, array) * factor)

    low = by(value.low)
    return Number(low, low if value.known else by(value.high), scale, widest, value.endless)


def _narrow(widest: int) -> int:
    if widest >= WIDEST:
        raise TooWide
    return widest


# --- truths -----------------------------------------------------------------------------------------------------------


def compared(relation: str, left: Number, right: Number) -> Truth:
    """Whether the left one stands in the relation to the right one."""
    left, right = level((left, right))
    match relation:
        case "<":
            return Truth(left.high < right.low, left.low >= right.high)
        case "<=":
            return Truth(left.high <= right.low, left.low > right.high)
        case ">":
            return Truth(left.low > right.high, left.high <= right.low)
        case ">=":
            return Truth(left.low >= right.high, left.high < right.low)
    same = (left.low == left.high) & (right.low == right.high) & (left.low == right.low)
    apart = (left.high < right.low) | (left.low > right.high)
    return Truth(same, apart) if relation == "==" else Truth(apart, same)


def alike(relation: str, left: Category, right: Category) -> Truth:
    """Whether two categories are the same, or are not."""
    apart = (left.options & right.options) == 0
    one = (left.options & (left.options - 1)) == 0
    same = one & (left.options == right.options)
    return Truth(same, apart) if relation == "==" else Truth(apart, same)


def every(terms: Sequence[Truth]) -> Truth:
    """Whether all hold."""
    return Truth(
        reduce(np.logical_and, [each.yes for each in terms]), reduce(np.logical_or, [each.no for each in terms])
    )


def some(terms: Sequence[Truth]) -> Truth:
    """Whether one holds."""
    return Truth(
        reduce(np.logical_or, [each.yes for each in terms]), reduce(np.logical_and, [each.no for each in terms])
    )


def opposite(term: Truth) -> Truth:
    """Whether it does not hold."""
    return Truth(term.no, term.yes)


# --- choices ----------------------------------------------------------------------------------------------------------


def chosen(conditions: Sequence[Truth], values: Sequence[Any], otherwise: Any) -> Any:
    """The value of the first case that holds; where an earlier one may hold, what it may be."""
    found = level([*values, otherwise]) if isinstance(otherwise, Number) else [*values, otherwise]
    result = found[-1]
    for condition, value in zip(reversed(conditions), reversed(found[:-1]), strict=True):
        result = _either(condition, value, result)
    return result


def _either(condition: Truth, value: Any, rest: Any) -> Any:
    yes, no = condition.yes, condition.no
    if yes.size and yes.all():
        return value
    if no.size and no.all():
        return rest
    settled = bool((yes | no).all())
    if isinstance(value, Truth):
        both = Truth(value.yes & rest.yes, value.no & rest.no)
        return Truth(_pick(yes, no, value.yes, rest.yes, both.yes), _pick(yes, no, value.no, rest.no, both.no))
    if isinstance(value, Category):
        return Category(_pick(yes, no, value.options, rest.options, value.options | rest.options))
    widest, endless = max(value.widest, rest.widest), value.endless or rest.endless
    if settled and value.known and rest.known:
        array = np.where(yes, value.low, rest.low)
        return Number(array, array, value.scale, widest, endless)
    low = _pick(yes, no, value.low, rest.low, np.minimum(value.low, rest.low))
    high = _pick(yes, no, value.high, rest.high, np.maximum(value.high, rest.high))
    return Number(low, high, value.scale, widest, endless)


def _pick(yes: Flags, no: Flags, value: Any, rest: Any, both: Any) -> Any:
    return np.where(yes, value, np.where(no, rest, both))


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
