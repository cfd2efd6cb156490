"""Words for what becomes of applications, and for numbers that may not be known yet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from clusterpolicy.calls.events import FailedToJoin, Withdrawal
from clusterpolicy.calls.record import Swap
from clusterpolicy.engines.record import Range
from clusterpolicy.engines.text.display import plain, value_of
from clusterpolicy.engines.text.layout import Tone
from clusterpolicy.engines.text.phrases import listed
from clusterpolicy.scoring.outcome import Because, Status
from clusterpolicy.scoring.span import Span

TONES: dict[Status, Tone] = {
    Status.AWARDED: "good",
    Status.RESERVE: "plain",
    Status.REJECTED: "bad",
    Status.UNDECIDED: "open",
}

SAID: dict[Status, str] = {
    Status.AWARDED: "awarded",
    Status.RESERVE: "on the reserve list",
    Status.REJECTED: "rejected",
    Status.UNDECIDED: "undecided",
}

BECAUSE: dict[str, str] = {
    Because.REMAINDER: "it receives what was left, which is less than its grant",
    Because.USED_UP: "the money is used up before its place",
    Because.ELIGIBILITY: "it is not known whether it passes",
    Because.SCORE: "its score, or what breaks its ties, is not known",
    Because.GRANT: "its grant is not known",
    Because.KIND: "it is not known which reserves it may draw on",
    Because.ACCEPTANCE: "it is not known whether its applicants accept less than the grant",
    Because.OTHERS: "it hangs on what is not known of others",
    Withdrawal.reason: "it was withdrawn",
    FailedToJoin.reason: "an enterprise of it did not join a cluster within the term",
}
"""What the codes of the allocation and of events say. Any other code is that of a requirement."""


def because(reasons: Sequence[str], status: Status) -> str:
    """Reasons in words; a requirement by its code, as one that it fails, or may fail where it is undecided.

    >>> because(["eligibility-unknown", "duration"], Status.UNDECIDED)
    'it is not known whether it passes; it may fail duration'
    >>> because(["duration", "minimum-cost"], Status.REJECTED)
    'it fails duration and minimum-cost'
    """
    words = [BECAUSE[each] for each in reasons if each in BECAUSE]
    codes = [each for each in reasons if each not in BECAUSE]
    if codes:
        words.append(f"it {'may fail' if status is Status.UNDECIDED else 'fails'} {listed(codes)}")
    return "; ".join(words)


def said(found: Span | Range | None, unit: str) -> str:
    """A number with its unit, or what it may be; nothing where there is none.

    >>> said(Span(Decimal(70), Decimal(90)), "points"), said(Span.of(Decimal("1000.00")), "EUR"), said(None, "points")
    ('70 points to 90 points', '1,000.00 EUR', '')
    """
    if found is None:
        return ""
    lowest = Decimal(0) if found.lowest is None else found.lowest
    if found.highest is None:
        return value_of(f"{lowest} or more", unit)
    if lowest == found.highest:
        return value_of(f"{lowest:f}", unit)
    return value_of(f"{lowest:f} to {found.highest:f}", unit)


def place(best: int | None, worst: int | None) -> str:
    """A place in the ranking, or the best and the worst it may be; nothing where there is none.

    >>> place(3, 3), place(3, 5), place(None, None)
    ('3', '3 to 5', '')
    """
    if best is None:
        return ""
    return str(best) if best == worst else f"{best} to {worst}"


def swap_said(swap: Swap | None) -> str:
    """What would make an application swap its place with a neighbour: points, one mark, one weight."""
    if swap is None:
        return ""
    parts = [f"{signed(swap.points)} points"]
    if swap.mark is not None:
        mark = swap.mark
        parts.append(f"{mark.criterion} of {plain(mark.evaluator)} {mark.mark:f} to {mark.to:f}")
    if swap.weight is not None:
        weight = swap.weight
        parts.append(
            f"weight of {weight.criterion} {weight.weight:f} to {weight.beyond} {weight.level_at.normalize():f}"
        )
    return ", or ".join(parts)


def signed(points: Decimal) -> str:
    """A change in points with its sign.

    >>> signed(Decimal("1.20")), signed(Decimal("-0.5"))
    ('+1.2', '-0.5')
    """
    text = f"{points:+f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
