"""How far a long run is: told to whoever asks, and shown on a terminal where nobody does."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

Progress = Callable[[int, int], None]
"""Told now and then how far a run is: how many applications are examined so far, and how many there are."""

SHOWN_AFTER = 1.0
"""Seconds after which a run is long enough to say how far it is."""

_CELLS = 30


def on_terminal(
    stream: TextIO | None = None,
    clock: Callable[[], float] = time.monotonic,
    what: str = "applications examined",
) -> Progress:
    """A bar on standard error, or on another `stream`, once a run takes long; nothing where that is no terminal.

    `what` says what is counted.

    >>> on_terminal()(100, 10_000)
    """
    to = sys.stderr if stream is None else stream
    if to is None or not to.isatty():
        return lambda _, __: None
    begun = clock()
    drawn = False

    def told(done: int, of: int) -> None:
        nonlocal drawn
        if done < of and clock() - begun >= SHOWN_AFTER:
            bar = "#" * (_CELLS * done // of)
            to.write(f"\r[{bar:<{_CELLS}}] {done:,} of {of:,} {what}")
            drawn = True
        elif done >= of and drawn:
            to.write(f"\r{' ' * 100}\r")
        to.flush()

    return told
