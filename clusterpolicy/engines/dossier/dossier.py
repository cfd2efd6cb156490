"""The live dossier: documents arrive, are corrected and are withdrawn, and the findings follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Self

from pydantic import BaseModel

from clusterpolicy.engines.dossier.change import Change
from clusterpolicy.engines.dossier.evidence import Evidence
from clusterpolicy.engines.dossier.intake import piece_corrected, piece_known, pieces_put, unknown_piece
from clusterpolicy.engines.dossier.journal import Journal, Store
from clusterpolicy.engines.dossier.memories import MemoryName
from clusterpolicy.engines.dossier.opening import begun, replayed
from clusterpolicy.engines.dossier.record import Move, Opening, Record
from clusterpolicy.engines.dossier.standing import Standing
from clusterpolicy.engines.dossier.subscriptions import Callback, Changes, Subscribers, Subscription
from clusterpolicy.engines.dossier.well_formed import faults_of_day, faults_of_text, refuse
from clusterpolicy.errors import InputError, Problem, nearest
from clusterpolicy.language.procedure import State
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.units import shown

Clock = Callable[[], datetime]
"""Tells the moment at which a step is written, with its time zone."""


def _now() -> datetime:
    return datetime.now(UTC)


class Dossier(Standing):
    """An application on the desk. Open one by `Dossier.open`, or where a journal stands, by `Dossier.reopen`.

    After every step all answers stand as if the application had been assessed anew from the facts. A step that is
    refused, or cannot be written, leaves the dossier as it was. One thread may use it at a time.
    """

    def __init__(self, record: Record, journal: Journal | None, clock: Clock) -> None:
        super().__init__(record)
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
        if not isinstance(call, RuleSet):
            said = f"{shown(call)} is no rule set"
            raise InputError(Problem("input-invalid", "call", said, "hand in the rules of a call, as LINE_B"))
        known_as = "dossier" if id is None else id
        days = (faults_of_day("granted_on", day) for day in (granted_on,) if day is not None)
        refuse(faults_of_day("on", on), faults_of_text("id", known_as), faults_of_text("source", source), *days)
        opening = Opening(call.name, on, str(getattr(application, "id", known_as)), granted_on)
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
        try:
            record = replayed(journal.entries(), call, memory)
        except InputError:
            journal.close()
            raise
        return cls(record, journal, clock)

    # --- steps ------------------------------------------------------------------------------------------------------

    def put(self, *evidence: Evidence, on: date | None = None) -> Change:
        """Take new evidence, as one step: all of it, or none.

        Args:
            evidence: The documents.
            on: The day to which the dossier moves on with them; `None` leaves it where it is.

        Raises: InputError with every problem: an unknown fact, a value of the wrong type, a day in the future, an id
        that is there already, a member that is not there. The day has not moved then either.
        """
        today = self._check_open()
        pieces = pieces_put(evidence, self._program.schema, self._table, self._day_on(on, today))
        days = [] if on in (None, today) else [Move("day", (), (), on=on)]
        return self._run([*days, Move("put", (), pieces)])[-1]

    def put_each(self, evidence: Sequence[Evidence]) -> tuple[Change, ...]:
        """Take new evidence, each piece as a step of its own, written to the journal together.

        Raises: InputError as `put` does; the dossier is then as it was before all of them.
        """
        today = self._check_open()
        if not evidence:
            return ()
        pieces = pieces_put(evidence, self._program.schema, self._table, today)
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
        refuse(faults_of_text("because", because, may_be_empty=True))
        piece_known(id, self._table)
        return self._run([Move("withdrawn", (id,), (), {"because": because})])[0]

    def as_of(self, day: date) -> Change:
        """Move the dossier on to another day. Days only pass.

        Raises: InputError `dates-out-of-order` for a day before its own, `input-invalid` for what is no day.
        """
        return self._run([Move("day", (), (), on=self._day_on(day, self._check_open()))])[0]

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
            said = "the call tells no procedure" if life is None else f"there is no state `{str(to)[:100]}`"
            raise InputError(Problem("move-refused", "state", said, nearest(str(to)[:100], known)))
        life.check(State(to), by, self._answers.view, on, self.contradictions)
        return self._run([Move("moved", (), (), {"to": to, "by": by}, to=State(to))])[0]

    def erase(self, id: str, *, because: str) -> Change:
        """Forget a piece of evidence for good, in the journal too. That it was there stays, and why it is gone.

        A piece that was withdrawn is erased from the journal, too.

        Raises: InputError `reference-unknown` where it never was there.
        """
        self._check_open()
        refuse(faults_of_text("because", because))
        stands = isinstance(id, str) and id in self._table.pieces
        if not stands and not (isinstance(id, str) and self._record.tells_of(id)):
            raise InputError(unknown_piece(id, self._table))
        return self._run([Move("erased", (id,) if stands else (), (), {"id": id, "because": because})])[0]

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

    # --- the journal ------------------------------------------------------------------------------------------------

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

    def changes(self) -> Changes:
        """Every change from this call on, until the dossier is closed, for `async for`."""
        self._check_open()
        return self._subscribers.changes()

    def _check_open(self) -> date:
        """The day of the dossier. Raises: InputError `dossier-closed`."""
        if self._closed:
            raise InputError(Problem("dossier-closed", "dossier", "it was closed", "reopen it from its journal"))
        return self._record.on

    def _day_on(self, day: date | None, today: date) -> date:
        """The day to move on to, looked at; today where none is given. Raises: InputError."""
        if day is None:
            return today
        refuse(faults_of_day("day", day))
        if day < today:
            said = f"{day} is before {today}, the day of the dossier"
            raise InputError(Problem("dates-out-of-order", "day", said, "read what stood then in its history"))
        return day

    def _run(self, moves: Sequence[Move]) -> tuple[Change, ...]:
        changes = self._record.run(moves, self._journal, self._clock)
        for change in changes:
            self._subscribers.tell(change)
        return changes
