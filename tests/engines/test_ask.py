"""Questions of law asked on their own: an answer of any kind, with what decided it and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from clusterpolicy.engines.ask import ask
from clusterpolicy.engines.reasons import grounds_of
from clusterpolicy.errors import NoLawThatDay, RuleError
from clusterpolicy.language import Formula, Inquiry, Quantity, choose, facts_of, some, total, when
from clusterpolicy.testing.formulas import Vocabulary, Written, formulas
from clusterpolicy.testing.walker import Span, Words, value
from tests.engines.meaning import meaning
from tests.language.shire.computations import COMPUTATIONS
from tests.language.shire.examples import hobbit as a_hobbit
from tests.language.shire.examples import petition as a_petition
from tests.language.shire.petitions import petitions
from tests.language.shire.rules_of import SOURCES, limits
from tests.language.shire.world import Craft, Hobbit, Petition

petition, hobbit = facts_of(Petition), facts_of(Hobbit)
DAY = date(1401, 9, 22)

WEALTH = Quantity(name="wealth", label="wealth of all", formula=total(hobbit.silver), source=SOURCES.red_book)
RATE = Quantity(
    name="rate_of_the_rich",
    label="rate of the rich",
    formula=choose(when(WEALTH >= limits.silver, limits.rate), otherwise=limits.rate_by_age[petition.age]),
    source=SOURCES.rumour,
)
HOBBIT_WEALTH = Quantity(name="own", label="own wealth", formula=hobbit.silver, source=SOURCES.rumour)


def inquiry(answers: Mapping[str, Formula]) -> Inquiry:
    return Inquiry(
        name="shire/questions",
        version="1.0.0",
        title="Questions of the Shire",
        root=Petition,
        time_zone="Europe/Rome",
        source=SOURCES.red_book,
        in_force_from=date(1401, 1, 1),
        answers=answers,
    )


QUESTIONS = inquiry(
    {
        "rate": RATE,
        "wealth": WEALTH,
        "craft": petition.craft,
        "anybody": some(HOBBIT_WEALTH >= limits.silver),
        "festive": petition.festive,
    }
)
RICH = a_petition(hobbits=(a_hobbit(silver="144.50"),))


def test_an_answer_holds_its_value_its_steps_and_the_figures_it_may_rest_on() -> None:
    answer = ask(QUESTIONS, "rate", RICH, on=DAY)

    assert (answer.question, answer.value, str(answer), answer.law_of) == ("rate", Decimal("0.15"), "0.15", DAY)
    assert [(step.name, step.label, step.value) for step in answer.steps] == [
        ("wealth", "wealth of all", "144.50"),
        ("rate_of_the_rich", "rate of the rich", "0.15"),
    ]
    assert [(figure.parameter, figure.value) for figure in answer.figures] == [
        ("shire/silver", "100.00"),
        ("shire/rate", "0.15"),
        ("shire/rate_by_age", "tween: 0.5; grown: 0.333; old: 1"),
    ]
    assert answer.missing == ()


def test_an_answer_says_on_which_conditions_it_rests() -> None:
    (reason,) = ask(QUESTIONS, "rate", RICH, on=DAY).reasons

    assert [(each.claim.fact, each.value, each.limit, each.holds) for each in grounds_of(reason)] == [
        ("wealth of all", "144.50", "100.00", True)
    ]


def test_an_answer_names_each_of_its_sources_once() -> None:
    sources = ask(QUESTIONS, "rate", RICH, on=DAY).sources

    assert sources == (SOURCES.red_book, SOURCES.rumour)


def test_an_answer_that_is_not_settled_says_what_it_may_be_and_what_is_missing() -> None:
    answer = ask(QUESTIONS, "rate", a_petition(hobbits=(a_hobbit(silver="1.00"),)), on=DAY)

    assert (answer.value, answer.possible) == (None, "0.333 to 1")
    assert [each.path for each in answer.missing] == ["age"]


def test_a_quantity_of_members_is_no_step_of_its_own() -> None:
    answer = ask(QUESTIONS, "anybody", RICH, on=DAY)

    assert answer.value is True
    assert answer.steps == ()
    assert answer.reasons[0].about == "hobbits[0]"  # type: ignore[union-attr]  # one statement


def test_an_answer_that_is_a_fact_needs_no_law() -> None:
    answer = ask(QUESTIONS, "craft", RICH, on=DAY)

    assert (answer.value, answer.reasons, answer.steps, answer.figures, answer.sources) == (
        Craft.BREWING,
        (),
        (),
        (),
        (),
    )
    assert ask(inquiry({"festive": petition.festive}), "festive", RICH, on=DAY).value is True


def test_the_law_of_the_day_and_changes_of_figures_count() -> None:
    assert ask(QUESTIONS, "rate", a_petition(age="old"), on=DAY).value == 1
    assert ask(QUESTIONS, "rate", a_petition(age="old"), on=date(1410, 1, 1)).value == Decimal("0.5")
    answer = ask(QUESTIONS, "rate", RICH, on=DAY, changes={"shire/silver": Decimal(200)})
    assert (answer.value, answer.figures[0].value) == (None, "200.00")


def test_what_cannot_be_answered_is_an_error() -> None:
    with pytest.raises(KeyError):
        ask(QUESTIONS, "weather", RICH, on=DAY)
    with pytest.raises(NoLawThatDay):
        ask(QUESTIONS, "rate", RICH, on=date(1400, 1, 1))
    with pytest.raises(RuleError):
        ask(QUESTIONS, "rate", RICH, on=DAY, changes={"shire/sliver": Decimal(200)})


VOCABULARY = Vocabulary.of(Petition, limits, source=SOURCES.rumour, computations=COMPUTATIONS)


def settled(found: Any) -> bool:
    match found:
        case Span(low, high):
            return low == high
        case Words(options):
            return options is not None and len(options) == 1
        case _:
            return len(found) == 1


@given(written=formulas(VOCABULARY, of=Petition), application=petitions())
def test_an_answer_is_what_its_formula_means(written: Written, application: Petition) -> None:
    asked = inquiry({"question": written.formula})

    answer = ask(asked, "question", application, on=DAY)

    right = value(written.formula.node, application, asked.figures_on(DAY), asked, day=DAY)
    assert (answer.value is not None) is settled(right)
    assert (answer.missing == ()) is settled(right)
    if answer.value is not None:
        assert meaning(answer.value, written.kind) == right
