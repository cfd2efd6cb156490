"""Arithmetic on columns of numbers, of each of which is held the least and the most that it may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np

from clusterpolicy.whatif.columns import ENDLESS, WIDEST, Number, TooWide, Whole


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
