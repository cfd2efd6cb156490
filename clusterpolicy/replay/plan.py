"""What a synthetic application is made from: who takes part, what each spends, what is ordered. Amounts in cents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from clusterpolicy.model import Size
from clusterpolicy.replay.calibration import MARKED, SHARED, Line, Marking
from clusterpolicy.replay.chance import Chance
from clusterpolicy.replay.published import Published
from clusterpolicy.replay.shares import divided

SOUND = "sound"
"""The feature of an application in which nothing is wrong, and which evaluators mark high."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The numbers of one application.

    Attributes:
        feature: Why it is to fail, as the calibration names it, or `sound`.
        sizes: The size of each enterprise; the first one is an SME.
        costs: The eligible cost of each.
        industrial_research: The part of that cost which is industrial research; the rest is experimental development.
        orders: The price of each research contract.
    """

    feature: str
    sizes: tuple[Size, ...]
    costs: tuple[int, ...] = ()
    industrial_research: tuple[int, ...] = ()
    orders: tuple[int, ...] = ()

    @property
    def marking(self) -> Marking:
        """How evaluators mark it."""
        return MARKED.get(self.feature, "high")

    @property
    def cost(self) -> int:
        """The cost of the whole project."""
        return sum(self.costs)

    @property
    def lowest_cost(self) -> int:
        """What a sound project of these enterprises costs at the least."""
        return cents(SHARED.lowest_cost_with_large if Size.LARGE in self.sizes else SHARED.lowest_cost)


def cents(euro: Decimal) -> int:
    """An amount in euro as a number of cents.

    >>> cents(Decimal("306000.00"))
    30600000
    """
    return int(euro.scaleb(2))


def part(whole: int, share: Decimal) -> int:
    """The share of a number of cents, without what is below a cent.

    >>> part(1001, Decimal("0.5"))
    500
    """
    return int(whole * share)


def base_costs(plan: Plan, cost: int, chance: Chance) -> tuple[int, ...]:
    """A cost, shared among the enterprises of a plan: larger ones bear more."""
    return tuple(divided(cost, [SHARED.weight_of_cost[size] * chance.between(80, 120) for size in plan.sizes]))


def of_another(feature: str, line: Line, published: Published, chance: Chance) -> Plan:
    """The plan of an application that is to fail for what its `feature` says, its costs about the published mean."""
    partners = _drawn(line.partners, chance) + 1
    sizes = list(line.sizes)
    first = chance.one_of([size for size in sizes if size is not Size.LARGE])
    others = [sizes[_drawn(list(line.sizes.values()), chance)] for _ in range(partners - 1)]
    plan = Plan(feature, (first, *others))
    mean = cents(published.investment) // published.financed
    span = SHARED.cost_of_others
    cost = max(plan.lowest_cost, chance.between(part(mean, span.lowest), part(mean, span.highest)))
    costs = base_costs(plan, cost, chance)
    research = tuple(part(each, line.industrial_research) for each in costs)
    order = part(cost, SHARED.lowest_order) * chance.between(100, 150) // 100
    return with_numbers_of_feature(replace(plan, costs=costs, industrial_research=research, orders=(order,)), chance)


def with_numbers_of_feature(plan: Plan, chance: Chance) -> Plan:
    """The plan with its numbers as its feature says, where the feature lies in the numbers."""
    match plan.feature:
        case "too_small":
            return _scaled(plan, part(plan.lowest_cost, Decimal("0.01")) * chance.between(70, 95))
        case "development_prevails":
            return replace(plan, industrial_research=tuple(each * chance.between(25, 48) // 100 for each in plan.costs))
        case "too_little_research_ordered":
            return replace(plan, orders=(plan.cost * chance.between(80, 190) // 1000,))
    return plan


def _scaled(plan: Plan, cost: int) -> Plan:
    """The same plan, at another cost."""
    before = plan.cost

    def scaled(amounts: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(each * cost // before for each in amounts)

    return replace(
        plan,
        costs=scaled(plan.costs),
        industrial_research=scaled(plan.industrial_research),
        orders=tuple(each + 1 for each in scaled(plan.orders)),
    )


def _drawn(weights: tuple[int, ...] | list[int], chance: Chance) -> int:
    """A position in `weights`, each as likely as its weight says."""
    drawn = chance.between(1, sum(weights))
    for position, weight in enumerate(weights):
        drawn -= weight
        if drawn <= 0:
            return position
    return len(weights) - 1
