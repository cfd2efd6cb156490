"""Where facts live: the models that stand in an application, once or in collections."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import BaseModel

from clusterpolicy.errors import Problem, RuleError
from clusterpolicy.language.facts import fields_of


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The application itself, or the members of one of its collections.

    `path` leads to the collection from a member of the `parent`; `optional` says of each step whether it may be `None`;
    `depth` is the number of collections around a member, 0 for the application.
    """

    entity: type[BaseModel]
    parent: Scope | None
    path: tuple[str, ...] = ()
    optional: tuple[bool, ...] = ()
    label: str = ""
    depth: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "depth", 0 if self.parent is None else self.parent.depth + 1)

    def within(self, other: Scope) -> bool:
        """Whether this scope is `other`, or lies inside it."""
        scope: Scope | None = self
        while scope is not None:
            if scope is other:
                return True
            scope = scope.parent
        return False

    def __repr__(self) -> str:
        return f"Scope({self.entity.__name__})"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a model stands: in which scope, and by which path from there."""

    scope: Scope
    path: tuple[str, ...]
    optional: tuple[bool, ...]


@dataclass(slots=True)
class Structure:
    """All scopes below a root model, and where each model stands.

    >>> from clusterpolicy.model import Application, Site
    >>> Structure.of(Application).place_of(Site).scope.depth
    2
    """

    root: Scope
    scopes: list[Scope] = field(default_factory=list)
    places: dict[type[BaseModel], list[Place]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: type[BaseModel]) -> Structure:
        """The structure of what stands in `root`."""
        structure = cls(Scope(root, None, label=_label(root)))
        structure._enter(structure.root, ())
        # A root that is a special kind of another model answers for that one too: its facts are among its own.
        for general in root.__mro__[1:]:
            if issubclass(general, BaseModel) and fields_of(general):
                structure.places.setdefault(general, structure.places[root])
        return structure

    def place_of(self, entity: type[BaseModel]) -> Place:
        """The one place where `entity` stands.

        Raises: RuleError `wrong-scope` where it stands nowhere, or in several places.
        """
        places = self.places.get(entity, [])
        if len(places) == 1:
            return places[0]
        name, root = entity.__name__, self.root.entity.__name__
        if not places:
            known = ", ".join(sorted(each.__name__ for each in self.places))
            raise RuleError(Problem("wrong-scope", name, f"a {root} holds no {name}", f"use the facts of {known}"))
        around = " or ".join(".".join((place.scope.entity.__name__, *place.path)) for place in places)
        raise RuleError(
            Problem("wrong-scope", name, f"{name} stands in several places", f"go there from outside: {around}")
        )

    def _enter(self, scope: Scope, around: tuple[type[BaseModel], ...]) -> None:
        self.scopes.append(scope)
        self._visit(Place(scope, (), ()), scope.entity, around)

    def _visit(self, place: Place, model: type[BaseModel], around: tuple[type[BaseModel], ...]) -> None:
        if model in around:
            said = f"a {model.__name__} stands inside a {model.__name__}, and so on without end"
            mend = "let one refer to the other by its id"
            raise RuleError(Problem("wrong-scope", model.__name__, said, mend))
        self.places.setdefault(model, []).append(place)
        for each in fields_of(model).values():
            path, optional = (*place.path, each.name), (*place.optional, each.optional)
            if each.embedded is not None:
                self._visit(Place(place.scope, path, optional), each.embedded, (*around, model))
            elif each.members is not None:
                self._enter(Scope(each.members, place.scope, path, optional, each.label), (*around, model))


def _label(model: type[BaseModel]) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in model.__name__).strip()
