"""One law, on very many applications: asked of tables of any library, rules answer as they do one by one.

Run it once for each release:

```sh
python -m tests.engines.frame.agreement 1000000 --seed 1
```

Applications are made by `neighbours`, dense at the limits and with unknowns in every place, for both lines of Piedmont
and for the workload of the benchmarks. The scalar engine answers them one after the other, and its answers are compared
with those found in tables of Polars, pandas, PyArrow and DuckDB; on fewer also in lazy tables of Polars, in PySpark and
in Ibis. Outcomes, codes, sizes, costs, intensities and grants are to be the same, to the cent. The exit status is 1
where anything differs, and then the smallest application that shows it is printed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from hypothesis import HealthCheck, Phase, given, seed, settings

from benchmarks.workload.rules import WORKLOAD
from benchmarks.workload.tables import tables as workload_tables
from clusterpolicy.engines.frame import applications_of, assess_frame, schema_of, tables_of
from clusterpolicy.errors import ClusterPolicyError
from clusterpolicy.language import RuleSet
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from clusterpolicy.testing.line_b import line_b_applications
from clusterpolicy.testing.strategies import applications
from tests.engines.frame.answers import by_tables, compared, in_polars, in_table_form, one_by_one
from tests.engines.frame.moving import smaller
from tests.engines.frame.neighbours import Neighbours
from tests.engines.frame.opened import InKind, Tables, opened

EVERYWHERE = ("Polars", "pandas", "PyArrow", "DuckDB")
"""The libraries that are asked of every application."""

BLOCK = 50_000
"""So many applications are in memory as tables at once: memory does not grow with their number."""

AT_ONCE = 5_000
"""So many applications are in memory as models at once."""

SAMPLES = {"lazy Polars": 50, "PySpark": 100, "Ibis": 100}
"""Of so many applications one is asked of a library whose plans take long."""


# --- portfolios ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Portfolio:
    """So many applications for one rule set: their tables, and what the scalar engine says of each."""

    source: Neighbours
    rule_set: RuleSet
    tables: Tables
    answers: Tables

    @classmethod
    def of(cls, rule_set: RuleSet, source: Neighbours, numbers: range) -> Portfolio:
        """The applications of some numbers, made in blocks."""
        parts = []
        for start in range(numbers.start, numbers.stop, AT_ONCE):
            block = [source.application(number) for number in range(start, min(start + AT_ONCE, numbers.stop))]
            parts.append((tables_of(block, rule_set), in_table_form(one_by_one(block, rule_set), rule_set)))
        tables, answers = (
            {name: pl.concat([part[name] for part in each if name in part]) for name in each[0]}
            for each in zip(*parts, strict=True)
        )
        return cls(source, rule_set, tables, answers)

    def differing(self, library: str, in_kind: InKind) -> list[int]:
        """The numbers of the applications of which a library says something else."""
        results = in_polars(assess_frame(in_kind(self.tables), self.rule_set))
        found: set[str] = set()
        for table in schema_of(self.rule_set):
            if table.name in self.answers:
                right, said = self.answers[table.name], compared(results[table.name], table)
                if not said.equals(right):
                    found |= set(_differing_keys(right, said.select(right.columns), table.keys))
        return sorted(int(name.rpartition("-")[2]) for name in found)


def _differing_keys(right: pl.DataFrame, said: pl.DataFrame, keys: Sequence[str]) -> list[str]:
    if right.select(keys).equals(said.select(keys)):
        same = pl.all_horizontal(right[name].eq_missing(said[name]) for name in right.columns)
        found: list[str] = right.filter(~right.select(same).to_series())["application"].to_list()
        return found
    odd = pl.concat([right.select(keys), said.select(keys)]).filter(~pl.struct(keys).is_unique().not_())
    return odd["application"].to_list() or right["application"].head(1).to_list()


def parents(rule_set: RuleSet, number: int, start: int) -> list[Any]:
    """Applications made with care, from which the others are made; the same ones for the same seed."""
    if rule_set is WORKLOAD:
        tables = workload_tables(number, start)
        keys = pl.col("^(application|participation)$").cast(pl.String)
        return applications_of({name: table.with_columns(keys) for name, table in tables.items()}, WORKLOAD)
    strategy = applications(known=False) | applications() if rule_set is LINE_A else line_b_applications()
    found: list[Any] = []

    @seed(start)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(application=strategy)
    def draw(application: Any) -> None:
        found.append(application)

    draw()
    return found


def sources(start: int, applications: int) -> list[tuple[RuleSet, Neighbours]]:
    """For each rule set what makes its applications."""
    number = min(400, max(40, applications // 20))
    return [(each, Neighbours(each, parents(each, number, start), start)) for each in (LINE_A, LINE_B, WORKLOAD)]


# --- the run ---------------------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What was compared how often, and what differed."""

    compared: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    mismatches: list[tuple[str, Portfolio, int]] = field(default_factory=list)

    def take(self, library: str, portfolio: Portfolio, in_kind: InKind) -> None:
        """Compare a portfolio in one library."""
        began = time.perf_counter()
        numbers = portfolio.differing(library, in_kind)
        self.seconds[library] = self.seconds.get(library, 0) + time.perf_counter() - began
        self.compared[library] += portfolio.answers["applications"].height
        self.mismatches += [(library, portfolio, number) for number in numbers]


def run(
    applications: int,
    start: int,
    samples: Mapping[str, int],
    block: int = BLOCK,
    everywhere: Sequence[str] = EVERYWHERE,
) -> Tally:
    """Compare so many applications. `samples` says how many of them a library is asked that is not asked of all."""
    tally = Tally()
    began = time.perf_counter()
    made = sources(start, applications)
    # half of the blocks are for each line, but for one in nine, which is for the workload
    order = [0, 1, 0, 1, 2, 0, 1, 0, 1]
    for turn, first in enumerate(range(0, applications, block)):
        rule_set, source = made[order[turn % len(order)]]
        portfolio = Portfolio.of(rule_set, source, range(first, min(first + block, applications)))
        tally.outcomes.update(portfolio.answers["applications"]["outcome"].to_list())
        for library in everywhere:
            with opened(library) as in_kind:
                tally.take(library, portfolio, in_kind)
        _tell(tally, applications, time.perf_counter() - began, everywhere[0])
    for library, number in samples.items():
        with opened(library) as in_kind:
            for at, (rule_set, source) in enumerate(made):
                size = number // len(made) + (at < number % len(made))
                if size:
                    tally.take(library, Portfolio.of(rule_set, source, range(size)), in_kind)
                    _tell(tally, number, time.perf_counter() - began, library)
    return tally


def _tell(tally: Tally, applications: int, seconds: float, library: str) -> None:
    done, wrong = tally.compared[library], len(tally.mismatches)
    print(f"{library}: {done:,} of {applications:,}, {seconds:,.0f} s, {wrong} mismatches", file=sys.stderr, flush=True)


def differs(library: str, application: Any, rule_set: RuleSet) -> bool:
    """Whether a library says something else of one application than the scalar engine."""
    try:
        right = one_by_one([application], rule_set)
        with opened(library) as in_kind:
            found = in_polars(assess_frame(in_kind(tables_of([application], rule_set)), rule_set))
    except (ClusterPolicyError, ValueError, TypeError):
        return False
    return by_tables(found, rule_set) != right


def smallest(library: str, application: Any, rule_set: RuleSet) -> Any:
    """The application with as much left out as can be while the library still says something else."""
    while True:
        less = next((each for each in smaller(application) if differs(library, each, rule_set)), None)
        if less is None:
            return application
        application = less


def _show(library: str, portfolio: Portfolio, number: int) -> None:
    rule_set, application = portfolio.rule_set, portfolio.source.application(number)
    print(f"{library} differs on application {number} of {rule_set.name}.")
    quick = library if library in ("Polars", "pandas", "PyArrow", "lazy Polars", "DuckDB") else "Polars"
    if differs(quick, application, rule_set):
        application = smallest(quick, application, rule_set)
    with opened(library) as in_kind:
        found = in_polars(assess_frame(in_kind(tables_of([application], rule_set)), rule_set))
    right, said = one_by_one([application], rule_set), by_tables(found, rule_set)
    print(application.model_dump_json(indent=1, exclude_none=True))
    for key in sorted({*right, *said}, key=str):
        if right.get(key) != said.get(key):
            print(key, "one by one:", right.get(key), library, ":", said.get(key), sep="\n  ")


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, and print what was compared; the exit status is 1 where anything differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.engines.frame.agreement", description=__doc__)
    parser.add_argument("applications", type=int, help="how many applications to compare")
    parser.add_argument("--seed", type=int, default=1, help="from which they are made (default: 1)")
    parser.add_argument("--block", type=int, default=BLOCK, help="how many are in memory at once")
    for library, share in SAMPLES.items():
        name = f"--{library.split()[0].lower().replace('pyspark', 'spark')}"
        parser.add_argument(name, type=int, metavar="M", help=f"how many for {library} (default: one in {share})")
    typed = parser.parse_args(arguments)
    asked = {"lazy Polars": typed.lazy, "PySpark": typed.spark, "Ibis": typed.ibis}
    samples = {
        name: typed.applications // share if asked[name] is None else asked[name] for name, share in SAMPLES.items()
    }
    began = time.perf_counter()
    tally = run(typed.applications, typed.seed, {name: size for name, size in samples.items() if size}, typed.block)
    print(f"applications {typed.applications:,}")
    print(f"seconds      {time.perf_counter() - began:,.0f}")
    print(f"seed         {typed.seed}")
    print(f"mismatches   {len(tally.mismatches)}")
    for outcome, times in tally.outcomes.items():
        print(f"{outcome:<14}{times:>12,}")
    for library, times in tally.compared.items():
        print(f"{library:<14}{times:>12,} compared, {tally.seconds[library]:,.0f} s in this library")
    if tally.mismatches:
        _show(*tally.mismatches[0])
    return 1 if tally.mismatches else 0


if __name__ == "__main__":
    sys.exit(main())
