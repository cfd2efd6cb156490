"""Award rules: what is asked of a project once aid was granted, and how the aid is paid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clusterpolicy.errors import Problem, RuleError
from clusterpolicy.language import nodes as n
from clusterpolicy.language.check import Part
from clusterpolicy.language.formula import Formula
from clusterpolicy.language.kinds import TRUTH, number
from clusterpolicy.language.rule import Requirement
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.language.rules import Rules
from clusterpolicy.units import Unit


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AwardRules(RuleSet):
    """Rules over the report on a granted project. Their `grant` is the grant on actual costs.

    A requirement that fails brings the award down. One of those that reduce only tells why the grant is lower: the
    formulas of the grant reckon with it already.

    Attributes, beside those of a rule set:
        reducing: The requirements that reduce the grant rather than bring the award down; some of `requirements`.
        asked_midway: The requirements asked before an interim payment; some of `requirements`.
        advance: The share of the grant paid before any cost is reported.
        advance_needs_guarantee: Whether the advance is paid against a guarantee only.
        balance: The share of the grant that is held back until the final report.
        shared_among_partners: Whether what one beneficiary leaves of its grant may go to another.

    Raises: RuleError with every fault of the rules; `unknown-name` for a requirement that is not among theirs,
    `figure-in-rule` for terms of payment that are no parameters.
    """

    reducing: tuple[Requirement, ...]
    asked_midway: tuple[Requirement, ...]
    advance: Formula
    advance_needs_guarantee: Formula
    balance: Formula
    shared_among_partners: Formula

    def __post_init__(self) -> None:
        Rules.__post_init__(self)
        for figure in (self.advance, self.advance_needs_guarantee, self.balance, self.shared_among_partners):
            figure_name(figure)
        others = [each.code for each in (*self.reducing, *self.asked_midway) if each not in self.requirements]
        if others:
            place, mend = f"rules `{self.name}`", "add it to `requirements`, or take it out"
            raise RuleError(
                Problem("unknown-name", place, f"`{code}` is none of its requirements", mend) for code in others
            )

    def parts(self) -> Iterator[Part]:
        """Every formula that something is asked of, with what is expected of it."""
        yield from RuleSet.parts(self)
        yield Part("the advance", self.advance.node, number(Unit.SHARE))
        yield Part("the guarantee for the advance", self.advance_needs_guarantee.node, TRUTH)
        yield Part("the balance", self.balance.node, number(Unit.SHARE))
        yield Part("the sharing among partners", self.shared_among_partners.node, TRUTH)

    def declared(self) -> Iterator[str]:
        """Which requirements only reduce the grant, and which are asked midway."""
        yield "reducing " + " ".join(each.code for each in self.reducing)
        yield "asked midway " + " ".join(each.code for each in self.asked_midway)


def figure_name(formula: Formula) -> str:
    """The full name of the parameter that a formula is. Raises: RuleError `figure-in-rule` where it is none."""
    if not isinstance(formula.node, n.Figure):
        said = f"{formula!r} is no parameter, so nobody can see its source or change it"
        raise RuleError(Problem("figure-in-rule", "award rules", said, "name a parameter: limits.that_name"))
    return formula.node.parameter.name
