"""How much aid one beneficiary may receive for research: the whole table, the grants worked out, and each boundary."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.engines.ask import Answer
from clusterpolicy.errors import InputError, NoLawThatDay
from clusterpolicy.model import Activity, Size
from clusterpolicy.model.aid import Collaboration, CrossBorderProject, LinkedEnterprise, Party, PartyKind
from clusterpolicy.rules.eu import collaboration_earns_bonus, highest_aid, intensity_ceiling

D = Decimal
FIRST, LAST_OF_R1 = date(2014, 7, 1), date(2023, 6, 30)
FIRST_OF_R2, LAST = date(2023, 7, 1), date(2026, 12, 31)
R1, R2 = date(2017, 7, 29), date(2024, 2, 1)
FUNDAMENTAL, INDUSTRIAL = Activity.FUNDAMENTAL_RESEARCH, Activity.INDUSTRIAL_RESEARCH
DEVELOPMENT, STUDY = Activity.EXPERIMENTAL_DEVELOPMENT, Activity.FEASIBILITY_STUDY
SMALL_AND_MICRO = (Size.SMALL, Size.MICRO)

TABLE = [
    # activity, sizes, without a bonus, with (b), with (c), with (d), in percent
    (FUNDAMENTAL, tuple(Size), 100, 100, 100, 100),
    (INDUSTRIAL, SMALL_AND_MICRO, 70, 80, 75, 80),
    (INDUSTRIAL, (Size.MEDIUM,), 60, 75, 65, 80),
    (INDUSTRIAL, (Size.LARGE,), 50, 65, 55, 75),
    (DEVELOPMENT, SMALL_AND_MICRO, 45, 60, 50, 70),
    (DEVELOPMENT, (Size.MEDIUM,), 35, 50, 40, 60),
    (DEVELOPMENT, (Size.LARGE,), 25, 40, 30, 50),
    (STUDY, SMALL_AND_MICRO, 70, 70, 70, 70),
    (STUDY, (Size.MEDIUM,), 60, 60, 60, 60),
    (STUDY, (Size.LARGE,), 50, 50, 50, 50),
]
CELLS = [(activity, size, *percent) for activity, sizes, *percent in TABLE for size in sizes]


def percent(answer: Answer) -> Decimal:
    assert isinstance(answer.value, Decimal)
    return answer.value * 100


@pytest.mark.parametrize(("activity", "size", "none", "b", "c", "d"), CELLS)
def test_each_cell_of_the_table_of_2023(activity: Activity, size: Size, none: int, b: int, c: int, d: int) -> None:
    for day in (FIRST_OF_R2, R2, LAST):
        assert percent(intensity_ceiling(activity, size, on=day)) == none
        assert percent(intensity_ceiling(activity, size, on=day, collaboration=True)) == b
        assert percent(intensity_ceiling(activity, size, on=day, dissemination=True)) == b
        assert percent(intensity_ceiling(activity, size, on=day, licences=True)) == b
        assert percent(intensity_ceiling(activity, size, on=day, area_a=True)) == b
        assert percent(intensity_ceiling(activity, size, on=day, area_c=True)) == c
        assert percent(intensity_ceiling(activity, size, on=day, cross_border=True)) == d


@pytest.mark.parametrize(("activity", "size", "none", "b", "c", "d"), CELLS)
def test_each_cell_of_the_table_before_2023(activity: Activity, size: Size, none: int, b: int, c: int, d: int) -> None:
    for day in (FIRST, R1, LAST_OF_R1):
        assert percent(intensity_ceiling(activity, size, on=day)) == none
        assert percent(intensity_ceiling(activity, size, on=day, collaboration=True)) == b
        assert percent(intensity_ceiling(activity, size, on=day, dissemination=True)) == b
        # what came in 2023 earns nothing before
        later = intensity_ceiling(activity, size, on=day, licences=True, area_a=True, area_c=True, cross_border=True)
        assert percent(later) == none


def test_one_bonus_is_earned_once_however_often() -> None:
    both = intensity_ceiling(DEVELOPMENT, Size.LARGE, on=R1, collaboration=True, dissemination=True)
    assert both.value == D("0.40")


@pytest.mark.parametrize(
    ("claimed", "highest"),
    [
        ({"dissemination": True, "area_c": True}, "0.40"),
        ({"dissemination": True, "cross_border": True}, "0.50"),
        ({"area_c": True, "cross_border": True}, "0.50"),
        ({"area_a": True, "area_c": True, "licences": True, "collaboration": True, "cross_border": True}, "0.50"),
    ],
)
def test_the_bonuses_of_2023_are_alternatives_and_the_best_counts(claimed: dict[str, Any], highest: str) -> None:
    answer = intensity_ceiling(
        DEVELOPMENT,
        Size.LARGE,
        on=R2,
        dissemination=claimed.get("dissemination", False),
        collaboration=claimed.get("collaboration", False),
        licences=claimed.get("licences", False),
        area_a=claimed.get("area_a", False),
        area_c=claimed.get("area_c", False),
        cross_border=claimed.get("cross_border", False),
    )
    assert answer.value == D(highest)


def test_the_day_of_granting_alone_chooses_the_rules() -> None:
    assert intensity_ceiling(DEVELOPMENT, "large", on=LAST_OF_R1, area_c=True).value == D("0.25")
    assert intensity_ceiling(DEVELOPMENT, "large", on=FIRST_OF_R2, area_c=True).value == D("0.30")


def test_a_scheme_that_was_not_adapted_keeps_the_first_rules_for_six_months() -> None:
    def answer(day: date) -> object:
        return intensity_ceiling(DEVELOPMENT, "large", on=day, area_c=True, scheme_not_adapted=True).value

    assert answer(FIRST_OF_R2) == answer(date(2023, 12, 31)) == D("0.25")
    assert answer(date(2024, 1, 1)) == D("0.30")


@pytest.mark.parametrize("day", [date(2014, 6, 30), date(2027, 1, 1)])
def test_outside_the_known_days_there_is_no_ceiling(day: date) -> None:
    with pytest.raises(NoLawThatDay):
        intensity_ceiling(INDUSTRIAL, "small", on=day)


def test_a_bonus_that_is_not_known_leaves_the_ceiling_open_between_its_two_values() -> None:
    answer = intensity_ceiling(INDUSTRIAL, "large", on=R1, dissemination=None)
    assert answer.value is None
    assert answer.possible == "0.5 to 0.65"
    assert [each.label for each in answer.missing] == ["results widely disseminated"]


def test_a_bonus_that_is_not_known_does_not_matter_to_fundamental_research() -> None:
    assert intensity_ceiling(FUNDAMENTAL, None, on=R2, dissemination=None, cross_border=None).value == D(1)


def test_a_size_that_is_not_known_leaves_the_ceiling_open() -> None:
    assert intensity_ceiling(INDUSTRIAL, None, on=R1).possible == "0.5 to 0.7"


def test_an_activity_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError):
        intensity_ceiling("applied_research", "small", on=R1)


# ── Grants worked out ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_small_enterprise_with_two_activities_gets_each_by_its_own_ceiling() -> None:
    costs: dict[str, Any] = {"industrial_research": D(200_000), "experimental_development": D(100_000)}
    alone = highest_aid("small", on=R1, **costs)
    together = highest_aid("small", on=R1, collaboration=True, **costs)
    assert alone.value == D("185000.00")
    assert together.value == D("220000.00")


def test_a_medium_sized_enterprise_in_a_c_area_with_open_access_takes_the_better_bonus() -> None:
    answer = highest_aid("medium", on=R2, industrial_research=D(500_000), dissemination=True, area_c=True)
    assert answer.value == D("375000.00")


def test_aid_is_rounded_down_to_the_cent_so_that_the_ceiling_is_kept() -> None:
    assert highest_aid("small", on=R1, experimental_development=D("33333.33")).value == D("14999.99")


def test_aid_is_rounded_once_for_the_beneficiary_and_not_for_each_activity() -> None:
    # 0.45 x 0.01 + 0.70 x 0.01 = 0.0115: a cent, where rounding each activity would leave nothing
    cent = D("0.01")
    assert highest_aid("small", on=R1, experimental_development=cent, industrial_research=cent).value == cent


def test_fundamental_research_is_paid_in_full_and_a_study_without_any_bonus_but_that_for_size() -> None:
    answer = highest_aid(
        "medium", on=R2, fundamental_research=D(10), feasibility_study=D(10), collaboration=True, cross_border=True
    )
    assert answer.value == D("16.00")


def test_a_cost_that_is_not_known_leaves_the_aid_open_from_what_is_known() -> None:
    answer = highest_aid("small", on=R1, industrial_research=D(100), experimental_development=None)
    assert answer.value is None
    assert answer.possible.startswith("70.00 to ")


# ── Collaboration ────────────────────────────────────────────────────────────────────────────────────────────────────

UNDERTAKING, RESEARCH = PartyKind.UNDERTAKING, PartyKind.RESEARCH_ORGANISATION


def firm(cost: str, *, sme: bool | None, name: str = "Firm", linked: tuple[LinkedEnterprise, ...] = ()) -> Party:
    return Party(name=name, kind=UNDERTAKING, sme=sme, cost=D(cost), linked=linked)


def university(cost: str, *, may_publish: bool | None = True) -> Party:
    return Party(name="University", kind=RESEARCH, cost=D(cost), may_publish=may_publish)


def earns(*parties: Party, states: int = 1, effective: bool | None = True, day: date = R1) -> bool | None:
    collaboration = Collaboration(effective=effective, parties=parties, states=states)
    found = collaboration_earns_bonus(collaboration, on=day).value
    assert found in (True, False, None)
    return None if found is None else bool(found)


def test_a_small_and_a_large_enterprise_with_a_university_both_get_the_bonus() -> None:
    parties = (firm("400000", sme=True, name="S"), firm("500000", sme=False, name="L"), university("100000"))
    collaboration = Collaboration(effective=True, parties=parties)
    for size, cost, aid in (("small", 400_000, "240000.00"), ("large", 500_000, "200000.00")):
        answer = highest_aid(size, on=R1, experimental_development=D(cost), collaboration=collaboration)
        assert answer.value == D(aid)


def test_who_bears_71_percent_does_not_collaborate() -> None:
    collaboration = Collaboration(effective=True, parties=(firm("710000", sme=True), firm("290000", sme=True)))
    assert intensity_ceiling(DEVELOPMENT, "small", on=R1, collaboration=collaboration).value == D("0.45")


def test_exactly_70_percent_may_be_borne_by_one_undertaking_and_a_cent_more_may_not() -> None:
    assert earns(firm("700000", sme=True), firm("300000", sme=False)) is True
    assert earns(firm("700000.01", sme=True), firm("299999.99", sme=False)) is False


def test_exactly_10_percent_by_research_organisations_is_enough_and_a_cent_less_is_not() -> None:
    assert earns(firm("900000", sme=False), university("100000")) is True
    assert earns(firm("900000.01", sme=False), university("99999.99")) is False


def test_a_large_enterprise_with_a_university_needs_no_sme_and_no_70_percent() -> None:
    assert earns(firm("900", sme=False), university("100")) is True


def test_two_large_enterprises_collaborate_in_two_states_and_not_in_one() -> None:
    parties = (firm("500", sme=False, name="L"), firm("500", sme=False, name="M"))
    assert earns(*parties, states=2) is True
    assert earns(*parties, states=1) is False


def test_a_university_that_may_not_publish_does_not_count() -> None:
    assert earns(firm("500", sme=False), university("500", may_publish=False)) is False
    assert earns(firm("500", sme=False), university("500", may_publish=None)) is None


def test_several_universities_reach_the_share_together() -> None:
    assert earns(firm("900", sme=False), university("50"), university("50")) is True
    assert earns(firm("900", sme=False), university("50"), university("50", may_publish=False)) is False


def test_one_undertaking_alone_never_collaborates_even_in_two_states() -> None:
    assert earns(firm("1000", sme=True), states=2) is False


def test_enterprises_of_one_group_are_one_undertaking_and_their_costs_are_added() -> None:
    daughter = LinkedEnterprise(name="Daughter", cost=D(300))
    assert earns(firm("700", sme=True, linked=(daughter,))) is False
    assert earns(firm("401", sme=True, linked=(daughter,)), firm("299", sme=True)) is False
    assert earns(firm("400", sme=True, linked=(daughter,)), firm("300", sme=True)) is True


def test_research_organisations_are_part_of_the_whole_unless_the_reading_is_changed() -> None:
    parties = (firm("700", sme=True), firm("250", sme=True), university("50"))
    collaboration = Collaboration(effective=True, parties=parties)
    without = {"eu/bonuses/research_organisations_count": False}
    assert collaboration_earns_bonus(collaboration, on=R1).value is True
    assert collaboration_earns_bonus(collaboration, on=R1, changes=without).value is False


def test_without_common_scope_and_shared_risk_there_is_no_collaboration() -> None:
    parties = (firm("500", sme=True), firm("500", sme=True))
    assert earns(*parties, effective=False) is False
    assert earns(*parties, effective=None) is None


def test_a_project_without_cost_is_borne_by_nobody() -> None:
    assert earns(firm("0", sme=True), firm("0", sme=True), university("0")) is False


def test_parties_that_are_not_known_leave_the_bonus_open() -> None:
    assert collaboration_earns_bonus(Collaboration(effective=True), on=R1).value is None


# ── Repayable advances ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("activity", "size", "none", "b", "c", "d"), CELLS)
def test_a_repayable_advance_may_be_ten_points_more_and_never_more_than_the_whole_cost(
    activity: Activity, size: Size, none: int, b: int, c: int, d: int
) -> None:
    for day, area_c, highest in ((R1, False, none), (R2, False, none), (R2, True, c)):
        answer = intensity_ceiling(activity, size, on=day, area_c=area_c, repayable_advance=True)
        assert percent(answer) == min(100, highest + 10)
    bonuses: tuple[tuple[dict[str, Any], int], ...] = (({"dissemination": True}, b), ({"cross_border": True}, d))
    for claimed, highest in bonuses:
        answer = intensity_ceiling(activity, size, on=R2, repayable_advance=True, **claimed)
        assert percent(answer) == min(100, highest + 10)


def test_the_limit_of_repayable_advances_is_a_switch_that_never_takes_from_a_grant() -> None:
    limit: dict[str, Any] = {"eu/intensity/highest_advance": D("0.85")}
    small = intensity_ceiling(INDUSTRIAL, "small", on=R1, collaboration=True, repayable_advance=True, changes=limit)
    whole = intensity_ceiling(FUNDAMENTAL, "small", on=R1, repayable_advance=True, changes=limit)
    assert (percent(small), percent(whole)) == (D(85), D(100))


def test_whether_aid_is_a_repayable_advance_may_be_unknown() -> None:
    assert intensity_ceiling(INDUSTRIAL, "large", on=R1, repayable_advance=None).possible == "0.5 to 0.6"


def test_the_ten_points_are_added_to_each_activity() -> None:
    costs: dict[str, Any] = {"industrial_research": D(200_000), "experimental_development": D(100_000)}
    assert highest_aid("small", on=R1, repayable_advance=True, **costs).value == D("215000.00")


@pytest.mark.parametrize(
    ("activity", "article"),
    [
        ("seal_of_excellence", "25a"),
        ("marie_curie_or_proof_of_concept", "25b"),
        ("co_funded_research", "25c"),
        ("teaming", "25d"),
        ("european_defence_fund", "25e"),
    ],
)
def test_aid_under_a_neighbouring_article_is_refused_by_name(activity: str, article: str) -> None:
    with pytest.raises(InputError) as caught:
        intensity_ceiling(activity, "small", on=R2)
    assert [each.code for each in caught.value.problems] == ["not-modelled"]
    assert f"Art. {article} " in str(caught.value)


# ── Projects of several States ───────────────────────────────────────────────────────────────────────────────────────


def joint(
    *, selected: bool = True, designing: int = 3, collaborating: int = 3, dissemination: int = 3
) -> CrossBorderProject:
    return CrossBorderProject(
        selected_in_open_call=selected,
        designing_states=designing,
        collaborating_states=collaborating,
        dissemination_states=dissemination,
    )


def points(size: str, project: CrossBorderProject, *, licences: bool = False) -> int:
    answer = intensity_ceiling(DEVELOPMENT, size, on=R2, cross_border=project, licences=licences)
    return int(percent(answer) - percent(intensity_ceiling(DEVELOPMENT, size, on=R2)))


@pytest.mark.parametrize(
    ("size", "project", "expected"),
    [
        ("large", joint(), 25),
        ("large", joint(collaborating=2), 0),
        ("medium", joint(collaborating=2), 25),
        ("micro", joint(collaborating=1), 0),
        ("small", joint(designing=2), 0),
        ("small", joint(selected=False), 0),
        ("small", joint(dissemination=2), 0),
    ],
)
def test_a_project_of_several_states_must_meet_every_condition(
    size: str, project: CrossBorderProject, expected: int
) -> None:
    assert points(size, project) == expected


def test_licences_stand_in_for_dissemination_in_three_states() -> None:
    assert points("small", joint(dissemination=0), licences=True) == 25


# ── Laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

days = st.dates(FIRST, LAST)
claims = st.fixed_dictionaries(
    {name: st.booleans() for name in ("collaboration", "dissemination", "licences", "area_a", "area_c", "cross_border")}
)


@given(st.sampled_from(Activity), st.sampled_from(Size), days, claims, claims)
def test_one_more_bonus_never_lowers_the_ceiling_and_none_lifts_it_above_80_percent(
    activity: Activity, size: Size, day: date, some: dict[str, Any], more: dict[str, Any]
) -> None:
    fewer = intensity_ceiling(activity, size, on=day, **some).value
    many = intensity_ceiling(activity, size, on=day, **{name: some[name] or more[name] for name in some}).value
    assert fewer <= many
    assert many <= (D(1) if activity is FUNDAMENTAL else D("0.80"))


@given(st.sampled_from(Activity), days, claims)
def test_a_smaller_enterprise_never_has_a_lower_ceiling(activity: Activity, day: date, some: dict[str, Any]) -> None:
    ceilings = [intensity_ceiling(activity, size, on=day, **some).value for size in Size]
    assert ceilings == sorted(ceilings, reverse=True)


@given(st.sampled_from(Activity), st.sampled_from(Size), claims)
def test_what_the_first_rules_allow_the_second_ones_allow_too(
    activity: Activity, size: Size, some: dict[str, Any]
) -> None:
    first, second = (intensity_ceiling(activity, size, on=day, **some).value for day in (R1, R2))
    assert first <= second


@given(
    st.sampled_from(Size), days, claims, st.decimals("0", "1000000", places=2), st.decimals("0", "1000000", places=2)
)
def test_the_most_aid_never_exceeds_the_ceiling_of_any_activity(
    size: Size, day: date, some: dict[str, Any], industrial: Decimal, development: Decimal
) -> None:
    aid = highest_aid(size, on=day, industrial_research=industrial, experimental_development=development, **some).value
    exact = sum(
        cost * intensity_ceiling(activity, size, on=day, **some).value
        for activity, cost in ((INDUSTRIAL, industrial), (DEVELOPMENT, development))
    )
    assert exact - D("0.01") < aid <= exact
