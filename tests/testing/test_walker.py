"""The definition of meaning itself: what it says of single values, worked out by hand."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from clusterpolicy.language import (
    Formula,
    Inquiry,
    Quantity,
    choose,
    count,
    day_of,
    days_after,
    every,
    facts_of,
    greatest,
    largest,
    latest,
    least,
    months_after,
    rounded_down_to_cent,
    some,
    total,
    unsettled,
    when,
    years_after,
    zero,
)
from clusterpolicy.testing.walker import (
    ANY_NUMBER,
    NO,
    OPEN,
    YES,
    Lists,
    Possible,
    Span,
    Truths,
    Words,
    is_within,
    value,
)
from clusterpolicy.units import Unit
from tests.language.shire.examples import hobbit as a_hobbit
from tests.language.shire.examples import meal as a_meal
from tests.language.shire.examples import petition as a_petition
from tests.language.shire.examples import pony as a_pony
from tests.language.shire.rules_of import SOURCES, limits
from tests.language.shire.world import Age, Craft, Hobbit, Journey, Meal, Petition, Pony, Room

petition, hobbit, pony = facts_of(Petition), facts_of(Hobbit), facts_of(Pony)
meal, journey, room = facts_of(Meal), facts_of(Journey), facts_of(Room)
MOST = Fraction("9999999999.99")
NOTHING_IS_SAID = unsettled("who pays", source=SOURCES.rumour, kind_of=petition.silver)


def meaning(formula: Formula, **facts: Any) -> Possible:
    inquiry = Inquiry(
        name="shire/question",
        version="1.0.0",
        title="A question",
        root=Petition,
        time_zone="Europe/Rome",
        source=SOURCES.red_book,
        in_force_from=date(1401, 1, 1),
        answers={"question": formula},
    )
    return value(formula.node, a_petition(**facts), inquiry.figures_on(date(1401, 9, 22)), inquiry)


def exactly(number: str | int) -> Span:
    return Span(Fraction(number), Fraction(number))


def day(text: str) -> Span:
    return Span(date.fromisoformat(text).toordinal(), date.fromisoformat(text).toordinal())


def words(*options: str) -> Words:
    return Words(frozenset(options))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (petition.festive, YES),
        (petition.allowed, OPEN),
        (petition.purse.silver, exactly(10)),
        (petition.silver, Span(0, MOST)),
        (petition.hall.level, Span(1, 9)),
        (petition.craft, words("brewing")),
        (petition.age, words("tween", "grown", "old")),
        (petition.town, words("Hobbiton")),
        (petition.farthing, Words(None)),
        (petition.feast_on, day("1401-09-22")),
        (petition.warned_on, ANY_NUMBER),
        (limits.near_towns, Lists(frozenset({("Hobbiton", "By", "brewing")}))),
        (limits.towns_by_age[petition.age], Lists(frozenset({("Hobbiton",), ("Hobbiton", "Bywater"), ()}))),
        (limits.neighbours[petition.town], Lists(frozenset({("Hobbiton", "Bywater")}))),
        (limits.rate_by_age[petition.age], Span(Fraction("0.333"), 1)),
        (limits.capital_by_craft[petition.craft], words("Bywater")),
        (NOTHING_IS_SAID, ANY_NUMBER),
        (unsettled("who", source=SOURCES.rumour, kind_of=petition.silver, never_negative=True), Span(0, math.inf)),
        (unsettled("who", source=SOURCES.rumour, kind_of=petition.town), Words(None)),
        (unsettled("when", source=SOURCES.rumour, kind_of=petition.feast_on), ANY_NUMBER),
        (petition.silver + petition.purse.silver, Span(10, MOST + 10)),
        (petition.purse.silver - petition.silver, Span(10 - MOST, 10)),
        (petition.debt * petition.purse.share, exactly(0)),
        (NOTHING_IS_SAID * limits.no_rate, exactly(0)),
        (NOTHING_IS_SAID * limits.rate, ANY_NUMBER),
        (least(petition.silver, limits.silver), Span(0, 100)),
        (greatest(petition.silver, limits.silver), Span(100, MOST)),
        (rounded_down_to_cent((petition.debt - limits.forfeit) * limits.rate), exactly("-1.86")),
        (rounded_down_to_cent(NOTHING_IS_SAID), ANY_NUMBER),
        (choose(when(petition.allowed, limits.silver), otherwise=limits.forfeit), Span(Fraction("12.34"), 100)),
        (choose(when(petition.allowed, petition.craft), otherwise=Craft.MILLING), words("brewing", "milling")),
        (choose(when(petition.allowed, petition.farthing), otherwise=limits.capital), Words(None)),
        (choose(when(petition.festive, limits.silver), otherwise=limits.forfeit), exactly(100)),
        (years_after(limits.leap_day, limits.years_by_craft[Craft.GARDENING]), day("1405-02-28")),
        (years_after(petition.warned_on, limits.coming_of_age), ANY_NUMBER),
        (days_after(petition.feast_on, limits.week), day("1401-09-29")),
        (
            days_after(petition.feast_on, petition.days),
            Span(date(1401, 9, 22).toordinal(), date(1402, 9, 22).toordinal()),
        ),
        (months_after(petition.feast_on, zero(Unit.MONTHS)), day("1401-09-22")),
        (day_of(limits.bell), day("1401-09-21")),
        (day_of(petition.heard_at), ANY_NUMBER),
        (petition.farthing == petition.town, OPEN),
        (petition.age == Age.OLD, OPEN),
        (petition.craft != Craft.MILLING, YES),
        (petition.silver == petition.silver, OPEN),
        (petition.purse.silver == limits.silver, NO),
        (petition.farthing.is_in(limits.no_towns), NO),
        (petition.farthing.is_in(limits.near_towns), OPEN),
        (petition.farthing.starts_with(limits.near_towns), OPEN),
        (petition.town.starts_with(limits.near_towns), YES),
        (Quantity(name="q", label="q", formula=petition.festive, source=SOURCES.rumour), YES),
    ],
)
def test_what_a_formula_about_the_whole_may_be(formula: Formula, expected: Possible) -> None:
    assert meaning(formula) == expected


COMPANY = {
    "hobbits": (
        a_hobbit("sam", silver="5.00", merry=True, meals=(a_meal("1401-09-20", cost="1.00", hot=True),)),
        a_hobbit("pip", debt="-7.00", meals=(a_meal("1401-09-20", hot=False), a_meal("1401-09-21", cost="2.00"))),
    )
}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (every(hobbit.merry), OPEN),
        (some(hobbit.merry), YES),
        (every(hobbit.silver > limits.silver, where=hobbit.merry), NO),
        (some(hobbit.silver > limits.silver, where=hobbit.merry), OPEN),
        (count(hobbit), exactly(2)),
        (count(hobbit.merry), Span(1, 2)),
        (total(hobbit.silver), Span(5, MOST + 5)),
        (total(hobbit.silver, where=hobbit.merry), Span(5, MOST + 5)),
        (total(hobbit.debt, where=hobbit.merry), Span(-MOST - 7, MOST)),
        (largest(hobbit.silver), Span(5, MOST)),
        (largest(hobbit.debt), Span(0, MOST)),
        (total(total(meal.cost, where=meal.hot)), Span(1, 3)),
        (total(total(meal.cost)), Span(3, MOST + 3)),
        (some(latest(meal.cost, by=meal.eaten_on) > limits.silver), NO),
        (total(latest(meal.cost, by=meal.eaten_on, where=meal.hot)), Span(1, MOST + 1)),
        (every(pony.lame), OPEN),
        (count(pony), Span(0, math.inf)),
        (total(pony.worth * limits.rate), Span(0, math.inf)),
        (total(choose(when(pony.lame, pony.worth), otherwise=limits.silver)), Span(0, math.inf)),
        (total(pony.worth - limits.silver), ANY_NUMBER),
        (total(Quantity(name="q", label="q", formula=pony.worth, source=SOURCES.rumour)), Span(0, math.inf)),
        (total(latest(journey.toll, by=journey.began_on)), Span(-2 * MOST, 2 * MOST)),
        (latest(pony.worth, by=pony.shod_on), Span(0, MOST)),
        (latest(pony.worth + pony.worth, by=pony.shod_on), Span(0, math.inf)),
        (
            latest(choose(when(pony.lame, Craft.MILLING), otherwise=Craft.BREWING), by=pony.shod_on),
            Words(frozenset(Craft)),
        ),
        (
            latest(Quantity(name="q", label="q", formula=pony.owner, source=SOURCES.rumour), by=pony.shod_on),
            Words(None),
        ),
        (some(room.lit), OPEN),
    ],
)
def test_what_a_formula_about_members_may_be(formula: Formula, expected: Possible) -> None:
    assert meaning(formula, **COMPANY) == expected


def test_a_member_of_a_later_day_outdoes_one_of_an_earlier() -> None:
    ponies = (a_pony("old", worth="1.00"), a_pony("new", worth="2.00", shod_on="1401-02-01"))

    assert meaning(latest(pony.worth, by=pony.shod_on), ponies=ponies) == exactly(2)
    assert meaning(latest(pony.worth, by=pony.shod_on), ponies=ponies[::-1]) == exactly(2)


def test_members_of_the_same_day_are_as_late_as_each_other() -> None:
    ponies = (a_pony("one", worth="1.00"), a_pony("other", worth="2.00"))

    assert meaning(latest(pony.worth, by=pony.shod_on), ponies=ponies) == Span(1, 2)


def test_a_day_beyond_the_calendar_is_its_end() -> None:
    late = years_after(
        years_after(petition.feast_on, limits.coming_of_age * limits.dozen * limits.dozen), petition.years
    )
    early = years_after(petition.feast_on, petition.years - limits.coming_of_age * limits.dozen * limits.dozen)
    days = days_after(
        petition.feast_on,
        petition.days - limits.week * limits.dozen * limits.dozen * limits.dozen * limits.dozen * limits.dozen,
    )

    assert meaning(late, years=130) == day("6283-09-22")
    assert meaning(early, years=0) == day(date.min.isoformat())
    assert meaning(years_after(late, limits.coming_of_age * limits.dozen * limits.dozen), years=0) == day("9999-12-31")
    assert meaning(days, days=0) == day(date.min.isoformat())


@pytest.mark.parametrize(
    ("one", "other", "within"),
    [
        (YES, OPEN, True),
        (OPEN, YES, False),
        (exactly(1), Span(0, 1), True),
        (Span(0, math.inf), Span(0, 1), False),
        (words("a"), words("a", "b"), True),
        (words("a"), Words(None), True),
        (Words(None), words("a"), False),
        (Lists(frozenset({()})), Lists(frozenset({(), ("a",)})), True),
        (Lists(frozenset({()})), Lists(frozenset({("a",)})), False),
    ],
)
def test_what_may_be_less_lies_within_what_may_be_more(one: Possible, other: Possible, within: bool) -> None:
    assert is_within(one, other) is within


def test_values_of_different_kinds_cannot_be_held_against_each_other() -> None:
    truth: Truths = YES

    with pytest.raises(TypeError, match="are of different kinds"):
        is_within(truth, exactly(1))


def test_a_list_of_codes_is_never_unknown_as_a_whole() -> None:
    with pytest.raises(TypeError, match="a list of codes is a figure, and figures are known"):
        meaning(unsettled("which", source=SOURCES.rumour, kind_of=limits.near_towns))
