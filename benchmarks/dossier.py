"""How fast findings follow a document: `python -m benchmarks.dossier`, or with `--json` for machines.

- `change_ratio_small`: one fact of an open dossier of three partners is corrected under all rules of Line A, and what
  appeared and disappeared is read, with reasons and the evidence because of which; as a share of a full re-evaluation.
- `change_ratio_500`: the same with 500 known facts, of nine partners.
- `open_close_ms`: a dossier is opened, takes 30 documents, one after the other, and is closed; without a journal.
- `journal_steps_per_s`: steps that are durable in a file, taken in batches of 200.
- `peak_growth_mib`: by how much the peak memory of a process grows while it opens and closes 10,000 dossiers, after the
  first 1,000 of them.

A full re-evaluation is what has to be done without a dossier: the changed application is read, so that every type and
contradiction is checked, and assessed with every reason. `change_ratio_small_assess` and `change_ratio_500_assess` hold
the same steps against the assessment alone, of an application that has been read already. The two that end with
`_restated` count in the reading of every finding whose reason alone is another one.

One fact of each kind that a partner has is changed: what is declared, what a register says, a cost, a list of sites.
Each is changed to and fro some times, in turn with some full re-evaluations, so that a machine that slows down slows
both; the garbage collector is off in the meantime. The ratio of one fact is the median of its ratios; the figure is the
median over all facts.
"""

from __future__ import annotations

import argparse
import copy
import gc
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from clusterpolicy import Application, assess
from clusterpolicy.engines.dossier import Change, Dossier, Evidence
from clusterpolicy.engines.dossier.journal import FileStore
from clusterpolicy.rules.piedmont import LINE_A

EXAMPLE = Path(__file__).parent.parent / "examples/line_a/eligible.json"
TODAY = date(2016, 12, 10)

TARGETS = {"change_ratio_small": 1 / 3, "change_ratio_500": 1 / 20, "open_close_ms": 20.0, "peak_growth_mib": 2.0}
"""The figures to reach: at most."""

LEAST_STEPS = 2000
"""Durable steps a second, at least."""

KINDS = ("checks", "register extract", "declarations", "accounts", "budget")
"""The documents of a partner, in the order in which they are put."""

CHANGES: tuple[tuple[str, str, Any, Any], ...] = (
    ("declarations", "enterprise.in_difficulty", True, False),
    ("declarations", "enterprise.registered_farm", True, False),
    ("declarations", "enterprise.in_insolvency_proceedings", True, False),
    ("declarations", "enterprise.has_unpaid_recovery_order", True, False),
    ("declarations", "enterprise.innovative_sme", True, False),
    ("declarations", "enterprise.legality_rating", True, False),
    ("declarations", "enterprise.autonomous", False, True),
    ("checks", "activity_code_admitted", False, True),
    ("checks", "independent_of_partners", False, True),
    ("checks", "place_of_work", "ITC4C", "ITC11"),
    ("register extract", "enterprise.name", "Fictional Works", "Fictional Gears"),
    ("register extract", "enterprise.constituted_on", "2012-01-01", "2000-01-01"),
    ("register extract", "enterprise.main_activity", "28", "25.62"),
    ("register extract", "enterprise.sites", [], [{"nuts": "ITC11", "active_and_productive": True}]),
    ("register extract", "enterprise.memberships", [], [{"cluster": "MESAP", "joined_on": "2015-03-02"}]),
    ("budget", "costs.industrial_research.personnel", "81000.00", "80000.00"),
    ("budget", "costs.industrial_research.materials", "14000.00", "13000.00"),
    ("budget", "costs.experimental_development.personnel", "31000.00", "30000.00"),
)
"""What is corrected: the document, the fact of a partner, and two values."""


def documents(partners: int) -> list[Evidence]:
    """What arrives for a project of so many partners: five documents for each, one of the project, and the orders."""
    data = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    found: list[Evidence] = []

    def arrives(document: str, facts: dict[str, Any]) -> None:
        found.append(
            Evidence(id=f"doc-{len(found)}", document=document, source="office", received_on=TODAY, facts=facts)
        )

    form = ("project", "submitted_at", "grouping", "coherent_with_agenda", "declarations", "end_users")
    arrives("form", {name: data[name] for name in form if name in data})
    for number in range(partners):
        partner = copy.deepcopy(data["participations"][number % len(data["participations"])])
        where, firm = f"participations[p{number}]", partner["enterprise"]
        firm.pop("vat_number", None)
        accounts = firm.pop("accounts")
        own = ("place_of_work", "independent_of_partners", "activity_code_admitted")
        arrives("checks", {where: {name: partner[name] for name in own if name in partner}})
        arrives("register extract", {f"{where}.enterprise": {k: v for k, v in firm.items() if type(v) is not bool}})
        arrives("declarations", {f"{where}.enterprise": {k: v for k, v in firm.items() if type(v) is bool}})
        arrives("accounts", {f"{where}.enterprise.accounts": accounts})
        arrives("budget", {f"{where}.costs": partner["costs"]})
    arrives("orders", {"research_orders": [{**order, "buyer": "p0"} for order in data["research_orders"]]})
    return found


def filled(partners: int) -> Dossier:
    """A dossier into which the documents of so many partners were put."""
    dossier = Dossier.open(LINE_A, on=TODAY, id="A-1")
    for each in documents(partners):
        dossier.put(each)
    return dossier


def known_facts(value: Any) -> int:
    """How many facts are told: values, each entry of a list with all it holds."""
    if isinstance(value, dict):
        return sum(map(known_facts, value.values()))
    if isinstance(value, list):
        return sum(map(known_facts, value)) or 1
    return 1


def look(change: Change) -> object:
    """Read which findings appeared and disappeared, with reasons, and because of which evidence."""
    return change.statuses, change.appeared, change.disappeared


def ratios(dossier: Dossier, rounds: int) -> tuple[float, float, float]:
    """The share that a step takes of reading and assessing anew; of assessing; and with what is said otherwise."""
    found: list[tuple[float, float, float]] = []
    for document, fact, one, other in CHANGES:
        id, path = f"doc-{1 + len(KINDS) + KINDS.index(document)}", f"participations[p1].{fact}"
        steps = [(id, {path: value}) for value in (one, other) * STEPS_OF_A_BATCH]
        shares: list[tuple[float, float, float]] = []
        for number in range(rounds + 1):
            step = _seconds(partial(_take, dossier, steps), len(steps))
            restated = _seconds(partial(_take_and_read_all, dossier, steps), len(steps))
            text = dossier.application.model_dump_json()
            full = _seconds(partial(_assess, dossier.application), CALLS_OF_A_BATCH)
            read = _seconds(partial(_read, text), CALLS_OF_A_BATCH)
            if number:  # the first warms everything up
                shares.append((step / (full + read), step / full, restated / (full + read)))
        found.append(_medians(shares))
    return _medians(found)


def _take(dossier: Dossier, steps: Sequence[tuple[str, dict[str, Any]]]) -> None:
    for id, facts in steps:
        look(dossier.correct(id, facts))


def _take_and_read_all(dossier: Dossier, steps: Sequence[tuple[str, dict[str, Any]]]) -> None:
    for id, facts in steps:
        change = dossier.correct(id, facts)
        look(change)
        _ = change.restated


def _assess(application: Application) -> None:
    for _ in range(CALLS_OF_A_BATCH):
        assess(application, LINE_A)


def _read(text: str) -> None:
    for _ in range(CALLS_OF_A_BATCH):
        Application.model_validate_json(text)


def _seconds(batch: Callable[[], object], calls: int) -> float:
    start = perf_counter()
    batch()
    return (perf_counter() - start) / calls


STEPS_OF_A_BATCH = 10
"""So many times a fact is changed to and fro in a batch."""

CALLS_OF_A_BATCH = 5
"""So many full re-evaluations make a batch."""


def _medians(shares: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    one, other, third = zip(*shares, strict=True)
    return median(one), median(other), median(third)


def open_close_ms(rounds: int) -> float:
    """Milliseconds for a dossier that is opened, takes 30 documents, and is closed."""
    arriving = documents(6)[:30]
    found = []
    for _ in range(rounds):
        start = perf_counter()
        with Dossier.open(LINE_A, on=TODAY, id="A-1") as dossier:
            for each in arriving:
                dossier.put(each)
        found.append(perf_counter() - start)
    return median(found) * 1e3


def journal_steps_per_s(steps: int, batch: int = 200) -> float:
    """Durable steps a second, written in batches."""
    arriving = [
        Evidence(
            id=f"vat-{number}",
            document="VAT check",
            source="VIES",
            received_on=TODAY,
            facts={f"participations[p{number % 3}].enterprise.legality_rating": True},
        )
        for number in range(steps)
    ]
    with tempfile.TemporaryDirectory() as folder:
        store = FileStore(Path(folder) / "dossier", new=True)
        with Dossier.open(LINE_A, on=TODAY, id="A-1", store=store) as dossier:
            dossier.put(*documents(3))
            start = perf_counter()
            for first in range(0, steps, batch):
                dossier.put_each(arriving[first : first + batch])
            return steps / (perf_counter() - start)


def peak_growth_mib(dossiers: int) -> float:
    """By how much the peak of memory of a fresh process grows, in MiB."""
    command = [sys.executable, "-m", "benchmarks.dossier", "--grow", str(dossiers)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own
    return float(ended.stdout)


def grow(dossiers: int) -> float:
    """Open and close dossiers in this process; by how much its peak of memory grew after the first tenth."""
    arriving = documents(1)
    peak = 0
    for number in range(dossiers):
        with Dossier.open(LINE_A, on=TODAY, id="A-1") as dossier:
            dossier.put(*arriving)
        if number == dossiers // 10:
            gc.collect()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak) / _UNITS_OF_MEMORY


_UNITS_OF_MEMORY = 2**20 if sys.platform == "darwin" else 2**10
"""How many of the units in which the system tells memory make a MiB."""


def measure(rounds: int, steps: int, dossiers: int) -> dict[str, float]:
    """All figures."""
    gc.disable()
    small, small_assess, small_restated = ratios(filled(3), rounds)
    large, large_assess, large_restated = ratios(filled(9), rounds)
    gc.enable()
    return {
        "change_ratio_small": _rounded(small),
        "change_ratio_500": _rounded(large),
        "change_ratio_small_assess": _rounded(small_assess),
        "change_ratio_500_assess": _rounded(large_assess),
        "change_ratio_small_restated": _rounded(small_restated),
        "change_ratio_500_restated": _rounded(large_restated),
        "open_close_ms": _rounded(open_close_ms(rounds)),
        "journal_steps_per_s": _rounded(journal_steps_per_s(steps)),
        "peak_growth_mib": _rounded(peak_growth_mib(dossiers)),
    }


def _rounded(figure: float) -> float:
    return round(figure, 4)


def report(figures: dict[str, float]) -> str:
    """The figures as a table for people."""
    lines = [f"{'':28}{'measured':>12}{'to reach':>14}"]
    for name, figure in figures.items():
        target = f"at most {TARGETS[name]:.2f}" if name in TARGETS else ""
        if name == "journal_steps_per_s":
            target = f"at least {LEAST_STEPS}"
        lines.append(f"{name:28}{figure:>12.3f}{target:>18}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.dossier", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    parser.add_argument("--rounds", type=int, default=30, help="how many rounds to measure (default 30)")
    parser.add_argument("--steps", type=int, default=4000, help="how many steps to write (default 4000)")
    parser.add_argument("--dossiers", type=int, default=10_000, help="how many to open and close (default 10000)")
    parser.add_argument("--grow", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.grow is not None:
        print(grow(chosen.grow))
        return
    figures = measure(chosen.rounds, chosen.steps, chosen.dossiers)
    print(json.dumps(figures) if chosen.json else report(figures))


if __name__ == "__main__":
    main()
