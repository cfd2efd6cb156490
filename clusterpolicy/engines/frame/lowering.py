"""From cells of a plan to terms over tables: what each formula asks of the columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, assert_never, cast

from clusterpolicy.engines.expressions import unknown_of
from clusterpolicy.engines.frame.calendar import MOST_LATER, Calendar, day_number, instant_number
from clusterpolicy.engines.frame.gathering import Gathering
from clusterpolicy.engines.frame.numbers import Number, Numbers
from clusterpolicy.engines.frame.term import FLIPPED, Term
from clusterpolicy.engines.frame.terms import Terms
from clusterpolicy.engines.frame.values import Lowered, Values
from clusterpolicy.engines.frame.words import Category, Codes, Text, Words
from clusterpolicy.engines.plan import Cell, Plan
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import Base, Kind
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.possible import Between, OneOf
from clusterpolicy.language.scope import Scope
from clusterpolicy.units import LATEST_DAY

FactTerm = Callable[[Cell], Lowered]
"""What stands for a fact, or for a computed value: columns of a table."""

Known = Callable[[Scope], Term]
"""Whether the members of a collection are known, for each row of the table around it."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What formulas are lowered over: columns, figures and a day."""

    fact: FactTerm
    known: Known
    figures: Mapping[str, Value]
    day: date


class Lowering:
    """Finds what each cell asks of the tables, each once."""

    def __init__(self, plan: Plan, terms: Terms, inputs: Inputs) -> None:
        self.plan = plan
        self.t = terms
        self.inputs = inputs
        self.numbers = Numbers(terms)
        self.words = Words(terms)
        self.values = Values(self.numbers, self.words)
        self.calendar = Calendar(terms, plan.rules.zone)
        self.gathering = Gathering(self.values, inputs.known)
        self._lowered: dict[int, Lowered] = {}

    def of(self, cell: Cell) -> Lowered:
        """What a cell asks of the tables."""
        found = self._lowered.get(cell.number)
        if found is None:
            found = self._lowered[cell.number] = self._lower(cell)
        return found

    def _lower(self, cell: Cell) -> Lowered:
        node = cell.node
        match node:
            case n.Fact() | n.Computed():
                return self.inputs.fact(cell)
            case n.Constant(value, kind):
                return self.known(value, kind)
            case n.Entry():
                return self.t.constant(True)
            case n.Figure(parameter) if parameter.by is not None:
                return Codes(())  # a table has no value of its own; its rows have
            case n.Figure(parameter):
                return self.known(self.inputs.figures[parameter.name], parameter.kind)
            case n.GrantingDay():
                return self.known(self.inputs.day, cell.kind)
            case n.Unsettled():
                return self.unknown(cell)
            case n.Row():
                return self._row(cell, node)
            case n.Aggregate() | n.Latest() | n.Average():
                parts = [self.of(part) for part in cell.parts]
                return self.gathering.of(cell, parts, self.unknown(cell.parts[0]))
            case n.Choose(cases):
                return self._choose(cell, len(cases))
            case n.Compare(relation):
                moved = self._without_later(relation, *cell.parts)
                return moved if moved is not None else self._compare(relation, *(self.of(part) for part in cell.parts))
            case n.IsIn():
                item, codes = (self.of(part) for part in cell.parts)
                return self.words.is_among(cast(Category | Text, item), cast(Codes, codes))
            case n.StartsWith():
                text, codes = (self.of(part) for part in cell.parts)
                return self.words.begins_with(cast(Text, text), cast(Codes, codes))
            case n.AllOf():
                return self.t.both(self._truths(cell))
            case n.AnyOf():
                return self.t.either(self._truths(cell))
            case n.Not():
                return self.t.opposite(self._truths(cell)[0])
            case n.Sum():
                return self.numbers.plus(self._numbers(cell))
            case n.Difference():
                return self.numbers.minus(*self._numbers(cell))
            case n.Product():
                return self.numbers.times(*self._numbers(cell))
            case n.Extreme(which):
                return self.numbers.extreme(which, self._numbers(cell))
            case n.Rounded(how=how):
                return self.numbers.rounded(self._numbers(cell)[0], how)
            case n.Later(step=step):
                return self._later(step, *self._numbers(cell))
            case n.DayOf():
                (instant,) = self._numbers(cell)
                low = self.calendar.day_of(instant.low)
                return Number(low, low if instant.is_point else self.calendar.day_of(instant.high))
            case n.Named():
                raise AssertionError("the plan looks through names")
            case _:
                assert_never(node)

    def _truths(self, cell: Cell) -> list[Term]:
        return [cast(Term, self.of(part)) for part in cell.parts]

    def _numbers(self, cell: Cell) -> list[Number]:
        return [cast(Number, self.of(part)) for part in cell.parts]

    # --- known and unknown values -----------------------------------------------------------------------------------

    def known(self, value: Any, kind: Kind) -> Lowered:
        """What stands for a known value."""
        match kind.base:
            case Base.TRUTH:
                return self.t.constant(bool(value))
            case Base.NUMBER:
                return self.numbers.constant(value)
            case Base.DATE:
                return self._point(day_number(cast(date, value)))
            case Base.INSTANT:
                return self._point(instant_number(cast(datetime, value)))
            case Base.CATEGORY:
                return self.words.category(self.t.constant(str(value)), kind.options)
            case Base.TEXT:
                return Text(((self.t.constant(True), self.t.constant(str(value))),))
            case Base.CODES:
                return Codes(((self.t.constant(True), tuple(value)),))
            case _:
                assert_never(kind.base)

    def unknown(self, cell: Cell) -> Lowered:
        """What stands for a cell of which nothing is known."""
        value = unknown_of(cell)
        if isinstance(value, Between):
            ends = [None if end is None else self.numbers.constant(end) for end in (value.lowest, value.highest)]
            scale = max((end.scale for end in ends if end is not None), default=0)
            low, high = (
                self.t.nothing("number") if end is None else self.numbers.scaled(end, scale).low for end in ends
            )
            return Number(low, high, scale)
        if isinstance(value, OneOf):
            if value.options is None:
                return Text(((self.t.constant(True), self.t.nothing("text")),))
            return self.words.category(self.t.nothing("text"), sorted(value.options))
        return self.t.nothing("truth")

    def _point(self, number: int) -> Number:
        term = self.t.constant(number)
        return Number(term, term)

    # --- composites -------------------------------------------------------------------------------------------------

    def _compare(self, relation: str, left: Lowered, right: Lowered) -> Term:
        if isinstance(left, Number) and isinstance(right, Number):
            return self.numbers.compare(relation, left, right)
        if isinstance(left, Category) and isinstance(right, Category):
            same = self.words.same_category(left, right)
        else:
            same = self.words.same_text(cast(Text, left), cast(Text, right))
        return same if relation == "==" else self.t.opposite(same)

    def _without_later(self, relation: str, left: Cell, right: Cell) -> Term | None:
        """A comparison with a day so much later, by the day so much earlier: found once around, not for each member.

        `None` where that is not so.
        """
        if isinstance(right.node, n.Later):
            left, right, relation = right, left, FLIPPED[relation]
        if not isinstance(left.node, n.Later) or relation in ("==", "!="):
            return None
        day, amount = self._numbers(left)
        other = cast(Number, self.of(right))
        if not (amount.low.is_constant and amount.is_point and day.is_point and other.is_point):
            return None
        within_calendar = amount.low.value is not None and amount.low.value in range(MOST_LATER[left.node.step])
        is_fact = day.low.scope is not None and day.low.highest <= day_number(LATEST_DAY)
        if not (within_calendar and is_fact) or day.low.scope is other.low.scope:
            return None
        if relation in ("<", ">="):  # before a day is not after the day before it
            other = self.numbers.minus(other, self._point(1))
        earlier = self.calendar.latest_before(other.low, amount.low, left.node.step)
        holds = self.t.compare("<=", day.low, earlier)
        return holds if relation in ("<", "<=") else self.t.opposite(holds)

    def _later(self, step: str, day: Number, amount: Number) -> Number:
        low = self.calendar.later(day.low, amount.low, step)
        if day.is_point and amount.is_point:
            return Number(low, low)
        return Number(low, self.calendar.later(day.high, amount.high, step))

    def _choose(self, cell: Cell, cases: int) -> Lowered:
        parts = [self.of(part) for part in cell.parts]
        found = parts[-1]
        for number in reversed(range(cases)):
            found = self.values.choose(cast(Term, parts[2 * number]), parts[2 * number + 1], found)
        return found

    def _row(self, cell: Cell, node: n.Row) -> Lowered:
        """The row of a table of figures that is meant; where that is open, all that may be."""
        table = cast(dict[str, Any], self.inputs.figures[node.table.parameter.name])
        key = cast(Category | Text, self.of(cell.parts[1]))
        if node.table.parameter.kind.base is Base.CODES:
            return self.words.row_of_codes({name: tuple(row) for name, row in table.items()}, key)
        assert isinstance(key, Category)  # the rule set was checked when it was built
        return self._row_of_values(table, key, node.table.parameter.kind)

    def _row_of_values(self, table: Mapping[str, Any], key: Category, kind: Kind) -> Lowered:
        rows: dict[Any, list[Term]] = {}
        for option, may in key.may_be.items():
            rows.setdefault(table[option], []).append(may)
        possible = [
            (self.t.either(terms), self.known(value, kind)) for value, terms in sorted(rows.items(), key=_by_value)
        ]
        possible = [each for each in possible if not (each[0].is_constant and not each[0].value)]
        if kind.base in (Base.NUMBER, Base.DATE, Base.INSTANT):
            return self._between_rows([(may, cast(Number, value)) for may, value in possible], key.is_known)
        return self.values.any_of([(may, value) for may, value in possible], exactly_one=key.is_known)

    def _between_rows(self, rows: list[tuple[Term, Number]], is_known: bool) -> Number:
        """The lowest and the highest of the rows that may be meant; they stand in the order of their values."""
        scale = max(row.scale for _, row in rows)
        ends = [(may, self.numbers.scaled(row, scale).low) for may, row in rows]
        low = self.t.choose(ends[:-1], ends[-1][1])
        if is_known:
            return Number(low, low, scale)
        return Number(low, self.t.choose(reversed(ends[1:]), ends[0][1]), scale)


def _by_value(row: tuple[Any, Any]) -> Any:
    value = row[0]
    return value if isinstance(value, Decimal | int | date) else str(value)
