from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, TypeAdapter, ValidationError

import clusterpolicy.model as model
from clusterpolicy.errors import CODES, InputError, Problem
from clusterpolicy.model import Application, Enterprise
from clusterpolicy.reading import SCHEMA_VERSION, Format, application_schema, problems_of, read_application
from clusterpolicy.reading.json_text import read_json
from clusterpolicy.reading.plain_text import LARGEST_INPUT
from clusterpolicy.reading.problems import MOST_PROBLEMS
from clusterpolicy.reading.yaml_text import MOST_LEVELS, plain_value
from clusterpolicy.testing import strategies as s

Data = dict[str, Any]
FORMATS: tuple[Format, ...] = ("json", "toml", "yaml")


def application(**changes: object) -> Data:
    firm = {
        "name": "Meccanica Alfa",
        "constituted_on": "2001-03-02",
        "memberships": [{"cluster": "MESAP", "joined_on": "2015-03-02", "has_left": False}],
        "accounts": [{"closes_on": "2015-12-31", "headcount": "9.99", "turnover": "2000000.00"}],
    }
    partner = {"id": "alfa", "enterprise": firm, "costs": {"industrial_research": {"personnel": "90000.10"}}}
    return {
        "id": "2016-001",
        "call": "piedmont/line-a",
        "submitted_at": "2016-12-10T11:30:00+01:00",
        "project": {"title": "Lighter gears", "months": 24, "includes_production": False},
        "participations": [partner],
        "research_orders": [{"provider": {"name": "Politecnico"}, "buyer": "alfa", "amount": "18000.02"}],
        **changes,
    }


def problems(source: str | bytes, format: Format = "json") -> tuple[Problem, ...]:
    """Everything the reading door has to say against the source. Each problem is complete."""
    with pytest.raises(InputError) as caught:
        read_application(source, format=format)
    for problem in caught.value.problems:
        assert problem.code in CODES
        assert problem.message
        assert problem.mend
        assert "\n" not in str(problem)
        assert len(str(problem)) < 600
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value.problems


def told(source: str | bytes, format: Format = "json") -> list[tuple[str, str]]:
    """Code and place of every problem."""
    return [(problem.code, problem.place) for problem in problems(source, format)]


def one(source: str | bytes, format: Format = "json") -> Problem:
    """The only problem of the source."""
    (problem,) = problems(source, format)
    return problem


def read_or_refused(source: str, format: Format) -> Application | tuple[Problem, ...]:
    """The application, or at least one problem."""
    try:
        return read_application(source, format=format)
    except InputError as error:
        return error.problems


def as_toml(value: Any) -> str:
    """A value as TOML, in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {as_toml(each)}" for name, each in value.items() if each is not None) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_toml(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def written(data: Data, format: Format) -> str:
    if format == "toml":
        return "\n".join(f"{name} = {as_toml(each)}" for name, each in data.items() if each is not None)
    return json.dumps(data) if format == "json" else yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


# ── What is right ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_application_is_read_from_every_format(format: Format) -> None:
    assert read_application(written(application(), format), format=format) == Application.model_validate(application())


@given(s.applications(known=False))
def test_every_application_comes_back_from_json_and_from_yaml_unchanged(application: Application) -> None:
    assert read_application(application.model_dump_json().encode()) == application
    assert read_application(written(application.model_dump(mode="json"), "yaml"), format="yaml") == application


@given(s.eligible_applications())
def test_every_application_comes_back_from_toml_unchanged(application: Application) -> None:
    assert read_application(written(application.model_dump(mode="json"), "toml"), format="toml") == application


@pytest.mark.parametrize("format", FORMATS)
def test_a_byte_order_mark_is_passed_over(format: Format) -> None:
    text = written(application(), format)
    assert read_application(b"\xef\xbb\xbf" + text.encode(), format=format) == read_application(text, format=format)
    assert read_application("\ufeff" + text, format=format).id == "2016-001"


def test_dates_and_decimals_of_toml_are_exact() -> None:
    read = read_application(
        """
        id = "1"
        call = "any"
        submitted_at = 2016-12-10T11:30:00+01:00
        project = { title = "Gears", works_start_on = 2017-03-01 }
        [[participations]]
        id = "alfa"
        [participations.enterprise]
        name = "Alfa"
        accounts = [{ closes_on = 2015-12-31, headcount = 9.99, turnover = 300000.10, balance_sheet_total = 7 }]
        """,
        format="toml",
    )
    assert read.project.works_start_on is not None
    assert read.project.works_start_on.isoformat() == "2017-03-01"
    assert read.submitted_at is not None
    assert read.submitted_at.isoformat() == "2016-12-10T11:30:00+01:00"
    (accounts,) = read.participations[0].enterprise.accounts or ()
    assert (accounts.headcount, accounts.turnover) == (Decimal("9.99"), Decimal("300000.10"))


def test_dates_and_decimals_of_yaml_are_exact_and_its_old_traps_are_closed() -> None:
    read = read_application(
        """
        id: 0123
        call: no
        submitted_at: 2016-12-10T11:30:00+01:00
        project: {title: 12:30:45, works_start_on: 2017-03-01, includes_production: false, months: 24, cluster: null}
        participations:
        - id: "7"
          enterprise:
            name: >-
              Meccanica
              Alfa
            vat_number: 00743110157
            accounts:
            - {closes_on: 2015-12-31, headcount: 9.99, turnover: 300000.10, balance_sheet_total: }
        """,
        format="yaml",
    )
    firm = read.participations[0].enterprise
    assert (read.id, read.call, read.project.title, firm.name) == ("0123", "no", "12:30:45", "Meccanica Alfa")
    assert (read.project.includes_production, read.project.months, read.project.cluster) == (False, 24, None)
    assert firm.vat_number == "00743110157"
    (accounts,) = firm.accounts or ()
    assert accounts.turnover == Decimal("300000.10")
    assert accounts.headcount == Decimal("9.99")
    assert accounts.balance_sheet_total is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None), ("~", None), ("Null", None), ("true", True), ("False", False), ("yes", "yes"), ("on", "on"),
        ("0", 0), ("-7", -7), ("007", "007"), ("+7", "+7"), ("0x1F", "0x1F"), ("1_000", "1_000"), ("1e3", "1e3"),
        ("0.10", Decimal("0.10")), ("-0.5", Decimal("-0.5")), (".5", ".5"), (".nan", ".nan"), (".inf", ".inf"),
        ("2016-11-24", "2016-11-24"), ("9" * 2000, "9" * 2000), ("<<", "<<"),
    ],
)  # fmt: skip
def test_a_yaml_scalar_without_quotation_marks_means_what_it_looks_like(text: str, value: object) -> None:
    found = plain_value(text)
    assert (found, type(found)) == (value, type(value))


# ── Bytes and grammar ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "source", [json.dumps(application()).encode("utf-16"), b'{"id": "caff\xe8"}', b"\xff", "\ud800é"]
)
@pytest.mark.parametrize("format", FORMATS)
def test_what_is_not_utf_8_is_refused_with_the_place_of_the_first_wrong_byte(
    source: bytes | str, format: Format
) -> None:
    problem = one(source, format)
    assert problem.code == "input-not-text"
    assert "is not UTF-8 text at position" in problem.message


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("source", [b" " * (LARGEST_INPUT + 1), " " * (LARGEST_INPUT + 1)], ids=["bytes", "text"])
def test_a_huge_input_is_refused_before_it_is_read(source: bytes | str, format: Format) -> None:
    assert one(source, format).code == "input-too-large"


@pytest.mark.parametrize(
    ("source", "format", "place"),
    [
        ("", "json", "line 1, column 0"),
        ('{"id": "1",\n "call": }', "json", "line 2, column 10"),
        ('{"id": "\\ud800"}', "json", "line 1, column 15"),
        ('{"id": "\n"}', "json", "line 2, column 0"),
        ("{'id': 1}", "json", "line 1, column 2"),
        ('{"id": 1} {}', "json", "line 1, column 11"),
        (f'{{"id": {"9" * 5000}}}', "json", "line 1, column 4309"),
        ("id = ", "toml", ""),
        ('id = "1"\ncall = what', "toml", "line 2, column 8"),
        (f"id = {'9' * 5000}", "toml", ""),
        ("id: [1\ncall: }", "yaml", "line 2, column 5"),
        ("id: \x00", "yaml", ""),
        ("id: [1", "yaml", "line 2, column 1"),
    ],
)
def test_a_text_that_breaks_its_grammar_is_refused_with_line_and_column(
    source: str, format: Format, place: str
) -> None:
    problem = one(source, format)
    assert problem.code == "input-not-readable"
    assert problem.place == place
    assert f"is not valid {format.upper()}" in problem.message


@pytest.mark.parametrize(
    ("source", "format"),
    [
        ("[" * 1_000_000, "json"),
        ('{"a":' * 1_000_000, "json"),
        ("[" * 1_000_000, "yaml"),
        ("{a: " * 100_000, "yaml"),
        ("- " * 100_000, "yaml"),
        ("a = " + "[" * 100_000, "toml"),
        ("a = " + "{a = " * 100_000, "toml"),
        ("a." * 1_000_000 + "a = 1", "toml"),
        ("[" + "a." * 1_000_000 + "a]", "toml"),
    ],
    ids=lambda value: str(value)[:8],
)
def test_nesting_without_end_is_refused_at_once(source: str, format: Format) -> None:
    problem = one(source, format)
    assert problem.code == "input-not-readable"
    assert "nested deeper than in any schema" in problem.message


def test_yaml_is_read_down_to_a_depth_no_application_has() -> None:
    deep = "[" * (MOST_LEVELS - 1) + "]" * (MOST_LEVELS - 1)
    assert ("field-unknown", "deep") in told(f"deep: {deep}", "yaml")
    assert "nested deeper" in one(f"deep: [{deep}]", "yaml").message


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("id: &a x\ncall: *a", "anchors and aliases are not read"),
        ("id: *a", "anchors and aliases are not read"),
        ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]", "anchors and aliases are not read"),
        ("id: !!str 5", "the tag `tag:yaml.org,2002:str` is not read"),
        ("id: !!python/object/apply:os.system [ls]", "is not read"),
        ("id: ! 5", "the tag `!` is not read"),
        ("id: 1\n---\nid: 2", "there is more than one document"),
        ("[1, 2]: x", "a key is not a text"),
        ("? {a: 1}\n: x", "a key is not a text"),
        ("", "the text is empty"),
        ("# only a comment", "the text is empty"),
    ],
)
def test_what_yaml_could_hide_is_refused(source: str, message: str) -> None:
    problem = one(source, "yaml")
    assert problem.code == "input-not-readable"
    assert message in problem.message


def test_yaml_is_read_alike_without_the_fast_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert read_application(written(application(), "yaml"), format="yaml").id == "2016-001"
    assert "nested deeper" in one("[" * 1_000_000, "yaml").message
    assert one("id: [1\ncall: }", "yaml").place.startswith("line 2, column")
    assert one("id: \x00", "yaml").code == "input-not-readable"


def test_plain_json_that_breaks_its_grammar_is_refused_too() -> None:
    with pytest.raises(InputError, match="is not valid JSON"):
        read_json('{"id": ')


# ── Repeated keys ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("format", ["json", "yaml"])
def test_a_field_that_stands_twice_in_one_table_is_refused_though_all_else_is_right(format: Format) -> None:
    text = json.dumps(application()).replace('"months": 24', '"months": 36, "months": 24, "months": 24')
    assert set(told(text, format)) == {("duplicate", "project.months")}
    text = json.dumps(application()).replace('"id": "alfa"', '"id": "alfa", "id": "alfa"')
    assert told(text, format) == [("duplicate", "participations[0].id")]


def test_toml_refuses_a_repeated_key_by_itself() -> None:
    assert one('id = "1"\nid = "2"\ncall = "any"\n', "toml").code == "input-not-readable"


@pytest.mark.parametrize("format", ["json", "yaml"])
def test_repeated_keys_are_told_beside_all_other_problems(format: Format) -> None:
    text = '{"id": "1", "id": 7, "project": {"title": "Gears", "title": "Gears"}, "participations": []}'
    assert set(told(text, format)) == {
        ("input-invalid", "id"),
        ("field-missing", "call"),
        ("input-invalid", "participations"),
        ("duplicate", "id"),
        ("duplicate", "project.title"),
    }


# ── Fields ───────────────────────────────────────────────────────────────────────────────────────────────────────────

EVERYTHING_WRONG = application(
    submitted_at="2016-12-10T11:30:00",
    grouping="temporary asociation",
    project={
        "title": "",
        "months": "two",
        "trl_at_start": 0,
        "trl_at_end": 10,
        "includes_production": "yes",
        "works_start_on": 1480000000,
        "s3_area": 4,
        "activities": {},
    },
    participations=[
        {
            "id": "alfa",
            "enterprise": {
                "name": "Meccanica\nAlfa",
                "vat_number": "00743110158",
                "constituted_on": "2015-05-04",
                "registered_on": "2015-05-03",
                "main_activity": "25,62",
                "tunrover": 5,
                "accounts": [
                    {"closes_on": "2015-12-31", "turnover": 0.1, "balance_sheet_total": "0.001"},
                    {"closes_on": "2015-12-31", "turnover": -1},
                ],
            },
            "costs": {"industrial_research": {"personnel": "1e3"}},
            "place_of_work": "Torino",
        },
        {"id": "alfa", "enterprise": "Beta"},
    ],
    research_orders=[{"provider": {}, "buyer": "alpha", "amount": "x"}],
)

WHAT_IS_WRONG = {
    ("instant-without-zone", "submitted_at"),
    ("input-invalid", "grouping"),
    ("input-invalid", "project.title"),
    ("input-invalid", "project.months"),
    ("input-invalid", "project.trl_at_start"),
    ("input-invalid", "project.trl_at_end"),
    ("input-invalid", "project.includes_production"),
    ("input-invalid", "project.works_start_on"),
    ("input-invalid", "project.s3_area"),
    ("input-invalid", "project.activities"),
    ("input-invalid", "participations[0].enterprise.name"),
    ("identifier-invalid", "participations[0].enterprise.vat_number"),
    ("input-invalid", "participations[0].enterprise.main_activity"),
    ("field-unknown", "participations[0].enterprise.tunrover"),
    ("amount-not-exact", "participations[0].enterprise.accounts[0].turnover"),
    ("amount-too-fine", "participations[0].enterprise.accounts[0].balance_sheet_total"),
    ("input-invalid", "participations[0].enterprise.accounts[1].turnover"),
    ("input-invalid", "participations[0].costs.industrial_research.personnel"),
    ("input-invalid", "participations[0].place_of_work"),
    ("input-invalid", "participations[1].enterprise"),
    ("field-missing", "research_orders[0].provider.name"),
    ("input-invalid", "research_orders[0].amount"),
    # contradictions among the fields that can be read
    ("dates-out-of-order", "participations[0].enterprise.registered_on"),
    ("duplicate", "participations[0].enterprise.accounts[1].closes_on"),
    ("duplicate", "participations[1].id"),
    ("reference-unknown", "research_orders[0].buyer"),
}


@pytest.mark.parametrize("format", ["json", "yaml"])
def test_every_problem_of_an_application_is_told_at_once_contradictions_included(format: Format) -> None:
    found = told(written(EVERYTHING_WRONG, format), format)
    expected = WHAT_IS_WRONG
    if format == "yaml":  # 0.1 is a decimal number there, and exact
        expected = expected - {("amount-not-exact", "participations[0].enterprise.accounts[0].turnover")}
    assert set(found) == expected
    assert len(found) == len(expected), "each is told once"


SAID = {
    "submitted_at": 'the instant "2016-12-10T11:30:00" lacks its time zone',
    "grouping": '"temporary asociation" is none of the possible values. To mend it: write `temporary_association`',
    "project.title": "the text is empty",
    "project.months": '"two" is not a whole number. To mend it: write a whole number, as in 24',
    "project.trl_at_start": "0 is less than 1. To mend it: write 1 or more",
    "project.trl_at_end": "10 is more than 9. To mend it: write 9 or less",
    "project.includes_production": '"yes" is not a truth value. To mend it: write true or false; null means that',
    "project.works_start_on": '1480000000 is not a day. To mend it: write year, month and day, as in "2016-11-24"',
    "project.s3_area": "4 is not a text. To mend it: write the text in quotation marks",
    "project.activities": "a table is not a list. To mend it: write a list, with [] for none",
    "participations[0].enterprise.name": '"Meccanica�Alfa" does not have the right form. To mend it: write it in one',
    "participations[0].enterprise.tunrover": "there is no field `tunrover`. To mend it: use one of `accounts`",
    "participations[0].enterprise.accounts[0].turnover": 'write it as text, as in "0.10"',
    "participations[0].costs.industrial_research.personnel": 'the text "1e3" is not a plain number',
    "participations[0].place_of_work": '"Torino" does not have the right form. To mend it: write two letters',
    "participations[1].enterprise": '"Beta" is not a table of named fields',
    "research_orders[0].provider.name": "the field `name` is absent. To mend it: add `name` (name of the provider)",
    "research_orders[0].buyer": 'no participation has the identifier "alpha". To mend it: write `alfa`',
}


def test_every_problem_says_what_was_written_and_what_to_write_instead() -> None:
    found = {problem.place: str(problem) for problem in problems(json.dumps(EVERYTHING_WRONG))}
    assert {place: text for place, text in SAID.items() if text not in found[place]} == {}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("id", None, "null is not a text; this cannot be left unknown"),
        ("id", "x" * 101, "has more than 100 characters. To mend it: shorten it to 100 characters"),
        ("participations", [], "the list is empty. To mend it: write at least 1 entry"),
        ("end_users", [{"id": str(number), "name": "x"} for number in range(1001)], "more than 1000 entries"),
        ("participations", "alfa", '"alfa" is not a list'),
        ("project", [1], "a list is not a table of named fields"),
        ("submitted_at", "2016-12-10", '"2016-12-10" is not an instant'),
        ("grouping", 5, "5 is none of the possible values. To mend it: use one of `other`, `single`, `temporary_assoc"),
        ("coherent_with_agenda", 1, "1 is not a truth value"),
        ("x" * 5000, 1, "there is no field `xxxxx"),
    ],
)
def test_a_wrong_value_is_refused_in_plain_words(field: str, value: object, message: str) -> None:
    assert message in str(one(json.dumps(application(**{field: value}))))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "1e18", "9" * 400, "true", "[1]", "{}"])
def test_no_number_that_cannot_be_counted_is_an_amount(number: str) -> None:
    place = "research_orders[0].amount"
    assert told(json.dumps(application()).replace('"18000.02"', number)) == [("input-invalid", place)]


@pytest.mark.parametrize("source", ["[]", "3", '"x"', "null", "true", "[[1]]"])
def test_what_is_no_table_at_all_is_no_application(source: str) -> None:
    for format in ("json", "yaml"):
        assert "is not a table of named fields" in one(source, format).message


def test_a_list_all_of_whose_entries_are_wrong_is_not_called_empty() -> None:
    assert told(json.dumps(application(participations=[{"id": "alfa"}]))) == [
        ("field-missing", "participations[0].enterprise")
    ]


def test_a_reference_to_a_partner_whose_identifier_cannot_be_read_is_not_held_against_the_order() -> None:
    data = application()
    data["participations"][0]["id"] = 7
    data["research_orders"][0]["buyer"] = "7"
    assert told(json.dumps(data)) == [("input-invalid", "participations[0].id")]


def test_the_numbers_of_toml_that_cannot_be_counted_are_refused_by_their_field() -> None:
    data = as_toml(application()["participations"][0])
    for number in ("nan", "inf", "1e999999999", "1e-999999999"):
        text = f'id = "1"\ncall = "any"\nproject.title = "x"\nparticipations = [{data}]\n'.replace('"90000.10"', number)
        assert one(text, "toml").place == "participations[0].costs.industrial_research.personnel"


def test_a_local_time_of_toml_is_no_text_and_a_local_instant_has_no_zone() -> None:
    text = written(application(), "toml").replace('"2016-001"', "07:30:00")
    text = text.replace('"2016-12-10T11:30:00+01:00"', "2016-12-10T11:30:00")
    assert told(text, "toml") == [("input-invalid", "id"), ("instant-without-zone", "submitted_at")]


def test_of_very_many_problems_a_thousand_are_told_and_the_others_counted() -> None:
    found = problems(json.dumps(application(**{f"field {number}": 1 for number in range(5000)})))
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1].message == "there are 4000 more problems"


# ── Hostile input ────────────────────────────────────────────────────────────────────────────────────────────────────

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates().map(str),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.sampled_from([*Application.model_fields, "x"]), each),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*Application.model_fields]), ANYTHING))
def test_whatever_is_handed_in_is_read_or_refused_with_problems_and_nothing_else(data: Data) -> None:
    text = json.dumps(data)
    for format in ("json", "yaml"):
        assert read_or_refused(text, format)


@given(s.eligible_applications(), st.data())
def test_one_value_replaced_by_anything_is_told_by_its_path_or_makes_another_application(
    application: Application, data: st.DataObject
) -> None:
    plain = application.model_dump(mode="json")
    path = data.draw(st.sampled_from(sorted(leaves(plain, ()), key=str)))
    owner: Any = plain
    for part in path[:-1]:
        owner = owner[part]
    owner[path[-1]] = data.draw(ANYTHING)
    answer = read_or_refused(json.dumps(plain), "json")
    if not isinstance(answer, Application):
        names = {str(part) for part in path if isinstance(part, str)}
        elsewhere = [problem for problem in answer if not names & set(re.findall(r"\w+", problem.place))]
        # Another identifier may leave orders without their buyer, or be one that another partner has.
        assert {problem.code for problem in elsewhere} <= {"reference-unknown", "duplicate", "dates-out-of-order"}


def leaves(value: Any, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below = [leaf for name, each in entries for leaf in leaves(each, (*path, name))]
    return below or [path]


@given(st.text(max_size=60))
def test_any_text_at_all_is_refused_without_an_accident(text: str) -> None:
    for format in FORMATS:
        assert problems(text, format)


@given(st.binary(max_size=60))
def test_any_bytes_at_all_are_refused_without_an_accident(source: bytes) -> None:
    for format in FORMATS:
        assert problems(source, format)


def test_a_format_that_does_not_exist_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="is not a format"):
        read_application("", format="xml")  # type: ignore[arg-type]  # the mistake under test


# ── Errors of pydantic ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_errors_of_any_model_can_be_put_into_words() -> None:
    with pytest.raises(ValidationError) as caught:
        Enterprise.model_validate({"nam": "Alfa", "sites": [{"nuts": "Torino"}]})
    assert [(problem.code, problem.place) for problem in problems_of(caught.value)] == [
        ("field-missing", "name"),
        ("input-invalid", "sites[0].nuts"),
        ("field-unknown", "nam"),
    ]


def test_the_errors_of_a_foreign_model_can_be_put_into_words_too() -> None:
    class Foreign(BaseModel, extra="forbid"):
        name: str
        size: float

    with pytest.raises(ValidationError) as caught:
        Foreign.model_validate({"size": "x", "colour": 1})
    assert [str(problem) for problem in problems_of(caught.value)] == [
        "[field-missing] name: the field `name` is absent. To mend it: add `name`.",
        '[input-invalid] size: "x" is refused: input should be a valid number, unable to parse string as a number. '
        "To mend it: compare it with the schema.",
        "[field-unknown] colour: there is no field `colour`. To mend it: leave it out.",
    ]


def test_a_frozen_entity_says_so() -> None:
    firm = Enterprise(name="Alfa")
    with pytest.raises(ValidationError) as caught:
        firm.name = "Beta"  # type: ignore[misc]  # the mistake under test
    assert problems_of(caught.value)[0].place == "name"


# ── The schema ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_schema_has_an_identifier_and_a_version_and_is_a_schema() -> None:
    schema = application_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$id"].endswith(schema["version"])
    assert json.loads(json.dumps(schema)) == schema


@given(s.applications(known=False))
def test_the_schema_accepts_every_application(application: Application) -> None:
    SCHEMA.validate(json.loads(application.model_dump_json()))


def fields_of_the_schema() -> str:
    """Every field and every possible value of the schema, a line each, in order."""
    schema = application_schema()
    tables = {"Application": schema, **schema["$defs"]}
    fields = [
        f"{table}.{name}{' required' if name in read.get('required', ()) else ''}"
        for table, read in tables.items()
        for name in read.get("properties", ())
    ]
    return "\n".join(
        sorted([*fields, *(f"{table}={value}" for table, read in tables.items() for value in read.get("enum", ()))])
    )


def test_a_schema_with_other_fields_or_values_has_another_version() -> None:
    # Where this fails: raise SCHEMA_VERSION, tell it in the list of changes, and write the new digest here.
    digest = hashlib.sha256(fields_of_the_schema().encode()).hexdigest()[:16]
    assert (SCHEMA_VERSION, digest) == ("2.0.0", "30cae7ff69679971")


SCHEMA = Draft202012Validator(application_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_the_schema_refuses_what_the_reader_refuses_by_form() -> None:
    places = {".".join(map(str, error.absolute_path)) for error in SCHEMA.iter_errors(EVERYTHING_WRONG)}
    assert {"project.months", "grouping", "participations.0.place_of_work", "project.trl_at_end"} <= places


def test_the_schema_describes_every_field_of_every_model() -> None:
    for definition in application_schema()["$defs"].values():
        for field in definition.get("properties", {}).values():
            assert field["title"]
            assert field["description"]


# ── Light imports ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_reading_json_loads_no_yaml() -> None:
    code = (
        "import sys; from clusterpolicy.reading import read_application\n"
        "read_application(sys.stdin.read()); print('yaml' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(application()), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_every_public_name_of_the_model_is_there() -> None:
    assert all(hasattr(model, name) for name in model.__all__)
    assert TypeAdapter(Application).json_schema()["title"] == "Application"
