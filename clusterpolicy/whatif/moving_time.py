"""A day or an instant that moves, and what the functions of the rules call to count on from it.

Days are not counted on evenly: a month later is 28 days later, or 31. But a later day never leads to an earlier one. So
where a comparison changes is found by halving what lies ahead, and is exact.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from clusterpolicy.dates import days_after, months_after, years_after
from clusterpolicy.engines.generated import NAMES
from clusterpolicy.language.possible import Between
from clusterpolicy.whatif.moving import CannotFollow, Watch


@dataclass(slots=True, eq=False)
class MovingTime:
    """A day or an instant on its way.

    Attributes:
        at: What it is after so many units; never earlier than after fewer of them, or never later.
        watch: Where it is noted when comparisons could change.
    """

    at: Callable[[int], Any]
    watch: Watch = field(repr=False)

    def moved(self, by: Callable[[Any], Any]) -> MovingTime:
        """What another day leads to, that never goes back as this one goes on."""
        at = self.at
        return MovingTime(lambda units: by(at(units)), self.watch)

    def _side(self, other: Any) -> int:
        """On which side of another it stands: -1, 0 or 1. It is noted when that changes."""
        if isinstance(other, MovingTime):
            self.watch.note_at(1)  # two that move may meet anywhere
            return _side(self.at(0), other.at(0))
        if not isinstance(other, date):
            raise CannotFollow
        now = _side(self.at(0), other)
        units = 1 + bisect_left(
            range(1, self.watch.ahead + 1), True, key=lambda each: _side(self.at(each), other) != now
        )
        if units <= self.watch.ahead:
            self.watch.note_at(units)
        return now

    def __lt__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Between) else self._side(other) < 0

    def __le__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Between) else self._side(other) <= 0

    def __gt__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Between) else self._side(other) > 0

    def __ge__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Between) else self._side(other) >= 0

    def __eq__(self, other: Any) -> Any:
        return NotImplemented if other is None or isinstance(other, Between) else self._side(other) == 0

    def __ne__(self, other: Any) -> Any:
        return NotImplemented if other is None or isinstance(other, Between) else self._side(other) != 0

    __hash__ = None  # type: ignore[assignment]  # what moves cannot be a key


def _side(one: Any, other: Any) -> int:
    return 1 if one > other else -1 if one < other else 0


def _counted(shift: Callable[[date, int], date]) -> Callable[[Any, int], Any]:
    """Counting on by days, months or years from a day that may move."""

    def counted(day: Any, number: int) -> Any:
        if isinstance(day, MovingTime):
            return day.moved(lambda each: shift(each, number))
        return shift(day, number)

    return counted


def _day_of(instant: Any, zone: ZoneInfo) -> Any:
    """The civil day of an instant that may move."""
    if isinstance(instant, MovingTime):
        return instant.moved(lambda each: each.astimezone(zone).date())
    return NAMES["day_of"](instant, zone)


MOVING_NAMES: Mapping[str, Any] = MappingProxyType(
    {
        **NAMES,
        "day_of": _day_of,
        "days_after": _counted(days_after),
        "months_after": _counted(months_after),
        "years_after": _counted(years_after),
    }
)
"""What generated functions call by name, for facts that may move."""
