"""Days are counted in whole numbers as the calendar counts them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from clusterpolicy.dates import days_after, months_after, years_after
from clusterpolicy.engines.frame.calendar import EPOCH, Calendar, day_number, instant_number
from clusterpolicy.engines.frame.terms import Terms

T = Terms()
ROME = Calendar(T, ZoneInfo("Europe/Rome"))
AFTER = {"days": days_after, "months": months_after, "years": years_after}
DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31)) | st.builds(
    lambda year, month, back: date(year, month, 1) - timedelta(days=back),
    st.sampled_from((1900, 2000, 2015, 2016, 2017, 2020, 2100)),
    st.integers(1, 12),
    st.integers(-1, 4),
)
AMOUNTS = st.integers(0, 60)


def found(number: object) -> date:
    assert isinstance(number, int)
    return EPOCH + timedelta(days=number)


@given(day=DAYS, amount=AMOUNTS, step=st.sampled_from(tuple(AFTER)))
@example(day=date(2016, 2, 29), amount=1, step="years")
@example(day=date(2016, 12, 31), amount=2, step="months")
def test_a_later_day_is_that_of_the_civil_calendar(day: date, amount: int, step: str) -> None:
    term = ROME.later(T.constant(day_number(day)), T.constant(amount), step)

    assert found(term.value) == AFTER[step](day, amount)


@given(day=DAYS, amount=AMOUNTS, step=st.sampled_from(tuple(AFTER)))
@example(day=date(2017, 2, 28), amount=1, step="years")
@example(day=date(2016, 2, 28), amount=1, step="years")
def test_the_latest_day_before_is_the_last_that_comes_in_time(day: date, amount: int, step: str) -> None:
    before = found(ROME.latest_before(T.constant(day_number(day)), T.constant(amount), step).value)

    assert AFTER[step](before, amount) <= day < AFTER[step](before + timedelta(days=1), amount)


def test_a_day_beyond_the_calendar_is_its_last() -> None:
    term = ROME.later(T.constant(day_number(date(2999, 1, 1))), T.constant(9000), "years")

    assert found(term.value) == date.max


@given(instant=st.datetimes(datetime(1890, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
@example(instant=datetime(2016, 10, 30, 0, 59, 59, tzinfo=UTC))
@example(instant=datetime(2016, 3, 27, 23, 0, tzinfo=UTC))
def test_the_day_of_an_instant_is_that_of_the_time_zone(instant: datetime) -> None:
    term = ROME.day_of(T.constant(instant_number(instant)))

    assert found(term.value) == instant.astimezone(ZoneInfo("Europe/Rome")).date()
