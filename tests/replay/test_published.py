"""What was published is read, and checked, before anything is held against it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from clusterpolicy.errors import RuleError
from clusterpolicy.model import Size
from clusterpolicy.replay import settings
from clusterpolicy.replay.calibration import LINES, SHARED, Line
from clusterpolicy.replay.published import PUBLISHED, SOURCE, Published
from clusterpolicy.rules.piedmont.sources import SOURCES


def test_both_calls_together_are_what_the_practice_tells_of_both() -> None:
    both = PUBLISHED["line_a"] + PUBLISHED["line_b"]

    assert (both.submitted, both.financed, both.enterprises) == (166, 107, 283)
    assert (both.investment, both.grants, both.endowment) == tuple(map(Decimal, (71_000_000, 33_000_000, 50_000_000)))
    assert (both.research_contracts, both.research_contracts_value) == (137, Decimal(20_000_000))


def test_what_was_published_has_the_source_that_the_rules_name() -> None:
    assert SOURCE.address == SOURCES.seed.address


@pytest.mark.parametrize(
    "wrong",
    [
        {"financed": 54},
        {"enterprises": 33},
        {"grants": 15_000_000.5},
        {"grants": 15_000_001},
        {"research_contracts_value": 21_200_001},
        {"submitted": "many"},
        {"call": ""},
        {"other": 1},
    ],
)
def test_figures_that_cannot_be_are_refused(wrong: dict[str, Any]) -> None:
    entry = {**PUBLISHED["line_b"].model_dump(), **wrong}

    with pytest.raises(RuleError, match=r"\[parameter-invalid\] here"):
        settings.checked(Published, entry, "here")


def test_shares_of_the_cost_that_are_not_the_whole_are_refused() -> None:
    line = LINES["line_a"]
    wrong = {**line.model_dump(), "cost_by_size": {**line.cost_by_size, Size.LARGE: Decimal("0.16")}}

    with pytest.raises(RuleError, match="not 1 together"):
        settings.checked(Line, wrong, "here")


def test_as_many_applications_are_to_fail_as_were_not_financed() -> None:
    for name, line in LINES.items():
        assert sum(line.others.values()) == PUBLISHED[name].submitted - PUBLISHED[name].financed


def test_marks_of_different_kinds_do_not_meet() -> None:
    assert SHARED.marks["low"].highest < SHARED.marks["high"].lowest
    assert SHARED.marks["not_innovative"].highest < SHARED.marks["high"].lowest
