"""The rule engine gives the answers of plain evaluation, and whatever befalls it, the dossier goes on."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import date
from typing import Any

import pytest

from clusterpolicy.engines.dossier import Dossier, DossierWarning, Evidence
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from tests.engines.dossier.pool import example

pytest.importorskip("durable", reason="the extra `dossier` is not installed", exc_type=ImportError)

from clusterpolicy.engines.dossier import adapter, rete
from clusterpolicy.engines.dossier.adapter import RuleBook
from clusterpolicy.engines.dossier.patterns import EngineError, Pattern, Rule, hashed

TODAY = date(2016, 12, 10)
FARM = "participations[alfa].enterprise.registered_farm"
RULES = (
    Rule("young", (Pattern("partner", (("age", "$lt", 12),)),)),
    Rule("none-young", (Pattern("call", (("known", "$eq", 1),)),), (Pattern("partner", (("age", "$lt", 12),)),)),
    Rule("old-call-and-young", (Pattern("call", (("known", "$eq", 1),)), Pattern("partner", (("age", "$lt", 12),)))),
)


def evidence(id: str, facts: dict[str, Any]) -> Evidence:
    return Evidence(id=id, document="extract", source="register", received_on=TODAY, facts=facts)


def opened() -> Dossier:
    dossier = Dossier.open(LINE_A, example("eligible"), on=TODAY, memory="rete")
    assert dossier.memory == "rete"
    return dossier


@pytest.mark.parametrize("call", [LINE_A, LINE_B])
def test_every_requirement_of_both_lines_can_be_said(call: Any) -> None:
    assert Dossier.open(call, on=TODAY, memory="rete").kept_plain == ()


def test_a_finding_rests_on_the_members_that_the_engine_names() -> None:
    dossier = opened()
    dossier.correct("application", {"participations[beta].enterprise.registered_farm": True})
    memory = dossier._answers.memory
    assert isinstance(memory, rete.ReteMemory)
    assert memory.support("no-registered-farm") == {"application", "participations-1"}
    assert memory.support("large-enterprise-with-sme") >= {"application"}


def test_an_engine_that_fails_ends_in_plain_evaluation_and_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier, plain = opened(), Dossier.open(LINE_A, example("eligible"), on=TODAY)

    def fails(*_: object) -> None:
        raise EngineError("a fault of the engine")

    monkeypatch.setattr(adapter.Session, "put", fails)
    with pytest.warns(DossierWarning, match="a fault of the engine"):
        dossier.correct("application", {FARM: True})
    monkeypatch.undo()
    plain.correct("application", {FARM: True})
    assert dossier.findings == plain.findings
    assert dossier.memory == "plain"
    dossier.correct("application", {FARM: False})
    assert dossier.outcome == "eligible"


def test_an_engine_that_answers_otherwise_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = opened()
    monkeypatch.setattr(adapter.Session, "stands", lambda self, code: True)
    with pytest.warns(DossierWarning, match="answered otherwise"):
        dossier.correct("application", {FARM: True})
    assert [each.code for each in dossier.findings if each.status == "failed"] == ["no-registered-farm"]


def test_without_the_engine_a_dossier_is_kept_plain_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "clusterpolicy.engines.dossier.rete", None)
    with pytest.warns(DossierWarning, match="plain evaluation"):
        dossier = Dossier.open(LINE_A, example("eligible"), on=TODAY, memory="rete")
    assert (dossier.memory, dossier.outcome) == ("plain", "eligible")


def test_a_dossier_that_is_not_asked_to_loads_no_engine() -> None:
    asks = "import sys, clusterpolicy.engines.dossier; print('durable' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "False"


# ── The traps of the engine that touch us ────────────────────────────────────────────────────────────────────────────


def test_matches_follow_facts_that_are_put_changed_and_dropped() -> None:
    book = RuleBook("matches", RULES)
    session = book.open()
    session.put("c", "call", {"known": 1})
    assert session.stands("none-young")
    for age, young in ((11, True), (12, False), (11, True), (40, False)):
        session.put("p", "partner", {"age": age})
        assert session.stands("young") is young
        assert session.stands("none-young") is not young
        assert session.stands("old-call-and-young") is young
    session.put("q", "partner", {"age": 1})
    assert session.support("old-call-and-young") == {("c", "q")}
    session.drop("q")
    assert not session.stands("young")
    book.close()


def test_many_changes_of_one_fact_do_not_pile_up() -> None:
    book = RuleBook("changes", RULES)
    session = book.open()
    session.put("c", "call", {"known": 1})
    for number in range(500):
        session.put("p", "partner", {"age": number % 24})
    assert session._dead <= adapter.MOST_DEAD + 2 * len(session.references())
    assert not session.stands("young")
    assert session.stands("none-young")
    book.close()


def test_sessions_know_nothing_of_each_other_and_end_in_any_order() -> None:
    book = RuleBook("sessions", RULES)
    sessions = [book.open() for _ in range(20)]
    for number, session in enumerate(sessions):
        session.put("p", "partner", {"age": number})
    assert [session.stands("young") for session in sessions] == [number < 12 for number in range(20)]
    for session in (*sessions[::2], *sessions[1::2], sessions[0]):
        session.close()
    assert book.sessions == {}
    book.close()


def test_no_more_sessions_are_opened_than_the_engine_can_tell_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "MOST_SESSIONS", 3)
    book = RuleBook("few", RULES)
    for _ in range(3):
        book.open()
    with pytest.raises(EngineError, match="too many"):
        book.open()
    book.close()


def test_names_that_the_engine_takes_for_each_other_are_refused() -> None:
    assert hashed("liquid") == hashed("costarring")
    rules = [
        Rule("a", (Pattern("k", (("liquid", "$eq", 1),)),)),
        Rule("b", (Pattern("k", (("costarring", "$eq", 1),)),)),
    ]
    with pytest.raises(EngineError, match="cannot be used"):
        RuleBook("names", rules)


@pytest.mark.parametrize("name", ["id", "sid", "a.b", ""])
def test_names_that_mean_something_to_the_engine_are_refused(name: str) -> None:
    with pytest.raises(EngineError, match="cannot be used"):
        RuleBook("names", [Rule("a", (Pattern("k", ((name, "$eq", 1),)),))])


def test_more_patterns_than_the_engine_bears_are_refused_before_it_sees_them() -> None:
    rules = [Rule(f"r{number}", (Pattern("k", (("x", "$gt", number),)),)) for number in range(61)]
    with pytest.raises(EngineError, match="61 patterns"):
        RuleBook("many", rules)
    with pytest.raises(EngineError, match="too many patterns"):
        RuleBook("wide", [Rule("r", tuple(Pattern(f"k{number}") for number in range(16)))])


def test_the_engine_starts_no_threads() -> None:
    before = threading.active_count()
    dossier = opened()
    dossier.correct("application", {FARM: True})
    assert threading.active_count() == before


def test_an_error_while_a_match_is_recorded_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ValueError("a fault of ours")

    book = RuleBook("faults", RULES)
    session = book.open()
    monkeypatch.setattr(adapter.Session, "matched", fails)
    with pytest.raises(EngineError, match="a fault of ours"):
        session.put("p", "partner", {"age": 1})
    assert book.sessions == {}
    book.close()
