"""A graph is the same whatever language it is written in, and all that is wrong with it is told at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given

from clusterpolicy.errors import InputError
from clusterpolicy.model.base import MOST_ENTRIES
from clusterpolicy.model.ownership import OwnershipGraph
from clusterpolicy.reading import Format
from clusterpolicy.rules.eu.ownership import read_ownership_graph
from clusterpolicy.testing.ownership import ownership_graphs_with_less_known

TOML = """
[[parties]]
id = "a"
name = "Alfa"
kind = "enterprise"
established_on = 2010-05-01
accounts = [{year = 2015, standing = "approved", headcount = 9.5, turnover = 100000.10, balance_sheet_total = 5}]

[[parties]]
id = "b"
name = "Beta"
kind = "enterprise"

[[holdings]]
holder = "b"
held = "a"
capital = 0.25
votes = "1/3"
"""

YAML = """
parties:
  - id: a
    name: Alfa
    kind: enterprise
    established_on: 2010-05-01
    accounts:
      - {year: 2015, standing: approved, headcount: 9.5, turnover: 100000.10, balance_sheet_total: 5}
  - {id: b, name: Beta, kind: enterprise}
holdings:
  - {holder: b, held: a, capital: 0.25, votes: 1/3}
"""

JSON = """{
  "parties": [
    {"id": "a", "name": "Alfa", "kind": "enterprise", "established_on": "2010-05-01", "accounts": [
      {"year": 2015, "standing": "approved", "headcount": "9.5", "turnover": "100000.10", "balance_sheet_total": "5"}]},
    {"id": "b", "name": "Beta", "kind": "enterprise"}],
  "holdings": [{"holder": "b", "held": "a", "capital": "0.25", "votes": "1/3"}]
}"""


def test_a_graph_is_the_same_in_every_language() -> None:
    graph = read_ownership_graph(JSON)

    assert read_ownership_graph(TOML, format="toml") == graph
    assert read_ownership_graph(YAML, format="yaml") == graph
    assert read_ownership_graph(TOML.encode(), format="toml") == graph


@given(ownership_graphs_with_less_known())
def test_a_graph_that_is_written_is_read_again(pair: tuple[OwnershipGraph, OwnershipGraph]) -> None:
    for graph in pair:
        assert read_ownership_graph(graph.model_dump_json()) == graph
        assert read_ownership_graph(yaml.safe_dump(graph.model_dump(mode="json")), format="yaml") == graph


PROBLEMS = {"parties": [{"id": "a", "name": "Alfa", "kind": "firm"}], "holdings": [{"holder": "b", "held": "a"}]}
PROBLEMS_TOML = """
parties = [{id = "a", name = "Alfa", kind = "firm"}]
holdings = [{holder = "b", held = "a"}]
"""


@pytest.mark.parametrize(
    ("text", "format"),
    [(json.dumps(PROBLEMS), "json"), (PROBLEMS_TOML, "toml"), (yaml.safe_dump(PROBLEMS), "yaml")],
)
def test_all_problems_are_told_in_every_language(text: str, format: Format) -> None:
    assert told(text, format) == [
        ("input-invalid", "parties[0].kind"),
        ("field-missing", "holdings[0].capital"),
        ("field-missing", "holdings[0].votes"),
        ("reference-unknown", "holdings[0].holder"),
    ]


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ('{"parties": [{"id": "a", "id": "a", "name": "Alfa", "kind": "enterprise"}]}', "json"),
        ("parties: [{id: a, id: a, name: Alfa, kind: enterprise}]", "yaml"),
    ],
)
def test_a_key_that_stands_twice_is_refused_even_where_all_else_is_right(text: str, format: Format) -> None:
    assert told(text, format) == [("duplicate", "parties[0].id")]


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ('{"parties": [{"id": "a", "id": "a", "name": "Alfa"}]}', "json"),
        ("parties: [{id: a, id: a, name: Alfa}]", "yaml"),
    ],
)
def test_a_key_that_stands_twice_is_told_beside_other_problems(text: str, format: Format) -> None:
    assert set(told(text, format)) == {("field-missing", "parties[0].kind"), ("duplicate", "parties[0].id")}


@pytest.mark.parametrize(("text", "format"), [("{", "json"), ("= 1", "toml"), ("{", "yaml")])
def test_a_text_that_cannot_be_read_at_all_is_refused(text: str, format: Format) -> None:
    assert [code for code, _ in told(text, format)] == ["input-not-readable"]


def test_a_text_that_is_no_table_is_refused() -> None:
    assert told("[]", "json") == told("- 1", "yaml")


def test_a_language_that_is_not_read_is_an_error_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="'ini' is not a format; use one of 'json', 'toml', 'yaml'"):
        read_ownership_graph("", format="ini")  # type: ignore[arg-type]  # that is the question


def test_of_a_very_long_list_nobody_says_that_references_lead_nowhere() -> None:
    firms = [{"id": f"f{number}", "name": "Firm", "kind": "enterprise"} for number in range(MOST_ENTRIES + 1)]
    last = {"holder": f"f{MOST_ENTRIES}", "held": "f0", "capital": None}

    assert told(json.dumps({"parties": firms, "holdings": [last]}), "json") == [("field-missing", "holdings[0].votes")]
    assert told(json.dumps({"parties": firms[:-1], "holdings": [last]}), "json") == [
        ("field-missing", "holdings[0].votes"),
        ("reference-unknown", "holdings[0].holder"),
    ]


def told(text: str, format: Any) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as refused:
        read_ownership_graph(text, format=format)
    return [(each.code, each.place) for each in refused.value.problems]


@pytest.mark.parametrize("format", ["json", "toml", "yaml"])
def test_a_text_that_is_nested_without_end_is_refused(format: Format) -> None:
    assert [code for code, _ in told(f"{'a = ' if format == 'toml' else ''}{'[' * 20_000}", format)] == [
        "input-not-readable"
    ]
