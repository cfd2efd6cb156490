"""Where a rule or a figure comes from, and how sure we are of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any

from clusterpolicy.errors import Problem, RuleError, UnknownName, nearest


class Confidence(StrEnum):
    """How sure a statement is: the source says it, it follows from what sources say, or nobody says it."""

    STATED = "stated"
    INFERRED = "inferred"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Source:
    """An act or a text, the place in it, its address, and how sure we are.

    Attributes:
        act: What it is: the name of an act, or of a page.
        article: The place in it; empty where it has no parts.
        address: Where it can be read, a full web address.
        confidence: Stated, inferred or assumed.
        dated: The day of the text; `None` where it bears no date.
        note: Why it says so, or how it is read; empty where it needs no word.

    >>> print(Source("Regulation (EU) No 651/2014", "Art. 2(2)", "http://data.europa.eu/eli/reg/2014/651/oj"))
    Regulation (EU) No 651/2014, Art. 2(2) (stated), http://data.europa.eu/eli/reg/2014/651/oj
    """

    act: str
    article: str
    address: str
    confidence: Confidence = Confidence.STATED
    dated: date | None = None
    note: str = ""

    def __str__(self) -> str:
        place = f", {self.article}" if self.article else ""
        return f"{self.act}{place} ({self.confidence}), {self.address}"

    def at(self, article: str) -> Source:
        """The same act, at another place in it."""
        return replace(self, article=article)

    def stated(self, note: str = "") -> Source:
        """The same source, which says it outright."""
        return replace(self, confidence=Confidence.STATED, note=note)

    def inferred(self, why: str) -> Source:
        """The same source, from which it only follows; `why` says how."""
        return replace(self, confidence=Confidence.INFERRED, note=why)

    def assumed(self, why: str) -> Source:
        """The source that comes nearest where none says it; `why` says why this was chosen."""
        return replace(self, confidence=Confidence.ASSUMED, note=why)


def read_toml(path: Path, place: str) -> dict[str, Any]:
    """The content of a TOML file, its decimals exact. Raises: RuleError `parameter-invalid` where it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except ValueError as error:  # bad TOML, and bytes that are not UTF-8
        raise RuleError(Problem("parameter-invalid", place, f"it is no TOML: {error}", "correct that place")) from None


_KEYS = ("act", "article", "address", "confidence", "dated", "note")


class Sources:
    """The sources of one folder of rules, read from its `sources.toml`; each is an attribute by its key.

    Raises: RuleError `parameter-invalid` with every entry that does not follow the schema; `UnknownName` for a key that
    is not there.
    """

    def __init__(self, entries: dict[str, Source], place: str) -> None:
        self._entries = entries
        self._place = place

    @classmethod
    def beside(cls, file: str, name: str = "sources.toml") -> Sources:
        """Read `name` from the folder in which `file` stands; call it with `__file__`."""
        path = Path(file).parent / name
        found = path.stat()
        return _read_sources(path, (found.st_mtime_ns, found.st_size))

    def __getattr__(self, key: str) -> Source:
        if key.startswith("__"):
            raise AttributeError(key)
        return self[key]

    def __getitem__(self, key: str) -> Source:
        try:
            return self._entries[key]
        except KeyError:
            known = sorted(self._entries)
            raise UnknownName(
                Problem("unknown-name", self._place, f"there is no source `{key}`", nearest(key, known))
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __contains__(self, key: object) -> bool:
        return key in self._entries


@cache
def _read_sources(path: Path, _state: tuple[int, int]) -> Sources:
    """The sources in a file. Every parameter file of a folder asks for them: they are read again only once changed."""
    place = f"{path.parent.name}/{path.name}"
    content = read_toml(path, place)
    problems: list[Problem] = []
    entries: dict[str, Source] = {}
    for key, entry in content.items():
        found = list(_problems_of_entry(entry, f"{place}: [{key}]"))
        if hasattr(Sources, key):
            found.append(Problem("duplicate-name", f"{place}: [{key}]", "the name has a meaning here", "change it"))
        problems += found
        if not found:
            entries[key] = Source(**{**entry, "confidence": Confidence(entry.get("confidence", "stated"))})
    if problems:
        raise RuleError(problems)
    return Sources(entries, place)


def _problems_of_entry(entry: object, place: str) -> Iterator[Problem]:
    if not isinstance(entry, dict):
        yield Problem("parameter-invalid", place, "a source is a table", 'write act = "...", address = "https://..."')
        return
    for key in sorted(entry.keys() - set(_KEYS)):
        yield Problem("parameter-invalid", place, f"`{key}` is not a key of a source", nearest(key, _KEYS))
    for key in ("act", "article", "address", "note"):
        if not isinstance(entry.get(key, ""), str):
            yield Problem("parameter-invalid", place, f"`{key}` is not a text", "write it in quotes")
    if not entry.get("act"):
        yield Problem("missing-source", place, "`act` is missing", "name the act or the page")
    if "article" not in entry:
        yield Problem("parameter-invalid", place, "`article` is missing", 'name the place, or write article = ""')
    if not str(entry.get("address", "")).startswith(("https://", "http://")):
        yield Problem("missing-source", place, "`address` is not a web address", 'write address = "https://..."')
    if entry.get("confidence", "stated") not in list(Confidence):
        yield Problem(
            "parameter-invalid",
            place,
            f"`{entry['confidence']}` is not a confidence",
            nearest(str(entry["confidence"]), list(Confidence)),
        )
    if type(entry.get("dated")) not in (date, NoneType):  # an instant is a kind of date to Python
        yield Problem("parameter-invalid", place, "`dated` is not a day", "write dated = 2016-10-26")
