"""Line B as it might have been: the Region pays all that the law of the Union allows, the bonus for collaboration too.

Made up. The real call stayed ten points below the ceilings for each size, and never paid a bonus. Every figure is one
of Regulation (EU) No 651/2014, Art. 25(5) and (6): 50 % for industrial research, 25 % for experimental development, 10
or 20 points more by size, 15 points more for a collaboration in which no undertaking bears more than 70 % of the cost.
"""

from dataclasses import replace

from clusterpolicy.language import Beneficiaries, Quantity, choose, facts_of, rounded_down_to_cent, total, when, zero
from clusterpolicy.model import Activity, Application, Participation
from clusterpolicy.rules.eu import bonuses
from clusterpolicy.rules.eu.intensity import SOURCE, experimental_development_ceiling, industrial_research_ceiling
from clusterpolicy.rules.eu.sme import IS_SME, SIZE
from clusterpolicy.rules.piedmont import LINE_B
from clusterpolicy.rules.piedmont.costs import (
    COST,
    PARTNER_COST,
    PARTNER_EXPERIMENTAL_DEVELOPMENT,
    PARTNER_INDUSTRIAL_RESEARCH,
)
from clusterpolicy.units import Unit

application, partner = facts_of(Application), facts_of(Participation)

COLLABORATION = Quantity(
    name="collaboration",
    label="a collaboration earns the bonus",
    formula=bonuses.collaboration_of_undertakings(
        effective=application.declarations.effective_collaboration,
        is_undertaking=partner.independent_of_partners,
        is_sme=IS_SME,
        cost=PARTNER_COST,
        whole=COST,
        in_several_states=False,
    ),
    source=bonuses.SOURCE,
)
BONUS = Quantity(
    name="bonus",
    label="bonus for collaboration",
    formula=choose(when(COLLABORATION, bonuses.limits.bonus_b), otherwise=zero(Unit.SHARE)),
    source=bonuses.SOURCE,
)
RESEARCH_RATE = Quantity(
    name="research_rate",
    label="share of the partner's industrial research that is paid",
    formula=industrial_research_ceiling(SIZE, BONUS),
    source=SOURCE,
)
DEVELOPMENT_RATE = Quantity(
    name="development_rate",
    label="share of the partner's experimental development that is paid",
    formula=experimental_development_ceiling(SIZE, BONUS),
    source=SOURCE,
)
PARTNER_GRANT = Quantity(
    name="partner_grant_with_bonus",
    label="grant of the partner",
    formula=rounded_down_to_cent(PARTNER_INDUSTRIAL_RESEARCH * RESEARCH_RATE)
    + rounded_down_to_cent(PARTNER_EXPERIMENTAL_DEVELOPMENT * DEVELOPMENT_RATE),
    source=SOURCE,
)
GRANT = Quantity(name="grant_with_bonus", label="grant of the project", formula=total(PARTNER_GRANT), source=SOURCE)

LINE_B_WITH_BONUS = replace(
    LINE_B,
    name="examples/line-b-with-bonus",
    title="Line B as it might have been, with the bonus for collaboration",
    parameters=(),
    grant=GRANT,
    beneficiaries=(
        Beneficiaries(
            of=Participation,
            size=SIZE,
            cost=PARTNER_COST,
            intensity={
                Activity.INDUSTRIAL_RESEARCH: RESEARCH_RATE,
                Activity.EXPERIMENTAL_DEVELOPMENT: DEVELOPMENT_RATE,
            },
            grant=PARTNER_GRANT,
        ),
    ),
)
