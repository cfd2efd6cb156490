"""Paragraphs and tables on a terminal, in colour."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text

from clusterpolicy.engines.text.layout import WIDTH, Block, Line, Table, Tone, plain_text, wrapped

_STYLES: dict[Tone, str] = {
    "plain": "",
    "title": "bold",
    "good": "bold green",
    "bad": "bold red",
    "open": "bold yellow",
    "quiet": "dim",
}
_NARROWEST = 40
_WIDE_ENOUGH_FOR_TABLES = 72
"""On less than that a drawn table would lose digits; a plain one breaks its cells instead."""


def show(blocks: Iterable[Block], console: Console | None = None) -> None:
    """Write the blocks to a terminal, as wide as it is but no wider than a page."""
    console = console or Console(highlight=False, markup=False, emoji=False)
    width = max(_NARROWEST, min(console.width, WIDTH))
    for block in blocks:
        if isinstance(block, Line):
            style = Style.parse(_STYLES[block.tone]) + Style(link=block.link or None)
            for line in wrapped(block, width):
                console.print(Text(line, style=style), soft_wrap=True)
        elif width < _WIDE_ENOUGH_FOR_TABLES:
            console.print(Text(plain_text([block], width)), soft_wrap=True)
        else:
            console.print(_table(block), width=width)


@contextmanager
def bar(what: str, console: Console | None = None) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error that grows as it is told, and goes away at the end."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console or Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)


def _table(table: Table) -> RichTable:
    drawn = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for at, head in enumerate(table.head):
        justify: Literal["left", "right"] = "right" if at in table.right else "left"
        digits = max((len(word) for row in table.rows for word in row[at].split()), default=0)
        drawn.add_column(Text(head), justify=justify, overflow="fold", min_width=digits if at in table.right else None)
    for row in table.rows:
        drawn.add_row(*map(Text, row))
    return drawn
