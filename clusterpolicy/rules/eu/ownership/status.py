"""The question itself: what size has an enterprise of the graph on a day?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from clusterpolicy.errors import InputError, Problem, nearest
from clusterpolicy.language import Value
from clusterpolicy.model import Size
from clusterpolicy.model.ownership import OwnershipGraph, Party, PartyKind
from clusterpolicy.rules.eu.ownership.aggregation import Aggregation, Structure
from clusterpolicy.rules.eu.ownership.explained import a_range, contributions_of, links_of, passed_over, sources_of
from clusterpolicy.rules.eu.ownership.groups import Groups
from clusterpolicy.rules.eu.ownership.law import ANNEX, CLASSES, Law, law_on, readings
from clusterpolicy.rules.eu.ownership.missing import missing_facts
from clusterpolicy.rules.eu.ownership.partners import partners_of
from clusterpolicy.rules.eu.ownership.periods import Figures, Period, PeriodsOnRecord, periods_on_record
from clusterpolicy.rules.eu.ownership.public import public_share
from clusterpolicy.rules.eu.ownership.relations import Ownership, Side
from clusterpolicy.rules.eu.ownership.report import report
from clusterpolicy.rules.eu.ownership.result import PeriodResult, Range, Reading, SmeStatusRecord
from clusterpolicy.rules.eu.ownership.two_periods import Classes, statuses_after


class SmeStatus(SmeStatusRecord):
    """The size of an enterprise under annex I, with its reasons: see the attributes of `SmeStatusRecord`."""

    __slots__ = ()

    def report(self) -> str:
        """The size as readable text, with every reason and its article."""
        return report(self)


_NO_ENTERPRISE = (PartyKind.NATURAL_PERSON, PartyKind.PUBLIC_BODY, PartyKind.LOCAL_AUTHORITY)


def sme_status(
    graph: OwnershipGraph,
    enterprise_id: str,
    *,
    on: date,
    history: Mapping[int, Size] | None = None,
    changes: Mapping[str, Value] | None = None,
) -> SmeStatus:
    """The size of one enterprise of the graph, with all partner and linked enterprises, and with its reasons.

    Args:
        graph: Who owns whom, with the figures of every enterprise.
        enterprise_id: The identifier of the enterprise.
        on: The day of granting, whose law applies. Figures of periods that close later do not count.
        history: Classes of earlier financial years that are settled already, by year. They take the place of what the
            graph says of these years.
        changes: Other values for some parameters, by full name, such as `eu/ownership/joint_percentage`.

    Raises: NoLawThatDay where annex I is not in force; InputError where the graph has no such enterprise, or where its
    ownership changes after the day; RuleError for a change that fits no parameter.

    Source: Regulation (EU) No 651/2014, annex I.

    >>> graph = OwnershipGraph.model_validate(
    ...     {
    ...         "parties": [
    ...             {"id": name, "name": name.title(), "kind": "enterprise", "accounts": [
    ...                 {"year": 2015, "standing": "approved", "headcount": staff, "turnover": sales,
    ...                  "balance_sheet_total": assets}]}
    ...             for name, staff, sales, assets in (("alfa", 40, 8_000_000, 6_000_000),
    ...                                                ("beta", 100, 30_000_000, 40_000_000))
    ...         ],
    ...         "holdings": [{"holder": "beta", "held": "alfa", "capital": "0.3", "votes": "0.3"}],
    ...     }
    ... )
    >>> status = sme_status(graph, "alfa", on=date(2016, 11, 24))
    >>> status.category, status.headcount.value
    (<Size.MEDIUM: 'medium'>, Fraction(70, 1))
    """
    law = law_on(on, changes)
    party = _enterprise(graph, enterprise_id, on)
    ownership = Ownership(graph, enterprise_id, law)
    least = _structure(ownership, Side.LEAST)
    most = _structure(ownership, Side.MOST) if ownership.leaves_links_open() else least
    public = Range(public_share(ownership, least.groups), public_share(ownership, most.groups))
    runs = [_Run(record, least, most, law, history or {}) for record in _records(party, least, law)]
    run = runs[0]
    possible = _final({size for each in runs for size in each.possible}, public, law)
    category = CLASSES[possible[0]] if len(possible) == 1 else None
    aggregation, (headcount, turnover, balance) = run.latest
    contributions = contributions_of(least, most, aggregation)
    years = frozenset(each.year for each in run.periods)
    return SmeStatus(
        enterprise=enterprise_id,
        name=party.name,
        on=on,
        category=category,
        possible=tuple(CLASSES[each] for each in possible),
        headcount=a_range(headcount),
        turnover=a_range(turnover),
        balance_sheet_total=a_range(balance),
        public_share=public,
        contributions=contributions,
        links=links_of(least, most),
        passed_over=passed_over(most),
        periods=run.periods,
        changed_on=party.ownership_changed_on if law.change_of_ownership_at_once else None,
        missing=()
        if category is not None
        else missing_facts(most, [totals for each in runs for totals in each.totals], years),
        readings=_readings(law, changes or {}),
        sources=(ANNEX.at("Annex I, Art. 2"), ANNEX.at("Annex I, Art. 4"), *sources_of(contributions)),
    )


def _enterprise(graph: OwnershipGraph, enterprise_id: str, on: date) -> Party:
    known = {each.id: each for each in graph.parties}
    party = known.get(enterprise_id)
    if party is None:
        mend = nearest(enterprise_id, list(known)) if len(known) <= 50 else "write the `id` of a party"
        raise InputError(Problem("reference-unknown", "enterprise_id", f"no party is called `{enterprise_id}`", mend))
    if party.kind in _NO_ENTERPRISE:
        said = f"`{enterprise_id}` is a {party.kind.replace('_', ' ')}, which is no enterprise and has no size"
        raise InputError(Problem("input-invalid", "enterprise_id", said, "ask for an enterprise of the graph"))
    changed = party.ownership_changed_on
    if changed is not None and changed > on:
        said = f"the ownership of `{enterprise_id}` changes on {changed}, after {on}"
        mend = "hand in the graph as it was on that day, without the change"
        raise InputError(Problem("dates-out-of-order", "on", said, mend))
    return party


def _structure(ownership: Ownership, side: Side) -> Structure:
    groups = Groups(ownership, side)
    return Structure(groups, tuple(partners_of(ownership, groups)))


def _records(party: Party, least: Structure, law: Law) -> list[PeriodsOnRecord]:
    own = set(least.groups.members(least.own))
    consolidated = [
        each for each in least.groups.ownership.consolidated if each.parent in own and party.id in each.members
    ]
    changed_on = party.ownership_changed_on if law.change_of_ownership_at_once else None
    return periods_on_record(party, consolidated, law.day, changed_on)


class _Run:
    """All periods of one record, one after the other."""

    def __init__(
        self, record: PeriodsOnRecord, least: Structure, most: Structure, law: Law, history: Mapping[int, Size]
    ) -> None:
        self.possible: set[Size] = set()
        self.periods: tuple[PeriodResult, ...] = ()
        self.totals: list[Figures] = []
        self.latest: tuple[Aggregation, Figures]
        self._record = record
        self._law = law
        self._history = history
        before: list[Classes] = []
        for number, period in enumerate(record.periods):
            for is_latest in (True, False):
                # A period may be the latest, and may be followed by others, where nobody knows which are approved.
                may_be = number >= record.first_end if is_latest else number < len(record.periods) - 1
                if not may_be:
                    continue
                aggregation = Aggregation(least, most, period, law.day, is_latest=is_latest)
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


def _possible(totals: Figures, law: Law) -> Classes:
    """Every class that these figures may mean: they move through all between the smallest and the largest."""
    (least_staff, most_staff), (least_sales, most_sales), (least_assets, most_assets) = totals
    smallest = law.class_of(least_staff, least_sales, least_assets)
    largest = Size.LARGE if most_staff is None else law.class_of(most_staff, most_sales, most_assets)
    return frozenset(CLASSES[CLASSES.index(smallest) : CLASSES.index(largest) + 1])


def _period(period: Period, totals: Figures, classes: Classes, statuses: Classes) -> PeriodResult:
    headcount, turnover, balance = (a_range(each) for each in totals)
    return PeriodResult(
        period.year,
        period.closes_on,
        headcount,
        turnover,
        balance,
        tuple(each for each in CLASSES if each in classes),
        tuple(each for each in CLASSES if each in statuses),
    )


def _final(statuses: set[Size], public: Range, law: Law) -> list[int]:
    """The sizes that are possible, by number. An enterprise in public hands is large whatever its figures."""
    large = CLASSES.index(Size.LARGE)
    if public.lowest >= law.public_share:
        return [large]
    possible = {CLASSES.index(each) for each in statuses}
    if public.highest is not None and public.highest >= law.public_share:
        possible.add(large)
    return sorted(possible)


def _readings(law: Law, changes: Mapping[str, Value]) -> tuple[Reading, ...]:
    return tuple(
        Reading(
            each.name,
            each.label,
            bool(getattr(law, each.name.rpartition("/")[2])),
            each.name in changes,
            each.source,
        )
        for each in readings()
    )
