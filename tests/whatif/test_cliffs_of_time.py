"""Cliffs of days, instants and whole numbers lie where each value, decided by itself, says that they lie."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.competition import applications
from clusterpolicy.engines.scalar import decide
from clusterpolicy.language.kinds import DATE, WHOLE_UNITS
from clusterpolicy.model import Application
from clusterpolicy.replay.portfolio import applications_of
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.whatif.cliffs import course_of
from clusterpolicy.whatif.fact_path import facts_in, path_of, with_value

FILED = [(LINE_B, each) for each in applications_of("line_b", 2016)[:4]] + [
    (LINE_A, each) for each in applications(30)[::5]
]
COUNTED = [
    (call, application, fact.name)
    for call, application in FILED
    for fact in facts_in(application)
    if fact.kind == DATE or fact.kind.unit in WHOLE_UNITS
]


def decided(application: Application, call: RankedCall, fact: str, value: Any) -> tuple[Any, ...]:
    verdict = decide(with_value(application, path_of(fact), value), call)
    return verdict.outcome, verdict.failed, verdict.undetermined, str(verdict.grant)


def turns(application: Application, call: RankedCall, fact: str, values: list[Any]) -> list[Any]:
    """After which values, each decided by itself, something is decided in another way."""
    found = [decided(application, call, fact, value) for value in values]
    return [values[at] for at in range(1, len(values)) if found[at] != found[at - 1]]


@settings(max_examples=25, deadline=None)
@given(which=st.sampled_from(COUNTED), first=st.dates(date(2014, 6, 1), date(2017, 6, 1)))
def test_no_day_and_no_whole_number_between_is_passed_over(
    which: tuple[RankedCall, Application, str], first: date
) -> None:
    call, application, fact = which
    is_day = isinstance(next(each.present for each in facts_in(application) if each.name == fact), date)
    values: list[Any] = [first + timedelta(days=each) for each in range(300)] if is_day else list(range(1, 10))
    course = course_of(application, call, fact, lowest=values[0], highest=values[-1])
    ends = {point.value: point for point in course.points}
    for value in turns(application, call, fact, values):
        assert value in ends
    for point in course.points:
        held: Any = point.value if is_day else int(str(point.value))
        assert point.outcome == decided(application, call, fact, held)[0]


@pytest.mark.parametrize(
    ("fact", "before", "after", "because"),
    [
        ("project.works_start_on", date(2017, 2, 26), date(2017, 2, 27), ("works-not-started",)),
        ("participations[0].enterprise.constituted_on", date(2015, 2, 27), date(2015, 2, 28), ("two-years-old",)),
    ],
)
def test_the_day_of_a_cliff_is_the_one_that_the_rule_says(
    fact: str, before: date, after: date, because: tuple[str, ...]
) -> None:
    """B-002 was submitted on 27 February 2017."""
    (cliff,) = course_of(applications_of("line_b", 2016)[1], LINE_B, fact).cliffs
    assert (cliff.before.value, cliff.after.value, cliff.because) == (before, after, because)
    assert {type(cliff.before.value), type(cliff.after.value)} == {date}


def test_the_window_of_a_call_is_found_to_the_second() -> None:
    application = applications_of("line_b", 2016)[1]
    opens, closes = (LINE_B.figures[f"piedmont/line_b/{each}_at"].values[-1][1] for each in ("opens", "closes"))
    assert isinstance(opens, datetime)
    assert isinstance(closes, datetime)
    first, last = course_of(application, LINE_B, "submitted_at").cliffs
    assert (first.after.value, last.before.value) == (opens, closes)
    assert (first.before.value, last.after.value) == (opens - timedelta(seconds=1), closes + timedelta(seconds=1))
    assert first.because == last.because == ("application-window",)


def test_a_month_is_counted_by_the_calendar_also_on_the_way() -> None:
    """Two years after 29 February 2012 and after 28 February 2012 is the same day."""
    application = applications_of("line_b", 2016)[1]
    submitted = with_value(application, ("submitted_at",), datetime(2014, 2, 28, 12, tzinfo=UTC))
    fact = "participations[0].enterprise.constituted_on"
    course = course_of(submitted, LINE_B, fact, lowest="2012-02-20", highest="2012-03-10")
    fails = {point.value: "two-years-old" in point.failed for point in course.points}
    assert fails[date(2012, 2, 29)] is False
    assert fails[date(2012, 3, 1)] is True


def test_a_truth_and_a_category_are_looked_at_value_by_value() -> None:
    application = applications_of("line_b", 2016)[1]
    course = course_of(application, LINE_B, "grouping")
    assert not course.ordered
    assert {point.value for point in course.points} == {"single", "temporary_association", "other"}
    assert {cliff.after.value for cliff in course.cliffs} == {"single", "other"}
    assert {cliff.before.value for cliff in course.cliffs} == {"temporary_association"}
    (cliff,) = course_of(application, LINE_B, "project.includes_production").cliffs
    assert (cliff.before.value, cliff.after.value, cliff.distance) == (False, True, None)


def test_of_a_fact_that_is_not_known_the_course_says_what_learning_it_would_decide() -> None:
    unknown = with_value(applications_of("line_b", 2016)[1], path_of("project.includes_production"), None)
    course = course_of(unknown, LINE_B, "project.includes_production")
    assert course.present is None
    assert [(each.before.outcome, each.after.outcome) for each in course.cliffs] == [
        ("undetermined", "eligible"),
        ("undetermined", "not eligible"),
    ]


def test_the_values_of_a_text_are_those_that_are_named() -> None:
    application = applications_of("line_b", 2016)[1]
    course = course_of(application, LINE_B, "project.s3_area", values=[str(application.project.s3_area), "no area"])
    (cliff,) = course.cliffs
    assert (cliff.after.value, cliff.because) == ("no area", ("s3-area",))
