"""Cases by chance, dense at every limit, each answered twice: by the rules, and naively by hand.

`python -m tests.rules.eu.agreement 100000` tries that many cases of every question; names of questions behind the
number limit it to these. It fails if a case differs.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from clusterpolicy.model import Enterprise, Size
from clusterpolicy.model.aid import (
    Collaboration,
    CrossBorderProject,
    DeMinimisGrant,
    LinkedEnterprise,
    Party,
    PartyKind,
    PublicationKind,
    SharedCost,
    Support,
    SupportKind,
)
from clusterpolicy.model.aid_kind import AidKind
from clusterpolicy.model.innovation_aid import ClusterAid, ProcessInnovationAid, SmeInnovationAid
from clusterpolicy.model.payment import Payment
from clusterpolicy.rules import eu
from clusterpolicy.testing.ownership import seeded_ownership_graph
from tests.rules.eu import (
    naive_awards,
    naive_cumulation,
    naive_difficulty,
    naive_discounting,
    naive_innovation,
    naive_intensity,
)
from tests.rules.eu.ownership.drawn import ON
from tests.rules.eu.ownership.naive import NotKnown, naive_status

Pair = tuple[object, object]
FIRST, LAST = date(2014, 7, 1), date(2026, 12, 31)
TURNS = [
    date(2016, 7, 1),
    date(2017, 7, 10),
    date(2020, 7, 27),
    date(2021, 8, 1),
    date(2022, 1, 1),
    date(2023, 7, 1),
    date(2024, 1, 1),
]


def euro(cents: int) -> Decimal:
    """An amount of cents, in euro."""
    return Decimal(cents) / 100


def some_day(chance: random.Random, first: date = FIRST, last: date = LAST) -> date:
    """A day, often one on which the law changes, or the day before."""
    if chance.random() < 0.4:
        day = chance.choice(TURNS) - timedelta(days=chance.randint(0, 1))
        if first <= day <= last:
            return day
    return first + timedelta(days=chance.randint(0, (last - first).days))


def some_cents(chance: random.Random) -> int:
    """An amount: nothing, a round one, a round one but for a cent, or any."""
    round_one = chance.randint(1, 20) * 10_000
    return chance.choice([0, round_one, round_one, round_one + 1, round_one - 1, chance.randint(0, 10**7)])


def yes(chance: random.Random, likely: float = 0.5) -> bool:
    """A truth by chance."""
    return chance.random() < likely


# ── Art. 25 ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _parties(chance: random.Random) -> tuple[naive_intensity.NaiveParty, ...]:
    many = chance.randint(0, 4)
    if many >= 2 and yes(chance):  # one of two bears 70 or 10 percent, to the cent, or nearly so
        whole = chance.choice([10_000, 30_000])
        part = whole * chance.choice([7, 1, 3, 9]) // 10 + chance.choice([-1, 0, 0, 1])
        shares = [part, whole - part, *[0] * (many - 2)]
    else:
        shares = [some_cents(chance) for _ in range(many)]
    parties = []
    for cents in shares:
        linked = chance.randint(0, cents) if yes(chance, 0.3) else 0
        parties.append(
            naive_intensity.NaiveParty(
                is_firm=yes(chance, 0.7),
                is_sme=yes(chance),
                may_publish=yes(chance, 0.8),
                costs=(cents - linked, linked) if linked else (cents,),
            )
        )
    return tuple(parties)


def intensity(chance: random.Random) -> Pair:
    """The ceiling of an activity, and the most aid for several of them."""
    project = naive_intensity.NaiveProject(
        effective=yes(chance, 0.8),
        states=chance.randint(0, 3),
        parties=_parties(chance),
        dissemination=yes(chance, 0.2),
        licences=yes(chance, 0.3),
        area_a=yes(chance, 0.2),
        area_c=yes(chance, 0.3),
        selected=yes(chance, 0.8),
        designing=chance.randint(2, 4),
        collaborating=chance.randint(1, 4),
        disseminating=chance.randint(2, 4),
        advance=yes(chance, 0.2),
    )
    day, size = some_day(chance), chance.choice(list(naive_intensity.FOR_SIZE))
    activity = chance.choice(list(naive_intensity.BASE))
    costs = {name: some_cents(chance) for name in naive_intensity.BASE}
    collaboration = Collaboration(
        effective=project.effective,
        states=project.states,
        parties=tuple(
            Party(
                name=f"party {at}",
                kind=PartyKind.UNDERTAKING if party.is_firm else PartyKind.RESEARCH_ORGANISATION,
                sme=party.is_sme,
                may_publish=party.may_publish,
                cost=euro(party.costs[0]),
                linked=tuple(LinkedEnterprise(name="linked", cost=euro(cents)) for cents in party.costs[1:]),
            )
            for at, party in enumerate(project.parties)
        ),
    )
    border = CrossBorderProject(
        selected_in_open_call=project.selected,
        designing_states=project.designing,
        collaborating_states=project.collaborating,
        dissemination_states=project.disseminating,
    )
    ceiling = eu.intensity_ceiling(
        activity,
        size,
        on=day,
        collaboration=collaboration,
        cross_border=border,
        dissemination=project.dissemination,
        licences=project.licences,
        area_a=project.area_a,
        area_c=project.area_c,
        repayable_advance=project.advance,
    )
    aid = eu.highest_aid(
        size,
        on=day,
        fundamental_research=euro(costs["fundamental_research"]),
        industrial_research=euro(costs["industrial_research"]),
        experimental_development=euro(costs["experimental_development"]),
        feasibility_study=euro(costs["feasibility_study"]),
        collaboration=collaboration,
        cross_border=border,
        dissemination=project.dissemination,
        licences=project.licences,
        area_a=project.area_a,
        area_c=project.area_c,
        repayable_advance=project.advance,
    )
    expected = (
        Decimal(naive_intensity.ceiling_in_percent(activity, size, day, project)) / 100,
        euro(naive_intensity.most_aid_in_cents(costs, size, day, project)),
    )
    return (ceiling.value, aid.value), expected


# ── Art. 2(18) ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _year(chance: random.Random) -> naive_difficulty.NaiveYear:
    capital, own, shown = (some_cents(chance) for _ in range(3))
    near = chance.choice([-1, 0, 1])
    losses = chance.choice([max(0, own + capital // 2 + near), max(0, shown // 2 + near), some_cents(chance)])
    equity = chance.choice([0, some_cents(chance), some_cents(chance) * 2, -some_cents(chance)])
    interest = chance.choice([0, some_cents(chance), some_cents(chance)])
    debt = chance.choice([max(0, equity * 15 // 2 + near), max(0, equity * 9), some_cents(chance)])
    ebitda = chance.choice([interest + near, interest // 2, -some_cents(chance), some_cents(chance)])
    return naive_difficulty.NaiveYear(capital, own, losses, shown, debt, equity, ebitda, interest)


def difficulty(chance: random.Random) -> Pair:
    """Whether an enterprise is in difficulty, and whether aid is excluded."""
    day = some_day(chance)
    firm = naive_difficulty.NaiveFirm(
        form=chance.choice(
            ["limited_liability_company"] * 3
            + ["cooperative", "unlimited_liability_partnership", "sole_trader", "other"]
        ),
        is_sme=yes(chance),
        constituted=_about_three_years_before(chance, day),
        insolvent=yes(chance, 0.1),
        rescue_not_repaid=yes(chance, 0.1),
        restructuring=yes(chance, 0.1),
        years=(_year(chance), _year(chance)),
    )
    before_2020 = yes(chance, 0.2)
    windows = [date(2019, 12, 31), date(2020, 1, 1), date(2021, 6, 30), date(2021, 7, 1), date(2021, 12, 31)]
    since = chance.choice([*windows, date(2022, 1, 1), date(2020, 5, 5)])
    accounts = [_accounts(year, date(day.year - back, 12, 31)) for back, year in zip((2, 1), firm.years, strict=True)]
    chance.shuffle(accounts)
    enterprise = Enterprise.model_validate(
        {
            "name": "Alfa",
            "legal_form": firm.form,
            "constituted_on": min(firm.constituted, date(day.year - 2, 12, 31)),
            "in_insolvency_proceedings": firm.insolvent,
            "has_unpaid_rescue_aid": firm.rescue_not_repaid,
            "under_restructuring_plan": firm.restructuring,
            "accounts": accounts,
        }
    )
    found = eu.in_difficulty(
        enterprise, sme=firm.is_sme, on=day, in_difficulty_at_end_of_2019=before_2020, in_difficulty_since=since
    )
    expected = (
        naive_difficulty.in_difficulty(firm, day),
        naive_difficulty.outside_the_regulation(firm, day, before_2020=before_2020, since=since),
    )
    return (found.value, found.excluded.value), expected


def _about_three_years_before(chance: random.Random, day: date) -> date:
    """A day of constitution: long ago, or near the limit of youth; never after the first accounts."""
    if yes(chance):
        return date(chance.randint(1990, 2008), chance.randint(1, 12), chance.randint(1, 28))
    if (day.month, day.day) != (2, 29) and yes(chance):
        anniversary = date(day.year - 3, day.month, day.day)
        return anniversary + timedelta(days=chance.choice([-1, 0, 1]))
    return day - timedelta(days=365 * 3 + chance.randint(-2, 3))


def _accounts(year: naive_difficulty.NaiveYear, closes_on: date) -> dict[str, object]:
    return {
        "closes_on": closes_on,
        "approved": True,
        "subscribed_capital": euro(year.capital_with_premium),
        "other_own_funds": euro(year.other_own_funds),
        "accumulated_losses": euro(year.losses),
        "capital_in_accounts": euro(year.capital_shown),
        "book_debt": euro(year.debt),
        "equity": euro(year.equity),
        "ebitda": euro(year.ebitda),
        "interest": euro(year.interest),
    }


# ── Art. 8 ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def cumulation(chance: random.Random) -> Pair:
    """The room for more aid."""
    many = chance.randint(1, 5)
    costs = [
        naive_cumulation.NaiveCost(
            cents=some_cents(chance),
            percents=tuple(chance.choice([0, 25, 45, 50, 60, 70, 80, 100]) for _ in range(chance.randint(0, 2))),
            union_percent=chance.choice([50, 70, 75, 100]),
        )
        for _ in range(many)
    ]
    money = [
        naive_cumulation.NaiveMoney(
            kind=chance.choice([*["state_aid"] * 3, *SupportKind]),
            cents=some_cents(chance) // chance.choice([1, 3, 10]),
            covers=frozenset(place for place in range(many) if yes(chance)),
        )
        for _ in range(chance.randint(0, 5))
    ]
    asked = {place for place in range(many) if yes(chance, 0.8)}
    found = eu.cumulation_room(
        [
            SharedCost(
                name=str(place),
                amount=euro(cost.cents),
                intensities=tuple(Decimal(percent) / 100 for percent in cost.percents),
                union_rate=Decimal(cost.union_percent) / 100,
            )
            for place, cost in enumerate(costs)
        ],
        [
            Support(
                name=str(at),
                kind=SupportKind(each.kind),
                amount=euro(each.cents),
                covers=tuple(str(place) for place in each.covers),
            )
            for at, each in enumerate(money)
        ],
        on=some_day(chance, first=date(2021, 8, 1)),
        covers=[str(place) for place in asked],
    )
    return found.value, euro(naive_cumulation.room_in_cents(costs, money, asked))


# ── Awards ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def awards(chance: random.Random) -> Pair:
    """The notification threshold, and whether an award is published."""
    day, kind = some_day(chance), chance.choice([*[AidKind.RESEARCH_PROJECT] * 3, *AidKind])
    half = some_cents(chance)
    costs = chance.choice(
        [
            (some_cents(chance), some_cents(chance), some_cents(chance)),
            (half, half, 0),
            (0, half, half),
            (half, half + 1, half * 2),
            (half, half, half * 2),
        ]
    )
    eureka, advance = yes(chance, 0.3), yes(chance, 0.3)
    threshold = eu.notification_threshold(
        kind,
        on=day,
        fundamental_research=euro(costs[0]),
        industrial_research=euro(costs[1]),
        experimental_development=euro(costs[2]),
        eureka=eureka,
        repayable_advance=advance,
    )
    award = chance.choice([10_000, 100_000, 500_000]) * 100 + chance.choice([-1, 0, 1])
    purpose = chance.choice(list(PublicationKind))
    published = eu.must_publish(euro(award), on=day, kind=purpose)
    expected = (
        euro(naive_awards.notification_threshold(kind, day, costs, eureka=eureka, advance=advance)),
        naive_awards.must_publish(award, day, purpose),
    )
    return (threshold.value, published.value), expected


def de_minimis(chance: random.Random) -> Pair:
    """What de minimis aid is left."""
    day = some_day(chance, first=date(2014, 1, 1), last=date(2030, 12, 31))
    begins = chance.choice([(1, 1), (1, 1), (7, 1), (4, 6), (12, 31), (3, 1)])
    grants = []
    for _ in range(chance.randint(0, 5)):
        back = chance.choice([365, 730, 1095, 1096, chance.randint(0, 1500)]) + chance.choice([-1, 0, 1])
        near_year = date(day.year - chance.randint(0, 3), *begins) - timedelta(days=chance.randint(0, 1))
        granted = chance.choice([day - timedelta(days=back), near_year])
        grants.append((chance.randint(0, 15_000_000), granted))
    road = yes(chance, 0.3)
    found = eu.de_minimis_room(
        [DeMinimisGrant(amount=euro(cents), granted_on=granted) for cents, granted in grants],
        on=day,
        road_freight=road,
        fiscal_year_begins=begins,
    )
    return found.value, euro(naive_awards.de_minimis_room(grants, day, begins, road=road))


# ── Art. 7(3), 27, 28 and 29 ─────────────────────────────────────────────────────────────────────────────────────────


def discounting(chance: random.Random) -> Pair:
    """What payments of later days are worth."""
    granted, base_points = some_day(chance), chance.choice([-53, -1, 0, 1, 200, chance.randint(-99, 2000)])
    payments = []
    for _ in range(chance.randint(0, 4)):
        year = naive_discounting.anniversary(granted, chance.randint(0, 6))
        due = year + timedelta(days=chance.choice([-1, 0, 1, chance.randint(-400, 400)]))
        payments.append((some_cents(chance), due))
    found = eu.present_value(
        [Payment(due_on=due, amount=euro(cents)) for cents, due in payments],
        on=granted,
        base_rate=Decimal(base_points) / 10_000,
    )
    exact = sum(
        (naive_discounting.worth_in_cents(cents, granted, due, base_points) for cents, due in payments), Fraction()
    )
    return found.exact, exact / 100


def innovation(chance: random.Random) -> Pair:
    """The most aid to a cluster, for innovation of an SME, and for a new process."""
    day, size = some_day(chance), chance.choice(list(naive_intensity.FOR_SIZE))
    costs = (some_cents(chance), some_cents(chance))
    owner, operator, area_a, area_c = (yes(chance) for _ in range(4))
    since = naive_discounting.anniversary(day, -chance.choice([0, 9, 10, 11])) + timedelta(days=chance.randint(-1, 1))
    cluster = ClusterAid(
        granted_on=day,
        is_owner=owner,
        is_operator=operator,
        investment=euro(costs[0]),
        operating=euro(costs[1]),
        operating_aid_since=since,
        in_area_a=area_a,
        in_area_c=area_c,
    )
    large = chance.choice([0, 200_000_00, 220_000_00, 400_000_00, 440_000_00])
    advice, earlier = max(0, large + chance.randint(-1, 1)), chance.choice([0, some_cents(chance), 220_000_00])
    sme = SmeInnovationAid(
        granted_on=day,
        size=Size(size),
        patents_and_staff=euro(costs[0]),
        advice=euro(advice),
        earlier_advice_aid=euro(earlier),
    )
    whole, effective = some_cents(chance), yes(chance, 0.8)
    of_smes = chance.choice([0, max(0, whole * 3 // 10 + chance.randint(-1, 1)), whole])
    process = ProcessInnovationAid(
        granted_on=day,
        size=Size(size),
        cost=euro(costs[1]),
        effective=effective,
        cost_of_smes=euro(of_smes),
        whole_cost=euro(whole),
    )
    found = (
        eu.highest_cluster_aid(cluster).value,
        eu.highest_sme_innovation_aid(sme).value,
        eu.highest_process_innovation_aid(process).value,
    )
    hundredths = (
        naive_innovation.cluster_aid_in_hundredths(
            day, owner=owner, operator=operator, costs=costs, since=since, areas=(area_a, area_c)
        ),
        naive_innovation.sme_innovation_aid_in_hundredths(day, size=size, costs=(costs[0], advice), earlier=earlier),
        naive_innovation.process_innovation_aid_in_hundredths(
            size=size, cents=costs[1], effective=effective, of_smes=of_smes, whole=whole
        ),
    )
    return found, tuple(euro(each // 100) for each in hundredths)


# ── Annex I ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def size(chance: random.Random) -> Pair:
    """The size of an enterprise with its group, and the figures that it rests on."""
    graph = seeded_ownership_graph(chance.randrange(10**9))
    found = eu.sme_status(graph, "a", on=ON)
    try:
        naive = naive_status(graph, "a", ON)
    except NotKnown:
        return None, None
    return (
        (found.category, found.headcount.value, found.turnover.value, found.balance_sheet_total.value),
        (naive.category, naive.headcount, naive.turnover, naive.balance_sheet_total),
    )


QUESTIONS: dict[str, Callable[[random.Random], Pair]] = {
    "intensity": intensity,
    "difficulty": difficulty,
    "cumulation": cumulation,
    "awards": awards,
    "de_minimis": de_minimis,
    "discounting": discounting,
    "innovation": innovation,
    "size": size,
}


def case(question: str, number: int) -> Pair:
    """What the rules answer in a case, and what the naive answer is. A number always gives the same case."""
    chance = random.Random(f"{question} {number}")  # noqa: S311  # cases, no secrets
    return QUESTIONS[question](chance)


def main(many: int, questions: list[str]) -> int:
    """Try `many` cases of the questions, and say how often the two agree. Returns how many questions differ."""
    differ = 0
    for question in questions or QUESTIONS:
        apart = [number for number in range(many) if (pair := case(question, number)) and pair[0] != pair[1]]
        sys.stdout.write(f"{question}: {many - len(apart)} of {many} agree {apart[:5]}\n")
        sys.stdout.flush()
        differ += bool(apart)
    return differ


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
