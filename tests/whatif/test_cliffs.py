"""Cliffs lie where they are said to, to the cent, and nowhere else."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.competition import applications
from clusterpolicy.engines.scalar import decide
from clusterpolicy.errors import InputError
from clusterpolicy.model import Application
from clusterpolicy.replay.portfolio import applications_of
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from clusterpolicy.units import Unit
from clusterpolicy.whatif.cliffs import Course, Near, Point, course_of, worst_cliffs
from clusterpolicy.whatif.fact_path import facts_in, path_of, with_value

FILED = applications_of("line_b", 2016)
FACTS = [
    (number, fact.name)
    for number, application in enumerate(FILED[:12])
    for fact in facts_in(application)
    if fact.kind.unit is Unit.EURO and fact.present > 0
]
CENTS = Decimal("0.01")


def receives(application: Application, fact: str, value: Any) -> tuple[str, Decimal | None]:
    verdict = decide(with_value(application, path_of(fact), value), LINE_B)
    if verdict.outcome == "undetermined":
        return verdict.outcome, None
    return verdict.outcome, verdict.grant if verdict.outcome == "eligible" else Decimal("0.00")


def euro(point: Point) -> Decimal:
    assert isinstance(point.value, Decimal)
    return point.value


def expected(course: Course, value: Decimal) -> tuple[str, Decimal | None, Decimal | None]:
    """The outcome at a value by the course, and between which amounts the grant lies."""
    at = max(place for place, point in enumerate(course.points) if euro(point) <= value)
    left = course.points[at]
    if left.value == value:
        return left.outcome, left.receives, left.receives
    right = course.points[at + 1]
    if left.receives is None or right.receives is None:
        return left.outcome, None, None
    part = Fraction(value - euro(left)) / Fraction(euro(right) - euro(left))
    line = Fraction(left.receives) + part * Fraction(right.receives - left.receives)
    middle = Decimal(line.numerator) / Decimal(line.denominator)
    return left.outcome, middle - Decimal("0.20"), middle + Decimal("0.20")


@settings(max_examples=40, deadline=None)
@given(which=st.sampled_from(FACTS), cents=st.lists(st.integers(0, 40_000_000), min_size=5, max_size=5))
def test_between_two_points_nothing_jumps(which: tuple[int, str], cents: list[int]) -> None:
    number, fact = which
    course = course_of(FILED[number], LINE_B, fact, lowest=0, highest=400_000)
    for value in (each * CENTS for each in cents):
        outcome, amount = receives(FILED[number], fact, value)
        said, low, high = expected(course, value)
        assert outcome == said
        if amount is not None:
            assert low is not None
            assert high is not None
            assert low <= amount <= high


@settings(max_examples=40, deadline=None)
@given(which=st.sampled_from(FACTS))
def test_on_both_sides_of_a_cliff_stands_what_is_decided_there(which: tuple[int, str]) -> None:
    number, fact = which
    course = course_of(FILED[number], LINE_B, fact, lowest=0, highest=400_000)
    for cliff in course.cliffs:
        assert euro(cliff.after) - euro(cliff.before) == CENTS
        for side in (cliff.before, cliff.after):
            assert (side.outcome, side.receives) == receives(FILED[number], fact, side.value)
        assert cliff.before.outcome != cliff.after.outcome or abs(cliff.jump or Decimal(0)) >= 1


def test_the_limit_itself_belongs_to_the_side_that_the_rule_says() -> None:
    application = FILED[1]
    course = course_of(application, LINE_B, "research_orders[0].amount", lowest=0, highest=400_000)
    (cliff,) = course.cliffs
    assert cliff.because == ("research-orders",)
    verdict = decide(application, LINE_B)
    share = LINE_B.figures["piedmont/research_orders_share"].values[-1][1]
    assert isinstance(share, Decimal)
    assert euro(cliff.before) < share * verdict.cost <= euro(cliff.after)


def test_a_whole_number_goes_on_by_one() -> None:
    application = FILED[0]
    course = course_of(application, LINE_B, "project.months", lowest=1, highest=60)
    assert [each.because for each in course.cliffs] == [("duration",)] * len(course.cliffs)
    assert [(each.before.value, each.after.value) for each in course.cliffs] == [(Decimal(24), Decimal(25))]
    assert course.present == application.project.months


def test_a_cliff_may_be_one_of_money_only() -> None:
    """The size of an enterprise decides its rate: one more on the payroll, and the grant is smaller."""
    application = next(each for each in FILED if decide(each, LINE_B).outcome == "eligible")
    course = course_of(application, LINE_B, "participations[0].enterprise.accounts[0].headcount", lowest=1, highest=300)
    assert all(each.before.outcome == each.after.outcome or each.because for each in course.cliffs)


def test_a_jump_of_just_the_least_amount_is_a_cliff_and_of_a_cent_less_is_none() -> None:
    fact = "participations[0].enterprise.accounts[0].headcount"
    (cliff,) = course_of(FILED[0], LINE_B, fact, lowest=45, highest=55).cliffs
    assert cliff.before.outcome == cliff.after.outcome == "eligible"
    jump = abs(cliff.jump or Decimal(0))
    for least, found in ((jump, 1), (jump + CENTS, 0)):
        assert len(course_of(FILED[0], LINE_B, fact, lowest=45, highest=55, least=least).cliffs) == found


def test_the_worst_cliffs_of_a_call_come_first_and_tell_how_far_they_are() -> None:
    told: list[tuple[int, int]] = []
    found = worst_cliffs(
        LINE_B, FILED[:3], near=Near(euro=5_000), most=4, progress=lambda done, of: told.append((done, of))
    )
    jumps = [abs(each.jump or Decimal(0)) for each in found]
    assert len(found) == 4
    assert jumps == sorted(jumps, reverse=True)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_no_cliff_of_an_application_with_unknown_facts_is_a_certainty() -> None:
    open_one = next(each for each in applications(80) if decide(each, LINE_A).outcome == "undetermined")
    amounts = [fact for fact in facts_in(open_one) if fact.kind.unit is Unit.EURO]
    for fact in amounts[:6]:
        course = course_of(open_one, LINE_A, fact.name, lowest=0, highest=fact.present)
        assert all(point.receives is None for point in course.points if point.outcome == "undetermined")


@pytest.mark.parametrize(
    ("fact", "lowest", "highest"),
    [
        ("no_such.fact", 0, 1),
        ("participations[99].costs", 0, 1),
        ("project.title", 0, 1),
        ("research_orders[0].amount", 2, 1),
        ("research_orders[0].amount", -1, 1),
        ("research_orders[0].amount", 0, Decimal("0.001")),
        ("research orders", 0, 1),
        ("participations", None, None),
        ("participations[0]", None, None),
        ("declarations.effective_collaboration", False, True),
        ("project.s3_area", None, None),
        ("project.works_start_on", "2017-02-30", None),
        ("project.months", "1.5", None),
        ("submitted_at", "2017-02-01", None),
    ],
)
def test_what_cannot_be_followed_is_refused(fact: str, lowest: Any, highest: Any) -> None:
    with pytest.raises(InputError):
        course_of(FILED[1], LINE_B, fact, lowest=lowest, highest=highest)


def test_fewer_than_one_cliff_and_ways_that_are_none_are_refused() -> None:
    wrong: tuple[dict[str, Any], ...] = ({"most": 0}, {"most": -1}, {"most_of_a_kind": 0})
    for asked in wrong:
        with pytest.raises(InputError):
            worst_cliffs(LINE_B, [], **asked)
    ways: tuple[Any, ...] = (-1, Decimal("NaN"), 0.5, True)
    for way in ways:
        with pytest.raises(InputError) as refused:
            Near(euro=way, days=way)
        assert [each.place for each in refused.value.problems] == ["near.euro", "near.days"]
