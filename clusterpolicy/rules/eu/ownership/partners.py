"""Who is a partner: a quarter or more, held by or in the group, and no link. Source: annex I, Art. 3(2)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from clusterpolicy.model.ownership import Holding
from clusterpolicy.rules.eu.ownership.groups import Groups
from clusterpolicy.rules.eu.ownership.relations import NOTHING, Ownership, Side, Stake


@dataclass(frozen=True, slots=True)
class Partner:
    """A group of linked enterprises that is a partner, with the percentage that counts.

    Attributes:
        group: The name of the group.
        share: The greater of capital and votes, at its greatest.
        beside: Its members that hold, or are held, themselves.
        next_to_enterprise: Whether the percentage is one of the enterprise itself, not of one linked with it.
    """

    group: str
    share: Fraction
    beside: frozenset[str]
    next_to_enterprise: bool


@dataclass(slots=True)
class _Pair:
    """What lies between one enterprise and one group of others."""

    stake: Stake
    greatest_single: Fraction
    counts: bool


def partners_of(ownership: Ownership, groups: Groups) -> list[Partner]:
    """The partners of the group to which the enterprise belongs."""
    own = groups.of(ownership.enterprise)
    shares: dict[str, dict[str, Fraction]] = defaultdict(dict)
    beside: dict[str, set[str]] = defaultdict(set)
    upward: dict[tuple[str, str], _Pair] = {}
    downward: dict[tuple[str, str], _Pair] = {}
    held_by: dict[tuple[str, str], set[str]] = defaultdict(set)
    for member in groups.members(own):
        for holding in ownership.holdings_in(member):
            if holding.holder in groups and (group := groups.of(holding.holder)) != own:
                counts = _counts(ownership, holding, groups.side)
                _add(ownership, upward, (group, member), holding, groups.side, counts)
                beside[group].add(holding.holder)
        for holding in ownership.holdings_of(member):
            if holding.held in groups and (group := groups.of(holding.held)) != own:
                _add(ownership, downward, (group, holding.held), holding, groups.side, True)
                beside[group].add(holding.held)
                held_by[group, holding.held].add(member)
    for (group, member), pair in upward.items():
        if pair.counts:
            share = _share(ownership, pair, member, groups.side)
            shares[group][member] = max(share, shares[group].get(member, NOTHING))
    for (group, held), pair in downward.items():
        share = _share(ownership, pair, held, groups.side)
        for member in held_by[group, held]:
            shares[group][member] = max(share, shares[group].get(member, NOTHING))
    found = []
    for group, by_member in shares.items():
        share = max(by_member.values())
        if share >= ownership.law.partner_share:
            own_share = by_member.get(ownership.enterprise, NOTHING)
            found.append(Partner(group, share, frozenset(beside[group]), own_share == share))
    return found


def _counts(ownership: Ownership, holding: Holding, side: Side) -> bool:
    """Whether a holder can make its group a partner: it holds a part, and no exemption covers it."""
    stake = Stake()
    stake.add(holding)
    if not ownership.greater(stake, holding.held, side):
        return False
    exempt = ownership.is_exempt(holding.holder, holding.held)
    return exempt is False or (exempt is None and side is Side.MOST)


def _add(
    ownership: Ownership,
    pairs: dict[tuple[str, str], _Pair],
    key: tuple[str, str],
    holding: Holding,
    side: Side,
    counts: bool,
) -> None:
    pair = pairs.setdefault(key, _Pair(Stake(), NOTHING, False))
    pair.stake.add(holding)
    pair.counts |= counts
    if counts and not ownership.law.joint_percentage:
        single = Stake()
        single.add(holding)
        pair.greatest_single = max(pair.greatest_single, ownership.greater(single, holding.held, side))


def _share(ownership: Ownership, pair: _Pair, held: str, side: Side) -> Fraction:
    if not ownership.law.joint_percentage:
        return pair.greatest_single
    return ownership.greater(pair.stake, held, side)
