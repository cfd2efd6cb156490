"""Who holds what, and what a group of parties holds together, where some shares may not be known.

Everything is looked at from two sides: `LEAST` takes what is certain, `MOST` takes what is possible. More shares and
more links only ever add enterprises, so the truth lies between the two.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from enum import Enum
from fractions import Fraction

from clusterpolicy.model.ownership import ConsolidatedFigures, Holding, MarketPair, OwnershipGraph, Party, PartyKind
from clusterpolicy.rules.eu.ownership.law import Law

NOTHING = Fraction(0)
WHOLE = Fraction(1)

INVESTORS = frozenset(
    {
        PartyKind.PUBLIC_INVESTMENT_CORPORATION,
        PartyKind.VENTURE_CAPITAL_COMPANY,
        PartyKind.BUSINESS_ANGEL,
        PartyKind.RESEARCH_CENTRE,
        PartyKind.INSTITUTIONAL_INVESTOR,
    }
)
"""The investors of annex I, Art. 3(2), second subparagraph, but for local authorities, which have conditions."""

MAY_BE_PUBLIC = (PartyKind.RESEARCH_CENTRE, PartyKind.INSTITUTIONAL_INVESTOR)
"""Investors that may themselves be public bodies."""


class Side(Enum):
    """From which side what is not known is looked at."""

    LEAST = "certain"
    MOST = "possible"


class Stake:
    """What some holders have together in one enterprise. Shares not known make it `open`."""

    __slots__ = ("capital", "capital_open", "votes", "votes_open")

    def __init__(self) -> None:
        self.capital = NOTHING
        self.votes = NOTHING
        self.capital_open = False
        self.votes_open = False

    def add(self, holding: Holding) -> None:
        """One holding more."""
        if holding.capital is None:
            self.capital_open = True
        elif holding.capital:
            self.capital = self.capital + holding.capital if self.capital else holding.capital
        if holding.votes is None:
            self.votes_open = True
        elif holding.votes:
            self.votes = self.votes + holding.votes if self.votes else holding.votes

    def join(self, other: Stake) -> None:
        """The holdings of others more."""
        self.capital += other.capital
        self.votes += other.votes
        self.capital_open |= other.capital_open
        self.votes_open |= other.votes_open


class Ownership:
    """The part of a graph that hangs together with one enterprise, ready to be searched."""

    def __init__(self, graph: OwnershipGraph, enterprise: str, law: Law) -> None:
        self.law = law
        self.graph = graph
        self.enterprise = enterprise
        by_holder: defaultdict[str, list[Holding]] = defaultdict(list)
        by_held: defaultdict[str, list[Holding]] = defaultdict(list)
        for each in graph.holdings:
            by_holder[each.holder].append(each)
            by_held[each.held].append(each)
        self.by_holder = by_holder
        self.by_held = by_held
        self.unit = {person: group for group in graph.acting_jointly for person in group}
        reached = self._reached(enterprise)
        self.parties: dict[str, Party] = {each.id: each for each in graph.parties if each.id in reached}
        self.consolidated: tuple[ConsolidatedFigures, ...] = tuple(
            each for each in graph.consolidated if each.parent in reached
        )
        self._rests: dict[str, tuple[Fraction, Fraction]] = {}
        self._adjacent = _adjacent(graph.adjacent_markets, law)

    def _reached(self, start: str) -> set[str]:
        reached, queue = {start}, deque([start])
        while queue:
            each = queue.popleft()
            others = (
                *(holding.held for holding in self.by_holder.get(each, ())),
                *(holding.holder for holding in self.by_held.get(each, ())),
                *self.unit.get(each, ()),
            )
            for other in others:
                if other not in reached:
                    reached.add(other)
                    queue.append(other)
        return reached

    def holdings_of(self, holder: str) -> Iterable[Holding]:
        """What this party holds."""
        return self.by_holder.get(holder, ())

    def holdings_in(self, held: str) -> Iterable[Holding]:
        """What others hold in this party."""
        return self.by_held.get(held, ())

    def capital(self, stake: Stake, held: str, side: Side) -> Fraction:
        """The part of the capital that a stake is, at least or at most."""
        if not stake.capital_open or side is Side.LEAST:
            return stake.capital
        return stake.capital + self._rest(held)[0]

    def votes(self, stake: Stake, held: str, side: Side) -> Fraction:
        """The part of the votes that a stake is, at least or at most."""
        if not stake.votes_open or side is Side.LEAST:
            return stake.votes
        return stake.votes + self._rest(held)[1]

    def greater(self, stake: Stake, held: str, side: Side) -> Fraction:
        """The greater of capital and votes. Source: annex I, Art. 6(2)."""
        return max(self.capital(stake, held, side), self.votes(stake, held, side))

    def _rest(self, held: str) -> tuple[Fraction, Fraction]:
        """What the holdings that are not known can be at most, all together."""
        found = self._rests.get(held)
        if found is None:
            known = Stake()
            for holding in self.holdings_in(held):
                known.add(holding)
            found = self._rests[held] = (WHOLE - known.capital, WHOLE - known.votes)
        return found

    def is_controlled_otherwise(self, holding: Holding, side: Side) -> bool:
        """Control by the board, by dominant influence or by agreement. Source: annex I, Art. 3(3)(b) to (d)."""
        return side is Side.MOST if holding.other_control is None else bool(holding.other_control)

    def is_small_authority(self, party: Party) -> bool | None:
        """Whether a local authority is among the investors of annex I, Art. 3(2)(d)."""
        budget, inhabitants = party.annual_budget, party.inhabitants
        poor = None if budget is None else budget < self.law.local_authority_budget
        small = None if inhabitants is None else inhabitants < self.law.local_authority_inhabitants
        if poor is False or small is False:
            return False
        return True if poor and small else None

    def can_link(self, party: Party, side: Side) -> bool:
        """Whether links run to and through this party: enterprises and the investors of Art. 3(2) only."""
        if party.kind is PartyKind.LOCAL_AUTHORITY:
            return self.is_small_authority(party) in ((True, None) if side is Side.MOST else (True,))
        return party.kind is PartyKind.ENTERPRISE or party.kind in INVESTORS

    def is_exempt(self, holder: str, held: str) -> bool | None:
        """Whether this holder may reach a quarter of `held` without being a partner, if the two are not linked.

        Source: annex I, Art. 3(2), second subparagraph.
        """
        party = self.parties[holder]
        if party.kind is PartyKind.BUSINESS_ANGEL:
            invested = self.parties[held].angel_investment
            return None if invested is None else invested < self.law.angel_investment
        if party.kind is PartyKind.LOCAL_AUTHORITY:
            return self.is_small_authority(party)
        return party.kind in INVESTORS

    def persons(self) -> Iterator[tuple[str, ...]]:
        """Natural persons, those acting jointly together."""
        met: set[str] = set()
        for party in self.parties.values():
            if party.kind is PartyKind.NATURAL_PERSON and party.id not in met:
                unit = self.unit.get(party.id, (party.id,))
                met.update(unit)
                yield unit

    def dominated_by(self, starters: Iterable[str], side: Side, *, capital_counts: bool = False) -> dict[str, None]:
        """All enterprises in which the starters have a majority, alone or with others that they dominate."""
        stakes: dict[str, Stake] = {}
        dominated: dict[str, None] = {}
        starting = set(starters)
        queue = deque(starting)
        while queue:
            for holding in self.holdings_of(queue.popleft()):
                held = holding.held
                if held in dominated or held in starting or not self.can_link(self.parties[held], side):
                    continue
                stake = stakes.setdefault(held, Stake())
                stake.add(holding)
                part = self.greater(stake, held, side) if capital_counts else self.votes(stake, held, side)
                if part > self.law.majority or self.is_controlled_otherwise(holding, side):
                    dominated[held] = None
                    queue.append(held)
        return dominated

    def leaves_links_open(self) -> bool:
        """Whether a fact is missing on which links, partners or public control may depend."""
        reached = (holding for party in self.parties for holding in self.holdings_in(party))
        if any(None in (each.capital, each.votes, each.other_control) for each in reached):
            return True
        persons = any(self.persons())
        if persons and not self.adjacency_is_known:
            return True
        kinds = {each.kind for each in self.parties.values()}
        angels = PartyKind.BUSINESS_ANGEL in kinds
        return any(
            (persons and each.markets is None)
            or (angels and each.angel_investment is None)
            or (each.kind is PartyKind.LOCAL_AUTHORITY and self.is_small_authority(each) is None)
            or (each.kind in MAY_BE_PUBLIC and each.is_public_body is None)
            for each in self.parties.values()
        )

    def markets_touching(self, market: str) -> frozenset[str]:
        """The markets that are adjacent to this one."""
        return self._adjacent.get(market, frozenset())

    @property
    def adjacency_is_known(self) -> bool:
        """Whether the graph says which markets are adjacent, as far as that matters."""
        return self.graph.adjacent_markets is not None or not self.law.adjacent_markets_link


def _adjacent(pairs: Iterable[MarketPair] | None, law: Law) -> dict[str, frozenset[str]]:
    if not law.adjacent_markets_link:
        return {}
    touching: defaultdict[str, set[str]] = defaultdict(set)
    for each in pairs or ():
        touching[each.first].add(each.second)
        touching[each.second].add(each.first)
    if law.adjacency_carries_on:
        for market in list(touching):
            queue = deque(touching[market])
            while queue:
                more = touching[queue.popleft()] - touching[market]
                touching[market] |= more
                queue.extend(more)
    return {market: frozenset(others - {market}) for market, others in touching.items()}
