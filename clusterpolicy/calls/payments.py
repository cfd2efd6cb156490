"""What is paid of an award, and what is to be paid back. Exact to the cent.

An advance against a guarantee, interim payments on costs as they are reported, the balance on the final report.
Interest on what is to be paid back is not modelled: no source says how it runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Context, Decimal
from typing import Literal

from clusterpolicy.calls.award import NOTHING, Award
from clusterpolicy.calls.award_report import award_report
from clusterpolicy.calls.recalculation import AwardOutcome, parts_of
from clusterpolicy.engines.decision import assess
from clusterpolicy.engines.record import Finding
from clusterpolicy.errors import InputError, Problem
from clusterpolicy.language import Formula
from clusterpolicy.language.award_rules import figure_name
from clusterpolicy.language.parameter import Value
from clusterpolicy.model.award_report import ProjectReport
from clusterpolicy.units import CENT

_FLOOR = Context(prec=60, rounding=ROUND_FLOOR)

Kind = Literal["advance", "interim", "balance"]


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that was paid on an award: its kind, the amount in euro, the day.

    >>> Payment("advance", Decimal("133940.00"), date(2017, 10, 2)).kind
    'advance'
    """

    kind: Kind
    amount: Decimal
    paid_on: date


@dataclass(frozen=True, slots=True)
class Payable:
    """What may be paid now.

    Attributes:
        amount: The amount in euro; 0.00 where nothing may be paid, `None` where that is not known yet.
        reason: Why, in one sentence.
        findings: The requirements that fail, or are open, where these decided.
    """

    amount: Decimal | None
    reason: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Settlement:
    """The end of an award: what is left of it, against what was paid.

    Attributes:
        grant: What is left of the grant, in euro; `None` where not known yet.
        paid: What was paid, in euro.
        to_pay: The balance still to be paid, in euro; `None` where not known yet.
        to_recover: What is to be paid back, in euro, without interest; `None` where not known yet.
    """

    grant: Decimal | None
    paid: Decimal
    to_pay: Decimal | None
    to_recover: Decimal | None


def advance(
    award: Award,
    *,
    guaranteed: bool | None,
    paid: Iterable[Payment] = (),
    changes: Mapping[str, Value] | None = None,
) -> Payable:
    """The advance that may be paid once the contract is signed; `guaranteed` says whether a guarantee covers it.

    Raises: InputError for payments that cannot be; RuleError for a change that fits no parameter.
    """
    payments = _checked(paid)
    if award.contract is None:
        return Payable(NOTHING, "No contract is signed.")
    if any(each.kind == "advance" for each in payments):
        return Payable(NOTHING, "The advance was paid already.")
    figures = award.rules.figures_on(award.granted_on, changes)
    if figures[figure_name(award.rules.advance_needs_guarantee)] and not guaranteed:
        if guaranteed is None:
            return Payable(None, "Whether a guarantee covers the advance is not known.")
        return Payable(NOTHING, "No guarantee covers the advance.")
    share = _share(figures, award.rules.advance)
    room = _room(award, payments, figures)
    return Payable(min(_part(award.amount, share), room), "The advance may be paid.")


def interim(
    award: Award,
    report: ProjectReport,
    *,
    paid: Iterable[Payment] = (),
    changes: Mapping[str, Value] | None = None,
) -> Payable:
    """What may be paid on the costs that an interim report shows, beside what was paid before.

    The grant on costs so far, no more for anybody than was granted; in all never more than what is not held back for
    the balance. The advance is set against it.

    Raises: InputError for a report that does not fit the award; RuleError for a change that fits no parameter.
    """
    payments = _checked(paid)
    decision = assess(award_report(award, report), award.rules, granted_on=award.granted_on, changes=changes)
    asked = {each.code for each in award.rules.asked_midway}
    for status, findings in (("fails", decision.failed), ("is open", decision.undetermined)):
        of_now = tuple(each for each in findings if each.code in asked)
        if of_now:
            said = f"What must hold whenever money is paid {status}: {', '.join(each.code for each in of_now)}."
            return Payable(NOTHING if status == "fails" else None, said, of_now)
    parts = parts_of(award, report, decision)
    if any(part.grant.lowest != part.grant.highest for part in parts):
        return Payable(None, "What was spent so far is not known.", decision.undetermined)
    earned = sum((part.grant.lowest or NOTHING for part in parts), NOTHING)
    room = _room(award, payments, award.rules.figures_on(award.granted_on, changes))
    due = max(NOTHING, earned - _sum(payments))
    return Payable(min(due, room), "What was spent so far may be paid, less what was paid before.")


def settle(outcome: AwardOutcome, paid: Iterable[Payment] = ()) -> Settlement:
    """The balance to pay, or what is to be paid back.

    Raises: InputError for payments that cannot be.
    """
    payments = _checked(paid)
    total = _sum(payments)
    if outcome.grant is None:
        return Settlement(None, total, None, None)
    return Settlement(outcome.grant, total, max(NOTHING, outcome.grant - total), max(NOTHING, total - outcome.grant))


def _room(award: Award, payments: tuple[Payment, ...], figures: Mapping[str, Value]) -> Decimal:
    """What may still be paid before the balance."""
    held_back = _share(figures, award.rules.balance)
    return max(NOTHING, _part(award.amount, 1 - held_back) - _sum(payments))


def _part(whole: Decimal, share: Decimal) -> Decimal:
    """A share of an amount, rounded down to the cent: no share is exceeded."""
    return _FLOOR.quantize(_FLOOR.multiply(whole, share), CENT)


def _share(figures: Mapping[str, Value], parameter: Formula) -> Decimal:
    value = figures[figure_name(parameter)]
    assert isinstance(value, Decimal)  # the rules were checked when they were built
    return min(value, Decimal(1))


def _sum(payments: Iterable[Payment]) -> Decimal:
    return sum((each.amount for each in payments), NOTHING)


def _checked(paid: Iterable[Payment]) -> tuple[Payment, ...]:
    """The payments, each more than nothing, and in whole cents."""
    payments = tuple(paid)
    problems = [
        Problem("input-invalid", f"paid[{at}].amount", f"{each.amount} is no payment", "write euro and cents")
        for at, each in enumerate(payments)
        if each.amount <= 0 or each.amount != _FLOOR.quantize(each.amount, CENT)
    ]
    if problems:
        raise InputError(problems)
    return payments
