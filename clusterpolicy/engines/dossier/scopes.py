"""Where the members of a scope stand in an application."""

from __future__ import annotations

from typing import Any

from clusterpolicy.engines.dossier.building import value_at
from clusterpolicy.engines.dossier.naming import Names
from clusterpolicy.language.scope import Scope

ALL = -1
"""Stands for every member of a collection."""


def outermost(scope: Scope) -> Scope:
    """The collection around a scope that lies in no other."""
    while scope.depth > 1:
        assert scope.parent is not None  # only the root has depth nought
        scope = scope.parent
    return scope


def names_of(scope: Scope) -> Names:
    """The names of the fields that lead to a scope from the root."""
    return () if scope.parent is None else (*names_of(scope.parent), *scope.path)


def members_in(scope: Scope, application: Any, at: int = ALL) -> Any:
    """The members of a scope: of a collection in a collection, a list of them for each member around.

    `at` is the number of the one member of the outermost collection whose own are asked for.
    """
    if scope.parent is None:
        return application
    if at != ALL:
        return _within(scope, members_in(outermost(scope), application)[at])
    if scope.depth == 1:
        return value_at(application, scope.path)
    around = members_in(outermost(scope), application)
    return None if around is None else [_within(scope, member) for member in around]


def _within(scope: Scope, member: Any) -> Any:
    """The members of a scope inside one member of its outermost collection."""
    assert scope.parent is not None  # it lies inside a collection
    if scope.depth == 2:
        return value_at(member, scope.path)
    around = _within(scope.parent, member)
    return None if around is None else [value_at(each, scope.path) for each in around]
