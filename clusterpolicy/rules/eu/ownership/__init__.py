"""The size of an enterprise with all that belongs to it: annex I of Regulation (EU) No 651/2014, on an ownership graph.

Hard to read: a quarter makes a partner, *more* than half of the votes makes a link. Capital without votes never links.
Linked enterprises count whole at any distance; partners count in proportion, and only those next to the enterprise or
to one linked with it; what is linked to a partner is added to it before the proportion is taken. A partner of a partner
does not count.

One step a module: what is in force on the day (`law`), who holds what (`relations`), who is linked with whom
(`groups`), who is a partner (`partners`), what is in public hands (`public`), whose figures of which year count
(`periods`), what they add up to (`aggregation`), and what follows from several years (`status`).
"""

from clusterpolicy.reading import read_ownership_graph
from clusterpolicy.rules.eu.annex_i import limits
from clusterpolicy.rules.eu.ownership.result import (
    Contribution,
    Link,
    MissingFact,
    PassedOver,
    PeriodResult,
    Range,
    Reading,
    Relation,
)
from clusterpolicy.rules.eu.ownership.status import SmeStatus, sme_status
from clusterpolicy.rules.eu.ownership.two_periods import status_after

__all__ = [
    "Contribution",
    "Link",
    "MissingFact",
    "PassedOver",
    "PeriodResult",
    "Range",
    "Reading",
    "Relation",
    "SmeStatus",
    "limits",
    "read_ownership_graph",
    "sme_status",
    "status_after",
]
