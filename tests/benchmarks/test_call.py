"""The benchmark of a whole call measures what it says, on a portfolio that is worth measuring."""

from __future__ import annotations

import json

import pytest

from benchmarks import call
from benchmarks.competition import applications, marks
from clusterpolicy import run_call
from clusterpolicy.rules.piedmont import LINE_A

CRITERIA = [(criterion.code, 5) for criterion in LINE_A.merit.grid.marked]


def test_json_is_one_object_with_the_seconds_and_their_parts(capsys: pytest.CaptureFixture[str]) -> None:
    call.main(["--json", "--applications", "20", "--rounds", "1"])
    figures = json.loads(capsys.readouterr().out)
    parts = ["marks_seconds", "decide_seconds", "score_seconds", "rank_seconds"]
    assert list(figures) == ["seconds", "fastest", *parts, "applications", "marks"]
    assert (figures["applications"], figures["marks"]) == (20, 20 * 5 * len(CRITERIA))
    assert figures["seconds"] >= 0


def test_the_table_for_people_says_whether_the_target_is_reached() -> None:
    slow = call.Measured(10, 350, [3.0, 1.0, 2.5], {"marks": 0.1})
    assert "at most 2: MISSED" in call.report(slow)
    assert slow.figures()["seconds"] == 2.5
    assert "at most 2: reached" in call.report(call.Measured(10, 350, [2.0], {}))


def test_the_same_seed_gives_the_same_portfolio_and_another_one_another() -> None:
    assert applications(5) == applications(5)
    assert applications(5) != applications(5, seed=7)
    assert marks(applications(3), CRITERIA) == marks(applications(3), CRITERIA)


def test_the_portfolio_has_every_outcome_and_more_claims_than_money() -> None:
    filed = applications(400)
    selection = run_call(LINE_A, filed, marks(filed, CRITERIA))
    assert all((selection.awarded, selection.reserve, selection.rejected, selection.undecided))
