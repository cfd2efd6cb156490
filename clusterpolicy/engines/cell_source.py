"""Source for single cells: the line that finds one for the member at hand, and what it calls by name."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any

from clusterpolicy.engines.expressions import expression, name_of_unknown
from clusterpolicy.engines.paths import Reader
from clusterpolicy.engines.plan import Cell, Plan
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import TRUTH


@dataclass(slots=True, eq=False, repr=False)
class CellSource:
    """Writes single cells by `line`, and puts what they call by name into `constants`.

    Those in `put_off` are left out: they are found where they are brought together.
    """

    plan: Plan
    line: Callable[[str], None]
    constants: dict[str, Any]
    put_off: Set[int] = frozenset()

    def find(self, cell: Cell, reader: Reader) -> None:
        """Write the line that finds a cell of the member at hand."""
        node = cell.node
        if isinstance(node, n.Figure | n.Gathering) or cell.number in self.put_off:
            return  # figures are unpacked at the start, aggregates are found by their loop, and with them their bodies
        if isinstance(node, n.Fact):
            place = self.plan.place_of(node)
            self.line(f"v{cell.number} = {reader.value(place.path, place.optional)}")
            if cell.open and cell.kind != TRUTH:
                self.line(f"if v{cell.number} is None: v{cell.number} = {self.unknown(cell)}")
            return
        if isinstance(node, n.Constant):
            self.line(f"v{cell.number} = {self._constant(cell, node.value)}")
        elif isinstance(node, n.GrantingDay):
            self.line(f"v{cell.number} = day")
        elif isinstance(node, n.Computed):
            self.line(f"v{cell.number} = {self._computed(cell, node, reader.member)}")
            if cell.kind != TRUTH:
                self.line(f"if v{cell.number} is None: v{cell.number} = {self.unknown(cell)}")
        elif isinstance(node, n.Unsettled):
            self.line(f"v{cell.number} = {self.unknown(cell)}")
        else:
            self.line(f"v{cell.number} = {expression(cell)}")

    def figures_of(self, cell: Cell) -> None:
        """Write the figures of a computation, by their full names, once for all members."""
        node = cell.node
        assert isinstance(node, n.Computed)  # nothing else takes figures by name
        parts = zip(node.figures, cell.parts[len(node.inputs) :], strict=True)
        pairs = (f"{figure.parameter.name!r}: v{part.number}" for figure, part in parts)
        self.line(f"f{cell.number} = {{{', '.join(pairs)}}}")

    def _computed(self, cell: Cell, node: n.Computed, member: str) -> str:
        """The call that finds a computed value: of a member, from the inputs that are known and the figures."""
        self.constants[f"c{cell.number}"] = node.computation.find
        parts = cell.parts[: len(node.inputs)]
        inputs = "".join(f"v{part.number}, " for part in parts)
        known = " and ".join(f"is_known(v{part.number})" for part in parts if part.open)
        found = f"c{cell.number}(application, {member}, ({inputs}), f{cell.number})"
        return f"{found} if {known} else None" if known else found

    def _constant(self, cell: Cell, value: Any) -> str:
        self.constants[f"c{cell.number}"] = value
        return f"c{cell.number}"

    def unknown(self, cell: Cell) -> str:
        """What stands for a cell of which nothing is known."""
        return name_of_unknown(cell, self.constants)
