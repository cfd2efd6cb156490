"""Enterprises are told apart by their numbers, and by name where none is known."""

from __future__ import annotations

from clusterpolicy import Application
from clusterpolicy.calls.applicants import applicants_of

FIRST, SECOND = "00743110157", "00000010017"


def filed(identifier: str, *enterprises: dict[str, str]) -> Application:
    return Application.model_validate(
        {
            "id": identifier,
            "call": "piedmont/line-a",
            "project": {"title": "Gears"},
            "participations": [
                {"id": f"partner-{number}", "enterprise": each} for number, each in enumerate(enterprises)
            ],
        }
    )


def test_an_enterprise_has_the_same_key_in_all_its_applications_whatever_its_name_is_there() -> None:
    found = applicants_of(
        [filed("1", {"name": "Alfa", "vat_number": FIRST}), filed("2", {"name": "Alfa Srl", "vat_number": FIRST})]
    )
    assert found["1"] == found["2"]


def test_two_enterprises_of_one_name_with_different_numbers_are_two() -> None:
    found = applicants_of(
        [filed("1", {"name": "Alfa", "vat_number": FIRST}), filed("2", {"name": "Alfa", "vat_number": SECOND})]
    )
    assert found["1"] != found["2"]


def test_nobody_escapes_a_limit_by_leaving_the_number_out() -> None:
    found = applicants_of([filed("1", {"name": "Alfa  Srl", "vat_number": FIRST}), filed("2", {"name": "ALFA srl"})])
    assert found["1"] == found["2"]


def test_where_a_name_is_borne_by_several_one_without_a_number_is_neither() -> None:
    found = applicants_of(
        [
            filed("1", {"name": "Alfa", "vat_number": FIRST}),
            filed("2", {"name": "Alfa", "vat_number": SECOND}),
            filed("3", {"name": "Alfa"}),
            filed("4", {"name": "alfa"}),
        ]
    )
    assert found["3"] == found["4"]
    assert found["3"] not in (found["1"], found["2"])


def test_an_enterprise_that_stands_twice_in_one_application_counts_once() -> None:
    (keys,) = applicants_of([filed("1", {"name": "Alfa"}, {"name": "alfa"})]).values()
    assert len(keys) == 1
