"""Working memories: what holds an open dossier, and finds its answers anew when facts change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from pydantic import BaseModel

from clusterpolicy.engines.dossier.naming import Names
from clusterpolicy.engines.trace import Trace
from clusterpolicy.language.possible import Between, OneOf


class Changed(NamedTuple):
    """A fact that has another value: its names, and the collection and the number of the member it belongs to."""

    names: Names
    collection: str = ""
    number: int = 0


class Memory(Protocol):
    """A working memory. All give the same answers; they differ in how they find them.

    `answers` holds true, false or `None` for each requirement, in their order.
    """

    answers: list[bool | None]

    @property
    def name(self) -> str:
        """Its name: `plain` or `rete`."""

    @property
    def kept_plain(self) -> tuple[str, ...]:
        """The codes of the requirements that are found by plain evaluation all the same."""

    def start(self, application: BaseModel) -> None:
        """Begin with an application."""

    def update(self, application: BaseModel, changed: Sequence[Changed]) -> int:
        """Take an application with changed facts; gives the requirements that may say something else, a bit each."""

    def trace(self) -> Trace:
        """All that was found, as it stands: later steps do not change it."""

    def close(self) -> None:
        """Let go of everything."""


def same(one: Any, other: Any) -> bool:
    """Whether two values found are the same. What is not known is the same where the same is possible.

    >>> from clusterpolicy.language.possible import Between
    >>> same(Between(0, None), Between(0, None)), same(Between(0, 1), Between(0, 2)), same(None, False)
    (True, False, False)
    """
    if one is other:
        return True
    kind = one.__class__
    if kind is not other.__class__:
        return False
    if kind is list:
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if kind is Between:
        return same(one.lowest, other.lowest) and same(one.highest, other.highest)
    if kind is OneOf:
        return bool(one.options == other.options)
    if kind is datetime:  # the same instant of another time zone is written otherwise
        return bool(one == other and one.utcoffset() == other.utcoffset())
    return bool(one == other)
