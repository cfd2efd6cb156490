"""Grids: what they hold, and that every fault of one is found when it is built."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest

from clusterpolicy.errors import RuleError
from clusterpolicy.language import Parameters, zero
from clusterpolicy.scoring.criterion import Anchor, Criterion, Scale, figure_on
from clusterpolicy.units import Unit
from tests.scoring.show.grids import (
    AROMA,
    HONEST,
    MARKED,
    SCALE,
    SCALE_OF_SIZE,
    SIZE,
    SOURCES,
    SWEETNESS,
    TASTE,
    WEIGHTS,
    grid,
    limits,
)


def faults(*criteria: Criterion, **changed: Any) -> list[tuple[str, str]]:
    with pytest.raises(RuleError) as caught:
        grid(criteria=criteria or (TASTE, SIZE), **changed)
    return [(each.code, each.message) for each in caught.value.problems]


def figures(tmp_path: Path, text: str) -> Parameters:
    (tmp_path / "parameters.toml").write_text(text, encoding="utf-8")
    return Parameters.beside(str(tmp_path / "grids.py"), sources=SOURCES)


def figure(name: str, unit: str, *values: str, by: str = "") -> str:
    head = f'[{name}]\nlabel = "{name}"\nunit = "{unit}"\nsource = "red_book"\nconfidence = "stated"\n'
    days = "".join(f"values.140{number}-01-01 = {value}\n" for number, value in enumerate(values))
    return head + (f'by = "{by}"\n' if by else "") + days


def test_a_grid_is_read_from_the_first_criterion_down_with_parts_after_their_whole() -> None:
    assert [each.code for each in grid().walk()] == ["taste", "sweetness", "aroma", "size-of-fruit"]
    assert [each.code for each in grid().marked] == ["sweetness", "aroma", "size-of-fruit"]


def test_full_marks_are_the_highest_mark_times_the_weight_and_a_whole_is_the_sum_of_its_parts() -> None:
    most = {code: MARKED[code].ends()[1] * weight for code, weight in WEIGHTS.items()}
    assert most == {each.code: each.most_points() for each in grid().marked}
    assert TASTE.most_points() == most["sweetness"] + most["aroma"] == 30
    assert grid().most_points(date(1401, 1, 1)) == Decimal("37.5")


def test_a_scale_holds_every_step_from_its_lowest_to_its_highest_mark_in_any_context() -> None:
    with localcontext(prec=1):
        assert SCALE_OF_SIZE.marks() == tuple(map(Decimal, range(1, 6)))
        assert len(SCALE.marks()) == 41
        assert list(map(str, SCALE.marks()[:5])) == ["0", "0.25", "0.5", "0.75", "1"]
        assert str(SCALE.marks()[-1]) == "10"


def test_words_are_read_from_the_lowest_mark_up_whatever_their_order_in_the_file() -> None:
    assert SWEETNESS.anchors() == (
        Anchor(Decimal(0), "Sour."),
        Anchor(Decimal(5), "Sweet."),
        Anchor(Decimal("7.5"), "As sweet as honey."),
    )
    assert SWEETNESS.anchors(date(1401, 1, 1)) == SWEETNESS.anchors()
    assert AROMA.anchors() == ()


def test_a_grid_without_criteria_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        grid(criteria=())
    assert [each.message for each in caught.value.problems] == ["it has no criteria"]


@pytest.mark.parametrize("code", ["Taste", "taste_and_smell", "", "-taste", "1-taste", "taste "])
def test_a_code_that_is_not_lower_case_with_hyphens_is_refused(code: str) -> None:
    assert ("parameter-invalid", "a code is written in lower case, with hyphens") in faults(replace(SIZE, code=code))


def test_a_code_is_used_once_by_criteria_and_premiums_together() -> None:
    assert faults(TASTE, AROMA) == [("duplicate-name", "the code is used twice")]
    assert faults(premiums=(HONEST, replace(HONEST, code="taste"))) == [("duplicate-name", "the code is used twice")]


@pytest.mark.parametrize("code", ["score", "premium", "total-score", "merit-reached"])
def test_a_name_that_every_grid_has_is_refused(code: str) -> None:
    assert faults(replace(SIZE, code=code)) == [("duplicate-name", "every grid has a quantity of this name")]


@pytest.mark.parametrize(
    "changed",
    [{"parts": (AROMA,)}, {"scale": None}, {"weight": None}, {"scale": None, "weight": None}],
    ids=["both", "no scale", "no weight", "neither"],
)
def test_a_criterion_is_marked_or_has_parts_and_not_both(changed: dict[str, Any]) -> None:
    said = "it must have a scale and a weight, or parts, and not both"
    assert ("parameter-invalid", said) in faults(replace(SIZE, **changed))


def test_every_fault_is_named_at_once() -> None:
    found = faults(replace(SIZE, code="Size", weight=None), replace(AROMA, code="Size"))
    assert [code for code, _ in found] == [
        "parameter-invalid",
        "parameter-invalid",
        "duplicate-name",
        "parameter-invalid",
    ]


@pytest.mark.parametrize(("lowest", "highest"), [("10", "10"), ("10", "5")])
def test_a_scale_whose_highest_mark_is_not_above_its_lowest_is_refused(
    tmp_path: Path, lowest: str, highest: str
) -> None:
    text = figure("low", "points", lowest) + figure("high", "points", highest) + figure("step", "points", "1")
    read = figures(tmp_path, text)
    criterion = replace(SIZE, scale=Scale(lowest=read.low, highest=read.high, step=read.step))
    assert faults(criterion) == [("parameter-invalid", f"its scale goes from {lowest} to {highest}")]


@pytest.mark.parametrize("step", ["0", "0.3", "4", "11"])
def test_a_step_that_does_not_divide_the_scale_is_refused(tmp_path: Path, step: str) -> None:
    text = figure("low", "points", "0") + figure("high", "points", "10") + figure("step", "points", step)
    read = figures(tmp_path, text)
    criterion = replace(SIZE, scale=Scale(lowest=read.low, highest=read.high, step=read.step))
    assert faults(criterion) == [("parameter-invalid", f"steps of {step} do not lead from 0 to 10")]


def test_a_scale_that_changes_in_the_course_of_time_is_refused(tmp_path: Path) -> None:
    read = figures(tmp_path, figure("high", "points", "10", "20"))
    criterion = replace(AROMA, scale=replace(SCALE, highest=read.high))
    ((code, said),) = faults(criterion)
    assert (code, said[:13]) == ("parameter-invalid", "its scale cha")


def test_the_ends_of_a_scale_are_parameters_that_hold_numbers() -> None:
    no_parameter = replace(AROMA, scale=replace(SCALE, highest=zero(Unit.POINTS)))
    assert [code for code, _ in faults(no_parameter)] == ["figure-in-rule"]
    assert SWEETNESS.words is not None
    with pytest.raises(RuleError, match="a number is expected"):
        figure_on(SWEETNESS.words, None)


def test_a_weight_is_a_parameter() -> None:
    assert [code for code, _ in faults(replace(AROMA, weight=zero(Unit.SHARE)))] == ["figure-in-rule"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('{ "0" = "Small.", "6" = "Big." }', "is no mark of its scale, 0 to 5"),
        ('{ "0" = "Small.", "big" = "Big." }', "is no mark of its scale, 0 to 5"),
        ('{ "1" = "Small.", "5" = "Big." }', "do not say when to give 0, the lowest mark"),
    ],
)
def test_words_say_when_to_give_the_lowest_mark_and_no_mark_off_the_scale(tmp_path: Path, rows: str, said: str) -> None:
    text = figure("low", "points", "0") + figure("high", "points", "5") + figure("step", "points", "1")
    read = figures(tmp_path, text + figure("words", "text", rows, by="mark"))
    scale = Scale(lowest=read.low, highest=read.high, step=read.step)
    ((_, found),) = faults(replace(SIZE, scale=scale, words=read.words))
    assert said in found


def test_words_are_a_table_of_texts() -> None:
    ((code, said),) = faults(replace(AROMA, words=limits.taste_floor))
    assert code == "wrong-type"
    assert said.endswith("is no table of texts")
