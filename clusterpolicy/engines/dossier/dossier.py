"""The live dossier: documents arrive, are corrected and are withdrawn, and the findings follow."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Self

from pydantic import BaseModel

from clusterpolicy.engines.decision import Decision, assess
from clusterpolicy.engines.dossier.change import Change
from clusterpolicy.engines.dossier.contradiction import ContradictingEvidence
from clusterpolicy.engines.dossier.evidence import Evidence
from clusterpolicy.engines.dossier.history import Step, step_of
from clusterpolicy.engines.dossier.intake import piece_corrected, piece_known, pieces_put
from clusterpolicy.engines.dossier.journal import Journal, Store
from clusterpolicy.engines.dossier.life import Deadline, NextStep
from clusterpolicy.engines.dossier.memories import MemoryName
from clusterpolicy.engines.dossier.opening import begun, replayed
from clusterpolicy.engines.dossier.program import Program
from clusterpolicy.engines.dossier.record import Move, Opening, Record
from clusterpolicy.engines.dossier.subscriptions import Callback, Subscribers, Subscription
from clusterpolicy.engines.dossier.table import Table
from clusterpolicy.engines.dossier.wanted import Wanted
from clusterpolicy.engines.record import Finding
from clusterpolicy.engines.scalar import Outcome
from clusterpolicy.errors import InputError, Problem, nearest
from clusterpolicy.language.procedure import State
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.units import shown

Clock = Callable[[], datetime]
"""Tells the moment at which a step is written, with its time zone."""


def _now() -> datetime:
    return datetime.now(UTC)


class Dossier:
    """An application on the desk. Open one by `Dossier.open`, or where a journal stands, by `Dossier.reopen`.

    After every step all answers stand as if the application had been assessed anew from the facts. A step that is
    refused, or cannot be written, leaves the dossier as it was. One thread may use it at a time.
    """

    def __init__(self, record: Record, journal: Journal | None, clock: Clock) -> None:
        self._record = record
        self._answers = record.answers
        self._journal = journal
        self._clock = clock
        self._subscribers = Subscribers()
        self._closed = False

    @classmethod
    def open(
        cls,
        call: RuleSet,
        application: BaseModel | None = None,
        *,
        on: date,
        id: str | None = None,
        source: str = "applicant",
        store: Store | None = None,
        memory: MemoryName = "plain",
        granted_on: date | None = None,
        clock: Clock = _now,
    ) -> Self:
        """A new dossier.

        Args:
            call: The rules it is examined by.
            application: The application, which counts as a piece of evidence with the id `application`; `None` where
                only documents have come so far.
            on: The day of the dossier.
            id: The id of the application, where there is none yet.
            source: Who the application comes from.
            store: Where its journal is kept; `None` keeps none.
            memory: The working memory: `plain`, or `rete`, which needs the extra `dossier`.
            granted_on: The day of granting, whose law is in force; `None` takes the day the call expects.
            clock: Tells the moment at which steps are written.

        Raises: InputError for what is no application of the call, or for a store that holds a journal already.
        NoLawThatDay where no law is known for that day.
        """
        if type(on) is not date:
            raise InputError(Problem("input-invalid", "on", f"{shown(on)} is not a day", "write date(2017, 3, 1)"))
        opening = Opening(call.name, on, str(getattr(application, "id", id or "dossier")), granted_on)
        record, events = begun(call, opening, application, source, memory)
        journal = None
        if store is not None:
            journal = Journal(store)
            if journal.entries():
                said = "the store holds a journal already"
                raise InputError(Problem("journal-exists", "store", said, "reopen it, or take another store"))
            journal.write(events, at=clock())
        return cls(record, journal, clock)

    @classmethod
    def reopen(cls, store: Store, call: RuleSet, *, memory: MemoryName = "plain", clock: Clock = _now) -> Self:
        """A dossier from its journal, replayed to the same findings.

        Raises: InputError `journal-tampered`, `journal-damaged`, `journal-newer`; `call-mismatch` for another call.
        """
        journal = Journal(store)
        return cls(replayed(journal.entries(), call, memory), journal, clock)

    # --- steps ------------------------------------------------------------------------------------------------------

    def put(self, *evidence: Evidence) -> Change:
        """Take new evidence, as one step: all of it, or none.

        Raises: InputError with every problem: an unknown fact, a value of the wrong type, a day in the future, an id
        that is there already, a member that is not there.
        """
        pieces = pieces_put(evidence, self._program.schema, self._table, self._check_open())
        return self._run([Move("put", (), pieces)])[0]

    def put_each(self, evidence: Sequence[Evidence]) -> tuple[Change, ...]:
        """Take new evidence, each piece as a step of its own, written to the journal together.

        Raises: InputError as `put` does; the dossier is then as it was before all of them.
        """
        pieces = pieces_put(evidence, self._program.schema, self._table, self._check_open())
        return self._run([Move("put", (), (piece,)) for piece in pieces])

    def correct(self, id: str, facts: Mapping[str, Any], *, unsaid: Sequence[str] = ()) -> Change:
        """Let a piece of evidence say something else of some facts; all others that it states still stand.

        Args:
            id: The id of the piece.
            facts: What it says now, by path.
            unsaid: Paths of which it says nothing any more.

        Raises: InputError with every problem, as `put` does.
        """
        self._check_open()
        piece = piece_corrected(id, facts, unsaid, self._program.schema, self._table)
        return self._run([Move("corrected", (id,), (piece,))])[0]

    def withdraw(self, id: str, *, because: str = "") -> Change:
        """Take a piece of evidence away, as if it had never been put; the journal keeps it.

        Raises: InputError `reference-unknown` where it is not there.
        """
        self._check_open()
        piece_known(id, self._table)
        return self._run([Move("withdrawn", (id,), (), {"because": because})])[0]

    def as_of(self, day: date) -> Change:
        """Move the dossier on to another day. Days only pass.

        Raises: InputError `dates-out-of-order` for a day before its own, `input-invalid` for what is no day.
        """
        today = self._check_open()
        if type(day) is not date:
            raise InputError(Problem("input-invalid", "day", f"{shown(day)} is not a day", "write date(2017, 3, 1)"))
        if day < today:
            said = f"{day} is before {today}, the day of the dossier"
            raise InputError(Problem("dates-out-of-order", "day", said, "read what stood then in its history"))
        return self._run([Move("day", (), (), on=day)])[0]

    def move(self, to: str, *, by: str) -> Change:
        """Take a step in the life of the application.

        Args:
            to: The state it leads to, as in `receivable`.
            by: Who takes it: applicant, office, panel or authority.

        Raises: InputError `move-refused` with all that stands against it.
        """
        on = self._check_open()
        life = self._record.life
        known = [] if life is None else [str(state) for state in life.procedure.states]
        if life is None or to not in known:
            said = "the call tells no procedure" if life is None else f"there is no state `{to}`"
            raise InputError(Problem("move-refused", "state", said, nearest(to, known)))
        life.check(State(to), by, self._answers.view, on)
        return self._run([Move("moved", (), (), {"to": to, "by": by}, to=State(to))])[0]

    def erase(self, id: str, *, because: str) -> Change:
        """Forget a piece of evidence for good, in the journal too. That it was there stays, and why it is gone.

        Raises: InputError `reference-unknown` where it is not there.
        """
        self._check_open()
        piece_known(id, self._table)
        return self._run([Move("erased", (id,), (), {"because": because})])[0]

    def close(self) -> None:
        """Let go of everything. Closing twice is no fault."""
        if self._closed:
            return
        self._closed = True
        self._subscribers.close()
        self._answers.memory.close()
        if self._journal is not None:
            self._journal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- what stands ------------------------------------------------------------------------------------------------

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
        return () if life is None else life.next_steps(self._answers.view, self.on)

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
    def head(self) -> str:
        """The digest of the last entry of the journal; empty where none is kept. Keep it elsewhere as a receipt."""
        return "" if self._journal is None else self._journal.head

    def verify(self, head: str | None = None) -> tuple[Problem, ...]:
        """Where the journal is not as it was written; nothing, if it is whole. `head` is a receipt kept elsewhere."""
        return () if self._journal is None else self._journal.verify(head)

    # --- who wants to know ------------------------------------------------------------------------------------------

    def subscribe(self, callback: Callback) -> Subscription:
        """Tell `callback` every change from now on."""
        self._check_open()
        return self._subscribers.add(callback)

    def changes(self) -> AsyncIterator[Change]:
        """Every change from now on, until the dossier is closed, for `async for`."""
        self._check_open()
        return self._subscribers.changes()

    @property
    def _program(self) -> Program:
        return self._answers.program

    @property
    def _table(self) -> Table:
        return self._answers.facts.table

    def _check_open(self) -> date:
        """The day of the dossier. Raises: InputError `dossier-closed`."""
        if self._closed:
            raise InputError(Problem("dossier-closed", "dossier", "it was closed", "reopen it from its journal"))
        return self._record.on

    def _run(self, moves: Sequence[Move]) -> tuple[Change, ...]:
        changes = self._record.run(moves, self._journal, self._clock)
        for change in changes:
            self._subscribers.tell(change)
        return changes
