"""Whose figures of which year count, and what several years come to."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from clusterpolicy.model import Size
from clusterpolicy.rules.eu import sme_status
from tests.rules.eu.ownership.drawn import ON, Data, figures, firm, graph, holds, size_of_a

MICRO, SMALL, MEDIUM, LARGE = Size


def years(*staff: object, first: int = 2013, **more: object) -> list[Data]:
    return [figures(each, 1, 1, year, **more) for year, each in enumerate(staff, first)]


# ── Figures of one year ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("months", "turnover"), [(6, 30), (12, 15), (18, 10), (7, Fraction(180, 7))])
def test_turnover_is_put_on_an_annual_basis_exactly(months: int, turnover: Fraction | int) -> None:
    status = size_of_a(firm("A", accounts=[figures(10, 15, 99, months=months)]))

    assert status.turnover.value == turnover * 1_000_000
    assert status.headcount.value == 10
    assert status.balance_sheet_total.value == 99_000_000


def test_a_turnover_that_is_a_fraction_of_a_cent_too_much_is_too_much() -> None:
    over = figures(10, "5.84", 99, months=7) | {"turnover": "5833333.34"}
    under = figures(10, "5.84", 99, months=7) | {"turnover": "5833333.33"}

    assert size_of_a(firm("A", accounts=[over])).category is MEDIUM
    assert size_of_a(firm("A", accounts=[under])).category is SMALL


def test_figures_that_are_not_approved_do_not_count() -> None:
    accounts = [*years(20), figures(300, 99, 99, 2014, standing="not_approved")]

    assert size_of_a(firm("A", accounts=accounts)).headcount.value == 20


def test_figures_of_a_period_that_closes_after_the_day_do_not_count() -> None:
    accounts = [figures(20, 1, 1, 2015), figures(300, 99, 99, 2016, closes_on="2016-11-25")]
    ownership = graph(firm("A", accounts=accounts))

    assert sme_status(ownership, "A", on=date(2016, 11, 24)).headcount.value == 20
    assert sme_status(ownership, "A", on=date(2016, 11, 25)).headcount.value == 300


def test_another_enterprise_counts_with_the_year_before_while_its_figures_are_not_approved() -> None:
    partner = firm("B", accounts=years(10, 20))

    assert size_of_a(firm("A", 1), partner, holds("B", "A", "1")).headcount.value == 21


def test_an_older_year_is_not_taken_for_the_latest() -> None:
    stale = firm("B", accounts=years(10))

    status = size_of_a(firm("A", 1), stale, holds("B", "A", "1"))

    assert status.headcount.value is None
    assert status.headcount.lowest == 1


def test_years_whose_figures_are_not_approved_yet_may_be_passed_over() -> None:
    accounts = [*years(10), figures(99, 1, 1, 2014, standing="not_approved")]

    assert size_of_a(firm("A", 1), firm("B", accounts=accounts), holds("B", "A", "1")).headcount.value == 11


def test_a_year_that_is_missing_between_others_is_not_guessed() -> None:
    accounts = [figures(20, 1, 1, 2013), figures(300, 1, 1, 2015)]

    status = size_of_a(firm("A", accounts=accounts))

    assert status.possible == (SMALL, MEDIUM, LARGE)
    assert [each.possible for each in status.periods] == [(SMALL,), (MICRO, SMALL, MEDIUM, LARGE), (LARGE,)]
    assert [each.path for each in status.missing] == ["parties[0].accounts"]


# ── Newly established enterprises ────────────────────────────────────────────────────────────────────────────────────


def test_a_newly_established_enterprise_counts_with_its_estimate() -> None:
    accounts = [figures(20, 1, 1, 2016, standing="estimate")]

    assert size_of_a(firm("A", accounts=accounts)).category is SMALL


def test_an_estimate_does_not_count_beside_approved_figures() -> None:
    accounts = [*years(20, first=2015), figures(300, 1, 1, 2016, standing="estimate")]

    assert size_of_a(firm("A", accounts=accounts)).category is SMALL


def test_a_newly_established_enterprise_without_an_estimate_is_of_any_size() -> None:
    status = size_of_a(firm("A", accounts=[]))

    assert status.possible == (MICRO, SMALL, MEDIUM, LARGE)
    assert [each.path for each in status.missing] == ["parties[0].accounts"]


def test_a_subsidiary_adds_nothing_to_the_years_before_it_was_established() -> None:
    young = firm("B", accounts=[figures(300, 1, 1, 2015)], established_on="2015-01-02")

    status = size_of_a(firm("A", accounts=years(5, 5, 5)), young, holds("A", "B", "1"))

    assert [each.headcount.value for each in status.periods] == [5, 5, 305]
    assert status.category is MICRO


def test_a_subsidiary_counts_now_with_its_first_figures_even_where_they_are_newer() -> None:
    young = firm("B", accounts=[figures(30, 1, 1, 2016, closes_on="2016-06-30")], established_on="2016-01-04")

    assert size_of_a(firm("A", 5), young, holds("A", "B", "1")).headcount.value == 35


# ── Two periods, and changes of ownership ────────────────────────────────────────────────────────────────────────────


def test_the_rule_of_two_periods_looks_at_everything_that_is_added() -> None:
    subsidiary = firm("B", accounts=years(5, 300, 5))

    status = size_of_a(firm("A", accounts=years(5, 5, 300)), subsidiary, holds("A", "B", "1"))

    assert [each.possible for each in status.periods] == [(SMALL,), (LARGE,), (LARGE,)]
    assert [each.possible_status for each in status.periods] == [(SMALL,), (SMALL,), (LARGE,)]


@pytest.mark.parametrize(
    ("changed_on", "size"),
    [(None, SMALL), ("2016-03-01", LARGE), ("2015-12-31", LARGE), ("2015-12-30", SMALL), ("2012-01-01", SMALL)],
)
def test_a_change_of_ownership_takes_effect_at_once(changed_on: str | None, size: Size) -> None:
    enterprise = firm("A", accounts=years(20, 20, 300), ownership_changed_on=changed_on)

    assert size_of_a(enterprise).category is size


def test_growth_after_a_change_of_ownership_follows_the_rule_of_two_periods_again() -> None:
    enterprise = firm("A", accounts=years(300, 20, 300, 20), ownership_changed_on="2014-12-31")
    ownership = graph(enterprise)

    assert sme_status(ownership, "A", on=date(2015, 6, 1)).category is SMALL
    assert sme_status(ownership, "A", on=date(2016, 6, 1)).category is SMALL
    assert sme_status(ownership, "A", on=date(2017, 6, 1)).category is SMALL


def test_classes_of_earlier_years_that_are_settled_count() -> None:
    ownership = graph(firm("A", accounts=years(300, first=2015)))

    def after(history: dict[int, Size]) -> Size | None:
        return sme_status(ownership, "A", on=date(2016, 11, 24), history=history).category

    assert after({}) is LARGE
    assert after({2014: SMALL}) is SMALL
    assert after({2013: SMALL, 2014: LARGE}) is LARGE
    assert after({2013: SMALL, 2014: MEDIUM}) is MEDIUM
    assert after({2015: MICRO}) is MICRO


def test_a_gap_in_the_settled_years_leaves_the_status_open_and_asks_for_them() -> None:
    ownership = graph(firm("A", accounts=years(300, first=2015)))

    status = sme_status(ownership, "A", on=date(2016, 11, 24), history={2013: SMALL})

    assert status.possible == (SMALL, MEDIUM, LARGE)
    assert [each.path for each in status.missing] == ["history"]


# ── What is not known ────────────────────────────────────────────────────────────────────────────────────────────────


def test_figures_of_which_nobody_knows_whether_they_are_approved_leave_both_open() -> None:
    accounts = [*years(20, 300), figures(300, 1, 1, 2015) | {"standing": None}]

    status = size_of_a(firm("A", accounts=accounts))

    assert status.possible == (SMALL, LARGE)
    assert status.missing[0].path == "parties[0].accounts[2].standing"


def test_missing_accounts_do_not_matter_where_the_rest_decides() -> None:
    large = firm("B", accounts=years(300, 300, 300))
    enterprise = firm("A", accounts=years(None, None, None))

    assert size_of_a(enterprise, large, holds("B", "A", "1")).category is LARGE
    assert (
        size_of_a(
            firm("A", accounts=None), firm("B", accounts=years(*[300] * 5, first=2012)), holds("B", "A", "1")
        ).category
        is LARGE
    )


def test_missing_accounts_of_a_linked_enterprise_leave_a_small_one_open() -> None:
    status = size_of_a(firm("A", 20, 1, 1), firm("B", accounts=None), holds("B", "A", "1"))

    assert status.possible == (SMALL, MEDIUM, LARGE)
    assert status.is_sme is None
    assert [each.path for each in status.missing] == ["parties[1].accounts"]


def test_an_amount_that_cannot_decide_is_not_missed() -> None:
    status = size_of_a(firm("A", 20, None, 1))

    assert status.category is SMALL
    assert status.turnover.highest is None
    assert status.missing == ()


def test_only_the_amounts_that_can_decide_are_missed() -> None:
    status = size_of_a(firm("A", None, None, 1))

    assert [each.path for each in status.missing] == ["parties[0].accounts[0].headcount"]


def test_settled_years_count_from_the_earliest_on() -> None:
    """Large, micro, small: small, for twice it was below the ceiling of the medium-sized. Micro, small: micro."""
    of = graph(firm("A", accounts=[figures(20, 1, 1)]))

    assert sme_status(of, "A", on=ON, history={2013: Size.LARGE, 2014: Size.MICRO}).category is Size.SMALL
    assert sme_status(of, "A", on=ON, history={2014: Size.MICRO}).category is Size.MICRO


def test_of_several_estimates_the_latest_counts_that_is_not_of_a_later_year() -> None:
    estimates = [
        figures(staff, 0, 0, year, standing="estimate") for year, staff in ((2015, 20), (2016, 60), (2017, 300))
    ]
    status = size_of_a(firm("A", accounts=estimates))

    assert status.headcount.value == 60
    assert status.periods[-1].year == 2016


def test_what_is_not_known_begins_at_nothing_and_has_no_end() -> None:
    status = size_of_a(firm("A", accounts=None))

    for each in (status.headcount, status.turnover, status.balance_sheet_total):
        assert each.lowest == 0
        assert each.highest is None


def test_an_enterprise_that_was_not_there_yet_adds_nothing_to_the_years_before() -> None:
    young = firm("B", accounts=[figures(60, 1, 1, 2015)], established_on="2015-01-02")
    status = size_of_a(firm("A", accounts=years(20, 20, first=2014)), young, holds("A", "B", "1"))

    assert [each.headcount.value for each in status.periods] == [20, 80]
    assert [each.turnover.value for each in status.periods] == [1_000_000, 2_000_000]
    assert [each.balance_sheet_total.value for each in status.periods] == [1_000_000, 2_000_000]
