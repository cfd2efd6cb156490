"""Each line decides every worked case as its file says."""

from pathlib import Path

import pytest

from clusterpolicy.rules import piedmont
from clusterpolicy.testing.cases import Case, differences, read_cases

CASES = read_cases(Path(__file__).parent / "cases")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_line_a_decides_a_worked_case_as_an_official_worked_it_out(case: Case) -> None:
    assert differences(case, piedmont.LINE_A) == ()


CASES_OF_LINE_B = read_cases(Path(__file__).parent / "cases_line_b")


@pytest.mark.parametrize("case", CASES_OF_LINE_B, ids=str)
def test_line_b_decides_a_worked_case_as_an_official_worked_it_out(case: Case) -> None:
    assert differences(case, piedmont.LINE_B) == ()
