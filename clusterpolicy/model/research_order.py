"""The research order: a contract by which a partner buys research for the project."""

from __future__ import annotations

from pydantic import Field

from clusterpolicy.model.base import DomainModel
from clusterpolicy.model.identifiers import Identifier
from clusterpolicy.model.research_organisation import ResearchOrganisation
from clusterpolicy.units import Euro, Truth


class ResearchOrder(DomainModel):
    """A contract for research between a partner and a provider. The provider gets no grant and holds no share.

    >>> ResearchOrder(provider={"name": "Politecnico"}, buyer="alfa", amount="140000").amount
    Decimal('140000.00')
    """

    provider: ResearchOrganisation = Field(title="provider of research", description="Who carries out the research.")
    buyer: Identifier = Field(
        title="buyer of the research", description="Identifier of the participation that places the order."
    )
    amount: Euro | None = Field(
        default=None, title="amount of the research order", description="Price of the contract in euro, without VAT."
    )
    provider_independent: Truth | None = Field(
        default=None,
        title="independence of the provider",
        description="Whether the provider is linked to no partner of the project.",
    )
