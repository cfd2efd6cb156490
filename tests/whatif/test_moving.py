"""A number on its way notes in time when a comparison could come out another way, also where it is rounded."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.whatif.moving import CannotFollow, Moving, Watch

CENT = Decimal("0.01")
RATES = st.decimals("0.05", "0.95", places=2)


def moving(cents: int, watch: Watch) -> Moving:
    value = Fraction(cents, 100)
    return Moving(value, value, Fraction(1, 100), Fraction(0), watch)


def grant(cost: Any, rates: tuple[Decimal, Decimal], rounding: str) -> Any:
    first, second = ((cost * rate).quantize(CENT, rounding, None) for rate in rates)
    return first + second


@given(
    start=st.integers(0, 400),
    limit=st.decimals(0, 6, places=2),
    rates=st.tuples(RATES, RATES),
    rounding=st.sampled_from([ROUND_FLOOR, ROUND_HALF_UP]),
    less=st.booleans(),
)
def test_until_the_noted_unit_a_comparison_comes_out_the_same(
    start: int, limit: Decimal, rates: tuple[Decimal, Decimal], rounding: str, less: bool
) -> None:
    def holds(amount: Any) -> Any:
        return amount < limit if less else amount >= limit

    watch = Watch()
    first = holds(grant(moving(start, watch), rates, rounding))
    until = 600 if watch.units is None else watch.units
    for cents in range(start, start + until):
        exact = cents * CENT
        amounts = [(exact * rate).quantize(CENT, rounding) for rate in rates]
        assert holds(amounts[0] + amounts[1]) is first


@given(start=st.integers(0, 400), rates=st.tuples(RATES, RATES), rounding=st.sampled_from([ROUND_FLOOR, ROUND_HALF_UP]))
def test_what_it_is_now_is_what_plain_numbers_give(start: int, rates: tuple[Decimal, Decimal], rounding: str) -> None:
    exact = start * CENT
    expected = sum((exact * rate).quantize(CENT, rounding) for rate in rates)
    assert grant(moving(start, Watch()), rates, rounding).now == Fraction(expected)


def test_what_cannot_be_reckoned_with_a_moving_number_is_refused() -> None:
    number = moving(1, Watch())
    for wrong in (lambda: number * number, lambda: bool(number), lambda: int(number), lambda: number + "1"):
        with pytest.raises(CannotFollow):
            wrong()
