"""Why enterprises are linked: votes, other control, or natural persons. Source: annex I, Art. 3(3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clusterpolicy.rules.eu.ownership.holdings import Part, Side, Stake
from clusterpolicy.rules.eu.ownership.law import ANNEX
from clusterpolicy.rules.eu.ownership.partners import Structure
from clusterpolicy.rules.eu.ownership.relations import Ownership
from clusterpolicy.rules.eu.ownership.result import Link, Range

_Ranges = dict[tuple[Part, Part, int], Range]
"""Ranges of votes that were met before: in large graphs few differ."""

_BY_VOTES = ANNEX.at("Annex I, Art. 3(3)(a)")
_BY_CONTROL = {
    "board_majority": ("right to appoint or remove most of the board", ANNEX.at("Annex I, Art. 3(3)(b)")),
    "dominant_influence": ("dominant influence by contract or statutes", ANNEX.at("Annex I, Art. 3(3)(c)")),
    "agreement": ("sole control of a majority of the votes by agreement", ANNEX.at("Annex I, Art. 3(3)(d)")),
}
_BY_PERSONS = ANNEX.at("Annex I, Art. 3(3), fourth subparagraph")


def links_of(least: Structure, most: Structure) -> tuple[Link, ...]:
    """The links inside the group of the enterprise and inside its partners, in the order of the identifiers."""
    found: list[Link] = []
    ranges: _Ranges = {}
    for group in most.shares:
        members = most.groups.members(group)
        if len(members) > 1:
            for held in members:
                found += _links_to(held, group, least, most, ranges)
    found += _links_through_persons(least, most)
    found.sort(key=lambda each: (each.held, each.holders, each.ground))
    return tuple(found)


def _links_to(held: str, group: str, least: Structure, most: Structure, ranges: _Ranges) -> Iterator[Link]:
    groups, ownership = most.groups, most.groups.ownership
    inside = [each for each in ownership.holdings.into(held) if each[0] in groups and groups.of(each[0]) == group]
    for holder, _, _, _, other_control in inside:
        for control in other_control or ():
            ground, source = _BY_CONTROL[control]
            yield Link((holder,), (held,), None, ground, True, source)
        if other_control is None:
            yield Link((holder,), (held,), None, "control that is not known", False, ANNEX)
    # Whoever has the majority alone, the first of the identifiers, or else all together.
    alone = [each for each in inside if _has_majority([each], ownership)]
    if alone:
        yield _link_by_votes([min(alone)], "majority of the votes", ownership, least, ranges)
    elif len(inside) > 1 and _has_majority(inside, ownership):
        yield _link_by_votes(inside, "majority of the votes together", ownership, least, ranges)


def _has_majority(stakes: Sequence[Stake], ownership: Ownership) -> bool:
    held = stakes[0][1]
    return ownership.is_majority(ownership.holdings.votes(stakes, held, Side.MOST), held)


def _link_by_votes(
    stakes: Sequence[Stake], ground: str, ownership: Ownership, least: Structure, ranges: _Ranges
) -> Link:
    held, holdings = stakes[0][1], ownership.holdings
    lowest, highest = (holdings.votes(stakes, held, side) for side in (Side.LEAST, Side.MOST))
    key = lowest, highest, holdings.whole(held)
    votes = ranges.get(key)
    if votes is None:
        votes = ranges[key] = Range(holdings.share(lowest, held), holdings.share(highest, held))
    holders = tuple(sorted(each[0] for each in stakes))
    groups = {least.groups.of(each) for each in holders if each in least.groups}
    is_certain = ownership.is_majority(lowest, held) and (len(holders) == 1 or len(groups) == 1)
    return Link(holders, (held,), votes, ground, is_certain, _BY_VOTES)


def _links_through_persons(least: Structure, most: Structure) -> Iterator[Link]:
    for dominated in most.groups.ownership.dominated_by_persons(Side.MOST):
        by_group: dict[str, list[str]] = {}
        for each in dominated.enterprises:
            by_group.setdefault(most.groups.of(each), []).append(each)
        for group, enterprises in by_group.items():
            if group in most.shares and len(enterprises) > 1:
                held = tuple(sorted(enterprises))
                groups = {least.groups.of(each) if each in least.groups else each for each in held}
                for persons in dominated.persons:
                    yield Link(
                        tuple(sorted(persons)),
                        held,
                        None,
                        "dominated by the same natural persons, on the same or on adjacent markets",
                        len(groups) == 1,
                        _BY_PERSONS,
                    )
