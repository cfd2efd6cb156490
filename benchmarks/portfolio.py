"""How long a portfolio takes: `python -m benchmarks.portfolio`, or with `--json` for machines.

The workload is that of `benchmarks/WORKLOAD.md`. Tables are in memory, in Polars. What each figure means:

- `ours_s`: `assess_frame(tables, WORKLOAD)`, with the columns that the workload asks for: every check at the border
  included;
- `hand_polars_s`: the same by hand, as fast as it could be made; it checks nothing;
- `idiomatic_polars_s`: the same by hand, as most people would write it;
- `openfisca_s`: the same rules as entities, variables and parameters of OpenFisca, from the same tables to the same
  columns, but for the lists of codes; null where it is not installed, and then `openfisca_reason` says so;
- `openfisca_inexact_grants`: how many grants of partners it does not find to the cent, of those that are compared;
- `parquet_ours_s`, `parquet_hand_polars_s`: the first two again, from Parquet files on;
- `peak_ratio_to_hand_polars`: the highest memory of a process that runs ours, over that of one that runs the fastest by
  hand;
- `growth_exponent`: how the time of ours grows with the number of applications; 1 is in proportion.

Before anything is measured, every peer is held against a slow reference in exact decimals. OpenFisca reckons in
floating-point numbers of 32 bits, so its grants may be off by less than a euro. Each figure is a median; in each round
every one runs once, so that a machine that slows down slows all of them.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from benchmarks.workload import by_hand, reference
from benchmarks.workload.rules import WORKLOAD
from benchmarks.workload.tables import Tables, tables
from clusterpolicy.engines.frame import assess_frame
from clusterpolicy.engines.frame.files import read_tables

ASKED = ("outcome", "failed", "grant_cents", "size")

HIGHEST_RATIO = 1.5
"""Ours may take at most so many times as long as the fastest by hand."""

HIGHEST_RATIO_FROM_PARQUET = 1.25
"""The same, from Parquet files on."""

MOST_OFF = 100
"""OpenFisca may be off by less than so many cents: it cannot do better."""

COMPARED = 20_000
"""So many applications are held against the reference."""

Way = Callable[[Tables], Tables]

_PEAK = """
import resource, sys
from benchmarks.portfolio import WAYS
from benchmarks.workload.tables import tables
made = tables(int(sys.argv[2]))
WAYS[sys.argv[1]](made)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def ours(portfolio: Tables) -> Tables:
    """By the library."""
    return assess_frame(portfolio, WORKLOAD, tell=ASKED)


WAYS: Mapping[str, Way] = {
    "ours": ours,
    "hand_polars": by_hand.fast,
    "idiomatic_polars": by_hand.idiomatic,
}


def differences(portfolio: Tables) -> list[str]:
    """In what a way of assessing does not find what the reference finds."""
    right = _told(reference.assessed(portfolio))
    found = []
    for name, way in WAYS.items():
        told = _told(way(portfolio))
        found += [f"{name}: {each}" for each, column in told.items() if column != right[each]]
    return found


def openfisca() -> Any:
    """The peer in OpenFisca; `None` where that is not installed."""
    try:
        return import_module("benchmarks.workload.by_openfisca")
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("openfisca"):
            raise
        return None


def inexact_grants(peer: Any, portfolio: Tables) -> int:
    """How many grants of partners the peer in OpenFisca does not find to the cent.

    Raises: AssertionError where it finds other sizes or codes, or is off by more than it must be.
    """
    right, told = _told(reference.assessed(portfolio)), _told(peer.with_codes(peer.assessed(portfolio)))
    assert all(told[name] == right[name] for name in ("failed", "sizes"))
    off = (pl.Series(told["grants of partners"]) - pl.Series(right["grants of partners"])).abs()
    assert (off < MOST_OFF).all()
    return int((off > 0).sum())


def _told(found: Tables) -> dict[str, list[object]]:
    applications = found["applications"].sort("application")
    participations = found["participations"].sort("application", "participation")
    return {
        "failed": applications["failed"].to_list(),
        "grants": applications["grant_cents"].to_list(),
        "sizes": participations["size"].cast(pl.String).to_list(),
        "grants of partners": participations["grant_cents"].to_list(),
    }


def seconds(portfolio: Tables, ways: Mapping[str, Way], rounds: int) -> dict[str, float]:
    """The median time of each way."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            start = time.perf_counter()
            way(portfolio)
            found[name].append(time.perf_counter() - start)
    return {name: median(each) for name, each in found.items()}


def from_parquet(portfolio: Tables, rounds: int) -> dict[str, float]:
    """The median time of ours and of the fastest by hand, from Parquet files on."""
    with TemporaryDirectory() as folder:
        files = {name: Path(folder) / f"{name}.parquet" for name in portfolio}
        for name, table in portfolio.items():
            table.write_parquet(files[name])
        ways: dict[str, Way] = {
            "parquet_ours": lambda _: ours(read_tables(files, WORKLOAD)),
            "parquet_hand_polars": lambda _: by_hand.fast({n: pl.read_parquet(file) for n, file in files.items()}),
        }
        return seconds(portfolio, ways, rounds)


def peak(way: str, applications: int) -> int:
    """The highest memory of a process that assesses a portfolio in one way."""
    command = [sys.executable, "-c", _PEAK, way, str(applications)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own
    return int(ended.stdout)


def growth_exponent(most: int, rounds: int) -> float:
    """How the time of ours grows from a hundredth of a portfolio to all of it."""
    small, large = (seconds(tables(number), {"ours": ours}, rounds)["ours"] for number in (most // 100, most))
    return math.log(large / small) / math.log(100)


def measure(applications: int, rounds: int) -> dict[str, float | str | None]:
    """Every figure. Raises `AssertionError` where a way of assessing is wrong."""
    # first: a process inherits the peak of the one that starts it
    peaks = {way: peak(way, applications) for way in ("ours", "hand_polars")}
    compared = tables(min(applications, COMPARED), seed=2)
    wrong = differences(compared)
    assert not wrong, wrong
    peer, portfolio = openfisca(), tables(applications)
    inexact = None if peer is None else inexact_grants(peer, compared)
    times = seconds(portfolio, WAYS if peer is None else {**WAYS, "openfisca": peer.assessed}, rounds)
    times |= from_parquet(portfolio, rounds)
    found: dict[str, float | str | None] = {f"{name}_s": round(each, 4) for name, each in times.items()}
    if peer is None:
        found |= {"openfisca_s": None, "openfisca_reason": "OpenFisca is not installed: pip install openfisca-core"}
    return {
        "applications": applications,
        **found,
        "openfisca_inexact_grants": inexact,
        "peak_ratio_to_hand_polars": round(peaks["ours"] / peaks["hand_polars"], 3),
        "growth_exponent": round(growth_exponent(applications, min(rounds, 3)), 3),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.portfolio", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    parser.add_argument("--applications", type=int, default=1_000_000, help="how many (default a million)")
    parser.add_argument("--rounds", type=int, default=5, help="how many rounds to measure (default 5)")
    chosen = parser.parse_args(arguments)
    figures = measure(chosen.applications, chosen.rounds)
    if chosen.json:
        print(json.dumps(figures))
        return
    print("\n".join(_lines(figures)))


def _lines(figures: Mapping[str, Any]) -> Iterator[str]:
    for name, figure in figures.items():
        yield f"{name:30}{figure:>14,}" if isinstance(figure, int | float) else f"{name:30}{figure or 'not known':>14}"
    yield _ratio(figures, "ours", "hand_polars", f"at most {HIGHEST_RATIO}")
    yield _ratio(figures, "ours", "idiomatic_polars", "at most 1.0")
    yield _ratio(figures, "parquet_ours", "parquet_hand_polars", f"at most {HIGHEST_RATIO_FROM_PARQUET}")
    if figures["openfisca_s"] is not None:
        yield _ratio(figures, "openfisca", "ours", "at least 2.0")


def _ratio(figures: Mapping[str, Any], one: str, other: str, to_reach: str) -> str:
    ratio = figures[f"{one}_s"] / figures[f"{other}_s"]
    return f"{f'{one} / {other}':40}{ratio:>4.2f}   {to_reach}"


if __name__ == "__main__":
    main()
