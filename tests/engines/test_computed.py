"""Values that functions of the law find: when they are asked, and what follows where they cannot tell."""

from __future__ import annotations

import pickle
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from clusterpolicy.engines.decision import assess
from clusterpolicy.engines.generate import function_source
from clusterpolicy.engines.reasons import grounds_of
from clusterpolicy.engines.scalar import compiled, decide
from clusterpolicy.engines.seal import fingerprint_of_rules
from clusterpolicy.language import (
    Value,
    all_of,
    choose,
    computed,
    every,
    facts_of,
    latest,
    some,
    when,
    years_after,
    zero,
)
from clusterpolicy.language import nodes as n
from clusterpolicy.units import Unit
from tests.language.shire.computations import FORTUNE, OF_AGE, SEEN_AGE
from tests.language.shire.examples import hobbit as a_hobbit
from tests.language.shire.examples import meal as a_meal
from tests.language.shire.examples import petition as a_petition
from tests.language.shire.rules_of import limits, rules_of
from tests.language.shire.world import Age, Hobbit, Meal, Petition

petition, hobbit, meal = facts_of(Petition), facts_of(Hobbit), facts_of(Meal)
OWED = rules_of(computed(FORTUNE) >= limits.silver)
NONE_TWEEN = rules_of(every(computed(SEEN_AGE) != Age.TWEEN))


def test_a_function_of_the_law_finds_the_value_from_the_application_and_the_figures() -> None:
    assert decide(a_petition(silver="87.66", hobbits=(a_hobbit(),)), OWED).answers == (True,)
    assert decide(a_petition(silver="87.65", hobbits=(a_hobbit(),)), OWED).answers == (False,)


def test_a_change_of_a_figure_changes_what_is_computed() -> None:
    poor = a_petition(silver="0.00", hobbits=(a_hobbit(),))

    assert decide(poor, OWED).answers == (False,)
    assert decide(poor, OWED, changes={"shire/forfeit": Decimal(100)}).answers == (True,)


def test_what_a_function_knows_in_part_decides_where_it_suffices() -> None:
    many = tuple(a_hobbit(f"h{number}") for number in range(9))

    assert decide(a_petition(silver=None, hobbits=many), OWED).answers == (True,)
    assert decide(a_petition(silver=None, hobbits=many[:2]), OWED).answers == (None,)


def test_a_computed_value_of_a_member_is_found_from_that_member() -> None:
    home = {"built_on": "1300-01-01"}
    hobbits = (a_hobbit("sam", age="old"), a_hobbit("pip", age=None, home=home))

    assert decide(a_petition(hobbits=hobbits), NONE_TWEEN).answers == (True,)
    assert decide(a_petition(hobbits=(*hobbits, a_hobbit("merry", age=None))), NONE_TWEEN).answers == (None,)
    assert decide(a_petition(hobbits=(*hobbits, a_hobbit("merry", age="tween"))), NONE_TWEEN).answers == (False,)


def test_a_finding_names_the_facts_that_the_function_lacks() -> None:
    hobbits = (a_hobbit("sam", age="old"), a_hobbit("pip", age=None))

    (finding,) = assess(a_petition(hobbits=hobbits), NONE_TWEEN).undetermined

    assert [(each.path, each.label) for each in finding.missing] == [("hobbits[1].age", "age")]
    (ground,) = [finding.reason]
    assert "age as it is seen" in repr(ground)


def test_a_function_is_not_asked_while_an_input_is_not_known() -> None:
    asked: list[str] = []

    def find(root: Any, member: Hobbit, inputs: tuple[Any, ...], figures: Mapping[str, Value]) -> bool:
        asked.append(member.id)
        return True

    rules = rules_of(some(computed(replace(OF_AGE, find=find, inputs=(hobbit.merry,)))))
    hobbits = (a_hobbit("sam", merry=None), a_hobbit("pip", merry=False))

    assert decide(a_petition(hobbits=hobbits), rules).answers == (True,)
    assert asked == ["pip"]
    (finding,) = assess(a_petition(hobbits=hobbits[:1]), rules).undetermined
    assert [each.path for each in finding.missing] == ["hobbits[0].merry"]


def test_the_fingerprint_of_rules_covers_what_is_computed() -> None:
    def fingerprint(**changed: Any) -> str:
        rules = rules_of(every(computed(replace(SEEN_AGE, **changed)) != Age.TWEEN))
        return fingerprint_of_rules(compiled(rules).plan)

    same, renamed, relabelled = fingerprint(), fingerprint(name="age_seen"), fingerprint(label="age, as seen")
    figured = fingerprint(figures=(limits.parameter("forfeit"),))
    found_otherwise = fingerprint(find=FORTUNE.find)

    assert same == fingerprint()
    assert len({same, renamed, relabelled, figured, found_otherwise}) == 5


def test_rules_with_computed_values_travel_to_another_process() -> None:
    back = pickle.loads(pickle.dumps(NONE_TWEEN))  # noqa: S301  # our own rules

    assert fingerprint_of_rules(compiled(back).plan) == fingerprint_of_rules(compiled(NONE_TWEEN).plan)


def test_a_computed_value_is_one_value_however_often_it_is_named() -> None:
    plan = compiled(rules_of(every(computed(SEEN_AGE) != Age.TWEEN), some(computed(SEEN_AGE) == Age.OLD))).plan

    assert sum(isinstance(cell.node, n.Computed) for cell in plan.cells) == 1


def test_a_computed_value_may_stand_in_any_formula() -> None:
    rich = choose(when(computed(FORTUNE) >= limits.silver, petition.festive), otherwise=petition.allowed)
    of_age = every(computed(OF_AGE), where=years_after(hobbit.born_on, limits.coming_of_age) <= petition.feast_on)
    rules = rules_of(rich, of_age, computed(FORTUNE) > zero(Unit.EURO))
    hobbits = (a_hobbit("sam", merry=True, born_on="1360-01-01"),)

    assert decide(a_petition(silver="1000.00", hobbits=hobbits), rules).answers == (True, True, True)


def test_a_reason_carries_what_the_function_says_about_what_it_found() -> None:
    def reasons(root: Any, member: Hobbit, inputs: tuple[Any, ...], figures: Mapping[str, Value]) -> tuple[str, ...]:
        return (f"{member.name} was asked on {inputs[1]}",)

    rules = rules_of(every(computed(replace(OF_AGE, reasons=reasons))))
    known = a_hobbit("sam", merry=False, born_on="1500-01-01")

    (failed,) = assess(a_petition(hobbits=(known,)), rules).failed
    (open_still,) = assess(a_petition(hobbits=(a_hobbit("pip", merry=None),)), rules).undetermined

    day = compiled(rules).granting_day
    assert [ground.notes for ground in grounds_of(failed.reason)] == [(f"{known['name']} was asked on {day}",)]
    assert [ground.notes for ground in grounds_of(open_still.reason)] == [()]


def test_a_value_that_does_not_explain_itself_leaves_a_reason_without_notes() -> None:
    (finding,) = assess(a_petition(hobbits=(a_hobbit("sam", age="tween"),)), NONE_TWEEN).failed

    assert [ground.notes for ground in grounds_of(finding.reason)] == [()]


def test_a_later_pass_over_members_is_spared_where_what_is_known_settles_it() -> None:
    last = latest(meal.eaten_on, by=meal.eaten_on)
    earlier = latest(meal.hot, by=meal.eaten_on, where=meal.eaten_on < last)
    rules = rules_of(every(all_of(hobbit.merry, latest(meal.hot, by=meal.eaten_on), earlier)))
    meals = (a_meal("1401-09-20", hot=True), a_meal("1401-09-21", hot=True))
    plan = compiled(rules).plan
    source, _ = function_source(plan, [plan.cell_of(rules.requirements[0].holds_if.node)], "decide")

    assert re.search(r"if v\d+ is not False:\n.*if v\d+ is not False:", source, re.DOTALL)
    for merry, first, second, expected in (
        (True, True, True, True),
        (True, False, True, False),
        (True, True, False, False),
        (False, True, True, False),
        (None, True, True, None),
        (None, False, True, False),
        (True, None, True, None),
        (False, None, None, False),
    ):
        eaten = (a_meal("1401-09-20", hot=first), a_meal("1401-09-21", hot=second))
        hobbits = (a_hobbit("pip", merry=True, meals=meals), a_hobbit("sam", merry=merry, meals=eaten))
        assert decide(a_petition(hobbits=hobbits), rules).answers == (expected,)
