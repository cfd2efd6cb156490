"""Who may not be aided at all, and which terms take a scheme out of the Regulation, whatever the project.

Source: Regulation (EU) No 651/2014, Art. 1(2), (4) and (5).

Hard to read: an order to give back aid stays unpaid until all of it is paid; a cent less does not cure. It is asked at
granting, and again before each payment. A scheme may require an establishment in the Member State by the first payment,
but no headquarters.

What an application says of difficulty is its declaration. The five tests are in `difficulty`.
"""

from clusterpolicy.language import Formula, Parameters, all_of, any_of, choose, facts_of, months_after, not_, some, when
from clusterpolicy.model import Participation
from clusterpolicy.rules.eu.sources import SOURCES

partner = facts_of(Participation)
limits = Parameters.beside(__file__, "exclusions.toml")

HAS_NO_UNPAID_RECOVERY_ORDER = not_(partner.enterprise.has_unpaid_recovery_order)
"""No unpaid order to give back aid that the Commission found illegal and incompatible with the internal market."""

RECOVERY_ORDER_SOURCE = SOURCES.GBER.at("Art. 1(4)(a)")


def has_unpaid_recovery_order(
    *, amount: Formula, repaid: Formula, on_blocked_account: Formula, same_member_state: Formula
) -> Formula:
    """At least one recovery order is outstanding. Art. 1(4)(a) and (b). The arguments are facts of one order."""
    paid = choose(when(limits.blocked_account_cures, repaid + on_blocked_account), otherwise=repaid)
    return some(all_of(any_of(same_member_state, not_(limits.only_same_member_state)), paid < amount))


def lacks_recovery_clause(*, bars_payment: Formula) -> Formula:
    """The text of the scheme does not bar payment to who has an unpaid recovery order. Art. 1(4)(a)."""
    return not_(bars_payment)


def has_forbidden_terms(*, headquarters: Formula, national_goods: Formula, restricts_exploitation: Formula) -> Formula:
    """Aid depends on headquarters or on national goods, or results may not be exploited elsewhere. Art. 1(5)."""
    return any_of(headquarters, national_goods, restricts_exploitation)


def is_large_without_plan(
    *, budget: Formula, in_force_since: Formula, plan_accepted: Formula, granted_on: Formula
) -> Formula:
    """The exemption of a large scheme has ended: six months are over, and no plan was accepted. Art. 1(2)(a)."""
    return all_of(
        budget > limits.large_scheme_budget,
        not_(plan_accepted),
        granted_on >= months_after(in_force_since, limits.large_scheme_months),
    )
