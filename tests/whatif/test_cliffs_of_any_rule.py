"""Whatever a rule says, a course passes over nothing: every value between two points is decided as its stretch says."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from clusterpolicy.engines.scalar import decide
from clusterpolicy.errors import InputError
from clusterpolicy.language import RuleSet, computed, every, facts_of, latest
from clusterpolicy.language.computation import Computation
from clusterpolicy.language.kinds import DATE, TRUTH, WHOLE_UNITS, Base
from clusterpolicy.testing.formulas import Vocabulary, Written, formulas
from clusterpolicy.units import Unit
from clusterpolicy.whatif import following
from clusterpolicy.whatif.cliffs import course_of
from clusterpolicy.whatif.fact_path import FactAt, facts_in, with_value
from tests.language.shire.computations import COMPUTATIONS
from tests.language.shire.examples import hobbit, meal, petition
from tests.language.shire.petitions import petitions
from tests.language.shire.rules_of import SOURCES, limits, rules_of
from tests.language.shire.world import Hobbit, Meal, Petition

VOCABULARY = Vocabulary.of(Petition, limits, source=SOURCES.rumour, computations=COMPUTATIONS)
TRUTHS = formulas(VOCABULARY, kind=TRUTH, of=Petition)


def values_about(fact: FactAt, reach: int) -> list[Any]:
    """Neighbouring values about the present one, in their order, as models hold them."""
    step: Any = 1
    if fact.kind == DATE:
        step = timedelta(days=1)
    elif fact.kind.base is Base.INSTANT:
        step = timedelta(seconds=1)
    elif fact.kind.unit not in WHOLE_UNITS:
        step = {Unit.EURO: Decimal("0.01"), Unit.POINTS: Decimal("0.01"), Unit.WORK_UNITS: Decimal("0.0001")}.get(
            fact.kind.unit or Unit.EURO, Decimal("0.000001")
        )
    lowest, highest = fact.field.lowest, fact.field.highest
    found = [fact.present + step * each for each in range(-reach, reach + 1)]
    return [each for each in found if (lowest is None or each >= lowest) and (highest is None or each <= highest)]


def assert_nothing_is_passed_over(application: Petition, rules: RuleSet, fact: FactAt, reach: int = 25) -> None:
    values = values_about(fact, reach)
    course = course_of(application, rules, fact.name, lowest=values[0], highest=values[-1])
    for value in values:
        verdict = decide(with_value(application, fact.path, value), rules)
        point = [each for each in course.points if each.value is not None and each.value <= value][-1]
        assert point.outcome == verdict.outcome, (fact.name, value)


@settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(written=TRUTHS, asked=petitions(known=True) | petitions(), data=st.data())
def test_no_value_is_passed_over_whatever_the_rule_is(written: Written, asked: Petition, data: st.DataObject) -> None:
    ordered = [each for each in facts_in(asked) if each.kind.base in (Base.NUMBER, Base.DATE, Base.INSTANT)]
    assume(ordered)
    fact = data.draw(st.sampled_from(ordered))
    rules = rules_of(written.formula)
    try:
        assert_nothing_is_passed_over(asked, rules, fact)
    except InputError as error:
        assert "it goes into more than formulas" in str(error)  # noqa: PT017  # refused, and never answered wrongly


def rules_with(find: Any) -> RuleSet:
    """A rule that every hobbit is what a function of the law finds of it."""
    found = Computation(
        name="found",
        label="what the law finds",
        of=Hobbit,
        kind=TRUTH,
        find=find,
        missing=lambda *_: (),
        sources=(SOURCES.rumour,),
    )
    return rules_of(every(computed(found)))


SAM = petition(hobbits=(hobbit(born_on="1368-04-06", meals=(meal(cost="10.00", guests=3),)),))


def fact_of(name: str) -> FactAt:
    return next(each for each in facts_in(SAM) if each.name == name)


def test_a_function_that_looks_into_a_day_is_asked_day_by_day() -> None:
    rules = rules_with(lambda whole, member, inputs, figures: member.born_on.day != 10)
    course = course_of(SAM, rules, "hobbits[0].born_on", lowest=date(1368, 4, 1), highest=date(1368, 4, 20))
    assert [(each.before.value, each.after.value) for each in course.cliffs] == [
        (date(1368, 4, 9), date(1368, 4, 10)),
        (date(1368, 4, 10), date(1368, 4, 11)),
    ]
    assert_nothing_is_passed_over(SAM, rules, fact_of("hobbits[0].born_on"))


def test_a_function_that_compares_days_and_adds_amounts_is_followed() -> None:
    after = rules_with(lambda whole, member, inputs, figures: member.born_on >= whole.feast_on)
    assert_nothing_is_passed_over(SAM, after, fact_of("feast_on"))
    dear = rules_with(lambda whole, member, inputs, figures: 3 * sum(each.cost for each in member.meals) / 2 > 15)
    (cliff,) = course_of(SAM, dear, "hobbits[0].meals[0].cost", lowest=0, highest=1000).cliffs
    assert (cliff.before.value, cliff.after.value) == (Decimal("10.00"), Decimal("10.01"))


def test_an_amount_that_a_function_takes_apart_is_refused() -> None:
    odd = rules_with(lambda whole, member, inputs, figures: member.meals[0].cost.as_tuple().digits[-1] != 7)
    with pytest.raises(InputError, match="it goes into more than formulas"):
        course_of(SAM, odd, "hobbits[0].meals[0].cost", lowest=0, highest=1000)


def test_a_function_that_hides_what_it_looks_at_is_found_out_at_the_ends() -> None:
    """It asks for the kind of the value, and compares nothing: the two ends of the stretch differ."""
    hidden = rules_with(lambda whole, member, inputs, figures: float(str(member.meals[0].cost)) < 500)

    def find(whole: Any, member: Any, inputs: Any, figures: Any) -> bool:
        cost = member.meals[0].cost
        return isinstance(cost, Decimal) and float(cost) < 500

    for rules in (hidden, rules_with(find)):
        with pytest.raises((InputError, ValueError)):
            course_of(SAM, rules, "hobbits[0].meals[0].cost", lowest=0, highest=1000)


def test_more_days_than_can_be_gone_through_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "MOST_TRIED", 10)
    rules = rules_with(lambda whole, member, inputs, figures: member.born_on.day != 10)
    with pytest.raises(InputError, match="a shorter way"):
        course_of(SAM, rules, "hobbits[0].born_on", lowest=date(1368, 4, 1), highest=date(1368, 4, 20))


def test_a_rule_about_latest_meals_is_followed_too() -> None:
    asked = facts_of(Meal)
    two = petition(hobbits=(hobbit(meals=(meal("1401-09-01", guests=1), meal("1401-09-10", guests=13))),))
    rules = rules_of(every(latest(asked.guests, by=asked.eaten_on) >= limits.dozen))
    fact = next(each for each in facts_in(two) if each.name == "hobbits[0].meals[0].eaten_on")
    assert_nothing_is_passed_over(two, rules, fact)
