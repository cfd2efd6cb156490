"""The command `clusterpolicy`: one application in, a decision out; and the rules to read.

Answers are written to standard output, and problems to standard error, each with its code, its place and what to do
about it. No error ends in a traceback. The exit status is part of the answer: see `clusterpolicy.cli.status`.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from clusterpolicy.cli.problems import tell
from clusterpolicy.cli.status import INTERNAL_ERROR, INTERRUPTED, OUTPUT_FAILED, of_error
from clusterpolicy.errors import ClusterPolicyError, Problem

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status. `arguments` are those of the process unless given."""
    _prepare_output()
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except BrokenPipeError:  # who read the answer has stopped reading
        _close_output()
        return OUTPUT_FAILED
    except OSError as error:
        _close_output()
        tell([_unwritten(error)])
        return OUTPUT_FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # a fault of ours: said in one line, with the place for who mends it
        tell([_internal(error)])
        return INTERNAL_ERROR


def _run(arguments: Sequence[str]) -> int:
    # Loaded here rather than above, so that even while the engine is loading an interruption shows no traceback.
    commands = import_module("clusterpolicy.cli.commands")
    try:
        status = commands.run(arguments)
    except ClusterPolicyError as error:
        tell(error.problems)
        status = of_error(error)
    sys.stdout.flush()
    return int(status)


def _prepare_output() -> None:
    """Answers are UTF-8 wherever they go; a terminal that cannot show a sign shows another in its place."""
    if sys.stdout is None:  # closed by who started the process: the exit status still tells the outcome
        sys.stdout = open(os.devnull, "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _close_output() -> None:
    """Let the rest of the answer go nowhere, so that Python does not fail on it once more when it ends."""
    if isinstance(sys.stdout, TextIOWrapper):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _unwritten(error: OSError) -> Problem:
    """What stopped the answer; with the file that was asked for, where it is one."""
    said = f"the answer cannot be written: {error.strerror}"
    if isinstance(error.filename, str):
        return Problem("output-failed", error.filename, said, "name a folder that is there, and in which you may write")
    return Problem("output-failed", "", said, "make room for it")


def _internal(error: Exception) -> Problem:
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    said = f"the library failed where it should not: {type(error).__name__}: {error}"
    return Problem("internal-error", place, said, "report this line with the input that led to it")
