from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from stdnum import lei as lei_standard
from stdnum.it import iva

from clusterpolicy.model import ActivityCode, Identifier, Lei, NutsCode, Text, VatNumber
from clusterpolicy.testing import strategies as s

VAT: TypeAdapter[str] = TypeAdapter(VatNumber)
LEI: TypeAdapter[str] = TypeAdapter(Lei)
NUTS: TypeAdapter[str] = TypeAdapter(NutsCode)
ACTIVITY: TypeAdapter[str] = TypeAdapter(ActivityCode)
TEXT: TypeAdapter[str] = TypeAdapter(Text)
IDENTIFIER: TypeAdapter[str] = TypeAdapter(Identifier)


@pytest.mark.parametrize("written", ["00743110157", "IT00743110157", " it 007-4311:0157 "])
def test_an_italian_vat_number_is_held_as_its_eleven_digits(written: str) -> None:
    assert VAT.validate_python(written) == "00743110157"


@given(st.integers(0, 9_999_998), st.integers(0, 10), st.integers(1, 9))
def test_a_vat_number_with_one_wrong_digit_is_refused(seed: int, position: int, step: int) -> None:
    right = s.vat_number(seed)
    assert VAT.validate_python(right) == iva.validate(right)
    digit = (int(right[position]) + step) % 10
    wrong = f"{right[:position]}{digit}{right[position + 1 :]}"
    with pytest.raises(ValidationError, match="is not a valid Italian VAT number") as caught:
        VAT.validate_python(wrong)
    assert caught.value.errors()[0]["type"] == "identifier_invalid"


@pytest.mark.parametrize(
    "written", ["", "IT", "0074311015", "007431101570", "12345678901", "abc", "\uff11" * 11, "0" * 11]
)
def test_what_cannot_be_a_vat_number_is_refused_with_the_reason(written: str) -> None:
    with pytest.raises(ValidationError, match="copy the eleven digits from the business register"):
        VAT.validate_python(written)


def test_a_legal_entity_identifier_is_held_in_capitals_without_separators() -> None:
    assert LEI.validate_python(" 213800kud8-lajwsq9d15 ") == "213800KUD8LAJWSQ9D15"


@given(st.integers(0, 9_999_999))
def test_a_legal_entity_identifier_must_have_twenty_characters_though_a_shorter_one_may_pass_its_check_digits(
    seed: int,
) -> None:
    right = s.lei(seed)
    assert LEI.validate_python(right) == right
    short = "0" + right if seed % 2 else right.replace("815600CP", "", 1)
    with pytest.raises(ValidationError, match="is not a valid legal entity identifier"):
        LEI.validate_python(short)
    assert lei_standard.is_valid("0" + right), "the check digits do not see a zero in front"


def test_a_legal_entity_identifier_with_a_wrong_character_is_refused() -> None:
    with pytest.raises(ValidationError, match="copy the twenty characters from its record"):
        LEI.validate_python("213800KUD8LXJWSQ9D15")


@pytest.mark.parametrize(
    ("written", "held"), [("ITC11", "ITC11"), ("itc1", "ITC1"), (" IT ", "IT"), ("frk24", "FRK24")]
)
def test_a_territory_is_held_in_capitals(written: str, held: str) -> None:
    assert NUTS.validate_python(written) == held


@pytest.mark.parametrize("written", ["", "I", "ITC111", "1TC11", "IT C1", "IT-1", "ÌTC", "Torino", "ITC11\n1"])
def test_what_cannot_be_a_code_of_a_territory_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        NUTS.validate_python(written)


@pytest.mark.parametrize("written", ["25", "25.6", "25.62", "25.62.0", "25.62.00", "01.1", " 25.62 "])
def test_an_activity_code_may_be_as_fine_or_as_coarse_as_the_register_has_it(written: str) -> None:
    assert ACTIVITY.validate_python(written) == written.strip()


@pytest.mark.parametrize("written", ["", "2", "256", "25.", "25.620", "25.62.", "25,62", "٢٥", "C25", "25.62.00.1", 25])
def test_what_is_no_activity_code_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        ACTIVITY.validate_python(written)


@pytest.mark.parametrize(
    "written", ["", "  ", "a\nb", "a\x00b", "a\x1b[0m", "a\x7fb", "\x85", "x" * 1001, 5, b"a", None, "\ud800"]
)
def test_a_text_is_one_line_of_real_characters_and_never_empty(written: object) -> None:
    with pytest.raises(ValidationError):
        TEXT.validate_python(written)


@given(s.texts())
def test_a_text_in_any_alphabet_is_kept_without_the_space_around_it(text: str) -> None:
    assert TEXT.validate_python(f"  {text} ") == text


@given(s.identifiers())
def test_an_identifier_is_a_short_text(text: str) -> None:
    assert IDENTIFIER.validate_python(text) == text
    with pytest.raises(ValidationError):
        IDENTIFIER.validate_python("x" * 101)


@given(s.vat_numbers(), s.leis(), s.nuts_codes(), s.activity_codes())
def test_the_strategies_of_identifiers_give_only_right_ones(vat: str, lei: str, nuts: str, activity: str) -> None:
    assert VAT.validate_json(f'"{vat}"') == vat
    assert LEI.validate_json(f'"{lei}"') == lei
    assert NUTS.validate_json(f'"{nuts}"') == nuts
    assert ACTIVITY.validate_json(f'"{activity}"') == activity
