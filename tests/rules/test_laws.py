"""The laws that every rule set must keep, asked of Line A of Piedmont."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clusterpolicy.model import ActivityCosts, Application
from clusterpolicy.rules import piedmont
from clusterpolicy.testing import laws
from clusterpolicy.testing.strategies import applications, applications_with_less_known

LINE_A = piedmont.LINE_A
ANY = applications() | applications(known=False)
LISTS = ("participations", "research_orders", "end_users", "attestations")

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


@given(st.data())
def test_the_order_of_partners_and_of_other_entries_changes_nothing(data: st.DataObject) -> None:
    application = data.draw(ANY)
    for collection in LISTS:
        entries = getattr(application, collection)
        if entries is not None:
            order = data.draw(st.permutations(range(len(entries))))

            assert laws.order_of_members_changes_nothing(application, LINE_A, collection, order) == ()


@FEW
@given(application=ANY, order=st.permutations(range(len(LINE_A.requirements))))
def test_the_order_of_requirements_changes_nothing(application: Application, order: list[int]) -> None:
    assert laws.order_of_requirements_changes_nothing(application, LINE_A, order) == ()


@given(applications_with_less_known())
def test_a_fact_more_never_turns_satisfied_into_failed_or_back(pair: tuple[Application, Application]) -> None:
    more, less = pair

    assert laws.knowing_more_only_settles(less, more, LINE_A) == ()


@given(applications_with_less_known())
def test_missing_facts_are_those_on_which_a_finding_hangs_and_no_others(pair: tuple[Application, Application]) -> None:
    more, less = pair

    assert laws.missing_facts_are_those_that_matter(less, more, LINE_A) == ()


@given(ANY)
def test_no_grant_exceeds_the_ceiling_of_the_union_or_of_the_call(application: Application) -> None:
    assert laws.no_grant_exceeds_its_ceiling(application, LINE_A, ceiling_of=ceiling_of, costs_of=costs_of) == ()


@given(ANY)
def test_a_decision_comes_back_from_json_unchanged(application: Application) -> None:
    assert laws.a_decision_comes_back_from_json(application, LINE_A) == ()


@given(ANY)
def test_reasons_hold_only_what_decided(application: Application) -> None:
    assert laws.reasons_hold_only_what_decided(application, LINE_A) == ()


@given(ANY)
def test_both_doors_agree(application: Application) -> None:
    assert laws.both_doors_agree(application, LINE_A) == ()
