"""A program is made once for all tables with the same contents, and never asked what it was not made for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from benchmarks.workload.rules import WORKLOAD
from benchmarks.workload.tables import tables
from clusterpolicy.engines.frame import assess_frame, programs
from clusterpolicy.engines.frame.program import program_of
from clusterpolicy.engines.generated import kept
from clusterpolicy.language import Value
from clusterpolicy.rules.piedmont import LINE_A

LEVEL = {"project_trl_at_start": pl.Int64}
LOWER: dict[str, Value] = {"workload/highest_intensity": Decimal("0.1")}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The programs that are made, none being kept from before."""
    known = kept(WORKLOAD, programs._no_programs).found
    known.clear()
    found: list[Any] = []
    make = program_of

    def noted(*arguments: Any) -> Any:
        found.append(make(*arguments))
        return found[-1]

    monkeypatch.setattr(programs, "program_of", noted)
    yield found
    known.clear()


def granted(**more: Any) -> int:
    return int(assess_frame(tables(200, seed=7), WORKLOAD, **more)["applications"]["grant_cents"].sum())


def test_who_asks_the_same_again_gets_the_same_answer_from_the_same_program(made: list[Any]) -> None:
    assert granted() == granted()
    assert len(made) == 1


def test_other_rows_with_the_same_contents_need_no_other_program(made: list[Any]) -> None:
    portfolio = tables(400, seed=8)
    halves = [table.filter(pl.col("application") < 200) for table in portfolio.values()]

    whole = assess_frame(portfolio, WORKLOAD)["applications"]
    half = assess_frame(dict(zip(portfolio, halves, strict=True)), WORKLOAD)["applications"]

    assert len(made) == 1
    assert half.equals(whole.head(200))


def test_other_figures_another_day_and_other_columns_have_programs_of_their_own(made: list[Any]) -> None:
    usual, lower = granted(), granted(changes=LOWER)

    assert (usual, lower) == (granted(), granted(changes=LOWER))
    assert lower < usual
    assert granted(granted_on=date(2018, 1, 1)) == granted(tell=("grant_cents",)) == usual
    assert len(made) == 4


def test_a_fact_that_is_null_for_the_first_time_is_not_taken_for_known() -> None:
    participations = pl.DataFrame({"application": ["x"], "participation": ["alfa"]})
    outcomes = []
    for level in (9, None, 9):
        applications = pl.DataFrame({"application": ["x"], "project_trl_at_start": [level]}, schema_overrides=LEVEL)
        found = assess_frame({"applications": applications, "participations": participations}, LINE_A)
        outcomes.append(found["applications"]["outcome"][0])

    assert outcomes == ["not eligible", "undetermined", "not eligible"]


def test_only_the_latest_programs_are_kept(made: list[Any]) -> None:
    months: list[dict[str, Value]] = [{"workload/longest_duration": 25 + at} for at in range(programs.MOST_KEPT)]
    first = granted()
    for changes in months:
        granted(changes=changes)
        granted(changes=months[0])  # used again and again, so it stays

    assert len(kept(WORKLOAD, programs._no_programs).found) == programs.MOST_KEPT
    assert len(made) == 1 + programs.MOST_KEPT
    assert granted() == first
    assert len(made) == 2 + programs.MOST_KEPT
