"""Aid has an incentive effect if the application came first, held what it must, and shows what it must show."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clusterpolicy.engines.ask import ask
from clusterpolicy.language import Inquiry, facts_of
from clusterpolicy.model.aid import AidApplication, CommitmentKind
from clusterpolicy.rules.eu import has_incentive_effect
from clusterpolicy.rules.eu.minimum_content import minimum_content

APPLIED = date(2016, 12, 10)
CONTENT = ("names_undertaking_and_size", "describes_project_with_dates", "states_location", "lists_costs", "states_aid")
HARMLESS = {CommitmentKind.PURCHASE_OF_LAND, CommitmentKind.PERMIT, CommitmentKind.FEASIBILITY_STUDY}


def step(kind: CommitmentKind | None, made_on: date | None, after: bool | None = None) -> dict[str, Any]:
    return {"kind": kind, "made_on": made_on, "after_application": after}


def effect(*steps: dict[str, Any], changes: dict[str, Any] | None = None, **facts: Any) -> bool | None:
    complete: dict[str, Any] = dict.fromkeys(CONTENT, True)
    given = {"submitted_on": APPLIED, "size": "small", "commitments": steps, **complete, **facts}
    application = AidApplication.model_validate(given)
    value: bool | None = has_incentive_effect(application, on=date(2017, 7, 29), changes=changes).value
    return value


def test_an_order_of_the_day_before_the_application_costs_the_whole_project_the_exemption() -> None:
    assert effect(step(CommitmentKind.ORDER_OF_EQUIPMENT, date(2016, 12, 9))) is False
    assert effect(step(CommitmentKind.ORDER_OF_EQUIPMENT, date(2016, 12, 11))) is True


@pytest.mark.parametrize("kind", CommitmentKind)
def test_land_permits_and_studies_start_nothing_and_all_else_does(kind: CommitmentKind) -> None:
    assert effect(step(kind, date(2016, 11, 1))) is (kind in HARMLESS)


def test_on_the_day_of_application_the_sequence_must_be_proved() -> None:
    order = CommitmentKind.ORDER_OF_EQUIPMENT
    assert effect(step(order, APPLIED)) is None
    assert effect(step(order, APPLIED, True)) is True
    assert effect(step(order, APPLIED, False)) is False


def test_whether_the_day_of_application_needs_proof_is_a_switch() -> None:
    lenient = {"eu/incentive_effect/same_day_needs_proof": False}
    assert effect(step(CommitmentKind.CONSTRUCTION, APPLIED), changes=lenient) is True
    assert effect(step(CommitmentKind.CONSTRUCTION, date(2016, 12, 9), True), changes=lenient) is False


def test_proof_of_the_sequence_does_not_help_a_step_of_the_day_before() -> None:
    assert effect(step(CommitmentKind.CONSTRUCTION, date(2016, 12, 9), True)) is False


def test_steps_that_are_not_known_leave_the_effect_open() -> None:
    assert effect(step(None, date(2016, 12, 9))) is None
    assert effect(step(CommitmentKind.CONSTRUCTION, None)) is None
    assert effect(commitments=None) is None
    assert effect() is True


@pytest.mark.parametrize("part", CONTENT)
def test_an_application_that_lacks_a_part_has_no_effect(part: str) -> None:
    lacking: dict[str, Any] = {part: False}
    open_: dict[str, Any] = {part: None}
    assert effect(**lacking) is False
    assert effect(**open_) is None


APPLICATION = facts_of(AidApplication)
REQUIREMENT = minimum_content(
    undertaking=APPLICATION.names_undertaking_and_size,
    description=APPLICATION.describes_project_with_dates,
    location=APPLICATION.states_location,
    costs=APPLICATION.lists_costs,
    aid=APPLICATION.states_aid,
)
CALL = Inquiry(
    name="test/minimum-content",
    version="1",
    title="A call of a country that does not exist",
    root=AidApplication,
    time_zone="Europe/Brussels",
    source=REQUIREMENT.sources[0],
    in_force_from=date(2014, 7, 1),
    answers={REQUIREMENT.code: REQUIREMENT.holds_if},
)


@pytest.mark.parametrize("part", CONTENT)
def test_a_call_can_require_each_part_of_an_application(part: str) -> None:
    def holds(value: bool | None) -> object:
        facts = AidApplication.model_validate({**dict.fromkeys(CONTENT, True), part: value})
        return ask(CALL, "application-holds-minimum-content", facts, on=date(2017, 7, 29)).value

    assert [holds(value) for value in (True, False, None)] == [True, False, None]
    assert "Art. 6(2)" in str(REQUIREMENT.sources[0])


@pytest.mark.parametrize(
    ("ad_hoc", "size", "documented", "expected"),
    [
        (True, "large", False, False),
        (True, "large", None, None),
        (True, "large", True, True),
        (True, "medium", False, True),
        (False, "large", False, True),
        (True, None, False, None),
    ],
)
def test_only_ad_hoc_aid_to_large_enterprises_needs_documents(
    ad_hoc: bool, size: str | None, documented: bool | None, expected: bool | None
) -> None:
    assert effect(ad_hoc=ad_hoc, size=size, effect_documented=documented) is expected
