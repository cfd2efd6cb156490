"""Lists of cliffs: the worst first, each told once, and no kind of them too often."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from clusterpolicy.whatif.course import Cliff, Point


def told_once(cliffs: Iterable[Cliff]) -> Iterator[Cliff]:
    """The cliffs of one application, those that several facts lead to in the same way told once."""
    found: dict[Any, Cliff] = {}
    for each in cliffs:
        sides = _without_value(each.before), _without_value(each.after)
        key = (each.distance, each.lies_ahead, each.because, each.turned, *sides)
        first = found.get(key)
        found[key] = each if first is None else replace(first, also=(*first.also, each.fact))
    yield from found.values()


def of_each_kind(cliffs: Iterable[Cliff], most: int | None) -> Iterator[Cliff]:
    """The cliffs, but for those of which enough of the same kind came before."""
    told: Counter[Any] = Counter()
    for each in cliffs:
        kind = (_NUMBER.sub("[]", each.fact), each.because, each.turned)
        told[kind] += 1
        if most is None or told[kind] <= most:
            yield each


def _without_value(point: Point) -> tuple[Any, ...]:
    return point.outcome, point.receives, point.failed


def worst_first(cliff: Cliff) -> tuple[Any, ...]:
    """What cliffs are ordered by: those on which most money hangs first."""
    return -abs(cliff.jump or Decimal(0)), cliff.application, cliff.distance or Decimal(0), cliff.fact


def lies_in(name: str, wanted: str) -> bool:
    """Whether a fact is the one that a path without numbers names, or lies below it.

    >>> lies_in("participations[1].costs.travel", "participations[].costs")
    True
    """
    plain = _NUMBER.sub("[]", name)
    return plain == wanted or plain.startswith((f"{wanted}.", f"{wanted}["))


_NUMBER = re.compile(r"\[\d+\]")
