"""Generated ownership graphs: valid, the same for the same seed, and with as many facts forgotten as is asked."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.model.ownership import OwnershipGraph, PartyKind
from clusterpolicy.testing.ownership import (
    forgotten_facts,
    ownership_data,
    ownership_graphs,
    ownership_graphs_with_less_known,
    seeded_ownership_graph,
)


def nulls(value: Any) -> int:
    if isinstance(value, dict):
        return sum(nulls(each) for each in value.values())
    return sum(nulls(each) for each in value) if isinstance(value, list) else int(value is None)


@given(ownership_graphs())
def test_a_graph_has_two_to_seven_parties_and_begins_with_an_enterprise(graph: OwnershipGraph) -> None:
    assert 2 <= len(graph.parties) <= 7
    assert graph.parties[0].id == "a"
    assert graph.parties[0].kind not in (PartyKind.NATURAL_PERSON, PartyKind.PUBLIC_BODY, PartyKind.LOCAL_AUTHORITY)


@given(ownership_graphs_with_less_known())
def test_of_a_pair_the_second_knows_less_of_the_same_parties(pair: tuple[OwnershipGraph, OwnershipGraph]) -> None:
    full, less = pair
    assert full != less
    assert [each.id for each in full.parties] == [each.id for each in less.parties]
    assert [each.holder for each in full.holdings] == [each.holder for each in less.holdings]


def test_every_seed_has_its_own_graph() -> None:
    assert seeded_ownership_graph(1) == seeded_ownership_graph(1) != seeded_ownership_graph(2)


@given(st.randoms(use_true_random=False), st.integers(0, 5))
def test_at_most_so_many_facts_are_forgotten_and_the_data_stay_as_they_were(random: Any, times: int) -> None:
    data = ownership_data(random)
    before, known = OwnershipGraph.model_validate(data), nulls(data)
    less = forgotten_facts(data, random, times)
    assert nulls(less) <= known + times
    assert OwnershipGraph.model_validate(data) == before


def test_where_nothing_is_left_to_forget_everything_is_forgotten() -> None:
    data = ownership_data(Random(3))  # noqa: S311  # a seed, not a secret
    nothing = forgotten_facts(data, Random(3), 1000)  # noqa: S311  # a seed, not a secret
    graph = OwnershipGraph.model_validate(nothing)
    assert graph.adjacent_markets is None
    assert all(each.accounts is None and each.markets is None for each in graph.parties)
    assert all((each.capital, each.votes) == (None, None) for each in graph.holdings)
