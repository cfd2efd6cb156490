"""Those who carry out research for the enterprises of a project, by contract."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from clusterpolicy.model.base import DomainModel
from clusterpolicy.model.identifiers import Lei, Text, VatNumber
from clusterpolicy.units import Truth


class ProviderKind(StrEnum):
    """What a provider of research is."""

    RESEARCH_ORGANISATION = "research_organisation"
    INNOVATIVE_SME = "innovative_sme"
    OTHER = "other"


class ResearchOrganisation(DomainModel):
    """A provider of research: a university, a research centre, or an innovative enterprise in that role.

    >>> ResearchOrganisation(name="Politecnico", kind="research_organisation", public=True).kind
    <ProviderKind.RESEARCH_ORGANISATION: 'research_organisation'>
    """

    name: Text = Field(title="name of the provider", description="Official name.")
    kind: ProviderKind | None = Field(
        default=None,
        title="kind of provider",
        description="Whether it is a research organisation (Regulation (EU) No 651/2014, Art. 2(83)), "
        "an innovative SME, or something else.",
    )
    vat_number: VatNumber | None = Field(
        default=None, title="Italian VAT number", description="Partita IVA: eleven digits, the prefix `IT` optional."
    )
    lei: Lei | None = Field(
        default=None, title="legal entity identifier", description="Legal entity identifier (ISO 17442)."
    )
    public: Truth | None = Field(
        default=None, title="public status", description="Whether the provider is a public body."
    )
    research_is_primary_goal: Truth | None = Field(
        default=None,
        title="research as the primary goal",
        description="Whether its primary goal is independent research or the wide dissemination of its results.",
    )
