"""Scenarios are checked, must change something, compose, and go to TOML and back."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.calls.run import run_call
from clusterpolicy.errors import InputError, NoLawThatDay, RuleError
from clusterpolicy.language import all_of
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from clusterpolicy.rules.piedmont.costs import MINIMUM_COST
from clusterpolicy.rules.piedmont.project import DURATION
from clusterpolicy.whatif import Scenario, from_toml, to_toml

MINIMUM = "piedmont/minimum_cost"
STRICTER = replace(MINIMUM_COST, holds_if=all_of(MINIMUM_COST.holds_if, DURATION.holds_if))


def codes(caught: pytest.ExceptionInfo[Any]) -> list[str]:
    return [each.code for each in caught.value.problems]


@pytest.mark.parametrize(
    "nothing",
    [
        Scenario("nothing"),
        Scenario("the same figure", changes={MINIMUM: 300_000}),
        Scenario("the same figure as a text", changes={MINIMUM: "300000.00"}),
        Scenario("the same day", granted_on=date(2017, 7, 29)),
        Scenario("the same requirement", instead=(MINIMUM_COST,)),
    ],
    ids=lambda scenario: scenario.name,
)
def test_a_scenario_that_changes_nothing_is_refused(nothing: Scenario) -> None:
    expected = LINE_A.figures["piedmont/line_a/granting_day"].values[0][1]
    assert type(expected) is date
    nothing = replace(nothing, granted_on=expected if nothing.granted_on else None)
    with pytest.raises(RuleError) as caught:
        nothing.of(LINE_A)
    assert codes(caught) == ["scenario-changes-nothing"]


def test_every_fault_is_named_at_once_with_the_nearest_name() -> None:
    wrong = Scenario(
        "wrong", changes={"piedmont/minimum_costs": 1, "piedmont/s3_areas": 7}, without=("minimum-costs", "threshold")
    )
    with pytest.raises(RuleError) as caught:
        wrong.of(LINE_A)
    assert codes(caught) == ["unknown-name", "unknown-name", "unknown-name", "parameter-invalid"]
    assert "write `minimum-cost`" in str(caught.value)
    assert f"write `{MINIMUM}`" in str(caught.value)
    assert "belongs to the grid" in str(caught.value)


def test_a_requirement_that_is_left_out_is_no_longer_asked() -> None:
    amended = Scenario("no lowest cost", without=("minimum-cost",)).of(LINE_A)
    assert MINIMUM_COST not in amended.call.requirements
    assert len(amended.call.requirements) == len(LINE_A.requirements) - 1
    assert amended.original is LINE_A
    run_call(amended.call, (), ())


def test_a_figure_that_only_a_requirement_left_out_uses_cannot_be_changed_besides() -> None:
    with pytest.raises(RuleError, match="no requirement that is left uses"):
        Scenario("both", changes={MINIMUM: 1}, without=("minimum-cost",)).of(LINE_A)


def test_a_requirement_may_be_replaced_by_one_of_the_same_code() -> None:
    amended = Scenario("stricter", instead=(STRICTER,)).of(LINE_A)
    assert STRICTER in amended.call.requirements
    assert [each.code for each in amended.call.requirements] == [each.code for each in LINE_A.requirements]
    assert [each.name for each in amended.diff.differences] == ["minimum-cost"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"changes": 5},
        {"changes": {5: 1}},
        {"without": "minimum-cost"},
        {"without": (3,)},
        {"instead": ("minimum-cost",)},
        {"granted_on": "2018-01-01"},
    ],
    ids=str,
)
def test_what_is_no_part_of_a_scenario_is_refused_when_it_is_built(wrong: dict[str, Any]) -> None:
    with pytest.raises(RuleError) as caught:
        Scenario("wrong", **wrong)
    assert codes(caught) == ["input-invalid"]


RATES = "piedmont/industrial_research_intensity"


def test_a_row_of_a_table_may_be_changed_by_itself() -> None:
    table = LINE_B.figures[RATES].values[-1][1]
    assert isinstance(table, dict)
    row = Scenario("a row", changes={f"{RATES}[small]": "0.55"})
    whole = Scenario("the table", changes={RATES: {**table, "small": Decimal("0.55")}})
    assert dict(row.of(LINE_B).changes) == dict(whole.of(LINE_B).changes)
    assert [each.name for each in row.of(LINE_B).diff.differences] == [RATES]
    both = Scenario("both", changes={RATES: {**table, "micro": Decimal("0.5")}, f"{RATES}[small]": "0.55"})
    assert both.of(LINE_B).changes[RATES] == {**table, "micro": Decimal("0.5"), "small": Decimal("0.55")}
    assert from_toml(to_toml(row)) == row


@pytest.mark.parametrize(
    ("name", "said"),
    [(f"{RATES}[tiny]", "no row `tiny`"), (f"{MINIMUM}[small]", "is no table"), ("no/such[row]", "no parameter")],
)
def test_a_row_that_is_not_there_is_named(name: str, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        Scenario("wrong", changes={name: "0.5"}).of(LINE_B)


def test_the_law_of_a_day_without_known_law_is_refused() -> None:
    with pytest.raises(NoLawThatDay):
        Scenario("long ago", granted_on=date(1990, 1, 1)).of(LINE_A)


def test_a_later_scenario_overrules_an_earlier_one() -> None:
    first = Scenario("first", {MINIMUM: 1, "piedmont/most_partners": 9}, ("duration",), (STRICTER,), date(2018, 1, 1))
    second = Scenario("second", {MINIMUM: 2}, ("minimum-cost",))
    both = first.then(second)
    assert dict(both.changes) == {MINIMUM: 2, "piedmont/most_partners": 9}
    assert (both.without, both.instead, both.granted_on) == (("duration", "minimum-cost"), (), date(2018, 1, 1))


def test_two_scenarios_that_contradict_each_other_are_not_both_true() -> None:
    one = Scenario("one", {MINIMUM: 1}, (), (STRICTER,), date(2018, 1, 1))
    other = Scenario("other", {MINIMUM: 2}, ("minimum-cost",), (), date(2018, 1, 2))
    with pytest.raises(RuleError) as caught:
        one & other
    assert codes(caught) == ["scenario-conflict"] * 3


def test_two_scenarios_that_agree_are_one_whichever_comes_first() -> None:
    one, other = (
        Scenario("one", {MINIMUM: 1}, ("duration",)),
        Scenario("other", {MINIMUM: 1}, ("duration", "trl-at-end")),
    )
    forth, back = one & other, other & one
    assert (forth.changes, forth.without) == (back.changes, back.without) == (one.changes, ("duration", "trl-at-end"))


def test_the_diff_says_what_was_and_what_is_with_the_source() -> None:
    scenario = Scenario("half", {MINIMUM: 150_000}, ("trl-at-end",))
    found = scenario.of(LINE_B).diff
    first = found.differences[0]
    assert (first.name, first.before, first.after) == (MINIMUM, "300000", "150000")
    assert all(each.sources for each in found.differences)
    assert "  - 300000\n  + 150000\n" in str(found)


VALUES = st.one_of(
    st.decimals(0, 10**6, places=4),
    st.integers(0, 10**9),
    st.booleans(),
    st.dates(),
    st.lists(st.text(max_size=5), max_size=3),
    st.text(max_size=8),
    st.dictionaries(st.text(max_size=5), st.decimals(0, 1, places=3), max_size=3),
)
NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=12)


@given(
    st.builds(
        Scenario,
        name=NAMES,
        changes=st.dictionaries(NAMES, VALUES, max_size=4),
        without=st.lists(NAMES, unique=True, max_size=3).map(tuple),
        granted_on=st.none() | st.dates(),
    )
)
def test_a_scenario_goes_to_toml_and_back_and_to_another_process(scenario: Scenario) -> None:
    assert from_toml(to_toml(scenario)) == scenario
    assert pickle.loads(pickle.dumps(scenario)) == scenario  # noqa: S301  # our own bytes


def test_a_stand_in_is_written_by_its_code_and_handed_in_again() -> None:
    scenario = Scenario("stricter", instead=(STRICTER,))
    assert from_toml(to_toml(scenario), [STRICTER]) == scenario
    with pytest.raises(InputError) as caught:
        from_toml(to_toml(scenario))
    assert codes(caught) == ["reference-unknown"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name = ", ["input-not-readable"]),
        ("nome = 1", ["field-unknown", "field-missing"]),
        ('name = "a"\nchanges = 1\nwithout = "x"', ["input-invalid", "input-invalid"]),
        ('name = "a"\nwithout = ["x", "x"]', ["duplicate-name"]),
        ('name = "a"\ngranted_on = 2018-01-01T10:00:00', ["input-invalid"]),
        ('name = " "', ["input-invalid"]),
    ],
)
def test_bad_toml_is_refused_with_every_fault(text: str, found: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        from_toml(text)
    assert codes(caught) == found


def test_nothing_in_a_scenario_can_be_changed() -> None:
    changes = {MINIMUM: Decimal(1)}
    scenario = Scenario("mine", changes)
    changes[MINIMUM] = Decimal(2)
    assert scenario.changes[MINIMUM] == 1
    with pytest.raises(TypeError):
        scenario.changes[MINIMUM] = 3  # type: ignore[index]  # that is what is tested
