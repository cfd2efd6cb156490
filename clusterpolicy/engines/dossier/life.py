"""The life of one application: where it stands, which steps it may take, and by when what must be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from clusterpolicy.dates import days_after, working_days_after
from clusterpolicy.engines.ask import ask
from clusterpolicy.engines.dossier.change import View
from clusterpolicy.engines.dossier.contradiction import ContradictingEvidence
from clusterpolicy.errors import InputError, Problem, nearest
from clusterpolicy.language import nodes as n
from clusterpolicy.language.procedure import (
    Actor,
    AllSatisfied,
    Asked,
    Guard,
    OneFailed,
    Procedure,
    State,
    Term,
    Transition,
)
from clusterpolicy.language.rule import Stage

Contradictions = Sequence[ContradictingEvidence]


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when something must be done.

    Attributes:
        name: The name of the term.
        label: What must be done, in words.
        last_day: The last day on which it may be done, itself included.
        has_passed: Whether that day has passed.
    """

    name: str
    label: str
    last_day: date
    has_passed: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that the procedure knows from here.

    Attributes:
        to: The state it leads to.
        by: Who may take it.
        may: Whether it may be taken now; `None` where that hangs on what is not known yet.
        why_not: What stands against it, or is open.
    """

    to: State
    by: Actor
    may: bool | None
    why_not: tuple[str, ...]


class Life:
    """Where an application stands in its procedure, and since when.

    Attributes:
        state: Where it stands.
        entered: The day on which it entered each state, the first time.
    """

    def __init__(self, procedure: Procedure, on: date, law_of: date, zone: ZoneInfo) -> None:
        self.procedure = procedure
        self.state = procedure.start
        self.entered: dict[State, date] = {procedure.start: on}
        self._since = on
        self._law_of = law_of
        self._zone = zone

    def enter(self, state: State, on: date) -> None:
        """Stand in a state from a day on."""
        self.state = state
        self.entered = {**self.entered, state: self.entered.get(state, on)}
        self._since = on

    def restore(self, state: State, entered: dict[State, date], since: date) -> None:
        """Stand where it stood: a step that could not be written is undone."""
        self.state, self.entered, self._since = state, entered, since

    def remembered(self) -> tuple[State, dict[State, date], date]:
        """Where it stands, for `restore`."""
        return self.state, self.entered, self._since

    def deadlines(self, on: date) -> tuple[Deadline, ...]:
        """The terms that run in this state, the first to end first."""
        terms = (term for term in self.procedure.terms if self.state in term.running_in)
        found = [Deadline(each.name, each.label, self.last_day(each), on > self.last_day(each)) for each in terms]
        return tuple(sorted(found, key=lambda each: (each.last_day, each.name)))

    def last_day(self, term: Term) -> date:
        """The last day on which something may be done, itself included."""
        figure: Any = term.parameter.on(self._law_of)
        if isinstance(figure, datetime):
            return figure.astimezone(self._zone).date()
        if isinstance(figure, date):
            return figure
        start = self._start(term)
        return self._working_days_after(start, int(figure)) if term.working_days else days_after(start, int(figure))

    def next_steps(self, view: View, on: date, contradictions: Contradictions = ()) -> tuple[NextStep, ...]:
        """Every step that the procedure knows from here, and whether it may be taken."""
        steps = self.procedure.steps_from(self.state)
        return tuple(self._examined(each, view, on, contradictions) for each in steps)

    def check(self, to: State, by: str, view: View, on: date, contradictions: Contradictions = ()) -> None:
        """Refuse a step that may not be taken. Raises: InputError `move-refused` with all that stands against it."""
        all_steps = self.next_steps(view, on, contradictions)
        steps = [each for each in all_steps if each.to == to]
        if not steps:
            known = [str(each.to) for each in all_steps]
            said = f"from `{self.state}` no step leads to `{to}`"
            raise InputError(
                Problem("move-refused", "state", said, nearest(str(to), known) if known else "it has ended")
            )
        own = [each for each in steps if each.by == by]
        if not own:
            who = ", ".join(sorted({each.by for each in steps}))
            raise InputError(
                Problem("move-refused", "by", f"this is not for the {by} to decide", f"leave it to the {who}")
            )
        if not any(each.may for each in own):
            raise InputError(
                Problem("move-refused", f"{self.state} to {to}", why, "settle that first")
                for why in dict.fromkeys(why for each in own for why in each.why_not)
            )

    def _start(self, term: Term) -> date:
        """The day from which a term is counted: that of the first of its states; of one that comes back, the last."""
        if len(term.running_in) == 1:
            return (
                self._since if self.state is term.running_in[0] else self.entered.get(term.running_in[0], self._since)
            )
        return min((self.entered[each] for each in term.running_in if each in self.entered), default=self._since)

    def _working_days_after(self, start: date, days: int) -> date:
        holidays: frozenset[str] = frozenset()
        if self.procedure.holidays is not None:
            node = self.procedure.holidays.node
            assert isinstance(node, n.Figure)  # checked when the procedure was built
            codes: Any = node.parameter.on(self._law_of)
            holidays = frozenset(codes)
        return working_days_after(start, days, holidays)

    def _examined(self, step: Transition, view: View, on: date, contradictions: Contradictions) -> NextStep:
        said = [each for guard in step.guards for each in self._against(guard, view, on)]
        if AllSatisfied() in step.guards:  # nothing is eligible while evidence contradicts itself
            said += [(None, f"evidence of `{each.path}` contradicts itself") for each in contradictions]
        if step.after_term is not None:
            last = self.last_day(self.procedure.term(step.after_term))
            if on <= last:
                said.append((False, f"the term `{step.after_term}` runs until {last}"))
        if step.within_term is not None:
            last = self.last_day(self.procedure.term(step.within_term))
            if on > last:
                said.append((False, f"the term `{step.within_term}` ended on {last}"))
        may = False if any(answer is False for answer, _ in said) else None if said else True
        return NextStep(step.after, step.by, may, tuple(why for _, why in said))

    def _against(self, guard: Guard, view: View, on: date) -> Iterator[tuple[bool | None, str]]:
        """What stands against a guard (false), or leaves it open (`None`)."""
        if view.trace is None:
            yield None, "there is no application yet"
            return
        match guard:
            case AllSatisfied(stages):
                for code, answer in _answers(view, stages):
                    if answer is not True:
                        yield answer, f"`{code}` {'fails' if answer is False else 'is undetermined'}"
            case OneFailed(stages):
                answers = [answer for _, answer in _answers(view, stages)]
                if False not in answers:
                    yield None if None in answers else False, "no requirement fails"
            case Asked():
                yield from self._asked(guard, view, on)

    def _asked(self, guard: Asked, view: View, on: date) -> Iterator[tuple[bool | None, str]]:
        since = self.entered.get(guard.since)
        if since is None:
            yield False, f"it has not been `{guard.since}`"
            return
        assert view.trace is not None  # asked only of an application that is there
        answer = ask(guard.inquiry, guard.question, guard.root(view.trace.application, since, on), on=on).value
        wanted = guard.expected == "holds"
        if answer is None:
            yield None, f"`{guard.question}` is not settled yet"
        elif answer is not wanted:
            yield False, f"`{guard.question}` {'fails' if wanted else 'holds'}"


def _answers(view: View, stages: tuple[Stage, ...]) -> Iterator[tuple[str, bool | None]]:
    for requirement, answer in zip(view.program.rule_set.requirements, view.answers, strict=True):
        if not stages or requirement.stage in stages:
            yield requirement.code, answer
