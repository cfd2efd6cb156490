"""The life of an award: what is granted, what is left of it once a project has ended, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example as example_of
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.calls.award import Contract, grant_award
from clusterpolicy.calls.recalculation import AwardOutcome, recalculate
from clusterpolicy.engines.plan import Plan
from clusterpolicy.engines.seal import fingerprint_of_rules
from clusterpolicy.errors import InputError, RuleError
from clusterpolicy.language import Confidence, zero
from clusterpolicy.model import ActivityCosts, Application, ClusterMembership, EligibleCosts
from clusterpolicy.rules import piedmont
from clusterpolicy.rules.piedmont import line_a
from clusterpolicy.rules.piedmont.award import LINE_A_AWARD, LINE_B_AWARD
from clusterpolicy.testing.eligible import eligible_applications
from clusterpolicy.units import Unit
from tests.calls.award_cases import (
    CONTRACT,
    ENDED_ON,
    award_of,
    example,
    outcome_of,
    partner_reports,
    report_of,
    with_amounts,
    with_partner,
)


def codes(outcome: AwardOutcome) -> list[str]:
    return [each.code for each in outcome.revoking]


# ── Granting ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_award_is_what_the_rules_of_the_call_grant_to_each() -> None:
    award = award_of(example())

    assert [(each.to, each.kind) for each in award.granted][:2] == [
        ("alfa", "Participation"),
        ("beta", "Participation"),
    ]
    assert award.amount == Decimal("334850.00")
    assert award.granted_on == date(2017, 7, 29)


def test_an_application_that_is_not_eligible_is_not_awarded() -> None:
    application = example()
    late = application.model_copy(update={"submitted_at": None})

    with pytest.raises(InputError, match="undetermined: application-window"):
        grant_award(late, piedmont.LINE_A, LINE_A_AWARD)


@given(cents=st.integers(0, 334_850_00) | st.sampled_from((0, 1, 334_849_99, 334_850_00)))
@example_of(cents=0)
@example_of(cents=334_850_00)
def test_less_than_the_whole_grant_is_shared_to_the_cent(cents: int) -> None:
    amount = Decimal(cents).scaleb(-2)

    award = grant_award(example(), piedmont.LINE_A, LINE_A_AWARD, amount=amount)

    full = award_of(example())
    assert award.amount == amount
    assert all(0 <= less.amount <= more.amount for less, more in zip(award.granted, full.granted, strict=True))


@pytest.mark.parametrize("amount", [Decimal("334850.01"), Decimal("-0.01"), Decimal("1.005")])
def test_more_than_the_rules_allow_is_not_granted(amount: Decimal) -> None:
    with pytest.raises(InputError, match="are to be granted"):
        grant_award(example(), piedmont.LINE_A, LINE_A_AWARD, amount=amount)


def test_a_contract_is_no_older_than_the_award_and_ends_after_it_begins() -> None:
    award = grant_award(example(), piedmont.LINE_A, LINE_A_AWARD)

    with pytest.raises(InputError) as refused:
        award.signed(Contract(signed_on=date(2017, 7, 28), works_due_by=date(2017, 7, 27)))
    assert [each.place for each in refused.value.problems] == ["contract.signed_on", "contract.works_due_by"]
    assert award.signed(Contract(award.granted_on, award.granted_on)).contract is not None


# ── Kept ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(application=eligible_applications())
def test_who_does_and_spends_what_was_planned_keeps_exactly_the_grant(application: Application) -> None:
    award = award_of(application)

    outcome = recalculate(award, report_of(application))

    assert outcome.fate == "kept"
    assert outcome.grant == award.amount
    assert [part.grant.lowest for part in outcome.parts] == [each.amount for each in award.granted]
    assert outcome.reasons == ()


@pytest.mark.parametrize(
    "differences",
    [
        {"works_until": CONTRACT.works_due_by, "handed_in_on": CONTRACT.works_due_by + timedelta(days=60)},
        {"handed_in_on": ENDED_ON + timedelta(days=60)},
        {"trl_reached": 8},
    ],
)
def test_on_the_last_day_and_at_the_very_level_an_award_is_kept(differences: dict[str, Any]) -> None:
    assert outcome_of(example(), **differences).fate == "kept"


def test_who_spends_more_keeps_the_grant_and_gets_no_more() -> None:
    application = example()
    more = partner_reports(application, lambda _, planned: planned * 2)
    orders = tuple(
        each.model_copy(update={"amount": (each.amount or 0) * 2}) for each in application.research_orders or ()
    )

    outcome = outcome_of(application, partners=more, research_orders=orders)

    assert (outcome.fate, outcome.grant) == ("kept", Decimal("334850.00"))


# ── Reduced ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_spends_less_keeps_the_grant_on_what_was_spent() -> None:
    application = example()
    # Of 12,500.00 euro of materials for industrial research nothing was bought: 60 % of that is lost.
    costs = with_amounts(application.participations[0].costs, lambda _, planned: planned)
    research = costs.industrial_research.model_copy(update={"materials": Decimal("0.00")})
    less = with_partner(application, 0, costs=costs.model_copy(update={"industrial_research": research}))

    outcome = outcome_of(application, partners=less)

    assert (outcome.fate, outcome.grant) == ("reduced", Decimal("327350.00"))
    assert [part.grant.lowest - part.granted for part in outcome.parts if part.grant.lowest] == [-7500, 0, 0]
    assert outcome.reasons == (
        "reduced: the actual cost of `alfa` carries 150,000.00 EUR, and 157,500.00 EUR were granted to it.",
    )


def test_what_one_partner_leaves_does_not_go_to_another_unless_the_rules_say_so() -> None:
    application = example()
    plan = [each.costs for each in application.participations]
    moved = list(partner_reports(application))
    for at, step in ((0, -1000), (1, 1000)):
        costs = plan[at]
        assert costs is not None
        personnel = costs.industrial_research.personnel
        assert personnel is not None
        research = costs.industrial_research.model_copy(update={"personnel": personnel + step})
        moved[at] = moved[at].model_copy(update={"costs": costs.model_copy(update={"industrial_research": research})})
    award, report = award_of(application), report_of(application, partners=tuple(moved))

    apart = recalculate(award, report)
    shared = recalculate(award, report, changes={"piedmont/award/shared_among_partners": True})

    assert apart.fate == "reduced"
    assert shared.grant is not None
    assert apart.grant is not None
    assert apart.grant < shared.grant <= award.amount


def test_overheads_above_the_flat_rate_are_not_recognised_and_bring_nothing_down() -> None:
    application = example()
    costs = application.participations[0].costs
    assert costs is not None
    research = costs.industrial_research.model_copy(update={"overheads": Decimal("9000.00")})
    more = with_partner(application, 0, costs=costs.model_copy(update={"industrial_research": research}))

    outcome = outcome_of(application, partners=more)

    assert [each.code for each in outcome.reducing] == ["overheads-limit"]
    assert outcome.revoking == ()
    # 1,500.00 euro above the rate: the overheads of development give way, and no grant grows for those of research.
    assert outcome.parts[0].on_actual_cost.lowest == Decimal("157500.00") + 1500 * Decimal("0.25")
    assert outcome.fate == "kept"


def test_the_costs_of_an_enterprise_that_left_its_cluster_too_early_do_not_count() -> None:
    application = _large_enough_without_one()
    left = ClusterMembership(
        cluster="MESAP", joined_on=date(2015, 3, 2), left_on=ENDED_ON - timedelta(days=1), has_left=True
    )
    on_the_day = left.model_copy(update={"left_on": ENDED_ON})

    lost = outcome_of(application, partners=with_partner(application, 1, memberships=(left,)))
    kept = outcome_of(application, partners=with_partner(application, 1, memberships=(on_the_day,)))

    assert kept.fate == "kept"
    assert (lost.fate, [each.code for each in lost.reducing]) == ("reduced", ["membership-kept"])
    assert lost.grant == lost.award.amount - lost.parts[1].granted


def test_the_grant_of_a_partner_that_withdrew_is_lost_and_those_of_the_others_stand() -> None:
    application = _large_enough_without_one()

    alfa, _, gamma = partner_reports(application)

    outcome = outcome_of(application, partners=(alfa, gamma), withdrawn=("beta",))

    assert outcome.fate == "reduced"
    assert outcome.grant == outcome.award.amount - outcome.parts[1].granted
    assert outcome.parts[1].withdrew
    assert "`beta` withdrew" in outcome.reasons[0]


def _large_enough_without_one() -> Application:
    """The example at three times its cost, all research ordered by the first partner."""
    application = example()
    reports = partner_reports(application, lambda _, planned: planned * 3)
    partners = tuple(
        each.model_copy(update={"costs": report.costs})
        for each, report in zip(application.participations, reports, strict=True)
    )
    orders = tuple(
        each.model_copy(update={"amount": (each.amount or 0) * 3, "buyer": "alfa"})
        for each in application.research_orders or ()
    )
    return application.model_copy(update={"participations": partners, "research_orders": orders})


def test_every_category_of_cost_counts_and_overheads_only_up_to_the_rate() -> None:
    amounts = {"personnel": 100_000, "own_work": 1_000, "equipment": 2_000, "buildings_and_land": 4_000}
    amounts |= {"contract_research": 8_000, "materials": 16_000, "travel": 32_000, "overheads": 20_000}
    every = ActivityCosts(**{name: Decimal(amount) for name, amount in amounts.items()})
    costs = EligibleCosts(industrial_research=every, experimental_development=every)

    outcome = outcome_of(example(), partners=with_partner(example(), 0, costs=costs))

    # 163,000.00 euro of each activity are direct. Of 40,000.00 euro of overheads 30,000.00 count: those of research in
    # full, those of development up to the rest.
    expected = (163_000 + 20_000) * Decimal("0.60") + (163_000 + 10_000) * Decimal("0.35")
    assert outcome.parts[0].on_actual_cost.lowest == expected


def test_overheads_are_recognised_up_to_the_cent_below_the_rate() -> None:
    application = example()
    costs = EligibleCosts(
        industrial_research=ActivityCosts(personnel=Decimal("100000.03"), overheads=Decimal("15000.01"))
    )

    outcome = outcome_of(application, partners=with_partner(application, 0, costs=costs))

    assert [each.code for each in outcome.reducing] == ["overheads-limit"]
    assert outcome.parts[0].on_actual_cost.lowest == Decimal("69000.01")  # 60 % of 115,000.03 euro


def test_a_member_since_the_last_day_of_the_works_is_a_member() -> None:
    application = _large_enough_without_one()
    since = ClusterMembership(cluster="MESAP", joined_on=ENDED_ON, has_left=False)
    elsewhere = since.model_copy(update={"cluster": "another"})

    first, second = (
        outcome_of(application, partners=with_partner(application, 1, memberships=(each,)))
        for each in (since, elsewhere)
    )

    assert first.fate == "kept"
    assert [each.code for each in second.reducing] == ["membership-kept"]


# ── Revoked ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("differences", "code"),
    [
        ({"trl_reached": 6}, "trl-reached"),
        ({"works_until": date(2019, 10, 1), "handed_in_on": date(2019, 10, 30)}, "works-ended-in-time"),
        ({"handed_in_on": ENDED_ON + timedelta(days=61)}, "reported-in-time"),
        ({"works_started_on": date(2016, 12, 9)}, "works-not-started"),
        ({"research_orders": ()}, "research-orders"),
        ({"partners": with_partner(example(), 1, in_insolvency_proceedings=True)}, "no-insolvency"),
        ({"partners": with_partner(example(), 1, sites=())}, "site-in-piedmont"),
        ({"partners": partner_reports(example(), lambda _, planned: planned * 2 / 5)}, "minimum-cost"),
    ],
)
def test_an_award_is_revoked_for_what_the_rules_name(differences: dict[str, Any], code: str) -> None:
    outcome = outcome_of(example(), **differences)

    assert (outcome.fate, outcome.grant) == ("revoked", Decimal("0.00"))
    assert code in codes(outcome)
    assert outcome.reasons[0].startswith("revoked: ")
    assert outcome.decision.finding(code).sources


def test_development_that_outgrows_research_brings_the_award_down() -> None:
    application = example()
    turned = tuple(each.model_copy(update={"costs": _turned(each.costs)}) for each in partner_reports(application))

    assert codes(outcome_of(application, partners=turned)) == ["research-prevails"]


def _turned(costs: EligibleCosts | None) -> EligibleCosts:
    assert costs is not None
    return EligibleCosts(
        industrial_research=costs.experimental_development, experimental_development=costs.industrial_research
    )


def test_the_lowest_cost_is_asked_of_what_is_recognised_not_of_what_was_spent() -> None:
    application = example()
    both = tuple(each.model_copy(update={"memberships": ()}) for each in partner_reports(application))

    outcome = outcome_of(application, partners=both)

    assert "minimum-cost" in codes(outcome)
    assert [each.code for each in outcome.reducing] == ["membership-kept"]


# ── The rules ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_both_lines_ask_the_same_of_granted_projects() -> None:
    assert LINE_A_AWARD.requirements == LINE_B_AWARD.requirements
    assert LINE_A_AWARD.granting_day is not LINE_B_AWARD.granting_day


def test_another_figure_makes_another_outcome() -> None:
    award, report = award_of(example()), report_of(example(), handed_in_on=ENDED_ON + timedelta(days=61))

    assert recalculate(award, report).fate == "revoked"
    assert recalculate(award, report, changes={"piedmont/award/report_term": 61}).fate == "kept"


def test_rules_that_speak_of_a_requirement_that_is_not_theirs_are_refused() -> None:
    other = (line_a.CLUSTER_MEMBER,)

    with pytest.raises(RuleError, match="`cluster-member` is none of its requirements"):
        replace(LINE_A_AWARD, reducing=other)
    with pytest.raises(RuleError, match="`cluster-member` is none of its requirements"):
        replace(LINE_A_AWARD, asked_midway=other)


def test_terms_of_payment_are_parameters_that_anybody_can_see_and_change() -> None:
    with pytest.raises(RuleError, match=r"\[figure-in-rule\]"):
        replace(LINE_A_AWARD, advance=LINE_A_AWARD.advance + zero(Unit.SHARE))


def test_what_only_reduces_a_grant_is_part_of_the_fingerprint_of_the_rules() -> None:
    stricter = replace(LINE_A_AWARD, reducing=LINE_A_AWARD.reducing[:1])

    assert fingerprint_of_rules(Plan.of(stricter)) != fingerprint_of_rules(Plan.of(LINE_A_AWARD))


def test_no_figure_about_awards_is_stated_by_a_source_and_each_says_why_it_was_chosen() -> None:
    figures = [each for name, each in LINE_A_AWARD.figures.items() if name.startswith("piedmont/award/")]

    assert len(figures) == 5
    assert all(each.source.confidence is Confidence.ASSUMED and each.source.note for each in figures)
