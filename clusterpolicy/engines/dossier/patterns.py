"""What a rule engine over flat facts is told: which facts must be there, and which must not.

No engine is known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Test = tuple[str, str, int]
"""A field, a relation as the engine writes it, and a whole number."""


class EngineError(RuntimeError):
    """The engine refused something. The session is closed; find the answers in another way."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A fact that must be there: its kind, and what its fields must hold."""

    kind: str
    tests: tuple[Test, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The pattern as the engine takes it."""
        fields = [(relation, {name: value}) for name, relation, value in self.tests]
        terms = [each if relation == "$eq" else {relation: each} for relation, each in fields]
        return {"$and": [{"kind": self.kind}, *terms]}

    def with_tests_of(self, other: Pattern) -> Pattern | None:
        """The facts that both look for; `None` where they look for facts of different kinds."""
        if self.kind != other.kind:
            return None
        return Pattern(self.kind, tuple(dict.fromkeys((*self.tests, *other.tests))))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: facts that must be there, and facts of which none may be there."""

    code: str
    when: tuple[Pattern, ...]
    unless: tuple[Pattern, ...] = ()


def hashed(text: str) -> int:
    """What the engine takes for a name: a hash of 32 bits.

    >>> hashed("liquid") == hashed("costarring")
    True
    """
    found = 0x811C9DC5
    for byte in text.encode():
        found = ((found ^ (byte if byte < 128 else byte | 0xFFFFFF00)) * 16777619) & 0xFFFFFFFF
    return found
