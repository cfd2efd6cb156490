"""The reading door: a text in JSON, TOML or YAML goes in, a complete application comes out, or all problems at once."""

from __future__ import annotations

from typing import Any

from clusterpolicy.model import Application
from clusterpolicy.model.ownership import OwnershipGraph
from clusterpolicy.reading.door import Format, read_model
from clusterpolicy.reading.problems import problems_of

__all__ = [
    "SCHEMA_VERSION",
    "Format",
    "application_schema",
    "problems_of",
    "read_application",
    "read_ownership_graph",
]

SCHEMA_VERSION = "2.0.0"
"""Version of the schema of an application. Raised whenever a field is added, renamed or given another meaning."""


def read_application(source: str | bytes, *, format: Format = "json") -> Application:
    """The application written in `source`.

    Bytes must be UTF-8; a byte order mark at the beginning is passed over.

    Raises:
        InputError: with all problems of the text, each with its code, its path, and what to write instead.

    >>> from clusterpolicy.errors import InputError
    >>> try:
    ...     read_application('{"id": "1", "call": "piedmont/line-a", "project": {"months": "two"}}')
    ... except InputError as error:
    ...     for problem in error.problems:
    ...         print(problem.code, "|", problem.place, "|", problem.mend)
    field-missing | project.title | add `title` (title of the project)
    input-invalid | project.months | write a whole number, as in 24
    field-missing | participations | add `participations`
    """
    return read_model(Application, source, format=format)


def read_ownership_graph(source: str | bytes, *, format: Format = "json") -> OwnershipGraph:
    """The ownership graph written in `source`: who holds how much of whom.

    Bytes must be UTF-8; a byte order mark at the beginning is passed over.

    Raises: InputError with all problems of the text, each with its code, its path, and what to write instead.

    >>> from clusterpolicy.errors import InputError
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
    return read_model(OwnershipGraph, source, format=format)


def application_schema() -> dict[str, Any]:
    """The JSON Schema of an application, with its identifier and version.

    >>> application_schema()["$id"]
    'urn:clusterpolicy:application:2.0.0'
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:clusterpolicy:application:{SCHEMA_VERSION}",
        "version": SCHEMA_VERSION,
        **Application.model_json_schema(mode="validation"),
    }
