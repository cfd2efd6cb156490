"""The rulebook: the rules of a call, read aloud from their own formulas."""

from __future__ import annotations

import re
from datetime import date

import pytest

from clusterpolicy.engines.text.rulebook import rulebook
from clusterpolicy.errors import NoLawThatDay
from clusterpolicy.rules.piedmont import LINE_A

TEXT = rulebook(LINE_A)


def section(heading: str) -> str:
    return re.split(r"^##+ ", TEXT.partition(f"\n### {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_every_requirement_has_a_section_with_its_question_and_all_its_sources() -> None:
    for requirement in LINE_A.requirements:
        text = section(requirement.code)
        assert f"**{requirement.asks}**" in text
        assert all(source.address in text for source in requirement.sources)


def test_every_figure_has_a_section_with_its_name_and_source() -> None:
    for parameter in LINE_A.figures.values():
        assert f"- Name: `{parameter.name}`" in TEXT
        assert f"\n### {parameter.label}\n" in TEXT


def test_every_quantity_has_a_section() -> None:
    for name in LINE_A.definitions:
        assert f"\nName: `{name}`\n" in TEXT


def test_a_requirement_is_a_sentence_that_an_official_understands() -> None:
    assert section("duration").splitlines()[3:4] == [
        "Satisfied if the duration in months is at most the [longest duration of a project] (24 months)."
    ]


def test_a_requirement_with_several_conditions_is_a_nested_list() -> None:
    assert (
        "Satisfied if at least one of these holds:\n"
        "\n"
        "- The [research ordered from independent providers] is at least 20 % (the [lowest share to be ordered from "
        "research organisations]) of the [eligible cost of the project]\n"
        "- All of these hold:\n"
        "    - The option “[an innovative SME among the partners makes research orders unnecessary]” is on "
        "(it is off)\n"
        "    - For at least one participation, the answer to “entry in the register of innovative SMEs” is yes\n"
    ) in section("research-orders")


def test_the_figures_of_a_requirement_stand_beside_it_with_value_confidence_and_source() -> None:
    assert "\n- [Longest duration of a project]: 24 months; [Piedmont Region, POR FESR" in section("duration")
    assert "*(stated)*" in section("duration")


def test_a_table_of_figures_shows_every_row_and_every_day_from_which_it_holds() -> None:
    assert (
        "| In force from | Micro | Small | Medium | Large |\n"
        "|---|---:|---:|---:|---:|\n"
        "| 26 October 2016 | 60 % | 60 % | 50 % | 40 % |\n"
    ) in section("Aid intensity of industrial research")


def test_a_table_of_lists_shows_each_list_by_its_row() -> None:
    assert "- MESAP: mechatronics, advanced production systems\n" in section(
        "Known themes of the strategic research agenda"
    )


def test_what_is_assumed_is_listed_figures_and_readings_alike() -> None:
    assumptions = TEXT.partition("\n## Assumptions\n")[2]

    assert "- [Highest number of enterprises] (10): No source gives a limit" in assumptions
    assert "- Requirement `research-prevails`: To prevail is read as to cost more" in assumptions


def test_every_reference_leads_to_a_section() -> None:
    anchors = {_anchor(heading) for heading in re.findall(r"^##+ (.*)$", TEXT, re.MULTILINE)}
    defined = dict(re.findall(r"^\[([^]]+)\]: #(\S+)$", TEXT, re.MULTILINE))
    used = set(re.findall(r"\[([^]]+)\](?![(:\[])", TEXT.partition("\n[")[0]))

    assert set(defined.values()) <= anchors
    assert {each.lower() for each in used} <= {each.lower() for each in defined}


def _anchor(heading: str) -> str:
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())


def test_no_two_sections_share_a_heading() -> None:
    headings = re.findall(r"^##+ (.*)$", TEXT, re.MULTILINE)

    assert len(headings) == len(set(headings))


def test_the_same_rules_give_the_same_rulebook() -> None:
    assert rulebook(LINE_A) == TEXT
    assert rulebook(LINE_A, date(2017, 7, 29)) == TEXT


def test_the_day_of_the_figures_can_be_chosen() -> None:
    assert "- Figures: as in force on 1 March 2018" in rulebook(LINE_A, date(2018, 3, 1))


@pytest.mark.parametrize("day", [date(2016, 10, 25), date(2027, 1, 1)])
def test_a_day_without_law_has_no_rulebook(day: date) -> None:
    with pytest.raises(NoLawThatDay):
        rulebook(LINE_A, day)
