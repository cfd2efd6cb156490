"""The values that a fact may have, in their order: cent by cent, one by one, day by day, second by second.

>>> from clusterpolicy.model import Application
>>> from clusterpolicy.whatif.fact_path import fact_at
>>> scale = scale_of(fact_at(Application.model_construct(submitted_at=None), "submitted_at"))
>>> str(scale.value(scale.units("2016-12-10T11:30:00+01:00") + 1))
'2016-12-10 10:30:01+00:00'
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language.kinds import DATE, INSTANT, WHOLE_UNITS, Base
from clusterpolicy.units import CENT, EARLIEST_DAY, LATEST_DAY, Unit, shown
from clusterpolicy.whatif.fact_path import FactAt
from clusterpolicy.whatif.moving import Moving, Watch
from clusterpolicy.whatif.moving_time import MovingTime

FactValue = Decimal | date | bool | str
"""A known value of a fact: a number, a day or an instant, a truth, an option or a text."""

FINEST = {
    Unit.EURO: CENT,
    Unit.WORK_UNITS: Decimal("0.0001"),
    Unit.POINTS: CENT,
    Unit.SHARE: Decimal("0.000001"),
}
"""By how much a number goes on: as finely as it is written. By one where nothing is said."""

ORDERED = (Base.NUMBER, Base.DATE, Base.INSTANT)
"""What has an order, and can be followed."""

_SECOND = timedelta(seconds=1)
_BEGINNING = datetime(EARLIEST_DAY.year, 1, 1, tzinfo=UTC)
_END = datetime(LATEST_DAY.year, 12, 31, 23, 59, 59, tzinfo=UTC)


@dataclass(frozen=True)
class Scale:
    """The values of one fact, counted in units.

    Attributes:
        fact: The fact.
        step: The unit of a number; one day, or one second, where the fact is no number.
    """

    fact: FactAt
    step: Decimal

    @property
    def is_counted(self) -> bool:
        """Whether its values are few enough to go through them one by one, if need be: days, and whole numbers."""
        return self.fact.kind == DATE or self.fact.kind.unit in WHOLE_UNITS

    def value(self, units: int) -> Any:
        """The value after so many units from nought, or from the first day, as a model holds it."""
        match self.fact.kind:
            case kind if kind == DATE:
                return date.fromordinal(units)
            case kind if kind == INSTANT:
                return _BEGINNING + units * _SECOND
        return units if self.fact.kind.unit in WHOLE_UNITS else units * self.step

    def units(self, value: Any) -> int:
        """How many units from nought, or from the first day, a value is.

        Raises: InputError `input-invalid` for what is no value of the fact.
        """
        found_value = read(self.fact, value)
        if isinstance(found_value, datetime):
            found = Fraction((found_value - _BEGINNING) // timedelta(microseconds=1), 10**6)
        elif isinstance(found_value, date):
            found = Fraction(found_value.toordinal())
        else:
            found = Fraction(found_value) / Fraction(self.step)
        if found.denominator != 1:
            said = f"{shown(value)} is no value of it"
            raise InputError(Problem("input-invalid", self.fact.name, said, f"write a multiple of {self.step}"))
        return found.numerator

    def moving(self, units: int, ahead: int) -> tuple[Any, Watch]:
        """The fact at one of its values, set moving, and what notes when comparisons could change."""
        watch = Watch(ahead)
        if self.fact.kind in (DATE, INSTANT):
            return MovingTime(lambda more: self.value(units + more), watch), watch
        step = Fraction(self.step)
        return Moving(units * step, units * step, step, Fraction(0), watch), watch


def scale_of(fact: FactAt) -> Scale:
    """How a fact goes on. Raises: InputError `input-invalid` for one whose values have no order."""
    kind = fact.kind
    if kind in (DATE, INSTANT):
        return Scale(fact, Decimal(1))
    if kind.base is Base.NUMBER and kind.unit is not None:
        return Scale(fact, FINEST.get(kind.unit, Decimal(1)))
    said = f"{shown(str(fact.present))} has no order"
    raise InputError(Problem("input-invalid", fact.name, said, "take a number or a day; or leave out from and to"))


def ends_of(fact: FactAt) -> tuple[Any, Any]:
    """The lowest and the highest value that a fact may have; `None` is no bound."""
    if fact.kind == DATE:
        return EARLIEST_DAY, LATEST_DAY
    if fact.kind == INSTANT:
        return _BEGINNING, _END
    return fact.field.lowest, fact.field.highest


def read(fact: FactAt, value: Any) -> Any:
    """A value as the model reads it. Raises: InputError `input-invalid` for what the fact cannot be."""
    if fact.kind.unit in WHOLE_UNITS and isinstance(value, str | Decimal):
        value = _as_whole(value)
    declared = fact.declared
    kind: Any = Annotated[(declared.annotation, *declared.metadata)] if declared.metadata else declared.annotation
    try:
        found = TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        raise InputError(
            Problem("input-invalid", fact.name, error.errors()[0]["msg"], "write what it may be")
        ) from None
    if found is None:
        raise InputError(Problem("input-invalid", fact.name, "no value is given", "write what it may be"))
    return found


def options_of(fact: FactAt) -> tuple[Any, ...]:
    """The values of a fact that has a few, in no order: true and false, or the options of a category.

    Raises: InputError `input-invalid` for a text, which may be anything.
    """
    if fact.kind.base is Base.TRUTH:
        return False, True
    if fact.kind.base is Base.CATEGORY:
        return fact.kind.options
    raise InputError(Problem("input-invalid", fact.name, "it may be any text", "say which values to look at"))


def as_held(fact: FactAt, value: Any) -> Any:
    """A value as a model holds it: whole numbers are shown as decimals."""
    return int(value) if isinstance(value, Decimal) and fact.kind.unit in WHOLE_UNITS else value


def _as_whole(value: str | Decimal) -> Any:
    """A whole number from a text or a decimal; what is none stays as it is, and is refused."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return int(number) if number.is_finite() and number == number.to_integral_value() else value
