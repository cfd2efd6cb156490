"""Formulas are no values: what Python cannot do with them is refused at once, with what to write instead."""

from __future__ import annotations

import copy
import operator
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from clusterpolicy.errors import FormulaMisuse
from clusterpolicy.language import (
    Formula,
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
from clusterpolicy.language import nodes as n
from clusterpolicy.language.formula import kind_like, node_of
from clusterpolicy.language.kinds import CODES, DATE, INSTANT, TEXT, TRUTH, Kind, category, number
from clusterpolicy.units import Unit
from tests.language.shire.computations import FORTUNE
from tests.language.shire.rules_of import SOURCES, limits
from tests.language.shire.world import Craft, Hobbit, Meal, Petition

petition, hobbit, meal = facts_of(Petition), facts_of(Hobbit), facts_of(Meal)
silver, share, festive = petition.silver, petition.share, petition.festive

FACT = "silver of the company"


def refused(write: Callable[[], object]) -> Any:
    with pytest.raises(FormulaMisuse) as raised:
        write()
    return raised.value.problems[0]


@pytest.mark.parametrize(
    ("relation", "compare"),
    [
        ("<", operator.lt),
        ("<=", operator.le),
        (">", operator.gt),
        (">=", operator.ge),
        ("==", operator.eq),
        ("!=", operator.ne),
    ],
)
def test_each_comparison_becomes_a_node_with_its_relation(relation: str, compare: Callable[..., Formula]) -> None:
    formula = compare(silver, limits.silver)

    assert formula.node == n.Compare(relation, silver.node, limits.silver.node)  # type: ignore[arg-type]  # one of six


def test_a_chain_of_sums_is_one_sum() -> None:
    assert (silver + petition.debt + limits.silver).node == n.Sum((silver.node, petition.debt.node, limits.silver.node))


def test_operators_and_words_build_the_same_nodes() -> None:
    assert (festive & petition.allowed).node == all_of(festive, petition.allowed).node
    assert (festive | petition.allowed).node == any_of(festive, petition.allowed).node
    assert (~festive).node == not_(festive).node
    assert none(hobbit.merry).node == not_(some(hobbit.merry)).node


def test_a_quantity_on_the_right_of_a_comparison_stays_on_the_right() -> None:
    quantity = Quantity(name="cost", label="cost", formula=silver, source=SOURCES.red_book)

    assert (petition.debt <= quantity).node == n.Compare("<=", petition.debt.node, quantity.node)


def test_a_member_of_a_category_and_a_truth_are_formulas() -> None:
    assert node_of(Craft.MILLING) == n.Constant("milling", category(Craft))
    assert node_of(True) == n.Constant(True, TRUTH)


@pytest.mark.parametrize(
    ("write", "said", "mend"),
    [
        (lambda: bool(silver), "its truth is not known", "all_of(a, b) for `a and b`"),
        (lambda: festive and petition.allowed, "its truth is not known", "all_of(a, b) for `a and b`"),
        (lambda: festive or petition.allowed, "its truth is not known", "any_of(a, b) for `a or b`"),
        (lambda: not festive, "its truth is not known", "not_(a) for `not a`"),
        (lambda: 1 if festive else 2, "its truth is not known", "choose(when(a, x), otherwise=y)"),
        (lambda: limits.silver < silver < limits.forfeit, "its truth is not known", "all_of(a < b, b < c)"),
        (lambda: silver / share, "a quotient is not exact", "part <= share * whole"),
        (lambda: silver // share, "a quotient is not exact", "part <= share * whole"),
        (lambda: silver % share, "a quotient is not exact", "part <= share * whole"),
        (lambda: list(silver), "it cannot be gone through", "every(...)"),
        (lambda: silver in silver, "`in` cannot look into it", "item.is_in(limits.codes)"),
        (lambda: float(silver), "it has no number", "leave it a formula"),
        (lambda: int(silver), "it has no number", "leave it a formula"),
        (lambda: [1, 2][silver], "it has no number", "leave it a formula"),
        (lambda: -silver, "no sign of their own", "whole - part"),
        (lambda: silver**2, "no rule raises to a power", "multiply"),
        (lambda: abs(silver), "which side is larger", "greatest(a, b) - least(a, b)"),
        (lambda: len(silver), "it has no length", "count(...)"),
        (lambda: round(silver), "how to round is a matter of law", "rounded_down_to_cent(...)"),
        (lambda: round(silver, 2), "how to round is a matter of law", "rounded_down_to_cent(...)"),
        (lambda: True & festive, "stands before it", "put the formula first"),
        (lambda: Craft.MILLING | festive, "stands before it", "put the formula first"),
    ],
)
def test_python_that_cannot_work_on_formulas_is_refused_with_what_to_write(
    write: Callable[[], object], said: str, mend: str
) -> None:
    problem = refused(write)

    assert problem.code == "python-logic"
    assert said in problem.message
    assert mend in problem.mend


@pytest.mark.parametrize(
    "figure",
    [5, 0.5, Decimal("0.15"), Fraction(1, 2), date(1401, 9, 22), datetime(1401, 9, 22, tzinfo=UTC)],
    ids=repr,
)
@pytest.mark.parametrize(
    "write",
    [
        lambda figure: silver >= figure,
        lambda figure: figure <= silver,
        lambda figure: silver + figure,
        lambda figure: figure + silver,
        lambda figure: figure - silver,
        lambda figure: figure * silver,
        lambda figure: silver == figure,
        lambda figure: total(figure),
        lambda figure: choose(when(festive, figure), otherwise=silver),
        lambda figure: limits.rate_by_age[figure],
    ],
)
def test_a_figure_in_a_rule_is_refused_wherever_it_stands(write: Callable[[object], object], figure: object) -> None:
    problem = refused(lambda: write(figure))

    assert problem.code == "figure-in-rule"
    assert repr(figure) in problem.message
    assert "limits.that_name" in problem.mend


@pytest.mark.parametrize("value", [None, "Hobbiton", (1, 2), hobbit, object])
def test_what_is_no_formula_is_refused_by_name(value: object) -> None:
    problem = refused(lambda: silver == value)

    assert problem.code == "wrong-type"
    assert "is not a formula" in problem.message


def test_only_tables_have_rows() -> None:
    assert refused(lambda: silver[petition.craft]).code == "wrong-type"


def test_a_formula_can_be_copied_and_pickled() -> None:
    formula = silver >= limits.silver

    assert repr(copy.deepcopy(formula)) == repr(formula)
    assert repr(pickle.loads(pickle.dumps(formula))) == repr(formula)  # noqa: S301  # written the line before


@pytest.mark.parametrize("word", [all_of, any_of, least, greatest])
def test_words_without_terms_are_refused(word: Callable[..., Formula]) -> None:
    assert refused(word).code == "wrong-type"


def test_choose_is_refused_without_a_case_and_with_what_is_no_case() -> None:
    assert "without a case" in refused(lambda: choose(otherwise=silver)).message
    assert "is not a case" in refused(lambda: choose(silver, otherwise=silver)).message


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (silver, FACT),
        (limits.silver, "Silver of a small feast"),
        (zero(Unit.EURO), "0"),
        (limits.rate_by_age[petition.age], "Rate by age[age of the eldest]"),
        (silver >= limits.silver, f"{FACT} >= Silver of a small feast"),
        (petition.town.is_in(limits.near_towns), "town of the feast in Towns nearby"),
        (petition.town.starts_with(limits.near_towns), "town of the feast begins with Towns nearby"),
        (all_of(festive, petition.allowed), "all_of(festive mood, leave of the mayor)"),
        (any_of(festive, petition.allowed), "any_of(festive mood, leave of the mayor)"),
        (not_(festive), "not_(festive mood)"),
        (every(hobbit.merry), "every(merriness)"),
        (some(hobbit.merry, where=hobbit.home.round_door), "some(merriness, where=round door)"),
        (count(hobbit), "count(Hobbit)"),
        (total(hobbit.silver), "total(silver)"),
        (largest(hobbit.silver), "largest(silver)"),
        (latest(meal.cost, by=meal.eaten_on), "latest(cost of the meal)"),
        (silver + petition.debt, f"{FACT} + debt of the company"),
        (silver - petition.debt, f"{FACT} - debt of the company"),
        (silver * share, f"{FACT} * share of the company"),
        (least(silver, petition.debt), f"least({FACT}, debt of the company)"),
        (greatest(silver, petition.debt), f"greatest({FACT}, debt of the company)"),
        (rounded_down_to_cent(silver), f"rounded_down_to_cent({FACT})"),
        (rounded_half_up_to_cent(silver), f"rounded_half_up_to_cent({FACT})"),
        (average(hobbit.helpers), "average(helpers)"),
        (
            average(hobbit.helpers, where=hobbit.merry, how="median"),
            "average(helpers, where=merriness, how='median')",
        ),
        (granting_day(), "granting_day()"),
        (computed(FORTUNE), "computed(fortune of the company)"),
        (
            choose(when(festive, silver), otherwise=petition.debt),
            f"choose(when(festive mood, {FACT}), otherwise=debt of the company)",
        ),
        (days_after(petition.feast_on, limits.week), "days_after(day of the feast, Week)"),
        (months_after(petition.feast_on, limits.season), "months_after(day of the feast, Season)"),
        (years_after(petition.feast_on, limits.coming_of_age), "years_after(day of the feast, Coming of age)"),
        (day_of(petition.filed_at), "day_of(moment of filing)"),
        (unsettled("who pays", source=SOURCES.rumour), "unsettled(who pays)"),
        (Quantity(name="cost", label="cost of it all", formula=silver, source=SOURCES.rumour), "cost of it all"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_formula_is_written_in_one_short_line(formula: Formula, text: str) -> None:
    assert repr(formula) == f"Formula({text})"


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        (None, TRUTH),
        (silver, number(Unit.EURO)),
        (petition.heard_at, INSTANT),
        (petition.town, TEXT),
        (limits.near_towns, CODES),
        (limits.rate_by_age[petition.age], number(Unit.SHARE)),
        (zero(Unit.COUNT), number(Unit.COUNT)),
        (silver >= limits.silver, TRUTH),
        (petition.town.is_in(limits.near_towns), TRUTH),
        (every(hobbit.merry), TRUTH),
        (count(hobbit.merry), number(Unit.COUNT)),
        (total(hobbit.helpers), number(Unit.WORK_UNITS)),
        (latest(meal.cook, by=meal.eaten_on), category(Craft)),
        (rounded_down_to_cent(silver), number(Unit.EURO)),
        (rounded_half_up_to_cent(silver), number(Unit.EURO)),
        (average(hobbit.helpers), number(Unit.WORK_UNITS)),
        (granting_day(), DATE),
        (computed(FORTUNE), number(Unit.EURO)),
        (silver - petition.debt, number(Unit.EURO)),
        (silver + petition.debt, number(Unit.EURO)),
        (least(silver, petition.debt), number(Unit.EURO)),
        (share * silver, number(Unit.EURO)),
        (share * share, number(Unit.SHARE)),
        (choose(when(festive, petition.craft), otherwise=Craft.MILLING), category(Craft)),
        (years_after(petition.feast_on, limits.coming_of_age), DATE),
        (day_of(petition.filed_at), DATE),
        (unsettled("who pays", source=SOURCES.rumour, kind_of=silver), number(Unit.EURO)),
        (Quantity(name="cost", label="cost", formula=silver, source=SOURCES.rumour), number(Unit.EURO)),
    ],
    ids=repr,
)
def test_what_is_unsettled_has_the_kind_of_the_formula_it_is_like(formula: Formula | None, kind: Kind) -> None:
    assert kind_like(formula) == kind
    assert unsettled("what", source=SOURCES.rumour, kind_of=formula).node == n.Unsettled("what", kind, SOURCES.rumour)


def test_a_way_to_find_a_middle_that_does_not_exist_is_refused_with_the_nearest_one() -> None:
    problem = refused(lambda: average(hobbit.helpers, how="medain"))  # type: ignore[arg-type]  # the mistake

    assert (problem.message, problem.mend) == ("'medain' is no way to find a middle", "write `median`")
