"""Hypothesis strategies for ownership graphs, dense at every threshold of annex I.

A graph has two to seven parties; the first one, `a`, is an enterprise. All are valid by construction.
`seeded_ownership_graph` makes such graphs without Hypothesis, many times faster.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import strategies as st

from clusterpolicy.model.ownership import OwnershipGraph, written_portion

__all__ = [
    "forgotten_facts",
    "ownership_data",
    "ownership_graphs",
    "ownership_graphs_with_less_known",
    "seeded_ownership_graph",
]


def ownership_graphs() -> st.SearchStrategy[OwnershipGraph]:
    """Graphs in which everything is known."""
    return st.randoms(use_true_random=False).map(lambda random: OwnershipGraph.model_validate(ownership_data(random)))


def ownership_graphs_with_less_known() -> st.SearchStrategy[tuple[OwnershipGraph, OwnershipGraph]]:
    """Pairs of graphs: one in which everything is known, and the same with one to five facts forgotten."""
    return st.randoms(use_true_random=False).map(_with_less_known)


def seeded_ownership_graph(seed: int) -> OwnershipGraph:
    """The graph of a seed: the same one every time.

    >>> seeded_ownership_graph(7) == seeded_ownership_graph(7)
    True
    """
    random = Random(seed)  # noqa: S311  # a seed, not a secret
    return OwnershipGraph.model_validate(ownership_data(random))


def _with_less_known(random: Random) -> tuple[OwnershipGraph, OwnershipGraph]:
    data = ownership_data(random)
    less = forgotten_facts(data, random, random.randint(1, 5))
    return OwnershipGraph.model_validate(data), OwnershipGraph.model_validate(less)


_YEARS = (2013, 2014, 2015)
_SHARES = tuple(
    Fraction(share)
    for share in (
        "0",
        "0.05",
        "0.12",
        "0.2",
        "0.2499",
        "0.25",
        "0.3",
        "1/3",
        "0.49",
        "0.5",
        "0.5001",
        "0.6",
        "0.8",
        "1",
    )
)
_STAFF = ("0", "1", "3", "9.9999", "10", "12.5", "24", "30", "49", "50", "100", "200", "249.9999", "250", "1000")
_EURO = (
    "0.00", "100000.00", "500000.00", "1000000.00", "2000000.00", "2000000.01", "5000000.00", "10000000.00",
    "10000000.01", "20000000.00", "43000000.00", "43000000.01", "50000000.00", "50000000.01", "90000000.00",
)  # fmt: skip
_KINDS = (
    *["enterprise"] * 12,
    *["natural_person"] * 4,
    "public_body",
    "public_investment_corporation",
    "venture_capital_company",
    "business_angel",
    "research_centre",
    "institutional_investor",
    "local_authority",
)
_NEVER_HELD = ("natural_person", "public_body", "local_authority")
_MARKETS = ("gears", "engines", "cars")


def ownership_data(random: Random) -> dict[str, Any]:
    """A graph as plain data, made by `random`."""
    names = "abcdefg"[: random.choice((2, 3, 3, 4, 4, 5, 5, 6, 7))]
    kinds = ["enterprise" if random.random() < 0.9 else random.choice(_KINDS[-6:-1])]
    kinds += [random.choice(_KINDS) for _ in names[1:]]
    parties = [_party(random, name, kind, own=name == "a") for name, kind in zip(names, kinds, strict=True)]
    data: dict[str, Any] = {"parties": parties, "holdings": _holdings(random, list(zip(names, kinds, strict=True)))}
    persons = [name for name, kind in zip(names, kinds, strict=True) if kind == "natural_person"]
    if len(persons) > 1 and random.random() < 0.5:
        data["acting_jointly"] = [persons[:2]]
    data["adjacent_markets"] = [{"first": "gears", "second": "engines"}] if random.random() < 0.5 else []
    if random.random() < 0.35:
        data["consolidated"] = _consolidated(random, list(zip(names, kinds, strict=True)))
    return data


def _party(random: Random, name: str, kind: str, *, own: bool) -> dict[str, Any]:
    party: dict[str, Any] = {"id": name, "name": name.upper(), "kind": kind}
    if kind == "local_authority":
        party["inhabitants"] = random.choice((4999, 5000))
        party["annual_budget"] = random.choice(("9999999.99", "10000000.00", "9000000.00"))
    if kind in _NEVER_HELD:
        return party
    party["is_public_body"] = random.random() < 0.5
    party["angel_investment"] = random.choice(("1249999.99", "1250000.00", "0.00"))
    party["markets"] = random.sample(_MARKETS, random.choice((0, 1, 1, 2)))
    party["accounts"], party["established_on"] = _accounts(random)
    if own and random.random() < 0.2:
        party["ownership_changed_on"] = random.choice(("2014-12-30", "2014-12-31", "2015-06-30", "2016-01-01"))
    return party


def _accounts(random: Random) -> tuple[list[dict[str, Any]], str]:
    case = random.random()
    if case < 0.04:
        return [_figures(random, 2016, "estimate")], "2016-02-01"
    if case < 0.08:
        return [_figures(random, 2015, "approved")], "2015-01-02"
    if case < 0.12:
        return [_figures(random, 2014, "approved"), _figures(random, 2015, "not_approved")], "2014-01-02"
    return [_figures(random, year, "approved") for year in _YEARS], "2000-01-01"


def _figures(random: Random, year: int, standing: str) -> dict[str, Any]:
    return {
        "year": year,
        "standing": standing,
        "months": 12 if random.random() < 0.9 else random.choice((6, 7, 18)),
        "headcount": random.choice(_STAFF),
        "turnover": random.choice(_EURO),
        "balance_sheet_total": random.choice(_EURO),
    }


def _holdings(random: Random, parties: list[tuple[str, str]]) -> list[dict[str, Any]]:
    found = []
    density = random.choice((0.2, 0.35, 0.6))
    for held, kind in parties:
        if kind in _NEVER_HELD:
            continue
        capital, votes = Fraction(1), Fraction(1)
        for holder, _ in random.sample(parties, len(parties)):
            if holder == held or random.random() > density:
                continue
            part = random.choice(_SHARES)
            of_capital = min(capital, part)
            of_votes = min(votes, part if random.random() < 0.7 else random.choice(_SHARES))
            capital, votes = capital - of_capital, votes - of_votes
            holding: dict[str, Any] = {"holder": holder, "held": held}
            holding |= {"capital": written_portion(of_capital), "votes": written_portion(of_votes)}
            if random.random() < 0.05:
                holding["other_control"] = [random.choice(("board_majority", "dominant_influence", "agreement"))]
            found.append(holding)
    return found


def _consolidated(random: Random, parties: list[tuple[str, str]]) -> list[dict[str, Any]]:
    names = [name for name, kind in parties if kind not in _NEVER_HELD]
    members = random.sample(names, random.randint(1, len(names)))
    found = [_one_consolidated(random, members)]
    inner = members[1:]
    if len(inner) > 1 and random.random() < 0.5:
        found.append(_one_consolidated(random, random.sample(inner, random.randint(1, len(inner)))))
    return found


def _one_consolidated(random: Random, members: list[str]) -> dict[str, Any]:
    figures = _figures(random, 2015, "approved")
    if random.random() < 0.3:
        figures["headcount"] = None
    return {**figures, "parent": members[0], "includes": members[1:]}


_OF_PARTIES = (
    "accounts",
    "markets",
    "established_on",
    "angel_investment",
    "is_public_body",
    "inhabitants",
    "annual_budget",
)
_OF_FIGURES = ("standing", "headcount", "turnover", "balance_sheet_total")


def _facts_of(data: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Every fact that may be forgotten: the table in which it stands, and its name."""
    for party in data["parties"]:
        for name in _OF_PARTIES:
            if party.get(name) is not None:
                yield party, name
        for figures in party.get("accounts") or ():
            for name in _OF_FIGURES:
                if figures.get(name) is not None:
                    yield figures, name
    for holding in data["holdings"]:
        for name in ("capital", "votes"):
            if holding.get(name) is not None:
                yield holding, name
        yield holding, "other_control"
    for figures in data.get("consolidated", ()):
        for name in ("standing", "turnover", "balance_sheet_total"):
            if figures.get(name) is not None:
                yield figures, name
    if data.get("adjacent_markets") is not None:
        yield data, "adjacent_markets"


def forgotten_facts(data: dict[str, Any], random: Random, times: int) -> dict[str, Any]:
    """A copy of the data with so many facts forgotten, or all where there are fewer: each becomes null."""
    less = copy.deepcopy(data)
    for _ in range(times):
        facts = list(_facts_of(less))
        if not facts:
            break
        table, name = random.choice(facts)
        table[name] = None
    return less
