"""Which costs are eligible, which may be a flat rate, and what a machine costs a project."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.errors import InputError, NoLawThatDay
from clusterpolicy.rules.eu import depreciation, eligible_costs, staff_cost

D = Decimal
FIRST, LAST, NEW = date(2014, 7, 1), date(2026, 12, 31), date(2023, 7, 1)
COSTS = {
    "personnel": "250000",
    "own_work": "50000",
    "equipment": "40000",
    "buildings_and_land": "20000",
    "contract_research": "140000",
    "materials": "9000",
    "travel": "1000",
    "overheads": "30000.01",
}


def eligible(costs: dict[str, Any], day: date, **more: Any) -> Decimal | None:
    value: Decimal | None = eligible_costs(costs, on=day, **more).value
    return value


def test_real_costs_are_the_sum_of_all_categories() -> None:
    for day in (FIRST, LAST):
        assert eligible(COSTS, day) == D("540000.01")


def test_the_flat_rate_of_2023_is_on_all_direct_costs_and_replaces_all_running_costs() -> None:
    assert eligible(COSTS, NEW, method="flat_rate") == D("600000.00")


def test_the_call_may_set_a_lower_flat_rate_and_no_higher_one() -> None:
    assert eligible(COSTS, NEW, method="flat_rate", flat_rate="0.07") == D("535000.00")
    assert eligible(COSTS, NEW, method="flat_rate", flat_rate="0.30") == D("600000.00")


def test_the_flat_rate_of_2023_is_not_to_be_had_before() -> None:
    for day in (FIRST, date(2023, 6, 30)):
        with pytest.raises(NoLawThatDay):
            eligible(COSTS, day, method="flat_rate")
    with pytest.raises(NoLawThatDay):
        eligible(COSTS, NEW, method="flat_rate", scheme_not_adapted=True)


def test_the_flat_rate_on_staff_replaces_overheads_only() -> None:
    day = date(2017, 7, 10)
    assert eligible(COSTS, day, method="flat_rate_on_staff", union_fund=True) == D("547500.00")
    assert eligible(COSTS, LAST, method="flat_rate_on_staff", union_fund=True, flat_rate="0.10") == D("535000.00")


def test_without_money_of_a_union_fund_there_is_no_flat_rate_on_staff() -> None:
    day = date(2017, 7, 10)
    assert eligible(COSTS, day, method="flat_rate_on_staff", union_fund=False) == D("510000.00")
    assert eligible_costs(COSTS, on=day, method="flat_rate_on_staff").possible == "510000.00 to 547500.00"
    with pytest.raises(NoLawThatDay):
        eligible(COSTS, date(2017, 7, 9), method="flat_rate_on_staff", union_fund=True)


def test_the_flat_rate_on_direct_costs_replaces_overheads_only_and_is_higher_by_a_sound_method() -> None:
    # direct costs with materials and travel: 510,000
    def found(day: date, sound: bool | None, **more: Any) -> Decimal | None:
        given: dict[str, Any] = {"union_fund": True, "sound_method": sound, **more}
        return eligible(COSTS, day, method="flat_rate_on_direct_costs", **given)

    assert found(date(2017, 7, 10), True) == found(LAST, True) == D("637500.00")
    assert found(date(2021, 7, 31), False) == D("510000.00")
    assert found(date(2021, 8, 1), False) == D("545700.00")
    assert found(LAST, None) is None
    assert found(LAST, True, flat_rate="0.10") == D("561000.00")
    assert found(LAST, True, union_fund=False) == D("510000.00")
    with pytest.raises(NoLawThatDay):
        found(date(2017, 7, 9), True)


def test_a_flat_rate_is_rounded_down_to_the_cent() -> None:
    assert eligible({"personnel": "0.09"}, NEW, method="flat_rate") == D("0.10")
    for method, found in (("flat_rate_on_staff", "0.06"), ("flat_rate_on_direct_costs", "0.07")):
        assert eligible({"personnel": "0.06"}, LAST, method=method, union_fund=True, sound_method=True) == D(found)


def test_an_amount_that_is_not_known_leaves_the_costs_open() -> None:
    answer = eligible_costs({**COSTS, "materials": None}, on=FIRST)
    assert answer.value is None
    assert answer.possible.startswith("531000.01 to ")
    # with the flat rate materials play no part
    assert eligible({**COSTS, "materials": None}, NEW, method="flat_rate") == D("600000.00")


@pytest.mark.parametrize("rate", [0.2, True, "1.01", "-0.1", "a", "NaN", None])
def test_a_rate_that_is_no_exact_part_of_one_is_refused_and_none_is_not_known(rate: object) -> None:
    if rate is None:
        assert eligible(COSTS, NEW, method="flat_rate", flat_rate=None) is None
        return
    with pytest.raises(InputError):
        eligible(COSTS, NEW, method="flat_rate", flat_rate=rate)


# ── Depreciation ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_machine_costs_what_it_loses_while_the_project_uses_it() -> None:
    found = depreciation("120000", useful_life=60, months_used=18, share_of_use="0.6")
    assert (found.value, found.exact) == (D("21600.00"), Fraction(21600))
    assert "18 months" in found.report()
    assert "Art. 25(3)" in found.report()


def test_depreciation_is_rounded_down_once_at_the_end() -> None:
    found = depreciation("100", useful_life=3, months_used=1)
    assert (found.value, found.exact) == (D("33.33"), Fraction(100, 3))
    assert depreciation("100", useful_life=3, months_used=2).value == D("66.66")


def test_a_machine_never_costs_more_than_its_price() -> None:
    assert depreciation("100", useful_life=12, months_used=12).value == 100
    assert depreciation("100", useful_life=12, months_used=13).value == 100
    assert depreciation("100", useful_life=12, months_used=0).value == 0


@pytest.mark.parametrize(
    ("life", "used"), [(0, 1), (-1, 1), (12, -1), (True, 1), (12, True), (12.0, 1), (12, "3"), (D(12), 1)]
)
def test_months_are_whole_numbers(life: Any, used: Any) -> None:
    with pytest.raises(InputError):
        depreciation("100", useful_life=life, months_used=used)


def test_every_fault_of_the_months_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        depreciation("100", useful_life=0, months_used=-1)
    assert [problem.place for problem in caught.value.problems] == ["useful_life", "months_used"]


@pytest.mark.parametrize(("price", "share"), [("-1", "1"), (0.1, "1"), ("1", "1.1"), ("1", 0.5), ("1.001", "1")])
def test_a_price_and_a_share_are_exact_and_in_range(price: Any, share: Any) -> None:
    with pytest.raises(InputError):
        depreciation(price, useful_life=12, months_used=1, share_of_use=share)


def test_the_digits_a_caller_reckons_with_change_nothing() -> None:
    with localcontext(prec=3):
        assert depreciation("1234567.89", useful_life=7, months_used=3).value == D("529100.52")


@given(st.decimals("0", "1000000", places=2), st.integers(1, 240), st.integers(0, 240), st.integers(0, 100))
def test_months_of_use_add_up_to_the_price_and_no_further(price: Decimal, life: int, used: int, percent: int) -> None:
    share = D(percent) / 100
    found = depreciation(price, useful_life=life, months_used=used, share_of_use=share)
    longer = depreciation(price, useful_life=life, months_used=used + 1, share_of_use=share)
    assert 0 <= found.exact - Fraction(found.value) < Fraction(1, 100)
    assert found.value <= longer.value <= price * share


# ── Staff by the hour ────────────────────────────────────────────────────────────────────────────────────────────────


def hourly(cost: str, hours: int, share: str = "1", *, on: date = LAST) -> Decimal:
    return staff_cost(cost, hours=hours, on=on, share_of_full_time=share).value


def test_a_year_of_staff_has_1720_hours_and_part_time_work_its_part_of_them() -> None:
    assert hourly("43000", 400) == D("10000.00")
    assert hourly("43000", 1720) == hourly("43000", 1721) == D("43000.00")
    assert hourly("21500", 400, "0.5") == D("10000.00")
    assert hourly("21500", 860, "0.5") == hourly("21500", 861, "0.5") == D("21500.00")
    assert hourly("43000", 0) == 0


def test_the_cost_of_staff_is_rounded_down_once_at_the_end() -> None:
    found = staff_cost("100", hours=1, on=LAST)
    assert (found.value, found.exact) == (D("0.05"), Fraction(100, 1720))
    assert "1720 hours" in found.report()
    assert "1303/2013, Art. 68(2)" in found.report()


def test_staff_by_the_hour_is_known_from_july_2017() -> None:
    assert hourly("1720", 1, on=date(2017, 7, 10)) == 1
    for day in (date(2017, 7, 9), date(2027, 1, 1)):
        with pytest.raises(NoLawThatDay):
            hourly("1720", 1, on=day)
    with pytest.raises(NoLawThatDay):
        staff_cost("1720", hours=1, on=date(2017, 7, 10), scheme_not_adapted=True)


def test_who_works_no_part_of_full_time_has_no_hours_and_no_year_has_more_than_all() -> None:
    for hours, share, place in ((1, "0", "share_of_full_time"), (8785, "1", "hours"), (-1, "1", "hours")):
        with pytest.raises(InputError) as caught:
            hourly("1", hours, share)
        assert [problem.place for problem in caught.value.problems] == [place]
    assert hourly("1", 8784) == 1


amounts = st.decimals("0", "100000", places=2)


@given(st.fixed_dictionaries({name: amounts for name in COSTS}))
def test_the_flat_rate_never_exceeds_a_fifth_of_the_direct_costs(costs: dict[str, Decimal]) -> None:
    direct = sum((costs[name] for name in list(COSTS)[:5]), D(0))
    total = eligible(costs, NEW, method="flat_rate")
    assert total is not None
    assert direct <= total <= direct + direct / 5
