"""The workload in plain Python and exact decimals, one application after the other: slow, and there to be right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl

from benchmarks.workload.tables import Tables

CENT = Decimal("0.01")
Row = Mapping[str, Any]
Types = dict[str, Any]


def assessed(tables: Tables) -> Tables:
    """What every way of assessing must find: eligibility, failing codes and grants; sizes and grants of partners."""
    partners: dict[int, list[Row]] = {}
    for row in tables["participations"].iter_rows(named=True):
        partners.setdefault(row["application"], []).append(row)
    applications, participations = [], []
    for application in tables["applications"].iter_rows(named=True):
        own = partners.get(application["application"], [])
        sizes = [_size(each) for each in own]
        together = _collaborate(own, sizes)
        grants = [_grant(each, size, together) for each, size in zip(own, sizes, strict=True)]
        failed = list(_failing(application, own, sizes))
        applications.append((application["application"], failed, 0 if failed else sum(grants)))
        participations += [
            (each["application"], each["participation"], size, grant)
            for each, size, grant in zip(own, sizes, grants, strict=True)
        ]
    lists: Types = {"application": pl.Int64, "failed": pl.List(pl.String), "grant_cents": pl.Int64}
    flat: Types = {"application": pl.Int64, "participation": pl.Int64, "size": pl.String, "grant_cents": pl.Int64}
    return {
        "applications": pl.DataFrame(applications, schema=lists, orient="row"),
        "participations": pl.DataFrame(participations, schema=flat, orient="row"),
    }


def _euro(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _cost(partner: Row) -> Decimal:
    return _euro(partner["industrial_research_cost_cents"]) + _euro(partner["experimental_development_cost_cents"])


def _size(partner: Row) -> str:
    headcount = Decimal(str(partner["headcount"]))
    turnover, balance = _euro(partner["turnover_cents"]), _euro(partner["balance_sheet_cents"])
    if not (headcount < 250 and (turnover <= 50_000_000 or balance <= 43_000_000)):
        return "large"
    if not (headcount < 50 and (turnover <= 10_000_000 or balance <= 10_000_000)):
        return "medium"
    return "micro" if headcount < 10 and (turnover <= 2_000_000 or balance <= 2_000_000) else "small"


def _collaborate(partners: list[Row], sizes: list[str]) -> bool:
    total = sum((_cost(each) for each in partners), Decimal(0))
    within = all(_cost(each) <= total * Decimal("0.70") for each in partners)
    return len(partners) >= 2 and any(size != "large" for size in sizes) and within


def _grant(partner: Row, size: str, together: bool) -> int:
    bonus = {"micro": 20, "small": 20, "medium": 10, "large": 0}[size] + (15 if together else 0)
    exact = _euro(partner["industrial_research_cost_cents"]) * Decimal(min(50 + bonus, 80)).scaleb(-2)
    exact += _euro(partner["experimental_development_cost_cents"]) * Decimal(min(25 + bonus, 80)).scaleb(-2)
    return int(exact.quantize(CENT, ROUND_HALF_UP).scaleb(2))


def _two_years_later(day: date) -> date:
    try:
        return day.replace(year=day.year + 2)
    except ValueError:  # 29 February
        return date(day.year + 2, 2, 28)


def _failing(application: Row, partners: list[Row], sizes: list[str]) -> Iterator[str]:
    research = sum(each["industrial_research_cost_cents"] for each in partners)
    development = sum(each["experimental_development_cost_cents"] for each in partners)
    members = [each["member"] for each in partners]
    if application["line"] == "A":
        membership = all(members)
    else:
        membership = not any(members) and all(each["commits_to_join"] for each in partners)
    holds = {
        "trl-start": application["trl_start"] == 4,
        "trl-end": application["trl_end"] >= 7,
        "no-production": not application["includes_production"],
        "ris3": application["ris3_area"] != "none",
        "agenda": application["agenda_theme"],
        "research-prevails": research > development,
        "membership": membership,
        "not-in-difficulty": not any(each["in_difficulty"] for each in partners),
        "in-region": all(each["in_region"] for each in partners),
        "min-cost": _euro(research + development) >= 300_000,
        "cooperation": sum(size != "large" for size in sizes) >= 2,
        "incentive-effect": application["start"] > application["submitted"],
        "two-years-old": all(_two_years_later(each["founded"]) <= application["submitted"] for each in partners),
        "duration": 6 <= application["months"] <= 24,
    }
    return (code for code, fine in holds.items() if not fine)
