"""What aid and costs of later days are worth on the day of granting."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.errors import InputError, NoLawThatDay, RuleError
from clusterpolicy.model.payment import Payment
from clusterpolicy.rules.eu import discounted_intensity, present_value

D = Decimal
GRANTED = date(2017, 7, 29)
A_YEAR_LATER = date(2018, 7, 29)
WHOLE_YEARS = {"eu/discounting/parts_of_years_count": False}


def payment(amount: str | None, day: date | None = A_YEAR_LATER) -> Payment:
    return Payment(due_on=day, amount=None if amount is None else D(amount))


def worth(*payments: Payment, on: date = GRANTED, base_rate: str | None = "0.02", **more: Any) -> Decimal | None:
    return present_value(payments, on=on, base_rate=base_rate, **more).value


def test_a_grant_in_two_halves_is_worth_less_than_its_sum() -> None:
    assert worth(payment("50000", GRANTED), payment("50000")) == D("98543.69")


def test_costs_of_the_first_year_paid_for_in_advance_break_the_ceiling() -> None:
    answer = discounted_intensity(
        [payment("50000", GRANTED)], [payment("100000")], on=GRANTED, base_rate="0.02", ceiling="0.50"
    )
    assert (answer.costs.value, answer.value, answer.within) == (D("97087.38"), Fraction(515, 1000), False)
    assert "51.50 %" in answer.report()
    assert "Art. 7(3)" in answer.report()


def test_aid_paid_as_costs_arise_has_its_nominal_intensity() -> None:
    answer = discounted_intensity([payment("50000")], [payment("100000")], on=GRANTED, base_rate="0.02", ceiling="0.50")
    assert (answer.value, answer.within) == (Fraction(1, 2), True)


def test_exactly_the_ceiling_is_allowed_and_a_cent_more_is_not() -> None:
    def within(aid: str) -> bool | None:
        paid, spent = [payment(aid)], [payment("100000")]
        return discounted_intensity(paid, spent, on=GRANTED, base_rate="0.02", ceiling="0.50").within

    assert (within("50000"), within("50000.01")) == (True, False)


@pytest.mark.parametrize(
    ("day", "factor"),
    [
        (date(2016, 1, 1), Fraction(1)),
        (GRANTED, Fraction(1)),
        (date(2017, 7, 30), 1 / (1 + Fraction(3, 100) / 365)),
        (date(2018, 7, 28), 1 / (1 + Fraction(3, 100) * Fraction(364, 365))),
        (A_YEAR_LATER, Fraction(100, 103)),
        (date(2018, 7, 30), Fraction(100, 103) / (1 + Fraction(3, 100) / 365)),
        (date(2019, 7, 29), Fraction(100, 103) ** 2),
        (date(2020, 1, 29), Fraction(100, 103) ** 2 / (1 + Fraction(3, 100) * Fraction(184, 366))),
    ],
)
def test_interest_is_compounded_by_the_year_and_simple_within_one(day: date, factor: Fraction) -> None:
    assert present_value([payment("1000000", day)], on=GRANTED, base_rate="0.02").exact == 1_000_000 * factor


def test_whether_parts_of_years_count_is_a_switch() -> None:
    assert worth(payment("103", date(2018, 7, 28)), changes=WHOLE_YEARS) == D("103.00")
    assert worth(payment("103", date(2018, 7, 29)), changes=WHOLE_YEARS) == D("100.00")
    assert worth(payment("103", date(2019, 7, 28)), changes=WHOLE_YEARS) == D("100.00")


def test_the_anniversary_of_29_february_is_28_february() -> None:
    assert worth(payment("103", date(2021, 2, 28)), on=date(2020, 2, 29)) == D("100.00")
    assert worth(payment("106.09", date(2022, 2, 28)), on=date(2020, 2, 29)) == D("100.00")


def test_the_margin_is_a_hundred_basis_points_and_a_parameter() -> None:
    assert worth(payment("101"), base_rate="0") == D("100.00")
    assert worth(payment("101"), base_rate="0.01", changes={"eu/discounting/margin": D(0)}) == D("100.00")


def test_a_base_rate_may_be_below_zero() -> None:
    assert worth(payment("100.47"), base_rate="-0.0053") == D("100.00")
    assert worth(payment("99"), base_rate="-0.02") == D("100.00")


def test_what_is_not_known_is_named_and_leaves_the_value_open() -> None:
    answer = present_value([payment(None), payment("1", None), payment("0", None)], on=GRANTED, base_rate=None)
    assert (answer.value, answer.exact) == (None, None)
    assert answer.missing == ("the base rate", "the amount of payment 1", "the day of payment 2")
    assert "Not known: the base rate." in answer.report()
    open_ = discounted_intensity([payment(None)], [payment("1")], on=GRANTED, base_rate="0.02", ceiling="0.5")
    assert (open_.value, open_.within) == (None, None)
    assert "Not known: the amount of payment 1." in open_.report()


def test_without_costs_there_is_no_intensity_and_any_aid_is_too_much() -> None:
    for aid, within in (("0.01", False), ("0", True)):
        answer = discounted_intensity([payment(aid)], [], on=GRANTED, base_rate="0.02", ceiling="1")
        assert (answer.value, answer.within) == (None, within)
        assert "There are no costs" in answer.report()


def test_without_a_ceiling_nothing_is_compared() -> None:
    assert discounted_intensity([payment("1")], [payment("2")], on=GRANTED, base_rate="0").within is None


def test_aid_before_it_is_granted_is_refused_and_costs_are_not() -> None:
    before = payment("1", date(2017, 7, 28))
    assert discounted_intensity([payment("1", GRANTED)], [before], on=GRANTED, base_rate="0").value == 1
    with pytest.raises(InputError) as caught:
        discounted_intensity([before], [before], on=GRANTED, base_rate="0")
    assert [(each.code, each.place) for each in caught.value.problems] == [("dates-out-of-order", "aid[0].due_on")]


@pytest.mark.parametrize("rate", [0.02, True, "two", "NaN", "1.01", "-0.51", [1], "Infinity"])
def test_a_rate_that_is_no_exact_part_of_one_is_refused(rate: Any) -> None:
    with pytest.raises(InputError) as caught:
        present_value([], on=GRANTED, base_rate=rate)
    assert [each.place for each in caught.value.problems] == ["base_rate"]


def test_all_faults_are_told_at_once() -> None:
    hostile: Any = [{"due_on": "x", "amount": "-1"}, 3]
    no_day: Any = "2017"
    with pytest.raises(InputError) as caught:
        discounted_intensity(hostile, 5, on=no_day, base_rate="x", ceiling="2")  # type: ignore[arg-type]  # no list
    assert [each.place for each in caught.value.problems] == [
        "on",
        "aid[0].due_on",
        "aid[0].amount",
        "aid[1]",
        "costs",
        "ceiling",
        "base_rate",
    ]


def test_a_change_that_fits_no_parameter_is_refused() -> None:
    wrong: tuple[dict[str, Any], ...] = ({"eu/discounting/margn": D(0)}, {"eu/discounting/margin": "much"})
    for changes in wrong:
        with pytest.raises(RuleError):
            worth(changes=changes)


@pytest.mark.parametrize("day", [date(2014, 6, 30), date(2027, 1, 1)])
def test_outside_the_known_days_nothing_is_discounted(day: date) -> None:
    with pytest.raises(NoLawThatDay):
        worth(on=day)


def test_after_the_end_a_scheme_still_discounts_for_six_months() -> None:
    late = date(2027, 6, 30)
    assert worth(payment("103", date(2028, 6, 30)), on=late, scheme_not_adapted=True) == D("100.00")


def test_the_digits_a_caller_reckons_with_change_nothing() -> None:
    with localcontext(prec=3):
        assert worth(payment("1030000.03")) == D("1000000.03")


days = st.dates(date(2014, 7, 1), date(2026, 12, 31))
later = st.integers(0, 4000)
rates = st.decimals("0", "0.2", places=4)


@given(days, later, later, rates)
def test_the_later_a_payment_the_less_it_is_worth_and_never_more_than_its_amount(
    granted: date, sooner: int, more: int, rate: Decimal
) -> None:
    first, second = (
        present_value(
            [payment("1000", date.fromordinal(granted.toordinal() + days))], on=granted, base_rate=str(rate)
        ).exact
        for days in (sooner, sooner + more)
    )
    assert first is not None
    assert second is not None
    assert second < first <= 1000 if more else second == first <= 1000


@given(days, later, rates, rates)
def test_a_higher_rate_never_makes_a_payment_worth_more(granted: date, wait: int, rate: Decimal, more: Decimal) -> None:
    due = payment("1000", date.fromordinal(granted.toordinal() + wait))
    low, high = (present_value([due], on=granted, base_rate=each).exact for each in (rate, rate + more))
    assert low is not None
    assert high is not None
    assert high <= low
