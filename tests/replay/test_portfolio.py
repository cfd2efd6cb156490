"""Synthetic portfolios: what is made up, and what is not."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.engines.scalar import decide
from clusterpolicy.model import Application, Size
from clusterpolicy.model.costs import ActivityCosts
from clusterpolicy.replay.calibration import LINES, SHARED
from clusterpolicy.replay.chance import Chance
from clusterpolicy.replay.marks import marks_of
from clusterpolicy.replay.plan import cents
from clusterpolicy.replay.portfolio import applications_of, plans_of
from clusterpolicy.replay.published import PUBLISHED
from clusterpolicy.replay.run import CALLS
from clusterpolicy.replay.shares import divided
from clusterpolicy.replay.sound import sound_plans

BOTH = pytest.mark.parametrize("line", ["line_a", "line_b"])

WHY = {
    "joined_too_late": "cluster-member",
    "too_little_research_ordered": "research-orders",
    "too_small": "minimum-cost",
    "development_prevails": "research-prevails",
    "not_ripe_at_end": "trl-at-end",
    "too_ripe_at_start": "trl-at-start",
    "trade": "activity-code-admitted",
    "in_difficulty": "not-in-difficulty",
    "former_member": "never-cluster-member",
    "attestation_missing": "manager-attestation",
    "too_young": "two-years-old",
    "registered_farm": "no-registered-farm",
}
"""What the rules say of an application with each feature."""


def spent(application: Application) -> int:
    """The costs of an application in cents, added up by category."""
    amounts = [
        getattr(of_activity, category)
        for each in application.participations
        if each.costs is not None
        for of_activity in (each.costs.industrial_research, each.costs.experimental_development)
        for category in ActivityCosts.model_fields
    ]
    return cents(sum(amounts, Decimal("0.00")))


@BOTH
def test_the_same_seed_makes_the_same_portfolio_and_another_seed_another(line: str) -> None:
    grid = CALLS[line].merit.grid

    assert applications_of(line, 3) == applications_of(line, 3)
    assert marks_of(line, 3, grid) == marks_of(line, 3, grid)
    assert applications_of(line, 3) != applications_of(line, 4)


@BOTH
def test_nobody_in_a_portfolio_can_be_taken_for_somebody(line: str) -> None:
    enterprises = [each.enterprise for one in applications_of(line, 5) for each in one.participations]

    assert all(each.name.startswith("Synthetic enterprise") for each in enterprises)
    assert len({each.name for each in enterprises}) == len(enterprises)
    assert {each.vat_number for each in enterprises} == {None}


@BOTH
def test_an_application_hands_in_the_costs_that_were_planned_to_the_cent(line: str) -> None:
    plans = plans_of(line, 5)

    for application in applications_of(line, 5):
        plan = plans[application.id]
        assert spent(application) == plan.cost
        assert sum(cents(each.amount or Decimal(0)) for each in application.research_orders or ()) == sum(plan.orders)


@BOTH
@pytest.mark.parametrize("seed", [1, 7, 2016])
def test_the_rules_find_what_is_wrong_with_each_application_and_nothing_else(line: str, seed: int) -> None:
    plans = plans_of(line, seed)
    for application in applications_of(line, seed):
        verdict, feature = decide(application, CALLS[line]), plans[application.id].feature
        expected = (WHY[feature],) if feature in WHY else ()
        assert (verdict.failed, verdict.undetermined) == (expected, ()), (application.id, feature)


@BOTH
def test_every_feature_of_the_calibration_is_met_as_often_as_it_says(line: str) -> None:
    features = Counter(plan.feature for plan in plans_of(line, 5).values())

    assert features == {"sound": PUBLISHED[line].financed, **LINES[line].others}


@given(seed=st.integers(0, 10**9), line=st.sampled_from(("line_a", "line_b")))
def test_sound_plans_have_the_published_size_whatever_the_seed(seed: int, line: str) -> None:
    published = PUBLISHED[line]
    plans = sound_plans(LINES[line], published, Chance(seed))

    assert len(plans) == published.financed
    assert sum(len(plan.sizes) for plan in plans) == published.enterprises
    assert sum(plan.cost for plan in plans) == cents(published.investment)
    assert sum(len(plan.orders) for plan in plans) == published.research_contracts
    assert sum(sum(plan.orders) for plan in plans) == cents(published.research_contracts_value)
    for plan in plans:
        assert plan.sizes[0] is not Size.LARGE
        assert plan.cost >= plan.lowest_cost
        assert 1 <= len(plan.orders) <= SHARED.most_contracts
        assert sum(plan.orders) >= plan.cost * SHARED.lowest_order
        assert all(
            cost / 2 < research < cost for cost, research in zip(plan.costs, plan.industrial_research, strict=True)
        )


@given(whole=st.integers(0, 10**12), weights=st.lists(st.integers(1, 10**6), min_size=1, max_size=9))
def test_what_is_divided_adds_up_and_each_part_is_near_its_weight(whole: int, weights: list[int]) -> None:
    parts = divided(whole, weights)

    assert sum(parts) == whole
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - whole * weight) < sum(weights)


@BOTH
def test_every_application_is_marked_by_a_whole_panel_on_every_scale(line: str) -> None:
    grid = CALLS[line].merit.grid
    marked = Counter((mark.application, mark.evaluator) for mark in marks_of(line, 5, grid))

    assert set(marked.values()) == {len(grid.marked)}
    assert Counter(application for application, _ in marked) == dict.fromkeys(
        plans_of(line, 5), SHARED.evaluators_of_an_application
    )
