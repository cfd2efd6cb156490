"""Which costs of a beneficiary are eligible? Art. 7(1) and Art. 25(3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from clusterpolicy.engines.ask import Answer, ask
from clusterpolicy.language import Formula, Inquiry, Quantity, Source, Value, facts_of
from clusterpolicy.model.aid import CostClaim
from clusterpolicy.model.costs import ActivityCosts
from clusterpolicy.rules.eu import costs as rules
from clusterpolicy.rules.eu.doors.facts import facts_read, faults_of_option
from clusterpolicy.rules.eu.doors.law import day_of_law
from clusterpolicy.rules.eu.sources import SOURCES

claim = facts_of(CostClaim)


class CostMethod(StrEnum):
    """How overheads and other running costs are found."""

    REAL = "real"
    FLAT_RATE = "flat_rate"
    FLAT_RATE_ON_STAFF = "flat_rate_on_staff"
    FLAT_RATE_ON_DIRECT_COSTS = "flat_rate_on_direct_costs"


def _inquiry(method: CostMethod, formula: Formula, source: tuple[Source, ...], since: date) -> Inquiry:
    quantity = Quantity(name="eligible_costs", label="eligible costs", formula=formula, source=source)
    return Inquiry(
        name=f"eu/eligible-costs/{method}",
        version="1.0.0",
        title="Eligible costs of research and development",
        root=CostClaim,
        time_zone="Europe/Brussels",
        source=SOURCES.GBER_COSTS,
        in_force_from=since,
        answers={"eligible_costs": quantity},
    )


# Each method has rules of its own: a flat rate is not asked before it existed.
ELIGIBLE_COSTS: Mapping[CostMethod, Inquiry] = {
    CostMethod.REAL: _inquiry(CostMethod.REAL, rules.real_costs(claim.costs), (rules.SOURCE,), date(2014, 7, 1)),
    CostMethod.FLAT_RATE: _inquiry(
        CostMethod.FLAT_RATE,
        rules.with_flat_rate(claim.costs, claim.flat_rate),
        (SOURCES.AMENDMENT_2023, rules.ROUNDING),
        date(2023, 7, 1),
    ),
    CostMethod.FLAT_RATE_ON_STAFF: _inquiry(
        CostMethod.FLAT_RATE_ON_STAFF,
        rules.with_flat_rate_on_staff(claim.costs, claim.flat_rate, claim.union_fund),
        (SOURCES.CPR_STAFF, SOURCES.GBER_SIMPLE_COSTS, rules.ROUNDING),
        date(2017, 7, 10),
    ),
    CostMethod.FLAT_RATE_ON_DIRECT_COSTS: _inquiry(
        CostMethod.FLAT_RATE_ON_DIRECT_COSTS,
        rules.with_flat_rate_on_direct_costs(claim.costs, claim.flat_rate, claim.union_fund, claim.sound_method),
        (SOURCES.CPR_DIRECT, SOURCES.CPR_2021, SOURCES.GBER_SIMPLE_COSTS, rules.ROUNDING),
        date(2017, 7, 10),
    ),
}
"""The question of Art. 25(3), by method."""


def eligible_costs(
    costs: ActivityCosts | Mapping[str, Any],
    *,
    on: date,
    method: CostMethod | str = CostMethod.REAL,
    flat_rate: Decimal | str | None = "1",
    union_fund: bool | None = None,
    sound_method: bool | None = None,
    scheme_not_adapted: bool = False,
    changes: Mapping[str, Value] | None = None,
) -> Answer:
    """The eligible costs of one beneficiary for one activity, in euro.

    Args:
        costs: The costs by category, without refundable VAT, equipment by its depreciation.
        on: The day of granting.
        method: How running costs are found. With the flat rate of 2023 they are left out, with the others only
            overheads are.
        flat_rate: The rate of the call; left out, as much as the law allows.
        union_fund: Whether a Union fund that allows simplified costs pays at least in part: the flat rates on staff and
            on direct costs need it.
        sound_method: Whether a fair, equitable and verifiable method found the flat rate on direct costs. Without one
            it is lower, and was nothing before 2021-08-01.
        scheme_not_adapted: See `law_in_force`.
        changes: Other values for parameters, by full name.

    Raises: NoLawThatDay outside 2014-07-01 to 2026-12-31, and before a flat rate existed; RuleError for a change that
    fits no parameter; InputError for facts that do not fit.

    >>> costs = {"personnel": "300000", "equipment": "60000", "contract_research": "140000", "materials": "9000"}
    >>> eligible_costs(costs, on=date(2024, 2, 1), method="flat_rate").value
    Decimal('600000.00')
    """
    facts = facts_read(
        CostClaim,
        {"costs": costs, "flat_rate": flat_rate, "union_fund": union_fund, "sound_method": sound_method},
        day=on,
        switch=scheme_not_adapted,
        changes=changes,
        others=faults_of_option(method, CostMethod, "method"),
    )
    day = day_of_law(on, scheme_not_adapted=scheme_not_adapted)
    return ask(ELIGIBLE_COSTS[CostMethod(method)], "eligible_costs", facts, on=day, changes=changes)
