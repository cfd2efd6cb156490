"""Working days: Saturdays, Sundays and public holidays do not count, those that move with Easter included."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.dates import easter, is_holiday, is_holiday_code, is_working_day, working_days_after

ITALY = frozenset(
    ["01-01", "01-06", "easter+1", "04-25", "05-01", "06-02", "08-15", "11-01", "12-08", "12-25", "12-26"]
)
EASTERS = {
    1818: (3, 22),  # the earliest there can be
    1943: (4, 25),  # the latest
    1954: (4, 18),
    1981: (4, 19),
    2000: (4, 23),
    2008: (3, 23),
    2011: (4, 24),
    2016: (3, 27),
    2017: (4, 16),
    2018: (4, 1),
    2019: (4, 21),
    2024: (3, 31),
    2049: (4, 18),
    2076: (4, 19),
    2285: (3, 22),
}


@pytest.mark.parametrize("year", EASTERS)
def test_easter_is_where_the_almanacs_have_it(year: int) -> None:
    assert easter(year) == date(year, *EASTERS[year])


def _by_the_moon(year: int) -> date:
    """Easter as the calendar reform tells it: the Sunday after the full moon of the church, on or after 21 March."""
    golden, century = year % 19 + 1, year // 100 + 1
    leap_years_left_out, moon_moved = 3 * century // 4 - 12, (8 * century + 5) // 25 - 5
    age = (11 * golden + 20 + moon_moved - leap_years_left_out) % 30
    age += (age == 25 and golden > 11) or age == 24
    full = date(year, 3, 21) + timedelta(days=(44 - age - 21 if 44 - age >= 21 else 74 - age - 21))
    return full + timedelta(days=7 - (full.weekday() + 1) % 7)


@given(st.integers(1583, 9999))
def test_easter_is_the_sunday_after_the_full_moon_of_spring(year: int) -> None:
    assert easter(year) == _by_the_moon(year)
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@pytest.mark.parametrize("year", [2016, 2017, 2018, 2019])
def test_the_monday_after_easter_is_no_working_day_and_the_tuesday_is_one(year: int) -> None:
    monday = easter(year) + timedelta(days=1)
    assert not is_working_day(monday, ITALY)
    assert is_working_day(monday, ITALY - {"easter+1"})
    assert is_working_day(monday + timedelta(days=1), ITALY)
    assert working_days_after(monday - timedelta(days=3), 1, ITALY) == monday + timedelta(days=1)


def test_a_single_day_is_a_holiday_of_its_own_year_alone() -> None:
    unity = frozenset({"2011-03-17"})
    assert [is_holiday(date(year, 3, 17), unity) for year in (2010, 2011, 2012)] == [False, True, False]


@given(st.dates(), st.integers(0, 30), st.frozensets(st.sampled_from(sorted(ITALY | {"easter-2", "2017-06-24"}))))
def test_working_days_are_counted_one_by_one(day: date, days: int, holidays: frozenset[str]) -> None:
    last = working_days_after(day, days, holidays)
    between = [day + timedelta(days=number) for number in range(1, (last - day).days + 1)]
    counted = sum(is_working_day(each, holidays) for each in between)
    assert counted == days or (last == date.max and counted < days)
    assert not between or is_working_day(last, holidays) or last == date.max


@pytest.mark.parametrize("code", ["12-25", "02-29", "2016-02-29", "easter+1", "easter-2", "easter+0", "easter+39"])
def test_what_names_a_day_is_a_holiday_code(code: str) -> None:
    assert is_holiday_code(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "25-12",
        "12-32",
        "2017-02-29",
        "0000-01-01",
        "easter",
        "easter1",
        "easter+01",
        "easter-0",
        "easter+100",
        "12-25 ",
    ],
)
def test_what_names_no_day_is_no_holiday_code(code: str) -> None:
    assert not is_holiday_code(code)
