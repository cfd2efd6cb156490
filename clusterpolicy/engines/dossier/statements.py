"""What a piece of evidence states: each fact at its place, read by its own type, with every problem at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from clusterpolicy.engines.dossier.evidence import Evidence
from clusterpolicy.engines.dossier.leaf import Place, Unplaced
from clusterpolicy.engines.dossier.naming import member_text
from clusterpolicy.engines.dossier.schema import Schema
from clusterpolicy.errors import CODES, Problem
from clusterpolicy.model.places import place_of
from clusterpolicy.units import shown

THERE = True
"""What is stated of a table, a member or a collection of which nothing else is said: that it is there."""


@dataclass(slots=True, eq=False)
class Statements:
    """A piece of evidence, read: what it states at each place, by path, and which members it says have left.

    `corrected` are the paths at which it says something else than the version before; `None` where there was none.
    """

    evidence: Evidence
    stated: dict[str, tuple[Place, Any]]
    leaves: tuple[tuple[str, str], ...]
    corrected: tuple[str, ...] | None = None


class Stated(Mapping[str, Any]):
    """What is stated, as evidence shows it: a value for each path."""

    def __init__(self, stated: dict[str, tuple[Place, Any]]) -> None:
        self._stated = stated

    def __getitem__(self, path: str) -> Any:
        return self._stated[path][1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stated)

    def __len__(self) -> int:
        return len(self._stated)

    def __repr__(self) -> str:
        return repr(dict(self))


def read(evidence: Evidence, schema: Schema, problems: list[Problem]) -> Statements:
    """What `evidence` states. What is wrong with it is added to `problems`."""
    stated = facts_stated(evidence.facts, schema, problems)
    leaves: list[tuple[str, str]] = []
    for path in evidence.leaves:
        member = schema.member(path)
        if member is None:
            said = f"`{path[:100]}` names no member"
            problems.append(Problem("reference-unknown", path[:100], said, "write it as in `participations[beta]`"))
        else:
            leaves.append(member)
    return Statements(evidence.saying(Stated(stated), tuple(evidence.leaves)), stated, tuple(leaves))


def facts_stated(facts: Mapping[str, Any], schema: Schema, problems: list[Problem]) -> dict[str, tuple[Place, Any]]:
    """What facts state, by path. What is wrong with them is added to `problems`."""
    stated: dict[str, tuple[Place, Any]] = {}
    for path, value in facts.items():
        for found in _facts(str(path), value, schema, problems):
            text = found[0].text
            if text in stated and stated[text][1] != found[1]:
                problems.append(
                    Problem("duplicate", text, f"`{text}` is stated twice in one document", "keep one of the two")
                )
            stated[text] = found
    return stated


def stated_by(application: BaseModel, schema: Schema) -> dict[str, tuple[Place, Any]]:
    """What an application states that has been read already: every field that says more than if it were left out."""
    return {place.text: (place, value) for place, value in _of_model("", application, schema, ())}


def _facts(path: str, value: Any, schema: Schema, problems: list[Problem]) -> Iterator[tuple[Place, Any]]:
    try:
        known = schema.known_fact(path)
        if known is not None:
            yield from _fact(known, value, problems)
            return
        if path in schema.collections:
            yield from _members(path, value, schema, problems)
            return
        table = schema.level_at(path)
        if table is None:
            yield from _fact(schema.place(path), value, problems)
            return
        level, head = table
        if value is None:
            return
        if isinstance(value, BaseModel):
            value = {name: getattr(value, name) for name in value.model_fields_set}
        if not isinstance(value, Mapping):
            said = f"{shown(value)} is not a table of named fields"
            problems.append(Problem("input-invalid", path, said, "write a table, or name a field of it in the path"))
            return
        if level.presence is not None:
            yield schema.place(head), THERE
        for name, inner in value.items():
            if name == "id" and schema.member(head) is not None:
                continue  # checked where the list of members is read; a member is named by its path
            yield from _facts(f"{head}.{name}" if head else str(name), inner, schema, problems)
    except Unplaced as unplaced:
        problems.append(unplaced.problem)


def _members(path: str, value: Any, schema: Schema, problems: list[Problem]) -> Iterator[tuple[Place, Any]]:
    if value is None:
        return
    if not isinstance(value, Sequence) or isinstance(value, str):
        problems.append(Problem("input-invalid", path, f"{shown(value)} is not a list", "write a list, [] for none"))
        return
    if path in schema.optional:
        yield schema.place(path), THERE
    for number, member in enumerate(value):
        key = member.get("id") if isinstance(member, Mapping) else getattr(member, "id", None)
        if not isinstance(key, str) or not key.strip() or len(key) > 100:
            said = "an entry of this list has no `id`"
            problems.append(Problem("field-missing", f"{path}[{number}].id", said, "add `id`"))
            continue
        yield from _facts(member_text(path, key), member, schema, problems)


def _fact(place: Place, value: Any, problems: list[Problem]) -> Iterator[tuple[Place, Any]]:
    leaf = place.leaf
    if leaf.shape is None:
        said = f"{shown(value)} is not a list"
        problems.append(Problem("input-invalid", place.text, said, "write a list, [] for none"))
        return
    if value is None and leaf.may_be_unknown:
        if leaf.default is not None:  # of what counts as nothing when left out, it says something: not known
            yield place, None
        return
    try:
        yield place, leaf.read(value)
    except ValidationError as error:
        problems += (_problem(place.text, details) for details in error.errors(include_url=False))


def _problem(text: str, details: Any) -> Problem:
    code, context = details["type"].replace("_", "-"), details.get("ctx", {})
    inner = place_of(details["loc"])
    place = f"{text}{'' if not inner or inner.startswith('[') else '.'}{inner}"
    if code in CODES and "mend" in context:  # one of the library's own checks
        return Problem(code, place, context["message"], context["mend"])
    if code == "missing":
        name = str(details["loc"][-1])
        return Problem("field-missing", place, f"the field `{name}` is absent", f"add `{name}`")
    said = details["msg"][:1].lower() + details["msg"][1:]
    mend = "compare it with the schema of an application"
    return Problem("input-invalid", place, f"{shown(details['input'])} is refused: {said}", mend)


def _of_model(head: str, model: BaseModel, schema: Schema, names: tuple[str, ...]) -> Iterator[tuple[Place, Any]]:
    for name, value in model.__dict__.items():
        text = f"{head}.{name}" if head else name
        if name in schema.collections and not names:
            if value is not None:
                if name in schema.optional:
                    yield schema.place(name), THERE
                for member in value:
                    inner = member_text(name, member.id)
                    yield schema.place(inner), THERE
                    yield from _of_model(inner, member, schema, (name,))
            continue
        if (name == "id" and schema.member(head) is not None) or (not names and name in ("id", "call")):
            continue
        table = schema.level_at(text) if isinstance(value, BaseModel) else None
        if table is not None:
            if table[0].presence is not None:
                yield schema.place(text), THERE
            yield from _of_model(text, value, schema, (*names, name))
            continue
        info = type(model).model_fields[name]
        if info.is_required() or value != info.default:
            yield schema.place(text), value
