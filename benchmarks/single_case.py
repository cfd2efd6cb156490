"""How long one application takes: `python -m benchmarks.single_case`, or with `--json` for machines.

Everything is measured on the shipped example of an eligible application with three partners. What each figure means:

- `import_ms`: `from clusterpolicy import Application, assess`, in a process that has just started. Bytecode is there,
  as it is for an installed package. The process also proves that no dataframe library, no durable_rules and no Z3 was
  loaded.
- `build_ms`: Line A from nothing, in such a process, once the library itself is loaded: its figures and sources are
  read, its formulas are built, the rule set is checked, and the functions that decide are generated and compiled.
- `validate_us`: `Application.model_validate_json(text)`. The first call of a process also builds the validators, and
  is shown apart.
- `decide_us`: `decide(application, LINE_A)`, and reading the outcome, the failed and undetermined codes, the grant, and
  size, intensities and grant of every partner.
- `explain_us`: `assess(application, LINE_A)`: the decision with every finding, its reason, and the seal; all of them
  are looked at once. The words of a report are not made.
- `plain_python_us`: what `decide_us` measures, by the hand-written version in `benchmarks/plain_line_a.py`.

Each is a median: of fresh processes for `import_ms` and `build_ms`, of rounds for the others. In each round every one
of them runs for about ten milliseconds, one after the other, so that a machine that slows down slows all of them; the
garbage collector is off in the meantime, as `timeit` has it. The ratio of two figures is the median of the ratios
within each round.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from timeit import Timer

from benchmarks import plain_line_a
from clusterpolicy import Application, assess, decide
from clusterpolicy.engines.scalar import compiled
from clusterpolicy.rules.piedmont import LINE_A

EXAMPLE = Path(__file__).parent.parent / "examples/line_a/eligible.json"

TARGETS = {"import_ms": 150, "build_ms": 50, "validate_us": 150, "decide_us": 60, "explain_us": 200}
"""The figures to reach: at most so many milliseconds or microseconds."""

HIGHEST_RATIO = 4
"""`decide` may take at most so many times as long as the hand-written version."""

SECONDS_OF_A_BATCH = 0.01

# Only what every Python process has loaded already may be imported here before the clock starts.
FRESH_PROCESS = """
import sys, time
start = time.perf_counter()
import clusterpolicy
bare = time.perf_counter()
from clusterpolicy import Application, assess
names = time.perf_counter()
heavy = {"polars", "pandas", "narwhals", "pyarrow", "durable", "z3"} & set(sys.modules)
assert not heavy, f"importing the library loads {heavy}"
from clusterpolicy import decide
from clusterpolicy.engines.scalar import compiled
loaded = time.perf_counter()
from clusterpolicy.rules.piedmont import LINE_A
rules = time.perf_counter()
compiled(LINE_A)
functions = time.perf_counter()
with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
opened = time.perf_counter()
application = Application.model_validate_json(text)
read = time.perf_counter()
assess(application, LINE_A)
assessed = time.perf_counter()
print("bare", bare - start)
print("names", names - start)
print("rules", rules - loaded)
print("functions", functions - rules)
print("first_read", read - opened)
print("first_assess", assessed - read)
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Every single measurement, by its name: seconds, or, of what took place in rounds, seconds a call."""

    processes: Mapping[str, Sequence[float]]
    as_shell_is_set: Mapping[str, Sequence[float]]
    warm_build: Mapping[str, Sequence[float]]
    rounds: Mapping[str, Sequence[float]]

    def figures(self) -> dict[str, float]:
        """The six figures, as the documentation of this module defines them."""
        builds = [sum(parts) for parts in zip(self.processes["rules"], self.processes["functions"], strict=True)]
        return {
            "import_ms": _rounded(median(self.processes["names"]) * 1e3),
            "build_ms": _rounded(median(builds) * 1e3),
            **{f"{name}_us": _rounded(median(self.rounds[name]) * 1e6) for name in CALLS},
        }

    def ratio(self, name: str, other: str = "plain_python") -> float:
        """How many times as long one call takes as another, measured side by side."""
        pairs = zip(self.rounds[name], self.rounds[other], strict=True)
        return median([one / another for one, another in pairs])


TEXT = EXAMPLE.read_text(encoding="utf-8")
APPLICATION = Application.model_validate_json(TEXT)


def read_json() -> object:
    """Read and validate the example."""
    return Application.model_validate_json(TEXT)


def decide_by_the_library() -> object:
    """Decide without reasons, and look at what a caller wants to know."""
    verdict = decide(APPLICATION, LINE_A)
    partners = verdict.beneficiaries[0]
    columns = (partners.size, *partners.intensity.values(), partners.grant)
    each = list(zip(*[column for column in columns if column is not None], strict=True))
    return verdict.outcome, verdict.failed, verdict.undetermined, verdict.grant, each


def decide_by_hand() -> object:
    """The same by the hand-written version."""
    assessment = plain_line_a.assess(APPLICATION)
    each = [
        (
            partner.sizes,
            partner.industrial_research_intensity,
            partner.experimental_development_intensity,
            partner.grant,
        )
        for partner in assessment.partners
    ]
    return assessment.outcome, assessment.failed, assessment.undetermined, assessment.grant, each


def explain() -> object:
    """Decide with all reasons, and look at each of them, at each partner and at the seal of the application."""
    decision = assess(APPLICATION, LINE_A)
    reasons = [(finding.code, finding.status, finding.reason, finding.missing) for finding in decision.findings]
    partners = [(partner.size, partner.intensity, partner.grant) for partner in decision.participations]
    return decision.outcome, decision.grant, reasons, partners, decision.seal.application


CALLS: dict[str, Callable[[], object]] = {
    "validate": read_json,
    "decide": decide_by_the_library,
    "explain": explain,
    "plain_python": decide_by_hand,
}

FOR_PEOPLE: dict[str, Callable[[], object]] = {
    "explain, and write it as JSON": lambda: assess(APPLICATION, LINE_A).model_dump_json(),
    "explain, and write the report": lambda: assess(APPLICATION, LINE_A).report(),
}


def measure(processes: int, rounds: int, *, for_people: bool) -> Measured:
    """Measure everything. What only people want to know is left out unless asked for."""
    with tempfile.TemporaryDirectory() as folder:
        with_bytecode = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        with_bytecode.pop("PYTHONDONTWRITEBYTECODE", None)
        _in_fresh_process(with_bytecode)  # writes the bytecode
        installed = _together([_in_fresh_process(with_bytecode) for _ in range(processes)])
    as_shell_is_set = _together([_in_fresh_process(os.environ) for _ in range(processes)]) if for_people else {}
    warm = _together([_warm_build() for _ in range(processes)]) if for_people else {}
    calls = {**CALLS, **FOR_PEOPLE} if for_people else CALLS
    return Measured(installed, as_shell_is_set, warm, _in_rounds(calls, rounds))


def _in_fresh_process(environment: Mapping[str, str]) -> dict[str, float]:
    command = [sys.executable, "-c", FRESH_PROCESS, str(EXAMPLE)]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603  # our own
    return {name: float(seconds) for name, seconds in (line.split() for line in ended.stdout.splitlines())}


def _warm_build() -> dict[str, float]:
    rule_set = replace(LINE_A)
    return {
        "check": Timer(lambda: replace(LINE_A)).timeit(1),
        "functions": Timer(lambda: compiled(rule_set)).timeit(1),
    }


def _in_rounds(calls: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds a call, a list of rounds for each: A B C, A B C, and so on."""
    timers = {name: Timer(call) for name, call in calls.items()}
    repeats = {name: _repeats(timer) for name, timer in timers.items()}
    return _together(
        [{name: timer.timeit(repeats[name]) / repeats[name] for name, timer in timers.items()} for _ in range(rounds)]
    )


def _repeats(timer: Timer) -> int:
    """How many calls fill a batch. Finding out warms the call up."""
    calls, seconds = timer.autorange()
    return max(1, int(calls * SECONDS_OF_A_BATCH / seconds))


def _together(measurements: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    return {name: [each[name] for each in measurements] for name in measurements[0]}


def _rounded(figure: float) -> float:
    return round(figure, 1)


def report(measured: Measured) -> str:
    """The figures as a table for people, with what to reach, and what else is worth knowing."""
    figures = measured.figures()
    builds = [sum(parts) for parts in zip(measured.processes["rules"], measured.processes["functions"], strict=True)]
    fastest = {
        "import_ms": min(measured.processes["names"]) * 1e3,
        "build_ms": min(builds) * 1e3,
        **{f"{name}_us": min(measured.rounds[name]) * 1e6 for name in CALLS},
    }
    lines = [f"{'':34}{'median':>10}{'fastest':>10}{'at most':>10}"]
    for name, figure in figures.items():
        target = TARGETS.get(name)
        verdict = "" if target is None else f"{target:>10}  {'reached' if figure <= target else 'MISSED'}"
        lines.append(f"{name:34}{figure:>10.1f}{fastest[name]:>10.1f}{verdict}")
    ratio = measured.ratio("decide")
    reached = "reached" if ratio <= HIGHEST_RATIO else "MISSED"
    lines.append(f"{'decide / plain_python':34}{ratio:>10.2f}{'':>10}{HIGHEST_RATIO:>10}  {reached}")
    lines.append(f"{'explain / plain_python':34}{measured.ratio('explain'):>10.2f}")
    lines += ["", "Also, medians in milliseconds:"]
    lines += [f"  {name:50}{median(seconds) * 1e3:>10.2f}" for name, seconds in _more(measured).items()]
    return "\n".join((*lines, "", _machine()))


def _more(measured: Measured) -> dict[str, Sequence[float]]:
    fresh, warm = measured.processes, measured.warm_build
    return {
        "fresh process: bare import of the package": fresh["bare"],
        "fresh process: import_ms, bytecode as in this shell": measured.as_shell_is_set["names"],
        "fresh process: first import of Line A": fresh["rules"],
        "fresh process: functions of Line A": fresh["functions"],
        "fresh process: first application read": fresh["first_read"],
        "fresh process: first application assessed": fresh["first_assess"],
        "warm: Line A built and checked again": warm["check"],
        "warm: functions generated again": warm["functions"],
        **{f"warm: {name}": measured.rounds[name] for name in FOR_PEOPLE},
    }


def _machine() -> str:
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
    return (
        f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {_processor()}, "
        f"{os.cpu_count()} processors, load {load}"
    )


def _processor() -> str:
    """The name of the processor, where the system says."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.single_case", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object with the six medians, nothing else")
    parser.add_argument("--processes", type=int, default=9, help="how many fresh processes to start (default 9)")
    parser.add_argument("--rounds", type=int, default=51, help="how many rounds to measure (default 51)")
    chosen = parser.parse_args(arguments)
    measured = measure(chosen.processes, chosen.rounds, for_people=not chosen.json)
    try:
        print(json.dumps(measured.figures()) if chosen.json else report(measured), flush=True)
    except BrokenPipeError:  # who read the figures has stopped reading, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
