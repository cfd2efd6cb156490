"""The check of formulas: every fault of type, unit, scope and side is named when the rules are built, all at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from clusterpolicy.errors import CODES
from clusterpolicy.language import (
    Beneficiaries,
    Formula,
    Parameters,
    Quantity,
    all_of,
    any_of,
    average,
    choose,
    computed,
    count,
    day_of,
    days_after,
    every,
    facts_of,
    granting_day,
    greatest,
    largest,
    latest,
    least,
    months_after,
    not_,
    rounded_down_to_cent,
    rounded_half_up_to_cent,
    some,
    total,
    unsettled,
    when,
    years_after,
    zero,
)
from clusterpolicy.units import Day, Truth, Unit
from tests.language.faults import fault_in, faults_in
from tests.language.shire.computations import FORTUNE, OF_AGE
from tests.language.shire.party_fund import fund
from tests.language.shire.rules_of import SOURCES, limits, rules_of
from tests.language.shire.world import Age, Dish, Hobbit, Home, Journey, Meal, Petition, Pony, Room

petition, hobbit, pony, meal = facts_of(Petition), facts_of(Hobbit), facts_of(Pony), facts_of(Meal)
home, room, journey, dish = facts_of(Home), facts_of(Room), facts_of(Journey), facts_of(Dish)
silver, festive, town = petition.silver, petition.festive, petition.town


def quantity(formula: Any, name: str = "amount") -> Quantity:
    return Quantity(name=name, label=name, formula=formula, source=SOURCES.red_book)


# ── Types and units ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("formula", "code", "said"),
    [
        (silver, "wrong-type", "`silver of the company` is EUR, where truth is expected"),
        (town, "wrong-type", "is text, where truth is expected"),
        (all_of(festive, silver), "wrong-type", "`silver of the company` is EUR, where truth is expected"),
        (any_of(festive, silver), "wrong-type", "`silver of the company` is EUR, where truth is expected"),
        (not_(silver), "wrong-type", "`silver of the company` is EUR, where truth is expected"),
        (
            every(latest(meal.cost, by=meal.eaten_on)),
            "wrong-type",
            "`latest(cost of the meal)` is EUR, where truth is expected",
        ),
        (silver >= limits.rate, "wrong-unit", "`Rate` is share, where EUR is expected"),
        (silver >= petition.guests, "wrong-unit", "`guests of the feast` is count, where EUR is expected"),
        (silver >= petition.feast_on, "wrong-type", "`day of the feast` is date, where EUR is expected"),
        (petition.feast_on <= petition.filed_at, "wrong-type", "`moment of filing` is instant, where date is expected"),
        (petition.craft == Age.OLD, "wrong-type", "`old` is Age, where Craft is expected"),
        (petition.craft == petition.age, "wrong-type", "`age of the eldest` is Age, where Craft is expected"),
        (petition.craft == limits.capital, "wrong-type", "`Capital` is text, where Craft is expected"),
        (festive == petition.allowed, "wrong-type", "`festive mood` is a truth already, and is not compared"),
        (limits.near_towns == limits.no_towns, "wrong-type", "`Towns nearby` is a list of codes, and is not compared"),
        (petition.craft < petition.craft, "wrong-type", "Craft has no order, so `<` says nothing"),
        (town >= limits.capital, "wrong-type", "text has no order, so `>=` says nothing"),
        (silver.is_in(limits.near_towns), "wrong-type", "`silver of the company` is EUR, where text is expected"),
        (town.is_in(limits.capital), "wrong-type", "`Capital` is text, where codes is expected"),
        (petition.craft.starts_with(limits.near_towns), "wrong-type", "is Craft, where text is expected"),
        (town.starts_with(limits.capital), "wrong-type", "`Capital` is text, where codes is expected"),
        (silver + petition.guests >= silver, "wrong-unit", "`guests of the feast` is count, where EUR is expected"),
        (silver - petition.guests >= silver, "wrong-unit", "`guests of the feast` is count, where EUR is expected"),
        (petition.feast_on + petition.feast_on > silver, "wrong-type", "`day of the feast` is date, not a number"),
        (least(silver, petition.guests) >= silver, "wrong-unit", "is count, where EUR is expected"),
        (greatest(town, town) == town, "wrong-type", "`town of the feast` is text, not a number"),
        (silver * silver >= silver, "wrong-unit", "EUR times EUR is no unit of these rules"),
        (silver * town >= silver, "wrong-type", "`town of the feast` is text, not a number"),
        (
            petition.days * petition.share >= limits.week,
            "wrong-unit",
            "a share of a number of days need not be whole",
        ),
        (
            petition.share * petition.guests >= limits.dozen,
            "wrong-unit",
            "a share of a number of count need not be whole",
        ),
        (rounded_half_up_to_cent(petition.share) >= silver, "wrong-unit", "is share, where EUR is expected"),
        (average(hobbit.silver) >= silver, "wrong-unit", "`silver` is EUR, where points or AWU is expected"),
        (average(meal.guests) >= limits.dozen, "wrong-unit", "is count, where points or AWU is expected"),
        (average(hobbit.merry) >= silver, "wrong-type", "is truth, where points or AWU is expected"),
        (
            average(hobbit.helpers, where=hobbit.silver) >= petition.helpers,
            "wrong-type",
            "`silver` is EUR, where truth is expected",
        ),
        (average(petition.points) >= petition.points, "wrong-scope", "it goes through no collection"),
        (granting_day() >= silver, "wrong-type", "`silver of the company` is EUR, where date is expected"),
        (computed(FORTUNE) >= petition.points, "wrong-unit", "is points, where EUR is expected"),
        (rounded_down_to_cent(petition.share) >= silver, "wrong-unit", "is share, where EUR is expected"),
        (choose(when(silver, festive), otherwise=festive), "wrong-type", "is EUR, where truth is expected"),
        (choose(when(festive, silver), otherwise=festive), "wrong-type", "is truth, where EUR is expected"),
        (
            years_after(silver, limits.coming_of_age) <= petition.feast_on,
            "wrong-type",
            "`silver of the company` is EUR, where date is expected",
        ),
        (
            years_after(petition.feast_on, limits.season) <= petition.feast_on,
            "wrong-unit",
            "`Season` is months, where years is expected",
        ),
        (
            months_after(petition.feast_on, limits.week) <= petition.feast_on,
            "wrong-unit",
            "`Week` is days, where months is expected",
        ),
        (
            days_after(petition.feast_on, limits.season) <= petition.feast_on,
            "wrong-unit",
            "`Season` is months, where days is expected",
        ),
        (day_of(petition.feast_on) <= petition.feast_on, "wrong-type", "is date, where instant is expected"),
        (every(hobbit.silver), "wrong-type", "`silver` is EUR, where truth is expected"),
        (every(hobbit.merry, where=hobbit.silver), "wrong-type", "`silver` is EUR, where truth is expected"),
        (count(hobbit.silver) > zero(Unit.COUNT), "wrong-type", "`silver` is EUR, where truth is expected"),
        (total(hobbit.town) > silver, "wrong-type", "`town` is text, not a number"),
        (largest(hobbit.merry) > silver, "wrong-type", "`merriness` is truth, not a number"),
        (total(hobbit.silver, where=hobbit.age) > silver, "wrong-type", "`age` is Age, where truth is expected"),
        (
            every(latest(meal.hot, by=meal.cost)),
            "wrong-type",
            "`cost of the meal` is EUR, where date is expected",
        ),
        (
            every(latest(meal.hot, by=meal.eaten_on, where=meal.cost)),
            "wrong-type",
            "`cost of the meal` is EUR, where truth is expected",
        ),
        (silver >= limits.rate_by_age, "wrong-type", "`shire/rate_by_age` is a table with a row for each age"),
        (silver >= limits.silver[petition.craft], "wrong-type", "`shire/silver` is one figure, not a table"),
        (
            silver >= limits.silver_by_craft[town],
            "wrong-type",
            "`town of the feast` is text, and cannot say which row",
        ),
        (
            town.is_in(limits.neighbours[silver]),
            "wrong-type",
            "`silver of the company` is EUR, and cannot say which row",
        ),
        (
            silver >= limits.silver_by_craft[petition.age],
            "table-incomplete",
            "of 1400-01-01 lacks grown, old, tween and has brewing, gardening, milling too many",
        ),
        (
            town.is_in(choose(when(festive, limits.near_towns), otherwise=limits.no_towns)),
            "wrong-type",
            "is a list of codes that must be found first",
        ),
        (
            town.starts_with(unsettled("which", source=SOURCES.rumour, kind_of=limits.near_towns)),
            "wrong-type",
            "is a list of codes that must be found first",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_fault_of_type_or_unit_is_named(formula: Formula, code: str, said: str) -> None:
    faults = faults_in(formula)

    assert (code, True) in [(fault.code, said in fault.message) for fault in faults]
    assert {fault.place for fault in faults} == {"requirement `asked-0`"}
    assert all(fault.mend for fault in faults)


def test_a_table_is_checked_for_every_day_on_which_it_changed() -> None:
    faults = faults_in(limits.rate_by_age[petition.craft] >= limits.rate)

    assert [fault.message[:33] for fault in faults] == [
        "`shire/rate_by_age` of 1400-01-01",
        "`shire/rate_by_age` of 1410-01-01",
    ]


def test_what_is_said_to_mend_a_table_names_every_row() -> None:
    fault = fault_in(silver >= limits.silver_by_craft[petition.age])

    assert fault.mend == "give it a row for each of tween, grown, old"


def test_a_fault_inside_another_is_named_once() -> None:
    assert [fault.message for fault in faults_in((silver + petition.guests) * petition.share >= silver)] == [
        "`guests of the feast` is count, where EUR is expected"
    ]
    assert [fault.code for fault in faults_in(limits.rate_by_age * silver >= silver)] == ["wrong-type"]
    assert [fault.code for fault in faults_in(all_of(limits.rate_by_age >= silver, not_(silver)))] == [
        "wrong-type",
        "wrong-type",
    ]


def test_the_same_fault_in_one_place_is_named_once() -> None:
    assert len(faults_in(all_of(silver >= limits.rate, silver >= limits.rate))) == 1


def test_faults_in_several_places_are_all_named_each_at_its_place() -> None:
    faults = faults_in(not_(silver), quantity(silver + petition.guests) >= silver, town > town)

    assert [fault.place for fault in faults] == [
        "requirement `asked-0`",
        "quantity `amount`",
        "requirement `asked-2`",
    ]


def test_every_code_of_a_fault_is_in_the_closed_list() -> None:
    faults = faults_in(not_(silver), every(dish.spiced), silver >= limits.silver_by_craft[petition.age])

    assert {fault.code for fault in faults} <= set(CODES)


@pytest.mark.parametrize(
    "formula",
    [
        limits.rate * silver >= limits.silver,
        silver * limits.rate >= limits.silver,
        limits.rate * limits.rate <= limits.rate,
        limits.dozen * silver >= limits.silver,
        petition.guests * limits.week >= petition.days,
        limits.dozen * petition.guests >= limits.dozen,
        petition.helpers * limits.rate >= limits.few_helpers,
        petition.points * limits.dozen >= limits.merit,
        least(petition.feast_on, petition.warned_on) <= limits.party_day,
        greatest(petition.filed_at, petition.heard_at) <= limits.bell,
        petition.craft.is_in(limits.near_towns),
        town.is_in(limits.neighbours[town]),
        town.is_in(limits.towns_by_age[petition.age]),
        town.starts_with(limits.neighbours[petition.farthing]),
        limits.capital_by_craft[petition.craft] == limits.capital,
        limits.leave_by_craft[petition.craft],
        limits.open_to_all,
        every(every(every(dish.spiced, where=dish.cooked_on <= meal.eaten_on), where=meal.hot), where=hobbit.merry),
        every(any_of(hobbit.merry, some(pony.lame))),
        every(latest(latest(dish.spiced, by=dish.cooked_on), by=meal.eaten_on)),
        count(pony) <= count(hobbit.merry),
        years_after(petition.feast_on, total(limits.years_by_craft[hobbit.craft])) > petition.feast_on,
        months_after(petition.feast_on, zero(Unit.MONTHS)) == petition.feast_on,
    ],
    ids=repr,
)
def test_what_is_well_said_is_accepted(formula: Formula) -> None:
    assert rules_of(formula).requirements[0].holds_if is formula


# ── Scopes ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class Stranger(BaseModel):
    bold: Truth


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (hobbit.merry, "it speaks of each Hobbit, where it must speak of the Petition: merriness"),
        (every(meal.hot), "it speaks of each Hobbit, where it must speak of the Petition: every(warmth of the meal)"),
        (every(festive), "it goes through no collection: every(festive mood)"),
        (count(facts_of(Petition)) > zero(Unit.COUNT), "it goes through no collection: count(Petition)"),
        (every(hobbit.merry, where=pony.lame), "facts of each Hobbit meet facts of each Pony"),
        (every(hobbit.silver >= pony.worth), "facts of each Hobbit meet facts of each Pony"),
        (facts_of(Stranger).bold, "a Petition holds no Stranger"),
        (some(facts_of(Stranger).bold), "a Petition holds no Stranger"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_fault_of_scope_is_named(formula: Formula, said: str) -> None:
    faults = faults_in(formula)

    assert {fault.code for fault in faults} == {"wrong-scope"}
    assert said in faults[0].message


def test_a_foreign_model_is_named_once_however_often_it_is_used() -> None:
    stranger = facts_of(Stranger).bold

    faults = faults_in(all_of(stranger, not_(stranger), facts_of(Stranger).bold))

    assert [(fault.code, fault.place) for fault in faults] == [("wrong-scope", "requirement `asked-0`")]


def test_a_model_that_stands_in_two_places_must_be_reached_from_outside() -> None:
    class Garden(BaseModel):
        fenced: Truth

    class Estate(BaseModel):
        front: Garden
        back: Garden

    estate = facts_of(Estate)

    assert fault_in(facts_of(Garden).fenced, root=Estate).mend == "go there from outside: Estate.front or Estate.back"
    assert rules_of(estate.front.fenced, estate.back.fenced, root=Estate).structure.scopes[0].entity is Estate


def test_facts_of_an_embedded_model_belong_to_the_one_it_is_embedded_in() -> None:
    assert rules_of(every(home.round_door, where=hobbit.merry))
    assert rules_of(some(room.lit, where=room.seats >= petition.guests))


def test_a_day_that_may_be_unknown_orders_nothing() -> None:
    by_unknown = every(latest(meal.hot, by=meal.paid_at))
    inside_unknown = latest(hobbit.merry, by=home.built_on)
    by_formula = every(latest(meal.hot, by=days_after(meal.eaten_on, limits.week)))

    for formula in (by_unknown, inside_unknown, by_formula):
        said = [fault.message for fault in faults_in(formula)]
        assert any(message.endswith("may be unknown, and then nothing is the latest") for message in said)


def test_a_day_of_a_foreign_model_is_named_as_foreign_only() -> None:
    class Feast(BaseModel):
        on: Day

    faults = faults_in(latest(hobbit.merry, by=facts_of(Feast).on))

    assert "a Petition holds no Feast" in [fault.message for fault in faults]
    assert not any("may be unknown" in fault.message for fault in faults)


# ── Sides of limits ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "formula",
    [
        silver >= fund.smallest_cost,
        fund.smallest_cost <= silver,
        petition.level > fund.level_of_fireworks,
        fund.level_of_fireworks < petition.level,
        petition.heard_at <= fund.heard_by,
        silver < fund.highest_toll,
        silver >= limits.rate * fund.smallest_cost,
        silver >= choose(when(festive, fund.smallest_cost), otherwise=fund.smallest_cost_with_the_old),
        silver == limits.silver,
    ],
    ids=repr,
)
def test_a_rule_on_the_side_that_the_parameter_declares_is_accepted(formula: Formula) -> None:
    assert rules_of(formula)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (
            silver > fund.smallest_cost,
            "`shire/party_fund/smallest_cost` is declared `at least`, and the rule says `above`",
        ),
        (silver <= fund.smallest_cost, "is declared `at least`, and the rule says `at most`"),
        (fund.smallest_cost >= silver, "is declared `at least`, and the rule says `at most`"),
        (silver == fund.smallest_cost, "is declared `at least`, and the rule says `==`"),
        (silver != fund.smallest_cost, "is declared `at least`, and the rule says `!=`"),
        (fund.smallest_cost == silver, "is declared `at least`, and the rule says `==`"),
        (petition.heard_at < fund.heard_by, "is declared `at most`, and the rule says `below`"),
        (silver <= fund.highest_toll, "is declared `below`, and the rule says `at most`"),
        (petition.level >= fund.level_of_fireworks, "is declared `above`, and the rule says `at least`"),
        (silver < limits.rate * fund.smallest_cost, "is declared `at least`, and the rule says `below`"),
        (
            silver > choose(when(festive, limits.silver), otherwise=fund.smallest_cost),
            "is declared `at least`, and the rule says `above`",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_rule_on_another_side_than_the_parameter_declares_is_refused(formula: Formula, said: str) -> None:
    fault = fault_in(formula)

    assert fault.code == "wrong-side"
    assert said in fault.message


# ── What a rule set asks of its parts ────────────────────────────────────────────────────────────────────────────────


def test_the_grant_and_the_cost_are_amounts_about_the_whole() -> None:
    faults = faults_in(festive, grant=quantity(petition.share), cost=quantity(hobbit.silver, "cost"))

    assert [(fault.place, fault.code) for fault in faults] == [
        ("the grant", "wrong-unit"),
        ("the eligible cost", "wrong-scope"),
    ]


@pytest.mark.parametrize(
    "day",
    [
        years_after(limits.party_day, limits.coming_of_age),
        limits.day_by_age[Age.OLD],
        petition.feast_on,
        limits.silver,
    ],
    ids=repr,
)
def test_the_day_of_granting_is_a_parameter_that_holds_a_day(day: Formula) -> None:
    faults = faults_in(festive, granting_day=day)

    assert {fault.place for fault in faults} == {"the day of granting"}
    assert {fault.code for fault in faults} == {"wrong-type"}


def beneficiaries(of: type[BaseModel], cost: Any, grant: Any = None, **more: Any) -> tuple[Beneficiaries, ...]:
    return (Beneficiaries(of=of, cost=cost, grant=cost if grant is None else grant, **{"intensity": {}, **more}),)


def test_what_a_beneficiary_receives_is_its_own() -> None:
    faults = faults_in(festive, beneficiaries=beneficiaries(Hobbit, silver))

    assert {fault.place for fault in faults} == {
        "the cost of the beneficiaries Hobbit",
        "the grant of the beneficiaries Hobbit",
    }
    assert {fault.code for fault in faults} == {"wrong-scope"}
    assert "it is the same for every Hobbit" in faults[0].message


@pytest.mark.parametrize("of", [Meal, Petition], ids=lambda model: model.__name__)
def test_beneficiaries_are_the_members_of_a_collection_of_the_application(of: type[BaseModel]) -> None:
    faults = faults_in(festive, beneficiaries=beneficiaries(of, facts_of(of).cost if of is Meal else silver))

    assert f"{of.__name__} is no collection of the Petition" in faults[0].message


def test_the_formulas_of_beneficiaries_speak_of_them() -> None:
    faults = faults_in(
        festive,
        beneficiaries=beneficiaries(
            Hobbit,
            hobbit.silver,
            pony.worth,
            size=meal.cook,
            intensity={"brewing": hobbit.share, "gardening": hobbit.silver},
        ),
    )

    assert [(fault.place, fault.code) for fault in faults] == [
        ("the grant of the beneficiaries Hobbit", "wrong-scope"),
        ("the intensity for gardening of the beneficiaries Hobbit", "wrong-unit"),
        ("the size of the beneficiaries Hobbit", "wrong-scope"),
    ]


def test_beneficiaries_of_a_foreign_model_are_refused() -> None:
    stranger = facts_of(Stranger)

    faults = faults_in(festive, beneficiaries=beneficiaries(Stranger, stranger.bold))

    assert "a Petition holds no Stranger" in [fault.message for fault in faults]


@pytest.mark.parametrize(
    "amount",
    [
        silver * limits.rate,
        petition.share * silver,
        total(hobbit.silver * limits.rate),
        quantity(silver * limits.rate, "inner"),
        silver + silver * limits.rate,
        silver - silver * limits.rate,
        least(silver, silver * limits.rate),
        limits.dozen * (silver * limits.rate),
        (silver * limits.rate) * limits.dozen,
        choose(when(festive, silver * limits.rate), otherwise=silver),
        total(latest(journey.toll * limits.rate, by=journey.began_on)),
    ],
    ids=repr,
)
def test_an_amount_that_is_paid_may_not_hold_parts_of_a_cent(amount: Formula) -> None:
    fault = fault_in(festive, grant=quantity(amount, "grant"))

    assert fault.code == "parts-of-a-cent"
    assert "write rounded_down_to_cent(...) around it" in fault.mend


def test_a_figure_that_is_paid_may_not_hold_parts_of_a_cent_on_any_day_or_in_any_row(tmp_path: Path) -> None:
    head = 'label = "Toll"\nunit = "EUR"\nsource = "red_book"\nconfidence = "stated"\n'
    (tmp_path / "parameters.toml").write_text(
        f"[toll]\n{head}values.1400-01-01 = 1\nvalues.1401-01-01 = 0.005\n"
        f'[tolls]\n{head}by = "craft"\nvalues.1400-01-01 = {{ gardening = 0.01, brewing = 0.005, milling = 1 }}\n',
        encoding="utf-8",
    )
    tolls = Parameters.beside(str(tmp_path / "rules.py"), sources=SOURCES)

    for amount in (tolls.toll, tolls.tolls[petition.craft]):
        assert fault_in(festive, grant=quantity(amount, "grant")).code == "parts-of-a-cent"


@pytest.mark.parametrize(
    "amount",
    [
        rounded_down_to_cent(silver * limits.rate),
        silver * limits.dozen,
        total(rounded_down_to_cent(hobbit.silver * hobbit.share)),
        unsettled("who pays", source=SOURCES.rumour, kind_of=silver),
        limits.silver,
        limits.silver_by_craft[petition.craft],
        zero(Unit.EURO),
    ],
    ids=repr,
)
def test_an_amount_in_whole_cents_may_be_paid(amount: Formula) -> None:
    assert rules_of(festive, grant=quantity(amount, "grant"))


def test_a_computation_is_of_the_application_or_of_the_members_of_a_collection() -> None:
    fault = fault_in(every(computed(replace(OF_AGE, of=Home))))

    assert (fault.code, fault.message) == (
        "wrong-scope",
        "Home is a part of another model, and no member of a collection",
    )


def test_the_inputs_of_a_computation_are_of_its_member_or_around_it() -> None:
    fault = fault_in(every(computed(replace(OF_AGE, inputs=(meal.hot, granting_day())))))

    assert fault.code == "wrong-scope"
    assert "`of_age` is of each Hobbit, and `warmth of the meal` is not around it" in fault.message


def test_an_input_of_a_computation_is_checked_like_any_formula() -> None:
    fault = fault_in(every(computed(replace(OF_AGE, inputs=(hobbit.silver >= hobbit.share, granting_day())))))

    assert fault.code == "wrong-unit"


def test_a_computation_says_where_it_comes_from_and_has_a_name_of_its_own() -> None:
    silent, other = replace(OF_AGE, sources=()), replace(OF_AGE, label="another")

    assert fault_in(every(computed(silent))).code == "missing-source"
    twice = fault_in(every(computed(OF_AGE)), every(computed(other)))
    assert (twice.code, twice.place) == ("duplicate-name", "computation `of_age`")
    assert rules_of(every(computed(OF_AGE)), some(computed(OF_AGE)))


def test_a_computed_amount_is_brought_to_cents_like_any_other() -> None:
    grant = Quantity(name="grant", label="grant", formula=computed(FORTUNE), source=SOURCES.rumour)

    assert fault_in(petition.festive, grant=grant).code == "parts-of-a-cent"
    formula = rounded_down_to_cent(computed(FORTUNE))
    in_cents = Quantity(name="grant", label="grant", formula=formula, source=SOURCES.rumour)
    assert rules_of(petition.festive, grant=in_cents)


def test_a_parameter_that_only_a_computation_uses_is_used() -> None:
    rules = rules_of(computed(FORTUNE) >= limits.silver)

    assert set(rules.figures) == {"shire/forfeit", "shire/silver", "shire/party_day"}
