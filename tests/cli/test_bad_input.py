"""Whatever is handed in: a message with code, place and mend, an exit status, no traceback, nothing half-decided."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clusterpolicy.reading.plain_text import LARGEST_INPUT
from tests.cli.conftest import EXAMPLES, Answer, Run

HandedIn = Callable[..., Answer]

GOOD = (EXAMPLES / "eligible.json").read_text(encoding="utf-8")


@pytest.fixture
def handed_in(here: Run, tmp_path: Path) -> HandedIn:
    """What the command answers to a file with some content."""

    def answer(content: bytes, language: str = "json") -> Answer:
        file = tmp_path / f"application.{language}"
        file.write_bytes(content)
        return here("assess", str(file))

    return answer


def refused(answer: Answer, status: int) -> bool:
    """Whether an answer is a refusal, and nothing more."""
    in_order = all(line.startswith("clusterpolicy: [") and ". To mend it: " in line for line in answer.err.splitlines())
    return answer.status == status and answer.out == "" and answer.err != "" and in_order


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (b"", {"input-not-readable"}),
        (b"{", {"input-not-readable"}),
        (b"[]", {"input-invalid"}),
        (b"null", {"input-invalid"}),
        (b'"application"', {"input-invalid"}),
        (b"\xff\xfe\x00", {"input-not-text"}),
        (bytes(range(256)), {"input-not-text"}),
        (b"{}", {"field-missing"}),
        (b"[" * 200_000, {"input-not-readable"}),
        (b'{"a":' * 100_000, {"input-not-readable"}),
        (b"NaN", {"input-invalid", "input-not-readable"}),
    ],
)
def test_what_is_no_application_is_refused(handed_in: HandedIn, text: bytes, codes: set[str]) -> None:
    answer = handed_in(text)

    assert refused(answer, 65)
    assert set(answer.codes) & codes


@pytest.mark.parametrize("language", ["toml", "yaml"])
@pytest.mark.parametrize("text", [b"\x00", b"]" * 10, b"[" * 100_000, b"a: &a [*a]", b"\xff"])
def test_what_is_no_application_in_other_languages_is_refused(handed_in: HandedIn, language: str, text: bytes) -> None:
    assert refused(handed_in(text, language), 65)


def test_standard_input_is_refused_as_a_file_is(started: Run) -> None:
    answer = started("assess", "-", text=b"[" * 200_000)

    assert refused(answer, 65)
    assert "Traceback" not in answer.err


def changed(**changes: object) -> bytes:
    return json.dumps({**json.loads(GOOD), **changes}).encode()


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ({"colour": "red"}, "field-unknown", "colour"),
        ({"participations": []}, "input-invalid", "participations"),
        ({"submitted_at": "2016-12-10T11:30:00"}, "instant-without-zone", "submitted_at"),
        ({"participations": json.loads(GOOD)["participations"][:1] * 2}, "duplicate", "participations[1].id"),
    ],
)
def test_each_problem_is_told_with_its_code_and_place(
    handed_in: HandedIn, change: dict[str, object], code: str, place: str
) -> None:
    answer = handed_in(changed(**change))

    assert refused(answer, 65)
    assert f"[{code}] {place}: " in answer.err


def test_all_problems_are_told_at_once(handed_in: HandedIn) -> None:
    answer = handed_in(changed(colour="red", id=7, grouping="loose"))

    assert refused(answer, 65)
    assert [line.split()[2] for line in answer.err.splitlines()] == ["id:", "grouping:", "colour:"]


def test_a_file_that_is_too_large_is_refused_before_it_is_all_read(here: Run, tmp_path: Path) -> None:
    file = tmp_path / "large.json"
    with file.open("wb") as stream:
        stream.truncate(LARGEST_INPUT + 10)

    answer = here("assess", str(file))

    assert refused(answer, 65)
    assert answer.codes == ["input-too-large"]


@pytest.mark.parametrize("name", ["missing.json", ".", "no/such/folder/application.json", "nul\0.json", "x" * 5000])
def test_a_file_that_cannot_be_opened_is_refused(here: Run, tmp_path: Path, name: str) -> None:
    answer = here("assess", str(tmp_path / name))

    assert refused(answer, 66)
    assert answer.codes == ["file-not-found"]


def test_signs_that_steer_a_terminal_are_not_written_back(here: Run) -> None:
    answer = here("assess", "\x1b[31mred.json")

    assert refused(answer, 66)
    assert "\x1b" not in answer.err


# --- the command itself ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("asses",),
        ("assess",),
        ("assess", "a.json", "b.json"),
        ("assess", "a.json", "--jsno"),
        ("assess", "a.json", "--format", "xml"),
        ("assess", "a.json", "--set"),
        ("rulebook",),
        ("--colour",),
        ("schema", "now"),
    ],
)
def test_a_command_that_cannot_be_understood_never_ends_with_the_status_of_a_decision(
    here: Run, arguments: tuple[str, ...]
) -> None:
    answer = here(*arguments)

    assert refused(answer, 64)
    assert answer.codes == ["command-invalid"]


def test_a_misspelt_command_is_mended(here: Run) -> None:
    assert "write `assess`" in here("asess", "a.json").err


# --- the world around it --------------------------------------------------------------------------------------------


def start(*arguments: str, out: int = subprocess.PIPE, source: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "clusterpolicy", *arguments]
    return subprocess.Popen(command, stdin=source, stdout=out, stderr=subprocess.PIPE)


def test_a_reader_that_stops_reading_leaves_no_traceback() -> None:
    process = start("schema")
    assert process.stdout is not None
    process.stdout.close()
    _, error = process.communicate()

    assert (process.returncode, error) == (74, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_an_answer_that_cannot_be_written_is_told(example: Callable[[str], str]) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start("assess", example("eligible"), out=full.fileno())
        _, error = process.communicate()

    assert process.returncode == 74
    assert b"[output-failed]" in error
    assert b"Traceback" not in error


def test_an_interruption_ends_it_without_a_word(here: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: str) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("clusterpolicy.cli.commands.content_of", interrupt)

    assert here("assess", "-") == Answer(130, "", "")


@pytest.mark.skipif(os.name != "posix", reason="closes descriptors as a POSIX shell does")
def test_without_standard_output_the_exit_status_still_tells_the_outcome(example: Callable[[str], str]) -> None:
    command = f'"{sys.executable}" -m clusterpolicy assess "{example("five-failures")}" >&-'
    done = subprocess.run(["/bin/sh", "-c", command], stderr=subprocess.PIPE, check=False)

    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(os.name != "posix", reason="closes descriptors as a POSIX shell does")
def test_without_standard_input_there_is_nothing_to_read() -> None:
    command = f'"{sys.executable}" -m clusterpolicy assess - <&-'
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)

    assert done.returncode == 66
    assert b"standard input is closed" in done.stderr


def test_where_the_system_speaks_no_utf8_answers_are_utf8_all_the_same(started: Run) -> None:
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}

    answer = started("rulebook", "piedmont/line-a", **plain)

    assert answer.status == 0
    assert "“" in answer.out


def test_a_fault_of_the_library_is_told_in_one_line_with_its_place(
    here: Run, example: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("what should never happen")

    monkeypatch.setattr("clusterpolicy.cli.commands.assess", fail)

    answer = here("assess", example("eligible"))

    assert refused(answer, 70)
    assert answer.codes == ["internal-error"]
    assert "ZeroDivisionError: what should never happen" in answer.err
    assert "test_bad_input.py:" in answer.err
