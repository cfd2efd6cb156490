"""A granted project to try things on, and reports about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from clusterpolicy.calls.award import Award, Contract, grant_award
from clusterpolicy.calls.recalculation import AwardOutcome, recalculate
from clusterpolicy.model import ActivityCosts, Application, EligibleCosts
from clusterpolicy.model.award_report import ActualCosts, PartnerReport, ProjectReport
from clusterpolicy.rules import piedmont
from clusterpolicy.rules.piedmont.award import LINE_A_AWARD

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "line_a" / "eligible.json"
ENDED_ON = date(2019, 9, 16)
CONTRACT = Contract(signed_on=date(2017, 9, 1), works_due_by=date(2019, 9, 30))

Amount = Callable[[str, Decimal], Decimal]
"""Another amount in place of one, by the name of its category."""


def example() -> Application:
    """The example of Line A: a small and a micro enterprise."""
    return Application.model_validate_json(EXAMPLE.read_text(encoding="utf-8"))


def award_of(application: Application) -> Award:
    """Its award, all that the rules allow, under a contract."""
    return grant_award(application, piedmont.LINE_A, LINE_A_AWARD).signed(CONTRACT)


def with_amounts(costs: EligibleCosts | None, amount: Amount) -> EligibleCosts:
    """The same costs with other amounts."""
    assert costs is not None
    activities = {}
    for activity in EligibleCosts.model_fields:
        of_activity = getattr(costs, activity)
        categories = {each: amount(each, getattr(of_activity, each)) for each in ActivityCosts.model_fields}
        activities[activity] = ActivityCosts(**categories)
    return EligibleCosts(**activities)


def partner_reports(application: Application, amount: Amount | None = None) -> tuple[PartnerReport, ...]:
    """Each partner spent what was planned, or `amount` in place of it, and all is as it was."""
    return tuple(
        PartnerReport(
            id=each.id,
            costs=with_amounts(each.costs, amount) if amount else each.costs,
            memberships=each.enterprise.memberships,
            sites=each.enterprise.sites,
            in_insolvency_proceedings=False,
            in_voluntary_liquidation=False,
        )
        for each in application.participations
    )


def report_of(application: Application, **differences: Any) -> ProjectReport:
    """The final report on a project carried out as planned, but for some `differences`."""
    facts: dict[str, Any] = {
        "handed_in_on": date(2019, 10, 30),
        "works_started_on": application.project.works_start_on,
        "works_until": ENDED_ON,
        "trl_reached": 7,
        "partners": partner_reports(application),
        "research_orders": application.research_orders,
        "end_users": tuple(ActualCosts(id=each.id, costs=each.costs) for each in application.end_users or ()),
    }
    return ProjectReport(**(facts | differences))


def with_partner(application: Application, position: int, **differences: Any) -> tuple[PartnerReport, ...]:
    """The reports of all partners, one of them with some `differences`."""
    reports = list(partner_reports(application))
    reports[position] = reports[position].model_copy(update=differences)
    return tuple(reports)


def outcome_of(application: Application, **differences: Any) -> AwardOutcome:
    """What is left of the award of an application, carried out as planned but for some `differences`."""
    return recalculate(award_of(application), report_of(application, **differences))


def percent_of(amount: Decimal, percent: int) -> Decimal:
    """So many per cent of an amount, in whole cents."""
    return (amount * percent / 100).quantize(Decimal("0.01"))
