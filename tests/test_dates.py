"""Days, months and years later, by the civil calendar."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.dates import days_after, months_after, years_after
from clusterpolicy.units import EARLIEST_DAY, LATEST_DAY

DAYS = st.dates(EARLIEST_DAY, LATEST_DAY) | st.sampled_from(
    [date(2016, 2, 29), date(2016, 2, 28), date(2000, 2, 29), date(1900, 2, 28), date(2016, 1, 31), date(2016, 12, 31)]
)
MONTHS = st.integers(-1200, 1200)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2016, 1, 31), 1, date(2016, 2, 29)),
        (date(2015, 1, 31), 1, date(2015, 2, 28)),
        (date(2016, 2, 29), 1, date(2016, 3, 29)),
        (date(2016, 2, 28), 1, date(2016, 3, 28)),
        (date(2016, 3, 31), 1, date(2016, 4, 30)),
        (date(2016, 12, 31), 1, date(2017, 1, 31)),
        (date(2016, 12, 31), 2, date(2017, 2, 28)),
        (date(2016, 11, 24), 24, date(2018, 11, 24)),
        (date(2016, 11, 24), 0, date(2016, 11, 24)),
        (date(2016, 3, 31), -1, date(2016, 2, 29)),
        (date(2016, 1, 15), -1, date(2015, 12, 15)),
    ],
)
def test_a_period_in_months_ends_on_the_same_day_or_on_the_last_of_its_month(
    day: date, months: int, later: date
) -> None:
    assert months_after(day, months) == later


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2016, 2, 29), 1, date(2017, 2, 28)),
        (date(2016, 2, 29), 4, date(2020, 2, 29)),
        (date(2016, 2, 29), -1, date(2015, 2, 28)),
        (date(1896, 2, 29), 4, date(1900, 2, 28)),
        (date(1996, 2, 29), 4, date(2000, 2, 29)),
        (date(2015, 2, 28), 1, date(2016, 2, 28)),
        (date(2014, 11, 24), 2, date(2016, 11, 24)),
        (date(2016, 12, 31), 1, date(2017, 12, 31)),
    ],
)
def test_a_period_in_years_ends_on_the_same_day_or_on_28_february(day: date, years: int, later: date) -> None:
    assert years_after(day, years) == later


@given(day=DAYS, days=st.integers(-400_000, 400_000))
def test_days_later_are_counted_one_by_one(day: date, days: int) -> None:
    reached = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())  # the calendar has two ends
    assert days_after(day, days) - day == timedelta(reached - day.toordinal())


def test_days_before_the_calendar_begins_are_its_first_day() -> None:
    assert days_after(date(1058, 1, 1), -386_061) == date(1, 1, 1)
    assert days_after(date(1058, 1, 1), -386_062) == date(1, 1, 1)


@given(day=DAYS, months=MONTHS)
def test_months_later_is_in_the_month_that_many_further(day: date, months: int) -> None:
    later = months_after(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == min(day.day, calendar.monthrange(later.year, later.month)[1])


@given(day=DAYS, years=st.integers(-100, 100))
def test_a_year_is_twelve_months(day: date, years: int) -> None:
    assert years_after(day, years) == months_after(day, 12 * years)


@given(one=DAYS, other=DAYS, months=MONTHS)
def test_an_earlier_day_never_overtakes_a_later_one(one: date, other: date, months: int) -> None:
    earlier, later = sorted((one, other))

    assert months_after(earlier, months) <= months_after(later, months)


@given(day=DAYS, months=MONTHS)
def test_a_month_more_is_always_later(day: date, months: int) -> None:
    assert months_after(day, months) < months_after(day, months + 1)


@pytest.mark.parametrize("later", [days_after, months_after, years_after])
@pytest.mark.parametrize(("amount", "end"), [(10**12, date.max), (-(10**12), date.min)])
def test_beyond_the_calendar_is_its_last_or_its_first_day(later: object, amount: int, end: date) -> None:
    assert later(date(2016, 2, 29), amount) == end  # type: ignore[operator]  # one of three functions
    assert later(date(2016, 2, 28), amount) == end  # type: ignore[operator]  # one of three functions


@pytest.mark.parametrize(
    ("day", "years"), [(date(2016, 2, 28), 7983), (date(2016, 2, 29), 7983), (date(2016, 6, 1), 7983)]
)
def test_the_last_year_of_the_calendar_can_be_reached(day: date, years: int) -> None:
    assert years_after(day, years).year == 9999
    assert years_after(day, years + 1) == date.max


@pytest.mark.parametrize("later", [days_after, months_after, years_after])
def test_one_step_beyond_the_calendar_is_its_end_on_that_side(later: object) -> None:
    assert later(date.max, 1) == date.max  # type: ignore[operator]  # one of three functions
    assert later(date.min, -1) == date.min  # type: ignore[operator]  # one of three functions
