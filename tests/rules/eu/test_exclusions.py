"""Who is barred by a recovery order, and which schemes are outside the Regulation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clusterpolicy.errors import NoLawThatDay
from clusterpolicy.model.aid import RecoveryOrder, SchemeTerms
from clusterpolicy.rules.eu import has_unpaid_recovery_order, scheme_excluded

D = Decimal
DAY = date(2017, 7, 29)


def order(repaid: str | None, *, blocked: str = "0", same: bool | None = True) -> RecoveryOrder:
    return RecoveryOrder(
        amount=D(400_000),
        repaid=None if repaid is None else D(repaid),
        on_blocked_account=D(blocked),
        same_member_state=same,
    )


def barred(*orders: RecoveryOrder, **more: Any) -> bool | None:
    value: bool | None = has_unpaid_recovery_order(orders, on=DAY, **more).value
    return value


def test_an_order_is_outstanding_until_the_last_cent_is_paid() -> None:
    assert barred(order("399999.99")) is True
    assert barred(order("400000")) is False


def test_a_blocked_account_counts_as_payment_unless_the_reading_is_changed() -> None:
    strict = {"eu/exclusions/blocked_account_cures": False}
    assert barred(order("100000", blocked="300000")) is False
    assert barred(order("100000", blocked="299999.99")) is True
    assert barred(order("100000", blocked="300000"), changes=strict) is True


def test_aid_of_another_member_state_bars_nobody_unless_the_reading_is_changed() -> None:
    everywhere = {"eu/exclusions/only_same_member_state": False}
    assert barred(order("0", same=False)) is False
    assert barred(order("0", same=False), changes=everywhere) is True
    assert barred(order("0", same=None)) is None


def test_one_order_of_several_is_enough() -> None:
    assert barred(order("400000"), order("0")) is True
    assert barred(order("400000"), order(None)) is None
    assert barred() is False
    assert has_unpaid_recovery_order(None, on=DAY).value is None


def excluded(**terms: Any) -> bool | None:
    sound = {
        "granted_on": DAY,
        "headquarters_required": False,
        "national_goods_required": False,
        "exploitation_restricted": False,
        "bars_unpaid_recovery_orders": True,
        "average_annual_budget": "1000000",
        "in_force_since": date(2016, 10, 26),
        "evaluation_plan_accepted": False,
    }
    value: bool | None = scheme_excluded(SchemeTerms.model_validate({**sound, **terms})).value
    return value


@pytest.mark.parametrize("term", ["headquarters_required", "national_goods_required", "exploitation_restricted"])
def test_a_forbidden_term_takes_a_scheme_out_of_the_regulation(term: str) -> None:
    assert excluded() is False
    assert excluded(**{term: True}) is True
    assert excluded(**{term: None}) is None


def test_a_scheme_must_bar_payment_under_an_unpaid_recovery_order() -> None:
    assert excluded(bars_unpaid_recovery_orders=True) is False
    assert excluded(bars_unpaid_recovery_orders=False) is True
    assert excluded(bars_unpaid_recovery_orders=None) is None


def test_a_large_scheme_without_a_plan_is_exempt_for_six_months() -> None:
    large: dict[str, Any] = {"average_annual_budget": "150000000.01"}
    since = {"in_force_since": date(2017, 1, 29)}
    assert excluded(**large, **since) is True
    assert excluded(**large, in_force_since=date(2017, 1, 30)) is False
    assert excluded(**large, **since, evaluation_plan_accepted=True) is False
    assert excluded(average_annual_budget="150000000", **since) is False


def test_after_the_end_only_what_was_exempt_before_is_answered() -> None:
    late = date(2027, 1, 1)
    with pytest.raises(NoLawThatDay):
        scheme_excluded(SchemeTerms(granted_on=late, headquarters_required=True))
    assert scheme_excluded(SchemeTerms(granted_on=late, headquarters_required=True), scheme_not_adapted=True).value
    with pytest.raises(NoLawThatDay):
        has_unpaid_recovery_order([order("0")], on=late)
    assert has_unpaid_recovery_order([order("0")], on=late, scheme_not_adapted=True).value
