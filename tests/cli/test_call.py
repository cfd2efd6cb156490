"""`clusterpolicy call run`: a folder in, a selection out."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from clusterpolicy.calls.folder import run_folder
from clusterpolicy.calls.record import SelectionRecord
from clusterpolicy.cli.terminal import bar
from clusterpolicy.rules import piedmont
from tests.cli.conftest import ROOT, Run

FOLDER = ROOT / "examples" / "calls" / "line_b"
RUN = ("call", "run", "piedmont/line-b")


@pytest.fixture
def decided(tmp_path: Path) -> Path:
    """The example without the application that cannot be decided yet."""
    folder = Path(shutil.copytree(FOLDER, tmp_path / "folder"))
    (folder / "applications" / "B-021.yaml").unlink()
    marks = (folder / "marks.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "marks.csv").write_text("".join(each for each in marks if "B-021" not in each), encoding="utf-8")
    return folder


def test_the_answer_is_the_list_and_the_status_says_that_something_is_open(here: Run) -> None:
    answer = here(*RUN, str(FOLDER))

    assert (answer.status, answer.err) == (2, "")
    assert answer.out == run_folder(piedmont.LINE_B, FOLDER).table() + "\n"


def test_where_everything_is_decided_the_status_is_nought(here: Run, decided: Path) -> None:
    assert here(*RUN, str(decided)).status == 0


def test_a_process_of_its_own_gives_the_same_answer_and_no_bar(here: Run, started: Run) -> None:
    assert started(*RUN, str(FOLDER)) == here(*RUN, str(FOLDER))


def test_as_json_the_selection_comes_back_unchanged(here: Run) -> None:
    answer = here(*RUN, str(FOLDER), "--json")

    assert SelectionRecord.model_validate_json(answer.out) == run_folder(piedmont.LINE_B, FOLDER).record()


def test_as_csv_there_is_a_line_for_each_application(here: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(here(*RUN, str(FOLDER), "--csv").out)))

    assert [row["application"] for row in rows][:3] == ["B-003", "B-008", "B-017"]
    assert {row["status"] for row in rows} == {"awarded", "rejected", "undecided"}


def test_one_application_can_be_explained(here: Run) -> None:
    answer = here(*RUN, str(FOLDER), "--explain", "B-014")

    assert answer.status == 2
    assert "Application B-014 in the selection" in answer.out
    assert "innovativeness-floor" in answer.out


def test_figures_of_the_call_and_of_its_grid_can_be_changed(here: Run) -> None:
    settings = ("--set", "piedmont/line_b/endowment=450000", "--set", "piedmont/merit/threshold=70")
    answer = here(*RUN, str(FOLDER), *settings)

    assert "450,000.00 EUR, of which 405,000.00 EUR awarded" in answer.out
    assert "Changed        piedmont/merit/threshold is 70 here." in answer.out


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (("call",), 64, "command-invalid"),
        (("call", "walk"), 64, "command-invalid"),
        (("call", "run"), 64, "command-invalid"),
        ((*RUN, str(FOLDER), "--json", "--csv"), 64, "command-invalid"),
        ((*RUN, str(FOLDER), "--set", "piedmont/line_b/endowmant=1"), 64, "unknown-name"),
        ((*RUN, str(FOLDER), "--set", "piedmont/line_b/endowment=0"), 65, "budget-invalid"),
        ((*RUN, str(FOLDER), "--explain", "B-099"), 65, "reference-unknown"),
        ((*RUN, str(FOLDER / "nowhere")), 66, "file-not-found"),
        (("call", "run", "piedmont/line-c", str(FOLDER)), 69, "call-unknown"),
        ((*RUN, str(FOLDER), "--granted-on", "2015-01-01"), 69, "no-law-that-day"),
    ],
)
def test_what_goes_wrong_has_its_status_and_its_code(
    here: Run, arguments: tuple[str, ...], status: int, code: str
) -> None:
    answer = here(*arguments)

    assert (answer.status, answer.out) == (status, "")
    assert set(answer.codes) == {code}


def test_the_applications_of_another_line_are_refused_each_by_its_file(here: Run) -> None:
    answer = here("call", "run", "piedmont/line-a", str(FOLDER))

    assert (answer.status, answer.codes) == (65, ["call-mismatch"] * 8)


def test_a_bar_grows_as_it_is_told() -> None:
    written = io.StringIO()
    with bar("applications", Console(file=written, force_terminal=True, width=80)) as advance:
        advance(100, 400)
        advance(400, 400)
    assert "400/400" in written.getvalue()
