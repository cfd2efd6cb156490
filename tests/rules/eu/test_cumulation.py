"""What aid may be added for costs that others pay for as well."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.engines.ask import ask
from clusterpolicy.errors import InputError, NoLawThatDay
from clusterpolicy.language import Inquiry, facts_of
from clusterpolicy.model.aid import Award, SharedCost, Support, SupportKind
from clusterpolicy.rules.eu import cumulation as rules
from clusterpolicy.rules.eu import cumulation_room
from clusterpolicy.rules.eu.doors.cumulation import CumulationAnswer

D = Decimal
R1, R2 = date(2017, 7, 29), date(2024, 2, 1)
STATE, SMALL_AID = SupportKind.STATE_AID, SupportKind.DE_MINIMIS
UNION, INVEST_EU = SupportKind.CENTRALLY_MANAGED_UNION, SupportKind.INVEST_EU


def cost(name: str, amount: str, *intensities: str, union_rate: str | None = None) -> SharedCost:
    rates = tuple(D(each) for each in intensities)
    return SharedCost(
        name=name, amount=D(amount), intensities=rates, union_rate=None if union_rate is None else D(union_rate)
    )


def support(name: str, amount: str | None, *covers: str, kind: SupportKind = STATE) -> Support:
    return Support(name=name, kind=kind, amount=None if amount is None else D(amount), covers=covers)


DEVELOPMENT = cost("development", "1000000", "0.60")
REGION, NATION = support("Region", "450000", "development"), support("State", "100000", "development")


def room(costs: list[SharedCost], paid: list[Support], *, on: date = R1, covers: list[str] | None = None) -> Decimal:
    value = cumulation_room(costs, paid, on=on, covers=covers).value
    assert value is not None
    return value


def test_region_and_state_leave_fifty_thousand_for_de_minimis() -> None:
    assert room([DEVELOPMENT], [REGION, NATION]) == D("50000.00")


def test_de_minimis_for_the_same_costs_counts_and_may_break_the_ceiling() -> None:
    found = cumulation_room(
        [DEVELOPMENT], [REGION, NATION, support("c", "60000", "development", kind=SMALL_AID)], on=R1
    )
    assert (found.value, found.within) == (D("0.00"), False)


def test_exactly_the_ceiling_is_allowed_and_a_cent_more_is_not() -> None:
    full = support("c", "50000", "development", kind=SMALL_AID)
    over = support("c", "50000.01", "development", kind=SMALL_AID)
    assert cumulation_room([DEVELOPMENT], [REGION, NATION, full], on=R1).within is True
    assert cumulation_room([DEVELOPMENT], [REGION, NATION, over], on=R1).within is False


def test_de_minimis_for_other_costs_does_not_count() -> None:
    other = cost("marketing", "100000")
    paid = [REGION, NATION, support("c", "60000", "marketing", kind=SMALL_AID)]
    assert room([DEVELOPMENT, other], paid, covers=["development"]) == D("50000.00")


def test_the_highest_intensity_of_all_measures_that_cover_a_cost_holds() -> None:
    assert room([cost("staff", "100", "0.45", "0.60", "0.50")], []) == D("60.00")


def test_a_measure_with_a_limit_in_euro_may_allow_more() -> None:
    staff = SharedCost(name="staff", amount=D(100), intensities=(D("0.45"),), highest_amounts=(D(70),))
    assert room([staff], []) == D("70.00")


def test_costs_that_overlap_in_part_are_cut_and_each_segment_has_its_own_room() -> None:
    costs = [cost("only region", "200", "0.5"), cost("both", "400", "0.5"), cost("only state", "100", "0.5")]
    paid = [
        support("Region, first", "100", "only region"),
        support("Region, second", "150", "both"),
        support("State, first", "50", "both"),
        support("State, second", "10", "only state"),
    ]
    found = cumulation_room(costs, paid, on=R1)
    assert [segment.room for segment in found.segments] == [0, 0, 40]
    assert found.value == D("40.00")
    assert found.within is True


def test_costs_that_the_same_aid_covers_under_the_same_limits_are_one_segment() -> None:
    costs = [cost("a", "100", "0.5"), cost("b", "200", "0.5"), cost("c", "100", "0.5")]
    found = cumulation_room(costs, [support("Region", "90", "a", "b")], on=R1)
    assert [segment.costs for segment in found.segments] == [("a", "b"), ("c",)]
    assert [segment.used for segment in found.segments] == [90, 0]
    assert [segment.cost for segment in found.segments] == [300, 100]
    assert [segment.ceiling for segment in found.segments] == [150, 50]
    assert [segment.covered_by for segment in found.segments] == [("Region",), ()]


def test_aid_to_several_activities_is_divided_as_their_ceilings_are() -> None:
    costs = [cost("industrial", "200000", "0.70"), cost("development", "100000", "0.45")]
    full = cumulation_room(costs, [support("Region", "185000", "industrial", "development")], on=R1)
    assert (full.value, full.within) == (D("0.00"), True)


def test_money_that_the_union_manages_leaves_the_intensity_alone_and_is_held_to_its_own_rate() -> None:
    staff = cost("staff", "1000", "0.50", union_rate="0.75")
    horizon = support("Horizon", "600", "staff", kind=UNION)
    assert room([staff], [horizon]) == D("150.00")
    assert room([staff], [support("Horizon", "100", "staff", kind=UNION)]) == D("500.00")
    assert cumulation_room([staff], [support("Horizon", "750.01", "staff", kind=UNION)], on=R1).within is False


def test_without_the_rate_of_the_union_the_room_is_not_known_but_bounded() -> None:
    found = cumulation_room([cost("staff", "1000", "0.50")], [support("Horizon", "1", "staff", kind=UNION)], on=R1)
    assert (found.value, found.at_most, found.within) == (None, D("500.00"), None)
    assert "Horizon" not in found.missing[0]
    assert "staff" in found.missing[0]


def test_an_amount_that_is_not_known_leaves_the_room_open_unless_there_is_none() -> None:
    unknown = support("State", None, "development")
    assert cumulation_room([DEVELOPMENT], [REGION, unknown], on=R1).value is None
    full = support("Region", "600000", "development")
    assert cumulation_room([DEVELOPMENT], [full, unknown], on=R1).value == D("0.00")


def test_an_amount_that_is_not_known_for_other_costs_leaves_the_room_known() -> None:
    unknown = support("State", None, "other")
    assert room([DEVELOPMENT, cost("other", "5", "0.5")], [REGION, unknown], covers=["development"]) == D("150000.00")


@pytest.mark.parametrize("kind", [SupportKind.GENERAL_MEASURE, SupportKind.WITHOUT_IDENTIFIABLE_COSTS])
def test_general_measures_and_aid_without_costs_do_not_enter(kind: SupportKind) -> None:
    for amount in ("900000", None):
        assert room([DEVELOPMENT], [support("Tax credit", amount, "development", kind=kind)]) == D("600000.00")


def test_financing_under_invest_eu_is_taken_off_the_costs_from_august_2021() -> None:
    loan = support("Loan", "400000", "development", kind=INVEST_EU)
    assert room([DEVELOPMENT], [loan], on=date(2021, 8, 1)) == D("360000.00")
    assert room([DEVELOPMENT], [support("Loan", "2000000", "development", kind=INVEST_EU)], on=R2) == 0
    with pytest.raises(NoLawThatDay):
        cumulation_room([DEVELOPMENT], [loan], on=date(2021, 7, 31))


def test_names_that_are_used_twice_or_are_not_there_are_all_refused_at_once() -> None:
    with pytest.raises(InputError) as caught:
        cumulation_room([DEVELOPMENT, DEVELOPMENT], [REGION, REGION, support("c", "1", "develpment")], on=R1)
    assert [problem.code for problem in caught.value.problems] == ["duplicate", "duplicate", "reference-unknown"]
    assert "`development`" in caught.value.problems[2].mend
    with pytest.raises(InputError):
        cumulation_room([DEVELOPMENT], on=R1, covers=["staff"])


@pytest.mark.parametrize("day", [date(2014, 6, 30), date(2027, 1, 1)])
def test_outside_the_known_days_there_is_no_room_to_tell(day: date) -> None:
    with pytest.raises(NoLawThatDay):
        cumulation_room([DEVELOPMENT], on=day)


def test_the_answer_tells_each_segment_and_its_source() -> None:
    report = cumulation_room([DEVELOPMENT], [REGION, NATION], on=R1).report()
    assert "50000.00 EUR" in report
    assert "Art. 8" in report
    assert "development" in report


def test_the_answer_names_the_readings_it_rests_on_and_no_others() -> None:
    def cited(*paid: Support, on: date = R2) -> set[str]:
        costs = [cost("a", "100", "0.5", union_rate="0.7"), cost("b", "100", "0.5", union_rate="0.7")]
        return {f"{source.article} {source.confidence}" for source in cumulation_room(costs, paid, on=on).sources}

    plain = {"Art. 8 stated"}
    assert cited() == cited(support("c", "1", "a")) == cited(support("c", "1")) == plain
    assert cited(support("c", "1", "a", "b")) == plain | {"Art. 8 assumed"}
    assert cited(support("c", "1", "a", kind=UNION)) == plain | {"Art. 8(2) stated"}
    assert cited(support("c", "1", "a", kind=INVEST_EU)) == plain | {"Art. 8(3)(b) inferred"}


def test_the_digits_a_caller_reckons_with_change_nothing() -> None:
    with localcontext(prec=3):
        assert room([cost("staff", "1234567.89", "1")], []) == D("1234567.89")


# ── Laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

NAMES = ("a", "b", "c")
amounts = st.decimals("0", "1000", places=2)
shares = st.sampled_from([D("0"), D("0.25"), D("0.45"), D("0.5"), D("0.7"), D("1")])
all_costs = st.tuples(
    *(
        st.builds(
            SharedCost,
            name=st.just(name),
            amount=amounts,
            intensities=st.lists(shares, max_size=2).map(tuple),
            union_rate=shares,
        )
        for name in NAMES
    )
)
supports = st.lists(
    st.tuples(st.sampled_from(SupportKind), amounts, st.sets(st.sampled_from(NAMES)).map(sorted)), max_size=5
).map(
    lambda found: [
        Support(name=str(at), kind=kind, amount=amount, covers=tuple(covers))
        for at, (kind, amount, covers) in enumerate(found)
    ]
)
covered = st.none() | st.sets(st.sampled_from(NAMES)).map(sorted)


def asked(costs: tuple[SharedCost, ...], paid: list[Support], covers: list[str] | None) -> CumulationAnswer:
    return cumulation_room(costs, paid, on=R2, covers=covers)


@given(all_costs, supports, covered)
def test_the_room_is_never_negative_and_more_money_never_makes_it_larger(
    costs: tuple[SharedCost, ...], paid: list[Support], covers: list[str] | None
) -> None:
    rooms = [asked(costs, paid[:many], covers).at_most for many in range(len(paid) + 1)]
    assert rooms == sorted(rooms, reverse=True)
    assert rooms[-1] >= 0


def test_financing_under_invest_eu_does_not_move_other_money_to_other_costs() -> None:
    costs = [cost("a", "10", "0.5", union_rate="0.5"), cost("b", "10", "0.5", union_rate="0.5")]
    horizon = support("Horizon", "4", "a", "b", kind=UNION)
    loan = support("Loan", "2", "a", kind=INVEST_EU)
    # Horizon still pays 2 for a: all public money may be 5, so 3 are left, though aid could be 4
    assert room(costs, [horizon, loan], on=R2, covers=["a"]) == D("3.00")
    assert room(costs, [horizon, loan], on=R2) == room(costs, [horizon], on=R2) == D("6.00")


@given(all_costs, supports, covered)
def test_neither_the_order_of_the_costs_nor_that_of_the_money_matters(
    costs: tuple[SharedCost, ...], paid: list[Support], covers: list[str] | None
) -> None:
    assert asked(costs[::-1], paid[::-1], covers).at_most == asked(costs, paid, covers).at_most


@given(all_costs, supports)
def test_room_for_all_costs_is_room_for_each_of_them_together(
    costs: tuple[SharedCost, ...], paid: list[Support]
) -> None:
    whole = sum(segment.room for segment in asked(costs, paid, None).segments)
    apart = sum(segment.room for name in NAMES for segment in asked(costs, paid, [name]).segments if segment.asked)
    assert whole == apart


@given(all_costs, supports, covered)
def test_aid_that_fills_the_room_of_one_segment_keeps_to_the_limits(
    costs: tuple[SharedCost, ...], paid: list[Support], covers: list[str] | None
) -> None:
    found = asked(costs, paid, covers)
    if found.within:
        for name in NAMES:
            alone = asked(costs, paid, [name])
            new = Support(name="new", kind=STATE, amount=alone.at_most, covers=(name,))
            filled = asked(costs, [*paid, new], [name])
            assert filled.within
            assert filled.at_most == 0


# ── As formulas of a call ────────────────────────────────────────────────────────────────────────────────────────────

award = facts_of(Award)
IN_A_CALL = Inquiry(
    name="test/cumulation",
    version="1",
    title="Cumulation",
    root=Award,
    time_zone="Europe/Brussels",
    source=rules.SOURCE,
    in_force_from=date(2014, 7, 1),
    answers={
        "within_ceiling": rules.within_ceiling(
            state_aid=award.fundamental_research,
            de_minimis=award.industrial_research,
            ceiling=award.experimental_development,
        ),
        "within_union_rate": rules.within_union_rate(
            public=award.fundamental_research, highest_funding=award.experimental_development
        ),
        "room": rules.room(ceiling=award.experimental_development, used=award.fundamental_research),
        "room_with_union": rules.room(
            ceiling=award.experimental_development,
            used=award.fundamental_research,
            highest_funding=award.amount,
            public=award.fundamental_research + award.industrial_research,
        ),
    },
)


def in_a_call(question: str, state_aid: str, more: str, ceiling: str, highest: str = "0") -> object:
    facts = Award(
        granted_on=R1,
        amount=D(highest),
        fundamental_research=D(state_aid),
        industrial_research=D(more),
        experimental_development=D(ceiling),
    )
    return ask(IN_A_CALL, question, facts, on=R1).value


def test_a_call_can_ask_whether_aid_keeps_to_its_ceiling() -> None:
    assert in_a_call("within_ceiling", "40", "20", "60") is True
    assert in_a_call("within_ceiling", "40", "20.01", "60") is False
    assert in_a_call("within_union_rate", "60", "0", "60") is True
    assert in_a_call("within_union_rate", "60.01", "0", "60") is False


def test_a_call_can_ask_what_is_left() -> None:
    assert in_a_call("room", "40", "0", "60") == 20
    assert in_a_call("room", "70", "0", "60") == 0
    assert in_a_call("room_with_union", "40", "10", "60", "65") == 15
    assert in_a_call("room_with_union", "40", "10", "60", "90") == 20
    assert in_a_call("room_with_union", "40", "10", "60", "45") == 0
