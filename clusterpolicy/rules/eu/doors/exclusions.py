"""Is an undertaking, or a whole scheme, outside the Regulation? Art. 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from clusterpolicy.engines.ask import Answer, ask
from clusterpolicy.language import Inquiry, Quantity, Value, any_of, facts_of
from clusterpolicy.model.aid import RecoveryCase, RecoveryOrder, SchemeTerms
from clusterpolicy.rules.eu import exclusions
from clusterpolicy.rules.eu.doors.facts import facts_read, listed
from clusterpolicy.rules.eu.doors.law import day_of_law
from clusterpolicy.rules.eu.sources import SOURCES

order, terms = facts_of(RecoveryOrder), facts_of(SchemeTerms)

RECOVERY = Inquiry(
    name="eu/recovery",
    version="1.0.0",
    title="Unpaid recovery orders",
    root=RecoveryCase,
    time_zone="Europe/Brussels",
    source=SOURCES.GBER_RECOVERY,
    in_force_from=date(2014, 7, 1),
    answers={
        "excluded": Quantity(
            name="has_unpaid_recovery_order",
            label="a recovery order is outstanding",
            formula=exclusions.has_unpaid_recovery_order(
                amount=order.amount,
                repaid=order.repaid,
                on_blocked_account=order.on_blocked_account,
                same_member_state=order.same_member_state,
            ),
            source=SOURCES.GBER_RECOVERY,
        )
    },
)
"""The question of Art. 1(4)(a) and (b)."""

FORBIDDEN_TERMS = Quantity(
    name="forbidden_terms",
    label="the scheme has terms that the Regulation excludes",
    formula=exclusions.has_forbidden_terms(
        headquarters=terms.headquarters_required,
        national_goods=terms.national_goods_required,
        restricts_exploitation=terms.exploitation_restricted,
    ),
    source=SOURCES.GBER_SCOPE.at("Art. 1(5)"),
)

NO_RECOVERY_CLAUSE = Quantity(
    name="no_recovery_clause",
    label="the scheme does not bar payment under an unpaid recovery order",
    formula=exclusions.lacks_recovery_clause(bars_payment=terms.bars_unpaid_recovery_orders),
    source=SOURCES.GBER_RECOVERY.at("Art. 1(4)(a)"),
)

LARGE_WITHOUT_PLAN = Quantity(
    name="large_without_plan",
    label="the exemption of a large scheme has ended",
    formula=exclusions.is_large_without_plan(
        budget=terms.average_annual_budget,
        in_force_since=terms.in_force_since,
        plan_accepted=terms.evaluation_plan_accepted,
        granted_on=terms.granted_on,
    ),
    source=SOURCES.GBER_LARGE_SCHEME,
)

SCHEME = Inquiry(
    name="eu/scheme",
    version="1.0.0",
    title="Schemes outside the Regulation",
    root=SchemeTerms,
    time_zone="Europe/Brussels",
    source=SOURCES.GBER_SCOPE,
    in_force_from=date(2014, 7, 1),
    answers={
        "excluded": Quantity(
            name="scheme_excluded",
            label="the scheme is outside the Regulation",
            formula=any_of(FORBIDDEN_TERMS, NO_RECOVERY_CLAUSE, LARGE_WITHOUT_PLAN),
            source=(
                SOURCES.GBER_RECOVERY.at("Art. 1(4)(a)"),
                SOURCES.GBER_SCOPE.at("Art. 1(5)"),
                SOURCES.GBER_LARGE_SCHEME,
            ),
        )
    },
)
"""The questions of Art. 1(2), (4)(a) and (5), of a scheme."""


def has_unpaid_recovery_order(
    orders: Iterable[RecoveryOrder] | None,
    *,
    on: date,
    scheme_not_adapted: bool = False,
    changes: Mapping[str, Value] | None = None,
) -> Answer:
    """Whether a recovery order bars all aid to an undertaking. Ask at granting, and again before each payment.

    Args:
        orders: All orders after a decision of the Commission; `None` where they are not known.
        on: The day of granting: its law holds for the payments too.
        scheme_not_adapted: See `law_in_force`.
        changes: Other values for parameters, by full name: another reading where the law leaves room.

    Raises: NoLawThatDay outside 2014-07-01 to 2026-12-31; RuleError for a change that fits no parameter; InputError
    for facts that do not fit.

    >>> order = RecoveryOrder(amount="400000", repaid="399999.99", same_member_state=True)
    >>> has_unpaid_recovery_order([order], on=date(2017, 7, 29)).value
    True
    """
    asked = {"orders": listed(orders)}
    facts = facts_read(RecoveryCase, asked, day=on, switch=scheme_not_adapted, changes=changes)
    day = day_of_law(on, scheme_not_adapted=scheme_not_adapted)
    return ask(RECOVERY, "excluded", facts, on=day, changes=changes)


def scheme_excluded(
    terms: SchemeTerms, *, scheme_not_adapted: bool = False, changes: Mapping[str, Value] | None = None
) -> Answer:
    """Whether its terms take a scheme out of the Regulation.

    Args:
        terms: What the scheme asks for, and its budget.
        scheme_not_adapted: See `law_in_force`.
        changes: Other values for parameters, by full name.

    Raises: NoLawThatDay outside 2014-07-01 to 2026-12-31; RuleError for a change that fits no parameter; InputError
    for facts that do not fit.

    >>> scheme_excluded(SchemeTerms(granted_on="2017-07-29", headquarters_required=True)).value
    True
    """
    facts = facts_read(SchemeTerms, terms, switch=scheme_not_adapted, changes=changes, arguments={"": "terms"})
    day = day_of_law(facts.granted_on, scheme_not_adapted=scheme_not_adapted)
    return ask(SCHEME, "excluded", facts, on=day, changes=changes)
