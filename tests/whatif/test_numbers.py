"""Columns answer as the language does of what is not known, value by value."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clusterpolicy.language import possible
from clusterpolicy.language.kinds import TRUTH, Base, Kind, number
from clusterpolicy.language.possible import Between, OneOf
from clusterpolicy.units import Unit
from clusterpolicy.whatif import numbers, truths
from clusterpolicy.whatif.columns import ENDLESS, Number, TooWide, Truth
from clusterpolicy.whatif.lifting import lifted

POINTS = number(Unit.POINTS)
SIZES = Kind(Base.CATEGORY, category="Size", options=("micro", "small", "large"))

EXACT = st.one_of(
    st.sampled_from([Decimal(0), Decimal(1), Decimal("0.01"), Decimal("0.005")]), st.decimals(-50, 50, places=3)
)


def between(ends: tuple[Decimal | None, Decimal | None]) -> Any:
    """What lies between two ends, whichever comes first."""
    low, high = ends
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    return possible.between(low, high)


NUMBERS = st.one_of(EXACT, st.tuples(EXACT | st.none(), EXACT | st.none()).map(between))
NOT_NEGATIVE = st.one_of(
    st.decimals(0, 50, places=3),
    st.tuples(st.decimals(0, 50, places=3), st.none() | st.decimals(51, 90, places=3)).map(lambda ends: Between(*ends)),
)
TRUTHS = st.sampled_from([True, False, None])
CATEGORIES = st.sampled_from(
    ["micro", "small", "large", OneOf(frozenset(("micro", "small"))), OneOf(frozenset(SIZES.options))]
)


def column(value: Any, kind: Kind = POINTS) -> Any:
    return lifted([[value]], kind)


def ends(found: Number) -> tuple[Decimal | None, Decimal | None]:
    low, high = int(found.low[0, 0]), int(found.high[0, 0])
    return (
        None if low <= -ENDLESS else Decimal(low).scaleb(-found.scale),
        None if high >= ENDLESS else Decimal(high).scaleb(-found.scale),
    )


def truth(found: Truth) -> bool | None:
    return True if found.yes[0, 0] else False if found.no[0, 0] else None


@given(left=NUMBERS, right=NUMBERS)
def test_sums_and_differences_have_the_bounds_of_the_language(left: Any, right: Any) -> None:
    assert ends(numbers.plus(column(left), column(right))) == possible.bounds(left + right)
    assert ends(numbers.minus(column(left), column(right))) == possible.bounds(left - right)


@given(left=NOT_NEGATIVE, right=NOT_NEGATIVE)
def test_products_of_what_is_never_negative_have_the_bounds_of_the_language(left: Any, right: Any) -> None:
    low, high = possible.bounds(left * right)
    if high is None and 0 in (right, left):
        assume(False)  # nought times anything is nought, whichever way it is written
    assert ends(numbers.times(column(left), column(right))) == (low, high)


RELATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


@pytest.mark.parametrize("relation", RELATIONS)
@given(left=NUMBERS, right=NUMBERS)
def test_comparisons_are_those_of_the_language(relation: str, left: Any, right: Any) -> None:
    assert truth(truths.compared(relation, column(left), column(right))) is RELATIONS[relation](left, right)


@pytest.mark.parametrize("relation", ["==", "!="])
@given(left=CATEGORIES, right=CATEGORIES)
def test_categories_are_compared_as_in_the_language(relation: str, left: Any, right: Any) -> None:
    found = truths.alike(relation, column(left, SIZES), column(right, SIZES))
    assert truth(found) is RELATIONS[relation](left, right)


@given(values=st.lists(NUMBERS, min_size=1, max_size=4), which=st.sampled_from(["least", "greatest"]))
def test_extremes_are_those_of_the_language(values: list[Any], which: str) -> None:
    assert ends(numbers.extreme(which, [column(each) for each in values])) == possible.bounds(
        possible.extreme(which, values)
    )


@given(values=st.lists(TRUTHS, min_size=1, max_size=4))
def test_every_and_some_are_kleenes(values: list[bool | None]) -> None:
    columns = [column(each, TRUTH) for each in values]
    every = False if False in values else None if None in values else True
    some = True if True in values else None if None in values else False
    assert (truth(truths.every(columns)), truth(truths.some(columns))) == (every, some)
    assert truth(truths.opposite(columns[0])) is possible.opposite(values[0])


@given(
    cases=st.lists(st.tuples(TRUTHS, NUMBERS), min_size=1, max_size=3),
    otherwise=NUMBERS,
)
def test_choices_are_those_of_the_language(cases: list[tuple[bool | None, Any]], otherwise: Any) -> None:
    found = truths.chosen(
        [column(each, TRUTH) for each, _ in cases], [column(each) for _, each in cases], column(otherwise)
    )
    assert ends(found) == possible.bounds(possible.chosen(cases, otherwise))


@given(value=EXACT, how=st.sampled_from(["down", "half up"]))
def test_amounts_are_rounded_as_in_the_language(value: Decimal, how: str) -> None:
    rounding = {"down": "ROUND_FLOOR", "half up": "ROUND_HALF_UP"}[how]
    expected = value.quantize(Decimal("0.01"), rounding)
    assert ends(numbers.rounded(column(value), how)) == (expected, expected)


def test_what_would_not_fit_is_refused_and_never_wraps() -> None:
    wide = column(Decimal(10**12))
    with pytest.raises(TooWide):
        numbers.times(numbers.times(wide, column(Decimal("1000000"))), column(Decimal("1.5")))
    with pytest.raises(TooWide):
        column(Decimal(2**61))
    with pytest.raises(TooWide):
        numbers.times(column(Between(None, Decimal(1))), column(Decimal(2)))
