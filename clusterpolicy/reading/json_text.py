"""JSON as plain data: to find fields that stand twice, and to look at what is left of an unreadable application."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from typing import Any

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.model.base import Path
from clusterpolicy.reading.problems import repeated_key, unreadable


class _TwiceKeyed(dict[str, Any]):
    """An object some of whose keys stood more than once in the text."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    return plain if len(plain) == len(pairs) else _TwiceKeyed(pairs)


def _integer(digits: str) -> int | str:
    # Python refuses to read endless numbers. As text they are refused by their field, with its path.
    return int(digits) if len(digits) < 1000 else digits


def read_json(text: str) -> Any:
    """The plain data of a JSON text that pydantic has read before, so that it is not nested too deeply."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_float=Decimal, parse_int=_integer)
    except ValueError as error:
        raise InputError(unreadable("JSON", str(error))) from None


def repeated_keys(data: Any, place: Path = ()) -> list[Problem]:
    """Every field that stands twice in one object: one of its values would be lost without a word.

    >>> [problem.place for problem in repeated_keys(read_json('{"a": [{"b": 1, "b": 2}]}'))]
    ['a[0].b']
    """
    found: list[Problem] = []
    if isinstance(data, dict):
        found += (repeated_key((*place, key)) for key in getattr(data, "repeated", ()))
        for key, value in data.items():
            if isinstance(value, dict | list):
                found += repeated_keys(value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            if isinstance(value, dict | list):
                found += repeated_keys(value, (*place, index))
    return found
