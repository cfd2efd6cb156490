"""Documents as they are described in files: what a dossier takes at a prompt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from clusterpolicy.cli.files import content_of
from clusterpolicy.engines.dossier import Evidence
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.reading.json_text import read_json, repeated_keys
from clusterpolicy.reading.plain_text import text_of
from clusterpolicy.reading.problems import too_deep


def evidence_in(name: str) -> Iterator[Evidence]:
    """The documents described in a file: one, or a list of them. Raises: InputError, with the name of the file."""
    data = _data_in(name)
    for number, each in enumerate(data if isinstance(data, list) else [data]):
        yield _evidence(each, f"{name}[{number}]" if isinstance(data, list) else name)


def _data_in(name: str) -> Any:
    """The plain data of a file in JSON. A field that stands twice is refused: one of its values would be lost."""
    try:
        data = read_json(text_of(content_of(name)))
        repeated = [replace(each, place=f"{name}: {each.place}") for each in repeated_keys(data)]
    except InputError as error:
        raise InputError([replace(each, place=each.place or name) for each in error.problems]) from None
    except RecursionError:
        raise InputError(too_deep(name)) from None
    if repeated:
        raise InputError(repeated)
    return data


def _evidence(data: Any, place: str) -> Evidence:
    if not isinstance(data, Mapping):
        raise InputError(Problem("input-invalid", place, "it is not a table", "describe one document in it"))
    unknown = sorted(set(data) - {"id", "document", "source", "received_on", "facts", "leaves"})
    absent = [field for field in ("id", "document", "source", "received_on") if field not in data]
    problems = [
        Problem("field-unknown", f"{place}.{each}", f"there is no field `{each}`", "leave it out") for each in unknown
    ]
    problems += [
        Problem("field-missing", f"{place}.{each}", f"the field `{each}` is absent", "add it") for each in absent
    ]
    facts, leaves = data.get("facts", {}), data.get("leaves", [])
    if not isinstance(facts, Mapping):
        problems.append(Problem("input-invalid", f"{place}.facts", "it is not a table", "write a value for each path"))
    if not isinstance(leaves, list) or not all(isinstance(each, str) for each in leaves):
        problems.append(Problem("input-invalid", f"{place}.leaves", "it is no list of paths", "write a list of paths"))
    if problems:
        raise InputError(problems)
    return Evidence(
        id=data["id"],
        document=data["document"],
        source=data["source"],
        received_on=_day(data["received_on"], f"{place}.received_on"),
        facts=facts,
        leaves=tuple(leaves),
    )


def _day(value: Any, place: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        said, mend = "it is not a day", 'write year, month and day, as in "2017-03-01"'
        raise InputError(Problem("input-invalid", place, said, mend)) from None
