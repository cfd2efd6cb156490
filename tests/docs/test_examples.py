"""Whatever a page shows runs, and gives what the page says."""

from __future__ import annotations

import doctest
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_examples import EvalExample, find_examples

from tests.docs.blocks import PAGES, ROOT, Prompt, blocks_of, commands_of, name_of, pages_with, write_files

LOOSE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class WithoutGuesses(doctest.OutputChecker):
    """Compares what is printed, but for the guess that some Pythons add to our own message about an unknown name."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        guess = r"\. Did you mean: '\w+'\?$"
        return super().check_output(want, re.sub(guess, "", got, flags=re.MULTILINE), optionflags)


@pytest.fixture
def reader(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A reader of the page `request.param`, in the folder of this project, who has written the files it shows."""
    page: Path = request.param
    write_files(page, tmp_path / "files")
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(tmp_path / "files")
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])  # examples run as the main module
    return page


def run(eval_example: EvalExample, page: Path) -> Callable[..., dict[str, Any]]:
    """How the examples of a page are run. `pytest tests/docs --update-examples` writes down what they print."""
    if page.name == "README.md":
        return eval_example.run  # it is the first thing people read, and leaves the output out
    return eval_example.run_print_update if eval_example.update_examples else eval_example.run_print_check


@pytest.mark.parametrize("reader", pages_with("python"), ids=name_of, indirect=True)
def test_the_python_of_a_page_runs_and_prints_what_the_page_says(reader: Path, eval_example: EvalExample) -> None:
    eval_example.set_config(line_length=120)
    known: dict[str, Any] = {}
    for example in find_examples(reader):
        if re.match(r"python(?! title)", example.prefix):
            raised = None
            try:
                known |= run(eval_example, reader)(example, module_globals=known)
            except Exception as error:
                raised = f"{example} ends with {type(error).__name__}: {error}"
            # Said anew: the traceback, changed to look as if raised on the page, cannot be shown by Python 3.11.
            assert raised is None, raised


@pytest.mark.parametrize("reader", pages_with("pycon"), ids=name_of, indirect=True)
def test_a_session_that_a_page_shows_goes_as_the_page_says(reader: Path) -> None:
    known: dict[str, Any] = {}
    for block in blocks_of(reader):
        if block.language == "pycon":
            name = f"{name_of(reader)}, line {block.line}"
            session = doctest.DocTestParser().get_doctest(block.text, known, name, str(reader), block.line)
            told: list[str] = []
            runner = doctest.DocTestRunner(WithoutGuesses(), optionflags=LOOSE)
            found = runner.run(session, out=told.append, clear_globs=False)
            known = session.globs
            assert found.failed == 0, "".join(told)


@pytest.mark.parametrize("reader", pages_with("console"), ids=name_of, indirect=True)
def test_a_command_that_a_page_shows_prints_what_the_page_says(reader: Path, tmp_path: Path) -> None:
    prompt = Prompt(tmp_path / "files")
    compare = doctest.OutputChecker()
    for block in blocks_of(reader):
        if block.language == "console":
            for command, expected in commands_of(block):
                # How help is broken into lines depends on the version of Python.
                flags = LOOSE if command.endswith("--help") else doctest.ELLIPSIS
                printed = "\n".join(line.rstrip() for line in prompt.type(command).splitlines())
                told = f"line {block.line}: `{command}` prints\n{printed}"
                assert compare.check_output(expected.strip("\n"), printed.strip("\n"), flags), told


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_a_page_shows_of_a_file_of_this_project_stands_in_that_file(page: Path) -> None:
    shown = [block for block in blocks_of(page) if block.title and (ROOT / block.title).exists()]

    missing = [block for block in shown if block.text not in (ROOT / block.title).read_text(encoding="utf-8")]
    assert missing == []
