"""The most aid beside research projects: to innovation clusters, for innovation of SMEs, for new processes.

Source: Regulation (EU) No 651/2014, Art. 27, 28 and 29.

Hard to read:

- aid to a cluster is aid to the legal entity behind it, never to its members;
- operating aid ends ten years after it began;
- advice may be paid in full as long as the *aid* keeps to an amount in three years; above it, half of the cost is left;
- a large enterprise gets aid for a new process only beside SMEs that bear at least 30 %. Exactly 30 % is enough.
"""

from clusterpolicy.language import (
    Formula,
    Parameters,
    all_of,
    any_of,
    choose,
    greatest,
    least,
    not_,
    rounded_down_to_cent,
    when,
    years_after,
    zero,
)
from clusterpolicy.model import Size
from clusterpolicy.rules.eu.sources import SOURCES
from clusterpolicy.units import Unit

limits = Parameters.beside(__file__, "innovation.toml")

ROUNDING = "The Regulation does not speak of rounding. Down to the cent, once for each beneficiary."


def cluster_investment_ceiling(*, area_a: Formula | bool, area_c: Formula | bool) -> Formula:
    """The highest share of the cost of an investment in a cluster that aid may cover. Art. 27(5) and (6)."""
    nothing = zero(Unit.SHARE)
    return limits.cluster_investment + greatest(
        choose(when(area_a, limits.cluster_area_a), otherwise=nothing),
        choose(when(area_c, limits.cluster_area_c), otherwise=nothing),
    )


def cluster_aid(
    *,
    is_owner: Formula,
    is_operator: Formula,
    investment: Formula,
    operating: Formula,
    operating_aid_since: Formula,
    granted_on: Formula,
    area_a: Formula | bool,
    area_c: Formula | bool,
) -> Formula:
    """The most aid to the legal entity behind a cluster, in euro; nothing where another one is entitled. Art. 27."""
    entitled = any_of(
        all_of(limits.investment_aid_to_owner, is_owner), all_of(not_(limits.investment_aid_to_owner), is_operator)
    )
    still = all_of(is_operator, years_after(operating_aid_since, limits.cluster_operation_years) > granted_on)
    nothing = zero(Unit.EURO)
    ceiling = cluster_investment_ceiling(area_a=area_a, area_c=area_c)
    return rounded_down_to_cent(
        choose(when(entitled, investment * ceiling), otherwise=nothing)
        + choose(when(still, operating * limits.cluster_operation), otherwise=nothing)
    )


def sme_innovation_aid(
    *, size: Formula, patents_and_staff: Formula, advice: Formula, earlier_advice_aid: Formula
) -> Formula:
    """The most innovation aid for an SME, in euro; nothing for a large enterprise. Art. 28."""
    # where earlier aid took more than the amount, this is below zero, and half of the cost is left
    in_full = least(advice, limits.advice_in_full - earlier_advice_aid)
    for_advice = greatest(in_full, advice * limits.sme_innovation)
    return rounded_down_to_cent(
        choose(
            when(size == Size.LARGE, zero(Unit.EURO)),
            otherwise=patents_and_staff * limits.sme_innovation + for_advice,
        )
    )


def process_innovation_aid(
    *, size: Formula, cost: Formula, effective: Formula, cost_of_smes: Formula, whole_cost: Formula
) -> Formula:
    """The most aid for process and organisational innovation, in euro. Art. 29."""
    nothing = zero(Unit.EURO)
    beside_smes = all_of(effective, whole_cost > nothing, cost_of_smes >= limits.least_share_of_smes * whole_cost)
    entitled = any_of(not_(size == Size.LARGE), beside_smes)
    return rounded_down_to_cent(choose(when(entitled, cost * limits.process_innovation[size]), otherwise=nothing))


CLUSTER_SOURCE = (SOURCES.GBER_CLUSTERS, SOURCES.GBER_CLUSTERS.assumed(ROUNDING))
SME_INNOVATION_SOURCE = (SOURCES.GBER_SME_INNOVATION, SOURCES.GBER_SME_INNOVATION.assumed(ROUNDING))
PROCESS_INNOVATION_SOURCE = (SOURCES.GBER_PROCESS_INNOVATION, SOURCES.GBER_PROCESS_INNOVATION.assumed(ROUNDING))
