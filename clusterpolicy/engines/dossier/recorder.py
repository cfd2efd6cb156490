"""What a function looks at: a stand-in for a model that notes every field that is read.

So a value found by a function of the law, or a check of a model, is found anew only where a fact it has looked at
changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from clusterpolicy.engines.dossier.naming import Names


class Recorder:
    """Stands in for a model. What it gives is the model's own; what is asked for is noted in `seen`.

    `whole` says at which paths a list or a table is one fact, to be handed out as it is.
    """

    __slots__ = ("_model", "_names", "_seen", "_whole")

    def __init__(self, model: Any, names: Names, seen: set[Names], whole: Callable[[Names], bool]) -> None:
        self._model = model
        self._names = names
        self._seen = seen
        self._whole = whole

    @property  # type: ignore[misc]  # asked what it is, it answers what it stands for
    def __class__(self) -> type:
        """The class of the model it stands in for."""
        return type(self._model)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._model, name)
        if name not in self._model.__dict__:
            if callable(value) and hasattr(value, "__func__"):
                return value.__func__.__get__(self)  # a method looks at fields through this stand-in, too
            return value
        names = (*self._names, name)
        self._seen.add(names)
        if self._whole(names):
            return value
        if isinstance(value, BaseModel):
            return Recorder(value, names, self._seen, self._whole)
        if isinstance(value, tuple):
            return tuple(Recorder(each, names, self._seen, self._whole) for each in value)
        return value

    def __eq__(self, other: object) -> bool:
        self._seen.add(self._names)
        return bool(self._model == (other._model if isinstance(other, Recorder) else other))

    def __hash__(self) -> int:
        self._seen.add(self._names)
        return hash(self._model)


def is_touched(changed: Names, seen: set[Names]) -> bool:
    """Whether a change at some names may change what was found by looking at those `seen`."""
    length = len(changed)
    return any(each[:length] == changed for each in seen)
