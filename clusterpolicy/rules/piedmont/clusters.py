"""The seven innovation clusters of Piedmont in 2016, with the bodies that run them.

There were twelve clusters from 2009. Seven remained in 2015, to match the regional strategy for smart specialisation.
They are areas of technology; the areas of the strategy are another axis, and a project has one of each.
"""

from typing import Any

from clusterpolicy.model import Cluster
from clusterpolicy.rules.piedmont.limits import limits

_THEMES: Any = limits.parameter("agenda_themes").values[0][1]


def _cluster(code: str, name: str, area: str, manager: str) -> Cluster:
    # Made without validation, which would be built at import for these alone; a test validates them.
    return Cluster.model_construct(code=code, name=name, area=area, manager=manager, themes=_THEMES[code])


CLUSTERS: tuple[Cluster, ...] = (
    _cluster("AGRIFOOD", "Polo AGRIFOOD", "Agrifood", "M.I.A.C. Scpa"),
    _cluster("BIOPMED", "Polo BIOPMED", "Life Sciences", "Bioindustry Park Silvano Fumero Spa"),
    _cluster(
        "CGREEN",
        "Polo CGREEN",
        "Green Chemistry and Advanced Materials",
        "Temporary association of Pst Spa, Consorzio Proplast and Consorzio Ibis",
    ),
    _cluster(
        "CLEVER",
        "Polo CLEVER",
        "Energy and Clean Technologies",
        "Temporary association of Environment Park Spa and Consorzio U.ni.Ver",
    ),
    _cluster("ICT", "Polo ICT", "ICT", "Fondazione Torino Wireless"),
    _cluster("MESAP", "Polo MESAP", "Smart Products and Manufacturing", "Centro Servizi Industrie Srl"),
    _cluster("POINTEX", "Polo POINTEX", "Textile", "Città Studi Spa"),
)
"""Every cluster, with the known themes of its agenda.

Source: the Region's own pages, P05b and P26 in `sources.toml`.
"""
