"""The law of a call under a scenario, or as it is."""

from __future__ import annotations

from clusterpolicy.calls.law import Law
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.whatif.scenario import Scenario


def law_under(call: RankedCall, scenario: Scenario | None) -> Law:
    """By what a run of the call decides; `None` is no scenario. Raises: as `Scenario.of` and `Law.of` do."""
    if scenario is None:
        return Law.of(call, None, None)
    amended = scenario.of(call)
    return Law.of(amended.call, amended.granted_on, amended.changes)
