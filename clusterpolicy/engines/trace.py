"""What was found for one application: values, and the paths of the members they belong to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from clusterpolicy.engines.plan import Cell, Plan
from clusterpolicy.engines.reasons import At, Missing, Values
from clusterpolicy.language import nodes as n
from clusterpolicy.language.scope import Scope


@dataclass(slots=True)
class Trace:
    """What was found for one application, and the paths of its members.

    `values` are those the explainer looks at; `every_value` finds that of any cell, by its number.
    """

    plan: Plan
    application: Any
    values: Values
    find_every: Callable[[], dict[int, Any]]
    _every: dict[int, Any] = field(default_factory=dict)
    _lengths: dict[tuple[Scope, At], int | None] = field(default_factory=dict)

    def value(self, cell: Cell, at: At) -> Any:
        """The value of any cell for the member `at`, which may lie deeper than the cell."""
        if isinstance(cell.node, n.Constant):
            return cell.node.value
        if not self._every:
            self._every = self.find_every()
        value = self._every[cell.number]
        for index in at[: cell.scope.depth]:
            if value is None:
                return None
            value = value[index]
        return value

    def length(self, scope: Scope, at: At) -> int | None:
        """How many members a collection has for the member `at` around it; `None` where it is not known."""
        key = (scope, at if len(at) < scope.depth else at[: scope.depth - 1])
        try:
            return self._lengths[key]
        except KeyError:
            found = self._collection(scope, at)
            self._lengths[key] = None if found is None else len(found)
            return self._lengths[key]

    def member(self, scope: Scope, at: At) -> Any:
        """The member `at` of a collection, or the application, itself."""
        return self.application if scope.parent is None else self._collection(scope, at)[at[scope.depth - 1]]

    def members(self, scope: Scope) -> Sequence[Any] | None:
        """The members of a collection of the application itself; `None` where it is not known."""
        found: Sequence[Any] | None = self._collection(scope, ())
        return found

    def _collection(self, scope: Scope, at: At) -> Any:
        assert scope.parent is not None  # the application is in no collection
        around = self.member(scope.parent, at)
        for step in scope.path:
            if around is None:
                return None
            around = getattr(around, step)
        return around

    def about(self, scope: Scope | None, at: At) -> str:
        """The path of the member `at` of a scope; empty for the application."""
        return "" if scope is None else place_of(scope).format(*at)

    def missing_fact(self, fact: n.Fact, at: At) -> Missing:
        """The fact itself, or the first step on the way to it that is not known."""
        place = self.plan.place_of(fact)
        return self.missing_path(place.scope, at, place.path, fact.label)

    def missing_path(self, scope: Scope | None, at: At, path: tuple[str, ...], label: str) -> Missing:
        """What lies at `path` from the member `at` of a scope, or the first step on the way that is not known."""
        member = self.application if scope is None else self.member(scope, at)
        steps: list[str] = []
        for step in path:
            steps.append(step)
            member = getattr(member, step)
            if member is None:
                break
        return Missing(_joined(self.about(scope, at), steps), label)


@cache
def place_of(scope: Scope) -> str:
    """The path of the members of a scope, with room for their numbers: `participations[{}].enterprise.sites[{}]`."""
    if scope.parent is None:
        return ""
    return f"{_joined(place_of(scope.parent), scope.path)}[{{}}]"


def _joined(around: str, steps: Sequence[str]) -> str:
    return ".".join((around, *steps)) if around else ".".join(steps)
