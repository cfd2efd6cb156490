"""The order of the ranking as whole numbers: the lower the better a place. Many variants at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from clusterpolicy.scoring.tie_breaks import Prefers
from clusterpolicy.whatif.columns import ENDLESS, WIDEST, Flags, Number, Whole
from clusterpolicy.whatif.examined import Examined


@dataclass(frozen=True, slots=True)
class Keys:
    """What each application may have to show, a row for each variant, or one for all.

    Attributes:
        best, worst: The best and the worst that it may have, the lower the better; the same where all is known.
        exact: Whether it is known.
    """

    best: Whole
    worst: Whole
    exact: Flags


@dataclass(frozen=True, slots=True)
class Order:
    """The order of the ranking: one for each variant, or one row for all."""

    places: Whole
    width: int

    def placed(self, array: Any) -> Any:
        """The columns in the order of the ranking."""
        if len(self.places) == 1:
            return array[:, self.places[0]]
        return array.reshape(-1)[self._flat()]

    def summed(self, amounts: Whole) -> Whole:
        """For each application the sum of the amounts of all before it, and of its own."""
        sums = np.cumsum(self.placed(amounts), axis=1)
        found = np.empty_like(sums)
        if len(self.places) == 1:
            found[:, self.places[0]] = sums
        else:
            found.reshape(-1)[self._flat()] = sums
        return found

    def _flat(self) -> Whole:
        rows: Whole = np.arange(len(self.places))[:, None] * self.width
        return self.places + rows


def keys_of(examined: Examined, prefers: Sequence[Prefers], instants: Sequence[datetime | None]) -> Keys:
    """What each application has to show: its score, then what breaks ties, packed into one number.

    `prefers` says of each tie-break which value goes first; one that is no number is the instant of submission.
    """
    columns = [(examined.total, Prefers.HIGHER), *zip(examined.tie_breaks, prefers, strict=True)]
    best: Any = np.zeros((1, 1), np.int64)
    worst: Any = best
    exact: Any = np.ones((1, len(instants)), np.bool_)
    for value, prefer in columns:
        low, high, known = _ends(value, instants)
        first, last = low, high
        if prefer in (Prefers.HIGHER, Prefers.LATER):
            first = -high
            last = first if low is high else -low
        lowest = int(first.min())
        width = int(last.max()) - lowest + 1
        if int(worst.max()) * width >= WIDEST:
            best, worst = _dense(best, worst)
            first, last = _dense(first, last)  # also where both are one: it only takes longer
            lowest, width = 0, int(last.max()) + 1
        same = best is worst and first is last
        best = best * width + (first - lowest)
        worst = best if same else worst * width + (last - lowest)
        exact = exact & known
    shape = (len(best), len(instants))
    return Keys(np.broadcast_to(best, shape), np.broadcast_to(worst, shape), exact)


def sorted_by(keys: Whole) -> tuple[Order, Whole]:
    """The order of the keys, lowest first, and the keys in it. Sorting numbers is faster than sorting places."""
    width = keys.shape[1]
    bits = max(1, width.bit_length())
    if int(keys.max()) >= WIDEST >> bits:
        keys, _ = _dense(keys, keys)
    packed = np.sort((keys << bits) | np.arange(width), axis=1)
    return Order(packed & ((1 << bits) - 1), width), packed >> bits


def _ends(value: Number | None, instants: Sequence[datetime | None]) -> tuple[Whole, Whole, Flags]:
    if value is None:
        return _places_of(instants)
    if value.known:
        return value.low, value.low, np.ones((1, 1), np.bool_)
    finite = np.concatenate([each[np.abs(each) < ENDLESS] for each in (value.low, value.high)])
    least, most = (int(finite.min()) - 1, int(finite.max()) + 1) if finite.size else (0, 0)
    return np.clip(value.low, least, most), np.clip(value.high, least, most), value.low == value.high


def _places_of(instants: Sequence[datetime | None]) -> tuple[Whole, Whole, Flags]:
    """The instants as their place among all, the same for the same instant; one that is not known may be any."""
    places = {instant: place for place, instant in enumerate(sorted({each for each in instants if each is not None}))}
    low = np.array([[-1 if each is None else places[each] for each in instants]], np.int64)
    high = np.array([[len(places) if each is None else places[each] for each in instants]], np.int64)
    return (low, low, low == low) if None not in instants else (low, high, low == high)


def _dense(best: Whole, worst: Whole) -> tuple[Whole, Whole]:
    """Keys in the same order, as small as they can be."""
    _, places = np.unique(np.concatenate((best.reshape(-1), worst.reshape(-1))), return_inverse=True)
    found = places.astype(np.int64)
    return found[: best.size].reshape(best.shape), found[best.size :].reshape(worst.shape)
