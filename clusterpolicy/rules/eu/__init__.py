"""The common law that binds every call for research and development in the Union.

One module a legal question: the size of an enterprise, undertakings in difficulty, the highest aid intensity, eligible
costs, the incentive effect, thresholds, cumulation, de minimis aid, who is excluded, and which text applies. Nothing
here knows of a region or of a call.

The formulas are for rules. The functions below answer one question on its own, with reasons and sources:

>>> from datetime import date
>>> from clusterpolicy.rules.eu import intensity_ceiling
>>> intensity_ceiling("industrial_research", "small", on=date(2017, 7, 29)).value
Decimal('0.70')

Importing this package loads none of them: each is found when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clusterpolicy.rules.eu.doors.awards import must_notify, must_publish, notification_threshold
    from clusterpolicy.rules.eu.doors.costs import depreciation, eligible_costs
    from clusterpolicy.rules.eu.doors.cumulation import cumulation_room
    from clusterpolicy.rules.eu.doors.de_minimis import de_minimis_room
    from clusterpolicy.rules.eu.doors.difficulty import in_difficulty
    from clusterpolicy.rules.eu.doors.exclusions import has_unpaid_recovery_order, scheme_excluded
    from clusterpolicy.rules.eu.doors.incentive import has_incentive_effect
    from clusterpolicy.rules.eu.doors.intensity import collaboration_earns_bonus, highest_aid, intensity_ceiling
    from clusterpolicy.rules.eu.doors.law import law_in_force
    from clusterpolicy.rules.eu.ownership import sme_status

__all__ = [
    "collaboration_earns_bonus",
    "cumulation_room",
    "de_minimis_room",
    "depreciation",
    "eligible_costs",
    "has_incentive_effect",
    "has_unpaid_recovery_order",
    "highest_aid",
    "in_difficulty",
    "intensity_ceiling",
    "law_in_force",
    "must_notify",
    "must_publish",
    "notification_threshold",
    "scheme_excluded",
    "sme_status",
]

_HOME = {
    "collaboration_earns_bonus": "doors.intensity",
    "cumulation_room": "doors.cumulation",
    "de_minimis_room": "doors.de_minimis",
    "has_unpaid_recovery_order": "doors.exclusions",
    "depreciation": "doors.costs",
    "eligible_costs": "doors.costs",
    "highest_aid": "doors.intensity",
    "in_difficulty": "doors.difficulty",
    "has_incentive_effect": "doors.incentive",
    "intensity_ceiling": "doors.intensity",
    "law_in_force": "doors.law",
    "must_notify": "doors.awards",
    "must_publish": "doors.awards",
    "notification_threshold": "doors.awards",
    "scheme_excluded": "doors.exclusions",
    "sme_status": "ownership",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return value


def __dir__() -> list[str]:
    return __all__
