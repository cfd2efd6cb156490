"""A page with sessions as a file for Jupyter: its text as cells of text, its sessions as cells of code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from doctest import DocTestParser
from typing import Any

_SESSION = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LAST_IMPORT = re.compile(r"\A((?:(?:from|import) .*\n)+)(?=.)")
"""The imports with which a cell begins. A blank line follows them, as everywhere in this project."""

_FORMAT = {"nbformat": 4, "nbformat_minor": 5}
_KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def notebook_file(page: str) -> str:
    """The page as a notebook. What was printed is left out: whoever runs it sees it anew."""
    cells = [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(_cells(page))]
    return json.dumps({"cells": cells, "metadata": _KERNEL, **_FORMAT}, indent=1, ensure_ascii=False) + "\n"


def _cells(page: str) -> Iterator[dict[str, Any]]:
    """The text between sessions, and the sessions; of these only what is typed."""
    parts = _SESSION.split(page)
    for text, session in zip(parts[::2], [*parts[1::2], ""], strict=True):
        if text.strip():
            yield {"cell_type": "markdown", "metadata": {}, "source": _lines(text.strip())}
        typed = "".join(each.source for each in DocTestParser().get_examples(session))
        if typed:
            yield {
                "cell_type": "code",
                "metadata": {},
                "execution_count": None,
                "outputs": [],
                "source": _lines(_LAST_IMPORT.sub(r"\1\n", typed.rstrip(), count=1)),
            }


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
