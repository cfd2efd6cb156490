"""How long a portfolio takes: `python -m benchmarks.portfolio`, or with `--json` for machines.

The workload is that of `benchmarks/WORKLOAD.md`. Tables are in memory, in Polars. What each figure means:

- `ours_s`: `assess_frame(tables, WORKLOAD)`, with the columns that the workload asks for: every check at the border
  included;
- `hand_polars_s`: the same by hand, as fast as it could be made; it checks nothing;
- `idiomatic_polars_s`: the same by hand, as most people would write it;
- `peak_ratio_to_hand_polars`: the highest memory of a process that runs ours, over that of one that runs the fastest by
  hand;
- `growth_exponent`: how the time of ours grows with the number of applications; 1 is in proportion.

Before anything is measured, every peer is held against a slow reference in exact decimals. Each figure is a median; in
each round every one runs once, so that a machine that slows down slows all of them.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median

import polars as pl

from benchmarks.workload import by_hand, reference
from benchmarks.workload.rules import WORKLOAD
from benchmarks.workload.tables import Tables, tables
from clusterpolicy.engines.frame import assess_frame

ASKED = ("outcome", "failed", "grant_cents", "size")

HIGHEST_RATIO = 1.5
"""Ours may take at most so many times as long as the fastest by hand."""

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


WAYS: Mapping[str, Callable[[Tables], Tables]] = {
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


def _told(found: Tables) -> dict[str, list[object]]:
    applications = found["applications"].sort("application")
    participations = found["participations"].sort("application", "participation")
    return {
        "failed": applications["failed"].to_list(),
        "grants": applications["grant_cents"].to_list(),
        "sizes": participations["size"].cast(pl.String).to_list(),
        "grants of partners": participations["grant_cents"].to_list(),
    }


def seconds(portfolio: Tables, ways: Sequence[str], rounds: int) -> dict[str, float]:
    """The median time of each way."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name in ways:
            start = time.perf_counter()
            WAYS[name](portfolio)
            found[name].append(time.perf_counter() - start)
    return {name: median(each) for name, each in found.items()}


def peak(way: str, applications: int) -> int:
    """The highest memory of a process that assesses a portfolio in one way."""
    command = [sys.executable, "-c", _PEAK, way, str(applications)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own
    return int(ended.stdout)


def growth_exponent(most: int, rounds: int) -> float:
    """How the time of ours grows from a hundredth of a portfolio to all of it."""
    small, large = (seconds(tables(number), ["ours"], rounds)["ours"] for number in (most // 100, most))
    return math.log(large / small) / math.log(100)


def measure(applications: int, rounds: int) -> dict[str, float]:
    """Every figure. Raises `AssertionError` where a way of assessing is wrong."""
    # first: a process inherits the peak of the one that starts it
    peaks = {way: peak(way, applications) for way in ("ours", "hand_polars")}
    wrong = differences(tables(min(applications, 20_000), seed=2))
    assert not wrong, wrong
    times = seconds(tables(applications), list(WAYS), rounds)
    return {
        "applications": applications,
        **{f"{name}_s": round(each, 4) for name, each in times.items()},
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
    print("\n".join(f"{name:30}{figure:>14,}" for name, figure in figures.items()))
    ratio = figures["ours_s"] / figures["hand_polars_s"]
    print(f"{'ours / hand_polars':30}{ratio:>14.2f}   at most {HIGHEST_RATIO}")
    print(f"{'ours / idiomatic_polars':30}{figures['ours_s'] / figures['idiomatic_polars_s']:>14.2f}   at most 1.0")


if __name__ == "__main__":
    main()
