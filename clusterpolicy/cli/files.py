"""What an application is read from: a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from clusterpolicy.cli.status import CommandError
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.reading import Format
from clusterpolicy.reading.plain_text import LARGEST_INPUT

_FORMATS: dict[str, Format] = {".json": "json", ".toml": "toml", ".yaml": "yaml", ".yml": "yaml"}
_STANDARD_INPUT = "-"
_ADD_FORMAT = "add `--format json`, `toml` or `yaml`"

RENAME = "give the file a name that ends so"
"""What to do about a name that says no format, where none can be typed."""


def format_of(name: str, said: Format | None, mend: str = _ADD_FORMAT) -> Format:
    """The format that was `said`, or the one that the ending of the name says.

    Raises: CommandError where neither does. `mend` is what to do then.
    """
    if said is not None:
        return said
    if name == _STANDARD_INPUT:
        return "json"
    found = _FORMATS.get(Path(name).suffix.lower())
    if found is None:
        endings = ", ".join(_FORMATS)
        message = f"the name does not say the format: it ends with none of {endings}"
        raise CommandError(Problem("command-invalid", name, message, mend))
    return found


def content_of(name: str) -> bytes:
    """The bytes of a file, no more than show that it is too large. `-` is standard input.

    Raises: InputError `file-not-found` where it cannot be opened or read.
    """
    try:
        if name != _STANDARD_INPUT:
            with Path(name).open("rb") as file:
                return _beginning(file)
        if sys.stdin is not None:
            return _beginning(sys.stdin.buffer)
        reason = "standard input is closed"
    except (OSError, ValueError) as error:  # a name that no file can have is a ValueError
        reason = getattr(error, "strerror", None) or str(error)
    said = f"it cannot be opened: {reason[:1].lower()}{reason[1:]}"
    raise InputError(Problem("file-not-found", name, said, "check the name of the file, and that you may read it"))


def _beginning(stream: BinaryIO) -> bytes:
    return stream.read(LARGEST_INPUT + 1)
