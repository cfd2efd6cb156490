"""Every figure and every reading of annex I says where it comes from, and how sure that is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from clusterpolicy.language import Confidence, Parameter
from clusterpolicy.rules.eu import ownership
from clusterpolicy.rules.eu.ownership import law, limits
from tests.rules.eu.ownership.drawn import firm, holds, party, size_of_a

FOLDER = Path(ownership.__file__).parent
WRITTEN = tomllib.loads((FOLDER / "parameters.toml").read_text(encoding="utf-8"))
SOURCES = tomllib.loads((FOLDER / "sources.toml").read_text(encoding="utf-8"))

INFERRED = {
    "eu/ownership/joint_percentage",
    "eu/ownership/indirect_public_control",
    "eu/ownership/adjacency_carries_on",
    "eu/ownership/change_of_ownership_at_once",
    "eu/ownership/class_by_class",
}
"""Readings that only follow from what the law says."""

FIGURES = list(limits)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_a_figure_names_a_source_that_stands_beside_it(figure: Parameter) -> None:
    written = WRITTEN[figure.name.rpartition("/")[2]]

    assert written["source"] in SOURCES
    assert figure.source.act == SOURCES[written["source"]]["act"]
    assert figure.source.article == SOURCES[written["source"]]["article"]
    assert figure.source.dated == SOURCES[written["source"]]["dated"]


def test_every_source_that_stands_there_is_used() -> None:
    assert {each["source"] for each in WRITTEN.values()} == set(SOURCES)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_a_figure_leads_to_annex_one_of_the_regulation(figure: Parameter) -> None:
    assert figure.source.act == "Regulation (EU) No 651/2014"
    assert figure.source.article.startswith("Annex I, Art. ")
    assert figure.source.address == "http://data.europa.eu/eli/reg/2014/651/oj"


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_a_figure_that_is_not_stated_says_why_it_was_chosen(figure: Parameter) -> None:
    assert figure.label
    assert figure.source.confidence is Confidence.STATED or figure.source.note


def test_only_readings_are_inferred_and_nothing_is_assumed() -> None:
    assert {each.name for each in limits if each.source.confidence is Confidence.INFERRED} == INFERRED
    assert not [each.name for each in limits if each.source.confidence is Confidence.ASSUMED]


def test_every_reading_is_told_with_the_result_and_no_other_figure() -> None:
    told = {each.parameter: each.source for each in size_of_a(firm("A")).readings}

    assert set(told) == {f"eu/ownership/{name}" for name, each in WRITTEN.items() if each["unit"] == "truth"}
    assert told == {each.name: each.source for each in law.readings()}


def test_every_reason_of_a_result_leads_to_the_regulation() -> None:
    status = size_of_a(
        firm("A"),
        firm("B"),
        firm("C"),
        party("P", "natural_person"),
        holds("B", "A", "0.6", other_control=["agreement"]),
        holds("C", "A", "0.3"),
        holds("P", "A", "0.1"),
    )
    reasons = [
        *(each.source for each in status.contributions),
        *(each.source for each in status.links),
        *(each.source for each in status.passed_over),
    ]

    assert len(reasons) == 6
    assert {each.address for each in reasons} == {"http://data.europa.eu/eli/reg/2014/651/oj"}
    assert all(each.confidence is Confidence.STATED for each in reasons)
