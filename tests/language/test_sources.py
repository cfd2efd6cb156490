"""Sources: where a rule or a figure comes from, read from files that follow a closed schema."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clusterpolicy.errors import UnknownName
from clusterpolicy.language import Confidence, Source, Sources
from tests.language.faults import faults_of
from tests.language.shire.rules_of import SOURCES

BOOK = 'act = "The Red Book"\narticle = ""\naddress = "https://shire.example/book"\n'


def written(folder: Path, text: str) -> Sources:
    (folder / "sources.toml").write_text(text, encoding="utf-8")
    return Sources.beside(str(folder / "rules.py"))


def test_a_source_is_read_as_it_is_written() -> None:
    assert SOURCES.red_book == Source(
        act="The Red Book of Westmarch",
        article="Book I, chapter 1",
        address="https://shire.example/red-book",
        confidence=Confidence.STATED,
        dated=date(1423, 3, 25),
    )
    assert SOURCES.rumour.confidence is Confidence.ASSUMED
    assert SOURCES.rumour.note == "Nobody wrote it down."


def test_a_source_that_does_not_say_how_sure_it_is_states_it(tmp_path: Path) -> None:
    assert written(tmp_path, f"[book]\n{BOOK}").book.confidence is Confidence.STATED


def test_a_source_can_be_read_aloud() -> None:
    assert str(SOURCES.rumour) == "What is said at the Green Dragon (assumed), https://shire.example/green-dragon"
    assert str(SOURCES.red_book).startswith("The Red Book of Westmarch, Book I, chapter 1 (stated), https://")


def test_a_source_can_be_taken_at_another_place_and_with_another_confidence() -> None:
    book = SOURCES.red_book

    assert book.at("chapter 2").article == "chapter 2"
    assert book.at("chapter 2").act == book.act
    assert (book.inferred("it follows").confidence, book.inferred("it follows").note) == ("inferred", "it follows")
    assert (book.assumed("nobody says").confidence, book.assumed("nobody says").note) == ("assumed", "nobody says")
    assert (SOURCES.rumour.stated().confidence, SOURCES.rumour.stated().note) == ("stated", "")


def test_sources_are_found_by_their_key_and_can_be_listed() -> None:
    assert SOURCES["red_book"] is SOURCES.red_book
    assert list(SOURCES) == ["red_book", "rumour"]
    assert "rumour" in SOURCES
    assert "song" not in SOURCES
    assert not hasattr(SOURCES, "__wrapped__")


@pytest.mark.parametrize("look_up", [lambda: SOURCES.red_bok, lambda: SOURCES["red_bok"]])
def test_an_unknown_source_is_refused_with_the_nearest_key(look_up: object) -> None:
    with pytest.raises(UnknownName) as raised:
        look_up()  # type: ignore[operator]  # one of two functions

    assert str(raised.value) == (
        "[unknown-name] shire/sources.toml: there is no source `red_bok`. To mend it: write `red_book`."
    )


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ('book = "The Red Book"', "parameter-invalid", "a source is a table"),
        (f"[book]\n{BOOK}adress = 1", "parameter-invalid", "`adress` is not a key of a source"),
        ('[book]\narticle = ""\naddress = "https://x"', "missing-source", "`act` is missing"),
        ('[book]\nact = ""\narticle = ""\naddress = "https://x"', "missing-source", "`act` is missing"),
        ('[book]\nact = 1\narticle = ""\naddress = "https://x"', "parameter-invalid", "`act` is not a text"),
        ('[book]\nact = "A"\naddress = "https://x"', "parameter-invalid", "`article` is missing"),
        ('[book]\nact = "A"\narticle = 1\naddress = "https://x"', "parameter-invalid", "`article` is not a text"),
        ('[book]\nact = "A"\narticle = ""', "missing-source", "`address` is not a web address"),
        ('[book]\nact = "A"\narticle = ""\naddress = "shire"', "missing-source", "`address` is not a web address"),
        (f'[book]\n{BOOK}confidence = "sure"', "parameter-invalid", "`sure` is not a confidence"),
        (f'[book]\n{BOOK}dated = "1423"', "parameter-invalid", "`dated` is not a day"),
        (f"[book]\n{BOOK}dated = 1423-03-25T10:00:00", "parameter-invalid", "`dated` is not a day"),
        (f"[book]\n{BOOK}note = 1", "parameter-invalid", "`note` is not a text"),
        (f"[beside]\n{BOOK}", "duplicate-name", "the name has a meaning here"),
        ("[book", "parameter-invalid", "it is no TOML"),
    ],
)
def test_each_fault_of_a_source_is_named(tmp_path: Path, text: str, code: str, said: str) -> None:
    faults = faults_of(lambda: written(tmp_path, text))

    assert (code, True) in [(fault.code, said in fault.message) for fault in faults]
    assert all(f"{tmp_path.name}/sources.toml" in fault.place for fault in faults)


def test_all_faults_of_all_sources_are_named_at_once(tmp_path: Path) -> None:
    faults = faults_of(lambda: written(tmp_path, f"[a]\nb = 1\n[c]\n{BOOK}z = 1\ny = 2\n[d]\n{BOOK}"))

    assert [fault.place.split()[-1] for fault in faults] == ["[a]"] * 4 + ["[c]"] * 2


def test_what_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_bytes(b"\xff\xfe")

    fault = faults_of(lambda: Sources.beside(str(tmp_path / "rules.py")))[0]

    assert fault.code == "parameter-invalid"
