"""The participation: one enterprise in one project, with its costs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from clusterpolicy.model.attestation import JoiningCommitment, ManagerAttestation
from clusterpolicy.model.base import MOST_ENTRIES, DomainModel
from clusterpolicy.model.costs import EligibleCosts
from clusterpolicy.model.enterprise import Enterprise
from clusterpolicy.model.identifiers import Identifier, NutsCode
from clusterpolicy.units import Truth


class Participation(DomainModel):
    """An enterprise as a partner of a project.

    >>> Participation(id="alfa", enterprise={"name": "Meccanica Alfa"}).enterprise.name
    'Meccanica Alfa'
    """

    id: Identifier = Field(
        title="identifier of the participation",
        description="Short name by which research orders refer to this partner.",
    )
    enterprise: Enterprise = Field(title="enterprise", description="The enterprise that takes part.")
    costs: EligibleCosts | None = Field(
        default=None, title="eligible costs", description="Eligible costs of this partner, by activity and category."
    )
    place_of_work: NutsCode | None = Field(
        default=None,
        title="place of work",
        description="NUTS code of the place where this partner carries out its share of the work.",
    )
    independent_of_partners: Truth | None = Field(
        default=None,
        title="independence of the other partners",
        description="Whether the enterprise is linked to no other enterprise of the project.",
    )
    activity_code_admitted: Truth | None = Field(
        default=None,
        title="activity code admitted by the authority",
        description="What the authority found when it checked the activity code against the list of the call. "
        "Left out where nobody has checked.",
    )
    attestations: Annotated[tuple[ManagerAttestation, ...], Field(max_length=MOST_ENTRIES)] | None = Field(
        default=None,
        title="attestations of cluster managers",
        description="Attestations handed in about this enterprise. Empty: none.",
    )
    commits_to_join: Annotated[tuple[JoiningCommitment, ...], Field(max_length=MOST_ENTRIES)] | None = Field(
        default=None,
        title="commitments to join a cluster",
        description="Clusters this enterprise commits itself to join if the project is admitted. Empty: none.",
    )
