"""The rows of the table in which the practice told what came of it, and what follows from them by division."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from clusterpolicy.model.base import DomainModel
from clusterpolicy.units import Euro

Number = Annotated[int, Field(ge=0, strict=True)]


class Tally(DomainModel):
    """What came out of one call, or of both.

    Attributes:
        endowment: The money of the call, in euro.
        submitted: Applications handed in.
        financed: Applications that were granted aid.
        enterprises: Enterprises in the financed projects, each counted once.
        investment: Eligible cost of the financed projects, in euro.
        grants: Aid granted to them, in euro.
        research_contracts: Contracts of the financed projects with research organisations.
        research_contracts_value: What those contracts are worth, in euro.

    >>> tally = Tally(
    ...     endowment=15_000_000, submitted=53, financed=34, enterprises=68, investment=21_200_000, grants=9_300_000,
    ...     research_contracts=44, research_contracts_value=7_000_000,
    ... )
    >>> tally.grant_per_project
    Fraction(4650000, 17)
    """

    endowment: Euro
    submitted: Number
    financed: Number
    enterprises: Number
    investment: Euro
    grants: Euro
    research_contracts: Number
    research_contracts_value: Euro

    @property
    def success(self) -> Fraction | None:
        """The share of the applications that were financed; `None` where there were none."""
        return _ratio(self.financed, self.submitted)

    @property
    def used(self) -> Fraction | None:
        """The share of the endowment that was granted; `None` where there is no money."""
        return _ratio(self.grants, self.endowment)

    @property
    def intensity(self) -> Fraction | None:
        """The share of the investment that the grants cover; `None` where nothing is invested."""
        return _ratio(self.grants, self.investment)

    @property
    def cost_per_project(self) -> Fraction | None:
        """Mean eligible cost of a financed project, in euro; `None` where none is financed."""
        return _ratio(self.investment, self.financed)

    @property
    def grant_per_project(self) -> Fraction | None:
        """Mean grant of a financed project, in euro; `None` where none is financed."""
        return _ratio(self.grants, self.financed)

    @property
    def enterprises_per_project(self) -> Fraction | None:
        """Mean number of enterprises in a financed project; `None` where none is financed."""
        return _ratio(self.enterprises, self.financed)

    @property
    def cost_per_enterprise(self) -> Fraction | None:
        """Mean eligible cost of an enterprise, in euro; `None` where none takes part."""
        return _ratio(self.investment, self.enterprises)

    @property
    def contract_value(self) -> Fraction | None:
        """Mean value of a research contract, in euro; `None` where there is none."""
        return _ratio(self.research_contracts_value, self.research_contracts)

    @property
    def contracted_share(self) -> Fraction | None:
        """The share of the investment that goes into research contracts; `None` where nothing is invested."""
        return _ratio(self.research_contracts_value, self.investment)

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally.model_construct(
            **{name: getattr(self, name) + getattr(other, name) for name in Tally.model_fields}
        )


def _ratio(part: int | Decimal, whole: int | Decimal) -> Fraction | None:
    return Fraction(part) / Fraction(whole) if whole else None
