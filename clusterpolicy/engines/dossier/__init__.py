"""The live dossier: documents arrive, are corrected and are withdrawn, and the findings follow.

>>> from datetime import date
>>> from clusterpolicy.engines.dossier import Dossier, Evidence
>>> from clusterpolicy.rules.piedmont import LINE_B
>>> dossier = Dossier.open(LINE_B, on=date(2017, 3, 1), id="B-001")
>>> dossier.outcome, dossier.findings
('undetermined', ())
>>> change = dossier.put(
...     Evidence(
...         id="extract-alfa",
...         document="chamber of commerce extract",
...         source="Chamber of Commerce of Turin",
...         received_on=date(2017, 3, 1),
...         facts={"participations[alfa].enterprise": {"name": "Officine Alfa", "registered_farm": True}},
...     )
... )
>>> dossier.outcome, [finding.code for finding in change.appeared if finding.status == "failed"]
('not eligible', ['no-registered-farm'])
"""

from clusterpolicy.engines.dossier.change import Change, StatusChange
from clusterpolicy.engines.dossier.contradiction import ContradictingEvidence
from clusterpolicy.engines.dossier.dossier import Dossier
from clusterpolicy.engines.dossier.evidence import APPLICATION, Evidence
from clusterpolicy.engines.dossier.history import Step
from clusterpolicy.engines.dossier.life import Deadline, NextStep
from clusterpolicy.engines.dossier.subscriptions import Changes, DossierWarning, Subscription
from clusterpolicy.engines.dossier.wanted import Wanted

__all__ = [
    "APPLICATION",
    "Change",
    "Changes",
    "ContradictingEvidence",
    "Deadline",
    "Dossier",
    "DossierWarning",
    "Evidence",
    "NextStep",
    "StatusChange",
    "Step",
    "Subscription",
    "Wanted",
]
