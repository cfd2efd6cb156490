"""What is handed to a question of law, read and checked before the question is asked: all faults are told at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from clusterpolicy.errors import InputError, Problem, nearest
from clusterpolicy.model import DomainModel
from clusterpolicy.reading.problems import problems_of
from clusterpolicy.units import LATEST_DAY, shown

Facts = TypeVar("Facts", bound=DomainModel)

NO_OTHER_NAMES: Mapping[str, str] = MappingProxyType({})

SOME_DAY = LATEST_DAY
"""A day like any other, where no day is asked about, or where what was handed in is none."""


def facts_read(
    model: type[Facts],
    values: object,
    *,
    day: object = SOME_DAY,
    switch: object = False,
    changes: object = None,
    others: Iterable[Problem] = (),
    arguments: Mapping[str, str] = NO_OTHER_NAMES,
) -> Facts:
    """The facts of a question, read from `values`.

    Args:
        model: What they are read as.
        values: What was handed in.
        day, switch, changes: What a question is asked with. One whose facts hold its day leaves out `day`.
        others: Problems that were found before.
        arguments: The names by which the caller knows fields, where they differ.

    Raises: InputError with all problems, each with its code and its place.
    """
    problems = [*faults_of_asking(day, switch=switch, changes=changes), *others]
    try:
        facts = model.model_validate(values)
    except ValidationError as error:
        raise InputError((*problems, *_under_other_names(problems_of(error), arguments))) from None
    if problems:
        raise InputError(problems)
    return facts


def _under_other_names(problems: Iterable[Problem], arguments: Mapping[str, str]) -> Iterator[Problem]:
    for each in problems:
        field = re.split(r"[.\[]", each.place, maxsplit=1)[0]
        place = arguments.get(field, field) + each.place[len(field) :]
        yield Problem(each.code, place, each.message, each.mend)


def faults_of_asking(
    day: object, *, switch: object = False, changes: object = None, place: str = "on"
) -> Iterator[Problem]:
    """What is wrong with the day of a question, with its switch for schemes, and with its changes."""
    if not _is_day(day):
        yield Problem("input-invalid", place, f"{shown(day)} is no day", "write a date, as in date(2017, 7, 29)")
    if not isinstance(switch, bool):
        said = f"{shown(switch)} is no truth value"
        yield Problem("input-invalid", "scheme_not_adapted", said, "write True or False")
    if changes is not None and not isinstance(changes, Mapping):
        mend = 'write {"eu/publication/lower_threshold_from": date(2023, 7, 1)}, or the like'
        yield Problem("input-invalid", "changes", f"{shown(changes)} is no table of parameters", mend)


def listed(entries: object) -> object:
    """The entries of anything that holds several, as a tuple; a text, a table or what holds none is left as it is."""
    if isinstance(entries, str | bytes | Mapping) or not isinstance(entries, Iterable):
        return entries
    return tuple(entries)


def day_or_some(day: date) -> date:
    """The day itself; for what is no day some other, so that one fault is not told in two places."""
    return day if _is_day(day) else SOME_DAY


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def faults_of_value(adapter: TypeAdapter[Any], value: object, place: str) -> Iterator[Problem]:
    """What is wrong with one value that stands alone, at `place`."""
    try:
        adapter.validate_python(value)
    except ValidationError as error:
        yield from _at(place, error)


def faults_of_option(value: object, options: Iterable[str], place: str) -> Iterator[Problem]:
    """That a value is none of those that may be chosen from."""
    known = [str(each) for each in options]
    if not isinstance(value, str) or value not in known:
        mend = nearest(value, known) if isinstance(value, str) and len(value) <= 100 else nearest("", known)
        yield Problem("input-invalid", place, f"{shown(value)} is none of the possible values", mend)


def entries_read(model: type[Facts], values: object, place: str) -> tuple[tuple[Facts, ...], tuple[Problem, ...]]:
    """The entries of a list that could be read, and what is wrong with the list and with the others."""
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        said = f"{shown(values)} is not a list"
        return (), (Problem("input-invalid", place, said, "write a list, with [] for none"),)
    entries: list[Facts] = []
    problems: list[Problem] = []
    for at, value in enumerate(values):
        try:
            entries.append(model.model_validate(value))
        except ValidationError as error:
            problems += _at(f"{place}[{at}]", error)
    return tuple(entries), tuple(problems)


def _at(place: str, error: ValidationError) -> Iterator[Problem]:
    """The problems of an error, with the place at which the value stands that was read."""
    for each in problems_of(error):
        where = ".".join(part for part in (place, each.place) if part)
        yield Problem(each.code, where, each.message, each.mend)
