"""A row of a sweep is the same scenario run alone, to the cent, whatever varies and whatever is not known."""

from __future__ import annotations

import tracemalloc
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.competition import applications, marks
from clusterpolicy.calls.run import run_call
from clusterpolicy.engines.scalar import decide
from clusterpolicy.errors import ClusterPolicyError, RuleError
from clusterpolicy.language.kinds import WHOLE_UNITS, Base
from clusterpolicy.language.parameter import Parameter, Value
from clusterpolicy.model import Application
from clusterpolicy.model.evaluation import Mark
from clusterpolicy.replay.marks import marks_of
from clusterpolicy.replay.portfolio import applications_of
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from clusterpolicy.scoring.budget import BudgetRules, Remainder, TooLarge
from clusterpolicy.scoring.portfolio_rules import Keeps
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.whatif.scenario import Scenario
from clusterpolicy.whatif.sweep import Swept, stream, sweep
from clusterpolicy.whatif.variants import Steps, Variants

MINIMUM = "piedmont/minimum_cost"
ENDOWMENT = "piedmont/line_a/endowment"
SCALES = [(each.code, 5) for each in LINE_A.merit.grid.marked]
FILED = applications(24)
GIVEN = marks(FILED, SCALES, 3)
SCALE_OF_MARKS = {f"piedmont/merit/{name}" for name in ("lowest_mark", "highest_mark", "step_of_marks")}


def figures(variants: Variants, row: int, call: RankedCall) -> dict[str, Any]:
    """The changes of a row as `run_call` takes them: rows of tables put into their tables, counts as whole numbers."""
    found: dict[str, Any] = {}
    for name, value in variants.changes(row).items():
        parameter, _, cell = name.removesuffix("]").partition("[")
        whole = call.all_figures[parameter].kind.unit in WHOLE_UNITS
        value = int(value) if whole else value
        if cell:
            table = found.get(parameter, call.all_figures[parameter].values[-1][1])
            value = {**table, cell: value}
        found[parameter] = value
    return found


def assert_rows_are_runs(
    call: RankedCall, filed: Sequence[Application], given: Sequence[Mark], variants: Variants, found: Swept
) -> None:
    for row in range(len(variants)):
        refused = ""
        try:
            alone = run_call(call, filed, given, changes=figures(variants, row, call))
        except ClusterPolicyError as error:
            refused = error.problems[0].code
        assert found.refused[row] == refused
        if refused:
            continue
        for outcome in alone.allocation.outcomes:
            assert found.outcome(row, outcome.application) == (outcome.status, outcome.amount), (row, outcome)


def values_of(parameter: Parameter) -> list[Value]:
    """Some values of a parameter about the one it has: the same, less, more, none."""
    value = parameter.values[-1][1]
    cells = value if isinstance(value, dict) else {"": value}
    first = next(iter(cells.values()))
    match first:
        case bool():
            changed: list[Any] = [{row: not cell for row, cell in cells.items()}]
        case int():
            changed = [{row: max(0, cell + by) for row, cell in cells.items()} for by in (-1, 1)]  # type: ignore[operator]
        case Decimal():
            shares = (Decimal("0.5"), Decimal("0.9"), Decimal("1.25"))
            changed = [{row: cell * by for row, cell in cells.items()} for by in shares]  # type: ignore[operator]
        case tuple():
            changed = [{row: cell[1:] for row, cell in cells.items()}]  # type: ignore[index]
        case _:
            changed = []
    tables = [cells, *changed]
    return [table if isinstance(value, dict) else table[""] for table in tables]


@pytest.mark.parametrize("name", sorted(set(LINE_A.all_figures) - SCALE_OF_MARKS - {"piedmont/line_a/granting_day"}))
def test_whichever_figure_varies_every_row_is_the_run_with_that_figure(name: str) -> None:
    variants = Variants.listed({name: value} for value in values_of(LINE_A.all_figures[name]))
    found = sweep(LINE_A, FILED, GIVEN, variants)
    assert_rows_are_runs(LINE_A, FILED, GIVEN, variants, found)


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_many_figures_may_vary_at_once(seed: int) -> None:
    variants = Variants.sampled(
        {
            MINIMUM: Steps(100_000, 900_000, "0.01"),
            "piedmont/minimum_cost_with_large": Steps(100_000, 900_000, 1),
            "piedmont/industrial_research_intensity[small]": Steps("0.2", "0.8", "0.001"),
            "piedmont/highest_intensity": Steps("0.3", "0.7", "0.0001"),
            "piedmont/merit/novelty_weight": Steps(0, 8, 1),
            "piedmont/merit/threshold": Steps(20, 80, "0.5"),
            "piedmont/selection/most_applications": Steps(1, 3, 1),
            "eu/sme/small_headcount": Steps(10, 60, 10),
            ENDOWMENT: Steps(100_000, 5_000_000, "0.01"),
        },
        12,
        seed=seed,
    )
    found = sweep(LINE_A, FILED, GIVEN, variants)
    assert_rows_are_runs(LINE_A, FILED, GIVEN, variants, found)


def test_the_empty_sweep_is_the_call_as_it_is() -> None:
    found = sweep(LINE_A, FILED, GIVEN, Variants.grid({}))
    assert len(found) == 1
    assert_rows_are_runs(LINE_A, FILED, GIVEN, Variants.grid({}), found)


def test_a_mark_that_is_missing_leaves_open_in_every_row_what_it_leaves_open_alone() -> None:
    given = [mark if number % 11 else mark.model_copy(update={"points": None}) for number, mark in enumerate(GIVEN)]
    variants = Variants.grid({"piedmont/merit/threshold": ["0", "40", "60"], ENDOWMENT: ["800000", "3000000"]})
    found = sweep(LINE_A, FILED, given, variants)
    assert found.undecided.max() > 0
    assert_rows_are_runs(LINE_A, FILED, given, variants, found)


def test_where_marks_are_missing_and_everything_varies_a_row_is_still_the_run() -> None:
    given = [mark if number % 7 else mark.model_copy(update={"points": None}) for number, mark in enumerate(GIVEN)]
    ranges = {
        MINIMUM: Steps(100_000, 600_000, 1),
        "piedmont/merit/soundness_weight": Steps(0, 8, 1),
        "piedmont/merit/innovativeness_floor": Steps(0, 20, 1),
        ENDOWMENT: Steps(100_000, 4_000_000, "0.01"),
    }
    variants = Variants.sampled(ranges, 12, seed=3)
    found = sweep(LINE_A, FILED, given, variants)
    assert set(found.status.reshape(-1).tolist()) == {0, 1, 2, 3}
    assert_rows_are_runs(LINE_A, FILED, given, variants, found)


OTHER_RULES: Mapping[str, Mapping[str, Any]] = {
    "smaller projects are funded behind one that is too large": {"budget": BudgetRules(too_large=TooLarge.SKIP)},
    "a remainder is offered": {"budget": BudgetRules(remainder=Remainder.OFFERED)},
    "the best applications of an enterprise are kept": {"keeps": Keeps.HIGHEST_SCORE},
    "there is no limit to applications": {"most_applications": None},
}


@pytest.mark.parametrize("said", OTHER_RULES)
def test_rows_are_runs_also_where(said: str) -> None:
    call = replace(LINE_A, parameters=(), **OTHER_RULES[said])
    variants = Variants.grid({ENDOWMENT: ["400000", "1500000"], "piedmont/merit/soundness_weight": [0, 4]})
    assert_rows_are_runs(call, FILED, GIVEN, variants, sweep(call, FILED, GIVEN, variants))


def test_a_row_that_cannot_be_run_says_why_and_the_others_are_run() -> None:
    variants = Variants.listed(
        [{ENDOWMENT: Decimal(1_000_000)}, {ENDOWMENT: Decimal(0)}, {ENDOWMENT: Decimal("10.001")}]
    )
    found = sweep(LINE_A, FILED, GIVEN, variants)
    assert found.refused == ("", "budget-invalid", "budget-invalid")
    assert_rows_are_runs(LINE_A, FILED, GIVEN, variants, found)


def test_a_tie_that_nothing_breaks_is_said_in_the_row_in_which_it_arises() -> None:
    twin = FILED[0].model_copy(update={"id": "twin"})
    given = [
        *GIVEN,
        *(each.model_copy(update={"application": "twin"}) for each in GIVEN if each.application == FILED[0].id),
    ]
    filed = [twin, *FILED]
    variants = Variants.grid({"piedmont/merit/threshold": [0, 100], "piedmont/selection/most_applications": [9]})
    found = sweep(LINE_A, filed, given, variants)
    assert_rows_are_runs(LINE_A, filed, given, variants, found)


def test_a_sweep_under_a_scenario_is_a_sweep_of_the_amended_call() -> None:
    scenario = Scenario("no research ordered", without=("research-orders",), changes={ENDOWMENT: 900_000})
    variants = Variants.grid({MINIMUM: ["100000", "300000"]})
    found = sweep(LINE_A, FILED, GIVEN, variants, scenario=scenario)
    amended = scenario.of(LINE_A)
    for row in range(2):
        changes = {**amended.changes, **variants.changes(row)}
        alone = run_call(amended.call, FILED, GIVEN, changes=changes)
        assert {each.application: found.outcome(row, each.application) for each in alone.allocation.outcomes} == {
            each.application: (each.status, each.amount) for each in alone.allocation.outcomes
        }


def test_money_that_just_suffices_suffices_and_a_cent_less_does_not() -> None:
    filed, given = applications_of("line_b", 2016), marks_of("line_b", 2016, LINE_B.merit.grid)
    grants = [each.amount or Decimal(0) for each in run_call(LINE_B, filed, given).awarded]
    sums = [sum(grants[:number], Decimal(0)) for number in (1, 5, 12)]
    amounts = [total + cents for total in sums for cents in (Decimal("-0.01"), Decimal(0), Decimal("0.01"))]
    variants = Variants.grid({"piedmont/line_b/endowment": amounts})
    found = sweep(LINE_B, filed, given, variants)
    assert found.awarded.tolist() == [0, 1, 1, 4, 5, 5, 11, 12, 12]
    assert_rows_are_runs(LINE_B, filed, given, variants, found)


def test_limits_on_the_cost_of_projects_are_met_to_the_cent() -> None:
    filed, given = applications_of("line_b", 2016)[:12], ()
    costs = [decide(each, LINE_B).cost for each in filed]
    limits = [cost + cents for cost in costs for cents in (Decimal("-0.01"), Decimal(0), Decimal("0.01"))]
    variants = Variants.listed({MINIMUM: limit, "piedmont/minimum_cost_with_large": limit} for limit in limits)
    assert_rows_are_runs(LINE_B, filed, given, variants, sweep(LINE_B, filed, given, variants))


def test_scores_that_just_reach_a_threshold_reach_it() -> None:
    filed, given = applications_of("line_b", 2016), marks_of("line_b", 2016, LINE_B.merit.grid)
    scores = sorted({each.candidate.score.lowest for each in run_call(LINE_B, filed, given).allocation.outcomes})[:8]
    thresholds = [score + by for score in scores for by in (Decimal("-0.01"), Decimal(0), Decimal("0.01"))]
    variants = Variants.grid({"piedmont/merit/threshold": [each for each in thresholds if each >= 0]})
    assert_rows_are_runs(LINE_B, filed, given, variants, sweep(LINE_B, filed, given, variants))


def test_the_replayed_practice_is_the_first_row_of_its_own_sweep() -> None:
    filed, given = applications_of("line_b", 2016), marks_of("line_b", 2016, LINE_B.merit.grid)
    variants = Variants.grid({MINIMUM: ["300000", "250000.01", "600000"]})
    assert_rows_are_runs(LINE_B, filed, given, variants, sweep(LINE_B, filed, given, variants))


def test_blocks_come_one_after_the_other_and_tell_how_far_they_are() -> None:
    variants = Variants.grid({MINIMUM: Steps(100_000, 350_000, 100)})
    told: list[tuple[int, int]] = []
    blocks = list(stream(LINE_A, FILED[:3], (), variants, progress=lambda done, of: told.append((done, of))))
    assert [len(each) for each in blocks] == [1000, 1000, 501]
    assert told == [(1000, 2501), (2000, 2501), (2501, 2501)]


def test_memory_does_not_grow_with_the_number_of_variants() -> None:
    """Of the variants themselves a whole number is held for each figure: 8 bytes. Of what is found nothing is."""

    def peak(number: int) -> int:
        variants = Variants.sampled({MINIMUM: Steps(100_000, 900_000, 1)}, number, seed=1)
        blocks = stream(LINE_A, FILED[:3], (), variants)
        next(blocks)
        tracemalloc.start()
        for _ in blocks:
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(40_000) < 1.5 * peak(4_000)


def test_every_fault_of_what_is_to_vary_is_named_at_once() -> None:
    variants = Variants.listed(
        [
            {
                "piedmont/minimum_costs": 1,
                "piedmont/line_a/granting_day": "2018-01-01",
                "piedmont/longest_duration": "12.5",
                "piedmont/industrial_research_intensity[tiny]": "0.5",
                "piedmont/s3_areas": 3,
                "piedmont/merit/highest_mark": 6,
            }
        ]
    )
    with pytest.raises(RuleError) as caught:
        sweep(LINE_A, FILED, GIVEN, variants)
    codes = [each.code for each in caught.value.problems]
    assert {"unknown-name", "sweep-invalid", "parameter-invalid"} <= set(codes)
    assert len(codes) >= 6


def test_no_application_at_all_is_no_fault() -> None:
    found = sweep(LINE_A, (), (), Variants.grid({MINIMUM: [1, 2]}))
    assert (len(found), found.awarded.tolist(), found.granted_cents.tolist()) == (2, [0, 0], [0, 0])


def test_a_sample_of_billions_of_steps_makes_only_what_it_takes() -> None:
    cents = Steps("0.01", "900000000000", "0.01")
    assert len(cents) == 90_000_000_000_000
    assert cents.at(np.array([0, len(cents) - 1])).value(1) == 900_000_000_000
    drawn = Variants.sampled({ENDOWMENT: cents}, 1000, seed=1)
    assert len(set(drawn.columns[ENDOWMENT].wholes.tolist())) == 1000


def test_more_variants_than_memory_holds_are_refused_before_they_are_made() -> None:
    with pytest.raises(ClusterPolicyError, match="more than 100,000,000"):
        Variants.grid({ENDOWMENT: Steps("0.01", "900000000000", "0.01")})
    with pytest.raises(ClusterPolicyError, match="sweep-invalid"):
        Variants.grid({MINIMUM: 5})  # type: ignore[dict-item]  # what a slip hands in


def test_a_sample_may_be_drawn_from_a_list_too() -> None:
    drawn = Variants.sampled({MINIMUM: ["1", "2.5"], ENDOWMENT: Steps(1, 9, 1)}, 50, seed=4)
    assert {drawn.changes(row)[MINIMUM] for row in range(50)} == {Decimal(1), Decimal("2.5")}
    for number in (0, -1, 10**9):
        with pytest.raises(ClusterPolicyError, match="sweep-invalid"):
            Variants.sampled({MINIMUM: [1]}, number, seed=1)


def test_columns_of_different_lengths_are_no_variants() -> None:
    with pytest.raises(ClusterPolicyError, match="the columns have 1, 2 values"):
        Variants.of_columns({MINIMUM: [1], ENDOWMENT: [1, 2]})


def test_a_value_that_does_not_fit_is_named_once() -> None:
    with pytest.raises(RuleError) as caught:
        sweep(LINE_A, FILED, GIVEN, Variants.listed([{MINIMUM: "-5"}]))
    assert len(caught.value.problems) == 1


def test_the_rows_of_a_block_keep_their_numbers() -> None:
    blocks = list(stream(LINE_A, FILED[:3], (), Variants.grid({MINIMUM: Steps(1, 2500, 1)})))
    assert [(each.first, len(each)) for each in blocks] == [(0, 1000), (1000, 1000), (2000, 500)]


def test_figures_vary_in_numbers_that_a_law_could_say() -> None:
    assert Base.NUMBER.value == "number"
    with pytest.raises(ClusterPolicyError, match="sweep-invalid"):
        Steps("0.5", "0.1", "0.1")
    with pytest.raises(ClusterPolicyError, match="sweep-invalid"):
        Variants.grid({MINIMUM: []})
