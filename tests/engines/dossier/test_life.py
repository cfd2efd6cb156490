"""The life of an application follows its table: who, what for, and by when."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from clusterpolicy import Application
from clusterpolicy.engines.dossier import Dossier, Evidence
from clusterpolicy.engines.dossier.journal import MemoryStore
from clusterpolicy.errors import InputError, RuleError
from clusterpolicy.language import Parameters
from clusterpolicy.language.procedure import Procedure, State, Transition
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
    # Ten working days from Maundy Thursday. Easter Monday, the 25th of April and the 1st of May are holidays.
    assert [(each.name, each.last_day) for each in change.deadlines] == [
        ("integration", date(2017, 5, 2)),
        ("examination", date(2017, 6, 18)),
    ]
    dossier.as_of(date(2017, 5, 2))
    assert "runs until" in refused(dossier, "under_examination", "office")
    assert {step.by: step.may for step in dossier.next_steps if step.to == "under_examination"}["applicant"] is True
    dossier.as_of(date(2017, 5, 3))
    assert "ended on 2017-05-02" in refused(dossier, "under_examination", "applicant")
    dossier.move("under_examination", by="office")


def test_the_end_of_the_call_runs_while_an_application_is_awaited() -> None:
    dossier = Dossier.open(LINE_A, on=date(2016, 12, 1), id="A-1")
    assert [(each.name, each.last_day, each.has_passed) for each in dossier.deadlines] == [
        ("closing", date(2017, 1, 31), False)
    ]
    assert dossier.as_of(date(2017, 1, 31)).deadlines_passed == ()
    change = dossier.as_of(date(2017, 2, 1))
    assert [each.has_passed for each in change.deadlines] == [True]
    assert [each.name for each in change.deadlines_passed] == ["closing"]
    assert dossier.as_of(date(2017, 2, 2)).deadlines_passed == ()


def test_a_life_is_replayed_with_its_days() -> None:
    store = MemoryStore()
    dossier = admitted(store)
    again = Dossier.reopen(store, LINE_B)
    assert (again.state, again.deadlines, again.next_steps) == (
        dossier.state,
        dossier.deadlines,
        dossier.next_steps,
    )


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


SOURCE = '[law]\nact = "A law"\narticle = ""\naddress = "https://example.org"\nconfidence = "stated"\n'


def test_a_table_with_a_holiday_that_is_no_day_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "parameters.toml").write_text(
        '[holidays]\nlabel = "holidays"\nunit = "codes"\nsource = "law"\nconfidence = "stated"\n'
        'values.2016-01-01 = ["12-25", "25-12"]\nvalues.2017-01-01 = ["easter+1", "easter1"]\n',
        encoding="utf-8",
    )
    holidays = Parameters.beside(str(tmp_path / "rules.py")).holidays
    with pytest.raises(RuleError) as error:
        Procedure(name="broken", title="broken", transitions=(), holidays=holidays)
    assert [problem.code for problem in error.value.problems] == ["wrong-type", "wrong-type"]
    assert "`25-12` is no holiday" in str(error.value)
    assert "`easter1` is no holiday" in str(error.value)


def test_nothing_becomes_eligible_or_is_granted_while_evidence_contradicts_itself() -> None:
    dossier = Dossier.open(LINE_B, EXAMPLE, on=SUBMITTED)
    for state, by in TO_THE_LIST[:2]:
        dossier.move(state, by=by)
    partner = EXAMPLE.participations[0].id
    name = f"participations[{partner}].enterprise.name"  # no requirement hangs on it
    dossier.put(Evidence(id="a", document="extract", source="register", received_on=SUBMITTED, facts={name: "Other"}))
    assert {each.status for each in dossier.findings} == {"satisfied"}
    assert f"evidence of `{name}` contradicts itself" in refused(dossier, "eligible", "office")
    assert {step.to: step.may for step in dossier.next_steps}[State.ELIGIBLE] is None
    dossier.withdraw("a")
    dossier.move("eligible", by="office")


def test_who_is_no_longer_eligible_is_not_granted_though_it_joined() -> None:
    dossier = admitted()
    dossier.as_of(LAST_DAY)
    joins(dossier, LAST_DAY)
    dossier.move("joined", by="office")
    farm = f"participations[{EXAMPLE.participations[0].id}].enterprise.registered_farm"
    dossier.correct("application", {farm: True})
    assert "`no-registered-farm` fails" in refused(dossier, "granted", "authority")
    dossier.correct("application", {farm: False})
    dossier.move("granted", by="authority")


@pytest.mark.parametrize(("call", "absent"), [(LINE_A, {State.JOINED}), (LINE_B, set())])
def test_every_state_has_its_place_in_the_table(call: Any, absent: set[State]) -> None:
    assert len(State) == 16
    assert set(State) - set(call.procedure.states) == absent
    assert {step.by for step in call.procedure.transitions} == {"applicant", "office", "panel", "authority"}


def test_without_an_application_every_guarded_step_waits() -> None:
    dossier = Dossier.open(LINE_A, on=date(2016, 12, 1), id="A-1")
    steps = {each.to: each for each in dossier.next_steps}
    assert steps[State.RECEIVABLE].may is None
    assert steps[State.RECEIVABLE].why_not == ("there is no application yet",)
    assert steps[State.WITHDRAWN].may is True
