"""The participation: one enterprise in one project, with its costs."""

from __future__ import annotations

from pydantic import Field

from clusterpolicy.model.base import DomainModel
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
        description="Short name by which research orders and attestations refer to this partner.",
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
