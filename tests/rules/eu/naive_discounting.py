"""Art. 7(3) once more, by hand: year by year and day by day, with fractions. Slow is fine, clever is not."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

ONE_DAY = timedelta(days=1)


def anniversary(day: date, years: int) -> date:
    """The same day `years` later; that of 29 February is 28 February."""
    year = day.year + years
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if (day.month, day.day) == (2, 29) and not leap:
        return date(year, 2, 28)
    return date(year, day.month, day.day)


def worth_in_cents(cents: int, granted: date, due: date, base_points: int) -> Fraction:
    """What an amount is worth on the day of granting, with a base rate in hundredths of a percent."""
    rate = Fraction(base_points + 100, 10_000)
    debt = Fraction(1)  # one euro, lent on the day of granting
    year = 0
    while due > granted and anniversary(granted, year + 1) <= due:
        debt = debt + debt * rate
        year += 1
    begins, ends = anniversary(granted, year), anniversary(granted, year + 1)
    days, length = 0, 0
    day = begins
    while day < ends:
        length += 1
        if day < due:
            days += 1
        day += ONE_DAY
    if due > granted:
        debt = debt + debt * rate * days / length
    return cents / debt
