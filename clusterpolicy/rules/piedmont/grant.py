"""What the Region pays: by partner and activity, and in all.

A rate applies to each partner and activity by itself. A mean over the project proves nothing. It is the Region's own
rate, but never more than the Region's cap, and never more than the law of the Union allows.

Each amount is rounded down to the cent, by activity. No source says so; it is assumed, because rounding up could exceed
the ceiling of the Union.
"""

from clusterpolicy.language import Formula, Quantity, choose, least, rounded_down_to_cent, total, unsettled, when
from clusterpolicy.model import Size
from clusterpolicy.rules.eu import intensity as eu
from clusterpolicy.rules.eu.sme import SIZE
from clusterpolicy.rules.piedmont.costs import (
    END_USER_EXPERIMENTAL_DEVELOPMENT,
    END_USER_INDUSTRIAL_RESEARCH,
    PARTNER_COST,
    PARTNER_EXPERIMENTAL_DEVELOPMENT,
    PARTNER_INDUSTRIAL_RESEARCH,
)
from clusterpolicy.rules.piedmont.limits import limits
from clusterpolicy.rules.piedmont.place import WORKS_IN_VALLE_D_AOSTA
from clusterpolicy.rules.piedmont.sources import SOURCES

ROUNDING = SOURCES.P02.assumed("Rounded down to the cent for each activity, so that no ceiling can be exceeded.")

AS_LARGE = SOURCES.P14.assumed("The rate of end users is not in the sources; they are treated as large enterprises.")


def industrial_research_intensity(size: Formula | Size) -> Formula:
    """The share of the cost of industrial research that is paid to who is of `size`."""
    return least(
        limits.industrial_research_intensity[size],
        limits.highest_intensity,
        eu.industrial_research_ceiling(size),
    )


def experimental_development_intensity(size: Formula | Size) -> Formula:
    """The share of the cost of experimental development that is paid to who is of `size`."""
    return least(
        limits.experimental_development_intensity[size],
        limits.highest_intensity,
        eu.experimental_development_ceiling(size),
    )


PARTNER_INDUSTRIAL_RESEARCH_INTENSITY = Quantity(
    name="partner_industrial_research_intensity",
    label="aid intensity of the partner's industrial research",
    formula=industrial_research_intensity(SIZE),
    source=(SOURCES.P02, *eu.SOURCE),
)
"""The share of a partner's industrial research that is paid."""

PARTNER_EXPERIMENTAL_DEVELOPMENT_INTENSITY = Quantity(
    name="partner_experimental_development_intensity",
    label="aid intensity of the partner's experimental development",
    formula=experimental_development_intensity(SIZE),
    source=(SOURCES.P02, *eu.SOURCE),
)
"""The share of a partner's experimental development that is paid."""

END_USER_INDUSTRIAL_RESEARCH_INTENSITY = Quantity(
    name="end_user_industrial_research_intensity",
    label="aid intensity of the end user's industrial research",
    formula=industrial_research_intensity(Size.LARGE),
    source=(AS_LARGE, *eu.SOURCE),
)
"""The share of an end user's industrial research that is paid."""

END_USER_EXPERIMENTAL_DEVELOPMENT_INTENSITY = Quantity(
    name="end_user_experimental_development_intensity",
    label="aid intensity of the end user's experimental development",
    formula=experimental_development_intensity(Size.LARGE),
    source=(AS_LARGE, *eu.SOURCE),
)
"""The share of an end user's experimental development that is paid."""

PAID_BY_PIEDMONT = rounded_down_to_cent(
    PARTNER_INDUSTRIAL_RESEARCH * PARTNER_INDUSTRIAL_RESEARCH_INTENSITY
) + rounded_down_to_cent(PARTNER_EXPERIMENTAL_DEVELOPMENT * PARTNER_EXPERIMENTAL_DEVELOPMENT_INTENSITY)

PARTNER_GRANT = Quantity(
    name="partner_grant",
    label="grant of the partner",
    formula=choose(
        when(
            WORKS_IN_VALLE_D_AOSTA,
            unsettled(
                "what Valle d'Aosta pays to its own enterprises",
                kind_of=PARTNER_COST,
                never_negative=True,
                source=SOURCES.P10,
            ),
        ),
        otherwise=PAID_BY_PIEDMONT,
    ),
    source=(SOURCES.P02, ROUNDING),
)
"""The grant of one partner, in euro; unknown for one that Valle d'Aosta pays."""

END_USER_GRANT = Quantity(
    name="end_user_grant",
    label="grant of the end user",
    formula=rounded_down_to_cent(END_USER_INDUSTRIAL_RESEARCH * END_USER_INDUSTRIAL_RESEARCH_INTENSITY)
    + rounded_down_to_cent(END_USER_EXPERIMENTAL_DEVELOPMENT * END_USER_EXPERIMENTAL_DEVELOPMENT_INTENSITY),
    source=(SOURCES.P02, ROUNDING),
)
"""The grant of one end user, in euro."""

GRANT = Quantity(
    name="grant",
    label="grant of the project",
    formula=total(PARTNER_GRANT) + total(END_USER_GRANT),
    source=(SOURCES.P02, SOURCES.P06),
)
"""The grant of the whole project, in euro: the sum of the rounded grants of all who take part."""
