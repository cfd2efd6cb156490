"""How many rows are many: which engine of Polars is the faster one."""

from __future__ import annotations

from typing import Literal

MANY_ROWS = 20_000
"""From so many rows on, columns are found piece by piece: what one layer made is still near when the next one reads."""


def engine_for(rows: int) -> Literal["streaming", "in-memory"]:
    """The engine that is the faster one for so many rows."""
    return "streaming" if rows > MANY_ROWS else "in-memory"
