"""What there is to give out in each variant, and what becomes of every application, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from clusterpolicy.scoring.outcome import Status
from clusterpolicy.scoring.portfolio_rules import PortfolioRule
from clusterpolicy.whatif.columns import Whole
from clusterpolicy.whatif.variants import Column

STATUSES = (Status.AWARDED, Status.RESERVE, Status.REJECTED, Status.UNDECIDED)
"""The statuses, by the code that stands for each in columns."""
AWARDED, RESERVE, REJECTED, UNDECIDED = range(4)

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
    cents: Whole
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
