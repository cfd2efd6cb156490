"""What is checked of keys at the border: each row has one of its own, and one that leads to the row around it."""

from __future__ import annotations

import polars as pl

from clusterpolicy.engines.frame.findings import Findings
from clusterpolicy.engines.frame.positions import Places
from clusterpolicy.engines.frame.schema import Table
from clusterpolicy.engines.frame.sizes import engine_for


class KeyChecks(Findings):
    """Finds every problem of the keys of some tables in memory."""

    def own_keys(self, table: Table, frame: pl.DataFrame, places: Places | None) -> bool:
        """No two rows have the same key. `places` are those of the rows among the rows around."""
        keys = frame[table.keys[-1]]
        if _all_rise(keys, places):
            return True
        twice = frame.select(pl.struct(table.keys).is_duplicated()).to_series()
        said = "the key of the row is the key of another one too"
        self.rows(table, table.keys[-1], frame, twice, "duplicate", said, "keep each once")
        return not twice.any()

    def key_types(self, table: Table, around: Table) -> None:
        """The keys of two tables are of one type, or no row would find the other."""
        said = f"the keys of `{table.name}` are numbers and those of `{around.name}` texts, or the other way round"
        self.found("input-invalid", f"{table.name}.{around.keys[-1]}", said, "write both as texts, or as numbers")

    def orphans(self, table: Table, frame: pl.DataFrame, positions: pl.Series) -> None:
        """Every row belongs to one of the table around it."""
        keys = table.keys[: table.scope.depth]
        missing = positions.is_null() & frame.select(pl.all_horizontal(pl.col(keys).is_not_null())).to_series()
        around = next(each.name for each in self.schema if each.scope is table.scope.parent)
        said = f"no row of `{around}` has the key of this row"
        self.rows(
            table, keys[-1], frame, missing, "reference-unknown", said, f"add the row to `{around}`, or leave this out"
        )

    def known(self, table: Table, outer: pl.DataFrame, places: Places) -> None:
        """Where it is said that nobody knows the rows of a table, there are none."""
        if table.known is None:
            return
        owners = places.owners if places.owners is not None else pl.int_range(places.rows, dtype=pl.UInt32, eager=True)
        said_known = outer[table.known].gather(owners).fill_null(False)
        if bool(said_known.all()):
            return
        around = next(each for each in self.schema if each.scope is table.scope.parent)
        rows = outer.select(pl.all().gather(owners.filter(~said_known)))
        said = f"it is not said that the {table.name} are known, and there are rows of them"
        mend = f"write true where the rows of `{table.name}` are all there are; leave them out where they are not"
        self.rows(around, table.known, rows, pl.repeat(True, rows.height, eager=True), "facts-contradict", said, mend)


def _all_rise(keys: pl.Series, places: Places | None) -> bool:
    """Whether each key is less than the one after it of the same row around."""
    if keys.null_count():
        return False
    rises = pl.col("key") < pl.col("key").shift(-1)
    columns = [keys.alias("key")]
    if places is not None:
        rises = rises | pl.col("is_last")
        columns.append(places.is_last.alias("is_last"))
    lazy = pl.DataFrame(columns).lazy().select(rises.fill_null(True).all())
    return bool(lazy.collect(engine=engine_for(len(keys))).item())
