"""The party fund of the Shire: a whole call, with one rule of each form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from clusterpolicy.language import (
    Beneficiaries,
    Formula,
    Parameters,
    Quantity,
    Requirement,
    RuleSet,
    Stage,
    all_of,
    any_of,
    choose,
    count,
    day_of,
    days_after,
    every,
    facts_of,
    largest,
    latest,
    least,
    none,
    not_,
    rounded_down_to_cent,
    some,
    total,
    unsettled,
    when,
    years_after,
)
from tests.language.shire.rules_of import SOURCES, limits
from tests.language.shire.world import Age, Craft, Dish, Hobbit, Journey, Meal, Petition, Pony, Room

fund = Parameters.beside(__file__, "party_fund.toml")
petition, hobbit, pony, meal = facts_of(Petition), facts_of(Hobbit), facts_of(Pony), facts_of(Meal)
dish, journey, room = facts_of(Dish), facts_of(Journey), facts_of(Room)

BREWING_RATE = Quantity(
    name="brewing_rate",
    label="share of the cost of brewing",
    formula=limits.rate_by_age[hobbit.age],
    source=SOURCES.red_book,
)
GARDENING_RATE = Quantity(
    name="gardening_rate",
    label="share of the cost of gardening",
    formula=least(limits.rate_by_age[hobbit.age], limits.rate),
    source=SOURCES.red_book.inferred("Gardening is never paid better than the rate."),
)
HOBBIT_COST = Quantity(
    name="hobbit_cost",
    label="cost of the hobbit",
    formula=hobbit.brewing_cost + hobbit.gardening_cost,
    source=SOURCES.red_book,
)
HOBBIT_GRANT = Quantity(
    name="hobbit_grant",
    label="gift to the hobbit",
    formula=rounded_down_to_cent(hobbit.brewing_cost * BREWING_RATE)
    + rounded_down_to_cent(hobbit.gardening_cost * GARDENING_RATE),
    source=SOURCES.red_book,
)
CRAFT = Quantity(
    name="craft",
    label="craft of the last cook",
    formula=choose(
        when(hobbit.age == Age.TWEEN, hobbit.craft),
        otherwise=latest(meal.cook, by=meal.eaten_on, where=meal.hot),
    ),
    source=SOURCES.rumour,
)
PONY_COST = Quantity(
    name="pony_cost", label="worth of the pony", formula=pony.worth + pony.worth, source=SOURCES.rumour
)
PONY_GRANT = Quantity(
    name="pony_grant",
    label="gift for the pony",
    formula=rounded_down_to_cent(PONY_COST * limits.rate),
    source=SOURCES.rumour,
)
COST = Quantity(
    name="cost", label="cost of the feast", formula=total(HOBBIT_COST) + total(PONY_COST), source=SOURCES.red_book
)
GRANT = Quantity(
    name="grant", label="gift to the company", formula=total(HOBBIT_GRANT) + total(PONY_GRANT), source=SOURCES.red_book
)

CEILINGS = {"brewing": Decimal(1), "gardening": Decimal("0.15"), "ponies": Decimal("0.15")}
"""The highest share of each cost that the figures allow."""


def _asked(code: str, asks: str, holds_if: Formula, stage: Stage = Stage.ELIGIBILITY) -> Requirement:
    return Requirement(code=code, asks=asks, holds_if=holds_if, source=SOURCES.red_book, stage=stage)


REQUIREMENTS = (
    _asked(
        "heard-in-time",
        "Is the petition heard in time?",
        all_of(petition.heard_at <= fund.heard_by, petition.heard_at >= petition.filed_at),
        Stage.RECEIVABILITY,
    ),
    _asked(
        "allowed",
        "Does the mayor allow the feast?",
        all_of(petition.festive, any_of(petition.allowed, not_(limits.open_to_all))),
        Stage.RECEIVABILITY,
    ),
    _asked(
        "large-enough",
        "Is the feast large enough?",
        COST
        >= choose(
            when(some(hobbit.age == Age.OLD), fund.smallest_cost_with_the_old),
            otherwise=fund.smallest_cost,
        ),
    ),
    _asked(
        "of-age",
        "Is every hobbit of age on the day of filing, gardeners aside?",
        every(
            years_after(hobbit.born_on, limits.coming_of_age) <= day_of(petition.filed_at),
            where=hobbit.craft != Craft.GARDENING,
        ),
    ),
    _asked(
        "fed",
        "Has every merry hobbit had something hot before the feast?",
        every(some(all_of(meal.hot, meal.eaten_on <= petition.feast_on)), where=hobbit.merry),
    ),
    _asked(
        "near",
        "Does every hobbit live nearby?",
        every(
            any_of(hobbit.town.is_in(limits.neighbours[petition.farthing]), hobbit.town.starts_with(limits.near_towns))
        ),
    ),
    _asked(
        "can-pay",
        "Could every hobbit pay its last hot meal?",
        none(latest(meal.cost, by=meal.eaten_on, where=meal.hot) > hobbit.silver),
    ),
    _asked("cooks", "Does no miller cook?", every(CRAFT != Craft.MILLING, where=hobbit.home.round_door)),
    _asked(
        "carried",
        "Do the sound ponies carry what the helpers cannot?",
        any_of(total(pony.load, where=not_(pony.lame)) >= total(hobbit.helpers), count(pony) < count(hobbit.merry)),
    ),
    _asked("seated", "Is there a lit room for all guests?", some(all_of(room.lit, room.seats >= petition.guests))),
    _asked(
        "toll",
        "Is no toll too high?",
        every(largest(journey.toll, where=journey.miles >= limits.merit) < fund.highest_toll),
    ),
    _asked(
        "fireworks",
        "Are the fireworks good?",
        any_of(
            petition.level > fund.level_of_fireworks,
            unsettled("whether the wizard comes", source=SOURCES.rumour),
        ),
    ),
    _asked(
        "merry",
        "Is every hobbit merry, or lame one of the ponies, or somebody else rich?",
        every(any_of(hobbit.merry, some(pony.lame), some(hobbit.silver > petition.silver))),
    ),
    _asked(
        "spiced",
        "Was every dish spiced that was cooked before its meal?",
        every(every(every(dish.spiced, where=dish.cooked_on < meal.eaten_on), where=meal.hot)),
    ),
    _asked(
        "warned",
        "Was the town warned a week before?",
        choose(
            when(petition.town.is_in(limits.towns_by_age[petition.age]), petition.allowed),
            when(petition.hall.rented, days_after(petition.warned_on, limits.week) <= petition.feast_on),
            otherwise=petition.purse.share >= limits.rate,
        ),
    ),
)

PARTY_FUND = RuleSet(
    name="shire/party-fund",
    version="1.0.0",
    title="The party fund of the Shire",
    root=Petition,
    time_zone="Europe/Rome",
    requirements=REQUIREMENTS,
    parameters=(fund,),
    grant=GRANT,
    cost=COST,
    beneficiaries=(
        Beneficiaries(
            of=Hobbit,
            size=CRAFT,
            cost=HOBBIT_COST,
            grant=HOBBIT_GRANT,
            intensity={"brewing": BREWING_RATE, "gardening": GARDENING_RATE},
        ),
        Beneficiaries(of=Pony, cost=PONY_COST, grant=PONY_GRANT, intensity={"ponies": limits.rate}),
    ),
    granting_day=limits.party_day,
    source=SOURCES.red_book,
    in_force_from=date(1401, 1, 1),
)
