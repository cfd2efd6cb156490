"""Sums of very many figures, each at a share of its own, exact and without many fractions."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd

from clusterpolicy.rules.eu.ownership.periods import UNITS

Bounds = tuple[Fraction, Fraction | None]
"""The least and the most that a figure may be; `None` is without end."""

Totals = tuple[Bounds, Bounds, Bounds]
"""Headcount, turnover and balance sheet total, each between its bounds."""


class Total:
    """A sum over groups, each at its share. Kept apart by the denominators of the shares, which makes it quick."""

    __slots__ = ("_parts", "is_endless")

    def __init__(self) -> None:
        self.is_endless = False
        self._parts: dict[int, int] = {}

    def add(self, share: Fraction, figure: int | None) -> None:
        """A figure more, in the small units of `periods`; `None` is without end."""
        if figure is None:
            self.is_endless = True
        elif figure:
            numerator, denominator = share.as_integer_ratio()
            self._parts[denominator] = self._parts.get(denominator, 0) + numerator * figure

    @property
    def value(self) -> Fraction:
        """What is known of the sum, in units."""
        parts, whole = _added([(part, denominator) for denominator, part in self._parts.items()])
        return Fraction(parts, whole * UNITS)


def _added(parts: list[tuple[int, int]]) -> tuple[int, int]:
    """The sum of fractions, added two by two, so that only few of the numbers grow long."""
    while len(parts) > 1:
        odd = parts[len(parts) & ~1 :]
        parts = [_both(*pair) for pair in zip(parts[::2], parts[1::2], strict=False)] + odd
    return parts[0] if parts else (0, 1)


def _both(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    (part, whole), (other_part, other_whole) = one, other
    common = gcd(whole, other_whole)
    return part * (other_whole // common) + other_part * (whole // common), whole // common * other_whole


def bounds(least: Total, excess: Total) -> Bounds:
    """The bounds of a sum that is known but for what some figures may be above their least."""
    lowest = least.value
    return lowest, None if excess.is_endless else lowest + excess.value


def total_of(parts: Iterable[tuple[Fraction, int | None]]) -> Fraction | None:
    """The sum of figures at their shares; `None` where one of them is without end."""
    total = Total()
    for share, figure in parts:
        total.add(share, figure)
    return None if total.is_endless else total.value
