"""Numbers and days of which only bounds may be known, as pairs of terms.

A number is a whole number of units of its `scale`: of scale 2 it counts hundredths, as cents do. Days are counted from
1 January 1970, instants in microseconds since then. Where both ends are the same term, the number is known, or, where
that term is null, nothing is known of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clusterpolicy.engines.frame.term import FLIPPED, Term
from clusterpolicy.engines.frame.terms import Terms


@dataclass(frozen=True, slots=True)
class Number:
    """From `low` to `high`, both possible; null is no bound on that side."""

    low: Term
    high: Term
    scale: int = 0

    @property
    def is_point(self) -> bool:
        """Whether it is one value, or nothing is known of it."""
        return self.low is self.high


class Numbers:
    """Reckons with numbers of which only bounds may be known."""

    def __init__(self, terms: Terms) -> None:
        self.t = terms

    def constant(self, value: Any) -> Number:
        """A known number."""
        exact = Decimal(value)
        scale = max(0, -int(exact.normalize().as_tuple().exponent))
        term = self.t.constant(int(exact.scaleb(scale)))
        return Number(term, term, scale)

    def scaled(self, number: Number, scale: int) -> Number:
        """The same number, counted in smaller units."""
        if scale == number.scale:
            return number
        factor = self.t.constant(10 ** (scale - number.scale))
        return self._ends(number, lambda end: self.t.times(end, factor), scale)

    def compare(self, relation: str, left: Number, right: Number) -> Term:
        """Whether two numbers stand in a relation; null where that is open."""
        left, right = self._alike((left, right))
        if left.is_point and right.is_point:
            return self.t.compare(relation, left.low, right.low)
        if relation in (">", ">="):
            return self.compare(FLIPPED[relation], right, left)
        if relation == "!=":
            return self.t.opposite(self.compare("==", left, right))
        if relation == "==":
            compare = self.t.compare
            apart = self.t.either((compare("<", left.high, right.low), compare(">", left.low, right.high)))
            points = self.t.both((compare(">=", left.low, right.high), compare("<=", left.high, right.low)))
            return self.decided(points, apart)
        holds = self.t.compare(relation, left.high, right.low)
        fails = self.t.compare({"<": ">=", "<=": ">"}[relation], left.low, right.high)
        return self.decided(holds, fails)

    def decided(self, holds: Term, fails: Term) -> Term:
        """True where one holds, false where the other does, null elsewhere."""
        if holds.is_constant and holds.value:
            return holds
        if fails.is_constant and fails.value:
            return self.t.constant(False)
        cases = [(holds, self.t.constant(True)), (fails, self.t.constant(False))]
        return self.t.choose(cases, self.t.nothing("truth"))

    def plus(self, numbers: Sequence[Number]) -> Number:
        """The sum."""
        first, *rest = self._alike(numbers)
        for number in rest:
            low = self.t.plus(first.low, number.low)
            is_point = first.is_point and number.is_point
            first = Number(low, low if is_point else self.t.plus(first.high, number.high), first.scale)
        return first

    def minus(self, left: Number, right: Number) -> Number:
        """The difference."""
        left, right = self._alike((left, right))
        low = self.t.minus(left.low, right.high)
        is_point = left.is_point and right.is_point
        return Number(low, low if is_point else self.t.minus(left.high, right.low), left.scale)

    def times(self, left: Number, right: Number) -> Number:
        """The product: its bounds are among the products of theirs. Nothing times anything is nothing."""
        scale = left.scale + right.scale
        lacks = any(end.lacks for end in (left.low, left.high, right.low, right.high))
        if left.is_point and right.is_point and not lacks:
            product = self.t.times(left.low, right.low)
            return Number(product, product, scale)
        never_negative = not left.low.lacks and not right.low.lacks and min(left.low.lowest, right.low.lowest) >= 0
        if never_negative:
            return Number(self.t.times(left.low, right.low), self._times_above(left.high, right.high), scale)
        return self._by_corners(left, right, scale)

    def _times_above(self, left: Term, right: Term) -> Term:
        """The product of two ends at or above zero, where null is without end."""
        product, zero = self.t.times(left, right), self.t.constant(0)
        cases = [
            (self.t.filled(self.t.compare("==", one, zero), self.t.constant(False)), zero)
            for one, other in ((left, right), (right, left))
            if other.lacks
        ]
        return self.t.choose(cases, product)

    def _by_corners(self, left: Number, right: Number, scale: int) -> Number:
        t, false = self.t, self.t.constant(False)
        finite: list[Term] = []
        endless: dict[int, list[Term]] = {-1: [], 1: []}
        for one, sign in ((left.low, -1), (left.high, 1)):
            for other, other_sign in ((right.low, -1), (right.high, 1)):
                finite.append(self._times_finite(one, other))
                both = t.both((t.is_null(one), t.is_null(other)))
                endless[sign * other_sign].append(both)
                for end, its_sign, known in ((one, sign, other), (other, other_sign, one)):
                    for relation, of_known in (("<", -1), (">", 1)):
                        has = t.filled(t.compare(relation, known, t.constant(0)), false)
                        endless[its_sign * of_known].append(t.both((t.is_null(end), has)))
        nothing = t.nothing("number")
        low = t.choose([(t.either(endless[-1]), nothing)], t.least(finite))
        high = t.choose([(t.either(endless[1]), nothing)], t.greatest(finite))
        return Number(low, high, scale)

    def _times_finite(self, one: Term, other: Term) -> Term:
        t, zero, false = self.t, self.t.constant(0), self.t.constant(False)
        is_nothing = [t.filled(t.compare("==", each, zero), false) for each in (one, other) if one.lacks or other.lacks]
        return t.choose([(each, zero) for each in is_nothing], t.times(one, other))

    def extreme(self, which: str, numbers: Sequence[Number]) -> Number:
        """The least or the greatest."""
        alike = self._alike(numbers)
        pick = self.t.least if which == "least" else self.t.greatest
        lows, highs = [each.low for each in alike], [each.high for each in alike]
        if all(each.is_point and not each.low.lacks for each in alike):
            term = pick(lows)
            return Number(term, term, alike[0].scale)
        # what has no bound below makes the least without bound below, and leaves the greatest as it is
        low = self._unless_null(lows, pick(lows)) if which == "least" else pick(lows)
        high = pick(highs) if which == "least" else self._unless_null(highs, pick(highs))
        return Number(low, high, alike[0].scale)

    def any_among(self, one: Number, other: Number) -> Number:
        """The least that holds both."""
        if one == other:
            return one
        one, other = self._alike((one, other))
        lows, highs = (one.low, other.low), (one.high, other.high)
        low, high = self.t.least(lows), self.t.greatest(highs)
        return Number(self._unless_null(lows, low), self._unless_null(highs, high), one.scale)

    def choose(self, condition: Term, value: Number, otherwise: Number) -> Number:
        """One number where a condition is true, else another; what it may be where the condition is null."""
        value, otherwise = self._alike((value, otherwise))
        open_ = self.t.is_null(condition)
        never_open = open_.is_constant and not open_.value
        either = value if never_open else self.any_among(value, otherwise)

        def end(of_value: Term, of_either: Term, of_other: Term) -> Term:
            return self.t.choose([(condition, of_value), (open_, of_either)], of_other)

        low = end(value.low, either.low, otherwise.low)
        if never_open and value.is_point and otherwise.is_point:
            return Number(low, low, value.scale)
        return Number(low, end(value.high, either.high, otherwise.high), value.scale)

    def rounded(self, number: Number, how: str) -> Number:
        """The number in whole cents: down, or half a cent away from nought."""
        number = self.scaled(number, max(2, number.scale))
        divisor = 10 ** (number.scale - 2)
        if how == "down":
            return self._ends(number, lambda end: self.t.over(end, divisor), 2)
        return self._ends(number, lambda end: self._half_up(end, divisor), 2)

    def _half_up(self, end: Term, divisor: int) -> Term:
        t, half = self.t, self.t.constant(divisor // 2)
        if divisor == 1:
            return end
        up = t.over(t.plus(end, half), divisor)
        if end.lowest >= 0:
            return up
        below = t.minus(t.constant(0), t.over(t.plus(t.minus(t.constant(0), end), half), divisor))
        return t.choose([(t.compare("<", end, t.constant(0)), below)], up)

    def _ends(self, number: Number, change: Any, scale: int) -> Number:
        low = change(number.low)
        return Number(low, low if number.is_point else change(number.high), scale)

    def _unless_null(self, ends: Sequence[Term], term: Term) -> Term:
        missing = self.t.either(self.t.is_null(end) for end in ends)
        return self.t.choose([(missing, self.t.nothing("number"))], term)

    def _alike(self, numbers: Sequence[Number]) -> list[Number]:
        scale = max(number.scale for number in numbers)
        return [self.scaled(number, scale) for number in numbers]
