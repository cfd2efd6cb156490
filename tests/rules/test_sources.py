"""Every figure and every rule says where it comes from, and how sure that is."""

import pytest

from clusterpolicy.language import Confidence, Parameter, Requirement, RuleSet, Source
from clusterpolicy.rules import piedmont

RULE_SETS = [piedmont.LINE_A, piedmont.LINE_B]

ASSUMED_FIGURES = {
    "eu/difficulty/no_equity_is_above",
    "eu/difficulty/no_interest_is_covered",
    "eu/difficulty/years_between_accounts",
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
    "piedmont/selection/most_applications",
}
"""Figures that no source states for these calls, of those that the lines share."""

ASSUMED_FIGURES_OF = {
    "piedmont/line-a": {
        "piedmont/line_a/opens_at",
        "piedmont/line_a/closes_at",
        "piedmont/line_a/granting_day",
    },
    "piedmont/line-b": {"piedmont/line_b/granting_day"},
}
"""Figures of a line alone that no source states. Of Line B the window is known."""

ASSUMED_READINGS = {
    "two-years-old",
    "cost-outside-piedmont",
    "large-enterprise-with-sme",
    "number-of-partners",
    "research-prevails",
    "research-orders",
    "end-user-limit",
}
"""Requirements of both lines whose words leave room, where one reading was chosen."""

ASSUMED_READINGS_OF = {"piedmont/line-a": {"application-window"}, "piedmont/line-b": {"never-cluster-member"}}
"""The same, of a line alone."""

ASSUMED_QUANTITIES = {
    "partner_grant",
    "end_user_grant",
    "end_user_industrial_research_intensity",
    "end_user_experimental_development_intensity",
    "ordered_research",
}
"""Quantities that are found in a way no source states: rounding, the rates of end users, whose orders count."""


FIGURES: list[Parameter] = list({name: each for line in RULE_SETS for name, each in line.figures.items()}.values())
REQUIREMENTS: list[Requirement] = list(dict.fromkeys(each for line in RULE_SETS for each in line.requirements))


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


@pytest.mark.parametrize("line", RULE_SETS, ids=lambda rule_set: rule_set.name)
def test_the_figures_that_no_source_states_are_marked_assumed_and_no_others(line: RuleSet) -> None:
    assumed = {name for name, figure in line.figures.items() if _is_assumed((figure.source,))}
    assert assumed == ASSUMED_FIGURES | ASSUMED_FIGURES_OF[line.name]


@pytest.mark.parametrize("line", RULE_SETS, ids=lambda rule_set: rule_set.name)
def test_the_readings_that_no_source_states_are_marked_assumed_and_no_others(line: RuleSet) -> None:
    assumed = {each.code for each in line.requirements if _is_assumed(each.sources)}
    assert assumed == ASSUMED_READINGS | ASSUMED_READINGS_OF[line.name]


@pytest.mark.parametrize("line", RULE_SETS, ids=lambda rule_set: rule_set.name)
def test_the_quantities_that_no_source_states_are_marked_assumed_and_no_others(line: RuleSet) -> None:
    assumed = {name for name, each in line.definitions.items() if _is_assumed(each.sources)}
    assert assumed == ASSUMED_QUANTITIES


def test_the_law_of_the_union_comes_from_the_union_itself() -> None:
    common = [figure for figure in FIGURES if figure.name.startswith("eu/")]
    assert common
    for figure in common:
        assert figure.source.address.startswith("http://data.europa.eu/eli/")
        assert figure.source.article
