"""Who may not be aided at all, whatever the project.

Source: Regulation (EU) No 651/2014, Art. 1(4).

Whether an undertaking is in difficulty is taken as declared for now. The five tests of Art. 2(18) are not modelled yet.
"""

from clusterpolicy.language import facts_of, not_
from clusterpolicy.model import Participation
from clusterpolicy.rules.eu.sources import SOURCES

partner = facts_of(Participation)

HAS_NO_UNPAID_RECOVERY_ORDER = not_(partner.enterprise.has_unpaid_recovery_order)
"""No unpaid order to give back aid that the Commission found illegal and incompatible with the internal market."""

RECOVERY_ORDER_SOURCE = SOURCES.GBER.at("Art. 1(4)(a)")

IS_NOT_IN_DIFFICULTY = not_(partner.enterprise.in_difficulty)
"""Not an undertaking in difficulty, as declared."""

DIFFICULTY_SOURCES = (SOURCES.GBER.at("Art. 1(4)(c)"), SOURCES.GBER.at("Art. 2(18)"))
