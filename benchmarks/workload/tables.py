"""Portfolios to assess, the same ones for the same seed. Nothing in them is taken from life."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

AREAS = ("aerospace", "automotive", "green chemistry", "mechatronics", "made in", "health and wellbeing", "none")
SIZES = ("micro", "small", "medium", "large")
CODES = (
    "trl-start",
    "trl-end",
    "no-production",
    "ris3",
    "agenda",
    "research-prevails",
    "membership",
    "not-in-difficulty",
    "in-region",
    "min-cost",
    "cooperation",
    "incentive-effect",
    "two-years-old",
    "duration",
)
"""The codes of the requirements, in their order."""

PARTNERS = (0.22, 0.26, 0.20, 0.13, 0.08, 0.06, 0.03, 0.02)
"""How often one to eight enterprises take part; three on average."""

Tables = dict[str, pl.DataFrame]


def tables(applications: int, seed: int = 1) -> Tables:
    """So many applications and their participations. Amounts are cents."""
    chance = np.random.default_rng(seed)
    partners = chance.choice(len(PARTNERS), size=applications, p=PARTNERS) + 1
    of = np.repeat(np.arange(applications, dtype=np.int64), partners)
    line_a = chance.random(applications) < 0.6
    submitted = _days(date(2016, 10, 26), chance.integers(0, 120, applications))
    return {
        "applications": pl.DataFrame(
            {
                "application": np.arange(applications, dtype=np.int64),
                "submitted": pl.Series(submitted).cast(pl.Date),
                "start": pl.Series(submitted + chance.integers(0, 60, applications).astype(np.int32)).cast(pl.Date),
                "months": chance.integers(5, 26, applications),
                "trl_start": np.where(chance.random(applications) < 0.9, 4, 5).astype(np.int64),
                "trl_end": np.where(chance.random(applications) < 0.9, 7, 6).astype(np.int64),
                "includes_production": chance.random(applications) < 0.05,
                "ris3_area": pl.Series(list(AREAS)).gather(chance.integers(0, len(AREAS), applications)),
                "agenda_theme": chance.random(applications) < 0.95,
                "line": pl.Series(["B", "A"]).gather(line_a.astype(np.uint32)),
            }
        ),
        "participations": _participations(chance, of, line_a[of], submitted[of]),
    }


def _participations(chance: Any, of: Any, line_a: Any, submitted: Any) -> pl.DataFrame:
    size = len(of)
    first = np.concatenate(([True], of[1:] != of[:-1]))
    number = np.arange(size) - np.maximum.accumulate(np.where(first, np.arange(size), 0))
    age = chance.integers(700, 9000, size)
    research = chance.integers(0, 400_000_00, size)
    return pl.DataFrame(
        {
            "application": of,
            "participation": number.astype(np.int64),
            "founded": pl.Series((submitted - age).astype(np.int32)).cast(pl.Date),
            "headcount": chance.integers(0, 300_0, size) / 10,
            "turnover_cents": chance.integers(0, 60_000_000_00, size) // chance.choice([1, 10, 100], size),
            "balance_sheet_cents": chance.integers(0, 50_000_000_00, size) // chance.choice([1, 10, 100], size),
            "in_difficulty": chance.random(size) < 0.02,
            "in_region": chance.random(size) < 0.98,
            "member": np.where(chance.random(size) < 0.98, line_a, ~line_a),
            "commits_to_join": chance.random(size) < 0.98,
            "industrial_research_cost_cents": research,
            "experimental_development_cost_cents": chance.integers(0, 350_000_00, size),
            "research_services_cost_cents": research // 10,
        }
    )


def _days(first: date, after: Any) -> Any:
    return ((first - date(1970, 1, 1)).days + after).astype(np.int32)
