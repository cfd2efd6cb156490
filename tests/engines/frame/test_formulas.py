"""Every formula that can be asked of tables is answered there as by the scalar engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from clusterpolicy.engines.frame import assess_frame, tables_of
from clusterpolicy.errors import RuleError
from clusterpolicy.language import Formula, average, choose, count, facts_of, latest, unsettled, when, zero
from clusterpolicy.language.kinds import TRUTH
from clusterpolicy.testing.formulas import Vocabulary, Written, formulas
from clusterpolicy.units import Unit
from tests.engines.frame.answers import by_tables, one_by_one
from tests.language.shire.computations import COMPUTATIONS
from tests.language.shire.petitions import petitions
from tests.language.shire.rules_of import SOURCES, limits, rules_of
from tests.language.shire.world import Hobbit, Petition, Room

petition, hobbit, room = facts_of(Petition), facts_of(Hobbit), facts_of(Room)
VOCABULARY = Vocabulary.of(Petition, limits, source=SOURCES.rumour, computations=COMPUTATIONS)


def told_apart(portfolio: Sequence[Petition]) -> list[Any]:
    """The petitions, with an identifier for each of them and of their members."""
    return [
        each.model_copy(
            update={
                "id": f"petition-{at}",
                "hobbits": _numbered(each.hobbits),
                "ponies": None if each.ponies is None else _numbered(each.ponies),
            }
        )
        for at, each in enumerate(portfolio)
    ]


def _numbered(members: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(each.model_copy(update={"id": f"member-{at}"}) for at, each in enumerate(members))


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(
    written=st.lists(formulas(VOCABULARY, kind=TRUTH, of=Petition), min_size=1, max_size=3),
    portfolio=st.lists(petitions(), min_size=1, max_size=4).map(told_apart),
)
def test_every_formula_means_in_tables_what_it_means_elsewhere(written: list[Written], portfolio: list[Any]) -> None:
    rule_set = rules_of(*(each.formula for each in written))
    try:
        results = assess_frame(tables_of(portfolio, rule_set), rule_set)
    except RuleError as error:
        assume(not _is_refused(error))
        raise

    assert by_tables(results, rule_set) == one_by_one(portfolio, rule_set)


def _is_refused(error: RuleError) -> bool:
    """Whether a formula cannot be asked of tables: then there is nothing to compare."""
    return {problem.code for problem in error.problems} == {"not-in-tables"}


PINNED = {
    "a choice of which nobody knows the condition": choose(
        when(unsettled("what nobody knows", source=SOURCES.rumour), petition.share), otherwise=limits.rate
    )
    == petition.share,
    "one of the codes, of a text that nobody knows": choose(
        when(petition.festive, petition.town.is_in(limits.near_towns)), otherwise=petition.festive
    ),
    "a count where nothing else is known": latest(zero(Unit.COUNT), by=room.free_from) == count(room.lit),
}


@pytest.mark.parametrize("formula", PINNED.values(), ids=PINNED)
@settings(deadline=None, max_examples=20)
@given(portfolio=st.lists(petitions(), min_size=1, max_size=4).map(told_apart))
def test_what_once_went_wrong_in_tables_is_right(formula: Formula, portfolio: list[Any]) -> None:
    rule_set = rules_of(formula)

    assert by_tables(assess_frame(tables_of(portfolio, rule_set), rule_set), rule_set) == one_by_one(
        portfolio, rule_set
    )


@pytest.mark.parametrize(
    ("formula", "what"),
    [
        (average(hobbit.helpers, how="median") > average(hobbit.helpers), "an average"),
        (latest(hobbit.name, by=hobbit.born_on).is_in(limits.near_towns), "the latest of texts"),
    ],
)
def test_what_tables_cannot_be_asked_is_refused_by_name(formula: Formula, what: str) -> None:
    rule_set = rules_of(formula)

    with pytest.raises(RuleError, match=what) as raised:
        assess_frame(tables_of([], rule_set), rule_set)

    assert [problem.code for problem in raised.value.problems] == ["not-in-tables"]
