"""What a formula can be about: truths, numbers with a unit, days, instants, categories, texts, lists of codes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clusterpolicy.units import Unit


class Base(StrEnum):
    """The families of values. Values of different families never meet in one formula."""

    TRUTH = "truth"
    NUMBER = "number"
    DATE = "date"
    INSTANT = "instant"
    CATEGORY = "category"
    TEXT = "text"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a value: its family, the unit of a number, the name and the options of a category.

    >>> str(Kind(Base.NUMBER, Unit.EURO))
    'EUR'
    """

    base: Base
    unit: Unit | None = None
    category: str | None = None
    options: tuple[str, ...] = ()

    def __str__(self) -> str:
        return str(self.unit or self.category or self.base)


WHOLE_UNITS = frozenset((Unit.COUNT, Unit.DAYS, Unit.MONTHS, Unit.YEARS, Unit.LEVEL))
"""Units that are counted in whole numbers only."""

TRUTH = Kind(Base.TRUTH)
DATE = Kind(Base.DATE)
INSTANT = Kind(Base.INSTANT)
TEXT = Kind(Base.TEXT)
CODES = Kind(Base.CODES)


def number(unit: Unit) -> Kind:
    """The kind of a number of `unit`."""
    return Kind(Base.NUMBER, unit)


def category(options: type[StrEnum]) -> Kind:
    """The kind of a value that is one of the members of `options`."""
    return Kind(Base.CATEGORY, category=options.__name__, options=tuple(member.value for member in options))
