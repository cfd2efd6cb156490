"""The common law as the rules of a call: the same formulas, asked of an application."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clusterpolicy.engines.ask import ask
from clusterpolicy.language import Facts, Formula, Inquiry, Quantity, facts_of, rounded_down_to_cent, total
from clusterpolicy.model import Application, Participation, Project
from clusterpolicy.rules.eu import bonuses, intensity, notification, requirements
from clusterpolicy.rules.eu.costs import real_costs
from clusterpolicy.rules.eu.sme import IS_SME, SIZE
from clusterpolicy.rules.eu.sources import SOURCES

application, partner, project = facts_of(Application), facts_of(Participation), facts_of(Project)
GRANTED = date(2017, 7, 29)


def cost_of(activity: str) -> Formula:
    costs: Facts = getattr(partner.costs, activity)
    return real_costs(costs)


INDUSTRIAL = Quantity(
    name="industrial", label="industrial research", formula=cost_of("industrial_research"), source=SOURCES.GBER_COSTS
)
DEVELOPMENT = Quantity(
    name="development", label="development", formula=cost_of("experimental_development"), source=SOURCES.GBER_COSTS
)
WHOLE = Quantity(name="whole", label="whole cost", formula=total(INDUSTRIAL + DEVELOPMENT), source=SOURCES.GBER_COSTS)

COLLABORATION = Quantity(
    name="collaboration",
    label="undertakings collaborate",
    formula=bonuses.collaboration_of_undertakings(
        effective=application.declarations.effective_collaboration,
        is_undertaking=partner.independent_of_partners,
        is_sme=IS_SME,
        cost=INDUSTRIAL + DEVELOPMENT,
        whole=WHOLE,
        in_several_states=False,
    ),
    source=bonuses.SOURCE,
)
BONUS = Quantity(
    name="bonus",
    label="bonus",
    formula=bonuses.bonus(
        collaboration=COLLABORATION,
        dissemination=False,
        licences=False,
        area_a=False,
        area_c=False,
        cross_border=False,
    ),
    source=bonuses.SOURCE,
)
GRANT = Quantity(
    name="grant",
    label="grant of the partner",
    formula=rounded_down_to_cent(
        INDUSTRIAL * intensity.industrial_research_ceiling(SIZE, BONUS)
        + DEVELOPMENT * intensity.experimental_development_ceiling(SIZE, BONUS)
    ),
    source=intensity.SOURCE,
)
NOTHING_FUNDAMENTAL = total(cost_of("fundamental_research"))
THRESHOLD = Quantity(
    name="threshold",
    label="threshold",
    formula=notification.threshold_by_activity(
        fundamental_research=NOTHING_FUNDAMENTAL,
        industrial_research=total(INDUSTRIAL),
        experimental_development=total(DEVELOPMENT),
    ),
    source=notification.SOURCE,
)
REQUIREMENTS = (
    requirements.NOT_IN_DIFFICULTY,
    requirements.DIFFICULTY_DECLARED_AS_FOUND,
    requirements.NO_UNPAID_RECOVERY_ORDER,
    requirements.WORKS_START_AFTER_SUBMISSION,
    notification.below_threshold(grant=GRANT, threshold=THRESHOLD),
)
CALL = Inquiry(
    name="test/call",
    version="1",
    title="A call of a country that does not exist",
    root=Application,
    time_zone="Europe/Brussels",
    source=SOURCES.GBER,
    in_force_from=date(2014, 7, 1),
    answers={"grant": total(GRANT), **{each.code: each.holds_if for each in REQUIREMENTS}},
)


def partner_with(name: str, headcount: str, development: str, **enterprise: Any) -> dict[str, Any]:
    accounts = {
        "closes_on": "2016-12-31",
        "approved": True,
        "headcount": headcount,
        "turnover": "60000000",
        "balance_sheet_total": "9000000",
        "subscribed_capital": "100000",
        "other_own_funds": "0",
        "accumulated_losses": "0",
    }
    facts = {
        "name": name,
        "legal_form": "limited_liability_company",
        "constituted_on": "2000-01-01",
        "autonomous": True,
        "in_insolvency_proceedings": False,
        "has_unpaid_rescue_aid": False,
        "under_restructuring_plan": False,
        "has_unpaid_recovery_order": False,
        "in_difficulty": False,
        "accounts": [accounts, {**accounts, "closes_on": "2015-12-31", "equity": "1", "book_debt": "1"}],
    }
    facts["accounts"][1].update({"ebitda": "1", "interest": "1"})  # type: ignore[index]  # a list of tables
    costs = {"experimental_development": {"personnel": development}}
    return {"id": name, "enterprise": {**facts, **enterprise}, "costs": costs, "independent_of_partners": True}


def answers(*partners: dict[str, Any], effective: bool = True, works: str = "2017-08-01") -> dict[str, Any]:
    facts = Application.model_validate(
        {
            "id": "1",
            "call": "any",
            "submitted_at": "2017-01-31T12:00:00+01:00",
            "project": {"title": "Gears", "works_start_on": works},
            "participations": partners,
            "declarations": {"effective_collaboration": effective},
        }
    )
    return {question: ask(CALL, question, facts, on=GRANTED).value for question in CALL.answers}


SMALL = partner_with("small", "20", "400000")
LARGE = partner_with("large", "500", "600000")


def test_partners_that_collaborate_get_the_bonus_each_by_its_own_size() -> None:
    assert answers(SMALL, LARGE)["grant"] == Decimal("480000.00")
    assert answers(SMALL, LARGE, effective=False)["grant"] == Decimal("330000.00")


def test_a_partner_that_bears_more_than_70_percent_costs_all_of_them_the_bonus() -> None:
    heavy = partner_with("large", "500", "933333.34")
    assert answers(SMALL, heavy)["grant"] == Decimal("180000.00") + Decimal("233333.33")


def test_an_application_that_meets_the_common_law_meets_every_requirement() -> None:
    found = answers(SMALL, LARGE)
    assert {code: found[code] for code in found if code != "grant"} == {each.code: True for each in REQUIREMENTS}


@pytest.mark.parametrize(
    ("code", "partners", "works"),
    [
        ("works-start-after-submission", (SMALL,), "2017-01-30"),
        ("no-unpaid-recovery-order", (partner_with("a", "20", "1", has_unpaid_recovery_order=True),), "2017-08-01"),
        ("difficulty-declared-as-found", (partner_with("a", "20", "1", in_difficulty=True),), "2017-08-01"),
        ("below-notification-threshold", (partner_with("a", "500", "60000000.04"),), "2017-08-01"),
    ],
)
def test_what_breaks_the_common_law_fails_its_requirement_alone(
    code: str, partners: tuple[dict[str, Any], ...], works: str
) -> None:
    found = answers(*partners, works=works)
    assert [name for name, value in found.items() if value is False] == [code]


def test_a_partner_in_difficulty_that_declares_it_fails_one_requirement() -> None:
    found = answers(partner_with("a", "20", "1", in_insolvency_proceedings=True, in_difficulty=True))
    assert [name for name, value in found.items() if value is False] == ["not-in-difficulty"]


def test_exactly_the_threshold_may_be_granted() -> None:
    assert answers(partner_with("a", "500", "60000000"))["below-notification-threshold"] is True
