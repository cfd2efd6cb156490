"""How firm a place is: the smallest change of a score, or of one weight, with which something would be different.

A change of the score is a change of one application's points while all else stays: the scores of the others, what
breaks ties, and that it passes. How far floors and thresholds are, is told apart. A change is given in whole steps of
the score, a hundredth of a point unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.scoring.allocation import Allocation
from clusterpolicy.scoring.candidate import Candidate
from clusterpolicy.scoring.ranking import Place, Ranking
from clusterpolicy.scoring.span import WIDE
from clusterpolicy.scoring.tie_breaks import TieBreak, merits_of
from clusterpolicy.scoring.turns import Turns
from clusterpolicy.scoring.weights import WeightChange, weight_to_cross, weight_to_swap
from clusterpolicy.units import shown

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Hurdle:
    """A floor or a threshold: so many points of some criteria together.

    Attributes:
        code: The code of the requirement.
        at_least: The points that suffice.
        criteria: The criteria whose points count.
    """

    code: str
    at_least: Decimal
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swap:
    """The smallest change of one's own score with which one swaps with a neighbour.

    Attributes:
        other: The neighbour.
        change: In points; below zero where it is a loss.
    """

    other: str
    change: Decimal


@dataclass(frozen=True, slots=True)
class PlaceFirmness:
    """How firm the place of one application is.

    Attributes:
        application: Its identifier.
        place: Its place; `None` where it has none, or where it is open.
        rise: With how many points more it overtakes the one before it; `None` where nobody is, or it is not known.
        fall: With how many points less the one behind it overtakes it; `None` likewise.
        weight_to_rise: The change of one weight with which it draws level with the one before it; `None` likewise.
        weight_to_fall: The change of one weight with which the one behind draws level with it; `None` likewise.
        award: The smallest change of its own score with which it would lose its award, or win one, by its place;
            `None` where none does, or where that is not known.
        hurdles: For each floor and threshold how far its points are above it, below zero where they are below; `None`
            where that is not known.
    """

    application: str
    place: int | None
    rise: Swap | None
    fall: Swap | None
    weight_to_rise: WeightChange | None
    weight_to_fall: WeightChange | None
    award: Decimal | None
    hurdles: Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Firmness:
    """How firm an allocation is.

    Attributes:
        places: Every application, in the order of the allocation.
        cut_off: The change of one weight with which one on the reserve list draws level with one that is awarded;
            `None` where none does, or where that is not known. Beyond it, who is awarded may be different.
    """

    places: tuple[PlaceFirmness, ...]
    cut_off: WeightChange | None

    def of(self, application: str) -> PlaceFirmness:
        """How firm one place is. Raises: InputError `reference-unknown` where the application is none of the call."""
        try:
            return self._by_application[application]
        except KeyError:
            message = f"{shown(application)} is no application of this call"
            raise InputError(Problem("reference-unknown", "firmness", message, "name one that is")) from None

    @cached_property
    def _by_application(self) -> dict[str, PlaceFirmness]:
        return {each.application: each for each in self.places}


def firmness(
    allocation: Allocation,
    weights: Mapping[str, Decimal] | None = None,
    hurdles: Sequence[Hurdle] = (),
    step: Decimal = HUNDREDTH,
    only: Collection[str] | None = None,
) -> Firmness:
    """How firm each place of an allocation is, or those of `only` some applications.

    `weights` holds the weight of each criterion that has points of its own, `hurdles` the floors and thresholds, `step`
    the smallest difference between two scores. Nothing is said of a place that is open, nor of awards while anything in
    the ranking is open or awards stand from before.

    >>> from clusterpolicy.scoring.allocation import allocate
    >>> from clusterpolicy.scoring.budget import BudgetRules
    >>> from clusterpolicy.scoring.ranking import RankingRules, rank
    >>> from clusterpolicy.scoring.span import Span
    >>> filed = [Candidate(name, Span.of(score), Span.of(100)) for name, score in (("A", 90), ("B", 80), ("C", 79))]
    >>> found = firmness(allocate(rank(filed, RankingRules()), BudgetRules(), Decimal(200)))
    >>> str(found.of("B").fall.change), str(found.of("B").award), str(found.of("C").award)
    ('-1.01', '-1.01', '1.01')
    """
    pairs = weights or {}
    tie_breaks = allocation.ranking.rules.tie_breaks
    decided = not (allocation.undecided or allocation.ranking.open or allocation.standing)
    turns = Turns(allocation) if decided else None
    found: list[PlaceFirmness] = []
    for number, (before, place, behind) in enumerate(_with_neighbours(allocation.ranking.places)):
        if only is not None and place.candidate.application not in only:
            continue
        found.append(
            PlaceFirmness(
                place.candidate.application,
                place.best if place.settled else None,
                rise=_rise(place, before, tie_breaks, step),
                fall=_fall(place, behind, tie_breaks, step),
                weight_to_rise=_weight(before, place, pairs),
                weight_to_fall=_weight(place, behind, pairs),
                award=None if turns is None else _award(turns, number, allocation.ranking, step),
                hurdles=_margins(place.candidate, hurdles),
            )
        )
    failed = (
        PlaceFirmness(each.application, None, None, None, None, None, None, _margins(each, hurdles))
        for each in allocation.ranking.failed
        if only is None or each.application in only
    )
    awarded, waiting = ([each.candidate for each in some] for some in (allocation.awarded, allocation.reserve))
    return Firmness((*found, *failed), weight_to_cross(awarded, waiting, pairs) if decided else None)


def mark_change(change: Decimal, weight: Decimal, marks: int, step: Decimal) -> Decimal:
    """The smallest change of one mark that changes the points of a criterion by at least `change`.

    The panel's mark is the mean of so many `marks`, of which one changes in whole steps; the points are `weight` times
    the mean. The result has the sign of `change`. Whether the scale has room for it, the mark says.

    >>> print(mark_change(Decimal("1.01"), weight=Decimal(6), marks=5, step=Decimal("0.5")))
    1.0
    """
    needed = Fraction(change) * marks / Fraction(weight)
    size = _in_steps(abs(needed), step, beyond=False)
    return size if change >= 0 else size.copy_negate()


def _with_neighbours(places: Sequence[Place]) -> Iterator[tuple[Place | None, Place, Place | None]]:
    return zip((None, *places), places, (*places[1:], None), strict=False)


def _award(turns: Turns, number: int, ranking: Ranking, step: Decimal) -> Decimal | None:
    """The smallest change of the score at the place `number` with which its award comes or goes."""
    turning = turns.turning_place(number)
    if turning is None:
        return None
    change = _fall if turning > number else _rise
    swap = change(ranking.places[number], ranking.places[turning], ranking.rules.tie_breaks, step)
    return None if swap is None else swap.change


def _rise(place: Place, before: Place | None, tie_breaks: Sequence[TieBreak], step: Decimal) -> Swap | None:
    if before is None or not (place.settled and before.settled):
        return None
    return Swap(before.candidate.application, _overtaking(place.candidate, before.candidate, tie_breaks, step))


def _fall(place: Place, behind: Place | None, tie_breaks: Sequence[TieBreak], step: Decimal) -> Swap | None:
    if behind is None or not (place.settled and behind.settled):
        return None
    points = _overtaking(behind.candidate, place.candidate, tie_breaks, step)
    if points > place.candidate.score.lowest:  # no score is below zero
        return None
    return Swap(behind.candidate.application, points.copy_negate())


def _overtaking(lower: Candidate, upper: Candidate, tie_breaks: Sequence[TieBreak], step: Decimal) -> Decimal:
    """How many points bring the two past each other. Where they are level, the tie-breaks decide."""
    gap = Fraction(upper.score.lowest) - Fraction(lower.score.lowest)
    level_suffices = merits_of(lower, tie_breaks)[0][1:] > merits_of(upper, tie_breaks)[0][1:]
    return _in_steps(gap, step, beyond=not level_suffices)


def _in_steps(size: Fraction, step: Decimal, beyond: bool) -> Decimal:
    """The fewest whole steps that reach `size`, or go beyond it."""
    count = -(-size // Fraction(step))
    if beyond and count * Fraction(step) == size:
        count += 1
    return WIDE.multiply(step, Decimal(count))


def _weight(upper: Place | None, lower: Place | None, weights: Mapping[str, Decimal]) -> WeightChange | None:
    if upper is None or lower is None or not (upper.settled and lower.settled):
        return None
    return weight_to_swap(upper.candidate, lower.candidate, weights)


def _margins(candidate: Candidate, hurdles: Sequence[Hurdle]) -> dict[str, Decimal | None]:
    return {hurdle.code: _margin(candidate, hurdle) for hurdle in hurdles}


def _margin(candidate: Candidate, hurdle: Hurdle) -> Decimal | None:
    spans = [candidate.criterion_points.get(criterion) for criterion in hurdle.criteria]
    known = [span.exact for span in spans if span is not None and span.exact is not None]
    return sum(known, Decimal(0)) - hurdle.at_least if len(known) == len(spans) else None
