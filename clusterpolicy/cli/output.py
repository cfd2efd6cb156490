"""Where answers go: to a terminal with colour and tables, to anything else as plain text."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module

from clusterpolicy.engines.text.layout import Block, plain_text


def write(text: str) -> None:
    """Write a text as it stands."""
    print(text)


def show(blocks: Iterable[Block]) -> None:
    """Write paragraphs and tables; in colour only where somebody looks at a terminal and has not asked for none."""
    if not _is_for_the_eye():
        write(plain_text(blocks))
        return
    # Loaded only where it is needed: it is the slowest of all to load.
    import_module("clusterpolicy.cli.terminal").show(blocks)


def _is_for_the_eye() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def watched(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """What tells somebody at a terminal how far a long work is; `None` where nobody looks."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    with import_module("clusterpolicy.cli.terminal").bar(what) as advance:
        yield advance
