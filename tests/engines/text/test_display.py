"""Values as people read them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.engines.reasons import written
from clusterpolicy.engines.text.display import amount, figure, instant, plain, share, value_of
from clusterpolicy.language.kinds import CODES, number
from clusterpolicy.language.possible import Between
from clusterpolicy.units import LARGEST_AMOUNT, Unit


@given(st.decimals(min_value=0, max_value=LARGEST_AMOUNT, places=2))
def test_an_amount_keeps_every_cent(value: Decimal) -> None:
    assert Decimal(amount(value).removesuffix(" EUR").replace(",", "")) == value


@given(st.decimals(min_value=0, max_value=10, places=6))
def test_a_share_is_never_rounded(value: Decimal) -> None:
    assert Decimal(share(value).removesuffix(" %").replace(",", "")) == value * 100


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("300000.00", "EUR", "300,000.00 EUR"),
        ("118000.005", "EUR", "118,000.005 EUR"),
        ("0.2", "share", "20 %"),
        ("1", "months", "1 month"),
        ("25", "months", "25 months"),
        ("2", "years", "2 years"),
        ("32.5", "AWU", "32.5 annual work units"),
        ("1000", "count", "1,000"),
        ("4", "TRL", "4"),
        ("2016-02-29", "date", "29 February 2016"),
        ("2016-12-10T11:30:00+01:00", "instant", "10 December 2016, 11:30 (UTC+01:00)"),
        ("temporary_association", "GroupingForm", "temporary association"),
        ("one of large, medium", "Size", "one of large, medium"),
        ("yes", "truth", "yes"),
        ("25.62", "text", "25.62"),
        ("ITC1, ITC2", "codes", "ITC1, ITC2"),
        ("none", "count", "none"),
    ],
)
def test_each_kind_of_value_is_written_as_people_write_it(text: str, unit: str, shown: str) -> None:
    assert value_of(text, unit) == shown


@pytest.mark.parametrize(
    ("lowest", "highest", "shown"),
    [
        (Decimal(0), LARGEST_AMOUNT, "not known"),
        (Decimal(0), LARGEST_AMOUNT * 3, "not known"),
        (Decimal(0), None, "not known"),
        (None, None, "not known"),
        (Decimal("75400.00"), LARGEST_AMOUNT, "75,400.00 EUR or more"),
        (Decimal(0), Decimal(140_000), "0.00 EUR to 140,000.00 EUR"),
        (None, Decimal(140_000), "140,000.00 EUR or less"),
    ],
)
def test_an_unknown_amount_is_shown_as_what_it_may_be(
    lowest: Decimal | None, highest: Decimal | None, shown: str
) -> None:
    assert value_of(written(Between(lowest, highest), "EUR"), "EUR") == shown


def test_a_moment_in_universal_time_needs_no_offset() -> None:
    assert instant(datetime.fromisoformat("2016-12-10T10:30:05Z")) == "10 December 2016, 10:30:05 (UTC)"


def test_a_table_of_figures_is_shown_row_by_row() -> None:
    assert figure({"small": Decimal("0.60"), "large": Decimal("0.40")}, number(Unit.SHARE)) == "small 60 %, large 40 %"
    assert figure({"ICT": ("software",)}, CODES) == "ICT software"


@given(st.text())
def test_no_text_from_outside_can_steer_a_terminal(text: str) -> None:
    assert plain(text).isprintable()
