"""`clusterpolicy replay`: the practice's table at a prompt, and its portfolios as files."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clusterpolicy.calls.folder import read_folder
from clusterpolicy.calls.run import run_call
from clusterpolicy.cli import main
from clusterpolicy.replay import PUBLISHED, replay
from clusterpolicy.replay.counting import tally_of
from clusterpolicy.replay.marks import marks_of
from clusterpolicy.replay.portfolio import applications_of
from clusterpolicy.replay.run import CALLS
from clusterpolicy.replay.saved import save
from clusterpolicy.replay.tally import Tally

BOTH = pytest.mark.parametrize("line", ["line_a", "line_b"])


def typed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["replay", *arguments])
    written = capsys.readouterr()
    return status, written.out, written.err


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Portfolios that the command saved."""
    home = tmp_path_factory.mktemp("portfolios")
    assert main(["replay", "piedmont", "--seed", "4", "--save", str(home)]) == 0
    return home


def test_the_table_stands_beside_the_published_one(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = typed(capsys, "piedmont")

    rows = [line.split() for line in out.splitlines()]
    assert status == 0
    assert err == ""
    assert ["financed", "projects", "73", "73", "none"] in rows
    assert ["financed", "projects", "34", "34", "none"] in rows
    assert ["research", "contracts", "137", "137", "none"] in rows
    assert "synthetic" in out


def test_programs_read_the_same_with_what_was_published_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = typed(capsys, "piedmont", "--json", "--seed", "4")

    told: dict[str, Any] = json.loads(out, parse_float=Decimal)
    replayed = replay(4)
    assert (told["seed"], told["synthetic"], told["changed"]) == (4, True, {})
    for line, each in replayed.lines.items():
        published = told[line].pop("published")
        assert Tally.model_validate(told[line]) == each.tally
        assert published == {name: getattr(PUBLISHED[line], name) for name in Tally.model_fields}


def test_a_figure_set_at_the_prompt_is_told_and_changes_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = typed(capsys, "piedmont", "--set", "piedmont/minimum_cost=800000")

    assert "changed for this replay: piedmont/minimum_cost = 800000" in out
    assert ["financed", "projects", "73", "73", "none"] not in [line.split() for line in out.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("piemont",), "command-invalid"),
        ((), "command-invalid"),
        (("piedmont", "--seed", "many"), "command-invalid"),
        (("piedmont", "--set", "piedmont/nothing=1"), "unknown-name"),
    ],
)
def test_what_cannot_be_replayed_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: str
) -> None:
    status, out, err = typed(capsys, *arguments)

    assert (status, out) == (64, "")
    assert f"[{code}]" in err
    assert len(err.splitlines()) == 1


@BOTH
def test_what_is_saved_is_what_was_run(folder: Path, line: str) -> None:
    found = read_folder(folder / line, PUBLISHED[line].call)

    assert found.problems == ()
    assert found.applications == applications_of(line, 4)
    assert set(found.marks) == set(marks_of(line, 4, CALLS[line].merit.grid))
    selection = run_call(CALLS[line], found.applications, found.marks)
    assert tally_of(found.applications, selection) == replay(4).lines[line].tally


def test_a_folder_that_holds_a_portfolio_is_left_as_it_is(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    before = sorted(folder.rglob("*"))

    status, out, err = typed(capsys, "piedmont", "--save", str(folder))

    assert (status, out) == (74, "")
    assert [line.partition(": ")[2].partition("]")[0] for line in err.splitlines()] == ["[output-failed"] * 2
    assert sorted(folder.rglob("*")) == before


def test_a_folder_that_cannot_be_made_is_told_in_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")

    status, _, err = typed(capsys, "piedmont", "--save", str(tmp_path / "file"))

    assert status == 74
    assert "[output-failed]" in err


def test_a_mark_that_is_not_given_is_saved_as_an_empty_cell(tmp_path: Path) -> None:
    applications, marks = applications_of("line_b", 4), marks_of("line_b", 4, CALLS["line_b"].merit.grid)
    owed = marks[0].model_copy(update={"points": None})

    save(tmp_path, applications, (owed, *marks[1:]))

    assert owed in read_folder(tmp_path, PUBLISHED["line_b"].call).marks
