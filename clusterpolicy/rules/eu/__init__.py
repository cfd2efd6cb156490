"""The common law that binds every call for research and development in the Union.

One module a legal question: the size of an enterprise, undertakings in difficulty, the highest aid intensity, eligible
costs, the incentive effect, thresholds, cumulation, de minimis aid, aid beside research, what later payments are worth,
who is excluded, and which text applies. Nothing here knows of a region or of a call.

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
    from clusterpolicy.rules.eu.doors.costs import eligible_costs
    from clusterpolicy.rules.eu.doors.cumulation import cumulation_room
    from clusterpolicy.rules.eu.doors.de_minimis import de_minimis_room
    from clusterpolicy.rules.eu.doors.difficulty import in_difficulty
    from clusterpolicy.rules.eu.doors.discounting import discounted_intensity, present_value
    from clusterpolicy.rules.eu.doors.exclusions import has_unpaid_recovery_order, scheme_excluded
    from clusterpolicy.rules.eu.doors.incentive import has_incentive_effect
    from clusterpolicy.rules.eu.doors.innovation import (
        highest_cluster_aid,
        highest_process_innovation_aid,
        highest_sme_innovation_aid,
    )
    from clusterpolicy.rules.eu.doors.intensity import collaboration_earns_bonus, highest_aid, intensity_ceiling
    from clusterpolicy.rules.eu.doors.law import law_in_force
    from clusterpolicy.rules.eu.doors.single_costs import depreciation, staff_cost
    from clusterpolicy.rules.eu.ownership import sme_status

__all__ = [
    "collaboration_earns_bonus",
    "cumulation_room",
    "de_minimis_room",
    "depreciation",
    "discounted_intensity",
    "eligible_costs",
    "has_incentive_effect",
    "has_unpaid_recovery_order",
    "highest_aid",
    "highest_cluster_aid",
    "highest_process_innovation_aid",
    "highest_sme_innovation_aid",
    "in_difficulty",
    "intensity_ceiling",
    "law_in_force",
    "must_notify",
    "must_publish",
    "notification_threshold",
    "present_value",
    "scheme_excluded",
    "sme_status",
    "staff_cost",
]

_HOME = {
    "collaboration_earns_bonus": "doors.intensity",
    "cumulation_room": "doors.cumulation",
    "de_minimis_room": "doors.de_minimis",
    "has_unpaid_recovery_order": "doors.exclusions",
    "depreciation": "doors.single_costs",
    "discounted_intensity": "doors.discounting",
    "eligible_costs": "doors.costs",
    "highest_aid": "doors.intensity",
    "highest_cluster_aid": "doors.innovation",
    "highest_process_innovation_aid": "doors.innovation",
    "highest_sme_innovation_aid": "doors.innovation",
    "in_difficulty": "doors.difficulty",
    "has_incentive_effect": "doors.incentive",
    "intensity_ceiling": "doors.intensity",
    "law_in_force": "doors.law",
    "must_notify": "doors.awards",
    "must_publish": "doors.awards",
    "notification_threshold": "doors.awards",
    "present_value": "doors.discounting",
    "scheme_excluded": "doors.exclusions",
    "sme_status": "ownership",
    "staff_cost": "doors.single_costs",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return value


def __dir__() -> list[str]:
    return __all__
