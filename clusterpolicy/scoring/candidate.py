"""One application in the competition: what ranking and allocation need to know of it, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.scoring.span import Span, has_parts_of_a_cent
from clusterpolicy.units import shown

TieBreakValue = Decimal | int | datetime | Span | None
"""What a tie-break compares: a number, an instant with its time zone, a span of numbers. `None` is not known."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application that competes for the money of a call.

    Attributes:
        application: Its identifier.
        score: Its total score in points, premiums included, as far as it is known.
        grant: The grant in euro that it would receive, as far as it is known.
        passes: Whether it is eligible and reaches every floor and threshold; `None` while that is not known.
        reasons: Codes of the requirements that it fails or, where it is not known whether it passes, may fail.
        tie_breaks: The values that break ties, in the order in which the rules of the ranking declare them.
        submitted_at: When it was submitted; `None` where not known.
        applicants: Keys of the enterprises that apply. An enterprise has the same key in all its applications.
        reserves: The reserves it may draw on: empty where it may draw on none, `None` where that is not known.
        accepts_remainder: Whether it takes less than its grant where no more is left; `None` where not known.
        criterion_points: The points of each criterion as they count in the score; left out where nobody asks how firm
            a place is.

    Raises: InputError `input-invalid` with everything in it that cannot be.

    >>> Candidate("A-017", Span.of(Decimal("81.50")), Span.of(Decimal("236500.00"))).passes
    True
    """

    application: str
    score: Span
    grant: Span
    passes: bool | None = True
    reasons: tuple[str, ...] = ()
    tie_breaks: tuple[TieBreakValue, ...] = ()
    submitted_at: datetime | None = None
    applicants: tuple[str, ...] = ()
    reserves: tuple[str, ...] | None = ()
    accepts_remainder: bool | None = False
    criterion_points: Mapping[str, Span] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = tuple(_problems(self))
        if problems:
            raise InputError(problems)


def _problems(candidate: Candidate) -> Iterator[Problem]:
    if not candidate.application:
        yield Problem("input-invalid", "candidate", "it has no identifier", "give it the one of its application")
    grant = candidate.grant
    if grant.lowest < 0:
        yield Problem("input-invalid", _place(candidate), f"its grant may be {grant.lowest}", "write zero or more")
    if any(bound is not None and has_parts_of_a_cent(bound) for bound in (grant.lowest, grant.highest)):
        yield Problem(
            "input-invalid",
            _place(candidate),
            f"its grant of {grant} has parts of a cent",
            "round it by a declared rule",
        )
    if candidate.passes is False and not candidate.reasons:
        yield Problem(
            "input-invalid",
            _place(candidate),
            "it does not pass, and nobody says why",
            "name the requirements it fails",
        )
    instants = (candidate.submitted_at, *candidate.tie_breaks)
    if any(isinstance(each, datetime) and each.utcoffset() is None for each in instants):
        yield Problem(
            "instant-without-zone", _place(candidate), "an instant lacks its time zone", "write the offset too"
        )
    if any(isinstance(each, float | str) or (isinstance(each, Decimal) and not each.is_finite()) for each in instants):
        yield Problem(
            "input-invalid", _place(candidate), "a tie-break is not an exact value", "write a Decimal or an instant"
        )


def _place(candidate: Candidate) -> str:
    return f"candidate {shown(candidate.application)}"
