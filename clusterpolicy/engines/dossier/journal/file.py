"""A journal in a file of SQLite.

One transaction a step: after a crash the file holds the last whole step. A second writer waits a moment for the first,
and is refused where the first was faster. What is erased is overwritten in the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from clusterpolicy.engines.dossier.journal.chain import SCHEMA, Entry, Event, newer
from clusterpolicy.engines.dossier.journal.store import check_follows
from clusterpolicy.errors import InputError, Problem

_MARK = 0x43504F4C  # "CPOL": tells a journal from any other file of SQLite
_WAIT = 5.0
"""Seconds for which a writer waits for another."""

_TABLES = """
CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    written_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    schema INTEGER NOT NULL,
    event_digest TEXT NOT NULL,
    before TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;
CREATE TABLE event (
    number INTEGER PRIMARY KEY REFERENCES entry (number),
    salt TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
"""
_READ = """
SELECT entry.number, written_at, kind, schema, event_digest, before, digest, salt, body
FROM entry LEFT JOIN event ON event.number = entry.number
WHERE entry.number > ? ORDER BY entry.number
"""
_LAST = f"{_READ} DESC LIMIT 1"


class FileStore:
    """A journal in a file: made new, or opened where it stands.

    Args:
        path: The file.
        new: Whether the file is to be made; it must not stand yet. Otherwise it must.

    Raises: InputError `file-not-found`, `journal-exists`, `journal-damaged`, `journal-newer`, `journal-not-written`.
    """

    def __init__(self, path: str | Path, *, new: bool = False) -> None:
        self.path = Path(path)
        if new and self.path.exists():
            said = "a file of that name stands there already"
            raise InputError(Problem("journal-exists", str(path), said, "choose another name, or open it"))
        if not new and not self.path.is_file():
            raise InputError(Problem("file-not-found", str(path), "there is no such file", "look at its name"))
        with self._troubles():
            self._connection = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
        try:
            with self._troubles():
                self._prepare(new)
        except InputError:
            self.close()
            raise

    def read(self, after: int = 0) -> tuple[Entry, ...]:
        """The entries whose number is above `after`, in order."""
        with self._troubles():
            entries = tuple(_entry(row) for row in self._connection.execute(_READ, (after,)))
        newest = max((entry.schema for entry in entries), default=SCHEMA)
        if newest > SCHEMA:
            raise InputError(newer(str(self.path), newest))
        return entries

    def append(self, entries: Sequence[Entry], erase: Collection[int] = ()) -> None:
        """Add entries, and forget the events of the numbers in `erase`: all of it, or nothing."""
        headers = [
            (each.number, each.written_at, each.kind, each.schema, each.event_digest, each.before, each.digest)
            for each in entries
        ]
        events = [(each.number, each.event.salt, each.event.body) for each in entries if each.event is not None]
        with self._troubles(), self._transaction():
            check_follows(entries, self._last())
            self._connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", headers)
            self._connection.executemany("INSERT INTO event VALUES (?, ?, ?)", events)
            self._connection.executemany("DELETE FROM event WHERE number = ?", [(number,) for number in erase])

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _last(self) -> Entry | None:
        row = self._connection.execute(_LAST, (0,)).fetchone()
        return None if row is None else _entry(row)

    def _prepare(self, new: bool) -> None:
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA secure_delete = ON")
        self._connection.execute("PRAGMA foreign_keys = ON")
        if new:
            with self._transaction():
                for statement in _TABLES.split(";")[:-1]:
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA application_id = {_MARK}")
                self._connection.execute(f"PRAGMA user_version = {SCHEMA}")
            return
        if self._pragma("application_id") != _MARK:
            said = "it is a file of SQLite, but no journal of a dossier"
            raise InputError(Problem("journal-damaged", str(self.path), said, "look at its name"))
        version = self._pragma("user_version")
        if version > SCHEMA:
            raise InputError(newer(str(self.path), version))

    def _pragma(self, name: str) -> int:
        return int(self._connection.execute(f"PRAGMA {name}").fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # a full disk has ended it already
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        """What SQLite says, as a problem of the library."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if "malformed" in str(error) or "no such" in str(error):
                raise InputError(self._damaged(error)) from error
            said = f"the journal cannot be used: {error}"
            mend = "look for the folder, make room, or wait for the other writer; the journal is as before this step"
            raise InputError(Problem("journal-not-written", str(self.path), said, mend)) from error
        except sqlite3.DatabaseError as error:
            raise InputError(self._damaged(error)) from error

    def _damaged(self, error: sqlite3.Error) -> Problem:
        said = f"the journal cannot be read: {error}"
        return Problem("journal-damaged", str(self.path), said, "take the last copy that is whole")


def _entry(row: tuple[Any, ...]) -> Entry:
    number, written_at, kind, schema, event_digest, before, digest, salt, body = row
    event = None if salt is None or body is None else Event(salt, body)
    return Entry(number, written_at, kind, schema, event_digest, before, digest, event)
