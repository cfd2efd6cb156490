"""Whole numbers, divided so that nothing is lost: the parts always add up to the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

K = TypeVar("K")


def divided(whole: int, weights: Sequence[int]) -> list[int]:
    """`whole` in parts that are as `weights`, each exact but for less than one.

    >>> divided(100, [1, 1, 1])
    [33, 33, 34]
    """
    parts: list[int] = []
    weighed = given = 0
    for weight in weights:
        weighed += weight
        upto = whole * weighed // sum(weights)
        parts.append(upto - given)
        given = upto
    return parts


def apportioned(whole: int, weights: Mapping[K, int]) -> dict[K, int]:
    """The same, with a name for each part.

    >>> apportioned(10, {"small": 3, "large": 1})
    {'small': 7, 'large': 3}
    """
    return dict(zip(weights, divided(whole, list(weights.values())), strict=True))
