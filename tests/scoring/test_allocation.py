"""Money is given out in the order of the ranking: never too much, never by accident, and as the declared rules say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.errors import InputError, RuleError
from clusterpolicy.scoring.allocation import Allocation, allocate
from clusterpolicy.scoring.budget import GENERAL, BudgetRules, Remainder, Reserve, TooLarge, Unused
from clusterpolicy.scoring.candidate import Candidate
from clusterpolicy.scoring.outcome import Status
from clusterpolicy.scoring.ranking import rank
from clusterpolicy.scoring.span import Span
from tests.scoring.examples import OPEN_TIES, awarding, between, candidate, from_pots, paid, statuses
from tests.scoring.oracle import completions, given_out, orders
from tests.scoring.strategies import KINDS, budgets, calls

PLAIN = BudgetRules()
SKIP = BudgetRules(too_large=TooLarge.SKIP)
OFFERED = BudgetRules(remainder=Remainder.OFFERED)
RESERVED = BudgetRules(reserves=(Reserve("small"),))


# ── What the rules say ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_grant_that_exactly_fits_is_funded_and_a_cent_above_is_not() -> None:
    just = [candidate("A", 90, "60.00"), candidate("B", 80, "40.00")]
    above = [candidate("A", 90, "60.00"), candidate("B", 80, "40.01")]

    assert paid(awarding(just, PLAIN, 100)) == {"A": Decimal(60), "B": Decimal(40)}
    assert paid(awarding(above, PLAIN, 100)) == {"A": Decimal(60)}


def test_funding_stops_at_the_first_project_that_does_not_fit_unless_the_rules_pass_it_over() -> None:
    candidates = [candidate("A", 90, 60), candidate("B", 80, 50), candidate("C", 70, 40)]

    assert statuses(awarding(candidates, PLAIN, 100)) == {"A": "awarded", "B": "reserve", "C": "reserve"}
    assert statuses(awarding(candidates, SKIP, 100)) == {"A": "awarded", "B": "reserve", "C": "awarded"}


def test_the_remainder_goes_to_the_next_project_only_if_it_accepts() -> None:
    def second(accepts: bool | None) -> Allocation:
        candidates = [
            candidate("A", 90, 60),
            candidate("B", 80, 50, accepts_remainder=accepts),
            candidate("C", 70, 40, accepts_remainder=True),
        ]
        return awarding(candidates, OFFERED, 100)

    assert paid(second(True)) == {"A": Decimal(60), "B": Decimal(40)}
    assert second(True).outcome("B").reasons == ("remainder-accepted",)
    assert paid(second(False)) == {"A": Decimal(60)}
    assert paid(second(None)) == {"A": Decimal(60)}
    assert second(None).outcome("B").reasons == ("acceptance-unknown",)


def test_nobody_is_given_a_remainder_of_nothing() -> None:
    candidates = [candidate("A", 90, 100), candidate("B", 80, 50, accepts_remainder=True)]

    assert paid(awarding(candidates, OFFERED, 100)) == {"A": Decimal(100)}


def test_a_reserve_funds_its_own_kind_first_and_gives_back_what_is_left_if_the_rules_say_so() -> None:
    candidates = [candidate("A", 90, 80), candidate("B", 80, 30, reserves=("small",))]

    back = awarding(candidates, RESERVED, 110, small=40)
    assert {each.application: each.pot for each in back.awarded} == {"A": "general", "B": "small"}
    kept = awarding(candidates, BudgetRules(reserves=(Reserve("small", Unused.STAYS),)), 110, small=40)
    assert {each.application: each.pot for each in kept.awarded} == {"B": "small"}
    assert [str(pot.left) for pot in kept.pots] == ["10.00", "70.00"]
    assert kept.left == Span.of(Decimal(80))


def test_one_whose_reserve_is_used_up_competes_for_the_general_pot() -> None:
    candidates = [candidate(name, 90 - number, 40, reserves=("small",)) for number, name in enumerate("ABC")]

    allocation = awarding(candidates, RESERVED, 100, small=50)

    assert {each.application: each.pot for each in allocation.awarded} == {"A": "small", "B": "general"}


def test_who_does_not_pass_is_rejected_with_the_codes_of_what_it_fails() -> None:
    failing = candidate("B", 99, passes=False, reasons=("threshold", "duration"))

    allocation = awarding([candidate("A", 80), failing], PLAIN, 500)

    assert allocation.rejected == (allocation.outcome("B"),)
    assert allocation.outcome("B").reasons == ("threshold", "duration")
    assert allocation.outcome("B").place is None


def test_the_cut_off_is_the_lowest_score_that_is_funded_and_the_next_in_line_says_what_it_lacks() -> None:
    allocation = awarding([candidate("A", 90, 60), candidate("B", 80, 50), candidate("C", 70, 10)], PLAIN, 100)

    assert allocation.cut_off == Span.of(90)
    assert allocation.next_in_line is not None
    assert allocation.next_in_line.application == "B"
    assert allocation.next_in_line.short_by == Decimal(10)
    assert awarding([candidate("A", 90)], PLAIN, 100).next_in_line is None
    assert awarding([candidate("A", 90)], PLAIN, 1).cut_off is None


def test_the_next_in_line_of_a_kind_lacks_what_the_fuller_of_its_pots_lacks() -> None:
    rules = BudgetRules(reserves=(Reserve("small", Unused.STAYS),))
    candidates = [candidate("A", 90, 90), candidate("B", 80, 60, reserves=("small",))]

    next_in_line = awarding(candidates, rules, 150, small=50).next_in_line

    assert next_in_line is not None
    assert next_in_line.short_by == Decimal(10)


def test_where_large_projects_are_passed_over_the_next_in_line_lacks_what_was_not_left_at_its_turn() -> None:
    allocation = awarding([candidate("A", 90, 60), candidate("B", 80, 60), candidate("C", 70, 40)], SKIP, 100)

    assert allocation.next_in_line is not None
    assert allocation.next_in_line.short_by == Decimal(20)


@given(st.data())
def test_so_much_more_money_funds_the_next_in_line(data: st.DataObject) -> None:
    candidates = data.draw(calls(known=True, ties=False))
    rules, pots = data.draw(budgets(candidates, reserves=False, remainder=False))
    next_in_line = from_pots(candidates, rules, pots).next_in_line

    if next_in_line is not None:
        short_by = next_in_line.short_by
        assert short_by is not None
        assert short_by > 0
        more = from_pots(candidates, rules, {GENERAL: pots[GENERAL] + short_by})
        cent_less = from_pots(candidates, rules, {GENERAL: pots[GENERAL] + short_by - Decimal("0.01")})
        assert more.outcome(next_in_line.application).status is Status.AWARDED
        assert cent_less.outcome(next_in_line.application).status is Status.RESERVE


# ── What is not known ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_missing_mark_that_cannot_matter_leaves_awards_as_they_are() -> None:
    candidates = [candidate("A", Span(Decimal(70), Decimal(90))), candidate("B", 80), candidate("C", 60)]

    assert statuses(awarding(candidates, PLAIN, 200)) == {"A": "awarded", "B": "awarded", "C": "reserve"}


def test_a_missing_mark_that_can_matter_leaves_both_undecided_and_says_on_whom_it_hangs() -> None:
    candidates = [candidate("A", Span(Decimal(70), Decimal(90))), candidate("B", 80), candidate("C", 60)]

    allocation = awarding(candidates, PLAIN, 100)

    assert statuses(allocation) == {"A": "undecided", "B": "undecided", "C": "reserve"}
    assert allocation.outcome("A").reasons == ("score-unknown",)
    assert allocation.outcome("B").reasons == ("hangs-on-others",)
    assert allocation.waits_for("A") == ("A",)
    assert allocation.waits_for("B") == ("A",)
    assert allocation.waits_for("C") == ()


def test_an_unknown_eligibility_or_grant_leaves_undecided_who_comes_behind_it_and_nobody_before() -> None:
    for unknown in (
        candidate("B", 80, passes=None, reasons=("duration",)),
        candidate("B", 80, Span(Decimal(50), Decimal(100))),
        candidate("B", 80, Span(Decimal(50), None)),
    ):
        allocation = awarding([candidate("A", 90), unknown, candidate("C", 70, 50)], PLAIN, 200)
        assert statuses(allocation) == {"A": "awarded", "B": "undecided", "C": "undecided"}


def test_where_large_projects_are_passed_over_an_open_place_leaves_settled_what_it_cannot_change() -> None:
    filed = [candidate("A", 90, 50), candidate("U", between(60, 95), 10), candidate("C", 70, 60)]

    assert statuses(awarding(filed, SKIP, 100)) == {"U": "awarded", "A": "awarded", "C": "reserve"}


def test_an_unknown_eligibility_is_told_with_the_codes_that_are_open() -> None:
    allocation = awarding([candidate("B", 80, passes=None, reasons=("duration",))], PLAIN, 200)

    assert allocation.outcome("B").reasons == ("eligibility-unknown", "duration")
    assert allocation.outcome("B").amount is None
    assert allocation.left == Span(Decimal(100), Decimal(200))


def test_an_open_one_hangs_on_nobody_where_the_money_reaches_it_in_any_case_or_in_none() -> None:
    open_score = candidate("A", between(60, 90))
    open_eligibility = candidate("B", 80, passes=None, reasons=("duration",))

    for money in (200, 99):
        allocation = awarding([open_score, open_eligibility], PLAIN, money)
        assert allocation.outcome("B").reasons == ("eligibility-unknown", "duration")
        assert allocation.waits_for("B") == ("B",)
    scarce = awarding([open_score, open_eligibility], PLAIN, 199)
    assert scarce.outcome("B").reasons == ("eligibility-unknown", "hangs-on-others", "duration")
    assert scarce.waits_for("B") == ("A", "B")


def test_an_open_tie_awards_only_who_is_awarded_in_either_order() -> None:
    candidates = [candidate("A", 80), candidate("B", 80), candidate("C", 70, 1)]

    assert set(statuses(awarding(candidates, PLAIN, 100)).values()) == {"undecided", "reserve"}
    assert paid(awarding(candidates, PLAIN, 200)) == {"A": Decimal(100), "B": Decimal(100)}
    assert awarding(candidates, PLAIN, 100).waits_for("A") == ("B",)


@given(st.data())
def test_with_all_known_awards_are_those_of_one_project_after_the_other(data: st.DataObject) -> None:
    candidates = data.draw(calls(known=True, ties=False, most=7))
    rules, pots = data.draw(budgets(candidates))

    allocation = from_pots(candidates, rules, pots)

    [in_order] = orders(candidates)
    expected = {name: amount for name, amount in given_out(in_order, rules, pots).items()}
    assert paid(allocation) == expected
    assert allocation.undecided == ()
    assert allocation.left == Span.of(sum(pots.values()) - sum(expected.values()))


@given(st.data())
def test_who_is_awarded_or_not_is_so_in_every_completion(data: st.DataObject) -> None:
    candidates = data.draw(calls(most=4))
    rules, pots = data.draw(budgets(candidates))

    allocation = from_pots(candidates, rules, pots)

    results = [
        given_out(order, rules, pots) for complete in completions(candidates, KINDS) for order in orders(complete)
    ]
    for outcome in allocation.outcomes:
        received = {result.get(outcome.application) for result in results}
        if outcome.status is Status.AWARDED:
            assert received == {outcome.amount}
        elif outcome.status is not Status.UNDECIDED:
            assert received == {None}
    money = sum(pots.values())
    lefts = [money - sum(result.values()) for result in results]
    assert allocation.left.lowest <= min(lefts)
    assert allocation.left.highest is not None
    assert allocation.left.highest >= max(lefts)


@given(st.data())
def test_what_becomes_of_one_that_does_not_hang_on_others_is_found_from_itself_alone(data: st.DataObject) -> None:
    candidates = data.draw(calls(most=4))
    rules, pots = data.draw(budgets(candidates))

    allocation = from_pots(candidates, rules, pots)

    alone = [each.application for each in allocation.undecided if "hangs-on-others" not in each.reasons]
    found: dict[str, set[Decimal | None]] = {}
    for complete in completions(candidates, KINDS) if alone else ():
        # a tie that is open is an unknown of its own: "its score, or what breaks its ties, is not known"
        level = Counter((each.score, each.tie_breaks) for each in complete)
        settled = [each for each in complete if each.application in alone and level[each.score, each.tie_breaks] == 1]
        for order in orders(complete):
            result = given_out(order, rules, pots)
            for each in settled:
                found.setdefault(repr(each), set()).add(result.get(each.application))
    assert all(len(amounts) == 1 for amounts in found.values())


@given(st.data())
def test_in_one_pot_of_whole_projects_all_is_decided_that_can_be(data: st.DataObject) -> None:
    candidates = data.draw(calls(most=4))
    rules, pots = data.draw(budgets(candidates, reserves=False, remainder=False, skip=False))

    allocation = from_pots(candidates, rules, pots)

    results = [given_out(order, rules, pots) for each in completions(candidates, KINDS) for order in orders(each)]
    for outcome in allocation.undecided:
        settled = len({result.get(outcome.application) for result in results}) == 1
        assert not (settled and outcome.candidate.passes)


# ── Laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.data())
def test_the_order_of_input_changes_nothing(data: st.DataObject) -> None:
    candidates = data.draw(calls(most=6))
    rules, pots = data.draw(budgets(candidates))

    assert from_pots(data.draw(st.permutations(candidates)), rules, pots) == from_pots(candidates, rules, pots)


@given(st.data())
def test_awards_are_never_more_than_the_money_nor_than_the_grants(data: st.DataObject) -> None:
    candidates = data.draw(calls(most=6))
    rules, pots = data.draw(budgets(candidates))

    allocation = from_pots(candidates, rules, pots)

    awarded = sum((outcome.amount or Decimal(0) for outcome in allocation.awarded), Decimal(0))
    assert awarded + allocation.left.lowest <= sum(pots.values())
    for outcome in allocation.awarded:
        assert outcome.amount is not None
        assert outcome.amount <= outcome.candidate.grant.lowest or rules.offers_remainder
    for pot in allocation.pots[:-1]:
        from_it = sum((each.amount or Decimal(0) for each in allocation.awarded if each.pot == pot.name), Decimal(0))
        assert from_it <= pot.endowment


@given(st.data())
def test_nobody_unfunded_comes_before_anybody_funded_from_a_pot_that_both_draw_on(data: st.DataObject) -> None:
    candidates = data.draw(calls(known=True, most=6))
    rules, pots = data.draw(budgets(candidates, skip=False))

    allocation = from_pots(candidates, rules, pots)

    for waiting in allocation.reserve:
        for funded in allocation.awarded:
            assert waiting.place is not None
            assert funded.place is not None
            if funded.pot in (GENERAL, *(waiting.candidate.reserves or ())):
                assert waiting.place.worst > funded.place.best


def test_passing_over_is_the_declared_rule_by_which_one_behind_is_funded() -> None:
    allocation = awarding([candidate("A", 90, 200), candidate("B", 80, 50)], SKIP, 100)

    assert statuses(allocation) == {"A": "reserve", "B": "awarded"}


@given(st.data())
def test_raising_ones_own_score_never_loses_an_award_nor_makes_it_smaller_in_one_pot(data: st.DataObject) -> None:
    candidates = data.draw(calls(known=True, most=6, ties=False))
    rules, pots = data.draw(budgets(candidates))
    before = from_pots(candidates, rules, pots)

    for outcome in before.awarded:
        mine = outcome.candidate
        points = Span.of(mine.score.lowest + data.draw(st.integers(1, 6)) + Decimal("0.5"))
        raised = [replace(mine, score=points) if one is mine else one for one in candidates]
        after = from_pots(raised, rules, pots).outcome(mine.application)
        assert after.status is Status.AWARDED
        assert after.amount is not None
        assert outcome.amount is not None
        assert after.amount >= outcome.amount or (rules.reserves and rules.offers_remainder)


def test_a_better_place_can_bring_the_remainder_of_a_reserve_instead_of_a_larger_one() -> None:
    rules = replace(RESERVED, remainder=Remainder.OFFERED)

    def allocation(score: int) -> Allocation:
        mine = candidate("A", score, 100, reserves=("small",), accepts_remainder=True)
        return awarding(
            [mine, candidate("B", 80, 100, reserves=("small",), accepts_remainder=True)], rules, 30, small=10
        )

    assert paid(allocation(70)) == {"A": Decimal(20), "B": Decimal(10)}
    assert paid(allocation(90)) == {"A": Decimal(10), "B": Decimal(20)}


def without(candidates: Sequence[Candidate], application: str) -> list[Candidate]:
    return [one for one in candidates if one.application != application]


@given(st.data())
def test_taking_away_one_that_does_not_pass_changes_nothing_for_the_others(data: st.DataObject) -> None:
    candidates = data.draw(calls(most=6))
    rules, pots = data.draw(budgets(candidates))
    before = from_pots(candidates, rules, pots)

    for outcome in before.rejected:
        after = from_pots(without(candidates, outcome.application), rules, pots)
        assert statuses(after) == {name: each for name, each in statuses(before).items() if name != outcome.application}


@given(st.data())
def test_where_large_projects_are_passed_over_taking_away_a_losing_one_changes_no_award(data: st.DataObject) -> None:
    candidates = data.draw(calls(known=True, most=6, ties=False))
    rules, pots = data.draw(budgets(candidates))
    rules = replace(rules, too_large=TooLarge.SKIP)
    before = from_pots(candidates, rules, pots)

    for outcome in (*before.reserve, *before.rejected):
        assert paid(from_pots(without(candidates, outcome.application), rules, pots)) == paid(before)


@given(st.data())
def test_where_funding_stops_taking_away_a_losing_one_takes_no_award_away_without_reserves(data: st.DataObject) -> None:
    candidates = data.draw(calls(known=True, most=6, ties=False))
    rules, pots = data.draw(budgets(candidates, reserves=False, skip=False))
    before = from_pots(candidates, rules, pots)

    for outcome in (*before.reserve, *before.rejected):
        after = from_pots(without(candidates, outcome.application), rules, pots)
        assert paid(before).items() <= paid(after).items()


def test_where_funding_stops_taking_away_the_project_at_which_it_stops_lets_the_next_in() -> None:
    candidates = [candidate("A", 90, 60), candidate("B", 80, 50), candidate("C", 70, 40)]

    assert paid(awarding(without(candidates, "B"), PLAIN, 100)) == {"A": Decimal(60), "C": Decimal(40)}
    assert paid(awarding(without(candidates, "C"), PLAIN, 100)) == paid(awarding(candidates, PLAIN, 100))


def test_where_funding_stops_in_a_reserve_that_gives_back_taking_away_a_losing_one_can_take_an_award_away() -> None:
    candidates = [
        candidate("A", 90, 150),
        candidate("B", 80, 120, reserves=("small",)),
        candidate("C", 70, 100, reserves=("small",)),
    ]

    assert paid(awarding(candidates, RESERVED, 200, small=100)) == {"A": Decimal(150)}
    assert paid(awarding(without(candidates, "B"), RESERVED, 200, small=100)) == {"C": Decimal(100)}


# ── Bad input ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("endowment", "set_aside", "said"),
    [
        ("0", {}, "endowment: 0 is not above zero"),
        ("-1", {}, "endowment: -1 is not above zero"),
        ("0.001", {}, "endowment: 0.001 has parts of a cent"),
        ("NaN", {}, "endowment: Decimal('NaN') is not an exact amount"),
        ("100", {"small": Decimal(101)}, "reserves: more is set aside than the endowment of 100"),
        ("100", {"small": Decimal(0)}, "reserve `small`: 0 is not above zero"),
        ("100", {"smal": Decimal(1)}, "reserve `smal`: it is not declared. To mend it: write `small`"),
        ("100", {}, "reserve `small`: nobody says how much is set aside"),
    ],
)
def test_money_that_cannot_be_distributed_is_refused(endowment: str, set_aside: dict[str, Decimal], said: str) -> None:
    rules = RESERVED if "reserve" in said else PLAIN
    with pytest.raises(InputError, match="budget-invalid") as caught:
        allocate(rank([candidate("A", 90)], OPEN_TIES), rules, Decimal(endowment), set_aside)

    assert said in str(caught.value)


def test_all_that_may_be_set_aside_may_be_the_whole_endowment() -> None:
    allocation = awarding([candidate("A", 90, 100, reserves=("small",))], RESERVED, 100, small=100)

    assert paid(allocation) == {"A": Decimal(100)}


def test_two_pots_of_one_name_are_refused() -> None:
    with pytest.raises(RuleError, match=r"duplicate-name.*`small`"):
        BudgetRules(reserves=(Reserve("small"), Reserve("small")))
    with pytest.raises(RuleError, match=r"duplicate-name.*`general`"):
        BudgetRules(reserves=(Reserve(GENERAL),))


def test_asking_for_an_application_of_another_call_is_refused() -> None:
    with pytest.raises(InputError, match=r'reference-unknown.*"Z" is no application of this call'):
        awarding([candidate("A", 90)], PLAIN, 100).outcome("Z")
