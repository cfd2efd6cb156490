"""Whose figures of which year count. Source: annex I, Art. 4.

The figures of the latest approved period count, on an annual basis; of a newly established enterprise an estimate made
in good faith. Other enterprises count with the figures of the same year, and where those are not approved yet, with
those of the year before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import lcm
from operator import itemgetter

from clusterpolicy.model.ownership import ConsolidatedFigures, Party, PartyKind, Standing, YearFigures

MONTHS_OF_A_YEAR = 12
_OLDEST_END = 2
DIMENSIONS = ("headcount", "turnover", "balance_sheet_total")

Figures = tuple[int, int, int, int | None, int | None, int | None]
"""The least that headcount, turnover and balance sheet total may be, and the most; `None` is without end.

They are in units so small that every figure is a whole number of them, side by side in one plain tuple: of many
thousands of enterprises the garbage collector then has nothing to look at.
"""

Ends = tuple[int, int | None]
"""The least and the most that one figure may be."""

UNITS = 10**4 * lcm(*range(1, 37))
"""How many of the small units make one: accounts show four decimals at most, of one to 36 months."""

ALL_ZERO: Figures = (0, 0, 0, 0, 0, 0)
ALL_UNKNOWN: Figures = (0, 0, 0, None, None, None)

Entry = tuple[int, bool | None, Figures]
"""The figures of one financial year: the year, whether they may be used (see `is_usable`), and the figures."""


@dataclass(frozen=True, slots=True)
class Period:
    """An accounting period of the enterprise whose size is asked."""

    year: int
    closes_on: date


@dataclass(frozen=True, slots=True)
class PeriodsOnRecord:
    """The periods of an enterprise, earliest first, without a gap.

    Attributes:
        periods: All that may count.
        last_start: The record begins with one of `periods[: last_start + 1]`.
        first_end: The latest period is one of `periods[first_end:]`; more than one where nobody knows which of them
            are approved.
        changed_on: A change of ownership that takes effect at once; `None` where there was none.
        has_unknown_past: Whether there may have been periods before the first of these.
    """

    periods: tuple[Period, ...]
    last_start: int = 0
    first_end: int = 0
    changed_on: date | None = None
    has_unknown_past: bool = False

    def starts(self, end: int) -> frozenset[int]:
        """The numbers of the periods with which the record may begin, if it ends with the period of number `end`."""
        changed_on = self.changed_on
        closed = [number for number in range(end + 1) if changed_on and self.periods[number].closes_on <= changed_on]
        earliest = closed[-1] if closed else 0
        return frozenset(max(start, earliest) for start in range(min(self.last_start, end) + 1))

    def has_past(self, start: int) -> bool:
        """Whether periods before this one still matter: not before a change of ownership."""
        return self.changed_on is None or self.periods[start].closes_on > self.changed_on


def annual(entry: YearFigures) -> Figures:
    """The figures of one period on an annual basis. Only turnover grows with the length of the period."""
    headcount, turnover, balance = _units(entry.headcount), _units(entry.turnover), _units(entry.balance_sheet_total)
    if turnover and entry.months != MONTHS_OF_A_YEAR:
        turnover = turnover * MONTHS_OF_A_YEAR // entry.months
    return headcount or 0, turnover or 0, balance or 0, headcount, turnover, balance


def _units(figure: Decimal | None) -> int | None:
    if figure is None:
        return None
    above, below = figure.as_integer_ratio()
    return above * (UNITS // below)


def ends_of(figures: Figures) -> tuple[Ends, Ends, Ends]:
    """Headcount, turnover and balance sheet total, each by itself."""
    staff, sales, assets, most_staff, most_sales, most_assets = figures
    return (staff, most_staff), (sales, most_sales), (assets, most_assets)


def is_usable(entry: YearFigures, on: date) -> bool | None:
    """Whether these figures are approved and closed on the day; `None` where nobody knows that they are approved."""
    if entry.closing_day > on or entry.standing in (Standing.NOT_APPROVED, Standing.ESTIMATE):
        return False
    return None if entry.standing is None else True


def periods_on_record(
    party: Party,
    consolidated: Iterable[tuple[ConsolidatedFigures, bool]],
    on: date,
    changed_on: date | None,
) -> list[PeriodsOnRecord]:
    """The periods that decide on `on`: one record, and a second one where nobody knows whether there is one at all.

    With each of the consolidated accounts stands whether they certainly are those of the group of the enterprise.
    """
    entries: dict[int, tuple[date, bool | None]] = {}
    own: list[tuple[YearFigures, bool]] = [(each, True) for each in party.accounts or ()]
    for each, is_certain in (*own, *consolidated):
        usable = is_usable(each, on)
        if usable and not is_certain:
            usable = None
        if usable or (usable is None and each.year not in entries):
            entries[each.year] = (each.closing_day, usable)
    if party.accounts is None:
        # Accounts are approved within two years, so one of the last three is the latest.
        years = range(min(on.year - _OLDEST_END - 1, *entries, on.year), on.year + 1)
    elif entries:
        years = range(min(entries), max(entries) + 1)
    else:
        return [_newly_established(party, on, changed_on)]
    periods = tuple(Period(year, entries[year][0] if year in entries else date(year, 12, 31)) for year in years)
    certain = [number for number, year in enumerate(years) if year in entries and entries[year][1]]
    if party.accounts is None:
        first_end = certain[-1] if certain else 1
        return [PeriodsOnRecord(periods, len(periods) - 1, first_end, changed_on, has_unknown_past=True)]
    if certain:
        return [PeriodsOnRecord(periods, certain[0], certain[-1], changed_on)]
    return [PeriodsOnRecord(periods, len(periods) - 1, 0, changed_on), _newly_established(party, on, changed_on)]


def _newly_established(party: Party, on: date, changed_on: date | None) -> PeriodsOnRecord:
    estimate = _estimate(party, on)
    only = Period(on.year, on) if estimate is None else Period(estimate.year, estimate.closing_day)
    return PeriodsOnRecord((only,), changed_on=changed_on)


def _estimate(party: Party, on: date) -> YearFigures | None:
    """The estimate of the year in course, or the latest before it. Source: annex I, Art. 4(3)."""
    estimates = [each for each in party.accounts or () if each.standing is Standing.ESTIMATE and each.year <= on.year]
    return max(estimates, key=lambda each: each.year, default=None)


def entries_of(party: Party, on: date) -> tuple[Entry, ...]:
    """The accounts of an enterprise, on an annual basis, earliest first."""
    accounts = party.accounts or ()
    return tuple(sorted([(each.year, is_usable(each, on), annual(each)) for each in accounts], key=itemgetter(0)))


def figures_of(party: Party, entries: tuple[Entry, ...], period: Period, on: date, *, is_latest: bool) -> Figures:
    """The figures with which an enterprise counts in a period, each between two bounds."""
    if party.kind is PartyKind.LOCAL_AUTHORITY:
        return ALL_ZERO  # an investor, but no enterprise
    year = period.year
    number = bisect_left(entries, (year,))
    same_year = entries[number : number + 1]
    if same_year and same_year[0][0] == year:
        _, usable, figures = same_year[0]
        if usable:
            return figures
        alternatives = [figures] if usable is None else []
        number_after = number + 1
    else:
        alternatives, number_after = [], number
    earlier = entries[:number]
    later = [each for each in entries[number_after:] if each[1] is not False]
    if any(usable is not False for _, usable, _ in earlier):
        # With figures before and after it, a year in between is missing.
        alternatives += [ALL_UNKNOWN] if later else _of_the_year_before(earlier, year)
    else:
        alternatives.append(_of_others(party, later, period, on, is_latest))
    return _any_of(alternatives)


def _of_others(party: Party, later: Sequence[Entry], period: Period, on: date, is_latest: bool) -> Figures:
    """What counts where neither the year itself nor any before it has figures."""
    if later:
        if is_latest and all(usable for _, usable, _ in later):
            return later[-1][2]
    else:
        estimate = _estimate(party, on)
        if estimate is not None and (is_latest or estimate.year <= period.year):
            return annual(estimate)
    is_younger = party.established_on is not None and party.established_on > period.closes_on
    return ALL_ZERO if is_younger and not is_latest else ALL_UNKNOWN


def _of_the_year_before(earlier: Sequence[Entry], year: int) -> list[Figures]:
    """The latest approved figures; years may be passed over only where their figures are not approved yet."""
    found: list[Figures] = []
    for back, (each, usable, figures) in enumerate(reversed(earlier), 1):
        if each != year - back:
            break
        if usable is not False:
            found.append(figures)
        if usable:
            return found
    return [*found, ALL_UNKNOWN]


def _any_of(alternatives: Sequence[Figures]) -> Figures:
    """The bounds within which all alternatives lie."""
    found = alternatives[0]
    for each in alternatives[1:]:
        found = (
            min(found[0], each[0]),
            min(found[1], each[1]),
            min(found[2], each[2]),
            _most(found[3], each[3]),
            _most(found[4], each[4]),
            _most(found[5], each[5]),
        )
    return found


def _most(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)
