"""The plans of the sound applications of a line. Together they have the size of what was published to be financed.

What is scaled are numbers that applicants hand in: partners, costs, research orders. The grants are not among them.
They come out of the rules.
"""

from __future__ import annotations

from dataclasses import replace

from clusterpolicy.model import Size
from clusterpolicy.replay.calibration import SHARED, Line
from clusterpolicy.replay.chance import Chance
from clusterpolicy.replay.plan import SOUND, Plan, base_costs, cents, part
from clusterpolicy.replay.published import Published
from clusterpolicy.replay.shares import apportioned, divided

Place = tuple[int, int]
"""An enterprise among the plans: the position of its plan, and its own in it."""


def sound_plans(line: Line, published: Published, chance: Chance) -> list[Plan]:
    """As many plans as projects were financed, with as many enterprises, costs and contracts."""
    plans = _with_sizes(_partnerships(line, published, chance.apart("partners")), line, chance.apart("sizes"))
    plans = _with_costs(plans, line, cents(published.investment), chance.apart("costs"))
    plans = _with_industrial_research(plans, line, chance.apart("research"))
    return _with_orders(plans, published, chance.apart("orders"))


def _partnerships(line: Line, published: Published, chance: Chance) -> list[int]:
    """The number of enterprises of each project, first as the weights say, then mended until the whole fits."""
    most = len(line.partners)
    counts = divided(published.financed, line.partners)
    partners = [number for number, times in enumerate(counts, start=1) for _ in range(times)]
    while sum(partners) != published.enterprises:
        at = chance.between(0, len(partners) - 1)
        step = 1 if sum(partners) < published.enterprises else -1
        if 1 <= partners[at] + step <= most:
            partners[at] += step
    return chance.shuffled(partners)


def _with_sizes(partners: list[int], line: Line, chance: Chance) -> list[Plan]:
    """Plans with an SME in the first place of each."""
    counts = apportioned(sum(partners), line.sizes)
    large = counts.pop(Size.LARGE)
    leaders = len(partners)
    smes = chance.shuffled([size for size, times in counts.items() for _ in range(times)])
    others = chance.shuffled([*smes[leaders:], *(Size.LARGE for _ in range(large))])
    plans = []
    for first, number in zip(smes, partners, strict=False):
        plans.append(Plan(SOUND, (first, *(others.pop() for _ in range(number - 1)))))
    return plans


def _with_costs(plans: list[Plan], line: Line, investment: int, chance: Chance) -> list[Plan]:
    """Each project costs at least what a sound one does; what is left is shared so that each size bears its part."""
    costs = [list(base_costs(plan, plan.lowest_cost, chance)) for plan in plans]
    shares = {size: int(share.scaleb(4)) for size, share in line.cost_by_size.items()}
    for size, whole in apportioned(investment, shares).items():
        members = _of_size(plans, size)
        left = whole - sum(costs[at][position] for at, position in members)
        weights = [chance.between(20, 300) for _ in members]
        for (at, position), more in zip(members, divided(left, weights), strict=True):
            costs[at][position] += more
    return [replace(plan, costs=tuple(each)) for plan, each in zip(plans, costs, strict=True)]


def _with_industrial_research(plans: list[Plan], line: Line, chance: Chance) -> list[Plan]:
    """The same share of industrial research in each size, on the whole; every partner has more of it than not."""
    research = [[part(cost, SHARED.lowest_industrial_research) for cost in plan.costs] for plan in plans]
    for size in line.sizes:
        members = _of_size(plans, size)
        whole = part(sum(plans[at].costs[position] for at, position in members), line.industrial_research)
        left = whole - sum(research[at][position] for at, position in members)
        weights = [plans[at].costs[position] * chance.between(50, 150) for at, position in members]
        for (at, position), more in zip(members, divided(left, weights), strict=True):
            research[at][position] += more
    return [replace(plan, industrial_research=tuple(each)) for plan, each in zip(plans, research, strict=True)]


def _with_orders(plans: list[Plan], published: Published, chance: Chance) -> list[Plan]:
    """Each project orders at least what a sound one does, in one contract; some have more contracts."""
    orders = [part(plan.cost, SHARED.lowest_order) + 1 for plan in plans]
    left = cents(published.research_contracts_value) - sum(orders)
    weights = [plan.cost * chance.between(20, 180) for plan in plans]
    orders = [order + more for order, more in zip(orders, divided(left, weights), strict=True)]
    contracts = [1] * len(plans)
    while sum(contracts) < published.research_contracts:
        at = chance.between(0, len(plans) - 1)
        contracts[at] += contracts[at] < SHARED.most_contracts
    return [
        replace(plan, orders=tuple(divided(order, [chance.between(30, 100) for _ in range(number)])))
        for plan, order, number in zip(plans, orders, contracts, strict=True)
    ]


def _of_size(plans: list[Plan], size: Size) -> list[Place]:
    return [(at, position) for at, plan in enumerate(plans) for position, of in enumerate(plan.sizes) if of is size]
