"""Which line an enterprise fits, if any: the hole between the lines, day by day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy import assess
from clusterpolicy.errors import RuleError
from clusterpolicy.language import Confidence
from clusterpolicy.model import Application, Enterprise, Participation, Project
from clusterpolicy.rules import piedmont
from clusterpolicy.rules.piedmont.doors.which_line import Hole, WhichLine
from clusterpolicy.testing.strategies import enterprises, memberships

LINE_A, LINE_B = "piedmont/line-a", "piedmont/line-b"
LAST_OF_LINE_A, FIRST_OF_LINE_B = date(2016, 11, 24), date(2017, 2, 1)


def joined(day: date | str | None, **more: Any) -> dict[str, Any]:
    return {"cluster": "MESAP", "joined_on": day, "has_left": False, **more}


def was_member(first: str | None, last: date | str | None) -> dict[str, Any]:
    return joined(first, left_on=last, has_left=True)


def line_of(*entries: dict[str, Any]) -> WhichLine:
    return piedmont.which_line(Enterprise.model_validate({"name": "Alfa (example)", "memberships": entries}))


# ── The hole ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_joined_a_first_cluster_in_the_ten_weeks_between_the_lines_fits_neither() -> None:
    days = [LAST_OF_LINE_A + timedelta(days=step) for step in range((FIRST_OF_LINE_B - LAST_OF_LINE_A).days + 1)]
    lines = [line_of(joined(day)) for day in days]
    assert [each.line for each in lines] == [LINE_A, *[None] * 68, LINE_B]
    assert {each.hole for each in lines[1:-1]} == {Hole.JOINED_BETWEEN}
    assert (days[1], days[-2]) == (date(2016, 11, 25), date(2017, 1, 31))


@pytest.mark.parametrize("day", [date(2016, 11, 22), date(2016, 11, 23)])
def test_who_had_been_a_member_and_had_left_before_the_day_of_line_a_fits_neither(day: date) -> None:
    former = line_of(was_member("2011-06-20", day))
    assert (former.line, former.open, former.hole) == (None, (), Hole.FORMER_MEMBER)
    assert str(former) == "fits neither line: former member"


@pytest.mark.parametrize("day", [date(2016, 11, 24), date(2016, 11, 25), date(2017, 2, 1)])
def test_who_left_after_the_day_of_line_a_fits_line_a(day: date) -> None:
    assert line_of(was_member("2011-06-20", day)).line == LINE_A


def test_a_former_member_that_joined_anew_between_the_lines_is_a_former_member() -> None:
    assert line_of(was_member("2011-06-20", "2012-01-01"), joined("2016-12-15")).hole is Hole.FORMER_MEMBER


def test_the_hole_closes_when_the_day_of_line_a_is_moved() -> None:
    firm = Enterprise.model_validate({"name": "Alfa (example)", "memberships": [joined("2016-12-15")]})
    moved = piedmont.which_line(firm, changes={"piedmont/line_a/member_by": date(2017, 1, 31)})
    assert moved.line == LINE_A


def test_a_change_of_what_is_no_figure_of_the_lines_is_refused() -> None:
    with pytest.raises(RuleError, match="unknown-name"):
        piedmont.which_line(Enterprise(name="Alfa"), changes={"piedmont/line_a/member_until": date(2017, 1, 31)})


# ── The lines themselves, and what is not known ──────────────────────────────────────────────────────────────────────


def test_who_was_never_a_member_fits_line_b() -> None:
    newcomer = line_of()
    assert (newcomer.line, newcomer.hole, str(newcomer)) == (LINE_B, None, "fits piedmont/line-b")


def test_an_enterprise_whose_memberships_nobody_knows_may_fit_either() -> None:
    unknown = piedmont.which_line(Enterprise(name="Alfa"))
    assert (unknown.line, unknown.hole) == (None, None)
    assert unknown.open == (LINE_A, LINE_B)
    assert [each.path for each in unknown.missing] == ["memberships"]
    assert str(unknown) == "may fit piedmont/line-a or piedmont/line-b: not known yet"


def test_a_member_of_whom_nobody_knows_whether_it_has_left_may_fit_line_a_and_cannot_fit_line_b() -> None:
    perhaps = line_of(joined("2011-06-20", has_left=None))
    assert (perhaps.open, perhaps.fits[LINE_B].value, perhaps.hole) == ((LINE_A,), False, None)


def test_a_member_of_what_may_have_been_a_cluster_cannot_fit_line_a_and_may_fit_line_b() -> None:
    perhaps = line_of(joined("2010-05-03", cluster="Cluster of former days (example)"))
    assert (perhaps.open, perhaps.fits[LINE_A].value) == ((LINE_B,), False)


@pytest.mark.parametrize("day", ["2010-05-03", "2016-11-24"])
def test_why_an_enterprise_fits_neither_is_open_where_an_older_cluster_may_have_been_none(day: str) -> None:
    neither = line_of(joined("2016-12-15"), joined(day, cluster="Cluster of former days (example)"))
    assert (neither.line, neither.open, neither.hole, str(neither)) == (None, (), None, "fits neither line")


def test_an_older_cluster_joined_after_the_day_of_line_a_does_not_make_a_former_member() -> None:
    neither = line_of(joined("2016-12-15"), joined("2016-11-25", cluster="Cluster of former days (example)"))
    assert neither.hole is Hole.JOINED_BETWEEN


def test_the_answer_says_which_day_decided_and_who_says_so() -> None:
    late = line_of(joined("2016-12-15"))
    days = {each.parameter: each.value for answer in late.fits.values() for each in answer.figures}
    assert (days["piedmont/line_a/member_by"], days["piedmont/line_b/never_before"]) == ("2016-11-24", "2017-02-01")
    assert all(answer.reasons for answer in late.fits.values())
    assert {source.confidence for source in late.sources} >= {Confidence.STATED}
    assert any("mai associate" in source.act for source in late.sources)


# ── Any enterprise ───────────────────────────────────────────────────────────────────────────────────────────────────

FIRMS = enterprises(known=False, limits=(LAST_OF_LINE_A, FIRST_OF_LINE_B))


@given(FIRMS)
def test_no_enterprise_fits_both_lines(firm: Enterprise) -> None:
    answer = piedmont.which_line(firm)
    assert [each.value for each in answer.fits.values()].count(True) <= 1
    assert (answer.hole is None) or (answer.line is None and not answer.open)


@given(FIRMS)
def test_the_lines_themselves_say_the_same_of_a_project_of_that_enterprise_alone(firm: Enterprise) -> None:
    alone = Application(
        id="1",
        call="any",
        project=Project(title="Gears"),
        participations=(Participation(id="alfa", enterprise=firm),),
    )
    words = {True: "satisfied", False: "failed", None: "undetermined"}
    answer = piedmont.which_line(firm)
    member = assess(alone, piedmont.LINE_A).finding("cluster-member")
    newcomer = assess(alone, piedmont.LINE_B).finding("never-cluster-member")
    assert [words[each.value] for each in answer.fits.values()] == [member.status, newcomer.status]


CLUSTERS = {each.code for each in piedmont.CLUSTERS}
MEMBERSHIPS = memberships(limits=(LAST_OF_LINE_A, FIRST_OF_LINE_B)).filter(lambda each: each.cluster in CLUSTERS)


@given(st.lists(MEMBERSHIPS, max_size=4))
def test_an_enterprise_of_whose_memberships_all_is_known_is_told_as_the_calendar_has_it(entries: list[Any]) -> None:
    answer = piedmont.which_line(Enterprise(name="Alfa", memberships=tuple(entries)))
    first = min((each.joined_on for each in entries), default=date.max)
    if any(each.joined_on <= LAST_OF_LINE_A <= (each.left_on or date.max) for each in entries):
        expected: tuple[str | None, Hole | None] = (LINE_A, None)
    elif first >= FIRST_OF_LINE_B:
        expected = (LINE_B, None)
    else:
        expected = (None, Hole.FORMER_MEMBER if first <= LAST_OF_LINE_A else Hole.JOINED_BETWEEN)
    assert (answer.line, answer.hole) == expected
