"""The benchmark of what-ifs measures what it says."""

from __future__ import annotations

import json

import pytest

from benchmarks import sweep


def test_json_is_one_object_with_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    sweep.main(["--json", "--variants", "20", "--rounds", "1"])
    figures = json.loads(capsys.readouterr().out)
    assert list(figures) == ["variants", "applications", "seconds", "first_answer_s", "fastest"]
    assert (figures["variants"], figures["applications"]) == (20, 166)


def test_the_table_for_people_says_whether_the_targets_are_reached() -> None:
    table = sweep.report({"variants": 10, "seconds": 0.6, "first_answer_s": 0.05})
    assert "at most 0.5: MISSED" in table
    assert "at most 0.1: reached" in table
