"""Ownership graphs for applications: a party for each partner, alone or with whoever owns it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

from hypothesis import strategies as st

from clusterpolicy.testing.ownership import forgotten_facts, ownership_data

Data = dict[str, Any]


def ownership_of(partners: Sequence[str], *, known: bool = True) -> st.SearchStrategy[Data]:
    """Graphs, as plain data, in which some partners have partner and linked enterprises, and the others stand alone."""
    return st.randoms(use_true_random=False).map(lambda random: _graph(random, partners, known))


def standing_alone(partners: Mapping[str, Mapping[str, Any]]) -> Data:
    """A graph, as plain data, in which every partner stands alone, with the same figures in two years.

    Args:
        partners: The figures of each partner, by its identifier.
    """
    return {"parties": [_lone(partner, figures) for partner, figures in partners.items()], "holdings": []}


def joined_by(graph: Data, partner: str) -> None:
    """Let another partner stand in the graph, alone; nothing where it stands there already."""
    if partner not in [party["id"] for party in graph["parties"]]:
        graph["parties"] = [*graph["parties"], _lone(partner, _MICRO)]


_MICRO = {"headcount": "5", "turnover": "500000.00", "balance_sheet_total": "400000.00"}


def _lone(partner: str, figures: Mapping[str, Any]) -> Data:
    accounts = [{"year": year, "standing": "approved", **figures} for year in (2014, 2015)]
    return {
        "id": partner,
        "name": partner,
        "kind": "enterprise",
        "accounts": accounts,
        "established_on": "2001-03-02",
        "markets": [],
        "angel_investment": "0.00",
    }


def _graph(random: Random, partners: Sequence[str], known: bool) -> Data:
    graph: Data = ownership_data(random)
    if not known:
        graph = forgotten_facts(graph, random, random.randint(1, 5))
    enterprises = [party["id"] for party in graph["parties"] if party["kind"] == "enterprise"]
    graph = _renamed(graph, dict(zip(enterprises, partners, strict=False)))
    for partner in partners:
        joined_by(graph, partner)
    return graph


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """The same data, with other identifiers of parties wherever they stand."""
    if isinstance(value, dict):
        return {key: value[key] if key in _NO_PARTY else _renamed(each, names) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str) else value


_NO_PARTY: Iterable[str] = ("name", "kind", "markets", "adjacent_markets", "other_control", "standing")
