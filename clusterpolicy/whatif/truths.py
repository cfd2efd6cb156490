"""Comparisons, truths and choices on columns, by Kleene's logic: what is not known stays open, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np

from clusterpolicy.whatif.columns import Category, Flags, Number, Truth
from clusterpolicy.whatif.numbers import level


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
