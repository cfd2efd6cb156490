"""What are aid and costs of later days worth on the day of granting, and how do they compare? Art. 7(3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pydantic import TypeAdapter

from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language import Source, Value
from clusterpolicy.model.aid import Share
from clusterpolicy.model.payment import Payment
from clusterpolicy.rules.eu.cents import rounded_half_up, rounded_up
from clusterpolicy.rules.eu.discounting import DAY_COUNT, SOURCE, Discount, discount_on
from clusterpolicy.rules.eu.doors.facts import entries_read, faults_of_asking, faults_of_value
from clusterpolicy.rules.eu.doors.law import day_of_law
from clusterpolicy.units import shown

LOWEST_BASE_RATE, HIGHEST_BASE_RATE = Decimal("-0.5"), Decimal(1)
"""No base rate is beyond these: half of all money lost, or doubled, in a year."""


@dataclass(frozen=True, slots=True)
class PresentValue:
    """What payments are worth on the day of granting.

    Attributes:
        value: The sum in euro, rounded half up to the cent; `None` where a day, an amount or the rate is not known.
        exact: The same before it is rounded.
        missing: What is not known, in words.
        reasons: What each payment is worth, in words.
        sources: Where it is written.
    """

    value: Decimal | None
    exact: Fraction | None
    missing: tuple[str, ...]
    reasons: tuple[str, ...]
    sources: tuple[Source, ...]

    def report(self) -> str:
        """The answer as text."""
        said = "not known" if self.value is None else f"{self.value} EUR"
        lines = [f"Worth on the day of granting: {said}.", *self.reasons]
        lines += [f"Not known: {each}." for each in self.missing]
        return "\n".join([*lines, *(f"Source: {each}" for each in self.sources)])


@dataclass(frozen=True, slots=True)
class DiscountedIntensity:
    """The aid intensity of discounted aid to discounted costs.

    Attributes:
        value: Aid divided by costs, exact; `None` where it is not known, and where there are no costs.
        within: Whether it is no more than the ceiling asked about; `None` where that is not known, or none was.
        aid, costs: What both are worth on the day of granting.
        reasons: How it is found, in words.
    """

    value: Fraction | None
    within: bool | None
    aid: PresentValue
    costs: PresentValue
    reasons: tuple[str, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of both values, each once."""
        return tuple(dict.fromkeys((*self.aid.sources, *self.costs.sources)))

    def report(self) -> str:
        """The answer as text; the intensity with what is below a hundredth of a point counted as one."""
        said = "not known" if self.value is None else f"{rounded_up(self.value * 100)} %"
        lines = [f"Aid intensity: {said}.", *self.reasons, *(f"Source: {each}" for each in self.sources)]
        return "\n".join(lines)


def present_value(
    payments: Iterable[Payment],
    *,
    on: date,
    base_rate: Decimal | str | None,
    scheme_not_adapted: bool = False,
    changes: Mapping[str, Value] | None = None,
) -> PresentValue:
    """What payments of later days are worth on the day of granting, in euro.

    A payment of the day of granting, or of an earlier one, counts with its amount.

    Args:
        payments: The instalments, or the costs, each with its day.
        on: The day of granting.
        base_rate: The base rate of the Commission for the Member State on that day, as a part of one: 2 % is `"0.02"`.
            It may be below zero. `None` where it is not known.
        scheme_not_adapted: See `law_in_force`.
        changes: Other values for parameters, by full name.

    Raises: NoLawThatDay outside 2014-07-01 to 2026-12-31; RuleError for a change that fits no parameter; InputError for
    facts that do not fit.

    >>> halves = [Payment(due_on="2017-07-29", amount="50000"), Payment(due_on="2018-07-29", amount="50000")]
    >>> present_value(halves, on=date(2017, 7, 29), base_rate="0.02").value
    Decimal('98543.69')
    """
    read, problems = entries_read(Payment, payments, "payments")
    discount, faults = _discount(on, base_rate, scheme_not_adapted, changes, problems)
    if faults:
        raise InputError(faults)
    return _present_value(read, discount)


def discounted_intensity(
    aid: Iterable[Payment],
    costs: Iterable[Payment],
    *,
    on: date,
    base_rate: Decimal | str | None,
    ceiling: Decimal | str | None = None,
    scheme_not_adapted: bool = False,
    changes: Mapping[str, Value] | None = None,
) -> DiscountedIntensity:
    """The aid intensity of discounted aid to discounted costs, and whether it keeps to a ceiling.

    Args:
        aid: The instalments. None may be paid before the aid is granted.
        costs: The eligible costs, each with its day. One of an earlier day counts with its amount.
        ceiling: The highest aid intensity; left out, none is asked about.

    The other arguments, and what is raised: `present_value`. An instalment before the day of granting is refused.

    >>> grant = [Payment(due_on="2017-07-29", amount="50000")]
    >>> spent = [Payment(due_on="2018-07-29", amount="100000")]
    >>> answer = discounted_intensity(grant, spent, on=date(2017, 7, 29), base_rate="0.02", ceiling="0.50")
    >>> answer.value, answer.within
    (Fraction(103, 200), False)
    """
    instalments, faults_of_aid = entries_read(Payment, aid, "aid")
    spent, faults_of_costs = entries_read(Payment, costs, "costs")
    problems = [*faults_of_aid, *faults_of_costs, *_too_early(instalments, on)]
    if ceiling is not None:
        problems += faults_of_value(_SHARE, ceiling, "ceiling")
    discount, faults = _discount(on, base_rate, scheme_not_adapted, changes, problems)
    if faults:
        raise InputError(faults)
    paid, borne = _present_value(instalments, discount), _present_value(spent, discount)
    highest = None if ceiling is None else Fraction(_SHARE.validate_python(ceiling))
    return DiscountedIntensity(
        value=paid.exact / borne.exact if paid.exact is not None and borne.exact else None,
        within=_within(paid.exact, borne.exact, highest),
        aid=paid,
        costs=borne,
        reasons=tuple(_reasons(paid, borne)),
    )


_SHARE: TypeAdapter[Decimal] = TypeAdapter(Share)


def _reasons(aid: PresentValue, costs: PresentValue) -> Iterator[str]:
    for name, each in (("Aid", aid), ("Costs", costs)):
        said = "not known" if each.value is None else f"{each.value} EUR"
        yield f"{name} on the day of granting: {said}."
        yield from (f"Not known: {fact}." for fact in each.missing)
    if costs.exact == 0:
        yield "There are no costs, so there is no intensity, and any aid is too much."


def _within(aid: Fraction | None, costs: Fraction | None, ceiling: Fraction | None) -> bool | None:
    if aid is None or costs is None or ceiling is None:
        return None
    return aid <= ceiling * costs


def _discount(
    on: date, base_rate: object, switch: bool, changes: Mapping[str, Value] | None, problems: Sequence[Problem]
) -> tuple[Discount | None, tuple[Problem, ...]]:
    """How to discount, `None` where the rate is not known; and all problems of what was handed in."""
    rate, faults_of_rate = _rate(base_rate)
    faults = (*faults_of_asking(on, switch=switch, changes=changes), *problems, *faults_of_rate)
    if faults:
        return None, faults
    law_of = day_of_law(on, scheme_not_adapted=switch)
    found = discount_on(on, Decimal(0) if rate is None else rate, law_of=law_of, changes=changes)
    return (None if rate is None else found), ()


def _rate(value: object) -> tuple[Decimal | None, tuple[Problem, ...]]:
    """The rate, and what is wrong with it."""
    if value is None:
        return None, ()
    said = f"{shown(value)} is no rate"
    fault = Problem("input-invalid", "base_rate", said, 'write a part of one, as in "0.02" for two percent')
    if isinstance(value, bool | float) or not isinstance(value, str | int | Decimal):
        return None, (fault,)
    try:
        rate = Decimal(value)
    except (ArithmeticError, ValueError):
        return None, (fault,)
    if not rate.is_finite() or not LOWEST_BASE_RATE <= rate <= HIGHEST_BASE_RATE:
        return None, (fault,)
    return rate, ()


def _too_early(instalments: Sequence[Payment], on: object) -> Iterator[Problem]:
    for at, each in enumerate(instalments):
        if isinstance(on, date) and type(on) is date and each.due_on is not None and each.due_on < on:
            said = f"aid is paid on {each.due_on}, before it is granted on {on}"
            yield Problem("dates-out-of-order", f"aid[{at}].due_on", said, "correct one of the two days")


def _present_value(payments: Sequence[Payment], discount: Discount | None) -> PresentValue:
    missing: tuple[str, ...] = () if discount is not None else ("the base rate",)
    reasons: list[str] = []
    whole = Fraction(0)
    for at, each in enumerate(payments, 1):
        unknown = [
            f"the {what} of payment {at}"
            for what, value in (("day", each.due_on), ("amount", each.amount))
            if value is None and each.amount != 0
        ]
        missing += tuple(unknown)
        if discount is None or each.amount is None or each.due_on is None:
            continue
        worth = Fraction(each.amount) * discount.factor(each.due_on)
        whole += worth
        reasons.append(f"{each.amount} EUR of {each.due_on} are worth {rounded_half_up(worth)} EUR.")
    exact = None if missing else whole
    return PresentValue(
        value=None if exact is None else rounded_half_up(exact),
        exact=exact,
        missing=missing,
        reasons=tuple(reasons),
        sources=(SOURCE, DAY_COUNT),
    )
