"""`clusterpolicy dossier`: an application on the desk, kept in a file of its own."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from clusterpolicy.cli.dossier_documents import evidence_in
from clusterpolicy.cli.files import RENAME, content_of, format_of
from clusterpolicy.cli.output import show, write
from clusterpolicy.cli.problems import tell
from clusterpolicy.cli.status import DONE, INPUT_INVALID, OF_OUTCOME, CommandError
from clusterpolicy.engines.dossier import Change, Dossier, Wanted
from clusterpolicy.engines.dossier.journal import FileStore
from clusterpolicy.engines.dossier.opening import call_of
from clusterpolicy.engines.text.layout import Block, Line, Table
from clusterpolicy.errors import Problem
from clusterpolicy.model import Application
from clusterpolicy.reading import read_application
from clusterpolicy.registry import call_named


def run(typed: Namespace) -> int:
    """Carry out the step that was typed. Raises: ClusterPolicyError with everything that is wrong."""
    return _STEPS[typed.step](typed)


def _open(typed: Namespace) -> int:
    application = None
    if typed.application is not None:
        content = content_of(typed.application)
        application = read_application(content, format=format_of(typed.application, None, RENAME))
    call = call_named(_call_name(typed.call, application))
    on = typed.on or date.today()
    store = FileStore(typed.file, new=True)
    try:
        dossier = Dossier.open(call, application, on=on, id=typed.id, store=store, source=typed.source)
    except BaseException:
        store.close()
        Path(typed.file).unlink()
        raise
    with dossier:
        show(_standing(dossier))
        return OF_OUTCOME[dossier.outcome]


def _call_name(said: str | None, application: Application | None) -> str:
    if said is None and application is None:
        raise CommandError(
            Problem("command-invalid", "--call", "nobody says of which call the dossier is", "add `--call NAME`")
        )
    if said is None:
        assert application is not None  # refused above
        return application.call
    return said


def _put(typed: Namespace) -> int:
    evidence = [each for name in typed.evidence for each in evidence_in(name)]
    with _reopened(typed.file) as dossier:
        change = dossier.put(*evidence, on=typed.on)
        show((*_changed(change), Line(f"Outcome: {dossier.outcome}"), Line(_counted(dossier)), *_to_do(dossier)))
        return OF_OUTCOME[dossier.outcome]


def _show(typed: Namespace) -> int:
    with _reopened(typed.file) as dossier:
        if typed.json:
            write(json.dumps(_as_json(dossier), indent=2, ensure_ascii=False))
        else:
            show(_standing(dossier))
        return OF_OUTCOME[dossier.outcome]


def _history(typed: Namespace) -> int:
    with _reopened(typed.file) as dossier:
        rows = tuple(
            (
                str(step.number),
                step.on.isoformat(),
                step.kind,
                ", ".join(step.evidence),
                str(step.failed),
                str(step.undetermined),
                str(step.satisfied),
                str(step.contradictions),
            )
            for step in dossier.history()
        )
    heads = ("Step", "Day", "What", "Evidence", "Failed", "Open", "Satisfied", "Contradictions")
    show((Table(heads, rows),))
    return DONE


def _verify(typed: Namespace) -> int:
    with _reopened(typed.file) as dossier:
        problems = dossier.verify(typed.head)
        if problems:
            tell(problems)
            return INPUT_INVALID
        write(f"whole: {dossier.head}")
    return DONE


def _reopened(name: str) -> Dossier:
    store = FileStore(name)
    try:
        return Dossier.reopen(store, call_named(call_of(store)))
    except BaseException:
        store.close()
        raise


def _standing(dossier: Dossier) -> Iterator[Block]:
    yield Line(f"Dossier on {dossier.on.isoformat()}: {dossier.outcome}", tone="title")
    if dossier.state is not None:
        yield Line(f"State: {dossier.state}")
    yield Line(_counted(dossier))
    against = tuple((each.status, each.code, each.asks) for each in dossier.findings if each.status != "satisfied")
    if against:
        yield Table(("Status", "Requirement", "Question"), against)
    if dossier.contradictions:
        yield Table(("In question", "Because"), tuple((each.path, each.message) for each in dossier.contradictions))
    yield from _to_do(dossier)


def _counted(dossier: Dossier) -> str:
    statuses = [each.status for each in dossier.findings]
    counted = (f"{statuses.count(status)} {status}" for status in ("failed", "undetermined", "satisfied"))
    return f"Findings: {', '.join(counted)}"


def _to_do(dossier: Dossier) -> Iterator[Block]:
    """What to ask for, in its order, and by when what must be done."""
    wanted = [each for each in dossier.missing if not each.is_law]
    if wanted:
        rows = tuple((each.path, _said_of(each), str(len(each.decides))) for each in wanted[:_MOST_WANTED])
        yield Table(("Ask first for", "What it is", "Requirements"), rows)
    for law in dossier.missing:
        if law.is_law:
            yield Line(f"The law leaves open, of {law.path}: {law.label}")
    if dossier.deadlines:
        rows = tuple(
            (each.label, each.last_day.isoformat(), "passed" if each.has_passed else "runs")
            for each in dossier.deadlines
        )
        yield Table(("To be done", "Last day", "Term"), rows)


def _said_of(wanted: Wanted) -> str:
    """What is missing, with the first things inside it."""
    inside = wanted.inside if len(wanted.inside) <= _MOST_INSIDE else (*wanted.inside[:_MOST_INSIDE], "and more")
    return f"{wanted.label}: {', '.join(inside)}" if inside else wanted.label


def _changed(change: Change) -> Iterator[Block]:
    yield Line(f"Step {change.number}: {', '.join(change.evidence)}", tone="title")
    rows = tuple((each.code, each.before or "", each.after or "", ", ".join(each.because)) for each in change.statuses)
    if rows:
        yield Table(("Requirement", "Was", "Is", "Because of"), rows)
    else:
        yield Line("No finding changed its status.")
    for found in change.contradictions_found:
        yield Line(f"Contradiction: {found.path}: {found.message}")
    for settled in change.contradictions_settled:
        yield Line(f"Settled: {settled.path}")


def _as_json(dossier: Dossier) -> dict[str, Any]:
    return {
        "call": dossier.call.name,
        "on": dossier.on.isoformat(),
        "state": dossier.state,
        "outcome": dossier.outcome,
        "findings": [{"code": each.code, "status": each.status} for each in dossier.findings],
        "contradictions": [{"path": each.path, "message": each.message} for each in dossier.contradictions],
        "missing": [
            {
                "path": each.path,
                "label": each.label,
                "inside": each.inside,
                "decides": each.decides,
                "is_law": each.is_law,
            }
            for each in dossier.missing
        ],
        "deadlines": [
            {"name": each.name, "last_day": each.last_day.isoformat(), "has_passed": each.has_passed}
            for each in dossier.deadlines
        ],
        "head": dossier.head,
    }


_MOST_WANTED = 10
"""So many missing facts are listed at a prompt. All of them stand in the answer for machines."""

_MOST_INSIDE = 3
"""So much of what is missing inside a table or a list is said at a prompt."""

_STEPS = {"open": _open, "put": _put, "show": _show, "history": _history, "verify": _verify}
