"""A parameter: one figure of the law, with its values by date and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from clusterpolicy.errors import NoLawThatDay, Problem
from clusterpolicy.language.kinds import Kind
from clusterpolicy.language.source import Source

Cell = Decimal | int | bool | str | date | datetime | tuple[str, ...]
Value = Cell | dict[str, Cell]
Limit = Literal["at least", "at most", "above", "below"]


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """One figure, or one table of figures, with a value from each day on which it changed.

    Attributes:
        name: Its full name, the folder of the rules first: `piedmont/minimum_cost`.
        label: What it is, in words.
        kind: The kind of the figure, or of a cell of the table.
        limit: On which side of it a value must lie; `None` where it is no limit.
        source: Where it comes from, and how sure that is.
        by: What the rows of a table are; `None` for a single figure.
        values: Pairs of a day and the value in force from that day, earliest first.
        until: The last day on which the last value is known to be in force; `None` while no end is known.
    """

    name: str
    label: str
    kind: Kind
    limit: Limit | None
    source: Source
    by: str | None
    values: tuple[tuple[date, Value], ...]
    until: date | None = None

    def on(self, day: date) -> Value:
        """The value in force on `day`.

        Raises: NoLawThatDay where no value is known for that day. A neighbour is never taken instead.
        """
        found: Value | None = None
        for since, value in self.values:
            if since > day:
                break
            found = value
        if found is None or (self.until is not None and day > self.until):
            known = f"from {self.values[0][0]}" + (f" to {self.until}" if self.until else "")
            raise NoLawThatDay(
                Problem(
                    "no-law-that-day",
                    f"parameter `{self.name}`",
                    f"no value is known to be in force on {day}; values are known {known}",
                    "ask for a day within these, or add the value of that day, with its source, to the parameter file",
                )
            )
        return found
