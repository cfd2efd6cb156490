"""Facts: fields of models as formulas, with the type, the unit and the limits their annotation gives them."""

from __future__ import annotations

import copy
import inspect
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field

from clusterpolicy.errors import FormulaMisuse, UnknownName
from clusterpolicy.language import Facts, count, facts_of
from clusterpolicy.language import nodes as n
from clusterpolicy.language.facts import entry_of, fields_of
from clusterpolicy.language.kinds import DATE, INSTANT, TEXT, TRUTH, Kind, category, number
from clusterpolicy.units import LARGEST_AMOUNT, MOST_WORK_UNITS, Euro, Months, Truth, Unit
from tests.language.shire.world import Age, Cellar, Craft, Hall, Hobbit, Home, Petition, Room

petition, hobbit = facts_of(Petition), facts_of(Hobbit)


@pytest.mark.parametrize(
    ("name", "kind", "optional"),
    [
        ("silver", number(Unit.EURO), True),
        ("debt", number(Unit.EURO), False),
        ("helpers", number(Unit.WORK_UNITS), True),
        ("share", number(Unit.SHARE), False),
        ("guests", number(Unit.COUNT), True),
        ("days", number(Unit.DAYS), True),
        ("months", number(Unit.MONTHS), False),
        ("years", number(Unit.YEARS), True),
        ("level", number(Unit.LEVEL), True),
        ("points", number(Unit.POINTS), True),
        ("festive", TRUTH, False),
        ("allowed", TRUTH, True),
        ("feast_on", DATE, False),
        ("heard_at", INSTANT, True),
        ("craft", category(Craft), False),
        ("age", category(Age), True),
        ("farthing", TEXT, True),
    ],
)
def test_a_fact_has_the_kind_of_its_field(name: str, kind: Kind, optional: bool) -> None:
    node = getattr(petition, name).node

    assert (node.entity, node.path, node.kind, node.optional) == (Petition, (name,), kind, (optional,))


def test_a_category_knows_its_options_in_their_order() -> None:
    assert petition.craft.node.kind.options == ("gardening", "brewing", "milling")


@pytest.mark.parametrize(
    ("fact", "lowest", "highest"),
    [
        (petition.silver, Decimal(0), LARGEST_AMOUNT),
        (petition.debt, -LARGEST_AMOUNT, LARGEST_AMOUNT),
        (petition.helpers, Decimal(0), MOST_WORK_UNITS),
        (petition.level, Decimal(1), Decimal(9)),
        (petition.share, Decimal(0), Decimal(1)),
        (petition.points, Decimal(-100), Decimal(100)),
        (petition.feast_on, None, None),
    ],
)
def test_a_number_keeps_the_limits_of_its_field(fact: Any, lowest: Decimal | None, highest: Decimal | None) -> None:
    assert (fact.node.lowest, fact.node.highest) == (lowest, highest)


def test_a_fact_of_an_embedded_model_is_reached_by_its_path() -> None:
    node = hobbit.home.cellar.barrels.node

    assert (node.entity, node.path, node.optional) == (Hobbit, ("home", "cellar", "barrels"), (True, False, True))


def test_a_fact_inside_two_embedded_models_says_in_which_it_lies() -> None:
    assert petition.purse.silver.node.label == "silver in the purse"
    assert hobbit.home.cellar.barrels.node.label == "barrels, cellar"


def test_a_field_without_a_title_is_called_by_its_name() -> None:
    class Barrow(BaseModel):
        number_of_wights: Annotated[int, Unit.COUNT]

    assert facts_of(Barrow).number_of_wights.node.label == "number of wights"


def test_a_field_of_a_type_that_no_formula_can_use_is_no_fact() -> None:
    class Barrow(BaseModel):
        wight: Truth
        weight: float
        number: int
        names: tuple[str, ...]
        letters: list[str]
        either: int | str
        quarters: Annotated[Decimal, Unit.COUNT]

    assert list(fields_of(Barrow)) == ["wight"]


def test_marks_are_found_however_deep_they_stand() -> None:
    class Barrow(BaseModel):
        gold: Annotated[Annotated[Euro, Field(title="gold")] | None, "of the dead"] = None
        months: Months | None = None

    assert fields_of(Barrow)["gold"].kind == number(Unit.EURO)
    assert fields_of(Barrow)["gold"].optional
    assert fields_of(Barrow)["months"].highest == 1200


def test_a_misspelt_fact_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownName) as raised:
        petition.silvr  # noqa: B018  # reading it is what is refused

    problem = raised.value.problems[0]
    assert (problem.code, problem.place) == ("unknown-name", "facts of Petition")
    assert problem.message == "Petition has no fact `silvr`"
    assert problem.mend == "write `silver`"


def test_a_misspelt_fact_of_an_embedded_model_names_that_model() -> None:
    with pytest.raises(UnknownName, match="Cellar has no fact `barrel`"):
        hobbit.home.cellar.barrel  # noqa: B018  # reading it is what is refused


def test_facts_do_not_pretend_to_have_what_they_lack() -> None:
    assert not hasattr(petition, "silvr")
    assert not hasattr(petition, "__wrapped__")


def test_facts_can_be_listed_copied_and_inspected() -> None:
    assert list(facts_of(Cellar)) == ["barrels", "worth", "dug_on"]
    assert dir(facts_of(Cellar)) == ["barrels", "dug_on", "worth"]
    assert repr(copy.deepcopy(hobbit.home)) == "facts_of(Hobbit.home)"
    assert inspect.unwrap(petition) is petition  # type: ignore[arg-type]  # as doctest and others do with anything


def test_facts_may_have_any_name_a_field_may_have() -> None:
    class Ledger(BaseModel):
        entry: Truth
        node: Truth

    assert facts_of(Ledger).entry.node.path == ("entry",)
    assert facts_of(Ledger).node.node.path == ("node",)


def test_a_member_itself_is_what_is_counted_when_nothing_else_is_asked() -> None:
    assert count(hobbit).node == n.Aggregate("count", n.Entry(Hobbit), None)
    assert entry_of(facts_of(Room)).node == n.Entry(Room)


COLLECTION = petition.hobbits


@pytest.mark.parametrize(
    "use",
    [
        lambda: COLLECTION >= petition.silver,
        lambda: petition.silver <= COLLECTION,
        lambda: COLLECTION == COLLECTION,
        lambda: COLLECTION != COLLECTION,
        lambda: COLLECTION + petition.silver,
        lambda: COLLECTION - petition.silver,
        lambda: COLLECTION * petition.silver,
        lambda: COLLECTION / petition.silver,
        lambda: -COLLECTION,
        lambda: COLLECTION & petition.festive,
        lambda: COLLECTION | petition.festive,
        lambda: ~COLLECTION,
        lambda: bool(COLLECTION),
        lambda: len(COLLECTION),
        lambda: list(COLLECTION),
        lambda: petition.silver in COLLECTION,
        lambda: COLLECTION.merry,
    ],
)
def test_a_collection_is_no_value_and_says_how_to_go_through_it(use: Any) -> None:
    with pytest.raises(FormulaMisuse) as raised:
        use()

    problem = raised.value.problems[0]
    assert problem.code == "wrong-type"
    assert "Petition.hobbits" in str(problem)


def test_a_collection_says_which_facts_to_take() -> None:
    with pytest.raises(FormulaMisuse, match=r"take entry = facts_of\(Hobbit\) and write every\(entry\.\.\.\)"):
        COLLECTION.merry  # noqa: B018  # reading it is what is refused


def test_a_collection_can_stand_where_python_looks_at_it() -> None:
    assert repr(petition.hall.rooms) == "Collection(Petition.hall.rooms)"
    assert {COLLECTION: 1}
    assert not hasattr(COLLECTION, "__wrapped__")


def test_facts_of_an_embedded_model_are_facts() -> None:
    assert isinstance(petition.hall, Facts)
    assert isinstance(facts_of(Hall), Facts)
    assert isinstance(facts_of(Home).cellar, Facts)
