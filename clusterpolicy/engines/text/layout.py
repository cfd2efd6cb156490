"""Plain text in lines of a given width: paragraphs that hang from their first word, and tables."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from clusterpolicy.engines.text.display import MONTHS

WIDTH = 100
"""No line of a document is longer, so that it can be printed and signed."""

Tone = Literal["plain", "title", "good", "bad", "open", "quiet"]
"""What a line is for the eye. Plain text does without; a terminal may show it in colour."""

_NARROWEST = 3
_GAP = "  "
_UNITS = r"EUR|%|(?:month|year|day|point)s?\b|" + "|".join(MONTHS)
_AFTER_MONTH = "|".join(f"(?<={month})" for month in MONTHS)
_NUMBER_WITH_UNIT = re.compile(rf"(?<=[0-9]) (?={_UNITS})|(?:{_AFTER_MONTH}) (?=[0-9])")
_KEPT_TOGETHER = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. `lead` stands before its first line; further lines begin below its text.

    `link` is the address it leads to, for who can follow one; empty where it leads nowhere.
    """

    text: str
    lead: str = ""
    tone: Tone = "plain"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells below a head. The columns whose numbers are in `right` end at the same place."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


Block = Line | Table


def plain_text(blocks: Iterable[Block], width: int = WIDTH) -> str:
    """The blocks as text without colour, no line longer than `width`.

    >>> print(plain_text([Line("a grant for all who take part in it", lead="- ")], width=20))
    - a grant for all
      who take part in
      it
    """
    return "\n".join(line for block in blocks for line in _lines(block, width))


def wrapped(line: Line, width: int = WIDTH) -> list[str]:
    """The lines of a paragraph. A number stays with its unit; only what is longer than a line is broken within."""
    text = _NUMBER_WITH_UNIT.sub(_KEPT_TOGETHER, line.text)
    found = textwrap.wrap(
        text,
        width,
        initial_indent=line.lead,
        subsequent_indent=" " * len(line.lead),
        break_on_hyphens=False,
    )
    return [each.replace(_KEPT_TOGETHER, " ").rstrip() for each in found or [line.lead.rstrip()]]


def _lines(block: Block, width: int) -> Iterator[str]:
    if isinstance(block, Line):
        yield from wrapped(block, width)
    else:
        yield from _lines_of_table(block, width)


def _lines_of_table(table: Table, width: int) -> Iterator[str]:
    widths = _widths(table, width)
    yield from _row(table.head, widths, table.right)
    yield _GAP.join("-" * each for each in widths)
    for row in table.rows:
        yield from _row(row, widths, table.right)


def _widths(table: Table, width: int) -> list[int]:
    """As wide as the longest cell of a column; where that is too much, the widest columns give way."""
    widths = [max(_NARROWEST, *map(len, head.split())) for head in table.head]
    for row in table.rows:
        widths = [max(widest, len(cell)) for widest, cell in zip(widths, row, strict=True)]
    room = width - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(cells: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> Iterator[str]:
    columns = [wrapped(Line(cell), width) for cell, width in zip(cells, widths, strict=True)]
    for number in range(max(map(len, columns))):
        parts = [column[number] if number < len(column) else "" for column in columns]
        placed = [
            part.rjust(width) if at in right else part.ljust(width)
            for at, (part, width) in enumerate(zip(parts, widths, strict=True))
        ]
        yield _GAP.join(placed).rstrip()
