"""Synthetic applications: the numbers of a plan, set among facts in which nothing else is wrong."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from clusterpolicy.model import Application
from clusterpolicy.replay.calibration import SHARED, Line
from clusterpolicy.replay.chance import Chance
from clusterpolicy.replay.enterprises import enterprise
from clusterpolicy.replay.features import FEATURES
from clusterpolicy.replay.plan import Plan
from clusterpolicy.replay.shares import divided
from clusterpolicy.rules.piedmont import CLUSTERS

_RESEARCH, _DEVELOPMENT = "industrial_research", "experimental_development"


def application(name: str, call: str, plan: Plan, line: Line, chance: Chance) -> Application:
    """The application called `name` for a call, as its plan says."""
    cluster = chance.one_of(CLUSTERS)
    submitted_at = _moment(line, chance)
    facts: dict[str, Any] = {
        "id": name,
        "call": call,
        "submitted_at": submitted_at,
        "grouping": "single" if len(plan.sizes) == 1 else "temporary_association",
        "coherent_with_agenda": True,
        "project": _project(name, cluster.code, chance.one_of(cluster.themes), submitted_at.date(), chance),
        "participations": _participations(name, call, cluster.code, plan, submitted_at.date(), chance),
        "research_orders": [_order(price, plan, chance) for price in plan.orders],
        "end_users": [],
        "declarations": {"works_not_started_before_submission": True, "effective_collaboration": True},
    }
    if plan.feature in FEATURES:
        FEATURES[plan.feature](facts, chance)
    return Application.model_validate(facts)


def _moment(line: Line, chance: Chance) -> datetime:
    seconds = int((line.submitted_until - line.submitted_from) / timedelta(seconds=1))
    return line.submitted_from + timedelta(seconds=chance.between(0, seconds))


def _project(name: str, cluster: str, theme: str, submitted_on: date, chance: Chance) -> dict[str, Any]:
    return {
        "title": f"Synthetic project {name}",
        "activities": [
            {"title": "Work in the laboratory", "activity": _RESEARCH},
            {"title": "Demonstrator", "activity": _DEVELOPMENT},
        ],
        "trl_at_start": chance.one_of((4, 4, 4, 5)),
        "trl_at_end": chance.one_of((7, 7, 8)),
        "includes_production": False,
        "s3_area": SHARED.areas[cluster],
        "s3_trajectory": chance.one_of(("smart", "resource efficiency")),
        "cluster": cluster,
        "agenda_theme": theme,
        "months": chance.one_of((18, 24, 24)),
        "works_start_on": submitted_on + timedelta(days=chance.between(1, 240)),
    }


def _participations(
    name: str, call: str, cluster: str, plan: Plan, submitted_on: date, chance: Chance
) -> list[dict[str, Any]]:
    bought = divided(sum(plan.orders), plan.costs)
    found = []
    for at, size in enumerate(plan.sizes):
        firm = enterprise(f"Synthetic enterprise {name}/{at + 1}", size, [], chance.apart("enterprise", at))
        research, development = plan.industrial_research[at], plan.costs[at] - plan.industrial_research[at]
        ordered = divided(bought[at], (research, development))
        found.append(
            {
                "id": f"partner-{at + 1}",
                "enterprise": firm,
                "costs": {
                    _RESEARCH: _costs(research, ordered[0], chance),
                    _DEVELOPMENT: _costs(development, ordered[1], chance),
                },
                "place_of_work": firm["sites"][0]["nuts"],
                "independent_of_partners": True,
                "activity_code_admitted": True,
                **_ties(call, firm, cluster, submitted_on, chance),
            }
        )
    return found


def _ties(call: str, firm: dict[str, Any], cluster: str, submitted_on: date, chance: Chance) -> dict[str, Any]:
    """How an enterprise belongs to its cluster: as a member, or as one that wants to be."""
    if call == "piedmont/line-a":
        joined_on = max(firm["registered_on"], date(2009, 6, 1)) + timedelta(days=chance.between(0, 2_000))
        firm["memberships"] = [{"cluster": cluster, "joined_on": joined_on, "has_left": False}]
        return {"attestations": [], "commits_to_join": []}
    issued_on = submitted_on - timedelta(days=chance.between(1, 20))
    attestation = {"cluster": cluster, "coherent_with_agenda": True, "fit_to_join": True, "issued_on": issued_on}
    return {"attestations": [attestation], "commits_to_join": [{"cluster": cluster}]}


def _costs(whole: int, ordered: int, chance: Chance) -> dict[str, Decimal]:
    """The cost of one activity, by category: research that is ordered, and the rest."""
    rest = whole - ordered
    personnel = rest * chance.between(50, 70) // 100
    overheads = personnel * chance.between(8, 15) // 100
    equipment = rest * chance.between(3, 9) // 100
    travel = rest * chance.between(0, 2) // 100
    return {
        "personnel": euro(personnel),
        "equipment": euro(equipment),
        "contract_research": euro(ordered),
        "materials": euro(rest - personnel - overheads - equipment - travel),
        "travel": euro(travel),
        "overheads": euro(overheads),
    }


def _order(price: int, plan: Plan, chance: Chance) -> dict[str, Any]:
    number = chance.between(1, SHARED.research_organisations)
    return {
        "provider": {
            "name": f"Synthetic research organisation {number:02d}",
            "kind": "research_organisation",
            "public": number % 3 > 0,
            "research_is_primary_goal": True,
        },
        "buyer": f"partner-{plan.costs.index(max(plan.costs)) + 1}",
        "amount": euro(price),
        "provider_independent": True,
    }


def euro(cents: int) -> Decimal:
    """A number of cents as euro.

    >>> euro(14000000)
    Decimal('140000.00')
    """
    return Decimal(cents).scaleb(-2)
