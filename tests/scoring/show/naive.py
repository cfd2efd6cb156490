"""What a score must be, written a second time: plainly, with fractions, and without any formula."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from clusterpolicy.model.evaluation import Evaluation
from clusterpolicy.scoring.panel import How, Remedy
from tests.scoring.show.grids import MARKED, WEIGHTS

FEWEST, SPREAD, FLOOR, THRESHOLD, CAP = 2, Fraction(3, 10), 15, 20, 3


def middle(values: Sequence[Fraction], how: How) -> Fraction:
    """The middle of marks, exactly."""
    ordered = sorted(values)
    if how == "median":
        half = len(ordered) // 2
        return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    if how == "trimmed" and len(ordered) > 2:
        ordered = ordered[1:-1]
    return sum(ordered, Fraction(0)) / len(ordered)


def hundredths(exact: Fraction) -> Decimal:
    """To the nearest hundredth, a half up. The quotient is taken with far more digits than can matter."""
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def points(evaluation: Evaluation, code: str, how: How, remedy: Remedy | None) -> Decimal | None:
    """The points of one criterion; `None` where they are open."""
    given = [mark.points for mark in evaluation.marks if mark.criterion == code and not mark.in_conflict]
    if len(given) < FEWEST:
        return None
    values = [Fraction(each) for each in given if each is not None]
    lowest, highest = MARKED[code].ends()
    if max(values) - min(values) > SPREAD * Fraction(highest - lowest):
        if remedy == "further evaluator":
            return None
        how = "median" if remedy == "median" else how
    return hundredths(middle([value * Fraction(WEIGHTS[code]) for value in values], how))


def total(evaluation: Evaluation, how: How, remedy: Remedy | None) -> tuple[Decimal, bool, Decimal] | None:
    """The score, whether it suffices, and the total with premiums; `None` where any of it is open."""
    sweetness, aroma, size = (points(evaluation, code, how, remedy) for code in MARKED)
    enterprise = evaluation.application.participations[0].enterprise
    if sweetness is None or aroma is None or size is None:
        return None
    if enterprise.innovative_sme is None or enterprise.legality_rating is None:
        return None
    score = sweetness + aroma + size
    passes = sweetness + aroma >= FLOOR and score >= THRESHOLD
    premium = min(CAP, 2 * enterprise.innovative_sme + 2 * enterprise.legality_rating)
    return score, passes, score + premium if passes else score
