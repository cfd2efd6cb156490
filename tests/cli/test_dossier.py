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


def test_a_document_that_is_refused_does_not_move_the_day_either(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = opened(tmp_path)
    assert run("put", dossier, document(tmp_path, facts={"project.months": "two"}), "--on", "2017-03-25") == 65
    capsys.readouterr()
    run("history", dossier)
    assert "2017-03-25" not in capsys.readouterr().out


def test_after_a_document_it_is_said_how_the_dossier_stands_and_what_to_ask_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = opened(tmp_path)
    capsys.readouterr()
    run("put", dossier, document(tmp_path, facts={"project.months": 24}))
    said = " ".join(capsys.readouterr().out.split())
    assert "Outcome: undetermined" in said
    assert "Findings: 0 failed, 3 undetermined, 28 satisfied" in said
    assert "participations[zeta].commits_to_join" in said
    assert "The law leaves open, of participations[delta].enterprise.memberships[0]" in said
    assert "hand in the application 2017-03-30 runs" in said


def test_no_documents_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = opened(tmp_path)
    (tmp_path / "none.json").write_text("[]", encoding="utf-8")
    assert run("put", dossier, tmp_path / "none.json") == 65
    assert "at least one document" in capsys.readouterr().err


def test_a_dossier_that_cannot_be_written_is_told_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("open", tmp_path / "nowhere" / "d", "--application", EXAMPLE) == 74
    assert "journal-not-written" in capsys.readouterr().err


def test_a_dossier_that_cannot_be_opened_leaves_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("open", tmp_path / "d", "--application", EXAMPLE, "--call", "piedmont/line-a") == 65
    assert "call-mismatch" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_what_is_in_question_is_shown_and_told_when_it_is_settled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = opened(tmp_path)
    form = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    path = f"participations[{form['participations'][0]['id']}].enterprise.registered_farm"
    run("put", dossier, document(tmp_path, facts={path: True}))
    capsys.readouterr()
    assert run("show", dossier) == 2
    said = " ".join(capsys.readouterr().out.split())
    assert "In question Because" in said
    assert "application says no; extract-1 says yes" in said


@pytest.mark.parametrize(("told", "said"), [([7], "it is not a table"), ({"leaves": "beta"}, "no list of paths")])
def test_a_file_that_describes_no_document_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], told: Any, said: str
) -> None:
    dossier = opened(tmp_path)
    (tmp_path / "odd.json").write_text(json.dumps(told), encoding="utf-8")
    capsys.readouterr()
    assert run("put", dossier, tmp_path / "odd.json") == 65
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("[" * 100_000, "input-not-readable", "nested deeper"),
        ("", "input-not-readable", "not valid JSON"),
        ('{"id": "a", "facts": {"project.months": 30, "project.months": 31}}', "duplicate", "stands twice"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, code: str, said: str
) -> None:
    dossier, broken = opened(tmp_path), tmp_path / "broken.json"
    broken.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert run("put", dossier, broken) == 65
    told = capsys.readouterr().err
    assert f"[{code}] {broken}" in told
    assert said in told


def test_a_third_voice_settles_no_contradiction(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = opened(tmp_path)
    for number, months in enumerate((18, 30)):
        capsys.readouterr()
        run("put", dossier, document(tmp_path, id=f"paper-{number}", facts={"project.months": months}))
    told = capsys.readouterr().out
    assert "Contradiction: project.months" in told
    assert "Settled" not in told


def test_a_day_on_which_the_dossier_stands_already_is_no_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = opened(tmp_path)
    run("put", dossier, document(tmp_path, facts={"project.months": 18}), "--on", "2017-03-20")
    capsys.readouterr()
    run("history", dossier)
    assert [line.split()[2] for line in capsys.readouterr().out.splitlines()[2:]] == ["opened", "put"]


@pytest.mark.parametrize("step", ["open", "put", "show", "history", "verify"])
def test_the_help_of_every_step_has_an_example(capsys: pytest.CaptureFixture[str], step: str) -> None:
    assert run(step, "--help") == 0
    assert f"\n  clusterpolicy dossier {step} gears.dossier" in capsys.readouterr().out


def test_an_application_whose_name_says_no_format_is_to_be_renamed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    application = tmp_path / "application.txt"
    application.write_text("{}", encoding="utf-8")
    assert run("open", tmp_path / "d", "--application", application) == 64
    assert "give the file a name that ends so" in capsys.readouterr().err
