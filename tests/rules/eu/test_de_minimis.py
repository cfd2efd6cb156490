"""What de minimis aid is left to a single undertaking, under both Regulations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.errors import InputError, NoLawThatDay
from clusterpolicy.model.aid import DeMinimisGrant
from clusterpolicy.rules.eu import de_minimis_room

D = Decimal
FIRST, LAST_OLD, FIRST_NEW, LAST = date(2014, 1, 1), date(2023, 12, 31), date(2024, 1, 1), date(2030, 12, 31)


def grant(amount: str | None, day: date, **more: Any) -> DeMinimisGrant:
    return DeMinimisGrant(amount=None if amount is None else D(amount), granted_on=day, **more)


def left(*grants: DeMinimisGrant, on: date, **more: Any) -> Decimal | None:
    return de_minimis_room(grants, on=on, **more).value


@pytest.mark.parametrize(
    ("day", "ceiling", "by_road"),
    [(FIRST, 200_000, 100_000), (LAST_OLD, 200_000, 100_000), (FIRST_NEW, 300_000, 300_000), (LAST, 300_000, 300_000)],
)
def test_the_ceiling_is_that_of_the_day(day: date, ceiling: int, by_road: int) -> None:
    assert left(on=day) == ceiling
    assert left(on=day, road_freight=True) == by_road


def test_a_grant_of_the_same_day_three_years_ago_is_outside() -> None:
    earlier = [grant("250000", date(2024, 6, 10))]
    before, after = (de_minimis_room(earlier, on=date(2027, 6, day), requested="60000") for day in (9, 10))
    assert (before.value, before.fits.value) == (D(50000), False)
    assert (after.value, after.fits.value) == (D(300000), True)


def test_whether_that_day_is_outside_is_a_switch() -> None:
    inside = {"eu/de_minimis/same_day_is_outside": False}
    earlier = grant("250000", date(2024, 6, 10))
    assert left(earlier, on=date(2027, 6, 10), changes=inside) == D(50000)
    assert left(earlier, on=date(2027, 6, 11), changes=inside) == D(300000)


def test_exactly_the_ceiling_fits_and_of_a_cent_more_nothing_does() -> None:
    earlier = [grant("250000", date(2024, 6, 10))]
    assert de_minimis_room(earlier, on=date(2024, 6, 11), requested="50000").fits.value is True
    assert de_minimis_room(earlier, on=date(2024, 6, 11), requested="50000.01").fits.value is False


def test_until_2023_the_fiscal_year_and_the_two_before_count() -> None:
    assert left(grant("150000", date(2015, 1, 1)), on=date(2017, 12, 31)) == D(50000)
    assert left(grant("150000", date(2014, 12, 31)), on=date(2017, 1, 1)) == D(200000)


def test_a_fiscal_year_may_begin_on_another_day() -> None:
    july = (7, 1)
    assert left(grant("150000", date(2014, 7, 1)), on=date(2017, 6, 30), fiscal_year_begins=july) == D(50000)
    assert left(grant("150000", date(2014, 6, 30)), on=date(2017, 6, 30), fiscal_year_begins=july) == D(200000)
    assert left(grant("150000", date(2014, 7, 1)), on=date(2017, 7, 1), fiscal_year_begins=july) == D(200000)


def test_aid_under_the_old_regulation_counts_under_the_new_one() -> None:
    assert left(grant("150000", date(2021, 1, 2)), on=FIRST_NEW) == D(150000)
    assert left(grant("150000", date(2021, 1, 1)), on=FIRST_NEW) == D(300000)


def test_grants_of_other_states_of_others_and_of_later_days_do_not_count() -> None:
    day = date(2025, 5, 5)
    assert left(grant("1", day, member_state="FR"), on=day) == D(300000)
    assert left(grant("1", day, of_single_undertaking=False), on=day) == D(300000)
    assert left(grant("1", date(2025, 5, 6)), on=day) == D(300000)
    assert left(grant("1", day), on=day) == D(299999)


def test_what_is_not_known_of_a_grant_leaves_the_room_open() -> None:
    day = date(2025, 5, 5)
    for unknown in (grant(None, day), grant("1", day, member_state=None), grant("1", day, of_single_undertaking=None)):
        assert left(unknown, on=day) is None
    assert de_minimis_room(None, on=day).value is None
    assert de_minimis_room([grant("1", day, member_state=None)], on=day, requested="299999").fits.value is True


def test_more_than_the_ceiling_leaves_nothing_and_never_less() -> None:
    assert left(grant("400000", FIRST_NEW), on=FIRST_NEW) == 0


@pytest.mark.parametrize("begins", [(2, 29), (2, 30), (13, 1), (0, 1)])
@pytest.mark.parametrize("day", [FIRST, date(2016, 5, 5)])
def test_a_day_on_which_no_fiscal_year_begins_is_refused(begins: tuple[int, int], day: date) -> None:
    with pytest.raises(InputError):
        de_minimis_room([], on=day, fiscal_year_begins=begins)


@pytest.mark.parametrize("day", [date(2013, 12, 31), date(2031, 1, 1)])
def test_outside_the_known_days_there_is_no_ceiling(day: date) -> None:
    with pytest.raises(NoLawThatDay):
        left(on=day)


def test_the_answer_tells_what_is_left_and_where_it_is_written() -> None:
    report = de_minimis_room([grant("250000", date(2024, 6, 10))], on=date(2027, 6, 9), requested="60000").report()
    assert "50000.00 EUR" in report
    assert "Regulation (EU) 2023/2831, Art. 3(2) (stated), http://data.europa.eu/eli/reg/2023/2831/oj" in report
    assert "Regulation (EU) No 1407/2013, Art. 3(2) (stated), http://data.europa.eu/eli/reg/2013/1407/oj" in report
    assert "Not known: earlier de minimis aid." in de_minimis_room(None, on=FIRST_NEW).report()
    assert len(de_minimis_room([], on=FIRST_NEW, requested="1").reasons) == 1


@given(
    st.lists(st.tuples(st.decimals("0", "150000", places=2), st.dates(date(2011, 1, 1), LAST)), max_size=6),
    st.dates(FIRST, LAST),
)
def test_the_room_is_never_negative_and_never_grows_with_another_grant(
    found: list[tuple[Decimal, date]], day: date
) -> None:
    grants = [DeMinimisGrant(amount=amount, granted_on=granted_on) for amount, granted_on in found]
    rooms = [de_minimis_room(grants[:many], on=day).value or D(0) for many in range(len(grants) + 1)]
    assert rooms == sorted(rooms, reverse=True)
    assert rooms[-1] >= 0
