"""A call in a folder: every problem of every file is named at once, by file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clusterpolicy import InputError
from clusterpolicy.calls.csv_text import read_csv
from clusterpolicy.calls.folder import read_folder, run_folder
from clusterpolicy.rules.piedmont import LINE_B
from tests.calls.portfolios import FOLDER

HEAD = "application,evaluator,criterion,points,note"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the example."""
    return Path(shutil.copytree(FOLDER, tmp_path / "folder"))


def refused(folder: Path) -> list[tuple[str, str]]:
    """The codes and places of what is wrong with a folder."""
    with pytest.raises(InputError) as caught:
        run_folder(LINE_B, folder)
    return [(each.code, each.place) for each in caught.value.problems]


def write_marks(folder: Path, *rows: str, head: str = HEAD) -> None:
    (folder / "marks.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")


def test_applications_may_be_written_in_json_toml_and_yaml() -> None:
    found = read_folder(FOLDER, "piedmont/line-b")
    assert {Path(place).suffix for place in found.places["applications"]} == {".json", ".toml", ".yaml"}
    assert (len(found.applications), found.problems, found.whole) == (8, (), True)


def test_every_problem_of_every_file_is_named_at_once(folder: Path) -> None:
    applications = folder / "applications"
    shutil.copy(applications / "B-003.json", applications / "copy.json")
    (applications / "other.json").write_text('{"id": "X", "call": "piedmont/line-a"}', encoding="utf-8")
    (applications / "notes.txt").write_text("to do", encoding="utf-8")
    (applications / ".hidden").write_text("", encoding="utf-8")
    write_marks(
        folder,
        "B-003,rossi,novelty,7,",
        "B-003,rossi,novelti,4,",
        "",
        "B-008,rossi,novelty,4,",
        "B-008,rossi,novelty,4,",
        "B-008,verdi,novelty,four,",
        "B-008,verdi",
    )
    (folder / "conflicts.csv").write_text("evaluator\nrossi\n", encoding="utf-8")

    assert refused(folder) == [
        ("input-not-readable", "applications/notes.txt"),
        ("field-missing", "applications/other.json: project"),
        ("field-missing", "applications/other.json: participations"),
        ("duplicate", "applications/copy.json: id"),
        ("input-invalid", "marks.csv line 7: points"),
        ("input-not-readable", "marks.csv line 8"),
        ("field-missing", "conflicts.csv: line 1"),
        ("input-invalid", "marks.csv line 2: points"),
        ("reference-unknown", "marks.csv line 3: criterion"),
        ("duplicate", "marks.csv line 6"),
    ]


def test_an_application_to_another_call_is_refused_by_its_file(folder: Path) -> None:
    shutil.copy("examples/line_a/eligible.json", folder / "applications" / "A.json")
    assert refused(folder) == [("call-mismatch", "applications/A.json: call")]


def test_a_mark_for_an_application_that_is_not_there_is_refused_by_its_line(folder: Path) -> None:
    write_marks(folder, "B-099,rossi,novelty,4,")
    assert refused(folder) == [("reference-unknown", "marks.csv line 2: application")]


def test_while_an_application_cannot_be_read_marks_for_strangers_are_not_blamed(folder: Path) -> None:
    (folder / "applications" / "B-003.json").write_text("{", encoding="utf-8")
    assert {code for code, _ in refused(folder)} == {"input-not-readable"}


def test_a_folder_without_conflicts_has_none_but_marks_are_needed(folder: Path) -> None:
    (folder / "conflicts.csv").unlink()
    assert read_folder(folder, "piedmont/line-b").conflicts == ()
    (folder / "marks.csv").unlink()
    assert refused(folder) == [("file-not-found", "marks.csv")]


@pytest.mark.parametrize("empty", [True, False])
def test_a_folder_without_applications_is_refused(folder: Path, empty: bool) -> None:
    shutil.rmtree(folder / "applications")
    if empty:
        (folder / "applications").mkdir()
    write_marks(folder)
    (folder / "conflicts.csv").unlink()
    assert refused(folder) == [("file-not-found", "applications")]


def test_a_folder_that_is_not_there_is_refused(folder: Path) -> None:
    assert refused(folder / "nowhere") == [("file-not-found", str(folder / "nowhere"))]


def test_the_order_of_columns_and_a_semicolon_between_them_make_no_difference(folder: Path) -> None:
    with (folder / "marks.csv").open(encoding="utf-8") as file:
        rows = read_csv(file.read(), HEAD.split(","))
    turned = [
        ";".join((row.cells["points"] or "", *(row.cells[each] or "" for each in HEAD.split(",")[:3]))) for row in rows
    ]
    before = run_folder(LINE_B, folder).record()
    write_marks(folder, *turned, head="Points; application; evaluator; criterion")
    assert run_folder(LINE_B, folder).record() == before


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [("input-not-readable", "")]),
        ("a,b\n1,2\n", []),
        ("a,c\n", [("field-unknown", "line 1"), ("field-missing", "line 1")]),
        ("a,a,b\n", [("duplicate", "line 1")]),
        ('a,b\n1,"2\n', [("input-not-readable", "line 2")]),
    ],
)
def test_a_table_without_its_columns_is_refused(text: str, problems: list[tuple[str, str]]) -> None:
    found: list[tuple[str, str]] = []
    try:
        read_csv(text, ("a", "b"))
    except InputError as error:
        found = [(each.code, each.place) for each in error.problems]
    assert found == problems


def test_a_row_may_go_over_several_lines_in_quotation_marks() -> None:
    rows = read_csv('a,b\n1,"two\nlines"\n3,4\n', ("a", "b"))
    assert [row.cells["b"] for row in rows] == ["two\nlines", "4"]
