"""Giving out money where the order is not known for sure: who perhaps, and who surely comes before whom.

The reasoning is that of `clusterpolicy.scoring.pot`, for one pot that ends at the first grant that does not fit, and
for all variants with the same scores at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clusterpolicy.whatif.columns import Flags, Whole
from clusterpolicy.whatif.order import Keys

_EXACT_FLOATS = 2**53
"""Sums of whole numbers below this are exact, also where they are reckoned as floating-point numbers."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What the applications ask, a row for each variant. Amounts in cents.

    Attributes:
        enters, passes: Who may pass, and who surely passes.
        least, most: What each asks at least and at most.
        limit: The money, a column of one.
    """

    enters: Flags
    passes: Flags
    least: Whole
    most: Whole
    limit: Whole

    def of(self, rows: Whole) -> Claims:
        """The claims in some variants."""
        return Claims(self.enters[rows], self.passes[rows], self.least[rows], self.most[rows], self.limit[rows])


def groups_of(keys: Keys, rows: Whole) -> list[tuple[Whole, Whole]]:
    """The variants among `rows` with the same scores, each with the number of its row among the keys."""
    if len(keys.best) == 1:
        return [(rows, np.zeros(1, np.int64))]
    both = np.concatenate((keys.best[rows], keys.worst[rows]), axis=1)
    _, first, group = np.unique(both, axis=0, return_index=True, return_inverse=True)
    group = group.reshape(-1)
    return [(rows[group == number], rows[at : at + 1]) for number, at in enumerate(first)]


def reached_and_surely(claims: Claims, best: Whole, worst: Whole) -> tuple[Whole, Whole] | None:
    """For each what all perhaps before it may take at most, and what those surely before it take at least, both with
    its own. `None` where such sums might not be exact.
    """
    most, least = np.where(claims.enters, claims.most, 0), np.where(claims.passes, claims.least, 0)
    if int(most.max(initial=0)) * most.shape[1] >= _EXACT_FLOATS:
        return None
    perhaps = best[:, None] <= worst[None, :]  # also of itself, since its best is not below its worst
    surely = worst[:, None] < best[None, :]
    np.fill_diagonal(surely, True)
    return _summed(most, perhaps), _summed(least, surely)


def has_ties(claims: Claims, best: Whole, exact: Flags) -> Flags:
    """In which variants two that surely pass are level in all that is known of both."""
    level = (best[:, None] == best[None, :]) & exact[:, None] & exact[None, :]
    pairs = np.argwhere(np.triu(level, 1))
    found: Flags = np.zeros(len(claims.passes), np.bool_)
    for one, other in pairs:
        found |= claims.passes[:, one] & claims.passes[:, other]
    return found


def _summed(amounts: Whole, before: Flags) -> Whole:
    sums: Whole = (amounts.astype(np.float64) @ before.astype(np.float64)).astype(np.int64)
    return sums
