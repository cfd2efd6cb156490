"""The check of criteria and premiums: what formulas cannot see. Every fault is found at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from clusterpolicy.errors import Problem, RuleError
from clusterpolicy.language.kinds import TEXT
from clusterpolicy.scoring.criterion import Criterion, Scale, figure_on, parameter_of
from clusterpolicy.scoring.panel import Premium

RESERVED = ("score", "merit_reached", "premium", "total_score")
"""Names of quantities that every grid has; no criterion and no premium may bear them."""


def faults_of_criteria(criteria: Sequence[Criterion], premiums: Sequence[Premium]) -> Iterator[Problem]:
    """All faults of the criteria and premiums of a grid: codes, scales, weights, words."""
    every = [inner for criterion in criteria for inner in criterion.walk()]
    if not every:
        yield Problem("parameter-invalid", "a grid", "it has no criteria", "name at least one criterion")
    yield from _faults_of_codes(every, premiums)
    for criterion in every:
        yield from _faults_of_criterion(criterion)


def _faults_of_codes(criteria: Sequence[Criterion], premiums: Sequence[Premium]) -> Iterator[Problem]:
    kinds = [("criterion", each.code, each.name) for each in criteria]
    kinds += [("premium", each.code, each.name) for each in premiums]
    met: set[str] = set()
    for kind, code, name in kinds:
        place = f"{kind} `{code}`"
        if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", code):
            said = "a code is written in lower case, with hyphens"
            yield Problem("parameter-invalid", place, said, "write it as in `technical-quality`")
        if code in met or name in RESERVED:
            said = "every grid has a quantity of this name" if name in RESERVED else "the code is used twice"
            yield Problem("duplicate-name", place, said, "give it a code of its own")
        met.add(code)


def _faults_of_criterion(criterion: Criterion) -> Iterator[Problem]:
    place = f"criterion `{criterion.code}`"
    is_marked = criterion.scale is not None and criterion.weight is not None
    if is_marked == bool(criterion.parts) or (criterion.scale is None) != (criterion.weight is None):
        said = "it must have a scale and a weight, or parts, and not both"
        yield Problem("parameter-invalid", place, said, "give it scale=... and weight=..., or parts=(...)")
    if criterion.scale is None or criterion.weight is None:
        return
    try:
        figure_on(criterion.weight, None)
        yield from _faults_of_scale(criterion.scale, place)
        yield from _faults_of_words(criterion, criterion.scale, place)
    except RuleError as error:  # what is no parameter, or no number
        yield from (Problem(each.code, place, each.message, each.mend) for each in error.problems)


def _faults_of_scale(scale: Scale, place: str) -> Iterator[Problem]:
    days = {since for each in (scale.lowest, scale.highest, scale.step) for since, _ in parameter_of(each).values}
    if len(days) > 1:
        said = "its scale changes in the course of time, and nobody knows on which scale a mark was given"
        yield Problem("parameter-invalid", place, said, "give the new scale parameters of its own")
        return
    (lowest, highest), step = scale.ends(), figure_on(scale.step, None)
    if not lowest < highest:
        said = f"its scale goes from {lowest} to {highest}"
        yield Problem("parameter-invalid", place, said, "let the highest mark be above the lowest")
    elif step <= 0 or (highest - lowest) % step != 0:
        said = f"steps of {step} do not lead from {lowest} to {highest}"
        yield Problem("parameter-invalid", place, said, "choose a step that divides the scale")


def _faults_of_words(criterion: Criterion, scale: Scale, place: str) -> Iterator[Problem]:
    if criterion.words is None:
        return
    parameter = parameter_of(criterion.words)
    if parameter.kind != TEXT or parameter.by is None:
        said = f"`{parameter.name}` is no table of texts"
        yield Problem("wrong-type", place, said, 'write unit = "text" and by = "mark"')
        return
    (lowest, highest) = scale.ends()
    for since, rows in parameter.values:
        assert isinstance(rows, dict)  # a parameter with `by` holds tables only
        marks = [_mark(row) for row in rows]
        if None in marks or any(mark is not None and not lowest <= mark <= highest for mark in marks):
            said = f"a row of the words of {since} is no mark of its scale, {lowest} to {highest}: {', '.join(rows)}"
            yield Problem("parameter-invalid", place, said, 'write a row for a mark, as in "4"')
        elif lowest not in marks:
            said = f"the words of {since} do not say when to give {lowest}, the lowest mark"
            yield Problem("table-incomplete", place, said, "begin with the lowest mark")


def _mark(row: str) -> Decimal | None:
    try:
        return Decimal(row)
    except InvalidOperation:
        return None
