"""Holdings, markets and investors of which something is not known."""

from __future__ import annotations

from fractions import Fraction

import pytest

from clusterpolicy.model import Size
from clusterpolicy.rules.eu.ownership import Range, Relation, SmeStatus
from tests.rules.eu.ownership.drawn import Data, figures, firm, holds, party, size_of_a

MICRO, SMALL, MEDIUM, LARGE = Size


def test_votes_that_are_not_known_may_be_all_that_others_do_not_have() -> None:
    status = size_of_a(
        firm("A", 5), firm("B", 20), firm("C", 0), holds("B", "A", "0.3", None), holds("C", "A", "0", "0.4")
    )

    (other,) = [each for each in status.contributions if each.enterprise == "B"]
    assert status.headcount == Range(Fraction(11), Fraction(25))
    assert (other.relation, other.is_certain) == (Relation.LINKED, False)
    assert status.category is SMALL


def test_votes_that_are_not_known_do_not_matter_where_others_have_the_majority() -> None:
    status = size_of_a(
        firm("A", 5), firm("B", 100), firm("C", 0), holds("B", "A", "0.1", None), holds("C", "A", "0", "0.76")
    )

    assert status.headcount.value == 5


def test_shares_of_several_holders_that_are_not_known_are_never_more_than_the_whole_together() -> None:
    status = size_of_a(
        firm("A", 0),
        firm("B", 100),
        firm("C", 100),
        firm("D", 0),
        holds("B", "C", "1"),
        holds("B", "A", "0", None),
        holds("C", "A", "0", None),
        holds("D", "A", "0", "0.6"),
    )

    assert status.headcount.highest == Fraction("0.4") * 200


def test_control_that_is_not_known_leaves_the_link_open() -> None:
    status = size_of_a(firm("A", 20), firm("B", 300), holds("B", "A", "0.1", other_control=None))

    assert status.possible == (SMALL, MEDIUM, LARGE)
    assert [each.path for each in status.missing] == ["holdings[0].other_control"]
    assert [each.is_certain for each in status.links] == [False]
    assert status.is_autonomous is None


def test_markets_that_are_not_known_leave_a_link_through_a_person_open() -> None:
    status = size_of_a(
        firm("A", 20, markets=["gears"]),
        firm("B", 40),
        party("P", "natural_person"),
        holds("P", "A", "1"),
        holds("P", "B", "1"),
    )

    assert status.possible == (SMALL, MEDIUM)
    assert [each.path for each in status.missing] == ["parties[1].markets"]


def test_adjacency_that_is_not_known_leaves_a_link_between_two_markets_open() -> None:
    status = size_of_a(
        firm("A", 20, markets=["gears"]),
        firm("B", 40, markets=["engines"]),
        party("P", "natural_person"),
        holds("P", "A", "1"),
        holds("P", "B", "1"),
        adjacent_markets=None,
    )

    assert status.possible == (SMALL, MEDIUM)
    assert [each.path for each in status.missing] == ["adjacent_markets"]


def test_an_enterprise_known_to_act_on_no_market_is_linked_through_nobody() -> None:
    status = size_of_a(
        firm("A", 20, markets=[]),
        firm("B", 40),
        party("P", "natural_person"),
        holds("P", "A", "1"),
        holds("P", "B", "1"),
    )

    assert status.category is SMALL


def test_an_investment_of_angels_that_is_not_known_leaves_the_partner_open() -> None:
    status = size_of_a(firm("A", 20), firm("G", 100, kind="business_angel"), holds("G", "A", "0.4"))

    assert status.possible == (SMALL, MEDIUM)
    assert [each.path for each in status.missing] == ["parties[0].angel_investment"]


@pytest.mark.parametrize(
    ("inhabitants", "budget", "missing"),
    [(None, 9_000_000, ["inhabitants"]), (4999, None, ["annual_budget"]), (5000, None, None), (None, 10**7, None)],
)
def test_a_local_authority_of_which_one_condition_is_not_known_may_be_exempt(
    inhabitants: int | None, budget: int | None, missing: list[str] | None
) -> None:
    town = party("T", "local_authority", inhabitants=inhabitants, annual_budget=budget)

    status = size_of_a(firm("A", 20), town, holds("T", "A", "0.3"))

    if missing is None:
        assert status.category is LARGE
    else:
        assert status.possible == (SMALL, LARGE)
        assert [each.path for each in status.missing] == [f"parties[1].{name}" for name in missing]


def test_an_institution_that_may_be_public_leaves_the_size_open_once_it_is_linked() -> None:
    fund = firm("F", 1, kind="institutional_investor")

    assert size_of_a(firm("A", 20), fund, holds("F", "A", "0.5")).category is SMALL
    status = size_of_a(firm("A", 20), fund, holds("F", "A", "0.6"))
    assert status.possible == (SMALL, LARGE)
    assert [each.path for each in status.missing] == ["parties[1].is_public_body"]


def test_a_public_part_that_is_not_known_may_reach_a_quarter() -> None:
    state = party("S", "public_body")

    status = size_of_a(firm("A", 20), state, holds("S", "A", None, "0.1"))

    assert status.possible == (SMALL, LARGE)
    assert status.public_share == Range(Fraction(1, 10), Fraction(1))


def test_accounts_of_a_group_are_those_of_an_enterprise_only_as_far_as_it_belongs_to_it() -> None:
    """`A` has an estimate only. Whether the accounts of the group of `B` are its own depends on votes."""

    def status(votes: object) -> SmeStatus:
        estimate = figures(1, 0, 0, year=2016, standing="estimate")
        group = figures(60, 1, 1) | {"parent": "B", "includes": ["A"]}
        return size_of_a(
            firm("A", accounts=[estimate], established_on="2016-02-01"),
            firm("B", 60, 1, 1),
            holds("A", "B", "0", votes),
            consolidated=[group],
        )

    assert (status("0.24").category, status("0.24").periods[0].year) == (Size.MICRO, 2016)
    assert (status("0.5001").category, status("0.5001").periods[0].year) == (Size.MEDIUM, 2015)
    assert {Size.MICRO, Size.MEDIUM} <= set(status(None).possible)
    assert status(None).category is None


def test_where_no_market_is_known_a_person_may_link_all() -> None:
    person = [party("P", "natural_person"), holds("P", "A", "0.6"), holds("P", "B", "0.6")]
    status = size_of_a(firm("A", 1), firm("B", 300), *person)

    assert status.headcount == Range(Fraction(1), Fraction(301))
    assert [each.is_certain for each in status.links] == [False]
    assert {each.path for each in status.missing} == {"parties[0].markets", "parties[1].markets"}


def test_of_an_enterprise_whose_accounts_are_not_known_the_years_before_are_not_known_either() -> None:
    linked = [figures(300, 1, 1, year=year) for year in (2013, 2014, 2015)]
    status = size_of_a(firm("A", accounts=None), firm("B", accounts=linked), holds("A", "B", "1"))

    assert [each.year for each in status.periods] == [2013, 2014, 2015, 2016]
    assert [(each.year, each.possible) for each in status.periods[:2]] == [(2013, (LARGE,)), (2014, (LARGE,))]
    assert [each.possible_status for each in status.periods[:2]] == [(MICRO, SMALL, MEDIUM, LARGE), (LARGE,)]


def test_what_a_public_body_holds_far_above_the_enterprise_may_decide_and_is_named() -> None:
    """`X` and `Y` hold a quarter together. Whether a public body dominates them depends on capital far above."""
    status = size_of_a(
        *(firm(name, markets=[]) for name in "AXYZ"),
        party("S", "public_body"),
        holds("S", "Z", None, "0"),
        *(holds("Z", each, "0.6", "0") for each in "XY"),
        *(holds(each, "A", "0.125") for each in "XY"),
    )

    assert status.possible == (MICRO, LARGE)
    assert [each.path for each in status.missing] == ["holdings[0].capital"]


def test_votes_in_an_investor_that_is_no_partner_may_decide_and_are_named() -> None:
    status = size_of_a(
        *(firm(name, markets=[]) for name in "AXY"),
        party("S", "public_body"),
        *(holds("S", each, "0", None) for each in "XY"),
        *(holds(each, "A", "0.125") for each in "XY"),
    )

    assert status.possible == (MICRO, LARGE)
    assert [each.path for each in status.missing] == ["holdings[0].votes", "holdings[1].votes"]


def test_an_authority_links_others_only_as_far_as_it_may_be_a_small_one() -> None:
    def staff(**of_authority: object) -> Range:
        authority = party("L", "local_authority", annual_budget="1", **of_authority)
        return size_of_a(
            firm("A", 1), firm("B", 300), authority, holds("L", "A", "0.6"), holds("L", "B", "0.6")
        ).headcount

    assert staff(inhabitants=4999) == Range(Fraction(301), Fraction(301))
    assert staff(inhabitants=None) == Range(Fraction(1), Fraction(301))
    assert staff(inhabitants=5000) == Range(Fraction(1), Fraction(1))


def test_only_consolidated_accounts_that_may_count_are_asked_for() -> None:
    def accounts(parent: str, includes: list[str], year: int) -> Data:
        return figures(10, None, 1, year) | {"parent": parent, "includes": includes, "balance_sheet_total": None}

    status = size_of_a(
        *(firm(name, 10, 1, 1) for name in "ABCD"),
        holds("A", "B", "1"),
        holds("C", "D", "1"),
        consolidated=[accounts("C", ["D"], 2015), accounts("A", ["B"], 2016), accounts("A", ["B"], 2015)],
    )

    assert status.category is None
    assert [each.path for each in status.missing] == [
        "consolidated[2].turnover",
        "consolidated[2].balance_sheet_total",
    ]


def test_whether_an_investor_is_public_is_open_even_where_it_is_known_of_all_others() -> None:
    status = size_of_a(
        firm("A", markets=[], is_public_body=False), party("R", "research_centre"), holds("R", "A", "0.51")
    )

    assert status.public_share == Range(Fraction(0), Fraction("0.51"))
    assert "parties[1].is_public_body" in [each.path for each in status.missing]
