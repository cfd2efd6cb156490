"""What hangs on the figures that vary, and what does not: only the first is found anew for every variant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clusterpolicy.engines.plan import Cell, Plan
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import Base
from clusterpolicy.whatif.lifting import can_lift

Names = frozenset[str]
"""The columns of variants that a value hangs on."""

NOTHING: Names = frozenset()


def hangs_on(plan: Plan, columns: Mapping[str, Sequence[str]]) -> list[Names]:
    """For each cell of a plan, on which columns it hangs. `columns` are named by the parameter that they vary."""
    found: list[Names] = []
    for cell in plan.cells:
        own = columns.get(cell.node.parameter.name, ()) if isinstance(cell.node, n.Figure) else ()
        found.append(frozenset(own).union(*(found[part.number] for part in cell.parts)))
    return found


@dataclass(frozen=True, slots=True)
class Reach:
    """Which cells are found how.

    Attributes:
        hangs: For each cell, on which columns it hangs.
        fixed: Cells that hang on none, and are parts of others that do: found once for all variants.
        asked: Cells that hang on some and are found by the scalar engine, once for each combination of their figures.
    """

    hangs: list[Names]
    fixed: tuple[Cell, ...]
    asked: frozenset[int]


def reach(plan: Plan, wanted: Iterable[Cell], columns: Mapping[str, Sequence[str]]) -> Reach:
    """Which cells are found how, so that the `wanted` ones are found."""
    hangs = hangs_on(plan, columns)
    fixed: dict[int, Cell] = {}
    asked: set[int] = set()
    seen: set[int] = set()
    stack = list(wanted)
    while stack:
        cell = stack.pop()
        if cell.number in seen:
            continue
        seen.add(cell.number)
        if not hangs[cell.number]:
            fixed[cell.number] = cell
        elif not is_vectorised(cell, hangs):
            asked.add(cell.number)
        else:
            stack += parts_of(cell, hangs)
    return Reach(hangs, tuple(fixed[number] for number in sorted(fixed)), frozenset(asked))


def parts_of(cell: Cell, hangs: Sequence[Names]) -> tuple[Cell, ...]:
    """The cells from which a vectorised one is found."""
    outside = factor_outside(cell, hangs)
    if outside is not None:
        return (*outside, *cell.parts[1:])
    if isinstance(cell.node, n.Row):
        return cell.parts[1:]
    return cell.parts


def factor_outside(cell: Cell, hangs: Sequence[Names]) -> tuple[Cell, Cell] | None:
    """Of a total or a mean of products: what varies from member to member, and the factor that is the same for all.

    The factor can be taken once for all members instead of for each. `None` where there is no such factor.
    """
    is_linear = isinstance(cell.node, n.Average) or (
        isinstance(cell.node, n.Aggregate) and cell.node.together == "total"
    )
    if not is_linear or not isinstance(cell.parts[0].node, n.Product):
        return None
    for own, factor in (cell.parts[0].parts, cell.parts[0].parts[::-1]):
        if not hangs[own.number] and isinstance(factor.node, n.Figure):
            return own, factor
    return None


def is_vectorised(cell: Cell, hangs: Sequence[Names]) -> bool:
    """Whether a cell that hangs on columns is found for many variants at once."""
    if not can_lift(cell.kind):
        return False
    match cell.node:
        case n.Figure(parameter):
            return parameter.by is None
        case n.Row():
            return cell.parts[1].kind.base is Base.CATEGORY and can_lift(cell.parts[1].kind)
        case n.Average(how=how):
            # Who counts must not vary, and what varies must be one factor.
            return how == "mean" and not any(hangs[p.number] for p in cell.parts[1:]) and _outside(cell, hangs)
        case n.Compare():
            return all(can_lift(part.kind) and part.kind.base is not Base.TRUTH for part in cell.parts)
        case (
            n.AllOf()
            | n.AnyOf()
            | n.Not()
            | n.Aggregate()
            | n.Sum()
            | n.Difference()
            | n.Product()
            | n.Extreme()
            | n.Rounded()
            | n.Choose()
        ):
            return all(can_lift(part.kind) for part in cell.parts)
        case _:
            return False


def _outside(cell: Cell, hangs: Sequence[Names]) -> bool:
    return factor_outside(cell, hangs) is not None
