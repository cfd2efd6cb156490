"""Laws of awards: what holds for any project, whatever is known of it; and reports that do not fit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clusterpolicy.calls.award import grant_award
from clusterpolicy.calls.recalculation import recalculate
from clusterpolicy.errors import InputError
from clusterpolicy.model import Application
from clusterpolicy.model.award_report import ActualCosts, PartnerReport, ProjectReport
from clusterpolicy.rules import piedmont
from clusterpolicy.rules.piedmont.award import LINE_A_AWARD
from clusterpolicy.testing.eligible import eligible_applications
from tests.calls.award_cases import (
    award_of,
    example,
    outcome_of,
    partner_reports,
    percent_of,
    report_of,
    with_partner,
)

# ── Not known ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("differences", "code"),
    [
        ({"trl_reached": None}, "trl-reached"),
        ({"works_until": None}, "works-ended-in-time"),
        ({"handed_in_on": None}, "reported-in-time"),
        ({"research_orders": None}, "research-orders"),
        ({"partners": with_partner(example(), 1, memberships=None)}, "membership-kept"),
        ({"partners": with_partner(example(), 1, costs=None)}, "research-prevails"),
    ],
)
def test_what_is_not_known_leaves_the_award_open(differences: dict[str, Any], code: str) -> None:
    outcome = outcome_of(example(), **differences)

    assert (outcome.fate, outcome.grant) == ("undetermined", None)
    assert code in [each.code for each in outcome.open]
    assert outcome.grant_range.lowest is not None
    assert outcome.grant_range.lowest <= outcome.award.amount
    assert outcome.grant_range.highest == outcome.award.amount


def test_what_fails_for_certain_revokes_whatever_else_is_not_known() -> None:
    outcome = outcome_of(example(), trl_reached=6, handed_in_on=None)

    assert (outcome.fate, outcome.open) == ("revoked", ())


FACTS_THAT_MAY_BE_MISSING = ("trl_reached", "works_until", "handed_in_on", "works_started_on", "research_orders")


@given(
    application=eligible_applications(partners=st.integers(1, 3)),
    missing=st.sets(st.sampled_from(FACTS_THAT_MAY_BE_MISSING)),
    of_partner=st.sets(st.sampled_from(("costs", "memberships", "sites", "in_insolvency_proceedings"))),
    percent=st.sampled_from((100, 100, 90, 60)),
)
def test_to_know_less_never_decides_otherwise(
    application: Application, missing: set[str], of_partner: set[str], percent: int
) -> None:
    award = award_of(application)
    known = report_of(application, partners=partner_reports(application, lambda _, each: percent_of(each, percent)))
    first = known.partners[0].model_copy(update=dict.fromkeys(of_partner))
    less = known.model_copy(update={**dict.fromkeys(missing), "partners": (first, *known.partners[1:])})

    told, open_ = recalculate(award, known), recalculate(award, less)

    assert open_.fate in (told.fate, "undetermined")
    assert told.grant is not None
    if open_.grant is None:
        assert open_.grant_range.lowest is not None
        assert open_.grant_range.highest is not None
        assert open_.grant_range.lowest <= told.grant <= open_.grant_range.highest
    else:
        assert open_.grant == told.grant


# ── Laws ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

PERCENTS = st.sampled_from((0, 50, 80, 99, 100, 101, 120, 200))


@given(application=eligible_applications(partners=st.integers(1, 4)), data=st.data())
def test_no_grant_is_ever_more_than_was_granted(application: Application, data: st.DataObject) -> None:
    award = award_of(application)
    partners = partner_reports(application, lambda _, planned: percent_of(planned, data.draw(PERCENTS)))

    outcome = recalculate(award, report_of(application, partners=partners))

    assert outcome.grant is not None
    assert outcome.grant <= award.amount
    for part, granted in zip(outcome.parts, award.granted, strict=True):
        assert part.grant.highest is not None
        assert part.grant.highest <= granted.amount


@given(application=eligible_applications(partners=st.integers(1, 4)), data=st.data())
def test_where_every_limit_is_kept_who_spends_more_never_keeps_less(
    application: Application, data: st.DataObject
) -> None:
    lower = data.draw(st.sampled_from((70, 90, 99, 100)))
    higher = data.draw(st.sampled_from((100, 101, 110)))
    award = award_of(application)

    def spent(percent: int) -> tuple[PartnerReport, ...]:
        return partner_reports(application, lambda _, planned: percent_of(planned, percent))

    outcomes = [recalculate(award, report_of(application, partners=spent(each))) for each in (lower, higher)]
    assume(all(each.fate != "revoked" for each in outcomes))

    less, more = (each.grant for each in outcomes)
    assert less is not None
    assert more is not None
    assert less <= more


# ── Reports that do not fit ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_report_names_everybody_once_and_nobody_else() -> None:
    application = example()
    reports = partner_reports(application)

    with pytest.raises(InputError) as refused:
        outcome_of(application, partners=(reports[0], reports[1].model_copy(update={"id": "betta"}), reports[2]))

    assert [(each.code, each.place) for each in refused.value.problems] == [
        ("reference-unknown", "partners"),
        ("field-missing", "partners"),
    ]
    with pytest.raises(ValueError, match="named twice"):
        ProjectReport(partners=(*reports, reports[0]))
    with pytest.raises(ValueError, match="named twice"):
        ProjectReport(partners=reports, withdrawn=("alfa",))


def test_where_everybody_withdrew_there_is_nothing_to_report_on() -> None:
    with pytest.raises(InputError, match="every enterprise has withdrawn"):
        outcome_of(example(), partners=(), withdrawn=("alfa", "beta", "gamma"))


def test_research_ordered_by_who_withdrew_must_be_told_anew() -> None:
    application = example()
    orders = tuple(each.model_copy(update={"buyer": "beta"}) for each in application.research_orders or ())

    alfa, _, gamma = partner_reports(application)

    with pytest.raises(InputError, match="no participation has the identifier"):
        outcome_of(application, partners=(alfa, gamma), withdrawn=("beta",), research_orders=orders)


def test_without_a_contract_there_is_nothing_to_recalculate() -> None:
    award = grant_award(example(), piedmont.LINE_A, LINE_A_AWARD)

    with pytest.raises(InputError, match="no contract is signed"):
        recalculate(award, report_of(example()))


@pytest.mark.parametrize(
    "days",
    [
        {"works_started_on": date(2019, 1, 2), "works_until": date(2019, 1, 1)},
        {"works_until": date(2019, 1, 2), "handed_in_on": date(2019, 1, 1)},
    ],
)
def test_days_of_a_report_follow_each_other(days: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="lies before"):
        ProjectReport(partners=(), **days)


def test_all_days_of_a_report_may_be_one_day() -> None:
    day = date(2019, 1, 2)
    report = ProjectReport(partners=(), works_started_on=day, works_until=day, handed_in_on=day)

    assert report.handed_in_on == day


def test_an_end_user_is_named_once_and_may_bear_the_name_of_a_partner() -> None:
    reports, user = partner_reports(example()), ActualCosts(id="alfa")

    assert ProjectReport(partners=reports, end_users=(user,)).end_users == (user,)
    with pytest.raises(ValueError, match="named twice"):
        ProjectReport(partners=reports, end_users=(user, user))
