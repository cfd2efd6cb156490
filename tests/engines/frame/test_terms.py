"""What constants alone decide is decided at once, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.engines.frame.expressions import is_wide
from clusterpolicy.engines.frame.numbers import Numbers
from clusterpolicy.engines.frame.term import COMPARISONS
from clusterpolicy.engines.frame.terms import Terms
from clusterpolicy.errors import RuleError
from clusterpolicy.language.scope import Scope
from clusterpolicy.model import Application

ROWS = Scope(Application, None)
NUMBERS = st.integers(-3, 3)


def right(relation: str, left: int, other: int) -> bool:
    return {
        "<": left < other,
        "<=": left <= other,
        ">": left > other,
        ">=": left >= other,
        "==": left == other,
        "!=": left != other,
    }[relation]


@given(relation=st.sampled_from(tuple(COMPARISONS)), left=NUMBERS, other=NUMBERS)
def test_two_constants_are_compared_at_once(relation: str, left: int, other: int) -> None:
    terms = Terms()
    found = terms.compare(relation, terms.constant(left), terms.constant(other))
    assert found.value is right(relation, left, other)


@given(relation=st.sampled_from(tuple(COMPARISONS)), ends=st.lists(NUMBERS, min_size=4, max_size=4))
def test_bounds_settle_a_comparison_only_where_every_number_within_them_agrees(relation: str, ends: list[int]) -> None:
    terms = Terms()
    one, other = sorted(ends[:2]), sorted(ends[2:])
    left = terms.column(ROWS, "left", "number", lacks=False, lowest=one[0], highest=one[1])
    right_side = terms.column(ROWS, "right", "number", lacks=False, lowest=other[0], highest=other[1])
    answers = {right(relation, a, b) for a in range(one[0], one[1] + 1) for b in range(other[0], other[1] + 1)}

    found = terms.compare(relation, left, right_side)

    if found.is_constant:
        assert answers == {found.value}
    else:
        # two columns of the same one number could be settled too, and are left to the table
        assert len(answers) == 2 or one == other


def test_equal_terms_are_one_and_the_same() -> None:
    terms = Terms()
    columns = [terms.column(ROWS, name, "number", lacks=False, highest=9) for name in ("a", "b")]
    assert terms.plus(*columns) is terms.plus(*columns)
    assert terms.plus(*columns) is not terms.plus(*columns[::-1])
    assert terms.constant(1) is not terms.constant(True)


@pytest.mark.parametrize(("size", "wide"), [(2**63 - 1, False), (2**63, True), (2**127 - 1, True)])
def test_a_number_that_may_not_fit_into_64_bits_is_wide(size: int, wide: bool) -> None:
    assert is_wide(Terms().column(ROWS, "a", "number", lacks=False, highest=size)) is wide


def test_a_number_that_may_not_fit_into_128_bits_is_refused() -> None:
    with pytest.raises(RuleError, match="not-in-tables"):
        is_wide(Terms().column(ROWS, "a", "number", lacks=False, highest=2**127))


@given(cents=st.integers(-1000, 1000))
def test_half_a_cent_goes_away_from_nought_and_down_goes_down(cents: int) -> None:
    numbers = Numbers(Terms())
    tenths = numbers.times(numbers.constant(cents), numbers.scaled(numbers.constant(1), 3))
    sign = -1 if cents < 0 else 1
    assert numbers.rounded(tenths, "half up").low.value == cents * 100
    shifted = numbers.times(numbers.constant(cents), numbers.constant("0.001"))
    assert numbers.rounded(shifted, "half up").low.value == sign * ((abs(cents) * 2 + 10) // 20)
    assert numbers.rounded(shifted, "down").low.value == cents // 10
