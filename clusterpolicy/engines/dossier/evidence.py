"""Evidence: a document that arrived, from whom, when, and which facts it supports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

APPLICATION = "application"
"""The id of the piece of evidence that the application itself is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One document, and what it says.

    Attributes:
        id: Its id in the dossier: `vat-check-1`.
        document: What it is: `chamber of commerce extract`.
        source: Who it comes from: `Chamber of Commerce of Turin`.
        received_on: The day on which it arrived; not after the day of the dossier.
        facts: What it says: a value for each path. A member of a collection is named by its `id`, as in
            `participations[alfa].enterprise.in_difficulty`. Lists whose entries have no `id` are one fact as a whole. A
            table of named fields stands for each of its fields. `None` says nothing.
        leaves: Members who are no longer there: `participations[beta]`.

    >>> from datetime import date
    >>> Evidence(
    ...     id="vat-1",
    ...     document="VAT check",
    ...     source="VIES",
    ...     received_on=date(2017, 3, 1),
    ...     facts={"participations[alfa].enterprise.vat_number": "00743110157"},
    ... ).leaves
    ()
    """

    id: str
    document: str
    source: str
    received_on: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    leaves: tuple[str, ...] = ()

    def saying(self, facts: Mapping[str, Any], leaves: tuple[str, ...]) -> Evidence:
        """The same document, saying something else."""
        return Evidence(
            id=self.id,
            document=self.document,
            source=self.source,
            received_on=self.received_on,
            facts=facts,
            leaves=leaves,
        )
