"""The laws that every rule set must keep, asked of both lines of Piedmont."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from clusterpolicy.language import RuleSet
from clusterpolicy.model import ActivityCosts, Application
from clusterpolicy.rules import piedmont
from clusterpolicy.testing import laws
from clusterpolicy.testing.line_b import line_b_applications, line_b_applications_with_less_known
from clusterpolicy.testing.strategies import applications, applications_with_less_known


@dataclass(frozen=True, slots=True)
class Call:
    """The rules of a call, with applications to it: any one, and pairs of which the second knows less."""

    rules: RuleSet
    any: SearchStrategy[Application]
    with_less_known: SearchStrategy[tuple[Application, Application]]

    def __str__(self) -> str:
        return self.rules.name


CALLS = (
    Call(piedmont.LINE_A, applications() | applications(known=False), applications_with_less_known()),
    Call(
        piedmont.LINE_B,
        line_b_applications() | line_b_applications(known=False),
        line_b_applications_with_less_known(),
    ),
)
LISTS = ("participations", "research_orders", "end_users")

of_each_call = pytest.mark.parametrize("call", CALLS, ids=str)

# Regulation (EU) No 651/2014, Art. 25(5) and (6), without the bonus for collaboration; and 60 % at most by the call.
CEILINGS = {
    "micro": {"industrial_research": "0.60", "experimental_development": "0.45"},
    "small": {"industrial_research": "0.60", "experimental_development": "0.45"},
    "medium": {"industrial_research": "0.60", "experimental_development": "0.35"},
    "large": {"industrial_research": "0.50", "experimental_development": "0.25"},
}

FEW = settings(max_examples=settings().max_examples // 5)  # each builds a rule set of its own


def ceiling_of(activity: str, size: str | None) -> Decimal:
    return Decimal(CEILINGS[size or "micro"][activity])


def costs_of(member: Any) -> dict[str, Decimal | None]:
    costs = member.costs
    if costs is None:
        return {"industrial_research": None, "experimental_development": None}
    return {
        "industrial_research": sum_of(costs.industrial_research),
        "experimental_development": sum_of(costs.experimental_development),
    }


def sum_of(costs: ActivityCosts) -> Decimal | None:
    amounts = [getattr(costs, category) for category in ActivityCosts.model_fields]
    return None if None in amounts else sum(amounts, Decimal(0))


@of_each_call
@given(data=st.data())
def test_the_order_of_partners_and_of_other_entries_changes_nothing(call: Call, data: DataObject) -> None:
    application = data.draw(call.any)
    for collection in LISTS:
        entries = getattr(application, collection)
        if entries is not None:
            order = data.draw(st.permutations(range(len(entries))))

            assert laws.order_of_members_changes_nothing(application, call.rules, collection, order) == ()


@of_each_call
@FEW
@given(data=st.data())
def test_the_order_of_requirements_changes_nothing(call: Call, data: DataObject) -> None:
    application = data.draw(call.any)
    order = data.draw(st.permutations(range(len(call.rules.requirements))))

    assert laws.order_of_requirements_changes_nothing(application, call.rules, order) == ()


@of_each_call
@given(data=st.data())
def test_a_fact_more_never_turns_satisfied_into_failed_or_back(call: Call, data: DataObject) -> None:
    more, less = data.draw(call.with_less_known)

    assert laws.knowing_more_only_settles(less, more, call.rules) == ()


@of_each_call
@given(data=st.data())
def test_missing_facts_are_those_on_which_a_finding_hangs_and_no_others(call: Call, data: DataObject) -> None:
    more, less = data.draw(call.with_less_known)

    assert laws.missing_facts_are_those_that_matter(less, more, call.rules) == ()


@of_each_call
@given(data=st.data())
def test_no_grant_exceeds_the_ceiling_of_the_union_or_of_the_call(call: Call, data: DataObject) -> None:
    application = data.draw(call.any)

    assert laws.no_grant_exceeds_its_ceiling(application, call.rules, ceiling_of=ceiling_of, costs_of=costs_of) == ()


@of_each_call
@given(data=st.data())
def test_a_decision_comes_back_from_json_unchanged(call: Call, data: DataObject) -> None:
    assert laws.a_decision_comes_back_from_json(data.draw(call.any), call.rules) == ()


@of_each_call
@given(data=st.data())
def test_reasons_hold_only_what_decided(call: Call, data: DataObject) -> None:
    assert laws.reasons_hold_only_what_decided(data.draw(call.any), call.rules) == ()


@of_each_call
@given(data=st.data())
def test_both_doors_agree(call: Call, data: DataObject) -> None:
    assert laws.both_doors_agree(data.draw(call.any), call.rules) == ()
