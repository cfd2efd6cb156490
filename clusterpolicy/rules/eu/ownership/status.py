"""The question itself: what size has an enterprise of the graph on a day?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clusterpolicy.errors import InputError, Problem, nearest
from clusterpolicy.language import Value
from clusterpolicy.model import Size
from clusterpolicy.model.ownership import OwnershipGraph, Party, PartyKind
from clusterpolicy.rules.eu.ownership.aggregation import Books
from clusterpolicy.rules.eu.ownership.document import data_of, json_of
from clusterpolicy.rules.eu.ownership.explained import contributions_of, passed_over, sources_of
from clusterpolicy.rules.eu.ownership.holdings import Side
from clusterpolicy.rules.eu.ownership.law import ANNEX, CLASSES, Law, law_on, readings
from clusterpolicy.rules.eu.ownership.links import links_of
from clusterpolicy.rules.eu.ownership.missing import missing_facts
from clusterpolicy.rules.eu.ownership.partners import Structure, structure_of
from clusterpolicy.rules.eu.ownership.periods import PeriodsOnRecord, periods_on_record
from clusterpolicy.rules.eu.ownership.public import public_share
from clusterpolicy.rules.eu.ownership.relations import Ownership
from clusterpolicy.rules.eu.ownership.report import report
from clusterpolicy.rules.eu.ownership.result import Range, Reading, SmeStatusRecord
from clusterpolicy.rules.eu.ownership.runs import Run


class SmeStatus(SmeStatusRecord):
    """The size of an enterprise under annex I, with its reasons: see the attributes of `SmeStatusRecord`."""

    __slots__ = ()

    def report(self) -> str:
        """The size as readable text, with every reason and its article."""
        return report(self)

    def to_data(self) -> dict[str, Any]:
        """The size with every reason as plain data: tables, lists, texts, whole numbers, truths and nulls.

        The names are those of the attributes, with `is_sme` and `is_autonomous` beside them. Exact numbers are texts:
        decimals, or a fraction where decimals do not end. Days are texts such as `2016-11-24`.
        """
        return data_of(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """What `to_data` gives, as JSON, on one line or indented by so many blanks."""
        return json_of(self, indent)


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
        on: The day of granting, whose law applies. Totals of periods that close later do not count.
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
    least = structure_of(ownership, Side.LEAST)
    most = structure_of(ownership, Side.MOST) if ownership.leaves_links_open() else least
    public = Range(public_share(ownership, least.groups), public_share(ownership, most.groups))
    books = Books(ownership)
    runs = [Run(record, least, most, books, history or {}) for record in _records(party, least, most, law)]
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
        headcount=Range(*headcount),
        turnover=Range(*turnover),
        balance_sheet_total=Range(*balance),
        public_share=public,
        contributions=contributions,
        links=links_of(least, most),
        passed_over=passed_over(most),
        periods=run.periods,
        changed_on=party.ownership_changed_on if law.change_of_ownership_at_once else None,
        missing=()
        if category is not None
        else missing_facts(most, [totals for each in runs for totals in each.totals], years),
        readings=_readings(law),
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


def _records(party: Party, least: Structure, most: Structure, law: Law) -> list[PeriodsOnRecord]:
    """The records of the enterprise: its own accounts, and those of its group that hold it."""
    surely, possibly = (set(side.groups.members(side.own)) for side in (least, most))
    consolidated = [
        (each.entry, each.entry.parent in surely)
        for each in most.groups.ownership.consolidated
        if each.entry.parent in possibly and party.id in each.members
    ]
    changed_on = party.ownership_changed_on if law.change_of_ownership_at_once else None
    return periods_on_record(party, consolidated, law.day, changed_on)


def _final(statuses: set[Size], public: Range, law: Law) -> list[int]:
    """The sizes that are possible, by number. An enterprise in public hands is large whatever its figures."""
    large = CLASSES.index(Size.LARGE)
    if public.lowest >= law.public_share:
        return [large]
    possible = {CLASSES.index(each) for each in statuses}
    if public.highest is not None and public.highest >= law.public_share:
        possible.add(large)
    return sorted(possible)


def _readings(law: Law) -> tuple[Reading, ...]:
    found = []
    for each in readings():
        value = bool(getattr(law, each.name.rpartition("/")[2]))
        found.append(Reading(each.name, each.label, value, value != each.on(law.day), each.source))
    return tuple(found)
