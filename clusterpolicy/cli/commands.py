"""The commands, each a function from what was typed to an exit status."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module

from clusterpolicy.cli.arguments import read_arguments
from clusterpolicy.cli.changes import changes_of
from clusterpolicy.cli.files import content_of, format_of
from clusterpolicy.cli.output import show, write
from clusterpolicy.cli.problems import tell
from clusterpolicy.cli.status import DONE, OF_OUTCOME, REGION_BROKEN, CommandError
from clusterpolicy.engines.decision import assess
from clusterpolicy.engines.text.display import day as day_in_words
from clusterpolicy.engines.text.layout import Table
from clusterpolicy.engines.text.report import document
from clusterpolicy.engines.text.rulebook import rulebook
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.model import Application
from clusterpolicy.reading import application_schema, read_application
from clusterpolicy.registry import call_named, installed_calls
from clusterpolicy.scoring.ranked_call import RankedCall


def run(arguments: Sequence[str]) -> int:
    """Carry out the command that was typed, and give its exit status.

    Raises: ClusterPolicyError with everything that is wrong.
    """
    try:
        typed = read_arguments(arguments)
    except SystemExit:  # the help or the version was asked for, and has been written
        return DONE
    return _COMMANDS[typed.command](typed)


def _assess(typed: Namespace) -> int:
    content = content_of(typed.file)
    application = read_application(content, format=format_of(typed.file, typed.format))
    _refuse_other_call(application, typed.call)
    rule_set = call_named(application.call)
    of_the_call = rule_set.all_figures if isinstance(rule_set, RankedCall) else rule_set.figures
    changes = changes_of(typed.changes, rule_set.name, rule_set.deciding(), of_the_call)
    decision = assess(application, rule_set, granted_on=typed.granted_on, changes=changes)
    if typed.json:
        write(decision.model_dump_json(indent=2))
    else:
        show(document(decision))
    return OF_OUTCOME[decision.outcome]


def _refuse_other_call(application: Application, call: str | None) -> None:
    if call is None or call == application.call:
        return
    call_named(call)  # a misspelt name is said to be unknown rather than another
    said = f"the application was written for `{application.call}`, not for `{call}`"
    mend = f"leave `--call` out, or hand in an application for `{call}`"
    raise InputError(Problem("call-mismatch", "call", said, mend))


def _rulebook(typed: Namespace) -> int:
    write(rulebook(call_named(typed.call), typed.on).rstrip("\n"))
    return DONE


def _calls(_: Namespace) -> int:
    calls = installed_calls()
    rows = tuple(
        (each.name, each.version, day_in_words(each.in_force_from), each.title) for each in calls.rule_sets.values()
    )
    show((Table(("Call", "Version", "In force from", "Title"), rows),))
    tell(calls.problems)
    return REGION_BROKEN if calls.problems else DONE


def _schema(_: Namespace) -> int:
    write(json.dumps(application_schema(), indent=2, ensure_ascii=False))
    return DONE


def _call(typed: Namespace) -> int:
    # Loaded only where it is needed: it would delay every other command.
    status: int = import_module("clusterpolicy.cli.call").run(typed)
    return status


def _replay(typed: Namespace) -> int:
    # Loaded only where it is needed, as `_call` is.
    status: int = import_module("clusterpolicy.cli.replay").run(typed)
    return status


def _dossier(typed: Namespace) -> int:
    # Loaded only where it is needed, as `_call` is.
    status: int = import_module("clusterpolicy.cli.dossier").run(typed)
    return status


def _portfolio(typed: Namespace) -> int:
    # Loaded only where it is needed, as `_call` is.
    try:
        portfolio = import_module("clusterpolicy.cli.portfolio")
    except ModuleNotFoundError as error:
        if error.name not in ("narwhals", "polars"):
            raise
        said = "the libraries for tables are not installed"
        mend = 'type `python -m pip install "clusterpolicy[frame]"`'
        raise CommandError(Problem("command-invalid", "portfolio", said, mend)) from None
    status: int = portfolio.run(typed)
    return status


def _whatif(typed: Namespace) -> int:
    # Loaded only where it is needed, as `_call` is.
    status: int = import_module("clusterpolicy.cli.whatif").run(typed)
    return status


_COMMANDS = {
    "assess": _assess,
    "call": _call,
    "dossier": _dossier,
    "portfolio": _portfolio,
    "replay": _replay,
    "rulebook": _rulebook,
    "whatif": _whatif,
    "calls": _calls,
    "schema": _schema,
}
