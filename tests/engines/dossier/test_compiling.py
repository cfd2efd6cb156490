"""Whatever a requirement says of a company and its members, rules over flat facts say the same, or say nothing."""

from __future__ import annotations

import warnings
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

pytest.importorskip("durable", reason="the extra `dossier` is not installed", exc_type=ImportError)

from clusterpolicy.engines.dossier import DossierWarning
from clusterpolicy.engines.dossier.adapter import RuleBook
from clusterpolicy.engines.dossier.compiling import MOST_WAYS, NotSayable, ways
from clusterpolicy.engines.dossier.memory import Changed
from clusterpolicy.engines.dossier.patterns import Pattern, Rule
from clusterpolicy.engines.dossier.program import program_of
from clusterpolicy.engines.dossier.rete import ReteMemory
from clusterpolicy.language import Formula, all_of, any_of, every, facts_of, not_, some
from tests.language.shire.rules_of import limits, rules_of
from tests.language.shire.world import Craft, Hobbit, Home, Meal, Petition, Pony, Purse

p, h, pony, home, meal = (facts_of(each) for each in (Petition, Hobbit, Pony, Home, Meal))

KLEENE = st.sampled_from([True, False, None])

OF_THE_WHOLE: tuple[Any, ...] = (p.festive, p.allowed)
OF_HOBBITS: tuple[Any, ...] = (
    h.merry,
    h.silver >= limits.silver,
    home.round_door,
    h.years >= limits.coming_of_age,
    h.craft == Craft.BREWING,
)


def joined(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(parts, min_size=2, max_size=4)
    return st.one_of(
        several.map(lambda terms: all_of(*terms)), several.map(lambda terms: any_of(*terms)), parts.map(not_)
    )


of_a_hobbit = st.recursive(st.sampled_from((*OF_HOBBITS, *OF_THE_WHOLE)), joined, max_leaves=8)
of_hobbits = of_a_hobbit.map(lambda truth: any_of(truth, h.merry))  # at least one condition of a hobbit stands in it
together = st.one_of(
    of_hobbits.map(every), of_hobbits.map(some), st.just(some(pony.lame)), st.just(every(not_(pony.lame)))
)
requirements = st.recursive(st.one_of(together, together, st.sampled_from(OF_THE_WHOLE)), joined, max_leaves=4)

hobbits = st.builds(
    Hobbit,
    id=st.just("h"),
    name=st.just("Fictional Hobbit"),
    born_on=st.just(date(1380, 1, 1)),
    craft=st.sampled_from(Craft),
    merry=KLEENE,
    silver=st.sampled_from([None, "99.99", "100.00"]),
    years=st.sampled_from([None, 32, 33]),
    home=st.one_of(
        st.none(), st.builds(Home, town=st.none(), built_on=st.just(date(1300, 1, 1)), round_door=st.booleans())
    ),
)
ponies = st.builds(
    Pony, id=st.just("p"), name=st.just("Fictional Pony"), shod_on=st.just(date(1400, 1, 1)), lame=KLEENE
)
petitions = st.builds(
    Petition,
    id=st.just("one"),
    filed_at=st.just("1401-01-01T12:00:00+00:00"),
    feast_on=st.just(date(1401, 9, 22)),
    craft=st.just(Craft.BREWING),
    town=st.just("Hobbiton"),
    purse=st.just(Purse(silver=Decimal("1.00"))),
    festive=st.booleans(),
    allowed=KLEENE,
    hobbits=st.lists(hobbits, max_size=3).map(tuple),
    ponies=st.one_of(st.none(), st.lists(ponies, max_size=2).map(tuple)),
)


def said_by(memory: ReteMemory, petition: Petition, *, anew: bool) -> list[bool | None]:
    """What the engine finds. Were it otherwise than the plain memory finds it, a warning would say so."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", DossierWarning)
        if anew:
            memory.start(petition)
        else:
            names = ("festive", "allowed", "hobbits", "ponies")
            memory.update(petition, [Changed((name,)) for name in names])
    assert memory.name == "rete"
    return list(memory.answers)


@settings(max_examples=40, deadline=None)
@example(truths=[any_of(not_(some(h.merry)), all_of(some(not_(h.merry)), p.allowed))], companies=[])
@given(truths=st.lists(requirements, min_size=1, max_size=3), companies=st.lists(petitions, max_size=4))
def test_rules_answer_as_plain_evaluation_does(truths: list[Formula], companies: list[Petition]) -> None:
    program = program_of(rules_of(*truths))
    memory = ReteMemory(program, program.scalar.figures(date(1401, 9, 22)))
    for number, petition in enumerate(companies):
        answers = said_by(memory, petition, anew=number == 0)
        assert answers == said_by(memory, petition, anew=True)
    memory.close()


def kept_plain(*truths: Any) -> tuple[str, ...]:
    program = program_of(rules_of(*truths))
    memory = ReteMemory(program, program.scalar.figures(date(1401, 9, 22)))
    memory.close()
    return memory.kept_plain


def test_a_condition_of_the_whole_may_stand_inside_one_of_members() -> None:
    assert kept_plain(some(all_of(h.merry, p.allowed)), every(any_of(h.merry, p.festive))) == ()


def test_one_member_may_be_wanted_and_another_not_wanted() -> None:
    assert kept_plain(all_of(some(h.merry), not_(some(home.round_door)))) == ()


def test_what_needs_two_members_at_a_time_stays_plain_and_is_told() -> None:
    assert kept_plain(p.festive, all_of(some(h.merry), some(home.round_door))) == ("asked-1",)


def test_a_part_that_would_need_too_many_rules_is_decided_as_a_whole_but_no_requirement_is() -> None:
    pairs = [any_of(p.festive, truth) for truth in OF_HOBBITS]
    assert kept_plain(every(all_of(*pairs, not_(all_of(*pairs))))) == ()
    many = (*OF_HOBBITS, *map(not_, OF_HOBBITS))
    assert len(many) > MOST_WAYS
    program = program_of(rules_of(any_of(*[some(all_of(truth, h.merry)) for truth in many])))
    with pytest.raises(NotSayable):
        ways(program.plan, program.cells[program.answers[0]], "holds")


def test_as_many_ways_as_there_may_be_are_spelled_out_and_with_one_more_a_part_is_decided_as_a_whole() -> None:
    crafts, others = [p.craft == craft for craft in Craft], [p.festive, p.allowed, p.silver >= limits.silver]
    for truth, spelled in (
        (all_of(any_of(*crafts[:2]), any_of(*others)), 6),
        (all_of(any_of(*crafts), any_of(*others)), 3),
    ):
        program = program_of(rules_of(truth))
        assert len(ways(program.plan, program.cells[program.answers[0]], "holds")) == spelled
    eight = all_of(*[any_of(p.allowed, truth) for truth in crafts])
    program = program_of(rules_of(eight))
    assert len(ways(program.plan, program.cells[program.answers[0]], "holds")) <= MOST_WAYS


@pytest.mark.parametrize("more", [0, 1])
def test_more_alternatives_of_one_member_than_there_may_be_are_decided_as_a_whole(more: int) -> None:
    truths = (*OF_HOBBITS, *map(not_, OF_HOBBITS))[: MOST_WAYS + more]
    program = program_of(rules_of(some(any_of(*truths))))
    assert len(ways(program.plan, program.cells[program.answers[0]], "holds")) == (1 if more else MOST_WAYS)


def test_a_fact_that_is_looked_for_may_itself_be_what_must_not_be_there() -> None:
    """In one rule the engine never takes the same fact twice: a second rule alone would miss it."""
    merry = Pattern("hobbit", (("merry", "$eq", 2),))
    book = RuleBook("itself", [Rule("a", (merry,), (Pattern("hobbit", (("rich", "$gt", 0),)),))])
    session = book.open()
    session.put("h-0", "hobbit", {"merry": 2, "rich": 1})
    assert not session.stands("a")
    session.put("h-0", "hobbit", {"merry": 2, "rich": 0})
    assert session.stands("a")
    session.put("h-1", "hobbit", {"merry": 0, "rich": 2})
    assert not session.stands("a")
    session.drop("h-1")
    assert session.stands("a")
    book.close()
