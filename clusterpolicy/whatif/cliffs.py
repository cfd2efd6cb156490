"""Cliffs: where a small change of one fact makes a large change of what an application receives.

They are found from the rules, not by trying values. One fact is set moving; the functions of the rules are run with it,
and note when a comparison on the way could at the earliest come out another way. There the rules are run again. What
is said of each cliff, on both of its sides, is found by the scalar engine, to the cent.

>>> from clusterpolicy.replay.portfolio import applications_of
>>> from clusterpolicy.rules import piedmont
>>> application = applications_of("line_b", seed=2016)[1]
>>> course = course_of(application, piedmont.LINE_B, "research_orders[0].amount", lowest=0, highest=400_000)
>>> for cliff in course.cliffs:
...     print(cliff)
research_orders[0].amount from 247157.67 to 247157.68: not eligible, 0.00 -> eligible, 473979.06 (research-orders)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from clusterpolicy.engines.scalar import Verdict, compiled
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.possible import is_known
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.model import Application
from clusterpolicy.units import CENT, shown
from clusterpolicy.whatif.fact_path import Path, amounts_in, path_of, value_at, with_value
from clusterpolicy.whatif.moving import CannotFollow, Moving, Watch

LEAST = Decimal(1)
"""A change of less, in euro, from one value of a fact to the next is no cliff unless the outcome changes."""


@dataclass(frozen=True, slots=True)
class Point:
    """What is decided where the fact has one value.

    Attributes:
        value: The value of the fact.
        outcome: Eligible, not eligible or undetermined.
        receives: The grant if eligible, else nought, in euro; `None` where that is not known.
        failed: The codes of what fails or cannot be decided.
    """

    value: Decimal
    outcome: str
    receives: Decimal | None
    failed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cliff:
    """Two neighbouring values of a fact between which the outcome changes, or the grant jumps.

    Attributes:
        application: The identifier of the application.
        fact: The path of the fact.
        before, after: What is decided on its two sides.
    """

    application: str
    fact: str
    before: Point
    after: Point

    @property
    def jump(self) -> Decimal | None:
        """What is received more above than below, in euro, less than nought where it is less; `None`: not known."""
        if self.before.receives is None or self.after.receives is None:
            return None
        return self.after.receives - self.before.receives

    @property
    def because(self) -> tuple[str, ...]:
        """The codes of the requirements that fail, or are open, on one side only."""
        return tuple(sorted(self.before.failed ^ self.after.failed))

    def __str__(self) -> str:
        sides = (f"{each.outcome}, {'not known' if each.receives is None else each.receives}" for each in self._sides())
        why = f" ({', '.join(self.because)})" if self.because else ""
        return f"{self.fact} from {self.before.value} to {self.after.value}: {' -> '.join(sides)}{why}"

    def _sides(self) -> tuple[Point, Point]:
        return self.before, self.after


@dataclass(frozen=True, slots=True)
class Course:
    """What an application receives as one of its facts goes from a lowest to a highest value.

    Attributes:
        application: The identifier of the application.
        fact: The path of the fact.
        present: The value that it has in the application; `None` where it is not known.
        points: The ends of every stretch on which nothing jumps; between two ends of one stretch the grant runs
            straight, but for cents.
        cliffs: Where the outcome changes or the grant jumps.
    """

    application: str
    fact: str
    present: Decimal | None
    points: tuple[Point, ...]
    cliffs: tuple[Cliff, ...]


def course_of(
    application: Application,
    call: RuleSet,
    fact: str,
    *,
    lowest: Decimal | int,
    highest: Decimal | int,
    granted_on: date | None = None,
    changes: Mapping[str, Value] | None = None,
    least: Decimal = LEAST,
) -> Course:
    """What an application receives as one of its facts goes from `lowest` to `highest`, both included.

    Args:
        application: The application; all its other facts stay as they are.
        call: The rules.
        fact: The path of the fact: an amount, which goes cent by cent, or a whole number.
        lowest: The first value of the fact.
        highest: Its last value.
        granted_on: The day whose law is in force; `None` takes the day the call expects.
        changes: Other values for some parameters, by full name.
        least: The smallest change from one value to the next that counts as a cliff, in euro.

    Raises: InputError `reference-unknown` for a fact that is not there, `input-invalid` for one that is no number or
    goes into more than formulas, and for ends that are no values of it; as `decide` does.
    """
    path = path_of(fact)
    present = value_at(application, path)
    follower = _Follower(application, call, path, _unit_of(present, fact), granted_on, changes)
    first, last = follower.number(lowest, fact), follower.number(highest, fact)
    if first > last:
        said = f"{lowest} is above {highest}"
        raise InputError(Problem("input-invalid", fact, said, "write the lower end first"))
    points, cliffs = follower.walk(first, last, fact, least)
    return Course(application.id, fact, None if present is None else Decimal(present), points, cliffs)


def worst_cliffs(
    call: RuleSet,
    applications: Iterable[Application],
    *,
    reach: Decimal | int = 10_000,
    most: int = 10,
    granted_on: date | None = None,
    changes: Mapping[str, Value] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Cliff, ...]:
    """The cliffs of a call on which most money hangs: of every amount in every application, up to `reach` euro away.

    Args:
        call: The rules.
        applications: The applications.
        reach: How far from its present value a fact may move, in euro.
        most: How many cliffs to name.
        granted_on: The day whose law is in force; `None` takes the day the call expects.
        changes: Other values for some parameters, by full name.
        progress: Told how many applications are done.
    """
    listed = tuple(applications)
    found: list[Cliff] = []
    for number, application in enumerate(listed, start=1):
        for fact, amount in amounts_in(application):
            path = path_of(fact)
            follower = _Follower(application, call, path, CENT, granted_on, changes)
            if not follower.matters(amount):
                continue
            ends = max(Decimal(0), amount - reach), amount + reach
            try:
                first, last = (follower.number(end, fact) for end in ends)
                found += follower.walk(first, last, fact, LEAST)[1]
            except InputError:
                continue  # it goes into more than formulas, or the rules do not know it
        if progress is not None:
            progress(number, len(listed))
    worst = sorted(
        found, key=lambda each: (-abs(each.jump or Decimal(0)), each.application, each.fact, each.after.value)
    )
    return tuple(worst[:most])


class _Follower:
    """Runs the rules on one application with one of its facts set moving."""

    def __init__(
        self,
        application: Application,
        call: RuleSet,
        path: Path,
        unit: Decimal,
        granted_on: date | None,
        changes: Mapping[str, Value] | None,
    ) -> None:
        self._application, self._path, self._unit = application, path, unit
        self._machine = compiled(call)
        self._machine.check_input(application, granted_on)
        fit = call.fitting(changes) if changes else None
        self._day = self._machine.law_of(granted_on, fit)
        self._figures = self._machine.figures(self._day, fit)

    def number(self, value: Decimal | int, fact: str) -> int:
        """A value as a number of units."""
        units = Fraction(value) / Fraction(self._unit)
        if units.denominator != 1 or units < 0:
            said = f"{value} is no value of it"
            raise InputError(Problem("input-invalid", fact, said, f"write a multiple of {self._unit}, nought or more"))
        return units.numerator

    def matters(self, amount: Decimal) -> bool:
        """Whether anything that is decided hangs on the fact at all."""
        try:
            verdict, watch = self._run(int(Fraction(amount) / Fraction(self._unit)))
        except CannotFollow:
            return True
        return watch.units is not None or isinstance(verdict.grant, Moving)

    def walk(self, first: int, last: int, fact: str, least: Decimal) -> tuple[tuple[Point, ...], tuple[Cliff, ...]]:
        """The ends of all stretches from `first` to `last`, and the cliffs between them."""
        at, points, cliffs = first, [self._point(first)], []
        while at < last:
            try:
                units = self._run(at)[1].units
            except (CannotFollow, TypeError) as error:
                said = "it goes into more than formulas, and cannot be followed"
                raise InputError(Problem("input-invalid", fact, said, "take another fact")) from error
            following = last if units is None else min(last, at + units)
            before = points[-1] if following - 1 == at else self._point(following - 1)
            after = self._point(following)
            if before is not points[-1]:
                points.append(before)
            points.append(after)
            if _is_cliff(before, after, least):
                cliffs.append(Cliff(self._application.id, fact, before, after))
            at = following
        return _each_once(points), tuple(cliffs)

    def _run(self, units: int) -> tuple[Verdict, Watch]:
        """What is decided with the fact on the move, and when that could change at the earliest."""
        watch, unit = Watch(), Fraction(self._unit)
        fact = Moving(units * unit, units * unit, unit, Fraction(0), watch)
        application = with_value(self._application, self._path, fact)
        return self._machine.verdict(application, self._day, self._figures), watch

    def _point(self, units: int) -> Point:
        """What is decided with the fact at one value, by the plain numbers."""
        value: Any = units * self._unit
        value = value if self._unit == CENT else int(value)
        verdict = self._machine.verdict(with_value(self._application, self._path, value), self._day, self._figures)
        receives = Decimal("0.00") if verdict.outcome == "not eligible" else None
        if verdict.outcome == "eligible" and is_known(verdict.grant):
            receives = verdict.grant
        codes = frozenset((*verdict.failed, *verdict.undetermined))
        return Point(Decimal(value), verdict.outcome, receives, codes)


def _unit_of(present: Any, fact: str) -> Decimal:
    """By how much a fact goes on: a cent, or one."""
    if isinstance(present, Decimal) or present is None:
        return CENT
    if isinstance(present, int) and not isinstance(present, bool):
        return Decimal(1)
    said = f"{shown(str(present))} is no number"
    raise InputError(Problem("input-invalid", fact, said, "take an amount, or a whole number"))


def _is_cliff(before: Point, after: Point, least: Decimal) -> bool:
    if before.outcome != after.outcome:
        return True
    if before.receives is None or after.receives is None:
        return before.receives is not after.receives
    return abs(after.receives - before.receives) >= least


def _each_once(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple({point.value: point for point in points}.values())
