"""What somebody sees who looks at a terminal."""

from __future__ import annotations

import io
import re
import sys

import pytest
from rich.console import Console

from clusterpolicy import assess, read_application
from clusterpolicy.cli.terminal import show
from clusterpolicy.engines.text.layout import Line, Table
from clusterpolicy.engines.text.report import document
from clusterpolicy.rules import piedmont
from tests.cli.conftest import EXAMPLES, Run


def seen(blocks: object, width: int = 100, *, colour: bool = True) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=colour, color_system="standard" if colour else None,
        highlight=False, markup=False, emoji=False, legacy_windows=False,
    )  # fmt: skip
    show(blocks, console)  # type: ignore[arg-type]  # the tests hand in lists of blocks
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def without_colour(text: str) -> str:
    return re.sub(r"\x1b(\[[0-9;]*m|\]8;[^\x1b]*\x1b\\)", "", text)


def test_the_outcome_is_in_colour() -> None:
    assert "\x1b[1;31mNOT ELIGIBLE\x1b[0m" in seen([Line("NOT ELIGIBLE", tone="bad")])


def test_an_address_can_be_followed_even_where_it_is_broken_over_lines() -> None:
    address = "https://example.org/" + "a" * 150

    assert seen([Line(address, link=address)]).count(address) >= 2


def test_names_that_look_like_markup_are_shown_as_they_are() -> None:
    assert "[red]Alfa[/red] :smile:" in without_colour(seen([Line("[red]Alfa[/red] :smile:")]))
    assert "[red]Alfa[/red]" in without_colour(seen([Table(("Name",), (("[red]Alfa[/red]",),))]))


@pytest.mark.parametrize("width", [40, 60, 71, 72, 80, 100, 200])
@pytest.mark.parametrize("name", ["eligible", "five-failures", "undetermined"])
def test_no_terminal_is_too_narrow_for_a_whole_decision(name: str, width: int) -> None:
    decision = assess(read_application((EXAMPLES / f"{name}.json").read_bytes()), piedmont.LINE_A)

    text = without_colour(seen(document(decision), width))

    assert all(len(line) <= min(width, 100) for line in text.splitlines())
    amounts = [f"{each.cost:,}" for each in decision.participations]
    assert all(amount in text for amount in amounts) or width < 72


def test_a_terminal_gets_colour_unless_none_is_wanted(here: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    example = str(EXAMPLES / "eligible.json")

    assert "\x1b[" in here("assess", example).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in here("assess", example).out
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b[" not in here("assess", example).out
