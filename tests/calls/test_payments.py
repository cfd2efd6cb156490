"""What is paid of an award, what is held back, and what is to be paid back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.calls.award import NOTHING, grant_award
from clusterpolicy.calls.payments import Payment, advance, interim, settle
from clusterpolicy.calls.recalculation import recalculate
from clusterpolicy.errors import InputError
from clusterpolicy.language.parameter import Value
from clusterpolicy.rules import piedmont
from clusterpolicy.rules.piedmont.award import LINE_A_AWARD
from clusterpolicy.testing.eligible import eligible_applications
from tests.calls.award_cases import CONTRACT, award_of, example, partner_reports, report_of

PAID_ON = date(2017, 10, 2)
GRANT = Decimal("334850.00")
ADVANCE = Decimal("133940.00")
BEFORE_BALANCE = Decimal("267880.00")
AWARD = award_of(example())


def paid(*amounts: Decimal) -> tuple[Payment, ...]:
    """An advance, then interim payments."""
    return tuple(Payment("advance" if at == 0 else "interim", each, PAID_ON) for at, each in enumerate(amounts))


def halfway(percent: int = 50, **differences: Any) -> Any:
    """An interim report: so much was spent, and nothing is said of the end."""
    partners = partner_reports(example(), lambda _, planned: (planned * percent / 100).quantize(Decimal("0.01")))
    return report_of(
        example(),
        **(
            {"partners": partners, "trl_reached": None, "handed_in_on": None, "works_until": date(2018, 9, 3)}
            | differences
        ),
    )


def test_the_advance_is_two_fifths_of_the_grant_against_a_guarantee() -> None:
    assert advance(AWARD, guaranteed=True).amount == ADVANCE
    assert advance(AWARD, guaranteed=False).amount == 0
    assert advance(AWARD, guaranteed=None).amount is None


def test_without_a_contract_there_is_no_advance_and_there_is_only_one() -> None:
    unsigned = grant_award(example(), piedmont.LINE_A, LINE_A_AWARD)

    assert advance(unsigned, guaranteed=True).amount == 0
    assert advance(AWARD, guaranteed=True, paid=paid(ADVANCE)).amount == 0


def test_the_advance_is_rounded_down_to_the_cent() -> None:
    award = grant_award(example(), piedmont.LINE_A, LINE_A_AWARD, amount=Decimal("100000.01")).signed(CONTRACT)

    assert advance(award, guaranteed=True).amount == Decimal("40000.00")


def test_rules_that_ask_for_no_guarantee_get_none() -> None:
    changes: dict[str, Value] = {
        "piedmont/award/advance_needs_guarantee": False,
        "piedmont/award/advance": Decimal("0.9"),
    }

    assert advance(AWARD, guaranteed=None, changes=changes).amount == BEFORE_BALANCE


def test_an_interim_payment_is_the_grant_on_what_was_spent_less_what_was_paid() -> None:
    assert interim(AWARD, halfway()).amount == GRANT / 2
    assert interim(AWARD, halfway(), paid=paid(ADVANCE)).amount == GRANT / 2 - ADVANCE
    assert interim(AWARD, halfway(), paid=paid(ADVANCE, Decimal("40000.00"))).amount == 0


def test_a_fifth_is_held_back_until_the_end() -> None:
    assert interim(AWARD, halfway(100), paid=paid(ADVANCE)).amount == BEFORE_BALANCE - ADVANCE
    assert interim(AWARD, halfway(79), paid=paid(ADVANCE)).amount == GRANT * 79 / 100 - ADVANCE
    assert interim(AWARD, halfway(81), paid=paid(ADVANCE)).amount == BEFORE_BALANCE - ADVANCE


def test_halfway_nobody_asks_for_what_only_the_end_can_show() -> None:
    payable = interim(AWARD, halfway(30))

    assert payable.amount is not None  # though far below the lowest cost, and with no level reached
    assert payable.findings == ()


def test_nothing_is_paid_while_what_must_always_hold_fails_or_is_open() -> None:
    first, *others = partner_reports(example())
    insolvent = (first.model_copy(update={"in_insolvency_proceedings": True}), *others)
    unknown = (first.model_copy(update={"in_insolvency_proceedings": None}), *others)

    refused, open_ = (interim(AWARD, halfway(partners=each)) for each in (insolvent, unknown))

    assert (refused.amount, [each.code for each in refused.findings]) == (NOTHING, ["no-insolvency"])
    assert (open_.amount, [each.code for each in open_.findings]) == (None, ["no-insolvency"])


def test_what_was_spent_and_is_not_known_is_not_paid() -> None:
    first, *others = partner_reports(example())
    report = halfway(partners=(first.model_copy(update={"costs": None}), *others))

    assert interim(AWARD, report).amount is None


def test_the_balance_is_what_is_left_of_the_grant() -> None:
    outcome = recalculate(AWARD, report_of(example()))

    settlement = settle(outcome, paid(ADVANCE, Decimal("100000.00")))

    assert (settlement.to_pay, settlement.to_recover) == (Decimal("100910.00"), NOTHING)


def test_what_was_paid_of_a_revoked_award_is_to_be_paid_back() -> None:
    outcome = recalculate(AWARD, report_of(example(), trl_reached=6))

    settlement = settle(outcome, paid(ADVANCE))

    assert (settlement.grant, settlement.to_pay, settlement.to_recover) == (NOTHING, NOTHING, ADVANCE)


def test_what_is_left_is_not_known_while_the_outcome_is_open() -> None:
    settlement = settle(recalculate(AWARD, report_of(example(), trl_reached=None)), paid(ADVANCE))

    assert (settlement.grant, settlement.paid, settlement.to_pay, settlement.to_recover) == (None, ADVANCE, None, None)


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-1), Decimal("0.005")])
def test_what_is_no_payment_is_refused(amount: Decimal) -> None:
    with pytest.raises(InputError, match="is no payment"):
        settle(recalculate(AWARD, report_of(example())), paid(amount))


@given(
    application=eligible_applications(partners=st.integers(1, 3)),
    steps=st.lists(st.integers(0, 130), max_size=3),
    percent=st.integers(50, 110),
)
def test_what_is_paid_and_what_goes_back_is_what_is_left(application: Any, steps: list[int], percent: int) -> None:
    award = award_of(application)
    payments: list[Payment] = []

    def report(share: int) -> Any:
        spent = partner_reports(application, lambda _, planned: (planned * share / 100).quantize(Decimal("0.01")))
        return report_of(application, partners=spent)

    first = advance(award, guaranteed=True).amount
    if first:
        payments.append(Payment("advance", first, PAID_ON))
    for share in sorted(steps):
        due = interim(award, report(share), paid=payments).amount
        assert due is not None
        if due:
            payments.append(Payment("interim", due, PAID_ON))
    outcome = recalculate(award, report(percent))
    settlement = settle(outcome, payments)

    assert sum(each.amount for each in payments) * 5 <= award.amount * 4
    assert settlement.to_pay is not None
    assert settlement.to_recover is not None
    assert settlement.paid + settlement.to_pay - settlement.to_recover == outcome.grant
    assert 0 in (settlement.to_pay, settlement.to_recover)
