"""A call in a folder: the applications, one a file, and the marks of the evaluators in a table.

```text
folder/
├── applications/    one file for each application: JSON, TOML or YAML
├── marks.csv        application,evaluator,criterion,points,note
└── conflicts.csv    evaluator,application  (may be left out: then nobody declared a conflict of interest)
```

Of an unusable folder every problem of every file is named at once, with the file and the place in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from clusterpolicy.calls.csv_text import Row, read_csv
from clusterpolicy.calls.law import Law
from clusterpolicy.calls.progress import Progress
from clusterpolicy.calls.run import checked, run_call
from clusterpolicy.calls.selection import Selection
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language.parameter import Value
from clusterpolicy.model import Application, DomainModel
from clusterpolicy.model.base import repeated
from clusterpolicy.model.evaluation import ConflictOfInterest, Mark
from clusterpolicy.reading import Format, problems_of, read_application
from clusterpolicy.reading.plain_text import LARGEST_INPUT, text_of
from clusterpolicy.scoring.ranked_call import RankedCall

APPLICATIONS, MARKS, CONFLICTS = "applications", "marks.csv", "conflicts.csv"
"""What a folder holds, by name."""

FORMATS: dict[str, Format] = {".json": "json", ".toml": "toml", ".yaml": "yaml", ".yml": "yaml"}
"""The formats of applications, by the endings of their names."""

T = TypeVar("T", bound=DomainModel)


@dataclass(frozen=True, slots=True)
class Folder:
    """What was read from a folder.

    Attributes:
        applications: The applications, in the order of the names of their files.
        marks, conflicts: The rows of the two tables.
        places: Where each of these stands, for messages: a file, or a line of one; by `applications`, `marks`,
            `conflicts`.
        problems: What is wrong with the files. Where there is anything, what could not be read is left out above.
        whole: Whether every application could be read, so that a reference to another one is a reference to nothing.
    """

    applications: tuple[Application, ...]
    marks: tuple[Mark, ...]
    conflicts: tuple[ConflictOfInterest, ...]
    places: dict[str, tuple[str, ...]]
    problems: tuple[Problem, ...]
    whole: bool


def read_folder(path: Path | str, call: str) -> Folder:
    """Everything in a folder, for the call of that name; what is wrong with it stands in `problems`.

    Raises: InputError `file-not-found` where there is no such folder.
    """
    folder = Path(path)
    if not folder.is_dir():
        said = "there is no such folder"
        raise InputError(Problem("file-not-found", str(path), said, "name the folder that holds `applications`"))
    problems: list[Problem] = []
    applications, files, whole = _applications(folder, call, problems)
    marks, lines_of_marks = _table(folder / MARKS, Mark, problems, needed=True)
    conflicts, lines_of_conflicts = _table(folder / CONFLICTS, ConflictOfInterest, problems, needed=False)
    places = {"applications": files, "marks": lines_of_marks, "conflicts": lines_of_conflicts}
    return Folder(applications, marks, conflicts, places, tuple(problems), whole)


def run_folder(
    call: RankedCall,
    path: Path | str,
    *,
    granted_on: date | None = None,
    changes: Mapping[str, Value] | None = None,
    progress: Progress | None = None,
) -> Selection:
    """Run a call with everything in a folder; the other arguments are those of `clusterpolicy.run_call`.

    Raises: InputError with every problem of every file; otherwise as `clusterpolicy.run_call`.
    """
    law = Law.of(call, granted_on, changes)
    folder = read_folder(path, call.name)
    problems = [*folder.problems, *_among_files(folder, law)]
    if problems:
        raise InputError(problems)
    return run_call(
        call,
        folder.applications,
        folder.marks,
        folder.conflicts,
        granted_on=granted_on,
        changes=changes,
        progress=progress,
    )


def _among_files(folder: Folder, law: Law) -> Iterator[Problem]:
    """What is wrong between files that can each be read: marks for no application, off the scale, given twice."""
    try:
        checked(law, folder.applications, folder.marks, folder.conflicts)
    except InputError as error:
        for each in error.problems:
            found = _OF_ENTRY(each.place)
            if found is None:  # about the money of the call, not about a file
                yield each
            elif found["table"] == "applications":  # named before, with both files
                continue
            elif folder.whole or each.code != "reference-unknown" or found["field"] != "application":
                place = folder.places[found["table"]][int(found["number"])]
                yield Problem(
                    each.code, f"{place}: {found['field']}" if found["field"] else place, each.message, each.mend
                )


_OF_ENTRY = re.compile(r"(?P<table>applications|marks|conflicts)\[(?P<number>\d+)\]\.?(?P<field>.*)").fullmatch


def _applications(
    folder: Path, call: str, problems: list[Problem]
) -> tuple[tuple[Application, ...], tuple[str, ...], bool]:
    found: list[tuple[str, Application]] = []
    before = len(problems)
    for file in _files(folder / APPLICATIONS, problems):
        name = f"{APPLICATIONS}/{file.name}"
        try:
            found.append((name, read_application(_content(file), format=FORMATS[file.suffix.lower()])))
        except InputError as error:
            problems += (_at(name, each) for each in error.problems)
    whole = len(problems) == before
    problems += _of_another_call(found, call)
    problems += _twice(found)
    return tuple(each for _, each in found), tuple(name for name, _ in found), whole


def _files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """The files with applications, by name. Hidden files, as editors and systems leave them, are passed over."""
    try:
        files = sorted(each for each in folder.iterdir() if not each.name.startswith("."))
    except OSError as error:
        said = f"the folder cannot be opened: {(error.strerror or str(error)).lower()}"
        problems.append(Problem("file-not-found", APPLICATIONS, said, "put the applications there, one a file"))
        return
    if not files:
        said = "there is no application in the folder"
        problems.append(Problem("file-not-found", APPLICATIONS, said, "put the applications there, one a file"))
    for file in files:
        if file.suffix.lower() in FORMATS:
            yield file
        else:
            said = f"the name says no format: it ends with none of {', '.join(FORMATS)}"
            problems.append(Problem("input-not-readable", f"{APPLICATIONS}/{file.name}", said, "rename or remove it"))


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_INPUT + 1)
    except OSError as error:
        said = f"it cannot be opened: {(error.strerror or str(error)).lower()}"
    raise InputError(Problem("file-not-found", "", said, "put it there, and check that you may read it"))


def _of_another_call(found: Iterable[tuple[str, Application]], call: str) -> Iterator[Problem]:
    for name, application in found:
        if application.call != call:
            said = f"the application was written for `{application.call}`, not for `{call}`"
            yield Problem("call-mismatch", f"{name}: call", said, "take it out of the folder, or run its own call")


def _twice(found: Sequence[tuple[str, Application]]) -> Iterator[Problem]:
    for (name,), identifier, (first,) in repeated(((name,), application.id) for name, application in found):
        said = f"the identifier `{identifier}` is used twice, first in {first}"
        yield Problem("duplicate", f"{name}: id", said, "give each application its own")


def _table(
    file: Path, model: type[T], problems: list[Problem], *, needed: bool
) -> tuple[tuple[T, ...], tuple[str, ...]]:
    """The rows of a table, each an instance of `model`, and the lines on which they stand."""
    if not needed and not file.exists():
        return (), ()
    try:
        rows = read_csv(text_of(_content(file)), tuple(model.model_fields), _may_be_left_out(model))
    except InputError as error:
        problems += (_at(file.name, each) for each in error.problems)
        return (), ()
    read: list[tuple[str, T]] = []
    for row in rows:
        place = f"{file.name} line {row.line}"
        entry = _entry(row, model, place, problems)
        if entry is not None:
            read.append((place, entry))
    return tuple(entry for _, entry in read), tuple(place for place, _ in read)


def _entry(row: Row, model: type[T], place: str, problems: list[Problem]) -> T | None:
    found: tuple[Problem, ...] = () if row.problem is None else (row.problem,)
    if not found:
        try:
            return model.model_validate(row.cells)
        except ValidationError as error:
            found = problems_of(error)
    problems += (_at(place, each) for each in found)
    return None


def _may_be_left_out(model: type[DomainModel]) -> frozenset[str]:
    return frozenset(name for name, field in model.model_fields.items() if not field.is_required())


def _at(place: str, problem: Problem) -> Problem:
    inner = f"{place}: {problem.place}" if problem.place else place
    return Problem(problem.code, inner, problem.message, problem.mend)
