"""The questions of the common law stand apart: quick to import, frozen, and no rule knows them."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from clusterpolicy.language import Confidence, Parameter
from clusterpolicy.model import Enterprise
from clusterpolicy.model.aid import SharedCost
from clusterpolicy.rules import eu
from clusterpolicy.rules.eu import (
    bonuses,
    costs,
    de_minimis,
    difficulty,
    discounting,
    exclusions,
    incentive_effect,
    innovation,
    intensity,
    notification,
    publication,
    texts,
)

FOLDER = Path(eu.__file__).parent
MODULES = (
    bonuses,
    costs,
    de_minimis,
    difficulty,
    discounting,
    exclusions,
    incentive_effect,
    innovation,
    intensity,
    notification,
    publication,
    texts,
)
FIGURES: list[Parameter] = [figure for module in MODULES for figure in module.limits]


@pytest.mark.parametrize("name", eu.__all__)
def test_every_question_is_found_by_its_name_and_says_what_it_answers(name: str) -> None:
    assert getattr(eu, name).__doc__


def test_a_name_that_is_no_question_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="celing"):
        eu.celing  # noqa: B018  # the access is what is tested
    assert dir(eu) == eu.__all__


def test_importing_the_rules_loads_no_door_and_no_engine() -> None:
    seen = (
        "import sys; from clusterpolicy.rules import eu, piedmont; "
        "print([name for name in sys.modules if 'engines' in name or 'doors' in name])"
    )
    found = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_no_rule_imports_a_door() -> None:
    rules = FOLDER.parent
    for module in rules.rglob("*.py"):
        if module.parent.name != "doors" and module != FOLDER / "__init__.py":
            assert "rules.eu.doors" not in module.read_text(encoding="utf-8"), module


DAY = date(2017, 7, 29)
STAFF = SharedCost(name="staff", amount=Decimal(1), intensities=())
ANSWERS = (
    eu.intensity_ceiling("industrial_research", "small", on=DAY),
    eu.in_difficulty(Enterprise(name="Alfa"), sme=None, on=DAY),
    eu.cumulation_room([STAFF], on=DAY),
    eu.cumulation_room([STAFF], on=DAY).segments[0],
    eu.de_minimis_room([], on=DAY),
    eu.depreciation("1", useful_life=1, months_used=1),
    eu.law_in_force(DAY),
    eu.present_value([], on=DAY, base_rate="0"),
    discounting.discount_on(DAY, Decimal(0), law_of=DAY),
    eu.discounted_intensity([], [], on=DAY, base_rate="0"),
)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
def test_an_answer_cannot_be_changed(answer: object) -> None:
    for name in (*answer.__slots__, "note"):  # type: ignore[attr-defined]  # every answer has slots
        with pytest.raises((dataclasses.FrozenInstanceError, AttributeError, TypeError)):
            setattr(answer, name, None)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_a_figure_that_is_not_stated_outright_says_why(figure: Parameter) -> None:
    assert figure.source.act
    assert figure.source.article or "framework" in figure.name
    assert figure.source.confidence is Confidence.STATED or figure.source.note


LAPSING = [
    figure for figure in FIGURES if not figure.name.startswith("eu/de_minimis") and "de_minimis" not in figure.name
]


@pytest.mark.parametrize("figure", LAPSING, ids=lambda figure: figure.name)
def test_no_figure_of_the_regulation_outlives_it(figure: Parameter) -> None:
    assert figure.until == date(2026, 12, 31) or "framework" in figure.name
