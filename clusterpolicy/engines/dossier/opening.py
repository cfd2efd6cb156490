"""How a dossier begins: with an application, with nothing, or from its journal."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from pydantic import BaseModel, ValidationError

from clusterpolicy.engines.dossier.answers import Answers
from clusterpolicy.engines.dossier.evidence import APPLICATION, Evidence
from clusterpolicy.engines.dossier.journal import Entry, Store
from clusterpolicy.engines.dossier.life import Life
from clusterpolicy.engines.dossier.memories import MemoryName, memory_of
from clusterpolicy.engines.dossier.program import program_of
from clusterpolicy.engines.dossier.record import Move, Opening, Record
from clusterpolicy.engines.dossier.statements import Stated, Statements, stated_by
from clusterpolicy.engines.dossier.subscriptions import DossierWarning
from clusterpolicy.engines.dossier.told import piece_of, unreadable
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language.procedure import State
from clusterpolicy.language.rule_set import RuleSet

Events = list[tuple[str, dict[str, Any]]]


def begun(
    call: RuleSet, opening: Opening, application: BaseModel | None, source: str, memory: MemoryName
) -> tuple[Record, Events]:
    """A record that begins, and what its journal tells of that.

    Raises: InputError for what is no application of the call; NoLawThatDay.
    """
    record = _record(call, opening, memory)
    program = record.answers.program
    told = {
        "call": call.name,
        "version": call.version,
        "rules": program.fingerprint,
        "id": opening.id,
        "on": opening.on.isoformat(),
        "granted_on": None if opening.granted_on is None else opening.granted_on.isoformat(),
    }
    events: Events = [("opened", told)]
    record.entered(None)
    if application is not None:
        program.scalar.check_input(application, opening.granted_on)
        _refuse_other_call(application, call)
        data = application.model_dump(mode="json", exclude_unset=True)
        events.append(("applied", {"on": told["on"], "source": source, "application": data}))
        record.entered(APPLICATION)
        _apply(record, application, source)
    return record, events


def replayed(entries: Sequence[Entry], call: RuleSet, memory: MemoryName) -> Record:
    """The record that a journal tells. Raises: InputError `journal-damaged`, `call-mismatch`."""
    if not entries or entries[0].kind != "opened" or entries[0].told is None:
        said = "its first entry does not tell how a dossier was opened"
        raise InputError(Problem("journal-damaged", "entry 1", said, "look at its name"))
    told = entries[0].told
    if told.get("call") != call.name:
        said = f"the journal is of the call `{told.get('call')}`, not of `{call.name}`"
        raise InputError(Problem("call-mismatch", "call", said, "hand in the rules of that call"))
    try:
        granted_on = None if told["granted_on"] is None else date.fromisoformat(told["granted_on"])
        opening = Opening(call.name, date.fromisoformat(told["on"]), told["id"], granted_on)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(unreadable(1, error)) from error
    record = _record(call, opening, memory)
    _warn_of_other_rules(told, call, record.answers.program.fingerprint)
    record.entered(None)
    for _, together in groupby(entries[1:], key=_step):
        _replay(record, list(together))
    return record


def _warn_of_other_rules(told: Mapping[str, Any], call: RuleSet, fingerprint: str) -> None:
    if told.get("rules") != fingerprint:
        said = f"it was opened by version {told.get('version')} of the rules of `{call.name}`"
        said += f", and is examined by version {call.version} now, which says otherwise: findings may differ"
        warnings.warn(said, DossierWarning, stacklevel=4)


def call_of(store: Store) -> str:
    """The name of the call whose dossier a store keeps. Raises: InputError `journal-damaged`."""
    entries = store.read()
    told = entries[0].told if entries else None
    if told is None or entries[0].kind != "opened" or not isinstance(told.get("call"), str):
        said = "its first entry does not tell how a dossier was opened"
        raise InputError(Problem("journal-damaged", "entry 1", said, "look at its name"))
    return str(told["call"])


def _record(call: RuleSet, opening: Opening, memory: MemoryName) -> Record:
    program = program_of(call)
    day = program.scalar.law_of(opening.granted_on, None)
    fixed = {"id": opening.id}
    if "call" in call.root.model_fields:
        fixed["call"] = call.name
    answers = Answers(program, memory_of(memory, program, program.scalar.figures(day)), fixed)
    life = None if call.procedure is None else Life(call.procedure, opening.on, day, call.zone)
    return Record(opening, answers, life)


def _apply(record: Record, application: BaseModel, source: str) -> None:
    """Begin with the application, as the first piece of evidence."""
    stated = stated_by(application, record.answers.program.schema)
    evidence = Evidence(
        id=APPLICATION,
        document="application",
        source=source,
        received_on=record.on,
        facts=Stated(stated),
    )
    record.noted(record.answers.begin(Statements(evidence, stated, ()), application, record.on))


def _refuse_other_call(application: BaseModel, call: RuleSet) -> None:
    written_for = getattr(application, "call", call.name)
    if written_for != call.name:
        said = f"the application was written for `{written_for}`, not for `{call.name}`"
        raise InputError(Problem("call-mismatch", "call", said, "open a dossier of that call"))


def _step(entry: Entry) -> tuple[str, Any]:
    """What tells the entries of one step from those of the next."""
    told = entry.told or {}
    return entry.kind, told.get("step", entry.number)


def _replay(record: Record, entries: Sequence[Entry]) -> None:
    kind, state = entries[0].kind, record.answers
    known = [(entry, entry.told) for entry in entries if entry.told is not None]
    schema = state.program.schema
    for entry in entries:
        told = entry.told or {}
        record.entered(told.get("id") if kind in ("put", "corrected") else APPLICATION if kind == "applied" else None)
    if not known or kind == "erased":  # what was erased has never been said
        return
    try:
        on = date.fromisoformat(known[0][1].get("on", record.on.isoformat()))
        if kind == "applied":
            record.on = on
            told = known[0][1]
            _apply(record, state.program.rule_set.root.model_validate(told["application"]), told["source"])
            return
        to = State(known[0][1]["to"]) if kind == "moved" else None
        if kind not in ("put", "corrected", "withdrawn", "day", "moved"):
            raise ValueError(f"nothing is known of entries of the kind `{kind}`")
        pieces = [piece_of(told, schema, entry.number) for entry, told in known if kind in ("put", "corrected")]
        names = [piece.evidence.id for piece in pieces] if kind == "corrected" else []
        names += [told["id"] for _, told in known if kind == "withdrawn"]
        there = tuple(name for name in names if name in state.facts.table.pieces)
        if kind == "withdrawn" and not there:
            return
        record.take(Move(kind, there, tuple(pieces), on=on, to=to))  # type: ignore[arg-type]  # one of the kinds above
    except (KeyError, TypeError, ValueError, ValidationError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(unreadable(entries[0].number, error)) from error
