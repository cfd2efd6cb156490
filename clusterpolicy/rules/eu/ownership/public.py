"""What is in public hands. Source: annex I, Art. 3(4).

From a quarter of capital or votes under public control, an enterprise is not small or medium-sized, whatever its
figures. The holdings of several public bodies add up.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from clusterpolicy.model.ownership import Party, PartyKind
from clusterpolicy.rules.eu.ownership.groups import Groups
from clusterpolicy.rules.eu.ownership.holdings import Side, Stake
from clusterpolicy.rules.eu.ownership.relations import MAY_BE_PUBLIC, Ownership

PUBLIC = (PartyKind.PUBLIC_BODY, PartyKind.LOCAL_AUTHORITY)
"""Public whatever else is known of them."""


def public_share(ownership: Ownership, groups: Groups) -> Fraction:
    """The greater of capital and votes of the enterprise that is under public control, at least or at most."""
    enterprise, holdings = ownership.enterprise, ownership.holdings
    part = holdings.greater(list(public_holdings(ownership, groups)), enterprise, groups.side)
    return holdings.share(part, enterprise)


def public_holdings(ownership: Ownership, groups: Groups) -> Iterator[Stake]:
    """The holdings in the enterprise that are under public control."""
    side = groups.side
    public = {each.id for each in ownership.parties.values() if _is_public(each, side)}
    if not public:
        return
    if ownership.law.indirect_public_control:
        public.update(ownership.dominated_by(public, side, capital_counts=True))
    own = groups.of(ownership.enterprise)
    for stake in ownership.holdings.into(ownership.enterprise):
        holder = stake[0]
        if holder not in public:
            continue
        if ownership.parties[holder].kind is not PartyKind.PUBLIC_BODY:
            linked = holder in groups and groups.of(holder) == own
            exempt = not linked and ownership.is_exempt(holder, ownership.enterprise)
            if exempt or (exempt is None and side is Side.LEAST):
                continue
        yield stake


def _is_public(party: Party, side: Side) -> bool:
    if party.kind in PUBLIC:
        return True
    if party.kind not in MAY_BE_PUBLIC:
        return False
    return side is Side.MOST if party.is_public_body is None else party.is_public_body
