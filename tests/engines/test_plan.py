"""The plan: every distinct value once, parts first, each in the scope it belongs to."""

from __future__ import annotations

from typing import Any

import pytest

from clusterpolicy.engines.plan import Plan, members_of, never_negative
from clusterpolicy.language import (
    Formula,
    Quantity,
    any_of,
    choose,
    count,
    every,
    facts_of,
    greatest,
    largest,
    latest,
    least,
    not_,
    rounded_down_to_cent,
    some,
    total,
    unsettled,
    when,
    zero,
)
from clusterpolicy.language import nodes as n
from clusterpolicy.units import Unit
from tests.language.shire.party_fund import PARTY_FUND
from tests.language.shire.rules_of import SOURCES, limits, rules_of
from tests.language.shire.world import Dish, Hall, Hobbit, Home, Meal, Petition, Pony

petition, hobbit, pony, meal = facts_of(Petition), facts_of(Hobbit), facts_of(Pony), facts_of(Meal)
dish, home = facts_of(Dish), facts_of(Home)

MERRY = Quantity(name="merry", label="merry", formula=hobbit.merry, source=SOURCES.rumour)


def cells_of(*truths: Formula) -> Any:
    plan = Plan.of(rules_of(*truths))
    return [plan.cell_of(truth.node) for truth in truths]


def amount_cell(formula: Formula) -> Any:
    plan = Plan.of(rules_of(any_of(formula >= formula, petition.festive)))
    return plan.cell_of(formula.node)


def test_equal_parts_of_different_formulas_are_found_once() -> None:
    one, other = cells_of(every(hobbit.silver >= limits.silver), every(hobbit.silver >= limits.silver))

    assert one is other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (some(hobbit.home.round_door), some(home.round_door)),
        (petition.hall.rented, facts_of(Hall).rented),
        (some(MERRY), some(hobbit.merry)),
        (every(MERRY, where=home.round_door), every(any_of(not_(home.round_door), hobbit.merry))),
    ],
    ids=repr,
)
def test_what_is_the_same_by_another_way_is_found_once(one: Formula, other: Formula) -> None:
    first, second = cells_of(one, other)

    assert first is second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (every(hobbit.merry), some(hobbit.merry)),
        (petition.silver >= limits.silver, petition.silver > limits.silver),
        (total(hobbit.silver) >= limits.silver, largest(hobbit.silver) >= limits.silver),
        (total(hobbit.silver) >= limits.silver, total(hobbit.silver, where=hobbit.merry) >= limits.silver),
        (least(petition.silver, limits.rate * limits.silver) >= limits.silver, petition.silver >= limits.silver),
        (
            least(petition.silver, limits.forfeit) >= limits.silver,
            greatest(petition.silver, limits.forfeit) >= limits.silver,
        ),
        (unsettled("who", source=SOURCES.rumour), unsettled("what", source=SOURCES.rumour)),
        (petition.town.is_in(limits.near_towns), petition.town.starts_with(limits.near_towns)),
    ],
    ids=repr,
)
def test_what_differs_is_told_apart(one: Formula, other: Formula) -> None:
    first, second = cells_of(one, other)

    assert first is not second


def test_parts_come_before_what_is_found_from_them() -> None:
    cells = Plan.of(PARTY_FUND).cells

    assert [cell.number for cell in cells] == list(range(len(cells)))
    assert all(part.number < cell.number for cell in cells for part in cell.parts)


def test_a_cell_belongs_to_the_innermost_collection_of_its_facts() -> None:
    plan = Plan.of(rules_of(every(every(every(dish.price <= petition.silver, where=meal.hot)))))
    scopes = {cell.scope.entity.__name__ for cell in plan.cells if isinstance(cell.node, n.Compare)}

    assert scopes == {"Dish"}
    every_cell = plan.cell_of(plan.rules.required()[0].holds_if.node)
    assert (every_cell.scope.depth, members_of(every_cell).entity) == (0, Hobbit)


def test_conditions_of_every_and_some_are_written_out() -> None:
    plan = Plan.of(
        rules_of(every(hobbit.merry, where=hobbit.home.round_door), some(hobbit.merry, where=hobbit.home.round_door))
    )

    assert all(cell.node.where is None for cell in plan.cells if isinstance(cell.node, n.Aggregate))
    narrowed = plan.narrowed(n.Aggregate("every", hobbit.merry.node, hobbit.home.round_door.node))
    assert narrowed.body == n.AnyOf((n.Not(hobbit.home.round_door.node), hobbit.merry.node))


@pytest.mark.parametrize(
    ("formula", "is_open"),
    [
        (petition.festive, False),
        (petition.allowed, True),
        (petition.purse.silver >= limits.silver, False),
        (petition.hall.level >= limits.middle_level, True),
        (every(hobbit.born_on <= petition.feast_on), False),
        (every(pony.shod_on <= petition.feast_on), True),
        (every(hobbit.merry), True),
        (latest(hobbit.craft, by=hobbit.born_on) == petition.craft, True),
        (not_(petition.festive), False),
        (unsettled("who", source=SOURCES.rumour), True),
    ],
    ids=repr,
)
def test_a_cell_knows_whether_it_may_be_unknown(formula: Formula, is_open: bool) -> None:
    (cell,) = cells_of(formula)

    assert cell.open is is_open


@pytest.mark.parametrize(
    ("formula", "never"),
    [
        (petition.silver, True),
        (petition.debt, False),
        (limits.silver, True),
        (limits.silver_by_craft[petition.craft], True),
        (zero(Unit.EURO), True),
        (petition.silver + limits.silver, True),
        (petition.silver + petition.debt, False),
        (petition.silver - petition.silver, False),
        (petition.silver * limits.rate, True),
        (petition.debt * limits.rate, False),
        (least(petition.silver, petition.debt), False),
        (rounded_down_to_cent(petition.silver * limits.rate), True),
        (choose(when(petition.festive, petition.silver), otherwise=limits.silver), True),
        (choose(when(petition.festive, petition.silver), otherwise=petition.debt), False),
        (choose(when(petition.festive, petition.debt), otherwise=petition.silver), False),
        (total(hobbit.silver), True),
        (total(hobbit.debt), False),
        (largest(hobbit.debt), True),
        (latest(hobbit.silver, by=hobbit.born_on), True),
        (latest(hobbit.debt, by=hobbit.born_on), False),
        (unsettled("who", source=SOURCES.rumour, kind_of=petition.silver), False),
        (unsettled("who", source=SOURCES.rumour, kind_of=petition.silver, never_negative=True), True),
    ],
    ids=repr,
)
def test_what_can_never_be_below_zero_is_known_from_its_form(formula: Formula, never: bool) -> None:
    assert never_negative(amount_cell(formula)) is never


def test_a_number_of_members_is_never_below_zero() -> None:
    plan = Plan.of(rules_of(count(hobbit) >= limits.dozen))

    assert never_negative(plan.cell_of(count(hobbit).node))
