"""What is not known may be anything it may be, and nothing else: checked against trying all of it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.dates import days_after, months_after, years_after
from clusterpolicy.language.possible import (
    Between,
    OneOf,
    any_among,
    begins_with,
    between,
    bounds,
    chosen,
    extreme,
    is_among,
    is_known,
    later,
    latest_at,
    latest_of,
    list_of,
    one_of,
    opposite,
    row_of,
    rows_of,
)

FAR = 40
"""Further away than any sum or product of the small numbers tried here."""

SMALL = st.integers(-4, 4).map(Decimal)
UNKNOWN = st.builds(
    lambda one, other: Between(min(one, other), max(one, other)) if one != other else Between(one, None), SMALL, SMALL
) | st.builds(Between, st.none(), st.none() | SMALL)
NUMBERS = SMALL | UNKNOWN
TEXTS = ("", "a", "ab", "b", "c")
WORDS = st.sampled_from(TEXTS) | st.sets(st.sampled_from(TEXTS), min_size=2).map(lambda found: OneOf(frozenset(found)))
CODES = st.lists(st.sampled_from(TEXTS), max_size=3).map(tuple)
TRUTHS = st.sampled_from((True, False, None))


def tries(value: Any) -> list[Any]:
    """All that a value may be; of what has no end, a part that goes far enough."""
    match value:
        case None:
            return [True, False]
        case Between():
            low = -FAR if value.lowest is None else int(value.lowest)
            high = FAR if value.highest is None else int(value.highest)
            return [Decimal(number) for number in range(low, high + 1)]
        case OneOf():
            return sorted(value.options or ())
        case list():
            return value
        case _:
            return [value]


def all_of_these(answers: Iterator[bool]) -> bool | None:
    found = set(answers)
    return found.pop() if len(found) == 1 else None


def holds_all_and_no_more(result: Any, outcomes: list[Any]) -> bool:
    """Whether the bounds of a result are the lowest and the highest outcome, or missing where these lie far away."""
    lowest, highest = bounds(result)
    low, high = min(outcomes), max(outcomes)
    below = low <= -FAR + 8 if lowest is None else low == lowest
    above = high >= FAR - 8 if highest is None else high == highest
    return bool(below and above)


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne])
@given(left=NUMBERS, right=NUMBERS)
def test_a_comparison_is_settled_where_every_possibility_agrees(
    compare: Callable[[Any, Any], Any], left: Any, right: Any
) -> None:
    assert compare(left, right) is all_of_these(compare(a, b) for a, b in product(tries(left), tries(right)))


@pytest.mark.parametrize("combine", [operator.add, operator.sub])
@given(left=NUMBERS, right=NUMBERS)
def test_a_sum_or_difference_has_exactly_the_bounds_it_may_reach(
    combine: Callable[[Any, Any], Any], left: Any, right: Any
) -> None:
    outcomes = [combine(a, b) for a, b in product(tries(left), tries(right))]

    assert holds_all_and_no_more(combine(left, right), outcomes)


@given(left=NUMBERS, right=NUMBERS)
def test_a_product_has_exactly_the_bounds_it_may_reach(left: Any, right: Any) -> None:
    outcomes = [a * b for a, b in product(tries(left), tries(right))]

    assert holds_all_and_no_more(left * right, outcomes)


@pytest.mark.parametrize("known", [Decimal(0), 0, Between(Decimal(0), None), Between(None, None)])
def test_nothing_times_anything_is_nothing_and_an_exact_number(known: Any) -> None:
    nothing = Decimal(0)

    for result in (known * nothing, nothing * known):
        assert result == 0
        assert isinstance(result, Decimal)


@pytest.mark.parametrize("which", ["least", "greatest"])
@given(values=st.lists(NUMBERS, min_size=1, max_size=3))
def test_the_least_and_the_greatest_have_exactly_the_bounds_they_may_reach(which: str, values: list[Any]) -> None:
    pick = min if which == "least" else max
    ends = [
        [each if end is None else end for end, each in zip(bounds(value), (-FAR, FAR), strict=True)] for value in values
    ]
    lowest, highest = (pick(each) for each in zip(*ends, strict=True))

    result = extreme(which, values)

    assert bounds(result) == (None if lowest == -FAR else lowest, None if highest == FAR else highest)


@given(NUMBERS)
def test_what_is_settled_is_never_written_as_unknown(value: Any) -> None:
    assert not isinstance(between(Decimal(1), Decimal(1)), Between)
    assert is_known(value) is not isinstance(value, Between)


def test_what_is_not_known_is_told_from_what_is() -> None:
    assert [is_known(value) for value in (False, Decimal(0), "", (), date(1401, 9, 22))] == [True] * 5
    assert [is_known(value) for value in (None, Between(None, None), OneOf(None), [(), ("a",)])] == [False] * 4


def test_what_is_not_known_can_be_no_key() -> None:
    for value in (Between(None, None), OneOf(None)):
        with pytest.raises(TypeError):
            hash(value)


def test_what_is_not_known_says_what_it_may_be() -> None:
    assert repr(Between(Decimal(0), None)) == "Between(0, None)"
    assert repr(OneOf(frozenset("ba"))) == "OneOf(['a', 'b'])"
    assert repr(OneOf(None)) == "OneOf(anything)"


@given(left=WORDS, right=WORDS)
def test_words_are_equal_or_not_where_every_possibility_agrees(left: Any, right: Any) -> None:
    expected = all_of_these(a == b for a, b in product(tries(left), tries(right)))

    assert (left == right) is expected
    assert (left != right) is opposite(expected)


@given(WORDS)
def test_a_word_that_may_be_anything_may_equal_any_other(word: Any) -> None:
    assert (OneOf(None) == word) is None
    assert (word != OneOf(None)) is None


@given(item=WORDS, codes=CODES | st.lists(CODES, min_size=2, max_size=3))
def test_a_word_is_among_codes_where_every_possibility_agrees(item: Any, codes: Any) -> None:
    assert is_among(item, codes) is all_of_these(a in each for a, each in product(tries(item), tries(codes)))


@given(text=WORDS, codes=CODES | st.lists(CODES, min_size=2, max_size=3))
def test_a_text_begins_with_codes_where_every_possibility_agrees(text: Any, codes: Any) -> None:
    expected = all_of_these(any(a.startswith(code) for code in each) for a, each in product(tries(text), tries(codes)))

    assert begins_with(text, codes) is expected


@pytest.mark.parametrize(
    ("codes", "among", "begins"),
    [((), False, False), (("a",), None, None), (("", "a"), None, True), ([(), ("a",)], None, None)],
)
def test_a_text_that_may_be_anything_is_outside_of_an_empty_list_and_begins_as_every_text_does(
    codes: Any, among: bool | None, begins: bool | None
) -> None:
    assert is_among(OneOf(None), codes) is among
    assert begins_with(OneOf(None), codes) is begins


@given(st.lists(TRUTHS, min_size=1, max_size=3))
def test_a_truth_among_several_is_settled_where_all_are_the_same(truths: list[bool | None]) -> None:
    assert any_among(truths) is all_of_these(one for truth in truths for one in tries(truth))


@given(st.lists(NUMBERS, min_size=1, max_size=3))
def test_a_number_among_several_lies_between_the_lowest_and_the_highest(numbers: list[Any]) -> None:
    assert holds_all_and_no_more(any_among(numbers), [one for number in numbers for one in tries(number)])


@given(st.lists(WORDS, min_size=1, max_size=3))
def test_a_word_among_several_is_one_of_all_their_options(words: list[Any]) -> None:
    result = any_among(words)

    assert set(tries(result)) == {one for word in words for one in tries(word)}
    assert isinstance(result, OneOf) == (len(tries(result)) > 1)


def test_a_word_among_several_may_be_anything_if_one_of_them_may() -> None:
    assert repr(any_among(["a", OneOf(None)])) == "OneOf(anything)"
    assert one_of(["a", "a"]) == "a"


CASES = st.lists(st.tuples(TRUTHS, NUMBERS), min_size=1, max_size=3)


@given(cases=CASES, otherwise=NUMBERS)
def test_a_choice_may_be_what_any_case_gives_that_may_be_the_first_to_hold(cases: list[Any], otherwise: Any) -> None:
    def first(answers: tuple[bool, ...]) -> list[Any]:
        values = [value for answer, (_, value) in zip(answers, cases, strict=True) if answer]
        return tries(values[0] if values else otherwise)

    outcomes = [one for answers in product(*(tries(truth) for truth, _ in cases)) for one in first(answers)]

    assert holds_all_and_no_more(chosen(cases, otherwise), outcomes)


DAY = date(1401, 9, 22)
ENTRIES = st.lists(st.tuples(st.integers(0, 2).map(lambda days: DAY + timedelta(days)), TRUTHS, SMALL), max_size=3)


@given(ENTRIES)
def test_the_latest_may_be_any_entry_that_no_later_one_outdoes(entries: list[Any]) -> None:
    anything = Between(Decimal(-5), Decimal(5))
    outcomes: list[Any] = []
    for answers in product(*(tries(counts) for _, counts, _ in entries)):
        counted = [entry for answer, entry in zip(answers, entries, strict=True) if answer]
        last = max((day for day, _, _ in counted), default=None)
        outcomes += [value for day, _, value in counted if day == last] if counted else tries(anything)

    days, counts, values = ([entry[part] for entry in entries] for part in range(3))
    assert holds_all_and_no_more(latest_of(values, latest_at(days, counts), anything), outcomes)


@pytest.mark.parametrize("shift", [days_after, months_after, years_after])
@given(
    days=st.tuples(st.integers(0, 800), st.integers(0, 800)), amounts=st.tuples(st.integers(0, 5), st.integers(0, 5))
)
def test_a_later_day_has_exactly_the_bounds_it_may_reach(
    shift: Callable[[date, int], date], days: tuple[int, int], amounts: tuple[int, int]
) -> None:
    first, last = (date(1403, 1, 1) + timedelta(each) for each in sorted(days))
    few, many = sorted(amounts)
    possible = [first + timedelta(each) for each in range((last - first).days + 1)]
    outcomes = [shift(day, number) for day in possible for number in range(few, many + 1)]

    result = later(shift, between(first, last), between(few, many))

    assert bounds(result) == (min(outcomes), max(outcomes))


def test_a_later_day_has_no_bound_where_the_day_or_the_number_has_none() -> None:
    result = later(days_after, Between(DAY, None), Between(Decimal(1), Decimal(2)))

    assert bounds(result) == (DAY + timedelta(1), None)
    assert bounds(later(days_after, DAY, Between(None, Decimal(2)))) == (None, DAY + timedelta(2))


TABLE = {"a": Decimal(1), "b": Decimal(3), "c": Decimal(2)}


def test_a_row_may_be_any_that_the_key_may_mean() -> None:
    assert bounds(row_of(TABLE, OneOf(frozenset("bc")))) == (2, 3)
    assert bounds(row_of(TABLE, OneOf(None))) == (1, 3)
    assert rows_of(TABLE, "b") == [3]


def test_a_list_may_be_empty_where_the_key_may_be_no_row() -> None:
    table: dict[str, tuple[str, ...]] = {"a": ("x",), "b": ("x", "y")}

    assert list_of(table, "a") == ("x",)
    assert list_of(table, "z") == ()
    assert list_of(table, OneOf(frozenset("az"))) == [("x",), ()]
    assert list_of(table, OneOf(None)) == [("x",), ("x", "y"), ()]
    assert is_among("x", list_of(table, OneOf(None))) is None


def test_the_opposite_of_what_is_not_known_is_not_known() -> None:
    assert [opposite(truth) for truth in (True, False, None)] == [False, True, None]
