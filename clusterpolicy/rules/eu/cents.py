"""Exact fractions of euro, brought to whole cents."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from clusterpolicy.units import CENT


def rounded_down(amount: Fraction) -> Decimal:
    """The amount without what is below a cent.

    >>> rounded_down(Fraction(100, 3))
    Decimal('33.33')
    """
    return _of_cents(math.floor(amount / Fraction(CENT)))


def rounded_up(amount: Fraction) -> Decimal:
    """The amount, with what is below a cent counted as a cent.

    >>> rounded_up(Fraction(100, 3))
    Decimal('33.34')
    """
    return _of_cents(math.ceil(amount / Fraction(CENT)))


def _of_cents(cents: int) -> Decimal:
    # written and read, because arithmetic would be rounded to the digits the caller reckons with
    return Decimal(f"{cents}E-2")
