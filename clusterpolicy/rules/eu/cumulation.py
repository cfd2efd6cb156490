"""What may be added up for the same eligible costs.

Source: Regulation (EU) No 651/2014, Art. 8.

Hard to read:

- all State aid counts together, and what Union funds under shared management pay is State aid;
- money that the Union manages itself is not. It leaves the intensity alone, but all public money together may not
  exceed the most favourable rate of Union law;
- for the same costs the highest intensity of all measures that cover them holds. For other costs aid is free;
- de minimis aid counts for the same costs, and for no others;
- equal is allowed.

Costs that overlap only in part are first cut into segments, each with the same aid on all of it.
"""

from clusterpolicy.language import Formula, all_of, greatest, least, zero
from clusterpolicy.rules.eu.sources import SOURCES
from clusterpolicy.units import Unit

SOURCE = SOURCES.GBER_CUMULATION
"""Where it is written."""

CENTRAL = SOURCES.GBER_CUMULATION.at("Art. 8(2)")

SPLIT = SOURCES.GBER_CUMULATION.assumed(
    "The Regulation does not say how aid to several costs is divided among them. It is divided as their ceilings are "
    "without any other money."
)
"""Whose reading it is that aid to several costs is divided in this way."""

INVEST_EU = SOURCES.GBER_CUMULATION.at("Art. 8(3)(b)").inferred(
    "From 2021-08-01 financing under InvestEU and the costs it covers are left out; its amount is taken off the costs."
)
"""Where financing under InvestEU is left out."""


def within_ceiling(*, state_aid: Formula, de_minimis: Formula, ceiling: Formula) -> Formula:
    """State aid and de minimis aid for the same costs keep to the highest aid for these costs. Art. 8(3) and (5)."""
    return state_aid + de_minimis <= ceiling


def within_union_rate(*, public: Formula, highest_funding: Formula) -> Formula:
    """All public money for costs that the Union pays for as well keeps to the most favourable rate. Art. 8(2)."""
    return all_of(public <= highest_funding)


def room(
    *, ceiling: Formula, used: Formula, highest_funding: Formula | None = None, public: Formula | None = None
) -> Formula:
    """What aid may still be added for the same costs, in euro; never below zero.

    `highest_funding` and `public` are the limit and the sum of all public money, where the Union pays for them as well.
    """
    left = ceiling - used
    if highest_funding is not None and public is not None:
        left = least(left, highest_funding - public)
    return greatest(zero(Unit.EURO), left)
