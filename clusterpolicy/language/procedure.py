"""Procedures: the life of an application, from its receipt to the end of the award, as one declared table.

A procedure is policy: which states there are, who may move an application from one to the next, what must hold for
that, and by when it must be done. What it means to move is left to engines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from clusterpolicy.dates import is_holiday_code
from clusterpolicy.errors import Problem, RuleError, nearest
from clusterpolicy.language import nodes as n
from clusterpolicy.language.formula import Formula
from clusterpolicy.language.inquiry import Inquiry
from clusterpolicy.language.parameter import Parameter
from clusterpolicy.language.rule import Stage
from clusterpolicy.language.source import Source


class State(StrEnum):
    """Where an application stands."""

    RECEIVED = "received"
    RECEIVABLE = "receivable"
    UNDER_EXAMINATION = "under_examination"
    INTEGRATION_REQUESTED = "integration_requested"
    ELIGIBLE = "eligible"
    SCORED = "scored"
    RANKED = "ranked"
    ADMITTED = "admitted"
    JOINED = "joined"
    GRANTED = "granted"
    REPORTED = "reported"
    PAID = "paid"
    REDUCED = "reduced"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


Actor = Literal["applicant", "office", "panel", "authority"]
"""Who moves an application: who applies, the office that examines it, the panel that scores it, who decides."""

Expected = Literal["holds", "fails"]


@dataclass(frozen=True, slots=True)
class AllSatisfied:
    """A guard: every requirement of these stages is satisfied. Without stages, every requirement of the call."""

    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True, slots=True)
class OneFailed:
    """A guard: at least one requirement of these stages fails. Without stages, of any."""

    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A guard: a question about the application, once it is in the state `since`, has this answer.

    Attributes:
        inquiry: The rules that answer it.
        question: The name of the question, whose answer is a truth.
        expected: Whether it must hold, or fail. What is open is neither.
        root: What makes the facts of the question: of the application, the day on which it entered the state `since`,
            and the day of the question.
        since: The state.
    """

    inquiry: Inquiry
    question: str
    expected: Expected
    root: Any
    since: State


Guard = AllSatisfied | OneFailed | Asked


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """By when something must be done.

    Attributes:
        name: Its name in results.
        label: What must be done, in words.
        figure: The parameter: a number of days, counted from the day after the state was entered; or a moment or a day
            that stands fixed.
        running_in: The states in which it runs. It is counted from the first of them that was entered.
        working_days: Whether only working days count.
    """

    name: str
    label: str
    figure: Formula
    running_in: tuple[State, ...]
    working_days: bool = False

    @property
    def parameter(self) -> Parameter:
        """The parameter behind the figure."""
        assert isinstance(self.figure.node, n.Figure)  # checked when the procedure was built
        return self.figure.node.parameter


@dataclass(frozen=True, slots=True, eq=False)
class Transition:
    """A step that an application may take.

    Attributes:
        before, after: The states it leads from and to.
        by: Who may take it.
        guards: What must hold, all of it.
        after_term: The term that must have run out, by name; `None` where it may be taken at any time.
        within_term: The term that must not have run out, by name.
    """

    before: State
    after: State
    by: Actor
    source: Source
    guards: tuple[Guard, ...] = ()
    after_term: str | None = None
    within_term: str | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Procedure:
    """The life of the applications of a call.

    Attributes:
        name: Its name.
        title: What it is, in words.
        start: The state in which an application begins.
        transitions: Every step that may be taken. What does not stand here is not allowed.
        terms: By when things must be done.
        holidays: The parameter that lists the public holidays, which are no working days: as `12-25`, `2011-03-17` or
            `easter+1`; `None` for none. Saturdays and Sundays never are.

    Raises: RuleError with every fault: a state that nothing leads to, a term that is not declared or no parameter, a
    holiday that is no day.
    """

    name: str
    title: str
    transitions: tuple[Transition, ...]
    terms: tuple[Term, ...] = ()
    holidays: Formula | None = None
    start: State = State.RECEIVED
    _terms: dict[str, Term] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_terms", {term.name: term for term in self.terms})
        problems = list(self._faults())
        if problems:
            raise RuleError(problems)

    @property
    def states(self) -> tuple[State, ...]:
        """Every state an application can be in, in the order of the life."""
        used = {self.start, *(state for each in self.transitions for state in (each.before, each.after))}
        return tuple(state for state in State if state in used)

    def steps_from(self, state: State) -> tuple[Transition, ...]:
        """The steps that lead on from a state; none from one in which a life ends."""
        return tuple(each for each in self.transitions if each.before is state)

    def term(self, name: str) -> Term:
        """The term of that name."""
        return self._terms[name]

    def mermaid(self) -> str:
        """The table as a diagram, in the language of Mermaid."""
        lines = [f"    {each.before} --> {each.after}: {each.by}" for each in self.transitions]
        ends = [state for state in self.states if not self.steps_from(state)]
        closing = [f"    {state} --> [*]" for state in ends]
        return "\n".join(("stateDiagram-v2", f"    [*] --> {self.start}", *lines, *closing))

    def _faults(self) -> Iterator[Problem]:
        place = f"procedure `{self.name}`"
        reached = {self.start, *(each.after for each in self.transitions)}
        for state in self.states:
            if state not in reached:
                said = f"nothing leads to the state `{state}`"
                yield Problem("unknown-name", place, said, "declare a transition to it")
        for each in self.transitions:
            for name in (each.after_term, each.within_term):
                if name is not None and name not in self._terms:
                    said = f"no term has the name `{name}`"
                    yield Problem("unknown-name", place, said, nearest(name, list(self._terms)))
        for formula in (*(term.figure for term in self.terms), *(() if self.holidays is None else (self.holidays,))):
            if not isinstance(formula.node, n.Figure):
                yield Problem("wrong-type", place, f"{formula} is no parameter", "write `limits.some_name`")
        for code in self._holiday_codes():
            if not is_holiday_code(code):
                said = f"`{code}` is no holiday"
                yield Problem("wrong-type", place, said, "write it as in `12-25`, `2011-03-17` or `easter+1`")

    def _holiday_codes(self) -> Iterator[str]:
        """Every holiday that was ever in force."""
        if self.holidays is not None and isinstance(self.holidays.node, n.Figure):
            for _, codes in self.holidays.node.parameter.values:
                yield from codes if isinstance(codes, tuple) else (str(codes),)
