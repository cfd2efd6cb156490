"""The journal keeps every step, shows every change made by hand, and survives what befalls files."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.engines.dossier.journal import FileStore, Journal, MemoryStore
from clusterpolicy.errors import InputError

NOON = datetime(2017, 3, 1, 12, tzinfo=UTC)
PERSONAL = "tax code of a person"


def written(path: Path, *bodies: str) -> Journal:
    journal = Journal(FileStore(path, new=True))
    for body in bodies:
        journal.write([("put", {"body": body})], at=NOON)
    return journal


def codes(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def changed_by_hand(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


@pytest.mark.parametrize("batches", [[["a"]], [["a", "b"], ["c"]], [[], ["a"]]])
def test_what_is_written_is_read_again_in_its_order(tmp_path: Path, batches: list[list[Any]]) -> None:
    journal = Journal(FileStore(tmp_path / "dossier", new=True))
    for batch in batches:
        journal.write([("put", {"body": body}) for body in batch], at=NOON)
    journal.close()
    found = Journal(FileStore(tmp_path / "dossier")).entries()
    assert [entry.told for entry in found] == [{"body": body} for batch in batches for body in batch]
    assert [entry.number for entry in found] == list(range(1, len(found) + 1))
    assert all(entry.written_at == "2017-03-01T12:00:00+00:00" for entry in found)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ('UPDATE event SET body = \'{"body":"x"}\' WHERE number = 2', "what it tells was changed"),
        ("UPDATE event SET salt = 'x' WHERE number = 2", "what it tells was changed"),
        ("UPDATE entry SET kind = 'withdrawn' WHERE number = 2", "its header was changed"),
        ("UPDATE entry SET written_at = '2016-01-01T00:00:00+00:00' WHERE number = 2", "its header was changed"),
        ("UPDATE entry SET event_digest = 'x' WHERE number = 2", "its header was changed"),
        ("DELETE FROM event WHERE number = 2", "no later entry says that it was erased"),
        ("DELETE FROM entry WHERE number = 2", "it does not follow"),
        ("DELETE FROM entry WHERE number = 1", "it does not follow"),
        ("UPDATE entry SET number = 7 WHERE number = 3", "it does not follow"),
    ],
)
def test_a_journal_edited_by_hand_is_not_opened_and_the_place_is_named(
    tmp_path: Path, statement: str, said: str
) -> None:
    written(tmp_path / "dossier", "a", "b", "c").close()
    changed_by_hand(tmp_path / "dossier", statement)
    with pytest.raises(InputError, match=said) as error:
        Journal(FileStore(tmp_path / "dossier"))
    assert set(codes(error)) == {"journal-tampered"}


def test_an_entry_rewritten_with_a_digest_of_its_own_breaks_the_next_one(tmp_path: Path) -> None:
    one, other = written(tmp_path / "one", "a", "b", "c"), written(tmp_path / "other", "a", "x", "c")
    forged = other.entries()[1]
    one.close()
    statement = "UPDATE entry SET event_digest = '{0.event_digest}', digest = '{0.digest}', before = '{0.before}'"
    changed_by_hand(tmp_path / "one", f"{statement.format(forged)} WHERE number = 2")
    with pytest.raises(InputError, match="does not follow"):
        Journal(FileStore(tmp_path / "one"))


def test_entries_cut_off_at_the_end_are_seen_by_a_digest_kept_elsewhere(tmp_path: Path) -> None:
    journal = written(tmp_path / "dossier", "a", "b", "c")
    head, earlier = journal.head, journal.entries()[1].digest
    assert journal.verify(head) == ()
    journal.close()
    changed_by_hand(tmp_path / "dossier", "DELETE FROM event WHERE number = 3")
    changed_by_hand(tmp_path / "dossier", "DELETE FROM entry WHERE number = 3")
    shorter = Journal(FileStore(tmp_path / "dossier"))
    assert shorter.verify() == ()
    assert shorter.verify(earlier) == ()
    assert [problem.code for problem in shorter.verify(head)] == ["journal-tampered"]


def test_what_is_erased_is_gone_from_the_file_and_the_chain_still_holds(tmp_path: Path) -> None:
    journal = written(tmp_path / "dossier", "a", PERSONAL, "c")
    assert PERSONAL.encode() in (tmp_path / "dossier").read_bytes()
    journal.erase([2], because="asked for by the person", at=NOON)
    journal.write([("put", {"body": "d"})], at=NOON)
    journal.close()
    assert PERSONAL.encode() not in (tmp_path / "dossier").read_bytes()
    again = Journal(FileStore(tmp_path / "dossier"))
    assert again.verify() == ()
    assert [entry.told and entry.told.get("body") for entry in again.entries()] == ["a", None, "c", None, "d"]
    assert again.entries()[3].told == {"entries": [2], "because": "asked for by the person"}


@pytest.mark.parametrize("number", [0, 4, -1])
def test_only_entries_that_are_there_can_be_erased(tmp_path: Path, number: int) -> None:
    journal = written(tmp_path / "dossier", "a", "b", "c")
    with pytest.raises(InputError, match=f"entry {number}"):
        journal.erase([1, number], because="asked for", at=NOON)
    assert [entry.told for entry in journal.entries()] == [{"body": "a"}, {"body": "b"}, {"body": "c"}]


def test_the_same_words_have_another_digest_each_time_they_are_written(tmp_path: Path) -> None:
    first, second = written(tmp_path / "dossier", "a", "a").entries()
    assert first.event_digest != second.event_digest


def test_the_slower_of_two_writers_is_refused_and_nothing_of_its_step_is_kept(tmp_path: Path) -> None:
    fast = written(tmp_path / "dossier", "a")
    slow = Journal(FileStore(tmp_path / "dossier"))
    fast.write([("put", {"body": "b"})], at=NOON)
    with pytest.raises(InputError) as error:
        slow.write([("put", {"body": "c"}), ("put", {"body": "d"})], at=NOON)
    assert codes(error) == ["journal-moved"]
    assert [entry.told for entry in fast.entries()] == [{"body": "a"}, {"body": "b"}]
    fast.write([("put", {"body": "e"})], at=NOON)
    assert fast.verify() == ()


def test_the_store_in_memory_refuses_the_slower_writer_too() -> None:
    store = MemoryStore()
    fast, slow = Journal(store), Journal(store)
    fast.write([("put", {})], at=NOON)
    with pytest.raises(InputError) as error:
        slow.write([("put", {})], at=NOON)
    assert codes(error) == ["journal-moved"]


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_file_cut_off_is_refused_with_a_clear_error(tmp_path: Path, kept: float) -> None:
    path = tmp_path / "dossier"
    written(path, *(str(number) * 500 for number in range(40))).close()
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(InputError) as error:
        Journal(FileStore(path))
    assert set(codes(error)) <= {"journal-damaged", "journal-tampered"}


@pytest.mark.parametrize("content", [b"", b"not a database at all, but a letter" * 50])
def test_a_file_that_is_no_journal_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "letter").write_bytes(content)
    with pytest.raises(InputError) as error:
        FileStore(tmp_path / "letter")
    assert codes(error) == ["journal-damaged"]


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    changed_by_hand(tmp_path / "other", "CREATE TABLE apple (weight)")
    with pytest.raises(InputError, match="no journal") as error:
        FileStore(tmp_path / "other")
    assert codes(error) == ["journal-damaged"]


def test_a_journal_of_a_newer_schema_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    written(tmp_path / "dossier", "a").close()
    changed_by_hand(tmp_path / "dossier", "PRAGMA user_version = 2")
    before = (tmp_path / "dossier").read_bytes()
    with pytest.raises(InputError, match="schema 2") as error:
        FileStore(tmp_path / "dossier")
    assert codes(error) == ["journal-newer"]
    assert (tmp_path / "dossier").read_bytes() == before


def test_a_journal_is_made_only_where_nothing_stands_and_opened_only_where_one_does(tmp_path: Path) -> None:
    written(tmp_path / "dossier", "a").close()
    with pytest.raises(InputError) as error:
        FileStore(tmp_path / "dossier", new=True)
    assert codes(error) == ["journal-exists"]
    with pytest.raises(InputError) as error:
        FileStore(tmp_path / "nothing")
    assert codes(error) == ["file-not-found"]
    assert not (tmp_path / "nothing").exists()


def test_a_full_disk_is_told_and_leaves_the_journal_as_it_was(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "dossier", new=True)
    journal = Journal(store)
    journal.write([("put", {"body": "a"})], at=NOON)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    head = journal.head
    with pytest.raises(InputError, match="full") as error:
        journal.write([("put", {"body": "b" * 100_000})], at=NOON)
    assert codes(error) == ["journal-not-written"]
    assert journal.head == head
    store._connection.execute("PRAGMA max_page_count = 100000")
    journal.write([("put", {"body": "c"})], at=NOON)
    assert [entry.told for entry in Journal(FileStore(tmp_path / "dossier")).entries()] == [
        {"body": "a"},
        {"body": "c"},
    ]


WRITES_FOR_EVER = """
import sys
from datetime import UTC, datetime
from clusterpolicy.engines.dossier.journal import FileStore, Journal
journal = Journal(FileStore(sys.argv[1], new=True))
step = 0
while True:
    step += 1
    journal.write([("put", {"step": step, "part": part}) for part in range(3)], at=datetime.now(UTC))
    print(step, flush=True)
"""


def test_a_process_killed_in_the_middle_of_a_step_leaves_the_last_whole_step(tmp_path: Path) -> None:
    path = tmp_path / "dossier"
    with subprocess.Popen([sys.executable, "-c", WRITES_FOR_EVER, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(20):
            told = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
        told = max([told, *(int(line) for line in process.stdout.read().split())])
    journal = Journal(FileStore(path))
    found = [entry.told for entry in journal.entries()]
    whole = len(found) // 3
    assert found == [{"step": step, "part": part} for step in range(1, whole + 1) for part in range(3)]
    assert whole in (told, told + 1)
    journal.write([("put", {"body": "after"})], at=NOON)
    assert journal.verify() == ()


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(InputError) as error:
        Journal(MemoryStore()).write([("put", {})], at=datetime(2017, 3, 1, 12))
    assert codes(error) == ["instant-without-zone"]


@given(st.lists(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none()), max_size=3), max_size=6))
def test_every_text_comes_back_as_it_was_told(batches: list[list[Any]]) -> None:
    store = MemoryStore()
    journal = Journal(store)
    for batch in batches:
        journal.write([("put", told) for told in batch], at=NOON)
    again = Journal(store)
    assert [entry.told for entry in again.entries()] == [told for batch in batches for told in batch]
    assert again.head == journal.head
