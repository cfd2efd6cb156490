"""Whatever is handed in by mistake: a clear error with every problem, and the dossier as before, in its journal too."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from clusterpolicy.engines.dossier import Dossier, DossierWarning, Evidence
from clusterpolicy.engines.dossier.journal import FileStore, Journal, MemoryStore
from clusterpolicy.engines.dossier.journal.chain import Event, next_entry
from clusterpolicy.errors import InputError
from clusterpolicy.rules.piedmont import LINE_A
from tests.engines.dossier.pool import example

TODAY = date(2016, 12, 10)
TITLE = "project.title"
HALF_A_PAIR = "\ud800"
"""A text that Python can hold and no file can."""


def evidence(**changed: Any) -> Evidence:
    usual = {"id": "a", "document": "extract", "source": "register", "received_on": TODAY, "facts": {}}
    return Evidence(**{**usual, **changed})


Step = Callable[[Dossier], object]

BAD_STEPS: dict[str, tuple[Step, str]] = {
    "nothing": (lambda d: d.put(), "input-invalid"),
    "no evidence": (lambda d: d.put({"id": "a"}), "input-invalid"),  # type: ignore[arg-type]  # that is the test
    "id is a list": (lambda d: d.put(evidence(id=["a"])), "input-invalid"),
    "id is empty": (lambda d: d.put(evidence(id=" ")), "input-invalid"),
    "id cannot be written": (lambda d: d.put(evidence(id=HALF_A_PAIR)), "input-invalid"),
    "document cannot be written": (lambda d: d.put(evidence(document=HALF_A_PAIR)), "input-invalid"),
    "source is long": (lambda d: d.put(evidence(source="x" * 1001)), "input-invalid"),
    "no facts": (lambda d: d.put(evidence(facts=None)), "input-invalid"),
    "facts are a list": (lambda d: d.put(evidence(facts=[TITLE])), "input-invalid"),
    "path is a number": (lambda d: d.put(evidence(facts={1: "x"})), "input-invalid"),
    "value cannot be written": (lambda d: d.put(evidence(facts={TITLE: HALF_A_PAIR})), "input-invalid"),
    "leaves is a text": (lambda d: d.put(evidence(leaves="participations[beta]")), "input-invalid"),
    "leaves is nothing": (lambda d: d.put(evidence(leaves=None)), "input-invalid"),
    "received at a moment": (lambda d: d.put(evidence(received_on=datetime(2016, 12, 1, tzinfo=UTC))), "input-invalid"),
    "received in the future": (lambda d: d.put(evidence(received_on=date(2016, 12, 11))), "dates-out-of-order"),
    "day before": (lambda d: d.put(evidence(), on=date(2016, 12, 9)), "dates-out-of-order"),
    "day is a text": (lambda d: d.put(evidence(), on="2016-12-11"), "input-invalid"),  # type: ignore[arg-type]
    "corrected by a list": (lambda d: d.correct("application", [TITLE]), "input-invalid"),  # type: ignore[arg-type]
    "unsaid is a text": (lambda d: d.correct("application", {}, unsaid=TITLE), "input-invalid"),
    "withdrawn by a list": (lambda d: d.withdraw(["application"]), "reference-unknown"),  # type: ignore[arg-type]
    "reason cannot be written": (lambda d: d.withdraw("application", because=HALF_A_PAIR), "input-invalid"),
    "erased without a reason": (lambda d: d.erase("application", because=""), "input-invalid"),
    "erased what never was": (lambda d: d.erase("b", because="asked for"), "reference-unknown"),
    "state is nothing": (lambda d: d.move(None, by="office"), "move-refused"),  # type: ignore[arg-type]
    "mover is nobody": (lambda d: d.move("receivable", by=None), "move-refused"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", BAD_STEPS)
def test_a_step_that_cannot_be_taken_is_refused_and_nothing_of_it_is_kept(name: str) -> None:
    step, code = BAD_STEPS[name]
    store = MemoryStore()
    dossier = Dossier.open(LINE_A, example("eligible"), on=TODAY, store=store)
    before = (dossier.application, dossier.on, dossier.history(), dossier.head, dossier.state)
    with pytest.raises(InputError) as error:
        step(dossier)
    assert {problem.code for problem in error.value.problems} == {code}
    assert (dossier.application, dossier.on, dossier.history(), dossier.head, dossier.state) == before
    again = Dossier.reopen(store, LINE_A)
    assert (again.application, again.on, again.head) == (dossier.application, dossier.on, dossier.head)


def test_what_an_entry_of_a_list_lacks_is_named() -> None:
    dossier = Dossier.open(LINE_A, example("eligible"), on=TODAY)
    with pytest.raises(InputError) as error:
        dossier.put(evidence(facts={"research_orders": [{"provider": {"name": "Fictional institute"}}]}))
    [problem] = error.value.problems
    assert (problem.code, problem.place, problem.mend) == ("field-missing", "research_orders[0].buyer", "add `buyer`")


@pytest.mark.parametrize(
    "named",
    [{"id": ""}, {"id": 7}, {"id": HALF_A_PAIR}, {"source": HALF_A_PAIR}, {"on": "2016"}, {"granted_on": "2017"}],
)
def test_a_dossier_that_cannot_be_opened_writes_nothing(named: dict[str, Any]) -> None:
    store = MemoryStore()
    with pytest.raises(InputError) as error:
        Dossier.open(LINE_A, **{"on": TODAY, "store": store, **named})
    assert [problem.code for problem in error.value.problems] == ["input-invalid"]
    assert store.read() == ()


def test_a_name_in_place_of_rules_is_refused() -> None:
    with pytest.raises(InputError, match="no rule set"):
        Dossier.open("piedmont/line-a", on=TODAY)  # type: ignore[arg-type]  # that is the test


def test_no_documents_one_by_one_are_no_step() -> None:
    dossier = Dossier.open(LINE_A, on=TODAY)
    assert dossier.put_each([]) == ()
    assert dossier.history() == ()


def test_documents_and_the_day_they_bring_come_together_or_not_at_all() -> None:
    store = MemoryStore()
    dossier = Dossier.open(LINE_A, example("eligible"), on=TODAY, store=store)
    later = date(2016, 12, 20)
    change = dossier.put(evidence(received_on=later, facts={TITLE: "Gears"}), on=later)
    assert (dossier.on, change.kind, change.on) == (later, "put", later)
    assert [step.kind for step in dossier.history()] == ["opened", "day", "put"]
    assert Dossier.reopen(store, LINE_A).history() == dossier.history()


def test_what_was_withdrawn_can_still_be_erased() -> None:
    store = MemoryStore()
    dossier = Dossier.open(LINE_A, example("eligible"), on=TODAY, store=store)
    dossier.put(evidence(facts={TITLE: "Mario Fictional"}))
    dossier.withdraw("a")
    change = dossier.erase("a", because="asked for by the person")
    assert change.evidence == ("a",)
    assert not any("Fictional" in entry.event.body for entry in store.read()[2:] if entry.event is not None)
    assert dossier.verify() == ()
    assert Dossier.reopen(store, LINE_A).application == dossier.application


def test_an_iterator_tells_every_change_from_the_moment_it_was_asked_for() -> None:
    async def waits() -> list[int]:
        dossier = Dossier.open(LINE_A, example("eligible"), on=TODAY)
        changes = dossier.changes()
        dossier.put(evidence())  # before anybody waits
        first = await anext(changes)
        threading.Timer(0.01, lambda: dossier.put(evidence(id="b"))).start()  # from another thread
        second = await asyncio.wait_for(anext(changes), 5)
        dossier.put(evidence(id="c"))
        dossier.close()
        return [first.number, second.number, *[change.number async for change in changes]]

    assert asyncio.run(waits(), debug=True) == [2, 3, 4]  # which refuses what is not safe between threads


def test_an_iterator_that_was_closed_is_told_no_more() -> None:
    async def leaves() -> list[int]:
        dossier = Dossier.open(LINE_A, example("eligible"), on=TODAY)
        changes = dossier.changes()
        dossier.put(evidence())
        await changes.aclose()
        dossier.put(evidence(id="b"))
        return [change.number async for change in changes]

    assert asyncio.run(leaves()) == [2]


def test_other_rules_than_those_it_was_opened_by_are_warned_of() -> None:
    store = MemoryStore()
    Dossier.open(LINE_A, example("eligible"), on=TODAY, store=store)
    first, second = store.read()
    assert first.told is not None
    told = {**first.told, "rules": "0" * 64, "version": "0.9.0"}
    other = next_entry(None, first.kind, Event.of(told, "salt"), datetime(2016, 12, 10, tzinfo=UTC))
    assert second.event is not None
    changed = MemoryStore()
    changed.append([other, next_entry(other, second.kind, second.event, datetime(2016, 12, 10, tzinfo=UTC))])
    with pytest.warns(DossierWarning, match=r"version 0\.9\.0 of the rules"):
        assert Dossier.reopen(changed, LINE_A).outcome == "eligible"


def test_a_store_of_ones_own_with_an_entry_of_a_newer_schema_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore()
    monkeypatch.setattr("clusterpolicy.engines.dossier.journal.chain.SCHEMA", 2)
    Journal(store).write([("opened", {})], at=datetime(2030, 1, 1, tzinfo=UTC))
    monkeypatch.undo()
    with pytest.raises(InputError) as error:
        Journal(store)
    assert [problem.code for problem in error.value.problems] == ["journal-newer"]


def test_a_journal_in_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        FileStore(tmp_path / "nowhere" / "dossier", new=True)
    assert [problem.code for problem in error.value.problems] == ["journal-not-written"]


def test_a_journal_that_does_not_tell_how_it_was_opened_is_refused() -> None:
    store = MemoryStore()
    Journal(store).write([("opened", {"call": LINE_A.name})], at=datetime(2016, 12, 10, tzinfo=UTC))
    with pytest.raises(InputError) as error:
        Dossier.reopen(store, LINE_A)
    assert [problem.code for problem in error.value.problems] == ["journal-damaged"]


def test_a_working_memory_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError) as error:
        Dossier.open(LINE_A, on=TODAY, memory="drools")  # type: ignore[arg-type]  # that is the test
    assert [problem.code for problem in error.value.problems] == ["unknown-name"]


def test_a_change_tells_the_findings_as_they_stand_and_without_an_application_none() -> None:
    dossier = Dossier.open(LINE_A, on=TODAY)
    change = dossier.as_of(date(2016, 12, 11))
    assert (change.findings, change.restated) == ((), ())
    change = dossier.put(evidence(facts={"participations[alfa].enterprise.name": "Fictional"}))
    assert change.findings == dossier.findings
    assert change.missing == dossier.missing
