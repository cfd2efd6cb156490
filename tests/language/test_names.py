"""The check of names: what is used twice, comes from nowhere, goes in a circle, or is used by nobody."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from clusterpolicy.language import Formula, Quantity, Requirement, Source, all_of, every, facts_of, not_, total
from tests.language.faults import fault_in, faults_in
from tests.language.shire.party_fund import fund
from tests.language.shire.rules_of import SOURCES, limits, requirement, rules_of
from tests.language.shire.world import Hobbit, Petition

petition, hobbit = facts_of(Petition), facts_of(Hobbit)
silver, festive = petition.silver, petition.festive


def quantity(name: str, formula: Formula, source: Source | Iterable[Source] = SOURCES.red_book) -> Quantity:
    return Quantity(name=name, label=name, formula=formula, source=source)


def test_two_requirements_may_not_share_a_code() -> None:
    fault = fault_in(requirements=(requirement(festive, "mirth"), requirement(not_(festive), "mirth")))

    assert (fault.code, fault.place) == ("duplicate-name", "requirement `mirth`")


@pytest.mark.parametrize("code", ["Mirth", "much mirth", "mirth_", "-mirth", "mirth--1", ""])
def test_a_code_is_written_in_lower_case_with_hyphens(code: str) -> None:
    assert (
        fault_in(requirements=(requirement(festive, code),)).message == "a code is written in lower case, with hyphens"
    )


@pytest.mark.parametrize("code", ["mirth", "much-mirth", "mirth-2", "2"])
def test_a_code_may_hold_words_and_numbers(code: str) -> None:
    assert rules_of(requirements=(requirement(festive, code),))


def test_a_requirement_says_where_it_comes_from_and_asks_a_question() -> None:
    poor = Requirement(code="mirth", asks="Be merry", holds_if=festive, source=())

    assert [(fault.code, fault.place) for fault in faults_in(requirements=(poor,))] == [
        ("missing-source", "requirement `mirth`"),
        ("parameter-invalid", "requirement `mirth`"),
    ]


def test_a_quantity_says_where_it_comes_from() -> None:
    fault = fault_in(quantity("wealth", silver, ()) >= limits.silver)

    assert (fault.code, fault.place) == ("missing-source", "quantity `wealth`")


def test_a_requirement_may_have_several_sources() -> None:
    several = Requirement(code="mirth", asks="Merry?", holds_if=festive, source=(SOURCES.red_book, SOURCES.rumour))

    assert several.sources == (SOURCES.red_book, SOURCES.rumour)
    assert rules_of(requirements=(several,)).required() == (several,)


def test_two_quantities_may_not_share_a_name() -> None:
    fault = fault_in(quantity("wealth", silver) >= quantity("wealth", petition.debt))

    assert (fault.code, fault.place) == ("duplicate-name", "quantity `wealth`")
    assert "put one into `instead`" in fault.mend


def test_one_quantity_may_be_used_many_times() -> None:
    wealth = quantity("wealth", silver)

    assert set(rules_of(wealth >= limits.silver, wealth >= limits.forfeit).definitions) == {"nothing", "wealth"}


def test_a_quantity_may_stand_in_for_another_of_its_name() -> None:
    wealth, other = quantity("wealth", silver), quantity("wealth", petition.debt)

    rule_set = rules_of(wealth >= limits.silver, instead=(other,))

    assert rule_set.definitions["wealth"] is other.node


def test_a_stand_in_is_checked_and_what_it_uses_is_too() -> None:
    wealth, other = quantity("wealth", silver), quantity("wealth", quantity("riches", hobbit.silver))

    assert {fault.place for fault in faults_in(wealth >= limits.silver, instead=(other,))} == {"requirement `asked-0`"}
    assert set(rules_of(wealth >= limits.silver, instead=(quantity("wealth", total(hobbit.silver)),)).figures) == {
        "shire/party_day",
        "shire/silver",
    }


def test_a_stand_in_for_what_the_rules_do_not_use_is_refused() -> None:
    fault = fault_in(festive, instead=(quantity("wealth", silver),))

    assert (fault.code, fault.place) == ("unknown-name", "quantity `wealth`")


def test_definitions_in_a_circle_are_named_with_the_way_round() -> None:
    wealth = quantity("wealth", silver)
    riches = quantity("riches", wealth + silver)
    treasure = quantity("treasure", riches + silver)

    faults = faults_in(treasure >= limits.silver, instead=(quantity("wealth", treasure + silver),))

    assert [(fault.code, fault.place) for fault in faults] == [("cycle", "quantity `treasure`")]
    assert faults[0].message == "its definition depends on itself: treasure -> riches -> wealth -> treasure"


def test_a_definition_that_uses_itself_is_a_circle() -> None:
    wealth = quantity("wealth", silver)

    fault = fault_in(wealth >= limits.silver, instead=(quantity("wealth", wealth + silver),))

    assert fault.message == "its definition depends on itself: wealth -> wealth"


def test_every_circle_is_named_once() -> None:
    wealth, mirth = quantity("wealth", silver), quantity("mirth", silver)
    instead = (quantity("wealth", wealth + wealth), quantity("mirth", mirth + silver))

    faults = faults_in(wealth >= mirth, wealth >= limits.silver, instead=instead)

    assert sorted(fault.place for fault in faults if fault.code == "cycle") == ["quantity `mirth`", "quantity `wealth`"]


def test_a_quantity_on_which_two_others_rest_is_no_circle() -> None:
    wealth = quantity("wealth", silver)
    riches, treasure = quantity("riches", wealth + silver), quantity("treasure", wealth - silver)

    assert rules_of(all_of(riches >= treasure, wealth >= limits.silver))


def test_a_parameter_of_the_call_that_no_rule_uses_is_named() -> None:
    faults = faults_in(silver >= fund.smallest_cost, petition.level > fund.level_of_fireworks, parameters=(fund,))

    assert [(fault.code, fault.place) for fault in faults] == [
        ("parameter-unused", f"parameter `shire/party_fund/{name}`")
        for name in ("smallest_cost_with_the_old", "highest_toll", "heard_by")
    ]


def test_parameters_of_other_files_may_be_used_and_need_not_be() -> None:
    assert "shire/silver" in rules_of(silver >= limits.silver).figures
    assert "shire/rate" not in rules_of(silver >= limits.silver).figures


def test_faults_of_every_sort_are_named_at_once() -> None:
    poor = Requirement(code="Mirth", asks="Be merry", holds_if=every(silver), source=())

    faults = faults_in(requirements=(poor,), parameters=(fund,), time_zone="Middle/Earth")

    assert {fault.code for fault in faults} == {
        "parameter-invalid",
        "missing-source",
        "parameter-unused",
        "wrong-scope",
        "wrong-type",
        "unknown-name",
    }
