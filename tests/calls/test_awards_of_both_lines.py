"""Awards of real size, from both lines: newcomers that join, large enterprises whose small partners leave."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from clusterpolicy.calls.award import Award, grant_award
from clusterpolicy.calls.recalculation import recalculate
from clusterpolicy.engines.scalar import decide
from clusterpolicy.model import Application, ClusterMembership
from clusterpolicy.model.award_report import PartnerReport
from clusterpolicy.replay.plan import SOUND
from clusterpolicy.replay.portfolio import applications_of, plans_of
from clusterpolicy.rules import piedmont
from clusterpolicy.rules.piedmont.award import LINE_B_AWARD
from tests.calls.award_cases import CONTRACT, ENDED_ON, award_of, partner_reports, report_of


@pytest.fixture(scope="module")
def newcomers() -> Application:
    """A project of two newcomers or more."""
    plans = plans_of("line_b", 1)
    return next(
        each
        for each in applications_of("line_b", 1)
        if plans[each.id].feature == SOUND and len(each.participations) == 2
    )


def line_b_award(application: Application) -> Award:
    return grant_award(application, piedmont.LINE_B, LINE_B_AWARD).signed(CONTRACT)


def joined(application: Application, *days: date | None) -> tuple[PartnerReport, ...]:
    """The reports of partners that joined a cluster on these days; `None` for one that never did."""
    return tuple(
        each.model_copy(
            update={
                "memberships": () if day is None else (ClusterMembership(cluster="ICT", joined_on=day, has_left=False),)
            }
        )
        for each, day in zip(partner_reports(application), days, strict=True)
    )


def test_newcomers_that_joined_and_stayed_keep_their_grant(newcomers: Application) -> None:
    partners = joined(newcomers, date(2017, 9, 1), ENDED_ON)

    outcome = recalculate(line_b_award(newcomers), report_of(newcomers, partners=partners))

    assert (outcome.fate, outcome.reasons) == ("kept", ())


@pytest.mark.parametrize("day", [None, ENDED_ON + timedelta(days=1)])
def test_the_cost_of_a_newcomer_that_was_no_member_when_the_works_ended_does_not_count(
    newcomers: Application, day: date | None
) -> None:
    partners = joined(newcomers, date(2017, 9, 1), day)

    outcome = recalculate(line_b_award(newcomers), report_of(newcomers, partners=partners))

    assert [each.code for each in outcome.reducing] == ["membership-kept"]
    assert outcome.fate in ("reduced", "revoked")
    assert outcome.parts[1].grant.highest == 0
    assert outcome.parts[0].grant.highest == outcome.parts[0].granted


def test_where_its_small_partners_leave_a_large_enterprise_the_award_falls() -> None:
    plans = plans_of("line_a", 1)
    application = next(
        each
        for each in applications_of("line_a", 1)
        if plans[each.id].feature == SOUND and "large" in plans[each.id].sizes
    )
    (sizes,) = (found.size for found in decide(application, piedmont.LINE_A).beneficiaries if found.size)
    large = [each.id for each, size in zip(application.participations, sizes, strict=True) if size == "large"]
    staying = tuple(each for each in partner_reports(application) if each.id in large)
    orders = tuple(each.model_copy(update={"buyer": large[0]}) for each in application.research_orders or ())
    left = tuple(each.id for each in application.participations if each.id not in large)

    outcome = recalculate(
        award_of(application), report_of(application, partners=staying, withdrawn=left, research_orders=orders)
    )

    assert outcome.fate == "revoked"
    assert "large-enterprise-with-sme" in [each.code for each in outcome.revoking]
