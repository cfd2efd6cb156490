"""How enterprises may apply together, where they work, and who may stand beside them.

Hard to read: enterprises of Valle d'Aosta took part on that region's own money and terms. The terms are not in the
sources, so a project with such a partner is never decided here. What such a partner costs is not spent outside Piedmont
on Piedmont's money, and does not count against the share that may be.
"""

from clusterpolicy.language import (
    Quantity,
    Requirement,
    Stage,
    all_of,
    any_of,
    count,
    every,
    facts_of,
    none,
    not_,
    some,
    total,
    unsettled,
    zero,
)
from clusterpolicy.model import Application, EndUser, EndUserKind, GroupingForm, Participation, Size
from clusterpolicy.rules.eu.sme import IS_SME, SIZE
from clusterpolicy.rules.piedmont.costs import COST, END_USER_COST, PARTNER_COST, other_than_personnel
from clusterpolicy.rules.piedmont.limits import limits
from clusterpolicy.rules.piedmont.place import WORKS_IN_PIEDMONT, WORKS_IN_VALLE_D_AOSTA
from clusterpolicy.rules.piedmont.sources import SOURCES
from clusterpolicy.units import Unit

application, partner, end_user = facts_of(Application), facts_of(Participation), facts_of(EndUser)

PARTNERS = Quantity(
    name="partners",
    label="number of enterprises",
    formula=count(partner),
    source=SOURCES.P02,
)
"""How many enterprises carry out the project. End users and research organisations are not partners."""

NUMBER_OF_PARTNERS = Requirement(
    code="number-of-partners",
    asks="Do neither too few nor too many enterprises take part?",
    holds_if=all_of(PARTNERS >= limits.least_partners, PARTNERS <= limits.most_partners),
    source=SOURCES.P20.assumed("No source gives a highest number for these calls."),
    stage=Stage.ELIGIBILITY,
)

GROUPING_FORM = Requirement(
    code="grouping-form",
    asks="Does one enterprise apply alone, or do several apply as a temporary association?",
    holds_if=any_of(
        # an association may also be of one enterprise with an end user
        application.grouping == GroupingForm.TEMPORARY_ASSOCIATION,
        all_of(application.grouping == GroupingForm.SINGLE, PARTNERS <= limits.most_partners_alone),
    ),
    source=(SOURCES.P02, SOURCES.P05b),
    stage=Stage.ELIGIBILITY,
)

LARGE_ENTERPRISE_WITH_SME = Requirement(
    code="large-enterprise-with-sme",
    asks="Does every large enterprise collaborate effectively with an independent SME?",
    holds_if=any_of(
        none(SIZE == Size.LARGE),
        all_of(
            some(all_of(IS_SME, partner.independent_of_partners)),
            application.declarations.effective_collaboration,
        ),
    ),
    source=(
        SOURCES.P02,
        SOURCES.P05b,
        SOURCES.GBER.at("Art. 2(90)").assumed(
            "The definition speaks of independent parties; a collaboration counts only with an SME that is not linked "
            "to another enterprise of the project. End users do not count."
        ),
    ),
    stage=Stage.ELIGIBILITY,
)

SPENT_OUTSIDE_PIEDMONT = Quantity(
    name="spent_outside_piedmont",
    label="cost of the partners that work outside Piedmont",
    formula=total(PARTNER_COST, where=all_of(not_(WORKS_IN_PIEDMONT), not_(WORKS_IN_VALLE_D_AOSTA))),
    source=SOURCES.P03,
)
"""What partners that work neither in Piedmont nor in Valle d'Aosta cost together, in euro."""

COST_OUTSIDE_PIEDMONT = Requirement(
    code="cost-outside-piedmont",
    asks="Is the share of the cost for partners that work outside Piedmont small enough?",
    holds_if=SPENT_OUTSIDE_PIEDMONT <= limits.outside_share * COST,
    source=(
        SOURCES.P03,
        SOURCES.CPR_LOCATION,
        SOURCES.P10.assumed("Enterprises of Valle d'Aosta are paid by that region and are not counted here."),
    ),
    stage=Stage.ELIGIBILITY,
)

VALLE_D_AOSTA = Requirement(
    code="valle-d-aosta",
    asks="Is no partner to be paid by Valle d'Aosta, on terms that are not known?",
    holds_if=none(
        all_of(
            WORKS_IN_VALLE_D_AOSTA,
            unsettled("the terms on which Valle d'Aosta pays its own enterprises", source=SOURCES.P10),
        )
    ),
    source=(SOURCES.P10, SOURCES.P12),
    stage=Stage.ELIGIBILITY,
)

END_USER_LIMIT = Requirement(
    code="end-user-limit",
    asks="Are end users public or non-profit, paid for personnel only, and within their share of the cost?",
    holds_if=all_of(
        total(END_USER_COST) <= limits.end_users_share * COST,
        every(
            any_of(
                end_user.kind == EndUserKind.PUBLIC_BODY,
                end_user.kind == EndUserKind.PRIVATE_NON_PROFIT,
            )
        ),
        every(
            all_of(
                other_than_personnel(end_user.costs.industrial_research) <= zero(Unit.EURO),
                other_than_personnel(end_user.costs.experimental_development) <= zero(Unit.EURO),
            )
        ),
    ),
    source=(
        SOURCES.P06,
        SOURCES.P14.assumed("The conditions are those of the following call, of 2018."),
    ),
    stage=Stage.ELIGIBILITY,
)
