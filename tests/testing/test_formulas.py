"""The strategy for formulas: whatever the language can build, and nothing that its check refuses."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from pydantic import BaseModel

from clusterpolicy.language import facts_of
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import CODES, DATE, INSTANT, TEXT, TRUTH, Base, category, number
from clusterpolicy.testing.formulas import Vocabulary, Written, formulas
from clusterpolicy.units import Truth, Unit
from tests.engines.meaning import asking
from tests.language.shire.computations import COMPUTATIONS
from tests.language.shire.party_fund import fund
from tests.language.shire.rules_of import SOURCES, limits
from tests.language.shire.world import Age, Craft, Dish, Hobbit, Meal, Petition, Pony

VOCABULARY = Vocabulary.of(Petition, limits, fund, source=SOURCES.rumour, computations=COMPUTATIONS)
QUICK = settings(
    max_examples=2000, database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


def below(node: n.Node) -> list[n.Node]:
    return [node, *(each for child in n.children(node) for each in below(child))]


@given(formulas(VOCABULARY))
def test_every_formula_passes_the_check_of_rules_and_has_the_kind_that_is_said(written: Written) -> None:
    rules = asking(written)

    assert rules.checker.kind_of(written.formula.node) == written.kind
    assert rules.structure.place_of(written.of).scope.within(rules.checker.scope_of(written.formula.node))


@given(formulas(VOCABULARY, kind=number(Unit.EURO), of=Hobbit))
def test_a_formula_of_a_kind_about_somebody_is_just_that(written: Written) -> None:
    assert (written.kind, written.of) == (number(Unit.EURO), Hobbit)


@given(formulas(VOCABULARY, depth=0))
def test_a_formula_without_depth_is_a_leaf_or_a_row(written: Written) -> None:
    assert isinstance(
        written.formula.node, n.Fact | n.Constant | n.Figure | n.Row | n.GrantingDay | n.Computed | n.Unsettled
    )


@pytest.mark.parametrize("node", get_args(n.Node), ids=lambda node: node.__name__)
def test_every_kind_of_node_is_built_in_the_end(node: Any) -> None:
    found = find(
        formulas(VOCABULARY),
        lambda written: any(isinstance(each, node) for each in below(written.formula.node)),
        settings=QUICK,
    )

    assert found.formula is not None


@pytest.mark.parametrize("together", ["every", "some", "count", "total", "largest"])
@pytest.mark.parametrize("narrowed", [True, False])
def test_every_aggregate_is_built_with_and_without_a_condition(together: str, narrowed: bool) -> None:
    def is_it(node: n.Node) -> bool:
        if not (isinstance(node, n.Aggregate) and node.together == together):
            return False
        return narrowed is (isinstance(node.body, n.Entry) if together == "count" else node.where is not None)

    assert find(formulas(VOCABULARY), lambda written: any(map(is_it, below(written.formula.node))), settings=QUICK)


def test_the_vocabulary_knows_every_kind_of_value_once() -> None:
    kinds = Counter(VOCABULARY.kinds)

    assert set(kinds) == {
        *(TRUTH, DATE, INSTANT, TEXT),
        *(category(Craft), category(Age)),
        *(number(unit) for unit in Unit),
    }
    assert set(kinds.values()) == {1}


def test_figures_with_a_side_and_models_in_two_places_are_left_out() -> None:
    class Purse(BaseModel):
        full: Truth

    class Traveller(BaseModel):
        left: Purse
        right: Purse

    vocabulary = Vocabulary.of(Traveller, fund, source=SOURCES.rumour)
    paths = [fact.path for fact in vocabulary.facts[vocabulary.structure.root]]

    assert vocabulary.figures == ()
    assert paths == [("left", "full"), ("right", "full")]
    assert not any(figure.limit for figure in VOCABULARY.figures)


class Lone(BaseModel):
    bold: Truth
    gold: Annotated[int, Unit.COUNT]


LONE = Vocabulary.of(Lone, source=SOURCES.rumour)


@given(formulas(LONE, kind=TRUTH) | formulas(LONE, kind=number(Unit.EURO)))
def test_formulas_are_built_without_figures_and_collections_too(written: Written) -> None:
    kinds = {type(each) for each in below(written.formula.node)}

    assert not kinds & {n.Figure, n.Row, n.IsIn, n.StartsWith, n.Aggregate, n.Latest}


def test_a_formula_may_use_the_facts_around_and_go_through_what_lies_inside() -> None:
    of_meal = VOCABULARY.structure.place_of(Meal).scope
    around = {fact.entity for fact in VOCABULARY.facts_for(of_meal, TRUTH)}

    assert {Meal, Hobbit, Petition} <= around
    assert Pony not in around
    assert [scope.entity for scope in VOCABULARY.inside(of_meal)][-1] is Pony
    assert Dish in [scope.entity for scope in VOCABULARY.inside(of_meal)]


def test_only_days_that_are_always_known_order_members() -> None:
    names = [fact.path for fact in VOCABULARY.days_for(VOCABULARY.structure.place_of(Hobbit).scope)]

    assert names == [("born_on",)]


def test_a_table_is_asked_by_what_can_say_which_row_is_meant() -> None:
    assert VOCABULARY.keys_of(limits.parameter("rate_by_age")) == [category(Age)]
    assert VOCABULARY.keys_of(limits.parameter("towns_by_age")) == [category(Age), TEXT]
    assert VOCABULARY.keys_of(limits.parameter("neighbours")) == [TEXT]
    assert limits.parameter("neighbours").kind == CODES


def test_equal_definitions_are_one_quantity() -> None:
    silver = facts_of(Petition).silver

    assert VOCABULARY.quantity(silver.node) is VOCABULARY.quantity(facts_of(Petition).silver.node)
    assert silver.node.kind.base is Base.NUMBER
