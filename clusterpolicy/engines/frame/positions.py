"""Tables in memory, that meet by the positions of their rows.

The rows of a table are put in the order of the rows around them, once, at the border. From then on a row finds what
lies around it by its position, and what rows give together is a difference of running sums: no key is looked up again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import polars as pl

from clusterpolicy.engines.frame.expressions import name_in
from clusterpolicy.engines.frame.running import Run
from clusterpolicy.engines.frame.schema import Table
from clusterpolicy.engines.frame.terms import Term
from clusterpolicy.language.scope import Scope

MANY_ROWS = 100_000
"""From so many rows on, columns are found piece by piece: what one layer made is still near when the next one reads."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the rows of a table stand among those of the table around it.

    Attributes:
        around: For each row the position of the row around it, in rising order.
        last: The positions of the last row of each group of rows with the same row around them.
        owners: The positions of the rows around these groups; `None` where every row around has a group.
        rows: How many rows there are around.
    """

    around: pl.Series
    last: pl.Series
    owners: pl.Series | None
    rows: int

    @classmethod
    def of(cls, around: pl.Series, rows: int) -> Places:
        """The places of rows of which is known where the rows around them stand."""
        last = (around != around.shift(-1)).fill_null(True).arg_true()
        return cls(around, last, None if len(last) == rows else around.gather(last), rows)

    @property
    def most(self) -> int:
        """How many rows the largest group has."""
        sizes = self.last.cast(pl.Int64) - self.last.cast(pl.Int64).shift(1, fill_value=-1)
        largest = sizes.max()
        return largest if isinstance(largest, int) else 1

    def spread(self, name: str, found: pl.Series, otherwise: int | None) -> pl.Series:
        """What was found for each group, for each row around; `otherwise` for those without a group."""
        if self.owners is None:
            return found.alias(name)
        whole = pl.Series(name, [otherwise], dtype=found.dtype).new_from_index(0, self.rows)
        return whole.scatter(self.owners, found)


class PositionalRun(Run[pl.DataFrame]):
    """Polars tables in memory."""

    flag = nw.UInt32

    def __init__(
        self, tables: Mapping[Scope, Table], frames: Mapping[Scope, pl.DataFrame], places: Mapping[Scope, Places]
    ) -> None:
        super().__init__(tables, frames)
        self.places = places

    def joined(
        self, frame: pl.DataFrame, scope: Scope, around: Scope, terms: Sequence[Term], source: pl.DataFrame
    ) -> pl.DataFrame:
        """The table with columns of the row around each of its rows."""
        outer = scope.parent
        positions = self.places[scope].around
        while outer is not None and outer is not around:
            positions = self.places[outer].around.gather(positions)
            outer = outer.parent
        brought = source.select(pl.col(name_in(around, term)).alias(name_in(scope, term)) for term in terms)
        return frame.hstack(brought.select(pl.all().gather(positions)))

    def gathered(
        self,
        frame: pl.DataFrame,
        scope: Scope,
        members: Scope,
        terms: Sequence[Term],
        prepared: Sequence[nw.Expr],
        source: pl.DataFrame,
    ) -> pl.DataFrame:
        """The table with what the rows of another give together."""
        places = self.places[members]
        rows: pl.DataFrame = nw.from_native(source).select(*prepared).to_native() if prepared else source.select()
        sums = [term for term in terms if term.what in ("sum", "count", "any")]
        extremes = [term for term in terms if term.what in ("least", "greatest")]
        columns = [*self._sums(rows, sums, places), *_extremes(rows, extremes, places)]
        return frame.with_columns(columns)

    def _sums(self, rows: pl.DataFrame, terms: Sequence[Term], places: Places) -> list[pl.Series]:
        running = [
            (pl.lit(places.last) + 1).cast(pl.Int64).alias(f"_{term.number}")
            if term.parts[0].is_constant
            else pl.col(f"_{term.number}").cum_sum().gather(places.last)
            for term in terms
        ]
        if not running:
            return []
        # a sum that runs over the end of its range comes back by the difference
        ends = rows.select(running)
        found = ends.select(pl.all() - pl.all().shift(1, fill_value=0))
        made = [places.spread(f"_{term.number}", found[f"_{term.number}"], 0) for term in terms]
        return [_as_asked(term, column) for term, column in zip(terms, made, strict=True)]

    def widened(
        self, frame: pl.DataFrame, layers: Sequence[Sequence[nw.Expr]], kept: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """The table with layers of new columns."""
        lazy = nw.from_native(frame.lazy())
        for layer in layers:
            lazy = lazy.with_columns(*layer)
        if kept is not None:
            lazy = lazy.select(*dict.fromkeys(kept))
        native: pl.LazyFrame = lazy.to_native()
        return native.collect(engine="streaming" if frame.height > MANY_ROWS else "in-memory")


def _as_asked(term: Term, counted: pl.Series) -> pl.Series:
    if term.what == "any":
        return counted > 0
    return counted.cast(pl.Int64) if counted.dtype == pl.UInt32 else counted


def _extremes(rows: pl.DataFrame, terms: Sequence[Term], places: Places) -> list[pl.Series]:
    if not terms:
        return []
    aggregates = [
        pl.col(f"_{term.number}").min() if term.what == "least" else pl.col(f"_{term.number}").max() for term in terms
    ]
    found = rows.with_columns(places.around.alias("_around").set_sorted()).group_by("_around", maintain_order=True)
    gathered = found.agg(aggregates)
    return [places.spread(f"_{term.number}", gathered[f"_{term.number}"], None) for term in terms]
