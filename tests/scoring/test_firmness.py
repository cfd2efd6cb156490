"""How firm a place is: the change that is named changes it, and no smaller one does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from clusterpolicy.errors import InputError
from clusterpolicy.scoring.allocation import Allocation, allocate
from clusterpolicy.scoring.budget import BudgetRules, TooLarge
from clusterpolicy.scoring.candidate import Candidate
from clusterpolicy.scoring.firmness import Hurdle, Swap, firmness, mark_change
from clusterpolicy.scoring.outcome import Status
from clusterpolicy.scoring.ranking import RankingRules, rank
from clusterpolicy.scoring.scrolling import scroll_down
from clusterpolicy.scoring.span import Span
from clusterpolicy.scoring.tie_breaks import TieBreak
from clusterpolicy.scoring.turns import Turns
from clusterpolicy.scoring.weights import WeightChange, weight_to_cross, weight_to_swap
from tests.scoring.examples import awarding, between, candidate, from_pots
from tests.scoring.strategies import budgets, calls

ONE = Decimal(1)
WEIGHTS = {"new": Decimal(6), "sound": Decimal(4)}


def scored(name: str, new: int, sound: int, grant: int = 100) -> Candidate:
    points = {"new": Span.of(new), "sound": Span.of(sound)}
    return candidate(name, new + sound, grant, criterion_points=points)


@st.composite
def scored_calls(draw: DrawFn) -> list[Candidate]:
    """Candidates with points in two criteria, no two with the same score."""
    size = draw(st.integers(2, 6))
    totals = draw(st.permutations(range(10, 10 + size)))
    return [
        scored(f"A-{number}", new := draw(st.integers(0, totals[number])), totals[number] - new)
        for number in range(size)
    ]


# ── Neighbours ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_place_is_as_firm_as_the_next_score_is_far() -> None:
    found = firmness(awarding([candidate("A", "90.00"), candidate("B", "89.50")], BudgetRules(), 500))

    assert found.of("A").fall == Swap("B", Decimal("-0.51"))
    assert found.of("A").rise is None
    assert found.of("B").rise == Swap("A", Decimal("0.51"))
    assert found.of("B").fall is None


@pytest.mark.parametrize(("of_a", "of_b", "change"), [(2, 1, "0.51"), (1, 2, "0.50"), (1, 1, "0.51")])
def test_drawing_level_suffices_for_who_wins_the_tie(of_a: int, of_b: int, change: str) -> None:
    filed = [candidate("A", "90.00", tie_breaks=(of_a,)), candidate("B", "89.50", tie_breaks=(of_b,))]
    allocation = allocate(rank(filed, RankingRules((TieBreak("new"),))), BudgetRules(), Decimal(500))

    found = firmness(allocation)
    assert found.of("B").rise == Swap("A", Decimal(change))
    assert found.of("A").fall == Swap("B", -Decimal(change))


def test_a_change_comes_in_whole_steps() -> None:
    allocation = awarding([candidate("A", "90.0"), candidate("B", "88.9")], BudgetRules(), 500)

    assert firmness(allocation, step=Decimal("0.5")).of("B").rise == Swap("A", Decimal("1.5"))


def test_no_score_falls_below_zero() -> None:
    allocation = awarding([candidate("A", "0.50"), candidate("B", "0.00")], BudgetRules(), 500)

    assert firmness(allocation).of("A").fall is None
    down_to_zero = awarding([candidate("A", "1"), candidate("B", "0.5")], BudgetRules(), 500)
    assert firmness(down_to_zero, step=ONE).of("A").fall == Swap("B", -ONE)


def test_of_an_open_place_nothing_is_said_and_nothing_of_awards_beside_it() -> None:
    filed = [candidate("A", 90), candidate("B", between(60, 75)), candidate("C", 70), candidate("D", 50)]

    found = firmness(awarding(filed, BudgetRules(), 200))

    assert (found.of("B").place, found.of("B").rise, found.of("B").fall, found.of("B").award) == (None,) * 4
    assert (found.of("A").place, found.of("A").fall, found.of("A").award) == (1, None, None)
    assert found.cut_off is None


# ── Awards ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def award_by_trying(candidates: Sequence[Candidate], allocation: Allocation, application: str) -> Decimal | None:
    """The smallest change of a score in whole points with which the award comes or goes, found by trying each."""
    has = allocation.outcome(application).status is Status.AWARDED
    mine = allocation.outcome(application).candidate
    for size in range(1, 60):
        change = Decimal(-size if has else size)
        if mine.score.lowest + change < 0:
            return None
        moved = replace(mine, score=Span.of(mine.score.lowest + change))
        others = [moved if one is mine else one for one in candidates]
        if len({one.score.lowest for one in others if one.passes}) < sum(1 for one in others if one.passes):
            continue  # a tie
        again = allocate(
            rank(others, RankingRules()), allocation.rules, allocation.endowment, allocation.set_aside
        ).outcome(application)
        if (again.status is Status.AWARDED) != has:
            return change
    return None


@given(st.data())
def test_the_smallest_change_that_wins_or_loses_an_award_is_the_one_that_trying_finds(data: st.DataObject) -> None:
    candidates = data.draw(calls(known=True, ties=False, most=6))
    spread = [replace(one, score=Span.of(one.score.lowest * 2)) for one in candidates]  # a place between any two
    rules, pots = data.draw(budgets(spread))
    allocation = from_pots(spread, rules, pots)

    found = firmness(allocation, step=ONE)

    for place in found.places:
        if place.place is not None:
            assert place.award == award_by_trying(spread, allocation, place.application)


@given(st.data())
def test_a_turn_in_one_pot_is_found_alike_by_sums_and_by_giving_out_anew(data: st.DataObject) -> None:
    candidates = data.draw(calls(known=True, ties=False, most=6))
    rules, pots = data.draw(budgets(candidates, reserves=False, skip=False))
    allocation = from_pots(candidates, rules, pots)
    turns = Turns(allocation)

    count = len(allocation.ranking.places)
    for number in range(count):
        mine = allocation.ranking.places[number].candidate
        others = [place.candidate for place in allocation.ranking.places if place.candidate is not mine]
        for at in range(count):
            order = [*others[:at], mine, *others[at:]]
            again = from_pots([replace(one, score=Span.of(99 - rung)) for rung, one in enumerate(order)], rules, pots)
            assert turns.funded_at(number, at) == (again.outcome(mine.application).status is Status.AWARDED)


def test_where_large_projects_are_passed_over_a_waiting_one_must_come_before_those_that_took_its_money() -> None:
    filed = [candidate("A", 90, 60), candidate("B", 80, 60), candidate("C", 70, 40)]

    found = firmness(awarding(filed, BudgetRules(too_large=TooLarge.SKIP), 100), step=ONE)

    assert [found.of(name).award for name in "ABC"] == [Decimal(-11), Decimal(11), None]


def test_nothing_is_said_of_awards_that_stand_from_before() -> None:
    before = awarding([candidate("A", 90), candidate("B", 80), candidate("C", 70)], BudgetRules(), 200)

    assert firmness(scroll_down(before, "A")).of("B").award is None


# ── Floors and thresholds ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_hurdle_says_how_far_above_or_below_it_one_is_also_of_one_that_fails() -> None:
    hurdles = (Hurdle("floor", Decimal(18), ("new",)), Hurdle("threshold", Decimal(60), ("new", "sound")))
    failing = replace(scored("B", 17, 50), passes=False, reasons=("floor",))
    unknown = replace(scored("C", 20, 40), criterion_points={"new": Span.of(20), "sound": between(30, 40)})
    allocation = awarding([scored("A", 18, 50), failing, unknown], BudgetRules(), 500)

    found = firmness(allocation, WEIGHTS, hurdles)

    assert found.of("A").hurdles == {"floor": 0, "threshold": 8}
    assert found.of("B").hurdles == {"floor": -1, "threshold": 7}
    assert found.of("B").place is None
    assert found.of("C").hurdles == {"floor": 2, "threshold": None}


@pytest.mark.parametrize(
    ("change", "marks", "step", "expected"),
    [("1.00", 3, "0.5", "0.5"), ("1.01", 3, "0.5", "1.0"), ("-1.01", 3, "0.5", "-1.0"), ("6", 1, "1", "1")],
)
def test_one_mark_of_several_moves_their_mean_by_its_part(change: str, marks: int, step: str, expected: str) -> None:
    assert mark_change(Decimal(change), Decimal(6), marks, Decimal(step)) == Decimal(expected)


# ── Weights ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def score_with(each: Candidate, criterion: str, weight: Fraction) -> Fraction:
    """The score of a candidate if one weight were another."""
    return sum(
        (
            Fraction(span.lowest) * (weight / Fraction(WEIGHTS[name]) if name == criterion else 1)
            for name, span in each.criterion_points.items()
        ),
        Fraction(0),
    )


def beyond(change: WeightChange) -> Fraction:
    """A weight just beyond the one at which two are level."""
    return change.level_at + Fraction(1, 10**9) * (1 if change.raises else -1)


@given(scored_calls())
def test_at_the_weight_that_is_named_two_neighbours_are_level_and_beyond_it_they_swap(
    candidates: list[Candidate],
) -> None:
    found = firmness(awarding(candidates, BudgetRules(), 250), WEIGHTS)

    by_name = {each.application: each for each in candidates}
    for place in found.places:
        change = place.weight_to_fall
        if change is not None:
            upper, lower = by_name[change.above], by_name[change.below]
            assert score_with(upper, change.criterion, change.level_at) == score_with(
                lower, change.criterion, change.level_at
            )
            assert score_with(upper, change.criterion, beyond(change)) < score_with(
                lower, change.criterion, beyond(change)
            )
            assert found.of(change.below).weight_to_rise == change


@given(scored_calls(), st.integers(1, 5))
def test_no_smaller_change_of_a_weight_brings_one_that_waits_level_with_one_that_is_awarded(
    candidates: list[Candidate], money: int
) -> None:
    allocation = awarding(candidates, BudgetRules(), money * 100)
    awarded = [each.candidate for each in allocation.awarded]
    waiting = [each.candidate for each in allocation.reserve]

    found = firmness(allocation, WEIGHTS).cut_off

    pairs = [weight_to_swap(upper, lower, WEIGHTS) for upper in awarded for lower in waiting]
    nearest = min((abs(each.change) for each in pairs if each is not None), default=None)
    assert (None if found is None else abs(found.change)) == nearest
    if found is not None:
        assert found in pairs


def test_a_weight_cannot_fall_below_nothing() -> None:
    assert weight_to_swap(scored("A", 10, 20), scored("B", 6, 4), WEIGHTS) is None
    assert weight_to_swap(scored("A", 10, 20), scored("B", 0, 20), WEIGHTS) is None  # level at a weight of nothing


def test_the_nearest_weight_is_named() -> None:
    change = weight_to_swap(scored("A", 12, 4), scored("B", 6, 9), WEIGHTS)

    assert change == WeightChange("sound", Decimal(4), Fraction(24, 5), True, "A", "B")
    assert change.change == Fraction(4, 5)


def test_two_that_are_level_swap_with_any_change() -> None:
    change = weight_to_swap(scored("A", 6, 8), scored("B", 12, 2), WEIGHTS)

    assert change is not None
    assert change.change == 0


def test_without_points_without_weight_and_without_anybody_nothing_is_said_of_weights() -> None:
    plain = candidate("C", 5)
    assert weight_to_swap(scored("A", 12, 4), plain, WEIGHTS) is None
    assert weight_to_swap(scored("A", 12, 4), scored("B", 6, 8), {"new": Decimal(0)}) is None
    assert weight_to_cross([], [plain], WEIGHTS) is None
    assert weight_to_cross([plain], [], WEIGHTS) is None


def test_one_that_waits_ahead_of_one_that_is_awarded_crosses_no_cut_off() -> None:
    filed = [scored("A", 12, 8, 200), scored("B", 6, 8, 100)]

    assert firmness(awarding(filed, BudgetRules(too_large=TooLarge.SKIP), 100), WEIGHTS).cut_off is None


def test_firmness_can_be_asked_of_some_only() -> None:
    failing = candidate("Z", 1, passes=False, reasons=("floor",))
    allocation = awarding([candidate("A", 90), candidate("B", 80), failing], BudgetRules(), 500)

    assert [each.application for each in firmness(allocation, only={"B", "Z"}).places] == ["B", "Z"]
    with pytest.raises(InputError, match="reference-unknown"):
        firmness(allocation, only={"B"}).of("A")
