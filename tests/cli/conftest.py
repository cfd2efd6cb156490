"""Ways to run the command: as its users start it, and within the process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from clusterpolicy.cli import main

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "examples" / "line_a"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command gave: its exit status, and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        """The codes of the problems it told, in their order."""
        return [line.partition("[")[2].partition("]")[0] for line in self.err.splitlines()]


Run = Callable[..., Answer]


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command within this process."""

    def run(*arguments: str) -> Answer:
        status = main(list(arguments))
        written = capsys.readouterr()
        return Answer(status, written.out, written.err)

    return run


@pytest.fixture
def started() -> Run:
    """Starts the command as a process of its own; `text` is its standard input."""

    def run(*arguments: str, text: bytes = b"", **environment: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "clusterpolicy", *arguments],
            input=text,
            capture_output=True,
            check=False,
            env=environment or None,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def example() -> Callable[[str], str]:
    """The path of an example."""
    return lambda name: str(EXAMPLES / f"{name}.json")
