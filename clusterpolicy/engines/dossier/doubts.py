"""Facts that cannot all be true: those in question count as if nobody had spoken of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterpolicy.engines.dossier.building import with_field, with_value
from clusterpolicy.engines.dossier.checks import Checks
from clusterpolicy.engines.dossier.leaf import Place
from clusterpolicy.engines.dossier.naming import member_text
from clusterpolicy.engines.dossier.schema import Schema
from clusterpolicy.engines.dossier.table import Table
from clusterpolicy.model.base import Contradiction, Path

Numbers = Mapping[str, Mapping[str, int]]
"""Where each member stands in its collection."""


class Doubts:
    """The facts of one dossier that are in question.

    Attributes:
        found: Each of them by path, with what does not fit.
    """

    def __init__(self, schema: Schema, table: Table) -> None:
        self._schema = schema
        self._table = table
        self.found: dict[str, tuple[Place, Contradiction]] = {}

    def clear(self) -> None:
        """Forget what was in question."""
        self.found = {}

    def settle(self, base: Any, checks: Checks, numbers: Numbers) -> Any:
        """Put facts in question until what is left can all be true. Gives the application without them."""
        self.found = {}
        application = base
        contradictions = checks.found()
        while contradictions:
            progress = False
            for path, contradiction in contradictions:
                place = self._place_at((*path, *contradiction.place), base)
                if place is None or place.text in self.found:
                    continue
                self.found[place.text] = (place, contradiction)
                if place.leaf.may_be_unknown:
                    application = _without(application, place, numbers)
                    progress = True
            if not progress:
                break
            trial = Checks(self._schema)
            trial.start(application, is_sound=False)
            contradictions = trial.found()
        return application

    def _place_at(self, path: Path, base: Any) -> Place | None:
        """The fact in which a path of the models ends."""
        head, steps = "", list(path)
        if len(steps) > 1 and isinstance(steps[1], int):
            collection = str(steps[0])
            if collection in self._schema.collections:
                key = getattr(base, collection)[steps[1]].id
                head, steps = f"{member_text(collection, key)}.", steps[2:]
        for count in range(1, len(steps) + 1):
            text = head + ".".join(str(step) for step in steps[:count])
            if text in self._table.places and self._table.places[text].leaf.shape is not None:
                return self._table.places[text]
        return None


def _without(application: Any, place: Place, numbers: Numbers) -> Any:
    leaf = place.leaf
    if not leaf.collection:
        return with_value(application, leaf.steps, None)
    members = list(getattr(application, leaf.collection))
    number = numbers[leaf.collection][place.key]
    members[number] = with_value(members[number], leaf.steps, None)
    return with_field(application, leaf.collection, tuple(members))
