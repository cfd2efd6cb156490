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


def rounded_half_up(amount: Fraction) -> Decimal:
    """The nearest amount in cents; half a cent counts as a cent. For show: no limit is compared with it.

    >>> rounded_half_up(Fraction(10, 3)), rounded_half_up(Fraction(5, 1000))
    (Decimal('3.33'), Decimal('0.01'))
    """
    return _of_cents(math.floor(amount / Fraction(CENT) + Fraction(1, 2)))


def _of_cents(cents: int) -> Decimal:
    # written and read, because arithmetic would be rounded to the digits the caller reckons with
    return Decimal(f"{cents}E-2")
