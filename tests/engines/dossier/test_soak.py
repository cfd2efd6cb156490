"""The long run counts its steps, tells what differs, and goes on where it was stopped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.engines.dossier import soak
from tests.engines.dossier.desk import Desk


def test_steps_are_taken_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert soak.main(["45", "--seed", "7"]) == 0
    assert capsys.readouterr().out.startswith("45 steps, 0 mismatches between plain")


def test_answers_that_differ_are_told_with_all_that_is_needed_to_see_it_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(desk: Desk, *, words: bool = True) -> None:
        assert desk.count == 0, "the answers differ"

    monkeypatch.setattr(Desk, "check", fails)
    assert soak.main(["20", "--seed", "3"]) == 1
    told = capsys.readouterr()
    assert "0 mismatches" not in told.out
    assert "seed 3, desk 0, step " in told.err
    assert "the answers differ" in told.err


def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = tmp_path / "state.json"
    soak.main(["40", "--seed", "5", "--state", str(state)])
    assert json.loads(state.read_text(encoding="utf-8")) == {"seed": 5, "desk": 1, "steps": 40, "mismatches": 0}
    capsys.readouterr()
    soak.main(["60", "--state", str(state)])
    assert capsys.readouterr().out.startswith("60 steps, 0 mismatches")
    assert json.loads(state.read_text(encoding="utf-8"))["desk"] == 2
