"""Who is linked with whom. Source: annex I, Art. 3(3).

The votes of enterprises that are linked already count together, so every link may bring about another one. Groups are
joined until nothing changes; each time the smaller one is taken into the greater one, so that long chains stay quick.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from clusterpolicy.rules.eu.ownership.relations import Ownership, Side, Stake


class Groups:
    """The groups of linked enterprises, as far as they are certain, or as far as they are possible."""

    def __init__(self, ownership: Ownership, side: Side) -> None:
        self.ownership = ownership
        self.side = side
        self._above: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._stakes: dict[str, dict[str, Stake]] = {}
        self._waiting: deque[tuple[str, str]] = deque()
        for party in ownership.parties.values():
            if ownership.can_link(party, side):
                self._above[party.id] = party.id
                self._members[party.id] = [party.id]
                self._stakes[party.id] = {}
        for each in list(self._above):
            self._read_holdings(each)
        for persons in ownership.persons():
            self._waiting.extend(_links_through(ownership, persons, side))
        while self._waiting:
            self._join(*self._waiting.popleft())

    def __contains__(self, party: str) -> bool:
        return party in self._above

    def of(self, party: str) -> str:
        """The name of the group to which this party belongs: one of its members."""
        root = party
        while self._above[root] != root:
            root = self._above[root]
        while self._above[party] != root:
            self._above[party], party = root, self._above[party]
        return root

    def members(self, group: str) -> Sequence[str]:
        """Everybody in a group."""
        return self._members[group]

    def _read_holdings(self, holder: str) -> None:
        for holding in self.ownership.holdings_of(holder):
            held = holding.held
            if held not in self._above:
                continue
            stake = self._stakes[holder][held] = Stake()
            stake.add(holding)
            if self.ownership.is_controlled_otherwise(holding, self.side):
                self._waiting.append((holder, held))
            self._look_at_votes(holder, held, stake)

    def _look_at_votes(self, group: str, held: str, stake: Stake) -> None:
        if self.ownership.votes(stake, held, self.side) > self.ownership.law.majority:
            self._waiting.append((group, held))

    def _join(self, one: str, other: str) -> None:
        one, other = self.of(one), self.of(other)
        if one == other:
            return
        if self._weight(one) < self._weight(other):
            one, other = other, one
        self._above[other] = one
        self._members[one] += self._members.pop(other)
        stakes = self._stakes[one]
        for held, stake in self._stakes.pop(other).items():
            if held in stakes:
                stakes[held].join(stake)
            else:
                stakes[held] = stake
            if self.of(held) != one:
                self._look_at_votes(one, held, stakes[held])

    def _weight(self, group: str) -> int:
        return len(self._members[group]) + len(self._stakes[group])


def _links_through(ownership: Ownership, persons: tuple[str, ...], side: Side) -> Iterator[tuple[str, str]]:
    """Links between enterprises that natural persons dominate, on the same or on adjacent markets."""
    dominated = list(ownership.dominated_by(persons, side))
    if len(dominated) < 2:
        return
    on_market: dict[str, str] = {}
    anywhere: list[str] = []
    for each in dominated:
        markets = ownership.parties[each].markets
        if side is Side.MOST and (markets is None or (markets and not ownership.adjacency_is_known)):
            anywhere.append(each)
        for market in markets or ():
            first = on_market.setdefault(market, each)
            if first != each:
                yield first, each
    for market, first in on_market.items():
        for other in ownership.markets_touching(market):
            if other in on_market and on_market[other] != first:
                yield first, on_market[other]
    # Whoever acts on a market that nobody knows may meet any of the others there.
    known = [each for each in dominated if ownership.parties[each].markets != ()]
    if anywhere:
        for each in known:
            if each != anywhere[0]:
                yield anywhere[0], each
