"""Scalar engine: one application at a time, by functions generated from the formulas of a rule set.

`decide` finds the answer to every requirement, the grant, and what each beneficiary receives. It gives no reasons;
those are built by `clusterpolicy.engines.explain` when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel

from clusterpolicy.engines.generated import Generated
from clusterpolicy.engines.plan import Cell
from clusterpolicy.language import nodes as n
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.rule import Beneficiaries
from clusterpolicy.language.rule_set import RuleSet

Outcome = Literal["eligible", "not eligible", "undetermined"]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
        self._requirements = [self.plan.cell_of(each.holds_if.node) for each in rule_set.requirements]
        self._wanted, self._beneficiaries = self._wants(rule_set)
        self._decide = self.finder(self._wanted, "decide")
        self._granting_day, self.granting_day = _expected_granting_day(rule_set)

    def decide(
        self, application: BaseModel, granted_on: date | None = None, changes: Mapping[str, Value] | None = None
    ) -> Verdict:
        """See `decide` of this module."""
        day = self.law_of(granted_on, changes)
        found = self._decide(application, self.figures(day, changes))
        first = len(self._requirements)
        grant, cost = found[first], found[first + 1]
        return Verdict(self.rule_set, day, found[:first], grant, cost, self._found(found))

    def law_of(self, granted_on: date | None, changes: Mapping[str, Value] | None) -> date:
        """The day whose law is in force: the one given, else the one a change or the call expects."""
        expected = (changes or {}).get(self._granting_day, self.granting_day)
        return granted_on or (expected if type(expected) is date else self.granting_day)

    def _wants(self, rule_set: RuleSet) -> tuple[list[Cell], list[tuple[Beneficiaries, int]]]:
        """The cells a decision needs, and where those of each kind of beneficiary begin."""
        cell_of = self.plan.cell_of
        wanted = [*self._requirements, cell_of(rule_set.grant.node), cell_of(rule_set.cost.node)]
        begins: list[tuple[Beneficiaries, int]] = []
        for each in rule_set.beneficiaries:
            begins.append((each, len(wanted)))
            sizes = [] if each.size is None else [each.size]
            formulas = [each.cost, each.grant, *each.intensity.values(), *sizes]
            wanted += [cell_of(formula.node) for formula in formulas]
        return wanted, begins

    def _found(self, found: tuple[Any, ...]) -> tuple[Found, ...]:
        results = []
        for each, begin in self._beneficiaries:
            activities = len(each.intensity)
            grant = found[begin + 1]
            of_each = [
                None if grant is None else values if type(values) is list else [values] * len(grant)
                for values in found[begin : begin + 2 + activities + (each.size is not None)]
            ]
            size = None if each.size is None else of_each[-1]
            intensity = dict(zip(each.intensity, of_each[2:], strict=False))
            results.append(Found(each, size, of_each[0], intensity, grant))
        return tuple(results)


def compiled(rule_set: RuleSet) -> Compiled:
    """The functions of a rule set, generated at the first call and kept with it."""
    found = rule_set.derived.get("scalar")
    if found is None:
        found = rule_set.derived["scalar"] = Compiled(rule_set)
    assert isinstance(found, Compiled)
    return found


def _expected_granting_day(rule_set: RuleSet) -> tuple[str, date]:
    """The parameter that holds the day on which the call expects to grant, and that day."""
    assert isinstance(rule_set.granting_day.node, n.Figure)  # the rule set was checked when it was built
    parameter = rule_set.granting_day.node.parameter
    day = parameter.on(rule_set.in_force_from)
    assert isinstance(day, date)
    return parameter.name, day
