"""The size of an enterprise as data and as JSON: nothing is lost, and nothing but plain values stands in it."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.model import Size
from clusterpolicy.model.ownership import written_portion
from clusterpolicy.rules.eu import sme_status
from clusterpolicy.rules.eu.ownership import Range, SmeStatus
from clusterpolicy.rules.eu.ownership.document import exact_text
from clusterpolicy.testing.ownership import ownership_graphs_with_less_known
from tests.rules.eu.ownership.drawn import ON, figures, firm, holds, party, size_of_a

KEYS = {
    "enterprise", "name", "is_sme", "is_autonomous", "on", "category", "possible", "headcount", "turnover",
    "balance_sheet_total", "public_share", "contributions", "links", "passed_over", "periods", "changed_on", "missing",
    "readings", "sources",
}  # fmt: skip


@pytest.fixture(scope="module")
def status() -> SmeStatus:
    return size_of_a(
        firm("A", 10, 1, 1, markets=["gears"], ownership_changed_on="2014-05-31"),
        firm("B", 20, 2, 2, markets=["gears"]),
        firm("C", 40, 4, 4, markets=[]),
        party("P", "natural_person"),
        holds("P", "A", "0", "0.51"),
        holds("P", "B", "0.6"),
        holds("C", "A", "1/3", "0.2"),
    )


def test_the_data_have_a_name_for_everything(status: SmeStatus) -> None:
    data = status.to_data()

    assert set(data) == KEYS
    assert data["enterprise"] == data["name"] == "A"
    assert (data["on"], data["changed_on"]) == (ON.isoformat(), "2014-05-31")
    assert (data["category"], data["possible"]) == ("small", ["small"])
    assert (data["is_sme"], data["is_autonomous"]) == (True, False)
    assert data["headcount"] == {"lowest": "130/3", "highest": "130/3"}
    assert data["turnover"]["lowest"] == "13000000/3"
    assert data["public_share"] == {"lowest": "0", "highest": "0"}
    assert data["contributions"][2] == {
        "enterprise": "C",
        "name": "C",
        "relation": "partner",
        "is_certain": True,
        "share": "1/3",
        "headcount": {"lowest": "40/3", "highest": "40/3"},
        "turnover": {"lowest": "4000000/3", "highest": "4000000/3"},
        "balance_sheet_total": {"lowest": "4000000/3", "highest": "4000000/3"},
        "consolidated_by": None,
        "source": {
            "act": "Regulation (EU) No 651/2014",
            "article": "Annex I, Art. 3(2) and 6(2), first and second subparagraphs",
            "address": "http://data.europa.eu/eli/reg/2014/651/oj",
            "confidence": "stated",
            "dated": "2014-06-17",
            "note": "",
        },
    }
    assert (data["links"][0]["holders"], data["links"][0]["held"]) == (["P"], ["A", "B"])
    assert [each["party"] for each in data["passed_over"]] == ["P"]
    assert data["periods"][-1]["year"] == 2015
    assert data["periods"][-1]["closes_on"] == "2015-12-31"
    assert data["missing"] == []
    assert {each["value"] for each in data["readings"]} == {True, False}


def test_what_is_not_known_is_null_and_never_zero() -> None:
    data = size_of_a(firm("A", 20, 1, 1), firm("B", None, 1, 1), holds("B", "A", "1", None)).to_data()

    assert data["category"] is None
    assert data["is_sme"] is None
    assert data["possible"] == ["small", "medium", "large"]
    assert data["headcount"] == {"lowest": "20", "highest": None}
    assert data["contributions"][1]["headcount"] == {"lowest": "0", "highest": None}
    assert "parties[1].accounts[0].headcount" in [each["path"] for each in data["missing"]]


def test_consolidated_accounts_stand_with_those_who_draw_them_up() -> None:
    data = size_of_a(
        firm("A", 10),
        firm("B", 20),
        holds("A", "B", "1"),
        consolidated=[figures(25, 1, 1) | {"parent": "A", "includes": ["B"]}],
    ).to_data()

    assert [each["headcount"]["lowest"] for each in data["contributions"]] == ["25", "0"]
    assert [each["consolidated_by"] for each in data["contributions"]] == ["A", "A"]


def test_the_page_names_everything_that_the_data_hold(status: SmeStatus) -> None:
    page = (Path(__file__).parents[4] / "docs/law/sme-status.md").read_text(encoding="utf-8")
    table = page.partition("| Name | What it holds |\n|---|---|\n")[2].partition("\n\n")[0]
    named = {line.split("|")[1].strip(): set(re.findall("`([a-z_]+)`", line)) for line in table.splitlines()}
    data = status.to_data()

    assert {name for names in named for name in re.findall("`([a-z_]+)`", names)} == set(data)
    for name in ("contributions", "links", "passed_over", "readings"):
        assert named[f"`{name}`"] - {name} == set(data[name][0]), name


def values_of(data: Any) -> list[Any]:
    if isinstance(data, dict):
        return [each for value in data.values() for each in values_of(value)]
    return [each for value in data for each in values_of(value)] if isinstance(data, list) else [data]


@given(ownership_graphs_with_less_known())
def test_json_says_what_the_data_say_in_plain_values(pair: tuple[Any, Any]) -> None:
    for graph in pair:
        status = sme_status(graph, "a", on=ON)
        data = status.to_data()

        assert json.loads(status.to_json()) == json.loads(status.to_json(indent=2)) == data
        assert {type(each) for each in values_of(data)} <= {str, int, bool, type(None)}
        assert back(data["headcount"]) == status.headcount
        assert [back(each["turnover"]) for each in data["contributions"]] == [
            each.turnover for each in status.contributions
        ]
        assert [Size(each) for each in data["possible"]] == list(status.possible)
        assert [date.fromisoformat(each["closes_on"]) for each in data["periods"]] == [
            each.closes_on for each in status.periods
        ]


def back(data: dict[str, str | None]) -> Range:
    lowest, highest = data["lowest"], data["highest"]
    assert lowest is not None
    return Range(Fraction(lowest), None if highest is None else Fraction(highest))


def test_json_is_one_line_unless_it_is_indented(status: SmeStatus) -> None:
    assert "\n" not in status.to_json()
    assert status.to_json(indent=2).startswith('{\n  "enterprise": "A"')


def test_json_keeps_letters_as_they_are() -> None:
    assert '"Società A"' in size_of_a(firm("A") | {"name": "Società A"}).to_json()


# ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(-5), "-5"),
        (Fraction(61_2, 10), "61.2"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(10**40 + 1, 10), f"{10**39}.1"),
        (Fraction(1, 10**15), "0.000000000000001"),
        (Fraction(1, 10**16), f"1/{10**16}"),
        (Fraction(1, 2**15), "0.000030517578125"),
        (Fraction(1, 2**16), "1/65536"),
        (Fraction(22, 7), "22/7"),
    ],
)
def test_a_number_has_decimals_where_fifteen_are_enough(number: Fraction, text: str) -> None:
    assert exact_text(number) == text


@given(st.fractions())
def test_the_very_same_number_is_read_from_its_text(number: Fraction) -> None:
    assert Fraction(exact_text(number)) == number


@given(st.fractions(0, 1))
def test_a_part_of_a_whole_is_written_as_graphs_are(part: Fraction) -> None:
    assert exact_text(part) == written_portion(part)


def test_a_number_of_any_length_is_written() -> None:
    above, _, below = exact_text(Fraction(7**6000, 3**9000)).partition("/")

    assert (len(above), len(below)) == (5071, 4295)
    assert (above[-3:], below[-3:]) == (f"{pow(7, 6000, 1000):03}", f"{pow(3, 9000, 1000):03}")
