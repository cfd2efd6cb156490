"""Art. 8 once more, by hand: cost by cost instead of by segments, with fractions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class NaiveCost:
    """A part of the costs in cents, with the rates of all measures in percent."""

    cents: int
    percents: tuple[int, ...]
    union_percent: int


@dataclass(frozen=True)
class NaiveMoney:
    """Money in cents for some of the costs, by their positions."""

    kind: str
    cents: int
    covers: frozenset[int]


def room_in_cents(costs: list[NaiveCost], money: list[NaiveMoney], asked: set[int]) -> int:
    """What may be added for the costs asked about, whole cents only."""
    bases = [Fraction(cost.cents) for cost in costs]
    for each in money:
        if each.kind == "invest_eu":
            for place, part in parts(each, [Fraction(cost.cents) for cost in costs], costs).items():
                bases[place] -= part
    bases = [base if base > 0 else Fraction(0) for base in bases]
    ceilings = [base * max((0, *cost.percents)) / 100 for base, cost in zip(bases, costs, strict=True)]

    room = Fraction(0)
    for place, cost in enumerate(costs):
        if place not in asked:
            continue
        aid = public = Fraction(0)
        union_pays = False
        for each in money:
            if place not in each.covers:
                continue
            alone = [Fraction(other.cents * max((0, *other.percents)), 100) for other in costs]
            part = parts(each, alone, costs).get(place, Fraction(0))
            if each.kind in ("state_aid", "de_minimis"):
                aid += part
                public += part
            if each.kind == "centrally_managed_union":
                public += part
                union_pays = True
        left = ceilings[place] - aid
        if union_pays:
            left = min(left, Fraction(cost.cents * cost.union_percent, 100) - public)
        room += left if left > 0 else 0
    return room.numerator // room.denominator


def parts(money: NaiveMoney, weights: list[Fraction], costs: list[NaiveCost]) -> dict[int, Fraction]:
    """How money for several costs is divided: by their weights, else by their amounts, else evenly."""
    covered = sorted(money.covers)
    if not covered:
        return {}
    by = {place: weights[place] for place in covered}
    if sum(by.values()) == 0:
        by = {place: Fraction(costs[place].cents) for place in covered}
    if sum(by.values()) == 0:
        by = {place: Fraction(1) for place in covered}
    whole = sum(by.values())
    return {place: money.cents * by[place] / whole for place in covered}
