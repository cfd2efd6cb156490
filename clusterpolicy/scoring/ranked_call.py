"""A call whose applications compete: the rules for each of them, and those by which some of them are funded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from clusterpolicy.errors import Problem, RuleError, nearest
from clusterpolicy.language.check import Part
from clusterpolicy.language.formula import Formula
from clusterpolicy.language.inquiry import Inquiry
from clusterpolicy.language.kinds import TRUTH, number
from clusterpolicy.language.parameter import Parameter, Value
from clusterpolicy.language.rule import Provision
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.language.rules import Rules
from clusterpolicy.scoring.budget import BudgetRules
from clusterpolicy.scoring.criterion import parameter_of
from clusterpolicy.scoring.merit import Merit
from clusterpolicy.scoring.order_rules import Keeps, PortfolioRule, RankingRules
from clusterpolicy.scoring.provisions import budget_in_words, ranking_in_words
from clusterpolicy.units import Unit

SUBMITTED_AT = "submitted_at"
"""The tie-break that compares when applications were submitted. Every other one is a criterion of the grid, by code."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RankedCall(RuleSet):
    """All rules of a call whose applications compete for its money. On one application it decides like any rule set.

    Attributes, beside those of all rule sets:
        merit: How merit is measured: the rules over an evaluation.
        ranking: How those that pass are put in order. A tie-break is a criterion of the grid, or `submitted_at`.
        budget: How the money is given out.
        endowment: The parameter that holds the money of the call, in euro.
        set_aside: The parameter that holds the money of each reserve of the budget, in euro.
        draws_on: For each reserve a truth about an application: whether it may draw on it.
        accepts_remainder: Whether the applicants take less than the full grant; `None` where the call does not ask.
        most_applications: The parameter that holds with how many applications an enterprise may compete; `None` where
            there is no such limit.
        keeps: Which applications of an enterprise are kept where it has too many.
        portfolio: Further rules about all applications together, applied in this order.
        awards_stand: Whether awards stand when another project leaves, and only what is free goes down the ranking.
            Otherwise all is given out anew.
        joining: The questions about an admitted application whose enterprises must still join a cluster; `None` where
            admission hangs on nothing more. One of its answers is `joined_in_time`.

    Raises: RuleError with every fault: those of all rule sets, an unknown tie-break, a reserve without money.
    """

    merit: Merit
    ranking: RankingRules
    budget: BudgetRules
    endowment: Formula
    set_aside: Mapping[str, Formula] = field(default_factory=dict)
    draws_on: Mapping[str, Formula] = field(default_factory=dict)
    accepts_remainder: Formula | None = None
    most_applications: Formula | None = None
    keeps: Keeps = Keeps.SUBMITTED_FIRST
    portfolio: tuple[PortfolioRule, ...] = ()
    awards_stand: bool = True
    joining: Inquiry | None = None

    def __post_init__(self) -> None:
        problems = [*self._faults_of_tie_breaks(), *self._faults_of_reserves(), *self._faults_of_figures()]
        try:
            RuleSet.__post_init__(self)
        except RuleError as error:
            problems += error.problems
        if problems:
            raise RuleError(problems)

    def parts(self) -> Iterator[Part]:
        """Every formula that something is asked of, with what is expected of it."""
        yield from RuleSet.parts(self)
        yield Part("the endowment", self.endowment.node, number(Unit.EURO), in_cents=True)
        for kind, amount in self.set_aside.items():
            yield Part(f"the money set aside for `{kind}`", amount.node, number(Unit.EURO), in_cents=True)
        for kind, truth in self.draws_on.items():
            yield Part(f"who may draw on `{kind}`", truth.node, TRUTH)
        if self.accepts_remainder is not None:
            yield Part("who accepts the remainder", self.accepts_remainder.node, TRUTH)
        if self.most_applications is not None:
            yield Part("the most applications of an enterprise", self.most_applications.node, number(Unit.COUNT))

    def further(self) -> tuple[Rules, ...]:
        """The rules that belong to these and speak of another model: merit, and what admission hangs on."""
        return (self.merit,) if self.joining is None else (self.merit, self.joining)

    def declared(self) -> Iterator[str]:
        """What is declared beside formulas, and makes these rules select as they do."""
        yield from map(repr, (self.ranking, self.budget, self.keeps, self.portfolio, self.awards_stand))

    def provisions(self) -> tuple[Provision, ...]:
        """How the call ranks and gives out its money, in words for people."""
        titles = {each.code: f"the points for {each.title}" for each in self.merit.grid.walk()}
        keeps = None if self.most_applications is None else self.keeps
        return (
            ranking_in_words(self.ranking, {**titles, SUBMITTED_AT: "the moment of submission"}),
            budget_in_words(self.budget, keeps, self.awards_stand),
        )

    def deciding(self) -> Mapping[str, Parameter]:
        """The parameters on which a decision on one application rests: what only the selection uses is left out."""
        return self.figures_in(RuleSet.parts(self))

    @property
    def all_figures(self) -> dict[str, Parameter]:
        """Every parameter that a run of the call uses, by full name: those of its rules and those of merit."""
        return {**self.merit.figures, **self.figures}

    def split(self, changes: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, Value]]:
        """Changes of figures, as their parameters hold them: those of the rules of the call, and those of merit.

        Raises: RuleError with every change of what is no parameter of either, or that does not fit its parameter.
        """
        problems = [
            Problem("unknown-name", name, f"`{self.name}` has no parameter `{name}`", nearest(name, list(known)))
            for known in (self.all_figures,)
            for name in changes
            if name not in known
        ]
        found: list[dict[str, Value]] = []
        for rules in (self, self.merit):
            try:
                found.append(rules.fitting({name: value for name, value in changes.items() if name in rules.figures}))
            except RuleError as error:
                problems += (each for each in error.problems if each not in problems)
        if problems:
            raise RuleError(problems)
        return found[0], found[1]

    def _faults_of_figures(self) -> Iterator[Problem]:
        """What must be a parameter and is not."""
        limit = () if self.most_applications is None else (self.most_applications,)
        for formula in (self.endowment, *self.set_aside.values(), *limit):
            try:
                parameter_of(formula)
            except RuleError as error:
                for each in error.problems:
                    yield Problem(each.code, f"rules `{self.name}`", each.message, each.mend)

    def _faults_of_tie_breaks(self) -> Iterator[Problem]:
        known = [SUBMITTED_AT, *(criterion.code for criterion in self.merit.grid.walk())]
        for each in self.ranking.tie_breaks:
            if each.name not in known:
                said = f"no criterion has the code `{each.name}`"
                yield Problem("unknown-name", f"tie-break `{each.name}`", said, nearest(each.name, known))

    def _faults_of_reserves(self) -> Iterator[Problem]:
        declared = {reserve.kind for reserve in self.budget.reserves}
        for what, given in (("how much is set aside", self.set_aside), ("who may draw on it", self.draws_on)):
            for kind in sorted(declared ^ set(given)):
                said = f"nobody says {what}" if kind in declared else "the budget declares no such reserve"
                yield Problem("unknown-name", f"reserve `{kind}`", said, "name the same reserves in all three places")
