"""The reading door for ownership graphs: a text in JSON, TOML or YAML goes in, a graph comes out, or all problems."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.model.base import MOST_ENTRIES
from clusterpolicy.model.ownership import OwnershipGraph
from clusterpolicy.reading import Format
from clusterpolicy.reading.json_text import read_json, repeated_keys
from clusterpolicy.reading.plain_text import text_of
from clusterpolicy.reading.problems import all_problems
from clusterpolicy.reading.rest import contradictions_in_the_rest
from clusterpolicy.reading.toml_text import read_toml
from clusterpolicy.reading.yaml_text import read_yaml


def read_ownership_graph(source: str | bytes, *, format: Format = "json") -> OwnershipGraph:
    """The ownership graph written in `source`.

    Bytes must be UTF-8; a byte order mark at the beginning is passed over.

    Raises: InputError with all problems of the text, each with its code, its path, and what to write instead.

    >>> text = '{"parties": [{"id": "a", "name": "Alfa", "kind": "enterprise"}], "holdings": [{"holder": "b"}]}'
    >>> try:
    ...     read_ownership_graph(text)
    ... except InputError as error:
    ...     for problem in error.problems:
    ...         print(problem.code, "|", problem.place)
    field-missing | holdings[0].held
    field-missing | holdings[0].capital
    field-missing | holdings[0].votes
    reference-unknown | holdings[0].holder
    >>> read_ownership_graph("parties: [{id: a, name: Alfa, kind: enterprise}]", format="yaml").parties[0].name
    'Alfa'
    """
    text = text_of(source)
    if format == "json":
        return _from_json(text)
    if format == "toml":
        return _from_data(read_toml(text), [])
    if format == "yaml":
        return _from_data(*read_yaml(text))
    raise ValueError(f"{format!r} is not a format; use one of 'json', 'toml', 'yaml'")


def _from_json(text: str) -> OwnershipGraph:
    try:
        # One call that reads and validates at once: several times faster than reading first.
        graph = OwnershipGraph.model_validate_json(text)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    else:
        _refuse_repeated(repeated_keys(read_json(text)))
        return graph
    if errors[0]["type"] == "json_invalid":
        raise InputError(all_problems("OwnershipGraph", errors))
    data = read_json(text)
    raise _refusal(errors, repeated_keys(data), data)


def _from_data(data: object, repeated: list[Problem]) -> OwnershipGraph:
    try:
        graph = OwnershipGraph.model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    else:
        _refuse_repeated(repeated)
        return graph
    raise _refusal(errors, repeated, data)


def _refuse_repeated(repeated: list[Problem]) -> None:
    if repeated:
        raise InputError(all_problems("OwnershipGraph", (), repeated))


def _refusal(errors: Sequence[ErrorDetails], repeated: list[Problem], data: object) -> InputError:
    """All that is wrong: the fields, the repeated keys, and what contradicts itself among the fields left."""
    return InputError(all_problems("OwnershipGraph", errors, (*repeated, *_in_the_rest(data))))


def _in_the_rest(data: object) -> list[Problem]:
    """What contradicts itself among the entries that can be read."""
    lists = [each for each in data.values() if isinstance(each, list)] if isinstance(data, dict) else []
    if any(len(each) > MOST_ENTRIES for each in lists):
        return []  # of longer lists only the beginning is looked at, where references would seem to lead nowhere
    return contradictions_in_the_rest(OwnershipGraph, data)
