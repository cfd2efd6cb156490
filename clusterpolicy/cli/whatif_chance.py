"""`clusterpolicy whatif chance`: what may become of a call where facts are uncertain."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from fractions import Fraction
from importlib import import_module
from typing import Any

from clusterpolicy.cli.output import show, watched, write
from clusterpolicy.cli.status import DONE, CommandError
from clusterpolicy.cli.whatif_asked import call_of, folder_of, scenario_of
from clusterpolicy.cli.whatif_needs import need
from clusterpolicy.engines.text.display import amount
from clusterpolicy.engines.text.layout import Block, Line, Table
from clusterpolicy.errors import Problem
from clusterpolicy.language.written import read_written

SHARES = (Fraction(1, 20), Fraction(1, 2), Fraction(19, 20))
"""The shares of the draws that are named: all but the lowest twentieth, half of them, all but the highest twentieth."""


def chance(typed: Namespace) -> int:
    """Carry out what was typed. Raises: ClusterPolicyError with everything that is wrong."""
    need("numpy")
    drawing = import_module("clusterpolicy.whatif.monte_carlo")
    call, folder = call_of(typed), folder_of(typed)
    uncertain = [_uncertain(each, drawing.Uncertain) for each in typed.uncertain]
    with watched("draws") as progress:
        drawn = drawing.monte_carlo(
            call,
            folder.applications,
            folder.marks,
            uncertain,
            folder.conflicts,
            number=typed.draws,
            seed=typed.seed,
            scenario=scenario_of(typed, call),
            progress=progress,
        )
    asked = {each.application for each in uncertain}
    names = sorted(name for name in {*drawn.won, *asked} if name in asked or drawn.chance_of(name) != 1)
    if typed.json:
        write(json.dumps(_record(drawn, names), indent=2, ensure_ascii=False))
    else:
        show(_document(drawn, names))
    return DONE


def _uncertain(text: str, make: Any) -> Any:
    """What is typed as `APPLICATION:FACT=VALUES`. Raises: CommandError for what is none of it."""
    where, equals, values = text.partition("=")
    application, colon, fact = where.partition(":")
    if not (equals and colon and application and fact and values):
        said = f"`{text}` does not say which fact is uncertain, and what it may be"
        mend = "write --uncertain APPLICATION:FACT=LOWEST:HIGHEST:STEP"
        raise CommandError(Problem("command-invalid", "--uncertain", said, mend))
    ends = values.split(":")
    steps = import_module("clusterpolicy.whatif.variants").Steps
    return make(application, fact, steps(*ends) if len(ends) == 3 else [_value(each) for each in values.split(",")])


def _value(text: str) -> Any:
    """A value as a parameter file writes it; `null` is that it stays unknown, and all else a text."""
    read = read_written(text)
    return None if text == "null" else text if read is None else read


def _document(drawn: Any, names: list[str]) -> Iterator[Block]:
    low, middle, high = (amount(drawn.granted_at(share)) for share in SHARES)
    yield Line(f"{len(drawn.granted)} draws, seed {drawn.seed}", tone="title")
    yield Line(f"granted in half of them: up to {middle}; in nine of ten: {low} to {high}")
    yield Line(f"awarded: {min(drawn.awarded)} to {max(drawn.awarded)} applications")
    rows = tuple((name, f"{drawn.won.get(name, 0)} of {len(drawn.granted)}") for name in names)
    yield Table(("Application", "Awarded"), rows, frozenset((1,)))


def _record(drawn: Any, names: list[str]) -> dict[str, Any]:
    return {
        "seed": drawn.seed,
        "draws": len(drawn.granted),
        "awarded": list(drawn.awarded),
        "granted": [str(each) for each in drawn.granted],
        "won": {name: drawn.won.get(name, 0) for name in names},
    }
