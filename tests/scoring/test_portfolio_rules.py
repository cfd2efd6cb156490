"""Rules about all applications together strike those beyond a limit, and leave open what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from clusterpolicy.errors import RuleError
from clusterpolicy.scoring.budget import BudgetRules
from clusterpolicy.scoring.candidate import Candidate
from clusterpolicy.scoring.portfolio_rules import AtMostApplications, Keeps, strike
from tests.scoring.examples import awarding, between, candidate, paid

NINE = datetime(2017, 2, 1, 9, tzinfo=UTC)
CODE = "too-many-applications"


def filed(name: str, hour: int | None, *applicants: str, score: int = 80, **more: Any) -> Candidate:
    instant = None if hour is None else NINE + timedelta(hours=hour)
    return candidate(name, score, applicants=applicants, submitted_at=instant, **more)


def naive(candidates: Sequence[Candidate], most: int, keeps: Keeps) -> set[str]:
    """Who is struck, where all is known and no two are level."""
    counts: dict[str, int] = {}
    struck: set[str] = set()
    by_score = sorted(candidates, key=lambda one: -one.score.lowest)
    by_instant = sorted(candidates, key=lambda one: one.submitted_at or NINE)
    for each in by_instant if keeps is Keeps.SUBMITTED_FIRST else by_score:
        if any(counts.get(applicant, 0) >= most for applicant in each.applicants):
            struck.add(each.application)
            continue
        for applicant in set(each.applicants):
            counts[applicant] = counts.get(applicant, 0) + 1
    return struck


def test_the_application_submitted_after_as_many_as_are_allowed_is_struck() -> None:
    candidates = [filed("C", 3, "alfa"), filed("A", 1, "alfa"), filed("B", 2, "alfa", "beta"), filed("D", 4, "beta")]

    assert AtMostApplications(2).struck(candidates) == {"C": True}
    assert AtMostApplications(3).struck(candidates) == {}


def test_the_lower_score_is_struck_where_the_rule_keeps_the_highest() -> None:
    candidates = [filed("A", 1, "alfa", score=70), filed("B", 2, "alfa", score=80)]

    assert AtMostApplications(1, Keeps.HIGHEST_SCORE).struck(candidates) == {"A": True}


def test_one_that_is_struck_does_not_count_for_its_other_enterprises() -> None:
    candidates = [filed("A", 1, "alfa"), filed("B", 2, "alfa", "beta"), filed("C", 3, "beta")]

    assert AtMostApplications(1).struck(candidates) == {"B": True}


def test_one_that_does_not_pass_counts_as_filed() -> None:
    candidates = [filed("A", 1, "alfa", passes=False, reasons=("duration",)), filed("B", 2, "alfa")]

    assert AtMostApplications(1).struck(candidates) == {"B": True}


def test_an_instant_that_is_not_known_leaves_open_who_is_struck_and_only_where_somebody_is() -> None:
    candidates = [filed("A", None, "alfa"), filed("B", 2, "alfa"), filed("C", None, "beta")]

    assert AtMostApplications(1).struck(candidates) == {"A": None, "B": None}
    assert AtMostApplications(2).struck(candidates) == {}


def test_the_same_instant_leaves_open_who_is_struck() -> None:
    assert AtMostApplications(1).struck([filed("A", 1, "alfa"), filed("B", 1, "alfa")]) == {"A": None, "B": None}


def test_a_score_that_is_not_known_leaves_open_who_is_struck() -> None:
    candidates = [
        filed("A", 1, "alfa", score=80),
        filed("B", 2, "alfa", score=60),
        candidate("C", between(70, 90), applicants=("alfa",)),
    ]

    assert AtMostApplications(2, Keeps.HIGHEST_SCORE).struck(candidates) == {"B": True}
    assert AtMostApplications(1, Keeps.HIGHEST_SCORE).struck(candidates) == {"A": None, "B": None, "C": None}


def test_who_is_struck_does_not_pass_and_says_why() -> None:
    candidates = [
        filed("A", 1, "alfa"),
        filed("B", 2, "alfa"),
        filed("C", 3, "alfa", passes=False, reasons=("duration",)),
        filed("D", 4, "alfa", passes=None, reasons=("duration",)),
    ]

    struck = {each.application: (each.passes, each.reasons) for each in strike(candidates, [AtMostApplications(1)])}

    assert struck == {
        "A": (True, ()),
        "B": (False, (CODE,)),
        "C": (False, ("duration", CODE)),
        "D": (False, (CODE,)),
    }


def test_who_may_be_struck_may_not_pass() -> None:
    candidates = [
        filed("A", None, "alfa"),
        filed("B", None, "alfa", passes=None, reasons=("duration",)),
        filed("C", None, "alfa", passes=False, reasons=("duration",)),
    ]

    struck = {each.application: (each.passes, each.reasons) for each in strike(candidates, [AtMostApplications(1)])}

    assert struck == {
        "A": (None, (CODE,)),
        "B": (None, ("duration", CODE)),
        "C": (False, ("duration",)),
    }


def test_taking_away_a_losing_application_can_let_in_one_that_was_beyond_the_limit() -> None:
    candidates = [filed("A", 1, "alfa", score=60), filed("B", 2, "alfa", score=90)]
    rules = [AtMostApplications(1)]

    assert paid(awarding(strike(candidates, rules), BudgetRules(), 99)) == {}
    assert paid(awarding(strike(candidates, rules), BudgetRules(), 100)).keys() == {"A"}
    assert paid(awarding(strike(candidates[1:], rules), BudgetRules(), 100)).keys() == {"B"}


class NobodyFromNowhere:
    """A rule of one's own."""

    code = "from-nowhere"

    def __init__(self, *struck: str) -> None:
        self._struck = struck

    def struck(self, candidates: Sequence[Candidate]) -> Mapping[str, bool | None]:
        return dict.fromkeys(self._struck, True)


def test_a_rule_of_ones_own_strikes_in_turn() -> None:
    struck = strike([filed("A", 1, "alfa"), filed("B", 2, "alfa")], [NobodyFromNowhere("A"), AtMostApplications(1)])

    assert [each.reasons for each in struck] == [("from-nowhere",), (CODE,)]


def test_a_rule_that_strikes_a_stranger_is_refused() -> None:
    with pytest.raises(RuleError, match=r'unknown-name\] rule `from-nowhere`: it strikes "Z"'):
        strike([filed("A", 1, "alfa")], [NobodyFromNowhere("Z")])


def test_a_limit_that_leaves_nobody_is_refused() -> None:
    with pytest.raises(RuleError, match="parameter-invalid"):
        AtMostApplications(0)


@st.composite
def files(draw: DrawFn, known: bool) -> list[Candidate]:
    size = draw(st.integers(1, 5))
    hours = draw(st.permutations(range(size)))
    return [
        filed(
            f"A-{number}",
            hours[number] if known or draw(st.integers(0, 2)) else None,
            *draw(st.sets(st.sampled_from(("alfa", "beta", "gamma")), min_size=1)),
            score=60 + hours[number],
        )
        for number in range(size)
    ]


@given(files(known=True), st.integers(1, 3), st.sampled_from(Keeps))
def test_with_all_known_those_are_struck_that_come_too_late(
    candidates: list[Candidate], most: int, keeps: Keeps
) -> None:
    expected = naive(candidates, most, keeps)

    assert AtMostApplications(most, keeps).struck(candidates) == dict.fromkeys(expected, True)
    assert AtMostApplications(most, keeps).struck(candidates[::-1]) == dict.fromkeys(expected, True)


@given(st.data(), files(known=False), st.integers(1, 2))
def test_who_is_struck_or_not_is_so_whenever_the_others_were_submitted(
    data: st.DataObject, candidates: list[Candidate], most: int
) -> None:
    found = AtMostApplications(most).struck(candidates)

    halves = data.draw(st.permutations([number + 0.5 for number in range(-1, 5)]))
    complete = [
        each if each.submitted_at else replace(each, submitted_at=NINE + timedelta(hours=halves[number]))
        for number, each in enumerate(candidates)
    ]
    struck = naive(complete, most, Keeps.SUBMITTED_FIRST)
    for each in candidates:
        answer = found.get(each.application, False)
        assert answer is None or answer == (each.application in struck)
