"""Values of parameters as text, and back, in the one notation of the parameter files: that of TOML."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

from clusterpolicy.language.parameter import Value


def written(value: Value) -> str:
    """A figure as a parameter file writes it, on one line.

    >>> print(written({"micro": Decimal("0.60"), "large": Decimal("0.40")}), written(("ITC1", "ITC2")), written(True))
    { "micro" = 0.6, "large" = 0.4 } ["ITC1", "ITC2"] true
    """
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            digits = format(value, "f")
            return digits.rstrip("0").rstrip(".") if "." in digits else digits
        case date():  # instants are dates too
            return value.isoformat()
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # which TOML will not read raw
        case tuple():
            return f"[{', '.join(map(written, value))}]"
        case dict():
            rows = ", ".join(f"{written(row)} = {written(cell)}" for row, cell in value.items())
            return f"{{ {rows} }}"
        case _:
            return str(value)


def read_written(text: str) -> Any:
    """What `text` writes, as TOML reads it, its decimals exact; `None` where it writes nothing. Undoes `written`.

    >>> read_written('{ "micro" = 0.6 }')
    {'micro': Decimal('0.6')}
    """
    try:
        document = tomllib.loads(f"value = {text}", parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError):
        return None
    return document["value"] if set(document) == {"value"} else None
