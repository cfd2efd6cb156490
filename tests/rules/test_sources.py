"""Every figure and every rule says where it comes from, and how sure that is."""

import pytest

from clusterpolicy.language import Confidence, Parameter, Requirement, RuleSet, Source
from clusterpolicy.rules import piedmont

RULE_SETS = [piedmont.LINE_A]

ASSUMED_FIGURES = {
    "piedmont/line_a/opens_at",
    "piedmont/line_a/closes_at",
    "piedmont/line_a/granting_day",
    "piedmont/manufacturing_codes",
    "piedmont/least_partners",
    "piedmont/most_partners",
    "piedmont/trl_at_start_below",
    "piedmont/highest_trl_at_end",
    "piedmont/overheads_share",
    "piedmont/end_users_share",
    "piedmont/innovative_sme_may_provide",
    "piedmont/innovative_sme_partner_frees",
    "piedmont/industrial_research_intensity",
    "piedmont/experimental_development_intensity",
}
"""Figures that no source states for this call."""

ASSUMED_READINGS = {
    "application-window",
    "two-years-old",
    "cost-outside-piedmont",
    "large-enterprise-with-sme",
    "number-of-partners",
    "research-prevails",
    "research-orders",
    "end-user-limit",
}
"""Requirements whose words leave room, where one reading was chosen."""

ASSUMED_QUANTITIES = {
    "partner_grant",
    "end_user_grant",
    "end_user_industrial_research_intensity",
    "end_user_experimental_development_intensity",
    "ordered_research",
}
"""Quantities that are found in a way no source states: rounding, the rates of end users, whose orders count."""


FIGURES: list[Parameter] = [figure for rule_set in RULE_SETS for figure in rule_set.figures.values()]
REQUIREMENTS: list[Requirement] = [requirement for rule_set in RULE_SETS for requirement in rule_set.requirements]


def _is_assumed(sources: tuple[Source, ...]) -> bool:
    return any(source.confidence is Confidence.ASSUMED for source in sources)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_a_figure_has_an_act_an_address_and_a_confidence(figure: Parameter) -> None:
    assert figure.source.act
    assert figure.source.address.startswith(("https://", "http://"))
    assert figure.source.confidence in Confidence


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda requirement: requirement.code)
def test_a_requirement_has_an_act_an_address_and_a_confidence(requirement: Requirement) -> None:
    assert requirement.sources
    for source in requirement.sources:
        assert source.act
        assert source.address.startswith(("https://", "http://"))
        assert source.confidence in Confidence


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_a_figure_that_is_not_stated_says_why_it_was_chosen(figure: Parameter) -> None:
    assert figure.source.confidence is Confidence.STATED or figure.source.note


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda requirement: requirement.code)
def test_a_reading_that_is_not_stated_says_why_it_was_chosen(requirement: Requirement) -> None:
    assert all(source.confidence is Confidence.STATED or source.note for source in requirement.sources)


@pytest.mark.parametrize("rule_set", RULE_SETS, ids=lambda rule_set: rule_set.name)
def test_every_quantity_has_a_source(rule_set: RuleSet) -> None:
    assert all(definition.sources for definition in rule_set.definitions.values())


def test_the_figures_that_no_source_states_are_marked_assumed_and_no_others() -> None:
    figures = piedmont.LINE_A.figures
    assert {name for name, figure in figures.items() if _is_assumed((figure.source,))} == ASSUMED_FIGURES


def test_the_readings_that_no_source_states_are_marked_assumed_and_no_others() -> None:
    requirements = piedmont.LINE_A.requirements
    assert {each.code for each in requirements if _is_assumed(each.sources)} == ASSUMED_READINGS


def test_the_quantities_that_no_source_states_are_marked_assumed_and_no_others() -> None:
    definitions = piedmont.LINE_A.definitions
    assert {name for name, each in definitions.items() if _is_assumed(each.sources)} == ASSUMED_QUANTITIES


def test_the_law_of_the_union_is_stated_by_the_union_itself() -> None:
    common = [figure for figure in FIGURES if figure.name.startswith("eu/")]
    assert common
    for figure in common:
        assert figure.source.confidence is Confidence.STATED
        assert figure.source.address.startswith("http://data.europa.eu/eli/")
        assert figure.source.article
