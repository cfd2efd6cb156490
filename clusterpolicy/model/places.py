"""Where a value stands in an application, as a text that people can follow and programs can parse."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PART = re.compile(r"\.?([^.\[\]]+)|\[([0-9]+)\]")


def place_of(parts: Sequence[str | int]) -> str:
    """The parts of a path as one text.

    >>> place_of(("participations", 1, "costs", "industrial_research", "personnel"))
    'participations[1].costs.industrial_research.personnel'
    """
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return text.removeprefix(".")


def parts_of(place: str) -> tuple[str | int, ...]:
    """The parts of a path written as text. Raises `ValueError` if it is not one.

    >>> parts_of("participations[1].enterprise.name")
    ('participations', 1, 'enterprise', 'name')
    """
    parts: list[str | int] = []
    position = 0
    while position < len(place):
        found = _PART.match(place, position)
        if found is None:
            raise ValueError(f"`{place}` is not a path; write it as in `participations[1].enterprise.name`")
        name, index = found.groups()
        parts.append(name if index is None else int(index))
        position = found.end()
    return tuple(parts)
