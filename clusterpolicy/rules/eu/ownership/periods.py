"""Whose figures of which year count. Source: annex I, Art. 4.

The figures of the latest approved period count, on an annual basis; of a newly established enterprise an estimate made
in good faith. Other enterprises count with the figures of the same year, and where those are not approved yet, with
those of the year before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clusterpolicy.model.ownership import ConsolidatedFigures, Party, PartyKind, Standing, YearFigures

MONTHS_OF_A_YEAR = 12
_OLDEST_END = 2
DIMENSIONS = ("headcount", "turnover", "balance_sheet_total")

Bounds = tuple[Fraction, Fraction | None]
"""The least and the most that a figure may be; `None` is without end."""

Figures = tuple[Bounds, Bounds, Bounds]
"""Headcount, turnover and balance sheet total."""

UNKNOWN: Bounds = (Fraction(0), None)
ZERO: Bounds = (Fraction(0), Fraction(0))
ALL_UNKNOWN: Figures = (UNKNOWN, UNKNOWN, UNKNOWN)
ALL_ZERO: Figures = (ZERO, ZERO, ZERO)


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
    turnover = None if entry.turnover is None else Fraction(entry.turnover)
    if turnover is not None and entry.months != MONTHS_OF_A_YEAR:
        turnover = turnover * MONTHS_OF_A_YEAR / entry.months
    headcount = None if entry.headcount is None else Fraction(entry.headcount)
    balance = None if entry.balance_sheet_total is None else Fraction(entry.balance_sheet_total)
    return _bounds(headcount), _bounds(turnover), _bounds(balance)


def _bounds(figure: Fraction | None) -> Bounds:
    return UNKNOWN if figure is None else (figure, figure)


def is_usable(entry: YearFigures, on: date) -> bool | None:
    """Whether these figures are approved and closed on the day; `None` where nobody knows that they are approved."""
    if entry.closing_day > on or entry.standing in (Standing.NOT_APPROVED, Standing.ESTIMATE):
        return False
    return None if entry.standing is None else True


def periods_on_record(
    party: Party,
    consolidated: Iterable[ConsolidatedFigures],
    on: date,
    changed_on: date | None,
) -> list[PeriodsOnRecord]:
    """The periods that decide on `on`: one record, and a second one where nobody knows whether there is one at all."""
    entries: dict[int, tuple[date, bool | None]] = {}
    for each in (*(party.accounts or ()), *consolidated):
        usable = is_usable(each, on)
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


def figures_of(party: Party, period: Period, on: date, *, is_latest: bool) -> Figures:
    """The figures with which an enterprise counts in a period, each between two bounds."""
    if party.kind is PartyKind.LOCAL_AUTHORITY:
        return ALL_ZERO  # an investor, but no enterprise
    for each in party.accounts or ():
        if each.year == period.year and is_usable(each, on):
            return annual(each)
    entries = {each.year: each for each in party.accounts or ()}
    usable = {year: is_usable(each, on) for year, each in entries.items()}
    approved = [year for year, answer in usable.items() if answer]
    alternatives: list[Figures] = []
    if period.year in usable and usable[period.year] is None:
        alternatives.append(annual(entries[period.year]))
    alternatives += _instead(party, entries, usable, approved, period, on, is_latest)
    return _any_of(alternatives)


def _instead(
    party: Party,
    entries: dict[int, YearFigures],
    usable: dict[int, bool | None],
    approved: Sequence[int],
    period: Period,
    on: date,
    is_latest: bool,
) -> list[Figures]:
    """What counts where there are no approved figures of the year itself."""
    possible = [year for year, answer in usable.items() if answer is not False and year != period.year]
    earlier = [year for year in approved if year < period.year]
    later = [year for year in possible if year > period.year]
    if earlier or any(year < period.year for year in possible):
        if later:
            return [ALL_UNKNOWN]  # a year in between is missing
        return _of_the_year_before(entries, usable, period.year)
    if later:
        if is_latest and all(usable[year] for year in later):
            return [annual(entries[max(later)])]
        return [ALL_ZERO] if _is_younger(party, period) and not is_latest else [ALL_UNKNOWN]
    estimate = _estimate(party, on)
    if estimate is not None and (is_latest or estimate.year <= period.year):
        return [annual(estimate)]
    return [ALL_ZERO] if _is_younger(party, period) and not is_latest else [ALL_UNKNOWN]


def _of_the_year_before(entries: dict[int, YearFigures], usable: dict[int, bool | None], year: int) -> list[Figures]:
    """The latest approved figures; years may be passed over only where their figures are not approved yet."""
    found: list[Figures] = []
    for earlier in range(year - 1, min(entries) - 1, -1):
        if earlier not in entries:
            break
        if usable[earlier] is not False:
            found.append(annual(entries[earlier]))
        if usable[earlier]:
            return found
    return [*found, ALL_UNKNOWN]


def _is_younger(party: Party, period: Period) -> bool:
    return party.established_on is not None and party.established_on > period.closes_on


def _any_of(alternatives: Sequence[Figures]) -> Figures:
    """The bounds within which all alternatives lie."""
    headcount, turnover, balance = (
        _hull([each[number] for each in alternatives]) for number, _ in enumerate(DIMENSIONS)
    )
    return headcount, turnover, balance


def _hull(bounds: Sequence[Bounds]) -> Bounds:
    highest = [each[1] for each in bounds]
    known = [each for each in highest if each is not None]
    return min(each[0] for each in bounds), None if len(known) < len(highest) else max(known)
