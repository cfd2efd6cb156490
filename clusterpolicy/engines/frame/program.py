"""The program of a rule set over tables: what becomes of their columns, made once for each kind of contents."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from pydantic import BaseModel

from clusterpolicy.engines.frame.columns import Columns, Contents
from clusterpolicy.engines.frame.lowering import Inputs, Lowering
from clusterpolicy.engines.frame.numbers import Number
from clusterpolicy.engines.frame.refusals import refused
from clusterpolicy.engines.frame.schedule import Rounds, rounds_for
from clusterpolicy.engines.frame.schema import Schema, Table
from clusterpolicy.engines.frame.steps import Steps, steps_of
from clusterpolicy.engines.frame.term import Term
from clusterpolicy.engines.frame.terms import Terms
from clusterpolicy.engines.frame.values import Lowered
from clusterpolicy.engines.frame.words import Category
from clusterpolicy.engines.plan import Plan
from clusterpolicy.language.formula import Formula
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.rule import Beneficiaries
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.language.scope import Scope

AMOUNT_DECIMALS, SHARE_DECIMALS = 2, 6
"""Amounts are told in cents, shares in parts per million."""

OUTCOMES = ("eligible", "not eligible", "undetermined")

CODES_A_MASK = 60
"""How many codes one mask tells of: a bit each, in a number of 64 bits."""


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results: its name, and the term it is. Of a category it is the number of its option."""

    name: str
    term: Term
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodesOutput:
    """A column of results that lists codes: masks with a bit for each requirement, the first one lowest."""

    name: str
    masks: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """What is found for each table, and how.

    Attributes:
        tables: The tables, by whose rows they are.
        outputs: What results tell of the rows of each table.
        of_codes: The columns about applications that list codes.
        codes: The codes of the requirements, in their order.
        rounds: How all of this is found.
        written: The steps of the rounds, as they were written for a library and the tables at hand.
    """

    tables: Mapping[Scope, Table]
    outputs: Mapping[Scope, tuple[Output, ...]]
    of_codes: tuple[CodesOutput, ...]
    codes: tuple[str, ...]
    rounds: Rounds
    written: dict[tuple[str, frozenset[Scope]], Steps] = field(default_factory=dict, compare=False, repr=False)

    def steps(self, given: Collection[Scope], library: Any) -> Steps:
        """The steps of the rounds over the tables handed in, in Narwhals or Polars: written once, then kept."""
        key = (library.__name__, frozenset(given))
        if key not in self.written:
            self.written[key] = steps_of(self.rounds, self.tables, given, library)
        return self.written[key]

    def lists(self, scope: Scope) -> tuple[CodesOutput, ...]:
        """The columns about the rows of a table that list codes."""
        return self.of_codes if scope.parent is None else ()


def program_of(
    rule_set: RuleSet,
    plan: Plan,
    schema: Schema,
    contents: Contents,
    figures: Mapping[str, Value],
    day: date,
    tell: Collection[str] | None = None,
) -> Program:
    """The program of a rule set over tables with some contents, under the figures of a day.

    `tell` names the columns of results that are asked for; `None` asks for all.
    """
    return _Writer(rule_set, plan, schema, contents, figures, day).program(tell)


def result_columns(rule_set: RuleSet) -> dict[type[BaseModel], tuple[str, ...]]:
    """The names of the columns of results, for applications and for each kind of beneficiary."""
    found: dict[type[BaseModel], tuple[str, ...]] = {
        rule_set.root: (
            "outcome",
            "grant_cents",
            "lowest_grant_cents",
            "highest_grant_cents",
            "cost_cents",
            "failed",
            "undetermined",
        )
    }
    for each in rule_set.beneficiaries:
        size = () if each.size is None else ("size",)
        intensities = (f"{activity}_intensity_ppm" for activity in each.intensity)
        found[each.of] = (*size, "cost_cents", *intensities, "grant_cents")
    return found


class _Writer:
    def __init__(
        self,
        rule_set: RuleSet,
        plan: Plan,
        schema: Schema,
        contents: Contents,
        figures: Mapping[str, Value],
        day: date,
    ) -> None:
        self.rule_set = rule_set
        self.plan = plan
        self.schema = schema
        by_name = {table.name: table.scope for table in schema}
        self.t = Terms({by_name[name]: most for name, most in contents.most_members.items()})
        columns = Columns(plan, schema, contents, self.t)
        self.lowering = Lowering(plan, self.t, Inputs(columns.of, columns.known, figures, day))

    def program(self, tell: Collection[str] | None) -> Program:
        """The program, for all columns of results or those asked for."""
        answers = [cast(Term, self._lowered(each.holds_if)) for each in self.rule_set.requirements]
        fails = [self.t.opposite(self.t.filled(answer, self.t.constant(True))) for answer in answers]
        opens = [self.t.is_null(answer) for answer in answers]
        failed, undetermined = self._masks(fails), self._masks(opens)
        outputs = {self._root: self._of_application(failed, undetermined)}
        for each in self.rule_set.beneficiaries:
            outputs[self.rule_set.structure.place_of(each.of).scope] = self._of_beneficiary(each)
        lists: tuple[CodesOutput, ...] = (CodesOutput("failed", failed), CodesOutput("undetermined", undetermined))
        if tell is not None:
            lists = tuple(each for each in lists if each.name in tell)
            outputs = {
                scope: tuple(output for output in found if output.name in tell) for scope, found in outputs.items()
            }
        wanted = {scope: [each.term for each in found] for scope, found in outputs.items()}
        wanted[self._root] += [mask for each in lists for mask in each.masks]
        tables = {table.scope: table for table in self.schema}
        codes = tuple(each.code for each in self.rule_set.requirements)
        return Program(tables, outputs, lists, codes, rounds_for(wanted))

    def _of_beneficiary(self, beneficiaries: Beneficiaries) -> tuple[Output, ...]:
        found: list[Output] = []
        if beneficiaries.size is not None:
            found += self._output("size", self._lowered(beneficiaries.size))
        found += self._output("cost", self._lowered(beneficiaries.cost))
        for activity, intensity in beneficiaries.intensity.items():
            found += self._output(f"{activity}_intensity", self._lowered(intensity))
        return (*found, *self._output("grant", self._lowered(beneficiaries.grant)))

    @property
    def _root(self) -> Scope:
        return self.rule_set.structure.root

    def _lowered(self, formula: Formula) -> Lowered:
        return self.lowering.of(self.plan.cell_of(formula.node))

    def _masks(self, flags: list[Term]) -> tuple[Term, ...]:
        zero = self.t.constant(0)
        masks = []
        for start in range(0, len(flags), CODES_A_MASK):
            mask = zero
            for place, flag in enumerate(flags[start : start + CODES_A_MASK]):
                mask = self.t.plus(mask, self.t.choose([(flag, self.t.constant(1 << place))], zero))
            masks.append(mask)
        return tuple(masks)

    def _of_application(self, failed: tuple[Term, ...], undetermined: tuple[Term, ...]) -> tuple[Output, ...]:
        """The outcome, the grant by it, and what the formulas give for the grant and the cost."""
        t, zero = self.t, self.t.constant(0)
        is_failed = t.either(t.compare(">", mask, zero) for mask in failed)
        is_open = t.either(t.compare(">", mask, zero) for mask in undetermined)
        outcome = t.choose([(is_failed, t.constant(1)), (is_open, t.constant(2))], zero)
        formula = cast(Number, self._lowered(self.rule_set.grant))
        (grant,) = self._output("grant", formula)
        awarded = t.choose([(is_failed, zero), (is_open, t.nothing("number"))], grant.term)
        ends = self.lowering.numbers.scaled(formula, 2)
        return (
            Output("outcome", outcome, OUTCOMES),
            Output("grant_cents", awarded),
            Output("lowest_grant_cents", ends.low),
            Output("highest_grant_cents", ends.high),
            *self._output("cost", self._lowered(self.rule_set.cost)),
        )

    def _output(self, name: str, value: Lowered) -> tuple[Output, ...]:
        """A column of results; null where a value is not known."""
        if isinstance(value, Category):
            return (Output(name, self.lowering.words.number_of(value), tuple(value.may_be)),)
        assert isinstance(value, Number)  # what a rule set tells of beneficiaries is a category, amounts and shares
        decimals, unit = (AMOUNT_DECIMALS, "cents") if name in ("cost", "grant") else (SHARE_DECIMALS, "ppm")
        number = self.lowering.numbers.scaled(value, max(decimals, value.scale))
        known = number.low
        if not number.is_point:
            same = self.t.compare("==", number.low, number.high)
            known = self.t.choose([(same, number.low)], self.t.nothing("number"))
        if number.scale > decimals and unit == "ppm":
            raise refused(f"`{name}`, of {number.scale} decimals,", f"write figures whose products have {decimals}")
        # every amount was brought to cents by a rule
        return (Output(f"{name}_{unit}", self.t.over(known, 10 ** (number.scale - decimals))),)
