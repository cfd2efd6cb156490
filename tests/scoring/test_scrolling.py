"""When somebody leaves, the next in rank enters."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.errors import InputError
from clusterpolicy.scoring.allocation import allocate
from clusterpolicy.scoring.budget import BudgetRules, Remainder, Reserve, TooLarge, Unused
from clusterpolicy.scoring.ranking import rank
from clusterpolicy.scoring.scrolling import run_anew, scroll_down, with_struck, without
from tests.scoring.examples import OPEN_TIES, awarding, between, candidate, from_pots, paid
from tests.scoring.strategies import budgets, calls

PLAIN = BudgetRules()


def test_the_next_in_rank_enters_for_one_that_leaves() -> None:
    before = awarding([candidate("A", 90), candidate("B", 80), candidate("C", 70)], PLAIN, 200)

    after = scroll_down(before, "A", "not-joined")

    assert paid(after) == {"B": Decimal(100), "C": Decimal(100)}
    assert after.outcome("A").reasons == ("not-joined",)
    assert after.standing == {"B"}


def test_one_that_waits_can_leave_too() -> None:
    before = awarding([candidate("A", 90), candidate("B", 80, 150), candidate("C", 70)], PLAIN, 200)

    assert paid(scroll_down(before, "B")) == {"A": Decimal(100), "C": Decimal(100)}


def test_an_accepted_remainder_is_raised_to_the_full_grant_before_anybody_else_enters() -> None:
    rules = BudgetRules(remainder=Remainder.OFFERED)
    part = candidate("B", 80, accepts_remainder=True)
    before = awarding([candidate("A", 90), part, candidate("C", 70, 30)], rules, 150)
    assert paid(before) == {"A": Decimal(100), "B": Decimal(50)}

    after = scroll_down(before, "A")

    assert paid(after) == {"B": Decimal(100), "C": Decimal(30)}
    assert after.outcome("B").reasons == ()
    assert after.left.exact == 20


def test_an_accepted_remainder_is_raised_only_from_the_pot_it_comes_from() -> None:
    rules = BudgetRules(remainder=Remainder.OFFERED, reserves=(Reserve("small", Unused.STAYS),))
    part = candidate("B", 80, reserves=("small",), accepts_remainder=True)
    before = awarding([candidate("A", 90, 60), part], rules, 100, small=40)
    assert paid(before) == {"A": Decimal(60), "B": Decimal(40)}

    assert paid(scroll_down(before, "A")) == {"B": Decimal(40)}
    assert paid(run_anew(before, "A")) == {"B": Decimal(40)}


@pytest.mark.parametrize(("remainder", "amount"), [(Remainder.OFFERED, 90), (Remainder.NOT_OFFERED, 50)])
def test_an_award_below_the_grant_is_raised_only_where_remainders_are_offered(
    remainder: Remainder, amount: int
) -> None:
    [award] = awarding([candidate("A", 90, 50)], PLAIN, 100).awarded
    larger = candidate("A", 90, 90)

    again = allocate(rank([larger], OPEN_TIES), BudgetRules(remainder=remainder), Decimal(100), committed=(award,))

    assert paid(again) == {"A": Decimal(amount)}


def test_an_award_whose_grant_is_not_known_any_more_stands_as_it_is() -> None:
    rules = BudgetRules(remainder=Remainder.OFFERED)
    [award] = awarding([candidate("A", 90, 50)], rules, 100).awarded
    open_ = candidate("A", 90, between(40, 90))

    again = allocate(rank([open_], OPEN_TIES), rules, Decimal(100), committed=(award,))

    assert paid(again) == {"A": Decimal(50)}
    assert again.left.exact == 50


def test_where_large_projects_are_passed_over_a_smaller_one_behind_keeps_what_it_has() -> None:
    rules = BudgetRules(too_large=TooLarge.SKIP)
    before = awarding([candidate("A", 90, 60), candidate("B", 80, 90), candidate("C", 70, 40)], rules, 100)
    assert paid(before) == {"A": Decimal(60), "C": Decimal(40)}

    assert paid(scroll_down(before, "A")) == {"C": Decimal(40)}
    assert paid(run_anew(before, "A")) == {"B": Decimal(90)}


def test_with_reserves_an_award_from_the_general_pot_stays_there() -> None:
    rules = BudgetRules(reserves=(Reserve("small"),))
    small = {"reserves": ("small",)}
    filed = [candidate("A", 90, 50, **small), candidate("B", 80, 50, **small), candidate("C", 70, 60)]
    before = awarding(filed, rules, 105, small=50)
    assert {each.application: each.pot for each in before.awarded} == {"A": "small", "B": "general"}

    assert {each.application: each.pot for each in run_anew(before, "A").awarded} == {"B": "small"}
    assert {each.application: each.pot for each in scroll_down(before, "A").awarded} == {"B": "general"}


def test_what_a_reserve_gave_back_and_others_hold_by_now_is_not_given_out_twice() -> None:
    rules = BudgetRules(reserves=(Reserve("small"),))
    late = candidate("B", 80, 40, reserves=("small",), passes=None, reasons=("attestation",))
    early = candidate("A", 90, 100)
    before = awarding([early], rules, 100, small=50)
    assert paid(before) == {"A": Decimal(100)}

    again = allocate(
        rank([early, replace(late, passes=True, reasons=())], OPEN_TIES),
        rules,
        Decimal(100),
        {"small": Decimal(50)},
        before.awarded,
    )

    assert paid(again) == {"A": Decimal(100)}
    assert again.left.exact == 0


@given(st.data())
def test_scrolling_down_equals_running_anew_in_one_pot_where_funding_stops(data: st.DataObject) -> None:
    candidates = data.draw(calls(known=True, ties=False, most=6))
    rules, pots = data.draw(budgets(candidates, reserves=False, skip=False))
    before = from_pots(candidates, rules, pots)

    for each in candidates:
        assert paid(scroll_down(before, each.application)) == paid(run_anew(before, each.application))


@given(st.data())
def test_running_anew_equals_never_having_filed(data: st.DataObject) -> None:
    candidates = data.draw(calls(most=6))
    rules, pots = data.draw(budgets(candidates))
    before = from_pots(candidates, rules, pots)

    for each in candidates:
        anew = run_anew(before, each.application)
        if len(candidates) > 1:
            never = from_pots(without(candidates, each.application), rules, pots)
            assert (anew.awarded, anew.reserve, anew.undecided) == (never.awarded, never.reserve, never.undecided)
        assert each.application in {outcome.application for outcome in anew.rejected}


@given(st.data())
def test_scrolling_down_takes_no_award_away_and_never_gives_more_than_there_is(data: st.DataObject) -> None:
    candidates = data.draw(calls(most=6))
    rules, pots = data.draw(budgets(candidates))
    allocation = from_pots(candidates, rules, pots)

    for each in data.draw(st.permutations(candidates)):
        after = scroll_down(allocation, each.application)
        for outcome in allocation.awarded:
            if outcome.application != each.application:
                assert (paid(after)[outcome.application] or 0) >= (outcome.amount or 0)
        awarded = sum((outcome.amount or Decimal(0) for outcome in after.awarded), Decimal(0))
        assert awarded + after.left.lowest <= sum(pots.values())
        allocation = after


def test_one_that_is_struck_keeps_what_it_failed_before() -> None:
    failing = candidate("A", 90, passes=False, reasons=("duration",))
    open_ = candidate("B", 90, passes=None, reasons=("duration",))

    struck = with_struck([failing, open_], "A", "withdrawn")
    assert struck[0].reasons == ("duration", "withdrawn")
    assert with_struck([failing, open_], "B", "withdrawn")[1].reasons == ("withdrawn",)


def test_one_that_is_not_there_cannot_leave() -> None:
    before = awarding([candidate("A", 90)], PLAIN, 200)

    with pytest.raises(InputError, match="reference-unknown"):
        scroll_down(before, "Z")
    with pytest.raises(InputError, match="reference-unknown"):
        without(before.ranking.candidates, "Z")


def test_awards_that_stand_are_of_this_call_and_no_more_than_there_is() -> None:
    before = awarding([candidate("A", 90)], PLAIN, 200)

    with pytest.raises(InputError, match=r'reference-unknown\] committed: "A" has no place'):
        allocate(rank([candidate("B", 80)], OPEN_TIES), PLAIN, Decimal(200), committed=before.awarded)
    with pytest.raises(InputError, match=r"budget-invalid\] committed: awards of 100.00 stand"):
        allocate(before.ranking, PLAIN, Decimal("99.99"), committed=before.awarded)
    assert paid(allocate(before.ranking, PLAIN, Decimal(100), committed=before.awarded)) == paid(before)
