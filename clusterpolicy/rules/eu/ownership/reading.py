"""The reading door for ownership graphs: a text in JSON goes in, a graph comes out, or all problems at once."""

from __future__ import annotations

from pydantic import ValidationError

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.model.base import MOST_ENTRIES
from clusterpolicy.model.ownership import OwnershipGraph
from clusterpolicy.reading.json_text import read_json, repeated_keys
from clusterpolicy.reading.plain_text import text_of
from clusterpolicy.reading.problems import all_problems
from clusterpolicy.reading.rest import contradictions_in_the_rest


def read_ownership_graph(source: str | bytes) -> OwnershipGraph:
    """The ownership graph written in `source`, as JSON.

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
    """
    text = text_of(source)
    try:
        graph = OwnershipGraph.model_validate_json(text)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    else:
        repeated = repeated_keys(read_json(text))
        if repeated:
            raise InputError(all_problems("OwnershipGraph", (), repeated))
        return graph
    if errors[0]["type"] == "json_invalid":
        raise InputError(all_problems("OwnershipGraph", errors))
    data = read_json(text)
    others = (*repeated_keys(data), *_in_the_rest(data))
    raise InputError(all_problems("OwnershipGraph", errors, others))


def _in_the_rest(data: object) -> list[Problem]:
    """What contradicts itself among the entries that can be read."""
    lists = [each for each in data.values() if isinstance(each, list)] if isinstance(data, dict) else []
    if any(len(each) > MOST_ENTRIES for each in lists):
        return []  # of longer lists only the beginning is looked at, where references would seem to lead nowhere
    return contradictions_in_the_rest(OwnershipGraph, data)
