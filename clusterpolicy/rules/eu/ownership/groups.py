"""Who is linked with whom. Source: annex I, Art. 3(3).

The votes of enterprises that are linked already count together, so every link may bring about another one. Groups are
joined until nothing changes; each time the smaller one is taken into the greater one, so that long chains stay quick.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence

from clusterpolicy.rules.eu.ownership.holdings import Part, Side
from clusterpolicy.rules.eu.ownership.relations import Ownership, is_controlled_otherwise


class Groups:
    """The groups of linked enterprises, as far as they are certain, or as far as they are possible."""

    def __init__(self, ownership: Ownership, side: Side) -> None:
        self.ownership = ownership
        self.side = side
        self._above: dict[str, str] = {each: each for each in ownership.parties if each in ownership.linking(side)}
        # Groups of one have no list of members, and a group that holds nothing has no votes.
        self._members: dict[str, list[str]] = {}
        self._votes: dict[str, dict[str, Part]] = {}
        self._votes_open: dict[str, set[str]] = {}
        self._waiting: deque[tuple[str, str]] = deque()
        for each in list(self._above):
            self._read_holdings(each)
        for dominated in ownership.dominated_by_persons(side):
            self._waiting.extend(_links_through(ownership, dominated.enterprises, side))
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
        return self._members.get(group) or (group,)

    def _read_holdings(self, holder: str) -> None:
        stakes = [each for each in self.ownership.holdings.of(holder) if each[1] in self._above]
        if not stakes:
            return
        votes_of_holder = self._votes[holder] = {}
        for _, held, _, votes, control in stakes:
            votes_of_holder[held] = votes or 0
            if votes is None and self.side is Side.MOST:
                self._votes_open.setdefault(holder, set()).add(held)
            if is_controlled_otherwise(control, self.side):
                self._waiting.append((holder, held))
            else:
                self._look_at_votes(holder, held)

    def _look_at_votes(self, group: str, held: str) -> None:
        votes = self._votes[group][held]
        if held in self._votes_open.get(group, ()):
            votes += self.ownership.holdings.rest(held)[1]
        if self.ownership.is_majority(votes, held):
            self._waiting.append((group, held))

    def _join(self, one: str, other: str) -> None:
        one, other = self.of(one), self.of(other)
        if one == other:
            return
        if self._weight(one) < self._weight(other):
            one, other = other, one
        self._above[other] = one
        self._members.setdefault(one, [one]).extend(self._members.pop(other, (other,)))
        if other in self._votes_open:
            self._votes_open.setdefault(one, set()).update(self._votes_open.pop(other))
        added = self._votes.pop(other, None)
        if added is None:
            return
        votes = self._votes.setdefault(one, {})
        for held, part in added.items():
            votes[held] = votes.get(held, 0) + part
            if self.of(held) != one:
                self._look_at_votes(one, held)

    def _weight(self, group: str) -> int:
        return len(self.members(group)) + len(self._votes.get(group, ()))


def _links_through(ownership: Ownership, dominated: Collection[str], side: Side) -> Iterator[tuple[str, str]]:
    """Links between enterprises that natural persons dominate, on the same or on adjacent markets."""
    if len(dominated) < 2:
        return
    on_market: dict[str, str] = {}
    anywhere: str | None = None
    for each in dominated:
        markets = ownership.parties[each].markets
        if side is Side.MOST and (markets is None or (markets and not ownership.markets.are_known)):
            anywhere = anywhere or each
        for market in markets or ():
            first = on_market.setdefault(ownership.markets.one_name(market), each)
            if first != each:
                yield first, each
    for market, first in on_market.items():
        for other in ownership.markets.touching(market, on_market):
            if on_market[other] != first:
                yield first, on_market[other]
    # Whoever acts on a market that nobody knows may meet any of the others there.
    if anywhere is not None:
        for each in dominated:
            if each != anywhere and ownership.parties[each].markets != ():
                yield anywhere, each
