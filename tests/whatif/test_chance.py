"""What is drawn is repeated by its seed, and sensitivity says what the sweep says."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from clusterpolicy.calls.run import run_call
from clusterpolicy.errors import InputError
from clusterpolicy.replay.marks import marks_of
from clusterpolicy.replay.portfolio import applications_of
from clusterpolicy.rules.piedmont import LINE_B
from clusterpolicy.whatif.fact_path import path_of, with_value
from clusterpolicy.whatif.monte_carlo import Uncertain, monte_carlo
from clusterpolicy.whatif.sensitivity import one_at_a_time
from clusterpolicy.whatif.sobol import sobol
from clusterpolicy.whatif.variants import Steps, Variants

FILED, GIVEN = applications_of("line_b", 2016), marks_of("line_b", 2016, LINE_B.merit.grid)
ORDER = Uncertain("B-002", "research_orders[0].amount", Steps("200000.00", "300000.00", "0.01"))
RANGES = {
    "piedmont/minimum_cost": Steps(200_000, 400_000, 1),
    "piedmont/research_orders_share": Steps("0.1", "0.3", "0.01"),
}


def test_monte_carlo_repeats_with_its_seed_and_differs_with_another() -> None:
    first, again, other = (monte_carlo(LINE_B, FILED, GIVEN, [ORDER], number=25, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first.won != other.won or first.granted != other.granted


def test_a_fact_with_one_value_is_the_call_run_with_that_value() -> None:
    drawn = monte_carlo(LINE_B, FILED, GIVEN, [Uncertain("B-002", ORDER.fact, [Decimal("100.00")])], number=2, seed=1)
    changed = with_value(FILED[1], path_of(ORDER.fact), Decimal("100.00"))
    alone = run_call(LINE_B, [FILED[0], changed, *FILED[2:]], GIVEN)
    assert drawn.awarded == (len(alone.awarded),) * 2
    assert drawn.granted[0] == sum(each.amount or Decimal(0) for each in alone.awarded)
    assert drawn.chance_of("B-002") == 0


def test_a_fact_that_stays_unknown_is_never_taken_for_nought() -> None:
    unknown = Uncertain("B-002", "project.months", [None])
    drawn = monte_carlo(LINE_B, FILED, GIVEN, [unknown], number=1, seed=1)
    changed = with_value(FILED[1], path_of("project.months"), None)
    alone = run_call(LINE_B, [FILED[0], changed, *FILED[2:]], GIVEN)
    assert alone.undecided
    assert drawn.awarded == (len(alone.awarded),)


def test_chances_and_shares_are_counted_exactly() -> None:
    drawn = monte_carlo(LINE_B, FILED, GIVEN, [ORDER], number=8, seed=3)
    assert drawn.chance_of("B-002").denominator in (1, 2, 4, 8)
    assert drawn.granted_at(Fraction(0)) == min(drawn.granted)
    assert drawn.granted_at(Fraction(1)) == max(drawn.granted)


@pytest.mark.parametrize(
    "wrong",
    [
        Uncertain("B-999", ORDER.fact, [1]),
        Uncertain("B-002", "no.such", [1]),
        Uncertain("B-002", ORDER.fact, []),
        Uncertain("B-002", ORDER.fact, [Decimal(-5)]),
        Uncertain("B-002", ORDER.fact, ["much"]),
        Uncertain("B-002", "project.months", ["many"]),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong: Uncertain) -> None:
    with pytest.raises(InputError):
        monte_carlo(LINE_B, FILED, GIVEN, [wrong], number=2, seed=1)


def test_each_swing_is_the_call_run_at_that_end() -> None:
    for swing in one_at_a_time(LINE_B, FILED, GIVEN, RANGES):
        for value, granted, awarded in (
            (swing.low, swing.granted_low, swing.awarded_low),
            (swing.high, swing.granted_high, swing.awarded_high),
        ):
            alone = run_call(LINE_B, FILED, GIVEN, changes={swing.figure: value})
            assert len(alone.awarded) == awarded
            assert sum((each.amount or Decimal(0) for each in alone.awarded), Decimal("0.00")) == granted


def test_sobol_repeats_with_its_seed_and_gives_nothing_to_a_figure_that_moves_nothing() -> None:
    ranges = {**RANGES, "piedmont/line_b/endowment": Steps(14_000_000, 16_000_000, 1)}
    first, again = (sobol(LINE_B, FILED, GIVEN, ranges, seed=5, number=32) for _ in range(2))
    assert first == again
    indices = {each.figure: each.in_all for each in first}
    assert indices["piedmont/line_b/endowment"] == 0
    assert max(indices.values()) > 0.3


def test_sobol_of_what_never_moves_is_nothing() -> None:
    still = {"piedmont/line_b/endowment": Steps(14_000_000, 16_000_000, 1), "piedmont/merit/threshold": Steps(0, 1, 1)}
    assert {each.in_all for each in sobol(LINE_B, FILED, GIVEN, still, seed=5, number=4)} == {0.0}


@pytest.mark.parametrize(("ranges", "number"), [({}, 8), (RANGES, 12), (RANGES, 0)])
def test_a_sample_that_says_nothing_is_refused(ranges: dict[str, Steps], number: int) -> None:
    with pytest.raises(InputError, match="sweep-invalid"):
        sobol(LINE_B, FILED, GIVEN, ranges, seed=1, number=number)


@pytest.mark.parametrize("seed", [-1, "7", 1.5, True])
def test_what_is_no_seed_is_refused(seed: Any) -> None:
    for draw in (
        lambda: monte_carlo(LINE_B, FILED, GIVEN, [ORDER], number=1, seed=seed),
        lambda: sobol(LINE_B, FILED, GIVEN, RANGES, seed=seed, number=2),
        lambda: Variants.sampled(RANGES, 3, seed=seed),
    ):
        with pytest.raises(InputError) as refused:
            draw()
        assert [(each.code, each.place) for each in refused.value.problems] == [("sweep-invalid", "seed")]


def test_a_fact_is_uncertain_once() -> None:
    with pytest.raises(InputError) as refused:
        monte_carlo(LINE_B, FILED, GIVEN, [ORDER, ORDER], number=1, seed=1)
    assert [each.code for each in refused.value.problems] == ["duplicate"]


def test_a_variant_that_cannot_be_run_is_no_outcome_of_nought() -> None:
    ranges = {**RANGES, "piedmont/line_b/endowment": Steps(0, 1_000_000, 1_000_000)}
    for look in (
        lambda: one_at_a_time(LINE_B, FILED, GIVEN, ranges),
        lambda: sobol(LINE_B, FILED, GIVEN, ranges, seed=1, number=2),
    ):
        with pytest.raises(InputError) as refused:
            look()
        assert {each.code for each in refused.value.problems} == {"budget-invalid"}
        assert "piedmont/line_b/endowment=0" in str(refused.value)


def test_what_is_no_range_and_no_outcome_is_refused() -> None:
    wrong: Any = {"piedmont/minimum_cost": [1, 2]}
    with pytest.raises(InputError, match="is no range"):
        one_at_a_time(LINE_B, FILED, GIVEN, wrong)
    measure: Any = "won"
    with pytest.raises(InputError, match="is no outcome"):
        sobol(LINE_B, FILED, GIVEN, RANGES, seed=1, number=2, measure=measure)
