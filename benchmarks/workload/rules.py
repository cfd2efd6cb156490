"""The rules of the workload, written in the language of the library, over models of their own."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from clusterpolicy.language import (
    Beneficiaries,
    Formula,
    Parameters,
    Quantity,
    Requirement,
    RuleSet,
    Sources,
    all_of,
    any_of,
    choose,
    count,
    every,
    facts_of,
    least,
    none,
    not_,
    rounded_half_up_to_cent,
    some,
    total,
    when,
    years_after,
    zero,
)
from clusterpolicy.model import DomainModel, Size
from clusterpolicy.units import Day, Euro, Months, TechnologyReadinessLevel, Truth, Unit, WorkUnits


class Line(StrEnum):
    """The line of the call."""

    A = "A"
    B = "B"


class Participation(DomainModel):
    """An enterprise in a project."""

    id: str = Field(title="enterprise")
    founded: Day = Field(title="day of foundation")
    headcount: WorkUnits = Field(title="headcount")
    turnover: Euro = Field(title="turnover")
    balance_sheet: Euro = Field(title="balance sheet")
    in_difficulty: Truth = Field(title="difficulty")
    in_region: Truth = Field(title="place in the region")
    member: Truth = Field(title="membership")
    commits_to_join: Truth = Field(title="commitment to join")
    industrial_research_cost: Euro = Field(title="cost of industrial research")
    experimental_development_cost: Euro = Field(title="cost of experimental development")
    research_services_cost: Euro = Field(title="cost of research services")


class Application(DomainModel):
    """A project with those who take part."""

    id: str = Field(title="application")
    submitted: Day = Field(title="day of submission")
    start: Day = Field(title="start of works")
    months: Months = Field(title="duration")
    trl_start: TechnologyReadinessLevel = Field(title="level at the start")
    trl_end: TechnologyReadinessLevel = Field(title="level at the end")
    includes_production: Truth = Field(title="production")
    ris3_area: str = Field(title="area")
    agenda_theme: Truth = Field(title="theme of the agenda")
    line: Line = Field(title="line")
    participations: tuple[Participation, ...] = Field(title="participations")


SOURCES = Sources.beside(__file__)
limits = Parameters.beside(__file__)
application, partner = facts_of(Application), facts_of(Participation)


def _quantity(name: str, formula: Formula) -> Quantity:
    return Quantity(name=name, label=name.replace("_", " "), formula=formula, source=SOURCES.WORKLOAD)


def _requirement(code: str, holds_if: Formula) -> Requirement:
    return Requirement(code=code, asks=f"{code}?", holds_if=holds_if, source=SOURCES.WORKLOAD)


def _within(headcount: Formula, turnover: Formula, balance_sheet: Formula) -> Formula:
    """Headcount stays below its ceiling, and one of the amounts within its own."""
    amounts = any_of(partner.turnover <= turnover, partner.balance_sheet <= balance_sheet)
    return all_of(partner.headcount < headcount, amounts)


_IS_MEDIUM = _within(limits.medium_headcount, limits.medium_turnover, limits.medium_balance_sheet)
_IS_SMALL = _within(limits.small_headcount, limits.small_amount, limits.small_amount)
_IS_MICRO = _within(limits.micro_headcount, limits.micro_amount, limits.micro_amount)

SIZE = _quantity(
    "size",
    choose(
        when(not_(_IS_MEDIUM), Size.LARGE),
        when(not_(_IS_SMALL), Size.MEDIUM),
        when(not_(_IS_MICRO), Size.SMALL),
        otherwise=Size.MICRO,
    ),
)
IS_SME = _quantity("is_sme", not_(SIZE == Size.LARGE))

PARTNER_COST = _quantity("partner_cost", partner.industrial_research_cost + partner.experimental_development_cost)
INDUSTRIAL_RESEARCH = _quantity("industrial_research", total(partner.industrial_research_cost))
EXPERIMENTAL_DEVELOPMENT = _quantity("experimental_development", total(partner.experimental_development_cost))
COST = _quantity("cost", INDUSTRIAL_RESEARCH + EXPERIMENTAL_DEVELOPMENT)

COLLABORATION = _quantity(
    "collaboration",
    all_of(
        count(partner) >= limits.least_partners,
        some(IS_SME),
        every(PARTNER_COST <= limits.largest_share * COST),
    ),
)


def _intensity(base: Formula) -> Formula:
    bonus = choose(when(COLLABORATION, limits.collaboration_bonus), otherwise=zero(Unit.SHARE))
    return least(base + limits.size_bonus[SIZE] + bonus, limits.highest_intensity)


RESEARCH_INTENSITY = _quantity("research_intensity", _intensity(limits.industrial_research))
DEVELOPMENT_INTENSITY = _quantity("development_intensity", _intensity(limits.experimental_development))

PARTNER_GRANT = _quantity(
    "partner_grant",
    rounded_half_up_to_cent(
        partner.industrial_research_cost * RESEARCH_INTENSITY
        + partner.experimental_development_cost * DEVELOPMENT_INTENSITY
    ),
)
GRANT = _quantity("grant", total(PARTNER_GRANT))

REQUIREMENTS = (
    _requirement("trl-start", application.trl_start == limits.trl_at_start),
    _requirement("trl-end", application.trl_end >= limits.lowest_trl_at_end),
    _requirement("no-production", not_(application.includes_production)),
    _requirement("ris3", not_(application.ris3_area.is_in(limits.no_area))),
    _requirement("agenda", all_of(application.agenda_theme)),
    _requirement("research-prevails", INDUSTRIAL_RESEARCH > EXPERIMENTAL_DEVELOPMENT),
    _requirement(
        "membership",
        choose(
            when(application.line == Line.A, every(partner.member)),
            otherwise=all_of(none(partner.member), every(partner.commits_to_join)),
        ),
    ),
    _requirement("not-in-difficulty", none(partner.in_difficulty)),
    _requirement("in-region", every(partner.in_region)),
    _requirement("min-cost", COST >= limits.minimum_cost),
    _requirement("cooperation", count(IS_SME) >= limits.least_smes),
    _requirement("incentive-effect", application.start > application.submitted),
    _requirement("two-years-old", every(years_after(partner.founded, limits.minimum_age) <= application.submitted)),
    _requirement(
        "duration",
        all_of(application.months >= limits.shortest_duration, application.months <= limits.longest_duration),
    ),
)

WORKLOAD = RuleSet(
    name="benchmarks/workload",
    version="1.0.0",
    title="The workload of benchmarks/WORKLOAD.md",
    root=Application,
    time_zone="Europe/Rome",
    in_force_from=date(2016, 1, 1),
    source=SOURCES.WORKLOAD,
    parameters=(limits,),
    granting_day=limits.granting_day,
    requirements=REQUIREMENTS,
    cost=COST,
    grant=GRANT,
    beneficiaries=(
        Beneficiaries(
            of=Participation,
            size=SIZE,
            cost=PARTNER_COST,
            intensity={
                "industrial_research": RESEARCH_INTENSITY,
                "experimental_development": DEVELOPMENT_INTENSITY,
            },
            grant=PARTNER_GRANT,
        ),
    ),
)
"""The whole workload."""
