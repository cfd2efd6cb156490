"""Line B as a whole: what it asks, what it has in common with Line A, and how far the worked cases reach."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

from clusterpolicy import Application, assess, decide
from clusterpolicy.engines.text.rulebook import rulebook
from clusterpolicy.language import Stage
from clusterpolicy.rules import piedmont
from clusterpolicy.rules.piedmont.shared import SHARED_REQUIREMENTS
from clusterpolicy.testing.cases import read_cases
from clusterpolicy.testing.line_b import eligible_line_b_applications, line_b_applications
from clusterpolicy.testing.strategies import applications

EXAMPLE = Path(__file__).parents[3] / "examples" / "line_b" / "eligible.json"
CASES = read_cases(Path(__file__).parent / "cases_line_b")
SHARED = {requirement.code for requirement in SHARED_REQUIREMENTS}
OWN = ["application-window", "manager-attestation", "never-cluster-member", "commitment-to-join"]


def test_line_b_asks_its_own_questions_first_and_then_those_of_line_a_in_the_same_order() -> None:
    codes_of_a = [each.code for each in piedmont.LINE_A.requirements]
    assert [each.code for each in piedmont.LINE_B.requirements] == OWN + codes_of_a[2:]
    assert codes_of_a[:2] == ["application-window", "cluster-member"]


def test_what_both_lines_ask_stands_once() -> None:
    line_a = {each.code: each for each in piedmont.LINE_A.requirements}
    line_b = {each.code: each for each in piedmont.LINE_B.requirements}
    assert {code for code in line_a if line_a[code] is line_b.get(code)} == SHARED
    assert piedmont.LINE_A.grant is piedmont.LINE_B.grant
    assert piedmont.LINE_A.cost is piedmont.LINE_B.cost
    assert piedmont.LINE_A.beneficiaries is piedmont.LINE_B.beneficiaries


def test_without_the_attestation_an_application_is_not_even_received() -> None:
    stages = {each.code: each.stage for each in piedmont.LINE_B.requirements}
    assert [code for code, stage in stages.items() if stage is Stage.RECEIVABILITY] == OWN[:2]


@pytest.mark.parametrize("code", OWN)
def test_a_worked_case_shows_the_requirement_of_line_b_failing_alone(code: str) -> None:
    assert any(case.expect.failed == (code,) and not case.expect.undetermined for case in CASES)


@pytest.mark.parametrize("code", OWN)
def test_a_worked_case_shows_the_requirement_of_line_b_left_open(code: str) -> None:
    assert any(code in case.expect.undetermined for case in CASES)


def test_aid_is_expected_to_be_granted_on_the_day_the_press_reported_it() -> None:
    application = Application.model_validate_json(EXAMPLE.read_text(encoding="utf-8"))
    seal = assess(application, piedmont.LINE_B).seal
    assert (seal.law_of, seal.law_of_is) == (date(2017, 7, 29), "expected")


def test_the_rulebook_of_line_b_reads_every_requirement_aloud() -> None:
    text = rulebook(piedmont.LINE_B)
    for requirement in piedmont.LINE_B.requirements:
        assert requirement.code in text
        assert requirement.asks in text
    assert "1 February 2017" in text


# ── Any application ──────────────────────────────────────────────────────────────────────────────────────────────────


@given(eligible_line_b_applications())
def test_an_eligible_application_of_newcomers_is_eligible_to_line_b_and_not_to_line_a(application: Application) -> None:
    assert decide(application, piedmont.LINE_B).outcome == "eligible"
    assert "cluster-member" in decide(application, piedmont.LINE_A).failed


@given(line_b_applications(known=False) | applications(known=False))
def test_the_lines_agree_on_everything_but_the_window_and_membership(application: Application) -> None:
    line_a, line_b = assess(application, piedmont.LINE_A), assess(application, piedmont.LINE_B)
    for code in SHARED:
        assert line_a.finding(code) == line_b.finding(code)
    assert line_a.cost == line_b.cost
    assert line_a.grant_if_eligible == line_b.grant_if_eligible
    assert line_a.beneficiaries == line_b.beneficiaries


@given(line_b_applications(known=False) | applications(known=False))
def test_no_application_satisfies_the_membership_of_both_lines(application: Application) -> None:
    member = assess(application, piedmont.LINE_A).finding("cluster-member").status
    newcomer = assess(application, piedmont.LINE_B).finding("never-cluster-member").status
    assert (member, newcomer) != ("satisfied", "satisfied")


def test_the_strategy_for_line_b_finds_every_outcome_and_every_requirement_of_its_own() -> None:
    outcomes: Counter[str] = Counter()
    failed: Counter[str] = Counter()

    @settings(max_examples=300, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(line_b_applications(known=False))
    def collect(application: Application) -> None:
        verdict = decide(application, piedmont.LINE_B)
        outcomes[verdict.outcome] += 1
        failed.update(verdict.failed)

    collect()

    assert set(outcomes) == {"eligible", "not eligible", "undetermined"}
    assert set(OWN) <= set(failed)
