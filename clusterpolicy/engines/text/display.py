"""Values as people read them: `334,850.00 EUR`, `15 %`, `24 November 2016`. Machines read the exact texts instead.

Reasons hold their values as exact text, and so does a decision that was kept as JSON. What is written here is made from
that text, so that a decision reads the same before it is kept and after.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from clusterpolicy.engines.reasons import written
from clusterpolicy.language.kinds import Kind
from clusterpolicy.language.parameter import Value
from clusterpolicy.units import LARGEST_AMOUNT, Unit

NOT_KNOWN = "not known"

_NO_BOUND = LARGEST_AMOUNT / 100
"""An amount that may be larger than this is not bounded in earnest: it rests on the largest that a field may hold."""

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?").fullmatch
_ONE_AND_MANY = {
    Unit.WORK_UNITS: ("annual work unit", "annual work units"),
    Unit.DAYS: ("day", "days"),
    Unit.MONTHS: ("month", "months"),
    Unit.YEARS: ("year", "years"),
    Unit.POINTS: ("point", "points"),
}
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_AS_THEY_STAND = ("text", "codes", "truth")


def amount(euro: Decimal) -> str:
    """An amount in euro, with its cents, and with more decimals only where a limit has them.

    >>> amount(Decimal("334850")), amount(Decimal("1000.005"))
    ('334,850.00 EUR', '1,000.005 EUR')
    """
    whole, _, decimals = f"{euro:,f}".partition(".")
    return f"{whole}.{decimals.rstrip('0'):0<2} EUR"


def share(part: Decimal) -> str:
    """A share of one as a percentage, exact.

    >>> share(Decimal("0.15")), share(Decimal("0.125")), share(Decimal(1))
    ('15 %', '12.5 %', '100 %')
    """
    return f"{_exact(part.scaleb(2))} %"


def day(value: date) -> str:
    """A day, with the name of its month: it is read alike everywhere.

    >>> day(date(2016, 11, 24))
    '24 November 2016'
    """
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def instant(value: datetime) -> str:
    """A moment, with its offset from Universal Time.

    >>> instant(datetime.fromisoformat("2016-12-10T11:30:00+01:00"))
    '10 December 2016, 11:30 (UTC+01:00)'
    """
    whole_minute = not value.second and not value.microsecond
    time = value.time().isoformat("minutes" if whole_minute else "auto")
    offset = value.isoformat()[-6:] if value.utcoffset() else ""
    return f"{day(value)}, {time} (UTC{offset})"


def value_of(text: str, unit: str) -> str:
    """A value of a reason, from its exact text: a number, a day, a range of what it may be, a list.

    >>> value_of("590000.00", "EUR"), value_of("2016-11-25", "date"), value_of("private_non_profit", "EndUserKind")
    ('590,000.00 EUR', '25 November 2016', 'private non profit')
    >>> value_of("0.00 to 140000.00", "EUR"), value_of("0.00 to 9999999999.99", "EUR"), value_of("unknown", "truth")
    ('0.00 EUR to 140,000.00 EUR', 'not known', 'not known')
    """
    if text == "unknown":
        return NOT_KNOWN
    if unit in _AS_THEY_STAND:
        return plain(text)
    if text.startswith("one of "):
        return plain(text).replace("_", " ")
    lowest, highest = _ends(text)
    if lowest == highest:
        return _single(text, unit)
    if highest is not None and unit == Unit.EURO and Decimal(highest) > _NO_BOUND:
        highest = None
    if highest is None:
        nothing_known = lowest is None or (_NUMBER(lowest) and Decimal(lowest) <= 0)
        return NOT_KNOWN if nothing_known else f"{_single(str(lowest), unit)} or more"
    if lowest is None:
        return f"{_single(highest, unit)} or less"
    return f"{_single(lowest, unit)} to {_single(highest, unit)}"


def is_settled(text: str, unit: str) -> bool:
    """Whether the text of a value says one value, rather than what it may be.

    >>> is_settled("590000.00", "EUR"), is_settled("0.00 to 140000.00", "EUR"), is_settled("made to measure", "text")
    (True, False, True)
    """
    if text == "unknown":
        return False
    return unit in _AS_THEY_STAND or not (text.startswith("one of ") or len(set(_ends(text))) > 1)


def figure(value: Value, kind: Kind) -> str:
    """The value of a parameter; of a table, each row with its value.

    >>> from clusterpolicy.language.kinds import number
    >>> figure({"small": Decimal("0.6"), "large": Decimal("0.4")}, number(Unit.SHARE))
    'small 60 %, large 40 %'
    """
    if isinstance(value, dict):
        return ", ".join(f"{plain(row).replace('_', ' ')} {figure(cell, kind)}" for row, cell in value.items())
    return value_of(written(value, str(kind)), str(kind))


def plain(text: str) -> str:
    r"""Text from outside in one line, without signs that steer a terminal or turn the reading order.

    >>> plain("Alfa\x1b[31m\u00a0S.r.l.\n")
    'Alfa\ufffd[31m S.r.l.'
    """
    spaced = " ".join(text.split())
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in spaced)


def _ends(text: str) -> tuple[str | None, str | None]:
    """The lowest and the highest that the text of a value allows; `None` is no bound."""
    if text.endswith(" or more"):
        return text.removesuffix(" or more"), None
    if text.endswith(" or less"):
        return None, text.removesuffix(" or less")
    lowest, separator, highest = text.partition(" to ")
    return (lowest, highest) if separator else (text, text)


def _single(text: str, unit: str) -> str:
    if unit == "date":
        return day(date.fromisoformat(text))
    if unit == "instant":
        return instant(datetime.fromisoformat(text))
    if not _NUMBER(text):
        return plain(text).replace("_", " ")
    number = Decimal(text)
    if unit == Unit.EURO:
        return amount(number)
    if unit == Unit.SHARE:
        return share(number)
    one, many = _ONE_AND_MANY.get(Unit(unit), ("", "")) if unit in set(Unit) else ("", "")
    return f"{_exact(number)} {one if number == 1 else many}".strip()


def _exact(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
