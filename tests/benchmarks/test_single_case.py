"""The benchmark of one application measures what it says, and prints what it promises."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import single_case


@pytest.fixture(scope="module")
def measured() -> single_case.Measured:
    return single_case.measure(processes=1, rounds=1, for_people=True)


def test_json_is_one_object_with_the_six_medians(capsys: pytest.CaptureFixture[str]) -> None:
    single_case.main(["--json", "--processes", "1", "--rounds", "1"])
    figures = json.loads(capsys.readouterr().out)
    assert list(figures) == ["import_ms", "build_ms", "validate_us", "decide_us", "explain_us", "plain_python_us"]
    assert all(figure > 0 for figure in figures.values())


def test_the_table_for_people_has_every_figure_and_what_to_reach(measured: single_case.Measured) -> None:
    table = single_case.report(measured)
    for name in measured.figures():
        assert f"\n{name} " in table
    for target in single_case.TARGETS.values():
        assert f" {target} " in table
    assert "decide / plain_python" in table


def test_both_sides_of_the_comparison_find_the_same_for_the_example() -> None:
    library, hand = single_case.decide_by_the_library(), single_case.decide_by_hand()
    assert isinstance(library, tuple)
    assert isinstance(hand, tuple)
    assert library[:3] == hand[:3] == ("eligible", (), ())


def test_a_median_is_taken_over_processes_and_over_rounds() -> None:
    seconds = {"names": [0.3, 0.1, 0.2], "rules": [0.01, 0.02, 0.03], "functions": [0.01, 0.01, 0.04]}
    rounds = {name: [2e-6, 1e-6, 6e-6] for name in single_case.CALLS}
    measured = single_case.Measured(seconds, {}, {}, rounds)
    assert measured.figures()["import_ms"] == 200
    assert measured.figures()["build_ms"] == 30
    assert measured.figures()["decide_us"] == 2


def test_a_ratio_compares_what_was_measured_in_the_same_round() -> None:
    rounds = {"decide": [2.0, 8.0, 3.0], "plain_python": [1.0, 2.0, 1.0]}
    assert single_case.Measured({}, {}, {}, rounds).ratio("decide") == 3


def test_who_stops_reading_the_figures_sees_no_traceback() -> None:
    command = [sys.executable, "-m", "benchmarks.single_case", "--json", "--processes", "1", "--rounds", "1"]
    folder = Path(single_case.__file__).parent.parent
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:  # our own
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()

    assert said == b""
    assert running.returncode == 0
