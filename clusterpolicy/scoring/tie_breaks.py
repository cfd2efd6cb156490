"""What decides between applications of the same score, and what happens where nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from clusterpolicy.scoring.candidate import Candidate, TieBreakValue
from clusterpolicy.scoring.order_rules import Prefers as Prefers
from clusterpolicy.scoring.order_rules import TieBreak as TieBreak
from clusterpolicy.scoring.order_rules import UnbrokenTies as UnbrokenTies
from clusterpolicy.scoring.span import Span

Merit = tuple[Decimal | int, ...]
"""What is compared in turn, each such that more is better."""

_BEYOND = Decimal("Infinity")
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


def merits_of(candidate: Candidate, tie_breaks: Sequence[TieBreak]) -> tuple[Merit, Merit]:
    """The best and the worst that a candidate may have to show; the same where all is known.

    Each value is known or unknown on its own here. So the two hold whatever the value turns out to be, also where it
    hangs on the others, as a score does on the points of one of its criteria.
    """
    score = candidate.score
    values = candidate.tie_breaks
    if score.known and not any(value is None or isinstance(value, Span) for value in values):
        merit = (
            score.lowest,
            *(ends_of(value, rule.prefers)[0] for value, rule in zip(values, tie_breaks, strict=True)),
        )
        return merit, merit
    ends = [ends_of(value, rule.prefers) for value, rule in zip(values, tie_breaks, strict=True)]
    highest = _BEYOND if score.highest is None else score.highest
    return (highest, *(best for best, _ in ends)), (score.lowest, *(worst for _, worst in ends))


def ends_of(value: TieBreakValue, prefers: Prefers) -> tuple[Decimal | int, Decimal | int]:
    """The best and the worst that a value may be worth, where more is better."""
    if isinstance(value, datetime):
        number: Decimal | int = (value - _BEGINNING) // timedelta(microseconds=1)
        lowest, highest = number, number
    elif value is None:
        return _BEYOND, -_BEYOND
    elif isinstance(value, Span):
        lowest, highest = value.lowest, _BEYOND if value.highest is None else value.highest
    else:
        lowest, highest = value, value
    if prefers in (Prefers.LOWER, Prefers.EARLIER):
        return _negative(lowest), _negative(highest)
    return highest, lowest


def _negative(value: Decimal | int) -> Decimal | int:
    return value.copy_negate() if isinstance(value, Decimal) else -value  # a minus sign would round a decimal
