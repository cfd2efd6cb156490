"""The library and a second implementation, written from the law alone, say the same of generated graphs."""

from __future__ import annotations

import pytest
from hypothesis import given

from clusterpolicy.model.ownership import OwnershipGraph
from clusterpolicy.rules.eu import sme_status
from clusterpolicy.rules.eu.ownership import Range, SmeStatus
from clusterpolicy.testing.ownership import ownership_graphs, ownership_graphs_with_less_known, seeded_ownership_graph
from tests.rules.eu.ownership.drawn import ON
from tests.rules.eu.ownership.naive import NotKnown, naive_status

SEEDS = 600


def disagreements(graph: OwnershipGraph) -> list[str]:
    try:
        theirs = naive_status(graph, "a", ON)
    except NotKnown:
        return []
    ours = sme_status(graph, "a", on=ON)
    pairs = {
        "category": (ours.category, theirs.category),
        "headcount": (ours.headcount.value, theirs.headcount),
        "turnover": (ours.turnover.value, theirs.turnover),
        "balance sheet total": (ours.balance_sheet_total.value, theirs.balance_sheet_total),
        "classes": ([each.possible for each in ours.periods], [(each,) for each in theirs.raw]),
        "public share": (ours.public_share.value, theirs.public),
        "enterprises": (
            {each.enterprise: each.share for each in ours.contributions},
            dict.fromkeys(theirs.group, 1) | {name: share for each, share in theirs.partners.items() for name in each},
        ),
    }
    return [f"{what}: {one} and {other}" for what, (one, other) in pairs.items() if one != other]


@pytest.mark.parametrize("part", range(3))
def test_a_naive_reading_of_the_law_agrees_on_graphs_from_seeds(part: int) -> None:
    for seed in range(part, SEEDS, 3):
        assert disagreements(seeded_ownership_graph(seed)) == [], f"seed {seed}"


@given(ownership_graphs())
def test_a_naive_reading_of_the_law_agrees_on_graphs_that_shrink(graph: OwnershipGraph) -> None:
    assert disagreements(graph) == []


# ── What is not known ────────────────────────────────────────────────────────────────────────────────────────────────


def holds_within(outer: Range, inner: Range) -> bool:
    if outer.lowest > inner.lowest:
        return False
    return outer.highest is None or (inner.highest is not None and inner.highest <= outer.highest)


def narrower_than_the_truth(full: SmeStatus, less: SmeStatus) -> list[str]:
    """What the status with less known excludes although it is true."""
    found = [f"{size} is true" for size in full.possible if size not in less.possible]
    if full.periods[-1].year == less.periods[-1].year:
        found += [
            f"{name} is {getattr(full, name)}, not within {getattr(less, name)}"
            for name in ("headcount", "turnover", "balance_sheet_total", "public_share")
            if not holds_within(getattr(less, name), getattr(full, name))
        ]
    return found


@given(ownership_graphs_with_less_known())
def test_forgetting_facts_only_widens_what_is_possible(pair: tuple[OwnershipGraph, OwnershipGraph]) -> None:
    full, less = (sme_status(graph, "a", on=ON) for graph in pair)

    assert full.category is not None
    assert narrower_than_the_truth(full, less) == []


@given(ownership_graphs_with_less_known())
def test_a_status_that_is_open_names_facts_of_the_graph_that_are_missing(
    pair: tuple[OwnershipGraph, OwnershipGraph],
) -> None:
    _, less = pair
    status = sme_status(less, "a", on=ON)

    assert (status.category is None) == bool(status.missing)
    assert (status.category is None) == (len(status.possible) > 1)
