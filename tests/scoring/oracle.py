"""Ranking and allocation written a second time, plainly: one project after the other, and every completion."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from clusterpolicy.scoring.budget import BudgetRules, Remainder, TooLarge, Unused
from clusterpolicy.scoring.candidate import Candidate
from clusterpolicy.scoring.span import Span


def given_out(in_order: Sequence[Candidate], rules: BudgetRules, pots: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What each receives of those that are funded. All is known, and `in_order` is the ranking of those that pass."""
    paid: dict[str, Decimal] = {}
    back = Decimal(0)
    unused = {reserve.kind: reserve.unused for reserve in rules.reserves}
    for name, money in pots.items():
        if name == "general":
            money += back
        for candidate in in_order:
            if candidate.application in paid or (name != "general" and name not in (candidate.reserves or ())):
                continue
            grant = candidate.grant.lowest
            if grant <= money:
                paid[candidate.application] = grant
                money -= grant
                continue
            if rules.remainder is Remainder.OFFERED and candidate.accepts_remainder and money > 0:
                paid[candidate.application] = money
                money = Decimal(0)
            if rules.too_large is TooLarge.STOP:
                break
        if unused.get(name) is Unused.RETURNS:
            back += money
    return paid


def completions(candidates: Sequence[Candidate], kinds: Sequence[str]) -> Iterator[list[Candidate]]:
    """Every way in which the unknowns may turn out, at the ends of what is possible and one value between."""
    yield from (list(each) for each in itertools.product(*(list(_settled(one, kinds)) for one in candidates)))


def orders(candidates: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """Every order of candidates of which all is known, best first; level ones in either order."""
    passing = sorted((one for one in candidates if one.passes), key=lambda one: -one.score.lowest)
    levels = [list(level) for _, level in itertools.groupby(passing, key=lambda one: one.score.lowest)]
    for choice in itertools.product(*(itertools.permutations(level) for level in levels)):
        yield list(itertools.chain.from_iterable(choice))


def _settled(candidate: Candidate, kinds: Sequence[str]) -> Iterator[Candidate]:
    truths = {True: (True,), False: (False,), None: (True, False)}
    reserves = [()] + [(kind,) for kind in kinds] if candidate.reserves is None else [candidate.reserves]
    for score, grant, passes, accepts, of_kind in itertools.product(
        _values(candidate.score),
        _values(candidate.grant),
        truths[candidate.passes],
        truths[candidate.accepts_remainder],
        reserves,
    ):
        yield replace(
            candidate,
            score=Span.of(score),
            grant=Span.of(grant),
            passes=passes,
            reasons=() if passes else ("fails",),
            accepts_remainder=accepts,
            reserves=of_kind,
        )


def _values(span: Span) -> list[Decimal]:
    assert span.highest is not None
    middle = (span.lowest + span.highest) // 2
    return sorted({span.lowest, span.highest, *([middle] if middle > span.lowest else [])})
