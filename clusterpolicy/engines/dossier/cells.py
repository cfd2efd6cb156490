"""Python source for one cell at a time: how its value follows from those of its parts, for one member.

The functions take `V`, the values of all cells by number, and `i1`, the number of the member of the outermost
collection. What lies deeper inside that member is found as a whole. Behind the values of the cells, `V` holds the
members themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clusterpolicy.engines.expressions import expression, name_of_unknown
from clusterpolicy.engines.gathering import Gathering
from clusterpolicy.engines.paths import Reader
from clusterpolicy.engines.plan import Cell, Plan, members_of
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import TRUTH
from clusterpolicy.language.scope import Scope


def cell_source(plan: Plan, cell: Cell, slots: Mapping[Scope, int]) -> tuple[str, dict[str, Any]]:
    """The source of the function `find(V, i)` of a cell, and the constants it needs.

    `slots` says where `V` holds the members of each scope.
    """
    writer = _Writer(plan, cell, slots)
    writer.write()
    return "\n".join(["def find(V, i1):", *writer.lines]), writer.constants


@dataclass(slots=True)
class _Writer:
    plan: Plan
    cell: Cell
    slots: Mapping[Scope, int]
    lines: list[str] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)
    indent: int = 1
    numbers: int = 0

    def write(self) -> None:
        """Write the function: what is found once, or a list for each collection inside the member."""
        self._level(1 if self.cell.scope.depth else 0)
        self.line(f"return r{min(self.cell.scope.depth, 1)}")

    def line(self, text: str) -> None:
        """Write one line."""
        self.lines.append(" " * self.indent + text)

    def count(self) -> int:
        """The next number for a name."""
        self.numbers += 1
        return self.numbers

    def _level(self, depth: int) -> None:
        """Find the value for the member at hand at `depth`; deeper down, a list of values."""
        if depth == self.cell.scope.depth:
            self._find()
            self.line(f"r{depth} = v{self.cell.number}")
            return
        inner = _ancestor(self.cell.scope, depth + 1)
        self.line(f"n{depth + 1} = {self._at(self.slots[inner], depth)}")
        self.line(f"r{depth} = None if n{depth + 1} is None else []")
        self.line(f"for i{depth + 1} in range(len(n{depth + 1} or ())):")
        self.indent += 1
        self._level(depth + 1)
        self.line(f"r{depth}.append(r{depth + 1})")
        self.indent -= 1

    def _at(self, slot: int, depth: int) -> str:
        return f"V[{slot}]" + "".join(f"[i{number}]" for number in range(1, depth + 1))

    def _find(self) -> None:
        cell, node = self.cell, self.cell.node
        if isinstance(node, n.Gathering):
            self._gather()
            return
        if isinstance(node, n.Fact):
            place = self.plan.place_of(node)
            self.line(f"m = {self._at(self.slots[cell.scope], cell.scope.depth)}")
            reader = Reader("m", self.line, self.count)
            self.line(f"v{cell.number} = {reader.value(place.path, place.optional)}")
            self._unknown_where_none(cell)
            return
        self._load(cell.parts)
        if isinstance(node, n.Computed):
            self._compute(cell, node)
        else:
            self.line(f"v{cell.number} = {expression(cell)}")

    def _load(self, parts: Sequence[Cell]) -> None:
        for part in parts:
            self.line(f"v{part.number} = {self._at(part.number, part.scope.depth)}")

    def _compute(self, cell: Cell, node: n.Computed) -> None:
        """The call that finds a computed value. Behind all else in `V` stands who wants to know what it looks at."""
        inputs, figures = cell.parts[: len(node.inputs)], cell.parts[len(node.inputs) :]
        self.constants["function"] = node.computation.find
        given = "".join(f"v{part.number}, " for part in inputs)
        pairs = zip(node.figures, figures, strict=True)
        named = ", ".join(f"{figure.parameter.name!r}: v{part.number}" for figure, part in pairs)
        known = " and ".join(f"is_known(v{part.number})" for part in inputs if part.open)
        path = "".join(f", i{number}" for number in range(1, cell.scope.depth + 1))
        self.line(f"a, m = V[-1].watched({cell.number}{path})")
        found = f"function(a, m, ({given}), {{{named}}})"
        self.line(f"v{cell.number} = {f'{found} if {known} else None' if known else found}")
        self._unknown_where_none(cell)

    def _unknown_where_none(self, cell: Cell) -> None:
        if cell.open and cell.kind != TRUTH:
            self.line(f"if v{cell.number} is None: v{cell.number} = {self._unknown(cell)}")

    def _gather(self) -> None:
        cell, inner = self.cell, members_of(self.cell)
        depth = inner.depth
        outer = [part for part in cell.parts if part.scope is not inner]
        own = [part for part in cell.parts if part.scope is inner]
        self._load(outer)
        gathering = Gathering([cell], self.line, self._unknown)
        self.line(f"n = {self._at(self.slots[inner], depth - 1)}")
        self.line("if n is None:")
        self.indent += 1
        gathering.nothing_known()
        self.indent -= 1
        self.line("else:")
        self.indent += 1
        gathering.start()
        for part in own:
            self.line(f"k{part.number} = {self._at(part.number, depth - 1)}")
        self.line(f"for j in range(len({f'k{own[0].number}' if own else 'n'})):")
        self.indent += 1
        for part in own:
            self.line(f"v{part.number} = k{part.number}[j]")
        gathering.member()
        self.indent -= 1
        gathering.finish()
        self.indent -= 1

    def _unknown(self, cell: Cell) -> str:
        return name_of_unknown(cell, self.constants)


def _ancestor(scope: Scope, depth: int) -> Scope:
    while scope.depth > depth:
        assert scope.parent is not None  # only the root has depth nought
        scope = scope.parent
    return scope
