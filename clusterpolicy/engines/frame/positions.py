"""Tables in memory, that meet by the positions of their rows.

The rows of a table are put in the order of the rows around them, once, at the border. From then on a row finds what
lies around it by its position, and what rows give together is a difference of running sums: no key is looked up again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from clusterpolicy.engines.frame.running import Run
from clusterpolicy.engines.frame.schema import Table
from clusterpolicy.engines.frame.sizes import MANY_ROWS, engine_for
from clusterpolicy.engines.frame.steps import Gathered, Step
from clusterpolicy.engines.frame.sums import summed
from clusterpolicy.language.scope import Scope


@dataclass(frozen=True, slots=True)
class Places:
    """Where the rows of a table stand among those of the table around it.

    Attributes:
        around: For each row the position of the row around it, in rising order.
        is_last: Whether a row is the last one of its group: of those with the same row around them.
        sizes: How many rows each group has.
        owners: The positions of the rows around these groups; `None` where every row around has a group.
        rows: How many rows there are around.
    """

    around: pl.Series
    is_last: pl.Series
    sizes: pl.Series
    owners: pl.Series | None
    rows: int

    @classmethod
    def of(cls, around: pl.Series, rows: int) -> Places:
        """The places of rows of which is known where the rows around them stand."""
        around = around.rechunk().alias("around")
        engine = engine_for(len(around))
        changes = pl.col("around").ne_missing(pl.col("around").shift(-1)).alias("is_last")
        last = around.to_frame().lazy().select(changes).collect(engine=engine).rechunk()
        ends = last.lazy().with_row_index("at").filter("is_last").select(pl.col("at").cast(pl.Int64))
        sizes = ends.select(pl.col("at") - pl.col("at").shift(1, fill_value=-1)).collect(engine=engine).to_series()
        is_last, owners = last.to_series(), None if len(sizes) == rows else around.filter(last.to_series())
        return cls(around, is_last, sizes.rechunk(), owners, rows)

    @property
    def most(self) -> int:
        """How many rows the largest group has."""
        largest = self.sizes.max()
        return largest if isinstance(largest, int) else 1

    def spread(self, found: pl.Series, otherwise: bool | int | None) -> pl.Series:
        """What was found for each group, for each row around; `otherwise` for those without a group."""
        if self.owners is None:
            return found
        whole = pl.Series(found.name, [otherwise], dtype=found.dtype).new_from_index(0, self.rows)
        return whole.scatter(self.owners, found)


class PositionalRun(Run[pl.DataFrame]):
    """Polars tables in memory."""

    def __init__(
        self, tables: Mapping[Scope, Table], frames: Mapping[Scope, pl.DataFrame], places: Mapping[Scope, Places]
    ) -> None:
        super().__init__(tables, frames)
        self.places = places

    def joined(
        self,
        frame: pl.DataFrame,
        scope: Scope,
        around: Scope,
        names: Sequence[tuple[str, str]],
        source: pl.DataFrame,
    ) -> pl.DataFrame:
        """The table with columns of the row around each of its rows."""
        outer = scope.parent
        positions = self.places[scope].around
        while outer is not None and outer is not around:
            positions = self.places[outer].around.gather(positions)
            outer = outer.parent
        # what is gathered from is one piece, or each position would be looked for among the pieces
        return frame.hstack([source[there].rechunk().alias(here).gather(positions) for there, here in names])

    def gathered(
        self,
        frame: pl.DataFrame,
        scope: Scope,
        members: Scope,
        gathered: Sequence[Gathered],
        source: pl.DataFrame,
    ) -> pl.DataFrame:
        """The table with what the rows of another give together."""
        places = self.places[members]
        found = [places.sizes.alias(each.name) for each in gathered if each.given is None]
        extremes = [each for each in gathered if each.term.what in ("least", "greatest")]
        sums = [each for each in gathered if each.given is not None and each not in extremes]
        if sums:
            found += summed(source, sums, places.is_last, places.most).get_columns()
        made = [places.spread(each, False if each.dtype == pl.Boolean else 0) for each in found]
        if extremes:
            made += [places.spread(each, None) for each in _extremes(source, extremes, places)]
        return frame.with_columns(made)

    def widened(self, frame: pl.DataFrame, scope: Scope, step: Step) -> pl.DataFrame:
        """The table with the new columns of a step. What is there already is handed on as it is, and never copied."""
        frame = frame.with_columns(step.of_no_rows)
        done: frozenset[int] = frozenset()
        for chain in step.chains if frame.height > MANY_ROWS else ():
            found = chain.found_in(frame)
            if found is not None:
                frame, done = frame.with_columns(found), done | chain.numbers
        lazy = frame.lazy()
        for layer in step.layers:
            lazy = lazy.with_columns([made for number, made in layer.items() if number not in done])
        there = frame.columns
        new = lazy.select(name for name in step.kept if name not in there).collect(engine=engine_for(frame.height))
        return frame.select(name for name in step.kept if name in there).hstack(new)


def _extremes(rows: pl.DataFrame, gathered: Sequence[Gathered], places: Places) -> list[pl.Series]:
    given = rows.select(each.given.alias(each.name) for each in gathered)
    ends = [pl.col(each.name).min() if each.term.what == "least" else pl.col(each.name).max() for each in gathered]
    around = given.with_columns(places.around.alias("_around").set_sorted())
    return around.group_by("_around", maintain_order=True).agg(ends).drop("_around").get_columns()
