"""A rule set: all rules of one call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clusterpolicy.language.check import Part
from clusterpolicy.language.formula import Formula
from clusterpolicy.language.kinds import DATE, TRUTH, number
from clusterpolicy.language.procedure import Procedure
from clusterpolicy.language.rule import Beneficiaries, Quantity, Requirement
from clusterpolicy.language.rules import Rules
from clusterpolicy.units import Unit


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RuleSet(Rules):
    """All rules of one call: its requirements, the quantities they use, the grant, the figures.

    Attributes, beside those of all `Rules`:
        requirements: What an application must satisfy, in the order of the procedure.
        grant, cost: The grant and the eligible cost of the whole application.
        beneficiaries: Who receives aid, and how much.
        granting_day: The parameter that holds the day on which aid is granted, where nobody says otherwise.
        procedure: The life of an application; `None` where it is not told.

    Raises: RuleError with every fault: unknown names, types, units, cycles, unused parameters, missing sources.
    """

    requirements: tuple[Requirement, ...]
    grant: Quantity
    cost: Quantity
    beneficiaries: tuple[Beneficiaries, ...]
    granting_day: Formula
    procedure: Procedure | None = None

    def required(self) -> tuple[Requirement, ...]:
        """The requirements among these rules."""
        return self.requirements

    def parts(self) -> Iterator[Part]:
        """Every formula that something is asked of, with what is expected of it."""
        for requirement in self.requirements:
            yield Part(f"requirement `{requirement.code}`", requirement.holds_if.node, TRUTH)
        yield Part("the grant", self.grant.node, number(Unit.EURO), in_cents=True)
        yield Part("the eligible cost", self.cost.node, number(Unit.EURO), in_cents=True)
        yield Part("the day of granting", self.granting_day.node, DATE)
        for each in self.beneficiaries:
            whose = f"the beneficiaries {each.of.__name__}"
            yield Part(f"the cost of {whose}", each.cost.node, number(Unit.EURO), each.of, own=True, in_cents=True)
            yield Part(f"the grant of {whose}", each.grant.node, number(Unit.EURO), each.of, own=True, in_cents=True)
            for activity, intensity in each.intensity.items():
                yield Part(f"the intensity for {activity} of {whose}", intensity.node, number(Unit.SHARE), each.of)
            if each.size is not None:
                yield Part(f"the size of {whose}", each.size.node, None, each.of)
