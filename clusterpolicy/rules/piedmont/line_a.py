"""Line A: projects of enterprises that belong to a cluster already.

The call was approved by D.D. 643 of 26 October 2016, and its text was replaced later. Neither text is among the
sources, so every rule rests on what the Region and others published about it; see `sources.toml`.
"""

from datetime import date

from clusterpolicy.language import Beneficiaries, Parameters, Requirement, RuleSet, Stage, all_of, every, facts_of
from clusterpolicy.model import Activity, Application, EndUser, Participation
from clusterpolicy.rules.eu.sme import SIZE
from clusterpolicy.rules.piedmont.costs import COST, END_USER_COST, MINIMUM_COST, OVERHEADS_LIMIT, PARTNER_COST
from clusterpolicy.rules.piedmont.enterprises import (
    ACTIVITY_CODE_ADMITTED,
    NO_INSOLVENCY,
    NO_REGISTERED_FARM,
    NO_UNPAID_ORDER,
    NOT_IN_DIFFICULTY,
    SITE_IN_PIEDMONT,
    TWO_YEARS_OLD,
)
from clusterpolicy.rules.piedmont.grant import (
    END_USER_EXPERIMENTAL_DEVELOPMENT_INTENSITY,
    END_USER_GRANT,
    END_USER_INDUSTRIAL_RESEARCH_INTENSITY,
    GRANT,
    PARTNER_EXPERIMENTAL_DEVELOPMENT_INTENSITY,
    PARTNER_GRANT,
    PARTNER_INDUSTRIAL_RESEARCH_INTENSITY,
)
from clusterpolicy.rules.piedmont.limits import limits as shared_limits
from clusterpolicy.rules.piedmont.membership import is_member_on
from clusterpolicy.rules.piedmont.partnership import (
    COST_OUTSIDE_PIEDMONT,
    END_USER_LIMIT,
    GROUPING_FORM,
    LARGE_ENTERPRISE_WITH_SME,
    NUMBER_OF_PARTNERS,
    VALLE_D_AOSTA,
)
from clusterpolicy.rules.piedmont.project import (
    ACTIVITIES_ADMITTED,
    AGENDA_THEME,
    DURATION,
    PRODUCTION_EXCLUDED,
    RESEARCH_PREVAILS,
    S3_AREA,
    TRL_AT_END,
    TRL_AT_START,
    WORKS_NOT_STARTED,
)
from clusterpolicy.rules.piedmont.research_orders import RESEARCH_ORDERS
from clusterpolicy.rules.piedmont.sources import SOURCES

application = facts_of(Application)
limits = Parameters.beside(__file__, "line_a.toml")

APPLICATION_WINDOW = Requirement(
    code="application-window",
    asks="Was the application submitted while the call was open?",
    holds_if=all_of(
        application.submitted_at >= limits.opens_at,
        application.submitted_at <= limits.closes_at,
    ),
    source=SOURCES.P06.assumed("The window of Line A is not in the sources; both of its ends are chosen."),
    stage=Stage.RECEIVABILITY,
)

CLUSTER_MEMBER = Requirement(
    code="cluster-member",
    asks="Was every enterprise a member of a cluster on the day that counts?",
    holds_if=every(is_member_on(limits.member_by)),
    source=(SOURCES.P06, SOURCES.P09, SOURCES.P10),
    stage=Stage.ELIGIBILITY,
)

LINE_A = RuleSet(
    name="piedmont/line-a",
    version="1.0.0",
    title="Piedmont, innovation clusters, Line A: projects of enterprises associated to a cluster",
    root=Application,
    time_zone="Europe/Rome",
    in_force_from=date(2016, 10, 26),
    source=SOURCES.P05b,
    parameters=(shared_limits, limits),
    granting_day=limits.granting_day,
    requirements=(
        APPLICATION_WINDOW,
        CLUSTER_MEMBER,
        TWO_YEARS_OLD,
        NO_INSOLVENCY,
        NO_UNPAID_ORDER,
        NOT_IN_DIFFICULTY,
        SITE_IN_PIEDMONT,
        COST_OUTSIDE_PIEDMONT,
        VALLE_D_AOSTA,
        ACTIVITY_CODE_ADMITTED,
        NO_REGISTERED_FARM,
        LARGE_ENTERPRISE_WITH_SME,
        NUMBER_OF_PARTNERS,
        GROUPING_FORM,
        TRL_AT_START,
        TRL_AT_END,
        PRODUCTION_EXCLUDED,
        ACTIVITIES_ADMITTED,
        S3_AREA,
        AGENDA_THEME,
        RESEARCH_PREVAILS,
        DURATION,
        MINIMUM_COST,
        OVERHEADS_LIMIT,
        RESEARCH_ORDERS,
        WORKS_NOT_STARTED,
        END_USER_LIMIT,
    ),
    cost=COST,
    grant=GRANT,
    beneficiaries=(
        Beneficiaries(
            of=Participation,
            size=SIZE,
            cost=PARTNER_COST,
            intensity={
                Activity.INDUSTRIAL_RESEARCH: PARTNER_INDUSTRIAL_RESEARCH_INTENSITY,
                Activity.EXPERIMENTAL_DEVELOPMENT: PARTNER_EXPERIMENTAL_DEVELOPMENT_INTENSITY,
            },
            grant=PARTNER_GRANT,
        ),
        Beneficiaries(
            of=EndUser,
            cost=END_USER_COST,
            intensity={
                Activity.INDUSTRIAL_RESEARCH: END_USER_INDUSTRIAL_RESEARCH_INTENSITY,
                Activity.EXPERIMENTAL_DEVELOPMENT: END_USER_EXPERIMENTAL_DEVELOPMENT_INTENSITY,
            },
            grant=END_USER_GRANT,
        ),
    ),
)
"""The whole of Line A."""
