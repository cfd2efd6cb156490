"""The size of an enterprise as plain data, and as JSON, for programs in any language.

Exact numbers are texts: with decimals where they have at most fifteen, else as a fraction, such as `"1/3"`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from clusterpolicy.rules.eu.ownership.result import Contribution, SmeStatusRecord

_MOST_DECIMALS = 15
_LONG = 10_000
"""Integers of more bits are not written by Python itself."""


def exact_text(number: Fraction) -> str:
    """A number as text, from which the very same number can be read.

    >>> exact_text(Fraction(70)), exact_text(Fraction(27, 100)), exact_text(Fraction(-1, 3))
    ('70', '0.27', '-1/3')
    """
    above, below = number.as_integer_ratio()
    if below == 1:
        return _digits(above)
    tenfold, rest = divmod(10**_MOST_DECIMALS, below)
    if rest:
        return f"{_digits(above)}/{_digits(below)}"
    digits = f"{_digits(abs(above) * tenfold):0>{_MOST_DECIMALS + 1}}"
    decimals = digits[-_MOST_DECIMALS:].rstrip("0")
    return f"{'-' if above < 0 else ''}{digits[:-_MOST_DECIMALS]}.{decimals}"


def _digits(number: int) -> str:
    # Python refuses to write very long numbers out; its decimals do not.
    return str(number) if number.bit_length() < _LONG else f"{Decimal(number):f}"


def data_of(status: SmeStatusRecord) -> dict[str, Any]:
    """The data of `SmeStatus.to_data`."""
    own = {"is_sme": status.is_sme, "is_autonomous": status.is_autonomous}
    return {"enterprise": status.enterprise, **own, **_plain(status)}


def json_of(status: SmeStatusRecord, indent: int | None) -> str:
    """The text of `SmeStatus.to_json`."""
    return json.dumps(data_of(status), indent=indent, ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    """Data of texts, whole numbers, truths, nulls, lists and tables only."""
    if isinstance(value, Fraction):
        return exact_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {name: _plain(each) for name, each in _attributes(value).items()}
    return str(value) if isinstance(value, str) else value


def _attributes(value: Any) -> Mapping[str, Any]:
    """All that a result says, by name. What a contribution is made of is left out for what it adds."""
    names = [each.name for each in fields(value)]
    if isinstance(value, Contribution):
        place = names.index("figures")
        names[place : place + 1] = ("headcount", "turnover", "balance_sheet_total")
    return {name: getattr(value, name) for name in names}
