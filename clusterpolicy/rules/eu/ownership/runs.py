"""One record, period by period: what the figures add up to, their class, and the status after each."""

from __future__ import annotations

from collections.abc import Mapping

from clusterpolicy.model import Size
from clusterpolicy.rules.eu.ownership.aggregation import Aggregation, Books
from clusterpolicy.rules.eu.ownership.law import CLASSES, Law
from clusterpolicy.rules.eu.ownership.partners import Structure
from clusterpolicy.rules.eu.ownership.periods import Period, PeriodsOnRecord
from clusterpolicy.rules.eu.ownership.result import PeriodResult, Range
from clusterpolicy.rules.eu.ownership.sums import Totals
from clusterpolicy.rules.eu.ownership.two_periods import Classes, statuses_after


class Run:
    """All periods of one record, one after the other."""

    def __init__(
        self, record: PeriodsOnRecord, least: Structure, most: Structure, books: Books, history: Mapping[int, Size]
    ) -> None:
        self.possible: set[Size] = set()
        self.periods: tuple[PeriodResult, ...] = ()
        self.totals: list[Totals] = []
        self.latest: tuple[Aggregation, Totals]
        self._record = record
        self._law = law = least.groups.ownership.law
        self._history = history
        before: list[Classes] = []
        for number, period in enumerate(record.periods):
            for is_latest in (True, False):
                # A period may be the latest, and may be followed by others, where nobody knows which are approved.
                may_be = number >= record.first_end if is_latest else number < len(record.periods) - 1
                if not may_be:
                    continue
                aggregation = Aggregation(least, most, books, period, is_latest=is_latest)
                totals = aggregation.totals()
                classes = _settled(period, history) or _possible(totals, law)
                statuses = self._statuses(number, [*before, classes])
                self.totals.append(totals)
                self.periods = (*self.periods[:number], _period(period, totals, classes, statuses))
                if is_latest:
                    self.possible |= statuses
                    self.latest = (aggregation, totals)
                else:
                    before.append(classes)
        self.periods = self.periods[min(record.starts(record.first_end)) :]

    def _statuses(self, end: int, classes: list[Classes]) -> Classes:
        """The statuses that are possible after the period of number `end`, wherever the record begins."""
        found: set[Size] = set()
        for start in self._record.starts(end):
            past = self._past(start) if self._record.has_past(start) else []
            found |= statuses_after([*past, *classes[start:]], class_by_class=self._law.class_by_class)[-1]
        return frozenset(found)

    def _past(self, start: int) -> list[Classes]:
        """The classes of the years before; a year that is not settled may be of any class."""
        first = self._record.periods[start].year
        every = frozenset(CLASSES)
        earliest = min((year for year in self._history if year < first), default=first)
        settled = [
            frozenset({self._history[year]}) if year in self._history else every for year in range(earliest, first)
        ]
        return [every, *settled] if self._record.has_unknown_past and start == 0 else settled


def _settled(period: Period, history: Mapping[int, Size]) -> Classes | None:
    return frozenset({history[period.year]}) if period.year in history else None


def _possible(totals: Totals, law: Law) -> Classes:
    """Every class that these figures may mean: they move through all between the smallest and the largest."""
    (least_staff, most_staff), (least_sales, most_sales), (least_assets, most_assets) = totals
    smallest = law.class_of(least_staff, least_sales, least_assets)
    largest = Size.LARGE if most_staff is None else law.class_of(most_staff, most_sales, most_assets)
    return frozenset(CLASSES[CLASSES.index(smallest) : CLASSES.index(largest) + 1])


def _period(period: Period, totals: Totals, classes: Classes, statuses: Classes) -> PeriodResult:
    headcount, turnover, balance = (Range(*each) for each in totals)
    return PeriodResult(
        period.year,
        period.closes_on,
        headcount,
        turnover,
        balance,
        tuple(each for each in CLASSES if each in classes),
        tuple(each for each in CLASSES if each in statuses),
    )
