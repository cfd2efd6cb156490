"""What a value may be while it is not known.

An unknown number or day lies `Between` two bounds, an unknown category is `OneOf` its options, an unknown truth is
`None`. Comparing them answers true or false where every possibility agrees, and `None`, not known, elsewhere. So a fact
that is missing leaves open what it must leave open, and nothing more; and learning it can only settle what was open.

>>> Between(Decimal(0), None) >= Decimal(-1)
True
>>> Between(Decimal(0), None) + Decimal(300_000) >= Decimal(300_000)
True
>>> print(Between(Decimal(0), None) >= Decimal(300_000))
None
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Ordered = Decimal | int | date | datetime
"""A known value that has an order."""


class Between:
    """An unknown number or day from `lowest` to `highest`, both possible. `None` is no bound on that side."""

    __slots__ = ("highest", "lowest")

    def __init__(self, lowest: Any, highest: Any) -> None:
        self.lowest = lowest
        self.highest = highest

    def __lt__(self, other: Any) -> Any:
        lowest, highest = (other.lowest, other.highest) if other.__class__ is Between else (other, other)
        if self.highest is not None and lowest is not None and self.highest < lowest:
            return True
        if self.lowest is not None and highest is not None and self.lowest >= highest:
            return False
        return None

    def __le__(self, other: Any) -> Any:
        lowest, highest = (other.lowest, other.highest) if other.__class__ is Between else (other, other)
        if self.highest is not None and lowest is not None and self.highest <= lowest:
            return True
        if self.lowest is not None and highest is not None and self.lowest > highest:
            return False
        return None

    def __gt__(self, other: Any) -> Any:
        return opposite(self <= other)

    def __ge__(self, other: Any) -> Any:
        return opposite(self < other)

    def __eq__(self, other: Any) -> Any:
        lowest, highest = bounds(other)
        apart_below = self.highest is not None and lowest is not None and self.highest < lowest
        apart_above = self.lowest is not None and highest is not None and self.lowest > highest
        return False if apart_below or apart_above else None

    def __ne__(self, other: Any) -> Any:
        return opposite(self == other)

    __hash__ = None  # type: ignore[assignment]  # what is not known cannot be a key

    def __add__(self, other: Any) -> Any:
        lowest, highest = bounds(other)
        return between(_both(self.lowest, lowest, "+"), _both(self.highest, highest, "+"))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        lowest, highest = bounds(other)
        return between(_both(self.lowest, highest, "-"), _both(self.highest, lowest, "-"))

    def __rsub__(self, other: Any) -> Any:
        return Between(other, other) - self

    def __mul__(self, other: Any) -> Any:
        if not isinstance(other, Between) and other > 0:  # the common case: a rate of an amount that is not known
            lowest, highest = self.lowest, self.highest
            return Between(None if lowest is None else lowest * other, None if highest is None else highest * other)
        return _product(self, other)

    __rmul__ = __mul__

    def __repr__(self) -> str:
        return f"Between({self.lowest}, {self.highest})"


class OneOf:
    """An unknown category or text: one of `options`, or anything where `options` is `None`."""

    __slots__ = ("options",)

    def __init__(self, options: frozenset[str] | None) -> None:
        self.options = options

    def __eq__(self, other: Any) -> Any:
        theirs = other.options if isinstance(other, OneOf) else frozenset((other,))
        if self.options is None or theirs is None:
            return None
        return None if self.options & theirs else False

    def __ne__(self, other: Any) -> Any:
        return opposite(self == other)

    __hash__ = None  # type: ignore[assignment]  # what is not known cannot be a key

    def __repr__(self) -> str:
        return f"OneOf({'anything' if self.options is None else sorted(self.options)})"


def opposite(truth: bool | None) -> bool | None:
    """Kleene's not: of an unknown it is unknown."""
    return None if truth is None else not truth


def is_known(value: Any) -> bool:
    """Whether `value` is settled: not `None`, not `Between`, not `OneOf`, not several lists of codes."""
    return value is not None and not isinstance(value, Between | OneOf | list)


def bounds(value: Any) -> tuple[Any, Any]:
    """The lowest and the highest a number or day may be; `None` is no bound."""
    return (value.lowest, value.highest) if isinstance(value, Between) else (value, value)


def between(lowest: Any, highest: Any) -> Any:
    """The value itself where both bounds are the same, else what lies between."""
    if lowest is not None and highest is not None and lowest == highest:
        return lowest
    return Between(lowest, highest)


def one_of(options: Iterable[str]) -> Any:
    """The option itself where there is only one, else one of them."""
    distinct = frozenset(options)
    return next(iter(distinct)) if len(distinct) == 1 else OneOf(distinct)


def any_among(values: Sequence[Any]) -> Any:
    """What a value may be that is one of `values`, nobody knows which: the least that holds them all."""
    if len(values) == 1:
        return values[0]
    if any(isinstance(value, bool) or value is None for value in values):
        return values[0] if all(value is values[0] for value in values) else None
    if any(isinstance(value, str | OneOf) for value in values):
        if any(isinstance(value, OneOf) and value.options is None for value in values):
            return OneOf(None)
        return one_of(option for value in values for option in _options(value))
    lowest = [bounds(value)[0] for value in values]
    highest = [bounds(value)[1] for value in values]
    return between(None if None in lowest else min(lowest), None if None in highest else max(highest))


def _options(value: Any) -> Iterable[str]:
    """The options of a category, one if it is known. Never asked of one that may be anything."""
    return (value.options or ()) if isinstance(value, OneOf) else (value,)


def extreme(which: str, values: Sequence[Any]) -> Any:
    """The least or the greatest of numbers or days, some of which may be unknown."""
    pick = min if which == "least" else max
    if not any(isinstance(value, Between) for value in values):
        return pick(values)
    lowest = [bounds(value)[0] for value in values]
    highest = [bounds(value)[1] for value in values]
    if which == "least":
        settled = [bound for bound in highest if bound is not None]
        return between(None if None in lowest else min(lowest), min(settled) if settled else None)
    settled = [bound for bound in lowest if bound is not None]
    return between(max(settled) if settled else None, None if None in highest else max(highest))


Codes = tuple[str, ...] | list[tuple[str, ...]]
"""A known list of codes, or, where it is not known which list is meant, all that it may be."""


def is_among(item: Any, codes: Codes) -> bool | None:
    """Whether a text or category that may be unknown is one of `codes`."""
    if isinstance(codes, list):
        return _agreed([is_among(item, each) for each in codes])
    if not isinstance(item, OneOf):
        return item in codes
    if item.options is None:
        return None if codes else False
    inside = len(item.options & frozenset(codes))
    return False if inside == 0 else True if inside == len(item.options) else None


def begins_with(text: Any, codes: Codes) -> bool | None:
    """Whether a text that may be unknown begins with one of `codes`."""
    if isinstance(codes, list):
        return _agreed([begins_with(text, each) for each in codes])
    if not isinstance(text, OneOf):
        return bool(text.startswith(codes))
    if not codes:
        return False
    if text.options is None:
        return True if "" in codes else None
    return _agreed([option.startswith(codes) for option in text.options])


def rows_of(table: Mapping[str, Any], key: Any) -> list[Any]:
    """The rows of `table` that `key` may mean."""
    if not isinstance(key, OneOf):
        return [table[key]] if key in table else []
    if key.options is None:
        return list(table.values())
    return [row for name, row in table.items() if name in key.options]


def chosen(cases: Sequence[tuple[bool | None, Any]], otherwise: Any) -> Any:
    """The value of the first case that holds; where an earlier one may hold, what the value may be."""
    possible: list[Any] = []
    for condition, value in cases:
        if condition is not False:
            possible.append(value)
        if condition is True:
            break
    else:
        possible.append(otherwise)
    return any_among(possible)


At = int | tuple[list[int], bool]
"""Which of several entries is meant: its number; or all that may be, and whether it is one of them for sure."""


def latest_at(days: Sequence[date], counts: Sequence[bool | None]) -> At:
    """Which entry has the latest day that counts.

    One that may count leaves open whether it is the latest. Among entries of the same day, nobody knows which is.
    """
    if None not in counts:  # the common case
        at, latest = -1, date.min
        for number, counted in enumerate(counts):
            if counted:
                if at < 0 or days[number] > latest:
                    at, latest = number, days[number]
                elif days[number] == latest:
                    break
        else:
            return at if at >= 0 else ([], False)
    certain = [day for day, counted in zip(days, counts, strict=True) if counted]
    since = max(certain, default=None)
    numbers = [
        number
        for number, counted in enumerate(counts)
        if counted is not False and (since is None or days[number] >= since)
    ]
    return numbers[0] if len(numbers) == 1 and certain else (numbers, bool(certain))


def latest_of(values: Sequence[Any], at: At, unknown: Any) -> Any:
    """The value of the entry that is meant; `unknown` where it may be none."""
    if isinstance(at, int):
        return values[at]
    numbers, is_certain = at
    possible = [values[number] for number in numbers]
    return any_among(possible if is_certain else [*possible, unknown])


def later(shift: Callable[[date, int], date], day: Any, amount: Any) -> Any:
    """The day that is `amount` after `day`, counted by `shift`, where one of them is unknown."""
    ends = [
        None if earliest is None or number is None else shift(earliest, int(number))
        for earliest, number in zip(bounds(day), bounds(amount), strict=True)
    ]
    return between(*ends)


def row_of(table: Mapping[str, Any], key: Any) -> Any:
    """The figure in the row of `table` that `key` means, or may mean."""
    return any_among(rows_of(table, key))


def list_of(table: Mapping[str, tuple[str, ...]], key: Any) -> Codes:
    """The list of codes in the row of `table` that `key` means; an empty one where there is no such row."""
    if not isinstance(key, OneOf):
        return table.get(key, ())
    if key.options is None:
        return [*table.values(), ()]  # it may also mean something that is no row
    return [table.get(option, ()) for option in sorted(key.options)]


def _agreed(answers: Sequence[bool | None]) -> bool | None:
    """The answer that all give; `None` where they differ, where one gives none, or where nobody answers."""
    distinct = set(answers)
    return distinct.pop() if len(distinct) == 1 else None


def _both(left: Any, right: Any, sign: str) -> Any:
    if left is None or right is None:
        return None
    return left + right if sign == "+" else left - right


def _product(left: Any, right: Any) -> Any:
    """The product of two ranges: its bounds are among the products of theirs. Nothing times anything is nothing."""
    corners = [(a, b) for a in _ends(left) for b in _ends(right)]
    products = [_times(a, b) for a, b in corners]
    lowest = None if _MINUS in products else min(product for product in products if product is not _PLUS)
    highest = None if _PLUS in products else max(product for product in products if product is not _MINUS)
    return between(lowest, highest)


_PLUS = "without end above"
_MINUS = "without end below"


def _ends(value: Any) -> tuple[Any, Any]:
    lowest, highest = bounds(value)
    return (_MINUS if lowest is None else lowest, _PLUS if highest is None else highest)


def _times(left: Any, right: Any) -> Any:
    if left is _PLUS or left is _MINUS or right is _PLUS or right is _MINUS:
        sign = _sign(left) * _sign(right)
        return Decimal(0) if sign == 0 else _PLUS if sign > 0 else _MINUS
    return left * right


def _sign(value: Any) -> int:
    if value is _PLUS:
        return 1
    if value is _MINUS:
        return -1
    return 1 if value > 0 else -1 if value < 0 else 0
