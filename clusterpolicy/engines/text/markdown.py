"""Pieces of Markdown: sources, headings and the anchors they get, text without signs of its own."""

from __future__ import annotations

import re
import unicodedata

from clusterpolicy.engines.text.display import day as day_in_words
from clusterpolicy.engines.text.display import plain
from clusterpolicy.language.source import Source


def cited(source: Source) -> str:
    """A source with its address, its day, and how sure it is."""
    place = f", {source.article}" if source.article else ""
    dated = f", {day_in_words(source.dated)}" if source.dated else ""
    note = f". {escaped(source.note)}" if source.note else ""
    return f"[{escaped(f'{source.act}{place}')}](<{source.address}>){dated} *({source.confidence})*{note}"


def raised(text: str) -> str:
    """The text as it begins a line: with a capital letter, whether or not it stands in brackets."""
    at = 1 if text.startswith("[") else 0
    return f"{text[:at]}{text[at : at + 1].upper()}{text[at + 1 :]}"


def escaped(text: str) -> str:
    """Text that holds no signs of Markdown."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", plain(text))


def anchor(heading: str) -> str:
    """The anchor that builders of pages give to a heading."""
    letters = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", letters).strip().lower())
