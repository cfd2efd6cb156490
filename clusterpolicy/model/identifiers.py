"""Codes and numbers that name things, each checked against its own standard."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from clusterpolicy.units import refusal, shown

_NO_CONTROL_CHARACTERS = r"^[^\x00-\x1f\x7f-\x9f]*$"
_NUTS = r"^[A-Za-z]{2}[A-Za-z0-9]{0,3}$"
_ACTIVITY = r"^[0-9]{2}(\.[0-9]{1,2}(\.[0-9]{1,2})?)?$"

HOW_TO_WRITE = {
    _NO_CONTROL_CHARACTERS: "write it in one line, without control characters",
    _NUTS: 'write two letters and up to three letters or digits, as in "ITC11"',
    _ACTIVITY: 'write two digits, and further ones after a point, as in "25.62"',
}
"""What to write instead of a text that does not follow one of the patterns."""

Text = Annotated[
    str,
    StringConstraints(
        strict=True, strip_whitespace=True, min_length=1, max_length=1000, pattern=_NO_CONTROL_CHARACTERS
    ),
]
"""One line of text: a name, a title, a code. Never empty: `None` says that it is not known."""

Identifier = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=100, pattern=_NO_CONTROL_CHARACTERS),
]
"""A short text by which one part of an application refers to another."""

NutsCode = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, to_upper=True, pattern=_NUTS),
]
"""A code of the common classification of territorial units: a country such as `IT` down to a province such as `ITC11`.

Source: Regulation (EC) No 1059/2003.
"""

ActivityCode = Annotated[
    str,
    StringConstraints(strict=True, strip_whitespace=True, pattern=_ACTIVITY),
]
"""A code of economic activity, such as `25`, `25.6`, `25.62` or `25.62.00`.

Sources: Regulation (EC) No 1893/2006 (NACE Rev. 2) and its Italian version ATECO 2007.
"""


@cache
def _standards() -> tuple[Callable[[str], str], Callable[[str], str], type[Exception]]:
    """The checks of the standards, and the error they raise.

    They are loaded when the first number is checked, not before: importing the library must stay quick, and many who
    import it check no number at all.
    """
    from stdnum import lei
    from stdnum.exceptions import ValidationError
    from stdnum.it import iva

    return iva.validate, lei.validate, ValidationError


def _italian_vat_number(value: str) -> str:
    validate, _, failure = _standards()
    try:
        return validate(value)
    except failure as error:
        raise _not_valid(
            "Italian VAT number", value, error, "copy the eleven digits from the business register"
        ) from None


def _legal_entity_identifier(value: str) -> str:
    _, validate, failure = _standards()
    try:
        number = validate(value)
    except failure as error:
        raise _not_valid("legal entity identifier", value, error, _COPY_LEI) from None
    # The standard has twenty characters; the check digits alone do not see missing ones.
    if len(number) != 20:
        raise _not_valid("legal entity identifier", value, f"it has {len(number)} characters, not 20", _COPY_LEI)
    return number


_COPY_LEI = "copy the twenty characters from its record"


def _not_valid(standard: str, value: str, error: object, mend: str) -> PydanticCustomError:
    reason = str(error).rstrip(".")
    return refusal(
        "identifier-invalid",
        f"{shown(value)} is not a valid {standard}: {reason[:1].lower()}{reason[1:]}",
        f"{mend}, or leave it out if it is not known",
    )


VatNumber = Annotated[
    str,
    StringConstraints(strict=True, max_length=40),
    AfterValidator(_italian_vat_number),
    WithJsonSchema({"type": "string", "pattern": "^(IT)?[0-9]{11}$"}),
]
"""An Italian VAT number (partita IVA): eleven digits, the last of which checks the others. A prefix `IT` is dropped.

Source: Ministerial Decree of 23 December 1976 of the Italian Ministry of Finance, as checked by python-stdnum.
"""

Lei = Annotated[
    str,
    StringConstraints(strict=True, max_length=40),
    AfterValidator(_legal_entity_identifier),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z0-9]{18}[0-9]{2}$"}),
]
"""A legal entity identifier: twenty characters, the last two of which check the others. Source: ISO 17442."""
