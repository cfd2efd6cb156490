"""What all models share: they cannot be changed, they refuse unknown fields, and they hold together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from clusterpolicy.units import refusal

MOST_ENTRIES = 1000
"""No list of an application may be longer."""


Path = tuple[str | int, ...]
"""Where a value stands: names of fields, and positions in lists."""


class DomainModel(BaseModel):
    """The common ancestor of everything the law talks about."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        # The validators are built when the first application is read: importing the library must stay quick.
        defer_build=True,
        # A default is written by us and is right already.
        validate_default=False,
    )


@dataclass(frozen=True, slots=True)
class NoneMeans:
    """Written into the type of a field whose `None` is not "not known" but something else, and says what.

    Everywhere else `None` means that the fact is not known.
    """

    meaning: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that cannot all be true, found in one model. `place` is the path to the value to look at first."""

    code: str
    place: Path
    message: str
    mend: str
    value: Any = None


class CheckedModel(DomainModel):
    """A model whose facts can contradict each other."""

    def contradictions(self) -> Iterator[Contradiction]:
        """All contradictions among the facts of this model, the deeper models left out: they look after themselves.

        A fact that is `None` contradicts nothing, not even where the model demands a value: what is left of an
        unreadable input is checked too.
        """
        raise NotImplementedError  # a checked model without checks is a mistake of its author

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        found = list(self.contradictions())
        if found:
            details = [
                InitErrorDetails(type=refusal(each.code, each.message, each.mend), loc=each.place, input=each.value)
                for each in found
            ]
            # Raised as pydantic's own error: each contradiction is then reported with its path, beside all others.
            raise ValidationError.from_exception_data(type(self).__name__, details)
        return self


def repeated(entries: Iterable[tuple[Path, Any]]) -> Iterator[tuple[Path, Any, Path]]:
    """Every entry whose value has been met before, with the path of the first one. `None` equals nothing.

    >>> list(repeated([((0,), "a"), ((1,), "b"), ((2,), "a"), ((3,), None), ((4,), None)]))
    [((2,), 'a', (0,))]
    """
    first: dict[Any, Path] = {}
    for place, value in entries:
        if value is None:
            continue
        met = first.setdefault(value, place)
        if met is not place:
            yield place, value, met
