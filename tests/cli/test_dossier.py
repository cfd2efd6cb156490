"""`clusterpolicy dossier`: an application on the desk, at a prompt."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from clusterpolicy.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples/line_b/undetermined.json"


def run(*arguments: object) -> int:
    return main([str(each) for each in ("dossier", *arguments)])


def opened(folder: Path) -> Path:
    run("open", folder / "d", "--application", EXAMPLE, "--on", "2017-03-20")
    return folder / "d"


def document(folder: Path, **changed: Any) -> Path:
    told = {
        "id": "extract-1",
        "document": "chamber of commerce extract",
        "source": "Chamber of Commerce of Turin",
        "received_on": "2017-03-20",
        "facts": {"participations[alfa].enterprise.registered_farm": True},
    }
    path = folder / "document.json"
    path.write_text(json.dumps(told | changed), encoding="utf-8")
    return path


def test_a_document_that_says_otherwise_leaves_the_matter_open_and_names_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = opened(tmp_path)
    capsys.readouterr()
    partner = json.loads(EXAMPLE.read_text(encoding="utf-8"))["participations"][0]["id"]
    facts = {f"participations[{partner}].enterprise.in_insolvency_proceedings": True}
    facts[f"participations[{partner}].enterprise.registered_farm"] = True
    assert run("put", dossier, document(tmp_path, facts=facts), "--on", "2017-03-21") == 2
    said = capsys.readouterr().out
    assert "Contradiction: " in said
    assert "extract-1 says yes" in said.replace("\n", " ")
    assert run("show", dossier, "--json") == 2
    shown = json.loads(capsys.readouterr().out)
    assert shown["outcome"] == "undetermined"
    assert [each["path"] for each in shown["contradictions"]] == sorted(facts)
    assert shown["on"] == "2017-03-21"
    assert shown["deadlines"] == [{"name": "closing", "last_day": "2017-03-30", "has_passed": False}]


def test_the_history_lists_every_step_and_the_journal_is_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = opened(tmp_path)
    run("put", dossier, document(tmp_path, facts={"project.months": 24}))
    capsys.readouterr()
    assert run("history", dossier) == 0
    assert "extract-1" in capsys.readouterr().out
    assert run("verify", dossier) == 0
    head = capsys.readouterr().out.split()[-1]
    assert run("verify", dossier, "--head", head) == 0
    assert run("verify", dossier, "--head", "0" * 63 + "1") == 65
    assert "journal-tampered" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"facts": {"participations[alfa].enterprise.tunrover": 1}}, "field-unknown"),
        ({"facts": {"project.months": "two"}}, "input-invalid"),
        ({"received_on": "2018-01-01"}, "dates-out-of-order"),
        ({"received_on": "yesterday"}, "input-invalid"),
        ({"facts": []}, "input-invalid"),
        ({"leaves": ["participations[nobody]"]}, "reference-unknown"),
        ({"colour": "red"}, "field-unknown"),
    ],
)
def test_a_document_that_cannot_be_taken_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changed: dict[str, Any], code: str
) -> None:
    dossier = opened(tmp_path)
    capsys.readouterr()
    run("verify", dossier)
    before = capsys.readouterr().out
    assert run("put", dossier, document(tmp_path, **changed)) == 65
    assert f"[{code}]" in capsys.readouterr().err
    run("verify", dossier)
    assert capsys.readouterr().out == before


def test_a_dossier_is_opened_only_where_no_file_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = opened(tmp_path)
    assert run("open", dossier, "--application", EXAMPLE) == 65
    assert "journal-exists" in capsys.readouterr().err


def test_a_dossier_without_application_needs_the_name_of_its_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("open", tmp_path / "d") == 64
    assert not (tmp_path / "d").exists()
    assert run("open", tmp_path / "d", "--call", "piedmont/line-b", "--id", "B-1", "--on", "2017-03-01") == 2
    assert "participations" in capsys.readouterr().out


def test_a_journal_edited_by_hand_is_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = opened(tmp_path)
    with sqlite3.connect(dossier) as connection:
        connection.execute("UPDATE event SET body = replace(body, 'applicant', 'somebody') WHERE number = 2")
    connection.close()
    capsys.readouterr()
    assert run("show", dossier) == 65
    assert "journal-tampered" in capsys.readouterr().err


def test_help_says_what_a_document_looks_like(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    assert "received_on" in capsys.readouterr().out
