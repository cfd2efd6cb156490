"""Running a call: what is handed in wrongly is refused with every fault, and nothing is awarded by accident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clusterpolicy import ConflictOfInterest, InputError, NoLawThatDay, RuleError, Withdrawal, run_call
from clusterpolicy.language import facts_of, not_
from clusterpolicy.model import Project
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from clusterpolicy.rules.piedmont.limits import limits
from clusterpolicy.scoring.budget import BudgetRules, Remainder, Reserve
from clusterpolicy.scoring.outcome import Status
from tests.calls.portfolios import CRITERIA, ENDOWMENT_A, GRANT, application, line_b, marks_of


def refused(*arguments: Any, **options: Any) -> list[tuple[str, str]]:
    """The codes and places of what is wrong."""
    with pytest.raises(InputError) as caught:
        run_call(LINE_A, *arguments, **options)
    return [(each.code, each.place) for each in caught.value.problems]


def statuses(*applications: Any, marks: Sequence[Any], **options: Any) -> dict[str, Status]:
    selection = run_call(LINE_A, applications, marks, **options)
    return {each.application: each.status for each in selection.allocation.outcomes}


def test_every_fault_of_what_is_handed_in_is_named_at_once() -> None:
    faults = [
        *marks_of(0, "5.5", ["first"], ["novelty"]),
        *marks_of(0, "4", ["second"], ["no-criterion"]),
        *marks_of(0, "4", ["third", "third"], ["novelty"]),
        *marks_of(9, "4", ["first"], ["effects"]),
    ]
    stranger = application(1).model_copy(update={"call": "piedmont/line-b"})
    conflict = ConflictOfInterest(evaluator="first", application="A-88")

    assert refused(
        [application(0), stranger, application(0)], faults, [conflict], changes={ENDOWMENT_A: Decimal(0)}
    ) == [
        ("call-mismatch", "applications[1].call"),
        ("budget-invalid", "endowment"),
        ("duplicate", "applications[2].id"),
        ("reference-unknown", "conflicts[0].application"),
        ("input-invalid", "marks[0].points"),
        ("reference-unknown", "marks[1].criterion"),
        ("duplicate", "marks[3]"),
        ("reference-unknown", "marks[4].application"),
    ]


def test_what_is_no_application_and_no_mark_is_refused_by_its_place() -> None:
    assert refused([application(0), {"id": "A-01"}], ["mark"]) == [
        ("input-invalid", "applications[1]"),
        ("input-invalid", "marks[0]"),
    ]


def test_a_rule_set_without_ranking_cannot_be_run() -> None:
    with pytest.raises(InputError, match="no call whose applications compete"):
        run_call("piedmont/line-a", [], [])  # type: ignore[arg-type]  # a name is no call


def test_what_is_no_day_and_a_day_without_law_are_refused() -> None:
    with pytest.raises(InputError, match="is not a day"):
        run_call(LINE_A, [], [], granted_on="2017-07-29")  # type: ignore[arg-type]  # a text is no day
    with pytest.raises(NoLawThatDay):
        run_call(LINE_A, [], [], granted_on=date(2015, 1, 1))


def test_a_change_of_no_figure_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(RuleError, match="write `piedmont/merit/threshold`"):
        run_call(LINE_A, [], [], changes={"piedmont/merit/treshold": Decimal(1)})


def test_a_scale_cannot_be_changed_once_marks_are_given_on_it() -> None:
    with pytest.raises(RuleError, match="marks were given on this scale"):
        run_call(LINE_A, [], [], changes={"piedmont/merit/highest_mark": Decimal(10)})


def test_figures_of_the_call_and_of_its_grid_can_be_changed_together() -> None:
    given = marks_of(0, "3.5")
    assert statuses(application(0), marks=given) == {"A-00": Status.AWARDED}
    assert statuses(application(0), marks=given, changes={"piedmont/merit/threshold": Decimal(71)}) == {
        "A-00": Status.REJECTED
    }
    assert statuses(application(0), marks=given, changes={"piedmont/minimum_cost": Decimal(700000)}) == {
        "A-00": Status.REJECTED
    }
    assert statuses(application(0), marks=given, changes={ENDOWMENT_A: GRANT - Decimal("0.01")}) == {
        "A-00": Status.RESERVE
    }


def test_a_call_without_applications_awards_nothing() -> None:
    selection = run_call(LINE_A, [], [])
    assert (selection.awarded, selection.reserve, selection.rejected, selection.undecided) == ((), (), (), ())
    assert selection.cut_off is None
    assert selection.allocation.left.exact == Decimal("35000000.00")


def test_an_application_that_nobody_marked_is_undecided_and_not_awarded() -> None:
    assert statuses(application(0), marks=[]) == {"A-00": Status.UNDECIDED}


def test_an_application_with_a_fact_missing_is_undecided_however_good_its_marks_are() -> None:
    assert statuses(application(0, months=None), marks=marks_of(0, "5")) == {"A-00": Status.UNDECIDED}


def test_one_that_fails_is_rejected_though_other_facts_are_missing() -> None:
    assert statuses(application(0, share=43, months=None), marks=[]) == {"A-00": Status.REJECTED}


def test_a_missing_mark_leaves_open_who_is_funded_where_it_could_change_that() -> None:
    missing = (*marks_of(0, "4", ["first", "second"]), *marks_of(0, None, ["third"]))
    both = [application(0), application(1)]
    one_grant = {ENDOWMENT_A: GRANT}

    close = run_call(LINE_A, both, [*missing, *marks_of(1, "4")], changes=one_grant)
    assert {each.application for each in close.undecided} == {"A-00", "A-01"}
    assert close.allocation.ranking.moved_by("A-00") == ("A-01",)

    far = run_call(LINE_A, both, [*missing, *marks_of(1, "5")], changes=one_grant)
    assert [each.application for each in far.awarded] == ["A-01"]


def test_a_tie_that_the_rules_do_not_break_is_refused_and_names_both() -> None:
    level = application(1).model_copy(update={"submitted_at": application(0).submitted_at})
    with pytest.raises(InputError, match='"A-00", "A-01" are level') as caught:
        run_call(LINE_A, [application(0), level], [*marks_of(0), *marks_of(1)])
    assert [each.code for each in caught.value.problems] == ["tie-unbroken"]


def test_of_level_scores_the_more_innovative_goes_first_then_the_earlier() -> None:
    # 1 point of novelty counts twice, 1 of partnership three times: 3 marks against 2 make the scores level.
    new = {"novelty": "5", "partnership": "4"}
    sound = {"novelty": "3.5", "partnership": "5"}
    given = [
        mark
        for number, own in ((0, sound), (1, new), (2, new))
        for criterion in CRITERIA
        for mark in marks_of(number, own.get(criterion, "4"), criteria=[criterion])
    ]
    selection = run_call(LINE_A, [application(number) for number in range(3)], given)
    assert len({each.candidate.score for each in selection.awarded}) == 1
    assert [each.application for each in selection.awarded] == ["A-01", "A-02", "A-00"]


def test_marks_in_spite_of_a_conflict_of_interest_do_not_count() -> None:
    given = [*marks_of(0, "1", ["first", "second"]), *marks_of(0, "5", ["third", "fourth", "fifth", "sixth"])]
    alone = run_call(LINE_A, [application(0)], given)
    conflicts = [ConflictOfInterest(evaluator=each, application="A-00") for each in ("first", "second")]
    without = run_call(LINE_A, [application(0)], given, conflicts)
    assert alone.entry("A-00").card.score.lowest < 100
    assert without.entry("A-00").card.score.exact == Decimal(100)
    assert without.entry("A-00").card.excluded == ("first", "second")


def test_with_more_than_three_applications_of_one_enterprise_those_filed_last_are_struck() -> None:
    filed = [application(number, firm=0) for number in range(5)]
    found = statuses(*filed, marks=[mark for number in range(5) for mark in marks_of(number)])
    assert [found[f"A-{number:02}"] for number in range(5)] == [Status.AWARDED] * 3 + [Status.REJECTED] * 2


def test_the_progress_of_a_run_is_told_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    filed = [application(number) for number in range(101)]
    run_call(LINE_A, filed, [], progress=lambda done, of: told.append((done, of)))
    assert told == [(100, 101), (101, 101)]


def test_the_example_of_line_b_has_every_outcome_of_its_applications() -> None:
    selection = line_b()
    assert [each.application for each in selection.awarded] == ["B-003", "B-008", "B-017", "B-026", "B-029"]
    assert [each.application for each in selection.rejected] == ["B-011", "B-014"]
    assert [each.application for each in selection.undecided] == ["B-021"]
    assert selection.contest.law.call is LINE_B


def test_who_accepts_less_receives_what_is_left_where_the_call_offers_it() -> None:
    no_production = not_(facts_of(Project).includes_production)
    call = replace(LINE_A, budget=BudgetRules(remainder=Remainder.OFFERED), accepts_remainder=no_production)
    filed, given = [application(0), application(1)], [*marks_of(0, "5"), *marks_of(1, "4")]
    selection = run_call(call, filed, given, changes={ENDOWMENT_A: GRANT + Decimal("1000.00")})
    assert [(each.application, each.amount) for each in selection.awarded] == [
        ("A-00", GRANT),
        ("A-01", Decimal("1000.00")),
    ]
    unknown = [filed[0], application(1, includes_production=None)]
    assert "acceptance-unknown" in run_call(call, unknown, given).outcome("A-01").reasons


def test_a_reserve_is_given_out_to_its_own_projects_first() -> None:
    of_a_cluster = facts_of(Project).s3_trajectory.is_in(limits.clusters)
    call = replace(
        LINE_A,
        budget=BudgetRules(reserves=(Reserve("cluster"),)),
        set_aside={"cluster": limits.minimum_cost},
        draws_on={"cluster": of_a_cluster},
    )
    filed = [application(0), application(1, s3_trajectory="MESAP")]
    money: dict[str, Any] = {ENDOWMENT_A: GRANT + 200_000, "piedmont/minimum_cost": GRANT}
    selection = run_call(call, filed, [*marks_of(0, "5"), *marks_of(1, "4")], changes=money)
    assert [(each.application, each.pot) for each in selection.awarded] == [("A-01", "cluster")]
    assert [each.application for each in selection.reserve] == ["A-00"]
    unknown = [filed[0], application(1, s3_trajectory=None)]
    found = run_call(call, unknown, [*marks_of(0, "5"), *marks_of(1, "4")], changes=money)
    assert "reserve-unknown" in found.outcome("A-01").reasons


@pytest.mark.parametrize("wrong", [None, 5, "A-00", application(0)])
def test_what_is_no_list_is_refused_in_every_place(wrong: Any) -> None:
    with pytest.raises(InputError) as caught:
        run_call(LINE_A, wrong, wrong, wrong)
    assert [(each.code, each.place) for each in caught.value.problems] == [
        ("input-invalid", name) for name in ("applications", "marks", "conflicts")
    ]


@pytest.mark.parametrize("event", ["A-00", None, Withdrawal])
def test_what_is_no_event_is_refused(event: Any) -> None:
    selection = run_call(LINE_A, [application(0)], marks_of(0))
    with pytest.raises(InputError, match="nothing that can happen"):
        selection.after(event)


def test_an_event_of_no_application_is_refused() -> None:
    nobody: Any = None
    with pytest.raises(InputError, match="no application to the call"):
        run_call(LINE_A, [application(0)], marks_of(0)).after(Withdrawal(nobody))
