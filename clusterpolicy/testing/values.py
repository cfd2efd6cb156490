"""Strategies for single values, dense where the rules change their answer: at every limit, and a step to each side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import strategies as st
from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from clusterpolicy.units import CENT, LARGEST_AMOUNT

MINIMUM_COSTS = (Decimal(300_000), Decimal(600_000))
"""The lowest cost of a project: of SMEs, and with a large enterprise. Line A of Piedmont."""

SIZE_AMOUNTS = (Decimal(2_000_000), Decimal(10_000_000), Decimal(43_000_000), Decimal(50_000_000))
"""Turnover and balance sheet totals at which the size class changes. Regulation (EU) No 651/2014, annex I, Art. 2."""

AMOUNTS = MINIMUM_COSTS + SIZE_AMOUNTS
"""All amounts at which a rule may change its answer."""

HEADCOUNTS = (Decimal(10), Decimal(50), Decimal(250))
"""Staff at which the size class changes. Regulation (EU) No 651/2014, annex I, Art. 2."""

MEMBERSHIP_DAY = date(2016, 11, 24)
"""The day by which an enterprise had to belong to a cluster. Line A of Piedmont."""

DAYS = (MEMBERSHIP_DAY, date(2014, 11, 24), date(2015, 12, 31), date(2016, 2, 29), date(2017, 2, 28))
"""Days at which a rule may change its answer, with their anniversaries and the leap day."""

OPENING = datetime(2016, 10, 28, 9, 0, tzinfo=timezone(timedelta(hours=2)))
"""The moment at which the window of applications opens, as assumed for Line A of Piedmont."""

CLOSING = datetime(2017, 1, 31, 17, 0, tzinfo=timezone(timedelta(hours=1)))
"""The moment at which the window of applications closes, as assumed for Line A of Piedmont."""


def amounts(limits: Sequence[Decimal] = AMOUNTS) -> st.SearchStrategy[Decimal]:
    """Amounts in euro: the `limits` and a cent to each side, the two ends of the range, and anything between."""
    near = [limit + step for limit in limits for step in (-CENT, Decimal("0.00"), CENT)]
    ends = [Decimal("0.00"), CENT, LARGEST_AMOUNT]
    return st.sampled_from([*near, *ends]) | cents(0, 100_000_000_00) | cents(0, 1_000_000_00)


def cents(lowest: int, highest: int) -> st.SearchStrategy[Decimal]:
    """Amounts in euro between two numbers of cents."""
    return st.integers(lowest, highest).map(lambda number: Decimal(number).scaleb(-2))


def headcounts(limits: Sequence[Decimal] = HEADCOUNTS) -> st.SearchStrategy[Decimal]:
    """Staff in annual work units: the `limits`, a hundredth and the smallest step to each side, and others."""
    steps = [Decimal(step) for step in ("-0.01", "-0.0001", "0", "0.0001", "0.01")]
    near = [limit + step for limit in limits for step in steps]
    return st.sampled_from([*near, Decimal(0)]) | st.integers(0, 400_00).map(lambda number: Decimal(number).scaleb(-2))


def days(limits: Sequence[date] = DAYS) -> st.SearchStrategy[date]:
    """Days: the `limits`, a day to each side of them, two years earlier and later, and any day of a lifetime."""
    near = [day + timedelta(days=step) for day in limits for step in (-1, 0, 1)]
    return st.sampled_from(near) | st.dates(date(1950, 1, 1), date(2027, 12, 31))


def instants(limits: Sequence[datetime] = (OPENING, CLOSING)) -> st.SearchStrategy[datetime]:
    """Instants: the `limits`, a second to each side of them, and any other, in several offsets."""
    near = [limit + timedelta(seconds=step) for limit in limits for step in (-1, 0, 1)]
    zones = [UTC, *(timezone(timedelta(minutes=minutes)) for minutes in (60, 120, -210, 845))]
    free = st.datetimes(datetime(2014, 1, 1), datetime(2024, 12, 31), timezones=st.sampled_from(zones))
    return st.sampled_from(near) | free


def months() -> st.SearchStrategy[int]:
    """Durations in months, mostly about 24, the longest that Line A of Piedmont allows."""
    return st.integers(23, 25) | st.integers(0, 60)


def levels() -> st.SearchStrategy[int]:
    """Technology readiness levels, mostly from 3 to 9."""
    return st.integers(3, 9) | st.integers(1, 9)


_WRITTEN = st.characters(exclude_categories=("Cc", "Cs"))


def texts() -> st.SearchStrategy[str]:
    """Names and titles: plain ones, and any that a person could type, in any alphabet."""
    plain = ["Meccanica Alfa Srl", "Officine Beta Spa", "Tessitura Gamma Snc", "Società Agricola Perù & Figli"]
    free = st.text(_WRITTEN, max_size=30).map(lambda text: text.strip() or "…")
    return st.sampled_from(plain) | free


def identifiers() -> st.SearchStrategy[str]:
    """Short names by which parts of an application refer to each other."""
    return st.text("abcdefgh-012", min_size=1, max_size=8).map(lambda text: text.strip() or "a")


def vat_number(seed: int) -> str:
    """An Italian VAT number that passes its check. Different seeds below ten million give different numbers.

    >>> vat_number(74310)
    '00743110124'
    """
    company = seed % 9_999_999 + 1
    body = f"{company:07d}{company % 100 + 1:03d}"
    return body + luhn.calc_check_digit(body)


def vat_numbers() -> st.SearchStrategy[str]:
    """Italian VAT numbers that pass their check."""
    return st.integers(0, 9_999_998).map(vat_number)


def lei(seed: int) -> str:
    """A legal entity identifier that passes its check. Different seeds below ten million give different ones.

    >>> lei(5)
    '815600CP000000000507'
    """
    body = f"815600CP{seed % 10_000_000:010d}"
    return body + mod_97_10.calc_check_digits(body)


def leis() -> st.SearchStrategy[str]:
    """Legal entity identifiers that pass their check."""
    return st.integers(0, 9_999_999).map(lei)


def nuts_codes() -> st.SearchStrategy[str]:
    """Codes of territories: in Piedmont, in Valle d'Aosta, elsewhere, and areas so wide that they hold all of these."""
    return st.sampled_from(["ITC11", "ITC16", "ITC1", "ITC20", "ITC4C", "ITC", "IT", "FR", "FRK24", "DE21"])


def activity_codes() -> st.SearchStrategy[str]:
    """Codes of economic activities: manufacturing, construction, trade, and others."""
    known = ["25.62", "11.02", "28", "33.20.09", "41", "43.99.09", "45", "47.99.20", "62.01", "72.1", "01.11"]
    digits = st.integers(1, 99).map(lambda number: f"{number:02d}")
    return st.sampled_from(known) | digits
