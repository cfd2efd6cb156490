"""A comparison adds up, keeps apart what is open, and names who passes by which requirement."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from benchmarks.competition import applications, marks
from clusterpolicy.calls.run import run_call
from clusterpolicy.errors import InputError
from clusterpolicy.replay.marks import marks_of
from clusterpolicy.replay.portfolio import applications_of
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from clusterpolicy.whatif import Effect, Scenario, compare
from clusterpolicy.whatif.comparison_record import as_json

FILED = applications(60)
GIVEN = marks(FILED, [(each.code, 5) for each in LINE_A.merit.grid.marked], 3)
LOWER = Scenario("a lower entry", changes={"piedmont/minimum_cost": 100_000, "piedmont/line_a/endowment": 3_000_000})


def test_both_sides_are_the_call_run_alone() -> None:
    found, amended = compare(LINE_A, LOWER, FILED, GIVEN), LOWER.of(LINE_A)
    for which, changes in (("before", {}), ("after", amended.changes)):
        alone = run_call(LINE_A, FILED, GIVEN, changes=changes)
        stands = {each.application.id: getattr(each, which) for each in found.effects}
        assert {name: (each.status, each.amount) for name, each in stands.items()} == {
            each.application: (each.status.value, each.amount) for each in alone.allocation.outcomes
        }


def test_every_application_has_one_effect_and_the_open_ones_are_in_no_sum() -> None:
    found = compare(LINE_A, LOWER, FILED, GIVEN)
    groups = (found.winners, found.losers, found.unchanged, found.open)
    assert sum(map(len, groups)) == len(FILED)
    assert found.open
    assert all(each.gain is None for each in found.open)
    assert found.money.gain == sum(each.gain or Decimal(0) for each in found.effects)


def test_the_groups_add_up_to_the_whole() -> None:
    filed, given = applications_of("line_b", 2016), marks_of("line_b", 2016, LINE_B.merit.grid)
    found = compare(LINE_B, Scenario("lower", changes={"piedmont/minimum_cost": 200_000}), filed, given)
    for groups in (found.by_size, found.by_area, found.by_cluster):
        assert sum(each.before for each in groups.values()) == found.money.before
        assert sum(each.after for each in groups.values()) == found.money.after


def test_who_passes_now_is_named_by_what_it_failed() -> None:
    found = compare(
        LINE_B, Scenario("lower", changes={"piedmont/minimum_cost": 200_000}), applications_of("line_b", 2016)
    )
    assert found.opened == {"minimum-cost": ("B-014", "B-028")}
    assert found.closed == {}
    back = compare(
        LINE_B, Scenario("higher", changes={"piedmont/minimum_cost": 400_000}), applications_of("line_b", 2016)
    )
    assert set(back.closed) == {"minimum-cost"}
    assert {each.application.id for each in back.losers} == set(back.closed["minimum-cost"])


def test_without_marks_each_application_is_decided_by_itself() -> None:
    found = compare(
        LINE_B, Scenario("lower", changes={"piedmont/minimum_cost": 200_000}), applications_of("line_b", 2016)
    )
    assert {each.before.status for each in found.effects} == {"eligible", "not eligible"}
    assert found.effect_on("B-014").effect is Effect.WINS
    with pytest.raises(InputError):
        found.effect_on("B-999")


def test_json_holds_every_application_and_exact_amounts() -> None:
    found = compare(LINE_A, LOWER, FILED, GIVEN)
    record = json.loads(as_json(found))
    assert len(record["applications"]) == len(FILED)
    assert record["money"]["gain"] == str(found.money.gain)
    assert {each["amount_after"] for each in record["applications"] if each["status_after"] == "undecided"} == {None}


def test_progress_goes_once_through_both_runs() -> None:
    filed, given = applications_of("line_b", 2016)[:8], marks_of("line_b", 2016, LINE_B.merit.grid)
    marks_of_these = [each for each in given if each.application in {a.id for a in filed}]
    for chosen in (marks_of_these, None):
        told: list[tuple[int, int]] = []
        scenario = Scenario("lower", changes={"piedmont/minimum_cost": 200_000})

        def tell(done: int, of: int, to: list[tuple[int, int]] = told) -> None:
            to.append((done, of))

        compare(LINE_B, scenario, filed, chosen, progress=tell)
        assert told == sorted(told)
        assert told[-1] == (16, 16)
