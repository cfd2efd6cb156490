"""The workload in OpenFisca: tables loaded into a simulation, and every answer calculated.

OpenFisca reckons in binary floating-point numbers of 32 bits, so its grants are not exact. It writes no lists of codes:
here it is asked for each requirement in a column of its own, which is less work than what the others do.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import polars as pl

from benchmarks.workload.openfisca_rules import SYSTEM, Size, name_of
from benchmarks.workload.tables import AREAS, CODES, Tables

_builder = import_module("openfisca_core.simulations").SimulationBuilder

PERIOD = "2017-07"


def assessed(tables: Tables) -> Tables:
    """Load the tables and ask for every requirement, every size and every grant. Amounts are told in cents."""
    simulation = _loaded(tables)
    fails = {code: ~simulation.calculate(name_of(code), PERIOD) for code in CODES}
    eligible = ~np.any(list(fails.values()), axis=0)
    granted = np.where(eligible, simulation.calculate("grant", PERIOD), 0)
    size, grants = simulation.calculate("size", PERIOD), simulation.calculate("partner_grant", PERIOD)
    sizes = pl.Series([each.name for each in Size])
    return {
        "applications": tables["applications"].select("application").with_columns(grant_cents=_cents(granted), **fails),
        "participations": tables["participations"]
        .select("application", "participation")
        .with_columns(size=sizes.gather(np.asarray(size)), grant_cents=_cents(grants)),
    }


def with_codes(found: Tables) -> Tables:
    """What was found, with lists of codes: to be compared, and no part of what is timed."""
    applications = found["applications"]
    lists = [[code for code, fails in row.items() if fails] for row in applications.select(CODES).iter_rows(named=True)]
    codes = pl.Series("failed", lists, dtype=pl.List(pl.String))
    return {**found, "applications": applications.select("application", "grant_cents").with_columns(codes)}


def _cents(euro: Any) -> pl.Series:
    return pl.Series(np.rint(euro.astype(np.float64) * 100).astype(np.int64))


# --- loading ---------------------------------------------------------------------------------------------------------


def _loaded(tables: Tables) -> Any:
    applications, participations = tables["applications"], tables["participations"]
    builder = _builder()
    builder.create_entities(SYSTEM)
    builder.declare_person_entity("participation", range(participations.height))
    group = builder.declare_entity("application", applications["application"].to_numpy())
    roles = np.zeros(participations.height, dtype=np.int64)
    builder.join_with_persons(group, participations["application"].to_numpy(), roles)
    simulation = builder.build(SYSTEM)
    for name, values in {**_inputs(applications), **_inputs(participations)}.items():
        simulation.set_input(name, PERIOD, values)
    return simulation


def _inputs(table: pl.DataFrame) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in table.columns:
        if name in ("application", "participation"):
            continue
        if name.endswith("_cents"):
            found[name.removesuffix("_cents")] = table[name].to_numpy() / 100
        elif name in _NUMBERED:
            numbers = table[name].cast(pl.Enum(_NUMBERED[name])).to_physical().cast(pl.Int64)
            found[name] = numbers.to_numpy()
        else:
            found[name] = table[name].to_numpy()
    return found


_NUMBERED = {"ris3_area": list(AREAS), "line": ["A", "B"]}
