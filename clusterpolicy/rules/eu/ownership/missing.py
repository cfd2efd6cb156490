"""Facts that are not known and may decide the size, each with its place in the graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from clusterpolicy.model import Size
from clusterpolicy.model.ownership import Party, PartyKind, Standing, YearFigures
from clusterpolicy.rules.eu.ownership.law import Law
from clusterpolicy.rules.eu.ownership.partners import Structure
from clusterpolicy.rules.eu.ownership.periods import DIMENSIONS
from clusterpolicy.rules.eu.ownership.relations import MAY_BE_PUBLIC, Ownership
from clusterpolicy.rules.eu.ownership.result import MissingFact
from clusterpolicy.rules.eu.ownership.sums import Totals


def missing_facts(most: Structure, totals: Sequence[Totals], years: frozenset[int]) -> tuple[MissingFact, ...]:
    """The facts that are not known about whoever counts or may count, in the order of the graph."""
    ownership = most.groups.ownership
    counted = {member for member, _, _ in most.counted()}
    near = _with_all_above(counted, ownership)
    open_figures = {name for figures in totals for name in _open(figures, ownership.law)}
    found = [*_of_parties(ownership, counted, near, open_figures, years), *_of_holdings(ownership, near)]
    found += _of_consolidated(ownership, counted, open_figures, years)
    if ownership.graph.adjacent_markets is None and ownership.law.adjacent_markets_link and any(ownership.persons()):
        found.append(MissingFact("adjacent_markets", "which markets are adjacent", ""))
    if not found:  # everything in the graph is known, so what is open lies before it
        found.append(MissingFact("history", "size in the years before", ownership.enterprise))
    return tuple(found)


def _with_all_above(counted: set[str], ownership: Ownership) -> set[str]:
    """Those who count, with all who hold them, and who hold those: public control reaches down through all of them."""
    near, queue = set(counted), list(counted)
    while queue:
        for holder, *_ in ownership.holdings.into(queue.pop()):
            if holder not in near:
                near.add(holder)
                queue.append(holder)
    return near


def _open(figures: Totals, law: Law) -> Iterator[str]:
    """The figures on which the class of a period may depend, whatever the others turn out to be."""
    for number, name in enumerate(DIMENSIONS):
        others = product(*(each if place != number else (None,) for place, each in enumerate(figures)))
        for corner in others:
            least, most = ((*corner[:number], end, *corner[number + 1 :]) for end in figures[number])
            if _class(least, law) != _class(most, law):
                yield name
                break


def _class(figures: tuple[Fraction | None, ...], law: Law) -> Size:
    headcount, turnover, balance = figures
    return Size.LARGE if headcount is None else law.class_of(headcount, turnover, balance)


def _of_parties(
    ownership: Ownership, counted: set[str], near: set[str], open_figures: set[str], years: frozenset[int]
) -> Iterator[MissingFact]:
    touches_persons = any(True for _ in ownership.persons())
    for number, party in enumerate(ownership.graph.parties):
        place = f"parties[{number}]"
        if party.id in counted and party.kind is not PartyKind.LOCAL_AUTHORITY:
            is_open = bool(open_figures) or party.id == ownership.enterprise
            if is_open:
                yield from _of_accounts(party, place, open_figures, years)
            if touches_persons and party.markets is None:
                yield MissingFact(f"{place}.markets", "relevant markets", party.id)
            if party.angel_investment is None and _has_angels(party.id, ownership):
                yield MissingFact(f"{place}.angel_investment", "investment of business angels", party.id)
        if party.id in near:
            yield from _of_holder(party, place)


def _of_accounts(party: Party, place: str, open_figures: set[str], years: frozenset[int]) -> Iterator[MissingFact]:
    entries = party.accounts or ()
    if not entries:
        yield MissingFact(f"{place}.accounts", "accounts", party.id)
        return
    for number, entry in enumerate(entries):
        if not _may_stand_in(entry.year, entries, years):
            continue
        if entry.standing is None:
            yield MissingFact(
                f"{place}.accounts[{number}].standing", f"standing of the figures of {entry.year}", party.id
            )
        for name in DIMENSIONS:
            if name in open_figures and getattr(entry, name) is None:
                label = f"{name.replace('_', ' ')} of {entry.year}"
                yield MissingFact(f"{place}.accounts[{number}].{name}", label, party.id)
    known = {each.year for each in entries}
    for year in sorted(years - known):
        if year < max(known):
            yield MissingFact(f"{place}.accounts", f"accounts of {year}", party.id)


def _may_stand_in(year: int, entries: Sequence[YearFigures], years: frozenset[int]) -> bool:
    """Whether the figures of this year count in one of the `years`, or may take the place of later ones."""
    if year >= min(years):
        return year in years or year == max(each.year for each in entries)
    approved = [each.year for each in entries if each.standing is Standing.APPROVED]
    return not any(year < later <= min(years) for later in approved)


def _of_holder(party: Party, place: str) -> Iterator[MissingFact]:
    if party.kind is PartyKind.LOCAL_AUTHORITY:
        for name, label in (("inhabitants", "inhabitants"), ("annual_budget", "annual budget")):
            if getattr(party, name) is None:
                yield MissingFact(f"{place}.{name}", label, party.id)
    if party.kind in MAY_BE_PUBLIC and party.is_public_body is None:
        yield MissingFact(f"{place}.is_public_body", "public nature of the investor", party.id)


def _has_angels(party: str, ownership: Ownership) -> bool:
    holders = (ownership.parties[each[0]].kind for each in ownership.holdings.into(party))
    return any(kind is PartyKind.BUSINESS_ANGEL for kind in holders)


def _of_holdings(ownership: Ownership, near: set[str]) -> Iterator[MissingFact]:
    for number, holding in enumerate(ownership.graph.holdings):
        if holding.held not in near:
            continue
        for name, label in (("capital", "capital"), ("votes", "votes"), ("other_control", "other control")):
            if getattr(holding, name) is None:
                said = f"{label} of {holding.holder} in {holding.held}"
                yield MissingFact(f"holdings[{number}].{name}", said, holding.held)


def _of_consolidated(
    ownership: Ownership, counted: set[str], open_figures: set[str], years: frozenset[int]
) -> Iterator[MissingFact]:
    for number, each in enumerate(ownership.graph.consolidated):
        if each.parent not in counted or each.year not in years:
            continue
        if each.standing is None:
            yield MissingFact(
                f"consolidated[{number}].standing", f"standing of the accounts of {each.year}", each.parent
            )
        for name in DIMENSIONS[1:]:
            if name in open_figures and getattr(each, name) is None:
                label = f"consolidated {name.replace('_', ' ')} of {each.year}"
                yield MissingFact(f"consolidated[{number}].{name}", label, each.parent)
