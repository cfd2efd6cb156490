"""Where the answers of a rule set may change: its figures, and the amounts that make its cost."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from clusterpolicy.engines.frame.schema import asked_of_tables
from clusterpolicy.engines.plan import Plan
from clusterpolicy.engines.scalar import compiled
from clusterpolicy.language import RuleSet
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import WHOLE_UNITS
from clusterpolicy.units import Unit

Path = tuple[str, ...]


class Limits:
    """The figures of a rule set: where its answers may change."""

    def __init__(self, rule_set: RuleSet) -> None:
        day = compiled(rule_set).law_of(None, None)
        figures = rule_set.figures_on(day, None)
        self.numbers: dict[Unit, list[Decimal]] = {}
        self.days: list[date] = []
        self.instants: list[datetime] = []
        self.codes: list[str] = ["", "none"]
        for name, value in figures.items():
            unit = rule_set.figures[name].kind.unit
            if isinstance(value, datetime):
                self.instants.append(value)
            elif isinstance(value, date):
                self.days.append(value)
            elif unit is not None and isinstance(value, int | Decimal):
                self.numbers.setdefault(unit, []).append(Decimal(value))
            self._add_codes(value)
        self.instants = self.instants or [datetime(2017, 1, 31, 17, tzinfo=timezone(timedelta(hours=1)))]
        decimals = [each for unit, found in self.numbers.items() if unit not in WHOLE_UNITS for each in found]
        self.shares = [each for each in decimals if 0 < each <= 10] or [Decimal("0.5")]
        self.years = [int(each) for each in self.of(Unit.YEARS)]

    def _add_codes(self, value: Any) -> None:
        if isinstance(value, tuple):
            self.codes += [*value[:12], *(f"{each}1" for each in value[:2])]
        elif isinstance(value, dict):
            for each in value.values():
                self._add_codes(each)

    def of(self, unit: Unit) -> list[Decimal]:
        """The figures that count in a unit."""
        return self.numbers.get(unit, [])


def facts_of_the_cost(rule_set: RuleSet) -> list[tuple[str, list[Path]]]:
    """The amounts that the cost is found from, by the collection of the application in which they stand."""
    plan = Plan.of(rule_set)
    found: dict[str, list[Path]] = {}
    for cell in asked_of_tables([plan.cell_of(rule_set.cost.node)]):
        if isinstance(cell.node, n.Fact) and cell.node.kind.unit is Unit.EURO and cell.scope.depth == 1:
            found.setdefault(cell.scope.path[0], []).append(plan.place_of(cell.node).path)
    return list(found.items())
