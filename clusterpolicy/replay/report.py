"""A replay as people and as programs read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from clusterpolicy.engines.text.layout import Block, Line
from clusterpolicy.language.written import written
from clusterpolicy.replay.comparison import compared
from clusterpolicy.replay.published import SOURCE
from clusterpolicy.replay.run import Replay
from clusterpolicy.replay.tally import Tally

_TITLES = {"line_a": "Line A: enterprises of clusters", "line_b": "Line B: enterprises that join one"}


def document(replayed: Replay) -> Iterator[Block]:
    """The practice's table, ours beside the published one: each line, then both together."""
    yield Line("Piedmont, innovation clusters: the two calls replayed", tone="title")
    yield Line(
        f"The applications and marks are synthetic, made from seed {replayed.seed} and calibrated to what was "
        "published. What is financed, and with how much, comes out of the rules."
    )
    for name, value in replayed.changes.items():
        yield Line(f"changed for this replay: {name} = {written(value)}", tone="open")
    for line, each in replayed.lines.items():
        yield Line("")
        yield Line(_TITLES[line], tone="title")
        yield compared(each.tally, each.published)
    yield Line("")
    yield Line("Both lines", tone="title")
    yield compared(replayed.tally, replayed.published)
    yield Line("")
    yield Line(f"Published by {SOURCE.act}, {SOURCE.address}", tone="quiet", link=SOURCE.address)


def as_json(replayed: Replay) -> str:
    """The same for programs: `line_a`, `line_b` and `both`, each with its rows, and what was published beside them."""
    content: dict[str, Any] = {
        line: {**_rows(each.tally), "published": _rows(each.published)} for line, each in replayed.lines.items()
    }
    content["both"] = {**_rows(replayed.tally), "published": _rows(replayed.published)}
    content["seed"] = replayed.seed
    content["synthetic"] = True
    content["changed"] = {name: written(value) for name, value in replayed.changes.items()}
    content["source"] = SOURCE.address
    return json.dumps(content, indent=2)


def _rows(tally: Tally) -> dict[str, Any]:
    """The rows, money as numbers in euro. A sum of cents far below 2 to the power of 53 is written as it is."""
    rows = {name: getattr(tally, name) for name in Tally.model_fields}
    return {name: value if isinstance(value, int) else float(value) for name, value in rows.items()}
