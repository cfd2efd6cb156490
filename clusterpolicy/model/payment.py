"""A payment of a day: of aid in instalments, or of costs over the life of a project."""

from __future__ import annotations

from pydantic import Field

from clusterpolicy.model.base import DomainModel
from clusterpolicy.units import Day, Euro


class Payment(DomainModel):
    """An amount that falls due on a day.

    >>> Payment(due_on="2018-07-29", amount="50000").amount
    Decimal('50000.00')
    """

    due_on: Day | None = Field(
        default=None,
        title="day of the payment",
        description="The day on which the instalment is paid, or the cost is borne.",
    )
    amount: Euro | None = Field(default=None, title="amount of the payment", description="In euro.")
