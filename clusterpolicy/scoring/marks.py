"""Marks as they come in: checked all at once, and gathered by application.

A mark in spite of a conflict of interest is no fault: it is kept, and does not count. An evaluator who marked some
criteria of an application and not others still owes those marks: they are not known.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from clusterpolicy.errors import InputError, Problem, nearest
from clusterpolicy.model.application import Application
from clusterpolicy.model.evaluation import ConflictOfInterest, Evaluation, Mark, PanelMark
from clusterpolicy.scoring.criterion import Criterion
from clusterpolicy.scoring.grid import Grid
from clusterpolicy.units import shown, without_trailing_zeros

_FEW = 50
"""Among more names than this none is looked for that is near: it would take long."""


def evaluations_of(
    applications: Iterable[Application],
    marks: Iterable[Mark],
    conflicts: Iterable[ConflictOfInterest],
    grid: Grid,
    *,
    on: date | None = None,
    place: Callable[[int], str] = "marks[{}]".format,
) -> dict[str, Evaluation]:
    """An evaluation of each application, by its identifier, in the order of the applications.

    The order of marks makes no difference: they stand in the order of evaluators' names, then of criteria.

    Args:
        applications: What is evaluated.
        marks: All marks given. An application without any has an evaluation without marks.
        conflicts: Who may not judge what.
        grid: The criteria, and the scales they are marked on.
        on: The day whose scales are in force; `None` takes the last known.
        place: Where a mark was found, from its number, for messages about it.

    Raises: InputError with every fault: marks off the scale or off its step, marks or conflicts for an unknown
    application, marks for an unknown criterion, two marks by one evaluator for one criterion, two applications of
    one name, evaluators whose names differ in capitals or spaces alone.
    """
    marks, conflicts, problems = tuple(marks), tuple(conflicts), list[Problem]()
    panels = _panels(applications, problems)
    _enter_conflicts(conflicts, panels, problems)
    reader = _Reader(_numbered(marks), grid, on)
    _gather(marks, panels, reader, place, problems)
    problems += _alike(marks, conflicts, reader.evaluators, place)
    if problems:
        raise InputError(problems)
    return {identifier: panel.evaluation(reader) for identifier, panel in panels.items()}


@dataclass(slots=True)
class _Panel:
    """One application, who may not judge it, and the marks it was given, each by its number in the reader."""

    application: Application
    conflicted: set[str] = field(default_factory=set)
    marks: dict[int, PanelMark] = field(default_factory=dict)

    def evaluation(self, reader: _Reader) -> Evaluation:
        """The application with its marks, those that are owed among them."""
        marks, width = self.marks, reader.width
        if marks:
            for evaluator in {number // width for number in marks}:
                first = evaluator * width
                if not all(number in marks for number in range(first, first + width)):
                    self._owe(first, reader)
        ordered = tuple([marks[number] for number in sorted(marks)])
        return Evaluation.model_construct(application=self.application, marks=ordered)

    def _owe(self, first: int, reader: _Reader) -> None:
        evaluator = reader.evaluators[first // reader.width]
        for number, criterion in enumerate(reader.criteria, start=first):
            if number not in self.marks:
                self.marks[number] = reader.panel_mark(evaluator, criterion, None, evaluator in self.conflicted)


def _panels(applications: Iterable[Application], problems: list[Problem]) -> dict[str, _Panel]:
    panels: dict[str, _Panel] = {}
    for row, application in enumerate(applications):
        if application.id in panels:
            said = f"the application {shown(application.id)} is there twice"
            problems.append(Problem("duplicate", f"applications[{row}].id", said, "keep each application once"))
        panels[application.id] = _Panel(application)
    return panels


def _enter_conflicts(
    conflicts: Iterable[ConflictOfInterest], panels: Mapping[str, _Panel], problems: list[Problem]
) -> None:
    for row, conflict in enumerate(conflicts):
        panel = panels.get(conflict.application)
        if panel is None:
            problems.append(_unknown_application(f"conflicts[{row}]", conflict.application, panels))
        else:
            panel.conflicted.add(conflict.evaluator)


def _alike(
    marks: Sequence[Mark],
    conflicts: Sequence[ConflictOfInterest],
    evaluators: Iterable[str],
    place: Callable[[int], str],
) -> Iterator[Problem]:
    """Names that are one but for capitals or spaces. A conflict of interest under the one would spare the other."""
    first: dict[str, str] = {}
    for name in (*evaluators, *sorted({conflict.evaluator for conflict in conflicts})):
        other = first.setdefault(_folded(name), name)
        if other != name:
            at = next((place(row) for row, mark in enumerate(marks) if mark.evaluator == name), None)
            if at is None:
                at = next(f"conflicts[{row}]" for row, each in enumerate(conflicts) if each.evaluator == name)
            said = f"the evaluators {shown(other)} and {shown(name)} differ in capitals or spaces alone"
            yield Problem("duplicate", f"{at}.evaluator", said, "write each name in one way")


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _numbered(marks: Sequence[Mark]) -> dict[str, int]:
    """The evaluators by name, each with a number, in the order of their names."""
    return {evaluator: number for number, evaluator in enumerate(sorted({mark.evaluator for mark in marks}))}


class _Reader:
    """Reads marks of one grid. A mark of one evaluator that is given again, to another application, is read once.

    Every pair of an evaluator and a criterion has a number; those of one evaluator follow each other.
    """

    def __init__(self, evaluators: Mapping[str, int], grid: Grid, on: date | None) -> None:
        self.evaluators = list(evaluators)
        self.criteria = [criterion.code for criterion in grid.marked]
        self.width = len(self.criteria)
        self.read: dict[tuple[str, str, Decimal | None, bool], tuple[int, PanelMark]] = {}
        self._evaluators = evaluators
        self._criteria = {code: number for number, code in enumerate(self.criteria)}
        self._by_code = {criterion.code: criterion for criterion in grid.walk()}
        self._scales = {each.code: each.scale.marks(on) for each in grid.marked if each.scale is not None}
        self._allowed = {code: frozenset(marks) for code, marks in self._scales.items()}

    def panel_mark(self, evaluator: str, criterion: str, points: Decimal | None, in_conflict: bool) -> PanelMark:
        """The mark as the panel holds it."""
        return self.entry(evaluator, criterion, points, in_conflict)[1]

    def entry(self, evaluator: str, criterion: str, points: Decimal | None, in_conflict: bool) -> tuple[int, PanelMark]:
        """The number of an evaluator and a criterion, and the mark; it must be on the scale."""
        key = (evaluator, criterion, points, in_conflict)
        found = self.read.get(key)
        if found is None:
            number = self._evaluators[evaluator] * self.width + self._criteria[criterion]
            mark = PanelMark.model_construct(
                evaluator=evaluator, criterion=criterion, points=points, in_conflict=in_conflict
            )
            found = self.read[key] = number, mark
        return found

    def fault(self, mark: Mark) -> tuple[str, str, str, str] | None:
        """What is wrong with a mark by itself: a code, the field, what is wrong, what to write; `None`: nothing."""
        criterion = self._by_code.get(mark.criterion)
        if criterion is None:
            said = f"no criterion has the code {shown(mark.criterion)}"
            return "reference-unknown", "criterion", said, nearest(mark.criterion, self.criteria)
        if criterion.scale is None:
            said = f"{shown(mark.criterion)} is not marked itself: its points are those of its parts"
            return "reference-unknown", "criterion", said, f"mark {_listed(criterion)}"
        if mark.points is not None and mark.points not in self._allowed[mark.criterion]:
            scale = self._scales[mark.criterion]
            lowest, highest = scale[0], scale[-1]
            said = f"{mark.points} is no mark for {shown(mark.criterion)}, which goes from {lowest} to {highest}"
            mend = f"write {lowest} to {highest} in steps of {without_trailing_zeros(scale[1] - lowest)}"
            return "input-invalid", "points", said, mend
        return None


def _gather(
    marks: Sequence[Mark],
    panels: Mapping[str, _Panel],
    reader: _Reader,
    place: Callable[[int], str],
    problems: list[Problem],
) -> None:
    read, known = reader.read.get, panels.get
    for row, mark in enumerate(marks):
        panel = known(mark.application)
        evaluator, criterion = mark.evaluator, mark.criterion
        in_conflict = panel is not None and evaluator in panel.conflicted
        found = read((evaluator, criterion, mark.points, in_conflict))
        if found is None or panel is None:
            faults = list(_faults(mark, place(row), panels, reader))
            problems += faults
            if faults or panel is None:
                continue
            found = reader.entry(evaluator, criterion, mark.points, in_conflict)
        number, entry = found
        if number in panel.marks:
            said = (
                f"the evaluator {shown(evaluator)} marked {shown(criterion)} of the application "
                f"{shown(mark.application)} before"
            )
            problems.append(Problem("duplicate", place(row), said, "keep the mark that counts"))
        panel.marks[number] = entry


def _faults(mark: Mark, place: str, panels: Mapping[str, _Panel], reader: _Reader) -> Iterator[Problem]:
    if mark.application not in panels:
        yield _unknown_application(place, mark.application, panels)
    fault = reader.fault(mark)
    if fault is not None:
        code, name, said, mend = fault
        yield Problem(code, f"{place}.{name}", said, mend)


def _unknown_application(place: str, identifier: str, panels: Mapping[str, _Panel]) -> Problem:
    mend = nearest(identifier, list(panels)) if len(panels) <= _FEW else "write the `id` of an application"
    said = f"no application has the identifier {shown(identifier)}"
    return Problem("reference-unknown", f"{place}.application", said, mend)


def _listed(criterion: Criterion) -> str:
    return ", ".join(f"`{part.code}`" for part in criterion.walk() if part.scale is not None)
