"""Line A as a whole: what it asks, what it shares, and how far the worked cases reach."""

import re
from datetime import date
from pathlib import Path

import pytest

from clusterpolicy import Application, assess
from clusterpolicy.model import Cluster
from clusterpolicy.rules import piedmont
from clusterpolicy.testing.cases import read_cases

EXAMPLE = Path(__file__).parents[3] / "examples" / "line_a" / "eligible.json"
CASES = read_cases(Path(__file__).parent / "cases")
CODES = [requirement.code for requirement in piedmont.LINE_A.requirements]
NEVER_FAILS = {"valle-d-aosta"}
"""What another region pays, on terms that are not known, can only be left open."""


def test_aid_is_expected_to_be_granted_on_the_day_the_press_reported_it() -> None:
    application = Application.model_validate_json(EXAMPLE.read_text(encoding="utf-8"))
    seal = assess(application, piedmont.LINE_A).seal
    assert (seal.law_of, seal.law_of_is) == (date(2017, 7, 29), "expected")


def test_the_clusters_are_valid_entries_with_the_themes_of_the_call() -> None:
    for cluster in piedmont.CLUSTERS:
        assert Cluster.model_validate(cluster.model_dump()) == cluster
        assert cluster.themes


def test_line_a_asks_its_questions_in_the_order_of_the_procedure() -> None:
    assert CODES == [
        "application-window",
        "cluster-member",
        "two-years-old",
        "no-insolvency",
        "no-unpaid-recovery-or-revocation-order",
        "not-in-difficulty",
        "difficulty-declared-as-found",
        "size-declared-as-found",
        "site-in-piedmont",
        "cost-outside-piedmont",
        "valle-d-aosta",
        "activity-code-admitted",
        "no-registered-farm",
        "large-enterprise-with-sme",
        "number-of-partners",
        "grouping-form",
        "trl-at-start",
        "trl-at-end",
        "production-excluded",
        "activities-admitted",
        "s3-area",
        "agenda-theme",
        "research-prevails",
        "duration",
        "minimum-cost",
        "overheads-limit",
        "research-orders",
        "works-not-started",
        "end-user-limit",
    ]


@pytest.mark.parametrize("code", [code for code in CODES if code not in NEVER_FAILS])
def test_a_worked_case_shows_the_requirement_failing_alone(code: str) -> None:
    assert any(case.expect.failed == (code,) and not case.expect.undetermined for case in CASES)


@pytest.mark.parametrize("code", [code for code in CODES if code != "number-of-partners"])
def test_a_worked_case_shows_the_requirement_left_open(code: str) -> None:
    # how many partners there are is always known
    assert any(code in case.expect.undetermined for case in CASES)


def test_every_cluster_has_the_themes_and_the_code_that_the_rules_use() -> None:
    figures = piedmont.LINE_A.figures_on(date(2017, 7, 29))
    assert figures["piedmont/clusters"] == tuple(cluster.code for cluster in piedmont.CLUSTERS)
    assert figures["piedmont/agenda_themes"] == {cluster.code: cluster.themes for cluster in piedmont.CLUSTERS}


def modules_below(*names: str) -> set[str]:
    """The modules of Piedmont that these import, and that those import."""
    found = set(names)
    waiting = list(names)
    while waiting:
        text = (Path(piedmont.__file__).parent / f"{waiting.pop()}.py").read_text(encoding="utf-8")
        new = set(re.findall(r"from clusterpolicy\.rules\.piedmont\.(\w+) import", text)) - found
        found |= new
        waiting += new
    return found - set(names)


def test_what_the_lines_are_made_of_knows_of_no_line() -> None:
    shared = modules_below("line_a", "line_b")
    assert {"shared", "membership", "enterprises", "costs"} <= shared
    for name in shared:
        text = (Path(piedmont.__file__).parent / f"{name}.py").read_text(encoding="utf-8")
        assert "line_a" not in text, name
        assert "line_b" not in text, name


def test_neither_line_knows_the_other() -> None:
    assert "line_b" not in modules_below("line_a")
    assert "line_a" not in modules_below("line_b")


def test_the_common_law_knows_of_no_region() -> None:
    common = Path(piedmont.__file__).parent.parent / "eu"
    for file in common.glob("*.*"):
        assert "piedmont" not in file.read_text(encoding="utf-8").lower(), file
