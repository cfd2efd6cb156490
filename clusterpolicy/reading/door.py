"""One door for whatever is read: a text in JSON, TOML or YAML goes in, a model comes out, or all problems at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.model.base import DomainModel
from clusterpolicy.reading.json_text import read_json, repeated_keys
from clusterpolicy.reading.plain_text import text_of
from clusterpolicy.reading.problems import all_problems
from clusterpolicy.reading.rest import contradictions_in_the_rest
from clusterpolicy.reading.toml_text import read_toml
from clusterpolicy.reading.yaml_text import read_yaml

Format = Literal["json", "toml", "yaml"]
"""The languages that are read."""

Read = TypeVar("Read", bound=DomainModel)


def read_model(model: type[Read], source: str | bytes, *, format: Format) -> Read:
    """What is written in `source`, as the `model` describes it.

    Bytes must be UTF-8; a byte order mark at the beginning is passed over.

    Raises: InputError with all problems of the text, each with its code, its path, and what to write instead.
    ValueError for a format that is none of the three.

    >>> from clusterpolicy.model import Accounts
    >>> read_model(Accounts, "{closes_on: 2015-12-31, turnover: 100.50}", format="yaml").turnover
    Decimal('100.50')
    """
    text = text_of(source)
    if format == "json":
        return _from_json(model, text)
    if format == "toml":
        return _from_data(model, read_toml(text), [])
    if format == "yaml":
        return _from_data(model, *read_yaml(text))
    raise ValueError(f"{format!r} is not a format; use one of 'json', 'toml', 'yaml'")


def _from_json(model: type[Read], text: str) -> Read:
    try:
        # One call that reads and validates at once: several times faster than reading first.
        read = model.model_validate_json(text)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    else:
        _refuse_repeated(model, repeated_keys(read_json(text)))
        return read
    if errors[0]["type"] == "json_invalid":
        raise InputError(all_problems(model.__name__, errors))
    data = read_json(text)
    raise _refusal(model, errors, repeated_keys(data), data)


def _from_data(model: type[Read], data: object, repeated: list[Problem]) -> Read:
    try:
        read = model.model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    else:
        _refuse_repeated(model, repeated)
        return read
    raise _refusal(model, errors, repeated, data)


def _refuse_repeated(model: type[Read], repeated: list[Problem]) -> None:
    if repeated:
        raise InputError(all_problems(model.__name__, (), repeated))


def _refusal(model: type[Read], errors: Sequence[ErrorDetails], repeated: list[Problem], data: object) -> InputError:
    """All that is wrong: the fields, the repeated keys, and what contradicts itself among the fields left."""
    others = (*repeated, *contradictions_in_the_rest(model, data))
    return InputError(all_problems(model.__name__, errors, others))
