"""Why a score is what it is: every part of it, what is missing, and the same as text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from clusterpolicy.calls.score_reasons import ScoreReasons, explain_score
from clusterpolicy.calls.score_text import score_report
from clusterpolicy.engines.reasons import Missing, grounds_of
from clusterpolicy.errors import RuleError
from clusterpolicy.model import Application
from clusterpolicy.scoring.merit import Merit
from tests.calls.test_scorecards import Drawn, drawn
from tests.scoring.show.grids import DAY, MERITS, SHOW, SOURCES, entry, evaluation, sheet

Sheets = dict[str, dict[str, object]]
GOOD: Sheets = {"bilbo": sheet("6", "5", "3"), "frodo": sheet("7", "6", "4")}


def reasons(
    by: Sheets,
    merit: Merit = SHOW,
    *,
    of: Application | None = None,
    changes: dict[str, Any] | None = None,
    excluded: tuple[str, ...] = (),
) -> ScoreReasons:
    found = evaluation(by, of=of, rules=merit, excluded=excluded)
    return explain_score(merit, found, on=DAY, changes=changes)


def test_every_criterion_is_told_with_marks_weight_points_and_floor() -> None:
    found = reasons(GOOD)
    told = [(each.code, each.depth, each.weight, each.points.exact, each.most, each.floor) for each in found.criteria]
    assert told == [
        ("taste", 0, None, Decimal("18.5"), Decimal(30), Decimal(15)),
        ("sweetness", 1, Decimal(2), Decimal(13), Decimal(20), None),
        ("aroma", 1, Decimal(1), Decimal("5.5"), Decimal(10), None),
        ("size-of-fruit", 0, Decimal("1.5"), Decimal("5.25"), Decimal("7.5"), None),
    ]
    assert [mark.points for mark in found.criterion("aroma").marks] == [5, 6]
    assert found.criterion("taste").marks == ()
    assert found.criterion("size-of-fruit").sources[1].article == "Of pumpkins"
    with pytest.raises(KeyError):
        found.criterion("beauty")


def test_floors_and_the_threshold_are_told_with_what_was_met_and_what_was_needed() -> None:
    floor, threshold = reasons({"bilbo": sheet("5", "4", "5"), "frodo": sheet("5", "4", "5")}).findings
    (ground,) = grounds_of(floor.reason)
    assert (floor.code, floor.status) == ("taste-floor", "failed")
    assert (ground.value, ground.claim.relation, ground.limit) == ("14", ">=", "15")
    assert ground.claim.limits[0].parameter == "show/taste_floor"
    assert (threshold.code, threshold.status, threshold.sources) == ("threshold", "satisfied", (SOURCES.red_book,))


def test_a_changed_figure_is_told_as_it_was_changed() -> None:
    found = reasons(GOOD, changes={"show/sweetness_weight": 1, "show/taste_floor": Decimal(12)})
    sweetness, taste = found.criterion("sweetness"), found.criterion("taste")
    assert (sweetness.weight, sweetness.most) == (Decimal(1), Decimal(10))
    assert (taste.floor, taste.most) == (Decimal(12), Decimal(20))
    assert {each.parameter: each.value for each in found.figures}["show/taste_floor"] == "12"
    with pytest.raises(RuleError):
        reasons(GOOD, changes={"show/highest": Decimal(20)})


def test_premiums_are_told_each_with_the_fact_that_earns_it() -> None:
    novel, honest = reasons(GOOD, of=entry(innovative=True, honest=False)).premiums
    assert (novel.code, novel.status, honest.status) == ("novel", "satisfied", "failed")
    assert [ground.claim.fact for ground in grounds_of(honest.reason)] == ["legality rating"]


def test_an_unknown_fact_is_named_where_it_could_change_the_total() -> None:
    found = reasons(GOOD, of=entry(honest=None))
    path = "application.participations[0].enterprise.legality_rating"
    assert found.missing == (Missing(path, "legality rating"),)
    assert found.premiums[1].missing == found.missing


def test_a_missing_mark_is_named_with_its_place() -> None:
    found = reasons({"bilbo": sheet("6", None, "3"), "frodo": sheet("7", "6", "4")})
    assert found.missing == (Missing("marks[1].points", "mark"),)
    assert found.criterion("aroma").missing == found.missing
    assert found.criterion("sweetness").missing == ()


def test_too_few_evaluators_are_told_of_every_criterion_they_leave_open() -> None:
    found = reasons({"bilbo": sheet("6", "5", "3")})
    assert [each.code for each in found.panel] == [
        "sweetness-evaluators",
        "aroma-evaluators",
        "size-of-fruit-evaluators",
    ]
    assert [each.label for each in found.missing] == [
        "marks of enough evaluators, sweetness",
        "marks of enough evaluators, aroma",
        "marks of enough evaluators, size",
    ]
    (ground,) = grounds_of(found.panel[0].reason)
    assert (ground.value, ground.limit) == ("1", "2")


@pytest.mark.parametrize(
    ("remedy", "note", "missing"),
    [
        ("note", "The marks count as they are.", []),
        ("median", "The median of the marks counts.", []),
        (
            "further evaluator",
            "The criterion is open until a further evaluator has marked it.",
            ["marks of a further evaluator, aroma"],
        ),
    ],
)
def test_marks_too_far_apart_are_told_with_what_follows(remedy: Any, note: str, missing: list[str]) -> None:
    by: Sheets = {"bilbo": sheet("9", "5", "3"), "frodo": sheet("9", "9", "3")}
    found = reasons(by, MERITS["mean", remedy])
    (finding,) = found.panel
    (ground,) = grounds_of(finding.reason)
    assert (finding.code, finding.status, finding.note) == ("aroma-agreement", "failed", note)
    assert (ground.value, ground.limit) == ("4", "3")
    assert [each.label for each in found.missing] == missing


def test_where_nobody_asks_how_far_marks_lie_apart_nothing_is_said() -> None:
    by: Sheets = {"bilbo": sheet("9", "0", "1"), "frodo": sheet("9", "10", "5")}
    assert reasons(by).panel == ()


def test_every_source_is_named_once() -> None:
    found = reasons(GOOD)
    assert SOURCES.red_book in found.sources
    assert len(set(found.sources)) == len(found.sources)


@given(drawn())
@settings(max_examples=10)
def test_reasons_say_what_the_score_says(case: Drawn) -> None:
    found = explain_score(case.merit, case.evaluation(), on=DAY)
    answers = {"satisfied": True, "failed": False, "undetermined": None}
    assert tuple(answers[each.status] for each in found.findings) == case.card().answers
    assert {each.code: each.points for each in found.criteria} == found.scorecard.points
    assert bool(found.missing) is (not found.scorecard.total.known)
    text = score_report(found)
    assert max(map(len, text.splitlines())) <= 100


def test_a_report_can_be_read_by_who_gave_no_marks() -> None:
    by: Sheets = {"bilbo": sheet("6", None, "3"), "frodo": sheet("7", "6", "4"), "lotho": sheet("1", "1", "1")}
    text = score_report(reasons(by, MERITS["mean", "note"], of=entry(honest=None), excluded=("lotho",)))
    for part in (
        "Merit of application pumpkin",
        "Marks that do not count, because of a conflict of interest: those of lotho.",
        "– aroma      ?, 6       1    3 to 8   10",
        "taste: 16 points to 21 points, which is at least 15 points (fewest points of taste)",
        "Gamgee & Sons: legality rating: not known; it matters whether it is yes",
        "- bilbo, aroma: mark",
        "- Gamgee & Sons: legality rating",
        "figure show/widest_spread, stated [1]",
        "How much a mark for size counts: 150 % (stated [1])",
        "[1]  Red Book of Westmarch, Of the vegetable show",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("by", "said"),
    [
        (GOOD, "ENOUGH. Every floor and the threshold are reached."),
        ({"bilbo": sheet("1", "1", "1"), "frodo": sheet("1", "1", "1")}, "NOT ENOUGH. Not reached: taste-floor and"),
        ({}, "NOT KNOWN YET. It hangs on taste-floor and threshold."),
    ],
)
def test_a_report_says_first_whether_merit_suffices(by: Sheets, said: str) -> None:
    assert said in score_report(reasons(by))


def test_names_from_outside_cannot_turn_the_reading_order() -> None:
    judge = "\N{RIGHT-TO-LEFT OVERRIDE}frodo"
    by = {"bilbo": sheet("6", "5", "3"), judge: sheet("7", None, "4"), f"{judge}-excluded": sheet("1", "1", "1")}
    text = score_report(reasons(by, excluded=(f"{judge}-excluded",)))
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text
    assert "frodo, aroma: mark" in text
