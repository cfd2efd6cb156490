from __future__ import annotations

import decimal
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from clusterpolicy.units import (
    EARLIEST_DAY,
    LARGEST_AMOUNT,
    LATEST_DAY,
    Day,
    Euro,
    Instant,
    Months,
    SignedEuro,
    TechnologyReadinessLevel,
    Truth,
    Unit,
    WorkUnits,
    refusal,
    shown,
)

EURO: TypeAdapter[Decimal] = TypeAdapter(Euro)
SIGNED: TypeAdapter[Decimal] = TypeAdapter(SignedEuro)
STAFF: TypeAdapter[Decimal] = TypeAdapter(WorkUnits)
MONTHS: TypeAdapter[int] = TypeAdapter(Months)
LEVEL: TypeAdapter[int] = TypeAdapter(TechnologyReadinessLevel)
TRUTH: TypeAdapter[bool] = TypeAdapter(Truth)
DAY: TypeAdapter[date] = TypeAdapter(Day)
INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


def refused(adapter: TypeAdapter[Any], value: object) -> str:
    """The message with which the value is refused."""
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(value)
    return caught.value.errors()[0]["msg"]


def kind_of_refusal(adapter: TypeAdapter[Any], value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(value)
    return caught.value.errors()[0]["type"]


# ── Euro ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "written",
    ["300000", "300000.0", "300000.00", "0300000.00", 300000, 300000.0, Decimal(300000), Decimal("3E+5")],
    ids=repr,
)
def test_an_amount_is_held_with_two_decimals_however_it_is_written(written: object) -> None:
    assert str(EURO.validate_python(written)) == "300000.00"


@pytest.mark.parametrize("written", ["0", "0.00", 0, 0.0, -0.0, Decimal("-0"), "-0.00", Decimal("0E+999999")], ids=repr)
def test_every_zero_is_the_same_zero(written: object) -> None:
    assert str(EURO.validate_python(written)) == "0.00"
    assert str(SIGNED.validate_python(written)) == "0.00"


@given(st.integers(0, 10**12 - 1))
def test_every_number_of_cents_below_ten_billion_euro_is_an_amount(cents: int) -> None:
    text = f"{cents // 100}.{cents % 100:02d}"
    amount = EURO.validate_python(text)
    assert str(amount) == text
    assert amount * 100 == cents
    assert EURO.validate_json(EURO.dump_json(amount)) == amount


def test_the_largest_amount_is_accepted_and_a_cent_more_is_refused() -> None:
    assert EURO.validate_python(str(LARGEST_AMOUNT)) == LARGEST_AMOUNT
    assert "10000000000.00 is more than 9999999999.99" in refused(EURO, "10000000000.00")
    assert "is more than 9999999999.99" in refused(EURO, 10**18)
    assert "is more than 9999999999.99" in refused(EURO, 1e18)
    assert "is more than 9999999999.99" in refused(EURO, Decimal("1E+999999"))


@pytest.mark.parametrize("written", ["-0.01", -1, -0.5, Decimal("-300000"), "-300000.00"], ids=repr)
def test_an_amount_below_zero_is_refused_unless_its_type_allows_it(written: object) -> None:
    assert "is less than 0; write zero or more; null means that it is not known" in refused(EURO, written)
    assert SIGNED.validate_python(written) < 0


def test_a_float_that_is_not_exact_is_refused_with_the_text_to_write_instead() -> None:
    assert refused(EURO, 0.1) == 'the floating-point number 0.1 is not exact; write it as text, as in "0.10"'
    assert refused(EURO, 300000.10).endswith('write it as text, as in "300000.10"')
    assert kind_of_refusal(EURO, 0.1) == "amount_not_exact"


@given(st.floats(0, 9_999_999_999))
@example(0.25)
@example(300000.5)
def test_a_float_is_an_amount_only_if_it_is_a_whole_number_of_cents(number: float) -> None:
    if Decimal(number) * 100 % 1 == 0:
        assert EURO.validate_python(number) == Decimal(number)
    else:
        assert kind_of_refusal(EURO, number) == "amount_not_exact"


@pytest.mark.parametrize("written", ["0.001", Decimal("0.001"), "300.000", Decimal("1.000"), Decimal("1E-999999")])
def test_fractions_of_a_cent_and_separators_of_thousands_are_refused(written: object) -> None:
    assert kind_of_refusal(EURO, written) == "amount_too_fine"
    assert "write euro and cents without a separator of thousands" in refused(EURO, written)


@pytest.mark.parametrize(
    "written",
    [
        "1e3", "1_000", "1,5", "+1", " 1", "1 ", "1.", ".5", "--1", "", ".", "-", "abc", "0x10", "NaN", "Infinity",
        "\u0661\u0662", "\u00b2", "1.2.3", "9" * 100, True, False, None, [], {}, b"1", 1j, object(),
        float("nan"), float("inf"), -float("inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"),
    ],
    ids=lambda value: repr(value)[:20],
)  # fmt: skip
def test_what_is_no_plain_number_is_no_amount(written: object) -> None:
    assert kind_of_refusal(EURO, written) == "input_invalid"
    assert kind_of_refusal(SIGNED, written) == "input_invalid"
    assert kind_of_refusal(STAFF, written) == "input_invalid"


def test_a_truth_value_is_no_number_though_python_counts_with_it() -> None:
    assert refused(EURO, True) == 'true is a truth value, not a number; write digits, as in "1250.50"'


def test_the_decimal_context_of_the_caller_changes_no_amount() -> None:
    with decimal.localcontext(decimal.Context(prec=2, traps=[])):
        assert EURO.validate_python(Decimal("1234567.8")) == Decimal("1234567.80")
        assert EURO.validate_python(123456789) == 123456789
        assert STAFF.validate_python("12345.50") == Decimal("12345.5")


def test_an_amount_in_json_is_a_text_or_an_exact_number() -> None:
    assert EURO.validate_json('"1250.50"') == EURO.validate_json("1250.5") == Decimal("1250.50")
    assert EURO.dump_json(Decimal("1250.50")) == b'"1250.50"'
    for written in ("NaN", "Infinity", "true", "null", "1250.10", "[1]"):
        with pytest.raises(ValidationError):
            EURO.validate_json(written)


# ── Work units, months, levels, truths ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ("9.99", "9.99"),
        ("10.00", "10"),
        ("10.50", "10.5"),
        ("0.0000", "0"),
        ("010", "10"),
        (250, "250"),
        (12.5, "12.5"),
        (Decimal("1E+1"), "10"),
        (Decimal("-0.0"), "0"),
        (Decimal("0E+999999"), "0"),
        ("0.0001", "0.0001"),
        ("10000000", "10000000"),
    ],
)
def test_staff_is_never_rounded_and_held_without_trailing_zeros(written: object, held: str) -> None:
    assert str(STAFF.validate_python(written)) == held


@given(st.integers(0, 10**11))
def test_staff_comes_back_from_json_unchanged(ten_thousandths: int) -> None:
    staff = STAFF.validate_python(Decimal(ten_thousandths).scaleb(-4))
    assert staff * 10_000 == ten_thousandths
    assert str(STAFF.validate_json(STAFF.dump_json(staff))) == str(staff)


def test_staff_finer_than_four_decimals_or_beyond_any_employer_is_refused() -> None:
    assert "has more than four decimals" in refused(STAFF, "9.99999")
    assert "has more than four decimals" in refused(STAFF, Decimal("1E-999999"))
    assert "is more than 10000000" in refused(STAFF, "10000000.0001")
    assert "is less than 0" in refused(STAFF, "-1")
    assert kind_of_refusal(STAFF, 9.99) == "amount_not_exact"


@pytest.mark.parametrize(("adapter", "lowest", "highest"), [(MONTHS, 0, 1200), (LEVEL, 1, 9)])
def test_months_and_levels_are_whole_numbers_within_their_range(
    adapter: TypeAdapter[int], lowest: int, highest: int
) -> None:
    assert [adapter.validate_python(value) for value in (lowest, highest)] == [lowest, highest]
    for value in (lowest - 1, highest + 1, 7.0, "7", True, None, Decimal(7), 10**400):
        with pytest.raises(ValidationError):
            adapter.validate_python(value)
    for text in ("7.0", '"7"', "true", "7e0"):
        with pytest.raises(ValidationError):
            adapter.validate_json(text)


def test_a_truth_is_true_or_false_and_nothing_that_resembles_it() -> None:
    assert [TRUTH.validate_json(text) for text in ("true", "false")] == [True, False]
    wrong: tuple[object, ...] = ("yes", "true", 1, 0, None, 1.0, "", [])
    for value in wrong:
        with pytest.raises(ValidationError):
            TRUTH.validate_python(value)


# ── Days and instants ────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.dates(EARLIEST_DAY, LATEST_DAY))
def test_a_day_is_read_from_python_and_from_text_alike(day: date) -> None:
    assert DAY.validate_python(day) == DAY.validate_python(day.isoformat()) == day
    assert DAY.validate_json(DAY.dump_json(day)) == day


@pytest.mark.parametrize(
    "written",
    [
        1480000000, 1480000000.0, "1480000000", "2016-11-24T00:00:00", "2016-11-24T00:00:00Z", "24/11/2016", "2016-1-4",
        "20161124", "2016-11-31", "2015-02-29", "", None, True, "0999-12-31", "3000-01-01", "\u0662016-11-24",
        datetime(2016, 11, 24, tzinfo=UTC), datetime(2016, 11, 24),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_civil_day_is_refused(written: object) -> None:
    assert kind_of_refusal(DAY, written) == "input_invalid"
    if isinstance(written, str | int | float | None):
        with pytest.raises(ValidationError):
            DAY.validate_json(TypeAdapter(object).dump_json(written))


def test_an_instant_is_no_day_because_its_day_depends_on_the_time_zone() -> None:
    assert "is not a day" in refused(DAY, datetime(2016, 11, 24, 23, 30, tzinfo=UTC))


@pytest.mark.parametrize("offset", ["+01:00", "-03:30", "+00:00", "+14:00"])
def test_an_instant_keeps_the_offset_it_was_written_with(offset: str) -> None:
    written = f"2016-12-10T11:30:00{offset}"
    instant = INSTANT.validate_python(written)
    assert instant == datetime.fromisoformat(written)
    assert instant.utcoffset() == datetime.fromisoformat(written).utcoffset()
    assert INSTANT.validate_json(INSTANT.dump_json(instant)) == instant


@pytest.mark.parametrize("written", ["2016-12-10t11:30z", "2016-12-10 11:30:00Z", "2016-12-10T11:30:00.000000+00:00"])
def test_an_instant_may_be_written_in_the_usual_variants(written: str) -> None:
    assert INSTANT.validate_python(written) == datetime(2016, 12, 10, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2016-12-10T11:30:00", datetime(2016, 12, 10, 11, 30)], ids=str)
def test_an_instant_without_its_time_zone_is_refused_with_the_form_to_write(written: object) -> None:
    assert kind_of_refusal(INSTANT, written) == "instant_without_zone"
    assert 'write the offset too, as in "2016-12-10T11:30:00+01:00"' in refused(INSTANT, written)


@pytest.mark.parametrize(
    "written",
    [
        1480000000, "1480000000", "2016-12-10", date(2016, 12, 10), "2016-12-10T11:30:00+25:00", "2016-12-10T24:30:00Z",
        "2016-02-30T11:30:00Z", "2016-12-10T11:30:00.1234567Z", "2016-W49-6T11:30:00Z", "", None, True,
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_instant_is_refused(written: object) -> None:
    assert kind_of_refusal(INSTANT, written) == "input_invalid"


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2049, 12, 31)),
    st.sampled_from(["Europe/Rome", "America/St_Johns", "Asia/Kathmandu", "UTC"]),
    st.sampled_from([0, 1]),
)
@example(datetime(2016, 10, 30, 2, 30), "Europe/Rome", 0)
@example(datetime(2016, 10, 30, 2, 30), "Europe/Rome", 1)
@example(datetime(2016, 3, 27, 2, 30), "Europe/Rome", 0)
def test_an_instant_in_a_named_zone_comes_back_from_json_as_the_same_instant(
    moment: datetime, zone: str, fold: int
) -> None:
    written = moment.replace(tzinfo=ZoneInfo(zone), fold=fold)
    instant = INSTANT.validate_python(written)
    assert instant.timestamp() == written.timestamp()
    assert INSTANT.validate_json(INSTANT.dump_json(instant)) == instant


def test_an_offset_with_seconds_which_json_cannot_write_becomes_utc() -> None:
    written = datetime(1850, 1, 1, 12, 0, tzinfo=timezone(timedelta(minutes=49, seconds=56)))
    instant = INSTANT.validate_python(written)
    assert (instant, instant.tzinfo) == (written, UTC)


# ── What readers of the types find ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("carrier", "unit"),
    [
        (Euro, Unit.EURO),
        (SignedEuro, Unit.EURO),
        (WorkUnits, Unit.WORK_UNITS),
        (Months, Unit.MONTHS),
        (TechnologyReadinessLevel, Unit.LEVEL),
    ],
)
def test_every_type_of_number_carries_its_unit_and_its_range(carrier: object, unit: Unit) -> None:
    _, *marks = get_args(carrier)
    assert unit in marks
    limits = [limit for mark in marks for limit in getattr(mark, "metadata", ())]
    assert [type(limit).__name__ for limit in limits] == ["Ge", "Le"]


def test_the_schema_says_what_may_be_written() -> None:
    assert [each["type"] for each in EURO.json_schema()["anyOf"]] == ["string", "number"]
    assert DAY.json_schema() == {"type": "string", "format": "date"}
    assert INSTANT.json_schema() == {"type": "string", "format": "date-time"}


def test_a_unit_can_stand_in_an_annotation_with_other_marks() -> None:
    assert TypeAdapter(Annotated[Euro, "net"]).validate_python("1") == Decimal("1.00")


def test_a_value_survives_being_pickled() -> None:
    instant = INSTANT.validate_python("2016-12-10T11:30:00+01:00")
    assert pickle.loads(pickle.dumps(instant)) == instant  # noqa: S301  # our own bytes


# ── Messages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x" * 60, f'"{"x" * 60}"'),
        ("x" * 61, f'"{"x" * 59}…"'),
        (None, "null"),
        (7, "7"),
        (10**60, "a whole number of 200 bits"),
        (Decimal("1.50"), "1.50"),
        (date(2016, 11, 24), "2016-11-24"),
        ((1, 2), "a list"),
        (0.1, "0.1"),
        ("a\x1b[31mb\u202e", '"a�[31mb�"'),
    ],
)
def test_a_message_shows_a_value_in_one_short_harmless_line(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_value_of_any_length_is_cut_in_messages() -> None:
    assert len(shown(Decimal(10) ** 20 * Decimal("1." + "1" * 5000))) <= 62
    assert len(shown(b"x" * 10**6)) <= 62


def test_a_refusal_carries_its_code_and_what_to_write_instead() -> None:
    error = refusal("amount-too-fine", "{mend} is not replaced", "write cents")
    assert error.type == "amount_too_fine"
    assert error.context == {"mend": "write cents", "message": "{mend} is not replaced"}
