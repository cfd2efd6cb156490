"""What the figures add up to. Source: annex I, Art. 6.

Its own and those of linked enterprises whole, those of partners in proportion, after whatever is linked with a partner
was added to it. Consolidated accounts take the place of all that they include, and nothing is added twice.

Where facts are missing, the least and the most are found apart: the least from what is certain, the most from what is
possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from clusterpolicy.rules.eu.ownership.coverage import Consolidated, Coverage
from clusterpolicy.rules.eu.ownership.partners import Structure
from clusterpolicy.rules.eu.ownership.periods import (
    ALL_ZERO,
    DIMENSIONS,
    Entry,
    Figures,
    Period,
    annual,
    ends_of,
    entries_of,
    figures_of,
    is_usable,
)
from clusterpolicy.rules.eu.ownership.relations import Ownership
from clusterpolicy.rules.eu.ownership.sums import Bounds, Total, Totals, bounds, total_of


class Books:
    """The accounts of everybody, read once, whatever the period."""

    def __init__(self, ownership: Ownership) -> None:
        self._parties = ownership.parties
        self._on = ownership.law.day
        self._entries: dict[str, tuple[Entry, ...]] = {}

    def figures(self, member: str, period: Period, *, is_latest: bool) -> Figures:
        """The own figures of one enterprise."""
        party = self._parties[member]
        entries = self._entries.get(member)
        if entries is None:
            entries = self._entries[member] = entries_of(party, self._on)
        return figures_of(party, entries, period, self._on, is_latest=is_latest)


class Aggregation:
    """The figures of one period with everything that is added."""

    def __init__(self, least: Structure, most: Structure, books: Books, period: Period, *, is_latest: bool) -> None:
        self._least = least
        self._most = most
        self._books = books
        self._period = period
        self._is_latest = is_latest
        accounts = _consolidated(most, period, least.groups.ownership.law.day)
        # Headcount stands in some of the accounts only, the two amounts in all.
        amounts = Coverage(accounts, least, most)
        staff = [each for each in accounts if each.shows_headcount]
        self._coverage = (
            amounts if len(staff) == len(accounts) else Coverage(staff, least, most),
            amounts,
            amounts,
        )

    def totals(self) -> Totals:
        """Headcount, turnover and balance sheet total, each with the least and the most that it may be."""
        if not self._coverage[1].accounts:
            return self._totals_of_members()
        headcount, turnover, balance = (self._bounds(dimension) for dimension, _ in enumerate(DIMENSIONS))
        return headcount, turnover, balance

    def figures(self, member: str) -> Figures:
        """The own figures of one enterprise."""
        return self._books.figures(member, self._period, is_latest=self._is_latest)

    def counted(self, member: str) -> tuple[Figures, str | None]:
        """The figures with which a member stands in the sum, and who certainly holds them in consolidated accounts.

        Consolidated figures stand with the parent; all others that they include stand with nothing.
        """
        own = self.figures(member)
        if not self._coverage[1].accounts:
            return own, None
        held = [each.outermost(member) for each in self._coverage]
        standing = [own if by is None else by.figures if by.parent == member else ALL_ZERO for by in held]
        staff, sales, assets = standing
        parent = None if held[1] is None else held[1].parent
        return (staff[0], sales[1], assets[2], staff[3], sales[4], assets[5]), parent

    # ── Without consolidated accounts: everybody by themselves ────────────────────────────────────────────────────────

    def _totals_of_members(self) -> Totals:
        least = self._sums(self._least)
        if self._least is self._most:
            return least
        most = self._sums(self._most)
        return (least[0][0], most[0][1]), (least[1][0], most[1][1]), (least[2][0], most[2][1])

    def _sums(self, structure: Structure) -> Totals:
        sums, excess = (Total(), Total(), Total()), (Total(), Total(), Total())
        for group, share in structure.shares.items():
            staff = sales = assets = 0
            for member in structure.groups.members(group):
                figures = self.figures(member)
                staff += figures[0]
                sales += figures[1]
                assets += figures[2]
                if figures[:3] != figures[3:]:
                    for total, (least, most) in zip(excess, ends_of(figures), strict=True):
                        total.add(share, None if most is None else most - least)
            sums[0].add(share, staff)
            sums[1].add(share, sales)
            sums[2].add(share, assets)
        return bounds(sums[0], excess[0]), bounds(sums[1], excess[1]), bounds(sums[2], excess[2])

    # ── With consolidated accounts, figure by figure ──────────────────────────────────────────────────────────────────

    def _bounds(self, dimension: int) -> Bounds:
        lowest = total_of(self._certain(dimension))
        assert lowest is not None  # what is certain has an end
        return lowest, total_of(self._possible(dimension))

    def _certain(self, dimension: int) -> Iterator[tuple[Fraction, int]]:
        """Certain enterprises and certain accounts only; whatever other accounts may cover counts as nothing."""
        least, coverage = self._least, self._coverage[dimension]
        for each in coverage.accounts:
            if each.is_certain and each.parent in least.groups and not coverage.may_be_within_others(each):
                share = least.shares.get(least.groups.of(each.parent))
                if share is not None:
                    yield share, ends_of(each.figures)[dimension][0]
        for member, _, share in least.counted():
            if not coverage.may_be_held(member):
                yield share, ends_of(self.figures(member))[dimension][0]

    def _possible(self, dimension: int) -> Iterator[tuple[Fraction, int | None]]:
        """All that is possible, but what certain accounts hold already."""
        most, coverage = self._most, self._coverage[dimension]
        for each in coverage.accounts:
            share = most.shares.get(most.groups.of(each.parent))
            if share is not None and not coverage.is_within_others(each):
                yield share, ends_of(each.figures)[dimension][1]
        for member, _, share in most.counted():
            if not coverage.is_held(member):
                yield share, ends_of(self.figures(member))[dimension][1]


def _consolidated(most: Structure, period: Period, on: date) -> list[Consolidated]:
    """The consolidated accounts of a period that may count."""
    found = []
    for each in most.groups.ownership.consolidated:
        entry = each.entry
        if entry.year == period.year and entry.parent in most.groups and is_usable(entry, on) is not False:
            is_certain = is_usable(entry, on) is True
            found.append(
                Consolidated(entry.parent, each.members, annual(entry), is_certain, entry.headcount is not None)
            )
    return found
