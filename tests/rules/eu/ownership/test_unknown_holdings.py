"""Holdings, markets and investors of which something is not known."""

from __future__ import annotations

from fractions import Fraction

import pytest

from clusterpolicy.model import Size
from clusterpolicy.rules.eu.ownership import Range, Relation
from tests.rules.eu.ownership.drawn import firm, holds, party, size_of_a

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
