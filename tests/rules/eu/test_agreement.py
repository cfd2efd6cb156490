"""The rules, and a naive reckoning by hand that was written from the law, give the same answers."""

from __future__ import annotations

import pytest

from tests.rules.eu.agreement import QUESTIONS, case

CASES = 300


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_rules_agree_with_a_naive_reckoning_in_every_case(question: str) -> None:
    apart = {number: pair for number in range(CASES) if (pair := case(question, number))[0] != pair[1]}
    assert apart == {}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_cases_are_not_all_alike(question: str) -> None:
    assert len({repr(case(question, number)[1]) for number in range(CASES)}) >= 3
