"""Applications drafted from all that the evidence agrees on, where too much changed to copy what was there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import BaseModel

from clusterpolicy.engines.dossier.building import constructed, value_at, with_field, with_value
from clusterpolicy.engines.dossier.leaf import Leaf, Place
from clusterpolicy.engines.dossier.schema import Schema
from clusterpolicy.engines.dossier.table import Table

Agreed = Callable[[Place], Any]
"""Finds what the evidence agrees on at a place."""


def drafted(schema: Schema, table: Table, fixed: dict[str, Any], agreed: Agreed) -> Any:
    """The whole application. What must stand and is not known goes by the id; collections may still be empty."""
    start = constructed(schema.root, **fixed)
    model = _filled(start, table.of_member("", ""), schema.top_required, str(fixed["id"]), agreed)
    for name, level in schema.collections.items():
        keys = table.members(name)
        is_known = bool(keys) or table.supported[name] > 0 or name not in schema.optional
        required = schema.required_of(name)
        members = tuple(
            _filled(constructed(level.model, id=key), table.of_member(name, key), required, key, agreed) for key in keys
        )
        model = with_field(model, name, members if is_known else None)
    return model


def drafted_table(kind: type[BaseModel], text: str, depth: int, places: Iterable[Place], agreed: Agreed) -> Any:
    """A table at the path `text`, which is `depth` steps deep, from all places of the same member."""
    table = constructed(kind)
    for each in places:
        if each.leaf.shape is not None and each.text.startswith(f"{text}."):
            table = with_value(table, each.leaf.steps[depth:], agreed(each))
    return table


def _filled(model: Any, places: Iterable[Place], required: Iterable[Leaf], name: str, agreed: Agreed) -> Any:
    for place in list(places):
        leaf = place.leaf
        if leaf.shape is not None:
            model = with_value(model, leaf.steps, agreed(place))
        elif leaf.steps and leaf.model is not None and value_at(model, leaf.steps) is None:
            model = with_value(model, leaf.steps, constructed(leaf.model))
    for leaf in required:
        if value_at(model, leaf.steps) is None:
            model = with_value(model, leaf.steps, name)
    return model
