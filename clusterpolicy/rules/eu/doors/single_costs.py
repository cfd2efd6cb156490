"""What one machine, one building or one person costs a project. Art. 7(1) and Art. 25(3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pydantic import TypeAdapter

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language import Source
from clusterpolicy.model.aid import Share
from clusterpolicy.rules.eu.cents import rounded_down
from clusterpolicy.rules.eu.costs import SOURCE, limits
from clusterpolicy.rules.eu.doors.facts import faults_of_asking, faults_of_value
from clusterpolicy.rules.eu.doors.law import day_of_law
from clusterpolicy.rules.eu.sources import SOURCES
from clusterpolicy.units import Euro, shown


@dataclass(frozen=True, slots=True)
class SingleCost:
    """What one thing or one person costs a project.

    Attributes:
        value: The eligible cost in euro, rounded down to the cent.
        exact: The same before it is rounded.
        reasons: How it is found, in words.
        sources: Where it is written.
    """

    value: Decimal
    exact: Fraction
    reasons: tuple[str, ...]
    sources: tuple[Source, ...]

    def report(self) -> str:
        """The answer as text."""
        return "\n".join([f"Eligible: {self.value} EUR.", *self.reasons, *(f"Source: {each}" for each in self.sources)])


def depreciation(
    price: Decimal | str | int, *, useful_life: int, months_used: int, share_of_use: Decimal | str = "1"
) -> SingleCost:
    """The eligible cost of equipment or a building: its depreciation for the time and the extent of its use.

    Linear, by whole months. Nothing is rounded before the end, and then down to the cent.

    Args:
        price: What it cost, in euro, without refundable VAT.
        useful_life: Its useful life in months, by the accounting principles of the beneficiary.
        months_used: The months of its use in the project. More than its life counts as its life.
        share_of_use: How much of the time it is used for the project, from 0 to 1.

    Raises: InputError for months that are no whole number, a life of no month, an amount or a share that is none.

    >>> depreciation("120000", useful_life=60, months_used=18, share_of_use="0.6").value
    Decimal('21600.00')
    """
    problems = [
        *_faults_of_number(useful_life, 1, MOST_MONTHS, "months", "useful_life"),
        *_faults_of_number(months_used, 0, MOST_MONTHS, "months", "months_used"),
        *faults_of_value(_EURO, price, "price"),
        *faults_of_value(_SHARE, share_of_use, "share_of_use"),
    ]
    if problems:
        raise InputError(problems)
    cost, share = _EURO.validate_python(price), _SHARE.validate_python(share_of_use)
    used = min(months_used, useful_life)
    exact = Fraction(cost) * Fraction(used, useful_life) * Fraction(share)
    reason = f"{cost} EUR over {useful_life} months, used for {used} months, {share} of the time."
    return SingleCost(
        rounded_down(exact), exact, (reason,), (SOURCE.at("Art. 25(3)(b) and (c)"), DEPRECIATION_ROUNDING)
    )


def staff_cost(
    yearly_cost: Decimal | str | int,
    *,
    hours: int,
    on: date,
    share_of_full_time: Decimal | str = "1",
    scheme_not_adapted: bool = False,
) -> SingleCost:
    """The eligible cost of one person by the hour, where a Union fund allows simplified costs. From 2017-07-10.

    The yearly cost is divided by 1,720 hours, and by the same part of them for part-time work.

    Args:
        yearly_cost: The latest documented yearly gross cost of employment, in euro.
        hours: Hours worked on the project in that year. More than the hours of the year count as these.
        on: The day of granting.
        share_of_full_time: How much of full time the person works, above 0 to 1.
        scheme_not_adapted: See `law_in_force`.

    Raises: NoLawThatDay outside 2017-07-10 to 2026-12-31; InputError for hours that are no whole number, an amount or a
    share that is none.

    >>> staff_cost("43000", hours=400, on=date(2017, 7, 29)).value
    Decimal('10000.00')
    """
    problems = [
        *faults_of_asking(on, switch=scheme_not_adapted),
        *_faults_of_number(hours, 0, MOST_HOURS, "hours", "hours"),
        *faults_of_value(_EURO, yearly_cost, "yearly_cost"),
        *faults_of_value(_SHARE, share_of_full_time, "share_of_full_time"),
    ]
    if not problems and _SHARE.validate_python(share_of_full_time) == 0:
        said = "who works no part of full time has no hours"
        problems.append(Problem("input-invalid", "share_of_full_time", said, "write a part of one above zero"))
    if problems:
        raise InputError(problems)
    figure = limits.parameter("hours_of_a_year")
    full_time = figure.on(day_of_law(on, scheme_not_adapted=scheme_not_adapted))
    assert isinstance(full_time, int)  # a count, by its unit
    cost, share = _EURO.validate_python(yearly_cost), _SHARE.validate_python(share_of_full_time)
    year = full_time * Fraction(share)
    counted = min(Fraction(hours), year)
    exact = Fraction(cost) / year * counted
    reason = f"{cost} EUR a year, {share} of {full_time} hours; {hours} hours worked on the project."
    return SingleCost(rounded_down(exact), exact, (reason,), (figure.source, SOURCES.GBER_SIMPLE_COSTS, STAFF_ROUNDING))


def _faults_of_number(value: object, least: int, most: int, unit: str, place: str) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        said = f"{shown(value)} is no number of {unit}"
        yield Problem("input-invalid", place, said, f"write a whole number from {least} to {most}")


MOST_MONTHS = 12_000
"""Nothing is used for longer: a thousand years."""

MOST_HOURS = 8_784
"""No year has more: 366 days and nights."""

_EURO: TypeAdapter[Decimal] = TypeAdapter(Euro)
_SHARE: TypeAdapter[Decimal] = TypeAdapter(Share)

DEPRECIATION_ROUNDING = SOURCES.GBER_COSTS.assumed(
    "The Regulation does not speak of rounding. Depreciation is rounded down to the cent."
)
STAFF_ROUNDING = SOURCES.GBER_SIMPLE_COSTS.assumed(
    "The Regulation does not speak of rounding. The hourly cost is not rounded; the cost is, down to the cent."
)
