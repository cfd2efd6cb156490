"""Worked examples of annex I, each threshold from both sides, and what is easily got wrong."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest

from clusterpolicy.model import Size
from clusterpolicy.rules.eu.ownership import Relation, status_after
from tests.rules.eu.ownership.drawn import (
    Data,
    aggregate,
    exact,
    figures,
    firm,
    holds,
    party,
    size_of_a,
)

MICRO, SMALL, MEDIUM, LARGE = Size.MICRO, Size.SMALL, Size.MEDIUM, Size.LARGE

# ── Worked examples ──────────────────────────────────────────────────────────────────────────────────────────────────

EXAMPLES: dict[str, tuple[list[Data], tuple[object, object, object], Size]] = {
    "1: turnover equal to its ceiling": ([firm("A", "249.9", "50.0", "60.0")], ("249.9", 50, 60), MEDIUM),
    "2: headcount equal to its ceiling": ([firm("A", 250, 10, 10)], (250, 10, 10), LARGE),
    "3: the balance sheet is enough": ([firm("A", 49, 12, "9.9")], (49, 12, "9.9"), SMALL),
    "4: a cent of turnover too much": ([firm("A", "9.5", "2.00000001", "2.0")], ("9.5", "2.00000001", 2), MICRO),
    "5: a partner": (
        [firm("A", 40, 8, 6), firm("B", 100, 30, 40), holds("B", "A", "0.3")],
        (70, 17, 18),
        MEDIUM,
    ),
    "6: a linked enterprise": (
        [firm("A", 40, 8, 6), firm("B", 100, 30, 40), holds("B", "A", "0.6")],
        (140, 38, 46),
        MEDIUM,
    ),
    "7: a partner of a linked enterprise": (
        [
            firm("A", 20, 3, 2),
            firm("B", 25, 4, 5),
            firm("C", 200, 50, 60),
            holds("B", "A", "1"),
            holds("C", "B", "0.4"),
        ],
        (125, 27, 31),
        MEDIUM,
    ),
    "8: linked with a partner": (
        [
            firm("A", 20, 3, 2),
            firm("C", 50, 10, 8),
            firm("D", 300, 100, 90),
            holds("C", "A", "0.4"),
            holds("D", "C", "0.8"),
        ],
        (160, 47, "41.2"),
        MEDIUM,
    ),
    "9: a partner of a partner": (
        [
            firm("A", 30, 5, 4),
            firm("B", 60, 10, 8),
            firm("C", 1000, 500, 400),
            holds("B", "A", "0.3"),
            holds("C", "B", "0.4"),
        ],
        (48, 8, "6.4"),
        SMALL,
    ),
    "10: a university": (
        [firm("A", 12, 1, 1), party("U", "research_centre"), holds("U", "A", "0.45")],
        (12, 1, 1),
        SMALL,
    ),
    "11: a research centre with a majority": (
        [
            firm("A", 12, 1, 1),
            firm("R", 90, 9, 9, kind="research_centre", is_public_body=False),
            holds("R", "A", "0.51"),
        ],
        (102, 10, 10),
        MEDIUM,
    ),
    "12: a city with a quarter": (
        [
            firm("A", 12, 1, 1),
            party("City", "local_authority", inhabitants=80_000, annual_budget=100_000_000),
            holds("City", "A", "0.25"),
        ],
        (12, 1, 1),
        LARGE,
    ),
    "12: a city with a little less": (
        [
            firm("A", 12, 1, 1),
            party("City", "local_authority", inhabitants=80_000, annual_budget=100_000_000),
            holds("City", "A", "0.2499"),
        ],
        (12, 1, 1),
        SMALL,
    ),
    "13: a small municipality": (
        [
            firm("A", 12, 1, 1),
            party("Town", "local_authority", inhabitants=4999, annual_budget=9_900_000),
            holds("Town", "A", "0.3"),
        ],
        (12, 1, 1),
        SMALL,
    ),
    "14: a person, same market": (
        [
            firm("A", 30, 5, 5, markets=["gears"]),
            firm("B", 30, 7, 7, markets=["gears"]),
            party("P", "natural_person"),
            holds("P", "A", "1"),
            holds("P", "B", "0.7"),
        ],
        (60, 12, 12),
        MEDIUM,
    ),
    "14: a person, unrelated markets": (
        [
            firm("A", 30, 5, 5, markets=["gears"]),
            firm("B", 30, 7, 7, markets=["bread"]),
            party("P", "natural_person"),
            holds("P", "A", "1"),
            holds("P", "B", "0.7"),
        ],
        (30, 5, 5),
        SMALL,
    ),
    "15: a partner that holds jointly": (
        [
            firm("A", 45, 8, 7),
            firm("X", 40, 6, 5),
            firm("Y", 20, 4, 3),
            holds("X", "Y", "1"),
            holds("X", "A", "0.15"),
            holds("Y", "A", "0.12"),
        ],
        ("61.2", "10.7", "9.16"),
        MEDIUM,
    ),
    "16: more votes than capital": (
        [firm("A", 30, 5, 5), firm("B", 80, 20, 10), holds("B", "A", "0.2", "0.3")],
        (54, 11, 8),
        MEDIUM,
    ),
    "17: crossed holdings": (
        [firm("A", 20, 4, 3), firm("B", 60, 9, 8), holds("A", "B", "0.26"), holds("B", "A", "0.35")],
        (41, "7.15", "5.8"),
        SMALL,
    ),
    "18: two halves": (
        [
            firm("A", 10, 1, 1),
            firm("B", 20, 2, 2),
            firm("C", 40, 4, 4),
            holds("B", "A", "0.5"),
            holds("C", "A", "0.5"),
        ],
        (40, 4, 4),
        SMALL,
    ),
    "19: a partner below": (
        [firm("A", 30, 5, 5), firm("D", 100, 40, 40), holds("A", "D", "0.25")],
        (55, 15, 15),
        MEDIUM,
    ),
    "24: a period of eighteen months": (
        [firm("A", accounts=[figures(200, 60, 50, months=18)])],
        (200, 40, 50),
        MEDIUM,
    ),
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_worked_example_comes_out_as_the_law_has_it(example: str) -> None:
    parts, expected, size = EXAMPLES[example]

    status = size_of_a(*parts)

    assert aggregate(status) == exact(*expected)
    assert status.category is size


def test_18_two_holders_of_exactly_half_are_partners_and_not_linked() -> None:
    status = size_of_a(*EXAMPLES["18: two halves"][0])

    assert [(each.enterprise, each.relation, each.share) for each in status.contributions[1:]] == [
        ("B", Relation.PARTNER, Fraction(1, 2)),
        ("C", Relation.PARTNER, Fraction(1, 2)),
    ]
    assert status.links == ()


@pytest.mark.parametrize(
    ("classes", "status"),
    [
        ([SMALL, MEDIUM, MEDIUM], MEDIUM),  # example 20
        ([SMALL, MEDIUM, SMALL], SMALL),  # 21
        ([SMALL, MEDIUM, LARGE], MEDIUM),  # 22
        ([MEDIUM, LARGE, MEDIUM], MEDIUM),
        ([MEDIUM, LARGE, LARGE], LARGE),
        ([LARGE, MEDIUM, MEDIUM], MEDIUM),
        ([LARGE, MEDIUM, LARGE], LARGE),
        ([LARGE, LARGE, MEDIUM], LARGE),
        ([LARGE, SMALL, MICRO], SMALL),
        ([LARGE], LARGE),
        ([MICRO, LARGE], MICRO),
    ],
)
def test_a_class_changes_after_two_periods_in_a_row(classes: list[Size], status: Size) -> None:
    assert status_after(classes) is status

    staff = {MICRO: 1, SMALL: 20, MEDIUM: 100, LARGE: 300}
    years = [figures(staff[each], 1, 1, year) for year, each in zip(range(2010, 2016), classes, strict=False)]
    assert size_of_a(firm("A", accounts=years)).category is status


def test_23_staff_counts_in_parts_and_is_never_rounded() -> None:
    full_time, half_time, seasonal, owner = 40, 10 * Decimal("0.5"), 6 * Decimal("0.25"), 1  # apprentices do not count

    status = size_of_a(firm("A", full_time + half_time + seasonal + owner, 60, 1))

    assert status.headcount.value == Fraction("47.5")
    assert status.category is SMALL
    assert size_of_a(firm("A", "49.6", 1, 1)).category is SMALL


# ── Ceilings ─────────────────────────────────────────────────────────────────────────────────────────────────────────

CEILINGS = [(MICRO, SMALL, 10, 2, 2), (SMALL, MEDIUM, 50, 10, 10), (MEDIUM, LARGE, 250, 50, 43)]


@pytest.mark.parametrize(("below", "above", "staff", "turnover", "balance"), CEILINGS)
def test_staff_stays_below_its_ceiling(below: Size, above: Size, staff: int, turnover: int, balance: int) -> None:
    assert size_of_a(firm("A", staff - Decimal("0.0001"), turnover, balance)).category is below
    assert size_of_a(firm("A", staff, turnover, balance)).category is above


@pytest.mark.parametrize(("below", "above", "staff", "turnover", "balance"), CEILINGS)
def test_one_of_two_amounts_reaches_its_ceiling_at_most(
    below: Size, above: Size, staff: int, turnover: int, balance: int
) -> None:
    cent = Decimal("0.00000001")
    fewer = staff - 1
    assert size_of_a(firm("A", fewer, turnover, 900)).category is below
    assert size_of_a(firm("A", fewer, 900, balance)).category is below
    assert size_of_a(firm("A", fewer, turnover + cent, balance + cent)).category is above


# ── Thresholds of relations ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("part", "share"),
    [("0.2499", 0), ("2499/10000", 0), ("0.25", "0.25"), ("0.5", "0.5"), ("0.5001", 1), ("50001/100000", 1)],
)
@pytest.mark.parametrize("upwards", [True, False])
def test_a_quarter_makes_a_partner_and_more_than_half_of_the_votes_a_link(
    part: str, share: object, upwards: bool
) -> None:
    holding = holds("B", "A", part) if upwards else holds("A", "B", part)

    status = size_of_a(firm("A", 1), firm("B", 100), holding)

    assert status.headcount.value == 1 + 100 * Fraction(str(share))


def test_capital_without_votes_is_no_link_not_even_ninety_per_cent() -> None:
    status = size_of_a(firm("A", 10), firm("B", 100), holds("B", "A", "0.9", "0"))

    assert status.headcount.value == 100
    assert status.contributions[1].relation is Relation.PARTNER


@pytest.mark.parametrize("control", ["board_majority", "dominant_influence", "agreement"])
def test_control_without_any_share_is_a_link(control: str) -> None:
    status = size_of_a(firm("A", 10), firm("B", 100), holds("B", "A", "0", other_control=[control]))

    assert status.headcount.value == 110
    assert [each.is_certain for each in status.links] == [True]


def test_an_equal_part_of_the_chain_is_never_multiplied() -> None:
    """40 % of a linked enterprise counts at 40 %, whatever part of it the enterprise holds."""
    status = size_of_a(firm("A"), firm("B"), firm("C", 100), holds("A", "B", "0.6"), holds("C", "B", "0.4"))

    assert status.headcount.value == 40


def test_links_count_whole_at_any_distance() -> None:
    names = "ABCDEFG"
    chain = [holds(one, other, "0.51") for one, other in pairwise(names)]

    assert size_of_a(*[firm(name, 10) for name in names], *chain).headcount.value == 70


def test_a_subsidiary_of_the_partner_of_a_linked_enterprise_is_added_before_the_part_is_taken() -> None:
    status = size_of_a(
        firm("A", 1),
        firm("B", 10),
        firm("C", 100),
        firm("D", 1000),
        holds("B", "A", "1"),
        holds("C", "B", "0.3"),
        holds("C", "D", "0.7"),
    )

    assert status.headcount.value == 1 + 10 + Fraction("0.3") * 1100
    assert [each.relation for each in status.contributions] == [
        Relation.ITSELF,
        Relation.LINKED,
        Relation.PARTNER_OF_LINKED,
        Relation.LINKED_OF_PARTNER_OF_LINKED,
    ]


def test_votes_of_linked_enterprises_add_up_to_a_link() -> None:
    status = size_of_a(
        firm("A", 1),
        firm("B", 10),
        firm("C", 100),
        holds("B", "C", "0.6"),
        holds("B", "A", "0.3"),
        holds("C", "A", "0.3"),
    )

    assert status.headcount.value == 111
    assert [each.holders for each in status.links if each.held == ("A",)] == [("B", "C")]


def test_votes_add_up_again_and_again_until_nothing_changes() -> None:
    """Each enterprise that is won brings the votes that win the next one."""
    names = [f"E{number}" for number in range(30)]
    parts = [firm(name, 1) for name in names] + [holds("A", "E0", "0.51"), holds("A", "E1", "0.3")]
    parts += [holds("E0", "E1", "0.3")]
    parts += [holds(names[number - step], names[number], "0.26") for number in range(2, 30) for step in (1, 2)]

    assert size_of_a(firm("A", 1), *parts).headcount.value == 31


def test_without_a_link_between_them_two_holders_stay_partners_however_much_they_hold() -> None:
    status = size_of_a(firm("A"), firm("B", 10), firm("C", 10), holds("B", "A", "0.45"), holds("C", "A", "0.45"))

    assert status.headcount.value == 9


def test_a_partner_of_two_linked_enterprises_counts_once_with_its_greatest_part() -> None:
    status = size_of_a(
        firm("A"), firm("B"), firm("P", 100), holds("A", "B", "0.6"), holds("P", "A", "0.26"), holds("P", "B", "0.4")
    )

    assert status.headcount.value == 40


def test_a_circle_of_majorities_ends_and_counts_everybody_once() -> None:
    status = size_of_a(
        firm("A", 1),
        firm("B", 10),
        firm("C", 100),
        holds("A", "B", "0.6"),
        holds("B", "C", "0.6"),
        holds("C", "A", "0.6"),
    )

    assert status.headcount.value == 111


def test_a_circle_of_quarters_ends_and_counts_the_neighbours_only() -> None:
    names = "ABCDE"
    circle = [holds(one, other, "0.25") for one, other in zip(names, names[1:] + names[0], strict=True)]

    status = size_of_a(*[firm(name, 100) for name in names], *circle)

    assert status.headcount.value == 150
    assert {each.party for each in status.passed_over} == {"C", "D"}


# ── Investors of the list ────────────────────────────────────────────────────────────────────────────────────────────

LISTED = ["public_investment_corporation", "venture_capital_company", "research_centre", "institutional_investor"]


@pytest.mark.parametrize("kind", LISTED)
def test_an_investor_of_the_list_may_hold_up_to_half(kind: str) -> None:
    investor = firm("V", 1000, 99, 99, kind=kind, is_public_body=False)

    assert size_of_a(firm("A", 12), investor, holds("V", "A", "0.5")).headcount.value == 12
    assert size_of_a(firm("A", 12), investor, holds("V", "A", "0.5001")).headcount.value == 1012


def test_investors_of_the_list_do_not_add_up_unless_they_are_linked() -> None:
    """A university and a public investment corporation with 55 % together: nothing, or everything."""
    parts = [
        firm("A", 12),
        firm("U", 100, kind="research_centre", is_public_body=False),
        firm("I", 1000, kind="public_investment_corporation"),
        holds("U", "A", "0.3"),
        holds("I", "A", "0.25"),
    ]

    assert size_of_a(*parts).headcount.value == 12
    assert size_of_a(*parts, holds("I", "U", "0", other_control=["agreement"])).headcount.value == 1112


@pytest.mark.parametrize(("invested", "staff"), [("1249999.99", 12), ("1250000.00", 42)])
def test_business_angels_are_free_below_their_ceiling(invested: str, staff: int) -> None:
    angel = firm("G", 100, kind="business_angel")

    status = size_of_a(firm("A", 12, angel_investment=invested), angel, holds("G", "A", "0.3"))

    assert status.headcount.value == staff


def test_what_an_exempt_investor_holds_elsewhere_does_not_count() -> None:
    status = size_of_a(
        firm("A", 12),
        firm("V", 5, kind="venture_capital_company"),
        firm("O", 1000),
        holds("V", "A", "0.3"),
        holds("V", "O", "0.9"),
    )

    assert status.headcount.value == 12


def test_an_enterprise_linked_with_an_exempt_investor_holds_jointly_with_it() -> None:
    status = size_of_a(
        firm("A"),
        firm("V", 100, kind="venture_capital_company"),
        firm("O", 1000),
        holds("V", "A", "0.25"),
        holds("V", "O", "0.9"),
        holds("O", "A", "0.05"),
    )

    assert status.headcount.value == Fraction("0.3") * 1100


def test_an_investor_of_the_list_that_is_held_itself_is_a_partner() -> None:
    """The exemption covers what an investor holds, not what is held in it."""
    status = size_of_a(firm("A"), firm("V", 100, kind="venture_capital_company"), holds("A", "V", "0.3"))

    assert status.headcount.value == 30


# ── Public bodies ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("part", "size"), [("0.1249", SMALL), ("0.125", LARGE)])
def test_holdings_of_public_bodies_add_up(part: str, size: Size) -> None:
    status = size_of_a(
        firm("A", 12),
        party("S", "public_body"),
        party("T", "public_body"),
        holds("S", "A", part),
        holds("T", "A", part),
    )

    assert status.category is size


@pytest.mark.parametrize(("capital", "votes"), [("0.25", "0"), ("0", "0.25")])
def test_a_quarter_of_the_capital_or_of_the_votes_is_enough(capital: str, votes: str) -> None:
    status = size_of_a(firm("A", 12), party("S", "public_body"), holds("S", "A", capital, votes))

    assert status.category is LARGE
    assert status.public_share.value == Fraction(1, 4)


@pytest.mark.parametrize(("part", "size"), [("0.25", SMALL), ("0.2501", LARGE)])
def test_an_entity_that_public_bodies_dominate_together_is_public_as_a_whole(part: str, size: Size) -> None:
    status = size_of_a(
        firm("A", 12),
        party("S", "public_body"),
        party("T", "public_body"),
        firm("I", 1),
        holds("S", "I", "0.25"),
        holds("T", "I", part),
        holds("I", "A", "0.25"),
    )

    assert status.category is size


def test_public_control_passes_through_several_entities() -> None:
    chain = [holds("S", "I", "0.6"), holds("I", "J", "0.6"), holds("J", "A", "0.25")]

    assert size_of_a(firm("A"), firm("I"), firm("J"), party("S", "public_body"), *chain).category is LARGE


@pytest.mark.parametrize(("inhabitants", "budget"), [(5000, 9_999_999), (4999, 10_000_000)])
def test_a_local_authority_must_be_small_and_poor_to_be_exempt(inhabitants: int, budget: int) -> None:
    town = party("T", "local_authority", inhabitants=inhabitants, annual_budget=budget)

    assert size_of_a(firm("A", 12), town, holds("T", "A", "0.3")).category is LARGE


@pytest.mark.parametrize(("part", "size"), [("0.5", SMALL), ("0.5001", LARGE)])
def test_a_small_local_authority_is_exempt_up_to_half(part: str, size: Size) -> None:
    town = party("T", "local_authority", inhabitants=4999, annual_budget=9_999_999)

    assert size_of_a(firm("A", 12), town, holds("T", "A", part)).category is size


@pytest.mark.parametrize(("public", "size"), [(False, SMALL), (True, LARGE)])
def test_a_public_university_with_a_majority_is_a_public_body(public: bool, size: Size) -> None:
    university = firm("U", 20, kind="research_centre", is_public_body=public)

    assert size_of_a(firm("A", 12), university, holds("U", "A", "0.6")).category is size


def test_an_exempt_corporation_stays_exempt_although_the_state_owns_it() -> None:
    state = [party("S", "public_body"), firm("I", 9, kind="public_investment_corporation"), holds("S", "I", "1")]

    assert size_of_a(firm("A", 12), *state, holds("I", "A", "0.5")).category is SMALL
    assert size_of_a(firm("A", 12), *state, holds("I", "A", "0.51")).category is LARGE


# ── Natural persons ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_natural_person_is_never_a_partner() -> None:
    assert size_of_a(firm("A", 12), party("P", "natural_person"), holds("P", "A", "0.5")).headcount.value == 12


def test_a_sole_trader_is_an_enterprise_and_may_be_a_partner() -> None:
    assert size_of_a(firm("A", 12), firm("P", 10), holds("P", "A", "0.5")).headcount.value == 17


@pytest.mark.parametrize(("jointly", "staff"), [([], 10), ([["P", "Q"]], 30)])
def test_persons_who_act_jointly_add_their_votes(jointly: list[list[str]], staff: int) -> None:
    status = size_of_a(
        firm("A", 10, markets=["gears"]),
        firm("B", 20, markets=["gears"]),
        party("P", "natural_person"),
        party("Q", "natural_person"),
        *[holds(person, held, "0.3") for person in "PQ" for held in "AB"],
        acting_jointly=jointly,
    )

    assert status.headcount.value == staff


@pytest.mark.parametrize(
    ("markets", "pairs", "staff"),
    [
        (["engines"], [], 10),
        (["engines"], [("gears", "engines")], 30),
        (["engines"], [("engines", "gears")], 30),
        (["cars"], [("gears", "engines"), ("engines", "cars")], 10),
        (["cars", "gears"], [], 30),
        ([], [("gears", "engines")], 10),
    ],
)
def test_a_person_links_on_the_same_or_on_an_adjacent_market(
    markets: list[str], pairs: list[tuple[str, str]], staff: int
) -> None:
    status = size_of_a(
        firm("A", 10, markets=["gears"]),
        firm("B", 20, markets=markets),
        party("P", "natural_person"),
        holds("P", "A", "0.6"),
        holds("P", "B", "0.6"),
        adjacent_markets=[{"first": one, "second": other} for one, other in pairs],
    )

    assert status.headcount.value == staff


def test_a_holding_company_put_in_between_hides_no_person() -> None:
    """The holding company acts on another market, but what it controls acts on the same one."""
    status = size_of_a(
        firm("A", 10, markets=["gears"]),
        firm("H", 1, markets=["holding"]),
        firm("B", 20, markets=["gears"]),
        party("P", "natural_person"),
        holds("P", "A", "0.6"),
        holds("P", "H", "1"),
        holds("H", "B", "1"),
    )

    assert status.headcount.value == 31  # the holding company is linked with its subsidiary


def test_exactly_half_in_the_hands_of_a_person_links_nothing() -> None:
    status = size_of_a(
        firm("A", 10, markets=["gears"]),
        firm("B", 20, markets=["gears"]),
        party("P", "natural_person"),
        holds("P", "A", "0.5"),
        holds("P", "B", "0.6"),
    )

    assert status.headcount.value == 10


# ── Consolidated accounts ────────────────────────────────────────────────────────────────────────────────────────────


def consolidated(parent: str, includes: list[str], staff: object, turnover: object, balance: object) -> Data:
    return figures(staff, turnover, balance) | {"parent": parent, "includes": includes}


GROUP = [
    firm("A", 10, 10, 10),
    firm("B", 20, 20, 20),
    firm("C", 40, 40, 40),
    holds("A", "B", "0.6"),
    holds("B", "C", "0.6"),
]


def test_consolidated_accounts_take_the_place_of_all_they_include() -> None:
    status = size_of_a(*GROUP, consolidated=[consolidated("A", ["B", "C"], 65, 55, 50)])

    assert aggregate(status) == exact(65, 55, 50)
    assert [each.consolidated_by for each in status.contributions] == ["A", "A", "A"]
    assert [each.headcount.value for each in status.contributions] == [65, 0, 0]


def test_a_linked_enterprise_that_they_leave_out_is_added() -> None:
    assert aggregate(size_of_a(*GROUP, consolidated=[consolidated("A", ["B"], 25, 25, 25)])) == exact(65, 65, 65)


def test_where_they_show_no_headcount_that_of_each_member_is_added() -> None:
    status = size_of_a(*GROUP, consolidated=[consolidated("A", ["B", "C"], None, 55, 50)])

    assert aggregate(status) == exact(70, 55, 50)
    assert [each.headcount.value for each in status.contributions] == [10, 20, 40]


def test_accounts_of_a_part_of_the_group_do_not_count_beside_those_of_the_whole() -> None:
    parts = [consolidated("B", ["C"], 50, 50, 50), consolidated("A", ["B", "C"], 65, 55, 50)]

    assert aggregate(size_of_a(*GROUP, consolidated=parts)) == exact(65, 55, 50)


def test_a_partner_counts_with_its_consolidated_accounts() -> None:
    parts = [
        firm("A", 1, 1, 1),
        firm("P", 10, 10, 10),
        firm("Q", 10, 10, 10),
        holds("P", "Q", "1"),
        holds("P", "A", "0.5"),
    ]

    status = size_of_a(*parts, consolidated=[consolidated("P", ["Q"], 16, 14, 12)])

    assert aggregate(status) == exact(9, 8, 7)


def test_a_partner_that_is_consolidated_already_is_not_added_again() -> None:
    parts = [firm("A", 1, 1, 1), firm("P", 10, 10, 10), holds("A", "P", "0.5")]

    assert aggregate(size_of_a(*parts, consolidated=[consolidated("A", ["P"], 6, 6, 6)])) == exact(6, 6, 6)


def test_consolidated_accounts_of_another_year_do_not_count() -> None:
    parts = [consolidated("A", ["B", "C"], 65, 55, 50) | {"year": 2014}]

    assert aggregate(size_of_a(*GROUP, consolidated=parts)) == exact(70, 70, 70)
