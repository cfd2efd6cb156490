"""What admission hangs on in Line B: that every newcomer joins a cluster within the term."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from clusterpolicy.engines.ask import Answer, ask
from clusterpolicy.errors import NoLawThatDay
from clusterpolicy.language import Confidence
from clusterpolicy.model import Application
from clusterpolicy.model.admission import AdmittedApplication
from clusterpolicy.rules import piedmont
from clusterpolicy.testing.line_b import eligible_line_b_applications

EXAMPLE = Path(__file__).parents[3] / "examples" / "line_b" / "eligible.json"
NOTICE = date(2017, 7, 29)
LAST_DAY = date(2017, 9, 27)
"""60 days after the notice: two left of July, 31 of August, 27 of September."""


def joined(day: str | date | None, **more: Any) -> list[dict[str, Any]]:
    return [{"cluster": "POINTEX", "joined_on": None if day is None else str(day), "has_left": False, **more}]


IN_TIME = joined("2017-08-10")


def admitted(on: date, memberships: dict[str, Any], notified_on: date | None = NOTICE) -> AdmittedApplication:
    """The example, admitted; each enterprise has the memberships given, and those not named are members in time."""
    document = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    for partner in document["participations"]:
        partner["enterprise"]["memberships"] = memberships.get(partner["id"], IN_TIME)
    application = Application.model_validate_json(json.dumps(document))
    return AdmittedApplication(application=application, notified_on=notified_on, on=on)


def answer(on: date, notified_on: date | None = NOTICE, **memberships: Any) -> Answer:
    return piedmont.joined_in_time(admitted(on, memberships, notified_on))


def test_when_all_have_joined_admission_takes_effect() -> None:
    assert answer(date(2017, 8, 10)).value is True


def test_the_last_day_to_join_is_sixty_days_after_the_notice() -> None:
    question = admitted(NOTICE, {})
    assert ask(piedmont.JOINING, "last_day_to_join", question, on=NOTICE).value == LAST_DAY


@pytest.mark.parametrize(
    ("on", "value"),
    [(date(2017, 8, 10), None), (date(2017, 9, 26), None), (LAST_DAY, None), (date(2017, 9, 28), False)],
)
def test_while_the_term_runs_an_enterprise_that_has_not_joined_leaves_it_open_and_then_fails_it(
    on: date, value: bool | None
) -> None:
    assert answer(on, zeta=[]).value is value


@pytest.mark.parametrize(("day", "value"), [(date(2017, 9, 26), True), (LAST_DAY, True), (date(2017, 9, 28), False)])
def test_an_enterprise_may_join_on_the_last_day_and_not_on_the_next(day: date, value: bool) -> None:
    assert answer(date(2017, 12, 31), zeta=joined(day)).value is value


def test_a_membership_that_is_to_begin_has_not_begun() -> None:
    assert answer(date(2017, 9, 19), zeta=joined("2017-09-20")).value is None
    assert answer(date(2017, 9, 20), zeta=joined("2017-09-20")).value is True


def test_every_enterprise_must_join_and_one_that_has_not_is_named() -> None:
    for number, name in enumerate(("delta", "epsilon", "zeta")):
        failed = piedmont.joined_in_time(admitted(date(2017, 9, 28), {name: []}))
        assert failed.value is False
        assert f"application.participations[{number}]" in str(failed.reasons)


def test_joining_between_application_and_notice_is_early_and_counts() -> None:
    assert answer(date(2017, 9, 28), zeta=joined("2017-04-03")).value is True


@pytest.mark.parametrize(("left", "value"), [("2017-07-28", False), ("2017-07-29", True)])
def test_who_had_left_again_before_the_notice_has_not_joined(left: str, value: bool) -> None:
    entries = joined("2017-04-03", left_on=left, has_left=True)
    assert answer(date(2017, 9, 28), zeta=entries).value is value


def test_leaving_after_having_joined_is_another_question() -> None:
    for more in ({"left_on": "2017-09-01", "has_left": True}, {"has_left": None}):
        assert answer(date(2017, 9, 28), zeta=joined("2017-08-10", **more)).value is True


@pytest.mark.parametrize(("day", "value"), [(NOTICE, True), (NOTICE - timedelta(days=1), None)])
def test_who_joined_on_the_day_of_the_notice_cannot_have_left_before_it(day: date, value: bool | None) -> None:
    assert answer(date(2017, 9, 28), zeta=joined(day, has_left=None)).value is value


def test_joining_what_is_no_cluster_of_piedmont_is_not_joining() -> None:
    entries = joined("2017-08-10", cluster="Cluster of elsewhere (example)")
    assert answer(date(2017, 9, 28), zeta=entries).value is False


def test_memberships_that_nobody_knows_leave_it_open_even_after_the_term() -> None:
    late = answer(date(2017, 9, 28), zeta=None)
    assert late.value is None
    assert [each.path for each in late.missing] == ["application.participations[2].enterprise.memberships"]
    assert answer(date(2017, 9, 28), zeta=None, delta=[]).value is False


def test_without_a_notice_nothing_is_decided() -> None:
    assert answer(date(2017, 9, 28), notified_on=None).value is None
    assert answer(date(2017, 9, 28), notified_on=None, zeta=[]).value is None


def test_the_term_is_assumed_and_can_be_given_another_length() -> None:
    shorter = piedmont.joined_in_time(admitted(date(2017, 8, 29), {"zeta": []}), changes={"piedmont/joining/term": 30})
    assert shorter.value is False
    (figure,) = (each for each in shorter.figures if each.parameter == "piedmont/joining/term")
    assert figure.source.confidence is Confidence.ASSUMED


def test_before_there_was_a_line_b_nobody_can_ask() -> None:
    with pytest.raises(NoLawThatDay):
        answer(date(2016, 12, 27), notified_on=None)


def test_an_admitted_application_is_read_from_json_and_back_unchanged() -> None:
    question = admitted(NOTICE, {})
    assert AdmittedApplication.model_validate_json(question.model_dump_json()) == question
    with pytest.raises(ValidationError):
        AdmittedApplication.model_validate_json('{"notified_on": "2017-07-29"}')


@given(eligible_line_b_applications(), st.integers(-2, 70), st.integers(0, 3))
def test_time_that_passes_settles_what_was_open_and_nothing_else(
    application: Application, passed: int, later: int
) -> None:
    first, then = (
        piedmont.joined_in_time(AdmittedApplication(application=application, notified_on=NOTICE, on=day)).value
        for day in (NOTICE + timedelta(days=passed), NOTICE + timedelta(days=passed + later))
    )
    assert first is None or first is then
