"""Values of parameters as text, and back: how a seal, a command line and a scenario write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from clusterpolicy.language.kinds import WHOLE_UNITS, Base
from clusterpolicy.language.parameter import Cell, Parameter, Value


def written(value: Value) -> str:
    """A figure as text: digits, a day, `true` or `false`, a list with commas, a table with its rows.

    >>> written({"micro": Decimal("0.60"), "large": Decimal("0.40")})
    'micro: 0.60; large: 0.40'
    """
    if isinstance(value, dict):
        return "; ".join(f"{row}: {written(cell)}" for row, cell in value.items())
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def value_of_text(parameter: Parameter, text: str) -> Value | None:
    """The value of `parameter` that `text` writes; `None` where it writes none. The inverse of `written`."""
    if parameter.by is None:
        return _cell(parameter, text)
    rows: dict[str, Cell] = {}
    for row in text.split(";"):
        name, colon, cell_text = row.partition(":")
        cell = _cell(parameter, cell_text.strip())
        if not colon or cell is None:
            return None
        rows[name.strip()] = cell
    return rows


def _cell(parameter: Parameter, text: str) -> Cell | None:
    try:
        match parameter.kind.base:
            case Base.NUMBER if parameter.kind.unit in WHOLE_UNITS:
                return int(text)
            case Base.NUMBER:
                return Decimal(text)
            case Base.DATE:
                return date.fromisoformat(text)
            case Base.INSTANT:
                return datetime.fromisoformat(text)
            case Base.TRUTH:
                return {"true": True, "false": False}.get(text)
            case Base.CODES:
                return tuple(code.strip() for code in text.split(",") if code.strip())
            case _:
                return text
    except (ValueError, InvalidOperation):
        return None
