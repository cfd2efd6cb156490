"""The generated functions do no work that an answer does not need, and none of it twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clusterpolicy.engines.generated import Generated
from clusterpolicy.engines.scalar import compiled, decide
from clusterpolicy.language import Computation, Value, all_of, any_of, computed, every, facts_of, latest, not_
from clusterpolicy.language.kinds import TRUTH
from tests.language.shire.examples import hobbit as a_hobbit
from tests.language.shire.examples import meal as a_meal
from tests.language.shire.examples import petition as a_petition
from tests.language.shire.rules_of import SOURCES, limits, rules_of
from tests.language.shire.world import Hobbit, Meal, Petition

petition, hobbit, meal = facts_of(Petition), facts_of(Hobbit), facts_of(Meal)

OLD = a_meal("1401-09-20", hot=True, guests=1)
NEW = a_meal("1401-09-21", hot=True, guests=2)
SAME_DAY = a_meal("1401-09-21", hot=False, guests=3)
OPEN = a_meal("1401-09-22", hot=True, guests=None)


class Asked:
    """A truth about a meal, that remembers of which meals it was asked."""

    def __init__(self) -> None:
        self.of: list[dict[str, Any]] = []
        self.truth = computed(
            Computation(
                name="asked",
                label="it was asked",
                of=Meal,
                kind=TRUTH,
                find=self._find,
                missing=lambda petition, member, inputs, figures: (),
                sources=(SOURCES.rumour,),
            )
        )

    def _find(self, petition: Petition, member: Meal, inputs: tuple[Any, ...], figures: Mapping[str, Value]) -> bool:
        self.of.append(member.model_dump(mode="json", include={"eaten_on", "hot", "guests"}))
        return member.hot is True


def eaten_by(*meals: dict[str, Any], merry: bool | None = True) -> Petition:
    return a_petition(hobbits=(a_hobbit("sam", merry=merry, meals=meals),))


def test_what_is_asked_of_the_latest_is_found_of_the_latest_alone() -> None:
    asked = Asked()
    rules = rules_of(every(latest(asked.truth, by=meal.eaten_on)))

    assert decide(eaten_by(OLD, NEW), rules).answers == (True,)
    assert asked.of == [NEW]


@pytest.mark.parametrize(
    ("meals", "looked_at", "answer"),
    [
        ((OLD, NEW, SAME_DAY), [NEW, SAME_DAY], None),
        ((OLD, NEW), [NEW], True),
        ((SAME_DAY, OLD), [SAME_DAY], False),
        ((), [], None),
        ((OLD, OPEN), [OLD, OPEN], True),
        ((SAME_DAY, OPEN), [SAME_DAY, OPEN], None),
    ],
)
def test_of_several_that_may_be_the_latest_each_is_looked_at(
    meals: tuple[dict[str, Any], ...], looked_at: list[dict[str, Any]], answer: bool | None
) -> None:
    asked = Asked()
    rules = rules_of(every(latest(asked.truth, by=meal.eaten_on, where=meal.guests >= limits.dozen)))
    assert decide(eaten_by(*meals), rules, changes={"shire/dozen": 1}).answers == (answer,)
    assert asked.of == looked_at


@pytest.mark.parametrize(("merry", "times"), [(True, 1), (None, 1), (False, 0)])
def test_what_a_false_term_settles_is_not_looked_for(merry: bool | None, times: int) -> None:
    asked = Asked()
    rules = rules_of(every(all_of(hobbit.merry, latest(asked.truth, by=meal.eaten_on))))

    decide(eaten_by(OLD, NEW, merry=merry), rules)

    assert len(asked.of) == times


def test_a_value_that_two_formulas_need_is_found_whatever_one_of_them_says() -> None:
    asked = Asked()
    last = latest(asked.truth, by=meal.eaten_on)
    rules = rules_of(every(all_of(hobbit.merry, last)), every(any_of(not_(hobbit.merry), not_(last))))

    assert decide(eaten_by(OLD, NEW, merry=False), rules).answers == (False, True)
    assert asked.of == [NEW]


def test_what_follows_from_figures_is_found_anew_for_other_figures_and_kept_for_the_same() -> None:
    rules = rules_of(petition.silver >= limits.silver + limits.silver)
    machine: Generated = compiled(rules)
    cell = machine.plan.cell_of(rules.requirements[0].holds_if.node)
    find = machine.finder([cell], "asked")
    day = date(1401, 9, 22)
    low, high = (machine.figures(day, {"shire/silver": Decimal(silver)}) for silver in (10, 11))
    rich = a_petition(silver="21.00", hobbits=(a_hobbit("sam"),))

    assert [find(rich, figures) for figures in (low, high, low, low, high)] == [
        (True,),
        (False,),
        (True,),
        (True,),
        (False,),
    ]
