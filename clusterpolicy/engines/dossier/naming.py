"""How facts are named: by the path of fields, with the id of a member in brackets."""

from __future__ import annotations

import json
import re

Names = tuple[str, ...]
"""The names of fields, one inside the other."""

MEMBER = re.compile(r'([a-z_0-9]+)\[(?:("(?:[^"\\]|\\.)*")|([^\]"]+))\](?:\.(.*))?', re.DOTALL)
"""A member, and what may follow it."""


def member_text(collection: str, key: str) -> str:
    """The path of a member.

    >>> member_text("participations", "alfa"), member_text("participations", "a]b")
    ('participations[alfa]', 'participations["a]b"]')
    """
    plain = "]" not in key and '"' not in key
    return f"{collection}[{key if plain else json.dumps(key, ensure_ascii=False)}]"


def key_of(found: re.Match[str]) -> str:
    """The id of the member in a path that was matched."""
    try:
        return str(json.loads(found[2])) if found[2] is not None else found[3]
    except ValueError:
        return found[2]


def joined(head: str, steps: Names) -> str:
    """The path of what lies inside, one step after the other."""
    return ".".join((head, *steps)) if head else ".".join(steps)
