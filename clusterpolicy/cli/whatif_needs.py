"""What only some what-ifs need: loaded where it is asked for, and named where it is not installed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from clusterpolicy.cli.status import CommandError
from clusterpolicy.errors import Problem


def need(*modules: str) -> None:
    """Refuse to go on without some modules. Raises: CommandError with those that are not installed."""
    missing = [each for each in modules if find_spec(each) is None]
    if missing:
        said = f"it needs {', '.join(missing)}, which is not installed"
        raise CommandError(Problem("command-invalid", "whatif", said, "install `clusterpolicy[whatif]`"))


def picturing(*files: str | None) -> Any:
    """What draws, where a picture is asked for; names of files are checked before anything is reckoned."""
    asked = [file for file in files if file is not None]
    if not asked:
        return None
    need("altair", "vl_convert", "numpy")
    pictures = import_module("clusterpolicy.whatif.pictures")
    pictures.check_names(*asked)
    return pictures
