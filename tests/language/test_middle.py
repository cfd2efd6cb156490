"""Averages of what may be unknown: exact, rounded once, and as narrow as they can be."""

from __future__ import annotations

import math
import statistics
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.language.middle import average_of
from clusterpolicy.language.possible import Between, bounds

MIDDLES = ("mean", "median", "trimmed")
NOTHING = Between(Decimal(0), Decimal(10))


def numbers(*values: str) -> list[Decimal]:
    return [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("how", "values", "expected"),
    [
        ("mean", ("7",), "7.00"),
        ("mean", ("7", "8"), "7.50"),
        ("mean", ("7", "8", "8"), "7.67"),
        ("mean", ("7.01", "7.02"), "7.02"),
        ("mean", ("-7.01", "-7.02"), "-7.02"),
        ("mean", ("0", "0", "0.01"), "0.00"),
        ("median", ("9", "1", "7"), "7.00"),
        ("median", ("9", "1", "7", "8"), "7.50"),
        ("median", ("7.01", "7.02"), "7.02"),
        ("trimmed", ("1",), "1.00"),
        ("trimmed", ("1", "8"), "4.50"),
        ("trimmed", ("1", "8", "9"), "8.00"),
        ("trimmed", ("1", "1", "9", "9"), "5.00"),
        ("trimmed", ("0", "7", "8", "8", "10"), "7.67"),
    ],
)
def test_an_average_is_exact_and_rounded_once_half_away_from_nought(
    how: str, values: tuple[str, ...], expected: str
) -> None:
    found = average_of(how, numbers(*values), [])

    assert (found, str(found)) == (Decimal(expected), expected)


@pytest.mark.parametrize("how", MIDDLES)
def test_where_nothing_counts_nothing_is_known(how: str) -> None:
    assert average_of(how, [], [], NOTHING) is NOTHING


def test_where_nothing_counts_for_sure_there_may_be_no_average() -> None:
    assert bounds(average_of("mean", [], numbers("7"), NOTHING)) == (0, 10)
    assert bounds(average_of("mean", [], numbers("7"), Between(None, None))) == (None, None)


def test_one_of_three_marks_that_is_not_known_moves_the_median_between_the_other_two() -> None:
    assert bounds(average_of("median", [Decimal(7), Between(None, None), Decimal(9)], [])) == (7, 9)


def test_the_trimmed_mean_of_many_does_not_hang_on_one_that_is_not_known() -> None:
    marks = [*numbers("4", "5", "6"), Between(None, None)]

    assert bounds(average_of("trimmed", marks, [])) == (Decimal("4.50"), Decimal("5.50"))


def test_a_mark_that_may_count_widens_the_mean_to_that_with_it() -> None:
    assert bounds(average_of("mean", numbers("6"), numbers("8"), NOTHING)) == (Decimal(6), Decimal(7))


SMALL = st.integers(-300, 300).map(lambda hundredths: Decimal(hundredths) / 100)
ENDS = st.none() | SMALL
UNKNOWN = st.tuples(ENDS, ENDS).map(
    lambda ends: Between(*ends) if None in ends else Between(min(ends), max(ends))  # type: ignore[type-var]
)
VALUES = st.lists(SMALL | UNKNOWN, max_size=4)


@given(how=st.sampled_from(MIDDLES), certain=VALUES, possible=VALUES)
def test_an_average_may_be_no_more_and_no_less_than_some_choice_makes_it(
    how: str, certain: list[Any], possible: list[Any]
) -> None:
    chosen = [[*certain, *some] for number in range(len(possible) + 1) for some in combinations(possible, number)]
    lows = [naive(how, [low_of(value, -math.inf) for value in each]) if each else 0 for each in chosen]
    highs = [naive(how, [high_of(value, math.inf) for value in each]) if each else 10 for each in chosen]

    found = bounds(average_of(how, certain, possible, NOTHING))

    assert found == (in_hundredths(min(lows)), in_hundredths(max(highs)))


def low_of(value: Any, endless: float) -> Any:
    low = bounds(value)[0]
    return endless if low is None else Fraction(low)


def high_of(value: Any, endless: float) -> Any:
    high = bounds(value)[1]
    return endless if high is None else Fraction(high)


def naive(how: str, values: list[Any]) -> Any:
    ordered = sorted(values)
    if how == "median":
        while len(ordered) > 2:
            ordered = ordered[1:-1]
    if how == "trimmed" and len(ordered) > 2:
        ordered = ordered[1:-1]
    endless = [value for value in ordered if math.isinf(value)]
    return endless[0] if endless else sum(ordered, Fraction(0)) / len(ordered)


def in_hundredths(value: Any) -> Decimal | None:
    if math.isinf(value):
        return None
    sign = -1 if value < 0 else 1
    return sign * Decimal(math.floor(abs(Fraction(value)) * 100 + Fraction(1, 2))) / 100


@given(how=st.sampled_from(MIDDLES), values=st.lists(SMALL, min_size=1, max_size=12), data=st.data())
def test_the_order_of_the_values_does_not_matter(how: str, values: list[Decimal], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(values))

    assert average_of(how, shuffled, []) == average_of(how, values, [])


def test_marks_as_many_as_a_whole_call_has_are_averaged_exactly() -> None:
    marks = [Decimal(number * 7919 % 1001) / 100 for number in range(250_000)]
    found = {how: average_of(how, marks, []) for how in MIDDLES}

    assert found["mean"] == in_hundredths(statistics.mean(map(Fraction, marks)))
    assert found["median"] == in_hundredths(Fraction(statistics.median(marks)))
    assert found["trimmed"] == in_hundredths(statistics.mean(map(Fraction, sorted(marks)[1:-1])))
