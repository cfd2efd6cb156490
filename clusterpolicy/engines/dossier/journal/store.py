"""Where a journal is kept: a small protocol, and a store in memory.

A region may keep its journals where it likes, as in a database of its own. What it must promise stands here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Protocol

from clusterpolicy.engines.dossier.journal.chain import Entry
from clusterpolicy.errors import InputError, Problem


class Store(Protocol):
    """What keeps the entries of one journal."""

    def read(self, after: int = 0) -> tuple[Entry, ...]:
        """The entries whose number is above `after`, in order, as they were written.

        Raises: InputError `journal-damaged` or `journal-newer`, where they cannot be read.
        """

    def append(self, entries: Sequence[Entry], erase: Collection[int] = ()) -> None:
        """Add entries, and forget the events of the numbers in `erase`: all of it, or nothing.

        It is durable when this returns. The first of the entries must follow the last one kept.

        Raises: InputError `journal-moved` where it does not, since another writer was faster; `journal-not-written`
        where the store cannot take them. The store is then as it was.
        """

    def close(self) -> None:
        """Let go of what the store holds. Closing twice is no fault."""


class MemoryStore:
    """A store that keeps a journal while the process lives, for tests and for trials."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def read(self, after: int = 0) -> tuple[Entry, ...]:
        """The entries whose number is above `after`."""
        return tuple(self._entries[after:])

    def append(self, entries: Sequence[Entry], erase: Collection[int] = ()) -> None:
        """Add entries, and forget the events of the numbers in `erase`."""
        check_follows(entries, self._entries[-1] if self._entries else None)
        kept = [replace(entry, event=None) if entry.number in erase else entry for entry in self._entries]
        self._entries = [*kept, *entries]

    def close(self) -> None:
        """Nothing is held."""


def check_follows(entries: Sequence[Entry], last: Entry | None) -> None:
    """Refuse entries that do not follow the `last` one kept.

    Raises: InputError `journal-moved`.
    """
    expected = 1 if last is None else last.number + 1
    digest = None if last is None else last.digest
    if entries and (entries[0].number != expected or (digest is not None and entries[0].before != digest)):
        raise InputError(moved(entries[0].number, expected))


def moved(number: int, expected: int) -> Problem:
    """What is said where another writer was faster."""
    return Problem(
        "journal-moved",
        f"entry {number}",
        f"the journal has moved on to entry {expected} since it was read: another writer was faster",
        "open the dossier anew, look at what changed, and repeat the step",
    )
