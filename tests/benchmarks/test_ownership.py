"""The benchmark of ownership graphs measures every shape, and its shapes are what they say."""

from __future__ import annotations

import json

import pytest

from benchmarks import ownership
from clusterpolicy.rules.eu import sme_status

PARTIES = 30


def test_json_is_one_object_with_the_seconds_of_every_shape(capsys: pytest.CaptureFixture[str]) -> None:
    ownership.main(["--json", "--parties", str(PARTIES), "--runs", "1"])
    figures = json.loads(capsys.readouterr().out)
    assert list(figures) == list(ownership.SHAPES)
    assert all(figure >= 0 for figure in figures.values())


def test_the_table_for_people_has_every_shape_and_what_to_reach(capsys: pytest.CaptureFixture[str]) -> None:
    ownership.main(["--parties", str(PARTIES), "--runs", "1", "--shape", "a ring", "--shape", "a chain"])
    table = capsys.readouterr().out
    assert [line.partition("  ")[0] for line in table.splitlines()] == ["seconds", "a ring", "a chain"]
    assert "reached" in table


def test_the_middle_one_of_several_runs_is_told() -> None:
    assert ownership.medians({"a ring": [3.0, 1.0, 2.00049]}) == {"a ring": 2.0}
    assert "MISSED" in ownership.report({"a ring": [1.001]})
    assert "MISSED" not in ownership.report({"a ring": [1.0]})


@pytest.mark.parametrize("shape", ownership.SHAPES)
def test_a_shape_has_as_many_parties_as_are_asked_for(shape: str) -> None:
    graph = ownership.graph_of(shape, PARTIES)
    assert len(graph.parties) == PARTIES


@pytest.mark.parametrize(
    ("shape", "counted"),
    [
        ("one enterprise holds all others", PARTIES),
        ("a chain", PARTIES),
        ("a chain, from its end", PARTIES),
        ("a ring", PARTIES),
        ("a chain won by joint votes", PARTIES),
        ("separate partners", PARTIES),
        ("partners with groups of their own", PARTIES),
        ("partners with uneven shares", PARTIES),
        ("one natural person dominates all", PARTIES - 1),
        ("three natural persons dominate all jointly", PARTIES - 3),
        ("consolidated accounts of all", PARTIES),
        ("other control of all unknown", PARTIES),
    ],
)
def test_a_shape_makes_all_count_that_it_is_meant_to(shape: str, counted: int) -> None:
    status = sme_status(ownership.graph_of(shape, PARTIES), "firm-0", on=ownership.ON)
    assert len(status.contributions) == counted


def test_a_shape_with_unknown_facts_leaves_them_open() -> None:
    for shape in ("headcount of all unknown", "votes of all partners unknown", "figures and votes of partners unknown"):
        status = sme_status(ownership.graph_of(shape, PARTIES), "firm-0", on=ownership.ON)
        assert status.headcount.value is None, shape
