"""Source that brings the members of a collection together: lines before them, for each of them, and after the last.

Where several values are asked of the latest member, by the same day and among the same members, it is found once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from clusterpolicy.engines.expressions import expression
from clusterpolicy.engines.passes import Order, orders_of
from clusterpolicy.engines.plan import Cell, never_negative
from clusterpolicy.language import nodes as n

_START = {
    "every": "{v} = True",
    "some": "{v} = False",
    "count": "{v} = 0",
    "total": "{v} = ZERO",
    "largest": "{v} = ZERO",
}


@dataclass(frozen=True, slots=True)
class Gathering:
    """The lines for the cells that go through one collection together.

    `line` writes one line; `unknown` says what stands for a cell of which nothing is known. The cells of the numbers in
    `put_off` are not found yet: each is asked for by one of `cells` alone, and only of the members that count.
    """

    cells: Sequence[Cell]
    line: Callable[[str], None]
    unknown: Callable[[Cell], str]
    put_off: Set[int] = frozenset()

    def start(self) -> None:
        """Write what stands before the first member."""
        for cell in self.cells:
            match cell.node:
                case n.Aggregate(together):
                    self.line(_START[together].format(v=f"v{cell.number}"))
                case n.Average():
                    self.line(f"v{cell.number} = []; w{cell.number} = []")
                case _:
                    self.line(f"v{cell.number} = []")
        for order in self._orders():
            order.start()

    def member(self) -> None:
        """Write what is done for each member."""
        for order in self._orders():
            order.member()
        for cell in self.cells:
            self._accumulate(cell)

    def finish(self) -> None:
        """Write what is done after the last member."""
        for order in self._orders():
            order.finish()
            for cell in order.order.cells:
                v, at, unknown = f"v{cell.number}", order.order.name, self.unknown(cell.parts[0])
                self.line(f"{v} = {v}[{at}] if {at}.__class__ is int else latest_of({v}, {at}, {unknown})")
        for cell in self.cells:
            if isinstance(cell.node, n.Average):
                v, unknown = f"v{cell.number}", self.unknown(cell.parts[0])
                self.line(f'{v} = average_of("{cell.node.how}", {v}, w{cell.number}, {unknown})')

    def nothing_known(self) -> None:
        """Write what the cells are where the collection is not known."""
        for cell in self.cells:
            self.line(f"v{cell.number} = {self._unknown_whole(cell)}")

    def _orders(self) -> list[Ordering]:
        latest = [cell for cell in self.cells if isinstance(cell.node, n.Latest)]
        return [Ordering(order, self.line) for order in orders_of(latest)]

    def _unknown_whole(self, cell: Cell) -> str:
        match cell.node:
            case n.Aggregate("every" | "some"):
                return "None"
            case n.Aggregate(together) if together == "total" and not never_negative(cell):
                return "Between(None, None)"
            case n.Aggregate():
                return "Between(ZERO, None)"
            case _:
                return self.unknown(cell.parts[0])

    def _accumulate(self, cell: Cell) -> None:
        v, body, body_is_open = f"v{cell.number}", self._body(cell.parts[0]), cell.parts[0].open
        match cell.node:
            case n.Aggregate("every"):
                self._settle(v, body, body_is_open, settled_by="False")
            case n.Aggregate("some"):
                self._settle(v, body, body_is_open, settled_by="True")
            case n.Aggregate("count"):
                self._where(body, body_is_open, f"{v} += 1", f"{v} = {v} + Between(0, 1)")
            case n.Aggregate("total"):
                self._counted(cell, f"{v} = {v} + {body}", f"{v} = {v} + any_among((ZERO, {body}))")
            case n.Aggregate("largest"):
                larger = f'extreme("greatest", ({v}, {body}))'
                self._counted(cell, f"{v} = {larger}", f"{v} = any_among(({v}, {larger}))")
            case n.Average():
                self._counted(cell, f"{v}.append({body})", f"w{cell.number}.append({body})")
            case _:
                self.line(f"{v}.append({body})")

    def _body(self, cell: Cell) -> str:
        return f"({expression(cell)})" if cell.number in self.put_off else _name(cell)

    def _settle(self, v: str, body: str, is_open: bool, *, settled_by: str) -> None:
        """Bring the answer of one more member into an "every" (settled by a false) or a "some" (by a true)."""
        if settled_by == "False":
            unsettled = f"{v} = False if {body} is False or {v} is False else None"
            self.line(f"if not {body}: {unsettled if is_open else f'{v} = False'}")
            return
        self.line(f"if {body}: {v} = True")
        if is_open:
            self.line(f"elif {body} is None and {v} is False: {v} = None")

    def _counted(self, cell: Cell, does: str, may_do: str) -> None:
        self._where(_counts(cell), cell.parts[-1].open, does, may_do)

    def _where(self, condition: str | None, is_open: bool, does: str, may_do: str) -> None:
        if condition is None:
            self.line(does)
            return
        self.line(f"if {condition}: {does}")
        if is_open:
            self.line(f"elif {condition} is None: {may_do}")


@dataclass(frozen=True, slots=True)
class Ordering:
    """The lines that find which member is the latest."""

    order: Order
    line: Callable[[str], None]

    def start(self) -> None:
        """Write what stands before the first member."""
        self.line(f"d{self._number} = []; w{self._number} = []")

    def member(self) -> None:
        """Write what is done for each member."""
        first = self.order.cells[0]
        self.line(f"d{self._number}.append({_name(first.parts[1])})")
        self.line(f"w{self._number}.append({_counts(first) or True})")

    def finish(self) -> None:
        """Write what is done after the last member."""
        self.line(f"{self.order.name} = latest_at(d{self._number}, w{self._number})")

    @property
    def _number(self) -> int:
        return self.order.cells[0].number


def _name(cell: Cell) -> str:
    return f"v{cell.number}"


def _counts(cell: Cell) -> str | None:
    """The name of the truth that says whether a member counts; `None` where all do."""
    return None if getattr(cell.node, "where", None) is None else _name(cell.parts[-1])
