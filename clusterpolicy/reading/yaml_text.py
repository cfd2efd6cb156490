"""YAML as this library reads it: the plain part of the language, with exact numbers and nothing hidden.

The text is read event by event. So an alias, a tag or a nesting without end is refused when it is met, before anything
is built from it, and a decimal number never passes through a binary one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.model.base import Path
from clusterpolicy.reading.problems import repeated_key, too_deep, unreadable

MOST_LEVELS = 100
"""An application has fewer than ten levels."""

_NULL = re.compile(r"|~|null|Null|NULL").fullmatch
_TRUE = re.compile(r"true|True|TRUE").fullmatch
_FALSE = re.compile(r"false|False|FALSE").fullmatch
# A number with a leading zero is a number of a register, and stays text.
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,999})").fullmatch
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+").fullmatch


def plain_value(text: str) -> str | int | bool | Decimal | None:
    """What a scalar without quotation marks stands for: null, truth, number, or the text itself.

    Only `true` and `false` are truths. Days stay text; the fields that hold days read them.

    >>> plain_value("300000.10"), plain_value("00743110157"), plain_value("no"), plain_value("~")
    (Decimal('300000.10'), '00743110157', 'no', None)
    """
    if _NULL(text):
        return None
    if _TRUE(text) or _FALSE(text):
        return bool(_TRUE(text))
    if _INTEGER(text):
        return int(text)
    return Decimal(text) if _DECIMAL(text) else text


@dataclass(slots=True)
class _Table:
    """A mapping under construction. `key` is the key that waits for its value."""

    entries: dict[str, Any] = field(default_factory=dict)
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Puts the events of one document together. Collects problems that leave the rest readable."""

    root: list[Any] = field(default_factory=list)
    stack: list[_Table | list[Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def path(self) -> Path:
        """Where the builder stands now."""
        parts = (len(each) if isinstance(each, list) else each.key for each in self.stack)
        return tuple(part for part in parts if part is not None)

    def add(self, value: Any, line: str) -> None:
        """Put a finished value where it belongs."""
        owner = self.stack[-1] if self.stack else self.root
        if isinstance(owner, list):
            owner.append(value)
        elif owner.key is None:
            raise InputError(Problem("input-not-readable", line, "a key is not a text", "write a name as the key"))
        else:
            owner.entries[owner.key] = value
            owner.key = None

    def take_key(self, text: str) -> bool:
        """Whether the text is the next key of a table."""
        owner = self.stack[-1] if self.stack else None
        if not isinstance(owner, _Table) or owner.key is not None:
            return False
        owner.key = text
        if text in owner.entries:
            self.problems.append(repeated_key(self.path()))
        return True

    def open(self, value: _Table | list[Any], line: str) -> None:
        """Begin a table or a list. Where it belongs is settled when it is closed: only then it is an entry."""
        if len(self.stack) >= MOST_LEVELS:
            raise InputError(too_deep(line))
        self.stack.append(value)

    def close(self, line: str) -> None:
        """End the innermost table or list."""
        closed = self.stack.pop()
        self.add(closed.entries if isinstance(closed, _Table) else closed, line)


def read_yaml(text: str) -> tuple[Any, list[Problem]]:
    r"""The value of a YAML text, and its repeated keys. Raises `InputError` if the text cannot be read.

    >>> read_yaml("amount: 300000.10\nids: [a, b]")
    ({'amount': Decimal('300000.10'), 'ids': ['a', 'b']}, [])
    """
    builder = _Builder()
    for event, line in _events(text):
        kind = type(event).__name__
        if getattr(event, "anchor", None) is not None:
            raise InputError(_refused(line, "anchors and aliases are not read", "write the value out where it belongs"))
        if getattr(event, "tag", None) is not None:
            raise InputError(_refused(line, f"the tag `{event.tag[:60]}` is not read", "leave the tag out"))
        if kind == "ScalarEvent":
            if not builder.take_key(event.value):
                builder.add(plain_value(event.value) if event.implicit[0] else event.value, line)
        elif kind == "MappingStartEvent":
            builder.open(_Table(), line)
        elif kind == "SequenceStartEvent":
            builder.open([], line)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            builder.close(line)
        elif kind == "DocumentStartEvent" and builder.root:
            raise InputError(_refused(line, "there is more than one document", "write one document into one file"))
    if not builder.root:
        raise InputError(_refused("", "the text is empty", "write it as the schema says"))
    return builder.root[0], builder.problems


def _refused(place: str, message: str, mend: str) -> Problem:
    return Problem("input-not-readable", place, message, mend)


def _events(text: str) -> Iterator[tuple[Any, str]]:
    """The events of the text with the line they stand in. Grammar errors become an `InputError`."""
    # PyYAML is loaded when the first YAML text is read, not before: importing the library must stay quick, and most
    # applications come as JSON.
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            mark = event.start_mark
            yield event, f"line {mark.line + 1}" if mark is not None else ""
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be parsed")
        position = f" at line {mark.line + 1} column {mark.column + 1}" if mark is not None else ""
        raise InputError(unreadable("YAML", reason + position)) from None
