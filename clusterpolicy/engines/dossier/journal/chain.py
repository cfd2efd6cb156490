"""The entries of a journal, and the chain that binds them.

The digest of an entry covers its header: its number, its moment, its kind, its schema, the digest of what it tells, and
the digest of the entry before. What it tells is digested with a salt of its own, so that nobody can find out what was
erased by trying what it may have been.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clusterpolicy.errors import Problem

SCHEMA = 1
"""The version of the schema in which entries are written. Earlier versions stay readable."""

BEGINNING = "0" * 64
"""What the first entry names as the digest before it."""

ERASED = "erased"
"""The kind of an entry that tells which earlier ones lost what they told."""


@dataclass(frozen=True, slots=True)
class Event:
    """What an entry tells, and the salt that goes into its digest, both as text. The text is JSON."""

    salt: str
    body: str

    @classmethod
    def of(cls, told: Mapping[str, Any], salt: str) -> Event:
        """The event that tells `told`, in the one form in which it is digested."""
        return cls(salt, json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")))

    @property
    def digest(self) -> str:
        """The digest that binds it to its entry."""
        return hashlib.sha256(f"{self.salt}\n{self.body}".encode()).hexdigest()

    @property
    def told(self) -> dict[str, Any]:
        """What it tells."""
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: a header that stays for ever, and the event it tells.

    Attributes:
        number: Its place in the journal; the first is 1.
        written_at: The moment of writing, as ISO 8601 text with its zone.
        kind: What happened.
        schema: The version of the schema in which it is written.
        event_digest: The salted digest of the event.
        before: The digest of the entry before.
        digest: The digest of this entry.
        event: What it tells; `None` where that was erased.
    """

    number: int
    written_at: str
    kind: str
    schema: int
    event_digest: str
    before: str
    digest: str
    event: Event | None

    @property
    def told(self) -> dict[str, Any] | None:
        """What it tells; `None` where that was erased."""
        return None if self.event is None else self.event.told


def next_entry(before: Entry | None, kind: str, event: Event, at: datetime) -> Entry:
    """The entry that follows `before` and tells `event`."""
    number, previous = (1, BEGINNING) if before is None else (before.number + 1, before.digest)
    header = (number, at.isoformat(), kind, SCHEMA, event.digest, previous)
    return Entry(*header, _digest(header), event)


def _digest(header: tuple[int, str, str, int, str, str]) -> str:
    return hashlib.sha256(json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def faults(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Where a journal is not as it was written. Nothing, if it is whole.

    Entries cut off at its end leave no trace in what remains: compare the last digest with one that was kept elsewhere.
    """
    read = tuple(entries)
    erased = _erased(read)
    before, number = BEGINNING, 0
    for entry in read:
        number += 1
        place = f"entry {entry.number}"
        header = (entry.number, entry.written_at, entry.kind, entry.schema, entry.event_digest, entry.before)
        if entry.number != number or entry.before != before:
            yield _tampered(place, "it does not follow the entry before it")
        if _digest(header) != entry.digest:
            yield _tampered(place, "its header was changed after it was written")
        if entry.event is not None and entry.event.digest != entry.event_digest:
            yield _tampered(place, "what it tells was changed after it was written")
        if entry.event is None and entry.number not in erased:
            yield _tampered(place, "what it tells is gone, and no later entry says that it was erased")
        before, number = entry.digest, entry.number


def _erased(entries: Iterable[Entry]) -> set[int]:
    return {
        number
        for entry in entries
        if entry.kind == ERASED and entry.event is not None and entry.event.digest == entry.event_digest
        for number in entry.event.told["entries"]
    }


def _tampered(place: str, said: str) -> Problem:
    return Problem("journal-tampered", place, said, "take a copy that is whole; do not decide anything by this journal")


def newer(place: str, version: int) -> Problem:
    """What is said of a journal, or an entry, whose schema this version of the library does not know."""
    said = f"it is written in schema {version}, and this version of the library reads up to {SCHEMA}"
    return Problem("journal-newer", place, said, "open it with a newer version of the library")
