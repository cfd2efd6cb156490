"""What joins an enterprise to a cluster before it is a member: the manager's attestation, and its own commitment."""

from __future__ import annotations

from pydantic import Field

from clusterpolicy.model.base import DomainModel
from clusterpolicy.model.identifiers import Text
from clusterpolicy.units import Day, Truth


class ManagerAttestation(DomainModel):
    """What the manager of a cluster attests about an enterprise and the project it takes part in.

    >>> ManagerAttestation(cluster="MESAP", coherent_with_agenda=True).fit_to_join is None
    True
    """

    cluster: Text = Field(title="cluster of the manager", description="Code of the cluster whose manager attests.")
    coherent_with_agenda: Truth | None = Field(
        default=None,
        title="coherence with the agenda, as attested",
        description="Whether the manager finds the project coherent with the agenda of the cluster.",
    )
    fit_to_join: Truth | None = Field(
        default=None,
        title="fitness to join the cluster",
        description="Whether the manager finds the enterprise fit to enter the cluster.",
    )
    issued_on: Day | None = Field(
        default=None, title="day of the attestation", description="Day on which the attestation was issued."
    )


class JoiningCommitment(DomainModel):
    """An enterprise's commitment to join one cluster if the project is admitted.

    >>> JoiningCommitment(cluster="MESAP").cluster
    'MESAP'
    """

    cluster: Text = Field(title="cluster to be joined", description="Code of the cluster, such as `MESAP`.")
