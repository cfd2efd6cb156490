"""All applications to a call in competition: who takes part, and what follows when something happens to one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from clusterpolicy.calls.applicants import applicants_of
from clusterpolicy.calls.cuts import cut_application
from clusterpolicy.calls.entry import Entry, Examiner
from clusterpolicy.calls.events import Cut, Event, FailedToJoin, Withdrawal
from clusterpolicy.calls.law import Law
from clusterpolicy.errors import InputError, Problem, nearest
from clusterpolicy.model.evaluation import Evaluation
from clusterpolicy.scoring.allocation import Allocation, allocate
from clusterpolicy.scoring.candidate import Candidate
from clusterpolicy.scoring.outcome import Outcome, Status
from clusterpolicy.scoring.portfolio_rules import strike
from clusterpolicy.scoring.ranking import rank
from clusterpolicy.scoring.scrolling import with_struck

FEW = 50
"""Among more names than this none is looked for that is near: it would take long."""


@dataclass(frozen=True, slots=True)
class Contest:
    """Who competes, by which law.

    Attributes:
        law: By what is decided.
        entries: All applications of the call.
        struck: What took some of them out of the competition, by application.
    """

    law: Law
    entries: Mapping[str, Entry]
    struck: Mapping[str, Withdrawal | FailedToJoin]

    def candidates(self, *, detailed: bool = False) -> tuple[Candidate, ...]:
        """Everyone, as ranking and allocation need to know them. Who was struck still counts as filed.

        Where they are `detailed`, they hold the points of every criterion, too.
        """
        applicants = applicants_of(entry.application for entry in self.entries.values())
        call = self.law.call
        filed = (entry.candidate(call, applicants[name], detailed) for name, entry in self.entries.items())
        found = strike(filed, self.law.portfolio)
        for application, event in self.struck.items():
            found = with_struck(found, application, event.reason)
        return found

    def allocation(self, standing: tuple[Outcome, ...] = (), *, detailed: bool = False) -> Allocation:
        """Who receives what, beside the awards that are `standing` already.

        Raises: InputError for a tie that the rules do not break, or money that cannot be distributed.
        """
        call, law = self.law.call, self.law
        ranking = rank(self.candidates(detailed=detailed), call.ranking)
        return allocate(ranking, call.budget, law.endowment, law.set_aside, standing)

    def after(self, event: Event, allocation: Allocation) -> tuple[Contest, tuple[Outcome, ...]]:
        """Who competes once something has happened, and which awards stand.

        Raises: InputError where it can happen to no application, or not to this one.
        """
        if not isinstance(event, Event):
            said = f"{type(event).__name__} is nothing that can happen to a selection"
            raise InputError(Problem("input-invalid", "event", said, "hand in a Withdrawal, a FailedToJoin or a Cut"))
        entry = self._entry(event.application)
        awarded = allocation.awarded if self.law.call.awards_stand else ()
        standing = tuple(each for each in awarded if each.application != event.application)
        if isinstance(event, Cut):
            changed = self._cut(entry, event)
            contest = replace(self, entries={**self.entries, event.application: changed})
            kept = contest._still_standing(allocation.outcome(event.application))
            return contest, (*standing, *(kept if self.law.call.awards_stand else ()))
        if isinstance(event, FailedToJoin):
            self._check_joining(event, entry, allocation)
        return replace(self, struck={**self.struck, event.application: event}), standing

    def _entry(self, application: str) -> Entry:
        if application in self.struck:
            said = f"nothing can happen to `{application}` any more: {self.struck[application]}"
            raise InputError(Problem("facts-contradict", "application", said, "leave this out"))
        if application in self.entries:
            return self.entries[application]
        said = f"no application to the call has the identifier `{application}`"
        mend = nearest(str(application), list(self.entries)) if len(self.entries) <= FEW else "name one of the call"
        raise InputError(Problem("reference-unknown", "application", said, mend))

    def _cut(self, entry: Entry, cut: Cut) -> Entry:
        application = cut_application(entry.application, cut)
        evaluation = Evaluation.model_construct(application=application, marks=entry.evaluation.marks)
        return next(Examiner(self.law).entries((evaluation,)))

    def _still_standing(self, before: Outcome) -> tuple[Outcome, ...]:
        """The award of a project whose costs were cut: it stands for what is left, if every limit is still kept."""
        entry = self.entries[before.application]
        grant = entry.verdict.grant
        if before.status is not Status.AWARDED or entry.passes is not True or before.amount is None:
            return ()
        candidate = replace(before.candidate, grant=entry.candidate(self.law.call, ()).grant)
        if candidate.grant.exact is None:
            return ()
        return (replace(before, candidate=candidate, amount=min(before.amount, grant)),)

    def _check_joining(self, event: FailedToJoin, entry: Entry, allocation: Allocation) -> None:
        if self.law.call.joining is None:
            said = f"admission to `{self.law.call.name}` does not hang on joining a cluster"
            raise InputError(Problem("facts-contradict", "application", said, "say that it was withdrawn, if it was"))
        if allocation.outcome(event.application).status is not Status.AWARDED:
            said = f"`{event.application}` has not been admitted, so nobody of it had to join a cluster yet"
            raise InputError(Problem("facts-contradict", "application", said, "leave this out"))
        partners = [each.id for each in entry.application.participations]
        if event.participation is not None and event.participation not in partners:
            said = f"no participation of `{event.application}` has the identifier `{event.participation}`"
            raise InputError(
                Problem("reference-unknown", "participation", said, nearest(event.participation, partners))
            )
