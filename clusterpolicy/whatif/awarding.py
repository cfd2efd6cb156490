"""Ranking and allocation in many variants at once.

The common case, one pot that ends at the first grant that does not fit, is reckoned in columns. All else is handed to
`clusterpolicy.scoring`, a variant at a time, and remembered: what is equal is allocated once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from clusterpolicy.calls.applicants import applicants_of
from clusterpolicy.errors import ClusterPolicyError
from clusterpolicy.model.evaluation import Evaluation
from clusterpolicy.scoring.allocation import allocate
from clusterpolicy.scoring.budget import Remainder, TooLarge
from clusterpolicy.scoring.candidate import Candidate, TieBreakValue
from clusterpolicy.scoring.outcome import Status
from clusterpolicy.scoring.portfolio_rules import AtMostApplications, Keeps, PortfolioRule, strike
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.scoring.ranking import rank
from clusterpolicy.scoring.span import Span, in_cents
from clusterpolicy.scoring.tie_breaks import UnbrokenTies
from clusterpolicy.whatif import numbers as v
from clusterpolicy.whatif.examined import Examined
from clusterpolicy.whatif.open_places import Claims, groups_of, has_ties, reached_and_surely
from clusterpolicy.whatif.order import Keys, keys_of, sorted_by
from clusterpolicy.whatif.variants import Column

STATUSES = (Status.AWARDED, Status.RESERVE, Status.REJECTED, Status.UNDECIDED)
"""The statuses, by the code that stands for each in columns."""
AWARDED, RESERVE, REJECTED, UNDECIDED = range(4)

REMEMBERED = 10_000
"""So many single allocations are remembered at most."""

NOT_KNOWN = -1
"""Stands for an amount that is not known."""


@dataclass(frozen=True, slots=True)
class Given:
    """What becomes of every application, a column each, in every variant, a row each.

    Attributes:
        status: The code of its status; see `STATUSES`.
        cents: What it is awarded, in cents; `NOT_KNOWN` while it is undecided.
        refused: For each variant the code of the problem for which it cannot be run; empty where it can.
    """

    status: npt.NDArray[np.int8]
    cents: v.Whole
    refused: list[str]


@dataclass(frozen=True, slots=True)
class Money:
    """The money of each variant, in euro, and the rules about all applications."""

    endowment: Column
    set_aside: Mapping[str, Column]
    portfolio: Sequence[tuple[PortfolioRule, ...]]

    def of(self, at: int) -> tuple[Decimal, dict[str, Decimal]]:
        """The endowment and the reserves of one variant."""
        return self.endowment.value(at), {kind: column.value(at) for kind, column in self.set_aside.items()}


class Awarding:
    """Gives out the money of a call in many variants.

    Args:
        call: The call.
        evaluations: All its applications.
    """

    def __init__(self, call: RankedCall, evaluations: Sequence[Evaluation]) -> None:
        self._call = call
        self._names = [each.application.id for each in evaluations]
        self._instants = [each.application.submitted_at for each in evaluations]
        applicants = applicants_of(each.application for each in evaluations)
        self._applicants = [applicants[name] for name in self._names]
        self._struck: dict[Any, tuple[v.Flags, v.Flags]] = {}
        self._allocated: dict[bytes, tuple[Any, Any, str]] = {}

    def give(self, examined: Examined, money: Money) -> Given:
        """What becomes of every application in every variant."""
        number, width = len(money.portfolio), len(self._names)
        passes = self._after_portfolio_rules(examined.passes, money)
        shape = (number, width)
        whole = v.every_part(v.Truth(*passes), lambda array: np.broadcast_to(array, shape))
        grant = v.every_part(v.rounded(examined.grant, "down"), lambda array: np.broadcast_to(array, shape))
        given = Given(np.full(shape, REJECTED, np.int8), np.zeros(shape, np.int64), [""] * number)
        plain = np.zeros(number, np.bool_)
        if number and width and self._is_plain():
            plain = self._give_plainly(given, examined, whole, grant, money)
        for at in np.flatnonzero(~plain):
            self._give_one(given, int(at), examined, whole, grant, money)
        return given

    def _is_plain(self) -> bool:
        budget = self._call.budget
        one_pot = not budget.reserves and budget.remainder is Remainder.NOT_OFFERED
        rules_about_all = not self._call.portfolio and self._call.keeps is Keeps.SUBMITTED_FIRST
        return one_pot and budget.too_large is TooLarge.STOP and rules_about_all

    # --- rules about all applications -------------------------------------------------------------------------------

    def _after_portfolio_rules(self, passes: v.Truth, money: Money) -> tuple[v.Flags, v.Flags]:
        """Who passes after a limit to the applications of an enterprise. It never hangs on anything that varies but
        its own figure, where the order of submission decides.
        """
        if not self._is_plain() or not any(money.portfolio):
            return passes.yes, passes.no
        rows = [self._struck_by(rules) for rules in money.portfolio]
        if all(row is rows[0] for row in rows):
            rows = rows[:1]
        surely = np.stack([row[0] for row in rows])
        maybe = np.stack([row[1] for row in rows])
        return passes.yes & ~surely & ~maybe, passes.no | surely

    def _struck_by(self, rules: tuple[PortfolioRule, ...]) -> tuple[v.Flags, v.Flags]:
        key = tuple(rule.most for rule in rules if isinstance(rule, AtMostApplications))
        if key not in self._struck:
            nothing = Span.of(0)
            filed = [
                Candidate(name, nothing, nothing, submitted_at=instant, applicants=applicants)
                for name, instant, applicants in zip(self._names, self._instants, self._applicants, strict=True)
            ]
            passes = {each.application: each.passes for each in strike(filed, rules)}
            found = [passes[name] for name in self._names]
            surely = np.array([answer is False for answer in found], np.bool_)
            self._struck[key] = surely, np.array([answer is None for answer in found], np.bool_)
        return self._struck[key]

    # --- many variants at once --------------------------------------------------------------------------------------

    def _give_plainly(
        self, given: Given, examined: Examined, passes: v.Truth, grant: v.Number, money: Money
    ) -> v.Flags:
        """Give out the money where the order is known. Says in which variants it was."""
        keys = keys_of(examined, [each.prefers for each in self._call.ranking.tie_breaks], self._instants)
        order, sorted_keys = sorted_by(keys.best)
        enters = passes.yes if bool((passes.yes | passes.no).all()) else ~passes.no
        limit = _cents(money.endowment)[:, None]
        certain = (keys.exact | ~enters).all(axis=1)
        plain = certain & (limit[:, 0] > 0) & ~_has_ties(sorted_keys, order.placed(enters))
        most = grant.high
        if not grant.known:
            most = np.where(grant.high >= v.ENDLESS, np.maximum(grant.low, limit + 1), grant.high)
        reached = order.summed(np.where(enters, most, 0))  # with its own; it fits if that does
        surely = reached
        if not grant.known or enters is not passes.yes:
            surely = order.summed(np.where(passes.yes, grant.low, 0))
        claims = Claims(enters, passes.yes, grant.low, most, limit)
        _settle(given, slice(None), claims, reached, surely)
        for rows, at in groups_of(keys, np.flatnonzero(~certain & (limit[:, 0] > 0))):
            plain[rows] = self._give_openly(given, rows, claims.of(rows), keys, int(at[0]))
        return plain

    def _give_openly(self, given: Given, rows: v.Whole, claims: Claims, keys: Keys, at: int) -> v.Flags:
        """Give out the money in variants with the same scores, not all of them known. Says in which it was."""
        found = reached_and_surely(claims, keys.best[at], keys.worst[at]) if len(rows) else None
        if found is None or self._call.ranking.unbroken_ties is not UnbrokenTies.REFUSED:
            return np.zeros(len(rows), np.bool_)
        _settle(given, rows, claims, *found)
        exact = np.broadcast_to(keys.exact, keys.best.shape)[min(at, len(keys.exact) - 1)]
        return ~has_ties(claims, keys.best[at], exact)

    # --- one variant at a time --------------------------------------------------------------------------------------

    def _give_one(
        self, given: Given, at: int, examined: Examined, passes: v.Truth, grant: v.Number, money: Money
    ) -> None:
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
        self, at: int, examined: Examined, passes: v.Truth, grant: v.Number, money: Money
    ) -> tuple[Any, Any, str]:
        candidates = [self._candidate(at, number, examined, passes, grant) for number in range(len(self._names))]
        rules = money.portfolio[at]
        try:
            struck = candidates if self._is_plain() else strike(candidates, rules)
            ranking = rank(struck, self._call.ranking)
            found = allocate(ranking, self._call.budget, *money.of(at))
        except ClusterPolicyError as error:
            nothing = np.full(len(self._names), UNDECIDED, np.int8)
            return nothing, np.full(len(self._names), NOT_KNOWN, np.int64), error.problems[0].code
        outcomes = [found.outcome(name) for name in self._names]
        status = np.array([STATUSES.index(each.status) for each in outcomes], np.int8)
        cents = np.array([NOT_KNOWN if each.amount is None else in_cents(each.amount) for each in outcomes], np.int64)
        return status, cents, ""

    def _candidate(self, at: int, number: int, examined: Examined, passes: v.Truth, grant: v.Number) -> Candidate:
        def of(value: v.Number) -> Span:
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


def _settle(given: Given, rows: Any, claims: Claims, reached: v.Whole, surely: v.Whole) -> None:
    """Write down what becomes of everyone in some variants, from the sums of what stands before each."""
    fits = claims.passes & (reached <= claims.limit)
    waits = claims.passes & (reached > claims.limit) & (surely > claims.limit)
    funded = fits & (claims.most == claims.least)
    status = np.where(claims.enters, np.int8(UNDECIDED), np.int8(REJECTED))
    status[waits] = RESERVE
    status[funded] = AWARDED
    given.status[rows] = status
    given.cents[rows] = np.where(funded, claims.least, np.where(status == UNDECIDED, NOT_KNOWN, 0))


def _has_ties(keys: v.Whole, enters: v.Flags) -> v.Flags:
    """In which variants two that pass or may pass are level."""
    level = keys[:, 1:] == keys[:, :-1]
    found: v.Flags = np.zeros(len(enters), np.bool_)
    if not level.any():
        return found
    # Those that do not enter may stand between two that are level: all of one key stand together.
    starts = np.concatenate((np.zeros((len(keys), 1), np.bool_), ~level), axis=1)
    groups = np.broadcast_to(np.cumsum(starts, axis=1), enters.shape)
    for row in np.flatnonzero(np.broadcast_to(level.any(axis=1), len(enters))):
        found[row] = bool((np.bincount(groups[row], enters[row]) > 1).any())
    return found


def _cents(endowment: Column) -> v.Whole:
    """Endowments in cents; 0 for one that cannot be given out: the careful way says why."""
    whole = endowment.wholes
    if endowment.scale <= 2:
        factor = 10 ** (2 - endowment.scale)
        cents: v.Whole = np.where(whole < v.WIDEST // factor, whole, 0) * factor
        return cents
    divisor = 10 ** (endowment.scale - 2)
    found: v.Whole = np.where(whole % divisor == 0, whole // divisor, 0)
    return found


def _arrays(examined: Examined) -> list[Any]:
    values = [examined.total, *(each for each in examined.tie_breaks if each is not None)]
    truths = [*([] if examined.accepts is None else [examined.accepts]), *examined.draws.values()]
    return [
        *(end for each in values for end in (each.low, each.high)),
        *(end for each in truths for end in (each.yes, each.no)),
    ]


def _cell(array: Any, at: int, number: int) -> Any:
    return array[min(at, len(array) - 1), min(number, array.shape[1] - 1)]


def _truth(value: v.Truth, at: int, number: int) -> bool | None:
    return True if _cell(value.yes, at, number) else False if _cell(value.no, at, number) else None


def _span(value: v.Number, at: int, number: int) -> Span:
    low, high = int(_cell(value.low, at, number)), int(_cell(value.high, at, number))
    least = Decimal(0) if low <= -v.ENDLESS else Decimal(low).scaleb(-value.scale)
    return Span(least, None if high >= v.ENDLESS else Decimal(high).scaleb(-value.scale))
