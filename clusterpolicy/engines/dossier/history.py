"""What a dossier remembers of each step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clusterpolicy.engines.dossier.change import Change, Kind


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a dossier, and how its findings stood after it.

    Attributes:
        number: Its number; the first is 1.
        kind: What it was.
        on: The day of the dossier.
        evidence: The evidence it brought, corrected or took away; of a move in the life of the application, its state.
        failed, undetermined, satisfied: How many findings there were of each.
        contradictions: How many contradictions there were.
    """

    number: int
    kind: Kind
    on: date
    evidence: tuple[str, ...]
    failed: int
    undetermined: int
    satisfied: int
    contradictions: int


Remembered = tuple[int, Kind, date, tuple[str, ...], tuple[bool | None, ...], int]
"""What is kept of a step until somebody asks: as `Step`, with the answers instead of their numbers."""


def remembered(change: Change, answers: tuple[bool | None, ...], contradictions: int) -> Remembered:
    """What is kept of a step."""
    return change.number, change.kind, change.on, change.evidence, answers, contradictions


def step_of(kept: Remembered) -> Step:
    """A step, from what was kept of it."""
    number, kind, on, evidence, answers, contradictions = kept
    counts = (answers.count(False), answers.count(None), answers.count(True))
    return Step(number, kind, on, evidence, *counts, contradictions)
