"""A desk: one dossier in both memories, each with a journal, held against a fresh assessment after every step."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from clusterpolicy import Application, assess, decide
from clusterpolicy.engines.dossier import Dossier, DossierWarning, Evidence
from clusterpolicy.engines.dossier.journal import MemoryStore
from clusterpolicy.language import RuleSet
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from tests.engines.dossier.pool import APPLICATIONS, example

FIRST_DAY = date(2016, 12, 10)
CALLS: tuple[tuple[RuleSet, tuple[Application, ...]], ...] = (
    (LINE_A, APPLICATIONS),
    (LINE_B, tuple(example(name, "line_b") for name in ("eligible", "three-failures", "undetermined"))),
)


def rete_is_there() -> bool:
    """Whether the rule engine can be used here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DossierWarning)
        return Dossier.open(LINE_A, on=FIRST_DAY, memory="rete").memory == "rete"


RETE = rete_is_there()


def told_once(facts: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """The facts of a document; a table and something inside it would be told twice."""
    told: dict[str, Any] = {}
    for path, value in facts:
        if not any(
            path.startswith((f"{other}.", f"{other}[")) or other.startswith((f"{path}.", f"{path}[")) for other in told
        ):
            told[path] = value
    return told


class Desk:
    """A dossier kept by plain evaluation, and its twin with a rule engine, where there is one."""

    def __init__(self, call: RuleSet, application: Application | None) -> None:
        self.call = call
        self.stores = (MemoryStore(), MemoryStore())
        self.dossier = Dossier.open(call, application, id="A-1", on=FIRST_DAY, store=self.stores[0])
        self.twin: Dossier | None = None
        if RETE:
            store = self.stores[1]
            self.twin = Dossier.open(call, application, id="A-1", on=FIRST_DAY, store=store, memory="rete")
        self.count = 0

    @property
    def known(self) -> list[str]:
        """The ids of the evidence that stands."""
        return [each.id for each in self.dossier.evidence]

    @property
    def partners(self) -> list[str]:
        """The ids of the partners that are there."""
        application = self.dossier.application
        return [] if application is None else [each.id for each in application.participations]

    def put(self, *several: Mapping[str, Any], days: int = 0, leaves: tuple[str, ...] = ()) -> None:
        """Put documents that state these facts, received so many days ago."""
        self._both("put", *[self._document(facts, days, leaves) for facts in several])

    def come_and_go(self, facts: Mapping[str, Any]) -> None:
        """Put a document and withdraw it: it is as if it had never been put."""
        before = (self.dossier.application, self.dossier.contradictions, self.dossier.outcome, self.dossier.findings)
        self.put(facts)
        self.withdraw(f"doc-{self.count}")
        now = (self.dossier.application, self.dossier.contradictions, self.dossier.outcome, self.dossier.findings)
        assert now == before

    def leave(self, partner: str) -> None:
        """Put a document that says that a partner has left."""
        self.put({}, leaves=(f"participations[{partner}]",))

    def correct(self, name: str, facts: Mapping[str, Any]) -> None:
        """Let a document say something else."""
        self._both("correct", name, facts)

    def stated_by(self, name: str) -> list[str]:
        """The paths of which a document says something."""
        return sorted(next(each.facts for each in self.dossier.evidence if each.id == name))

    def take_back(self, name: str, path: str) -> None:
        """Let a document say nothing of a fact any more."""
        self._both("correct", name, {}, unsaid=[path])

    def withdraw(self, name: str) -> None:
        """Take a document away."""
        self._both("withdraw", name, because="asked for")

    def erase(self, name: str) -> None:
        """Forget a document for good."""
        self._both("erase", name, because="asked for")

    def pass_days(self, days: int) -> None:
        """Let days pass."""
        self._both("as_of", self.dossier.on + timedelta(days=days))

    def reopen(self) -> None:
        """Close both dossiers, and open them from their journals."""
        before = self.dossier
        stood = (before.application, before.contradictions, before.evidence, before.on, before.state)
        head = before.head
        self.close()
        self.dossier = Dossier.reopen(self.stores[0], self.call)
        now = self.dossier
        assert (now.application, now.contradictions, now.evidence, now.on, now.state) == stood
        assert now.verify(head) == ()
        if self.twin is not None:
            self.twin = Dossier.reopen(self.stores[1], self.call, memory="rete")

    def rebuild_in_another_order(self) -> None:
        """Put all evidence that stands into a new dossier, in another order: it stands alike."""
        fresh = Dossier.open(self.call, on=self.dossier.on, id="A-1")
        fresh._record.opening = self.dossier._record.opening
        fresh._answers.facts._fixed = self.dossier._answers.facts._fixed
        pieces = self.dossier._answers.facts.table.pieces
        for piece in sorted(pieces.values(), key=lambda each: each.evidence.id, reverse=True):
            fresh._answers.step("put", fresh.on, (), (piece,))
        assert fresh.application == self.dossier.application
        assert fresh.contradictions == self.dossier.contradictions
        assert fresh.findings == self.dossier.findings

    def check(self, *, words: bool = True) -> None:
        """Both memories say what a fresh assessment of the same facts says; where `words` is true, word for word."""
        dossier, twin = self.dossier, self.twin
        answers = dossier._answers.view.answers
        if twin is not None:
            assert twin.memory == "rete"
            assert twin.application == dossier.application
            assert twin._answers.view.answers == answers
            assert not words or twin.findings == dossier.findings
        if dossier.application is None:
            assert not answers
            assert not dossier.findings
            return
        verdict = decide(dossier.application, self.call)
        assert answers == verdict.answers
        assert not words or dossier.findings == assess(dossier.application, self.call).findings
        doubtful = verdict.outcome == "eligible" and dossier.contradictions
        assert dossier.outcome == ("undetermined" if doubtful else verdict.outcome)

    def close(self) -> None:
        """Close both dossiers."""
        self.dossier.close()
        if self.twin is not None:
            self.twin.close()

    def _document(self, facts: Mapping[str, Any], days: int, leaves: tuple[str, ...]) -> Evidence:
        self.count += 1
        return Evidence(
            id=f"doc-{self.count}",
            document="some document",
            source="somebody",
            received_on=FIRST_DAY - timedelta(days=days),
            facts=facts,
            leaves=leaves,
        )

    def _both(self, step: str, *given: Any, **named: Any) -> None:
        getattr(self.dossier, step)(*given, **named)
        if self.twin is not None:
            getattr(self.twin, step)(*given, **named)
