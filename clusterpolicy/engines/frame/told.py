"""Which parts of an application tables can hold: models of which every field is a column, or lies in another table."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel

from clusterpolicy.language.facts import Field, fields_of
from clusterpolicy.language.scope import Scope


@cache
def can_be_told(model: type[BaseModel]) -> bool:
    """Whether tables can hold a model: every field that it must have is one that formulas see."""
    fields = fields_of(model)
    if any(info.is_required() and name not in fields for name, info in model.model_fields.items()):
        return False
    inner = [each.embedded or each.members for each in fields.values() if not each.optional]
    return all(can_be_told(each) for each in inner if each is not None)


def is_told(field: Field) -> bool:
    """Whether tables hold a field: one whose model they can hold."""
    inner = field.embedded or field.members
    return inner is None or can_be_told(inner)


def are_told(scope: Scope) -> bool:
    """Whether tables hold the members of a collection: every model on the way to them is one that they can hold."""
    model = None if scope.parent is None else scope.parent.entity
    for step in scope.path:
        assert model is not None
        field = fields_of(model)[step]
        if not is_told(field):
            return False
        model = field.embedded or field.members
    return scope.parent is None or are_told(scope.parent)
