"""What the figures add up to. Source: annex I, Art. 6.

Its own and those of linked enterprises whole, those of partners in proportion, after whatever is linked with a partner
was added to it. Consolidated accounts take the place of all that they include, and nothing is added twice.

Where facts are missing, the least and the most are found apart: the least from what is certain, the most from what is
possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clusterpolicy.model.ownership import ConsolidatedFigures
from clusterpolicy.rules.eu.ownership.groups import Groups
from clusterpolicy.rules.eu.ownership.partners import Partner
from clusterpolicy.rules.eu.ownership.periods import (
    DIMENSIONS,
    ZERO,
    Bounds,
    Figures,
    Period,
    annual,
    figures_of,
    is_usable,
)
from clusterpolicy.rules.eu.ownership.relations import NOTHING, WHOLE


@dataclass(frozen=True, slots=True)
class Structure:
    """The groups and the partners, looked at from one side."""

    groups: Groups
    partners: tuple[Partner, ...]

    @property
    def own(self) -> str:
        """The name of the group of the enterprise."""
        return self.groups.of(self.groups.ownership.enterprise)

    def shares(self) -> dict[str, Fraction]:
        """The share of every group that counts."""
        return {self.own: WHOLE, **{each.group: each.share for each in self.partners}}

    def counted(self) -> Iterator[tuple[str, str, Fraction]]:
        """Everybody who counts, with the group and the share."""
        own = self.own
        for member in self.groups.members(own):
            yield member, own, WHOLE
        for partner in self.partners:
            for member in self.groups.members(partner.group):
                yield member, partner.group, partner.share


class Aggregation:
    """The figures of one period with everything that is added."""

    def __init__(self, least: Structure, most: Structure, period: Period, on: date, *, is_latest: bool) -> None:
        self._least = least
        self._most = most
        self._period = period
        self._on = on
        self._is_latest = is_latest
        self._ownership = least.groups.ownership
        self._figures: dict[str, Figures] = {}
        self._covering: dict[int, dict[str, list[ConsolidatedFigures]]] = {}
        self._accounts = [
            each
            for each in self._ownership.consolidated
            if each.year == period.year and is_usable(each, on) is not False and each.parent in most.groups
        ]

    def totals(self) -> Figures:
        """Headcount, turnover and balance sheet total, each with the least and the most that it may be."""
        headcount, turnover, balance = (self._total(dimension) for dimension, _ in enumerate(DIMENSIONS))
        return headcount, turnover, balance

    def _total(self, dimension: int) -> Bounds:
        lowest = self._lowest(dimension)
        is_settled = self._least is self._most and all(is_usable(each, self._on) for each in self._accounts)
        # A known figure is the same object on both sides, which is quicker to see than that it is equal.
        if is_settled and all(each[dimension][0] is each[dimension][1] for each in self._everything()):
            return lowest, lowest
        return lowest, self._highest(dimension)

    def _everything(self) -> Iterator[Figures]:
        """All figures that may count, those of members and those of groups."""
        for member, _, _ in self._most.counted():
            yield self.figures(member)
        for accounts in self._accounts:
            yield annual(accounts)

    def figures(self, member: str) -> Figures:
        """The own figures of one enterprise."""
        found = self._figures.get(member)
        if found is None:
            party = self._ownership.parties[member]
            found = figures_of(party, self._period, self._on, is_latest=self._is_latest)
            self._figures[member] = found
        return found

    def counted(self, member: str) -> tuple[Figures, str | None]:
        """The figures with which a member stands in the sum, and who certainly holds them in consolidated accounts.

        Consolidated figures stand with the parent; all others that they include stand with nothing.
        """
        own = self.figures(member)
        if not self._accounts:
            return own, None
        headcount, turnover, balance = (self._counted(member, dimension) for dimension, _ in enumerate(DIMENSIONS))
        return (headcount[0], turnover[0], balance[0]), turnover[1]

    def _counted(self, member: str, dimension: int) -> tuple[Bounds, str | None]:
        if dimension not in self._covering:
            self._covering[dimension] = _by_member(self._certain(dimension))
        covering = [each for each in self._covering[dimension].get(member, ()) if self._surely_beside(each, member)]
        if not covering:
            return self.figures(member)[dimension], None
        outermost = max(covering, key=lambda each: len(each.members))
        return annual(outermost)[dimension] if outermost.parent == member else ZERO, outermost.parent

    def _certain(self, dimension: int) -> list[ConsolidatedFigures]:
        return [each for each in self._of(dimension) if is_usable(each, self._on)]

    def _of(self, dimension: int) -> Iterator[ConsolidatedFigures]:
        """The consolidated accounts that show this figure. Headcount they need not show: annex I, Art. 6(4)."""
        for each in self._accounts:
            if dimension or each.headcount is not None:
                yield each

    def _surely_beside(self, accounts: ConsolidatedFigures, member: str) -> bool:
        """Whether these accounts count wherever the member counts."""
        least = self._least.groups
        if accounts.parent not in least:
            return False
        parent = least.of(accounts.parent)
        return parent == self._least.own or (member in least and parent == least.of(member))

    def _possibly_beside(self, accounts: ConsolidatedFigures, member: str) -> bool:
        """Whether these accounts may count where the member counts."""
        most = self._most.groups
        return most.of(accounts.parent) in (self._most.own, most.of(member))

    def _lowest(self, dimension: int) -> Fraction:
        """Certain enterprises and certain accounts only; whatever other accounts may cover counts as nothing."""
        least = self._least
        total = _Total(least.shares())
        covering = _by_member(self._of(dimension))

        def is_covered(party: str, by: Iterable[ConsolidatedFigures]) -> bool:
            return any(self._possibly_beside(each, party) for each in by)

        for each in self._certain(dimension):
            others = [other for other in covering[each.parent] if self._is_within(each, other)]
            if each.parent in least.groups and not is_covered(each.parent, others):
                total.add(least.groups.of(each.parent), annual(each)[dimension][0])
        for member, group, _ in least.counted():
            if member not in covering or not is_covered(member, covering[member]):
                total.add(group, self.figures(member)[dimension][0])
        return total.value

    def _is_within(self, inner: ConsolidatedFigures, outer: ConsolidatedFigures) -> bool:
        """Whether the outer accounts hold the inner ones, should both count."""
        if inner is outer:
            return False
        most = self._most.groups
        from_outside = most.of(outer.parent) == self._most.own != most.of(inner.parent)
        return inner.members < outer.members or (from_outside and inner.parent in outer.members)

    def _highest(self, dimension: int) -> Fraction | None:
        """All that is possible, but what certain accounts hold already."""
        most = self._most
        total = _Total(most.shares())
        covering = _by_member(self._certain(dimension))
        for each in self._of(dimension):
            outer = [other for other in covering.get(each.parent, ()) if self._is_within(each, other)]
            if not any(self._surely_beside(other, each.parent) for other in outer):
                total.add(most.groups.of(each.parent), annual(each)[dimension][1])
        for member, group, _ in most.counted():
            if member in covering and any(self._surely_beside(each, member) for each in covering[member]):
                continue
            total.add(group, self.figures(member)[dimension][1])
        return None if total.is_endless else total.value


class _Total:
    """A sum over groups, each at its share. Kept apart by share and denominator, which makes long sums quick."""

    def __init__(self, shares: dict[str, Fraction]) -> None:
        self.is_endless = False
        self._shares = {group: share.as_integer_ratio() for group, share in shares.items()}
        self._parts: dict[tuple[int, int], int] = {}

    def add(self, group: str, figure: Fraction | None) -> None:
        """A figure more of this group, if the group counts; `None` is without end."""
        share = self._shares.get(group)
        if share is None:
            return
        if figure is None:
            self.is_endless = True
            return
        above, below = share
        key = (below, figure.denominator)
        self._parts[key] = self._parts.get(key, 0) + above * figure.numerator

    @property
    def value(self) -> Fraction:
        """The sum."""
        return sum((Fraction(part, one * other) for (one, other), part in self._parts.items()), NOTHING)


def _by_member(accounts: Iterable[ConsolidatedFigures]) -> dict[str, list[ConsolidatedFigures]]:
    found: dict[str, list[ConsolidatedFigures]] = {}
    for each in accounts:
        for member in each.members:
            found.setdefault(member, []).append(each)
    return found


def added(share: Fraction, bounds: Bounds) -> Bounds:
    """A share of a figure."""
    if share == 1:
        return bounds
    lowest, highest = bounds
    return share * lowest, None if highest is None else share * highest
