"""Values as the scalar engine finds them, lifted into columns, and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from clusterpolicy.language.kinds import Base, Kind
from clusterpolicy.language.possible import Between, OneOf
from clusterpolicy.whatif.columns import ENDLESS, WIDEST, Category, Number, TooWide, Truth, Vector, number

LIFTED = frozenset((Base.TRUTH, Base.NUMBER, Base.DATE, Base.INSTANT, Base.CATEGORY))
"""The kinds of values that columns hold."""

_MOST_OPTIONS = 62
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def can_lift(kind: Kind) -> bool:
    """Whether a column can hold values of this kind."""
    return kind.base in LIFTED and len(kind.options) <= _MOST_OPTIONS


def flat(value: Any, depth: int) -> Iterator[Any]:
    """The values for the members of a scope so many collections deep; a collection that is not known has none."""
    if depth == 0:
        yield value
    elif value is not None:
        for each in value:
            yield from flat(each, depth - 1)


def lifted(rows: Sequence[Sequence[Any]], kind: Kind) -> Vector:
    """A column of values: a row for each variant. Raises: TooWide for numbers that are too large for it."""
    match kind.base:
        case Base.TRUTH:
            shape = (len(rows), len(rows[0]))
            yes = np.array([value is True for row in rows for value in row], np.bool_).reshape(shape)
            no = np.array([value is False for row in rows for value in row], np.bool_).reshape(shape)
            return Truth(yes, no)
        case Base.CATEGORY:
            bits = {option: 1 << at for at, option in enumerate(kind.options)}
            return Category(_array([[_options(value, bits) for value in row] for row in rows]))
    return _numbers(rows)


def _numbers(rows: Sequence[Sequence[Any]]) -> Number:
    ends = [[_ends(value) for value in row] for row in rows]
    scale = max((_decimals(end) for row in ends for pair in row for end in pair), default=0)
    low = _array([[_whole(pair[0], scale, -ENDLESS) for pair in row] for row in ends])
    high = _array([[_whole(pair[1], scale, ENDLESS) for pair in row] for row in ends])
    return number(low, high, scale)


def _array(rows: Sequence[Sequence[int]]) -> Any:
    return np.array(rows, np.int64).reshape(len(rows), len(rows[0]) if rows else 0)


def _options(value: Any, bits: dict[str, int]) -> int:
    if not isinstance(value, OneOf):
        return bits[str(value)]
    return sum(bits[option] for option in (bits if value.options is None else value.options))


def _ends(value: Any) -> tuple[Decimal | int | None, Decimal | int | None]:
    if isinstance(value, Between):
        return _as_number(value.lowest), _as_number(value.highest)
    found = _as_number(value)
    return found, found


def _as_number(value: Any) -> Decimal | int | None:
    if isinstance(value, datetime):
        return (value - _BEGINNING) // timedelta(microseconds=1)
    if isinstance(value, date):
        return value.toordinal()
    return value  # type: ignore[no-any-return]  # a number or `None`, by the kind of its cell


def _decimals(end: Decimal | int | None) -> int:
    return max(0, -int(end.as_tuple().exponent)) if isinstance(end, Decimal) else 0


def _whole(end: Decimal | int | None, scale: int, endless: int) -> int:
    if end is None:
        return endless
    whole = int(end.scaleb(scale)) if isinstance(end, Decimal) else end * 10**scale
    if abs(whole) >= WIDEST:
        raise TooWide
    return whole
