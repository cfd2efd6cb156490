"""Open words of the law: each reading is a parameter, with its default, and can be changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clusterpolicy.errors import InputError, NoLawThatDay, RuleError
from clusterpolicy.language import Confidence, Parameter, Value
from clusterpolicy.model import Size
from clusterpolicy.rules.eu import sme_status
from clusterpolicy.rules.eu.ownership import limits, status_after
from tests.rules.eu.ownership.drawn import ON, Data, figures, firm, graph, holds, party

MICRO, SMALL, MEDIUM, LARGE = Size

NOT_STATED = {
    "eu/ownership/joint_percentage",
    "eu/ownership/indirect_public_control",
    "eu/ownership/adjacency_carries_on",
    "eu/ownership/change_of_ownership_at_once",
    "eu/ownership/class_by_class",
}


def staff_and_size(*parts: Data, changes: dict[str, bool], **more: object) -> tuple[object, Size | None]:
    changed = {f"eu/ownership/{name}": value for name, value in changes.items()}
    status = sme_status(graph(*parts, **more), "A", on=ON, changes=changed)
    others = {name for name, value in changed.items() if value != limits.parameter(name.rpartition("/")[2]).on(ON)}
    assert {each.parameter for each in status.readings if each.changed} == others
    return status.headcount.value, status.category


def test_the_readings_that_no_source_states_are_marked_and_no_others() -> None:
    marked = {each.name for each in limits if each.source.confidence is not Confidence.STATED}

    assert marked == NOT_STATED


@pytest.mark.parametrize("parameter", list(limits), ids=lambda each: each.name)
def test_a_parameter_is_known_while_the_regulation_is_in_force_and_on_no_other_day(parameter: Parameter) -> None:
    assert parameter.on(date(2014, 7, 1)) == parameter.on(date(2026, 12, 31))
    for day in (date(2014, 6, 30), date(2027, 1, 1)):
        with pytest.raises(NoLawThatDay):
            parameter.on(day)


@pytest.mark.parametrize(("joint", "staff"), [(True, 19), (False, 1)])
def test_linked_holders_count_jointly_or_each_by_itself(joint: bool, staff: int) -> None:
    parts = [
        firm("A", 1),
        firm("X", 40),
        firm("Y", 20),
        holds("X", "Y", "1"),
        holds("X", "A", "0.2"),
        holds("Y", "A", "0.1"),
    ]

    assert staff_and_size(*parts, changes={"joint_percentage": joint})[0] == staff


def test_taken_by_itself_the_greatest_holding_counts() -> None:
    parts = [firm("A", 0), firm("X", 40), firm("Y", 60), holds("X", "Y", "1"), holds("X", "A", "0.3")]
    parts.append(holds("Y", "A", "0.15"))

    assert staff_and_size(*parts, changes={"joint_percentage": False})[0] == 30
    assert staff_and_size(*parts, changes={"joint_percentage": True})[0] == 45


@pytest.mark.parametrize(("indirect", "size"), [(True, LARGE), (False, SMALL)])
def test_public_control_reaches_through_an_entity_or_not(indirect: bool, size: Size) -> None:
    parts = [firm("A", 12), firm("I", 1), party("S", "public_body"), holds("S", "I", "0.6"), holds("I", "A", "0.3")]

    assert staff_and_size(*parts, changes={"indirect_public_control": indirect})[1] is size


@pytest.mark.parametrize(
    ("market", "changes", "staff"),
    [
        ("engines", {}, 30),
        ("engines", {"adjacent_markets_link": False}, 10),
        ("cars", {}, 10),
        ("cars", {"adjacency_carries_on": True}, 30),
        ("gears", {"adjacent_markets_link": False}, 30),
    ],
)
def test_how_far_a_link_through_persons_reaches(market: str, changes: dict[str, bool], staff: int) -> None:
    parts = [
        firm("A", 10, markets=["gears"]),
        firm("B", 20, markets=[market]),
        party("P", "natural_person"),
        holds("P", "A", "1"),
        holds("P", "B", "1"),
    ]
    pairs = [{"first": "gears", "second": "engines"}, {"first": "engines", "second": "cars"}]

    assert staff_and_size(*parts, changes=changes, adjacent_markets=pairs)[0] == staff


@pytest.mark.parametrize(("at_once", "size"), [(True, LARGE), (False, SMALL)])
def test_a_change_of_ownership_takes_effect_at_once_or_after_two_periods(at_once: bool, size: Size) -> None:
    accounts = [figures(20, 1, 1, 2014), figures(300, 1, 1, 2015)]
    enterprise = firm("A", accounts=accounts, ownership_changed_on="2016-01-01")

    assert staff_and_size(enterprise, changes={"change_of_ownership_at_once": at_once})[1] is size


@pytest.mark.parametrize(("class_by_class", "size"), [(True, MEDIUM), (False, LARGE)])
def test_each_ceiling_is_crossed_by_itself_or_all_at_once(class_by_class: bool, size: Size) -> None:
    accounts = [figures(staff, 1, 1, 2013 + number) for number, staff in enumerate((20, 100, 300))]

    assert staff_and_size(firm("A", accounts=accounts), changes={"class_by_class": class_by_class})[1] is size
    assert status_after([SMALL, MEDIUM, LARGE], class_by_class=class_by_class) is size
    assert status_after([LARGE, SMALL, MICRO], class_by_class=class_by_class) is (SMALL if class_by_class else MICRO)


def test_a_threshold_and_a_ceiling_can_be_changed_too() -> None:
    ownership = graph(firm("A", 9), firm("B", 100), holds("B", "A", "0.2"))

    def staff(changes: dict[str, Value]) -> object:
        return sme_status(ownership, "A", on=ON, changes=changes).headcount.value

    assert staff({}) == 9
    assert staff({"eu/ownership/partner_share": Decimal("0.2")}) == 29
    lower = sme_status(ownership, "A", on=ON, changes={"eu/sme/micro_headcount": Decimal(9)})
    assert lower.category is SMALL


def test_a_change_that_fits_no_parameter_is_refused_with_all_that_is_wrong() -> None:
    changes: dict[str, Value] = {"eu/ownership/joint_percentag": True, "eu/ownership/partner_share": "a quarter"}

    with pytest.raises(RuleError) as refused:
        sme_status(graph(firm("A")), "A", on=ON, changes=changes)

    assert len(refused.value.problems) == 2
    assert "write `eu/ownership/joint_percentage`" in str(refused.value)


@pytest.mark.parametrize("day", [date(2014, 6, 30), date(2027, 1, 1)])
def test_outside_the_days_of_the_regulation_there_is_no_answer(day: date) -> None:
    with pytest.raises(NoLawThatDay):
        sme_status(graph(firm("A")), "A", on=day)


def test_only_enterprises_of_the_graph_have_a_size() -> None:
    ownership = graph(firm("alfa"), party("P", "natural_person"))

    with pytest.raises(InputError, match="write `alfa`"):
        sme_status(ownership, "alpha", on=ON)
    with pytest.raises(InputError, match="no enterprise and has no size"):
        sme_status(ownership, "P", on=ON)


def test_a_change_of_ownership_after_the_day_is_refused() -> None:
    with pytest.raises(InputError, match="after 2016-11-24"):
        sme_status(graph(firm("A", ownership_changed_on="2016-11-25")), "A", on=ON)
