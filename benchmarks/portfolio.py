"""How long a portfolio takes: `python -m benchmarks.portfolio`, or with `--json` for machines.

The workload is that of `benchmarks/WORKLOAD.md`. Tables are in memory, in Polars. What each figure means:

- `ours_s`: `assess_frame(tables, WORKLOAD)`, with the columns that the workload asks for: every check at the border
  included;
- `hand_polars_s`: the same by hand, as fast as it could be made; it checks nothing;
- `idiomatic_polars_s`: the same by hand, as somebody who knows Polars well would write it; it checks nothing either;
- `openfisca_s`: the same rules as entities, variables and parameters of OpenFisca, from the same tables to the same
  columns, but for the lists of codes; null where it is not installed, and then `openfisca_reason` says so;
- `openfisca_inexact_grants`: how many grants of partners it does not find to the cent, of those that are compared;
- `parquet_ours_s`, `parquet_hand_polars_s`: the first two again, from Parquet files on;
- `ratio_to_hand_polars`, `ratio_to_idiomatic_polars`, `parquet_ratio_to_hand_polars`: ours over the others, and
  `openfisca_ratio_to_ours`: the median over the rounds of how they compare in one round;
- `spread`: how far the rounds of ours lie apart, as a share of their median; above 0.5 the machine was not quiet;
- `peak_ratio_to_hand_polars`: the most memory of a process that holds the tables and runs ours, over that of one that
  runs the fastest by hand;
- `growth_exponent`: how the time of ours grows from a tenth of the largest portfolio to all of it; 1 is in proportion,
  and below 1 what each call costs still counts;
- `seconds_by_applications`: the time of ours from 10,000 applications on, ten times as many each time.

Before anything is measured, every peer is held against a slow reference in exact decimals. OpenFisca reckons in
floating-point numbers of 32 bits, so its grants may be off by less than a euro. Each figure is a median; in each round
every one runs once, so that a machine that slows down slows all of them.

From the shell:

  python -m benchmarks.portfolio                        a million applications, some two minutes
  python -m benchmarks.portfolio --applications 100000  a first impression in half a minute
  python -m benchmarks.portfolio --largest 10000000     growth up to ten million: 16 GiB of memory, ten minutes
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.workload.peers import WAYS, WAYS_FROM_PARQUET, differences, inexact_grants, openfisca
from benchmarks.workload.tables import tables
from benchmarks.workload.timing import alone, ratio, rounds_of, spread, write

TO_REACH = {
    "ratio_to_hand_polars": "at most 1.5",
    "ratio_to_idiomatic_polars": "at most 1.0",
    "parquet_ratio_to_hand_polars": "at most 1.25",
    "openfisca_ratio_to_ours": "at least 2.0",
    "peak_ratio_to_hand_polars": "at most 1.3",
    "growth_exponent": "about 1",
}

COMPARED = 30_000
"""So many applications are held against the reference."""

SMALLEST = 10_000
"""From so many applications on it is measured how the time grows."""

ROUNDS_OF_GROWTH = 3

Figures = dict[str, Any]


def measure(applications: int, rounds: int, largest: int) -> Figures:
    """Every figure. Raises `AssertionError` where a way of assessing is wrong."""
    compared = tables(min(applications, COMPARED), seed=2)
    wrong = differences(compared)
    assert not wrong, wrong
    peer, portfolio = openfisca(), tables(applications)
    inexact = None if peer is None else inexact_grants(peer, compared)
    taken = rounds_of(portfolio, WAYS if peer is None else {**WAYS, "openfisca": peer.assessed}, rounds)
    del portfolio
    with TemporaryDirectory() as folder:
        files = write(Path(folder), applications)
        taken |= rounds_of(files, WAYS_FROM_PARQUET, rounds)
        peaks = {way: alone(way, Path(folder), 1)[1] for way in ("ours", "hand_polars")}
    found: Figures = {"applications": applications}
    found |= {f"{name}_s": round(median(each), 4) for name, each in taken.items()}
    if peer is None:
        found |= {"openfisca_s": None, "openfisca_reason": "OpenFisca is not installed: pip install openfisca-core"}
    found["openfisca_inexact_grants"] = inexact
    found |= {name: round(each, 3) for name, each in _ratios(taken)}
    found["spread"] = round(spread(taken["ours"]), 3)
    found["peak_ratio_to_hand_polars"] = round(peaks["ours"] / peaks["hand_polars"], 3)
    return found | growth(max(applications, largest), min(rounds, ROUNDS_OF_GROWTH))


def _ratios(taken: Mapping[str, list[float]]) -> Iterator[tuple[str, float]]:
    yield "ratio_to_hand_polars", ratio(taken, "ours", "hand_polars")
    yield "ratio_to_idiomatic_polars", ratio(taken, "ours", "idiomatic_polars")
    yield "parquet_ratio_to_hand_polars", ratio(taken, "parquet_ours", "parquet_hand_polars")
    if "openfisca" in taken:
        yield "openfisca_ratio_to_ours", ratio(taken, "openfisca", "ours")


def growth(largest: int, rounds: int) -> Figures:
    """How the time of ours grows, each portfolio in a process of its own."""
    sizes = [largest]
    while sizes[0] // 10 >= SMALLEST or len(sizes) == 1:
        sizes.insert(0, sizes[0] // 10)
    seconds = {size: _seconds_alone(size, rounds) for size in sizes}
    exponent = math.log10(seconds[sizes[-1]] / seconds[sizes[-2]])
    return {
        "growth_exponent": round(exponent, 3),
        "seconds_by_applications": {str(size): round(each, 4) for size, each in seconds.items()},
    }


def _seconds_alone(applications: int, rounds: int) -> float:
    with TemporaryDirectory() as folder:
        write(Path(folder), applications)
        return median(alone("ours", Path(folder), rounds + 1)[0][1:])  # the first round is for warming up


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.portfolio", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    parser.add_argument("--applications", type=int, default=1_000_000, help="how many (default a million)")
    parser.add_argument("--rounds", type=int, default=8, help="how many rounds to measure (default 8)")
    parser.add_argument(
        "--largest", type=int, default=0, help="the largest portfolio of growth (default as many as --applications)"
    )
    chosen = parser.parse_args(arguments)
    figures = measure(chosen.applications, chosen.rounds, chosen.largest)
    print(json.dumps(figures) if chosen.json else "\n".join(_lines(figures)))


def _lines(figures: Figures) -> Iterator[str]:
    for name, figure in figures.items():
        if isinstance(figure, dict):
            for each, seconds in figure.items():
                yield f"{f'{int(each):,} applications':32}{seconds:>14,}"
        elif isinstance(figure, int | float):
            yield f"{name:32}{figure:>14,}   {TO_REACH.get(name, '')}".rstrip()
        else:
            yield f"{name:32}{figure or 'not known':>14}"


if __name__ == "__main__":
    main()
