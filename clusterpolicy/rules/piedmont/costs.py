"""What a project costs: by activity, by partner, and as a whole.

Eligible are the costs of industrial research and of experimental development, of the partners and of the end users.
Costs of other activities are counted apart, for the requirement that there be none.
"""

from clusterpolicy.language import (
    Facts,
    Formula,
    Quantity,
    Requirement,
    Stage,
    choose,
    every,
    facts_of,
    some,
    total,
    when,
)
from clusterpolicy.model import EndUser, Participation, Size
from clusterpolicy.rules.eu.sme import SIZE
from clusterpolicy.rules.piedmont.limits import limits
from clusterpolicy.rules.piedmont.sources import SOURCES

partner, end_user = facts_of(Participation), facts_of(EndUser)


def whole(costs: Facts) -> Formula:
    """All costs of one activity."""
    personnel: Formula = costs.personnel
    return personnel + other_than_personnel(costs)


def other_than_personnel(costs: Facts) -> Formula:
    """The costs of one activity in every category but personnel."""
    categories: Formula = (
        costs.own_work
        + costs.equipment
        + costs.buildings_and_land
        + costs.contract_research
        + costs.materials
        + costs.travel
        + costs.overheads
    )
    return categories


PARTNER_INDUSTRIAL_RESEARCH = Quantity(
    name="partner_industrial_research",
    label="cost of the partner's industrial research",
    formula=whole(partner.costs.industrial_research),
    source=SOURCES.GBER.at("Art. 25(3)"),
)
"""The cost of one partner's industrial research, in euro."""

PARTNER_EXPERIMENTAL_DEVELOPMENT = Quantity(
    name="partner_experimental_development",
    label="cost of the partner's experimental development",
    formula=whole(partner.costs.experimental_development),
    source=SOURCES.GBER.at("Art. 25(3)"),
)
"""The cost of one partner's experimental development, in euro."""

PARTNER_COST = Quantity(
    name="partner_cost",
    label="eligible cost of the partner",
    formula=PARTNER_INDUSTRIAL_RESEARCH + PARTNER_EXPERIMENTAL_DEVELOPMENT,
    source=SOURCES.P02,
)
"""The eligible cost of one partner, in euro."""

END_USER_INDUSTRIAL_RESEARCH = Quantity(
    name="end_user_industrial_research",
    label="cost of the end user's industrial research",
    formula=whole(end_user.costs.industrial_research),
    source=SOURCES.GBER.at("Art. 25(3)"),
)
"""The cost of one end user's industrial research, in euro."""

END_USER_EXPERIMENTAL_DEVELOPMENT = Quantity(
    name="end_user_experimental_development",
    label="cost of the end user's experimental development",
    formula=whole(end_user.costs.experimental_development),
    source=SOURCES.GBER.at("Art. 25(3)"),
)
"""The cost of one end user's experimental development, in euro."""

END_USER_COST = Quantity(
    name="end_user_cost",
    label="eligible cost of the end user",
    formula=END_USER_INDUSTRIAL_RESEARCH + END_USER_EXPERIMENTAL_DEVELOPMENT,
    source=SOURCES.P02,
)
"""The eligible cost of one end user, in euro."""

INDUSTRIAL_RESEARCH = Quantity(
    name="industrial_research",
    label="cost of industrial research",
    formula=total(PARTNER_INDUSTRIAL_RESEARCH) + total(END_USER_INDUSTRIAL_RESEARCH),
    source=SOURCES.P02,
)
"""The cost of industrial research of the whole project, in euro."""

EXPERIMENTAL_DEVELOPMENT = Quantity(
    name="experimental_development",
    label="cost of experimental development",
    formula=total(PARTNER_EXPERIMENTAL_DEVELOPMENT) + total(END_USER_EXPERIMENTAL_DEVELOPMENT),
    source=SOURCES.P02,
)
"""The cost of experimental development of the whole project, in euro."""

COST = Quantity(
    name="cost",
    label="eligible cost of the project",
    formula=INDUSTRIAL_RESEARCH + EXPERIMENTAL_DEVELOPMENT,
    source=SOURCES.P02,
)
"""The eligible cost of the whole project, in euro."""

NOT_ADMITTED_COST = Quantity(
    name="not_admitted_cost",
    label="cost of fundamental research and of feasibility studies",
    formula=total(whole(partner.costs.fundamental_research) + whole(partner.costs.feasibility_study))
    + total(whole(end_user.costs.fundamental_research) + whole(end_user.costs.feasibility_study)),
    source=SOURCES.P02,
)
"""What the project costs in activities that the calls do not admit, in euro."""

MINIMUM_COST = Requirement(
    code="minimum-cost",
    asks="Does the project reach the lowest cost of the call, which is higher with a large enterprise?",
    holds_if=choose(
        when(some(SIZE == Size.LARGE), COST >= limits.minimum_cost_with_large),
        otherwise=COST >= limits.minimum_cost,
    ),
    source=(SOURCES.P02, SOURCES.P06, SOURCES.P08, SOURCES.P10),
    stage=Stage.ELIGIBILITY,
    note="Not below: the limit itself is accepted. It is a limit on the project, not on an enterprise.",
)

OVERHEADS_LIMIT = Requirement(
    code="overheads-limit",
    asks="Are the overheads of every partner within the flat rate on its personnel?",
    holds_if=every(
        partner.costs.industrial_research.overheads + partner.costs.experimental_development.overheads
        <= limits.overheads_share
        * (partner.costs.industrial_research.personnel + partner.costs.experimental_development.personnel)
    ),
    source=(
        SOURCES.CPR_FLAT_RATE,
        SOURCES.GBER.at("Art. 7(1)").inferred("It lets calls with money of the Union use such flat rates."),
    ),
    stage=Stage.ELIGIBILITY,
)
