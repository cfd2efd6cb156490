"""The rules, and a naive reckoning by hand that was written from the law, give the same answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.eu.agreement import QUESTIONS, case

CASES = 300
NAIVE = sorted(Path(__file__).parent.rglob("naive*.py"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_rules_agree_with_a_naive_reckoning_in_every_case(question: str) -> None:
    apart = {number: pair for number in range(CASES) if (pair := case(question, number))[0] != pair[1]}
    assert apart == {}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_cases_are_not_all_alike(question: str) -> None:
    assert len({repr(case(question, number)[1]) for number in range(CASES)}) >= 3


@pytest.mark.parametrize("module", NAIVE, ids=lambda module: module.name)
def test_a_naive_reckoning_knows_no_rule_no_figure_and_no_engine(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert [word for word in ("clusterpolicy.rules", "clusterpolicy.engines", ".toml") if word in text] == []


def test_there_is_a_naive_reckoning_of_every_part_of_the_law() -> None:
    assert len(NAIVE) == 7
