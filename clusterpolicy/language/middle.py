"""Averages of numbers that may be unknown: the mean, the median, the mean without the highest and the lowest.

Found exactly and rounded once, to a hundredth; a half goes away from nought. Of what is not known the least and the
greatest average are found. The average grows with each value, so that the least takes every value at its lowest. Of the
members that may count or not it takes the lowest, as many as help: how many that is, is tried one by one.

>>> average_of("mean", [Decimal(7), Decimal(8), Decimal(8)], [])
Decimal('7.67')
>>> average_of("median", [Decimal(7), Between(Decimal(0), Decimal(10)), Decimal(9)], [])
Between(7.00, 9.00)
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from functools import reduce
from itertools import chain
from typing import Any

from clusterpolicy.language.possible import Between, between, bounds

HUNDREDTH = Decimal("0.01")
_WIDE = Context(prec=100)
"""Wide enough for every number, and not the caller's context, which may be set to anything."""

FEWEST_TRIMMED = 3
"""Of fewer values none is left out: too few would remain."""


def average_of(how: str, certain: Sequence[Any], possible: Sequence[Any], unknown: Any = None) -> Any:
    """The average of the numbers that count for `certain` and of those that are `possible`, which may count or not.

    `unknown` is what the average may be where nothing counts; `None` is no bound.
    """
    if not certain and not possible:
        return unknown
    if not possible and how == "mean":
        try:
            total = _sum(certain)
        except TypeError:  # one of them is not known
            pass
        else:  # the common case, in whole numbers: fractions take several times as long
            numerator, denominator = total.as_integer_ratio()
            return _in_hundredths(numerator, denominator * len(certain))
    elif not possible and not any(value.__class__ is Between for value in certain):
        return _rounded(_exact(how, sorted(certain)))
    lowest = _least(how, [_end(value, 0) for value in certain], [_end(value, 0) for value in possible])
    highest = _least(how, [_mirrored(value) for value in certain], [_mirrored(value) for value in possible])
    ends = [None if end is None else _rounded(end) for end in (lowest, None if highest is None else -highest)]
    if certain:
        return between(*ends)
    of_nothing = bounds(unknown)
    return between(_wider(min, ends[0], of_nothing[0]), _wider(max, ends[1], of_nothing[1]))


_NO_END = Decimal("-Infinity")


def _end(value: Any, which: int) -> Any:
    end = bounds(value)[which]
    return _NO_END if end is None else end


def _mirrored(value: Any) -> Any:
    """The highest that a value may be, below nought: so that the greatest average is found as the least."""
    end = bounds(value)[1]
    return _NO_END if end is None else -end


def _wider(pick: Callable[..., Any], one: Any, other: Any) -> Any:
    return None if one is None or other is None else pick(one, other)


def _least(how: str, certain: Sequence[Any], possible: Sequence[Any]) -> Fraction | None:
    """The least average of all that count and of any of those that may; `None` is no bound."""
    certain, possible = sorted(certain), sorted(possible)
    averages = _medians(certain, possible) if how == "median" else _means(how, certain, possible)
    least: Fraction | None = None
    for each in averages:
        if each is None:
            return None
        least = each if least is None or each < least else least
    return least


def _exact(how: str, values: Sequence[Any]) -> Fraction:
    """The average of known numbers in their order."""
    if how == "median":
        middle = values[(len(values) - 1) // 2], values[len(values) // 2]
        return (Fraction(middle[0]) + Fraction(middle[1])) / 2
    if how == "trimmed" and len(values) >= FEWEST_TRIMMED:
        values = values[1:-1]
    return Fraction(_sum(values)) / len(values)


def _sum(values: Sequence[Any]) -> Decimal:
    return reduce(_WIDE.add, values, Decimal(0))


def _means(how: str, certain: Sequence[Any], possible: Sequence[Any]) -> Iterator[Fraction | None]:
    """The mean of all that count and of the lowest of those that may: of none of these, of one, of two."""
    endless = sum(1 for value in certain if value == _NO_END)
    total = _sum(certain[endless:])
    ends = [certain[0], certain[-1]] if certain else []
    count = len(certain)
    for added in chain((None,), possible):
        if added is not None:
            count += 1
            ends = [min(ends[0], added), max(ends[1], added)] if ends else [added, added]
            endless, total = (endless + 1, total) if added == _NO_END else (endless, _WIDE.add(total, added))
        if count:
            yield _mean(how, count, endless, total, ends)


def _mean(how: str, count: int, endless: int, total: Decimal, ends: Sequence[Any]) -> Fraction | None:
    if how == "mean" or count < FEWEST_TRIMMED:
        return None if endless else Fraction(total) / count
    if endless > 1:
        return None
    # Of values without end one at most is left here, and it is the lowest, which is left out.
    left_out = ends[1] if endless else _WIDE.add(ends[0], ends[1])
    return Fraction(_WIDE.subtract(total, left_out)) / (count - 2)


def _medians(certain: Sequence[Any], possible: Sequence[Any]) -> Iterator[Fraction | None]:
    """The median of all that count and of the lowest of those that may, as long as one more makes it smaller."""
    for taken in range(len(possible) + 1):
        count = len(certain) + taken
        if not count:
            continue
        middle = [_at(rank, certain, possible, taken) for rank in ((count - 1) // 2, count // 2)]
        if _NO_END in middle:
            yield None
            return
        median = (Fraction(middle[0]) + Fraction(middle[1])) / 2
        yield median
        if taken < len(possible) and possible[taken] >= median:
            return


def _at(rank: int, certain: Sequence[Any], possible: Sequence[Any], taken: int) -> Any:
    """The value at a rank in the order of `certain` and the first `taken` of `possible`, both in order."""
    fewest, most = max(0, rank - len(certain)), min(taken, rank)

    def enough(count: int) -> bool:
        """Whether no more than `count` of the possible ones stand below the rank."""
        return count == most or possible[count] >= certain[rank - count - 1]

    number = fewest + bisect_left(range(fewest, most), True, key=enough)
    rest = [possible[number]] if number < taken else []
    return min([*rest, *certain[rank - number : rank - number + 1]])


def _rounded(exact: Fraction) -> Decimal:
    return _in_hundredths(exact.numerator, exact.denominator)


def _in_hundredths(numerator: int, denominator: int) -> Decimal:
    """A fraction in hundredths; of a half the one farther from nought."""
    hundredths = (200 * abs(numerator) + denominator) // (2 * denominator)
    return _WIDE.multiply(Decimal(-hundredths if numerator < 0 else hundredths), HUNDREDTH)
