"""What tables of results say, and what the scalar engine says of the same applications, to be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl
from pydantic import BaseModel

from clusterpolicy.engines.frame import Table, schema_of
from clusterpolicy.engines.scalar import Found, Verdict, decide
from clusterpolicy.language import RuleSet
from clusterpolicy.language.possible import bounds

Row = dict[str, Any]


def by_tables(results: Mapping[str, pl.DataFrame], rule_set: RuleSet) -> dict[tuple[Any, ...], Row]:
    """Every row of the results, by its table and its keys."""
    found: dict[tuple[Any, ...], Row] = {}
    for table in schema_of(rule_set):
        for row in results[table.name].iter_rows(named=True) if table.name in results else ():
            keys = tuple(row.pop(key) for key in table.keys)
            assert (table.name, *keys) not in found, "no row comes twice"
            found[table.name, *keys] = row
    return found


def one_by_one(applications: Sequence[BaseModel], rule_set: RuleSet) -> dict[tuple[Any, ...], Row]:
    """The same rows, found for one application after the other."""
    tables = {table.scope.entity: table for table in schema_of(rule_set)}
    found: dict[tuple[Any, ...], Row] = {}
    for application in applications:
        name: Any = application.id  # type: ignore[attr-defined]  # every root model has one
        verdict = decide(application, rule_set)
        found["applications", name] = _of_application(verdict)
        for each in verdict.beneficiaries:
            found |= _of_members(application, name, each, tables[each.of.of])
    return found


def _of_application(verdict: Verdict) -> Row:
    low, high = bounds(verdict.grant)
    grant = low if low == high else None
    if verdict.outcome != "eligible":
        grant = Decimal(0) if verdict.outcome == "not eligible" else None
    return {
        "outcome": verdict.outcome,
        "grant_cents": _cents(grant),
        "lowest_grant_cents": _cents(low),
        "highest_grant_cents": _cents(high),
        "cost_cents": _cents(_known(verdict.cost)),
        "failed": list(verdict.failed),
        "undetermined": list(verdict.undetermined),
    }


def _of_members(application: BaseModel, name: Any, found: Found, table: Table) -> dict[tuple[Any, ...], Row]:
    members: Any = application
    for step in table.scope.path:
        members = getattr(members, step)
    rows: dict[tuple[Any, ...], Row] = {}
    for at, member in enumerate(members or ()):
        row: Row = {}
        if found.size is not None:
            row["size"] = found.size[at] if isinstance(found.size[at], str) else None
        assert found.cost is not None
        assert found.grant is not None
        row["cost_cents"] = _cents(_known(found.cost[at]))
        for activity, shares in found.intensity.items():
            assert shares is not None
            share = _known(shares[at])
            row[f"{activity}_intensity_ppm"] = None if share is None else int(share * 10**6)
        row["grant_cents"] = _cents(_known(found.grant[at]))
        rows[table.name, name, member.id] = row
    return rows


def _known(value: Any) -> Decimal | None:
    low, high = bounds(value)
    return low if low is not None and low == high else None


def _cents(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * 100)


def in_polars(results: Mapping[str, Any]) -> dict[str, pl.DataFrame]:
    """Results of any library as Polars tables, their codes as lists."""
    return {name: _with_lists(_collected(table)) for name, table in results.items()}


def _collected(table: Any) -> pl.DataFrame:
    match type(table).__module__.partition(".")[0]:
        case "polars":
            return table.collect() if isinstance(table, pl.LazyFrame) else table
        case "pandas":
            return pl.from_pandas(table)
        case "pyspark":
            return pl.DataFrame(table.toArrow())
        case "_duckdb" | "duckdb":
            return pl.DataFrame(table.to_arrow_table())
        case "ibis":
            return pl.DataFrame(table.to_pyarrow())
        case _:
            return pl.DataFrame(table)


def _with_lists(table: pl.DataFrame) -> pl.DataFrame:
    for name in ("failed", "undetermined"):
        if name in table.columns and table[name].dtype == pl.String:
            lists = pl.Series(name, [text.split(";") if text else [] for text in table[name]], dtype=pl.List(pl.String))
            table = table.with_columns(lists)
    numbers = [name for name in table.columns if name.endswith(("_cents", "_ppm"))]
    return table.with_columns(pl.col(numbers).cast(pl.Int64))


def in_table_form(rows: Mapping[tuple[Any, ...], Row], rule_set: RuleSet) -> dict[str, pl.DataFrame]:
    """Rows by their table and their keys as tables, in the order of the keys."""
    found = {}
    for table in schema_of(rule_set):
        named = [
            dict(zip(table.keys, keys, strict=True)) | row for (name, *keys), row in rows.items() if name == table.name
        ]
        if named:
            found[table.name] = compared(pl.DataFrame(named, infer_schema_length=None), table)
    return found


def compared(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """A table of results in the form in which it is compared: columns by name, rows by keys, one type for each."""
    numbers = [name for name in frame.columns if name.endswith(("_cents", "_ppm"))]
    lists = [name for name in ("failed", "undetermined") if name in frame.columns]
    texts = [name for name in ("outcome", "size") if name in frame.columns]
    typed = frame.with_columns(
        pl.col(numbers).cast(pl.Int64), pl.col(lists).cast(pl.List(pl.String)), pl.col(texts).cast(pl.String)
    )
    return typed.select(sorted(typed.columns)).sort(table.keys)


def numbered(applications: Sequence[BaseModel]) -> list[Any]:
    """The applications, each with an identifier of its own."""
    return [each.model_copy(update={"id": f"application-{at:05}"}) for at, each in enumerate(applications)]
