"""What lies below a node of a formula."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args

import pytest

from clusterpolicy.language import nodes as n
from clusterpolicy.rules import piedmont

CLASSES = {node.__name__: node for node in get_args(n.Node)}


def nodes_of_both_lines() -> list[n.Node]:
    found: dict[int, n.Node] = {}
    stack = [
        part.node for rules in (piedmont.LINE_A, piedmont.LINE_B) for part in (*rules.parts(), *rules.merit.parts())
    ]
    while stack:
        node = stack.pop()
        if id(node) not in found:
            found[id(node)] = node
            stack += n.children(node)
    return list(found.values())


def nodes_in(value: Any) -> list[int]:
    """The nodes in a field of a node, by what they are: also those in tuples, and in the cases of a choice."""
    if isinstance(value, tuple):
        return [each for item in value for each in nodes_in(item)]
    if isinstance(value, n.Case):
        return nodes_in((value.condition, value.then))
    return [id(value)] if type(value) in CLASSES.values() else []


def test_every_node_in_a_field_is_a_child_in_reading_order() -> None:
    for node in nodes_of_both_lines():
        written = [each for field in fields(node) for each in nodes_in(getattr(node, field.name))]
        assert [id(child) for child in n.children(node)] == written, type(node).__name__


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_of_nodes_says_what_lies_below(name: str) -> None:
    assert CLASSES[name] in n._BELOW
