"""How long a whole call takes: `python -m benchmarks.call`, or with `--json` for machines.

Ten thousand applications to Line A, each marked by five evaluators on every criterion, are handed in as objects; they
are made before the clock starts, the same ones for the same seed. Measured is `run_call`: every mark is checked, every
application is decided with its grant, scored, and ranked, and the money goes down the ranking. What each figure means:

- `seconds`: `run_call`, the median of the rounds.
- `fastest`: the same, the fastest round: on a shared machine it says more about the code.
- `marks_seconds`, `decide_seconds`, `score_seconds`, `rank_seconds`: its parts, measured one by one in a further round:
  checking and gathering the marks; eligibility and grants; scores; ranking and allocation.
- `applications`, `marks`: how many of each.
"""

from __future__ import annotations

import argparse
import gc
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TypeVar

from benchmarks.competition import applications, marks
from clusterpolicy import Application, Mark, Selection, run_call
from clusterpolicy.calls.contest import Contest
from clusterpolicy.calls.entry import Examiner
from clusterpolicy.calls.law import Law
from clusterpolicy.calls.scorecards import scorecards
from clusterpolicy.engines.scalar import compiled
from clusterpolicy.rules.piedmont import LINE_A
from clusterpolicy.scoring.marks import evaluations_of

APPLICATIONS = 10_000
EVALUATORS = 5
TARGET_SECONDS = 2
"""The figure to reach: at most so many seconds."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Measured:
    """Every single measurement in seconds: of the whole, a list of rounds; of its parts, one each."""

    applications: int
    marks: int
    rounds: Sequence[float]
    parts: dict[str, float]

    def figures(self) -> dict[str, float | int]:
        """The figures, as the documentation of this module defines them."""
        return {
            "seconds": round(median(self.rounds), 3),
            "fastest": round(min(self.rounds), 3),
            **{f"{name}_seconds": round(seconds, 3) for name, seconds in self.parts.items()},
            "applications": self.applications,
            "marks": self.marks,
        }


def measure(number: int, rounds: int) -> Measured:
    """Make so many applications with their marks, and run the call on them as often as `rounds` says."""
    filed = applications(number)
    scales = [(each.code, int(each.scale.ends()[1])) for each in LINE_A.merit.grid.marked if each.scale is not None]
    given = marks(filed, scales, EVALUATORS)
    run_call(LINE_A, filed[:1], [])  # the functions of the rules are generated once, and then kept
    taken = [_timed(lambda: _run(filed, given))[0] for _ in range(rounds)]
    return Measured(len(filed), len(given), taken, _parts(filed, given))


def _run(filed: Sequence[Application], given: Sequence[Mark]) -> Selection:
    return run_call(LINE_A, filed, given)


def _parts(filed: Sequence[Application], given: Sequence[Mark]) -> dict[str, float]:
    law = Law.of(LINE_A, None, None)
    machine = compiled(LINE_A)
    figures = machine.figures(law.day)
    gc.disable()  # as a run does
    try:
        gathering, found = _timed(lambda: evaluations_of(filed, given, (), LINE_A.merit.grid, on=law.day))
        evaluations = tuple(found.values())
        deciding, _ = _timed(lambda: [machine.verdict(each, law.day, figures) for each in filed])
        scoring, _ = _timed(lambda: list(scorecards(LINE_A.merit, evaluations, on=law.day)))
        entries = {entry.application.id: entry for entry in Examiner(law).entries(evaluations)}
        ranking, _ = _timed(Contest(law, entries, {}).allocation)
    finally:
        gc.enable()
    return {"marks": gathering, "decide": deciding, "score": scoring, "rank": ranking}


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = perf_counter()
    done = work()
    return perf_counter() - start, done


def report(measured: Measured) -> str:
    """The figures as a table for people, with what to reach."""
    figures = measured.figures()
    reached = "reached" if figures["seconds"] <= TARGET_SECONDS else "MISSED"
    lines = [f"{name:20}{figure:>12,}" for name, figure in figures.items()]
    lines[0] += f"   at most {TARGET_SECONDS}: {reached}"
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.call", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object with the figures, nothing else")
    parser.add_argument("--applications", type=int, default=APPLICATIONS, help="how many (default 10000)")
    parser.add_argument("--rounds", type=int, default=5, help="how often to run the call (default 5)")
    chosen = parser.parse_args(arguments)
    measured = measure(chosen.applications, chosen.rounds)
    print(json.dumps(measured.figures()) if chosen.json else report(measured))


if __name__ == "__main__":
    main()
