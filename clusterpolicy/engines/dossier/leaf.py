"""What can be known at one place of the models, and the places themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from clusterpolicy.engines.dossier.naming import Names
from clusterpolicy.errors import Problem
from clusterpolicy.model.base import DomainModel
from clusterpolicy.model.shape import Shape


@dataclass(slots=True, eq=False)
class Leaf:
    """What can be known at one place of the models.

    Attributes:
        names: The names of the fields from the root down, members of collections passed over.
        collection: The collection around it; empty for facts of the application itself.
        steps: The fields from the member, or from the root, down.
        label: What it is, in words.
        shape: What its field is made of; `None` where only that something is there can be known.
        default: What the field holds where nobody says anything.
        model: The model that stands there; `None` for a value.
        may_be_unknown: Whether `None` is allowed.
        around: How many of its steps lead to tables that may themselves be unknown, outermost first.
    """

    names: Names
    collection: str
    steps: Names
    label: str
    shape: Shape | None
    default: Any
    model: type[DomainModel] | None
    may_be_unknown: bool
    around: tuple[int, ...]
    _adapter: TypeAdapter[Any] | None = None

    def read(self, value: Any) -> Any:
        """The value as the model holds it. Raises: pydantic.ValidationError."""
        if self._adapter is None:
            assert self.shape is not None  # nothing is read where only presence can be known
            self._adapter = TypeAdapter(self.shape.annotation)
        return self._adapter.validator.validate_python(value)

    def written(self, value: Any) -> Any:
        """The value as JSON holds it."""
        if self._adapter is None:
            self.read(value)
        assert self._adapter is not None
        return self._adapter.dump_python(value, mode="json")


@dataclass(slots=True, eq=False)
class Place:
    """One fact of one application: a leaf, and the member it belongs to.

    `text` is its path; `around` are the paths of the tables and of the member that are there because it is.
    """

    text: str
    leaf: Leaf
    key: str
    around: tuple[str, ...]


class Unplaced(ValueError):
    """A path that leads nowhere, with the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(slots=True, eq=False)
class Level:
    """The fields of one model at one place: leaves, and tables inside."""

    model: type[DomainModel]
    leaves: dict[str, Leaf] = field(default_factory=dict)
    tables: dict[str, Level] = field(default_factory=dict)
    presence: Leaf | None = None


def leaves_of(level: Level) -> Iterator[Leaf]:
    """Every leaf of a model and of the tables inside it."""
    yield from level.leaves.values()
    for inner in level.tables.values():
        yield from leaves_of(inner)


def must_be(leaf: Leaf) -> bool:
    """Whether something must stand there, as a name."""
    return not leaf.may_be_unknown and leaf.default is None and not leaf.around
