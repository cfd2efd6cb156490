"""Line B at the prompt: found by its name, listed, and used to decide the examples."""

from __future__ import annotations

import pytest

from clusterpolicy import assess, read_application
from clusterpolicy.rules import piedmont
from tests.cli.conftest import ROOT, Run

EXAMPLES = ROOT / "examples" / "line_b"
STATUSES = {"eligible": 0, "three-failures": 1, "undetermined": 2}


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_an_application_to_line_b_is_decided_by_its_own_rules(here: Run, name: str, status: int) -> None:
    file = EXAMPLES / f"{name}.json"
    answer = here("assess", str(file), "--call", "piedmont/line-b")

    assert (answer.status, answer.err) == (status, "")
    assert answer.out == assess(read_application(file.read_bytes()), piedmont.LINE_B).report() + "\n"


def test_an_application_to_line_b_is_not_decided_by_the_rules_of_line_a(here: Run) -> None:
    answer = here("assess", str(EXAMPLES / "eligible.json"), "--call", "piedmont/line-a")

    assert answer.codes == ["call-mismatch"]


def test_both_lines_are_listed(here: Run) -> None:
    answer = here("calls")

    assert answer.status == 0
    assert "piedmont/line-a" in answer.out
    assert "piedmont/line-b" in answer.out


def test_the_rulebook_of_line_b_is_read_aloud(here: Run) -> None:
    answer = here("rulebook", "piedmont/line-b")

    assert answer.status == 0
    assert "never-cluster-member" in answer.out
