"""What amounts of later days are worth on the day of granting.

Source: Regulation (EU) No 651/2014, Art. 7(3), with Art. 2(28).

Aid payable in the future, in instalments too, and eligible costs are discounted to the day of granting. The rate is the
base rate that the Commission sets for the Member State, and a hundred basis points; it is fixed at granting.

Hard to read: both sides are discounted, aid *and* costs. Aid that is paid before the costs arise is more than its
nominal share of them. A call that pays as costs arise may take the nominal share instead: then nobody asks here.

Plain functions: powers are no formulas. All reckoning is in fractions; nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from clusterpolicy.dates import years_after
from clusterpolicy.errors import Problem, RuleError, nearest
from clusterpolicy.language import Parameters, Value
from clusterpolicy.language.parameters import fitting
from clusterpolicy.rules.eu.sources import SOURCES

limits = Parameters.beside(__file__, "discounting.toml")

SOURCE = SOURCES.GBER_DISCOUNT
"""Where it is written."""

DAY_COUNT = limits.parameter("parts_of_years_count").source
"""Whose reading it is how parts of a year are counted."""


@dataclass(frozen=True, slots=True)
class Discount:
    """How amounts are discounted on one day of granting.

    Attributes:
        granted_on: The day to which they are discounted.
        rate: The discount rate by the year, as a part of one.
        parts_of_years_count: Whether the days beyond whole years bear interest too.
    """

    granted_on: date
    rate: Fraction
    parts_of_years_count: bool

    def factor(self, due_on: date) -> Fraction:
        """What one euro of a day is worth on the day of granting. Of that day and of earlier ones: one euro.

        >>> Discount(date(2017, 7, 29), Fraction(3, 100), True).factor(date(2018, 7, 29))
        Fraction(100, 103)
        """
        if due_on <= self.granted_on:
            return Fraction(1)
        years = due_on.year - self.granted_on.year
        if years_after(self.granted_on, years) > due_on:
            years -= 1
        growth = (1 + self.rate) ** years
        if self.parts_of_years_count:
            last, following = (years_after(self.granted_on, each) for each in (years, years + 1))
            growth *= 1 + self.rate * Fraction((due_on - last).days, (following - last).days)
        return 1 / growth


def discount_on(
    granted_on: date, base_rate: Decimal, *, law_of: date, changes: Mapping[str, Value] | None = None
) -> Discount:
    """How amounts are discounted to `granted_on` by the law of a day, with `base_rate` as a part of one.

    Raises: NoLawThatDay where the Regulation is not in force; RuleError for a change that fits no parameter.
    """
    figures = {each.name: each for each in limits}
    problems: list[Problem] = []
    values = {name: each.on(law_of) for name, each in figures.items()}
    for name, value in (changes or {}).items():
        if name not in figures:
            problems.append(Problem("unknown-name", name, "there is no such parameter", nearest(name, list(figures))))
            continue
        fits = fitting(figures[name], value, problems)
        if fits is not None:
            values[name] = fits
    if problems:
        raise RuleError(problems)
    margin, parts = values["eu/discounting/margin"], values["eu/discounting/parts_of_years_count"]
    assert isinstance(margin, int | Decimal)  # a share, by its unit
    return Discount(granted_on, Fraction(base_rate) + Fraction(margin), bool(parts))
