"""How long ways to assess the workload take, and how much memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from statistics import median
from typing import TypeVar

import polars as pl

from benchmarks.workload.tables import Tables, tables

PIECE = 1_000_000
"""So many applications are made at a time: tables of ten million would fill the memory while they are made."""

_MEASURE = """
import json, sys, time
from pathlib import Path
from benchmarks.workload.peers import WAYS
from benchmarks.workload.timing import forget_peak, peak, read
portfolio, taken = read(Path(sys.argv[2])), []
forget_peak()
for _ in range(int(sys.argv[3])):
    start = time.perf_counter()
    WAYS[sys.argv[1]](portfolio)
    taken.append(time.perf_counter() - start)
print(json.dumps([taken, peak()]))
"""

Given = TypeVar("Given")


def rounds_of(given: Given, ways: Mapping[str, Callable[[Given], object]], rounds: int) -> dict[str, list[float]]:
    """The seconds of each way in each round. In a round every way runs once: what slows the machine slows them all.

    Every second round goes the other way round: who comes after a heavy way pays for the memory that it gave back.
    """
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name in list(ways)[:: -1 if number % 2 else 1]:
            start = time.perf_counter()
            ways[name](given)
            taken[name].append(time.perf_counter() - start)
    return taken


def ratio(taken: Mapping[str, list[float]], one: str, other: str) -> float:
    """How many times as long one way takes as another: the median over the rounds."""
    return median(mine / theirs for mine, theirs in zip(taken[one], taken[other], strict=True))


def spread(taken: list[float]) -> float:
    """How far the rounds lie apart, as a share of their median."""
    return (max(taken) - min(taken)) / median(taken)


# --- portfolios in files ---------------------------------------------------------------------------------------------


def write(folder: Path, applications: int) -> dict[str, Path]:
    """Write a portfolio into one Parquet file a table, a piece at a time; the files by the names of the tables."""
    pieces = [_piece(start, min(PIECE, applications - start)) for start in range(0, applications, PIECE)]
    files = {}
    for name in ("applications", "participations"):
        files[name] = folder / f"{name}.parquet"
        if len(pieces) == 1:
            pieces[0]()[name].write_parquet(files[name])
        else:
            _written_together(folder, name, pieces, files[name])
    return files


def _piece(start: int, applications: int) -> Callable[[], Tables]:
    def made() -> Tables:
        found = tables(applications, seed=1 + start // PIECE)
        return {name: table.with_columns(pl.col("application") + start) for name, table in found.items()}

    return made


def _written_together(folder: Path, name: str, pieces: list[Callable[[], Tables]], file: Path) -> None:
    parts = []
    for number, piece in zip(count(), pieces, strict=False):
        parts.append(folder / f"{name}-{number}.parquet")
        piece()[name].write_parquet(parts[-1])
    pl.scan_parquet(parts).sink_parquet(file)
    for part in parts:
        part.unlink()


def read(folder: Path) -> Tables:
    """A portfolio from its files, in memory."""
    names = ("applications", "participations")
    return {name: pl.read_parquet(folder / f"{name}.parquet").rechunk() for name in names}


# --- a process of its own --------------------------------------------------------------------------------------------


def alone(way: str, folder: Path, rounds: int) -> tuple[list[float], int]:
    """The seconds of each round of one way in a process of its own, and the most memory it held, in KiB."""
    command = [sys.executable, "-c", _MEASURE, way, str(folder), str(rounds)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own
    taken, most = json.loads(ended.stdout)
    return list(taken), int(most)


def forget_peak() -> None:
    """Count the most memory of this process anew, where the system can: to read tables takes more than to hold them."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:  # on another system the peak of reading counts as well
        return


def peak() -> int:
    """The most memory that this process has held, in KiB."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    except OSError:
        units = 1024 if sys.platform == "darwin" else 1
        return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // units
