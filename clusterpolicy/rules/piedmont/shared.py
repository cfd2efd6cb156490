"""What the lines have in common: everything but the window and who belongs to a cluster."""

from clusterpolicy.language import Beneficiaries, Formula, Requirement, Source, Stage, all_of, facts_of
from clusterpolicy.model import Activity, Application, EndUser, Participation
from clusterpolicy.rules.eu.requirements import DIFFICULTY_DECLARED_AS_FOUND, NOT_IN_DIFFICULTY, SIZE_AS_DECLARED
from clusterpolicy.rules.eu.sme import SIZE
from clusterpolicy.rules.piedmont.costs import END_USER_COST, MINIMUM_COST, OVERHEADS_LIMIT, PARTNER_COST
from clusterpolicy.rules.piedmont.enterprises import (
    ACTIVITY_CODE_ADMITTED,
    NO_INSOLVENCY,
    NO_REGISTERED_FARM,
    NO_UNPAID_ORDER,
    SITE_IN_PIEDMONT,
    TWO_YEARS_OLD,
)
from clusterpolicy.rules.piedmont.grant import (
    END_USER_EXPERIMENTAL_DEVELOPMENT_INTENSITY,
    END_USER_GRANT,
    END_USER_INDUSTRIAL_RESEARCH_INTENSITY,
    PARTNER_EXPERIMENTAL_DEVELOPMENT_INTENSITY,
    PARTNER_GRANT,
    PARTNER_INDUSTRIAL_RESEARCH_INTENSITY,
)
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

application = facts_of(Application)

SHARED_REQUIREMENTS: tuple[Requirement, ...] = (
    TWO_YEARS_OLD,
    NO_INSOLVENCY,
    NO_UNPAID_ORDER,
    NOT_IN_DIFFICULTY,
    DIFFICULTY_DECLARED_AS_FOUND,
    SIZE_AS_DECLARED,
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
)
"""What every application must satisfy, of whichever line, in the order of the procedure. A line asks its own first."""

BENEFICIARIES: tuple[Beneficiaries, ...] = (
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
)
"""Who receives aid, and how much: enterprises and end users."""


def application_window(*, opens_at: Formula, closes_at: Formula, source: Source | tuple[Source, ...]) -> Requirement:
    """The requirement that an application is submitted from the moment of opening to that of closing, both included."""
    return Requirement(
        code="application-window",
        asks="Was the application submitted while the call was open?",
        holds_if=all_of(application.submitted_at >= opens_at, application.submitted_at <= closes_at),
        source=source,
        stage=Stage.RECEIVABILITY,
    )
