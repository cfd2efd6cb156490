"""Which aid must be notified, and which awards are published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.errors import NoLawThatDay
from clusterpolicy.model.aid import Award, PublicationKind
from clusterpolicy.model.aid_kind import AidKind
from clusterpolicy.rules.eu import must_notify, must_publish, notification_threshold

D = Decimal
FIRST, LAST_OLD, FIRST_NEW, LAST = date(2014, 7, 1), date(2023, 6, 30), date(2023, 7, 1), date(2026, 12, 31)
MILLION = 1_000_000


def threshold(fundamental: str, industrial: str, development: str, *, on: date = FIRST, **more: Any) -> Decimal | None:
    value: Decimal | None = notification_threshold(
        on=on,
        fundamental_research=fundamental,
        industrial_research=industrial,
        experimental_development=development,
        **more,
    ).value
    return value


@pytest.mark.parametrize(
    ("days", "fundamental", "industrial", "development"),
    [((FIRST, LAST_OLD), 40, 20, 15), ((FIRST_NEW, LAST), 55, 35, 25)],
)
def test_the_predominant_activity_and_the_day_choose_the_threshold(
    days: tuple[date, date], fundamental: int, industrial: int, development: int
) -> None:
    for day in days:
        assert threshold("51", "0", "49", on=day) == fundamental * MILLION
        assert threshold("0", "51", "49", on=day) == industrial * MILLION
        assert threshold("0", "49", "51", on=day) == development * MILLION


def test_fundamental_research_counts_with_industrial_research() -> None:
    project = ("2000000", "4000000", "5000000")
    assert threshold(*project) == 20 * MILLION
    assert threshold(*project, eureka=True) == 40 * MILLION


def test_more_than_half_means_more_than_half() -> None:
    assert threshold("50", "50", "0") == 20 * MILLION
    assert threshold("50.01", "49.99", "0") == 40 * MILLION
    assert threshold("0", "50", "50") == 15 * MILLION
    assert threshold("0", "50.01", "49.99") == 20 * MILLION


def test_where_nothing_prevails_or_there_is_no_cost_the_lowest_threshold_holds() -> None:
    assert threshold("25", "25", "50") == 15 * MILLION
    assert threshold("0", "0", "0") == 15 * MILLION
    assert threshold("0", "0", "0", on=LAST) == 25 * MILLION


def test_what_holds_where_nothing_prevails_is_a_switch() -> None:
    other = {"eu/notification/lowest_where_none_prevails": False}
    assert threshold("25", "25", "50", changes=other) == 20 * MILLION
    assert threshold("0", "49.99", "50.01", changes=other) == 15 * MILLION


def test_eureka_doubles_and_a_repayable_advance_adds_a_half_to_what_is_there() -> None:
    assert threshold("0", "1", "0", repayable_advance=True) == 30 * MILLION
    assert threshold("0", "1", "0", eureka=True, repayable_advance=True) == 60 * MILLION
    assert threshold("1", "0", "0", eureka=True, on=LAST) == 110 * MILLION


OTHER_KINDS = [
    (AidKind.FEASIBILITY_STUDY, "7500000", "8250000"),
    (AidKind.INNOVATION_CLUSTER, "7500000", "10000000"),
    (AidKind.SME_INNOVATION, "5000000", "10000000"),
    (AidKind.PROCESS_INNOVATION, "7500000", "12500000"),
]


@pytest.mark.parametrize(("kind", "old", "new"), OTHER_KINDS)
def test_other_kinds_of_aid_have_thresholds_of_their_own_that_nothing_doubles(
    kind: AidKind, old: str, new: str
) -> None:
    for day, expected in ((FIRST, old), (LAST_OLD, old), (FIRST_NEW, new), (LAST, new)):
        assert notification_threshold(kind, on=day).value == D(expected)
        assert notification_threshold(kind, on=day, eureka=True, repayable_advance=True).value == D(expected)


def test_an_activity_that_is_not_known_leaves_the_threshold_open() -> None:
    answer = notification_threshold(on=FIRST, industrial_research=None, experimental_development="100")
    assert answer.value is None
    assert [each.label for each in answer.missing] == ["cost of industrial research"]


@pytest.mark.parametrize(("kind", "old", "new"), OTHER_KINDS)
def test_exactly_the_threshold_is_covered_and_a_cent_more_is_not(kind: AidKind, old: str, new: str) -> None:
    for day, limit in ((LAST_OLD, D(old)), (FIRST_NEW, D(new))):
        at, above = (
            must_notify(Award(granted_on=day, kind=kind, amount=limit + cents)).value for cents in (D(0), D("0.01"))
        )
        assert (at, above) == (False, True)


def test_the_aid_is_compared_and_not_the_costs() -> None:
    large_project = Award(granted_on=FIRST, amount=D(15 * MILLION), experimental_development=D(90 * MILLION))
    assert must_notify(large_project).value is False


def test_a_scheme_that_was_not_adapted_keeps_its_thresholds_for_six_months() -> None:
    award = Award(granted_on=FIRST_NEW, amount=D(16 * MILLION))
    assert must_notify(award).value is False
    assert must_notify(award, scheme_not_adapted=True).value is True


# ── Publication ──────────────────────────────────────────────────────────────────────────────────────────────────────


def published(
    amount: str | None, day: date, kind: PublicationKind = PublicationKind.GENERAL, **more: Any
) -> bool | None:
    value: bool | None = must_publish(amount, on=day, kind=kind, **more).value
    return value


@pytest.mark.parametrize(
    ("day", "limit"),
    [
        (date(2016, 7, 1), "500000"),
        (date(2023, 7, 1), "500000"),
        (date(2023, 12, 31), "500000"),
        (date(2024, 1, 1), "100000"),
        (LAST, "100000"),
    ],
)
def test_an_award_is_published_from_a_cent_above_the_threshold_of_its_day(day: date, limit: str) -> None:
    assert published(limit, day) is False
    assert published(str(D(limit) + D("0.01")), day) is True


@pytest.mark.parametrize("day", [FIRST, date(2016, 6, 30)])
def test_before_july_2016_nothing_must_be_published(day: date) -> None:
    assert published("9000000", day) is False
    assert published(None, day) is False


def test_the_day_of_the_lower_threshold_is_a_parameter() -> None:
    by_the_text = {"eu/publication/lower_threshold_from": date(2023, 7, 1)}
    assert published("100000.01", date(2023, 7, 1), changes=by_the_text) is True
    assert published("100000.01", date(2023, 6, 30), changes=by_the_text) is False


def test_agriculture_has_a_lower_and_invest_eu_a_higher_threshold() -> None:
    day = date(2024, 2, 1)
    farm, product = PublicationKind.PRIMARY_AGRICULTURE_OR_FISHERIES, PublicationKind.INVEST_EU_PRODUCT
    assert (published("10000", day, farm), published("10000.01", day, farm)) == (False, True)
    assert (published("500000", day, product), published("500000.01", day, product)) == (False, True)


def test_an_award_that_is_not_known_may_have_to_be_published() -> None:
    assert published(None, LAST) is None


@pytest.mark.parametrize("day", [date(2014, 6, 30), date(2027, 1, 1)])
def test_outside_the_known_days_there_is_no_threshold(day: date) -> None:
    with pytest.raises(NoLawThatDay):
        notification_threshold(on=day)
    with pytest.raises(NoLawThatDay):
        published("1", day)


costs = st.decimals("0", "100", places=2)


@given(costs, costs, costs, st.dates(FIRST, LAST), st.integers(1, 1000))
def test_the_threshold_depends_on_the_shares_of_the_costs_and_not_on_their_size(
    fundamental: Decimal, industrial: Decimal, development: Decimal, day: date, times: int
) -> None:
    project = (fundamental, industrial, development)
    once = threshold(*(str(each) for each in project), on=day)
    assert threshold(*(str(each * times) for each in project), on=day) == once
