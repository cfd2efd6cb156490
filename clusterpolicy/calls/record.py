"""What a selection holds, as data that can be kept and signed: the published list, the money, the seal. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from clusterpolicy.engines.reasons import Missing
from clusterpolicy.engines.record import Range
from clusterpolicy.scoring.outcome import Status


@dataclass(frozen=True, slots=True)
class MarkChange:
    """The smallest change of one mark with which something would be different.

    Attributes:
        evaluator, criterion: Whose mark, for what.
        mark: The mark as it is.
        to: What it would have to be.
    """

    evaluator: str
    criterion: str
    mark: Decimal
    to: Decimal


@dataclass(frozen=True, slots=True)
class WeightChange:
    """The weight of one criterion at which two applications draw level, all else as it is.

    Attributes:
        criterion: Whose weight.
        weight: The weight as it is.
        level_at: The weight at which they are level, to four decimals, rounded down.
        beyond: Whether they swap `above` that weight or `below` it.
    """

    criterion: str
    weight: Decimal
    level_at: Decimal
    beyond: Literal["above", "below"]


@dataclass(frozen=True, slots=True)
class Swap:
    """What would make an application swap its place with a neighbour.

    Attributes:
        other: The neighbour.
        points: The smallest change of its own score; below zero where it is a loss.
        mark: The smallest change of one mark of its own; `None` where no single mark can do it.
        weight: The smallest change of one weight; `None` where no single weight can do it.
    """

    other: str
    points: Decimal
    mark: MarkChange | None
    weight: WeightChange | None


@dataclass(frozen=True, slots=True)
class Firm:
    """How firm the place of one application is.

    Attributes:
        rise: What would bring it before the one that is before it; `None` where nobody is, or the place is open.
        fall: What would bring it behind the one that is behind it; `None` likewise.
        award: The smallest change of its own score with which it would win an award or lose it by its place; `None`
            where none does, or where that is not known.
        margins: For each floor and threshold by how many points it is above it, below zero where it is below; `None`
            where that is not known. One that falls below loses its place and its award, whatever stands above.
    """

    rise: Swap | None
    fall: Swap | None
    award: Decimal | None
    margins: dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Listed:
    """One application in the published list.

    Attributes:
        application: Its id.
        title: The title of the project.
        enterprises: The names of the enterprises that apply.
        status: Awarded, on the reserve list, rejected or undecided.
        best, worst: The best and the worst place it may have, counted from 1; `None` where it does not pass.
        score: Its total score, as far as it is known; `None` where it has no marks.
        grant: The grant that it asks for by the rules, as far as it is known.
        amount: What it is awarded in euro: 0.00 where it is not; `None` while undecided.
        pot: The pot its award comes from; `None` where it has none.
        reasons: Codes that say why: those of what it fails or may fail, and those of the allocation.
        missing: Where undecided, the facts and marks of its own that could decide.
        waits_for: Where undecided, the other applications on which it hangs.
        firm: How firm its place is.
    """

    application: str
    title: str
    enterprises: tuple[str, ...]
    status: Status
    best: int | None
    worst: int | None
    score: Range | None
    grant: Range
    amount: Decimal | None
    pot: str | None
    reasons: tuple[str, ...]
    missing: tuple[Missing, ...]
    waits_for: tuple[str, ...]
    firm: Firm


@dataclass(frozen=True, slots=True)
class Next:
    """The first on the reserve list.

    Attributes:
        application: Its id.
        grant: Its grant in euro, as far as it is known.
        short_by: How much more money would fund it in full; `None` where that is not known.
    """

    application: str
    grant: Range
    short_by: Decimal | None


@dataclass(frozen=True, slots=True)
class RunSeal:
    """What a selection was made with. The same seal means the same selection.

    Attributes:
        rule_set, version: The rules and their version.
        rules: Fingerprint of the rules of the call, of its grid, and of how it ranks and gives out money.
        applications: Fingerprint of all applications as they were handed in.
        marks: Fingerprint of all marks and conflicts of interest.
        events: Fingerprint of what happened afterwards; empty where nothing did.
        law_of: The day of granting, whose law is in force.
        law_of_is: Whether that day was `given`, or is the one `expected` by the call.
        changed: Parameters that were given another value for this selection, by full name.
        library: The version of this library.
    """

    rule_set: str
    version: str
    rules: str
    applications: str
    marks: str
    events: str
    law_of: date
    law_of_is: Literal["given", "expected"]
    changed: dict[str, str]
    library: str


class SelectionRecord(BaseModel):
    """The published list of a call.

    Attributes:
        call: The name of the call, as its acts have it.
        endowment: The money of the call, in euro.
        awarded: How much of it is awarded, in euro.
        left: What is left, as far as that is known.
        cut_off: The lowest score that is funded, as far as it is known; `None` where surely nobody is funded.
        next_in_line: The first on the reserve list; `None` where nobody waits.
        listed: All applications: awarded, on the reserve list and undecided ones in the order of the ranking, then
            those that are rejected, by id.
        events: What happened since the first selection, in order, in words.
        seal: What the selection was made with.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    call: str
    endowment: Decimal
    awarded: Decimal
    left: Range
    cut_off: Range | None
    next_in_line: Next | None
    listed: tuple[Listed, ...]
    events: tuple[str, ...]
    seal: RunSeal
