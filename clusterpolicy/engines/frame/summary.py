"""What tables of results say in a few lines: how many applications, what becomes of them, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from clusterpolicy.engines.frame.program import OUTCOMES


@dataclass(frozen=True, slots=True)
class Summary:
    """A portfolio in a few lines.

    Attributes:
        applications: How many there are.
        outcomes: How many of them have each outcome.
        granted: The grants of the eligible ones together, in euro; `None` where one of these is not known.
        failed: How many fail on each code, the most frequent first.
        undetermined: Of how many each code cannot be decided yet, the most frequent first.
    """

    applications: int
    outcomes: Mapping[str, int]
    granted: Decimal | None
    failed: Mapping[str, int]
    undetermined: Mapping[str, int]


def summary_of(results: Mapping[str, pl.DataFrame]) -> Summary:
    """The summary of results in memory that tell everything, as `assess_frame` gives them.

    >>> from clusterpolicy.engines.frame import assess_frame
    >>> from clusterpolicy.rules.piedmont import LINE_A
    >>> applications = pl.DataFrame({"application": ["2016-001"], "project_trl_at_start": [9]})
    >>> participations = pl.DataFrame({"application": ["2016-001"], "participation": ["alfa"]})
    >>> found = summary_of(assess_frame({"applications": applications, "participations": participations}, LINE_A))
    >>> found.outcomes["not eligible"], found.failed, found.granted
    (1, {'trl-at-start': 1}, Decimal('0.00'))
    """
    found = results["applications"]
    outcomes = found["outcome"].cast(pl.String)
    eligible = found.filter(outcomes == "eligible")["grant_cents"]
    granted = None if eligible.null_count() else Decimal(int(eligible.cast(pl.Int128).sum())).scaleb(-2)
    counted = {outcome: int((outcomes == outcome).sum()) for outcome in OUTCOMES}
    return Summary(found.height, counted, granted, _counted(found["failed"]), _counted(found["undetermined"]))


def _counted(codes: pl.Series) -> dict[str, int]:
    single = codes.explode().drop_nulls().rename("code")
    counts = single.value_counts().sort("count", "code", descending=[True, False])
    return dict(counts.iter_rows())
