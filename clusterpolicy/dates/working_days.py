"""Working days: all days other than Saturdays, Sundays and public holidays.

Source: Regulation (EEC, Euratom) No 1182/71, Art. 2(2); by its Art. 3(1) the day of the event does not count. Which
days are public holidays each state says for itself: they are handed in, as codes, and none stands here.

A code names a day of each year (`12-25`), one single day (`2011-03-17`), or a day that moves with Easter (`easter+1`
for the Monday after it, `easter-2` for the Friday before).
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from functools import cache

_SATURDAY = 5
_LEAP_YEAR = 2000
_CODE = re.compile(r"(?:easter(?:\+0|[+-][1-9]\d?)|(?:(\d{4})-)?(\d\d)-(\d\d))")


def working_days_after(day: date, days: int, holidays: AbstractSet[str] = frozenset()) -> date:
    """The day that is `days` working days after `day`. No day before the last of the calendar is passed over.

    >>> working_days_after(date(2017, 4, 13), 1, frozenset({"04-14", "easter+1"}))
    datetime.date(2017, 4, 18)
    """
    while days > 0 and day < date.max:
        day += timedelta(days=1)
        days -= is_working_day(day, holidays)
    return day


def is_working_day(day: date, holidays: AbstractSet[str]) -> bool:
    """Whether people are expected to work on a day.

    >>> is_working_day(date(2017, 4, 17), frozenset({"easter+1"})), is_working_day(date(2017, 4, 17), frozenset())
    (False, True)
    """
    return day.weekday() < _SATURDAY and not is_holiday(day, holidays)


def is_holiday(day: date, holidays: AbstractSet[str]) -> bool:
    """Whether a day is one of `holidays`.

    >>> [is_holiday(date(year, 3, 17), frozenset({"2011-03-17"})) for year in (2011, 2012)]
    [True, False]
    """
    written = day.isoformat()
    if written in holidays or written[5:] in holidays:
        return True
    return f"easter{(day - easter(day.year)).days:+d}" in holidays


def is_holiday_code(code: str) -> bool:
    """Whether a text names a holiday.

    >>> [is_holiday_code(code) for code in ("12-25", "02-29", "easter+1", "2011-03-17", "25-12", "2011-02-29")]
    [True, True, True, True, False, False]
    """
    found = _CODE.fullmatch(code)
    if found is None:
        return False
    if found[2] is None:
        return True
    try:
        date(int(found[1] or _LEAP_YEAR), int(found[2]), int(found[3]))
    except ValueError:
        return False
    return True


@cache
def easter(year: int) -> date:
    """Easter Sunday of a year, by the rule of the Gregorian calendar: the anonymous computus of 1876.

    Source: J. Meeus, Astronomical Algorithms, chapter 8.

    >>> easter(2017), easter(2019), easter(2038)
    (datetime.date(2017, 4, 16), datetime.date(2019, 4, 21), datetime.date(2038, 4, 25))
    """
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, rest = divmod(century, 4)
    moved = (century - (century + 8) // 25 + 1) // 3
    full_moon = (19 * golden + century - leap_centuries - moved + 15) % 30
    leap_years, odd_years = divmod(of_century, 4)
    to_sunday = (32 + 2 * rest + 2 * leap_years - full_moon - odd_years) % 7
    late = (golden + 11 * full_moon + 22 * to_sunday) // 451
    month, day = divmod(full_moon + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
