"""How long what-ifs take: `python -m benchmarks.sweep`, or with `--json` for machines.

The applications are those of the replayed practice, 166 in two calls. Six figures vary at random in every variant:
the lowest cost, the share of research ordered, the highest intensity, the weight of novelty, the threshold of merit,
and the money of the call. So eligibility, grants, scores, the order and the cut-off all change. What each figure means:

- `seconds`: `sweep` over both calls, from applications and marks as objects to the outcome of every application in
  every variant; the median of the rounds.
- `first_answer_s`: the first what-if of a fresh process, from the moment the call and what is asked are loaded: eight
  values of the lowest cost, and what they mean for ten applications with their marks; the median of the rounds.
- `fastest`: the fastest round of the sweep: on a shared machine it says more about the code.
- `variants`, `applications`: how many of each.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from statistics import median
from time import perf_counter

from clusterpolicy.replay.marks import marks_of
from clusterpolicy.replay.portfolio import applications_of
from clusterpolicy.replay.run import CALLS, SEED
from clusterpolicy.whatif.sweep import sweep
from clusterpolicy.whatif.variants import Steps, Variants

VARIANTS = 10_000
TARGETS = {"seconds": 0.5, "first_answer_s": 0.1}
"""The figures to reach, in seconds at most."""

FEW = 10


def variants_of(line: str, number: int) -> Variants:
    """So many variants of six figures of a call."""
    return Variants.sampled(
        {
            "piedmont/minimum_cost": Steps(100_000, 900_000, 1),
            "piedmont/research_orders_share": Steps("0.10", "0.40", "0.0001"),
            "piedmont/highest_intensity": Steps("0.30", "0.70", "0.0001"),
            "piedmont/merit/novelty_weight": Steps(0, 8, 1),
            "piedmont/merit/threshold": Steps(40, 90, "0.5"),
            f"piedmont/{line}/endowment": Steps(1_000_000, 30_000_000, "0.01"),
        },
        number,
        seed=SEED,
    )


def measure(number: int, rounds: int) -> tuple[list[float], int]:
    """The seconds of each round of the sweep over both calls, and how many applications there are."""
    work = [
        (call, applications_of(line, SEED), marks_of(line, SEED, call.merit.grid), variants_of(line, number))
        for line, call in CALLS.items()
    ]
    taken: list[float] = []
    for _ in range(rounds + 1):  # the first one is for warming up
        start = perf_counter()
        found = [sweep(*each) for each in work]
        taken.append(perf_counter() - start)
        assert all(len(each) == number for each in found)
    return taken[1:], sum(len(applications) for _, applications, _, _ in work)


def first_answer() -> float:
    """The seconds of the first what-if of this process."""
    call = CALLS["line_b"]
    applications = applications_of("line_b", SEED)[:FEW]
    names = {each.id for each in applications}
    marks = [each for each in marks_of("line_b", SEED, call.merit.grid) if each.application in names]
    start = perf_counter()
    found = sweep(call, applications, marks, Variants.grid({"piedmont/minimum_cost": Steps(250_000, 425_000, 25_000)}))
    taken = perf_counter() - start
    assert len(found) == 8
    return taken


def first_answers(rounds: int) -> list[float]:
    """The same in so many fresh processes."""
    command = [sys.executable, "-m", "benchmarks.sweep", "--first-answer"]
    return [float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(rounds)]  # noqa: S603  # our own command


def figures(number: int, rounds: int) -> dict[str, float | int]:
    """The figures, as the documentation of this module defines them."""
    taken, applications = measure(number, rounds)
    return {
        "variants": number,
        "applications": applications,
        "seconds": round(median(taken), 3),
        "first_answer_s": round(median(first_answers(rounds)), 3),
        "fastest": round(min(taken), 3),
    }


def report(found: dict[str, float | int]) -> str:
    """The figures as a table for people, with what to reach."""
    lines = []
    for name, figure in found.items():
        target = TARGETS.get(name)
        said = "" if target is None else f"   at most {target}: {'reached' if figure <= target else 'MISSED'}"
        lines.append(f"{name:16}{figure:>10,}{said}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.sweep", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object with the figures, nothing else")
    parser.add_argument("--variants", type=int, default=VARIANTS, help="how many (default 10000)")
    parser.add_argument("--rounds", type=int, default=5, help="how often to measure (default 5)")
    parser.add_argument(
        "--first-answer", action="store_true", help="only the first what-if of this process, in seconds"
    )
    chosen = parser.parse_args(arguments)
    if chosen.first_answer:
        print(first_answer())
        return
    found = figures(chosen.variants, chosen.rounds)
    print(json.dumps(found) if chosen.json else report(found))


if __name__ == "__main__":
    main()
