"""The rulebook of a call whose applications compete says how merit is measured, and how money is given out."""

from __future__ import annotations

import re
from dataclasses import replace

from clusterpolicy.engines.text.rulebook import rulebook
from clusterpolicy.rules.piedmont import LINE_B
from clusterpolicy.scoring.budget import BudgetRules, Remainder, Reserve, TooLarge, Unused

TEXT = rulebook(LINE_B)


def section(heading: str, text: str = TEXT) -> str:
    """A section of the second level, without its heading."""
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_the_order_of_applications_is_said_with_its_ties_and_sources() -> None:
    said = section("Selection")
    assert "- Applications that pass are put in order by their total score, the highest first." in said
    assert "- Of those that are level, by the points for innovativeness, the higher first." in said
    assert "- Of those that are level, by the moment of submission, the earlier first." in said
    assert "A closing date and a comparative evaluation make a ranking." in said


def test_how_money_is_given_out_is_said_as_the_budget_declares_it() -> None:
    assert "- A project is funded in full or not at all." in section("Selection")
    other = replace(
        LINE_B,
        budget=BudgetRules(TooLarge.SKIP, Remainder.OFFERED, (Reserve("young", Unused.STAYS),)),
        set_aside={"young": LINE_B.endowment},
        draws_on={"young": LINE_B.requirements[0].holds_if},
        most_applications=None,
        parameters=LINE_B.parameters[:2],
        awards_stand=False,
    )
    said = section("Selection", rulebook(other))
    assert "is passed over, and smaller ones behind it are funded" in said
    assert "if its applicants accept less than the full grant" in said
    assert "what they do not use is not given out" in said
    assert "all money is given out anew" in said
    assert "filed more applications" not in said


def test_every_criterion_floor_and_premium_of_the_grid_has_a_section() -> None:
    said = section(LINE_B.merit.title)
    for criterion in LINE_B.merit.grid.walk():
        assert f"Name: `{criterion.name}`" in said
    for requirement in LINE_B.merit.required():
        assert f"### {requirement.code}" in said


def test_what_admission_hangs_on_has_a_chapter_too() -> None:
    assert LINE_B.joining is not None
    assert "Days within which every enterprise must join a cluster" in section(LINE_B.joining.title)


def test_a_figure_that_several_use_stands_once() -> None:
    names = re.findall(r"^- Name: `(.*)`$", TEXT, re.MULTILINE)
    assert len(names) == len(set(names))
    assert {*LINE_B.all_figures} <= {*names}


def test_no_two_sections_share_a_heading() -> None:
    headings = re.findall(r"^##+ (.*)$", TEXT, re.MULTILINE)
    assert len(headings) == len(set(headings))
