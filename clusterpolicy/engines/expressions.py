"""Python expressions for cells: how a value is found from the values of its parts.

Where a part may be unknown, the expression asks first, and leaves what is known to plain Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, assert_never

from clusterpolicy.engines.plan import Cell, never_negative
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import CODES, Base
from clusterpolicy.language.possible import Between, OneOf


def expression(cell: Cell) -> str:
    """The value of a composite cell, in terms of the names of its parts."""
    node, v = cell.node, [f"v{part.number}" for part in cell.parts]
    is_open = [part.open for part in cell.parts]
    match node:
        case n.Entry():
            return "True"
        case n.Row():
            return _row(cell, v)
        case n.Compare(relation):
            return f"{v[0]} {relation} {v[1]}"
        case n.IsIn():
            slow, fast = f"is_among({v[0]}, {v[1]})", f"{v[0]} in {v[1]}"
            return slow if is_open[1] else _guarded(fast, slow, "OneOf", v[:1], is_open)
        case n.StartsWith():
            slow, fast = f"begins_with({v[0]}, {v[1]})", f"{v[0]}.startswith({v[1]})"
            return slow if is_open[1] else _guarded(fast, slow, "OneOf", v[:1], is_open)
        case n.AllOf():
            return _kleene(v, is_open, settled_by=False)
        case n.AnyOf():
            return _kleene(v, is_open, settled_by=True)
        case n.Not():
            return f"None if {v[0]} is None else not {v[0]}" if is_open[0] else f"not {v[0]}"
        case n.Sum():
            return " + ".join(v)
        case n.Difference():
            return f"{v[0]} - {v[1]}"
        case n.Product():
            return f"{v[0]} * {v[1]}"
        case n.Extreme(which):
            fast = v[0] if len(v) == 1 else f"{_EXTREMES[which]}({', '.join(v)})"
            return _guarded(fast, f'extreme("{which}", ({", ".join(v)},))', "Between", v, is_open)
        case n.Rounded(_, how):
            rounding = _ROUNDINGS[how]
            fast = f"{v[0]}.quantize(CENT, {rounding}, ROUNDING)"
            return _guarded(fast, f"rounded({v[0]}, {rounding})", "Between", v, is_open)
        case n.Choose(cases):
            return _choice(v, is_open, len(cases))
        case n.Later(step=step):
            slow, fast = f"later({step}_after, {v[0]}, {v[1]})", f"{step}_after({v[0]}, int({v[1]}))"
            return _guarded(fast, slow, "Between", v, is_open)
        case n.DayOf():
            return f"day_of({v[0]}, zone)"
        case n.Fact() | n.Constant() | n.Figure() | n.GrantingDay() | n.Named() | n.Computed() | n.Unsettled():
            raise AssertionError(f"{type(node).__name__} is not found by an expression")
        case n.Aggregate() | n.Latest() | n.Average():
            raise AssertionError(f"{type(node).__name__} is not found by an expression")
        case _:
            assert_never(node)


def unknown_of(cell: Cell) -> Any:
    """What stands for a cell of which nothing is known: bounds, options, or `None` for a truth."""
    match cell.kind.base:
        case Base.TRUTH:
            return None
        case Base.CATEGORY:
            return OneOf(frozenset(cell.kind.options))
        case Base.TEXT:
            return OneOf(None)
        case Base.NUMBER if isinstance(cell.node, n.Fact):
            return Between(cell.node.lowest, cell.node.highest)
        case Base.NUMBER if never_negative(cell):
            return Between(Decimal(0), None)
        case _:
            return Between(None, None)


def name_of_unknown(cell: Cell, constants: dict[str, Any]) -> str:
    """What generated functions write for a cell of which nothing is known. Its value goes to their `constants`."""
    value = unknown_of(cell)
    if value is None:
        return "None"
    constants[f"u{cell.number}"] = value
    return f"u{cell.number}"


def _row(cell: Cell, v: Sequence[str]) -> str:
    if cell.kind == CODES:
        return f"list_of({v[0]}, {v[1]})"
    if not cell.parts[1].open:
        return f"{v[0]}[{v[1]}]"
    return f"row_of({v[0]}, {v[1]}) if {v[1]}.__class__ is OneOf else {v[0]}[{v[1]}]"


_ROUNDINGS = {"down": "ROUND_FLOOR", "half up": "ROUND_HALF_UP"}
_EXTREMES = {"least": "min", "greatest": "max"}


def _guarded(fast: str, slow: str, unknown: str, v: Sequence[str], is_open: Sequence[bool]) -> str:
    """`fast` where all of `v` are known, `slow` where one that may be is an `unknown` value."""
    guards = [f"{name}.__class__ is {unknown}" for name, may_lack in zip(v, is_open, strict=False) if may_lack]
    return f"{slow} if {' or '.join(guards)} else {fast}" if guards else fast


def _kleene(v: Sequence[str], is_open: Sequence[bool], *, settled_by: bool) -> str:
    """`and` (settled by a false) or `or` (settled by a true), of truths that may be unknown."""
    if not any(is_open) or len(v) == 1:
        return (" or " if settled_by else " and ").join(v)
    unknown = " or ".join(f"{name} is None" for name, may_lack in zip(v, is_open, strict=True) if may_lack)
    if settled_by:
        return f"True if {' or '.join(v)} else None if {unknown} else False"
    failing = " or ".join(f"{name} is False" for name in v)
    # Where all but the last hold, the last says it all: true, false or unknown.
    return f"{v[-1]} if {' and '.join(v[:-1])} else False if {failing} else None"


def _choice(v: Sequence[str], is_open: Sequence[bool], cases: int) -> str:
    conditions, values, otherwise = v[0 : 2 * cases : 2], v[1 : 2 * cases : 2], v[-1]
    fast = "".join(f"{value} if {condition} else " for condition, value in zip(conditions, values, strict=True))
    unknown = [
        f"{condition} is None" for condition, may_lack in zip(conditions, is_open[::2], strict=False) if may_lack
    ]
    if not unknown:
        return f"{fast}{otherwise}"
    pairs = ", ".join(f"({condition}, {value})" for condition, value in zip(conditions, values, strict=True))
    return f"chosen(({pairs},), {otherwise}) if {' or '.join(unknown)} else {fast}{otherwise}"
