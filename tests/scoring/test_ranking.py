"""Candidates stand in the order of their scores, as far as that is known, and no tie is broken by accident."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal, getcontext, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.errors import InputError, RuleError
from clusterpolicy.scoring.allocation import allocate
from clusterpolicy.scoring.budget import BudgetRules
from clusterpolicy.scoring.candidate import Candidate, TieBreakValue
from clusterpolicy.scoring.ranking import Ranking, RankingRules, rank
from clusterpolicy.scoring.span import Span
from clusterpolicy.scoring.tie_breaks import Prefers, TieBreak, UnbrokenTies
from tests.scoring.examples import OPEN_TIES, between, candidate
from tests.scoring.oracle import completions, orders
from tests.scoring.strategies import KINDS, calls

NINE = datetime(2017, 2, 1, 9, tzinfo=UTC)
PIEDMONT = RankingRules((TieBreak("innovativeness"), TieBreak("submitted_at", Prefers.EARLIER)))


def places(ranking: Ranking) -> dict[str, str]:
    return {place.candidate.application: str(place) for place in ranking.places}


def tied(name: str, innovativeness: TieBreakValue, submitted_at: TieBreakValue = NINE) -> Candidate:
    return candidate(name, 80, tie_breaks=(innovativeness, submitted_at))


def test_the_higher_score_comes_first() -> None:
    ranking = rank([candidate("A", "80.00"), candidate("B", "80.01"), candidate("C", "79.99")], RankingRules())

    assert places(ranking) == {"B": "1", "A": "2", "C": "3"}
    assert ranking.open == ()


def test_a_tie_is_broken_by_each_tie_break_in_turn() -> None:
    later = NINE + timedelta(microseconds=1)
    ranking = rank([tied("A", 20, NINE), tied("B", 25, later), tied("C", 25, NINE)], PIEDMONT)

    assert places(ranking) == {"C": "1", "B": "2", "A": "3"}


@pytest.mark.parametrize(
    ("prefers", "first"),
    [(Prefers.HIGHER, "B"), (Prefers.LOWER, "A"), (Prefers.EARLIER, "A"), (Prefers.LATER, "B")],
)
def test_a_tie_break_says_which_value_goes_first(prefers: Prefers, first: str) -> None:
    rules = RankingRules((TieBreak("value", prefers),))
    values = (1, 2) if prefers in (Prefers.HIGHER, Prefers.LOWER) else (NINE, NINE + timedelta(days=1))

    ranking = rank([candidate(name, 80, tie_breaks=(value,)) for name, value in zip("AB", values, strict=True)], rules)

    assert ranking.places[0].candidate.application == first


def test_the_same_instant_in_another_zone_is_a_tie() -> None:
    elsewhere = datetime.fromisoformat("2017-02-01T10:00:00+01:00")

    with pytest.raises(InputError, match="tie-unbroken"):
        rank([tied("A", 20, NINE), tied("B", 20, elsewhere)], PIEDMONT)


def test_a_tie_that_is_left_names_everyone_in_it_and_every_such_tie() -> None:
    level = [tied("A", 20), tied("B", 20), tied("C", 20), candidate("D", 70, tie_breaks=(1, NINE))]
    more = [candidate("E", 70, tie_breaks=(1, NINE)), tied("F", 21)]

    with pytest.raises(InputError) as caught:
        rank([*level, *more], PIEDMONT)

    assert [problem.message.split(" are ")[0] for problem in caught.value.problems] == ['"A", "B", "C"', '"D", "E"']


def test_a_tie_with_one_that_does_not_pass_is_none() -> None:
    failing = candidate("B", 80, passes=False, reasons=("duration",))

    ranking = rank([candidate("A", 80), failing], RankingRules())

    assert places(ranking) == {"A": "1"}
    assert ranking.failed == (failing,)


def test_a_tie_with_one_that_may_not_pass_or_whose_tie_break_is_unknown_leaves_places_open() -> None:
    perhaps = candidate("B", 80, passes=None, reasons=("duration",))
    assert places(rank([candidate("A", 80), perhaps], RankingRules())) == {"A": "1 to 2", "B": "1 to 2"}

    ranking = rank([tied("A", 20), tied("B", Span(Decimal(15), Decimal(25))), tied("C", None)], PIEDMONT)
    assert set(places(ranking).values()) == {"1 to 3"}


def test_a_tie_may_be_left_open_by_the_rules() -> None:
    ranking = rank([candidate("A", 80), candidate("B", 80), candidate("C", 70)], OPEN_TIES)

    assert places(ranking) == {"A": "1 to 2", "B": "1 to 2", "C": "3"}
    assert ranking.moved_by("A") == ()


def test_a_missing_mark_moves_those_between_the_best_and_the_worst_it_may_bring() -> None:
    ranking = rank(
        [candidate("A", 90), candidate("B", between(70, 85)), candidate("C", 80), candidate("D", 60)], RankingRules()
    )

    assert places(ranking) == {"A": "1", "B": "2 to 3", "C": "2 to 3", "D": "4"}
    assert ranking.moved_by("B") == ("C",)
    assert ranking.moved_by("C") == ()
    assert [place.candidate.application for place in ranking.open] == ["B", "C"]


def test_one_that_may_not_pass_moves_everyone_behind_it() -> None:
    ranking = rank(
        [candidate("A", 90), candidate("B", 80, passes=None, reasons=("floor",)), candidate("C", 70)], RankingRules()
    )

    assert places(ranking) == {"A": "1", "B": "2", "C": "2 to 3"}
    assert ranking.moved_by("B") == ("C",)
    assert not ranking.place("B").settled


def test_a_score_without_bound_may_have_any_place() -> None:
    ranking = rank([candidate("A", Span.of(None)), candidate("B", 0), candidate("C", 100)], OPEN_TIES)

    assert places(ranking) == {"A": "1 to 3", "C": "1 to 2", "B": "2 to 3"}


def test_scores_are_compared_exactly_whatever_the_context() -> None:
    rules = RankingRules((TieBreak("value", Prefers.LOWER),))
    values = (Decimal("1.0000000002"), Decimal("1.0000000001"))
    with localcontext() as context:
        context.prec = 3
        ranking = rank([candidate(n, 80, tie_breaks=(v,)) for n, v in zip("AB", values, strict=True)], rules)
    assert getcontext().prec == 28
    assert ranking.places[0].candidate.application == "B"


@given(calls(most=4))
def test_every_place_that_a_completion_brings_lies_in_the_range_and_the_ends_are_reached(
    candidates: list[Candidate],
) -> None:
    ranking = rank(candidates, OPEN_TIES)

    found: dict[str, set[int]] = {}
    for complete in completions(candidates, KINDS):
        for order in orders(complete):
            for number, each in enumerate(order, start=1):
                found.setdefault(each.application, set()).add(number)
    assert {place.candidate.application: (place.best, place.worst) for place in ranking.places} == {
        name: (min(numbers), max(numbers)) for name, numbers in found.items()
    }


@given(st.data())
def test_the_order_of_input_changes_nothing(data: st.DataObject) -> None:
    candidates = data.draw(calls(most=8))

    assert rank(data.draw(st.permutations(candidates)), OPEN_TIES) == rank(candidates, OPEN_TIES)


@given(st.data())
def test_raising_ones_own_score_never_lowers_ones_own_place(data: st.DataObject) -> None:
    candidates = data.draw(calls(most=8))
    before = rank(candidates, OPEN_TIES)
    for place in before.places:
        mine = place.candidate
        more = data.draw(st.sampled_from([Decimal("0.01"), Decimal(10), Decimal(20)]))
        raised = replace(mine, score=Span(mine.score.lowest + more, (mine.score.highest or Decimal(0)) + more))
        after = rank([raised if one is mine else one for one in candidates], OPEN_TIES).place(mine.application)
        assert after.best <= place.best
        assert after.worst <= place.worst


def test_two_candidates_of_one_application_are_refused() -> None:
    with pytest.raises(InputError, match=r'duplicate\] candidate "A": it stands twice'):
        rank([candidate("A", 80), candidate("A", 90)], RankingRules())


def test_a_value_is_needed_for_each_tie_break() -> None:
    with pytest.raises(InputError, match=r'candidate "A": it has 0 values to break ties, where the rules compare 2'):
        rank([candidate("A", 80)], PIEDMONT)


def test_two_tie_breaks_of_one_name_are_refused() -> None:
    with pytest.raises(RuleError, match=r"duplicate-name\] tie-break `x`"):
        RankingRules((TieBreak("x"), TieBreak("x")))


def test_asking_for_a_place_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match=r'reference-unknown\] ranking: "Z" has no place'):
        rank([candidate("A", 80)], RankingRules()).place("Z")


@pytest.mark.parametrize("every", [0, 2, 100])
def test_ten_thousand_candidates_are_ranked_and_funded_at_once(every: int) -> None:
    many = [
        Candidate(
            f"A-{number}",
            between(60 + number % 40, 65 + number % 40) if every and number % every == 0 else Span.of(60 + number % 40),
            Span.of(Decimal(100_000 + number)),
            tie_breaks=(number % 30, NINE + timedelta(seconds=number)),
        )
        for number in range(10_000)
    ]

    begun = time.process_time()
    allocation = allocate(rank(many, PIEDMONT), BudgetRules(), Decimal(300_000_000))

    assert time.process_time() - begun < 2  # a tenth of it is usual
    assert len(allocation.outcomes) == len(many)
    assert allocation.rules.too_large.value == "stop"
    assert UnbrokenTies.REFUSED is allocation.ranking.rules.unbroken_ties
