"""Which costs of a beneficiary are eligible? Art. 7(1) and Art. 25(3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from pydantic import TypeAdapter

from clusterpolicy.engines.ask import Answer, ask
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language import Formula, Inquiry, Quantity, Source, Value, facts_of
from clusterpolicy.model.aid import CostClaim, Share
from clusterpolicy.model.costs import ActivityCosts
from clusterpolicy.rules.eu import costs as rules
from clusterpolicy.rules.eu.cents import rounded_down
from clusterpolicy.rules.eu.doors.law import day_of_law
from clusterpolicy.rules.eu.sources import SOURCES
from clusterpolicy.units import Euro

claim = facts_of(CostClaim)


class CostMethod(StrEnum):
    """How overheads and other running costs are found."""

    REAL = "real"
    FLAT_RATE = "flat_rate"
    FLAT_RATE_ON_STAFF = "flat_rate_on_staff"


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
}
"""The question of Art. 25(3), by method."""


def eligible_costs(
    costs: ActivityCosts | Mapping[str, Any],
    *,
    on: date,
    method: CostMethod | str = CostMethod.REAL,
    flat_rate: Decimal | str | None = "1",
    union_fund: bool | None = None,
    scheme_not_adapted: bool = False,
    changes: Mapping[str, Value] | None = None,
) -> Answer:
    """The eligible costs of one beneficiary for one activity, in euro.

    Args:
        costs: The costs by category, without refundable VAT, equipment by its depreciation.
        on: The day of granting.
        method: How running costs are found. With the flat rate of 2023 they are left out, with that on staff only
            overheads are.
        flat_rate: The rate of the call; left out, as much as the law allows.
        union_fund: Whether a Union fund pays at least in part: the flat rate on staff needs it.
        scheme_not_adapted: See `law_in_force`.
        changes: Other values for parameters, by full name.

    Raises: NoLawThatDay outside 2014-07-01 to 2026-12-31, and before a flat rate existed; RuleError for a change that
    fits no parameter.

    >>> costs = {"personnel": "300000", "equipment": "60000", "contract_research": "140000", "materials": "9000"}
    >>> eligible_costs(costs, on=date(2024, 2, 1), method="flat_rate").value
    Decimal('600000.00')
    """
    facts = CostClaim.model_validate({"costs": costs, "flat_rate": flat_rate, "union_fund": union_fund})
    day = day_of_law(on, scheme_not_adapted=scheme_not_adapted)
    return ask(ELIGIBLE_COSTS[CostMethod(method)], "eligible_costs", facts, on=day, changes=changes)


@dataclass(frozen=True, slots=True)
class Depreciation:
    """What a machine or a building costs a project.

    Attributes:
        value: The eligible cost in euro, rounded down to the cent.
        exact: The same before it is rounded.
        reasons: How it is found, in words.
        sources: Where it is written.
    """

    value: Decimal
    exact: Fraction
    reasons: tuple[str, ...]
    sources: tuple[Source, ...]

    def report(self) -> str:
        """The answer as text."""
        return "\n".join([f"Eligible: {self.value} EUR.", *self.reasons, *(f"Source: {each}" for each in self.sources)])


def depreciation(
    price: Decimal | str | int, *, useful_life: int, months_used: int, share_of_use: Decimal | str = "1"
) -> Depreciation:
    """The eligible cost of equipment or a building: its depreciation for the time and the extent of its use.

    Linear, by whole months. Nothing is rounded before the end, and then down to the cent.

    Args:
        price: What it cost, in euro, without refundable VAT.
        useful_life: Its useful life in months, by the accounting principles of the beneficiary.
        months_used: The months of its use in the project. More than its life counts as its life.
        share_of_use: How much of the time it is used for the project, from 0 to 1.

    Raises: InputError for months that are no whole number, a life of no month; pydantic's ValidationError for an amount
    or a share that is none.

    >>> depreciation("120000", useful_life=60, months_used=18, share_of_use="0.6").value
    Decimal('21600.00')
    """
    months = {"useful_life": useful_life, "months_used": months_used}
    problems = [
        Problem("input-invalid", name, f"{value!r} is no number of months", f"write a whole number from {least}")
        for (name, value), least in zip(months.items(), (1, 0), strict=True)
        if isinstance(value, bool) or not isinstance(value, int) or value < least
    ]
    if problems:
        raise InputError(problems)
    cost, share = _EURO.validate_python(price), _SHARE.validate_python(share_of_use)
    used = min(months_used, useful_life)
    exact = Fraction(cost) * Fraction(used, useful_life) * Fraction(share)
    reason = f"{cost} EUR over {useful_life} months, used for {used} months, {share} of the time."
    return Depreciation(rounded_down(exact), exact, (reason,), (rules.SOURCE.at("Art. 25(3)(b) and (c)"), ROUNDING))


_EURO: TypeAdapter[Decimal] = TypeAdapter(Euro)
_SHARE: TypeAdapter[Decimal] = TypeAdapter(Share)

ROUNDING = SOURCES.GBER_COSTS.assumed(
    "The Regulation does not speak of rounding. Depreciation is rounded down to the cent."
)
