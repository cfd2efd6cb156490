"""The reading door: a text in JSON, TOML or YAML goes in, a complete application comes out, or all problems at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.model import Application
from clusterpolicy.reading.json_text import read_json, repeated_keys
from clusterpolicy.reading.plain_text import text_of
from clusterpolicy.reading.problems import all_problems, problems_of
from clusterpolicy.reading.rest import contradictions_in_the_rest
from clusterpolicy.reading.toml_text import read_toml
from clusterpolicy.reading.yaml_text import read_yaml

__all__ = ["SCHEMA_VERSION", "Format", "application_schema", "problems_of", "read_application"]

Format = Literal["json", "toml", "yaml"]
"""The languages an application can be written in."""

SCHEMA_VERSION = "1.0.0"
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
    text = text_of(source)
    if format == "json":
        return _from_json(text)
    if format == "toml":
        return _from_data(read_toml(text), [])
    if format == "yaml":
        return _from_data(*read_yaml(text))
    raise ValueError(f"{format!r} is not a format; use one of 'json', 'toml', 'yaml'")


def application_schema() -> dict[str, Any]:
    """The JSON Schema of an application, with its identifier and version.

    >>> application_schema()["$id"]
    'urn:clusterpolicy:application:1.0.0'
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:clusterpolicy:application:{SCHEMA_VERSION}",
        "version": SCHEMA_VERSION,
        **Application.model_json_schema(mode="validation"),
    }


def _from_json(text: str) -> Application:
    try:
        # One call that reads and validates at once: several times faster than reading first.
        application = Application.model_validate_json(text)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    else:
        _refuse_repeated(repeated_keys(read_json(text)))
        return application
    if errors[0]["type"] == "json_invalid":
        raise InputError(all_problems("Application", errors))
    data = read_json(text)
    raise _refusal(errors, repeated_keys(data), data)


def _from_data(data: object, repeated: list[Problem]) -> Application:
    try:
        application = Application.model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    else:
        _refuse_repeated(repeated)
        return application
    raise _refusal(errors, repeated, data)


def _refuse_repeated(repeated: list[Problem]) -> None:
    if repeated:
        raise InputError(all_problems("Application", (), repeated))


def _refusal(errors: Sequence[ErrorDetails], repeated: list[Problem], data: object) -> InputError:
    """All that is wrong: the fields, the repeated keys, and what contradicts itself among the fields left."""
    others = (*repeated, *contradictions_in_the_rest(Application, data))
    return InputError(all_problems("Application", errors, others))
