"""Missing facts: those on which an open finding hangs, and no others, by their path and in the order of the rule."""

from __future__ import annotations

from typing import Any

import pytest

from clusterpolicy import assess
from clusterpolicy.language import (
    Formula,
    all_of,
    any_of,
    choose,
    count,
    day_of,
    every,
    facts_of,
    largest,
    latest,
    least,
    not_,
    some,
    total,
    unsettled,
    when,
    years_after,
)
from tests.language.shire.examples import hobbit as a_hobbit
from tests.language.shire.examples import meal as a_meal
from tests.language.shire.examples import petition as a_petition
from tests.language.shire.rules_of import SOURCES, limits, rules_of
from tests.language.shire.world import Hobbit, Meal, Petition, Pony, Room

petition, hobbit, meal = facts_of(Petition), facts_of(Hobbit), facts_of(Meal)
pony, room = facts_of(Pony), facts_of(Room)
RICH = hobbit.silver >= limits.silver


def missing(formula: Formula, **facts: Any) -> list[str]:
    (finding,) = assess(a_petition(**facts), rules_of(formula)).findings
    assert (finding.status == "undetermined") is bool(finding.missing)
    return [each.path or each.label for each in finding.missing]


@pytest.mark.parametrize(
    ("formula", "paths"),
    [
        (petition.festive, []),
        (petition.allowed, ["allowed"]),
        (not_(petition.allowed), ["allowed"]),
        (petition.silver >= limits.silver, ["silver"]),
        (petition.silver >= petition.silver, ["silver"]),
        (petition.silver * limits.rate >= least(petition.silver, limits.silver), ["silver"]),
        (petition.purse.share >= limits.rate, ["purse.share"]),
        (petition.hall.rented, ["hall"]),
        (some(room.lit), ["hall"]),
        (every(pony.lame), ["ponies"]),
        (total(pony.worth) >= limits.silver, ["ponies"]),
        (count(pony) >= limits.dozen, ["ponies"]),
        (latest(pony.lame, by=pony.shod_on), ["ponies"]),
        (all_of(petition.allowed, petition.silver >= limits.silver), ["allowed", "silver"]),
        (all_of(petition.festive, petition.allowed), ["allowed"]),
        (any_of(petition.festive, petition.allowed), []),
        (day_of(petition.heard_at) <= petition.feast_on, ["heard_at"]),
        (years_after(petition.warned_on, petition.years) <= petition.feast_on, ["warned_on", "years"]),
        (petition.share >= limits.rate_by_age[petition.age] * petition.purse.share, ["age", "purse.share"]),
        (petition.town.is_in(limits.towns_by_age[petition.age]), ["age"]),
        (petition.town.is_in(limits.neighbours[petition.farthing]), ["farthing"]),
        (unsettled("whether it rains", source=SOURCES.rumour), ["whether it rains"]),
        (
            all_of(unsettled("whether it rains", source=SOURCES.rumour), petition.allowed),
            ["whether it rains", "allowed"],
        ),
    ],
    ids=repr,
)
def test_the_unknown_facts_are_named_by_their_paths_in_the_order_of_the_rule(
    formula: Formula, paths: list[str]
) -> None:
    assert missing(formula) == paths


def test_a_missing_fact_says_what_it_is() -> None:
    (finding,) = assess(a_petition(), rules_of(petition.hall.rented)).findings

    assert [(each.path, each.label) for each in finding.missing] == [("hall", "rent of the hall")]


SAM, PIP = a_hobbit("sam", merry=True), a_hobbit("pip", merry=False)


@pytest.mark.parametrize(
    ("formula", "paths"),
    [
        (every(RICH), ["hobbits[0].silver", "hobbits[1].silver"]),
        (every(RICH, where=hobbit.merry), ["hobbits[0].silver"]),
        (some(RICH, where=not_(hobbit.merry)), ["hobbits[1].silver"]),
        (total(hobbit.silver, where=hobbit.merry) >= limits.silver, ["hobbits[0].silver"]),
        (largest(hobbit.silver, where=hobbit.merry) >= limits.silver, ["hobbits[0].silver"]),
        (count(RICH) >= count(hobbit), ["hobbits[0].silver", "hobbits[1].silver"]),
        (every(hobbit.home.round_door), ["hobbits[0].home", "hobbits[1].home"]),
        (every(some(meal.hot)), ["hobbits[0].meals", "hobbits[1].meals"]),
        (every(any_of(hobbit.merry, petition.allowed)), ["allowed"]),
        (every(any_of(hobbit.merry, some(pony.lame))), ["ponies"]),
    ],
    ids=repr,
)
def test_only_members_that_matter_miss_something(formula: Formula, paths: list[str]) -> None:
    assert missing(formula, hobbits=(SAM, PIP)) == paths


LAST_COST = every(latest(meal.cost, by=meal.eaten_on, where=meal.hot) >= limits.silver)


@pytest.mark.parametrize(
    ("meals", "paths"),
    [
        ((a_meal("1401-09-20", hot=True), a_meal("1401-09-21", hot=True)), ["meals[1].cost"]),
        ((a_meal("1401-09-20", hot=True), a_meal("1401-09-21", hot=False)), ["meals[0].cost"]),
        ((a_meal("1401-09-20"), a_meal("1401-09-21", hot=True, cost="1.00")), []),
        (
            (a_meal("1401-09-20", hot=True, cost="100.00"), a_meal("1401-09-21")),
            ["meals[1].cost", "meals[1].hot"],
        ),
        ((a_meal("1401-09-20", hot=False),), ["meals"]),
        ((), ["meals"]),
        (None, ["meals"]),
    ],
)
def test_for_the_latest_no_older_member_misses_anything(meals: Any, paths: list[str]) -> None:
    assert missing(LAST_COST, hobbits=(SAM | {"meals": meals},)) == [f"hobbits[0].{path}" for path in paths]


CHOICE = choose(when(petition.allowed, petition.silver >= limits.silver), otherwise=petition.hall.rented)


@pytest.mark.parametrize(
    ("facts", "paths"),
    [
        ({}, ["allowed", "silver", "hall"]),
        ({"allowed": True}, ["silver"]),
        ({"allowed": False}, ["hall"]),
        ({"silver": "100.00"}, ["allowed", "hall"]),
    ],
)
def test_a_choice_misses_its_conditions_and_the_cases_that_may_be_chosen(
    facts: dict[str, Any], paths: list[str]
) -> None:
    assert missing(CHOICE, **facts) == paths
