"""A number that moves: what it is now, and how much it grows with each unit of the fact that is followed.

The functions generated from the rules reckon with it as with any number. Whenever two numbers are compared on the way,
it is noted when at the earliest the comparison could come out another way. Until then every rule takes the same path,
and nothing can jump: that is how cliffs are found exactly, without trying values one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from clusterpolicy.language.possible import Between


class CannotFollow(Exception):
    """The fact goes into something that reckons with no moving numbers."""


@dataclass(slots=True)
class Watch:
    """Notes in how many units, at the earliest, a comparison could come out another way.

    Attributes:
        ahead: So many units may still come.
        units: What was noted; `None` is never.
    """

    ahead: int = 2**62
    units: int | None = None

    def note(self, distance: Fraction, slope: Fraction, fuzz: Fraction) -> None:
        """Note when two numbers meet that are `distance` apart, which grows by `slope` with each unit.

        `fuzz` is by how much the two may be off their lines, since amounts are rounded.
        """
        if slope == 0 and fuzz == 0:
            return
        near = max(Fraction(0), abs(distance) - fuzz)
        if slope == 0:
            units = 1 if near == 0 else None
        elif near > 0 and (distance > 0) == (slope > 0):
            return  # they move apart
        else:
            units = max(1, ceil(near / abs(slope)))
        if units is not None:
            self.note_at(units)

    def note_at(self, units: int) -> None:
        """Note that a comparison comes out another way after so many units."""
        if self.units is None or units < self.units:
            self.units = units


@dataclass(slots=True, eq=False)
class Moving:
    """A number on its way.

    Attributes:
        now: What it is, exactly.
        line: What it would be without rounding.
        slope: How much the line grows with each unit.
        fuzz: By how much the number may be off the line, here or further on.
        watch: Where it is noted when comparisons could change.
    """

    now: Fraction
    line: Fraction
    slope: Fraction
    fuzz: Fraction
    watch: Watch = field(repr=False)

    def _of(self, other: Any) -> Moving:
        if isinstance(other, Moving):
            return other
        if isinstance(other, int | Decimal | Fraction):
            value = Fraction(other)
            return Moving(value, value, Fraction(0), Fraction(0), self.watch)
        raise CannotFollow

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Between):
            return NotImplemented
        each = self._of(other)
        return Moving(
            self.now + each.now, self.line + each.line, self.slope + each.slope, self.fuzz + each.fuzz, self.watch
        )

    __radd__ = __add__

    def __neg__(self) -> Moving:
        return Moving(-self.now, -self.line, -self.slope, self.fuzz, self.watch)

    def __sub__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Between) else self + -self._of(other)

    def __rsub__(self, other: Any) -> Any:
        return self._of(other) + -self

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Between):
            return NotImplemented
        each = self._of(other)
        if each.slope or each.fuzz:
            if self.slope or self.fuzz:
                raise CannotFollow  # the rules hold no products of two moving numbers
            return each * self
        factor = each.now
        return Moving(self.now * factor, self.line * factor, self.slope * factor, self.fuzz * abs(factor), self.watch)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        return self * Fraction(1, other) if isinstance(other, int) else self * (1 / Fraction(other))

    def quantize(self, unit: Decimal, rounding: str, _context: Any = None) -> Moving:
        """Rounded to a unit, as decimals are. The line stays; how far the number may be off it grows."""
        step = Fraction(unit)
        scaled = self.now / step
        if rounding == ROUND_FLOOR:
            whole = scaled.numerator // scaled.denominator
        elif rounding == ROUND_HALF_UP:
            whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
            whole = -whole if scaled < 0 else whole
        else:
            raise CannotFollow
        return Moving(whole * step, self.line, self.slope, self.fuzz + step, self.watch)

    def _less(self, other: Any) -> Fraction:
        """By how much it is more than another; noted when that could change its sign."""
        each = self._of(other)
        self.watch.note(self.line - each.line, self.slope - each.slope, self.fuzz + each.fuzz)
        return self.now - each.now

    def __lt__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Between) else self._less(other) < 0

    def __le__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Between) else self._less(other) <= 0

    def __gt__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Between) else self._less(other) > 0

    def __ge__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Between) else self._less(other) >= 0

    def __eq__(self, other: Any) -> Any:
        return NotImplemented if other is None or isinstance(other, Between) else self._less(other) == 0

    def __ne__(self, other: Any) -> Any:
        return NotImplemented if other is None or isinstance(other, Between) else self._less(other) != 0

    __hash__ = None  # type: ignore[assignment]  # what moves cannot be a key

    def __bool__(self) -> bool:
        raise CannotFollow

    def __int__(self) -> int:
        raise CannotFollow
