"""Applications and marks by the thousand, the same ones for the same seed. Nothing in them is taken from life."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from stdnum import luhn

from clusterpolicy.model import Application
from clusterpolicy.model.enterprise import ADVERSE_FACTS
from clusterpolicy.model.evaluation import Mark

SIZES = ((Decimal("6.5"), "900000.00"), (Decimal("31"), "4200000.00"), (Decimal("140"), "26000000.00"))
"""Staff and turnover of a micro, a small and a medium-sized enterprise."""

CAPITAL = {
    "subscribed_capital": "100000.00",
    "other_own_funds": "250000.00",
    "accumulated_losses": "0.00",
    "capital_in_accounts": "100000.00",
    "book_debt": "500000.00",
    "equity": "350000.00",
    "ebitda": "200000.00",
    "interest": "30000.00",
}
"""The sound figures that no enterprise here differs in."""

OPENING = datetime(2016, 11, 2, 8, 0, tzinfo=UTC)


def applications(number: int, seed: int = 1) -> tuple[Application, ...]:
    """So many applications to Line A: about one in eight is not eligible, one in thirty is not decided."""
    chance = random.Random(seed)  # noqa: S311 - chance that can be repeated is what is wanted here
    return tuple(Application.model_validate(_application(chance, index)) for index in range(number))


def marks(
    of: Sequence[Application], criteria: Sequence[tuple[str, int]], evaluators: int = 5, seed: int = 2
) -> tuple[Mark, ...]:
    """The marks of so many evaluators for each application, on each criterion up to its highest. A few are missing."""
    chance = random.Random(seed)  # noqa: S311 - see above
    found: list[Mark] = []
    for application in of:
        quality = chance.triangular(0.45, 1.0, 0.8)
        panel = chance.sample(range(60), evaluators)
        for evaluator in panel:
            for criterion, highest in criteria:
                halves = min(2 * highest, max(0, int(2 * highest * (quality + chance.uniform(-0.15, 0.15)))))
                missing = chance.random() < 0.0002
                found.append(
                    Mark(
                        application=application.id,
                        evaluator=f"evaluator-{evaluator:02}",
                        criterion=criterion,
                        points=None if missing else Decimal(halves * 5).scaleb(-1),
                    )
                )
    return tuple(found)


def _application(chance: random.Random, index: int) -> dict[str, Any]:
    partners = chance.choice((1, 2, 3, 3, 3, 4, 5))
    cost = chance.randint(290_000_00, 1_100_000_00)
    order = cost * chance.randint(19, 40) // 100
    return {
        "id": f"A-{index + 1:05}",
        "call": "piedmont/line-a",
        "submitted_at": OPENING + timedelta(minutes=5 * index, seconds=chance.randrange(300)),
        "grouping": "single" if partners == 1 else "temporary_association",
        "coherent_with_agenda": True,
        "project": {
            "title": f"Synthetic project {index + 1}",
            "activities": [
                {"title": "Research", "activity": "industrial_research"},
                {"title": "Development", "activity": "experimental_development"},
            ],
            "trl_at_start": chance.choice((4, 4, 5)),
            "trl_at_end": 7,
            "includes_production": False,
            "s3_area": "mechatronics",
            "s3_trajectory": "smart",
            "cluster": "MESAP",
            "agenda_theme": "mechatronics",
            "months": 25 if chance.random() < 0.03 else chance.randint(12, 24),
            "works_start_on": "2017-06-01",
        },
        "participations": [_participation(chance, index, each, cost // partners) for each in range(partners)],
        "research_orders": [
            {
                "provider": {
                    "name": "A synthetic university",
                    "kind": "research_organisation",
                    "public": True,
                    "research_is_primary_goal": True,
                },
                "buyer": "partner-1",
                "amount": _euro(order),
                "provider_independent": True,
            }
        ],
        "end_users": [],
        "declarations": {"works_not_started_before_submission": True, "effective_collaboration": True},
    }


def _participation(chance: random.Random, index: int, number: int, cost: int) -> dict[str, Any]:
    research = cost * chance.randint(50, 80) // 100
    return {
        "id": f"partner-{number + 1}",
        "enterprise": _enterprise(chance, index, number),
        "costs": {
            "industrial_research": _costs(research),
            "experimental_development": _costs(cost - research),
        },
        "place_of_work": "ITC11",
        "independent_of_partners": True,
        "activity_code_admitted": True,
    }


def _enterprise(chance: random.Random, index: int, number: int) -> dict[str, Any]:
    headcount, money = chance.choice(SIZES)
    return {
        "name": f"Synthetic enterprise {index + 1}-{number + 1}",
        "vat_number": _vat_number(10 * index + number),
        "legal_form": "limited_liability_company",
        "constituted_on": "2004-05-12",
        "registered_on": "2004-06-01",
        "main_activity": "25.62",
        "other_activities": [],
        "sites": [{"nuts": "ITC11", "municipality": "Torino", "active_and_productive": True}],
        "memberships": [{"cluster": "MESAP", "joined_on": "2015-03-02", "has_left": False}],
        "accounts": [
            {
                "closes_on": "2015-12-31",
                "approved": True,
                "headcount": str(headcount),
                "turnover": money,
                "balance_sheet_total": money,
                **CAPITAL,
            }
        ],
        "autonomous": True,
        "innovative_sme": chance.random() < 0.1,
        "legality_rating": chance.random() < 0.2,
        **dict.fromkeys(("registered_farm", *ADVERSE_FACTS), False),
        "in_insolvency_proceedings": None if chance.random() < 0.01 else False,
    }


def _vat_number(number: int) -> str:
    """A number that passes the check of the standard, and belongs to no province."""
    body = f"{number + 1:07d}999"
    return body + luhn.calc_check_digit(body)


def _costs(cost: int) -> dict[str, str]:
    personnel = cost * 6 // 10
    overheads = personnel * 15 // 100
    return {
        "personnel": _euro(personnel),
        "materials": _euro(cost - personnel - overheads),
        "overheads": _euro(overheads),
    }


def _euro(cents: int) -> str:
    return str(Decimal(cents).scaleb(-2))
