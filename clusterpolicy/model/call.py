"""The call: what people and registers want to know about a call for applications. Its law stands in the rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from clusterpolicy.model.base import MOST_ENTRIES, CheckedModel, Contradiction
from clusterpolicy.model.identifiers import Text
from clusterpolicy.units import Euro, Instant


class Call(CheckedModel):
    """A call for applications.

    >>> call = Call(name="piedmont/line-a", title="Innovation clusters, Line A", region="Piedmont",
    ...             authority="Regione Piemonte", acts=["D.D. no. 643 of 26 October 2016"], endowment=35000000)
    >>> call.endowment
    Decimal('35000000.00')
    """

    name: Text = Field(title="name of the call", description="Name of its rule set, such as `piedmont/line-a`.")
    title: Text = Field(title="title of the call", description="Title of the call.")
    region: Text = Field(title="region of the call", description="Region that issued the call.")
    authority: Text = Field(title="authority of the call", description="Body that decides on applications.")
    acts: Annotated[tuple[Text, ...], Field(max_length=MOST_ENTRIES)] = Field(
        title="acts of the call", description="Acts by which the call was approved and changed, oldest first."
    )
    opens_at: Instant | None = Field(
        default=None, title="opening of the call", description="Moment from which applications are taken."
    )
    closes_at: Instant | None = Field(
        default=None, title="closing of the call", description="Last moment at which applications are taken."
    )
    endowment: Euro | None = Field(default=None, title="endowment of the call", description="Money for grants in euro.")

    def contradictions(self) -> Iterator[Contradiction]:
        """A call that closes before it opens."""
        if self.opens_at is not None and self.closes_at is not None and self.closes_at < self.opens_at:
            yield Contradiction(
                "dates-out-of-order",
                ("closes_at",),
                f"the call closes at {self.closes_at.isoformat()}, before it opens at {self.opens_at.isoformat()}",
                "correct one of the two moments",
                self.closes_at,
            )
