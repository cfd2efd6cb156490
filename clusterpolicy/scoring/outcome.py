"""What becomes of each application when the money is given out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from clusterpolicy.scoring.candidate import Candidate
from clusterpolicy.scoring.ranking import Place
from clusterpolicy.scoring.span import Span


class Status(StrEnum):
    """What becomes of an application."""

    AWARDED = "awarded"
    """It receives money, whatever the unknowns turn out to be."""
    RESERVE = "reserve"
    """It passes, and the money does not reach it."""
    REJECTED = "rejected"
    """It does not pass."""
    UNDECIDED = "undecided"
    """Something that is not known could change what becomes of it."""


class Because(StrEnum):
    """Codes for what becomes of an application that passes or may pass. A rejected one has its failed requirements."""

    REMAINDER = "remainder-accepted"
    """Awarded with less than its grant."""
    USED_UP = "budget-used-up"
    """On the reserve list."""
    ELIGIBILITY = "eligibility-unknown"
    """Undecided: it is not known whether it passes."""
    SCORE = "score-unknown"
    """Undecided: its score, or what breaks its ties, is not known."""
    GRANT = "grant-unknown"
    """Undecided: its grant is not known."""
    KIND = "reserve-unknown"
    """Undecided: it is not known which reserves it may draw on."""
    ACCEPTANCE = "acceptance-unknown"
    """Undecided: it is not known whether it accepts less than its grant."""
    OTHERS = "hangs-on-others"
    """Undecided: it hangs on what is not known of others, or on an open tie."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one application.

    Attributes:
        candidate: Who it is.
        status: Awarded, on the reserve list, rejected or undecided.
        place: Its place in the ranking; `None` for one that does not pass.
        amount: What it is awarded in euro, nought where it is not; `None` while undecided.
        pot: The pot its award comes from; `None` where it has none, or where that is open.
        reasons: Codes that say why: those of `Because`, and those of requirements.
    """

    candidate: Candidate
    status: Status
    place: Place | None
    amount: Decimal | None
    pot: str | None
    reasons: tuple[str, ...]

    @property
    def application(self) -> str:
        """The identifier of the application."""
        return self.candidate.application


@dataclass(frozen=True, slots=True)
class PotResult:
    """What became of one pot.

    Attributes:
        name: The kind of the reserve, or `general`.
        endowment: What was in it, in euro.
        left: What is left of it, as far as that is known. What a reserve gives back is left in the general pot.
        cut_off: The lowest score that it funds, as far as that is known; `None` where it surely funds nobody.
    """

    name: str
    endowment: Decimal
    left: Span
    cut_off: Span | None


@dataclass(frozen=True, slots=True)
class NextInLine:
    """The first on the reserve list, and what it would need.

    Attributes:
        application: Its identifier.
        grant: Its grant in euro, as far as it is known.
        short_by: How much more would have to be in the general pot, or in a reserve of its kind that keeps its rest,
            for it to be funded in full when it is its turn; `None` where that is not known.
    """

    application: str
    grant: Span
    short_by: Decimal | None
