"""Ranking and allocation in many variants at once.

The common case, one pot that ends at the first grant that does not fit, is reckoned in columns. All else is handed to
`clusterpolicy.scoring`, a variant at a time, and remembered: what is equal is allocated once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from clusterpolicy.calls.applicants import applicants_of
from clusterpolicy.model.evaluation import Evaluation
from clusterpolicy.scoring.budget import Remainder, TooLarge
from clusterpolicy.scoring.candidate import Candidate
from clusterpolicy.scoring.portfolio_rules import AtMostApplications, Keeps, PortfolioRule, strike
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.scoring.span import Span
from clusterpolicy.scoring.tie_breaks import UnbrokenTies
from clusterpolicy.whatif import numbers
from clusterpolicy.whatif.columns import ENDLESS, WIDEST, Flags, Number, Truth, Whole, every_part
from clusterpolicy.whatif.examined import Examined
from clusterpolicy.whatif.given import AWARDED, NOT_KNOWN, REJECTED, RESERVE, UNDECIDED, Given, Money
from clusterpolicy.whatif.one_by_one import OneByOne
from clusterpolicy.whatif.open_places import Claims, groups_of, has_ties, reached_and_surely
from clusterpolicy.whatif.order import Keys, keys_of, sorted_by
from clusterpolicy.whatif.variants import Column


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
        self._struck: dict[Any, tuple[Flags, Flags]] = {}
        self._one_by_one = OneByOne(call, self._names, self._instants, self._applicants, struck=self._is_plain())

    def give(self, examined: Examined, money: Money) -> Given:
        """What becomes of every application in every variant."""
        number, width = len(money.portfolio), len(self._names)
        passes = self._after_portfolio_rules(examined.passes, money)
        shape = (number, width)
        whole = every_part(Truth(*passes), lambda array: np.broadcast_to(array, shape))
        grant = every_part(numbers.rounded(examined.grant, "down"), lambda array: np.broadcast_to(array, shape))
        given = Given(np.full(shape, REJECTED, np.int8), np.zeros(shape, np.int64), [""] * number)
        plain = np.zeros(number, np.bool_)
        if number and width and self._is_plain():
            plain = self._give_plainly(given, examined, whole, grant, money)
        for at in np.flatnonzero(~plain):
            self._one_by_one.give(given, int(at), examined, whole, grant, money)
        return given

    def _is_plain(self) -> bool:
        budget = self._call.budget
        one_pot = not budget.reserves and budget.remainder is Remainder.NOT_OFFERED
        rules_about_all = not self._call.portfolio and self._call.keeps is Keeps.SUBMITTED_FIRST
        return one_pot and budget.too_large is TooLarge.STOP and rules_about_all

    # --- rules about all applications -------------------------------------------------------------------------------

    def _after_portfolio_rules(self, passes: Truth, money: Money) -> tuple[Flags, Flags]:
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

    def _struck_by(self, rules: tuple[PortfolioRule, ...]) -> tuple[Flags, Flags]:
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

    def _give_plainly(self, given: Given, examined: Examined, passes: Truth, grant: Number, money: Money) -> Flags:
        """Give out the money where the order is known. Says in which variants it was."""
        keys = keys_of(examined, [each.prefers for each in self._call.ranking.tie_breaks], self._instants)
        order, sorted_keys = sorted_by(keys.best)
        enters = passes.yes if bool((passes.yes | passes.no).all()) else ~passes.no
        limit = _cents(money.endowment)[:, None]
        certain = (keys.exact | ~enters).all(axis=1)
        plain = certain & (limit[:, 0] > 0) & ~_has_ties(sorted_keys, order.placed(enters))
        most = grant.high
        if not grant.known:
            most = np.where(grant.high >= ENDLESS, np.maximum(grant.low, limit + 1), grant.high)
        reached = order.summed(np.where(enters, most, 0))  # with its own; it fits if that does
        surely = reached
        if not grant.known or enters is not passes.yes:
            surely = order.summed(np.where(passes.yes, grant.low, 0))
        claims = Claims(enters, passes.yes, grant.low, most, limit)
        _settle(given, slice(None), claims, reached, surely)
        for rows, at in groups_of(keys, np.flatnonzero(~certain & (limit[:, 0] > 0))):
            plain[rows] = self._give_openly(given, rows, claims.of(rows), keys, int(at[0]))
        return plain

    def _give_openly(self, given: Given, rows: Whole, claims: Claims, keys: Keys, at: int) -> Flags:
        """Give out the money in variants with the same scores, not all of them known. Says in which it was."""
        found = reached_and_surely(claims, keys.best[at], keys.worst[at]) if len(rows) else None
        if found is None or self._call.ranking.unbroken_ties is not UnbrokenTies.REFUSED:
            return np.zeros(len(rows), np.bool_)
        _settle(given, rows, claims, *found)
        exact = np.broadcast_to(keys.exact, keys.best.shape)[min(at, len(keys.exact) - 1)]
        return ~has_ties(claims, keys.best[at], exact)


def _settle(given: Given, rows: Any, claims: Claims, reached: Whole, surely: Whole) -> None:
    """Write down what becomes of everyone in some variants, from the sums of what stands before each."""
    fits = claims.passes & (reached <= claims.limit)
    waits = claims.passes & (reached > claims.limit) & (surely > claims.limit)
    funded = fits & (claims.most == claims.least)
    status = np.where(claims.enters, np.int8(UNDECIDED), np.int8(REJECTED))
    status[waits] = RESERVE
    status[funded] = AWARDED
    given.status[rows] = status
    given.cents[rows] = np.where(funded, claims.least, np.where(status == UNDECIDED, NOT_KNOWN, 0))


def _has_ties(keys: Whole, enters: Flags) -> Flags:
    """In which variants two that pass or may pass are level."""
    level = keys[:, 1:] == keys[:, :-1]
    found: Flags = np.zeros(len(enters), np.bool_)
    if not level.any():
        return found
    # Those that do not enter may stand between two that are level: all of one key stand together.
    starts = np.concatenate((np.zeros((len(keys), 1), np.bool_), ~level), axis=1)
    groups = np.broadcast_to(np.cumsum(starts, axis=1), enters.shape)
    for row in np.flatnonzero(np.broadcast_to(level.any(axis=1), len(enters))):
        found[row] = bool((np.bincount(groups[row], enters[row]) > 1).any())
    return found


def _cents(endowment: Column) -> Whole:
    """Endowments in cents; 0 for one that cannot be given out: the careful way says why."""
    whole = endowment.wholes
    if endowment.scale <= 2:
        factor = 10 ** (2 - endowment.scale)
        cents: Whole = np.where(whole < WIDEST // factor, whole, 0) * factor
        return cents
    divisor = 10 ** (endowment.scale - 2)
    found: Whole = np.where(whole % divisor == 0, whole // divisor, 0)
    return found
