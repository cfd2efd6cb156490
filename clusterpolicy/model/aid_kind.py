"""Kinds of aid, as the law tells them apart where it sets a threshold for each."""

from __future__ import annotations

from enum import StrEnum


class AidKind(StrEnum):
    """The kinds of research and innovation aid that have a notification threshold of their own.

    Source: Regulation (EU) No 651/2014, Art. 4(1)(i) to (m).
    """

    RESEARCH_PROJECT = "research_project"
    FEASIBILITY_STUDY = "feasibility_study"
    INNOVATION_CLUSTER = "innovation_cluster"
    SME_INNOVATION = "sme_innovation"
    PROCESS_INNOVATION = "process_innovation"
