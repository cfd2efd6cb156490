"""Tables as text with separators (CSV): a line of names, then a line for each row."""

from __future__ import annotations

import csv
from collections.abc import Sequence, Set
from dataclasses import dataclass

from clusterpolicy.errors import InputError, Problem, nearest


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line, its cells by column, and what is wrong with it. A cell without text is not known."""

    line: int
    cells: dict[str, str | None]
    problem: Problem | None = None


def read_csv(text: str, columns: Sequence[str], optional: Set[str] = frozenset()) -> list[Row]:
    r"""The rows of a table with these columns, in any order. Lines without any text are passed over.

    The separator is a comma; or a semicolon, as spreadsheets of many countries write it, where the first line has one.

    Raises: InputError with every fault of the line of names, or where the text is no such table.

    >>> read_csv("points;criterion\n18.5;novelty\n;quality\n", ("criterion", "points"))[1]
    Row(line=3, cells={'points': None, 'criterion': 'quality'}, problem=None)
    """
    separator = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    found: list[Row] = []
    names: list[str] = []
    try:
        for cells in reader:
            if not names:
                names = _names(cells, columns, optional)
            elif any(cell.strip() for cell in cells):
                found.append(_row(reader.line_num, cells, names))
    except csv.Error as error:
        place = f"line {reader.line_num}"
        raise InputError(
            Problem("input-not-readable", place, f"the table cannot be read: {error}", "correct the text at that place")
        ) from None
    if not names:
        raise InputError(_faulty("the table is empty", f"begin with the line `{','.join(columns)}`"))
    return found


def _names(cells: Sequence[str], columns: Sequence[str], optional: Set[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    problems = [
        Problem("field-unknown", "line 1", f"there is no column `{name[:100]}`", nearest(name[:100], columns))
        for name in names
        if name not in columns
    ]
    problems += [
        Problem("duplicate", "line 1", f"the column `{name}` stands twice", "keep one of them")
        for name in columns
        if names.count(name) > 1
    ]
    problems += [
        Problem("field-missing", "line 1", f"the column `{name}` is absent", f"add `{name}` to the line of names")
        for name in columns
        if name not in names and name not in optional
    ]
    if problems:
        raise InputError(problems)
    return names


def _row(line: int, cells: Sequence[str], names: Sequence[str]) -> Row:
    if len(cells) == len(names):
        return Row(line, {name: cell.strip() or None for name, cell in zip(names, cells, strict=True)})
    said = f"the row has {len(cells)} cells, and the table {len(names)} columns"
    return Row(line, {}, _faulty(said, "put a text that holds the separator in quotation marks"))


def _faulty(message: str, mend: str) -> Problem:
    return Problem("input-not-readable", "", message, mend)
