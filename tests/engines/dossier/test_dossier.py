"""Documents arrive, are corrected and are withdrawn, and the findings follow, with the evidence they follow from."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from clusterpolicy import assess
from clusterpolicy.engines.dossier import Change, Dossier, DossierWarning, Evidence
from clusterpolicy.engines.dossier.journal import FileStore, Journal, MemoryStore
from clusterpolicy.errors import InputError
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from tests.engines.dossier.pool import example

TODAY = date(2016, 12, 10)
FARM = "participations[alfa].enterprise.registered_farm"


def document(id: str, received_on: date = TODAY, leaves: tuple[str, ...] = (), **facts: Any) -> Evidence:
    said = {path.replace("__", "."): value for path, value in facts.items()}
    return Evidence(id=id, document="extract", source="register", received_on=received_on, facts=said, leaves=leaves)


def saying(id: str, facts: dict[str, Any], received_on: date = TODAY) -> Evidence:
    return Evidence(id=id, document="extract", source="register", received_on=received_on, facts=facts)


def opened(name: str = "eligible", **named: Any) -> Dossier:
    return Dossier.open(LINE_A, example(name), on=TODAY, **named)


def codes(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def without_farm() -> Dossier:
    dossier = opened()
    dossier.correct("application", {}, unsaid=[FARM])
    return dossier


def test_an_application_counts_as_a_piece_of_evidence_and_gives_the_same_findings() -> None:
    dossier = opened()
    assert dossier.application == example("eligible")
    assert dossier.findings == assess(example("eligible"), LINE_A).findings
    assert dossier.decision() == assess(example("eligible"), LINE_A)
    assert [each.id for each in dossier.evidence] == ["application"]


def test_a_finding_appears_with_its_evidence_and_disappears_when_that_is_withdrawn() -> None:
    dossier = without_farm()
    change = dossier.put(saying("register", {FARM: True}))
    (status,) = change.statuses
    assert (status.code, status.before, status.after) == ("no-registered-farm", "undetermined", "failed")
    assert status.because == ("register",)
    assert [each.status for each in change.appeared] == ["failed"]
    assert [each.status for each in change.disappeared] == ["undetermined"]
    change = dossier.withdraw("register")
    assert [each.code for each in change.disappeared] == ["no-registered-farm"]
    assert change.statuses[0].because == ("register",)


def test_of_several_documents_only_those_are_named_that_speak_of_what_a_requirement_hangs_on() -> None:
    dossier = without_farm()
    change = dossier.put(saying("farm", {FARM: True}), saying("months", {"project.months": 24}))
    assert [(each.code, each.because) for each in change.statuses] == [("no-registered-farm", ("farm",))]


def test_a_changed_amount_restates_findings_that_keep_their_status() -> None:
    dossier = opened()
    change = dossier.correct("application", {"participations[beta].costs.industrial_research.personnel": "80000.01"})
    assert change.statuses == ()
    assert "minimum-cost" in {each.code for each in change.restated}
    assert "duration" not in {each.code for each in change.restated}


def test_put_then_withdrawn_is_as_if_never_put() -> None:
    dossier, untouched = opened(), opened()
    dossier.put(saying("a", {FARM: True, "project.months": 30}))
    dossier.put(document("b", leaves=("participations[beta]",)))
    dossier.withdraw("a")
    dossier.withdraw("b")
    assert dossier.application == untouched.application
    assert dossier.findings == untouched.findings
    assert dossier.contradictions == ()


def test_a_table_goes_with_the_last_document_that_spoke_of_it() -> None:
    dossier = Dossier.open(LINE_A, on=TODAY, id="A-1")
    dossier.put(saying("register", {FARM: False}))
    costs = "participations[alfa].costs"
    amounts = {f"{costs}.industrial_research.personnel": "1.00", f"{costs}.experimental_development.travel": None}
    dossier.put(saying("budget", amounts))
    assert dossier.application.participations[0].costs.experimental_development.travel is None
    dossier.withdraw("budget")
    assert dossier.application.participations[0].model_dump()["costs"] is None
    dossier.put(saying("empty", {costs: {}}))
    assert dossier.application.participations[0].costs.industrial_research.personnel == 0


def test_contradicting_evidence_is_a_finding_and_the_fact_counts_as_not_known() -> None:
    dossier = opened()
    change = dossier.put(saying("register", {FARM: True}))
    (found,) = change.contradictions_found
    assert found.path == FARM
    assert found.said == (("application", "no"), ("register", "yes"))
    assert dossier.application.participations[0].enterprise.registered_farm is None
    assert dossier.outcome == "undetermined"
    change = dossier.correct("register", {FARM: False})
    assert change.contradictions_settled == (found,)
    assert str(dossier.outcome) == "eligible"


def test_the_later_of_two_documents_never_wins_by_being_later() -> None:
    first, second = saying("a", {FARM: True}, date(2016, 12, 1)), saying("b", {FARM: False}, date(2016, 12, 9))
    one, other = without_farm(), without_farm()
    one.put(first)
    one.put(second)
    other.put(second)
    other.put(first)
    assert one.application == other.application
    assert one.contradictions == other.contradictions
    assert len(one.contradictions) == 1


def test_two_names_leave_the_one_received_first_and_say_so() -> None:
    dossier = opened()
    name = example("eligible").participations[0].enterprise.name
    dossier.put(saying("register", {"participations[alfa].enterprise.name": "Fictional Gears"}))
    assert dossier.application.participations[0].enterprise.name == name
    assert [each.path for each in dossier.contradictions] == ["participations[alfa].enterprise.name"]
    assert dossier.outcome == "undetermined"


def test_evidence_that_says_not_known_contradicts_nobody() -> None:
    dossier = opened()
    dossier.put(saying("empty", {FARM: None}))
    assert dossier.contradictions == ()
    assert dossier.application == example("eligible")


def test_facts_that_cannot_all_be_true_are_in_question_until_one_is_mended() -> None:
    dossier = opened()
    dossier.correct("application", {}, unsaid=["participations[alfa].enterprise.constituted_on"])
    change = dossier.put(saying("register", {"participations[alfa].enterprise.constituted_on": "2016-06-01"}))
    assert any("before the enterprise was constituted" in each.message for each in change.contradictions_found)
    assert dossier.findings == assess(dossier.application, LINE_A).findings
    change = dossier.withdraw("register")
    assert change.contradictions_settled
    assert dossier.contradictions == ()


def test_a_partner_leaves_and_comes_back_with_the_document_that_said_so() -> None:
    dossier = opened()
    change = dossier.put(document("letter", leaves=("participations[gamma]",)))
    assert [each.id for each in dossier.application.participations] == ["alfa", "beta"]
    assert change.evidence == ("letter",)
    assert dossier.findings == assess(dossier.application, LINE_A).findings
    dossier.withdraw("letter")
    assert dossier.application == example("eligible")


def test_without_an_application_nothing_is_said_until_there_is_a_partner() -> None:
    dossier = Dossier.open(LINE_A, on=TODAY, id="A-9")
    assert (dossier.application, dossier.findings, dossier.outcome) == (None, (), "undetermined")
    assert [each.path for each in dossier.missing] == ["participations"]
    with pytest.raises(InputError) as error:
        dossier.decision()
    assert codes(error) == ["field-missing"]
    change = dossier.put(saying("register", {FARM: True}))
    assert dossier.application.participations[0].enterprise.name == "alfa"
    assert dossier.application.project.title == "A-9"
    assert [each.code for each in change.appeared if each.status == "failed"] == ["no-registered-farm"]


def test_what_is_missing_is_asked_for_in_the_order_in_which_it_would_decide_most() -> None:
    dossier = opened("undetermined")
    weights = [each.weight for each in dossier.missing]
    assert weights == sorted(weights, reverse=True)
    open_codes = {each.code for each in dossier.findings if each.status == "undetermined"}
    assert {code for each in dossier.missing for code in each.decides} == open_codes
    assert sum(weights, Fraction(0)) == len(open_codes)
    assert any(each.path.startswith("participations[") and not each.path[15].isdigit() for each in dossier.missing)


# ── Bad input ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("facts", "code", "said"),
    [
        ({"participations[alfa].enterprise.in_dificulty": True}, "field-unknown", "in_difficulty"),
        ({"partecipations[alfa].enterprise.name": "x"}, "reference-unknown", "participations"),
        ({"participations[alfa].id": "beta"}, "field-unknown", "fixed"),
        ({"call": "piedmont/line-b"}, "field-unknown", "fixed"),
        ({FARM: "perhaps"}, "input-invalid", "perhaps"),
        ({"project.months": 2.5}, "input-invalid", "2.5"),
        ({"participations[alfa].costs.industrial_research.personnel": "1.005"}, "amount-too-fine", "two decimals"),
        ({"participations[alfa].enterprise.vat_number": "00743110158"}, "identifier-invalid", "VAT"),
        ({"participations[alfa].enterprise": 7}, "input-invalid", "table"),
        ({"participations": [{"enterprise": {"name": "x"}}]}, "field-missing", "id"),
        ({"participations[alfa].enterprise.sites": [{"nuts": 7}]}, "input-invalid", "nuts"),
        ({"project": {"months": 24}, "project.months": 25}, "duplicate", "twice"),
    ],
)
def test_a_fact_that_cannot_be_taken_is_refused_and_the_dossier_is_as_before(
    facts: dict[str, Any], code: str, said: str
) -> None:
    dossier = opened()
    head, before = dossier.application, dossier.findings
    with pytest.raises(InputError, match=said) as error:
        dossier.put(saying("bad", facts))
    assert code in codes(error)
    assert dossier.application is head
    assert dossier.findings == before
    assert len(dossier.history()) == 1


def test_every_problem_of_every_document_is_named_at_once() -> None:
    dossier = opened()
    with pytest.raises(InputError) as error:
        dossier.put(saying("application", {FARM: 7}), saying("b", {"x.y": 1}, date(2017, 1, 1)))
    assert sorted(codes(error)) == ["dates-out-of-order", "duplicate", "field-unknown", "input-invalid"]


def test_only_what_was_put_can_be_withdrawn_corrected_or_erased() -> None:
    dossier = opened()
    steps: tuple[Callable[[], Change], ...] = (
        lambda: dossier.withdraw("aplication"),
        lambda: dossier.correct("aplication", {}),
        lambda: dossier.erase("aplication", because="asked for"),
    )
    for step in steps:
        with pytest.raises(InputError, match="write `application`") as error:
            step()
        assert codes(error) == ["reference-unknown"]
    with pytest.raises(InputError, match="nobody of that id"):
        dossier.put(document("letter", leaves=("participations[omega]",)))
    with pytest.raises(InputError, match="says nothing of"):
        dossier.correct("application", {}, unsaid=["project.months.x"])


def test_days_only_pass() -> None:
    dossier = opened()
    dossier.as_of(date(2016, 12, 11))
    with pytest.raises(InputError) as error:
        dossier.as_of(TODAY)
    assert codes(error) == ["dates-out-of-order"]
    assert dossier.on == date(2016, 12, 11)
    assert dossier.as_of(date(2016, 12, 11)).statuses == ()


def test_an_application_of_another_call_is_refused() -> None:
    with pytest.raises(InputError) as error:
        Dossier.open(LINE_B, example("eligible"), on=TODAY)
    assert codes(error) == ["call-mismatch"]


def test_a_closed_dossier_takes_nothing() -> None:
    dossier = opened()
    dossier.close()
    dossier.close()
    with pytest.raises(InputError) as error:
        dossier.put(saying("a", {}))
    assert codes(error) == ["dossier-closed"]


# ── Who wants to know ────────────────────────────────────────────────────────────────────────────────────────────────


def test_subscribers_are_told_every_change_until_they_close() -> None:
    dossier, told = opened(), list[Change]()
    with dossier.subscribe(told.append):
        change = dossier.put(saying("a", {FARM: True}))
    dossier.put(saying("b", {}))
    assert told == [change]


def test_a_subscriber_that_fails_is_warned_of_and_keeps_nobody_from_being_told() -> None:
    dossier, told = opened(), list[Change]()
    dossier.subscribe(lambda change: 1 // 0)
    dossier.subscribe(told.append)
    with pytest.warns(DossierWarning, match="ZeroDivisionError"):
        dossier.put(saying("a", {FARM: True}))
    assert len(told) == 1
    assert len(dossier.history()) == 2


def test_changes_can_be_waited_for() -> None:
    async def watch() -> list[int]:
        dossier = opened()
        changes = dossier.changes()
        waiting = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(0)
        dossier.put(saying("a", {FARM: True}))
        found = [(await waiting).number]
        dossier.put(saying("b", {}))
        dossier.close()
        return found + [change.number async for change in changes]

    assert asyncio.run(watch()) == [2, 3]


# ── The journal ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Failing(MemoryStore):
    """A store that cannot be written from some moment on."""

    is_full = False

    def append(self, *given: Any) -> None:
        if self.is_full:
            raise OSError("no space left")
        super().append(*given)


@pytest.mark.parametrize(
    "step",
    [
        lambda dossier: dossier.put(saying("c", {FARM: True})),
        lambda dossier: dossier.put_each([saying("c", {FARM: True}), saying("d", {"project.months": 99})]),
        lambda dossier: dossier.put(document("c", leaves=("participations[beta]",))),
        lambda dossier: dossier.correct("b", {"project.months": 25}),
        lambda dossier: dossier.withdraw("b"),
        lambda dossier: dossier.erase("b", because="asked for"),
        lambda dossier: dossier.as_of(date(2017, 1, 1)),
        lambda dossier: dossier.move("receivable", by="office"),
    ],
)
def test_a_step_that_cannot_be_written_leaves_the_dossier_as_it_was(step: Any) -> None:
    store, told = Failing(), list[Change]()
    dossier = opened(store=store)
    dossier.put(saying("b", {"project.months": 23}))
    dossier.subscribe(told.append)
    before = (
        dossier.application,
        dossier.findings,
        dossier.contradictions,
        dossier.on,
        dossier.state,
        dossier.evidence,
    )
    store.is_full = True
    with pytest.raises(OSError, match="no space"):
        step(dossier)
    assert told == []
    assert len(dossier.history()) == 2
    assert before == (
        dossier.application,
        dossier.findings,
        dossier.contradictions,
        dossier.on,
        dossier.state,
        dossier.evidence,
    )
    store.is_full = False
    step(dossier)
    again = Dossier.reopen(store, LINE_A)
    assert (again.application, again.findings, again.state) == (dossier.application, dossier.findings, dossier.state)


def test_a_dossier_is_replayed_to_the_same_findings_and_history() -> None:
    store = MemoryStore()
    dossier = opened(store=store)
    dossier.put(saying("a", {FARM: True}), saying("b", {"project.months": 24}))
    dossier.correct("a", {FARM: False})
    dossier.as_of(date(2017, 1, 2))
    dossier.move("receivable", by="office")
    dossier.withdraw("b", because="sent by mistake")
    again = Dossier.reopen(store, LINE_A)
    assert again.findings == dossier.findings
    assert again.history() == dossier.history()
    assert (again.on, again.state, again.deadlines) == (dossier.on, dossier.state, dossier.deadlines)
    assert again.head == dossier.head


def test_what_is_erased_is_gone_from_the_journal_and_the_dossier_goes_on_without_it() -> None:
    store = MemoryStore()
    dossier = opened(store=store)
    dossier.put(saying("a", {"participations[alfa].enterprise.name": "Somebody Fictional"}))
    dossier.correct("a", {"participations[alfa].enterprise.name": "Somebody Else"})
    change = dossier.erase("a", because="asked for by the person")
    assert change.contradictions_settled
    assert not any(entry.event and "Somebody" in entry.event.body for entry in store.read())
    assert dossier.verify() == ()
    dossier.put(saying("b", {FARM: True}))
    again = Dossier.reopen(store, LINE_A)
    assert again.application == dossier.application
    assert again.verify(dossier.head) == ()
    again.erase("b", because="asked for")
    assert Dossier.reopen(store, LINE_A).application == example("eligible")


def test_a_journal_of_another_call_or_of_nothing_is_not_reopened() -> None:
    store = MemoryStore()
    opened(store=store)
    with pytest.raises(InputError) as error:
        Dossier.reopen(store, LINE_B)
    assert codes(error) == ["call-mismatch"]
    with pytest.raises(InputError) as error:
        Dossier.reopen(MemoryStore(), LINE_A)
    assert codes(error) == ["journal-damaged"]
    with pytest.raises(InputError) as error:
        opened(store=store)
    assert codes(error) == ["journal-exists"]


def test_the_slower_of_two_writers_is_refused_and_its_dossier_is_as_before(tmp_path: Path) -> None:
    fast = opened(store=FileStore(tmp_path / "dossier", new=True))
    slow = Dossier.reopen(FileStore(tmp_path / "dossier"), LINE_A)
    fast.put(saying("a", {FARM: True}))
    with pytest.raises(InputError) as error:
        slow.put(saying("b", {"project.months": 30}))
    assert codes(error) == ["journal-moved"]
    assert slow.application == example("eligible")
    assert slow.outcome == "eligible"
    again = Dossier.reopen(FileStore(tmp_path / "dossier"), LINE_A)
    assert again.findings == fast.findings


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("put", {"step": 2}),
        ("put", {"step": 2, "on": "yesterday"}),
        ("put", {"there": ["participations[alfa].wings"], "facts": {}, "leaves": []}),
        ("danced", {}),
        ("day", {"on": 7}),
        ("moved", {"to": "heaven"}),
    ],
)
def test_an_entry_that_this_version_cannot_read_is_named(kind: str, told: dict[str, Any]) -> None:
    store = MemoryStore()
    opened(store=store)
    Journal(store).write([(kind, told)], at=datetime(2017, 1, 1, tzinfo=UTC))
    with pytest.raises(InputError, match="entry 3") as error:
        Dossier.reopen(store, LINE_A)
    assert codes(error) == ["journal-damaged"]


def test_an_application_that_was_erased_leaves_the_other_documents() -> None:
    store = MemoryStore()
    dossier = opened(store=store)
    dossier.put(saying("register", {FARM: True}))
    dossier.erase("application", because="asked for")
    assert [each.enterprise.name for each in dossier.application.participations] == ["alfa"]
    again = Dossier.reopen(store, LINE_A)
    assert again.application == dossier.application
    assert again.findings == dossier.findings


def test_instants_of_two_time_zones_agree_and_the_one_received_first_is_told() -> None:
    dossier = opened()
    dossier.put(saying("stamp", {"submitted_at": "2016-12-10T10:30:00+00:00"}, date(2016, 12, 1)))
    assert dossier.contradictions == ()
    assert dossier.findings == assess(dossier.application, LINE_A).findings
    assert dossier.application.submitted_at.isoformat() == "2016-12-10T10:30:00+00:00"


def test_a_member_whose_id_holds_a_bracket_is_named_in_quotation_marks() -> None:
    dossier = Dossier.open(LINE_A, on=TODAY, id="A-1")
    dossier.put(saying("a", {'participations["a]b"].enterprise.registered_farm': True}))
    dossier.put(saying("b", {"participations": [{"id": "a]b", "enterprise": {"name": "Fictional"}}]}))
    assert [each.id for each in dossier.application.participations] == ["a]b"]
    assert dossier.application.participations[0].enterprise.registered_farm is True
    assert list(dossier.supporting('participations["a]b"].enterprise.name')) == ["b"]


def test_steps_after_an_erasure_and_a_reopening_are_told_apart_when_it_is_opened_again() -> None:
    store = MemoryStore()
    dossier = opened(store=store)
    dossier.put(saying("a", {"project.trl_at_start": 4}), saying("b", {"project.trl_at_end": 7}))
    dossier.erase("a", because="asked for")
    dossier.correct("b", {"project.trl_at_end": 8})
    again = Dossier.reopen(store, LINE_A)
    again.correct("b", {}, unsaid=["project.trl_at_end"])

    third = Dossier.reopen(store, LINE_A)

    assert third.application == again.application
    assert third.contradictions == again.contradictions == ()
