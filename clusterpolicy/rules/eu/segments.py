"""Overlapping costs, cut into segments that the same money covers, and what aid is left for each. Art. 8, exactly.

Plain functions: sets of costs are no formulas. All reckoning is in fractions; nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from clusterpolicy.errors import InputError, Problem, nearest
from clusterpolicy.model.aid import SharedCost, Support, SupportKind

COUNTED = frozenset((SupportKind.STATE_AID, SupportKind.DE_MINIMIS))
"""What counts against the highest intensity, Art. 8(1), (3) and (5)."""

PUBLIC = COUNTED | {SupportKind.CENTRALLY_MANAGED_UNION}
"""What counts against the most favourable rate of Union law, Art. 8(2)."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Eligible costs that the same money covers, under the same limits.

    Attributes:
        costs: The names of the costs in it.
        covered_by: The names of the support that covers all of it.
        cost: Its eligible cost in euro, less what InvestEU finances.
        ceiling: The most State aid and de minimis aid for it.
        used: The State aid and de minimis aid for it.
        public: All public money for it, where the Union pays as well; else the same as `used`.
        highest_funding: The most public money for it; `None` where the Union does not pay, or its rate is not known.
        union_rate_missing: Whether the Union pays, and the most favourable rate is not known.
        asked: Whether it is asked how much aid may be added for it.
    """

    costs: tuple[str, ...]
    covered_by: tuple[str, ...]
    cost: Fraction
    ceiling: Fraction
    used: Fraction
    public: Fraction
    highest_funding: Fraction | None
    union_rate_missing: bool
    asked: bool

    @property
    def room(self) -> Fraction:
        """What aid may still be added; never below zero. Where a rate of the Union is missing, at most this."""
        left = self.ceiling - self.used
        if self.highest_funding is not None:
            left = min(left, self.highest_funding - self.public)
        return max(Fraction(0), left)

    @property
    def within(self) -> bool:
        """Whether what is there keeps to the limits that are known. Equal is allowed."""
        keeps_to_union_rate = self.highest_funding is None or self.public <= self.highest_funding
        return self.used <= self.ceiling and keeps_to_union_rate


def segments_of(costs: Sequence[SharedCost], support: Sequence[Support], asked: Collection[str]) -> tuple[Segment, ...]:
    """The costs cut into segments, in the order in which they are given. An unknown amount counts as nothing.

    `asked` are the names of the costs that new aid is to cover.

    Support for several costs is divided among them as their ceilings are without any other money.

    Raises: InputError `duplicate` for two costs or two supports of one name, `reference-unknown` for a cost that is not
    among `costs`.
    """
    _check(costs, support)
    net = _after_invest_eu(costs, support)
    ceilings = {cost.name: _ceiling(cost, net[cost.name]) for cost in costs}
    # How one support is divided does not depend on any other: more money could make room elsewhere.
    amounts = {cost.name: Fraction(cost.amount) for cost in costs}
    weights = {cost.name: _ceiling(cost, amounts[cost.name]) for cost in costs}
    divided = {each.name: _divided(each, weights, amounts) for each in support}
    groups: dict[tuple[object, ...], list[SharedCost]] = {}
    for cost in costs:
        covered_by = (*(each.name for each in support if cost.name in each.covers), cost.name in asked)
        limits = (frozenset(cost.intensities), cost.highest_amounts, cost.union_rate)
        # amounts that are limits of their own belong to one cost, and are not added up
        key = (covered_by, limits, cost.name if cost.highest_amounts else "")
        groups.setdefault(key, []).append(cost)
    return tuple(_segment(group, support, net, ceilings, divided, asked) for group in groups.values())


def _check(costs: Sequence[SharedCost], support: Sequence[Support]) -> None:
    problems: list[Problem] = []
    known = [cost.name for cost in costs]
    for where, names in (("costs", known), ("support", [each.name for each in support])):
        for at, name in enumerate(names):
            if name in names[:at]:
                said = f"the name `{name}` is used twice"
                problems.append(Problem("duplicate", f"{where}[{at}].name", said, "give each its own name"))
    for at, each in enumerate(support):
        for name in each.covers:
            if name not in known:
                said = f"`{each.name}` covers `{name}`, which is none of the costs"
                problems.append(Problem("reference-unknown", f"support[{at}].covers", said, nearest(name, known)))
    if problems:
        raise InputError(problems)


def _after_invest_eu(costs: Sequence[SharedCost], support: Sequence[Support]) -> dict[str, Fraction]:
    """The eligible costs, less the financing under InvestEU that covers them."""
    amounts = {cost.name: Fraction(cost.amount) for cost in costs}
    net = dict(amounts)
    for each in support:
        if each.kind == SupportKind.INVEST_EU:
            for name, part in _divided(each, amounts, amounts).items():
                net[name] -= part
    return {name: max(Fraction(0), left) for name, left in net.items()}


def _ceiling(cost: SharedCost, net: Fraction) -> Fraction:
    by_intensity = [Fraction(intensity) * net for intensity in cost.intensities]
    return max((*by_intensity, *(Fraction(amount) for amount in cost.highest_amounts)), default=Fraction(0))


def _divided(support: Support, weights: Mapping[str, Fraction], amounts: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The support for each cost: divided by the weights; without these, as the costs are; else in equal parts."""
    covered = tuple(dict.fromkeys(support.covers))
    amount = Fraction(support.amount or 0)
    for by in (weights, amounts, dict.fromkeys(covered, Fraction(1))):
        whole = sum((by[name] for name in covered), Fraction(0))
        if whole > 0:
            return {name: amount * by[name] / whole for name in covered}
    return {}


def _segment(
    group: Sequence[SharedCost],
    support: Sequence[Support],
    net: Mapping[str, Fraction],
    ceilings: Mapping[str, Fraction],
    divided: Mapping[str, Mapping[str, Fraction]],
    asked: Collection[str],
) -> Segment:
    names = tuple(cost.name for cost in group)

    def paid(kinds: frozenset[SupportKind]) -> Fraction:
        parts = (divided[each.name].get(name, Fraction(0)) for each in support if each.kind in kinds for name in names)
        return sum(parts, Fraction(0))

    covering = tuple(each for each in support if names[0] in each.covers)
    union_pays = any(each.kind == SupportKind.CENTRALLY_MANAGED_UNION for each in covering)
    rate = group[0].union_rate
    funding = sum((Fraction(cost.amount) for cost in group), Fraction(0)) * Fraction(rate) if rate is not None else None
    return Segment(
        costs=names,
        covered_by=tuple(each.name for each in covering),
        cost=sum((net[name] for name in names), Fraction(0)),
        ceiling=sum((ceilings[name] for name in names), Fraction(0)),
        used=paid(COUNTED),
        public=paid(PUBLIC),
        highest_funding=funding if union_pays else None,
        union_rate_missing=union_pays and rate is None,
        asked=names[0] in asked,
    )
