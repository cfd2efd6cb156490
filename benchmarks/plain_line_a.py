"""Line A of Piedmont written out by hand: what a region's own programmer would write without the library.

It is the peer that the library is measured against. It answers every requirement of Line A, in the same order and by
the same codes, and finds sizes, intensities and grants, over the same models. It is written to be fast and readable;
nothing in it is slower than it need be.

It knows less than the library: its figures are those of one day, and it gives no reason, no source and no seal.

What is not known is treated as the library treats it. A truth is true, false, or `None`. An amount lies between a
lowest and a highest value, which are the same where it is known. An enterprise has every size it may have.

>>> from pathlib import Path
>>> text = Path("examples/line_a/eligible.json").read_text(encoding="utf-8")
>>> found = assess(Application.model_validate_json(text))
>>> found.outcome, known(found.grant), [each.sizes[0].value for each in found.partners]
('eligible', Decimal('334850.00'), ['small', 'micro', 'medium'])
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_FLOOR, Decimal
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from benchmarks.plain_difficulty import every, is_in_difficulty, opposite, some
from clusterpolicy.model import (
    Accounts,
    Activity,
    ActivityCosts,
    Application,
    ClusterMembership,
    EligibleCosts,
    EndUser,
    EndUserKind,
    Enterprise,
    GroupingForm,
    Participation,
    PlannedActivity,
    Project,
    ProviderKind,
    ResearchOrder,
    Site,
    Size,
)
from clusterpolicy.model.ownership import OwnershipGraph
from clusterpolicy.rules.eu import sme_status
from clusterpolicy.units import CENT, LARGEST_AMOUNT

# ── The figures, as they stand on the expected day of granting, 29 July 2017 ─────────────────────────────────────────


class Ceilings(NamedTuple):
    """What an enterprise of a size class must stay below (headcount) or may reach (the amounts)."""

    headcount: Decimal
    turnover: Decimal
    balance_sheet_total: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure of the call. Amounts are in euro, rates are shares."""

    opens_at: datetime = datetime(2016, 10, 28, 9, tzinfo=timezone(timedelta(hours=2)))
    closes_at: datetime = datetime(2017, 1, 31, 17, tzinfo=timezone(timedelta(hours=1)))
    member_by: date = date(2016, 11, 24)
    years_of_age: int = 2
    region: str = "ITC1"
    valle_d_aosta: str = "ITC2"
    areas_around_the_region: frozenset[str] = frozenset(("IT", "ITC"))
    outside_share: Decimal = Decimal("0.15")
    admitted_divisions: tuple[str, ...] = (*map(str, range(10, 34)), "41", "42", "43")
    trade_divisions: tuple[str, ...] = ("45", "46", "47")
    least_partners: int = 1
    most_partners: int = 10
    most_partners_alone: int = 1
    lowest_trl_at_start: int = 4
    trl_at_start_below: int = 7
    lowest_trl_at_end: int = 7
    highest_trl_at_end: int = 8
    longest_duration: int = 24
    minimum_cost: Decimal = Decimal(300_000)
    minimum_cost_with_large: Decimal = Decimal(600_000)
    overheads_share: Decimal = Decimal("0.15")
    research_orders_share: Decimal = Decimal("0.20")
    innovative_sme_may_provide: bool = True
    innovative_sme_partner_frees: bool = False
    end_users_share: Decimal = Decimal("0.10")


FIGURES = Figures()

ROME = ZoneInfo("Europe/Rome")
GRANTED_ON = date(2017, 7, 29)
"""The day on which the call expects to grant."""

CEILINGS = {
    Size.MICRO: Ceilings(Decimal(10), Decimal(2_000_000), Decimal(2_000_000)),
    Size.SMALL: Ceilings(Decimal(50), Decimal(10_000_000), Decimal(10_000_000)),
    Size.MEDIUM: Ceilings(Decimal(250), Decimal(50_000_000), Decimal(43_000_000)),
}
"""From the smallest class up. An enterprise that fits into none is large."""

S3_AREAS = frozenset(("aerospace", "automotive", "green chemistry", "mechatronics", "made in", "health and wellbeing"))

AGENDA_THEMES = {
    "AGRIFOOD": (
        "traceability",
        "food safety",
        "product and process innovation",
        "packaging and shelf life",
        "sustainable production",
        "precision farming",
    ),
    "BIOPMED": ("life sciences and human health",),
    "CGREEN": ("green chemistry", "new materials"),
    "CLEVER": (
        "renewables, green building and hydrogen",
        "energy efficiency and circular economy",
        "water",
        "clean solutions",
        "climate change and sustainable mobility",
    ),
    "ICT": ("cross-sector digital technology",),
    "MESAP": ("mechatronics", "advanced production systems"),
    "POINTEX": (
        "clothing",
        "textile machinery",
        "technical textile",
        "leather",
        "footwear",
        "automotive",
        "furnishing",
        "medical",
        "chemicals",
    ),
}
"""The known themes of each cluster. Its keys are the clusters."""

ALL_THEMES = frozenset(theme for themes in AGENDA_THEMES.values() for theme in themes)


class Rates(NamedTuple):
    """The shares of the cost of both activities that are paid."""

    industrial_research: Decimal
    experimental_development: Decimal


RATES_OF_THE_CALL = {
    Size.MICRO: Rates(Decimal("0.60"), Decimal("0.35")),
    Size.SMALL: Rates(Decimal("0.60"), Decimal("0.35")),
    Size.MEDIUM: Rates(Decimal("0.50"), Decimal("0.25")),
    Size.LARGE: Rates(Decimal("0.40"), Decimal("0.15")),
}
HIGHEST_RATE_OF_THE_CALL = Decimal("0.60")
RATES_OF_THE_UNION = Rates(Decimal("0.50"), Decimal("0.25"))
BONUS_OF_THE_UNION = {
    Size.MICRO: Decimal("0.20"),
    Size.SMALL: Decimal("0.20"),
    Size.MEDIUM: Decimal("0.10"),
    Size.LARGE: Decimal("0.00"),
}
HIGHEST_RATE_OF_THE_UNION = Decimal("0.80")

RATES = {
    size: Rates(
        *(
            min(of_the_call, HIGHEST_RATE_OF_THE_CALL, of_the_union + bonus, HIGHEST_RATE_OF_THE_UNION)
            for of_the_call, of_the_union in zip(RATES_OF_THE_CALL[size], RATES_OF_THE_UNION, strict=True)
        )
    )
    for size, bonus in BONUS_OF_THE_UNION.items()
}
"""What is paid to each size: the rate of the call, within its cap and within the ceiling of the Union."""

# ── What is not known ────────────────────────────────────────────────────────────────────────────────────────────────

Truth = bool | None
"""True, false, or `None`: not known."""

Range = tuple[Decimal, Decimal]
"""The lowest and the highest an amount or a rate may be. Both are the same where it is known."""

Sizes = tuple[Size, ...]
"""Every size an enterprise may have, the smallest first; one where it is known."""

NOTHING = Decimal(0)
NO_COST = (NOTHING, NOTHING)
UNKNOWN_TOTAL = (NOTHING, Decimal("Infinity"))
UNKNOWN_COSTS = EligibleCosts.model_validate(
    {activity: dict.fromkeys(ActivityCosts.model_fields) for activity in Activity}
)

ADMITTED_ACTIVITIES = (Activity.INDUSTRIAL_RESEARCH, Activity.EXPERIMENTAL_DEVELOPMENT)
PROVIDERS = (
    (ProviderKind.RESEARCH_ORGANISATION, ProviderKind.INNOVATIVE_SME)
    if FIGURES.innovative_sme_may_provide
    else (ProviderKind.RESEARCH_ORGANISATION,)
)

ALL_SIZES: Sizes = tuple(Size)
ONLY_LARGE: Sizes = (Size.LARGE,)


def none(answers: Collection[Truth]) -> Truth:
    """False as soon as one answer is true; not known as soon as one of the others is not."""
    return opposite(some(answers))


def at_most(amount: Range, limit: Range) -> Truth:
    """Whether an amount stays within a limit; `None` where it may or may not."""
    if amount[1] <= limit[0]:
        return True
    return False if amount[0] > limit[1] else None


def total(amounts: Iterable[Range]) -> Range:
    """The sum of amounts."""
    lowest = highest = NOTHING
    for low, high in amounts:
        lowest += low
        highest += high
    return lowest, highest


def total_where(amounts: Iterable[Range], count: Iterable[Truth]) -> Range:
    """The sum of the amounts that count. One that may count adds to the highest sum only."""
    lowest = highest = NOTHING
    for (low, high), counts in zip(amounts, count, strict=True):
        if counts is not False:
            highest += high
            if counts:
                lowest += low
    return lowest, highest


def share_of(share: Decimal, amount: Range) -> Range:
    """A share of an amount."""
    return share * amount[0], share * amount[1]


def known(amount: Range) -> Decimal | None:
    """The amount, if it is known."""
    return amount[0] if amount[0] == amount[1] else None


# ── The result ───────────────────────────────────────────────────────────────────────────────────────────────────────


class Result(NamedTuple):
    """What was found for one beneficiary. The size of an end user is the one it is treated as."""

    sizes: Sizes
    cost: Range
    industrial_research_intensity: Range
    experimental_development_intensity: Range
    grant: Range


class Assessment(NamedTuple):
    """What was found for one application.

    `answers` stand in the order of `CODES`. `grant` is what is paid if the application is eligible. `end_users` is
    `None` where they are not known.
    """

    answers: tuple[Truth, ...]
    grant: Range
    cost: Range
    partners: list[Result]
    end_users: list[Result] | None

    @property
    def outcome(self) -> str:
        """Not eligible as soon as one requirement fails; eligible where every one is satisfied."""
        if False in self.answers:
            return "not eligible"
        return "undetermined" if None in self.answers else "eligible"

    @property
    def failed(self) -> tuple[str, ...]:
        """The codes of the requirements that fail."""
        return tuple([code for code, answer in zip(CODES, self.answers, strict=True) if answer is False])

    @property
    def undetermined(self) -> tuple[str, ...]:
        """The codes of the requirements that cannot be decided yet."""
        return tuple([code for code, answer in zip(CODES, self.answers, strict=True) if answer is None])


CODES = (
    "application-window",
    "cluster-member",
    "two-years-old",
    "no-insolvency",
    "no-unpaid-recovery-or-revocation-order",
    "not-in-difficulty",
    "difficulty-declared-as-found",
    "size-declared-as-found",
    "site-in-piedmont",
    "cost-outside-piedmont",
    "valle-d-aosta",
    "activity-code-admitted",
    "no-registered-farm",
    "large-enterprise-with-sme",
    "number-of-partners",
    "grouping-form",
    "trl-at-start",
    "trl-at-end",
    "production-excluded",
    "activities-admitted",
    "s3-area",
    "agenda-theme",
    "research-prevails",
    "duration",
    "minimum-cost",
    "overheads-limit",
    "research-orders",
    "works-not-started",
    "end-user-limit",
)


def assess(application: Application) -> Assessment:
    """The answer to every requirement of Line A, and what each beneficiary would receive."""
    project, declarations = application.project, application.declarations
    submitted_at, users = application.submitted_at, application.end_users
    submitted_on = None if submitted_at is None else submitted_at.astimezone(ROME).date()

    partners = application.participations
    enterprises = [partner.enterprise for partner in partners]
    costs = [partner.costs or UNKNOWN_COSTS for partner in partners]
    in_piedmont = [lies_in(partner.place_of_work, FIGURES.region) for partner in partners]
    in_valle_d_aosta = [lies_in(partner.place_of_work, FIGURES.valle_d_aosta) for partner in partners]
    sizes = [sizes_of(partner, application.ownership, submitted_on) for partner in partners]
    large = [is_large(each) for each in sizes]
    in_difficulty = [
        is_in_difficulty(enterprise, opposite(this_is_large), submitted_on)
        for enterprise, this_is_large in zip(enterprises, large, strict=True)
    ]
    research = [cost_of(each.industrial_research) for each in costs]
    development = [cost_of(each.experimental_development) for each in costs]
    partner_costs = [total(both) for both in zip(research, development, strict=True)]

    user_costs = None if users is None else [user.costs or UNKNOWN_COSTS for user in users]
    if user_costs is None:
        users_research = users_development = users_not_admitted = UNKNOWN_TOTAL
    else:
        users_research = total([cost_of(each.industrial_research) for each in user_costs])
        users_development = total([cost_of(each.experimental_development) for each in user_costs])
        users_not_admitted = total([not_admitted_cost_of(each) for each in user_costs])
    all_research = total((*research, users_research))
    all_development = total((*development, users_development))
    not_admitted = total((*[not_admitted_cost_of(each) for each in costs], users_not_admitted))
    cost = total((all_research, all_development))

    answers = (
        None if submitted_at is None else FIGURES.opens_at <= submitted_at <= FIGURES.closes_at,
        every([was_member(enterprise.memberships) for enterprise in enterprises]),
        every([is_old_enough(enterprise.constituted_on, submitted_on) for enterprise in enterprises]),
        none(
            [enterprise.in_insolvency_proceedings for enterprise in enterprises]
            + [enterprise.in_voluntary_liquidation for enterprise in enterprises]
        ),
        none(
            [enterprise.has_unpaid_recovery_order for enterprise in enterprises]
            + [enterprise.has_unpaid_revocation_order for enterprise in enterprises]
        ),
        none(in_difficulty),
        every([agree(each.in_difficulty, found) for each, found in zip(enterprises, in_difficulty, strict=True)]),
        every([is_of_declared_size(each, found) for each, found in zip(enterprises, sizes, strict=True)]),
        every(
            [
                some((opposite(works_here), has_site_in_piedmont(enterprise.sites)))
                for works_here, enterprise in zip(in_piedmont, enterprises, strict=True)
            ]
        ),
        at_most(
            total_where(partner_costs, [none(places) for places in zip(in_piedmont, in_valle_d_aosta, strict=True)]),
            share_of(FIGURES.outside_share, cost),
        ),
        # on what terms Valle d'Aosta pays is not known: such a partner never fails, and never passes
        True if in_valle_d_aosta.count(False) == len(partners) else None,
        every([is_activity_admitted(partner) for partner in partners]),
        none([enterprise.registered_farm for enterprise in enterprises]),
        has_sme_beside_large(partners, large, declarations.effective_collaboration),
        FIGURES.least_partners <= len(partners) <= FIGURES.most_partners,
        is_grouping_right(application.grouping, len(partners)),
        None
        if project.trl_at_start is None
        else FIGURES.lowest_trl_at_start <= project.trl_at_start < FIGURES.trl_at_start_below,
        None if project.trl_at_end is None else project.trl_at_end >= FIGURES.lowest_trl_at_end,
        ends_before_production(project),
        every((are_activities_admitted(project.activities), at_most(not_admitted, NO_COST))),
        None if project.s3_area is None else project.s3_area in S3_AREAS,
        serves_agenda(project.cluster, project.agenda_theme, application.coherent_with_agenda),
        opposite(at_most(all_research, all_development)),
        None if project.months is None else project.months <= FIGURES.longest_duration,
        costs_enough(cost, some(large)),
        every([are_overheads_within_limit(each) for each in costs]),
        orders_enough(application.research_orders, cost, enterprises),
        starts_after_submission(project.works_start_on, submitted_on, declarations.works_not_started_before_submission),
        None if user_costs is None or users is None else are_end_users_within_limit(users, user_costs, cost),
    )

    results = [result_of(*each) for each in zip(research, development, sizes, in_valle_d_aosta, strict=True)]
    # the rate of end users is not in the sources; they are treated as large enterprises
    user_results = (
        None
        if user_costs is None
        else [
            result_of(cost_of(each.industrial_research), cost_of(each.experimental_development), ONLY_LARGE, False)
            for each in user_costs
        ]
    )
    grant = total([each.grant for each in results])
    users_grant = UNKNOWN_TOTAL if user_results is None else total([each.grant for each in user_results])
    return Assessment(answers, total((grant, users_grant)), cost, results, user_results)


# ── Partners ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def lies_in(place: str | None, territory: str) -> Truth:
    """Whether a place lies in a territory; a code wider than a region does not say."""
    if place is None or place in FIGURES.areas_around_the_region:
        return None
    return place.startswith(territory)


def was_member(memberships: Sequence[ClusterMembership] | None) -> Truth:
    """Whether an enterprise was a member of one of the clusters on the day that counts."""
    if memberships is None:
        return None
    day = FIGURES.member_by
    return some(
        [
            every(
                (
                    each.cluster in AGENDA_THEMES,
                    None if each.joined_on is None else each.joined_on <= day,
                    some((opposite(each.has_left), None if each.left_on is None else each.left_on >= day)),
                )
            )
            for each in memberships
        ]
    )


def is_old_enough(constituted_on: date | None, submitted_on: date | None) -> Truth:
    """Whether an enterprise was old enough on the day of submission. Of 29 February the anniversary is the 28th."""
    if constituted_on is None or submitted_on is None:
        return None
    year = constituted_on.year + FIGURES.years_of_age
    try:
        return constituted_on.replace(year=year) <= submitted_on
    except ValueError:
        return constituted_on.replace(year=year, day=28) <= submitted_on


def has_site_in_piedmont(sites: Sequence[Site] | None) -> Truth:
    """Whether an enterprise has an active and productive site in Piedmont."""
    if sites is None:
        return None
    return some([every((lies_in(site.nuts, FIGURES.region), site.active_and_productive)) for site in sites])


def is_activity_admitted(partner: Participation) -> Truth:
    """Whether the main activity is admitted. Where its division does not say, somebody must look it up."""
    code = partner.enterprise.main_activity
    if code is None:
        return None
    if code.startswith(FIGURES.trade_divisions):
        return False
    return code.startswith(FIGURES.admitted_divisions) or partner.activity_code_admitted


def has_sme_beside_large(
    partners: Sequence[Participation], large: Sequence[Truth], effective_collaboration: Truth
) -> Truth:
    """Whether no enterprise is large, or the large ones collaborate with an independent small or medium-sized one."""
    return some(
        (
            none(large),
            every(
                (
                    some(
                        [
                            every((opposite(this_is_large), partner.independent_of_partners))
                            for this_is_large, partner in zip(large, partners, strict=True)
                        ]
                    ),
                    effective_collaboration,
                )
            ),
        )
    )


def is_grouping_right(grouping: GroupingForm | None, partners: int) -> Truth:
    """Whether one enterprise applies alone, or several as a temporary association."""
    if grouping is None:
        return None
    return grouping is GroupingForm.TEMPORARY_ASSOCIATION or (
        grouping is GroupingForm.SINGLE and partners <= FIGURES.most_partners_alone
    )


# ── Sizes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def sizes_of(partner: Participation, ownership: OwnershipGraph | None, submitted_on: date | None) -> Sizes:
    """Every size an enterprise may have, with partner and linked enterprises, which can only make it bigger.

    Where it is known who owns whom, the same function is asked that the library asks.
    """
    if ownership is not None:
        later = [each.ownership_changed_on for each in ownership.parties if each.id == partner.id]
        if later[0] is not None and later[0] > GRANTED_ON:
            return ALL_SIZES
        return sme_status(ownership, partner.id, on=GRANTED_ON).possible
    enterprise = partner.enterprise
    sizes = sizes_by_latest_accounts(enterprise.accounts, submitted_on)
    return sizes if enterprise.autonomous or sizes == ONLY_LARGE else ALL_SIZES


def sizes_by_latest_accounts(accounts: Sequence[Accounts] | None, submitted_on: date | None) -> Sizes:
    """Every size an enterprise may have by its latest accounts that were approved when it applied."""
    if accounts is None:
        return ALL_SIZES
    possible: Sizes = ()
    for each in sorted(accounts, key=attrgetter("closes_on"), reverse=True):
        counts = every((each.approved, None if submitted_on is None else each.closes_on <= submitted_on))
        if counts is not False:
            sizes = sizes_by_accounts(each)
            possible = tuple([size for size in Size if size in possible or size in sizes]) if possible else sizes
            if counts:
                return possible
    return ALL_SIZES


def sizes_by_accounts(accounts: Accounts) -> Sizes:
    """Every size an enterprise may have by one set of accounts."""
    headcount, turnover, balance = accounts.headcount, accounts.turnover, accounts.balance_sheet_total
    if headcount is None or turnover is None or balance is None:
        return sizes_by_incomplete_accounts(headcount, turnover, balance)
    for size, ceiling in CEILINGS.items():
        if headcount < ceiling.headcount and (turnover <= ceiling.turnover or balance <= ceiling.balance_sheet_total):
            return (size,)
    return ONLY_LARGE


def sizes_by_incomplete_accounts(headcount: Decimal | None, turnover: Decimal | None, balance: Decimal | None) -> Sizes:
    """Every size an enterprise may have by accounts in which figures are missing."""
    possible: Sizes = ()
    for size, ceiling in CEILINGS.items():
        fits = every(
            (
                None if headcount is None else headcount < ceiling.headcount,
                some(
                    (
                        None if turnover is None else turnover <= ceiling.turnover,
                        None if balance is None else balance <= ceiling.balance_sheet_total,
                    )
                ),
            )
        )
        if fits is not False:
            possible += (size,)
            if fits:
                return possible
    return (*possible, Size.LARGE)


def is_of_declared_size(enterprise: Enterprise, sizes: Sizes) -> Truth:
    """Whether an enterprise that declares its size has that size; true of one that declares none."""
    declared = enterprise.declared_size
    if declared is None or sizes == (declared,):
        return True
    return None if declared in sizes else False


def agree(one: Truth, other: Truth) -> Truth:
    """Whether two answers are the same; `None` where one of them is not known."""
    return None if one is None or other is None else one is other


def is_large(sizes: Sizes) -> Truth:
    """Whether an enterprise is large."""
    if Size.LARGE not in sizes:
        return False
    return True if sizes == ONLY_LARGE else None


# ── Project ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def ends_before_production(project: Project) -> Truth:
    """Whether a project includes no production, and ends on a level below it."""
    level = project.trl_at_end
    return every(
        (opposite(project.includes_production), None if level is None else level <= FIGURES.highest_trl_at_end)
    )


def are_activities_admitted(activities: Sequence[PlannedActivity] | None) -> Truth:
    """Whether the work consists of industrial research and experimental development only."""
    if activities is None:
        return None
    return every([None if each.activity is None else each.activity in ADMITTED_ACTIVITIES for each in activities])


def serves_agenda(cluster: str | None, theme: str | None, coherent: Truth) -> Truth:
    """Whether the theme is one of the agenda. Where the known themes do not say, somebody must look it up."""
    if cluster is None:
        # a theme of some cluster may be of this one
        of_none = theme is not None and theme not in ALL_THEMES
        return False if of_none and coherent is False else None
    if cluster not in AGENDA_THEMES:
        return False
    return some((None if theme is None else theme in AGENDA_THEMES[cluster], coherent))


def starts_after_submission(works_start_on: date | None, submitted_on: date | None, declared: Truth) -> Truth:
    """Whether works start after the day of submission; or on that day, with the declaration."""
    if works_start_on is None or submitted_on is None:
        return None
    if works_start_on == submitted_on:
        return declared
    return works_start_on > submitted_on


# ── Costs ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def cost_of(costs: ActivityCosts) -> Range:
    """What one activity costs in all categories."""
    return total_of(
        costs.personnel,
        costs.own_work,
        costs.equipment,
        costs.buildings_and_land,
        costs.contract_research,
        costs.materials,
        costs.travel,
        costs.overheads,
    )


def cost_beside_personnel(costs: ActivityCosts) -> Range:
    """What one activity costs in all categories but personnel."""
    return total_of(
        costs.own_work,
        costs.equipment,
        costs.buildings_and_land,
        costs.contract_research,
        costs.materials,
        costs.travel,
        costs.overheads,
    )


def not_admitted_cost_of(costs: EligibleCosts) -> Range:
    """What is spent on activities that the call does not admit."""
    return total((cost_of(costs.fundamental_research), cost_of(costs.feasibility_study)))


def total_of(*amounts: Decimal | None) -> Range:
    """The sum of amounts as they were entered. One that is not known may be as large as amounts can be."""
    lowest, unknown = NOTHING, 0
    for amount in amounts:
        if amount is None:
            unknown += 1
        else:
            lowest += amount
    return (lowest, lowest + unknown * LARGEST_AMOUNT) if unknown else (lowest, lowest)


def costs_enough(cost: Range, some_is_large: Truth) -> Truth:
    """Whether a project costs as much as it must: more, if a large enterprise takes part."""
    with_large = at_most((FIGURES.minimum_cost_with_large, FIGURES.minimum_cost_with_large), cost)
    without = at_most((FIGURES.minimum_cost, FIGURES.minimum_cost), cost)
    if some_is_large is None:
        return with_large if with_large is without else None
    return with_large if some_is_large else without


def are_overheads_within_limit(costs: EligibleCosts) -> Truth:
    """Whether the overheads of a partner are within the flat rate on its personnel."""
    research, development = costs.industrial_research, costs.experimental_development
    personnel = total_of(research.personnel, development.personnel)
    return at_most(total_of(research.overheads, development.overheads), share_of(FIGURES.overheads_share, personnel))


def orders_enough(orders: Sequence[ResearchOrder] | None, cost: Range, enterprises: Sequence[Enterprise]) -> Truth:
    """Whether enough of the cost is ordered from independent providers of research."""
    if orders is None:
        ordered = UNKNOWN_TOTAL
    else:
        ordered = total_where([total_of(order.amount) for order in orders], [does_order_count(each) for each in orders])
    enough = at_most(share_of(FIGURES.research_orders_share, cost), ordered)
    if FIGURES.innovative_sme_partner_frees:
        return some((enough, some([enterprise.innovative_sme for enterprise in enterprises])))
    return enough


def does_order_count(order: ResearchOrder) -> Truth:
    """Whether an order goes to an independent research organisation, or to an innovative enterprise in that role."""
    kind = order.provider.kind
    return every((order.provider_independent, None if kind is None else kind in PROVIDERS))


def are_end_users_within_limit(users: Sequence[EndUser], costs: Sequence[EligibleCosts], cost: Range) -> Truth:
    """Whether end users are public or non-profit, are paid for personnel only, and stay within their share."""
    of_users = total(
        [cost_of(each.industrial_research) for each in costs]
        + [cost_of(each.experimental_development) for each in costs]
    )
    return every(
        [
            at_most(of_users, share_of(FIGURES.end_users_share, cost)),
            *[None if user.kind is None else user.kind is not EndUserKind.OTHER for user in users],
            *[at_most(cost_beside_personnel(each.industrial_research), NO_COST) for each in costs],
            *[at_most(cost_beside_personnel(each.experimental_development), NO_COST) for each in costs],
        ]
    )


# ── Grants ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def result_of(research: Range, development: Range, sizes: Sizes, in_valle_d_aosta: Truth) -> Result:
    """What one beneficiary receives for both activities; unknown for one that Valle d'Aosta pays."""
    highest, lowest = RATES[sizes[0]], RATES[sizes[-1]]  # the larger the enterprise, the lower the rate
    of_research = (lowest.industrial_research, highest.industrial_research)
    of_development = (lowest.experimental_development, highest.experimental_development)
    if in_valle_d_aosta is False:
        grant = total((paid(research, of_research), paid(development, of_development)))
    else:
        grant = UNKNOWN_TOTAL
    return Result(sizes, total((research, development)), of_research, of_development, grant)


def paid(cost: Range, rate: Range) -> Range:
    """What is paid for the cost of one activity, rounded down to the cent."""
    lowest = (cost[0] * rate[0]).quantize(CENT, ROUND_FLOOR)
    if cost[0] == cost[1] and rate[0] == rate[1]:
        return lowest, lowest
    return lowest, (cost[1] * rate[1]).quantize(CENT, ROUND_FLOOR)
