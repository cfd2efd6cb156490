"""Points: exact, with two decimals at most, never below zero."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from clusterpolicy.units import MOST_POINTS, Points

POINTS: TypeAdapter[Decimal] = TypeAdapter(Points)


@given(st.integers(0, 100_000))
def test_every_number_of_hundredths_up_to_a_thousand_is_points(hundredths: int) -> None:
    points = POINTS.validate_python(f"{hundredths // 100}.{hundredths % 100:02d}")
    assert points * 100 == hundredths
    assert POINTS.validate_json(POINTS.dump_json(points)) == points


@pytest.mark.parametrize("written", ["4.50", "4.5", 4.5, Decimal("4.5")], ids=repr)
def test_points_are_held_without_trailing_zeros_however_they_are_written(written: object) -> None:
    assert str(POINTS.validate_python(written)) == "4.5"


@pytest.mark.parametrize("written", ["0", "0.00", 0, -0.0, Decimal("-0")], ids=repr)
def test_every_zero_is_the_same_zero(written: object) -> None:
    assert str(POINTS.validate_python(written)) == "0"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("-0.01", "less than 0"),
        ("1000.01", "more than 1000"),
        ("4.125", "more than two decimals"),
        ("4.500", "more than two decimals"),
        (4.1, 'not exact; write it as text, as in "4.10"'),
        ("four", "not a plain number"),
        (True, "truth value"),
        (None, "not a number"),
        (float("nan"), "not a number"),
    ],
    ids=repr,
)
def test_what_is_no_number_of_points_is_refused(written: object, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        POINTS.validate_python(written)


def test_a_thousand_points_are_the_most() -> None:
    assert POINTS.validate_python("1000") == MOST_POINTS == Decimal("1000")
