"""The size of an enterprise once more, written from annex I as plainly as it can be, and slowly.

It shares nothing with the library but the graph that both read. It knows no unknown facts: whoever asks it hands in a
graph in which everything is known. Figures stand here as numbers on purpose: they are a second copy of the law.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise

from clusterpolicy.model.ownership import (
    ConsolidatedFigures,
    OwnershipGraph,
    Party,
    PartyKind,
    Standing,
    YearFigures,
)

CLASSES = ("micro", "small", "medium", "large")
CEILINGS = ((10, 2_000_000, 2_000_000), (50, 10_000_000, 10_000_000), (250, 50_000_000, 43_000_000))
LISTED_INVESTORS = {
    PartyKind.PUBLIC_INVESTMENT_CORPORATION,
    PartyKind.VENTURE_CAPITAL_COMPANY,
    PartyKind.BUSINESS_ANGEL,
    PartyKind.RESEARCH_CENTRE,
    PartyKind.INSTITUTIONAL_INVESTOR,
}
DIMENSIONS = ("headcount", "turnover", "balance_sheet_total")


class NotKnown(Exception):
    """A figure is missing, so nothing is said."""


@dataclass
class Answer:
    """What annex I says of one enterprise."""

    category: str
    headcount: Fraction
    turnover: Fraction
    balance_sheet_total: Fraction
    raw: list[str]
    group: set[str]
    partners: dict[frozenset[str], Fraction]
    public: Fraction


def naive_status(graph: OwnershipGraph, enterprise: str, on: date) -> Answer:
    parties = {each.id: each for each in graph.parties}
    groups = linked_groups(graph)
    group = next(each for each in groups if enterprise in each)
    partners = partners_of(graph, group, groups)
    public = public_share(graph, enterprise, group)
    periods = periods_of(graph, parties[enterprise], group, on)
    totals = [
        tuple(total(graph, group, partners, figures, dimension, on, figures is periods[-1]) for dimension in DIMENSIONS)
        for figures in periods
    ]
    raw = [category(*each) for each in totals]
    status = "large" if public >= Fraction(25, 100) else status_after(raw)
    headcount, turnover, balance_sheet_total = totals[-1]
    return Answer(status, headcount, turnover, balance_sheet_total, raw, group, partners, public)


# ── Art. 2: ceilings; Art. 4(2): two periods ─────────────────────────────────────────────────────────────────────────


def category(headcount: Fraction, turnover: Fraction, balance_sheet_total: Fraction) -> str:
    for name, (staff, sales, assets) in zip(CLASSES, CEILINGS, strict=False):
        if headcount < staff and (turnover <= sales or balance_sheet_total <= assets):
            return name
    return "large"


def status_after(raw: list[str]) -> str:
    """Each ceiling by itself: whether it counts as exceeded changes when two periods in a row say the opposite."""
    exceeded_ceilings = 0
    for ceiling in range(3):
        exceeded = [CLASSES.index(each) > ceiling for each in raw]
        state = exceeded[0]
        for before, now in pairwise(exceeded):
            if before == now != state:
                state = now
        exceeded_ceilings += state
    return CLASSES[exceeded_ceilings]


def periods_of(graph: OwnershipGraph, enterprise: Party, group: set[str], on: date) -> list[YearFigures]:
    """The periods of which there are accounts, its own or those of its group."""
    accounts = sorted(enterprise.accounts or (), key=lambda each: each.year)
    shown = {
        each.year: each
        for each in (*graph.consolidated, *accounts)
        if each.standing is Standing.APPROVED and each.closing_day <= on
        if not isinstance(each, ConsolidatedFigures) or (each.parent in group and enterprise.id in each.members)
    }
    approved = [shown[year] for year in sorted(shown)]
    if not approved:
        estimates = [each for each in accounts if each.standing is Standing.ESTIMATE and each.year <= on.year]
        return estimates[-1:]
    changed = enterprise.ownership_changed_on
    if changed is not None:
        closed_before = [each for each in approved if each.closing_day <= changed]
        if closed_before:
            approved = approved[approved.index(closed_before[-1]) :]
    return approved


# ── Art. 3(3): linked enterprises ────────────────────────────────────────────────────────────────────────────────────


def is_listed_investor(party: Party) -> bool:
    """Art. 3(2), second subparagraph, but for the limit of angels, which depends on where they invest."""
    if party.kind is PartyKind.LOCAL_AUTHORITY:
        assert party.annual_budget is not None
        assert party.inhabitants is not None
        return party.annual_budget < 10_000_000 and party.inhabitants < 5_000
    return party.kind in LISTED_INVESTORS


def can_be_linked(party: Party) -> bool:
    return party.kind is PartyKind.ENTERPRISE or is_listed_investor(party)


def votes_of(graph: OwnershipGraph, holders: set[str], held: str) -> Fraction:
    shares = [each.votes or Fraction(0) for each in graph.holdings if each.held == held and each.holder in holders]
    return sum(shares, Fraction(0))


def capital_of(graph: OwnershipGraph, holders: set[str], held: str) -> Fraction:
    shares = [each.capital or Fraction(0) for each in graph.holdings if each.held == held and each.holder in holders]
    return sum(shares, Fraction(0))


def dominates(graph: OwnershipGraph, holders: set[str], held: str) -> bool:
    otherwise = any(each.other_control for each in graph.holdings if each.held == held and each.holder in holders)
    return votes_of(graph, holders, held) > Fraction(1, 2) or otherwise


def linked_groups(graph: OwnershipGraph) -> list[set[str]]:
    enterprises = {each.id for each in graph.parties if can_be_linked(each)}
    groups = [{each} for each in enterprises]
    through_persons = links_through_persons(graph, enterprises)
    changed = True
    while changed:
        changed = False
        for one, other in combinations(groups, 2):
            linked = (
                any(dominates(graph, one, each) for each in other)
                or any(dominates(graph, other, each) for each in one)
                or any((a, b) in through_persons or (b, a) in through_persons for a in one for b in other)
            )
            if linked:
                groups.remove(one)
                groups.remove(other)
                groups.append(one | other)
                changed = True
                break
    return groups


def links_through_persons(graph: OwnershipGraph, enterprises: set[str]) -> set[tuple[str, str]]:
    persons = {each.id for each in graph.parties if each.kind is PartyKind.NATURAL_PERSON}
    units = [set(each) for each in graph.acting_jointly]
    units += [{person} for person in persons if not any(person in unit for unit in units)]
    found = set()
    for unit in units:
        dominated: set[str] = set()
        while True:
            more = {x for x in enterprises - dominated if dominates(graph, unit | dominated, x)}
            if not more:
                break
            dominated |= more
        found |= {(a, b) for a in dominated for b in dominated if a != b and same_or_adjacent_market(graph, a, b)}
    return found


def same_or_adjacent_market(graph: OwnershipGraph, one: str, other: str) -> bool:
    markets = {each.id: set(each.markets or ()) for each in graph.parties}
    pairs = {(each.first, each.second) for each in graph.adjacent_markets or ()}
    return any(a == b or (a, b) in pairs or (b, a) in pairs for a in markets[one] for b in markets[other])


# ── Art. 3(2): partner enterprises ───────────────────────────────────────────────────────────────────────────────────


def partners_of(graph: OwnershipGraph, group: set[str], groups: list[set[str]]) -> dict[frozenset[str], Fraction]:
    found = {}
    for other in groups:
        if other == group:
            continue
        shares = [Fraction(0)]
        for member in group:
            if any(is_ordinary_holder(graph, holder, member) for holder in other):
                shares.append(max(capital_of(graph, other, member), votes_of(graph, other, member)))
        for theirs in other:
            shares.append(max(capital_of(graph, group, theirs), votes_of(graph, group, theirs)))
        if max(shares) >= Fraction(25, 100):
            found[frozenset(other)] = max(shares)
    return found


def is_ordinary_holder(graph: OwnershipGraph, holder: str, held: str) -> bool:
    """Holds a part, and is no investor who may hold a quarter without being a partner."""
    if max(capital_of(graph, {holder}, held), votes_of(graph, {holder}, held)) == 0:
        return False
    return not is_exempt(graph, holder, held)


def is_exempt(graph: OwnershipGraph, holder: str, held: str) -> bool:
    parties = {each.id: each for each in graph.parties}
    if parties[holder].kind is PartyKind.BUSINESS_ANGEL:
        invested = parties[held].angel_investment
        assert invested is not None
        return invested < 1_250_000
    return is_listed_investor(parties[holder])


# ── Art. 3(4): public bodies ─────────────────────────────────────────────────────────────────────────────────────────


def public_share(graph: OwnershipGraph, enterprise: str, group: set[str]) -> Fraction:
    public = {
        each.id
        for each in graph.parties
        if each.kind in (PartyKind.PUBLIC_BODY, PartyKind.LOCAL_AUTHORITY)
        or (each.kind in (PartyKind.RESEARCH_CENTRE, PartyKind.INSTITUTIONAL_INVESTOR) and each.is_public_body)
    }
    parties = {each.id: each for each in graph.parties}
    while True:
        more = {
            each.id
            for each in graph.parties
            if each.id not in public
            and each.kind is not PartyKind.NATURAL_PERSON
            and (dominates(graph, public, each.id) or capital_of(graph, public, each.id) > Fraction(1, 2))
        }
        if not more:
            break
        public |= more
    counted = {
        each
        for each in public
        if parties[each].kind is PartyKind.PUBLIC_BODY or each in group or not is_exempt(graph, each, enterprise)
    }
    return max(capital_of(graph, counted, enterprise), votes_of(graph, counted, enterprise))


# ── Art. 6: aggregation ──────────────────────────────────────────────────────────────────────────────────────────────


def total(
    graph: OwnershipGraph,
    group: set[str],
    partners: dict[frozenset[str], Fraction],
    period: YearFigures,
    dimension: str,
    on: date,
    latest: bool,
) -> Fraction:
    own, covered = sum_of(graph, group, set(), period, dimension, on, latest)
    for other, share in partners.items():
        theirs, _ = sum_of(graph, set(other), covered, period, dimension, on, latest)
        own += share * theirs
    return own


def sum_of(
    graph: OwnershipGraph,
    group: set[str],
    elsewhere: set[str],
    period: YearFigures,
    dimension: str,
    on: date,
    latest: bool,
) -> tuple[Fraction, set[str]]:
    """The figures of a group, consolidated ones first, and whose figures these hold."""
    usable = [
        each
        for each in graph.consolidated
        if each.parent in group - elsewhere
        and each.year == period.year
        and each.standing is Standing.APPROVED
        and each.closing_day <= on
        and not (dimension == "headcount" and each.headcount is None)
    ]
    outer = [each for each in usable if not any(each.members < other.members for other in usable)]
    covered = {member for each in outer for member in each.members}
    result = sum((annual(each, dimension) for each in outer), Fraction(0))
    for member in group - covered - elsewhere:
        result += figure_of(graph, member, period, dimension, on, latest)
    return result, covered


def annual(figures: YearFigures | ConsolidatedFigures, dimension: str) -> Fraction:
    value = Fraction(getattr(figures, dimension))
    return value * 12 / figures.months if dimension == "turnover" else value


def figure_of(
    graph: OwnershipGraph, member: str, period: YearFigures, dimension: str, on: date, latest: bool
) -> Fraction:
    party = next(each for each in graph.parties if each.id == member)
    if party.kind is PartyKind.LOCAL_AUTHORITY:
        return Fraction(0)
    accounts = party.accounts or ()
    approved = {each.year: each for each in accounts if each.standing is Standing.APPROVED and each.closing_day <= on}
    if period.year in approved:
        return annual(approved[period.year], dimension)
    if period.year - 1 in approved and max(approved) < period.year:  # not approved yet
        return annual(approved[period.year - 1], dimension)
    if latest and approved and min(approved) > period.year:
        return annual(approved[max(approved)], dimension)
    estimates = [each for each in accounts if each.standing is Standing.ESTIMATE and each.year <= on.year]
    if not approved and estimates and (latest or estimates[-1].year <= period.year):
        return annual(max(estimates, key=lambda each: each.year), dimension)
    if latest or party.established_on is None or party.established_on <= period.closing_day:
        raise NotKnown(f"no figures of {member} for {period.year}")
    return Fraction(0)
