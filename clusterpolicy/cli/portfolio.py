"""`clusterpolicy portfolio`: a whole portfolio decided at once, from tables to tables."""

from __future__ import annotations

import json
import signal
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import current_thread, main_thread

from clusterpolicy.cli.changes import changes_of
from clusterpolicy.cli.output import show, watched, write
from clusterpolicy.cli.status import DONE, UNDETERMINED, CommandError
from clusterpolicy.engines.frame import assess_frame, schema_of
from clusterpolicy.engines.frame.columns import names_of
from clusterpolicy.engines.frame.files import ENDINGS, read_tables, refuse_used, write_tables
from clusterpolicy.engines.frame.schema import Table as Asked
from clusterpolicy.engines.frame.summary import Summary, summary_of
from clusterpolicy.engines.text.display import amount, figure
from clusterpolicy.engines.text.layout import Block, Line, Table
from clusterpolicy.errors import Problem, nearest
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.registry import call_named
from clusterpolicy.scoring.ranked_call import RankedCall


def run(typed: Namespace) -> int:
    """Carry out the step that was typed. Raises: ClusterPolicyError with everything that is wrong."""
    return _assess(typed) if typed.step == "assess" else _tables(typed)


def _assess(typed: Namespace) -> int:
    """Decide the portfolio that was typed; the exit status tells whether anything is left open."""
    call = call_named(typed.call)
    files = _files(typed, call)
    of_the_call = call.all_figures if isinstance(call, RankedCall) else call.figures
    changes = changes_of(typed.changes, call.name, call.deciding(), of_the_call)
    folder = Path(typed.out)
    refuse_used(folder)
    with watched("read, decided, written") as advance, _ended_in_order():
        told = advance or _nobody
        told(0, 3)
        tables = read_tables(files, call)
        told(1, 3)
        results = assess_frame(tables, call, granted_on=typed.granted_on, changes=changes)
        told(2, 3)
        written = write_tables(results, folder, typed.format or ENDINGS[files["applications"].suffix.lower()])
        told(3, 3)
    summary = summary_of(results)
    if typed.json:
        write(json.dumps(_as_data(call, summary, changes, written), indent=2, ensure_ascii=False))
    else:
        show(_document(call, summary, changes, written))
    return UNDETERMINED if summary.outcomes["undetermined"] else DONE


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Who is told to end does so as after an interruption: nothing half written stays behind."""
    if current_thread() is not main_thread():  # only there can it be said what a signal does
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _nobody(_done: int, _of: int) -> None:
    """Tell nobody how far the work is."""


def _files(typed: Namespace, call: RuleSet) -> dict[str, Path]:
    """The files by the names of their tables.

    Raises: CommandError with every table that is none, is named twice, or whose file does not say what it is.
    """
    problems: list[Problem] = []
    found = {"applications": Path(typed.applications), "participations": Path(typed.participations)}
    known = [table.name for table in schema_of(call, whole=True)]
    for each in typed.more:
        name, separator, file = each.partition("=")
        if not separator or not file:
            problems.append(Problem("command-invalid", "--more", f"`{each}` names no file", "write --more TABLE=FILE"))
        elif name not in known:
            said = f"`{call.name}` is asked of no table `{name}`"
            problems.append(Problem("unknown-name", "--more", said, nearest(name, known)))
        elif name in found:
            problems.append(Problem("duplicate", "--more", f"the table `{name}` is named twice", "keep one of them"))
        else:
            found[name] = Path(file)
    for file in found.values():
        if file.suffix.lower() not in ENDINGS:
            said = f"the name does not say the format: it ends with none of {', '.join(ENDINGS)}"
            problems.append(Problem("command-invalid", str(file), said, "write the table as Parquet or CSV"))
    if problems:
        raise CommandError(problems)
    return found


def _document(
    call: RuleSet, summary: Summary, changes: Mapping[str, Value], written: Sequence[Path]
) -> Iterator[Block]:
    yield Line(call.title, tone="title")
    yield Line("")
    for name, value in changes.items():
        said = f"{name} is {figure(value, call.figures[name].kind)} here. This is not the figure of the rules."
        yield Line(said, lead="Changed  ", tone="bad")
    outcomes = ((outcome, f"{number:,}") for outcome, number in summary.outcomes.items())
    yield Table(("Outcome", "Applications"), (*outcomes, ("together", f"{summary.applications:,}")), frozenset({1}))
    yield Line("")
    yield Line("not known" if summary.granted is None else amount(summary.granted), lead="Grants   ")
    for file in written:
        yield Line(str(file), lead="Written  ")
    asks = {each.code: each.asks for each in call.requirements}
    for head, counted in (("Fails", summary.failed), ("Open", summary.undetermined)):
        if counted:
            rows = tuple((f"{number:,}", code, asks[code]) for code, number in counted.items())
            yield Line("")
            yield Table((head, "Code", "Requirement"), rows, frozenset({0}))


def _as_data(
    call: RuleSet, summary: Summary, changes: Mapping[str, Value], written: Sequence[Path]
) -> dict[str, object]:
    return {
        "call": call.name,
        "version": call.version,
        "changes": {name: figure(value, call.figures[name].kind) for name, value in changes.items()},
        "applications": summary.applications,
        "outcomes": dict(summary.outcomes),
        "granted": None if summary.granted is None else f"{summary.granted:f}",
        "failed": dict(summary.failed),
        "undetermined": dict(summary.undetermined),
        "written": [str(file) for file in written],
    }


def _tables(typed: Namespace) -> int:
    """List the tables of a call, with their columns."""
    tables = schema_of(call_named(typed.call))
    columns = {table.name: list(_columns(table, tables)) for table in tables}
    if typed.json:
        write(json.dumps(columns, indent=2, ensure_ascii=False))
    else:
        show(block for name, each in columns.items() for block in _about(name, each))
    return DONE


def _columns(table: Asked, tables: Sequence[Asked]) -> Iterator[dict[str, object]]:
    for key in table.keys:
        yield _column(key, "text or whole number", False, "key")
    for column in table.columns:
        for name in names_of(column):
            yield _column(name, column.type, column.may_be_unknown, column.label)
    for inside in tables:
        if inside.scope.parent is table.scope and inside.known is not None:
            yield _column(inside.known, "truth value", True, f"the rows of `{inside.name}` are all there are")


def _column(name: str, holds: str, may_be_empty: bool, meaning: str) -> dict[str, object]:
    return {"name": name, "holds": holds, "may_be_empty": may_be_empty, "meaning": meaning}


def _about(name: str, columns: Sequence[Mapping[str, object]]) -> Iterator[Block]:
    """A table in words. No name is broken into lines, so that it can be copied."""
    yield Line(name, tone="title")
    for each in columns:
        or_nothing = ", or nothing" if each["may_be_empty"] else ""
        yield Line(str(each["name"]), lead="  ")
        yield Line(f"{each['meaning']}: {each['holds']}{or_nothing}", lead="      ", tone="quiet")
    yield Line("")
