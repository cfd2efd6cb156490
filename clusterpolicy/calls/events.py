"""What can happen to a selection once it is made: a project withdraws, fails to join its cluster, or its costs are cut.

An event changes nothing by itself. `Selection.after` says what the selection is once it has happened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from clusterpolicy.model import EligibleCosts, ResearchOrder


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The applicants take their application back. It leaves the ranking, and those below it move up.

    >>> str(Withdrawal("B-017"))
    'B-017 was withdrawn'
    """

    application: str
    reason: ClassVar[str] = "withdrawn"

    def __str__(self) -> str:
        return f"{self.application} was withdrawn"


@dataclass(frozen=True, slots=True)
class FailedToJoin:
    """An enterprise of the project did not join its cluster within the term. The project is struck.

    `participation` is the id of the one that did not join; `None` where nobody says which.

    >>> str(FailedToJoin("B-017", "alfa"))
    'B-017 was struck: alfa did not join a cluster within the term'
    """

    application: str
    participation: str | None = None
    reason: ClassVar[str] = "not-joined"

    def __str__(self) -> str:
        who = "an enterprise of it" if self.participation is None else self.participation
        return f"{self.application} was struck: {who} did not join a cluster within the term"


@dataclass(frozen=True, slots=True)
class Cut:
    """The committee cuts the costs of a project. Every limit is tested again on what is left.

    Attributes:
        application: The id of the application.
        costs: The costs as cut, by the id of the participation. Who is left out keeps its costs.
        end_users: The same for end users, by their id.
        research_orders: All research orders as they stand after the cut; `None` leaves them as they are.

    >>> str(Cut("B-017", {"alfa": EligibleCosts()}))
    'the costs of B-017 were cut'
    """

    application: str
    costs: Mapping[str, EligibleCosts] = field(default_factory=dict)
    end_users: Mapping[str, EligibleCosts] = field(default_factory=dict)
    research_orders: Sequence[ResearchOrder] | None = None

    def __str__(self) -> str:
        return f"the costs of {self.application} were cut"


Event = Withdrawal | FailedToJoin | Cut
"""What can happen to a selection."""
