"""By what a run of a call decides: its rules, the day whose law is in force, and other figures for some parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clusterpolicy.engines.scalar import compiled
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language.formula import Formula
from clusterpolicy.language.parameter import Value
from clusterpolicy.scoring.criterion import parameter_of
from clusterpolicy.scoring.portfolio_rules import AtMostApplications, PortfolioRule
from clusterpolicy.scoring.ranked_call import RankedCall


@dataclass(frozen=True, slots=True)
class Law:
    """By what a run decides. Made by `Law.of`, which checks everything.

    Attributes:
        call: The rules of the call.
        day: The day of granting, whose law is in force.
        day_is_given: Whether somebody gave that day; otherwise it is the one that the call expects.
        changes: Other values for parameters of the call, by full name.
        changes_of_merit: The same for parameters of merit.
        figures: The value of every parameter of the call, by full name.
        figures_of_merit: The value of every parameter of merit, by full name.
    """

    call: RankedCall
    day: date
    day_is_given: bool
    changes: Mapping[str, Value]
    changes_of_merit: Mapping[str, Value]
    figures: Mapping[str, Value]
    figures_of_merit: Mapping[str, Value]

    @classmethod
    def of(cls, call: RankedCall, granted_on: date | None, changes: Mapping[str, Value] | None) -> Law:
        """The law of a day, with changes.

        Raises: InputError where `call` ranks no applications, or `granted_on` is no day; RuleError for a change that
        fits no parameter; NoLawThatDay where no law is known for that day.
        """
        if not isinstance(call, RankedCall):
            said = f"{getattr(call, 'name', call)!r} is no call whose applications compete"
            raise InputError(Problem("input-invalid", "call", said, "hand in a RankedCall, as piedmont.LINE_B is one"))
        if granted_on is not None and type(granted_on) is not date:
            said = f"{granted_on!r} is not a day"
            raise InputError(Problem("input-invalid", "granted_on", said, "write date(2017, 7, 29)"))
        of_call, of_merit = call.split(changes or {})
        day = compiled(call).law_of(granted_on, of_call)
        figures, of_grid = call.figures_on(day, of_call), call.merit.figures_on(day, of_merit)
        return cls(call, day, granted_on is not None, of_call, of_merit, figures, of_grid)

    @property
    def endowment(self) -> Decimal:
        """The money of the call, in euro."""
        return self._number(self.call.endowment)

    @property
    def set_aside(self) -> dict[str, Decimal]:
        """The money of each reserve, in euro."""
        return {kind: self._number(amount) for kind, amount in self.call.set_aside.items()}

    @property
    def portfolio(self) -> tuple[PortfolioRule, ...]:
        """The rules about all applications together. Raises: RuleError where their figures leave nobody."""
        call = self.call
        if call.most_applications is None:
            return call.portfolio
        sources = (parameter_of(call.most_applications).source,)
        return (AtMostApplications(int(self._number(call.most_applications)), call.keeps, sources), *call.portfolio)

    def figure_of_merit(self, formula: Formula) -> Decimal:
        """The number that a parameter of merit holds."""
        value = self.figures_of_merit[parameter_of(formula).name]
        assert isinstance(value, Decimal | int)  # the grid was checked when it was built
        return Decimal(value)

    def _number(self, formula: Formula) -> Decimal:
        value = self.figures[parameter_of(formula).name]
        assert isinstance(value, Decimal | int)  # the call was checked when it was built
        return Decimal(value)
