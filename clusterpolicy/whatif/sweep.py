"""Sweeps: a whole call, ranking and money included, for thousands of values of its figures.

Every row of a sweep is what `clusterpolicy.run_call` finds with the figures of that row, to the cent. It is found
faster: what does not hang on a figure that varies is found once.

>>> from clusterpolicy.replay.marks import marks_of
>>> from clusterpolicy.replay.portfolio import applications_of
>>> from clusterpolicy.rules import piedmont
>>> from clusterpolicy.whatif.variants import Steps, Variants
>>> call = piedmont.LINE_B
>>> entries = Variants.grid({"piedmont/minimum_cost": Steps(200_000, 600_000, 200_000)})
>>> found = sweep(call, applications_of("line_b", 2016), marks_of("line_b", 2016, call.merit.grid), entries)
>>> found.awarded.tolist(), found.granted_cents.tolist()
([36, 26, 14], [951069403, 793322284, 508443267])
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
import numpy.typing as npt

from clusterpolicy.calls.law import Law
from clusterpolicy.calls.progress import on_terminal
from clusterpolicy.calls.run import checked
from clusterpolicy.errors import InputError, Problem, RuleError
from clusterpolicy.language.formula import Formula
from clusterpolicy.model import Application
from clusterpolicy.model.evaluation import ConflictOfInterest, Evaluation, Mark
from clusterpolicy.scoring.criterion import parameter_of
from clusterpolicy.scoring.outcome import Status
from clusterpolicy.scoring.portfolio_rules import AtMostApplications, PortfolioRule
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.whatif.awarding import Awarding
from clusterpolicy.whatif.examined import Examination
from clusterpolicy.whatif.given import NOT_KNOWN, STATUSES, UNDECIDED, Given, Money
from clusterpolicy.whatif.scenario import Scenario
from clusterpolicy.whatif.under import law_under
from clusterpolicy.whatif.variants import Column, Variants
from clusterpolicy.whatif.varied import check

BLOCK = 1000
"""So many variants are found together: enough to be fast, few enough to stay small."""

Counts = npt.NDArray[np.int64]
"""A number for each variant."""

Progress = Callable[[int, int], None]
"""Told now and then how many variants are done, and how many there are."""


@dataclass(frozen=True)
class Swept:
    """What becomes of every application in every variant. Rows are variants, columns are applications.

    Attributes:
        variants: The figures of each row.
        applications: The application of each column, by id.
        status: The code of its status; see `clusterpolicy.whatif.given.STATUSES`.
        cents: What it is awarded in cents; -1 while that is not known.
        refused: For each row the code of the problem for which it cannot be run, such as `tie-unbroken`; empty where
            it can. The counts of such a row say that everything is undecided.
        first: The number of the first row among all variants, where these are only a block of them.
    """

    variants: Variants
    applications: tuple[str, ...]
    status: npt.NDArray[np.int8]
    cents: npt.NDArray[np.int64]
    refused: tuple[str, ...]
    first: int = 0

    def __len__(self) -> int:
        return len(self.variants)

    @cached_property
    def awarded(self) -> Counts:
        """How many are awarded."""
        return self.counted(Status.AWARDED)

    @cached_property
    def reserve(self) -> Counts:
        """How many pass and are not reached by the money."""
        return self.counted(Status.RESERVE)

    @cached_property
    def rejected(self) -> Counts:
        """How many do not pass."""
        return self.counted(Status.REJECTED)

    @cached_property
    def undecided(self) -> Counts:
        """How many something unknown could still change."""
        return self.counted(Status.UNDECIDED)

    def counted(self, status: Status) -> Counts:
        """For each row how many have a status."""
        found: Counts = (self.status == STATUSES.index(status)).sum(axis=1)
        return found

    @cached_property
    def granted_cents(self) -> Counts:
        """What is surely awarded, in cents."""
        found: Counts = np.where(self.cents == NOT_KNOWN, 0, self.cents).sum(axis=1)
        return found

    def check_all_run(self) -> None:
        """Refuse to go on where some variants cannot be run: their zeros would pass for outcomes.

        Raises: InputError with the code of each such variant, a thousand of them at most.
        """
        rows = [row for row, code in enumerate(self.refused) if code]
        if rows:
            said, mend = "the call cannot be run with these figures", "vary less, or leave the figure out"
            raise InputError(
                [
                    Problem(self.refused[row], f"variant {self.first + row}", f"{said}: {self._typed(row)}", mend)
                    for row in rows[:1000]
                ]
            )

    def _typed(self, row: int) -> str:
        return ", ".join(f"{name}={value}" for name, value in self.variants.changes(row).items())

    def outcome(self, row: int, application: str) -> tuple[Status, Decimal | None]:
        """What becomes of one application in one row, and what it is awarded in euro; `None` while not known."""
        column = self.applications.index(application)
        cents = int(self.cents[row, column])
        return STATUSES[self.status[row, column]], None if cents == NOT_KNOWN else Decimal(cents).scaleb(-2)


def sweep(
    call: RankedCall,
    applications: Iterable[Application],
    marks: Iterable[Mark],
    variants: Variants,
    conflicts: Iterable[ConflictOfInterest] = (),
    *,
    scenario: Scenario | None = None,
    progress: Progress | None = None,
) -> Swept:
    """A whole call with the figures of every variant.

    Args:
        call: The rules of the call.
        applications: All applications to it.
        marks: All marks of all evaluators.
        variants: Which figures vary, and how.
        conflicts: Which evaluators may not judge which applications.
        scenario: What is different in every variant; `None` is nothing.
        progress: Told now and then how many variants are done. `None` shows a bar on a terminal.

    Raises: RuleError for a figure that is none of the call, or a value that does not fit it; and as
    `clusterpolicy.run_call` and `Scenario.of` do. A single variant that cannot be run says so in its row.
    """
    blocks = list(stream(call, applications, marks, variants, conflicts, scenario=scenario, progress=progress))
    return Swept(
        variants,
        blocks[0].applications,
        np.concatenate([each.status for each in blocks]),
        np.concatenate([each.cents for each in blocks]),
        tuple(code for each in blocks for code in each.refused),
    )


def stream(
    call: RankedCall,
    applications: Iterable[Application],
    marks: Iterable[Mark],
    variants: Variants,
    conflicts: Iterable[ConflictOfInterest] = (),
    *,
    scenario: Scenario | None = None,
    progress: Progress | None = None,
) -> Iterator[Swept]:
    """The same as `sweep`, a block of variants at a time: however many there are, no more than a block is held."""
    law = law_under(call, scenario)
    check(law.call, variants)
    evaluations = checked(law, tuple(applications), tuple(marks), tuple(conflicts))
    sweeping = _Sweeping(law, evaluations, variants)
    return sweeping.blocks(progress or on_terminal(what="variants run"))


class _Sweeping:
    def __init__(self, law: Law, evaluations: Sequence[Evaluation], variants: Variants) -> None:
        self._law, self._variants = law, variants
        self._names = tuple(each.application.id for each in evaluations)
        self._examination = Examination(law, evaluations, variants.names)
        self._awarding = Awarding(law.call, evaluations)

    def blocks(self, progress: Progress) -> Iterator[Swept]:
        """Every block of variants."""
        number = len(self._variants)
        for first in range(0, max(1, number), BLOCK):
            variants = self._variants.part(first, first + BLOCK)
            money, broken = self._money(variants)
            given = self._awarding.give(self._examination.block(variants), money)
            _refuse(given, broken)
            yield Swept(variants, self._names, given.status, given.cents, tuple(given.refused), first)
            progress(min(first + BLOCK, number), number)

    def _money(self, variants: Variants) -> tuple[Money, Mapping[int, str]]:
        """The money of every variant, and in which the rules about all applications leave nobody."""
        call, law, number = self._law.call, self._law, len(variants)
        endowment = _figure(call.endowment, variants, law.endowment)
        aside = {kind: _figure(each, variants, law.set_aside[kind]) for kind, each in call.set_aside.items()}
        if call.most_applications is None:
            return Money(endowment, aside, [call.portfolio] * number), {}
        name = parameter_of(call.most_applications).name
        if name not in variants.columns:
            return Money(endowment, aside, [law.portfolio] * number), {}
        most = [variants.columns[name].value(at) for at in range(number)]
        rules: dict[Decimal, tuple[PortfolioRule, ...]] = {}
        broken: dict[int, str] = {}
        for value in set(most):
            try:
                sources = (parameter_of(call.most_applications).source,)
                rules[value] = (AtMostApplications(int(value), call.keeps, sources), *call.portfolio)
            except RuleError as error:
                rules[value] = ()
                broken |= {at: error.problems[0].code for at, each in enumerate(most) if each == value}
        return Money(endowment, aside, [rules[each] for each in most]), broken


def _figure(formula: Formula, variants: Variants, otherwise: Decimal) -> Column:
    """What a figure is in each variant: what its column says, or else what it is anyway."""
    column = variants.columns.get(parameter_of(formula).name)
    if column is not None:
        return column
    cents = int(otherwise.scaleb(2))  # the law was checked: money has no parts of a cent
    return Column(np.full(len(variants), cents, np.int64), 2)


def _refuse(given: Given, broken: Mapping[int, str]) -> None:
    for at, code in broken.items():
        given.status[at], given.cents[at], given.refused[at] = UNDECIDED, NOT_KNOWN, code
