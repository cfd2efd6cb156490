"""The scalar engine: what is decided of one application, exactly, and of what is not known."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel

from clusterpolicy.engines.scalar import Verdict, compiled, decide
from clusterpolicy.errors import NoLawThatDay, RuleError
from clusterpolicy.language import (
    Beneficiaries,
    Formula,
    Quantity,
    all_of,
    any_of,
    choose,
    count,
    day_of,
    every,
    facts_of,
    granting_day,
    greatest,
    largest,
    latest,
    least,
    months_after,
    none,
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
from clusterpolicy.language.possible import bounds
from clusterpolicy.units import LARGEST_AMOUNT, Truth, Unit
from tests.language.shire import examples
from tests.language.shire.examples import hobbit as a_hobbit
from tests.language.shire.examples import meal as a_meal
from tests.language.shire.examples import petition as a_petition
from tests.language.shire.examples import pony as a_pony
from tests.language.shire.party_fund import PARTY_FUND
from tests.language.shire.rules_of import SOURCES, limits, rules_of
from tests.language.shire.world import Age, Craft, Hobbit, Journey, Meal, Petition, Pony, Room

petition, hobbit, pony = facts_of(Petition), facts_of(Hobbit), facts_of(Pony)
meal, journey, room = facts_of(Meal), facts_of(Journey), facts_of(Room)


def answer(formula: Formula, application: Petition | None = None, **facts: Any) -> bool | None:
    return decide(application or a_petition(**facts), rules_of(formula)).answers[0]


def amount(formula: Formula, **facts: Any) -> Any:
    """An amount about the whole, as a grant is found."""
    grant = Quantity(name="grant", label="grant", formula=formula, source=SOURCES.red_book)
    return decide(a_petition(**facts), rules_of(petition.festive, grant=grant)).grant


# ── Unknown is not zero and not false ────────────────────────────────────────────────────────────────────────────────

FESTIVE, ALLOWED = petition.festive, petition.allowed


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (ALLOWED, None),
        (not_(ALLOWED), None),
        (all_of(FESTIVE, ALLOWED), None),
        (all_of(not_(FESTIVE), ALLOWED), False),
        (any_of(FESTIVE, ALLOWED), True),
        (any_of(not_(FESTIVE), ALLOWED), None),
        (petition.silver >= zero(Unit.EURO), True),
        (petition.silver < zero(Unit.EURO), False),
        (petition.silver >= limits.silver, None),
        (petition.level <= limits.middle_level, None),
        (petition.age == Age.OLD, None),
        (petition.age != petition.age, None),
        (petition.farthing.is_in(limits.no_towns), False),
        (petition.farthing.is_in(limits.near_towns), None),
        (petition.hall.rented, None),
        (petition.hall.level >= limits.middle_level, None),
        (petition.warned_on <= petition.feast_on, None),
        (day_of(petition.heard_at) <= petition.feast_on, None),
        (unsettled("whether the wizard comes", source=SOURCES.rumour), None),
    ],
    ids=repr,
)
def test_what_is_not_known_leaves_open_what_it_must_and_nothing_more(formula: Formula, expected: bool | None) -> None:
    assert answer(formula) is expected


KNOWN, UNKNOWN = a_hobbit("sam", silver="100.00"), a_hobbit("pip")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (total(hobbit.silver) >= limits.silver, True),
        (total(hobbit.silver) < limits.silver, False),
        (total(hobbit.silver) <= limits.silver, None),
        (largest(hobbit.silver) >= limits.silver, True),
        (every(hobbit.silver >= limits.silver), None),
        (some(hobbit.silver >= limits.silver), True),
        (none(hobbit.silver >= limits.silver), False),
        (every(hobbit.silver > limits.silver), False),
        (count(hobbit.silver >= limits.silver) >= count(hobbit), None),
        (count(hobbit) >= limits.dozen, False),
    ],
    ids=repr,
)
def test_a_known_part_decides_where_it_suffices(formula: Formula, expected: bool | None) -> None:
    assert answer(formula, hobbits=(KNOWN, UNKNOWN)) is expected


@pytest.mark.parametrize(
    ("formula", "unknown", "empty"),
    [
        (every(pony.lame), None, True),
        (some(pony.lame), None, False),
        (none(pony.lame), None, True),
        (count(pony) >= zero(Unit.COUNT), True, True),
        (count(pony) > zero(Unit.COUNT), None, False),
        (total(pony.worth) >= zero(Unit.EURO), True, True),
        (total(pony.worth) > zero(Unit.EURO), None, False),
        (largest(pony.worth) <= zero(Unit.EURO), None, True),
        (latest(pony.lame, by=pony.shod_on), None, None),
    ],
    ids=repr,
)
def test_a_collection_that_is_not_known_is_not_an_empty_one(
    formula: Formula, unknown: bool | None, empty: bool | None
) -> None:
    assert answer(formula, ponies=None) is unknown
    assert answer(formula, ponies=()) is empty


def test_a_collection_inside_a_model_that_is_not_known_is_not_known() -> None:
    assert answer(some(room.lit), hall=None) is None
    assert answer(some(room.lit), hall={"level": 1, "town": "Bywater", "rooms": ()}) is False


def test_an_unknown_amount_stays_within_the_limits_of_its_field() -> None:
    assert bounds(amount(rounded_down_to_cent(petition.silver * petition.purse.share), purse={"silver": 0})) == (
        0,
        LARGEST_AMOUNT,
    )
    assert bounds(amount(petition.silver - petition.silver)) == (-LARGEST_AMOUNT, LARGEST_AMOUNT)


def test_an_amount_about_a_collection_that_is_not_known_is_not_below_zero() -> None:
    paid = rounded_down_to_cent(pony.worth * limits.rate)

    assert bounds(amount(total(paid), ponies=None)) == (0, None)
    assert bounds(amount(total(hobbit.debt), hobbits=(a_hobbit(),))) == (-LARGEST_AMOUNT, LARGEST_AMOUNT)


def test_what_is_unsettled_may_be_said_never_to_be_negative() -> None:
    unknown = unsettled("who pays", source=SOURCES.rumour, kind_of=petition.silver)
    gift = unsettled("who gives", source=SOURCES.rumour, kind_of=petition.silver, never_negative=True)

    assert bounds(amount(unknown)) == (None, None)
    assert bounds(amount(gift)) == (0, None)


def test_nothing_of_an_unknown_amount_is_exactly_nothing() -> None:
    unknown = unsettled("who pays", source=SOURCES.rumour, kind_of=petition.silver)

    assert amount(rounded_down_to_cent(unknown * limits.no_rate)) == Decimal("0.00")


# ── Each operation ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (petition.purse.silver + petition.debt, "10.00"),
        (petition.purse.silver - limits.silver, "-90.00"),
        (rounded_down_to_cent(limits.silver * limits.rate_by_age[Age.GROWN]), "33.30"),
        (rounded_down_to_cent(limits.forfeit * limits.rate), "1.85"),
        (rounded_down_to_cent((petition.debt - limits.forfeit) * limits.rate), "-1.86"),
        (rounded_half_up_to_cent(limits.forfeit * limits.rate), "1.85"),
        (rounded_half_up_to_cent(limits.silver * limits.rate_by_age[Age.GROWN]), "33.30"),
        (rounded_half_up_to_cent((petition.debt - limits.forfeit) * limits.rate), "-1.85"),
        (limits.forfeit * limits.dozen, "148.08"),
        (least(limits.silver, limits.forfeit), "12.34"),
        (greatest(limits.silver, limits.forfeit, petition.debt), "100"),
        (least(limits.forfeit), "12.34"),
        (choose(when(petition.craft == Craft.MILLING, limits.silver), otherwise=limits.forfeit), "12.34"),
        (choose(when(petition.craft == Craft.BREWING, limits.silver), otherwise=limits.forfeit), "100"),
        (limits.silver_by_craft[petition.craft], "99.99"),
    ],
    ids=repr,
)
def test_each_operation_on_amounts_is_exact(formula: Formula, expected: str) -> None:
    assert amount(formula) == Decimal(expected)


@pytest.mark.parametrize(
    ("euro", "down", "half_up"),
    [
        ("0.01", "0.00", "0.01"),
        ("0.03", "0.01", "0.02"),
        ("-0.01", "-0.01", "-0.01"),
        ("-0.03", "-0.02", "-0.02"),
        ("0.02", "0.01", "0.01"),
    ],
)
def test_half_a_cent_is_rounded_down_or_away_from_nought(euro: str, down: str, half_up: str) -> None:
    half = petition.debt * petition.purse.share
    facts = {"debt": euro, "purse": {"silver": "0.00", "share": "0.5"}}

    assert amount(rounded_down_to_cent(half), **facts) == Decimal(down)
    assert amount(rounded_half_up_to_cent(half), **facts) == Decimal(half_up)


def test_what_is_rounded_half_up_is_rounded_at_both_ends_of_what_it_may_be() -> None:
    half = (petition.silver - petition.debt) * petition.purse.share
    facts = {"debt": "0.01", "purse": {"silver": "0.00", "share": "0.5"}}

    assert bounds(amount(rounded_half_up_to_cent(half), **facts)) == (Decimal("-0.01"), Decimal("4999999999.99"))


def test_the_granting_day_is_the_day_given_else_the_one_expected() -> None:
    rules = rules_of(granting_day() == limits.party_day, granting_day() > petition.feast_on)
    expected = compiled(rules).granting_day

    assert decide(a_petition(), rules).answers == (True, expected > date(1401, 9, 22))
    assert decide(a_petition(), rules, granted_on=date(1402, 1, 1)).answers == (False, True)
    later = decide(a_petition(), rules, changes={"shire/party_day": date(1403, 1, 1)})
    assert (later.day, later.answers) == (date(1403, 1, 1), (True, True))


SAM = a_hobbit(
    "sam",
    silver="5.00",
    meals=(a_meal("1401-09-20", cost="1.00", hot=True), a_meal("1401-09-21", cost="2.00", hot=False)),
)
PIP = a_hobbit("pip", silver="7.00", meals=())


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (total(total(meal.cost)), "3.00"),
        (total(total(meal.cost, where=meal.hot)), "1.00"),
        (total(largest(meal.cost)), "2.00"),
        (largest(total(meal.cost)), "3.00"),
        (total(largest(meal.cost, where=meal.eaten_on > petition.feast_on)), "0"),
        (count(some(meal.hot)) * limits.forfeit, "12.34"),
        (total(hobbit.silver, where=some(meal.hot)), "5.00"),
        (total(hobbit.silver, where=every(meal.hot)), "7.00"),
    ],
    ids=repr,
)
def test_each_word_about_a_collection_gives_what_it_says(formula: Formula, expected: str) -> None:
    assert amount(formula, hobbits=(SAM, PIP)) == Decimal(expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (total(latest(meal.cost, by=meal.eaten_on)), "2.00"),
        (total(latest(meal.cost, by=meal.eaten_on, where=meal.hot)), "1.00"),
    ],
    ids=repr,
)
def test_the_latest_member_that_counts_gives_its_value(formula: Formula, expected: str) -> None:
    assert amount(formula, hobbits=(SAM,)) == Decimal(expected)
    assert bounds(amount(formula, hobbits=(SAM, PIP))) == (Decimal(expected), LARGEST_AMOUNT + Decimal(expected))


def test_among_members_of_the_same_day_nobody_knows_which_is_the_latest() -> None:
    cook = latest(hobbit.craft, by=hobbit.born_on)
    miller, brewer = a_hobbit("ted", craft="milling"), a_hobbit("sam", craft="brewing")

    assert answer(cook == Craft.MILLING, hobbits=(miller, brewer)) is None
    assert answer(cook == Craft.MILLING, hobbits=(brewer, miller)) is None
    assert answer(cook == Craft.MILLING, hobbits=(miller, miller)) is True
    assert answer(cook == Craft.GARDENING, hobbits=(miller, brewer)) is False


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (years_after(limits.leap_day, limits.years_by_craft[Craft.GARDENING]), date(1405, 2, 28)),
        (years_after(limits.leap_day, limits.years_by_craft[Craft.MILLING]), date(1408, 2, 29)),
        (months_after(limits.party_day, zero(Unit.MONTHS)), date(1401, 9, 22)),
        (months_after(limits.party_day, total(total(journey.months))), date(1401, 12, 22)),
    ],
    ids=repr,
)
def test_a_day_is_counted_from_by_the_civil_calendar(formula: Formula, expected: date) -> None:
    hobbits = (a_hobbit(journeys=({"began_on": "1400-01-01", "miles": 1, "months": 3},)),)

    assert answer(formula == petition.feast_on, hobbits=hobbits, feast_on=expected) is True


@pytest.mark.parametrize(
    ("zone", "day"), [("Europe/Rome", "2016-12-11"), ("UTC", "2016-12-10"), ("Pacific/Auckland", "2016-12-11")]
)
def test_the_day_of_an_instant_is_that_of_the_time_zone_of_the_rules(zone: str, day: str) -> None:
    rule_set = rules_of(day_of(petition.filed_at) == petition.feast_on, time_zone=zone)

    assert decide(a_petition(filed_at="2016-12-10T23:30:00Z", feast_on=day), rule_set).answers == (True,)


def test_a_text_that_is_no_row_of_a_table_of_lists_means_an_empty_list() -> None:
    near = petition.town.is_in(limits.neighbours[petition.farthing])

    assert answer(near, farthing="Hobbiton") is True
    assert answer(near, farthing="Mordor") is False
    assert answer(near, farthing=None) is None


def test_a_formula_about_members_may_use_what_lies_around_and_beside_them() -> None:
    richest = every(hobbit.silver <= petition.silver)
    carried = every(any_of(hobbit.merry, some(pony.lame)))
    above_all = some(hobbit.silver >= total(hobbit.silver))

    hobbits = (a_hobbit("sam", silver="5.00", merry=False), a_hobbit("pip", silver="0.00", merry=False))
    assert answer(richest, hobbits=hobbits, silver="5.00") is True
    assert answer(carried, hobbits=hobbits, ponies=(a_pony(lame=True),)) is True
    assert answer(above_all, hobbits=hobbits) is True


class Gate(BaseModel):
    shut: Truth = True
    green: Truth = True


class Yard(BaseModel):
    gate: Gate = Gate()


class Farm(BaseModel):
    yard: Yard = Yard()
    yard_gate: Gate = Gate(shut=False, green=False)
    yard_fields: Gate = Gate(shut=False, green=False)


def test_fields_whose_names_look_alike_are_told_apart() -> None:
    farm = facts_of(Farm)
    truths = (
        farm.yard.gate.shut,
        farm.yard_gate.shut,
        farm.yard_fields.shut,
        farm.yard.gate.green,
        farm.yard_gate.green,
    )

    assert decide(Farm(), rules_of(*truths, root=Farm)).answers == (True, False, False, True, False)


# ── Exact, whatever the caller reckons with ──────────────────────────────────────────────────────────────────────────


def test_the_sum_of_a_thousand_largest_amounts_is_exact() -> None:
    hobbits = [a_hobbit(silver=LARGEST_AMOUNT)] * 1000

    assert amount(total(hobbit.silver), hobbits=hobbits) == 1000 * LARGEST_AMOUNT


def test_the_precision_of_the_caller_changes_nothing_and_is_given_back() -> None:
    with decimal.localcontext() as context:
        context.prec = 3
        context.traps[decimal.Inexact] = True

        assert amount(limits.forfeit * limits.dozen) == Decimal("148.08")
        assert decimal.getcontext().prec == 3
        assert decimal.getcontext().traps[decimal.Inexact]


def test_what_cannot_be_reckoned_exactly_is_an_error_and_never_rounded() -> None:
    fine = Decimal("0.999999999999")
    rule_set = rules_of(
        limits.rate * limits.rate * limits.rate * limits.rate * limits.rate * limits.rate <= limits.rate
    )

    with pytest.raises(decimal.Inexact):
        decide(a_petition(), rule_set, changes={"shire/rate": fine})
    assert decimal.getcontext().prec == 28


# ── The law of the day ───────────────────────────────────────────────────────────────────────────────────────────────

RICH = rules_of(petition.purse.silver >= limits.silver)


@pytest.mark.parametrize(
    ("day", "silver", "expected"),
    [
        (None, "100.00", True),
        (None, "99.99", False),
        (date(1409, 12, 31), "100.00", True),
        (date(1410, 1, 1), "144.49", False),
        (date(1410, 1, 1), "144.50", True),
    ],
)
def test_the_law_of_the_day_of_granting_decides(day: date | None, silver: str, expected: bool) -> None:
    verdict = decide(a_petition(purse={"silver": silver}), RICH, granted_on=day)

    assert verdict.answers == (expected,)
    assert verdict.day == (day or date(1401, 9, 22))


def test_a_day_without_law_is_an_error() -> None:
    with pytest.raises(NoLawThatDay):
        decide(a_petition(), RICH, granted_on=date(1400, 12, 31))


@pytest.mark.parametrize("value", [Decimal("10.00"), 10, "10.00"])
def test_a_figure_can_be_changed_for_one_decision(value: Any) -> None:
    assert decide(a_petition(), RICH, changes={"shire/silver": value}).answers == (True,)
    assert decide(a_petition(), RICH).answers == (False,)
    assert decide(a_petition(), RICH, changes={}).answers == (False,)


@pytest.mark.parametrize("day", [date(1412, 1, 1), "1412-01-01"])
def test_a_change_of_the_day_of_granting_changes_the_law(day: Any) -> None:
    verdict = decide(a_petition(purse={"silver": "100.00"}), RICH, changes={"shire/party_day": day})

    assert (verdict.day, verdict.answers) == (date(1412, 1, 1), (False,))


def test_the_day_that_is_given_counts_more_than_the_day_that_is_expected() -> None:
    changes = {"shire/party_day": date(1412, 1, 1)}

    assert decide(a_petition(), RICH, granted_on=date(1405, 1, 1), changes=changes).day == date(1405, 1, 1)


def test_a_change_that_fits_no_parameter_is_an_error() -> None:
    with pytest.raises(RuleError):
        decide(a_petition(), RICH, changes={"shire/silver": "much"})


# ── The verdict ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("truths", "outcome", "failed", "undetermined"),
    [
        ((FESTIVE, FESTIVE), "eligible", (), ()),
        ((FESTIVE, ALLOWED), "undetermined", (), ("asked-1",)),
        ((not_(FESTIVE), ALLOWED), "not eligible", ("asked-0",), ("asked-1",)),
        ((not_(FESTIVE), FESTIVE), "not eligible", ("asked-0",), ()),
        ((), "eligible", (), ()),
    ],
)
def test_one_failure_is_enough_and_one_open_question_too(
    truths: tuple[Formula, ...], outcome: str, failed: tuple[str, ...], undetermined: tuple[str, ...]
) -> None:
    verdict = decide(a_petition(), rules_of(*truths))

    assert (verdict.outcome, verdict.failed, verdict.undetermined) == (outcome, failed, undetermined)


def of_ponies(**formulas: Any) -> Callable[..., Verdict]:
    parts: dict[str, Any] = {"of": Pony, "cost": pony.worth, "grant": pony.worth, "intensity": {}, **formulas}
    rule_set = rules_of(petition.festive, beneficiaries=(Beneficiaries(**parts),))
    return lambda **facts: decide(a_petition(**facts), rule_set)


def test_what_each_beneficiary_receives_is_found_in_their_order() -> None:
    found = of_ponies(size=pony.owner, intensity={"oats": limits.rate})(
        ponies=(a_pony(worth="3.00", owner="Sam"), a_pony(owner="Pip"))
    ).beneficiaries[0]

    assert found.cost is not None
    assert found.cost[0] == Decimal("3.00")
    assert bounds(found.cost[1]) == (0, LARGEST_AMOUNT)
    assert found.size == ["Sam", "Pip"]
    assert found.intensity == {"oats": [Decimal("0.15"), Decimal("0.15")]}


def test_of_beneficiaries_that_are_not_known_nothing_is_found() -> None:
    found = of_ponies(size=petition.town, intensity={"oats": limits.rate})(ponies=None).beneficiaries[0]

    assert (found.size, found.cost, found.grant, found.intensity) == (None, None, None, {"oats": None})


def test_beneficiaries_without_a_size_have_none() -> None:
    found = of_ponies()(ponies=(a_pony(worth="3.00"),)).beneficiaries[0]

    assert (found.size, found.grant) == (None, [Decimal("3.00")])


def test_rules_are_compiled_once_and_hold_no_application() -> None:
    engine = compiled(PARTY_FUND)
    one, other = examples.petition(festive=True), examples.petition(festive=False)

    first = decide(one, PARTY_FUND).answers
    decide(other, PARTY_FUND)

    assert compiled(PARTY_FUND) is engine
    assert decide(one, PARTY_FUND).answers == first
