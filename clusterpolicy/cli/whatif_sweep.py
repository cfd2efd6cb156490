"""`clusterpolicy whatif sweep`: a call for many values of its figures."""

from __future__ import annotations

import sys
from argparse import Namespace
from importlib import import_module
from typing import Any

from clusterpolicy.cli.output import show, watched, write
from clusterpolicy.cli.status import DONE, CommandError
from clusterpolicy.cli.whatif_asked import call_of, folder_of, scenario_of
from clusterpolicy.cli.whatif_needs import need
from clusterpolicy.cli.whatif_variants import variants_of
from clusterpolicy.engines.text.layout import Table
from clusterpolicy.errors import Problem

MOST_ROWS = 100
"""More rows than this are written to a file, not to a screen."""


def sweep_call(typed: Namespace) -> int:
    """Carry out what was typed. Raises: ClusterPolicyError with everything that is wrong."""
    need("numpy", "polars")
    frames, sweeping = (import_module(f"clusterpolicy.whatif.{name}") for name in ("frames", "sweep"))
    frames.check_name(typed.out)
    if typed.out is not None and typed.csv:
        said = "the rows go to a file, or to standard output"
        raise CommandError(Problem("command-invalid", "--csv", said, "leave it out, or leave out --out"))
    call, folder = call_of(typed), folder_of(typed)
    variants = variants_of(typed)
    many = len(variants) * (len(folder.applications) if typed.by_application else 1)
    if typed.out is None and not typed.csv and many > MOST_ROWS:
        said = f"{many} rows are too many to be looked at"
        raise CommandError(Problem("command-invalid", "whatif sweep", said, "add --csv or --out FILE, or vary less"))
    rows = frames.applications_frame if typed.by_application else frames.variants_frame
    scenario = scenario_of(typed, call)
    with watched("variants") as progress:
        given = call, folder.applications, folder.marks, variants, folder.conflicts
        blocks = sweeping.stream(*given, scenario=scenario, progress=progress)
        if typed.out is not None:
            frames.write(blocks, typed.out, rows)
        elif typed.csv:
            frames.write_csv(map(rows, blocks), sys.stdout)
        else:
            found = [rows(block) for block in blocks]
    if typed.out is not None:
        write(f"{len(variants)} variants of {len(folder.applications)} applications written to {typed.out}")
    elif not typed.csv:
        show([_table(found, typed.by_application)])
    return DONE


def _table(frames: list[Any], by_application: bool) -> Table:
    """The rows of frames; of variants by themselves the number is left out."""
    head = frames[0].columns
    rows = tuple(tuple("" if cell is None else str(cell) for cell in row) for each in frames for row in each.rows())
    if by_application:
        return Table(tuple(head), rows, frozenset((0, 3)))
    return Table(tuple(head[1:]), tuple(row[1:] for row in rows), frozenset(range(len(head) - 2)))
