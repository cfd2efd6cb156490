"""`clusterpolicy replay`: the practice's outcome, replayed beside the published one."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from clusterpolicy.cli.changes import changes_of
from clusterpolicy.cli.output import show, watched, write
from clusterpolicy.cli.status import DONE, CommandError
from clusterpolicy.errors import Problem, nearest
from clusterpolicy.replay.report import as_json, document
from clusterpolicy.replay.run import CALLS, SEED, replay
from clusterpolicy.replay.saved import refuse_used, save

PRACTICES = ("piedmont",)
"""What can be replayed."""


def run(typed: Namespace) -> int:
    """Replay the practice that was typed, and write its table.

    Raises: ClusterPolicyError with everything that is wrong.
    """
    if typed.practice not in PRACTICES:
        said = f"there is no practice `{typed.practice[:100]}` to replay"
        raise CommandError(Problem("command-invalid", "PRACTICE", said, nearest(typed.practice[:100], PRACTICES)))
    figures = {name: figure for call in CALLS.values() for name, figure in call.all_figures.items()}
    changes = changes_of(typed.changes, typed.practice, figures)
    folders = {} if typed.save is None else {line: Path(typed.save) / line for line in CALLS}
    refuse_used(folders.values())
    with watched("replaying") as progress:
        replayed = replay(SEED if typed.seed is None else typed.seed, changes=changes, progress=progress)
    for line, folder in folders.items():
        save(folder, replayed.lines[line].applications, replayed.lines[line].marks)
    if typed.json:
        write(as_json(replayed))
    else:
        show(document(replayed))
    return DONE
