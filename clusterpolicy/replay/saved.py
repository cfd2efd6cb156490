"""Portfolios as files: what `clusterpolicy call run` reads."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from clusterpolicy.calls.folder import APPLICATIONS, MARKS
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.model import Application
from clusterpolicy.model.evaluation import Mark


def refuse_used(folders: Iterable[Path]) -> None:
    """Refuse folders in which a portfolio would mingle with another one, or take its place.

    Raises: InputError `output-failed` with every folder that holds applications or marks already.
    """
    used = [folder for folder in folders if (folder / APPLICATIONS).exists() or (folder / MARKS).exists()]
    if used:
        said, mend = "there is a portfolio here already", "name another folder"
        raise InputError(Problem("output-failed", str(folder), said, mend) for folder in used)


def save(folder: Path, applications: Iterable[Application], marks: Iterable[Mark]) -> None:
    """Write the applications and the marks of one line into a folder of its own, which must not hold any yet.

    Raises: InputError `output-failed` where files are there already, or cannot be written.
    """
    refuse_used([folder])
    home = folder / APPLICATIONS
    try:
        home.mkdir(parents=True)
        for application in applications:
            text = application.model_dump_json(indent=2, exclude_unset=True)
            (home / f"{application.id}.json").write_text(text + "\n", encoding="utf-8")
        _save_marks(folder / MARKS, marks)
    except OSError as error:
        said = f"it cannot be written: {(error.strerror or str(error)).lower()}"
        raise InputError(Problem("output-failed", str(folder), said, "name a folder that you may write to")) from None


def _save_marks(file: Path, marks: Iterable[Mark]) -> None:
    columns = ("application", "evaluator", "criterion", "points")
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([getattr(mark, column) for column in columns] for mark in marks)
