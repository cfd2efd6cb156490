"""How much of the project must be ordered from research organisations.

Research organisations take part as paid providers, never as partners: they hold no share and get no grant. The share
is a floor, where other calls set a ceiling on the same cost.
"""

from clusterpolicy.language import Quantity, Requirement, Stage, all_of, any_of, facts_of, some, total
from clusterpolicy.model import Participation, ProviderKind, ResearchOrder
from clusterpolicy.rules.piedmont.costs import COST
from clusterpolicy.rules.piedmont.limits import limits
from clusterpolicy.rules.piedmont.sources import SOURCES

partner, order = facts_of(Participation), facts_of(ResearchOrder)

COUNTS_AS_RESEARCH_ORDER = all_of(
    order.provider_independent,
    any_of(
        order.provider.kind == ProviderKind.RESEARCH_ORGANISATION,
        all_of(limits.innovative_sme_may_provide, order.provider.kind == ProviderKind.INNOVATIVE_SME),
    ),
)
"""The order goes to a research organisation, or to an innovative SME, that is independent of every partner."""

ORDERED_RESEARCH = Quantity(
    name="ordered_research",
    label="research ordered from independent providers",
    formula=total(order.amount, where=COUNTS_AS_RESEARCH_ORDER),
    source=(
        SOURCES.P10,
        SOURCES.GBER.at("Art. 2(89)").assumed(
            "Only orders between independent parties are at arm's length, and count."
        ),
    ),
)
"""The amount of all orders that count, in euro."""

RESEARCH_ORDERS = Requirement(
    code="research-orders",
    asks="Is enough of the project ordered from research organisations?",
    holds_if=any_of(
        ORDERED_RESEARCH >= limits.research_orders_share * COST,
        all_of(limits.innovative_sme_partner_frees, some(partner.enterprise.innovative_sme)),
    ),
    source=(
        SOURCES.P08,
        SOURCES.P10,
        SOURCES.P21.assumed("The total project cost is read as the total eligible cost."),
    ),
    stage=Stage.ELIGIBILITY,
)
