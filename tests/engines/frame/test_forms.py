"""Columns of floats are put in one form at first sight as they would be by a close look at each value."""

from __future__ import annotations

import math

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.workload.rules import WORKLOAD
from clusterpolicy.engines.frame.border import _floats_in_form
from clusterpolicy.engines.frame.forms import LEAST_TOO_LARGE, in_form, in_form_at_sight
from clusterpolicy.engines.frame.schema import Column, schema_of

HEADCOUNT = next(column for table in schema_of(WORKLOAD) for column in table.columns if column.name == "headcount")
UNITS = 10**HEADCOUNT.decimals
CENTS = next(column for table in schema_of(WORKLOAD) for column in table.columns if column.name == "turnover_cents")

decimals = st.integers(-(10**13), 10**13).map(lambda units: units / UNITS)
neighbours = decimals.flatmap(
    lambda value: st.sampled_from([math.nextafter(value, math.inf), math.nextafter(value, -math.inf), value * 1.0001])
)
anything = st.floats(allow_nan=True, allow_infinity=True)


def closely(values: pl.DataFrame, column: Column) -> list[int | None]:
    found = nw.from_native(values).select(in_form(column, column.name, nw.Float64(), is_polars=True))
    return found.to_native()[column.name].to_list()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.none() | decimals | neighbours | anything.filter(lambda value: abs(value) < 1e14), max_size=12))
@example([float("nan"), 1.0])
@example([0.07, 210.2, 49.9, -0.0, None])
@example([0.00005, 0.0001, 0.00015])
def test_floats_at_first_sight_are_as_floats_looked_at_closely(values: list[float | None]) -> None:
    frame = pl.DataFrame({HEADCOUNT.name: pl.Series(values, dtype=pl.Float64)})
    found = _floats_in_form(frame, [(HEADCOUNT, HEADCOUNT.name)])[HEADCOUNT.name]
    assert found.to_list() == closely(frame, HEADCOUNT)


@pytest.mark.parametrize("column", [HEADCOUNT, CENTS], ids=lambda column: column.name)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e300, -1e300, 2.0**64, -(2.0**64)])
def test_what_is_no_number_or_too_large_is_not_told_at_first_sight(column: Column, value: float) -> None:
    whole, is_told = in_form_at_sight(column, column.name)
    frame = pl.DataFrame({column.name: [value]}).select(whole.alias("whole"), is_told.alias("told"))
    assert not frame["told"][0] or abs(frame["whole"][0]) >= LEAST_TOO_LARGE


def test_a_float_with_one_digit_more_in_the_last_place_is_still_the_decimal() -> None:
    value = math.nextafter(0.07, 1)
    frame = pl.DataFrame({HEADCOUNT.name: [value, 0.07]})
    assert _floats_in_form(frame, [(HEADCOUNT, HEADCOUNT.name)])[HEADCOUNT.name].to_list() == [700, 700]
