"""Runs the rules on one application with one of its facts set moving, from one stretch to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from clusterpolicy.engines.generated import Figures, kept
from clusterpolicy.engines.scalar import Compiled, Found, Verdict, compiled
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import Base
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.possible import is_known
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.whatif.course import Point
from clusterpolicy.whatif.fact_path import FactAt, with_value
from clusterpolicy.whatif.fact_scale import Scale
from clusterpolicy.whatif.moving import CannotFollow, Watch
from clusterpolicy.whatif.moving_time import MOVING_NAMES

MOST_TRIED = 100_000
"""So many days, or whole numbers, are gone through one by one where a function of the law cannot be followed."""

_NOTHING = Decimal("0.00")


class _Following(Compiled):
    """The functions of the scalar engine, which also reckon with a day that moves."""

    @property
    def names(self) -> Mapping[str, Any]:
        """What the functions call by name."""
        return MOVING_NAMES


@dataclass(frozen=True, slots=True)
class Law:
    """The rules by which an application is decided, with their figures on a day."""

    call: RuleSet
    day: date
    figures: Figures

    @classmethod
    def of(cls, call: RuleSet, granted_on: date | None, changes: Mapping[str, Value] | None) -> Law:
        """The rules with other values for some figures, by full name. Raises: as `decide` does."""
        machine = compiled(call)
        fit = call.fitting(changes) if changes else None
        day = machine.law_of(granted_on, fit)
        return cls(call, day, machine.figures(day, fit))


class Follower:
    """Runs the rules on one application with other values of one of its facts, or with the fact on the move."""

    def __init__(self, application: BaseModel, law: Law, fact: FactAt) -> None:
        self._application, self._law, self.fact = application, law, fact
        self._plain, self._moving = compiled(law.call), kept(law.call, _Following)

    def stretches(self, scale: Scale, first: int, last: int) -> Iterator[tuple[Point, Point]]:
        """The two ends of every stretch from `first` to `last` on which every rule takes the same path.

        Raises: InputError `input-invalid` for a fact that goes into more than formulas.
        """
        at = first
        while at <= last:
            units = self._until(scale, at, last)
            ahead = last if units is None else min(last, at + units - 1)
            start = self.point(scale.value(at))
            end = start if ahead == at else self.point(scale.value(ahead))
            if (start.outcome, start.failed) != (end.outcome, end.failed):
                raise self._cannot()  # a function of the law took another path, and compared nothing
            yield start, end
            at = ahead + 1

    def point(self, value: Any) -> Point:
        """What is decided with the fact at one value, by the plain numbers."""
        application = with_value(self._application, self.fact.path, value)
        verdict = self._plain.verdict(application, self._law.day, self._law.figures)
        shown = Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
        codes = frozenset((*verdict.failed, *verdict.undetermined))
        return Point(shown, verdict.outcome, _received(verdict, verdict.grant), codes, self._shares(verdict))

    def turned(self, before: Any, after: Any) -> tuple[str, ...]:
        """The names of the quantities that are other where the fact is `after` than where it is `before`.

        Only truths and categories, and of these only the ones that hang on no other of them.
        """
        values = [
            self._plain.every_value(with_value(self._application, self.fact.path, each), self._law.figures)
            for each in (before, after)
        ]
        plan = self._plain.plan
        defined = {name: each.definition for name, each in plan.rules.definitions.items()}
        other = set()
        for name, node in defined.items():
            cell = plan.cell_of(node)
            if cell.kind.base in _TURNING and cell.number in values[0]:
                one, another = (each[cell.number] for each in values)
                if repr(one) != repr(another):
                    other.add(name)
        return tuple(name for name in defined if name in other and not other & set(_quantities_in(defined[name])))

    def _until(self, scale: Scale, at: int, last: int) -> int | None:
        """After how many units something could come out another way at the earliest; `None` is never."""
        try:
            return self._run(scale, at, last - at)[1].units
        except _CANNOT as error:
            if scale.is_counted and last - at < MOST_TRIED:
                return 1  # the next value is looked at by itself
            raise self._cannot() from error

    def _cannot(self) -> InputError:
        said = "it goes into more than formulas, and cannot be followed"
        return InputError(Problem("input-invalid", self.fact.name, said, "take another fact, or a shorter way"))

    def _run(self, scale: Scale, units: int, ahead: int) -> tuple[Verdict, Watch]:
        """What is decided with the fact on the move, and when that could change at the earliest."""
        moving, watch = scale.moving(units, ahead)
        application = with_value(self._application, self.fact.path, moving)
        return self._moving.verdict(application, self._law.day, self._law.figures), watch

    def _shares(self, verdict: Verdict) -> dict[str, Decimal | None]:
        return {
            f"{'.'.join(path)}[{number}]": _received(verdict, grant)
            for found, path in zip(verdict.beneficiaries, self._collections(verdict.beneficiaries), strict=True)
            for number, grant in enumerate(found.grant or ())
        }

    def _collections(self, found: Sequence[Found]) -> list[tuple[str, ...]]:
        structure = self._plain.plan.rules.structure
        return [structure.place_of(each.of.of).scope.path for each in found]


_TURNING = (Base.TRUTH, Base.CATEGORY)


def _quantities_in(node: n.Node) -> Iterator[str]:
    """The names of the quantities below a node."""
    for child in n.children(node):
        if isinstance(child, n.Named):
            yield child.name
        yield from _quantities_in(child)


_CANNOT = (CannotFollow, TypeError, AttributeError)
"""What a function says that reckons with no moving facts."""


def _received(verdict: Verdict, amount: Any) -> Decimal | None:
    """What is received of an amount: nothing where the application is not eligible."""
    if verdict.outcome == "not eligible":
        return _NOTHING
    return amount if verdict.outcome == "eligible" and is_known(amount) else None
