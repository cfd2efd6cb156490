"""The facts of single questions of State aid: of one beneficiary, one award, one collaboration.

An application holds what a call asks for. A question of law that is asked alone needs less, and sometimes other things:
they stand here. `None` means that a fact is not known; a bonus or a cost that is left out is not claimed.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, Strict

from clusterpolicy.model.aid_kind import AidKind
from clusterpolicy.model.base import MOST_ENTRIES, DomainModel
from clusterpolicy.model.costs import NO_COSTS, NOTHING, Activity, ActivityCosts
from clusterpolicy.model.enterprise import Enterprise, Size
from clusterpolicy.model.identifiers import Text
from clusterpolicy.units import Day, Euro, Truth, Unit, refusal, shown


def _read_share(value: Any) -> Decimal:
    """A share, exact. A floating-point number is refused: hardly any share is one."""
    if isinstance(value, bool | float):
        raise refusal("amount-not-exact", f"{shown(value)} is not an exact number", 'write it as text, as in "0.15"')
    try:
        return Decimal(value)
    except (ArithmeticError, TypeError, ValueError):
        raise refusal("input-invalid", f"{shown(value)} is not a number", 'write a part of one, as in "0.15"') from None


Share = Annotated[Decimal, BeforeValidator(_read_share), Field(ge=0, le=1), Unit.SHARE]
"""A part of a whole, from zero to one. Exact."""

Count = Annotated[int, Strict(), Field(ge=0, le=1000), Unit.COUNT]
"""A whole number of things."""

Members = Field(max_length=MOST_ENTRIES)


# ── Who works together ───────────────────────────────────────────────────────────────────────────────────────────────


class PartyKind(StrEnum):
    """Who a party of a collaboration is. Source: Regulation (EU) No 651/2014, Art. 2(83) and (90)."""

    UNDERTAKING = "undertaking"
    RESEARCH_ORGANISATION = "research_organisation"


class LinkedEnterprise(DomainModel):
    """An enterprise that is linked to a party, and takes part in the same project. Together they are one undertaking.

    >>> LinkedEnterprise(name="Alfa Due", cost="50000").cost
    Decimal('50000.00')
    """

    name: Text = Field(title="name of the linked enterprise", description="Its name.")
    cost: Euro | None = Field(
        default=None, title="cost of the linked enterprise", description="Its eligible cost in the project, in euro."
    )


class Party(DomainModel):
    """One independent party of a collaboration that bears costs. Who is paid for a service is none.

    >>> Party(name="Alfa", kind="undertaking", sme=True, cost="400000").linked
    ()
    """

    name: Text = Field(title="name of the party", description="Its name.")
    kind: PartyKind | None = Field(
        default=None, title="kind of the party", description="An undertaking or a research organisation."
    )
    sme: Truth | None = Field(
        default=None,
        title="party is an SME",
        description="Whether the undertaking, with all enterprises linked to it, is small or medium-sized.",
    )
    may_publish: Truth | None = Field(
        default=None,
        title="right to publish its own results",
        description="Whether a research organisation may publish the results of its own research.",
    )
    cost: Euro | None = Field(
        default=None, title="cost of the party", description="Its own eligible cost in the project, in euro."
    )
    linked: Annotated[tuple[LinkedEnterprise, ...], Members] | None = Field(
        default=(),
        title="linked enterprises in the project",
        description="Enterprises linked to it that take part as well. Left out: there is none.",
    )


class Collaboration(DomainModel):
    """A collaboration as the law looks at it.

    >>> Collaboration(effective=True, parties=({"name": "Alfa"}, {"name": "Beta"})).states
    1
    """

    effective: Truth | None = Field(
        default=None,
        title="effective collaboration",
        description="Whether independent parties define the scope together, contribute to the work, and share its "
        "risks and results (Regulation (EU) No 651/2014, Art. 2(90)).",
    )
    parties: Annotated[tuple[Party, ...], Members] | None = Field(
        default=None, title="parties", description="All parties that bear costs of the project."
    )
    states: Count | None = Field(
        default=1,
        title="States in which the project is carried out",
        description="In how many Member States of the Union, or of the European Economic Area, work is done.",
    )


NO_COLLABORATION = Collaboration(effective=False, parties=())


class CrossBorderProject(DomainModel):
    """What the bonus for projects of several States asks for. Source: Regulation (EU) No 651/2014, Art. 25(6)(d).

    >>> CrossBorderProject(selected_in_open_call=True, designing_states=3).collaborating_states is None
    True
    """

    selected_in_open_call: Truth | None = Field(
        default=None,
        title="selected in an open call",
        description="Whether a Member State selected the project, after an open call, to become part of the joint one.",
    )
    designing_states: Count | None = Field(
        default=None, title="States that designed the project together", description="How many States."
    )
    collaborating_states: Count | None = Field(
        default=None,
        title="States whose undertakings collaborate effectively",
        description="In how many States the undertakings sit that collaborate effectively.",
    )
    dissemination_states: Count | None = Field(
        default=None,
        title="States in which results are widely disseminated",
        description="In how many States the results are widely disseminated.",
    )


NO_CROSS_BORDER_PROJECT = CrossBorderProject(
    selected_in_open_call=False, designing_states=0, collaborating_states=0, dissemination_states=0
)


class ResearchAid(DomainModel):
    """The work of one beneficiary in a project, with the bonuses it claims. A bonus left out is not claimed.

    >>> ResearchAid(activity="industrial_research", size="small").widely_disseminated
    False
    """

    activity: Activity | None = Field(default=None, title="activity", description="The research activity asked about.")
    size: Size | None = Field(default=None, title="size of the enterprise", description="Size of the beneficiary.")
    fundamental_research: Euro | None = Field(
        default=NOTHING, title="cost of fundamental research", description="Eligible cost in euro."
    )
    industrial_research: Euro | None = Field(
        default=NOTHING, title="cost of industrial research", description="Eligible cost in euro."
    )
    experimental_development: Euro | None = Field(
        default=NOTHING, title="cost of experimental development", description="Eligible cost in euro."
    )
    feasibility_study: Euro | None = Field(
        default=NOTHING, title="cost of feasibility studies", description="Eligible cost in euro."
    )
    collaboration_found: Truth | None = Field(
        default=False,
        title="collaboration that earns the bonus, as found by the authority",
        description="Whether the authority found all conditions of one of the two kinds of collaboration met.",
    )
    collaboration: Collaboration = Field(
        default=NO_COLLABORATION, title="collaboration", description="The collaboration, where it is to be examined."
    )
    widely_disseminated: Truth | None = Field(
        default=False,
        title="results widely disseminated",
        description="Whether the results are widely disseminated: conferences, publication, open repositories, "
        "free or open-source software.",
    )
    licences_offered: Truth | None = Field(
        default=False,
        title="licences offered on fair terms",
        description="Whether the beneficiary commits to grant, in time, non-exclusive licences at market price to all "
        "interested parties in the European Economic Area, without discrimination.",
    )
    in_area_a: Truth | None = Field(
        default=False,
        title="work in an assisted area under Art. 107(3)(a) TFEU",
        description="Whether the work is carried out there, by the regional aid map in force at granting.",
    )
    in_area_c: Truth | None = Field(
        default=False,
        title="work in an assisted area under Art. 107(3)(c) TFEU",
        description="Whether the work is carried out there, by the regional aid map in force at granting.",
    )
    cross_border_found: Truth | None = Field(
        default=False,
        title="cross-border project, as found by the authority",
        description="Whether the authority found all conditions of the cross-border bonus met.",
    )
    cross_border: CrossBorderProject = Field(
        default=NO_CROSS_BORDER_PROJECT,
        title="cross-border project",
        description="The cross-border project, where it is to be examined.",
    )
    repayable_advance: Truth | None = Field(
        default=False,
        title="repayable advance whose aid content cannot be computed",
        description="Whether the aid is a repayable advance as a share of eligible costs, without an accepted method "
        "for its gross grant equivalent, repaid with at least the discount rate after success.",
    )


# ── Undertakings in difficulty ───────────────────────────────────────────────────────────────────────────────────────


class DifficultyCase(DomainModel):
    """An enterprise on the day on which aid is to be granted to it.

    >>> DifficultyCase(enterprise={"name": "Alfa"}, granted_on="2017-07-29", sme=True).in_difficulty_since is None
    True
    """

    enterprise: Enterprise = Field(title="enterprise", description="The enterprise, with its accounts.")
    granted_on: Day = Field(title="day of granting", description="The day on which the aid is granted.")
    sme: Truth | None = Field(
        default=None,
        title="small or medium-sized enterprise",
        description="Whether it is small or medium-sized in the sense of Annex I.",
    )
    in_difficulty_at_end_of_2019: Truth | None = Field(
        default=None,
        title="in difficulty on 31 December 2019",
        description="Whether it was in difficulty on that day already. Asked for the derogation of 2020 only.",
    )
    in_difficulty_since: Day | None = Field(
        default=None,
        title="day on which the difficulty arose",
        description="The day on which it became an undertaking in difficulty. Asked for the derogation of 2020 only.",
    )


# ── Thresholds and publication ───────────────────────────────────────────────────────────────────────────────────────


class PublicationKind(StrEnum):
    """What an award is for, as far as its publication goes. Source: Regulation (EU) No 651/2014, Art. 9(1)(c)."""

    GENERAL = "general"
    PRIMARY_AGRICULTURE_OR_FISHERIES = "primary_agriculture_or_fisheries"
    INVEST_EU_PRODUCT = "invest_eu_product"


class Award(DomainModel):
    """Aid to one undertaking for one project, in gross grant equivalent.

    >>> Award(granted_on="2024-02-01", amount="100000").publication_kind.value
    'general'
    """

    granted_on: Day = Field(title="day of granting", description="The day on which the aid is granted.")
    amount: Euro | None = Field(
        default=None,
        title="aid",
        description="Gross grant equivalent of all State aid to the undertaking for the project, in euro. "
        "For the publication: of the single award.",
    )
    kind: AidKind | None = Field(
        default=AidKind.RESEARCH_PROJECT, title="kind of aid", description="What the aid is for."
    )
    fundamental_research: Euro | None = Field(
        default=NOTHING, title="cost of fundamental research", description="Eligible cost of the whole project in euro."
    )
    industrial_research: Euro | None = Field(
        default=NOTHING, title="cost of industrial research", description="Eligible cost of the whole project in euro."
    )
    experimental_development: Euro | None = Field(
        default=NOTHING,
        title="cost of experimental development",
        description="Eligible cost of the whole project in euro.",
    )
    eureka_or_joint_undertaking: Truth | None = Field(
        default=False,
        title="Eureka project, or project of a joint undertaking",
        description="Whether it is a Eureka project, or carried out by a joint undertaking (Art. 185 or 187 TFEU).",
    )
    repayable_advance: Truth | None = Field(
        default=False,
        title="repayable advance whose aid content cannot be computed",
        description="Whether the aid is a repayable advance as a share of eligible costs, without an accepted method "
        "for its gross grant equivalent, repaid with at least the discount rate after success.",
    )
    publication_kind: PublicationKind | None = Field(
        default=PublicationKind.GENERAL,
        title="kind of award",
        description="Whether a special publication threshold applies.",
    )


# ── Eligible costs ───────────────────────────────────────────────────────────────────────────────────────────────────


class CostClaim(DomainModel):
    """The costs of one beneficiary for one activity, and what a flat rate needs to know.

    >>> CostClaim(costs={"personnel": "300000"}).flat_rate
    Decimal('1')
    """

    costs: ActivityCosts = Field(default=NO_COSTS, title="costs", description="The costs, by category.")
    flat_rate: Share | None = Field(
        default=Decimal(1),
        title="flat rate of the call",
        description="The rate that the call allows, as a part of one. Left out: as much as the law allows.",
    )
    union_fund: Truth | None = Field(
        default=None,
        title="money of a Union fund",
        description="Whether a Union fund that allows simplified cost options finances the project at least in part; "
        "from 2023-07-01 also the Recovery and Resilience Facility.",
    )
    sound_method: Truth | None = Field(
        default=None,
        title="fair, equitable and verifiable method",
        description="Whether the flat rate on direct costs was found by such a method. Asked for that rate only.",
    )


# ── Incentive effect ─────────────────────────────────────────────────────────────────────────────────────────────────


class CommitmentKind(StrEnum):
    """What an undertaking did or bound itself to do. Source: Regulation (EU) No 651/2014, Art. 2(23)."""

    CONSTRUCTION = "construction"
    ORDER_OF_EQUIPMENT = "order_of_equipment"
    RESEARCH_STARTED = "research_started"
    AGREEMENT_TO_CARRY_OUT = "agreement_to_carry_out"
    OTHER_IRREVERSIBLE = "other_irreversible"
    PURCHASE_OF_LAND = "purchase_of_land"
    PERMIT = "permit"
    FEASIBILITY_STUDY = "feasibility_study"


class Commitment(DomainModel):
    """One step towards the project.

    >>> Commitment(kind="order_of_equipment", made_on="2016-12-09").after_application is None
    True
    """

    kind: CommitmentKind | None = Field(default=None, title="kind of step", description="What was done or agreed.")
    made_on: Day | None = Field(default=None, title="day of the step", description="The day on which it was made.")
    after_application: Truth | None = Field(
        default=None,
        title="step made after the application, on the same day",
        description="Whether a step of the day of application was made after it. Needs proof.",
    )


class AidApplication(DomainModel):
    """A written application for aid, as far as the incentive effect goes.

    >>> AidApplication(submitted_on="2016-12-10", commitments=()).ad_hoc
    False
    """

    submitted_on: Day | None = Field(
        default=None, title="day of application", description="The day of the written application."
    )
    commitments: Annotated[tuple[Commitment, ...], Members] | None = Field(
        default=None, title="steps towards the project", description="All steps made so far. Empty: none was made."
    )
    names_undertaking_and_size: Truth | None = Field(
        default=None, title="name and size of the undertaking", description="Whether the application states them."
    )
    describes_project_with_dates: Truth | None = Field(
        default=None,
        title="description of the project, with its start and end",
        description="Whether the application holds it.",
    )
    states_location: Truth | None = Field(
        default=None, title="location of the project", description="Whether the application states it."
    )
    lists_costs: Truth | None = Field(
        default=None, title="list of project costs", description="Whether the application holds it."
    )
    states_aid: Truth | None = Field(
        default=None,
        title="type of aid and amount of public funding needed",
        description="Whether the application states them.",
    )
    ad_hoc: Truth | None = Field(
        default=False, title="ad hoc aid", description="Whether the aid is granted outside any scheme."
    )
    size: Size | None = Field(default=None, title="size of the enterprise", description="Size of the applicant.")
    effect_documented: Truth | None = Field(
        default=None,
        title="documented effect of the aid",
        description="Whether documents show a material increase in scope, amount or speed, or that the project "
        "would not be carried out without the aid. Asked of ad hoc aid to large enterprises only.",
    )


# ── Exclusions ───────────────────────────────────────────────────────────────────────────────────────────────────────


class RecoveryOrder(DomainModel):
    """An order to recover aid, after a decision of the Commission that it is illegal and incompatible.

    >>> RecoveryOrder(amount="400000", repaid="399999.99").on_blocked_account
    Decimal('0.00')
    """

    amount: Euro | None = Field(
        default=None, title="amount to recover", description="What is to be paid back, with interest, in euro."
    )
    repaid: Euro | None = Field(default=None, title="amount paid back", description="What has been paid back so far.")
    on_blocked_account: Euro | None = Field(
        default=NOTHING, title="amount on a blocked account", description="What has been paid into a blocked account."
    )
    same_member_state: Truth | None = Field(
        default=None,
        title="aid of the same Member State",
        description="Whether the Member State that now grants aid had granted the aid to recover.",
    )


class RecoveryCase(DomainModel):
    """All recovery orders against an undertaking.

    >>> RecoveryCase(orders=()).orders
    ()
    """

    orders: Annotated[tuple[RecoveryOrder, ...], Members] | None = Field(
        default=None, title="recovery orders", description="All orders after a decision of the Commission."
    )


class SchemeTerms(DomainModel):
    """The terms of a scheme that may take it out of the Regulation.

    >>> SchemeTerms(granted_on="2017-07-29").headquarters_required is None
    True
    """

    granted_on: Day = Field(title="day of granting", description="The day on which aid is granted under the scheme.")
    headquarters_required: Truth | None = Field(
        default=None,
        title="headquarters required in the Member State",
        description="Whether aid depends on headquarters, or a predominant establishment, in the Member State. "
        "To require an establishment or branch at the moment of payment is allowed.",
    )
    national_goods_required: Truth | None = Field(
        default=None,
        title="national goods or services required",
        description="Whether aid depends on the use of national goods or services.",
    )
    exploitation_restricted: Truth | None = Field(
        default=None,
        title="exploitation restricted in other Member States",
        description="Whether results may not be exploited in other Member States.",
    )
    bars_unpaid_recovery_orders: Truth | None = Field(
        default=None,
        title="payment barred under an unpaid recovery order",
        description="Whether the text of the scheme expressly bars payment to an undertaking with an outstanding "
        "recovery order after a decision of the Commission.",
    )
    average_annual_budget: Euro | None = Field(
        default=None, title="average annual State aid budget", description="Of the scheme, in euro."
    )
    in_force_since: Day | None = Field(
        default=None, title="day of entry into force of the scheme", description="Its first day."
    )
    evaluation_plan_accepted: Truth | None = Field(
        default=None,
        title="evaluation plan accepted by the Commission",
        description="Whether the Commission accepted one, and so prolonged the exemption.",
    )


# ── De minimis ───────────────────────────────────────────────────────────────────────────────────────────────────────


class DeMinimisGrant(DomainModel):
    """De minimis aid that an enterprise was granted before.

    >>> DeMinimisGrant(amount="250000", granted_on="2024-06-10").amount
    Decimal('250000.00')
    """

    amount: Euro | None = Field(
        default=None, title="de minimis aid", description="Gross grant equivalent of the aid, in euro."
    )
    granted_on: Day | None = Field(
        default=None,
        title="day on which the right was conferred",
        description="The day of the legal right to the aid, whenever it is paid.",
    )
    of_single_undertaking: Truth | None = Field(
        default=True,
        title="aid to the single undertaking",
        description="Whether the enterprise that received it belongs to the single undertaking: linked by control "
        "within one Member State, also through other enterprises; partners and links through persons do not count.",
    )
    member_state: Text | None = Field(
        default="IT", title="Member State that granted the aid", description="Its code, such as `IT`."
    )


class DeMinimisRequest(DomainModel):
    """A request for de minimis aid to a single undertaking, and what it was granted before.

    >>> DeMinimisRequest(granted_on="2027-06-09", fiscal_year_began_on="2027-01-01", requested="60000").grants is None
    True
    """

    granted_on: Day = Field(title="day of granting", description="The day on which the new aid is to be granted.")
    fiscal_year_began_on: Day = Field(
        title="first day of the fiscal year", description="First day of the fiscal year of the new aid."
    )
    member_state: Text | None = Field(
        default="IT", title="Member State that grants the new aid", description="Its code, such as `IT`."
    )
    requested: Euro | None = Field(default=NOTHING, title="requested aid", description="The new aid, in euro.")
    grants: Annotated[tuple[DeMinimisGrant, ...], Members] | None = Field(
        default=None,
        title="earlier de minimis aid",
        description="All de minimis aid that is known of. Empty: there was none.",
    )
    road_freight: Truth | None = Field(
        default=False, title="road freight transport for hire or reward", description="Whether it is that sector."
    )


# ── Cumulation ───────────────────────────────────────────────────────────────────────────────────────────────────────


class SupportKind(StrEnum):
    """What kind of money it is, as far as cumulation goes. Source: Regulation (EU) No 651/2014, Art. 8.

    State aid is also what Union funds under shared management pay, such as the ERDF.
    """

    STATE_AID = "state_aid"
    DE_MINIMIS = "de_minimis"
    CENTRALLY_MANAGED_UNION = "centrally_managed_union"
    INVEST_EU = "invest_eu"
    GENERAL_MEASURE = "general_measure"
    WITHOUT_IDENTIFIABLE_COSTS = "without_identifiable_costs"


class SharedCost(DomainModel):
    """A part of the eligible costs that overlaps with no other part, and how much aid it may receive.

    >>> SharedCost(name="staff", amount="1000000", intensities=("0.60",)).union_rate is None
    True
    """

    name: Text = Field(title="name of the cost", description="By this name aid refers to it.")
    amount: Euro = Field(title="eligible cost", description="In euro; discounted, where the aid is.")
    intensities: Annotated[tuple[Share, ...], Members] = Field(
        title="highest aid intensities",
        description="The highest intensity under each measure of the Regulation that covers this cost.",
    )
    highest_amounts: Annotated[tuple[Euro, ...], Members] = Field(
        default=(), title="highest aid amounts", description="Limits in euro, of measures that have such a limit."
    )
    union_rate: Share | None = Field(
        default=None,
        title="highest funding rate of Union law",
        description="The most favourable rate for total public funding. Asked where centrally managed money is there.",
    )


class Support(DomainModel):
    """Money that covers some of the costs.

    >>> Support(name="Region", kind="state_aid", amount="450000", covers=("staff",)).covers
    ('staff',)
    """

    name: Text = Field(title="name of the support", description="Who pays, or under which measure.")
    kind: SupportKind = Field(title="kind of support", description="What kind of money it is.")
    amount: Euro | None = Field(
        title="amount of the support",
        description="Gross grant equivalent in euro; of financing under InvestEU its nominal amount.",
    )
    covers: Annotated[tuple[Text, ...], Members] = Field(
        default=(), title="costs covered", description="Names of the costs. Empty: it covers none of them."
    )
