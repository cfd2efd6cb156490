"""Reasons as data: values as text, statements that are equal by what they say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.engines.reasons import Claim, Ground, Limit, Together, grounds_of, written
from clusterpolicy.language.possible import Between, OneOf
from tests.language.shire.rules_of import SOURCES
from tests.language.shire.world import Craft

CLAIM = Claim("silver", ">=", "a little", "EUR", (Limit("shire/silver", "A little", SOURCES.red_book),))


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Decimal("300000"), "EUR", "300000.00"),
        (Decimal("300000.5"), "EUR", "300000.50"),
        (Decimal("0.005"), "EUR", "0.005"),
        (Decimal("-12.340"), "EUR", "-12.34"),
        (Decimal("1E+6"), "EUR", "1000000.00"),
        (0, "EUR", "0.00"),
        (Decimal("0.150"), "share", "0.15"),
        (Decimal("1.000"), "share", "1"),
        (Decimal("1E+2"), "AWU", "100"),
        (24, "months", "24"),
        (True, "truth", "yes"),
        (False, "truth", "no"),
        (None, "truth", "unknown"),
        (date(2016, 11, 24), "date", "2016-11-24"),
        (datetime(2016, 12, 10, 10, 30, tzinfo=UTC), "instant", "2016-12-10T10:30:00+00:00"),
        (Craft.MILLING, "Craft", "milling"),
        ("Hobbiton", "text", "Hobbiton"),
        (("Hobbiton", "By"), "codes", "Hobbiton, By"),
        ((), "codes", "none"),
        ([(), ("By",)], "codes", "unknown"),
        (Between(None, None), "EUR", "unknown"),
        (Between(Decimal(0), None), "EUR", "0.00 or more"),
        (Between(None, Decimal(5)), "EUR", "5.00 or less"),
        (Between(Decimal(0), Decimal(5)), "months", "0 to 5"),
        (Between(date(2016, 11, 24), None), "date", "2016-11-24 or more"),
        (OneOf(None), "text", "unknown"),
        (OneOf(frozenset(("b", "a"))), "Craft", "one of a, b"),
    ],
    ids=repr,
)
def test_a_value_is_written_exactly_and_an_unknown_one_as_what_it_may_be(value: Any, unit: str, text: str) -> None:
    assert written(value, unit) == text


@given(st.decimals(-(10**12), 10**12, places=12), st.sampled_from(("EUR", "share")))
def test_a_number_written_as_text_is_the_same_number(value: Decimal, unit: str) -> None:
    assert Decimal(written(value, unit)) == value


def test_what_is_no_value_of_these_rules_is_refused() -> None:
    with pytest.raises(TypeError, match="is no value of these rules"):
        written(0.5, "share")


def test_statements_are_equal_if_they_say_the_same() -> None:
    one, other = (Ground.written(False, "hobbits[0]", "5.00", "100.00", CLAIM) for _ in range(2))

    assert one == other
    assert hash(one) == hash(other)
    assert one != Ground.written(None, "hobbits[0]", "5.00", "100.00", CLAIM)
    assert one != "hobbits[0]"
    assert len({one, other}) == 1


def test_a_statement_can_be_read_in_full() -> None:
    ground = Ground.written(False, "hobbits{0}", "5.00", "100.00", CLAIM)

    assert (ground.holds, ground.about, ground.value, ground.limit, ground.claim) == (
        False,
        "hobbits{0}",
        "5.00",
        "100.00",
        CLAIM,
    )
    assert repr(ground) == f"Ground(holds=False, about='hobbits{{0}}', value='5.00', limit='100.00', claim={CLAIM!r})"


def test_all_statements_of_a_reason_come_in_reading_order() -> None:
    first, second, third = (Ground.written(True, "", str(number), "", CLAIM) for number in range(3))

    assert list(grounds_of(Together("all", (first, Together("any", (second, third)))))) == [first, second, third]
    assert list(grounds_of(first)) == [first]
