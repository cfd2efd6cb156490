"""How much aid may be paid beside research projects: to clusters, for innovation of SMEs, for new processes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clusterpolicy.errors import InputError, NoLawThatDay
from clusterpolicy.model import Size
from clusterpolicy.model.innovation_aid import ClusterAid, ProcessInnovationAid, SmeInnovationAid
from clusterpolicy.rules.eu import highest_cluster_aid, highest_process_innovation_aid, highest_sme_innovation_aid

D = Decimal
OLD, NEW = date(2023, 6, 30), date(2023, 7, 1)
R1 = date(2017, 7, 29)


def cluster(day: date = R1, **facts: Any) -> Decimal | None:
    given = {"granted_on": day, "is_owner": False, "is_operator": True, "operating_aid_since": day, **facts}
    value: Decimal | None = highest_cluster_aid(ClusterAid.model_validate(given)).value
    return value


def advice(cost: str | None, day: date = R1, size: str | None = "small", **facts: Any) -> Decimal | None:
    given = {"granted_on": day, "size": size, "advice": cost, **facts}
    value: Decimal | None = highest_sme_innovation_aid(SmeInnovationAid.model_validate(given)).value
    return value


def process(size: str | None, cost: str = "100000", **facts: Any) -> Decimal | None:
    given = {"granted_on": R1, "size": size, "cost": cost, **facts}
    value: Decimal | None = highest_process_innovation_aid(ProcessInnovationAid.model_validate(given)).value
    return value


# ── Art. 27 ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_investment_is_aided_by_half_and_by_more_in_assisted_areas() -> None:
    assert cluster(investment="1000000") == D("500000.00")
    assert cluster(investment="1000000", in_area_c=True) == D("550000.00")
    assert cluster(investment="1000000", in_area_a=True) == D("650000.00")
    assert cluster(investment="1000000", in_area_a=True, in_area_c=True) == D("650000.00")


def test_operation_is_aided_by_half_whatever_the_area() -> None:
    assert cluster(operating="300000") == cluster(operating="300000", in_area_a=True) == D("150000.00")


def test_operating_aid_ends_on_the_tenth_anniversary_of_the_first() -> None:
    since = date(2014, 7, 2)
    assert cluster(date(2024, 7, 1), operating="300000", operating_aid_since=since) == D("150000.00")
    assert cluster(date(2024, 7, 2), operating="300000", operating_aid_since=since) == 0
    assert cluster(operating="300000", operating_aid_since=None) is None


def test_until_2023_all_aid_goes_to_the_operator_and_then_investment_aid_to_the_owner() -> None:
    owner, operator = {"is_owner": True, "is_operator": False}, {"is_owner": False, "is_operator": True}
    assert [cluster(day, investment="100", **owner) for day in (OLD, NEW)] == [0, 50]
    assert [cluster(day, investment="100", **operator) for day in (OLD, NEW)] == [50, 0]
    assert [cluster(day, operating="100", **owner) for day in (OLD, NEW)] == [0, 0]
    assert [cluster(day, operating="100", **operator) for day in (OLD, NEW)] == [50, 50]
    assert cluster(NEW, investment="100", is_owner=None) is None


def test_the_split_of_owner_and_operator_is_a_switch() -> None:
    given = ClusterAid(granted_on=NEW, is_operator=True, investment=D(100))
    one_for_all = {"eu/innovation/investment_aid_to_owner": False}
    assert highest_cluster_aid(given, changes=one_for_all).value == 50
    assert highest_cluster_aid(given, scheme_not_adapted=True).value == 50


# ── Art. 28 ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("cost", "aid"),
    [
        ("180000", "180000"),
        ("200000.01", "200000"),
        ("220000", "200000"),
        ("400000.02", "200000.01"),
        ("500000", "250000"),
    ],
)
def test_advice_is_paid_in_full_up_to_an_amount_and_else_by_half(cost: str, aid: str) -> None:
    assert advice(cost) == D(aid)


def test_the_amount_is_higher_from_july_2023() -> None:
    assert (advice("250000", OLD), advice("250000", NEW)) == (D(200_000), D(220_000))


def test_earlier_aid_for_advice_takes_from_the_amount_and_never_from_the_half() -> None:
    assert advice("100000", earlier_advice_aid="150000") == 50_000
    assert advice("60000", earlier_advice_aid="150000") == 50_000
    assert advice("60000", earlier_advice_aid="900000") == 30_000


def test_patents_and_seconded_staff_are_aided_by_half_and_large_enterprises_not_at_all() -> None:
    assert advice("100", patents_and_staff="100") == 150
    assert advice("100", size="medium") == advice("100", size="micro") == 100
    assert advice("100", size="large") == 0
    assert advice("100", size=None) is None
    assert advice(None, size="large") == 0


# ── Art. 29 ──────────────────────────────────────────────────────────────────────────────────────────────────────────

BESIDE_SMES: dict[str, Any] = {"effective": True, "cost_of_smes": "30000", "whole_cost": "100000"}


def test_smes_get_half_of_the_cost_of_a_new_process() -> None:
    assert process("micro") == process("small") == process("medium") == D("50000.00")


def test_a_large_enterprise_needs_smes_that_bear_exactly_30_percent_or_more() -> None:
    assert process("large", **BESIDE_SMES) == D("15000.00")
    assert process("large", **{**BESIDE_SMES, "cost_of_smes": "29999.99"}) == 0
    assert process("large", **{**BESIDE_SMES, "effective": False}) == 0
    assert process("large", **{**BESIDE_SMES, "effective": None}) is None


def test_a_project_without_cost_is_borne_by_no_sme() -> None:
    assert process("large", effective=True, cost_of_smes="0", whole_cost="0") == 0


def test_what_smes_bear_matters_to_large_enterprises_only() -> None:
    assert process("small", effective=None) == D("50000.00")
    assert process("large") is None


# ── All ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_aid_is_rounded_down_to_the_cent_once() -> None:
    assert advice("0.01", patents_and_staff="0.01") == D("0.01")
    assert process("small", "0.03") == D("0.01")
    assert cluster(investment="0.01", operating="0.01") == cluster(investment="0.03") == D("0.01")


@pytest.mark.parametrize("day", [date(2014, 6, 30), date(2027, 1, 1)])
def test_outside_the_known_days_there_is_no_aid_to_tell(day: date) -> None:
    with pytest.raises(NoLawThatDay):
        cluster(day, investment="1")
    with pytest.raises(NoLawThatDay):
        advice("1", day)
    with pytest.raises(NoLawThatDay):
        highest_process_innovation_aid(ProcessInnovationAid(granted_on=day, size=Size.SMALL, cost=D(1)))


@pytest.mark.parametrize("ask", [highest_cluster_aid, highest_sme_innovation_aid, highest_process_innovation_aid])
def test_what_is_no_aid_is_refused(ask: Any) -> None:
    with pytest.raises(InputError) as caught:
        ask(None, scheme_not_adapted="yes", changes=3)
    assert [each.place for each in caught.value.problems] == ["scheme_not_adapted", "changes", "aid"]
