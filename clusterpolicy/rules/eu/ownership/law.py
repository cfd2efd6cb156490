"""What annex I says on one day: its thresholds, its ceilings, and how its open words are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from clusterpolicy.errors import Problem, RuleError, nearest
from clusterpolicy.language import Parameter, Value
from clusterpolicy.language.parameters import fitting
from clusterpolicy.model import Size
from clusterpolicy.rules.eu.annex_i import SOURCES, ceilings, limits

ANNEX = SOURCES.GBER_RELATIONS
CLASSES = (Size.MICRO, Size.SMALL, Size.MEDIUM, Size.LARGE)
"""The size classes, smallest first."""

_READINGS = (
    "joint_percentage",
    "indirect_public_control",
    "adjacent_markets_link",
    "adjacency_carries_on",
    "change_of_ownership_at_once",
    "class_by_class",
)


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The three ceilings of one class: staff stays below its own, the two amounts may reach theirs."""

    size: Size
    headcount: Fraction
    turnover: Fraction
    balance_sheet_total: Fraction


@dataclass(frozen=True, slots=True)
class Law:
    """Annex I as it stands on one day."""

    day: date
    ceilings: tuple[Ceilings, ...]
    partner_share: Fraction
    majority: Fraction
    public_share: Fraction
    angel_investment: Decimal
    local_authority_budget: Decimal
    local_authority_inhabitants: int
    joint_percentage: bool
    indirect_public_control: bool
    adjacent_markets_link: bool
    adjacency_carries_on: bool
    change_of_ownership_at_once: bool
    class_by_class: bool

    def class_of(self, headcount: Fraction, turnover: Fraction | None, balance_sheet_total: Fraction | None) -> Size:
        """The class of these figures; an amount that is `None` is without end.

        Source: annex I, Art. 2.
        """
        for each in self.ceilings:
            within_turnover = turnover is not None and turnover <= each.turnover
            within_balance = balance_sheet_total is not None and balance_sheet_total <= each.balance_sheet_total
            if headcount < each.headcount and (within_turnover or within_balance):
                return each.size
        return Size.LARGE


def readings() -> tuple[Parameter, ...]:
    """The parameters that say how open words are read."""
    return tuple(limits.parameter(name) for name in _READINGS)


def law_on(day: date, changes: Mapping[str, Value] | None = None) -> Law:
    """Annex I as it stands on `day`, some of its parameters changed, by full name.

    Raises: NoLawThatDay where the Regulation is not in force; RuleError for a change that fits no parameter.
    """
    figures = {each.name: each for each in (*limits, *ceilings)}
    changed = _checked(figures, changes or {})

    def number(name: str) -> Fraction:
        value = changed.get(name, figures[name].on(day))
        assert isinstance(value, int | Decimal)
        return Fraction(value)

    def own(name: str) -> Fraction:
        return number(f"eu/ownership/{name}")

    def reading(name: str) -> bool:
        full = f"eu/ownership/{name}"
        return bool(changed.get(full, figures[full].on(day)))

    return Law(
        day=day,
        ceilings=tuple(
            Ceilings(
                size,
                number(f"eu/sme/{size}_headcount"),
                number(f"eu/sme/{size}_turnover"),
                number(f"eu/sme/{size}_balance_sheet"),
            )
            for size in CLASSES[:-1]
        ),
        partner_share=own("partner_share"),
        majority=own("majority"),
        public_share=own("public_share"),
        angel_investment=_decimal(own("angel_investment")),
        local_authority_budget=_decimal(own("local_authority_budget")),
        local_authority_inhabitants=int(own("local_authority_inhabitants")),
        joint_percentage=reading("joint_percentage"),
        indirect_public_control=reading("indirect_public_control"),
        adjacent_markets_link=reading("adjacent_markets_link"),
        adjacency_carries_on=reading("adjacency_carries_on"),
        change_of_ownership_at_once=reading("change_of_ownership_at_once"),
        class_by_class=reading("class_by_class"),
    )


def _decimal(number: Fraction) -> Decimal:
    """A figure of a parameter file, which has a few decimals at most."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def _checked(figures: Mapping[str, Parameter], changes: Mapping[str, Value]) -> dict[str, Value]:
    problems: list[Problem] = []
    checked: dict[str, Value] = {}
    for name, value in changes.items():
        if name not in figures:
            problems.append(Problem("unknown-name", name, "there is no such parameter", nearest(name, list(figures))))
            continue
        fits = fitting(figures[name], value, problems)
        if fits is not None:
            checked[name] = fits
    if problems:
        raise RuleError(problems)
    return checked
