"""All pots of a line, given out one after the other: each reserve to its own projects, then the rest to all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from clusterpolicy.scoring.budget import GENERAL, BudgetRules, TooLarge
from clusterpolicy.scoring.outcome import Outcome
from clusterpolicy.scoring.pot import NOTHING, Answer, Claim, Left, fund_all_that_fit, fund_until_too_large
from clusterpolicy.scoring.ranking import Place, Ranking
from clusterpolicy.scoring.span import in_cents


@dataclass(slots=True)
class Distribution:
    """What the pots have for each place of a ranking, and what is left of them.

    Attributes:
        answers: For each place, what all pots so far have for it together.
        sources: For each place, the pot it is surely funded from; `None` where there is none, or where that is open.
        left: What is left of each pot.
    """

    answers: list[Answer]
    sources: list[str | None]
    left: dict[str, Left] = field(default_factory=dict)


def distribute(
    ranking: Ranking, rules: BudgetRules, pots: Mapping[str, int], standing: Mapping[str, Outcome]
) -> Distribution:
    """Give out all `pots`, in their order, beside the awards that are `standing`."""
    size = len(ranking.places)
    found = Distribution([NOTHING] * size, [None] * size)
    fund = fund_all_that_fit if rules.too_large is TooLarge.SKIP else fund_until_too_large
    available = beside_standing(rules, pots, standing)
    returned = Left(0, 0)
    for name, left in available.items():
        if name == GENERAL:
            left = Left(left.least + returned.least, left.most + returned.most)
        draws = [_draws_on(name, place, rules, standing) for place in ranking.places]
        claims = [
            _claim(number, place, rules, standing, found.answers[number], draws[number], sum(pots.values()))
            for number, place in enumerate(ranking.places)
            if draws[number] is not False and found.answers[number].funded is not True
        ]
        answers, left = fund(claims, Left(max(0, left.least), left.most))
        for number, answer in answers.items():
            _add(found, number, answer, draws[number], name)
        if name in rules.giving_back:
            returned = Left(returned.least + left.least, returned.most + left.most)
            left = Left(0, 0)
        found.left[name] = left
    return found


def beside_standing(rules: BudgetRules, pots: Mapping[str, int], standing: Mapping[str, Outcome]) -> dict[str, Left]:
    """What awards that stand leave of each pot. Below zero in the general pot where they are more than there is.

    What a reserve gave back may be spent by now. So where awards from the general pot are more than was in it, the
    reserves that give back have so much less.
    """
    least, most = dict(pots), dict(pots)
    for outcome in standing.values():
        taken = in_cents(outcome.amount or Decimal(0))
        for name in pots:
            least[name] -= taken if outcome.pot in (name, None) else 0  # if open, it may be from this pot
            most[name] -= taken if outcome.pot == name else 0
    for amounts in (least, most):
        for name in rules.giving_back:
            moved = min(max(0, -amounts[GENERAL]), max(0, amounts[name]))
            amounts[name] -= moved
            amounts[GENERAL] += moved
    return {name: Left(least[name], most[name]) for name in pots}


def _draws_on(pot: str, place: Place, rules: BudgetRules, standing: Mapping[str, Outcome]) -> bool | None:
    """Whether a project may draw on a pot: on a reserve of its kind, and on the general one. `None` where not known.

    An award that stands may be raised only where it is a remainder, and only from the pot it comes from.
    """
    candidate = place.candidate
    kept = standing.get(candidate.application)
    if kept is not None:
        grant = candidate.grant.exact
        part = grant is not None and kept.amount is not None and kept.amount < grant
        return part and rules.offers_remainder and kept.pot == pot
    if pot == GENERAL:
        return True
    return None if candidate.reserves is None else pot in candidate.reserves


def _claim(
    number: int,
    place: Place,
    rules: BudgetRules,
    standing: Mapping[str, Outcome],
    so_far: Answer,
    draws: bool | None,
    money: int,
) -> Claim:
    candidate = place.candidate
    kept = standing.get(candidate.application)
    already = 0 if kept is None or kept.amount is None else in_cents(kept.amount)
    least = in_cents(candidate.grant.lowest) - already
    # A grant without bound counts as a cent more than all the money: it fits nowhere either.
    most = max(least, money + 1) if candidate.grant.highest is None else in_cents(candidate.grant.highest) - already
    return Claim(
        number,
        place.first,
        place.last,
        least,
        most,
        competes=True if draws is True and so_far.funded is False and candidate.passes is True else None,
        takes_less=candidate.accepts_remainder if rules.offers_remainder else False,
    )


def _add(found: Distribution, number: int, answer: Answer, draws: bool | None, pot: str) -> None:
    """Join what one pot has for a place with what the pots before have for it."""
    before = found.answers[number]
    if answer.funded is False:
        return
    if answer.funded is None or draws is None:
        found.answers[number] = Answer(None, None, before.whole and answer.whole)
    elif before.funded is False:
        found.answers[number], found.sources[number] = answer, pot
    else:  # it is funded in any case: here, or by a pot before; with the same amount, if both have the whole for it
        whole = before.whole and answer.whole
        found.answers[number] = Answer(True, answer.amount if whole else None, whole)
