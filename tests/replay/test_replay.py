"""The replay: the practice's outcome comes out of the rules, and another outcome out of other rules."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from clusterpolicy.calls.granting import awards_of
from clusterpolicy.errors import RuleError
from clusterpolicy.replay import PUBLISHED, Replay, replay
from clusterpolicy.replay.comparison import compared, differences, rounded
from clusterpolicy.replay.run import CALLS
from clusterpolicy.replay.tally import Tally
from clusterpolicy.rules.piedmont.award import LINE_A_AWARD, LINE_B_AWARD

ONE_PERCENT = Fraction(1, 100)
EXACT = ("endowment", "submitted", "financed", "enterprises", "research_contracts")
NEAR = ("investment", "grants", "research_contracts_value")


@pytest.fixture(scope="module")
def usual() -> Replay:
    return replay()


@pytest.mark.parametrize("seed", [2016, 1, 2, 123456789, -5])
def test_counts_are_those_published_and_money_is_within_a_hundredth(seed: int) -> None:
    replayed = replay(seed)

    for each in replayed.lines.values():
        assert [getattr(each.tally, name) for name in EXACT] == [getattr(each.published, name) for name in EXACT]
        for name in NEAR:
            ours, theirs = Fraction(getattr(each.tally, name)), Fraction(getattr(each.published, name))
            assert abs(ours / theirs - 1) <= ONE_PERCENT, name
        assert all(abs(each) <= ONE_PERCENT for each in differences(each.tally, each.published).values() if each)


def test_nothing_is_left_open_and_money_is_no_reason_to_fail(usual: Replay) -> None:
    for each in usual.lines.values():
        assert each.selection.undecided == ()
        assert each.selection.reserve == ()
        assert each.tally.financed + len(each.selection.rejected) == each.tally.submitted


@pytest.mark.parametrize(
    ("changes", "line", "row", "grows"),
    [
        ({"piedmont/minimum_cost": Decimal(800_000)}, "line_a", "financed", False),
        ({"piedmont/minimum_cost": Decimal(100_000)}, "line_a", "financed", True),
        ({"piedmont/research_orders_share": Decimal("0.25")}, "line_b", "research_contracts", False),
        ({"piedmont/merit/threshold": Decimal(80)}, "line_b", "financed", False),
        (
            {"piedmont/merit/threshold": Decimal(20), "piedmont/merit/innovativeness_floor": Decimal(0)},
            "line_a",
            "financed",
            True,
        ),
        ({"piedmont/highest_intensity": Decimal("0.40")}, "line_a", "grants", False),
        ({"piedmont/lowest_trl_at_end": 6}, "line_a", "enterprises", True),
        ({"piedmont/lowest_trl_at_end": 8}, "line_b", "investment", False),
    ],
)
def test_other_figures_make_another_outcome(
    usual: Replay, changes: dict[str, Any], line: str, row: str, grows: bool
) -> None:
    changed = replay(changes=changes)

    before, after = getattr(usual.lines[line].tally, row), getattr(changed.lines[line].tally, row)
    assert (after > before) if grows else (after < before)
    assert changed.lines[line].applications == usual.lines[line].applications
    assert changed.lines[line].marks == usual.lines[line].marks


def test_lower_intensities_lower_the_grants_and_nothing_else(usual: Replay) -> None:
    lower = replay(changes={"piedmont/highest_intensity": Decimal("0.30")})

    for line, each in lower.lines.items():
        rest = {"grants": usual.lines[line].tally.grants}
        assert each.tally.model_copy(update=rest) == usual.lines[line].tally


def test_less_money_finances_fewer(usual: Replay) -> None:
    name = next(each for each in CALLS["line_a"].figures if each.endswith("endowment"))
    poorer = replay(changes={name: Decimal(5_000_000)})

    tally = poorer.lines["line_a"].tally
    assert tally.grants <= 5_000_000
    assert 0 < tally.financed < usual.lines["line_a"].tally.financed
    assert poorer.lines["line_a"].selection.reserve


def test_a_figure_that_neither_call_has_is_refused() -> None:
    with pytest.raises(RuleError, match="has no parameter `piedmont/minimum_costs`"):
        replay(changes={"piedmont/minimum_costs": Decimal(1)})


def test_every_project_that_is_financed_is_granted_what_was_awarded_to_the_cent(usual: Replay) -> None:
    for line, rules in (("line_a", LINE_A_AWARD), ("line_b", LINE_B_AWARD)):
        selection = usual.lines[line].selection

        awards = awards_of(selection, rules)

        assert {name: award.amount for name, award in awards.items()} == {
            each.application: each.amount for each in selection.awarded
        }
        assert {award.granted_on for award in awards.values()} == {selection.contest.law.day}


def test_under_other_figures_awards_follow_them(usual: Replay) -> None:
    lower = replay(changes={"piedmont/highest_intensity": Decimal("0.30")}).lines["line_b"]

    awards = awards_of(lower.selection, LINE_B_AWARD)

    assert sum(award.amount for award in awards.values()) == lower.tally.grants


def test_who_waits_is_told_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    replay(progress=lambda done, whole: told.append((done, whole)))

    assert told == sorted(told)
    assert told[-1] == (166, 166)


def test_of_nothing_there_is_no_mean() -> None:
    nothing = Tally.model_validate(dict.fromkeys(Tally.model_fields, 0))

    assert nothing.intensity is None
    assert nothing.cost_per_project is None
    assert set(differences(nothing, nothing).values()) == {None}
    assert differences(PUBLISHED["line_a"], nothing)["mean intensity"] is None
    assert differences(nothing, PUBLISHED["line_a"])["mean intensity"] is None
    assert differences(nothing, PUBLISHED["line_a"])["public grants, M EUR"] == -1
    assert {"–"} == {cell for row in compared(nothing, nothing).rows if "mean" in row[0] for cell in row[1:]}


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [("0.5", 0, "1"), ("-0.5", 0, "-1"), ("0.49", 0, "0"), ("-0.004", 2, "0.00"), ("1.005", 2, "1.01")],
)
def test_what_is_shown_is_rounded_half_away_from_zero(value: str, decimals: int, shown: str) -> None:
    assert str(abs(rounded(Fraction(value), decimals))) == shown.lstrip("-")
    assert (rounded(Fraction(value), decimals) < 0) == shown.startswith("-")
