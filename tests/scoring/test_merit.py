"""Merit as rules: what a grid asks, in formulas, and what may be changed about it."""

from __future__ import annotations

import pickle
from dataclasses import replace
from decimal import Decimal

import pytest

from clusterpolicy.errors import NoLawThatDay, RuleError
from clusterpolicy.language import Stage, Value
from clusterpolicy.scoring.merit import Merit
from tests.scoring.show.grids import DAY, MERITS, SHOW, SOURCES, TASTE, grid, limits, merit_of

SCALES = ("lowest", "highest", "step", "lowest_of_size", "highest_of_size", "step_of_size")


def test_floors_are_asked_in_the_order_of_the_criteria_and_the_threshold_last() -> None:
    assert [each.code for each in SHOW.required()] == ["taste-floor", "threshold"]
    assert {each.stage for each in SHOW.required()} == {Stage.MERIT}
    assert SHOW.required()[0].asks == "Does it reach the floor of taste?"


def test_every_criterion_and_premium_has_a_quantity_and_so_have_the_sums() -> None:
    assert list(SHOW.quantities()) == [
        "taste",
        "sweetness",
        "aroma",
        "size_of_fruit",
        "novel",
        "honest",
        "score",
        "premium",
        "total_score",
    ]


def test_every_figure_of_a_grid_is_one_of_its_rules() -> None:
    used = set(merit_of(grid(remedy="note")).figures)
    assert used == {parameter.name for parameter in limits}
    assert merit_of(grid(remedy="note"), parameters=(limits,)).figures


def test_a_figure_that_the_grid_does_not_use_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        merit_of(grid(remedy=None), parameters=(limits,))
    assert [(each.code, each.place) for each in caught.value.problems] == [
        ("parameter-unused", "parameter `show/widest_spread`")
    ]


def test_a_floor_of_the_wrong_unit_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        merit_of(grid(criteria=(replace(TASTE, floor=limits.fewest_judges),)))
    assert [each.code for each in caught.value.problems] == ["wrong-unit"]


@pytest.mark.parametrize("name", SCALES)
def test_a_scale_cannot_be_changed_once_marks_are_given_on_it(name: str) -> None:
    with pytest.raises(RuleError, match="marks were given on this scale"):
        SHOW.figures_on(DAY, {f"show/{name}": Decimal(2)})


def test_weights_floors_and_premiums_can_be_changed() -> None:
    changes: dict[str, Value] = {"show/sweetness_weight": 3, "show/taste_floor": Decimal(1), "show/honest_premium": 0}
    assert SHOW.figures_on(DAY, changes)["show/sweetness_weight"] == 3
    with pytest.raises(RuleError, match="has no parameter"):
        SHOW.figures_on(DAY, {"show/beauty_weight": 3})


def test_before_the_rules_are_in_force_there_are_no_figures() -> None:
    with pytest.raises(NoLawThatDay):
        SHOW.figures_on(DAY.replace(year=1399))


@pytest.mark.parametrize("merit", MERITS.values(), ids=[f"{how}, {remedy}" for how, remedy in MERITS])
def test_rules_of_merit_can_be_sent_to_another_process(merit: Merit) -> None:
    copied: Merit = pickle.loads(pickle.dumps(merit))  # noqa: S301  # our own object
    assert copied.grid.panel.how == merit.grid.panel.how
    assert list(copied.quantities()) == list(SHOW.quantities())


def test_a_premium_alone_has_the_source_of_its_own() -> None:
    assert SHOW.measures.premiums["honest"].sources == (SOURCES.red_book,)
