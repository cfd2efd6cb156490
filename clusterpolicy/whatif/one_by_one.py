"""Ranking and allocation one variant at a time, by `clusterpolicy.scoring`. What is equal is allocated once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np

from clusterpolicy.errors import ClusterPolicyError
from clusterpolicy.scoring.allocation import allocate
from clusterpolicy.scoring.candidate import Candidate, TieBreakValue
from clusterpolicy.scoring.portfolio_rules import strike
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.scoring.ranking import rank
from clusterpolicy.scoring.span import Span, in_cents
from clusterpolicy.whatif.columns import ENDLESS, Number, Truth
from clusterpolicy.whatif.examined import Examined
from clusterpolicy.whatif.given import NOT_KNOWN, STATUSES, UNDECIDED, Given, Money

REMEMBERED = 10_000
"""So many single allocations are remembered at most."""


class OneByOne:
    """Gives out the money of a call in single variants.

    Args:
        call: The call.
        names: All its applications, by id.
        instants: When each was submitted.
        applicants: Who hands in each.
        struck: Whether the rules about all applications have been followed before.
    """

    def __init__(
        self,
        call: RankedCall,
        names: Sequence[str],
        instants: Sequence[datetime | None],
        applicants: Sequence[Any],
        *,
        struck: bool,
    ) -> None:
        self._call, self._names, self._instants, self._applicants = call, names, instants, applicants
        self._is_struck = struck
        self._allocated: dict[bytes, tuple[Any, Any, str]] = {}

    def give(self, given: Given, at: int, examined: Examined, passes: Truth, grant: Number, money: Money) -> None:
        """What becomes of every application in the variant `at`, written into `given`."""
        arrays = [passes.yes, passes.no, grant.low, grant.high, *_arrays(examined)]
        row = [array[min(at, len(array) - 1)] for array in arrays]
        rest = repr((money.of(at), [getattr(rule, "most", 0) for rule in money.portfolio[at]]))
        key = b"".join([rest.encode(), *(np.ascontiguousarray(each).tobytes() for each in row)])
        if key not in self._allocated:
            if len(self._allocated) >= REMEMBERED:
                self._allocated.clear()
            self._allocated[key] = self._allocate(at, examined, passes, grant, money)
        given.status[at], given.cents[at], given.refused[at] = self._allocated[key]

    def _allocate(
        self, at: int, examined: Examined, passes: Truth, grant: Number, money: Money
    ) -> tuple[Any, Any, str]:
        candidates = [self._candidate(at, number, examined, passes, grant) for number in range(len(self._names))]
        rules = money.portfolio[at]
        try:
            struck = candidates if self._is_struck else strike(candidates, rules)
            ranking = rank(struck, self._call.ranking)
            found = allocate(ranking, self._call.budget, *money.of(at))
        except ClusterPolicyError as error:
            nothing = np.full(len(self._names), UNDECIDED, np.int8)
            return nothing, np.full(len(self._names), NOT_KNOWN, np.int64), error.problems[0].code
        outcomes = [found.outcome(name) for name in self._names]
        status = np.array([STATUSES.index(each.status) for each in outcomes], np.int8)
        cents = np.array([NOT_KNOWN if each.amount is None else in_cents(each.amount) for each in outcomes], np.int64)
        return status, cents, ""

    def _candidate(self, at: int, number: int, examined: Examined, passes: Truth, grant: Number) -> Candidate:
        def of(value: Number) -> Span:
            return _span(value, at, number)

        draws = {kind: _truth(each, at, number) for kind, each in examined.draws.items()}
        reserves = None if None in draws.values() else tuple(kind for kind, may in draws.items() if may)
        answer = _truth(passes, at, number)
        ties: list[TieBreakValue] = []
        for value in examined.tie_breaks:
            span = None if value is None else of(value)
            ties.append(self._instants[number] if span is None else span if span.exact is None else span.exact)
        return Candidate(
            self._names[number],
            of(examined.total),
            of(grant),
            answer,
            () if answer else ("not-known" if answer is None else "fails",),
            tuple(ties),
            self._instants[number],
            self._applicants[number],
            reserves,
            False if examined.accepts is None else _truth(examined.accepts, at, number),
        )


def _arrays(examined: Examined) -> list[Any]:
    values = [examined.total, *(each for each in examined.tie_breaks if each is not None)]
    truths = [*([] if examined.accepts is None else [examined.accepts]), *examined.draws.values()]
    return [
        *(end for each in values for end in (each.low, each.high)),
        *(end for each in truths for end in (each.yes, each.no)),
    ]


def _cell(array: Any, at: int, number: int) -> Any:
    return array[min(at, len(array) - 1), min(number, array.shape[1] - 1)]


def _truth(value: Truth, at: int, number: int) -> bool | None:
    return True if _cell(value.yes, at, number) else False if _cell(value.no, at, number) else None


def _span(value: Number, at: int, number: int) -> Span:
    low, high = int(_cell(value.low, at, number)), int(_cell(value.high, at, number))
    least = Decimal(0) if low <= -ENDLESS else Decimal(low).scaleb(-value.scale)
    return Span(least, None if high >= ENDLESS else Decimal(high).scaleb(-value.scale))
