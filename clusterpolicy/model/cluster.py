"""The innovation cluster: a group of enterprises with a manager and a research agenda."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from clusterpolicy.model.base import MOST_ENTRIES, DomainModel
from clusterpolicy.model.identifiers import Text


class Cluster(DomainModel):
    """An innovation cluster (Polo di Innovazione).

    >>> Cluster(code="MESAP", name="MESAP", area="Smart Products and Manufacturing",
    ...         manager="Centro Servizi Industrie Srl", themes=["mechatronics"]).themes
    ('mechatronics',)
    """

    code: Text = Field(title="code of the cluster", description="Short code, such as `MESAP`.")
    name: Text = Field(title="name of the cluster", description="Name of the cluster.")
    area: Text = Field(title="area of the cluster", description="Technology area of the call that the cluster serves.")
    manager: Text = Field(title="cluster manager", description="Body that runs the cluster (soggetto gestore).")
    themes: Annotated[tuple[Text, ...], Field(max_length=MOST_ENTRIES)] = Field(
        title="themes of the agenda", description="Themes of the cluster's Strategic Research Agenda."
    )
