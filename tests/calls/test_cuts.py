"""What a cut of costs may and may not do."""

from __future__ import annotations

from decimal import Decimal

import pytest

from clusterpolicy import Cut, InputError
from clusterpolicy.calls.cuts import cut_application
from clusterpolicy.model import EligibleCosts, ResearchOrder
from tests.calls.portfolios import application

BEFORE = application(0)
NOTHING = EligibleCosts()


def refused(cut: Cut) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        cut_application(BEFORE, cut)
    return [(each.code, each.place) for each in caught.value.problems]


def test_who_is_not_cut_keeps_the_costs() -> None:
    after = cut_application(BEFORE, Cut("A-00", {"alfa": NOTHING}))
    assert after.participations[0].costs == NOTHING
    assert after.participations[1:] == BEFORE.participations[1:]
    assert after.research_orders == BEFORE.research_orders


def test_every_fault_of_a_cut_is_named_at_once() -> None:
    alfa = BEFORE.participations[0].costs
    assert alfa is not None
    research = alfa.industrial_research
    assert research.personnel is not None
    raised = research.model_copy(update={"personnel": research.personnel + Decimal("0.01"), "materials": None})
    costs = {"alfa": alfa.model_copy(update={"industrial_research": raised}), "alfe": NOTHING}
    assert refused(Cut("A-00", costs, end_users={"nobody": NOTHING})) == [
        ("input-invalid", 'cut of A-00: costs["alfa"].industrial_research.personnel'),
        ("input-invalid", 'cut of A-00: costs["alfa"].industrial_research.materials'),
        ("reference-unknown", "cut of A-00: costs"),
        ("reference-unknown", "cut of A-00: end_users"),
    ]


def test_costs_as_they_are_are_no_rise() -> None:
    assert cut_application(
        BEFORE, Cut("A-00", {each.id: each.costs for each in BEFORE.participations if each.costs})
    ) == (BEFORE)


def test_a_cut_may_find_out_what_was_not_known() -> None:
    unknown = BEFORE.participations[0].model_copy(update={"costs": None})
    before = BEFORE.model_copy(update={"participations": (unknown, *BEFORE.participations[1:])})
    costs = EligibleCosts.model_validate({"industrial_research": {"personnel": "5000"}})
    assert cut_application(before, Cut("A-00", {"alfa": costs})).participations[0].costs == costs


def test_a_cut_of_nothing_is_refused() -> None:
    assert refused(Cut("A-00")) == [("input-invalid", "cut of A-00")]


def test_orders_of_nobody_are_refused_with_their_place() -> None:
    order = ResearchOrder.model_validate({"provider": {"name": "University"}, "buyer": "omega", "amount": "1.00"})
    assert refused(Cut("A-00", research_orders=[order])) == [
        ("reference-unknown", "cut of A-00: research_orders[0].buyer")
    ]
