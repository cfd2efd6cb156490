"""Evidence that contradicts itself, as it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clusterpolicy.engines.dossier.leaf import Place
from clusterpolicy.model.base import Contradiction


@dataclass(frozen=True, slots=True)
class ContradictingEvidence:
    """Evidence that cannot all be right.

    Attributes:
        path: The fact in question.
        label: What it is, in words.
        said: Who says what: the id of each piece, and the value as text.
        message: What does not fit.
        mend: What settles it.
    """

    path: str
    label: str
    said: tuple[tuple[str, str], ...]
    message: str
    mend: str


def told(place: Place, said_by: Mapping[str, Any], contradiction: Contradiction | None) -> ContradictingEvidence:
    """What is told of a fact in question: that evidence differs, or its `contradiction` with other facts."""
    said = tuple(sorted((name, _text(value)) for name, value in said_by.items()))
    if contradiction is not None:
        return ContradictingEvidence(place.text, place.leaf.label, said, contradiction.message, contradiction.mend)
    message = "; ".join(f"{name} says {text}" for name, text in said)
    mend = "find out which is right, and correct or withdraw the others"
    return ContradictingEvidence(place.text, place.leaf.label, said, message, mend)


def _text(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"{len(value)} entries"
    return str(value)
