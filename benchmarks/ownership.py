"""How long the size of an enterprise takes in a graph of 10,000 parties: `python -m benchmarks.ownership`.

With `--json` it prints one JSON object for machines: the seconds of every shape, and nothing else. Each figure is the
median of several runs of `sme_status`, with all its reasons, on a graph that is there already. Reading the graph is not
measured. The garbage collector works as in any program.

The graph of every shape has 10,000 parties, with accounts of three years. What the shapes are stands in `SHAPES`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from statistics import median
from typing import Any

from clusterpolicy.model.ownership import OwnershipGraph
from clusterpolicy.rules.eu import sme_status

PARTIES = 10_000
ON = date(2016, 11, 24)
TARGET_SECONDS = 1
"""No shape may take longer."""

Data = dict[str, Any]


def firm(number: int, **more: object) -> Data:
    """An enterprise with figures of its own."""
    accounts = [
        {
            "year": year,
            "standing": "approved",
            "headcount": f"{number % 7}.25",
            "turnover": f"{1000 * (number % 97)}.50",
            "balance_sheet_total": f"{900 * (number % 89)}.25",
        }
        for year in (2013, 2014, 2015)
    ]
    name = f"firm-{number}"
    return {"id": name, "name": name, "kind": "enterprise", "markets": ["gears"], "accounts": accounts} | more


def holds(holder: int | str, held: int, capital: str | None, votes: str | None = None, **more: object) -> Data:
    """A holding; the votes are those of the capital where they are not given."""
    name = holder if isinstance(holder, str) else f"firm-{holder}"
    part = {"capital": capital, "votes": capital if votes is None else votes}
    return {"holder": name, "held": f"firm-{held}"} | part | more


def _firms(parties: int) -> list[Data]:
    return [firm(number) for number in range(parties)]


def _graph(parties: list[Data], holdings: Iterable[Data], **more: object) -> Data:
    return {"parties": parties, "holdings": list(holdings), **more}


def _others(parties: int) -> range:
    return range(1, parties)


def _group_of(parties: int, **more: object) -> Data:
    """One enterprise that holds all others."""
    return _graph(_firms(parties), (holds(0, each, "0.6") for each in _others(parties)), **more)


def _partners_of(parties: int, capital: str | None = "0.3", votes: str | None = None) -> Data:
    return _graph(_firms(parties), (holds(0, each, capital, votes) for each in _others(parties)))


def _holders_of(parties: int) -> Data:
    return _graph(_firms(parties), (holds(each, 0, f"1/{parties}") for each in _others(parties)))


def _chain(parties: int, *, ring: bool = False, backwards: bool = False) -> Data:
    links = [(each - 1, each) for each in _others(parties)] + ([(parties - 1, 0)] if ring else [])
    return _graph(_firms(parties), (holds(*(link[::-1] if backwards else link), "0.6") for link in links))


def _joint(parties: int) -> Data:
    """Every enterprise is won only by the votes of all that were won before: pairs of holders, one step at a time."""
    holdings = [holds(0, 1, "0.6")]
    for each in range(2, parties):
        holdings += [holds(each - 1, each, "0.3"), holds(each // 2 if each > 2 else 0, each, "0.3")]
    return _graph(_firms(parties), holdings)


def _groups_of_partners(parties: int, size: int = 100) -> Data:
    """Partners each of which is linked with others."""
    holdings = []
    for each in _others(parties):
        head = each - each % size
        holdings.append(holds(0, each, "0.3") if each == head else holds(head, each, "0.7"))
    return _graph(_firms(parties), holdings)


def _person(parties: int, persons: int = 1, **more: object) -> Data:
    """Natural persons who act jointly and dominate all."""
    people = [{"id": f"person-{each}", "name": "Somebody", "kind": "natural_person"} for each in range(persons)]
    firms = [firm(number, **more) for number in range(parties - persons)]
    part = f"{6 * persons}/{10 * persons * persons}"
    holdings = (holds(each["id"], number, part) for number, _ in enumerate(firms) for each in people)
    return _graph(people + firms, holdings, acting_jointly=[[each["id"] for each in people]] if persons > 1 else [])


def _families(parties: int, size: int = 5) -> Data:
    """Persons each of whom dominates some enterprises, all held a little by the first."""
    people, holdings = [], []
    firms = [firm(number, markets=[f"market-{number % 3}"]) for number in range(parties - parties // (size + 1))]
    for number, _ in enumerate(firms):
        if number % size == 0:
            people.append({"id": f"person-{number}", "name": "Somebody", "kind": "natural_person"})
        holdings.append(holds(people[-1]["id"], number, "0.6"))
        if number:
            holdings.append(holds(0, number, "0.3"))
    return _graph(firms + people, holdings)


def _persons_above_a_group(parties: int) -> Data:
    """Very many persons, the votes of none of whom are known, in the first enterprise of a chain."""
    half = parties // 2
    chain = _chain(parties - half)
    people = [{"id": f"person-{each}", "name": "Somebody", "kind": "natural_person"} for each in range(half)]
    chain["parties"] += people
    chain["holdings"] += [{"holder": each["id"], "held": "firm-0", "capital": None, "votes": None} for each in people]
    return chain


def _uneven_partners(parties: int) -> Data:
    """Partners whose shares have no common denominator."""
    return _graph(
        _firms(parties), (holds(0, each, f"{parties + each}/{3 * parties + each}") for each in _others(parties))
    )


def _uneven_holders(parties: int) -> Data:
    """Holders of one enterprise whose shares have no common denominator."""
    return _graph(_firms(parties), (holds(each, 0, f"1/{parties + each}") for each in _others(parties)))


def _web(parties: int) -> Data:
    """Everybody holds parts of several others, in circles."""
    steps = ((1, "0.2"), (7, "0.25"), (100, "0.2501"), (parties // 2, "0.2"))
    return _graph(
        _firms(parties),
        (holds(each, (each + step) % parties, part) for step, part in steps for each in range(parties)),
    )


def _consolidated(parties: int) -> Data:
    accounts = [
        firm(0)["accounts"][0] | {"year": year, "parent": "firm-0", "includes": [f"firm-{each}" for each in includes]}
        for year, includes in ((2014, range(1, parties // 2)), (2015, range(1, parties)))
    ]
    return _group_of(parties, consolidated=accounts)


def _public(parties: int) -> Data:
    """Local authorities that hold parts of enterprises, which hold parts of the first one."""
    half = parties // 2
    towns = [
        {"id": f"town-{each}", "name": "Town", "kind": "local_authority", "inhabitants": 900, "annual_budget": "9000"}
        for each in range(half)
    ]
    firms = _firms(parties - half)
    holdings = [holds(f"town-{each}", each, "0.6") for each in range(half)]
    holdings += [holds(each, 0, f"3/{10 * parties}") for each in range(1, len(firms))]
    return _graph(firms + towns, holdings)


def _without(data: Data, *names: str) -> Data:
    """The same, with facts of all enterprises not known."""
    for each in data["parties"]:
        each.update((name, None) for name in names if name in each)
        for entry in each.get("accounts") or ():
            entry.update((name, None) for name in names if name in entry)
    return data


def _every_other_unknown(data: Data, name: str) -> Data:
    for each in data["holdings"][::2]:
        each[name] = None
    return data


SHAPES: dict[str, Callable[[int], Data]] = {
    "one enterprise holds all others": _group_of,
    "a chain": _chain,
    "a chain, from its end": lambda parties: _chain(parties, backwards=True),
    "a ring": lambda parties: _chain(parties, ring=True),
    "a chain won by joint votes": _joint,
    "a web in circles": _web,
    "separate partners": _partners_of,
    "partners with groups of their own": _groups_of_partners,
    "many small holders": _holders_of,
    "partners with uneven shares": _uneven_partners,
    "holders with uneven shares": _uneven_holders,
    "one natural person dominates all": _person,
    "three natural persons dominate all jointly": lambda parties: _person(parties, 3),
    "many natural persons dominate a few each": _families,
    "consolidated accounts of all": _consolidated,
    "local authorities": _public,
    "accounts of all unknown": lambda parties: _without(_group_of(parties), "accounts"),
    "headcount of all unknown": lambda parties: _without(_group_of(parties), "headcount"),
    "standing of all accounts unknown": lambda parties: _without(_group_of(parties), "standing"),
    "markets of all unknown": lambda parties: _without(_person(parties), "markets"),
    "votes of all partners unknown": lambda parties: _every_other_unknown(_partners_of(parties), "votes"),
    "figures and votes of partners unknown": lambda parties: _without(
        _every_other_unknown(_partners_of(parties), "votes"), "headcount", "turnover"
    ),
    "votes of many natural persons unknown": _persons_above_a_group,
    "other control of all unknown": lambda parties: _every_other_unknown(_web(parties), "other_control"),
}
"""What is measured: for each shape its graph as plain data, of so many parties."""


def graph_of(shape: str, parties: int = PARTIES) -> OwnershipGraph:
    """The graph of a shape."""
    return OwnershipGraph.model_validate(SHAPES[shape](parties))


def measure(shapes: Sequence[str], parties: int, runs: int) -> dict[str, list[float]]:
    """The seconds of every run, by shape."""
    # One graph at a time: what others there are would keep the garbage collector busy.
    return {shape: list(_runs(graph_of(shape, parties), runs)) for shape in shapes}


def _runs(graph: OwnershipGraph, runs: int) -> Iterator[float]:
    for _ in range(runs):
        start = time.perf_counter()
        sme_status(graph, "firm-0", on=ON)
        yield time.perf_counter() - start


def medians(seconds: dict[str, list[float]]) -> dict[str, float]:
    """The median of each shape, in seconds, to the millisecond."""
    return {shape: round(median(each), 3) for shape, each in seconds.items()}


def report(seconds: dict[str, list[float]]) -> str:
    """The figures as a table for people."""
    lines = [f"{'seconds':45}{'median':>10}{'fastest':>10}{'at most':>10}"]
    for shape, figure in medians(seconds).items():
        verdict = "reached" if figure <= TARGET_SECONDS else "MISSED"
        lines.append(f"{shape:45}{figure:>10.3f}{min(seconds[shape]):>10.3f}{TARGET_SECONDS:>10}  {verdict}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.ownership", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object with the medians, nothing else")
    parser.add_argument("--parties", type=int, default=PARTIES, help=f"how many parties (default {PARTIES:,})")
    parser.add_argument("--runs", type=int, default=5, help="how many runs of every shape (default 5)")
    parser.add_argument("--shape", action="append", choices=list(SHAPES), help="this shape only; may stand repeatedly")
    chosen = parser.parse_args(arguments)
    seconds = measure(chosen.shape or list(SHAPES), chosen.parties, chosen.runs)
    print(json.dumps(medians(seconds)) if chosen.json else report(seconds))


if __name__ == "__main__":
    main()
