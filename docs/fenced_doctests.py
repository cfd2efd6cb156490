"""Shows the examples of docstrings as code: a paragraph that begins with `>>>` would be read as a quotation.

Loaded by the builder of the API page; see `mkdocs.yml`.
"""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Module, Object

_EXAMPLE = re.compile(r"^( *)>>> .*(?:\n(?! *$).*)*", re.MULTILINE)


class FencedDoctests(Extension):
    """Puts a fence around each example of a docstring."""

    def on_package(self, *, pkg: Module, **_: Any) -> None:
        """Called once a package is loaded."""
        _fence(pkg)


def _fence(part: Object) -> None:
    if part.docstring is not None:
        part.docstring.value = _EXAMPLE.sub(r"\1```pycon\n\g<0>\n\1```", part.docstring.value)
    for inner in part.members.values():
        if isinstance(inner, Object):  # and not a name that only leads to one
            _fence(inner)
