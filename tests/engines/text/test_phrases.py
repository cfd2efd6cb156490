"""Formulas in words: in a sentence, and as nested lists."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.engines.text.outlines import Outline, lines, outline
from clusterpolicy.engines.text.phrases import Phrases, phrase
from clusterpolicy.language import (
    Formula,
    Quantity,
    all_of,
    any_of,
    average,
    choose,
    count,
    every,
    facts_of,
    granting_day,
    greatest,
    largest,
    latest,
    least,
    none,
    not_,
    rounded_down_to_cent,
    rounded_half_up_to_cent,
    some,
    total,
    unsettled,
    when,
    years_after,
    zero,
)
from clusterpolicy.language.facts import entry_of
from clusterpolicy.language.kinds import TRUTH
from clusterpolicy.model import Accounts, Application, EndUser, EndUserKind, Participation, Project, Site, Size
from clusterpolicy.rules.eu.sme import SIZE
from clusterpolicy.rules.eu.submission import SUBMISSION_DAY
from clusterpolicy.rules.piedmont import LINE_A
from clusterpolicy.rules.piedmont.costs import COST
from clusterpolicy.rules.piedmont.limits import limits
from clusterpolicy.testing.formulas import Vocabulary, Written, formulas
from clusterpolicy.units import Unit

application, project, partner = facts_of(Application), facts_of(Project), facts_of(Participation)
accounts, site, end_user = facts_of(Accounts), facts_of(Site), facts_of(EndUser)

FIGURES = LINE_A.figures_on(date(2017, 7, 29))
ALOUD = Phrases(LINE_A, FIGURES)
VOCABULARY = Vocabulary.of(Application, limits, source=LINE_A.source)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (COST, "eligible cost of the project"),
        (limits.minimum_age, "lowest age of an enterprise (2 years)"),
        (limits.research_orders_share * COST, "20 % (the lowest share to be ordered from research organisations) of the"
         " eligible cost of the project"),
        (COST * limits.research_orders_share, "20 % (the lowest share to be ordered from research organisations) of the"
         " eligible cost of the project"),
        (years_after(partner.enterprise.constituted_on, limits.minimum_age), "2 years (the lowest age of an enterprise)"
         " after the day of constitution"),
        (count(partner), "number of participations"),
        (count(partner.enterprise.innovative_sme), "number of participations for which the answer to “entry in the"
         " register of innovative SMEs” is yes"),
        (largest(accounts.turnover), "largest of the turnover among all accounts"),
        (limits.industrial_research_intensity[Size.LARGE], "aid intensity of industrial research for “large” (40 %)"),
        (limits.industrial_research_intensity[SIZE], "aid intensity of industrial research that belongs to the size of"
         " the enterprise"),
        (least(accounts.turnover, accounts.balance_sheet_total), "lowest of the turnover and the balance sheet total"),
        (greatest(accounts.turnover, accounts.turnover), "highest of the turnover and the turnover"),
        (accounts.turnover - accounts.balance_sheet_total, "turnover less the balance sheet total"),
        (accounts.turnover + accounts.balance_sheet_total, "sum of turnover and balance sheet total"),
        (rounded_down_to_cent(COST), "eligible cost of the project, rounded down to the cent"),
        (rounded_half_up_to_cent(COST), "eligible cost of the project, rounded half up to the cent"),
        (average(accounts.headcount), "mean of the headcount over all accounts"),
        (average(accounts.headcount, where=accounts.approved, how="median"), "median of the headcount over the accounts"
         " for which the answer to “accounts approved” is yes"),
        (average(accounts.headcount, how="trimmed"), "mean, without one highest and one lowest, of the headcount over"
         " all accounts"),
        (granting_day(), "day of granting"),
        (zero(Unit.EURO), "0.00 EUR"),
        (entry_of(partner), "participation"),
        (latest(accounts.turnover, by=accounts.closes_on), "turnover of the accounts with the latest closing day of the"
         " accounts"),
        (choose(when(accounts.approved, accounts.turnover), otherwise=accounts.balance_sheet_total), "the turnover if"
         " the answer to “accounts approved” is yes; otherwise the balance sheet total"),
    ],
)  # fmt: skip
def test_a_value_is_a_noun_phrase_with_its_figure(formula: Formula, said: str) -> None:
    assert ALOUD.noun(formula.node) == said


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (COST >= limits.minimum_cost, "the eligible cost of the project is at least the lowest eligible cost of a"
         " project of small and medium-sized enterprises (300,000.00 EUR)"),
        (project.works_start_on > SUBMISSION_DAY, "the start of works is after the day of submission"),
        (project.works_start_on <= SUBMISSION_DAY, "the start of works is not after the day of submission"),
        (project.works_start_on <= greatest(SUBMISSION_DAY, SUBMISSION_DAY), "the start of works is not after the"
         " highest of the day of submission and the day of submission"),
        (all_of(project.includes_production, any_of(SIZE == Size.MICRO, SIZE == Size.SMALL)), "the answer to"
         " “production phase” is yes and the size of the enterprise is “micro” or “small”"),
        (all_of(project.includes_production, not_(all_of(SIZE == Size.MICRO, project.includes_production))),
         "the answer to “production phase” is yes and (the size of the enterprise is not “micro” or the answer to"
         " “production phase” is no)"),
        (SIZE == Size.LARGE, "the size of the enterprise is “large”"),
        (SIZE != Size.LARGE, "the size of the enterprise is not “large”"),
        (not_(SIZE == Size.LARGE), "the size of the enterprise is not “large”"),
        (not_(project.months <= limits.longest_duration), "the duration in months is above the longest duration of a"
         " project (24 months)"),
        (any_of(end_user.kind == EndUserKind.PUBLIC_BODY, end_user.kind == EndUserKind.PRIVATE_NON_PROFIT),
         "the kind of end user is “public body” or “private non profit”"),
        (partner.place_of_work.starts_with(limits.region), "the place of work begins with one of the codes of Piedmont"
         " (ITC1)"),
        (not_(partner.place_of_work.starts_with(limits.region)), "the place of work begins with none of the codes of"
         " Piedmont (ITC1)"),
        (not_(project.s3_area.is_in(limits.s3_areas)), "the area of the smart specialisation strategy is none of the"
         " areas of the regional strategy for smart specialisation 2014-2020"),
        (every(not_(partner.enterprise.in_difficulty)), "for every participation, the answer to “undertaking in"
         " difficulty” is no"),
        (none(SIZE == Size.LARGE), "for no participation, the size of the enterprise is “large”"),
        (some(site.active_and_productive), "for at least one site, the answer to “active and productive site” is yes"),
        (limits.innovative_sme_may_provide, "the option “orders to innovative SMEs count as research orders” is on"
         " (it is on)"),
        (not_(limits.innovative_sme_partner_frees), "the option “an innovative SME among the partners makes research"
         " orders unnecessary” is off (it is off)"),
    ],
)  # fmt: skip
def test_a_truth_is_a_clause(formula: Formula, said: str) -> None:
    assert ALOUD.clause(formula.node) == said


def test_an_all_of_that_must_not_hold_is_an_any_of_what_does_not_hold() -> None:
    firm = partner.enterprise
    both = all_of(firm.in_insolvency_proceedings, firm.in_voluntary_liquidation)

    said = ALOUD.clause(not_(both).node)

    assert said == "the answer to “insolvency proceedings” is no or the answer to “voluntary liquidation” is no"


def test_an_ending_that_labels_share_is_said_once() -> None:
    costs = partner.costs.industrial_research

    said = phrase((costs.personnel + costs.travel + costs.overheads).node)

    assert said.startswith("sum of personnel cost, travel and overheads")
    assert said.count("industrial research") == 1


def test_without_a_rule_set_no_name_and_no_figure_is_said() -> None:
    assert phrase(limits.minimum_age.node) == "lowest age of an enterprise"
    assert phrase((limits.research_orders_share * COST).node) == (
        "lowest share to be ordered from research organisations times the eligible cost of the project"
    )
    assert phrase(total(partner.costs.industrial_research.travel).node).startswith("total of the travel")


def test_labels_can_be_marked_as_references() -> None:
    linked = Phrases(LINE_A, FIGURES, lambda label, name: f"[{label}]({name})")

    said = linked.clause((COST >= limits.minimum_cost).node)

    assert said.startswith("the [eligible cost of the project](cost) is at least the [lowest eligible cost of")


def test_a_truth_with_many_parts_is_a_nested_list() -> None:
    firm = partner.enterprise
    formula = every(all_of(not_(firm.in_difficulty), any_of(firm.autonomous, SIZE == Size.LARGE)))

    assert list(lines(outline(formula.node, ALOUD))) == [
        "for every participation, all of these hold:",
        "  undertaking in difficulty: no",
        "  at least one of these holds:",
        "    autonomy, without partner or linked enterprises: yes",
        "    the size of the enterprise is “large”",
    ]


def test_cases_are_read_in_their_order_and_the_last_one_otherwise() -> None:
    formula = choose(
        when(some(SIZE == Size.LARGE), COST >= limits.minimum_cost_with_large),
        otherwise=COST >= limits.minimum_cost,
    )

    assert list(lines(outline(formula.node, ALOUD))) == [
        "the first case that applies is met:",
        "  if, for at least one participation, the size of the enterprise is “large”: the eligible cost of the project "
        "is at least the lowest eligible cost of a project with a large enterprise (600,000.00 EUR)",
        "  otherwise: the eligible cost of the project is at least the lowest eligible cost of a project of small and "
        "medium-sized enterprises (300,000.00 EUR)",
    ]


def test_a_case_with_many_conditions_lists_them_below_its_value() -> None:
    young = all_of(accounts.approved, accounts.turnover <= limits.minimum_cost)
    formula = latest(choose(when(young, Size.MICRO), otherwise=Size.SMALL), by=accounts.closes_on)
    quantity = Quantity(name="q", label="size by turnover", formula=formula, source=LINE_A.source)

    assert list(lines(outline(quantity.definition, ALOUD))) == [
        "what follows from the accounts with the latest closing day of the accounts:",
        "  the value of the first case that applies:",
        "    “micro”, if all of these hold:",
        "      accounts approved: yes",
        "      the turnover is at most the lowest eligible cost of a project of small and medium-sized enterprises "
        "(300,000.00 EUR)",
        "    otherwise: “small”",
    ]


def test_a_case_with_many_conditions_and_many_parts_lists_both() -> None:
    firm = partner.enterprise
    both = all_of(firm.autonomous, firm.innovative_sme)
    neither = not_(any_of(firm.in_difficulty, firm.registered_farm))

    assert list(lines(outline(choose(when(not_(both), neither), otherwise=firm.autonomous).node, ALOUD))) == [
        "the first case that applies is met:",
        "  a case:",
        "    if at least one of these holds:",
        "      autonomy, without partner or linked enterprises: no",
        "      entry in the register of innovative SMEs: no",
        "    then all of these hold:",
        "      undertaking in difficulty: no",
        "      entry in the agricultural register: no",
        "  otherwise: autonomy, without partner or linked enterprises: yes",
    ]


def test_those_who_are_meant_are_listed_where_many_conditions_say_who_they_are() -> None:
    firm = partner.enterprise
    meant = all_of(firm.autonomous, firm.innovative_sme)

    assert list(lines(outline(every(SIZE != Size.LARGE, where=meant).node, ALOUD))) == [
        "for every participation:",
        "  where all of these hold:",
        "    autonomy, without partner or linked enterprises: yes",
        "    entry in the register of innovative SMEs: yes",
        "  it holds that the size of the enterprise is not “large”",
    ]
    assert list(lines(outline(total(partner.costs.industrial_research.travel, where=meant).node, ALOUD)))[1:] == [
        "  counting only those for which all of these hold:",
        "    autonomy, without partner or linked enterprises: yes",
        "    entry in the register of innovative SMEs: yes",
    ]


def test_what_no_rule_settles_is_said_to_be_open() -> None:
    terms = unsettled("the terms of another region", source=LINE_A.source)

    assert outline(terms.node, ALOUD).text == "open, because no known rule settles it: the terms of another region"


@given(st.data())
def test_whatever_the_language_can_say_can_be_read_aloud(data: st.DataObject) -> None:
    values, truths = formulas(VOCABULARY, of=Application), formulas(VOCABULARY, of=Application, kind=TRUTH)
    written: Written = data.draw(values | truths)

    assert phrase(written.formula.node)
    assert _all_lines_say_something(outline(written.formula.node, Phrases()))


def _all_lines_say_something(top: Outline) -> bool:
    return bool(top.text.strip()) and all(map(_all_lines_say_something, top.below))
