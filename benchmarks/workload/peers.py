"""The ways to assess the workload, and how each is held against the slow reference before it is timed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.workload import by_hand, reference
from benchmarks.workload.idiomatic import idiomatic
from benchmarks.workload.rules import WORKLOAD
from benchmarks.workload.tables import Tables
from clusterpolicy.engines.frame import assess_frame
from clusterpolicy.engines.frame.files import read_tables

ASKED = ("outcome", "failed", "grant_cents", "size")
"""The columns of results that the workload asks for."""

MOST_OFF = 100
"""OpenFisca may be off by less than so many cents: it cannot do better."""

Way = Callable[[Tables], Tables]


def ours(portfolio: Tables) -> Tables:
    """By the library."""
    return assess_frame(portfolio, WORKLOAD, tell=ASKED)


def ours_from_parquet(files: Mapping[str, Path]) -> Tables:
    """By the library, from files on."""
    return ours(read_tables(files, WORKLOAD))


WAYS: Mapping[str, Way] = {"ours": ours, "hand_polars": by_hand.fast, "idiomatic_polars": idiomatic}

WAYS_FROM_PARQUET: Mapping[str, Callable[[Mapping[str, Path]], Tables]] = {
    "parquet_ours": ours_from_parquet,
    "parquet_hand_polars": by_hand.from_parquet,
}


def differences(portfolio: Tables) -> list[str]:
    """In what a way of assessing does not find what the reference finds."""
    right = _told(reference.assessed(portfolio))
    found = []
    for name, way in WAYS.items():
        told = _told(way(portfolio))
        found += [f"{name}: {each}" for each, column in told.items() if column != right[each]]
    return found


def openfisca() -> Any:
    """The peer in OpenFisca; `None` where that is not installed."""
    try:
        return import_module("benchmarks.workload.by_openfisca")
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("openfisca"):
            raise
        return None


def inexact_grants(peer: Any, portfolio: Tables) -> int:
    """How many grants of partners the peer in OpenFisca does not find to the cent.

    Raises: AssertionError where it finds other sizes or codes, or is off by more than it must be.
    """
    right, told = _told(reference.assessed(portfolio)), _told(peer.with_codes(peer.assessed(portfolio)))
    assert all(told[name] == right[name] for name in ("failed", "sizes"))
    off = (pl.Series(told["grants of partners"]) - pl.Series(right["grants of partners"])).abs()
    assert (off < MOST_OFF).all()
    return int((off > 0).sum())


def _told(found: Tables) -> dict[str, list[object]]:
    applications = found["applications"].sort("application")
    participations = found["participations"].sort("application", "participation")
    return {
        "failed": applications["failed"].to_list(),
        "grants": applications["grant_cents"].to_list(),
        "sizes": participations["size"].cast(pl.String).to_list(),
        "grants of partners": participations["grant_cents"].to_list(),
    }
