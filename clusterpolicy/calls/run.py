"""A whole call at once: applications and marks in, awards out.

Every application is decided and scored, those that pass are put in order, and the money of the call goes down the
ranking as far as its rules let it. What is not known stays open, and whatever hangs on it: nothing is awarded by
accident.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from clusterpolicy.calls.contest import Contest
from clusterpolicy.calls.entry import Entry, Examiner
from clusterpolicy.calls.law import Law
from clusterpolicy.calls.progress import Progress, on_terminal
from clusterpolicy.calls.selection import Selection
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language.parameter import Value
from clusterpolicy.model import Application, DomainModel
from clusterpolicy.model.evaluation import ConflictOfInterest, Evaluation, Mark
from clusterpolicy.scoring.budget import pots_of
from clusterpolicy.scoring.marks import evaluations_of
from clusterpolicy.scoring.ranked_call import RankedCall

EVERY = 100
"""Progress is told once in so many applications."""


def run_call(
    call: RankedCall,
    applications: Iterable[Application],
    marks: Iterable[Mark],
    conflicts: Iterable[ConflictOfInterest] = (),
    *,
    granted_on: date | None = None,
    changes: Mapping[str, Value] | None = None,
    progress: Progress | None = None,
) -> Selection:
    """Run a call from applications and marks to awards. The order in which they are handed in changes nothing.

    Args:
        call: The rules of the call.
        applications: All applications to it, eligible or not.
        marks: All marks of all evaluators. A mark that is missing leaves the score open.
        conflicts: Which evaluators may not judge which applications. Their marks of these do not count.
        granted_on: The day of granting, whose law is in force; `None` takes the day the call expects.
        changes: Other values for some parameters of the call or of its grid, by full name.
        progress: Told now and then how many applications are examined, and how many there are. `None` shows a bar on a
            terminal where the run takes long.

    Raises: InputError with every fault of what was handed in: applications of one name or of another call, marks off
    the scale, for no application or given twice, money that cannot be distributed, and, once these are mended,
    ties that the rules do not break. RuleError for a change that fits no parameter; NoLawThatDay where no law is
    known for that day.

    >>> from clusterpolicy.calls.folder import read_folder
    >>> from clusterpolicy.rules import piedmont
    >>> folder = read_folder("examples/calls/line_b", "piedmont/line-b")
    >>> selection = run_call(piedmont.LINE_B, folder.applications, folder.marks, folder.conflicts)
    >>> [each.application for each in selection.awarded]
    ['B-003', 'B-008', 'B-017', 'B-026', 'B-029']
    """
    law = Law.of(call, granted_on, changes)
    _refuse_what_is_no_list(applications=applications, marks=marks, conflicts=conflicts)
    told = progress or on_terminal()
    with _nothing_thrown_away():
        evaluations = checked(law, tuple(applications), tuple(marks), tuple(conflicts))
        entries: dict[str, Entry] = {}
        for entry in Examiner(law).entries(evaluations):
            entries[entry.application.id] = entry
            if len(entries) % EVERY == 0:
                told(len(entries), len(evaluations))
        told(len(entries), len(evaluations))
        return Selection.of(Contest(law, entries, {}))


def checked(
    law: Law,
    applications: Sequence[Application],
    marks: Sequence[Mark],
    conflicts: Sequence[ConflictOfInterest],
    place: Callable[[int], str] = "marks[{}]".format,
) -> tuple[Evaluation, ...]:
    """What is examined: each application with its marks.

    Raises: InputError with every fault of what was handed in.
    """
    _refuse_other_models(applications, marks, conflicts)
    problems = [*_of_another_call(law.call, applications), *_of_money(law)]
    evaluations: dict[str, Evaluation] = {}
    try:
        evaluations = evaluations_of(applications, marks, conflicts, law.call.merit.grid, on=law.day, place=place)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    return tuple(evaluations.values())


def _refuse_what_is_no_list(**given: object) -> None:
    problems = [
        Problem("input-invalid", name, f"{type(each).__name__} is no list", f"hand in a list of {name}")
        for name, each in given.items()
        if isinstance(each, DomainModel | str) or not isinstance(each, Iterable)
    ]
    if problems:
        raise InputError(problems)


def _refuse_other_models(applications: Sequence[object], marks: Sequence[object], conflicts: Sequence[object]) -> None:
    expected = (("applications", applications, Application), ("marks", marks, Mark))
    problems = [
        Problem(
            "input-invalid",
            f"{name}[{number}]",
            f"{type(each).__name__} is no {model.__name__}",
            f"hand in instances of {model.__name__}",
        )
        for name, entries, model in (*expected, ("conflicts", conflicts, ConflictOfInterest))
        for number, each in enumerate(entries)
        if not isinstance(each, model)
    ]
    if problems:
        raise InputError(problems)


def _of_another_call(call: RankedCall, applications: Iterable[Application]) -> Iterator[Problem]:
    for number, application in enumerate(applications):
        if application.call != call.name:
            said = f"`{application.id}` was written for `{application.call}`, not for `{call.name}`"
            yield Problem("call-mismatch", f"applications[{number}].call", said, "leave it out, or run its own call")


def _of_money(law: Law) -> Iterator[Problem]:
    try:
        pots_of(law.call.budget, law.endowment, law.set_aside)
    except InputError as error:
        yield from error.problems


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Without the collector of garbage: all that a run makes is kept, and looking through it again and again takes
    longer than deciding.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
