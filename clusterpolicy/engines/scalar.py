"""Scalar engine: one application at a time, by functions generated from the formulas of a rule set.

`decide` finds the answer to every requirement, the grant, and what each beneficiary receives. It gives no reasons;
those are built by `clusterpolicy.engines.explain` when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import NoneType
from typing import Any, Literal

from pydantic import BaseModel

from clusterpolicy.engines.generated import Figures, Generated, kept
from clusterpolicy.engines.plan import Cell
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language import nodes as n
from clusterpolicy.language.formula import Formula
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.rule import Beneficiaries
from clusterpolicy.language.rule_set import RuleSet

Outcome = Literal["eligible", "not eligible", "undetermined"]


@dataclass(slots=True)  # not frozen, nor is a verdict: freezing takes longer than all that is frozen
class Found:
    """What was found for the members of one collection that receive aid: a list each, in the order of the members.

    Every value may be unknown: then it is what `clusterpolicy.language.possible` says it may be. The lists are `None`
    where the collection is not known. What is the same for all members stands once for each.
    """

    of: Beneficiaries
    size: list[Any] | None
    cost: list[Any] | None
    intensity: dict[str, list[Any] | None]
    grant: list[Any] | None


@dataclass(slots=True)
class Verdict:
    """The answer to every requirement, without reasons.

    Attributes:
        rule_set: The rules that were asked.
        day: The day of granting, whose law is in force.
        answers: True, false or `None` (undetermined) for each requirement, in their order.
        grant: The grant of the whole application as the formulas give it, whether or not it is eligible.
        cost: Its eligible cost.
        beneficiaries: What was found for those who receive aid.
    """

    rule_set: RuleSet
    day: date
    answers: tuple[bool | None, ...]
    grant: Any
    cost: Any
    beneficiaries: tuple[Found, ...]

    @property
    def outcome(self) -> Outcome:
        """Not eligible as soon as one requirement fails; eligible where every one is satisfied."""
        if False in self.answers:
            return "not eligible"
        return "undetermined" if None in self.answers else "eligible"

    @property
    def failed(self) -> tuple[str, ...]:
        """The codes of the requirements that fail."""
        return self._codes(False)

    @property
    def undetermined(self) -> tuple[str, ...]:
        """The codes of the requirements that cannot be decided yet."""
        return self._codes(None)

    def _codes(self, answer: bool | None) -> tuple[str, ...]:
        if answer not in self.answers:  # the common case
            return ()
        pairs = zip(self.rule_set.requirements, self.answers, strict=True)
        return tuple(requirement.code for requirement, given in pairs if given is answer)


def decide(
    application: BaseModel,
    rule_set: RuleSet,
    *,
    granted_on: date | None = None,
    changes: Mapping[str, Value] | None = None,
) -> Verdict:
    """The answer of `rule_set` to every requirement, for one application.

    Args:
        application: What is examined; an instance of the root model of the rule set.
        rule_set: The rules.
        granted_on: The day of granting, whose law is in force; `None` takes the day the call expects.
        changes: Other values for some parameters, by full name.

    Raises: NoLawThatDay where no law is known for that day; RuleError for a change that fits no parameter.
    """
    return compiled(rule_set).decide(application, granted_on, changes)


class Compiled(Generated):
    """The functions generated from the rule set of a call."""

    def __init__(self, rule_set: RuleSet) -> None:
        super().__init__(rule_set)
        self.rule_set = rule_set
        self._wanted: list[Cell] = [self.plan.cell_of(each.holds_if.node) for each in rule_set.requirements]
        self._requirements = len(self._wanted)
        self._grant, self._cost = self._want(rule_set.grant), self._want(rule_set.cost)
        self._beneficiaries = [_Places.of(each, self._want) for each in rule_set.beneficiaries]
        self._decide = self.finder(self._wanted, "decide")
        self._granting_day, self.granting_day = _expected_granting_day(rule_set)

    def decide(
        self, application: BaseModel, granted_on: date | None = None, changes: Mapping[str, Value] | None = None
    ) -> Verdict:
        """See `decide` of this module."""
        self.check_input(application, granted_on)
        changes = self.rule_set.fitting(changes) if changes else None
        day = self.law_of(granted_on, changes)
        return self.verdict(application, day, self.figures(day, changes))

    def verdict(self, application: BaseModel, day: date, figures: Figures) -> Verdict:
        """The answers for one application that has been checked, with figures in force on `day`."""
        found = self._decide(application, figures)
        beneficiaries = tuple([places.read(found) for places in self._beneficiaries])
        answers = found[: self._requirements]
        return Verdict(self.rule_set, day, answers, found[self._grant[0]], found[self._cost[0]], beneficiaries)

    def check_input(self, application: object, granted_on: object) -> None:
        """Refuse what is no application of these rules, and what is no day.

        Raises: InputError `input-invalid`.
        """
        if not isinstance(application, self.rule_set.root):
            said = (
                f"`{self.rule_set.name}` decides on {self.rule_set.root.__name__}, not on {type(application).__name__}"
            )
            raise InputError(Problem("input-invalid", "application", said, "hand in what read_application(...) gives"))
        if type(granted_on) not in (date, NoneType):
            said = f"{granted_on!r} is not a day"
            raise InputError(Problem("input-invalid", "granted_on", said, "write date(2017, 7, 29)"))

    def law_of(self, granted_on: date | None, changes: Mapping[str, Value] | None) -> date:
        """The day whose law is in force: the one given, else the one a change or the call expects."""
        if granted_on is not None:
            return granted_on
        expected = changes.get(self._granting_day) if changes else None
        return expected if type(expected) is date else self.granting_day

    def _want(self, formula: Formula) -> Place:
        """Where the value of a formula will be found, and whether it is a list with a value for each member."""
        cell = self.plan.cell_of(formula.node)
        self._wanted.append(cell)
        return len(self._wanted) - 1, cell.scope.depth > 0


Place = tuple[int, bool]


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the values are found that concern one kind of beneficiary."""

    whose: Beneficiaries
    size: Place | None
    cost: Place
    intensity: tuple[tuple[str, Place], ...]
    grant: Place

    @classmethod
    def of(cls, whose: Beneficiaries, want: Callable[[Formula], Place]) -> _Places:
        """The places of all that a decision says of these beneficiaries."""
        size = None if whose.size is None else want(whose.size)
        intensity = tuple((activity, want(formula)) for activity, formula in whose.intensity.items())
        return cls(whose, size, want(whose.cost), intensity, want(whose.grant))

    def read(self, found: tuple[Any, ...]) -> Found:
        """What was found for them. What is the same for all is repeated for each."""
        cost, grant = found[self.cost[0]], found[self.grant[0]]
        members = None if grant is None else len(grant)
        size = None if self.size is None else _for_each(found, self.size, members)
        intensity = {
            activity: found[number] if is_list else None if members is None else [found[number]] * members
            for activity, (number, is_list) in self.intensity
        }
        return Found(self.whose, size, cost, intensity, grant)


def _for_each(found: tuple[Any, ...], place: Place, members: int | None) -> list[Any] | None:
    number, is_list = place
    if is_list:
        values: list[Any] | None = found[number]
        return values
    return None if members is None else [found[number]] * members


def compiled(rule_set: RuleSet) -> Compiled:
    """The functions of a rule set, generated at the first call and kept with it."""
    return kept(rule_set, Compiled)


def _expected_granting_day(rule_set: RuleSet) -> tuple[str, date]:
    """The parameter that holds the day on which the call expects to grant, and that day."""
    assert isinstance(rule_set.granting_day.node, n.Figure)  # the rule set was checked when it was built
    parameter = rule_set.granting_day.node.parameter
    day = parameter.on(rule_set.in_force_from)
    assert isinstance(day, date)
    return parameter.name, day
