"""Relevant markets, and which of them are adjacent. Source: annex I, Art. 3(3), fourth and fifth subparagraphs."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable

from clusterpolicy.model.ownership import MarketPair
from clusterpolicy.rules.eu.ownership.law import Law

_NONE: frozenset[str] = frozenset()


class Markets:
    """The relevant markets of a graph, as far as they are adjacent to others.

    Where adjacency carries on, all markets that hang together are one: `one_name` gives them one name.
    """

    def __init__(self, pairs: Iterable[MarketPair] | None, law: Law) -> None:
        self.are_known = pairs is not None or not law.adjacent_markets_link
        """Whether the graph says which markets are adjacent, as far as that matters."""
        self._touching: dict[str, set[str]] = {}
        self._names: dict[str, str] = {}
        if not law.adjacent_markets_link:
            return
        touching: defaultdict[str, set[str]] = defaultdict(set)
        for each in pairs or ():
            touching[each.first].add(each.second)
            touching[each.second].add(each.first)
        if law.adjacency_carries_on:
            self._names = _names(touching)
        else:
            self._touching = touching

    def one_name(self, market: str) -> str:
        """The name by which a market is looked for."""
        return self._names.get(market, market)

    def touching(self, market: str, among: Collection[str]) -> list[str]:
        """The markets that are adjacent to this one, among others. The shorter of the two lists is gone through."""
        touching = self._touching.get(market, _NONE)
        if len(touching) <= len(among):
            return [each for each in touching if each in among]
        return [each for each in among if each in touching]


def _names(touching: dict[str, set[str]]) -> dict[str, str]:
    names: dict[str, str] = {}
    for start in touching:
        if start in names:
            continue
        names[start] = start
        queue = deque([start])
        while queue:
            for other in touching[queue.popleft()]:
                if other not in names:
                    names[other] = start
                    queue.append(other)
    return names
