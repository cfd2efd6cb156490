"""What comes in, checked before anything is changed: every problem at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from clusterpolicy.engines.dossier.evidence import Evidence
from clusterpolicy.engines.dossier.schema import Schema
from clusterpolicy.engines.dossier.statements import Stated, Statements, facts_stated, read
from clusterpolicy.engines.dossier.table import Table
from clusterpolicy.engines.dossier.well_formed import (
    faults_of_evidence,
    faults_of_facts,
    faults_of_paths,
    faults_of_receipt,
    refuse,
)
from clusterpolicy.errors import InputError, Problem, nearest
from clusterpolicy.units import shown


def pieces_put(pieces: Sequence[Evidence], schema: Schema, table: Table, today: date) -> tuple[Statements, ...]:
    """New evidence, read. Raises: InputError with every problem."""
    if not pieces:
        raise InputError(Problem("input-invalid", "evidence", "there is none", "hand in at least one document"))
    refuse(*map(faults_of_evidence, pieces))
    problems: list[Problem] = []
    found: list[Statements] = []
    names: set[str] = set()
    for evidence in pieces:
        problems += faults_of_receipt(evidence, today)
        if evidence.id in table.pieces or evidence.id in names:
            said = f"evidence with the id {shown(evidence.id)} is there already"
            problems.append(Problem("duplicate", "evidence.id", said, "give it another id, or correct what is there"))
        names.add(evidence.id)
        piece = read(evidence, schema, problems)
        problems += _leavers_unknown(piece, table)
        found.append(piece)
    if problems:
        raise InputError(problems)
    return tuple(found)


def piece_corrected(
    name: str, facts: Mapping[str, Any], unsaid: Sequence[str], schema: Schema, table: Table
) -> Statements:
    """A piece of evidence that says something else now. Raises: InputError with every problem."""
    known = piece_known(name, table)
    refuse(faults_of_facts("facts", facts), faults_of_paths("unsaid", unsaid))
    problems: list[Problem] = []
    stated = known.stated.copy()
    touched: dict[str, None] = {}
    for path in unsaid:
        inside = _inside(stated, path)
        touched |= dict.fromkeys(inside)
        for text in inside:
            del stated[text]
        if not inside:
            said = f"{shown(name)} says nothing of `{path[:100]}`"
            problems.append(Problem("reference-unknown", path[:100], said, nearest(path[:100], list(stated)[:50])))
    corrected = facts_stated(facts, schema, problems)
    if problems:
        raise InputError(problems)
    for path in facts:
        for text in _inside(stated, path):
            touched[text] = None
            if text not in corrected:
                del stated[text]
    stated |= corrected
    touched |= dict.fromkeys(corrected)
    evidence = known.evidence.saying(Stated(stated), known.evidence.leaves)
    return Statements(evidence, stated, known.leaves, tuple(touched))


def piece_known(name: str, table: Table) -> Statements:
    """A piece of evidence that is there. Raises: InputError `reference-unknown`."""
    piece = table.pieces.get(name) if isinstance(name, str) else None
    if piece is None:
        raise InputError(unknown_piece(name, table))
    return piece


def unknown_piece(name: Any, table: Table) -> Problem:
    """What is said of an id that no piece of evidence has."""
    said = f"there is no evidence with the id {shown(name)}"
    mend = nearest(name[:100], sorted(table.pieces)[:50]) if isinstance(name, str) else "write its id"
    return Problem("reference-unknown", "evidence.id", said, mend)


def _leavers_unknown(piece: Statements, table: Table) -> list[Problem]:
    known = {(place.leaf.collection, place.key) for place in table.places.values()} if piece.leaves else set()
    return [
        Problem("reference-unknown", path, "nobody of that id is there", "look at the ids of the application")
        for path, member in zip(piece.evidence.leaves, piece.leaves, strict=False)
        if member not in known
    ]


def _inside(stated: dict[str, Any], path: str) -> list[str]:
    """The paths of what is stated at a path, and inside it."""
    if path in stated and stated[path][0].leaf.shape is not None:  # a fact has nothing inside
        return [path]
    return [text for text in stated if text == path or text.startswith((f"{path}.", f"{path}["))]
