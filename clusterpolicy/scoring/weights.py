"""Which change of one weight would change the order: exact, as scores are linear in each weight.

The points of a criterion are its weight times the mark that the panel agreed on. So if one weight changes and all else
stays, two applications draw level at one weight that can be computed, and beyond it they swap. Points are taken as they
are, already rounded where the grid rounds; after a change they might be rounded anew, by less than a step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from clusterpolicy.scoring.candidate import Candidate


@dataclass(frozen=True, slots=True)
class WeightChange:
    """The smallest change of one weight with which two applications draw level.

    Attributes:
        criterion: Whose weight.
        weight: The weight as it is.
        level_at: The weight at which they are level.
        raises: Whether they swap once the weight is above that, rather than below it.
        above: The application that is ahead as things stand.
        below: The one that draws level with it.
    """

    criterion: str
    weight: Decimal
    level_at: Fraction
    raises: bool
    above: str
    below: str

    @property
    def change(self) -> Fraction:
        """By how much the weight changes until they are level; below zero where it is lowered."""
        return self.level_at - Fraction(self.weight)


@dataclass(frozen=True, slots=True)
class _Line:
    """The score of one application as a weight moves: so much, and so much more for each unit of the move."""

    application: str
    score: Fraction
    slope: Fraction

    def at(self, move: Fraction) -> Fraction:
        return self.score + move * self.slope


def weight_to_swap(above: Candidate, below: Candidate, weights: Mapping[str, Decimal]) -> WeightChange | None:
    """The smallest change of one weight with which `below` draws level with `above`.

    `None` where no weight can do it, and where points are not known.

    >>> from clusterpolicy.scoring.span import Span
    >>> def scored(name, new, sound):
    ...     points = {"new": Span.of(new), "sound": Span.of(sound)}
    ...     return Candidate(name, Span.of(new + sound), Span.of(100), criterion_points=points)
    >>> found = weight_to_swap(scored("A", 24, 12), scored("B", 16, 16), {"new": Decimal(8), "sound": Decimal(4)})
    >>> found.criterion, str(found.change), found.raises
    ('new', '-4', False)
    """
    return _nearest(
        change
        for criterion, weight in weights.items()
        for raises in (True, False)
        if (change := _first_level([above], [below], criterion, weight, raises)) is not None
    )


def weight_to_cross(
    funded: Sequence[Candidate], waiting: Sequence[Candidate], weights: Mapping[str, Decimal]
) -> WeightChange | None:
    """The smallest change of one weight with which somebody who waits draws level with somebody who is funded.

    `None` where no weight can do it, where points are not known, and where one who waits is ahead already.
    """
    if not funded or not waiting:
        return None
    return _nearest(
        change
        for criterion, weight in weights.items()
        for raises in (True, False)
        if (change := _first_level(funded, waiting, criterion, weight, raises)) is not None
    )


def _nearest(changes: Iterator[WeightChange]) -> WeightChange | None:
    return min(changes, key=lambda each: (abs(each.change), each.criterion, each.raises), default=None)


def _first_level(
    ahead: Sequence[Candidate], behind: Sequence[Candidate], criterion: str, weight: Decimal, raises: bool
) -> WeightChange | None:
    """Where the lowest of those `ahead` first meets the highest of those `behind`, as the weight moves one way."""
    upper, lower = _lines(ahead, criterion, weight, raises), _lines(behind, criterion, weight, raises)
    if upper is None or lower is None or _gap(upper, lower, Fraction(0))[0] < 0:
        return None
    move = _farthest(upper, lower) if raises else Fraction(weight)
    if move is None:
        return None
    # The gap is concave. From a point behind the last zero, the line that is the gap there leads nearer to it.
    gap, top, bottom = _gap(upper, lower, move)
    if gap > 0 or (gap == 0 and not raises):  # at a weight of nothing they must be past each other, not level
        return None
    while gap < 0:
        move = (bottom.score - top.score) / (top.slope - bottom.slope)
        gap, top, bottom = _gap(upper, lower, move)
    level_at = Fraction(weight) + (move if raises else -move)
    return WeightChange(criterion, weight, level_at, raises, top.application, bottom.application)


def _lines(candidates: Sequence[Candidate], criterion: str, weight: Decimal, raises: bool) -> list[_Line] | None:
    lines: list[_Line] = []
    for each in candidates:
        points = each.criterion_points.get(criterion)
        if weight <= 0 or points is None or points.exact is None or each.score.exact is None:
            return None
        mark = Fraction(points.exact) / Fraction(weight)
        lines.append(_Line(each.application, Fraction(each.score.exact), mark if raises else -mark))
    return lines


def _farthest(upper: Sequence[_Line], lower: Sequence[_Line]) -> Fraction | None:
    """A move at which they have met, if they ever do: beyond it, the flattest and the steepest line decide."""
    flattest = min(upper, key=lambda line: (line.slope, line.score, line.application))
    steepest = max(lower, key=lambda line: (line.slope, line.score, line.application))
    if flattest.slope >= steepest.slope:
        return None
    return max(Fraction(0), (steepest.score - flattest.score) / (flattest.slope - steepest.slope))


def _gap(upper: Sequence[_Line], lower: Sequence[_Line], move: Fraction) -> tuple[Fraction, _Line, _Line]:
    """How far the lowest of the upper lines is above the highest of the lower ones, and which two they are."""
    top = min(upper, key=lambda line: (line.at(move), line.slope, line.application))
    bottom = max(lower, key=lambda line: (line.at(move), line.slope, line.application))
    return top.at(move) - bottom.at(move), top, bottom
