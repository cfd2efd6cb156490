"""The closed list of units, and the exact types that carry them.

A unit is part of a field's type: `turnover: Euro` says both that the value is an exact decimal and that it is money.
Formulas read the unit from there, so euro can only ever meet euro. They read the limits of the type as well: an amount
that is not known still lies between the lowest and the highest that its type allows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Context, Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, Strict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Unit(StrEnum):
    """What a number counts. A number without a unit does not exist in a rule."""

    EURO = "EUR"
    SHARE = "share"
    WORK_UNITS = "AWU"
    COUNT = "count"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    LEVEL = "TRL"
    POINTS = "points"


LARGEST_AMOUNT = Decimal("9999999999.99")
"""No amount of one entry may be larger: ten billion euro less a cent. Sums stay exact in every engine."""

MOST_WORK_UNITS = Decimal(10_000_000)
"""No enterprise may have more staff: five times the largest employer of the world."""

MOST_POINTS = Decimal(1000)
"""No mark may be higher: ten times the scale most calls use."""

CENT = Decimal("0.01")

EARLIEST_DAY = date(1000, 1, 1)
"""No day may be earlier. Older than the oldest enterprise at work."""

LATEST_DAY = date(2999, 12, 31)
"""No day may be later. Years can be added to any day without leaving the calendar."""


def refusal(code: str, message: str, mend: str) -> PydanticCustomError:
    """What a check raises to refuse a value: a `code` of the library, what is wrong, and what to write instead.

    >>> refusal("input-invalid", 'the text "ten" is not a number', 'write digits, as in "10"').message()
    'the text "ten" is not a number; write digits, as in "10"'
    """
    return PydanticCustomError(code.replace("-", "_"), "{message}; {mend}", {"mend": mend, "message": message})


def shown(value: object) -> str:
    """The value as a message shows it: texts in quotation marks, and never more than sixty characters.

    >>> shown("ten"), shown(True), shown({"name": "Alfa"})
    ('"ten"', 'true', 'a table')
    """
    match value:
        case str():
            text = f'"{value}"' if len(value) <= 60 else f'"{value[:59]}…"'
        case None | True | False:
            text = {None: "null", True: "true", False: "false"}[value]
        case int() if abs(value) >= 10**60:
            text = f"a whole number of {value.bit_length()} bits"
        case list() | tuple():
            text = "a list"
        case dict():
            text = "a table"
        case Decimal() | date() | time():
            text = str(value)
        case _:
            text = repr(value)
    printable = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[:63])
    return printable if len(text) <= 62 else printable[:61] + "…"


@dataclass(frozen=True, slots=True)
class _ReadBy:
    """Reads a value by one function of ours instead of pydantic's own steps: stricter, and several times faster.

    The limits beside it in the type (`Field(ge=..., le=...)`) are there for the readers of the type; the function
    itself keeps them.
    """

    read: Callable[[Any], Any]
    json_schema: tuple[tuple[str, Any], ...]
    as_text: bool = False
    from_json: CoreSchema | None = None
    """How to read it from JSON, where pydantic's own reading is strict enough: no call of Python is then needed."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        serialization = core_schema.to_string_ser_schema(when_used="json") if self.as_text else None
        in_python = core_schema.no_info_plain_validator_function(self.read, serialization=serialization)
        if self.from_json is None:
            return in_python
        return core_schema.json_or_python_schema(json_schema=self.from_json, python_schema=in_python)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self.json_schema)

    def __hash__(self) -> int:
        return hash(self.read)


_WRITTEN_IN_CENTS = re.compile(r"[0-9]{1,10}\.[0-9]{2}").fullmatch
_WRITTEN_PLAINLY = re.compile(r"[0-9]{1,7}(?:\.[0-9]{0,3}[1-9])?").fullmatch
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?").fullmatch

# Wide enough for every number that passes the checks, and not the caller's context, which may be set to anything.
_WIDE = Context(prec=100)


def _exact(value: Any, *, decimals: int) -> Decimal:
    """The number itself, exactly. Truth values, inexact floats, and texts that are not plain digits are refused."""
    if isinstance(value, str):
        if not _PLAIN_NUMBER(value):
            raise refusal(
                "input-invalid",
                f"the text {shown(value)} is not a plain number",
                'write digits with a point and no other sign, as in "1250.50"',
            )
        number = Decimal(value)
    elif isinstance(value, bool):
        raise refusal(
            "input-invalid", f"{shown(value)} is a truth value, not a number", 'write digits, as in "1250.50"'
        )
    elif isinstance(value, int | Decimal):
        number = Decimal(value)
    elif isinstance(value, float):
        number = _exact_float(value, decimals)
    else:
        raise refusal("input-invalid", f"{shown(value)} is not a number", 'write digits, as in "1250.50"')
    if not number.is_finite():
        raise refusal("input-invalid", f"{number} is not a number that can be counted", 'write digits, as in "1250.50"')
    return number


def _exact_float(value: float, decimals: int) -> Decimal:
    """The number a float stands for, if that is a number someone could have meant."""
    number = Decimal(value)
    if not number.is_finite() or abs(number) >= 10**15:  # so great a number is out of every range, and whole
        return number
    rounded = number.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)
    if rounded == number:
        return rounded
    raise refusal(
        "amount-not-exact", f"the floating-point number {value!r} is not exact", f'write it as text, as in "{rounded}"'
    )


def _within(number: Decimal, lowest: Decimal, highest: Decimal) -> None:
    if number < lowest:
        mend = "write zero or more; null means that it is not known" if lowest == 0 else f"write {lowest} or more"
        raise refusal("input-invalid", f"{shown(number)} is less than {lowest:f}", mend)
    if number > highest:
        raise refusal(
            "input-invalid", f"{shown(number)} is more than {highest:f}", "check the digits and the unit of the figure"
        )


def _in_cents(value: Any, lowest: Decimal) -> Decimal:
    """An amount in euro, always held with two decimals, so that equal amounts are written alike."""
    amount = _exact(value, decimals=2)
    _within(amount, lowest, LARGEST_AMOUNT)
    if int(amount.as_tuple().exponent) < -2:  # the exponent of a finite number is always a whole number
        raise refusal(
            "amount-too-fine",
            f"{shown(amount)} has more than two decimals",
            'write euro and cents without a separator of thousands, as in "1250.50"',
        )
    # A zero may come with a minus sign; no amount is written that way.
    return abs(amount.quantize(CENT, context=_WIDE)) if amount == 0 else amount.quantize(CENT, context=_WIDE)


def _read_euro(value: Any) -> Decimal:
    # The common case first: a text such as "1250.50" is in range and exact by its form alone.
    if type(value) is str and _WRITTEN_IN_CENTS(value):
        return Decimal(value)
    return _in_cents(value, Decimal(0))


def _read_signed_euro(value: Any) -> Decimal:
    return _in_cents(value, -LARGEST_AMOUNT)


def _read_work_units(value: Any) -> Decimal:
    """Staff, held without trailing zeros, so that equal numbers are written alike."""
    # The common case first: a text such as "9.5" is in range, exact and without trailing zeros by its form alone.
    if type(value) is str and _WRITTEN_PLAINLY(value):
        return Decimal(value)
    staff = _exact(value, decimals=4)
    _within(staff, Decimal(0), MOST_WORK_UNITS)
    if staff == 0:
        return Decimal(0)
    if int(staff.as_tuple().exponent) < -4:
        raise refusal(
            "input-invalid",
            f"{shown(staff)} has more than four decimals",
            "round it to four decimals as the accounts do",
        )
    return without_trailing_zeros(staff)


def _read_points(value: Any) -> Decimal:
    """Points, held without trailing zeros, so that equal marks are written alike."""
    points = _exact(value, decimals=2)
    _within(points, Decimal(0), MOST_POINTS)
    if points == 0:
        return Decimal(0)
    if int(points.as_tuple().exponent) < -2:
        raise refusal("input-invalid", f"{shown(points)} has more than two decimals", 'write points as in "4.5"')
    return without_trailing_zeros(points)


def without_trailing_zeros(number: Decimal) -> Decimal:
    """The same number, written in the shortest way.

    >>> without_trailing_zeros(Decimal("4.50")), without_trailing_zeros(Decimal("1E+1"))
    (Decimal('4.5'), Decimal('10'))
    """
    whole, _, decimals = f"{number:f}".partition(".")
    return Decimal(f"{whole}.{decimals}".rstrip("0").rstrip("."))


_NUMBER_IN_CENTS = {"type": "number", "maximum": 9999999999.99, "multipleOf": 0.01}

Euro = Annotated[
    Decimal,
    Field(ge=0, le=LARGEST_AMOUNT),
    _ReadBy(
        _read_euro,
        (
            (
                "anyOf",
                [
                    {"type": "string", "pattern": r"^[0-9]{1,10}(\.[0-9]{1,2})?$"},
                    {**_NUMBER_IN_CENTS, "minimum": 0},
                ],
            ),
        ),
        as_text=True,
    ),
    Unit.EURO,
]
"""An amount in euro, zero or more. Exact, two decimals.

>>> from pydantic import TypeAdapter
>>> TypeAdapter(Euro).validate_python("1250.5")
Decimal('1250.50')
"""

SignedEuro = Annotated[
    Decimal,
    Field(ge=-LARGEST_AMOUNT, le=LARGEST_AMOUNT),
    _ReadBy(
        _read_signed_euro,
        (
            (
                "anyOf",
                [
                    {"type": "string", "pattern": r"^-?[0-9]{1,10}(\.[0-9]{1,2})?$"},
                    {**_NUMBER_IN_CENTS, "minimum": -9999999999.99},
                ],
            ),
        ),
        as_text=True,
    ),
    Unit.EURO,
]
"""An amount in euro that may be below zero, as own funds may. Exact, two decimals."""

WorkUnits = Annotated[
    Decimal,
    Field(ge=0, le=MOST_WORK_UNITS),
    _ReadBy(
        _read_work_units,
        (
            (
                "anyOf",
                [
                    {"type": "string", "pattern": r"^[0-9]{1,8}(\.[0-9]{1,4})?$"},
                    {"type": "number", "minimum": 0, "maximum": 10_000_000},
                ],
            ),
        ),
        as_text=True,
    ),
    Unit.WORK_UNITS,
]
"""Staff in annual work units (AWU): one person full time for a whole year is 1, half time 0.5. Never rounded."""

Points = Annotated[
    Decimal,
    Field(ge=0, le=MOST_POINTS),
    _ReadBy(
        _read_points,
        (
            (
                "anyOf",
                [
                    {"type": "string", "pattern": r"^[0-9]{1,4}(\.[0-9]{1,2})?$"},
                    {"type": "number", "minimum": 0, "maximum": 1000, "multipleOf": 0.01},
                ],
            ),
        ),
        as_text=True,
    ),
    Unit.POINTS,
]
"""Points of merit, zero or more. Exact, at most two decimals, never rounded.

>>> from pydantic import TypeAdapter
>>> TypeAdapter(Points).validate_python("4.50")
Decimal('4.5')
"""

Months = Annotated[int, Strict(), Field(ge=0, le=1200), Unit.MONTHS]
"""A whole number of months."""

TechnologyReadinessLevel = Annotated[int, Strict(), Field(ge=1, le=9), Unit.LEVEL]
"""A technology readiness level from 1 to 9. Source: Horizon 2020 Work Programme, General Annex G."""

Truth = Annotated[bool, Strict()]
"""Yes or no. `None`, where a field allows it, means that nobody knows yet. Texts and numbers are refused."""


_WRITTEN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_HOW_TO_WRITE_A_DAY = 'write year, month and day, as in "2016-11-24"'


def _read_day(value: Any) -> date:
    if isinstance(value, str) and _WRITTEN_DAY(value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise refusal(
                "input-invalid", f"{shown(value)} is not a day of the calendar", _HOW_TO_WRITE_A_DAY
            ) from None
    # An instant is a kind of date to Python, but which day it falls on depends on the time zone.
    if not isinstance(value, date) or isinstance(value, datetime):
        raise refusal("input-invalid", f"{shown(value)} is not a day", _HOW_TO_WRITE_A_DAY)
    if not EARLIEST_DAY <= value <= LATEST_DAY:
        raise refusal(
            "input-invalid",
            f"{value.isoformat()} is not between {EARLIEST_DAY.isoformat()} and {LATEST_DAY.isoformat()}",
            "check the year",
        )
    return value


Day = Annotated[
    date,
    Field(ge=EARLIEST_DAY, le=LATEST_DAY),
    _ReadBy(
        _read_day,
        (("type", "string"), ("format", "date")),
        from_json=core_schema.date_schema(strict=True, ge=EARLIEST_DAY, le=LATEST_DAY),
    ),
]
"""A civil day, written `2016-11-24`. An instant is refused: its day depends on the time zone."""


_WRITTEN_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?"
).fullmatch
_HOW_TO_WRITE_AN_INSTANT = 'write day, time and offset, as in "2016-12-10T11:30:00+01:00"'


def _read_instant(value: Any) -> datetime:
    """The instant with the offset it was written with.

    A named zone is replaced by its offset at that moment, because JSON knows offsets only, and the application must
    come back from JSON unchanged.
    """
    moment = value
    if isinstance(value, str) and _WRITTEN_INSTANT(value):
        try:
            moment = datetime.fromisoformat(value.upper())
        except ValueError:
            raise refusal(
                "input-invalid", f"{shown(value)} is not a moment of the calendar", _HOW_TO_WRITE_AN_INSTANT
            ) from None
    if not isinstance(moment, datetime):
        raise refusal("input-invalid", f"{shown(value)} is not an instant", _HOW_TO_WRITE_AN_INSTANT)
    if not EARLIEST_DAY.year <= moment.year <= LATEST_DAY.year:
        raise refusal(
            "input-invalid",
            f"the year {moment.year} is not between {EARLIEST_DAY.year} and {LATEST_DAY.year}",
            "check the year",
        )
    offset = moment.utcoffset()
    if offset is None:
        raise refusal(
            "instant-without-zone",
            f"the instant {shown(value)} lacks its time zone",
            'write the offset too, as in "2016-12-10T11:30:00+01:00"',
        )
    # Offsets with seconds belong to old local times and cannot be written in JSON.
    zone = UTC if offset % timedelta(minutes=1) else timezone(offset)
    return moment.astimezone(zone)


Instant = Annotated[datetime, _ReadBy(_read_instant, (("type", "string"), ("format", "date-time")))]
"""A moment in time with its offset, written `2016-12-10T11:30:00+01:00`."""
