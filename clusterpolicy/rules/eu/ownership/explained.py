"""Why it came out so: who counts and how, why enterprises are linked, and who adds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from clusterpolicy.language import Source
from clusterpolicy.model.ownership import Holding, PartyKind
from clusterpolicy.rules.eu.ownership.aggregation import Aggregation, Structure, added
from clusterpolicy.rules.eu.ownership.law import ANNEX
from clusterpolicy.rules.eu.ownership.partners import Partner
from clusterpolicy.rules.eu.ownership.periods import Bounds
from clusterpolicy.rules.eu.ownership.public import public_holdings
from clusterpolicy.rules.eu.ownership.relations import Ownership, Side, Stake
from clusterpolicy.rules.eu.ownership.result import Contribution, Link, PassedOver, Range, Relation

_SOURCES = {
    Relation.ITSELF: ANNEX.at("Annex I, Art. 6(1)"),
    Relation.LINKED: ANNEX.at("Annex I, Art. 3(3) and 6(2), third subparagraph"),
    Relation.PARTNER: ANNEX.at("Annex I, Art. 3(2) and 6(2), first and second subparagraphs"),
    Relation.LINKED_OF_PARTNER: ANNEX.at("Annex I, Art. 6(3), first subparagraph"),
    Relation.PARTNER_OF_LINKED: ANNEX.at("Annex I, Art. 6(3), second subparagraph"),
    Relation.LINKED_OF_PARTNER_OF_LINKED: ANNEX.at("Annex I, Art. 6(3)"),
}
_BY_VOTES = ANNEX.at("Annex I, Art. 3(3)(a)")
_LINKED_BY = {
    "board_majority": ("right to appoint or remove most of the board", ANNEX.at("Annex I, Art. 3(3)(b)")),
    "dominant_influence": ("dominant influence by contract or statutes", ANNEX.at("Annex I, Art. 3(3)(c)")),
    "agreement": ("sole control of a majority of the votes by agreement", ANNEX.at("Annex I, Art. 3(3)(d)")),
}


def sources_of(contributions: tuple[Contribution, ...]) -> tuple[Source, ...]:
    """The articles by which enterprises count, each once."""
    return tuple(dict.fromkeys(each.source for each in contributions))


def a_range(bounds: Bounds) -> Range:
    """The bounds of a figure, as a result holds them."""
    return Range(*bounds)


# ── Who counts ───────────────────────────────────────────────────────────────────────────────────────────────────────


def contributions_of(least: Structure, most: Structure, aggregation: Aggregation) -> tuple[Contribution, ...]:
    """What everybody adds who counts, or may count: itself first, then by closeness and identifier."""
    ownership = most.groups.ownership
    certain = {(member, share): relation for member, share, relation in _related(least)}
    found = []
    for member, share, relation in _related(most):
        figures, parent = aggregation.counted(member)
        headcount, turnover, balance = (a_range(added(share, each)) for each in figures)
        found.append(
            Contribution(
                enterprise=member,
                name=ownership.parties[member].name,
                relation=relation,
                is_certain=certain.get((member, share)) is relation,
                share=share,
                headcount=headcount,
                turnover=turnover,
                balance_sheet_total=balance,
                consolidated_by=parent,
                source=_SOURCES[relation],
            )
        )
    order = list(Relation)
    found.sort(key=lambda each: (order.index(each.relation), each.enterprise))
    return tuple(found)


def _related(structure: Structure) -> Iterator[tuple[str, Fraction, Relation]]:
    """Everybody who counts, with the share and the relation."""
    enterprise = structure.groups.ownership.enterprise
    partners = {each.group: each for each in structure.partners}
    for member, group, share in structure.counted():
        yield member, share, _relation(enterprise, member, partners.get(group))


def _relation(enterprise: str, member: str, partner: Partner | None) -> Relation:
    if partner is None:
        return Relation.ITSELF if member == enterprise else Relation.LINKED
    if member in partner.beside:
        return Relation.PARTNER if partner.next_to_enterprise else Relation.PARTNER_OF_LINKED
    return Relation.LINKED_OF_PARTNER if partner.next_to_enterprise else Relation.LINKED_OF_PARTNER_OF_LINKED


# ── Why enterprises are linked ───────────────────────────────────────────────────────────────────────────────────────


def links_of(least: Structure, most: Structure) -> tuple[Link, ...]:
    """The links inside the group of the enterprise and inside its partners, in the order of the identifiers."""
    found: list[Link] = []
    for group in (most.own, *(each.group for each in most.partners)):
        members = most.groups.members(group)
        if len(members) > 1:
            for held in members:
                found += _links_to(held, group, least, most)
            found += _links_through_persons(set(members), least, most)
    found.sort(key=lambda each: (each.held, each.holders, each.ground))
    return tuple(found)


def _links_to(held: str, group: str, least: Structure, most: Structure) -> Iterator[Link]:
    ownership = most.groups.ownership
    inside = [each for each in ownership.holdings_in(held) if each.holder in most.groups]
    inside = [each for each in inside if most.groups.of(each.holder) == group]
    for each in inside:
        for control in each.other_control or ():
            ground, source = _LINKED_BY[control]
            yield Link((each.holder,), (held,), None, ground, True, source)
        if each.other_control is None:
            yield Link((each.holder,), (held,), None, "control that is not known", False, ANNEX)
    yield from _link_by_votes(held, inside, ownership, least)


def _link_by_votes(held: str, inside: list[Holding], ownership: Ownership, least: Structure) -> Iterator[Link]:
    majority = ownership.law.majority
    for several in ([each] for each in sorted(inside, key=lambda each: each.holder)):
        votes = _votes(held, several, ownership)
        if votes.highest is not None and votes.highest > majority:
            yield Link(
                (several[0].holder,), (held,), votes, "majority of the votes", votes.lowest > majority, _BY_VOTES
            )
            return
    together = _votes(held, inside, ownership)
    if together.highest is not None and together.highest > majority:
        holders = tuple(sorted(each.holder for each in inside))
        groups = {least.groups.of(each) for each in holders if each in least.groups}
        is_certain = len(groups) == 1 and together.lowest > majority
        yield Link(holders, (held,), together, "majority of the votes together", is_certain, _BY_VOTES)


def _votes(held: str, holdings: list[Holding], ownership: Ownership) -> Range:
    stake = Stake()
    for each in holdings:
        stake.add(each)
    return Range(ownership.votes(stake, held, Side.LEAST), ownership.votes(stake, held, Side.MOST))


def _links_through_persons(members: set[str], least: Structure, most: Structure) -> Iterator[Link]:
    ownership = most.groups.ownership
    for persons in ownership.persons():
        dominated = sorted(members.intersection(ownership.dominated_by(persons, Side.MOST)))
        if len(dominated) > 1:
            groups = {least.groups.of(each) if each in least.groups else each for each in dominated}
            yield Link(
                tuple(sorted(persons)),
                tuple(dominated),
                None,
                "dominated by the same natural persons, on the same or on adjacent markets",
                len(groups) == 1,
                ANNEX.at("Annex I, Art. 3(3), fourth subparagraph"),
            )


# ── Who adds nothing ─────────────────────────────────────────────────────────────────────────────────────────────────


def passed_over(most: Structure) -> tuple[PassedOver, ...]:
    """Holders of the enterprise that add nothing, and partners of its partners."""
    ownership = most.groups.ownership
    counted = {member for member, _, _ in most.counted()}
    public = {each.holder for each in public_holdings(ownership, most.groups)}
    found: dict[str, PassedOver] = {}
    for holding in ownership.holdings_in(ownership.enterprise):
        if holding.holder not in counted:
            why, article = _why_nothing(holding, ownership, public)
            found[holding.holder] = _passed_over(holding.holder, why, article, ownership)
    for partner in most.partners:
        for member in most.groups.members(partner.group):
            for holding in (*ownership.holdings_of(member), *ownership.holdings_in(member)):
                other = holding.holder if holding.held == member else holding.held
                if other in counted or other in found or other not in most.groups:
                    continue
                if _greater(holding, ownership) >= ownership.law.partner_share:
                    why = "a partner of a partner does not count"
                    found[other] = _passed_over(other, why, "Annex I, Art. 6(2) and (3)", ownership)
    return tuple(found[each] for each in sorted(found))


def _passed_over(party: str, why: str, article: str, ownership: Ownership) -> PassedOver:
    return PassedOver(party, ownership.parties[party].name, why, ANNEX.at(article))


def _greater(holding: Holding, ownership: Ownership) -> Fraction:
    stake = Stake()
    stake.add(holding)
    return ownership.greater(stake, holding.held, Side.MOST)


def _why_nothing(holding: Holding, ownership: Ownership, public: set[str]) -> tuple[str, str]:
    kind = ownership.parties[holding.holder].kind
    if kind is PartyKind.NATURAL_PERSON:
        return "a natural person is no enterprise and has no figures", "Annex I, Art. 3(2) and (3)"
    if holding.holder in public and kind in (PartyKind.PUBLIC_BODY, PartyKind.LOCAL_AUTHORITY):
        return "a public body has no figures; its part counts as public", "Annex I, Art. 3(4)"
    if _greater(holding, ownership) >= ownership.law.partner_share:
        return "an investor of the list, not linked with the enterprise", "Annex I, Art. 3(2), second subparagraph"
    return "holds less than a partner", "Annex I, Art. 3(2)"
