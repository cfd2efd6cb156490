"""Scores: worked cases, both sides of every floor, and laws that every grid keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from clusterpolicy.calls.scorecards import scorecard, scorecards
from clusterpolicy.errors import InputError, NoLawThatDay
from clusterpolicy.model.evaluation import Evaluation
from clusterpolicy.scoring.merit import Merit
from clusterpolicy.scoring.panel import How, Remedy
from clusterpolicy.scoring.scorecard import Scorecard
from clusterpolicy.scoring.span import Span
from tests.scoring.show import naive
from tests.scoring.show.grids import DAY, MARKED, MERITS, SHOW, entry, evaluation, grid, merit_of, sheet

JUDGES = ("bilbo", "frodo", "merry", "pippin", "sam")
FULL = sheet("10", "10", "5")
Sheets = dict[str, dict[str, object]]


def card(by: Sheets, merit: Merit = SHOW, changes: dict[str, Any] | None = None, **about: Any) -> Scorecard:
    return scorecard(merit, evaluation(by, rules=merit, **about), on=DAY, changes=changes)


def span(lowest: str, highest: str | None = None) -> Span:
    return Span(Decimal(lowest), Decimal(highest or lowest))


# ── Worked cases ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_score_is_the_mean_of_weighted_marks_summed_over_the_criteria() -> None:
    found = card({"bilbo": sheet("6", "5", "3"), "frodo": sheet("8", "6", "4"), "merry": sheet("7", "5", "3")})
    # Sweetness 2 × 7; aroma 16/3; size 1.5 × 10/3, a mean that ends.
    assert found.points == {
        "taste": span("19.33"),
        "sweetness": span("14"),
        "aroma": span("5.33"),
        "size-of-fruit": span("5"),
    }
    assert (found.score, found.premium, found.total) == (span("24.33"), span("0"), span("24.33"))
    assert (found.passes, found.failed, found.undetermined) == (True, (), ())
    assert found.application == "pumpkin"


def test_marks_are_weighted_before_they_are_rounded_so_that_one_rounding_is_all_there_is() -> None:
    # Sweetness 2 × 7.3333... is 14.67; rounded first it would be 14.66.
    found = card({"bilbo": sheet("7", "5", "3"), "frodo": sheet("7", "5", "3"), "merry": sheet("8", "5", "3")})
    assert found.points["sweetness"] == span("14.67")


def test_half_a_hundredth_goes_up() -> None:
    marks = {f"judge-{number}": sheet("7", "5", "3") for number in range(1, 50)}
    found = card({**marks, "judge-50": sheet("7.25", "5.25", "3")})
    # A fiftieth of a quarter is exactly half a hundredth.
    assert found.points["aroma"] == span("5.01")
    assert found.points["sweetness"] == span("14.01")


@pytest.mark.parametrize(
    ("how", "aroma"), [("mean", "5.6"), ("median", "5"), ("trimmed", "5.67")], ids=["mean", "median", "trimmed"]
)
def test_a_panel_finds_the_middle_as_it_declares(how: How, aroma: str) -> None:
    by = {judge: sheet("9", mark, "3") for judge, mark in zip(JUDGES, ("1", "5", "5", "7", "10"), strict=True)}
    assert card(by, MERITS[how, None]).points["aroma"] == span(aroma)


def test_a_premium_is_added_and_all_together_are_capped() -> None:
    by = {"bilbo": FULL, "frodo": FULL}
    assert card(by, of=entry(innovative=True)).total == span("39.5")
    assert card(by, of=entry(innovative=True)).premiums == {"novel": span("2"), "honest": span("0")}
    both = card(by, of=entry(innovative=True, honest=True))
    assert (both.premium, both.total) == (span("3"), span("40.5"))


def test_where_premiums_are_not_capped_each_counts_in_full() -> None:
    merit = merit_of(grid(most_premium=None))
    both = card({"bilbo": FULL, "frodo": FULL}, merit, of=entry(innovative=True, honest=True))
    assert both.premium == span("4")


def test_a_grid_without_premiums_adds_nothing() -> None:
    found = card({"bilbo": FULL, "frodo": FULL}, merit_of(grid(premiums=(), most_premium=None)))
    assert (found.premium, found.total) == (span("0"), span("37.5"))


def test_what_is_not_known_of_an_application_leaves_its_premium_open_and_no_more() -> None:
    found = card({"bilbo": FULL, "frodo": FULL}, of=entry(innovative=None, honest=True))
    assert (found.score, found.premium, found.total) == (span("37.5"), span("2", "3"), span("39.5", "40.5"))
    assert found.passes is True


# ── Floors and the threshold ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("floor", "passes"), [("14.99", True), ("15", True), ("15.01", False)])
def test_a_floor_is_reached_by_as_many_points_and_missed_by_a_hundredth_less(floor: str, passes: bool) -> None:
    by = {"bilbo": sheet("5", "5", "5"), "frodo": sheet("5", "5", "5")}
    found = card(by, changes={"show/taste_floor": Decimal(floor)})
    assert found.points["taste"] == span("15")
    assert found.passes is passes
    assert found.failed == (() if passes else ("taste-floor",))


@pytest.mark.parametrize(("threshold", "passes"), [("22.49", True), ("22.5", True), ("22.51", False)])
def test_the_threshold_is_reached_by_as_many_points_and_missed_by_a_hundredth_less(
    threshold: str, passes: bool
) -> None:
    by = {"bilbo": sheet("5", "5", "5"), "frodo": sheet("5", "5", "5")}
    found = card(by, changes={"show/threshold": Decimal(threshold)})
    assert found.score == span("22.5")
    assert found.failed == (() if passes else ("threshold",))


def test_no_other_criterion_helps_below_the_floor_of_the_first() -> None:
    by = {"bilbo": sheet("5", "4.75", "5"), "frodo": sheet("5", "5", "5")}
    found = card(by, of=entry(innovative=True, honest=True))
    assert found.score == span("22.38")
    assert (found.failed, found.passes, found.premium, found.total) == (
        ("taste-floor",),
        False,
        span("0"),
        span("22.38"),
    )


def test_a_premium_does_not_help_over_the_threshold() -> None:
    by = {"bilbo": sheet("6", "5", "1"), "frodo": sheet("6", "5", "1")}
    found = card(by, of=entry(innovative=True, honest=True))
    assert found.score == span("18.5")
    assert (found.failed, found.total) == (("threshold",), span("18.5"))


def test_what_fails_first_is_said_first() -> None:
    by = {"bilbo": sheet("1", "1", "1"), "frodo": sheet("1", "1", "1")}
    assert card(by).failed == ("taste-floor", "threshold")


# ── Panels ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_with_fewer_evaluators_than_the_panel_needs_a_criterion_is_open_on_its_whole_scale() -> None:
    found = card({"bilbo": FULL})
    assert found.points == {
        "taste": span("0", "30"),
        "sweetness": span("0", "20"),
        "aroma": span("0", "10"),
        "size-of-fruit": span("1.5", "7.5"),
    }
    assert (found.passes, found.undetermined) == (None, ("taste-floor", "threshold"))
    assert found.total == span("1.5", "37.5")


def test_an_application_that_nobody_marked_is_open_and_passes_nothing() -> None:
    assert card({}).passes is None
    assert card({}).score == span("1.5", "37.5")


@pytest.mark.parametrize(
    ("remedy", "aroma"),
    [("note", ("6.33", "6.33")), ("median", ("5", "5")), ("further evaluator", ("0", "10"))],
)
def test_marks_too_far_apart_have_the_consequence_the_panel_declares(remedy: Remedy, aroma: tuple[str, str]) -> None:
    marks = ("5", "5", "9")
    by = {judge: sheet("9", mark, "3") for judge, mark in zip(JUDGES, marks, strict=False)}
    found = card(by, MERITS["mean", remedy])
    assert found.points["aroma"] == span(*aroma)
    assert found.points["sweetness"] == span("18")


@pytest.mark.parametrize(("highest", "is_open"), [("8", False), ("8.25", True)])
def test_marks_may_differ_by_the_widest_spread_itself_and_by_no_step_more(highest: str, is_open: bool) -> None:
    by = {"bilbo": sheet("9", "5", "3"), "frodo": sheet("9", highest, "3")}
    found = card(by, MERITS["mean", "further evaluator"])
    assert (not found.points["aroma"].known) is is_open


@pytest.mark.parametrize(("share", "is_known"), [("0.2", False), ("0.24", False), ("0.25", True)])
def test_the_spread_is_a_share_of_the_way_from_the_lowest_to_the_highest_mark(share: str, is_known: bool) -> None:
    # From 1 to 5 are four points: a quarter of that is one, whatever 5 times a quarter is.
    by = {"bilbo": sheet("9", "9", "1"), "frodo": sheet("9", "9", "2")}
    found = card(by, MERITS["mean", "further evaluator"], changes={"show/widest_spread": Decimal(share)})
    assert found.points["size-of-fruit"].known is is_known
    assert found.points["sweetness"].known


def test_marks_in_conflict_do_not_count_and_are_said() -> None:
    by: Sheets = {"bilbo": sheet("5", "5", "3"), "frodo": sheet("5", "5", "3"), "lotho": FULL}
    found = card(by, excluded=["lotho", "ted"])
    assert found.points["sweetness"] == span("10")
    assert found.excluded == ("lotho",)


def test_a_conflict_can_leave_too_few_evaluators() -> None:
    by: Sheets = {"bilbo": FULL, "frodo": FULL}
    assert card(by, excluded=["frodo"]).passes is None


# ── Marks that are not given yet ─────────────────────────────────────────────────────────────────────────────────────


def test_a_missing_mark_may_be_any_mark_of_its_scale() -> None:
    found = card({"bilbo": sheet("5", None, None), "frodo": sheet("5", "6", "3")})
    assert found.points["aroma"] == span("3", "8")
    assert found.points["size-of-fruit"] == span("3", "6")
    assert found.undetermined == ("taste-floor", "threshold")


def test_a_missing_mark_settles_nothing_that_the_others_settle() -> None:
    assert card({"bilbo": sheet("9", None, "5"), "frodo": sheet("9", "6", "5")}).passes is True
    assert card({"bilbo": sheet("1", None, "5"), "frodo": sheet("1", "1", "5")}).failed == ("taste-floor", "threshold")


# ── Laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Drawn:
    """Marks of some judges, who among them may not judge, and how the panel goes about it."""

    by: Sheets
    excluded: tuple[str, ...]
    how: How
    remedy: Remedy | None
    innovative: bool | None
    honest: bool | None

    @property
    def merit(self) -> Merit:
        return MERITS[self.how, self.remedy]

    def evaluation(self, by: Sheets | None = None) -> Evaluation:
        of = entry(innovative=self.innovative, honest=self.honest)
        return evaluation(self.by if by is None else by, of=of, excluded=self.excluded, rules=self.merit)

    def card(self, by: Sheets | None = None) -> Scorecard:
        return scorecard(self.merit, self.evaluation(by), on=DAY)


def marks(code: str, holes: bool) -> st.SearchStrategy[Decimal | None]:
    """Marks of a scale, many near each other, so that spreads and floors are met exactly."""
    scale = MARKED[code].marks()
    near = st.sampled_from([each for each in scale if scale[-1] / 3 < each < scale[-1] * Decimal("0.7")])
    return near | st.sampled_from(scale) | (st.none() if holes else near)


@st.composite
def drawn(draw: DrawFn, *, holes: bool = True) -> Drawn:
    judges = draw(st.lists(st.sampled_from(JUDGES), unique=True, max_size=5))
    by: Sheets = {judge: {code: draw(marks(code, holes)) for code in MARKED} for judge in judges}
    how, remedy = draw(st.sampled_from(list(MERITS)))
    excluded = tuple(judge for judge in judges if draw(st.integers(0, 4)) == 0)
    facts = st.booleans() | st.none() if holes else st.booleans()
    return Drawn(by, excluded, how, remedy, draw(facts), draw(facts))


def filled(case: Drawn, fill: Callable[[str], Decimal]) -> Sheets:
    """The marks, with those that are missing filled in."""
    return {
        judge: {code: fill(code) if points is None else points for code, points in given.items()}
        for judge, given in case.by.items()
    }


@given(drawn(holes=False))
def test_a_score_is_what_a_plain_reckoning_finds(case: Drawn) -> None:
    found, expected = case.card(), naive.total(case.evaluation(), case.how, case.remedy)
    assert found.score.known is (expected is not None)
    if expected is not None:
        assert (found.score.exact, found.passes, found.total.exact) == expected


@given(drawn(), st.data())
def test_what_a_score_may_be_holds_every_completion_of_missing_marks(case: Drawn, data: st.DataObject) -> None:
    before = case.card()
    after = case.card(filled(case, lambda code: data.draw(st.sampled_from(MARKED[code].marks()))))
    for part in ("score", "premium", "total"):
        assert within(getattr(after, part), getattr(before, part))
    for code in before.points:
        assert within(after.points[code], before.points[code])
    assert before.passes is None or after.passes is before.passes
    for one, other in zip(before.answers, after.answers, strict=True):
        assert one is None or other is one


def within(inner: Span, outer: Span) -> bool:
    assert inner.highest is not None
    assert outer.highest is not None
    return outer.lowest <= inner.lowest and inner.highest <= outer.highest


@given(drawn())
def test_where_disagreement_changes_nothing_both_ends_of_a_score_are_reached(case: Drawn) -> None:
    case = Drawn(case.by, case.excluded, case.how, None, case.innovative, case.honest)
    worst = case.card(filled(case, lambda code: MARKED[code].ends()[0])).score
    best = case.card(filled(case, lambda code: MARKED[code].ends()[1])).score
    score = case.card().score
    assert (score.lowest, score.highest) == (worst.lowest, best.highest)


@given(drawn(), st.data())
def test_raising_a_mark_never_lowers_a_score_where_disagreement_changes_nothing(
    case: Drawn, data: st.DataObject
) -> None:
    case = Drawn(case.by, case.excluded, case.how, data.draw(st.sampled_from([None, "note"])), True, False)
    if not case.by:
        return
    judge, code = data.draw(st.sampled_from(list(product(case.by, MARKED))))
    old = case.by[judge][code]
    if old is None:
        return
    higher = data.draw(st.sampled_from([each for each in MARKED[code].marks() if each >= Decimal(str(old))]))
    before, after = case.card(), case.card({**case.by, judge: {**case.by[judge], code: higher}})
    for part in ("score", "premium", "total"):
        one, other = getattr(before, part), getattr(after, part)
        assert one.lowest <= other.lowest
        assert one.highest <= other.highest
    assert not (before.passes is True and after.passes is not True)
    assert not (before.passes is None and after.passes is False)


@given(drawn(), st.data())
def test_the_order_of_evaluators_changes_nothing(case: Drawn, data: st.DataObject) -> None:
    shuffled = {judge: case.by[judge] for judge in data.draw(st.permutations(list(case.by)))}
    assert case.card(shuffled).found.__repr__() == case.card().found.__repr__()


@given(drawn(), st.data())
def test_the_marks_of_an_excluded_evaluator_change_nothing(case: Drawn, data: st.DataObject) -> None:
    without = {judge: given for judge, given in case.by.items() if judge not in case.excluded}
    others: Sheets = {
        judge: given if judge in without else {code: data.draw(marks(code, True)) for code in MARKED}
        for judge, given in case.by.items()
    }
    found = case.card().found
    assert repr(case.card(without).found) == repr(found)
    assert repr(case.card(others).found) == repr(found)


@given(drawn())
def test_a_premium_is_given_only_above_every_floor_and_never_more_than_its_cap(case: Drawn) -> None:
    found = case.card()
    assert found.premium.highest is not None
    assert 0 <= found.premium.lowest <= found.premium.highest <= 3
    if found.passes is False:
        assert found.premium == span("0")
        assert found.total == found.score
    if found.passes is None:
        assert found.premium.lowest == 0


@given(drawn())
def test_no_score_is_above_full_marks_or_below_the_lowest(case: Drawn) -> None:
    found, most = case.card(), case.merit.grid.most_points()
    assert found.total.highest is not None
    assert Decimal("1.5") <= found.score.lowest <= found.total.lowest <= found.total.highest <= most + 3
    for criterion in case.merit.grid.walk():
        highest = found.points[criterion.code].highest
        assert highest is not None
        assert highest <= criterion.most_points()


@given(drawn())
def test_a_whole_has_the_points_of_its_parts(case: Drawn) -> None:
    points = case.card().points
    assert points["taste"].lowest == points["sweetness"].lowest + points["aroma"].lowest


# ── Many at once, and what is refused ────────────────────────────────────────────────────────────────────────────────


def test_many_scores_are_found_as_one_is() -> None:
    several = [
        evaluation({"bilbo": FULL, "frodo": FULL}, of=entry("leek")),
        evaluation({"bilbo": sheet("1", "1", "1")}, of=entry("turnip")),
    ]
    found = list(scorecards(SHOW, several, on=DAY, changes={"show/aroma_weight": 0}))
    assert [each.application for each in found] == ["leek", "turnip"]
    assert [each.score for each in found] == [span("27.5"), span("1.5", "27.5")]


def test_what_is_no_evaluation_is_refused() -> None:
    with pytest.raises(InputError, match="not of Application"):
        scorecard(SHOW, entry(), on=DAY)  # type: ignore[arg-type]  # what the test is about


def test_a_day_before_the_rules_are_in_force_is_refused() -> None:
    with pytest.raises(NoLawThatDay):
        scorecard(SHOW, evaluation({}), on=DAY.replace(year=1399))
