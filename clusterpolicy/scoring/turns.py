"""Whether an application would be funded if its turn came earlier or later, and all others stood as they do."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

from clusterpolicy.scoring.allocation import Allocation
from clusterpolicy.scoring.budget import GENERAL, TooLarge, pots_of
from clusterpolicy.scoring.distribution import distribute
from clusterpolicy.scoring.span import in_cents


class Turns:
    """The turns of one allocation in which all is known. Places are numbered from 0 here."""

    def __init__(self, allocation: Allocation) -> None:
        self._ranking = allocation.ranking
        self._rules = allocation.rules
        self._pots = pots_of(allocation.rules, allocation.endowment, allocation.set_aside)
        self._grants = [in_cents(place.candidate.grant.lowest) for place in allocation.ranking.places]
        self._before = [0, *accumulate(self._grants)]

    def turning_place(self, number: int) -> int | None:
        """The nearest place at which an application loses the award it has, or wins the one it has not.

        `None` where there is none. A better place never loses an award, so the place is found by halving.
        """
        has = self.funded_at(number, number)
        far = len(self._grants) - 1 if has else 0
        near = number
        if self.funded_at(number, far) == has:
            return None
        while abs(far - near) > 1:
            half = (near + far) // 2
            near, far = (half, far) if self.funded_at(number, half) == has else (near, half)
        return far

    def funded_at(self, number: int, at: int) -> bool:
        """Whether the application at the place `number` would be funded at the place `at`."""
        if self._rules.too_large is TooLarge.STOP and not self._rules.reserves:
            return self._funded_in_one_pot(number, at)
        places = list(self._ranking.places)
        places.insert(at, places.pop(number))
        moved = tuple(replace(each, first=rung, last=rung) for rung, each in enumerate(places))
        found = distribute(replace(self._ranking, places=moved), self._rules, self._pots, {})
        return found.answers[at].funded is True

    def _funded_in_one_pot(self, number: int, at: int) -> bool:
        """The same where funding stops at the first that does not fit: all before it fit, and it too or in part."""
        grant = self._grants[number]
        before = self._before[at] if at <= number else self._before[at + 1] - grant
        money = self._pots[GENERAL]
        in_part = self._rules.offers_remainder and self._ranking.places[number].candidate.accepts_remainder is True
        return before + grant <= money or (in_part and before < money)
