"""A call whose applications compete: what is checked when it is built, and what its fingerprint covers."""

from __future__ import annotations

import pickle
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clusterpolicy import Application, RuleError, assess
from clusterpolicy.language import Quantity, facts_of
from clusterpolicy.model import Project
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from clusterpolicy.rules.piedmont.sources import SOURCES
from clusterpolicy.scoring.budget import BudgetRules, Remainder, Reserve
from clusterpolicy.scoring.portfolio_rules import Keeps
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.scoring.ranking import RankingRules
from clusterpolicy.scoring.tie_breaks import TieBreak

TEXT = (Path(__file__).parents[2] / "examples/line_a/eligible.json").read_text(encoding="utf-8")
APPLICATION = Application.model_validate_json(TEXT)
project = facts_of(Project)


def faults(**changed: Any) -> list[tuple[str, str]]:
    """What is wrong with Line A, some of it changed."""
    with pytest.raises(RuleError) as caught:
        replace(LINE_A, **changed)
    return [(each.code, each.place) for each in caught.value.problems]


def rules_of(call: RankedCall) -> str:
    return assess(APPLICATION, call).seal.rules


def test_a_tie_break_is_a_criterion_of_the_grid_or_the_submission() -> None:
    assert faults(ranking=RankingRules((TieBreak("inovativeness"),))) == [("unknown-name", "tie-break `inovativeness`")]


def test_every_reserve_has_its_money_and_says_who_may_draw_on_it() -> None:
    young = BudgetRules(reserves=(Reserve("young"),))
    assert faults(budget=young) == [("unknown-name", "reserve `young`")] * 2
    assert faults(set_aside={"young": LINE_A.endowment}) == [("unknown-name", "reserve `young`")]


def test_the_money_of_a_call_is_a_parameter() -> None:
    twice = LINE_A.endowment + LINE_A.endowment
    assert ("figure-in-rule", "rules `piedmont/line-a`") in faults(endowment=twice)


def test_what_is_found_for_the_selection_is_checked_like_every_formula() -> None:
    assert LINE_A.most_applications is not None
    assert ("wrong-unit", "the endowment") in faults(endowment=LINE_A.most_applications)
    assert any(place == "who accepts the remainder" for _, place in faults(accepts_remainder=LINE_A.endowment))


def test_every_fault_of_a_call_is_named_at_once() -> None:
    found = faults(
        ranking=RankingRules((TieBreak("nothing"),)), budget=BudgetRules(reserves=(Reserve("young"),)), time_zone="Rome"
    )
    assert [code for code, _ in found] == ["unknown-name"] * 4


def test_a_call_with_a_reserve_and_a_remainder_decides_an_application_as_before() -> None:
    goes_on = Quantity(
        name="goes_on",
        label="the project goes on to production",
        formula=project.includes_production,
        source=SOURCES.P02,
    )
    call = replace(
        LINE_A,
        budget=BudgetRules(remainder=Remainder.OFFERED, reserves=(Reserve("producing"),)),
        set_aside={"producing": LINE_A.endowment},
        draws_on={"producing": goes_on},
        accepts_remainder=goes_on,
    )
    one, other = assess(APPLICATION, LINE_A), assess(APPLICATION, call)
    assert (one.outcome, one.grant, one.findings) == (other.outcome, other.grant, other.findings)


def test_the_seal_of_a_decision_covers_ranking_budget_and_grid() -> None:
    changed = [
        replace(LINE_A, ranking=RankingRules()),
        replace(LINE_A, budget=BudgetRules(remainder=Remainder.OFFERED)),
        replace(LINE_A, keeps=Keeps.HIGHEST_SCORE),
        replace(LINE_A, awards_stand=False),
        replace(LINE_A, merit=LINE_B.merit),
        replace(LINE_A, joining=LINE_B.joining),
    ]
    seals = {rules_of(call) for call in (LINE_A, *changed)}
    assert len(seals) == 1 + len(changed)
    assert rules_of(replace(LINE_A)) == rules_of(LINE_A)


def test_figures_of_the_selection_are_no_assumptions_of_a_decision() -> None:
    named = {each.parameter for each in assess(APPLICATION, LINE_A).assumptions}
    assert "piedmont/selection/most_applications" in LINE_A.figures
    assert "piedmont/selection/most_applications" not in named
    assert "piedmont/overheads_share" in named


def test_changes_go_to_the_rules_whose_figures_they_are() -> None:
    own, of_merit = LINE_A.split({"piedmont/minimum_cost": Decimal(1), "piedmont/merit/threshold": Decimal(2)})
    assert (own, of_merit) == ({"piedmont/minimum_cost": Decimal(1)}, {"piedmont/merit/threshold": Decimal(2)})


def test_every_change_that_fits_nothing_is_named_at_once() -> None:
    with pytest.raises(RuleError) as caught:
        LINE_A.split({"piedmont/nothing": 1, "piedmont/minimum_cost": True, "piedmont/merit/threshold": "much"})
    assert [each.code for each in caught.value.problems] == ["unknown-name", "parameter-invalid", "parameter-invalid"]


def test_a_call_travels_to_another_process_unchanged() -> None:
    copied = pickle.loads(pickle.dumps(LINE_B))  # noqa: S301 - made on the line itself
    assert isinstance(copied, RankedCall)
    assert rules_of(replace(copied)) == rules_of(copied)
    assert list(copied.all_figures) == list(LINE_B.all_figures)
