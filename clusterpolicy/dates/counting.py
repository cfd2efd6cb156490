"""Days, months and years later, counted by the civil calendar.

Source: Regulation (EEC, Euratom) No 1182/71, Art. 3(2)(c): a period in months or years ends on the same day of the last
month; where that month has no such day, on its last day. The Italian civil code, Art. 2963, counts alike.

A day beyond the calendar of Python is the last (or the first) day of that calendar. No fact may lie there, so whatever
is compared with it stands on the right side.
"""

from __future__ import annotations

import calendar
from datetime import date


def days_after(day: date, days: int) -> date:
    """The day that is `days` calendar days after `day`.

    >>> days_after(date(2016, 2, 28), 2)
    datetime.date(2016, 3, 1)
    """
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def months_after(day: date, months: int) -> date:
    """The same day of the month, `months` months later; the last day of that month where it has no such day.

    >>> months_after(date(2016, 12, 31), 2)
    datetime.date(2017, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    if day.day <= 28:
        return date(year, month, day.day)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def years_after(day: date, years: int) -> date:
    """The same day of the year, `years` years later; 28 February where 29 February does not exist.

    >>> years_after(date(2016, 2, 29), 1)
    datetime.date(2017, 2, 28)
    >>> years_after(date(2016, 2, 29), 4)
    datetime.date(2020, 2, 29)
    """
    if (day.day <= 28 or day.month != 2) and date.min.year <= day.year + years <= date.max.year:
        return date(day.year + years, day.month, day.day)
    return months_after(day, years * 12)
