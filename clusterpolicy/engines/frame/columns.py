"""What stands for facts: the columns of tables that were brought into one form at the border.

There a truth is a boolean, a number an integer of its smallest unit, a day the number of days since 1970, an instant
the number of microseconds since then. A null says that the fact is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clusterpolicy.engines.frame.calendar import day_number
from clusterpolicy.engines.frame.numbers import Number
from clusterpolicy.engines.frame.schema import Column, Schema, Table, column_path
from clusterpolicy.engines.frame.term import Term, Type
from clusterpolicy.engines.frame.terms import Terms
from clusterpolicy.engines.frame.values import Lowered
from clusterpolicy.engines.frame.words import Text, Words
from clusterpolicy.engines.plan import Cell, Plan
from clusterpolicy.language.kinds import Base
from clusterpolicy.language.scope import Scope
from clusterpolicy.units import EARLIEST_DAY, LATEST_DAY

LARGEST_NUMBER = 10**15
"""No number of a column that has no bound of its own may be larger, counted in its smallest unit."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is known of the tables at hand, beside their schema.

    Attributes:
        given: The names of the tables handed in.
        complete: The names of the columns, after that of their table, in which nothing is null.
        instants: The first and the last instant of each column of instants.
        most_members: How many rows of a table belong to one row of the table around it, at most.
    """

    given: frozenset[str]
    complete: frozenset[tuple[str, str]] = frozenset()
    instants: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    most_members: Mapping[str, int] = field(default_factory=dict)


class Columns:
    """Terms for the columns of some tables."""

    def __init__(self, plan: Plan, schema: Schema, contents: Contents, terms: Terms) -> None:
        self.plan = plan
        self.contents = contents
        self.t = terms
        self.words = Words(terms)
        self.tables = {table.scope: table for table in schema}

    def known(self, members: Scope) -> Term:
        """Whether the members of a collection are known, for each row of the table around it."""
        table = self.tables[members]
        if table.name not in self.contents.given:
            return self.t.constant(False)
        if table.known is None:
            return self.t.constant(True)
        assert members.parent is not None
        around = self.tables[members.parent]
        column = self._column(around, table.known, "truth", lacks=True)
        return self.t.filled(column, self.t.constant(False))

    def of(self, cell: Cell) -> Lowered:
        """What stands for a fact or a computed value."""
        table = self.tables[cell.scope]
        path = column_path(self.plan, cell)
        column = next(each for each in table.columns if each.path == path)
        match column.kind.base:
            case Base.TRUTH:
                return self._column(table, column.name, "truth", lacks=column.may_be_unknown)
            case Base.NUMBER if column.computed:
                return self._computed_number(table, column)
            case Base.NUMBER:
                return self._number(table, column)
            case Base.DATE:
                return self._point(table, column, day_number(EARLIEST_DAY), day_number(LATEST_DAY))
            case Base.INSTANT:
                bounds = self.contents.instants.get((table.name, column.name), (0, 0))
                return self._point(table, column, *bounds)
            case Base.CATEGORY:
                text = self._column(table, column.name, "text", lacks=column.may_be_unknown)
                if column.computed:
                    return self.words.among_options(text, column.kind.options)
                return self.words.category(text, column.kind.options)
            case _:
                text = self._column(table, column.name, "text", lacks=column.may_be_unknown)
                return Text(((self.t.constant(True), text),))

    def _number(self, table: Table, column: Column) -> Number:
        """A number; where it is not known, from the lowest to the highest that its field allows."""
        low, high = bounds_of(column)
        term = self._column(table, column.name, "number", lacks=column.may_be_unknown, lowest=low, highest=high)
        if not term.lacks:
            return Number(term, term, column.decimals)
        least, most = (
            term if bound is None else self.t.filled(term, self.t.constant(bound))
            for bound in (column.lowest, column.highest)
        )
        return Number(least, most, column.decimals)

    def _computed_number(self, table: Table, column: Column) -> Number:
        low, high = (
            self._column(table, name, "number", lacks=True, lowest=-LARGEST_NUMBER, highest=LARGEST_NUMBER)
            for name in ends_of(column)
        )
        return Number(low, high, column.decimals)

    def _point(self, table: Table, column: Column, lowest: int, highest: int) -> Number:
        term = self._column(table, column.name, "number", lacks=column.may_be_unknown, lowest=lowest, highest=highest)
        return Number(term, term)

    def _column(self, table: Table, name: str, of: Type, *, lacks: bool, lowest: int = 0, highest: int = 0) -> Term:
        lacks = lacks and (table.name, name) not in self.contents.complete
        return self.t.column(table.scope, name, of, lacks=lacks, lowest=lowest, highest=highest)


def bounds_of(column: Column) -> tuple[int, int]:
    """Between which numbers the values of a column lie, counted in the smallest unit."""
    low = -LARGEST_NUMBER if column.lowest is None else column.lowest
    return low, LARGEST_NUMBER if column.highest is None else column.highest


def ends_of(column: Column) -> tuple[str, str]:
    """The two columns of a computed number: the lowest it may be, and the highest."""
    return f"{column.name}_lowest", f"{column.name}_highest"


def names_of(column: Column) -> tuple[str, ...]:
    """The columns that hold a fact: one, or two for a computed number, of which both ends are kept."""
    return ends_of(column) if column.computed and column.kind.base is Base.NUMBER else (column.name,)
