"""The end user: a body that will use the results and tries them out in the project."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from clusterpolicy.model.base import DomainModel
from clusterpolicy.model.costs import EligibleCosts
from clusterpolicy.model.identifiers import Identifier, Text


class EndUserKind(StrEnum):
    """What an end user is."""

    PUBLIC_BODY = "public_body"
    PRIVATE_NON_PROFIT = "private_non_profit"
    OTHER = "other"


class EndUser(DomainModel):
    """A body that takes part in a project as the user of its results.

    >>> EndUser(id="asl", name="Local health agency", kind="public_body").kind.value
    'public_body'
    """

    id: Identifier = Field(title="identifier of the end user", description="Short name, used in the decision.")
    name: Text = Field(title="name of the end user", description="Official name.")
    kind: EndUserKind | None = Field(
        default=None, title="kind of end user", description="Whether it is a public body or a private non-profit one."
    )
    costs: EligibleCosts | None = Field(
        default=None,
        title="eligible costs of the end user",
        description="Its eligible costs, by activity and category.",
    )
