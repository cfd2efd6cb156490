"""A number that may not be known yet: what it is at least, and what it is at most."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any, Protocol

from clusterpolicy.errors import InputError, Problem

WIDE = Context(prec=100)
"""Wide enough for every number of this library, and not the caller's context, which may be set to anything."""


class Bounded(Protocol):
    """Whatever lies between a lowest and a highest value, such as `Between` of the language."""

    @property
    def lowest(self) -> Any:
        """What it is at least; `None` is no bound."""

    @property
    def highest(self) -> Any:
        """What it is at most; `None` is no bound."""


@dataclass(frozen=True, slots=True)
class Span:
    """Points or euro, as far as they are known.

    Attributes:
        lowest: What it is at least.
        highest: What it is at most; `None` where nothing bounds it above.

    Raises: InputError `input-invalid` where a bound is no finite number, or the lowest is above the highest.

    >>> Span.of(Decimal("81.50")).known
    True
    >>> print(Span(Decimal(70), Decimal(90)), "/", Span.of(None))
    70 to 90 / 0 or more
    """

    lowest: Decimal
    highest: Decimal | None

    def __post_init__(self) -> None:
        for bound in (self.lowest, self.highest):
            if bound is not None and not (isinstance(bound, Decimal) and bound.is_finite()):
                raise _invalid(f"{bound!r} is not an exact number", 'write Decimal("1250.50")')
        if self.highest is not None and self.lowest > self.highest:
            raise _invalid(f"{self.lowest} is above {self.highest}", "write the lower bound first")

    @classmethod
    def of(cls, value: Decimal | int | Bounded | None) -> Span:
        """The span of a known number, of what lies between two bounds, or of `None`: not known, but not below zero."""
        if isinstance(value, Decimal):
            return cls(value, value)
        if value is None:
            return cls(Decimal(0), None)
        if type(value) is int:  # and not a truth value, which is a kind of whole number to Python
            return cls(Decimal(value), Decimal(value))
        if isinstance(value, int) or not hasattr(value, "lowest"):
            raise _invalid(f"{value!r} is not an exact number", 'write Decimal("1250.50")')
        lowest, highest = value.lowest, value.highest
        return cls(
            Decimal(0) if lowest is None else Decimal(lowest),
            None if highest is None else Decimal(highest),
        )

    @property
    def known(self) -> bool:
        """Whether it is one number."""
        return self.lowest == self.highest

    @property
    def exact(self) -> Decimal | None:
        """The number; `None` where it is not known."""
        return self.lowest if self.known else None

    def __str__(self) -> str:
        if self.known:
            return f"{self.lowest:f}"
        return f"{self.lowest:f} or more" if self.highest is None else f"{self.lowest:f} to {self.highest:f}"


def in_cents(amount: Decimal) -> int:
    """The amount as a whole number of cents. It has no parts of a cent: whoever calls has made sure.

    >>> in_cents(Decimal("1250.50"))
    125050
    """
    return int(amount.scaleb(2, context=WIDE))


def in_euro(cents: int) -> Decimal:
    """A whole number of cents as an amount in euro, with two decimals.

    >>> in_euro(125050)
    Decimal('1250.50')
    """
    return Decimal(cents).scaleb(-2, context=WIDE)


def has_parts_of_a_cent(amount: Decimal) -> bool:
    """Whether the amount cannot be paid out exactly.

    >>> has_parts_of_a_cent(Decimal("0.005")), has_parts_of_a_cent(Decimal("0.500"))
    (True, False)
    """
    return int(amount.as_tuple().exponent) < -2 and amount != amount.quantize(Decimal("0.01"), context=WIDE)


def _invalid(message: str, mend: str) -> InputError:
    return InputError(Problem("input-invalid", "", message, mend))
