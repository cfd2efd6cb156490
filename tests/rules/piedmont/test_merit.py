"""Piedmont's grid: a hundred points, words for every mark, floors and premiums; what is assumed says so."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clusterpolicy import Application
from clusterpolicy.calls.score_reasons import explain_score
from clusterpolicy.calls.score_text import score_report
from clusterpolicy.calls.scorecards import scorecard
from clusterpolicy.errors import RuleError
from clusterpolicy.language import Confidence
from clusterpolicy.model.evaluation import Evaluation, Mark
from clusterpolicy.rules.piedmont.line_b_merit import LINE_B_MERIT
from clusterpolicy.rules.piedmont.merit import LINE_A_MERIT
from clusterpolicy.scoring.marks import evaluations_of
from clusterpolicy.scoring.merit import Merit
from clusterpolicy.scoring.span import Span

EXAMPLE = Path(__file__).parents[3] / "examples" / "line_a" / "eligible.json"
DAY = LINE_A_MERIT.in_force_from.replace(year=2017)
CODES = [criterion.code for criterion in LINE_A_MERIT.grid.marked]
BOTH = pytest.mark.parametrize("merit", [LINE_A_MERIT, LINE_B_MERIT], ids=["Line A", "Line B"])


def application(**changed: Any) -> Application:
    """The example of Line A; it has an innovative SME, a trajectory and members, and no legality rating."""
    raw = Application.model_validate_json(EXAMPLE.read_text(encoding="utf-8")).model_dump(mode="json")
    for each in raw["participations"]:
        each["enterprise"]["legality_rating"] = changed.pop("legality_rating", False)
        if "innovative_sme" in changed:
            each["enterprise"]["innovative_sme"] = changed["innovative_sme"]
        if "memberships" in changed:
            each["enterprise"]["memberships"] = changed["memberships"]
    if "s3_trajectory" in changed:
        raw["project"]["s3_trajectory"] = changed["s3_trajectory"]
    return Application.model_validate(raw)


def evaluation(*sheets: dict[str, str], of: Application | None = None, merit: Merit = LINE_A_MERIT) -> Evaluation:
    """An evaluation in which each evaluator gave a 4 wherever nothing else is said."""
    of = application() if of is None else of
    marks = [
        Mark.model_validate(
            {"application": of.id, "evaluator": f"evaluator-{at}", "criterion": code, "points": given.get(code, "4")}
        )
        for at, given in enumerate(sheets)
        for code in CODES
    ]
    return evaluations_of([of], marks, (), merit.grid)[of.id]


def score(*sheets: dict[str, str], changes: dict[str, Any] | None = None) -> Any:
    return scorecard(LINE_A_MERIT, evaluation(*sheets), on=DAY, changes=changes)


# ── The grid ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@BOTH
def test_the_criteria_make_a_hundred_points_with_innovativeness_first_and_heaviest(merit: Merit) -> None:
    assert {each.code: each.most_points() for each in merit.grid.criteria} == {
        "innovativeness": 30,
        "technical-quality": 20,
        "effects": 20,
        "partnership": 15,
        "soundness": 15,
    }
    assert merit.grid.most_points(DAY) == 100
    assert [each.code for each in merit.required()] == ["innovativeness-floor", "threshold"]


@BOTH
def test_every_whole_mark_has_words_that_say_when_to_give_it(merit: Merit) -> None:
    for criterion in merit.grid.marked:
        assert [anchor.mark for anchor in criterion.anchors(DAY)] == [0, 1, 2, 3, 4, 5]
        assert len({anchor.words for anchor in criterion.anchors(DAY)}) == 6
        assert criterion.scale is not None
        assert len(criterion.scale.marks()) == 11


def test_innovativeness_is_measured_after_published_scales() -> None:
    novelty, advance, step = LINE_A_MERIT.grid.criteria[0].parts
    assert "Oslo Manual" in novelty.sources[0].act
    assert advance.sources[0].article == "Scores"
    assert step.sources[0].article == "Annex G, Technology readiness levels"
    told = [anchor.words for anchor in novelty.anchors(DAY)]
    assert "New to the enterprises" in told[1]
    assert "New to the market" in told[3]
    assert "New to the world" in told[5]


@BOTH
def test_all_figures_of_the_grid_are_assumed_but_the_names_of_things(merit: Merit) -> None:
    stated = {name for name, each in merit.figures.items() if each.source.confidence is Confidence.STATED}
    assert stated <= {"piedmont/merit/s3_trajectories", "piedmont/clusters"}
    assert all(each.source.note for each in merit.figures.values() if each.source.confidence is Confidence.ASSUMED)


def test_only_line_a_pays_for_members() -> None:
    assert [each.code for each in LINE_A_MERIT.grid.premiums] == [
        "innovative-sme",
        "legality-rating",
        "s3-trajectory",
        "associated-partner",
    ]
    assert LINE_B_MERIT.grid.premiums == LINE_A_MERIT.grid.premiums[:3]


# ── Worked cases ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_fours_everywhere_make_eighty_points_and_four_on_top() -> None:
    found = score({}, {}, {})
    assert found.points["innovativeness"] == Span.of(24)
    assert (found.score, found.premium, found.total) == (Span.of(80), Span.of(4), Span.of(84))
    assert found.passes is True


def test_a_mean_that_does_not_end_is_rounded_once_after_it_is_weighted() -> None:
    found = score({"novelty": "4.5", "effects": "3.5"}, {"novelty": "4.5"}, {"novelty": "4"})
    assert found.points["novelty"] == Span.of(Decimal("8.67"))  # 2 × 13/3
    assert found.points["effects"] == Span.of(Decimal("15.33"))  # 4 × 11.5/3
    assert found.score == Span.of(Decimal("80.00"))


@pytest.mark.parametrize(
    ("readiness", "points", "failed"),
    [("3", "18", ()), ("2.5", "17.86", ("innovativeness-floor",)), ("3.5", "18.14", ())],
)
def test_eighteen_points_of_innovativeness_are_enough_and_less_is_not(
    readiness: str, points: str, failed: tuple[str, ...]
) -> None:
    threes = {"novelty": "3", "state-of-the-art": "3", "readiness-step": "3"}
    found = score(*[threes] * 6, {**threes, "readiness-step": readiness})
    assert found.points["innovativeness"] == Span.of(Decimal(points))
    assert found.failed == failed


@pytest.mark.parametrize(("floor", "passes"), [("17.99", True), ("18", True), ("18.01", False)])
def test_the_floor_is_kept_to_the_hundredth(floor: str, passes: bool) -> None:
    threes = {"novelty": "3", "state-of-the-art": "3", "readiness-step": "3"}
    found = score(threes, threes, changes={"piedmont/merit/innovativeness_floor": Decimal(floor)})
    assert found.passes is passes


@pytest.mark.parametrize(("threshold", "passes"), [("59.99", True), ("60", True), ("60.01", False)])
def test_the_threshold_is_kept_to_the_hundredth_whatever_the_premium(threshold: str, passes: bool) -> None:
    threes = dict.fromkeys(CODES, "3")
    found = score(threes, threes, changes={"piedmont/merit/threshold": Decimal(threshold)})
    assert found.score == Span.of(60)
    assert found.passes is passes
    assert found.total == Span.of(64 if passes else 60)


def test_the_threshold_of_the_grid_is_sixty() -> None:
    threes = dict.fromkeys(CODES, "3")
    assert score(threes, threes).passes is True
    assert score(threes, {**threes, "soundness": "2.5"}).failed == ("threshold",)


@pytest.mark.parametrize(
    ("changed", "premium"),
    [
        ({"legality_rating": True}, 5),
        ({"innovative_sme": False}, 2),
        ({"s3_trajectory": "something else"}, 3),
        ({"memberships": []}, 3),
        ({"memberships": [{"cluster": "MESAP", "joined_on": "2016-12-10", "has_left": False}]}, 4),
        ({"memberships": [{"cluster": "MESAP", "joined_on": "2016-12-11", "has_left": False}]}, 3),
        ({"memberships": [{"cluster": "Another", "joined_on": "2015-01-01", "has_left": False}]}, 3),
    ],
)
def test_each_premium_has_its_points(changed: dict[str, Any], premium: int) -> None:
    found = scorecard(LINE_A_MERIT, evaluation({}, {}, of=application(**changed)), on=DAY)
    assert found.premium == Span.of(premium)


def test_all_premiums_together_reach_their_cap_and_no_more() -> None:
    of = application(legality_rating=True)
    changes: dict[str, Any] = {"piedmont/merit/legality_rating_premium": Decimal(2)}
    found = scorecard(LINE_A_MERIT, evaluation({}, {}, of=of), on=DAY, changes=changes)
    assert found.premium == Span.of(5)
    assert found.total == Span.of(85)


def test_one_evaluator_is_too_few() -> None:
    assert score({}).passes is None
    assert score({}, {}).passes is True


def test_marks_two_apart_pass_without_a_remark_and_more_are_noted_and_count() -> None:
    silent = explain_score(LINE_A_MERIT, evaluation({"effects": "4"}, {"effects": "2"}), on=DAY)
    assert silent.panel == ()
    noted = explain_score(LINE_A_MERIT, evaluation({"effects": "4.5"}, {"effects": "2"}), on=DAY)
    assert [(each.code, each.note) for each in noted.panel] == [("effects-agreement", "The marks count as they are.")]
    assert noted.criterion("effects").points == Span.of(13)


def test_the_scale_is_not_to_be_changed() -> None:
    with pytest.raises(RuleError, match="marks were given on this scale"):
        score({}, {}, changes={"piedmont/merit/highest_mark": Decimal(10)})


def test_a_score_can_be_read() -> None:
    text = score_report(explain_score(LINE_A_MERIT, evaluation({}, {}), on=DAY))
    assert "Total     84 points" in text
    assert "innovativeness: 24 points, which is at least 18 points (fewest points of innovativeness)" in text
