"""Scenarios: named differences to a call, such as other figures, a requirement left out, or the law of another day.

A scenario says what is different and nothing else, so it can be read, kept beside a report, and joined with others.
What it means for a call is found by `Scenario.of`, which checks all of it.

>>> from clusterpolicy.rules import piedmont
>>> lower = Scenario("a lower entry", changes={"piedmont/minimum_cost": "250000"})
>>> print(lower.of(piedmont.LINE_B).diff)
Scenario: a lower entry
  Lowest eligible cost of a project of small and medium-sized enterprises
  - 300000
  + 250000
    piedmont/minimum_cost
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from clusterpolicy.errors import Problem, RuleError
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.rule import Requirement
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.units import shown
from clusterpolicy.whatif.amended import Amended, amended


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named difference to a call. It never changes; `then` and `&` make new ones.

    Attributes:
        name: What people call it.
        changes: Other values for some parameters, by full name: exact values, or texts as a parameter file has them. A
            single row of a table is named after it: `region/rates[small]`.
        without: The codes of requirements that are left out.
        instead: Requirements that stand in for those of the same code.
        granted_on: The day of granting, whose law is in force; `None` leaves the day as it is.

    Raises: RuleError with everything that is no part of a scenario: `input-invalid` for a name, a change, a code, a
    requirement or a day that is none, `duplicate-name` for a code that stands twice.
    """

    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    instead: tuple[Requirement, ...] = ()
    granted_on: date | None = None

    def __post_init__(self) -> None:
        wrong = tuple(_wrong_kinds(self))
        if wrong:
            raise RuleError(wrong)
        changes = {name: _frozen(value) for name, value in sorted(self.changes.items())}
        object.__setattr__(self, "changes", MappingProxyType(changes))
        object.__setattr__(self, "without", tuple(sorted(self.without)))
        object.__setattr__(self, "instead", tuple(sorted(self.instead, key=lambda each: each.code)))
        problems = tuple(_faults(self))
        if problems:
            raise RuleError(problems)

    def of(self, call: RankedCall) -> Amended:
        """The call as the scenario has it.

        Raises: RuleError with everything in which the two do not fit: an unknown parameter with the nearest name, a
        value that does not fit, an unknown requirement; `scenario-changes-nothing` where all would be as it is.
        NoLawThatDay where no law is known for the day.
        """
        return amended(call, self.name, self.changes, self.without, self.instead, self.granted_on)

    def then(self, later: Scenario) -> Scenario:
        """This scenario, and after it a `later` one: where both say something of the same thing, the later one holds.

        >>> first = Scenario("first", changes={"piedmont/minimum_cost": 250_000})
        >>> dict(first.then(Scenario("second", changes={"piedmont/minimum_cost": 200_000})).changes)
        {'piedmont/minimum_cost': 200000}
        """
        said_later = {*later.without, *(each.code for each in later.instead)}
        return Scenario(
            f"{self.name}, then {later.name}",
            {**self.changes, **later.changes},
            (*(code for code in self.without if code not in said_later), *later.without),
            (*(each for each in self.instead if each.code not in said_later), *later.instead),
            self.granted_on if later.granted_on is None else later.granted_on,
        )

    def __and__(self, other: Scenario) -> Scenario:
        """Both scenarios at once.

        Raises: RuleError `scenario-conflict` with everything of which the two say different things.
        """
        problems = tuple(_conflicts(self, other))
        if problems:
            raise RuleError(problems)
        return Scenario(
            f"{self.name} and {other.name}",
            {**self.changes, **other.changes},
            tuple({*self.without, *other.without}),
            tuple({each.code: each for each in (*self.instead, *other.instead)}.values()),
            self.granted_on or other.granted_on,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied to another process by its parts: a read-only mapping cannot travel itself."""
        return type(self), (self.name, dict(self.changes), self.without, self.instead, self.granted_on)

    def __hash__(self) -> int:
        return hash((self.name, tuple(self.changes), self.without, self.granted_on))


def _frozen(value: Any) -> Value | Any:
    """The value, with a list as the tuple that it would be read as."""
    if isinstance(value, dict):
        return {row: _frozen(cell) for row, cell in value.items()}
    return tuple(value) if isinstance(value, list) else value


def _wrong_kinds(scenario: Scenario) -> Iterator[Problem]:
    """What is not of the kind that a scenario holds. Asked before anything is done with it."""
    place, changes, without, instead = "scenario", scenario.changes, scenario.without, scenario.instead
    if not isinstance(changes, Mapping) or not all(isinstance(name, str) for name in changes):
        said = f"{shown(changes)} is no table of figures"
        yield Problem("input-invalid", f"{place}.changes", said, 'write {"region/limit": 250000}')
    if not isinstance(without, tuple | list) or not all(isinstance(code, str) for code in without):
        said = f"{shown(without)} is no list of codes"
        yield Problem("input-invalid", f"{place}.without", said, 'write ("minimum-cost",)')
    if not isinstance(instead, tuple | list) or not all(isinstance(each, Requirement) for each in instead):
        said = f"{shown(instead)} is no list of requirements"
        yield Problem("input-invalid", f"{place}.instead", said, "write (Requirement(...),)")


def _faults(scenario: Scenario) -> Iterator[Problem]:
    place = "scenario"
    if not isinstance(scenario.name, str) or not scenario.name.strip() or not scenario.name.isprintable():
        yield Problem("input-invalid", place, "its name says nothing", "name it on one line")
    if scenario.granted_on is not None and type(scenario.granted_on) is not date:
        said = f"{scenario.granted_on!r} is not a day"
        yield Problem("input-invalid", f"{place}.granted_on", said, "write a day, such as 2018-01-01")
    codes = [*scenario.without, *(each.code for each in scenario.instead)]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        said = f"the requirement `{code}` is named twice"
        yield Problem("duplicate-name", place, said, "leave it out, or replace it, once")


def _conflicts(one: Scenario, other: Scenario) -> Iterator[Problem]:
    def conflict(place: str, said: str) -> Problem:
        return Problem("scenario-conflict", place, said, "take it out of one of them, or write `one.then(other)`")

    for name in one.changes.keys() & other.changes.keys():
        if one.changes[name] != other.changes[name]:
            yield conflict(name, f"one says {one.changes[name]}, the other {other.changes[name]}")
    mine, theirs = ({each.code: each for each in scenario.instead} for scenario in (one, other))
    for code in sorted((mine.keys() & {*theirs, *other.without}) | (theirs.keys() & {*mine, *one.without})):
        if mine.get(code) is not theirs.get(code):
            yield conflict(f"requirement `{code}`", "they say different things of it")
    if None not in (one.granted_on, other.granted_on) and one.granted_on != other.granted_on:
        yield conflict("granted_on", f"one says {one.granted_on}, the other {other.granted_on}")
