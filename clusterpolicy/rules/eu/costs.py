"""Which costs are eligible, and which may be a flat rate.

Source: Regulation (EU) No 651/2014, Art. 7(1) and Art. 25(3).

Hard to read:

- the flat rate of 2023 is on all of personnel, equipment, buildings and contract research, and it replaces *all*
  running costs: materials, supplies and travel cannot be added to it;
- the flat rates on staff and on direct costs come from the law of the Union funds. They replace overheads only, and
  need money of one;
- equipment counts with its depreciation, as far and as long as it is used for the project; never with its price;
- VAT that is refunded is no cost. Amounts are entered without it.

Each cost belongs to one research activity, Art. 25(3), so these sums are those of one activity.
"""

from __future__ import annotations

from clusterpolicy.language import Facts, Formula, Parameters, choose, least, rounded_down_to_cent, when, zero
from clusterpolicy.rules.eu.sources import SOURCES
from clusterpolicy.units import Unit

limits = Parameters.beside(__file__, "costs.toml")

SOURCE = SOURCES.GBER_COSTS
"""Where the categories are written."""

ROUNDING = SOURCES.GBER_COSTS.assumed(
    "The Regulation does not speak of rounding. A flat rate is rounded down to the cent."
)
"""Whose rounding step it is."""


def direct_costs(costs: Facts) -> Formula:
    """Points (a) to (d): personnel and own work, equipment, buildings and land, contract research and services."""
    together: Formula = (
        costs.personnel + costs.own_work + costs.equipment + costs.buildings_and_land + costs.contract_research
    )
    return together


def running_costs(costs: Facts) -> Formula:
    """Point (e): overheads, materials, supplies and travel, as they are incurred."""
    together: Formula = costs.overheads + costs.materials + costs.travel
    return together


def real_costs(costs: Facts) -> Formula:
    """All costs as they are incurred, in euro."""
    return direct_costs(costs) + running_costs(costs)


def with_flat_rate(costs: Facts, rate: Formula) -> Formula:
    """Direct costs, and a flat rate on them in place of all running costs, in euro. From 2023-07-01.

    `rate` is that of the call; more than the law allows does not count.
    """
    direct = direct_costs(costs)
    return direct + rounded_down_to_cent(least(rate, limits.flat_rate_of_direct_costs) * direct)


def with_flat_rate_on_staff(costs: Facts, rate: Formula, union_fund: Formula) -> Formula:
    """All costs but overheads, and a flat rate on personnel in their place, in euro. From 2017-07-10.

    `rate` is that of the call; more than the law allows does not count. Without money of a Union fund it is nothing.
    """
    personnel: Formula = costs.personnel
    flat = rounded_down_to_cent(least(rate, limits.flat_rate_of_staff) * personnel)
    return all_but_overheads(costs) + choose(when(union_fund, flat), otherwise=zero(Unit.EURO))


def with_flat_rate_on_direct_costs(costs: Facts, rate: Formula, union_fund: Formula, sound_method: Formula) -> Formula:
    """All costs but overheads, and a flat rate on all of them in place of overheads, in euro. From 2017-07-10.

    `rate` is that of the call; more than the law allows does not count. It allows more where a fair, equitable and
    verifiable method found the rate. Without money of a Union fund it is nothing.
    """
    direct = all_but_overheads(costs)
    most = choose(when(sound_method, limits.flat_rate_with_method), otherwise=limits.flat_rate_without_method)
    flat = rounded_down_to_cent(least(rate, most) * direct)
    return direct + choose(when(union_fund, flat), otherwise=zero(Unit.EURO))


def all_but_overheads(costs: Facts) -> Formula:
    """All costs as they are incurred, in euro, but overheads."""
    bought: Formula = costs.materials + costs.travel
    return direct_costs(costs) + bought
