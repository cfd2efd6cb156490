"""TOML as plain data, with exact numbers."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

from clusterpolicy.errors import InputError
from clusterpolicy.reading.problems import too_deep, unreadable

_MOST_DOTS = 200


def read_toml(text: str) -> dict[str, Any]:
    """The data of a TOML text. Raises `InputError` if it cannot be read.

    >>> read_toml("amount = 300000.10")
    {'amount': Decimal('300000.10')}
    """
    # A key of very many parts keeps the parser busy without end.
    if any(part.count(".") > _MOST_DOTS for part in re.split(r"[=,\[\]{}\n]", text)):
        raise InputError(too_deep(""))
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except RecursionError:
        raise InputError(too_deep("")) from None
    except ValueError as error:
        raise InputError(unreadable("TOML", str(error))) from None
