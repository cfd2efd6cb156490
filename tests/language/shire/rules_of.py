"""Rule sets around single formulas, so that a test can ask what one formula means."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel

from clusterpolicy.language import (
    Formula,
    Parameters,
    Quantity,
    Requirement,
    RuleSet,
    Sources,
    zero,
)
from clusterpolicy.units import Unit
from tests.language.shire.world import Petition

SOURCES = Sources.beside(__file__)
limits = Parameters.beside(__file__)

NOTHING = Quantity(name="nothing", label="nothing", formula=zero(Unit.EURO), source=SOURCES.red_book)
"""The grant and the cost of a rule set that is about something else."""


def requirement(holds_if: Any, code: str = "asked") -> Requirement:
    """A requirement that asks for one truth."""
    return Requirement(code=code, asks="Is it so?", holds_if=holds_if, source=SOURCES.red_book)


def rules_of(
    *truths: Formula,
    root: type[BaseModel] = Petition,
    **changed: Any,
) -> RuleSet:
    """A rule set that asks for each of `truths`."""
    parts: dict[str, Any] = {
        "name": "shire/small",
        "version": "1.0.0",
        "title": "A small rule",
        "root": root,
        "requirements": tuple(requirement(truth, f"asked-{number}") for number, truth in enumerate(truths)),
        "grant": NOTHING,
        "cost": NOTHING,
        "beneficiaries": (),
        "parameters": (),
        "granting_day": limits.party_day,
        "time_zone": "Europe/Rome",
        "source": SOURCES.red_book,
        "in_force_from": date(1401, 1, 1),
    }
    return RuleSet(**{**parts, **changed})
