"""The functions generated from rules, ready to be called with exact numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import (
    ROUND_FLOOR,
    ROUND_HALF_UP,
    Clamped,
    Context,
    Decimal,
    Inexact,
    InvalidOperation,
    Overflow,
    getcontext,
    setcontext,
)
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from clusterpolicy.dates import days_after, months_after, years_after
from clusterpolicy.engines.generate import figure_names, function_of, function_source
from clusterpolicy.engines.paths import NOTHING_KNOWN
from clusterpolicy.engines.plan import Cell, Plan
from clusterpolicy.language import nodes as n
from clusterpolicy.language import possible
from clusterpolicy.language.middle import average_of
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.rules import Rules
from clusterpolicy.units import CENT

Figures = tuple[Value, ...]
"""The day whose law is in force, and the values of all parameters: as the generated functions take them."""

Finder = Callable[[BaseModel, Figures], tuple[Any, ...]]
"""Finds the values of some cells for an application."""

EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, Overflow, Clamped])
"""Where rules are reckoned: sixty digits, and an error, never a rounding, where these would not do."""

_ROUNDING = Context(prec=60)
"""Where an amount is rounded: what is left out is no error there."""


R = TypeVar("R", bound=Rules)
T = TypeVar("T")


def kept(rules: R, make: Callable[[R], T]) -> T:
    """What `make` makes of rules: made once, and kept with them."""
    found: T | None = rules.derived.get(make)
    if found is None:
        found = rules.derived[make] = make(rules)
    return found


class Generated:
    """What is generated from one set of rules. Made once; figures are an input.

    Attributes:
        names: What the functions call by name. Others may stand in, which reckon with other values in the same way.
    """

    @property
    def names(self) -> Mapping[str, Any]:
        """What the functions call by name."""
        return NAMES

    def __init__(self, rules: Rules) -> None:
        self.plan = Plan.of(rules)
        self._figure_names = figure_names(self.plan)
        self._figures: dict[date, Figures] = {}

    def finder(self, cells: Sequence[Cell], name: str) -> Finder:
        """What finds the values of `cells` for an application and figures; of a cell inside collections, in lists."""
        function = self._function(cells, name)

        def find(application: BaseModel, figures: Figures) -> tuple[Any, ...]:
            before = getcontext()
            setcontext(EXACT)
            try:
                return function(application, figures)
            finally:
                setcontext(before)

        return find

    def every_value(self, application: BaseModel, figures: Figures) -> dict[int, Any]:
        """The value of every cell, by its number; of a cell inside collections, lists of values."""
        cells, find = self._every
        return dict(zip(cells, find(application, figures), strict=True))

    def figures(self, day: date, changes: Mapping[str, Value] | None = None) -> Figures:
        """The day and the figures in force on it, in the order in which the functions take them."""
        if changes:
            values = self.plan.rules.figures_on(day, changes)
            return (day, *(values[name] for name in self._figure_names))
        known = self._figures.get(day)
        if known is None:
            values = self.plan.rules.figures_on(day)
            known = self._figures[day] = (day, *(values[name] for name in self._figure_names))
        return known

    @cached_property
    def _every(self) -> tuple[list[int], Finder]:
        cells = [cell for cell in self.plan.cells if not isinstance(cell.node, n.Constant | n.Entry)]
        return [cell.number for cell in cells], self.finder(cells, "every_value")

    def _function(self, wanted: Sequence[Cell], name: str) -> Callable[..., tuple[Any, ...]]:
        source, constants = function_source(self.plan, wanted, name)
        names = {**self.names, **constants, "zone": self.plan.rules.zone}
        function: Callable[..., tuple[Any, ...]] = function_of(source, name, names, self.plan.rules.name)
        return function


def _rounded(amount: Any, rounding: str) -> Any:
    if isinstance(amount, possible.Between):
        ends = (None if end is None else _rounded(Decimal(end), rounding) for end in possible.bounds(amount))
        return possible.between(*ends)
    return Decimal(amount).quantize(CENT, rounding, _ROUNDING)


def _day_of(instant: Any, zone: ZoneInfo) -> Any:
    if isinstance(instant, datetime):
        return instant.astimezone(zone).date()
    return possible.between(*(None if end is None else _day_of(end, zone) for end in possible.bounds(instant)))


NAMES: dict[str, Any] = {
    "CENT": CENT,
    "ROUNDING": _ROUNDING,
    "ROUND_FLOOR": ROUND_FLOOR,
    "ROUND_HALF_UP": ROUND_HALF_UP,
    "NOTHING_KNOWN": NOTHING_KNOWN,
    "ZERO": Decimal(0),
    "Between": possible.Between,
    "OneOf": possible.OneOf,
    "any_among": possible.any_among,
    "average_of": average_of,
    "begins_with": possible.begins_with,
    "chosen": possible.chosen,
    "day_of": _day_of,
    "days_after": days_after,
    "extreme": possible.extreme,
    "is_among": possible.is_among,
    "is_known": possible.is_known,
    "later": possible.later,
    "latest_at": possible.latest_at,
    "latest_of": possible.latest_of,
    "list_of": possible.list_of,
    "months_after": months_after,
    "rounded": _rounded,
    "row_of": possible.row_of,
    "years_after": years_after,
}
"""What generated functions call by name."""
