"""Whether what is handed in has the form it must have, before anybody looks at what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from clusterpolicy.engines.dossier.evidence import Evidence
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.units import shown

_LONGEST = 1000
"""So many letters the name of a document may have."""


def faults_of_evidence(evidence: Any) -> Iterator[Problem]:
    """What keeps a piece of evidence from being read at all."""
    if not isinstance(evidence, Evidence):
        said = f"{shown(evidence)} is no piece of evidence"
        yield Problem("input-invalid", "evidence", said, "write Evidence(id=..., document=..., ...)")
        return
    for name in ("id", "document", "source"):
        yield from faults_of_text(f"evidence.{name}", getattr(evidence, name))
    yield from faults_of_facts("evidence.facts", evidence.facts)
    yield from faults_of_paths("evidence.leaves", evidence.leaves)
    yield from faults_of_day("evidence.received_on", evidence.received_on)


def faults_of_receipt(evidence: Evidence, today: date) -> Iterator[Problem]:
    """Whether it arrived in the future."""
    if evidence.received_on > today:
        said = f"it was received on {evidence.received_on}, and the day of the dossier is {today}"
        yield Problem("dates-out-of-order", "evidence.received_on", said, "correct the day, or move the dossier on")


def faults_of_text(place: str, text: Any, *, may_be_empty: bool = False) -> Iterator[Problem]:
    """Whether it is a short text that can be written to a file."""
    is_short = isinstance(text, str) and len(text) <= _LONGEST and (may_be_empty or bool(text.strip()))
    if not is_short or not _can_be_written(text):
        yield Problem("input-invalid", place, f"{shown(text)} is no text that can be kept", "write a short text")


def faults_of_facts(place: str, facts: Any) -> Iterator[Problem]:
    """Whether it has a value for each path."""
    if not isinstance(facts, Mapping):
        yield Problem("input-invalid", place, f"{shown(facts)} is no table of facts", "write a value for each path")
        return
    for path in facts:
        if not isinstance(path, str):
            yield Problem("input-invalid", place, f"{shown(path)} is no path", "write it as in `project.months`")


def faults_of_paths(place: str, paths: Any) -> Iterator[Problem]:
    """Whether it is a list of paths."""
    if not isinstance(paths, tuple | list) or not all(isinstance(path, str) for path in paths):
        yield Problem("input-invalid", place, f"{shown(paths)} is no list of paths", 'write ("participations[beta]",)')


def faults_of_day(place: str, day: Any) -> Iterator[Problem]:
    """Whether it is a day."""
    if not isinstance(day, date) or isinstance(day, datetime):
        yield Problem("input-invalid", place, f"{shown(day)} is not a day", "write date(2017, 3, 1)")


def refuse(*problems: Iterator[Problem]) -> None:
    """Raises: InputError with all problems, where there are any."""
    found = [problem for each in problems for problem in each]
    if found:
        raise InputError(found)


def _can_be_written(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a pair of surrogates
        return False
    return True
