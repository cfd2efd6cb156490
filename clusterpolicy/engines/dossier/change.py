"""What one step changed: findings that appeared or disappeared, and because of which evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from clusterpolicy.engines.dossier.contradiction import ContradictingEvidence
from clusterpolicy.engines.dossier.following import numbers_in
from clusterpolicy.engines.dossier.naming import Names
from clusterpolicy.engines.dossier.program import Program
from clusterpolicy.engines.dossier.sameness import same_finding
from clusterpolicy.engines.dossier.statements import Statements
from clusterpolicy.engines.dossier.wanted import Wanted, wanted_of
from clusterpolicy.engines.record import Finding, Status
from clusterpolicy.engines.trace import Trace

Kind = Literal["opened", "put", "corrected", "withdrawn", "erased", "day", "moved"]
"""What a step was."""


class View:
    """The answers at one moment. Findings with their reasons are made when somebody reads them.

    `made` are findings that were made for earlier steps; those in the mask `stale` may say something else by now.
    """

    __slots__ = ("_findings", "_made", "_stale", "answers", "program", "trace")

    def __init__(
        self,
        program: Program,
        trace: Trace | None,
        answers: tuple[bool | None, ...],
        made: tuple[dict[int, Finding], int] = ({}, 0),
    ) -> None:
        self.program = program
        self.trace = trace
        self.answers = answers
        self._made, self._stale = made
        self._findings: dict[int, Finding] = {}

    def finding(self, number: int) -> Finding:
        """The finding of one requirement."""
        found = self._findings.get(number)
        if found is None and not self._stale >> number & 1:
            found = self._made.get(number)
        if found is None:
            assert self.trace is not None  # without an application there are no answers
            found = self._findings[number] = self.program.finding(number, self.trace)
        return found

    def status(self, number: int) -> Status | None:
        """The status of one requirement; `None` while there is no application."""
        if self.trace is None:
            return None
        answer = self.answers[number]
        return "undetermined" if answer is None else "satisfied" if answer else "failed"

    def findings(self) -> tuple[Finding, ...]:
        """All findings: failed ones first, then undetermined, then satisfied; each in the order of the rules."""
        if self.trace is None:
            return ()
        return tuple(
            self.finding(number)
            for wanted in (False, None, True)
            for number, answer in enumerate(self.answers)
            if answer is wanted
        )

    def made(self, touched: int) -> tuple[dict[int, Finding], int]:
        """The findings made already, and those of them that may say something else after a step."""
        if not self._findings:
            return self._made, self._stale | touched
        stale = self._stale
        for number in self._findings:
            stale &= ~(1 << number)
        return self._made | self._findings, stale | touched

    @property
    def members(self) -> dict[str, tuple[str, ...]]:
        """The ids of the members of each collection."""
        if self.trace is None:
            return {}
        application = self.trace.application
        return {
            name: tuple(each.id for each in getattr(application, name) or ())
            for name in self.program.schema.collections
        }

    def missing(self) -> tuple[Wanted, ...]:
        """What is missing, that which would decide most first."""
        program, trace = self.program, self.trace
        if trace is None:
            needed, codes = program.schema.required_collections, tuple(program.codes)
            return tuple(
                Wanted(name, program.schema.label_of(name), (), codes, Fraction(len(codes))) for name in needed
            )
        unknown = (number for number, answer in enumerate(self.answers) if answer is None)
        asked = ((program.codes[number], program.missing(number, trace)) for number in unknown)
        return wanted_of(asked, self.members, program.schema)


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A requirement whose status changed. `before` is `None` while there was no application.

    `because` names the pieces of evidence that changed it; it is empty where no evidence did.
    """

    code: str
    before: Status | None
    after: Status | None
    because: tuple[str, ...]


class Change:
    """What one step changed.

    Attributes:
        number: The number of the step.
        kind: What the step was.
        on: The day of the dossier.
        evidence: The evidence of the step.
        contradictions_found: Contradictions that appeared, and those in which others speak now, or say something else.
        contradictions_settled: Contradictions on facts that are in question no more.
        deadlines: The terms that run after the step, the first to end first.
        deadlines_passed: Those whose last day has passed with this step.
    """

    __slots__ = (
        "_after",
        "_before",
        "_moved_now",
        "_spoken",
        "_stated",
        "_touched",
        "contradictions_found",
        "contradictions_settled",
        "deadlines",
        "deadlines_passed",
        "evidence",
        "kind",
        "number",
        "on",
    )

    def __init__(
        self,
        number: int,
        kind: Kind,
        on: date,
        spoken: tuple[Statements, ...],
        evidence: tuple[str, ...],
        contradictions: tuple[tuple[ContradictingEvidence, ...], tuple[ContradictingEvidence, ...]],
        views: tuple[View, View],
        touched: int,
    ) -> None:
        self.number = number
        self.kind: Kind = kind
        self.on = on
        self.evidence = evidence
        self._spoken = spoken
        self._stated: dict[str, tuple[Names, ...]] | None = None
        self._before, self._after = views
        self._touched = touched
        self._moved_now: list[tuple[int, Status | None, Status | None]] | None = None
        self.deadlines: tuple[Any, ...] = ()
        self.deadlines_passed: tuple[Any, ...] = ()
        told, now = contradictions
        self.contradictions_found = () if now is told else tuple(each for each in now if each not in told)
        in_question = () if now is told else {each.path for each in now}
        self.contradictions_settled = (
            () if now is told else tuple(each for each in told if each.path not in in_question)
        )

    @property
    def statuses(self) -> tuple[StatusChange, ...]:
        """Every requirement whose status changed, in the order of the rules."""
        codes, moved = self._after.program.codes, self._moved()
        return tuple(
            [StatusChange(codes[number], before, after, self.because(codes[number])) for number, before, after in moved]
        )

    @property
    def appeared(self) -> tuple[Finding, ...]:
        """Findings that speak against the application now, or leave it open, and did not before."""
        against = [number for number, _, after in self._moved() if after in ("failed", "undetermined")]
        return tuple([self._after.finding(number) for number in against])

    @property
    def disappeared(self) -> tuple[Finding, ...]:
        """Findings that spoke against the application, or left it open, and do not so any more, as they were."""
        against = [number for number, before, _ in self._moved() if before in ("failed", "undetermined")]
        return tuple([self._before.finding(number) for number in against])

    @property
    def restated(self) -> tuple[Finding, ...]:
        """Findings whose status is the same, and whose reason is another one, or what is missing."""
        if self._after.trace is None or self._before.trace is None:
            return ()
        before, after = self._before, self._after
        same = [number for number in numbers_in(self._touched) if before.answers[number] is after.answers[number]]
        pairs = [(before.finding(number), after.finding(number)) for number in same]
        return tuple([now for then, now in pairs if not same_finding(then, now)])

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings as they stand after the step, as `Dossier.findings` gives them."""
        return self._after.findings()

    @property
    def missing(self) -> tuple[Wanted, ...]:
        """What is missing after the step, that which would decide most first."""
        return self._after.missing()

    def because(self, code: str) -> tuple[str, ...]:
        """The evidence of this step on which a requirement hangs."""
        if len(self.evidence) < 2:
            return self.evidence
        program = self._after.program
        bit = 1 << program.numbers[code]
        stated = self._names_stated()
        found = tuple(
            name for name in self.evidence if any(program.hanging_on(names) & bit for names in stated.get(name, ()))
        )
        return found or self.evidence  # a function of the law looks at facts that no formula names

    def _moved(self) -> list[tuple[int, Status | None, Status | None]]:
        """The requirements whose status changed, by number, with both."""
        if self._moved_now is None:
            before, after = self._before, self._after
            if (before.trace is None) is not (after.trace is None):
                numbers = list(range(len(after.program.codes)))
            elif before.answers == after.answers:
                numbers = []
            else:
                both = zip(before.answers, after.answers, strict=True)
                numbers = [number for number, (then, now) in enumerate(both) if then is not now]
            self._moved_now = [(number, before.status(number), after.status(number)) for number in numbers]
        return self._moved_now

    def _names_stated(self) -> dict[str, tuple[Names, ...]]:
        """The names of the facts of which each piece speaks in this step."""
        if self._stated is None:
            found: dict[str, set[Names]] = {}
            for piece in self._spoken:
                names = found.setdefault(piece.evidence.id, set())
                names.update(place.leaf.names for place, _ in piece.stated.values())
                names.update((collection,) for collection, _ in piece.leaves)
            self._stated = {name: tuple(names) for name, names in found.items()}
        return self._stated

    def __repr__(self) -> str:
        return f"Change({self.number}, {self.kind!r}, {', '.join(self.evidence)})"
