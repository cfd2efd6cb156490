"""Problems on standard error: one line each, so that programs can read them too."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from clusterpolicy.errors import Problem


def tell(problems: Iterable[Problem]) -> None:
    """Write each problem: its code, its place, what is wrong, what to do."""
    if sys.stderr is None:  # a program may have been started without
        return
    try:
        for problem in problems:
            print(_in_one_line(f"clusterpolicy: {problem}"), file=sys.stderr)
        sys.stderr.flush()
    except OSError:
        return  # nobody reads it; the exit status still tells


def _in_one_line(text: str) -> str:
    """The text without signs that steer a terminal: parts of it come from the input."""
    spaced = " ".join(text.split())
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in spaced)
