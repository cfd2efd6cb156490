"""Scopes: where facts live, in the application or in one of its collections."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from clusterpolicy.errors import RuleError
from clusterpolicy.language.scope import Structure
from clusterpolicy.units import Truth
from tests.language.shire.world import (
    Cellar,
    Dish,
    Hall,
    Hobbit,
    Home,
    Journey,
    Meal,
    Petition,
    Pony,
    Purse,
    Room,
    Thing,
)

STRUCTURE = Structure.of(Petition)


def scope_of(model: type[BaseModel]) -> str:
    return STRUCTURE.place_of(model).scope.entity.__name__


@pytest.mark.parametrize(
    ("model", "scope", "depth"),
    [
        (Petition, "Petition", 0),
        (Purse, "Petition", 0),
        (Hall, "Petition", 0),
        (Hobbit, "Hobbit", 1),
        (Home, "Hobbit", 1),
        (Cellar, "Hobbit", 1),
        (Pony, "Pony", 1),
        (Room, "Room", 1),
        (Meal, "Meal", 2),
        (Journey, "Journey", 2),
        (Dish, "Dish", 3),
    ],
)
def test_each_model_stands_in_the_innermost_collection_around_it(
    model: type[BaseModel], scope: str, depth: int
) -> None:
    place = STRUCTURE.place_of(model)

    assert (place.scope.entity.__name__, place.scope.depth) == (scope, depth)


def test_the_way_to_a_model_says_of_each_step_whether_it_may_be_unknown() -> None:
    cellar, room = STRUCTURE.place_of(Cellar), STRUCTURE.place_of(Room)

    assert (cellar.path, cellar.optional) == (("home", "cellar"), (True, False))
    assert (room.scope.path, room.scope.optional) == (("hall", "rooms"), (True, False))


def test_a_scope_lies_within_itself_and_all_around_it() -> None:
    dish, meal, hobbit, pony = (STRUCTURE.place_of(model).scope for model in (Dish, Meal, Hobbit, Pony))

    assert dish.within(dish)
    assert dish.within(meal)
    assert dish.within(hobbit)
    assert dish.within(STRUCTURE.root)
    assert not meal.within(dish)
    assert not hobbit.within(pony)


def test_scopes_are_found_in_the_order_of_the_fields() -> None:
    names = [scope.entity.__name__ for scope in STRUCTURE.scopes]

    assert names == ["Petition", "Room", "Hobbit", "Meal", "Dish", "Journey", "Pony"]
    assert repr(STRUCTURE.root) == "Scope(Petition)"


def test_a_collection_is_called_by_its_title_and_the_whole_by_its_name() -> None:
    class BigFeast(Thing):
        tables: tuple[Room, ...]

    assert STRUCTURE.place_of(Room).scope.label == "rooms"
    assert Structure.of(BigFeast).root.label == "big feast"


def test_a_model_that_stands_nowhere_is_refused_with_those_that_do() -> None:
    class Stranger(BaseModel):
        bold: Truth

    with pytest.raises(RuleError, match=r"a Petition holds no Stranger.*use the facts of Cellar, Dish, Hall"):
        STRUCTURE.place_of(Stranger)


def test_a_model_that_stands_in_two_collections_is_refused_with_both() -> None:
    class Chest(BaseModel):
        locked: Truth

    class Cart(BaseModel):
        chests: tuple[Chest, ...]

    class Caravan(BaseModel):
        chests: tuple[Chest, ...]
        carts: tuple[Cart, ...]

    with pytest.raises(RuleError) as raised:
        Structure.of(Caravan).place_of(Chest)

    assert raised.value.problems[0].message == "Chest stands in several places"


class Box(BaseModel):
    """A box in which there may be boxes."""

    full: Truth
    boxes: tuple[Box, ...] = ()


class Doll(BaseModel):
    """A doll in which there may be a doll."""

    painted: Truth
    inner: Doll | None = None


@pytest.mark.parametrize("model", [Box, Doll], ids=lambda model: model.__name__)
def test_a_model_that_stands_in_itself_without_end_is_refused(model: type[BaseModel]) -> None:
    with pytest.raises(RuleError) as raised:
        Structure.of(model)

    problem = raised.value.problems[0]
    assert problem.code == "wrong-scope"
    assert problem.message == f"a {model.__name__} stands inside a {model.__name__}, and so on without end"
