"""Monte Carlo: what may become of the applications where facts are uncertain, drawn again and again with a seed.

>>> from clusterpolicy.replay.marks import marks_of
>>> from clusterpolicy.replay.portfolio import applications_of
>>> from clusterpolicy.rules import piedmont
>>> from clusterpolicy.whatif.variants import Steps
>>> call = piedmont.LINE_B
>>> filed, given = applications_of("line_b", 2016), marks_of("line_b", 2016, call.merit.grid)
>>> order = Uncertain("B-002", "research_orders[0].amount", Steps("200000.00", "300000.00", "0.01"))
>>> drawn = monte_carlo(call, filed, given, [order], number=200, seed=7)
>>> drawn.chance_of("B-002")
Fraction(113, 200)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from pydantic import ValidationError

from clusterpolicy.calls.contest import Contest
from clusterpolicy.calls.entry import Examiner
from clusterpolicy.calls.progress import on_terminal
from clusterpolicy.calls.run import checked
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.model import Application
from clusterpolicy.model.evaluation import ConflictOfInterest, Evaluation, Mark
from clusterpolicy.scoring.outcome import Status
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.whatif.drawing import generator
from clusterpolicy.whatif.fact_path import path_of, value_at, with_value
from clusterpolicy.whatif.scenario import Scenario
from clusterpolicy.whatif.under import law_under
from clusterpolicy.whatif.variants import Steps


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A fact of which only is known what it may be.

    Attributes:
        application: The identifier of the application.
        fact: The path of the fact, such as `participations[0].costs.industrial_research.personnel`.
        values: What it may be, each as likely: numbers from a lowest to a highest, or a list. A value that stands
            twice in a list is twice as likely; `None` is that it stays unknown.
    """

    application: str
    fact: str
    values: Steps | Sequence[Any]

    def drawn(self, random: np.random.Generator) -> Any:
        """One of the values, at random."""
        if isinstance(self.values, Steps):
            return self.values.at(random.integers(len(self.values), size=1)).value(0)
        return self.values[int(random.integers(len(self.values)))]


@dataclass(frozen=True, slots=True)
class Draws:
    """What came out, draw by draw. Amounts in euro.

    Attributes:
        seed: What repeats it.
        awarded: How many were awarded.
        granted: What they were granted.
        won: For each application in how many draws it was awarded; for one that was in none, nothing.
    """

    seed: int
    awarded: tuple[int, ...]
    granted: tuple[Decimal, ...]
    won: dict[str, int]

    def chance_of(self, application: str) -> Fraction:
        """The share of draws in which an application was awarded."""
        return Fraction(self.won.get(application, 0), len(self.awarded))

    def granted_at(self, share: Fraction | Decimal) -> Decimal:
        """The amount that was granted in no more than this share of the draws: of 1/2 the median, of 1 the most."""
        in_order = sorted(self.granted)
        return in_order[min(len(in_order) - 1, int(len(in_order) * Fraction(share)))]


def monte_carlo(
    call: RankedCall,
    applications: Iterable[Application],
    marks: Iterable[Mark],
    uncertain: Iterable[Uncertain],
    conflicts: Iterable[ConflictOfInterest] = (),
    *,
    number: int,
    seed: int,
    scenario: Scenario | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Draws:
    """Run a call so many times, each time with other values of what is uncertain. The same seed draws the same.

    Only applications with something uncertain are decided anew; ranking and money are always found anew.

    Raises: InputError for an application or a fact that is not there, a value that does not fit it, and fewer than one
    draw; as `clusterpolicy.run_call` and `Scenario.of` do.
    """
    if number < 1:
        raise InputError(Problem("sweep-invalid", "monte_carlo", f"{number} draws say nothing", "draw once or more"))
    law = law_under(call, scenario)
    evaluations = checked(law, tuple(applications), tuple(marks), tuple(conflicts))
    examiner = Examiner(law)
    entries = {entry.application.id: entry for entry in examiner.entries(evaluations)}
    facts = _by_application(tuple(uncertain), {each.application.id: each for each in evaluations})
    random = generator(seed)
    told = progress or on_terminal(what="draws made")
    awarded, granted, won = [], [], dict.fromkeys(entries, 0)
    for draw in range(number):
        changed = [_drawn(evaluation, listed, random) for evaluation, listed in facts]
        now = {**entries, **{entry.application.id: entry for entry in examiner.entries(changed)}}
        found = [each for each in Contest(law, now, {}).allocation().outcomes if each.status is Status.AWARDED]
        awarded.append(len(found))
        granted.append(sum((each.amount or Decimal(0) for each in found), Decimal("0.00")))
        for each in found:
            won[each.application] += 1
        told(draw + 1, number)
    return Draws(seed, tuple(awarded), tuple(granted), {name: times for name, times in won.items() if times})


_WHICH = ("call", "id")
"""What says which application it is, and to which call."""


def _by_application(
    uncertain: Sequence[Uncertain], evaluations: dict[str, Evaluation]
) -> list[tuple[Evaluation, list[Uncertain]]]:
    """What is uncertain, by application. Raises: InputError with everything that is not there."""
    problems: list[Problem] = []
    found: dict[str, list[Uncertain]] = {}
    for each in uncertain:
        evaluation = evaluations.get(each.application)
        if evaluation is None:
            said = f"no application has the identifier `{each.application[:100]}`"
            problems.append(Problem("reference-unknown", "uncertain", said, "name one of the call"))
            continue
        if each.fact in _WHICH:
            said = f"`{each.fact}` says which application it is, and is never uncertain"
            problems.append(Problem("input-invalid", "uncertain", said, "name a fact that the rules ask for"))
        if not isinstance(each.values, Steps) and not each.values:
            problems.append(Problem("sweep-invalid", each.fact, "it has no values", "give one or more"))
        try:
            value_at(evaluation.application, path_of(each.fact))
        except InputError as error:
            problems += error.problems
        listed = found.setdefault(each.application, [])
        if any(other.fact == each.fact for other in listed):
            said = f"`{each.fact}` of `{each.application}` stands twice"
            problems.append(Problem("duplicate", "uncertain", said, "say once what it may be"))
        listed.append(each)
    if problems:
        raise InputError(problems)
    return [(evaluations[name], listed) for name, listed in found.items()]


def _drawn(evaluation: Evaluation, uncertain: Sequence[Uncertain], random: np.random.Generator) -> Evaluation:
    application = evaluation.application
    for each in uncertain:
        application = with_value(application, path_of(each.fact), each.drawn(random))
    try:
        checked_again = Application.model_validate(application.model_dump(warnings=False))
    except ValidationError as error:
        said = error.errors()[0]["msg"]
        places = ", ".join(each.fact for each in uncertain)
        raise InputError(Problem("input-invalid", places, said, "draw only values that the fact may have")) from None
    return Evaluation.model_construct(application=checked_again, marks=evaluation.marks)
