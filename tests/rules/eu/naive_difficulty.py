"""Art. 2(18) once more, by hand: with fractions and quotients, for known facts only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class NaiveYear:
    """The approved accounts of one year, in cents."""

    capital_with_premium: int
    other_own_funds: int
    losses: int
    capital_shown: int
    debt: int
    equity: int
    ebitda: int
    interest: int


@dataclass(frozen=True)
class NaiveFirm:
    """An enterprise with its accounts of the two past years, the latest last."""

    form: str
    is_sme: bool
    constituted: date
    insolvent: bool
    rescue_not_repaid: bool
    restructuring: bool
    years: tuple[NaiveYear, NaiveYear]


def younger_than_three_years(constituted: date, day: date) -> bool:
    """Whether the third anniversary is still to come; that of 29 February is 28 February."""
    year = constituted.year + 3
    if (constituted.month, constituted.day) == (2, 29):
        return day < date(year, 2, 28)
    return day < date(year, constituted.month, constituted.day)


def bad_year(year: NaiveYear) -> bool:
    """Whether both ratios of test (e) are bad."""
    indebted = True if year.equity <= 0 else Fraction(year.debt, year.equity) > Fraction(15, 2)
    uncovered = False if year.interest == 0 else Fraction(year.ebitda, year.interest) < 1
    return indebted and uncovered


def in_difficulty(firm: NaiveFirm, day: date) -> bool:
    """Whether one of the five tests is met."""
    latest = firm.years[-1]
    spared = firm.is_sme and younger_than_three_years(firm.constituted, day)
    if firm.form in ("limited_liability_company", "cooperative") and not spared:
        left = latest.capital_with_premium + latest.other_own_funds - latest.losses
        if left < HALF * latest.capital_with_premium:
            return True
    if firm.form == "unlimited_liability_partnership" and not spared:
        if latest.capital_shown == 0:
            if latest.losses > 0:
                return True
        elif Fraction(latest.losses, latest.capital_shown) > HALF:
            return True
    if firm.insolvent or firm.rescue_not_repaid or firm.restructuring:
        return True
    return not firm.is_sme and all(bad_year(year) for year in firm.years)


def outside_the_regulation(firm: NaiveFirm, day: date, *, before_2020: bool, since: date) -> bool:
    """Whether aid is excluded: in difficulty, and not by the outbreak of 2020."""
    if not in_difficulty(firm, day):
        return False
    if before_2020 or since < date(2020, 1, 1):
        return True
    if date(2020, 7, 27) <= day <= date(2021, 7, 31):
        return since > date(2021, 6, 30)
    if date(2021, 8, 1) <= day <= date(2021, 12, 31):
        return since > date(2021, 12, 31)
    return True
