"""A selection: which applications to a call are awarded, which wait, which are rejected, and which are open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from clusterpolicy.calls.contest import Contest
from clusterpolicy.calls.entry import Entry
from clusterpolicy.calls.events import Event
from clusterpolicy.calls.explanation import explanation
from clusterpolicy.calls.firm import firm_places
from clusterpolicy.calls.record import Listed, Next, SelectionRecord
from clusterpolicy.calls.run_seal import seal_of
from clusterpolicy.calls.table import document
from clusterpolicy.calls.undecided import missing_of
from clusterpolicy.engines.record import Range
from clusterpolicy.engines.text.layout import plain_text
from clusterpolicy.scoring.allocation import Allocation
from clusterpolicy.scoring.outcome import Outcome, Status
from clusterpolicy.scoring.span import Span


@dataclass(frozen=True)
class Selection:
    """Which applications to a call are awarded. Made by `clusterpolicy.run_call`; nothing in it changes.

    Attributes:
        contest: All applications that compete, each with its verdict and its score, and the law of the run.
        allocation: Who receives what.
        first: The contest as it began, before anything happened.
        events: What happened since, in order.
    """

    contest: Contest
    allocation: Allocation
    first: Contest
    events: tuple[Event, ...] = ()

    @classmethod
    def of(cls, contest: Contest) -> Selection:
        """The first selection. Raises: InputError for a tie that the rules do not break."""
        return cls(contest, contest.allocation(), contest)

    @property
    def awarded(self) -> tuple[Outcome, ...]:
        """Those that receive money, in the order of the ranking."""
        return self.allocation.awarded

    @property
    def reserve(self) -> tuple[Outcome, ...]:
        """Those that pass and are not reached by the money, in the order in which they would enter."""
        return self.allocation.reserve

    @property
    def rejected(self) -> tuple[Outcome, ...]:
        """Those that are not eligible, or whose merit does not suffice, by id."""
        return self.allocation.rejected

    @property
    def undecided(self) -> tuple[Outcome, ...]:
        """Those that something unknown could still change, in the order of the ranking."""
        return self.allocation.undecided

    @property
    def endowment(self) -> Decimal:
        """The money of the call, in euro."""
        return self.allocation.endowment

    @property
    def cut_off(self) -> Span | None:
        """The lowest score that is funded, as far as it is known; `None` where surely nobody is funded."""
        return self.allocation.cut_off

    def outcome(self, application: str) -> Outcome:
        """What becomes of one application. Raises: InputError `reference-unknown` where it does not compete."""
        return self.allocation.outcome(application)

    def entry(self, application: str) -> Entry:
        """What was found of one application: its verdict and its score.

        Raises: InputError `reference-unknown` where it does not compete.
        """
        self.outcome(application)
        return self.contest.entries[application]

    def after(self, event: Event) -> Selection:
        """The selection once something has happened. Awards stand; those below move up as far as the money reaches.

        Raises: InputError where it can happen to no application of the call, or not to this one.
        """
        contest, standing = self.contest.after(event, self.allocation)
        return Selection(contest, contest.allocation(standing), self.first, (*self.events, event))

    def table(self) -> str:
        """The published list as text: places, scores, grants, the cut-off, and what the next one would need."""
        return plain_text(document(self.record()))

    def explain(self, application: str) -> str:
        """Everything about one application as text: its place and money, its score, and its eligibility, with reasons.

        Raises: InputError `reference-unknown` where it does not compete.
        """
        return plain_text(explanation(self.contest, self.allocation, application))

    def record(self) -> SelectionRecord:
        """The selection as data that can be kept: `selection.record().model_dump_json()`."""
        allocation, following = self.allocation, self.allocation.next_in_line
        return SelectionRecord.model_construct(
            call=self.contest.law.call.title,
            endowment=allocation.endowment,
            awarded=sum((each.amount or Decimal(0) for each in self.awarded), Decimal("0.00")),
            left=_range(allocation.left),
            cut_off=None if allocation.cut_off is None else _range(allocation.cut_off),
            next_in_line=None
            if following is None
            else Next(following.application, _range(following.grant), following.short_by),
            listed=tuple(self._listed()),
            events=tuple(map(str, self.events)),
            seal=seal_of(self.first, self.events),
        )

    def _listed(self) -> Iterator[Listed]:
        firm = firm_places(self.contest, self.allocation)
        for outcome in self.allocation.outcomes:
            entry, place = self.contest.entries[outcome.application], outcome.place
            application = entry.application
            is_open = outcome.status is Status.UNDECIDED
            yield Listed(
                application=application.id,
                title=application.project.title,
                enterprises=tuple(each.enterprise.name for each in application.participations),
                status=outcome.status,
                best=None if place is None else place.best,
                worst=None if place is None else place.worst,
                score=_range(outcome.candidate.score) if entry.evaluation.marks else None,
                grant=_range(outcome.candidate.grant),
                amount=outcome.amount,
                pot=outcome.pot,
                reasons=outcome.reasons,
                missing=missing_of(entry, self.contest.law) if is_open else (),
                waits_for=self._others(outcome) if is_open else (),
                firm=firm[application.id],
            )

    def _others(self, outcome: Outcome) -> tuple[str, ...]:
        return tuple(each for each in self.allocation.waits_for(outcome.application) if each != outcome.application)


def _range(span: Span) -> Range:
    return Range(span.lowest, span.highest)
