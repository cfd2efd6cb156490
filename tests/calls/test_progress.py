"""A long run says how far it is: on a terminal, and nowhere else."""

from __future__ import annotations

import io
from collections.abc import Iterator

from clusterpolicy import run_call
from clusterpolicy.calls.progress import on_terminal
from clusterpolicy.rules.piedmont import LINE_A
from tests.calls.portfolios import application, marks_of


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def seconds(*passed: float) -> Iterator[float]:
    yield from passed


def test_a_run_that_takes_long_shows_how_far_it_is_and_clears_the_line_at_its_end() -> None:
    terminal, clock = Terminal(), seconds(0.0, 0.9, 1.0)
    told = on_terminal(terminal, lambda: next(clock))
    told(100, 10_000)
    assert terminal.getvalue() == ""
    told(5_000, 10_000)
    assert terminal.getvalue() == f"\r[{'#' * 15}{' ' * 15}] 5,000 of 10,000 applications examined"
    told(10_000, 10_000)
    assert terminal.getvalue().endswith(f"\r{' ' * 100}\r")


def test_a_short_run_shows_nothing() -> None:
    terminal = Terminal()
    told = on_terminal(terminal)
    told(1, 1)
    assert terminal.getvalue() == ""


def test_what_is_no_terminal_is_told_nothing() -> None:
    file, clock = io.StringIO(), seconds(0.0, 5.0)
    on_terminal(file, lambda: next(clock))(1, 2)
    assert file.getvalue() == ""


def test_a_function_of_ones_own_is_told_at_the_end_at_least() -> None:
    heard: list[tuple[int, int]] = []
    run_call(LINE_A, [application(0)], marks_of(0), progress=lambda done, of: heard.append((done, of)))
    assert heard == [(1, 1)]
