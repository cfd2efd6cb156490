"""Reasons: only what decided, where it was met, against which figure."""

from __future__ import annotations

from typing import Any

import pytest

from clusterpolicy import assess
from clusterpolicy.engines.explain import Explainer
from clusterpolicy.engines.plan import Plan
from clusterpolicy.engines.reasons import Ground, Reason, Together, grounds_of
from clusterpolicy.engines.record import Finding
from clusterpolicy.language import (
    Formula,
    Quantity,
    all_of,
    any_of,
    choose,
    every,
    facts_of,
    latest,
    none,
    not_,
    some,
    unsettled,
    when,
)
from tests.language.shire.examples import hobbit as a_hobbit
from tests.language.shire.examples import meal as a_meal
from tests.language.shire.examples import petition as a_petition
from tests.language.shire.examples import pony as a_pony
from tests.language.shire.rules_of import SOURCES, limits, rules_of
from tests.language.shire.world import Dish, Hobbit, Home, Journey, Meal, Petition, Pony, Room

petition, hobbit, pony, meal = facts_of(Petition), facts_of(Hobbit), facts_of(Pony), facts_of(Meal)
dish, journey, room, home = facts_of(Dish), facts_of(Journey), facts_of(Room), facts_of(Home)
FESTIVE, ALLOWED = petition.festive, petition.allowed
RICH = petition.purse.silver >= limits.silver


def finding(formula: Formula, **facts: Any) -> Finding:
    (found,) = assess(a_petition(**facts), rules_of(formula)).findings
    return found


def reason(formula: Formula, **facts: Any) -> Reason:
    return finding(formula, **facts).reason


def ground(formula: Formula, **facts: Any) -> Ground:
    found = reason(formula, **facts)
    assert isinstance(found, Ground)
    return found


def said(found: Reason) -> Any:
    """A reason in short: who it is about, the fact, the relation, what was met and what it was held against."""
    if isinstance(found, Together):
        return (found.needs, *map(said, found.parts))
    return f"{found.about}: {found.claim.fact} {found.claim.relation} {found.limit}; met {found.value}; {found.holds}"


# ── Statements ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_comparison_says_what_was_met_and_the_figure_with_its_source() -> None:
    found = ground(RICH)

    assert said(found) == ": silver in the purse >= 100.00; met 10.00; False"
    assert (found.claim.against, found.claim.unit) == ("silver of a small feast", "EUR")
    (limit,) = found.claim.limits
    assert (limit.parameter, limit.label, limit.source) == ("shire/silver", "Silver of a small feast", SOURCES.red_book)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (FESTIVE, ": festive mood is yes; met yes; True"),
        (not_(FESTIVE), ": festive mood is no; met yes; False"),
        (ALLOWED, ": leave of the mayor is yes; met unknown; None"),
        (not_(RICH), ": silver in the purse < 100.00; met 10.00; True"),
        (limits.silver <= petition.purse.silver, ": silver in the purse >= 100.00; met 10.00; False"),
        (limits.silver == petition.purse.silver, ": silver in the purse == 100.00; met 10.00; False"),
        (not_(petition.town != limits.capital), ": town of the feast == Michel Delving; met Hobbiton; False"),
        (petition.town.is_in(limits.near_towns), ": town of the feast in Hobbiton, By, brewing; met Hobbiton; True"),
        (
            not_(petition.town.is_in(limits.near_towns)),
            ": town of the feast not in Hobbiton, By, brewing; met Hobbiton; False",
        ),
        (
            petition.town.starts_with(limits.near_towns),
            ": town of the feast begins with Hobbiton, By, brewing; met Hobbiton; True",
        ),
        (
            not_(petition.town.starts_with(limits.no_towns)),
            ": town of the feast does not begin with none; met Hobbiton; True",
        ),
        (petition.silver >= limits.silver, ": silver of the company >= 100.00; met 0.00 to 9999999999.99; None"),
        (petition.feast_on >= limits.party_day, ": day of the feast >= 1401-09-22; met 1401-09-22; True"),
        (petition.months <= limits.season, ": months of preparation <= 3; met 0; True"),
        (limits.open_to_all, ": the feast is open to all is yes; met yes; True"),
        (unsettled("whether it rains", source=SOURCES.rumour), ": whether it rains is yes; met unknown; None"),
        (
            petition.purse.silver >= limits.rate * limits.silver,
            ": silver in the purse >= 15.00; met 10.00; False",
        ),
        (
            petition.share <= limits.rate_by_age[petition.age],
            ": share of the company <= 0.333 to 1; met 0; True",
        ),
    ],
    ids=repr,
)
def test_a_statement_says_what_was_wanted_and_what_was_met(formula: Formula, expected: str) -> None:
    assert said(reason(formula)) == expected


def test_a_statement_about_a_chosen_figure_names_that_figure_only() -> None:
    figure = choose(
        when(FESTIVE, choose(when(ALLOWED, limits.silver), otherwise=limits.forfeit)), otherwise=limits.silver
    )

    found = ground(petition.purse.silver >= figure, allowed=False)

    assert said(found) == ": silver in the purse >= 12.34; met 10.00; False"
    assert {limit.parameter for limit in found.claim.limits} <= {"shire/forfeit", "shire/silver"}
    assert "shire/forfeit" in {limit.parameter for limit in found.claim.limits}


def test_a_statement_about_a_figure_that_cannot_be_chosen_yet_names_all() -> None:
    figure = choose(when(ALLOWED, limits.silver), otherwise=limits.forfeit)

    found = ground(petition.purse.silver >= figure)

    assert (found.holds, found.limit) == (False, "12.34 to 100.00")
    assert {limit.parameter for limit in found.claim.limits} == {"shire/forfeit", "shire/silver"}


def test_a_quantity_is_called_by_its_label_and_its_figures_are_its_own() -> None:
    wealth = Quantity(
        name="wealth", label="wealth", formula=petition.purse.silver + limits.forfeit, source=SOURCES.rumour
    )

    found = ground(wealth >= limits.silver)

    assert said(found) == ": wealth >= 100.00; met 22.34; False"
    assert [limit.parameter for limit in found.claim.limits] == ["shire/silver"]


# ── Only what decided ────────────────────────────────────────────────────────────────────────────────────────────────

POOR = petition.purse.silver < limits.silver


@pytest.mark.parametrize(
    ("formula", "facts", "holds"),
    [
        (all_of(FESTIVE, POOR), {}, ["festive mood", "silver in the purse"]),
        (all_of(FESTIVE, RICH, ALLOWED), {}, ["silver in the purse"]),
        (all_of(FESTIVE, ALLOWED), {}, ["leave of the mayor"]),
        (any_of(FESTIVE, RICH, ALLOWED), {}, ["festive mood"]),
        (any_of(RICH, ALLOWED), {}, ["leave of the mayor"]),
        (any_of(RICH, not_(FESTIVE)), {}, ["silver in the purse", "festive mood"]),
        (all_of(FESTIVE, any_of(RICH, all_of(POOR, ALLOWED))), {}, ["leave of the mayor"]),
        (not_(any_of(FESTIVE, RICH)), {}, ["festive mood"]),
    ],
    ids=repr,
)
def test_a_reason_holds_only_the_terms_that_decided(formula: Formula, facts: dict[str, Any], holds: list[str]) -> None:
    assert [each.claim.fact for each in grounds_of(reason(formula, **facts))] == holds


def test_several_failures_of_which_one_is_enough_are_told_from_those_that_count_together() -> None:
    one_is_enough = reason(all_of(RICH, not_(FESTIVE)))
    both_needed = reason(any_of(RICH, not_(FESTIVE)))

    assert isinstance(one_is_enough, Together)
    assert one_is_enough.needs == "any"
    assert isinstance(both_needed, Together)
    assert both_needed.needs == "all"


def test_what_counts_alike_stands_side_by_side() -> None:
    found = reason(all_of(FESTIVE, all_of(POOR, not_(any_of(RICH, not_(FESTIVE))))))

    assert isinstance(found, Together)
    assert [type(part) for part in found.parts] == [Ground] * 4


def test_alternatives_stand_inside_what_counts_together() -> None:
    found = reason(any_of(all_of(RICH, not_(FESTIVE)), RICH))

    assert said(found)[0] == "all"
    assert said(found)[1][0] == "any"


# ── Members of collections ───────────────────────────────────────────────────────────────────────────────────────────

SAM, PIP = a_hobbit("sam", silver="100.00", merry=True), a_hobbit("pip", silver="99.99", merry=False)


def test_of_members_only_those_are_named_that_decided() -> None:
    found = ground(every(hobbit.silver >= limits.silver), hobbits=(SAM, PIP))

    assert said(found) == "hobbits[1]: silver >= 100.00; met 99.99; False"


def test_members_for_whom_nothing_is_asked_are_not_named_and_others_with_why_it_is_asked() -> None:
    found = reason(every(hobbit.silver > limits.silver, where=hobbit.merry), hobbits=(SAM, PIP))

    assert said(found) == (
        "all",
        "hobbits[0]: merriness is no; met yes; False",
        "hobbits[0]: silver > 100.00; met 100.00; False",
    )


def test_one_member_that_satisfies_is_enough() -> None:
    assert said(reason(some(hobbit.merry), hobbits=(SAM, PIP))) == "hobbits[0]: merriness is yes; met yes; True"
    assert said(reason(none(hobbit.merry), hobbits=(SAM, PIP))) == "hobbits[0]: merriness is no; met yes; False"


def test_where_nobody_satisfies_everybody_is_named() -> None:
    found = reason(some(hobbit.silver > limits.silver), hobbits=(SAM, PIP))

    assert isinstance(found, Together)
    assert (found.needs, [each.about for each in grounds_of(found)]) == ("all", ["hobbits[0]", "hobbits[1]"])


def test_a_member_inside_a_member_is_named_with_its_whole_path() -> None:
    sam = a_hobbit(meals=(a_meal(hot=True), a_meal(dishes=({"name": "stew", "cooked_on": "1401-01-01"},), hot=False)))

    assert said(reason(every(every(meal.hot)), hobbits=(PIP | {"meals": ()}, sam))) == (
        "hobbits[1].meals[1]: warmth of the meal is yes; met no; False"
    )
    assert said(reason(every(every(every(dish.spiced))), hobbits=(sam | {"meals": sam["meals"][1:]},))) == (
        "hobbits[0].meals[0].dishes[0]: spice in the dish is yes; met unknown; None"
    )


def test_a_fact_of_the_whole_inside_a_rule_about_members_is_about_the_whole() -> None:
    found = reason(every(any_of(hobbit.merry, RICH)), hobbits=(PIP,))

    assert [each.about for each in grounds_of(found)] == ["hobbits[0]", ""]


def test_other_members_inside_a_rule_about_members_are_named_as_themselves() -> None:
    rule = every(any_of(hobbit.merry, some(pony.lame)))

    found = reason(rule, hobbits=(PIP,), ponies=(a_pony(lame=False), a_pony("nag", lame=True)))

    assert said(found) == "ponies[1]: lameness of the pony is yes; met yes; True"


def test_members_of_the_same_collection_inside_a_rule_about_one_are_named_as_themselves() -> None:
    rule = every(any_of(hobbit.merry, some(hobbit.silver >= limits.silver)))

    found = reason(rule, hobbits=(PIP, SAM))

    assert [said(each) for each in grounds_of(found)] == [
        "hobbits[1]: silver >= 100.00; met 100.00; True",
        "hobbits[1]: merriness is yes; met yes; True",
        "hobbits[1]: silver >= 100.00; met 100.00; True",
    ]


@pytest.mark.parametrize(
    ("formula", "ponies", "expected"),
    [
        (every(pony.lame), None, ": ponies there is ; met unknown; None"),
        (some(pony.lame), None, ": ponies there is ; met unknown; None"),
        (every(pony.lame), (), ": ponies there is ; met none; True"),
        (some(pony.lame), (), ": ponies there is ; met none; False"),
        (none(pony.lame), (), ": ponies there is ; met none; True"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_collection_without_members_is_its_own_reason(formula: Formula, ponies: Any, expected: str) -> None:
    assert said(reason(formula, ponies=ponies)) == expected


def test_a_collection_inside_a_member_is_about_that_member() -> None:
    found = ground(every(some(meal.hot)), hobbits=(SAM | {"meals": (a_meal(hot=True),)}, PIP | {"meals": ()}))

    assert said(found) == "hobbits[1]: meals there is ; met none; False"


def test_the_latest_member_speaks_by_its_value() -> None:
    found = ground(every(latest(meal.hot, by=meal.eaten_on)), hobbits=(SAM | {"meals": (a_meal(hot=False),)},))

    assert said(found) == "hobbits[0]: warmth of the meal is yes; met no; False"


# ── Choices ──────────────────────────────────────────────────────────────────────────────────────────────────────────

CHOICE = choose(when(ALLOWED, RICH), when(FESTIVE, POOR), otherwise=RICH)


def test_a_choice_is_explained_by_the_conditions_on_the_way_and_by_the_case() -> None:
    assert [said(each) for each in grounds_of(reason(CHOICE, allowed=False))] == [
        ": leave of the mayor is no; met no; True",
        ": festive mood is yes; met yes; True",
        ": silver in the purse < 100.00; met 10.00; True",
    ]
    assert [said(each) for each in grounds_of(reason(CHOICE, allowed=False, festive=False))][1:] == [
        ": festive mood is no; met no; True",
        ": silver in the purse >= 100.00; met 10.00; False",
    ]


def test_a_choice_that_waits_for_a_condition_is_explained_by_it() -> None:
    assert [said(each) for each in grounds_of(reason(CHOICE))] == [": leave of the mayor is yes; met unknown; None"]


def test_a_choice_that_is_settled_whatever_the_condition_is_explained_by_what_all_cases_say() -> None:
    found = finding(choose(when(ALLOWED, RICH), otherwise=not_(FESTIVE)))

    assert found.status == "failed"
    assert [said(each) for each in grounds_of(found.reason)] == [
        ": silver in the purse >= 100.00; met 10.00; False",
        ": festive mood is no; met yes; False",
    ]


def test_a_choice_among_alternatives_stands_for_itself() -> None:
    found = reason(all_of(choose(when(FESTIVE, RICH), otherwise=ALLOWED), not_(FESTIVE)))

    assert said(found)[0] == "any"
    assert said(found)[1][0] == "all"


def test_what_the_explainer_prepares_does_not_depend_on_the_application() -> None:
    rule_set = rules_of(RICH)
    explainer = Explainer(Plan.of(rule_set))

    assert explainer.step(RICH.node) is explainer.step(RICH.node)
    assert explainer.statement(RICH.node, wanted=True) is explainer.statement(RICH.node, wanted=True)


def test_every_kind_of_member_can_be_spoken_of() -> None:
    hall = {"level": 1, "town": "Bywater", "rooms": ({"seats": 1, "free_from": "1401-01-01", "lit": False},)}

    assert ground(some(room.lit), hall=hall).about == "hall.rooms[0]"
    assert ground(every(home.round_door), hobbits=(SAM,)).about == "hobbits[0]"
    assert (
        ground(
            every(every(journey.months >= limits.season)),
            hobbits=(SAM | {"journeys": ({"began_on": "1400-01-01", "miles": 1},)},),
        ).about
        == "hobbits[0].journeys[0]"
    )
