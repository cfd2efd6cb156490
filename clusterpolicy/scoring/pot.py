"""One pot of money, given out in the order of the ranking, where places, grants and eligibility may be open.

An answer is true only if it is so whatever the unknowns turn out to be, and false likewise. The reasoning, for one
project: if everything that may come before it takes the most it may take, and its own grant still fits, then it is
funded in any case. If what surely comes before it takes the least it may take, and its grant does not fit even then, it
is not. Each bound of what is left is carried on in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clusterpolicy.scoring.precedence import in_groups, totals_perhaps_before, totals_surely_before


@dataclass(frozen=True, slots=True)
class Claim:
    """What one project asks of a pot.

    Attributes:
        number: The number of its place in the ranking.
        first: The rung of the best it may have to show.
        last: The rung of the worst.
        least: What it asks at least, in cents.
        most: What it asks at most.
        competes: Whether it surely draws on this pot; `None` where that is open.
        takes_less: Whether it takes the remainder, where it is offered; `None` where that is open.
    """

    number: int
    first: int
    last: int
    least: int
    most: int
    competes: bool | None
    takes_less: bool | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a pot has for one project, if it draws on it.

    Attributes:
        funded: Whether it is funded; `None` where that is open.
        amount: What it receives, in cents; `None` where that is open.
        whole: Whether it is surely its whole grant, if anything.
    """

    funded: bool | None
    amount: int | None
    whole: bool


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a pot in cents, at least and at most."""

    least: int
    most: int


ROUNDS = 4
"""How often a group is gone through at most. After each the answers are right; a further one may settle more."""

NOTHING = Answer(False, None, True)


def fund_until_too_large(claims: Sequence[Claim], left: Left) -> tuple[dict[int, Answer], Left]:
    """Give out a pot until the first grant that does not fit. The answers are by the number of the place."""
    # Whoever does not fit ends it, so its whole grant counts before everyone behind it.
    before = totals_perhaps_before(claims, [claim.most for claim in claims])
    surely = totals_surely_before(claims, [claim.least if claim.competes else 0 for claim in claims])
    answers = [
        _answer(claim, Left(left.least - most, left.most - least))
        for claim, most, least in zip(claims, before, surely, strict=True)
    ]
    return _by_number(claims, answers), _left_after(claims, answers, left)


def fund_all_that_fit(claims: Sequence[Claim], left: Left) -> tuple[dict[int, Answer], Left]:
    """Give out a pot, passing over grants that do not fit. The answers are by the number of the place."""
    found: dict[int, Answer] = {}
    for group in in_groups(sorted(claims, key=lambda claim: claim.first)):
        answers = _answers_of_group(group, left)
        found |= _by_number(group, answers)
        left = _left_after(group, answers, left)
    return found, left


def _answers_of_group(group: Sequence[Claim], left: Left) -> list[Answer]:
    """The answers for projects that may come in any order among themselves, before everyone after them."""
    if len(group) == 1:
        return [_answer(group[0], left)]
    # Whoever fits at no time takes nothing, and does not stand in the way. Who that is shows more clearly each round.
    may_take = [_may_take(claim, left) for claim in group]
    for _ in range(ROUNDS):
        answers = _answers_if(group, left, may_take)
        known_better = [may and answer.funded is not False for may, answer in zip(may_take, answers, strict=True)]
        if known_better == may_take:
            break
        may_take = known_better
    return answers


def _answers_if(group: Sequence[Claim], left: Left, may_take: Sequence[bool]) -> list[Answer]:
    """The answers for a group of which only those take anything that `may_take`."""
    before = totals_perhaps_before(
        group, [claim.most if may else 0 for claim, may in zip(group, may_take, strict=True)]
    )
    sure = [
        claim.least if claim.competes and most + claim.most <= left.least else 0
        for claim, most in zip(group, before, strict=True)
    ]
    surely = totals_surely_before(group, sure)
    return [
        _answer(claim, Left(left.least - most, left.most - least))
        for claim, most, least in zip(group, before, surely, strict=True)
    ]


def _may_take(claim: Claim, left: Left) -> bool:
    return claim.least <= left.most or (claim.takes_less is not False and left.most > 0)


def _answer(claim: Claim, left: Left) -> Answer:
    """The answer for one project for which so much is left.

    `left.least` may be below zero: then not all that may come before it can be funded, and what is left for it is open.
    """
    if claim.most <= left.least:
        return Answer(True, claim.least if claim.least == claim.most else None, True)
    too_large = claim.least > left.most
    if claim.takes_less is False or left.most <= 0:
        return NOTHING if too_large else Answer(None, None, True)
    if left.least > 0 and claim.takes_less is True:  # whole or in part, it receives something
        return Answer(True, left.least if too_large and left.least == left.most else None, False)
    return Answer(None, None, False)


def _left_after(claims: Sequence[Claim], answers: Sequence[Answer], left: Left) -> Left:
    surely_taken = perhaps_taken = 0
    for claim, answer in zip(claims, answers, strict=True):
        if answer.funded is not False:
            perhaps_taken += claim.most if answer.amount is None else answer.amount
        if answer.funded and claim.competes and (answer.whole or answer.amount is not None):
            surely_taken += claim.least if answer.amount is None else answer.amount
    return Left(max(0, left.least - perhaps_taken), left.most - surely_taken)


def _by_number(claims: Sequence[Claim], answers: Sequence[Answer]) -> dict[int, Answer]:
    return {claim.number: answer for claim, answer in zip(claims, answers, strict=True)}
