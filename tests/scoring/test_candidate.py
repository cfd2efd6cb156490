"""A candidate says what is known of it, exactly, and refuses what cannot be."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from clusterpolicy.errors import InputError
from clusterpolicy.language.possible import Between
from clusterpolicy.scoring.candidate import Candidate
from clusterpolicy.scoring.span import Span, has_parts_of_a_cent, in_cents, in_euro
from tests.scoring.examples import between, candidate


def test_a_span_is_made_of_a_number_of_what_lies_between_and_of_nothing() -> None:
    assert Span.of(Decimal("81.5")) == Span(Decimal("81.5"), Decimal("81.5"))
    assert Span.of(80).exact == 80
    assert Span.of(Between(Decimal(70), Decimal(90))) == between(70, 90)
    assert Span.of(Between(None, None)) == Span.of(None) == Span(Decimal(0), None)
    assert between(70, 90).exact is None
    assert Span.of(between(70, 90)) == between(70, 90)


def test_a_span_shows_what_it_may_be() -> None:
    assert [str(each) for each in (Span.of(80), between("70.5", 90), Span.of(None))] == [
        "80",
        "70.5 to 90",
        "0 or more",
    ]


@pytest.mark.parametrize("value", [0.5, "80", True])
def test_a_span_is_not_made_of_what_is_no_exact_number(value: Any) -> None:
    with pytest.raises(InputError, match="is not an exact number"):
        Span.of(value)


@pytest.mark.parametrize(("lowest", "highest"), [("NaN", "1"), ("0", "Infinity"), ("2", "1")])
def test_a_span_without_numbers_or_upside_down_is_refused(lowest: str, highest: str) -> None:
    with pytest.raises(InputError, match="input-invalid"):
        between(lowest, highest)


def test_cents_are_exact_whatever_the_context() -> None:
    assert in_cents(Decimal("9999999999.99")) == 999_999_999_999
    assert str(in_euro(5)) == "0.05"
    assert [has_parts_of_a_cent(Decimal(text)) for text in ("1", "1.25", "1.250", "1.251")] == [
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"application": ""}, "candidate: it has no identifier"),
        ({"grant": between(-1, 5)}, "its grant may be -1"),
        ({"grant": between("0.001", 5)}, "has parts of a cent"),
        ({"passes": False}, "it does not pass, and nobody says why"),
        ({"tie_breaks": (0.5,)}, "a tie-break is not an exact value"),
        ({"tie_breaks": (Decimal("NaN"),)}, "a tie-break is not an exact value"),
        ({"submitted_at": datetime(2017, 2, 1)}, "an instant lacks its time zone"),
        ({"tie_breaks": (datetime(2017, 2, 1),)}, "an instant lacks its time zone"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, Any], said: str) -> None:
    alike: dict[str, Any] = {"application": "A", "score": Span.of(80), "grant": Span.of(100)}

    with pytest.raises(InputError) as caught:
        Candidate(**alike | given)

    assert said in str(caught.value)


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        candidate("", 80, between(-1, 5), passes=False)

    assert len(caught.value.problems) == 3
