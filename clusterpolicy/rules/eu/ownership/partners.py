"""Who is a partner: a quarter or more, held by or in the group, and no link. Source: annex I, Art. 3(2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from clusterpolicy.rules.eu.ownership.groups import Groups
from clusterpolicy.rules.eu.ownership.holdings import WHOLE, Part, Side, Stake
from clusterpolicy.rules.eu.ownership.relations import Ownership


@dataclass(frozen=True, slots=True)
class Structure:
    """Whose figures count, looked at from one side: the group of the enterprise, and the groups that are partners.

    Attributes:
        groups: The groups of linked enterprises.
        own: The name of the group of the enterprise.
        shares: Every group that counts, with its share: the own one whole, partners at the greater of capital and
            votes, at its greatest.
        beside: The members of partners that hold, or are held, themselves.
        next_to_enterprise: The partners whose percentage is one of the enterprise itself, not of one linked with it.
    """

    groups: Groups
    own: str
    shares: dict[str, Fraction]
    beside: frozenset[str]
    next_to_enterprise: frozenset[str]

    def counts(self, party: str) -> bool:
        """Whether the figures of this party count."""
        return party in self.groups and self.groups.of(party) in self.shares

    def counted(self) -> Iterator[tuple[str, str, Fraction]]:
        """Everybody who counts, with the group and the share."""
        for group, share in self.shares.items():
            for member in self.groups.members(group):
                yield member, group, share


def structure_of(ownership: Ownership, side: Side) -> Structure:
    """The group to which the enterprise belongs, and its partners."""
    groups = Groups(ownership, side)
    own = groups.of(ownership.enterprise)
    shares: dict[str, Fraction] = {own: WHOLE}
    beside: set[str] = set()
    near: set[str] = set()
    for group, member, share in _percentages(ownership, groups, own):
        best = shares.get(group)
        if best is None or share > best:
            shares[group] = share
            near.discard(group)
            best = share
        if share == best and member == ownership.enterprise:
            near.add(group)
    for member in groups.members(own):
        beside.update(each[0] for each in ownership.holdings.into(member))
        beside.update(each[1] for each in ownership.holdings.of(member))
    return Structure(groups, own, shares, frozenset(beside), frozenset(near))


def _percentages(ownership: Ownership, groups: Groups, own: str) -> Iterator[tuple[str, str, Fraction]]:
    """Every percentage that makes a partner: its group, and the member of the own group that it is one of."""
    held_by_own: defaultdict[str, list[Stake]] = defaultdict(list)
    for member in groups.members(own):
        for group, stakes in _by_group(ownership.holdings.into(member), groups, own).items():
            counting = [each for each in stakes if _counts(ownership, each, groups.side)]
            if counting:
                together = stakes if ownership.law.joint_percentage else counting
                yield from _percentage(ownership, groups, group, together, [member])
        for stake in ownership.holdings.of(member):
            if stake[1] in groups and groups.of(stake[1]) != own:
                held_by_own[stake[1]].append(stake)
    for held, stakes in held_by_own.items():
        yield from _percentage(ownership, groups, groups.of(held), stakes, [each[0] for each in stakes])


def _by_group(stakes: Sequence[Stake], groups: Groups, own: str) -> dict[str, list[Stake]]:
    """The holdings of other groups, by group."""
    found: dict[str, list[Stake]] = {}
    for each in stakes:
        if each[0] in groups and (group := groups.of(each[0])) != own:
            found.setdefault(group, []).append(each)
    return found


def _percentage(
    ownership: Ownership, groups: Groups, group: str, stakes: Sequence[Stake], members: Sequence[str]
) -> Iterator[tuple[str, str, Fraction]]:
    held = stakes[0][1]
    part = _part(ownership, held, stakes, groups.side)
    if ownership.is_partnership(part, held):
        share = ownership.holdings.share(part, held)
        for member in members:
            yield group, member, share


def _part(ownership: Ownership, held: str, stakes: Sequence[Stake], side: Side) -> Part:
    """What several holdings in one enterprise count as: together, or, by the other reading, the greatest of them."""
    if ownership.law.joint_percentage:
        return ownership.holdings.greater(stakes, held, side)
    return max(ownership.holdings.greater([each], held, side) for each in stakes)


def _counts(ownership: Ownership, stake: Stake, side: Side) -> bool:
    """Whether a holder can make its group a partner: it holds a part, and no exemption covers it."""
    holder, held, *_ = stake
    if not ownership.holdings.greater([stake], held, side):
        return False
    exempt = ownership.is_exempt(holder, held)
    return exempt is False or (exempt is None and side is Side.MOST)
