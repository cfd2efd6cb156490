"""`clusterpolicy whatif sensitivity`: on which figure the outcome of a call hangs."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from decimal import Decimal
from importlib import import_module
from typing import Any

from clusterpolicy.cli.output import show, watched, write
from clusterpolicy.cli.status import DONE, CommandError
from clusterpolicy.cli.whatif_asked import call_of, folder_of, scenario_of
from clusterpolicy.cli.whatif_needs import need, picturing
from clusterpolicy.cli.whatif_variants import figures_of
from clusterpolicy.engines.text.display import amount
from clusterpolicy.engines.text.layout import Table
from clusterpolicy.errors import Problem


def sensitivity(typed: Namespace) -> int:
    """Carry out what was typed. Raises: ClusterPolicyError with everything that is wrong."""
    need("numpy", *(("SALib",) if typed.sobol is not None else ()))
    ranges = figures_of(typed)
    if not ranges or any(isinstance(values, list) for values in ranges.values()):
        said = "it is asked of ranges"
        raise CommandError(Problem("command-invalid", "--vary", said, "write every figure as LOWEST:HIGHEST:STEP"))
    if typed.sobol is not None and typed.picture is not None:
        said = "it draws figures that are moved one at a time"
        raise CommandError(Problem("command-invalid", "--picture", said, "leave out --sobol"))
    if typed.sobol is None and typed.measure is not None:
        said = "one at a time, both outcomes are said"
        raise CommandError(Problem("command-invalid", "--measure", said, "leave it out, or add --sobol"))
    pictures = picturing(typed.picture)
    call, folder = call_of(typed), folder_of(typed)
    scenario = scenario_of(typed, call)
    given = call, folder.applications, folder.marks, ranges, folder.conflicts
    with watched("variants") as progress:
        if typed.sobol is None:
            moved = import_module("clusterpolicy.whatif.sensitivity").one_at_a_time
            swings = moved(*given, scenario=scenario, progress=progress)
        else:
            sobol = import_module("clusterpolicy.whatif.sobol").sobol
            asked = {"seed": typed.seed, "number": typed.sobol, "measure": typed.measure or "granted"}
            indices = sobol(*given, scenario=scenario, progress=progress, **asked)
    if pictures is not None:
        pictures.save(pictures.tornado(swings), typed.picture)
    rows = [_swing(each) for each in swings] if typed.sobol is None else [_index(each) for each in indices]
    if typed.json:
        write(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        show([_table(rows)])
    return DONE


def _swing(swing: Any) -> dict[str, Any]:
    return {
        "figure": swing.figure,
        "low": str(swing.low),
        "high": str(swing.high),
        "granted": str(swing.granted),
        "granted_low": str(swing.granted_low),
        "granted_high": str(swing.granted_high),
        "awarded": swing.awarded,
        "awarded_low": swing.awarded_low,
        "awarded_high": swing.awarded_high,
    }


def _index(index: Any) -> dict[str, Any]:
    names = ("alone", "alone_within", "in_all", "in_all_within")
    return {"figure": index.figure, **{name: f"{getattr(index, name):.3f}" for name in names}}


_HEADS = {
    "figure": "Figure",
    "low": "From",
    "high": "To",
    "granted_low": "Granted, from",
    "granted_high": "Granted, to",
    "awarded_low": "Awarded, from",
    "awarded_high": "Awarded, to",
    "alone": "Explains alone",
    "alone_within": "+-",
    "in_all": "In all",
    "in_all_within": "+-",
}


def _table(rows: Sequence[dict[str, Any]]) -> Table:
    shown = [name for name in _HEADS if name in rows[0]]
    cells = tuple(tuple(_cell(name, row[name]) for name in shown) for row in rows)
    return Table(tuple(_HEADS[name] for name in shown), cells, frozenset(range(1, len(shown))))


def _cell(name: str, value: Any) -> str:
    return amount(Decimal(value)) if name.startswith("granted") else str(value)
