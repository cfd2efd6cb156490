"""Marks as they come in: every fault is named at once, with its place; nothing else is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.errors import InputError
from clusterpolicy.model.evaluation import ConflictOfInterest, Mark
from clusterpolicy.scoring.marks import evaluations_of
from tests.scoring.show.grids import MARKED, SHOW, entry, evaluation, marks_of, sheet

GRID = SHOW.grid


def mark(criterion: str, points: object, *, evaluator: str = "bilbo", application: str = "pumpkin") -> Mark:
    (found,) = marks_of({evaluator: {criterion: points}}, application)
    return found


def faults(*marks: Mark, conflicts: tuple[ConflictOfInterest, ...] = ()) -> list[tuple[str, str, str]]:
    with pytest.raises(InputError) as caught:
        evaluations_of([entry(), entry("leek")], marks, conflicts, GRID)
    return [(each.code, each.place, each.message) for each in caught.value.problems]


@pytest.mark.parametrize("points", ["0", "0.25", "9.75", "10"])
def test_a_mark_on_the_scale_and_its_step_is_taken(points: str) -> None:
    (found,) = [each for each in evaluation({"bilbo": sheet(points, "5", "3")}).marks if each.criterion == "sweetness"]
    assert found.points == Decimal(points)
    assert found.in_conflict is False


@pytest.mark.parametrize("points", ["10.25", "11", "0.1", "9.99", "1000"])
def test_a_mark_off_the_scale_or_off_its_step_is_refused_with_the_scale(points: str) -> None:
    said = f'{points} is no mark for "sweetness", which goes from 0 to 10'
    assert faults(mark("sweetness", points)) == [("input-invalid", "marks[0].points", said)]


def test_each_criterion_has_its_own_scale() -> None:
    assert faults(mark("size-of-fruit", "0"), mark("size-of-fruit", "5.25", evaluator="frodo")) == [
        ("input-invalid", "marks[0].points", '0 is no mark for "size-of-fruit", which goes from 1 to 5'),
        ("input-invalid", "marks[1].points", '5.25 is no mark for "size-of-fruit", which goes from 1 to 5'),
    ]


def test_a_mark_for_an_unknown_application_is_refused() -> None:
    said = 'no application has the identifier "pumkin"'
    assert faults(mark("aroma", "4", application="pumkin")) == [("reference-unknown", "marks[0].application", said)]


def test_a_mark_for_an_unknown_criterion_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(InputError) as caught:
        evaluations_of([entry()], [mark("sweetnes", "4")], (), GRID)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("reference-unknown", "marks[0].criterion")
    assert problem.mend == "write `sweetness`"


def test_a_criterion_that_is_found_from_its_parts_is_not_marked() -> None:
    with pytest.raises(InputError) as caught:
        evaluations_of([entry()], [mark("taste", "4")], (), GRID)
    (problem,) = caught.value.problems
    assert problem.message == '"taste" is not marked itself: its points are those of its parts'
    assert problem.mend == "mark `sweetness`, `aroma`"


@pytest.mark.parametrize("second", ["4", "5", None])
def test_two_marks_by_one_evaluator_for_one_criterion_are_refused_even_if_they_are_equal(second: object) -> None:
    said = 'the evaluator "bilbo" marked "aroma" of the application "pumpkin" before'
    assert faults(mark("aroma", "4"), mark("aroma", second)) == [("duplicate", "marks[1]", said)]


@pytest.mark.parametrize("other", ["Bilbo", "BILBO ", "\uff42ilbo"])
def test_an_evaluator_under_two_spellings_is_refused_in_marks_and_in_conflicts(other: str) -> None:
    conflict = ConflictOfInterest(evaluator=other, application="pumpkin")
    assert [each[:2] for each in faults(mark("aroma", "4"), conflicts=(conflict,))] == [
        ("duplicate", "conflicts[0].evaluator")
    ]
    (fault,) = faults(mark("aroma", "4"), mark("sweetness", "4", evaluator=other))
    assert fault[0] == "duplicate"
    assert fault[1] in ("marks[0].evaluator", "marks[1].evaluator")


def test_names_of_evaluators_that_differ_in_a_letter_or_sign_are_two_names() -> None:
    marks = [mark("aroma", "4", evaluator=each) for each in ("frodo", "frodo1", "frodo-b", "fròdo")]
    assert len(evaluations_of([entry()], marks, (), GRID)["pumpkin"].marks) == 12  # with those that are owed


def test_one_evaluator_may_mark_two_applications_and_two_evaluators_one() -> None:
    marks = [
        mark("aroma", "4"),
        mark("aroma", "4", application="leek"),
        mark("aroma", "4", evaluator="frodo"),
        mark("sweetness", "4"),
    ]
    found = evaluations_of([entry(), entry("leek")], marks, (), GRID)
    assert [len(each.marks) for each in found.values()] == [6, 3]  # with those that are owed


def test_all_faults_are_named_at_once_each_with_its_place() -> None:
    found = faults(
        mark("aroma", "10.5"),
        mark("aroma", "4", application="turnip"),
        mark("beauty", "4", application="carrot"),
        mark("sweetness", "4"),
        mark("sweetness", "4"),
        conflicts=(ConflictOfInterest(evaluator="frodo", application="onion"),),
    )
    assert [(code, place) for code, place, _ in found] == [
        ("reference-unknown", "conflicts[0].application"),
        ("input-invalid", "marks[0].points"),
        ("reference-unknown", "marks[1].application"),
        ("reference-unknown", "marks[2].application"),
        ("reference-unknown", "marks[2].criterion"),
        ("duplicate", "marks[4]"),
    ]


def test_a_fault_is_told_at_the_place_that_the_caller_gives() -> None:
    with pytest.raises(InputError) as caught:
        evaluations_of([entry()], [mark("aroma", "11")], (), GRID, place="marks.csv, line {}".format)
    assert caught.value.problems[0].place == "marks.csv, line 0.points"


def test_two_applications_of_one_name_are_refused() -> None:
    with pytest.raises(InputError, match="there twice") as caught:
        evaluations_of([entry(), entry()], [], (), GRID)
    assert [(each.code, each.place) for each in caught.value.problems] == [("duplicate", "applications[1].id")]


def test_among_very_many_applications_no_near_name_is_looked_for() -> None:
    many = [entry(f"pumpkin-{number}") for number in range(51)]
    with pytest.raises(InputError) as caught:
        evaluations_of(many, [mark("aroma", "4", application="pumpkin-")], (), GRID)
    assert caught.value.problems[0].mend == "write the `id` of an application"
    with pytest.raises(InputError) as caught:
        evaluations_of(many[:50], [mark("aroma", "4", application="pumpkin-")], (), GRID)
    assert caught.value.problems[0].mend.startswith("write `pumpkin-")


def test_an_application_that_nobody_marked_has_an_evaluation_without_marks() -> None:
    found = evaluations_of([entry(), entry("leek")], marks_of({"bilbo": sheet("4", "4", "4")}), (), GRID)
    assert list(found) == ["pumpkin", "leek"]
    assert found["leek"].marks == ()
    assert found["leek"].application == entry("leek")


def test_an_evaluator_who_marked_one_criterion_owes_the_others() -> None:
    found = evaluation({"bilbo": {"aroma": "4"}, "frodo": {"sweetness": None}})
    assert [(each.evaluator, each.criterion, each.points) for each in found.marks] == [
        ("bilbo", "sweetness", None),
        ("bilbo", "aroma", Decimal(4)),
        ("bilbo", "size-of-fruit", None),
        ("frodo", "sweetness", None),
        ("frodo", "aroma", None),
        ("frodo", "size-of-fruit", None),
    ]


def test_a_mark_in_spite_of_a_conflict_of_interest_is_kept_and_said() -> None:
    found = evaluation({"bilbo": sheet("4", "4", "4"), "frodo": {"aroma": "9"}}, excluded=["frodo", "lotho"])
    assert {each.evaluator: each.in_conflict for each in found.marks} == {"bilbo": False, "frodo": True}


def test_a_conflict_with_one_application_leaves_the_marks_of_others_alone() -> None:
    marks = [mark("aroma", "4"), mark("aroma", "4", application="leek")]
    conflict = ConflictOfInterest(evaluator="bilbo", application="leek")
    found = evaluations_of([entry(), entry("leek")], marks, [conflict, conflict], GRID)
    assert {name: each.marks[1].in_conflict for name, each in found.items()} == {"pumpkin": False, "leek": True}


@given(st.data())
def test_the_order_of_marks_and_conflicts_changes_nothing(data: st.DataObject) -> None:
    names = ("pumpkin", "leek")
    marks = [
        mark(criterion, data.draw(st.sampled_from(MARKED[criterion].marks())), evaluator=judge, application=name)
        for name in names
        for judge in ("bilbo", "frodo", "merry")
        for criterion in MARKED
        if data.draw(st.booleans())
    ]
    conflicts = [ConflictOfInterest(evaluator="frodo", application=each) for each in names]
    one = evaluations_of(map(entry, names), marks, conflicts, GRID)
    shuffled = data.draw(st.permutations(marks)), data.draw(st.permutations(conflicts))
    assert evaluations_of(map(entry, names), *shuffled, GRID) == one
