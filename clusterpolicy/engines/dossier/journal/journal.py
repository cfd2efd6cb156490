"""The journal itself: what a dossier writes into, and reads itself from."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from clusterpolicy.engines.dossier.journal.chain import (
    BEGINNING,
    ERASED,
    SCHEMA,
    Entry,
    Event,
    faults,
    newer,
    next_entry,
)
from clusterpolicy.engines.dossier.journal.store import Store
from clusterpolicy.errors import InputError, Problem


class Journal:
    """The entries of one dossier, over a store. The store is closed with the journal, and where the journal is refused.

    Raises: InputError `journal-tampered` with every place where the store does not hold what was written;
    `journal-newer` where an entry is of a newer schema.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        try:
            found = _sound(store)
        except InputError:
            store.close()
            raise
        self._last = found[-1] if found else None
        self._numbers = len(found)

    @property
    def head(self) -> str:
        """The digest of the last entry. Kept elsewhere, it shows later that nothing was cut off at the end."""
        return BEGINNING if self._last is None else self._last.digest

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, in order."""
        return self._store.read()

    def write(self, events: Iterable[tuple[str, Mapping[str, Any]]], *, at: datetime) -> None:
        """Add an entry for each event, each with its kind: all of them, or none.

        Raises: InputError `journal-moved`, `journal-not-written`. The journal is then as it was.
        """
        self._append(list(events), at, ())

    def erase(self, numbers: Collection[int], *, because: str, at: datetime) -> None:
        """Forget what the entries of these numbers tell. That they were there stays, and why they are erased.

        Raises: InputError `reference-unknown` for a number that is no entry.
        """
        unknown = sorted(number for number in numbers if not 1 <= number <= self._numbers)
        if unknown:
            raise InputError(
                Problem(
                    "reference-unknown",
                    f"entry {number}",
                    f"the journal has entries from 1 to {self._numbers}",
                    "look at the history of the dossier",
                )
                for number in unknown
            )
        self._append([(ERASED, {"entries": sorted(numbers), "because": because})], at, numbers)

    def verify(self, head: str | None = None) -> tuple[Problem, ...]:
        """Where the store does not hold what was written; and whether it ends, or once ended, with `head`."""
        found = self._store.read()
        problems = list(faults(found))
        if head is not None and head not in {BEGINNING, *(entry.digest for entry in found)}:
            said = f"no entry has the digest {head}: entries are missing at the end, or it is another journal"
            problems.append(Problem("journal-tampered", "the end", said, "take a copy that is whole"))
        return tuple(problems)

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def _append(self, events: list[tuple[str, Mapping[str, Any]]], at: datetime, erase: Collection[int]) -> None:
        if at.tzinfo is None:
            raise InputError(Problem("instant-without-zone", "at", f"{at} has no time zone", "give it one"))
        entries: list[Entry] = []
        last = self._last
        for kind, told in events:
            last = next_entry(last, kind, Event.of(told, secrets.token_hex(16)), at)
            entries.append(last)
        self._store.append(entries, erase)
        self._last = last
        self._numbers += len(entries)


def _sound(store: Store) -> tuple[Entry, ...]:
    """The entries of a store, where each is as it was written."""
    found = store.read()
    problems = [newer(f"entry {each.number}", each.schema) for each in found if each.schema > SCHEMA]
    problems = problems[:1] or list(faults(found))
    if problems:
        raise InputError(problems)
    return found
