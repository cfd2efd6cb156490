"""Why it came out so: who counts and how, and who adds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from clusterpolicy.language import Source
from clusterpolicy.model.ownership import PartyKind
from clusterpolicy.rules.eu.ownership.aggregation import Aggregation
from clusterpolicy.rules.eu.ownership.holdings import Side, Stake
from clusterpolicy.rules.eu.ownership.law import ANNEX
from clusterpolicy.rules.eu.ownership.partners import Structure
from clusterpolicy.rules.eu.ownership.public import PUBLIC, public_holdings
from clusterpolicy.rules.eu.ownership.relations import Ownership
from clusterpolicy.rules.eu.ownership.result import Contribution, PassedOver, Relation

_ORDER = {relation: number for number, relation in enumerate(Relation)}
_SOURCES = {
    Relation.ITSELF: ANNEX.at("Annex I, Art. 6(1)"),
    Relation.LINKED: ANNEX.at("Annex I, Art. 3(3) and 6(2), third subparagraph"),
    Relation.PARTNER: ANNEX.at("Annex I, Art. 3(2) and 6(2), first and second subparagraphs"),
    Relation.LINKED_OF_PARTNER: ANNEX.at("Annex I, Art. 6(3), first subparagraph"),
    Relation.PARTNER_OF_LINKED: ANNEX.at("Annex I, Art. 6(3), second subparagraph"),
    Relation.LINKED_OF_PARTNER_OF_LINKED: ANNEX.at("Annex I, Art. 6(3)"),
}


def sources_of(contributions: tuple[Contribution, ...]) -> tuple[Source, ...]:
    """The articles by which enterprises count, each once."""
    relations = {each.relation for each in contributions}
    return tuple(source for relation, source in _SOURCES.items() if relation in relations)


# ── Who counts ───────────────────────────────────────────────────────────────────────────────────────────────────────


def contributions_of(least: Structure, most: Structure, aggregation: Aggregation) -> tuple[Contribution, ...]:
    """What everybody adds who counts, or may count: itself first, then by closeness and identifier."""
    parties = most.groups.ownership.parties
    certain = None if least is most else {member: (share, relation) for member, share, relation in _related(least)}
    found = []
    for member, share, relation in _related(most):
        figures, parent = aggregation.counted(member)
        found.append(
            Contribution(
                enterprise=member,
                name=parties[member].name,
                relation=relation,
                is_certain=certain is None or certain.get(member) == (share, relation),
                share=share,
                figures=figures,
                consolidated_by=parent,
                source=_SOURCES[relation],
            )
        )
    found.sort(key=lambda each: (_ORDER[each.relation], each.enterprise))
    return tuple(found)


def _related(structure: Structure) -> Iterator[tuple[str, Fraction, Relation]]:
    """Everybody who counts, with the share and the relation."""
    enterprise, own = structure.groups.ownership.enterprise, structure.own
    for member, group, share in structure.counted():
        if group == own:
            relation = Relation.ITSELF if member == enterprise else Relation.LINKED
        elif group in structure.next_to_enterprise:
            relation = Relation.PARTNER if member in structure.beside else Relation.LINKED_OF_PARTNER
        elif member in structure.beside:
            relation = Relation.PARTNER_OF_LINKED
        else:
            relation = Relation.LINKED_OF_PARTNER_OF_LINKED
        yield member, share, relation


# ── Who adds nothing ─────────────────────────────────────────────────────────────────────────────────────────────────


_PERSON = ("a natural person is no enterprise and has no figures", ANNEX.at("Annex I, Art. 3(2) and (3)"))
_PUBLIC_BODY = ("a public body has no figures; its part counts as public", ANNEX.at("Annex I, Art. 3(4)"))
_INVESTOR = (
    "an investor of the list, not linked with the enterprise",
    ANNEX.at("Annex I, Art. 3(2), second subparagraph"),
)
_LITTLE = ("holds less than a partner", ANNEX.at("Annex I, Art. 3(2)"))
_PARTNER_OF_PARTNER = ("a partner of a partner does not count", ANNEX.at("Annex I, Art. 6(2) and (3)"))


def passed_over(most: Structure) -> tuple[PassedOver, ...]:
    """Holders of the enterprise that add nothing, and partners of its partners."""
    groups, ownership = most.groups, most.groups.ownership
    holdings = ownership.holdings
    public = {each[0] for each in public_holdings(ownership, groups)}
    found: dict[str, PassedOver] = {}
    for stake in holdings.into(ownership.enterprise):
        if not most.counts(stake[0]):
            why = _why_nothing(stake, ownership, public)
            found[stake[0]] = PassedOver(stake[0], ownership.parties[stake[0]].name, *why)
    for group in most.shares:
        for member in groups.members(group) if group != most.own else ():
            for stake in (*holdings.of(member), *holdings.into(member)):
                other = stake[0] if stake[1] == member else stake[1]
                if other in found or other not in groups or most.counts(other):
                    continue
                if _may_be_partnership(stake, ownership):
                    found[other] = PassedOver(other, ownership.parties[other].name, *_PARTNER_OF_PARTNER)
    return tuple(found[each] for each in sorted(found))


def _may_be_partnership(stake: Stake, ownership: Ownership) -> bool:
    held = stake[1]
    return ownership.is_partnership(ownership.holdings.greater([stake], held, Side.MOST), held)


def _why_nothing(stake: Stake, ownership: Ownership, public: set[str]) -> tuple[str, Source]:
    holder = stake[0]
    kind = ownership.parties[holder].kind
    if kind is PartyKind.NATURAL_PERSON:
        return _PERSON
    if holder in public and kind in PUBLIC:
        return _PUBLIC_BODY
    return _INVESTOR if _may_be_partnership(stake, ownership) else _LITTLE
