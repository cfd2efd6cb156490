"""What may be wrong with an application, beside its numbers: each feature changes the facts that are handed in.

None of these functions knows a rule. Whether the application fails, and why, is for the rules to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from clusterpolicy.replay.chance import Chance
from clusterpolicy.replay.enterprises import losses

Change = Callable[[dict[str, Any], Chance], None]


def _partner(facts: dict[str, Any], chance: Chance) -> dict[str, Any]:
    partner: dict[str, Any] = chance.one_of(facts["participations"])
    return partner


def _joined_too_late(facts: dict[str, Any], chance: Chance) -> None:
    """A partner joined its cluster only after the day that counts for Line A."""
    joined_on = date(2016, 11, 25) + timedelta(days=chance.between(0, 60))
    _partner(facts, chance)["enterprise"]["memberships"][0]["joined_on"] = joined_on


def _former_member(facts: dict[str, Any], chance: Chance) -> None:
    """A partner has been a member of a cluster before, and left it."""
    left_on = date(2013, 1, 1) + timedelta(days=chance.between(0, 700))
    _partner(facts, chance)["enterprise"]["memberships"] = [
        {"cluster": facts["project"]["cluster"], "joined_on": date(2011, 3, 1), "left_on": left_on, "has_left": True}
    ]


def _attestation_missing(facts: dict[str, Any], chance: Chance) -> None:
    """The manager's attestation about one partner was not handed in."""
    _partner(facts, chance)["attestations"] = []


def _too_young(facts: dict[str, Any], chance: Chance) -> None:
    """A partner was constituted in 2015, and has closed one year of accounts."""
    firm = _partner(facts, chance)["enterprise"]
    firm["constituted_on"] = date(2015, 4, 1) + timedelta(days=chance.between(0, 200))
    firm["registered_on"] = firm["constituted_on"] + timedelta(days=20)
    firm["accounts"] = firm["accounts"][:1]


def _not_ripe_at_end(facts: dict[str, Any], chance: Chance) -> None:
    """The project ends before its results are shown where they will be used."""
    facts["project"]["trl_at_end"] = 6


def _too_ripe_at_start(facts: dict[str, Any], chance: Chance) -> None:
    """What the project sets out to show has been shown already."""
    facts["project"] |= {"trl_at_start": 7, "trl_at_end": 8}


def _trade(facts: dict[str, Any], chance: Chance) -> None:
    """A partner is in wholesale trade."""
    partner = _partner(facts, chance)
    partner["enterprise"]["main_activity"] = "46.69"
    partner["activity_code_admitted"] = False


def _in_difficulty(facts: dict[str, Any], chance: Chance) -> None:
    """A partner has lost most of its capital, and declares so."""
    firm = _partner(facts, chance)["enterprise"]
    losses(firm["accounts"])
    firm["in_difficulty"] = True


def _registered_farm(facts: dict[str, Any], chance: Chance) -> None:
    """A partner is a farm that makes food of what it grows."""
    firm = _partner(facts, chance)["enterprise"]
    firm |= {"registered_farm": True, "main_activity": "10.39"}


FEATURES: Mapping[str, Change] = {
    "joined_too_late": _joined_too_late,
    "former_member": _former_member,
    "attestation_missing": _attestation_missing,
    "too_young": _too_young,
    "not_ripe_at_end": _not_ripe_at_end,
    "too_ripe_at_start": _too_ripe_at_start,
    "trade": _trade,
    "in_difficulty": _in_difficulty,
    "registered_farm": _registered_farm,
}
"""The features that lie in facts, by their name in the calibration."""
