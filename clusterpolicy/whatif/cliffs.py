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

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from pydantic import BaseModel

from clusterpolicy.calls.progress import on_terminal
from clusterpolicy.engines.scalar import compiled
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language.kinds import DATE, INSTANT, WHOLE_UNITS, Base
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.units import Unit, shown
from clusterpolicy.whatif.cliff_order import lies_in, of_each_kind, told_once, worst_first
from clusterpolicy.whatif.course import Cliff, Course, Point, said
from clusterpolicy.whatif.fact_path import FactAt, check_names, fact_at, facts_in
from clusterpolicy.whatif.fact_scale import ORDERED, FactValue, as_held, ends_of, options_of, read, scale_of
from clusterpolicy.whatif.following import Follower, Law

__all__ = ["LEAST", "Cliff", "Course", "Near", "Point", "course_of", "worst_cliffs"]

LEAST = Decimal(1)
"""A change of less, in euro, from one value of a fact to the next is no cliff unless the outcome changes."""


def course_of(
    application: BaseModel,
    call: RuleSet,
    fact: str,
    *,
    lowest: FactValue | int | None = None,
    highest: FactValue | int | None = None,
    values: Sequence[FactValue] | None = None,
    granted_on: date | None = None,
    changes: Mapping[str, Value] | None = None,
    least: Decimal = LEAST,
) -> Course:
    """What an application receives as one of its facts goes from `lowest` to `highest`, both included.

    An amount goes cent by cent, a headcount by ten-thousandths, a whole number by one, a day by days, an instant by
    seconds. A truth, a category or a text has no order: each of its values is looked at.

    Args:
        application: The application; all its other facts stay as they are.
        call: The rules.
        fact: The path of the fact.
        lowest: The first value of the fact; `None` is the lowest that it may have.
        highest: Its last value; `None` is the highest that it may have.
        values: The values to look at of a fact that has no order; `None` is every one that it may have.
        granted_on: The day whose law is in force; `None` takes the day the call expects.
        changes: Other values for some parameters, by full name.
        least: The smallest change from one value to the next that counts as a cliff, in euro.

    Raises: InputError `reference-unknown` for a fact that is not there, `input-invalid` for one that cannot be
    followed through a function of the law, and for values that it cannot have; as `decide` does.
    """
    compiled(call).check_input(application, granted_on)
    at = fact_at(application, fact)
    follower, name = Follower(application, Law.of(call, granted_on, changes), at), _named(application)
    if values is None and at.kind.base in ORDERED:
        ends, scale = ends_of(at), scale_of(at)
        first = scale.units(ends[0] if lowest is None else lowest)
        last = scale.units(ends[1] if highest is None else highest)
        if first > last:
            problem = f"{said(scale.value(first))} is above {said(scale.value(last))}"
            raise InputError(Problem("input-invalid", fact, problem, "write the lower end first"))
        points, cliffs = _followed(follower, name, first, last, least)
        return Course(name, fact, at.known, points, cliffs)
    if lowest is not None or highest is not None:
        problem = "its values are looked at one by one"
        raise InputError(Problem("input-invalid", fact, problem, "leave out the lowest and the highest"))
    looked_at = options_of(at) if values is None else tuple(read(at, each) for each in values)
    points = tuple(follower.point(each) for each in dict.fromkeys(looked_at))
    now = follower.point(at.present)
    others = (each for each in points if each.value != now.value and _is_cliff(now, each, least))
    return Course(name, fact, at.known, points, tuple(_cliff(follower, name, now, each) for each in others), False)


@dataclass(frozen=True, slots=True)
class Near:
    """How far from its present value a fact may move.

    Attributes:
        euro: An amount, in euro.
        staff: A headcount, in annual work units.
        steps: A whole number, such as months.
        days: A day or an instant, in days.

    Raises: InputError `input-invalid` for a way that is no number, or below zero.
    """

    euro: Decimal | int = 10_000
    staff: Decimal | int = 10
    steps: int = 6
    days: int = 60

    def __post_init__(self) -> None:
        problems = [
            Problem("input-invalid", f"near.{each.name}", f"{shown(value)} is no way to go", "write zero or more")
            for each in fields(self)
            if not _is_way(value := getattr(self, each.name))
        ]
        if problems:
            raise InputError(problems)

    def of(self, fact: FactAt) -> Any:
        """How far a fact may move; `None` for one whose values have no order."""
        if fact.kind in (DATE, INSTANT):
            return timedelta(days=self.days)
        if fact.kind.base is not Base.NUMBER:
            return None
        if fact.kind.unit in WHOLE_UNITS:
            return self.steps
        return {Unit.EURO: self.euro, Unit.WORK_UNITS: self.staff}.get(fact.kind.unit or Unit.EURO)


def _is_way(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    return Decimal(value).is_finite() and value >= 0


def worst_cliffs(
    call: RuleSet,
    applications: Iterable[BaseModel],
    *,
    near: Near | None = None,
    facts: Sequence[str] | None = None,
    most: int = 10,
    most_of_a_kind: int | None = None,
    only_of_money: bool = False,
    granted_on: date | None = None,
    changes: Mapping[str, Value] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Cliff, ...]:
    """The cliffs of a call on which most money hangs: of every known day and number, but nought, of every application.

    Where several facts of an application lead to the same cliff, the same way off, it is named once.

    Args:
        call: The rules.
        applications: The applications.
        near: How far from its present value a fact may move; `None` is `Near()`.
        facts: Paths without numbers, such as `participations[].costs`: only facts at or below these are moved.
            `None` is all of them.
        most: How many cliffs to name.
        most_of_a_kind: How many of the same fact, numbers of members left out, for the same reason; `None` is all.
        only_of_money: Whether to leave out those on one side of which the application is not eligible.
        granted_on: The day whose law is in force; `None` takes the day the call expects.
        changes: Other values for some parameters, by full name.
        progress: Told how many applications are done. `None` shows a bar on a terminal.

    Raises: InputError `input-invalid` for what is no application, and for fewer than one cliff to name;
    `reference-unknown` for facts that no application has; as `decide` does.
    """
    if most < 1 or (most_of_a_kind is not None and most_of_a_kind < 1):
        raise InputError(Problem("input-invalid", "most", "fewer than one cliff say nothing", "write 1 or more"))
    listed, law = tuple(applications), Law.of(call, granted_on, changes)
    told = progress or on_terminal(what="applications followed")
    found: list[Cliff] = []
    for number, application in enumerate(listed, start=1):
        compiled(call).check_input(application, granted_on)
        check_names(type(application), facts or ())
        found += told_once(_near_cliffs(application, law, near or Near(), facts))
        told(number, len(listed))
    if only_of_money:
        found = [each for each in found if each.before.outcome == each.after.outcome]
    return tuple(islice(of_each_kind(sorted(found, key=worst_first), most_of_a_kind), most))


def _near_cliffs(application: BaseModel, law: Law, near: Near, wanted: Sequence[str] | None) -> Iterator[Cliff]:
    """Every cliff near the present value of some facts of an application."""
    for fact in facts_in(application):
        reach = near.of(fact)
        if (
            reach is None
            or fact.present == 0
            or not (wanted is None or any(lies_in(fact.name, each) for each in wanted))
        ):
            continue
        (lowest, highest), scale = ends_of(fact), scale_of(fact)
        try:
            first = scale.units(_no_further(fact.present, -reach, lowest))
            last = scale.units(_no_further(fact.present, reach, highest))
            yield from _followed(Follower(application, law, fact), _named(application), first, last, LEAST)[1]
        except InputError:
            continue  # it goes into more than formulas, or is written more finely than it is followed


def _no_further(present: Any, way: Any, end: Any) -> Any:
    """A value so far off, or the last one that the fact may have."""
    try:
        found = present + way
    except OverflowError:  # the calendar has ended before
        return end
    if end is None:
        return found
    return max(found, end) if way < type(way)(0) else min(found, end)


def _followed(
    follower: Follower, name: str, first: int, last: int, least: Decimal
) -> tuple[tuple[Point, ...], tuple[Cliff, ...]]:
    """The ends of all stretches between two values of a fact, and the cliffs between them."""
    points: list[Point] = []
    cliffs: list[Cliff] = []
    fact = follower.fact
    for start, end in follower.stretches(scale_of(fact), first, last):
        if points and _is_cliff(points[-1], start, least):
            cliffs.append(_cliff(follower, name, points[-1], start))
        points += (start,) if start is end else (start, end)
    return tuple(points), tuple(cliffs)


def _cliff(follower: Follower, name: str, before: Point, after: Point) -> Cliff:
    values = [as_held(follower.fact, each.value) for each in (before, after)]
    return Cliff(name, follower.fact.name, before, after, follower.fact.known, follower.turned(*values))


def _is_cliff(before: Point, after: Point, least: Decimal) -> bool:
    if before.outcome != after.outcome:
        return True
    if before.receives is None or after.receives is None:
        return before.receives is not after.receives
    return abs(after.receives - before.receives) >= least


def _named(application: BaseModel) -> str:
    return str(getattr(application, "id", ""))
