"""What every enterprise of a partnership must be, and must not be.

The conditions are about each partner by itself. The sources tell most of them without article: the text of the calls is
not among them.
"""

from clusterpolicy.language import Requirement, Stage, all_of, any_of, every, facts_of, not_, some, years_after
from clusterpolicy.model import Participation, Site
from clusterpolicy.rules.eu.exclusions import HAS_NO_UNPAID_RECOVERY_ORDER, RECOVERY_ORDER_SOURCE
from clusterpolicy.rules.eu.submission import SUBMISSION_DAY
from clusterpolicy.rules.piedmont.limits import limits
from clusterpolicy.rules.piedmont.place import SITE_IS_IN_PIEDMONT, WORKS_IN_PIEDMONT
from clusterpolicy.rules.piedmont.sources import SOURCES

partner, site = facts_of(Participation), facts_of(Site)

TWO_YEARS_OLD = Requirement(
    code="two-years-old",
    asks="Was every enterprise established at least two years before the application?",
    holds_if=every(years_after(partner.enterprise.constituted_on, limits.minimum_age) <= SUBMISSION_DAY),
    source=(
        SOURCES.P06,
        SOURCES.P12.assumed(
            "This source counts from the entry in the business register, which may come later than the constitution. "
            "Established is read as constituted, and the years as ending on the day of submission."
        ),
    ),
    stage=Stage.ELIGIBILITY,
)

NO_INSOLVENCY = Requirement(
    code="no-insolvency",
    asks="Is every enterprise free of insolvency proceedings and of voluntary liquidation?",
    holds_if=every(
        all_of(
            not_(partner.enterprise.in_insolvency_proceedings),
            not_(partner.enterprise.in_voluntary_liquidation),
        )
    ),
    source=(SOURCES.P06, SOURCES.P12),
    stage=Stage.ELIGIBILITY,
)

NO_UNPAID_ORDER = Requirement(
    code="no-unpaid-recovery-or-revocation-order",
    asks="Is every enterprise free of unpaid orders to give back aid, of the Commission and of the Region?",
    holds_if=every(
        all_of(
            HAS_NO_UNPAID_RECOVERY_ORDER,
            not_(partner.enterprise.has_unpaid_revocation_order),
        )
    ),
    source=(
        RECOVERY_ORDER_SOURCE,
        SOURCES.P12.inferred("Said of Line B, whose rules are those of Line A but for membership."),
    ),
    stage=Stage.ELIGIBILITY,
)

SITE_IN_PIEDMONT = Requirement(
    code="site-in-piedmont",
    asks="Has every enterprise that works in Piedmont an active and productive site there?",
    holds_if=every(
        some(all_of(SITE_IS_IN_PIEDMONT, site.active_and_productive)),
        where=WORKS_IN_PIEDMONT,
    ),
    source=(SOURCES.P06, SOURCES.P16),
    stage=Stage.ELIGIBILITY,
    note="What enterprises elsewhere may cost is another question, and has a requirement of its own.",
)

ACTIVITY_CODE_ADMITTED = Requirement(
    code="activity-code-admitted",
    asks="Does every enterprise work in an activity that the call admits?",
    holds_if=every(
        all_of(
            not_(partner.enterprise.main_activity.starts_with(limits.trade_codes)),
            any_of(
                partner.enterprise.main_activity.starts_with(limits.manufacturing_codes),
                partner.enterprise.main_activity.starts_with(limits.construction_codes),
                # the list of the call is not in the sources: for any other activity, somebody must look it up
                partner.activity_code_admitted,
            ),
        )
    ),
    source=(
        SOURCES.P09,
        SOURCES.P12.inferred(
            "Annex 1 of the call lists the admitted codes; the main activity is read as the one meant."
        ),
    ),
    stage=Stage.ELIGIBILITY,
)

NO_REGISTERED_FARM = Requirement(
    code="no-registered-farm",
    asks="Is no enterprise a farm entered in the regional agricultural register?",
    holds_if=every(not_(partner.enterprise.registered_farm)),
    source=SOURCES.P12.inferred("Said of Line B, whose rules are those of Line A but for membership."),
    stage=Stage.ELIGIBILITY,
)
