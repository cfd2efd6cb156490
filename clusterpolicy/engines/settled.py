"""What follows from the figures alone: found by a function of its own, once for as long as they stay the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

from clusterpolicy.engines.cell_source import CellSource
from clusterpolicy.engines.paths import Reader
from clusterpolicy.engines.plan import Cell, Plan
from clusterpolicy.language import nodes as n


class Settled:
    """The cells among `cells` that follow from figures alone, and the source that finds and hands them on.

    Attributes:
        numbers: The numbers of these cells.
    """

    def __init__(
        self,
        plan: Plan,
        cells: Sequence[Cell],
        users: Mapping[int, Sequence[Cell]],
        kept: Set[int],
        constants: dict[str, Any],
    ) -> None:
        self._plan = plan
        self._users = users
        self._kept = kept
        self._constants = constants
        self._computed = [cell for cell in cells if isinstance(cell.node, n.Computed)]
        self.numbers: set[int] = set()
        self._cells = [cell for cell in cells if self._follows(cell)]
        self._names = [
            *(f"v{cell.number}" for cell in self._cells if self._is_asked(cell)),
            *(f"f{cell.number}" for cell in self._computed),
        ]

    def source(self) -> list[str]:
        """The function `settle(figures)`, which finds the cells; behind the figures themselves."""
        lines = ["def settle(figures):"]

        def line(text: str) -> None:
            lines.append(f" {text}")

        figures = [f"v{cell.number}" for cell in self._plan.cells if isinstance(cell.node, n.Figure)]
        line(f"({', '.join(('day', *figures))},) = figures")
        write, nobody = CellSource(self._plan, line, self._constants), Reader("", line, lambda: 0)
        for cell in self._cells:
            write.find(cell, nobody)
        for cell in self._computed:
            write.figures_of(cell)
        line(f"return ({', '.join(('figures', *self._names))},)")
        return lines

    def lines(self) -> list[str]:
        """What takes the cells up in another function of `figures`: found anew where the figures are others."""
        self._constants["settled"] = [(None,)]
        return [
            "known = settled[0]",
            "if known[0] is not figures: known = settled[0] = settle(figures)",
            f"({', '.join(('_', *self._names))},) = known",
        ]

    def _follows(self, cell: Cell) -> bool:
        """Whether the value of a cell follows from the figures alone, given those of its parts."""
        leaf = isinstance(cell.node, n.Figure | n.Constant | n.GrantingDay | n.Unsettled)
        of_members = cell.scope.depth > 0 or isinstance(cell.node, n.Gathering | n.Computed)
        if leaf or (cell.parts and not of_members and all(part.number in self.numbers for part in cell.parts)):
            self.numbers.add(cell.number)
            return True
        return False

    def _is_asked(self, cell: Cell) -> bool:
        """Whether more than figures rests on a cell. Figures of a computation are handed to it by name."""
        return cell.number in self._kept or any(
            user.number not in self.numbers
            and not (isinstance(user.node, n.Computed) and cell not in user.parts[: len(user.node.inputs)])
            for user in self._users.get(cell.number, ())
        )
