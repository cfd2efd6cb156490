"""The civil calendar in whole numbers, so that every dataframe library counts days alike.

Days are counted from 1 January 1970. Years are taken from March to February: a leap day is then the last of its year.
The reckoning is that of `clusterpolicy.dates`.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from clusterpolicy.engines.frame.term import Term
from clusterpolicy.engines.frame.terms import Terms

EPOCH = date(1970, 1, 1)
FIRST_DAY, LAST_DAY = ((day - EPOCH).days for day in (date.min, date.max))
MICROSECONDS_A_DAY = 86_400_000_000
_FROM_MARCH_OF_YEAR_0 = 719_468
_DAYS_IN_400_YEARS = 146_097
_LEAP_DAY = 365
"""The number of a leap day in its year from March, whose days are numbered from 0."""

MOST_LATER = {"days": 2_000_000, "months": 80_000, "years": 7_000}
"""So much later than any day that a fact may be, a day still lies in the calendar."""


def day_number(day: date) -> int:
    """The number of a day.

    >>> day_number(date(1970, 1, 2))
    1
    """
    return (day - EPOCH).days


def instant_number(instant: datetime) -> int:
    """The number of an instant: microseconds since the beginning of 1970, UTC."""
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


class Calendar:
    """Days later, and the day of an instant."""

    def __init__(self, terms: Terms, zone: ZoneInfo) -> None:
        self.t = terms
        self.zone = zone

    def later(self, day: Term, amount: Term, step: str) -> Term:
        """The day that is so many days, months or years after another; null where one of both is null."""
        if any(each.is_constant and each.value is None for each in (day, amount)):
            return self.t.nothing("number")
        if step == "days":
            return self._within(self.t.plus(day, amount))
        found = self._years(day, amount) if step == "years" else self._months(day, amount)
        most = 366 if step == "years" else 31
        low = day.lowest + min(most * amount.lowest, 0) - 1
        return self._within(self.t.within(found, low, day.highest + max(most * amount.highest, 0)))

    def latest_before(self, day: Term, amount: Term, step: str) -> Term:
        """The latest day of which the day so much later, as `later` has it, is not after another; null of a null.

        From the last day of a month it is the last day of another: all days beyond the end of a month count as its
        last.
        """
        t = self.t
        back = t.minus(t.constant(0), amount)
        if step == "days":
            return t.plus(day, back)
        year, in_year = self._parts(day)
        if step == "years":
            is_last = t.compare(">=", in_year, t.minus(self._length(year), t.constant(1)))
            year = t.plus(year, back)
            found = self._number(year, t.choose([(is_last, t.constant(_LEAP_DAY))], in_year))
        else:
            found = self._months_back(year, in_year, back)
        most = 366 if step == "years" else 31
        return t.within(
            found, day.lowest - most * amount.highest - most, day.highest - min(0, most * amount.lowest) + 31
        )

    def _months_back(self, year: Term, in_year: Term, back: Term) -> Term:
        t = self.t
        month, in_month = self._month(in_year)
        ends = t.least((self._start_of_month(t.plus(month, t.constant(1))), self._length(year)))
        is_last = t.compare(">=", t.plus(in_year, t.constant(1)), ends)
        return self._in_month(year, month, t.choose([(is_last, t.constant(30))], in_month), back)

    def day_of(self, instant: Term) -> Term:
        """The civil day of an instant in the time zone; null of a null."""
        t = self.t
        first, *rest = _offsets(self.zone, instant.lowest, instant.highest)
        latest_first = list(reversed(rest))
        cases = [(t.compare(">=", instant, t.constant(since)), t.constant(offset)) for since, offset in latest_first]
        offset = t.choose(cases, t.constant(first[1]))
        return t.over(t.plus(instant, offset), MICROSECONDS_A_DAY)

    def _years(self, day: Term, amount: Term) -> Term:
        year, in_year = self._parts(day)
        year = self.t.plus(year, amount)
        return self._number(year, in_year)

    def _months(self, day: Term, amount: Term) -> Term:
        year, in_year = self._parts(day)
        month, in_month = self._month(in_year)
        return self._in_month(year, month, in_month, amount)

    def _month(self, in_year: Term) -> tuple[Term, Term]:
        """The month of a year from March, from 0, and the day in it from 0."""
        t = self.t
        month = t.over(t.plus(t.times(t.constant(5), in_year), t.constant(2)), 153)
        return month, t.minus(in_year, self._start_of_month(month))

    def _in_month(self, year: Term, month: Term, in_month: Term, amount: Term) -> Term:
        """A day of a month so many months later; the last of that month where it has no such day."""
        t = self.t
        together = t.plus(t.plus(t.times(t.constant(12), year), month), amount)
        year = t.over(together, 12)
        month = t.minus(together, t.times(t.constant(12), year))
        last = t.minus(self._start_of_month(t.plus(month, t.constant(1))), t.constant(1))
        # February is the last month of such a year: how long it is, the length of the year says.
        return self._number(year, t.least((t.plus(self._start_of_month(month), in_month), last)))

    def _parts(self, day: Term) -> tuple[Term, Term]:
        """The year from March, and the day in it from 0."""
        t = self.t
        since = t.plus(day, t.constant(_FROM_MARCH_OF_YEAR_0))
        era = t.over(since, _DAYS_IN_400_YEARS)
        in_era = t.minus(since, t.times(t.constant(_DAYS_IN_400_YEARS), era))
        leap_days = t.minus(t.over(in_era, 36_524), t.over(in_era, 1460))
        year = t.over(t.minus(t.plus(in_era, leap_days), t.over(in_era, 146_096)), 365)
        passed = t.minus(t.plus(t.times(t.constant(365), year), t.over(year, 4)), t.over(year, 100))
        return t.plus(year, t.times(t.constant(400), era)), t.minus(in_era, passed)

    def _number(self, year: Term, in_year: Term) -> Term:
        """The number of a day; the last of the year where the year has no such day."""
        t = self.t
        start = self._start_of_year(year)
        last = t.minus(self._length(year), t.constant(1))
        capped = t.choose([(t.compare(">", in_year, last), last)], in_year)
        return t.minus(t.plus(start, capped), t.constant(_FROM_MARCH_OF_YEAR_0))

    def _length(self, year: Term) -> Term:
        return self.t.minus(self._start_of_year(self.t.plus(year, self.t.constant(1))), self._start_of_year(year))

    def _start_of_year(self, year: Term) -> Term:
        t = self.t
        without = t.plus(t.times(t.constant(365), year), t.over(year, 4))
        return t.plus(t.minus(without, t.over(year, 100)), t.over(year, 400))

    def _start_of_month(self, month: Term) -> Term:
        return self.t.over(self.t.plus(self.t.times(self.t.constant(153), month), self.t.constant(2)), 5)

    def _within(self, day: Term) -> Term:
        """A day beyond the calendar is the last, or the first, that there is."""
        t = self.t
        if day.highest > LAST_DAY:
            day = t.choose([(t.compare(">", day, t.constant(LAST_DAY)), t.constant(LAST_DAY))], day)
        if day.lowest < FIRST_DAY:
            day = t.choose([(t.compare("<", day, t.constant(FIRST_DAY)), t.constant(FIRST_DAY))], day)
        return day


@cache
def _offsets(zone: ZoneInfo, lowest: int, highest: int) -> tuple[tuple[int, int], ...]:
    """Every change of the clocks of a zone between two instants: since when, and how far from UTC, in microseconds."""
    first, last = lowest // MICROSECONDS_A_DAY, highest // MICROSECONDS_A_DAY + 1
    found = [(lowest, _offset(zone, first * MICROSECONDS_A_DAY))]
    for day in range(first, last + 1):
        end = (day + 1) * MICROSECONDS_A_DAY
        offset = _offset(zone, end)
        if offset != found[-1][1]:
            seconds = range(day * MICROSECONDS_A_DAY, end + 1, 1_000_000)
            at = bisect_left(seconds, True, key=lambda second: _offset(zone, second) == offset)
            found.append((seconds[at], offset))
    return tuple(found)


def _offset(zone: ZoneInfo, instant: int) -> int:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None  # the moment has a time zone
    return offset // timedelta(microseconds=1)
