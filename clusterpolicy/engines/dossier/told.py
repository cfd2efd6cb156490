"""How the steps of a dossier are told in its journal, and read from it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clusterpolicy.engines.dossier.evidence import Evidence
from clusterpolicy.engines.dossier.leaf import Place, Unplaced
from clusterpolicy.engines.dossier.schema import Schema
from clusterpolicy.engines.dossier.statements import THERE, Stated, Statements
from clusterpolicy.errors import InputError, Problem


def told_of(piece: Statements, on: date, step: int) -> dict[str, Any]:
    """What the journal tells of a piece of evidence: all that it states, in the form of JSON."""
    evidence = piece.evidence
    return {
        "on": on.isoformat(),
        "step": step,
        "id": evidence.id,
        "document": evidence.document,
        "source": evidence.source,
        "received_on": evidence.received_on.isoformat(),
        "facts": {
            place.text: None if value is None else place.leaf.written(value)
            for place, value in piece.stated.values()
            if place.leaf.shape is not None
        },
        "there": [place.text for place, _ in piece.stated.values() if place.leaf.shape is None],
        "leaves": list(evidence.leaves),
    }


def piece_of(told: Mapping[str, Any], schema: Schema, number: int) -> Statements:
    """A piece of evidence as an entry tells it. Raises: InputError `journal-damaged`."""
    try:
        stated: dict[str, tuple[Place, Any]] = {text: (schema.place(text), THERE) for text in told["there"]}
        for text, value in told["facts"].items():
            place = schema.place(text)
            stated[text] = (place, None if value is None else place.leaf.read(value))
        leaves = tuple(told["leaves"])
        evidence = Evidence(
            id=told["id"],
            document=told["document"],
            source=told["source"],
            received_on=date.fromisoformat(told["received_on"]),
            facts=Stated(stated),
            leaves=leaves,
        )
        members = tuple(member for member in (schema.member(each) for each in leaves) if member is not None)
        return Statements(evidence, stated, members)
    except (KeyError, TypeError, ValueError, Unplaced) as error:
        raise InputError(unreadable(number, error)) from error


def unreadable(number: int, error: Exception) -> Problem:
    """What is said of an entry that does not tell what its kind must."""
    said = f"what it tells cannot be read: {type(error).__name__}: {str(error)[:200]}"
    return Problem("journal-damaged", f"entry {number}", said, "open it with the version of the library that wrote it")
