"""The life of an application follows its table: who, what for, and by when."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy import Application
from clusterpolicy.engines.dossier import Dossier
from clusterpolicy.engines.dossier.journal import MemoryStore
from clusterpolicy.errors import InputError, RuleError
from clusterpolicy.language.procedure import Procedure, State, Transition, is_working_day, working_days_after
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from clusterpolicy.rules.piedmont.sources import SOURCES

EXAMPLE = Application.model_validate_json(
    (Path(__file__).parents[3] / "examples/line_b/eligible.json").read_text(encoding="utf-8")
)
SUBMITTED = date(2017, 3, 20)
NOTICE = date(2017, 7, 29)
LAST_DAY = date(2017, 9, 27)
TO_THE_LIST = (
    ("receivable", "office"),
    ("under_examination", "office"),
    ("eligible", "office"),
    ("scored", "panel"),
    ("ranked", "authority"),
)


def admitted(store: MemoryStore | None = None) -> Dossier:
    dossier = Dossier.open(LINE_B, EXAMPLE, on=SUBMITTED, store=store)
    for state, by in TO_THE_LIST:
        dossier.move(state, by=by)
    dossier.as_of(NOTICE)
    dossier.move("admitted", by="authority")
    return dossier


def joins(dossier: Dossier, on: date) -> None:
    membership = [{"cluster": "MESAP", "joined_on": on.isoformat(), "has_left": False}]
    partners = [each.id for each in dossier.application.participations]
    facts = {f"participations[{partner}].enterprise.memberships": membership for partner in partners}
    dossier.correct("application", facts)


def refused(dossier: Dossier, to: str, by: str) -> str:
    with pytest.raises(InputError) as error:
        dossier.move(to, by=by)
    assert {problem.code for problem in error.value.problems} == {"move-refused"}
    return str(error.value)


def test_an_application_of_line_b_goes_from_receipt_to_grant() -> None:
    dossier = admitted()
    assert [(each.name, each.last_day) for each in dossier.deadlines] == [("joining", LAST_DAY)]
    assert "not settled" in refused(dossier, "joined", "office")
    dossier.as_of(LAST_DAY)
    joins(dossier, LAST_DAY)
    dossier.move("joined", by="office")
    dossier.move("granted", by="authority")
    assert dossier.state == "granted"
    assert dossier.deadlines == ()


@pytest.mark.parametrize(("days", "struck"), [(0, False), (1, True)])
def test_who_has_not_joined_is_struck_when_the_term_has_ended_and_no_day_before(days: int, struck: bool) -> None:
    dossier = admitted()
    dossier.as_of(LAST_DAY + timedelta(days=days))
    (deadline,) = dossier.deadlines
    assert deadline.has_passed is struck
    if struck:
        dossier.move("rejected", by="authority")
        assert dossier.next_steps == ()
        assert "ended" in refused(dossier, "joined", "office")
    else:
        assert "runs until 2017-09-27" in refused(dossier, "rejected", "authority")


def test_who_joins_a_day_late_has_not_joined() -> None:
    dossier = admitted()
    dossier.as_of(LAST_DAY + timedelta(days=1))
    joins(dossier, LAST_DAY + timedelta(days=1))
    assert "`joined_in_time` fails" in refused(dossier, "joined", "office")


def test_every_step_is_for_somebody_to_take() -> None:
    dossier = Dossier.open(LINE_B, EXAMPLE, on=SUBMITTED)
    assert "leave it to the office" in refused(dossier, "receivable", "applicant")
    assert "no step leads to `granted`" in refused(dossier, "granted", "authority")
    assert "no state `receivabel`" in refused(dossier, "receivabel", "office")
    dossier.move("withdrawn", by="applicant")
    assert dossier.next_steps == ()


def test_a_step_waits_for_the_requirements_that_guard_it() -> None:
    dossier = Dossier.open(LINE_B, EXAMPLE, on=SUBMITTED)
    dossier.move("receivable", by="office")
    dossier.move("under_examination", by="office")
    partner = EXAMPLE.participations[0].id
    farm = f"participations[{partner}].enterprise.registered_farm"
    dossier.correct("application", {}, unsaid=[farm])
    steps = {each.to: each for each in dossier.next_steps}
    assert (steps[State.ELIGIBLE].may, steps[State.REJECTED].may) == (None, None)
    assert steps[State.ELIGIBLE].why_not == ("`no-registered-farm` is undetermined",)
    dossier.correct("application", {farm: True})
    assert "`no-registered-farm` fails" in refused(dossier, "eligible", "office")
    dossier.move("rejected", by="office")
    assert dossier.state == "rejected"


def test_what_is_missing_may_be_handed_in_until_the_last_working_day() -> None:
    dossier = Dossier.open(LINE_B, EXAMPLE, on=SUBMITTED)
    dossier.move("receivable", by="office")
    dossier.move("under_examination", by="office")
    dossier.as_of(date(2017, 4, 13))
    change = dossier.move("integration_requested", by="office")
    # Ten working days from Maundy Thursday; the 25th of April is a holiday.
    assert [(each.name, each.last_day) for each in change.deadlines] == [
        ("integration", date(2017, 4, 28)),
        ("examination", date(2017, 6, 18)),
    ]
    dossier.as_of(date(2017, 4, 28))
    assert "runs until" in refused(dossier, "under_examination", "office")
    dossier.as_of(date(2017, 4, 29))
    assert "ended on 2017-04-28" in refused(dossier, "under_examination", "applicant")
    dossier.move("under_examination", by="office")


def test_the_end_of_the_call_runs_while_an_application_is_awaited() -> None:
    dossier = Dossier.open(LINE_A, on=date(2016, 12, 1), id="A-1")
    assert [(each.name, each.last_day, each.has_passed) for each in dossier.deadlines] == [
        ("closing", date(2017, 1, 31), False)
    ]
    change = dossier.as_of(date(2017, 2, 1))
    assert [each.has_passed for each in change.deadlines] == [True]


def test_a_life_is_replayed_with_its_days() -> None:
    store = MemoryStore()
    dossier = admitted(store)
    again = Dossier.reopen(store, LINE_B)
    assert (again.state, again.deadlines, again.next_steps) == (
        dossier.state,
        dossier.deadlines,
        dossier.next_steps,
    )


@given(st.dates(date(2016, 1, 1), date(2020, 1, 1)), st.integers(0, 30))
def test_working_days_are_counted_one_by_one(day: date, days: int) -> None:
    holidays = frozenset({"01-06", "04-25"})
    last = working_days_after(day, days, holidays)
    between = [day + timedelta(days=number) for number in range(1, (last - day).days + 1)]
    assert sum(is_working_day(each, holidays) for each in between) == days
    assert not between or is_working_day(last, holidays)


def test_the_table_is_drawn_from_the_steps_it_has() -> None:
    procedure = LINE_B.procedure
    assert procedure is not None
    drawn = procedure.mermaid()
    assert drawn.startswith("stateDiagram-v2\n    [*] --> received")
    assert "    admitted --> joined: office" in drawn
    assert all(f"    {each.before} --> {each.after}: {each.by}" in drawn for each in procedure.transitions)
    assert "    withdrawn --> [*]" in drawn


def test_a_table_with_a_state_that_nothing_leads_to_is_refused_with_every_fault() -> None:
    step: Any = Transition(State.RANKED, State.ADMITTED, "office", SOURCES.P03, after_term="joinin")
    with pytest.raises(RuleError) as error:
        Procedure(name="broken", title="broken", transitions=(step,))
    assert len(error.value.problems) == 2
