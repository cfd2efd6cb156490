"""Art. 25 once more, by hand: in whole percent, step by step, for known facts only. Slow is fine, clever is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

BASE = {
    "fundamental_research": 100,
    "industrial_research": 50,
    "experimental_development": 25,
    "feasibility_study": 50,
}
FOR_SIZE = {"micro": 20, "small": 20, "medium": 10, "large": 0}


@dataclass(frozen=True)
class NaiveParty:
    """One independent party; `costs` are its own and those of all linked to it, in cents."""

    is_firm: bool
    is_sme: bool
    may_publish: bool
    costs: tuple[int, ...]


@dataclass(frozen=True)
class NaiveProject:
    """What a bonus may be earned with."""

    effective: bool
    states: int
    parties: tuple[NaiveParty, ...]
    dissemination: bool
    licences: bool
    area_a: bool
    area_c: bool
    selected: bool
    designing: int
    collaborating: int
    disseminating: int
    advance: bool


def collaborates(project: NaiveProject) -> bool:
    """Whether one of the two kinds of collaboration is there."""
    everything = 0
    for party in project.parties:
        for cents in party.costs:
            everything += cents
    if not project.effective or everything == 0:
        return False
    firms = [party for party in project.parties if party.is_firm]
    others = [party for party in project.parties if not party.is_firm]

    if len(firms) >= 2 and (any(firm.is_sme for firm in firms) or project.states >= 2):
        too_much = False
        for firm in firms:
            if Fraction(sum(firm.costs), everything) > Fraction(7, 10):
                too_much = True
        if not too_much:
            return True

    borne = 0
    for other in others:
        if other.may_publish:
            borne += sum(other.costs)
    return len(firms) >= 1 and Fraction(borne, everything) >= Fraction(1, 10)


def several_states(project: NaiveProject, size: str) -> bool:
    """Whether the conditions of the cross-border bonus are all met."""
    if not project.selected or project.designing < 3:
        return False
    if size == "large" and project.collaborating < 3:
        return False
    if project.collaborating < 2:
        return False
    return project.licences or project.disseminating >= 3


def ceiling_in_percent(activity: str, size: str, day: date, project: NaiveProject) -> int:
    """The highest intensity of one activity of one beneficiary; of an advance ten points more, but never above all."""
    grant = grant_ceiling_in_percent(activity, size, day, project)
    return min(grant + 10, 100) if project.advance else grant


def grant_ceiling_in_percent(activity: str, size: str, day: date, project: NaiveProject) -> int:
    """The highest intensity where the aid is a grant."""
    if activity == "fundamental_research":
        return 100
    if activity == "feasibility_study":
        return BASE[activity] + FOR_SIZE[size]
    earned = [0]
    if collaborates(project) or project.dissemination:
        earned.append(15)
    if day >= date(2023, 7, 1):
        if project.licences or project.area_a:
            earned.append(15)
        if project.area_c:
            earned.append(5)
        if several_states(project, size):
            earned.append(25)
    return min(BASE[activity] + FOR_SIZE[size] + max(earned), 80)


def most_aid_in_cents(costs_in_cents: dict[str, int], size: str, day: date, project: NaiveProject) -> int:
    """The aid for all activities of one beneficiary, whole cents only."""
    hundredths = 0
    for activity, cents in costs_in_cents.items():
        hundredths += cents * ceiling_in_percent(activity, size, day, project)
    return hundredths // 100
