"""What is asked of a project of either line once aid was granted: what it must reach, keep and report.

The sources say little about the time after the grant: that a project ends at a readiness level, and that newcomers must
join a cluster. All else is assumed after what is usual in the Region: an award is revoked where a condition of the
subjects is lost, where works began too early, where the project is not carried out or stays below the lowest cost, and
where no report comes in time.

Facts of the day of the application, as the age of an enterprise, are settled by then and are not asked again. What
rests on costs is asked again, with what was really spent. Two limits reduce the cost instead of bringing the award
down: overheads above the flat rate, and costs of an enterprise that did not keep its membership, are not recognised.
"""

from datetime import date

from clusterpolicy.language import (
    Formula,
    Parameters,
    Quantity,
    Requirement,
    Source,
    all_of,
    any_of,
    choose,
    days_after,
    every,
    facts_of,
    greatest,
    least,
    not_,
    rounded_down_to_cent,
    some,
    when,
    zero,
)
from clusterpolicy.language.award_rules import AwardRules
from clusterpolicy.language.facts import Facts
from clusterpolicy.model import ClusterMembership, Participation
from clusterpolicy.model.award_report import AwardReport
from clusterpolicy.rules.piedmont import line_a, line_b
from clusterpolicy.rules.piedmont.costs import (
    COST,
    MINIMUM_COST,
    OVERHEADS_LIMIT,
    PARTNER_EXPERIMENTAL_DEVELOPMENT,
    PARTNER_INDUSTRIAL_RESEARCH,
)
from clusterpolicy.rules.piedmont.enterprises import NO_INSOLVENCY, SITE_IN_PIEDMONT
from clusterpolicy.rules.piedmont.grant import GRANT
from clusterpolicy.rules.piedmont.limits import limits as shared_limits
from clusterpolicy.rules.piedmont.partnership import (
    COST_OUTSIDE_PIEDMONT,
    END_USER_LIMIT,
    LARGE_ENTERPRISE_WITH_SME,
    NUMBER_OF_PARTNERS,
    VALLE_D_AOSTA,
)
from clusterpolicy.rules.piedmont.project import ACTIVITIES_ADMITTED, RESEARCH_PREVAILS, WORKS_NOT_STARTED
from clusterpolicy.rules.piedmont.research_orders import RESEARCH_ORDERS
from clusterpolicy.rules.piedmont.shared import BENEFICIARIES
from clusterpolicy.rules.piedmont.sources import SOURCES
from clusterpolicy.units import Unit

report, partner, membership = facts_of(AwardReport), facts_of(Participation), facts_of(ClusterMembership)
limits = Parameters.beside(__file__, "award.toml")

USUAL = SOURCES.P36.assumed("The outline of the call of 2018 has a heading on revocation, without its content.")

TRL_REACHED = Requirement(
    code="trl-reached",
    asks="Did the project take the technology as far as the call demands?",
    holds_if=report.trl_reached >= shared_limits.lowest_trl_at_end,
    source=(SOURCES.seed, SOURCES.P10, USUAL),
    note="The call demands the level of what is planned. That it must also be reached is assumed.",
)

WORKS_ENDED_IN_TIME = Requirement(
    code="works-ended-in-time",
    asks="Did the works end by the day that the contract sets?",
    holds_if=report.works_until <= report.works_due_by,
    source=USUAL,
)

REPORTED_IN_TIME = Requirement(
    code="reported-in-time",
    asks="Was the final report handed in within its term?",
    holds_if=report.handed_in_on <= days_after(report.works_until, limits.report_term),
    source=USUAL,
)

KEPT_MEMBERSHIP = Quantity(
    name="kept_membership",
    label="the enterprise was a member of a cluster when the works ended",
    formula=some(
        all_of(
            membership.cluster.is_in(shared_limits.clusters),
            membership.joined_on <= report.works_until,
            any_of(not_(membership.has_left), membership.left_on >= report.works_until),
        )
    ),
    source=(
        SOURCES.P03,
        SOURCES.P03.assumed("That a member must remain one until the works end is not in the sources."),
    ),
)
"""A member of one of the clusters on the last day of the works, that day included."""

MEMBERSHIP_KEPT = Requirement(
    code="membership-kept",
    asks="Was every enterprise still a member of a cluster when the works ended?",
    holds_if=every(KEPT_MEMBERSHIP),
    source=KEPT_MEMBERSHIP.sources,
    note="The costs of an enterprise that was not are not recognised. The award of the others stands, if what is left "
    "of the project keeps to every limit.",
)

RECOGNISED_OVERHEADS = Quantity(
    name="recognised_overheads",
    label="overheads of the partner up to the flat rate",
    formula=rounded_down_to_cent(
        least(
            partner.costs.industrial_research.overheads + partner.costs.experimental_development.overheads,
            shared_limits.overheads_share
            * (partner.costs.industrial_research.personnel + partner.costs.experimental_development.personnel),
        )
    ),
    source=(
        *OVERHEADS_LIMIT.sources,
        SOURCES.P36.assumed("That overheads above the rate are left out, rather than bring the award down."),
    ),
)
"""The overheads that count, in euro: rounded down to the cent, so that the rate is never exceeded."""


def _direct(costs: Facts) -> Formula:
    """The costs of one activity in every category but overheads."""
    direct: Formula = (
        costs.personnel
        + costs.own_work
        + costs.equipment
        + costs.buildings_and_land
        + costs.contract_research
        + costs.materials
        + costs.travel
    )
    return direct


def _recognised(name: str, label: str, direct: Formula, overheads: Formula) -> Quantity:
    """The cost of one activity of a partner that counts: none, where it did not keep its membership."""
    return Quantity(
        name=name,
        label=label,
        formula=choose(when(KEPT_MEMBERSHIP, direct + overheads), otherwise=zero(Unit.EURO)),
        source=(SOURCES.GBER.at("Art. 25(3)"), *RECOGNISED_OVERHEADS.sources, *KEPT_MEMBERSHIP.sources),
    )


PARTNER_RESEARCH_RECOGNISED = _recognised(
    PARTNER_INDUSTRIAL_RESEARCH.name,
    "recognised cost of the partner's industrial research",
    _direct(partner.costs.industrial_research),
    least(partner.costs.industrial_research.overheads, RECOGNISED_OVERHEADS),
)
"""What counts of one partner's industrial research, in euro. Its overheads come first where not all are recognised."""

PARTNER_DEVELOPMENT_RECOGNISED = _recognised(
    PARTNER_EXPERIMENTAL_DEVELOPMENT.name,
    "recognised cost of the partner's experimental development",
    _direct(partner.costs.experimental_development),
    greatest(zero(Unit.EURO), RECOGNISED_OVERHEADS - partner.costs.industrial_research.overheads),
)
"""What counts of one partner's experimental development, in euro."""

ASKED_MIDWAY: tuple[Requirement, ...] = (NO_INSOLVENCY, SITE_IN_PIEDMONT, WORKS_NOT_STARTED)
"""What must hold whenever money is paid."""

ASKED_AT_THE_END: tuple[Requirement, ...] = (
    REPORTED_IN_TIME,
    WORKS_ENDED_IN_TIME,
    TRL_REACHED,
    MEMBERSHIP_KEPT,
    *ASKED_MIDWAY,
    NUMBER_OF_PARTNERS,
    LARGE_ENTERPRISE_WITH_SME,
    VALLE_D_AOSTA,
    ACTIVITIES_ADMITTED,
    COST_OUTSIDE_PIEDMONT,
    RESEARCH_PREVAILS,
    MINIMUM_COST,
    OVERHEADS_LIMIT,
    RESEARCH_ORDERS,
    END_USER_LIMIT,
)
"""What is asked of a final report: its own questions, then those of the call that what was really done could change."""


def _award_rules(line: str, title: str, source: Source, since: date, granting_day: Formula) -> AwardRules:
    return AwardRules(
        name=f"piedmont/{line}/award",
        version="1.0.0",
        title=title,
        root=AwardReport,
        time_zone="Europe/Rome",
        in_force_from=since,
        source=source,
        parameters=(limits,),
        granting_day=granting_day,
        requirements=ASKED_AT_THE_END,
        reducing=(MEMBERSHIP_KEPT, OVERHEADS_LIMIT),
        asked_midway=ASKED_MIDWAY,
        cost=COST,
        grant=GRANT,
        beneficiaries=BENEFICIARIES,
        instead=(PARTNER_RESEARCH_RECOGNISED, PARTNER_DEVELOPMENT_RECOGNISED),
        advance=limits.advance,
        advance_needs_guarantee=limits.advance_needs_guarantee,
        balance=limits.balance,
        shared_among_partners=limits.shared_among_partners,
    )


LINE_A_AWARD = _award_rules(
    "line-a",
    "Piedmont, innovation clusters, Line A: granted projects",
    SOURCES.P05b,
    date(2016, 10, 26),
    line_a.limits.granting_day,
)
"""What is asked of granted projects of Line A."""

LINE_B_AWARD = _award_rules(
    "line-b",
    "Piedmont, innovation clusters, Line B: granted projects",
    SOURCES.P04,
    date(2016, 12, 28),
    line_b.limits.granting_day,
)
"""What is asked of granted projects of Line B."""
