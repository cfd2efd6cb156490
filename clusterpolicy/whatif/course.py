"""What an application receives as one of its facts changes: its points, and the cliffs among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from clusterpolicy.whatif.fact_scale import FactValue


@dataclass(frozen=True, slots=True)
class Point:
    """What is decided where the fact has one value.

    Attributes:
        value: The value of the fact; `None` where it is not known.
        outcome: Eligible, not eligible or undetermined.
        receives: The grant if eligible, else nought, in euro; `None` where that is not known.
        failed: The codes of what fails or cannot be decided.
        shares: What each beneficiary receives of it, in euro, by the path of the beneficiary; `None`: not known.
    """

    value: FactValue | None
    outcome: str
    receives: Decimal | None
    failed: frozenset[str]
    shares: Mapping[str, Decimal | None] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Cliff:
    """Two neighbouring values of a fact between which the outcome changes, or the grant jumps.

    Attributes:
        application: The identifier of the application.
        fact: The path of the fact.
        before, after: What is decided on its two sides.
        present: The value that the fact has in the application; `None` where it is not known.
        turned: The names of the quantities, truths and categories, that are other on the other side and on which the
            rest hangs: of a limit that makes a rate another, the rest says nothing.
        also: Other facts that lead to the same cliff, the same way off.
    """

    application: str
    fact: str
    before: Point
    after: Point
    present: FactValue | None = None
    turned: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def jump(self) -> Decimal | None:
        """What is received more above than below, in euro, less than nought where it is less; `None`: not known."""
        return _more(self.before.receives, self.after.receives)

    @property
    def jumps(self) -> dict[str, Decimal]:
        """Which beneficiary receives how much more above than below, in euro, by path. Those that receive the same,
        or of which it is not known, are left out.
        """
        gains = {name: _more(share, self.after.shares.get(name)) for name, share in self.before.shares.items()}
        return {name: gain for name, gain in gains.items() if gain}

    @property
    def because(self) -> tuple[str, ...]:
        """The codes of the requirements that fail, or are open, on one side only."""
        return tuple(sorted(self.before.failed ^ self.after.failed))

    @property
    def distance(self) -> Decimal | None:
        """How far the present value is from the other side: euro or whatever the fact counts, days, or seconds.

        `None` for what is not known, or has no order.
        """
        before, after = _apart(self.present, self.before.value), _apart(self.present, self.after.value)
        return None if before is None or after is None else max(before, after)

    @property
    def lies_ahead(self) -> bool:
        """Whether the fact has to grow to reach the other side; false where it has to shrink, or has no order."""
        before, after = _apart(self.present, self.before.value), _apart(self.present, self.after.value)
        return before is not None and after is not None and after > before

    def __str__(self) -> str:
        sides = (self.before, self.after)
        told = (f"{each.outcome}, {'not known' if each.receives is None else each.receives}" for each in sides)
        why = f" ({', '.join(self.because or self.turned)})" if self.because or self.turned else ""
        return f"{self.fact} from {said(self.before.value)} to {said(self.after.value)}: {' -> '.join(told)}{why}"


@dataclass(frozen=True, slots=True)
class Course:
    """What an application receives as one of its facts changes.

    Attributes:
        application: The identifier of the application.
        fact: The path of the fact.
        present: The value that it has in the application; `None` where it is not known.
        points: Of a number or a day the ends of every stretch on which nothing jumps: between two ends of one stretch
            the grant runs straight, but for cents. Of a truth, a category or a text one point for each value.
        cliffs: Where the outcome changes or the grant jumps. What has no order is compared with its present value.
        ordered: Whether the values have an order.
    """

    application: str
    fact: str
    present: FactValue | None
    points: tuple[Point, ...]
    cliffs: tuple[Cliff, ...]
    ordered: bool = True


def said(value: FactValue | None) -> str:
    """A value of a fact as a line of text has it.

    >>> said(True), said(Decimal("0.50")), said(None)
    ('true', '0.50', 'not known')
    """
    match value:
        case None:
            return "not known"
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat()
    return str(value)


def _more(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    return None if before is None or after is None else after - before


def _apart(one: FactValue | None, other: FactValue | None) -> Decimal | None:
    match one, other:
        case Decimal(), Decimal():
            return abs(one - other)
        case datetime(), datetime():
            return Decimal(abs(one - other) // timedelta(seconds=1))
        case date(), date() if not isinstance(one, datetime) and not isinstance(other, datetime):
            return Decimal(abs((one - other).days))
    return None
