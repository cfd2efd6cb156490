"""The part of a graph that hangs together with one enterprise: who is in it, and who dominates whom.

Everything is looked at from two sides: `LEAST` takes what is certain, `MOST` takes what is possible. More shares and
more links only ever add enterprises, so the truth lies between the two.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from clusterpolicy.model.ownership import ConsolidatedFigures, Control, OwnershipGraph, Party, PartyKind
from clusterpolicy.rules.eu.ownership.holdings import Holdings, Part, Side, Stake
from clusterpolicy.rules.eu.ownership.law import Law
from clusterpolicy.rules.eu.ownership.markets import Markets

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


@dataclass(frozen=True, slots=True)
class GroupAccounts:
    """Consolidated accounts, with all whose figures they hold."""

    entry: ConsolidatedFigures
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Dominated:
    """Enterprises that natural persons dominate, alone or acting jointly.

    Attributes:
        persons: Everybody, each with those acting jointly with them, by whom exactly these are dominated.
        enterprises: What they dominate.
    """

    persons: list[tuple[str, ...]]
    enterprises: Collection[str]


class Ownership:
    """The part of a graph that hangs together with one enterprise, ready to be searched."""

    def __init__(self, graph: OwnershipGraph, enterprise: str, law: Law) -> None:
        self.law = law
        self.graph = graph
        self.enterprise = enterprise
        self.holdings = Holdings(graph)
        self._majority = law.majority.as_integer_ratio()
        self._partner_share = law.partner_share.as_integer_ratio()
        self.markets = Markets(graph.adjacent_markets, law)
        self.unit = {person: group for group in graph.acting_jointly for person in group}
        reached = self._reached(enterprise)
        self.parties: dict[str, Party] = {each.id: each for each in graph.parties if each.id in reached}
        self.consolidated = tuple(
            GroupAccounts(each, each.members) for each in graph.consolidated if each.parent in reached
        )
        self._linking = {side: self._can_link(side) for side in Side}
        self._dominated: dict[Side, list[Dominated]] = {}

    def _reached(self, start: str) -> set[str]:
        reached, queue = {start}, deque([start])
        while queue:
            each = queue.popleft()
            others = [
                *[stake[1] for stake in self.holdings.of(each)],
                *[stake[0] for stake in self.holdings.into(each)],
                *self.unit.get(each, ()),
            ]
            for other in others:
                if other not in reached:
                    reached.add(other)
                    queue.append(other)
        return reached

    def is_majority(self, part: Part, held: str) -> bool:
        """Whether so many parts of `held` are more than half. Source: annex I, Art. 3(3)(a)."""
        above, below = self._majority
        return part * below > above * self.holdings.whole(held)

    def is_partnership(self, part: Part, held: str) -> bool:
        """Whether so many parts of `held` make a partner. Source: annex I, Art. 3(2)."""
        above, below = self._partner_share
        return part * below >= above * self.holdings.whole(held)

    def is_small_authority(self, party: Party) -> bool | None:
        """Whether a local authority is among the investors of annex I, Art. 3(2)(d)."""
        budget, inhabitants = party.annual_budget, party.inhabitants
        poor = None if budget is None else budget < self.law.local_authority_budget
        small = None if inhabitants is None else inhabitants < self.law.local_authority_inhabitants
        if poor is False or small is False:
            return False
        return True if poor and small else None

    def linking(self, side: Side) -> frozenset[str]:
        """Those to and through whom links run: enterprises and the investors of Art. 3(2) only."""
        return self._linking[side]

    def _can_link(self, side: Side) -> frozenset[str]:
        found = []
        for party in self.parties.values():
            kind = party.kind
            if kind is PartyKind.LOCAL_AUTHORITY:
                if self.is_small_authority(party) in ((True, None) if side is Side.MOST else (True,)):
                    found.append(party.id)
            elif kind is PartyKind.ENTERPRISE or kind in INVESTORS:
                found.append(party.id)
        return frozenset(found)

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

    def dominated_by_persons(self, side: Side) -> Sequence[Dominated]:
        """What natural persons dominate. Those who hold exactly the same of the same are looked at once."""
        if side not in self._dominated:
            found: dict[tuple[object, ...], Dominated] = {}
            for persons in self.persons():
                key = tuple(stake[1:] for person in persons for stake in self.holdings.of(person))
                if key not in found:
                    found[key] = Dominated([], self.dominated_by(persons, side))
                found[key].persons.append(persons)
            self._dominated[side] = [each for each in found.values() if each.enterprises]
        return self._dominated[side]

    def dominated_by(self, starters: Iterable[str], side: Side, *, capital_counts: bool = False) -> dict[str, None]:
        """All enterprises in which the starters have a majority, alone or with others that they dominate."""
        linking = self.linking(side)
        stakes = _Stakes(self.holdings, side)
        dominated: dict[str, None] = {}
        starting = set(starters)
        queue = deque(starting)
        while queue:
            for stake in self.holdings.of(queue.popleft()):
                held = stake[1]
                if held in dominated or held in starting or held not in linking:
                    continue
                stakes.add(stake)
                part = max(stakes.capital(held), stakes.votes(held)) if capital_counts else stakes.votes(held)
                if self.is_majority(part, held) or is_controlled_otherwise(stake[4], side):
                    dominated[held] = None
                    queue.append(held)
        return dominated

    def leaves_links_open(self) -> bool:
        """Whether a fact is missing on which links, partners or public control may depend."""
        if any(None in stake for party in self.parties for stake in self.holdings.into(party)):
            return True
        persons = any(self.persons())
        if persons and not self.markets.are_known:
            return True
        kinds = {each.kind for each in self.parties.values()}
        angels = PartyKind.BUSINESS_ANGEL in kinds
        linking = self.linking(Side.MOST)
        return any(
            (persons and each.markets is None and each.id in linking)
            or (angels and each.angel_investment is None)
            or (each.kind is PartyKind.LOCAL_AUTHORITY and self.is_small_authority(each) is None)
            or (each.kind in MAY_BE_PUBLIC and each.is_public_body is None)
            for each in self.parties.values()
        )


def is_controlled_otherwise(control: tuple[Control, ...] | None, side: Side) -> bool:
    """Control by the board, by dominant influence or by agreement. Source: annex I, Art. 3(3)(b) to (d)."""
    return side is Side.MOST if control is None else bool(control)


class _Stakes:
    """What some holders have together, in each enterprise."""

    def __init__(self, holdings: Holdings, side: Side) -> None:
        self._holdings = holdings
        self._side = side
        self._capital: defaultdict[str, Part] = defaultdict(int)
        self._votes: defaultdict[str, Part] = defaultdict(int)
        self._capital_open: set[str] = set()
        self._votes_open: set[str] = set()

    def add(self, stake: Stake) -> None:
        """One holding more."""
        _, held, capital, votes, _ = stake
        if capital is None:
            self._capital_open.add(held)
        else:
            self._capital[held] += capital
        if votes is None:
            self._votes_open.add(held)
        else:
            self._votes[held] += votes

    def capital(self, held: str) -> Part:
        """The part of the capital of `held`, at least or at most."""
        is_open = self._side is Side.MOST and held in self._capital_open
        return self._capital[held] + (self._holdings.rest(held)[0] if is_open else 0)

    def votes(self, held: str) -> Part:
        """The part of the votes of `held`, at least or at most."""
        is_open = self._side is Side.MOST and held in self._votes_open
        return self._votes[held] + (self._holdings.rest(held)[1] if is_open else 0)
