"""What is handed to an engine, and what travels to another process."""

import pickle
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from clusterpolicy import Application, InputError, assess, decide
from clusterpolicy.rules import piedmont

EXAMPLE = Path(__file__).parents[2] / "examples" / "line_a" / "five-failures.json"
APPLICATION = Application.model_validate_json(EXAMPLE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("ask", [assess, decide])
@pytest.mark.parametrize("handed_in", [None, "text", APPLICATION.project])
def test_what_is_no_application_is_refused_with_what_to_hand_in(ask: Any, handed_in: object) -> None:
    with pytest.raises(InputError, match="`piedmont/line-a` decides on Application, not on"):
        ask(handed_in, piedmont.LINE_A)


@pytest.mark.parametrize("ask", [assess, decide])
@pytest.mark.parametrize("day", ["2017-07-29", datetime(2017, 7, 29), 2017])
def test_what_is_no_day_is_refused_with_how_to_write_one(ask: Any, day: object) -> None:
    with pytest.raises(InputError, match="is not a day"):
        ask(APPLICATION, piedmont.LINE_A, granted_on=day)


def test_a_decision_and_a_verdict_are_the_same_after_a_journey_to_another_process() -> None:
    decision = assess(APPLICATION, piedmont.LINE_A)
    assert pickle.loads(pickle.dumps(decision)) == decision  # noqa: S301  # our own bytes
    verdict = decide(APPLICATION, piedmont.LINE_A)
    assert pickle.loads(pickle.dumps(verdict)).failed == verdict.failed  # noqa: S301  # our own bytes


def test_rules_decide_alike_after_a_journey_to_another_process() -> None:
    rules = pickle.loads(pickle.dumps(piedmont.LINE_A))  # noqa: S301  # our own bytes
    assert assess(APPLICATION, rules) == assess(APPLICATION, piedmont.LINE_A)
    assert assess(APPLICATION, rules, granted_on=date(2017, 7, 1)).seal.law_of == date(2017, 7, 1)
