"""What the law talks about: enterprises, projects, their costs and partners, applications and calls.

All models are frozen and refuse unknown fields. `None` means that a fact is not known, never zero and never no; an
empty list means that there is known to be none.
"""

from clusterpolicy.model.application import Application, Declarations, GroupingForm
from clusterpolicy.model.attestation import JoiningCommitment, ManagerAttestation
from clusterpolicy.model.base import DomainModel
from clusterpolicy.model.call import Call
from clusterpolicy.model.cluster import Cluster
from clusterpolicy.model.costs import Activity, ActivityCosts, EligibleCosts
from clusterpolicy.model.end_user import EndUser, EndUserKind
from clusterpolicy.model.enterprise import Accounts, ClusterMembership, Enterprise, LegalForm, Site, Size
from clusterpolicy.model.identifiers import ActivityCode, Identifier, Lei, NutsCode, Text, VatNumber
from clusterpolicy.model.participation import Participation
from clusterpolicy.model.project import PlannedActivity, Project
from clusterpolicy.model.research_order import ResearchOrder
from clusterpolicy.model.research_organisation import ProviderKind, ResearchOrganisation

__all__ = [
    "Accounts",
    "Activity",
    "ActivityCode",
    "ActivityCosts",
    "Application",
    "Call",
    "Cluster",
    "ClusterMembership",
    "Declarations",
    "DomainModel",
    "EligibleCosts",
    "EndUser",
    "EndUserKind",
    "Enterprise",
    "GroupingForm",
    "Identifier",
    "JoiningCommitment",
    "LegalForm",
    "Lei",
    "ManagerAttestation",
    "NutsCode",
    "Participation",
    "PlannedActivity",
    "Project",
    "ProviderKind",
    "ResearchOrder",
    "ResearchOrganisation",
    "Site",
    "Size",
    "Text",
    "VatNumber",
]
