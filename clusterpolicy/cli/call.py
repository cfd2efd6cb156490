"""`clusterpolicy call run`: a whole call, from a folder of applications and marks to awards."""

from __future__ import annotations

from argparse import Namespace

from clusterpolicy.calls.explanation import explanation
from clusterpolicy.calls.folder import run_folder
from clusterpolicy.calls.selection import Selection
from clusterpolicy.calls.table import csv_of, document
from clusterpolicy.cli.changes import changes_of
from clusterpolicy.cli.output import show, watched, write
from clusterpolicy.cli.status import DONE, UNDETERMINED, CommandError
from clusterpolicy.errors import Problem
from clusterpolicy.registry import call_named
from clusterpolicy.scoring.ranked_call import RankedCall


def run(typed: Namespace) -> int:
    """Run the call that was typed; the exit status tells whether anything is left open.

    Raises: ClusterPolicyError with everything that is wrong.
    """
    call = call_named(typed.call)
    if not isinstance(call, RankedCall):
        said = f"the applications to `{call.name}` do not compete: it has no ranking"
        raise CommandError(Problem("command-invalid", "CALL", said, "decide each with `clusterpolicy assess FILE`"))
    changes = changes_of(typed.changes, call.name, call.all_figures)
    with watched("applications examined") as progress:
        selection = run_folder(call, typed.folder, granted_on=typed.granted_on, changes=changes, progress=progress)
    _answer(selection, typed)
    return UNDETERMINED if selection.undecided else DONE


def _answer(selection: Selection, typed: Namespace) -> None:
    if typed.explain is not None:
        show(explanation(selection.contest, selection.allocation, typed.explain))
    elif typed.csv:
        write(csv_of(selection.record()).rstrip("\n"))
    elif typed.json:
        write(selection.record().model_dump_json(indent=2))
    else:
        show(document(selection.record()))
