"""Whatever is put, corrected, withdrawn or erased, both memories say what a fresh assessment says."""

from __future__ import annotations

import warnings
from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from clusterpolicy import assess
from clusterpolicy.engines.dossier import Dossier, Evidence
from clusterpolicy.engines.dossier.journal import MemoryStore
from clusterpolicy.rules.piedmont import LINE_A
from tests.engines.dossier.pool import APPLICATIONS, FACTS

FIRST_DAY = date(2016, 12, 10)


def told_once(facts: list[tuple[str, Any]]) -> dict[str, Any]:
    """The facts of a document; a table and something inside it would be told twice."""
    told: dict[str, Any] = {}
    for path, value in facts:
        if not any(
            path.startswith((f"{other}.", f"{other}[")) or other.startswith((f"{path}.", f"{path}[")) for other in told
        ):
            told[path] = value
    return told


numbers = st.integers(0, len(FACTS) - 1)  # their names would be too long to be told
documents = st.lists(numbers, min_size=1, max_size=4).map(lambda chosen: told_once([FACTS[each] for each in chosen]))


def rete_is_there() -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bool(Dossier.open(LINE_A, on=FIRST_DAY, memory="rete").memory == "rete")


RETE = rete_is_there()


class Desk(RuleBasedStateMachine):
    """A dossier with a journal, and its twin with a rule engine, where there is one."""

    @initialize(number=st.integers(-1, len(APPLICATIONS) - 1))
    def open(self, number: int) -> None:
        application = None if number < 0 else APPLICATIONS[number]
        self.store = MemoryStore()
        self.dossier = Dossier.open(LINE_A, application, id="A-1", on=FIRST_DAY, store=self.store)
        self.twin = Dossier.open(LINE_A, application, id="A-1", on=FIRST_DAY, memory="rete") if RETE else None
        self.count = 0

    def both(self, step: str, *given: Any, **named: Any) -> None:
        getattr(self.dossier, step)(*given, **named)
        if self.twin is not None:
            getattr(self.twin, step)(*given, **named)

    @property
    def known(self) -> list[str]:
        return [each.id for each in self.dossier.evidence]

    @rule(facts=documents, days=st.integers(0, 5))
    def put(self, facts: dict[str, Any], days: int) -> None:
        self.both("put", self.document(facts, days))

    @rule(several=st.lists(documents, min_size=2, max_size=3))
    def put_several(self, several: list[dict[str, Any]]) -> None:
        self.both("put", *[self.document(facts, 0) for facts in several])

    def document(self, facts: dict[str, Any], days: int, leaves: tuple[str, ...] = ()) -> Evidence:
        self.count += 1
        return Evidence(
            id=f"doc-{self.count}",
            document="some document",
            source="somebody",
            received_on=FIRST_DAY - timedelta(days=days),
            facts=facts,
            leaves=leaves,
        )

    @precondition(lambda self: self.dossier.application is not None)
    @rule(data=st.data())
    def partner_leaves(self, data: st.DataObject) -> None:
        partner = data.draw(st.sampled_from([each.id for each in self.dossier.application.participations]))
        self.both("put", self.document({}, 0, (f"participations[{partner}]",)))

    @precondition(lambda self: self.known)
    @rule(data=st.data(), facts=documents)
    def correct(self, data: st.DataObject, facts: dict[str, Any]) -> None:
        self.both("correct", data.draw(st.sampled_from(self.known)), facts)

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self.known))
        stated = next(each.facts for each in self.dossier.evidence if each.id == name)
        if stated:
            self.both("correct", name, {}, unsaid=[data.draw(st.sampled_from(sorted(stated)))])

    @precondition(lambda self: self.known)
    @rule(data=st.data(), erased=st.booleans())
    def withdraw(self, data: st.DataObject, erased: bool) -> None:
        name = data.draw(st.sampled_from(self.known))
        self.both(*(("erase", name) if erased else ("withdraw", name)), because="asked for")

    @rule(days=st.integers(0, 30))
    def day_passes(self, days: int) -> None:
        self.both("as_of", self.dossier.on + timedelta(days=days))

    @rule()
    def reopen(self) -> None:
        before = self.dossier
        self.dossier = Dossier.reopen(self.store, LINE_A)
        assert self.dossier.application == before.application
        assert self.dossier.contradictions == before.contradictions
        assert self.dossier.evidence == before.evidence
        assert self.dossier.on == before.on
        assert self.dossier.verify(before.head) == ()

    @rule()
    def rebuild_in_another_order(self) -> None:
        fresh = Dossier.open(LINE_A, on=self.dossier.on, id="A-1")
        fresh._record.opening = self.dossier._record.opening
        pieces = self.dossier._answers.facts.table.pieces
        fresh._answers.facts._fixed = self.dossier._answers.facts._fixed
        for piece in sorted(pieces.values(), key=lambda each: each.evidence.id, reverse=True):
            fresh._answers.step("put", fresh.on, (), (piece,))
        assert fresh.application == self.dossier.application
        assert fresh.contradictions == self.dossier.contradictions
        assert fresh.findings == self.dossier.findings

    @invariant()
    def all_say_the_same(self) -> None:
        if not hasattr(self, "dossier"):
            return
        if self.twin is not None:
            assert self.twin.memory == "rete"
            assert self.twin.application == self.dossier.application
            assert self.twin.findings == self.dossier.findings
        if self.dossier.application is None:
            assert self.dossier.findings == ()
            return
        decision = assess(self.dossier.application, LINE_A)
        assert self.dossier.findings == decision.findings
        assert self.dossier.outcome == ("undetermined" if self.doubtful(decision.outcome) else decision.outcome)

    def doubtful(self, outcome: str) -> bool:
        return outcome == "eligible" and bool(self.dossier.contradictions)

    def teardown(self) -> None:
        if hasattr(self, "dossier"):
            self.dossier.close()
            if self.twin is not None:
                self.twin.close()


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
