"""What stands in a dossier: its facts, its findings, what is missing, and where it is in its life."""

from __future__ import annotations

from datetime import date
from typing import Any

from clusterpolicy.engines.decision import Decision, assess
from clusterpolicy.engines.dossier.contradiction import ContradictingEvidence
from clusterpolicy.engines.dossier.evidence import Evidence
from clusterpolicy.engines.dossier.history import Step, step_of
from clusterpolicy.engines.dossier.life import Deadline, NextStep
from clusterpolicy.engines.dossier.program import Program
from clusterpolicy.engines.dossier.record import Record
from clusterpolicy.engines.dossier.table import Table
from clusterpolicy.engines.dossier.wanted import Wanted
from clusterpolicy.engines.record import Finding
from clusterpolicy.engines.scalar import Outcome
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language.procedure import State
from clusterpolicy.language.rule_set import RuleSet


class Standing:
    """What can be read of a dossier at any time. Nothing here changes it."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._answers = record.answers

    @property
    def call(self) -> RuleSet:
        """The rules it is examined by."""
        return self._program.rule_set

    @property
    def on(self) -> date:
        """The day of the dossier."""
        return self._record.on

    @property
    def application(self) -> Any:
        """The application as the evidence gives it; `None` while there is no member where there must be one."""
        return self._answers.facts.application

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence that stands, by the day on which it was received."""
        pieces = (piece.evidence for piece in self._table.pieces.values())
        return tuple(sorted(pieces, key=lambda each: (each.received_on, each.id)))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings: failed ones first, then undetermined, then satisfied. Empty while there is no application."""
        return self._answers.view.findings()

    @property
    def contradictions(self) -> tuple[ContradictingEvidence, ...]:
        """Where the evidence contradicts itself, by path."""
        return self._answers.facts.contradictions

    @property
    def outcome(self) -> Outcome:
        """Eligible, not eligible or undetermined. While evidence contradicts itself it is never eligible."""
        answers = self._answers.view.answers
        if self.application is None:
            return "undetermined"
        if False in answers:
            return "not eligible"
        return "undetermined" if None in answers or self.contradictions else "eligible"

    @property
    def missing(self) -> tuple[Wanted, ...]:
        """What is missing, that which would decide most first."""
        return self._answers.view.missing()

    @property
    def state(self) -> State | None:
        """Where the application stands in its procedure; `None` where the call tells none."""
        return None if self._record.life is None else self._record.life.state

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The terms that run, the first to end first."""
        return self._record.deadlines

    @property
    def next_steps(self) -> tuple[NextStep, ...]:
        """Every step that the procedure knows from here, and whether it may be taken now."""
        life = self._record.life
        return () if life is None else life.next_steps(self._answers.view, self.on, self.contradictions)

    @property
    def memory(self) -> str:
        """The working memory it is kept in: `plain` or `rete`."""
        return self._answers.memory.name

    @property
    def kept_plain(self) -> tuple[str, ...]:
        """The requirements that the working memory cannot say and leaves to plain evaluation, by code."""
        return self._answers.memory.kept_plain

    def supporting(self, path: str) -> dict[str, Any]:
        """Who speaks of a fact, and what they say: a value for each piece of evidence."""
        return dict(self._table.supporting(path))

    def decision(self) -> Decision:
        """The decision on the facts as they stand, sealed: the same findings, the grant and the beneficiaries.

        Raises: InputError `field-missing` while there is no application.
        """
        if self.application is None:
            wanted = self.missing
            raise InputError(
                Problem("field-missing", each.path, f"nothing is known of its {each.label}", "put evidence of it")
                for each in wanted
            )
        return assess(self.application, self.call, granted_on=self._record.opening.granted_on)

    def history(self) -> tuple[Step, ...]:
        """Every step, with how the findings stood after it."""
        return tuple([step_of(kept) for kept in self._record.steps])

    @property
    def _program(self) -> Program:
        return self._answers.program

    @property
    def _table(self) -> Table:
        return self._answers.facts.table
