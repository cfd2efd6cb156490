"""Tables of results: their columns, options in words, and the codes of requirements as lists."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw
import polars as pl

from clusterpolicy.engines.frame.expressions import name_in
from clusterpolicy.engines.frame.program import CODES_A_MASK, Output, Program
from clusterpolicy.engines.frame.sizes import engine_for
from clusterpolicy.engines.frame.term import Term
from clusterpolicy.language.scope import Scope

CODES_BETWEEN = ";"
"""What stands between the codes of a list, where they are told as one text."""

MOST_MASKS_IN_PLACE = 2**20
"""Up to so many masks, a table of places is made with a row for each mask that could occur."""

_BETWEEN = "\N{INFORMATION SEPARATOR ONE}"


def column_of(scope: Scope, term: Term) -> nw.Expr:
    """The column of a term of results."""
    if term.is_constant:
        return nw.lit(term.value, dtype=nw.Boolean() if term.type == "truth" else nw.Int64())
    return nw.col(name_in(scope, term))


def results_in_memory(program: Program, scope: Scope, frame: pl.DataFrame) -> pl.DataFrame:
    """The results about the rows of one table, as a Polars table. Options are told as an Enum, codes as lists."""
    outputs = program.outputs[scope]
    names = [*program.tables[scope].keys, *(output.name for output in outputs)]
    lazy = nw.from_native(frame.lazy()).select(
        *program.tables[scope].keys,
        *(column_of(scope, output.term).alias(output.name) for output in outputs),
        *(column_of(scope, mask).alias(name) for name, mask in _masks(program, scope).items()),
    )
    native: pl.LazyFrame = lazy.to_native()
    options = [_told(output) for output in outputs if output.options]
    found = native.with_columns(options).collect(engine=engine_for(frame.height))
    lists = {each.name: _Lists(program.codes).of(found, each.name, len(each.masks)) for each in program.lists(scope)}
    return found.with_columns(**lists).select(*names, *lists)


def _masks(program: Program, scope: Scope) -> dict[str, Term]:
    return {f"_{each.name}_{at}": mask for each in program.lists(scope) for at, mask in enumerate(each.masks)}


def _told(output: Output) -> pl.Expr:
    """The options of a category, for their numbers; null where that is not known."""
    type_ = pl.Enum(output.options)
    told = pl.lit(None, dtype=type_)
    for at, option in enumerate(output.options):
        told = pl.when(pl.col(output.name) == at).then(pl.lit(option, dtype=type_)).otherwise(told)
    return told.alias(output.name)


class _Lists:
    """Lists of codes for masks: made once for each mask that occurs, of which there are few."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = codes

    def of(self, frame: pl.DataFrame, name: str, masks: int) -> pl.Series:
        """The list of codes of each row."""
        parts = [f"_{name}_{at}" for at in range(masks)]
        most = frame[parts[0]].max() if masks == 1 else None
        if isinstance(most, int) and most < MOST_MASKS_IN_PLACE:
            return self._in_place(frame[parts[0]].rechunk(), most)
        found = frame.select(parts).unique()
        lists = self._lists(found.rows())
        return frame.select(parts).join(found.with_columns(lists), on=parts, how="left", maintain_order="left")["codes"]

    def _in_place(self, masks: pl.Series, most: int) -> pl.Series:
        """The lists of masks of few codes: there are few masks then, so that each says itself where its list is."""
        masks = masks.cast(pl.UInt32)
        occurs = pl.Series([False]).new_from_index(0, most + 1).scatter(masks, True)
        lists = self._lists([(mask,) for mask in occurs.arg_true()])
        if len(lists) == 1:
            return lists.new_from_index(0, len(masks))
        places = (occurs.cum_sum() - 1).cast(pl.UInt32, wrap_numerical=True)  # of the first ones, that do not occur
        return lists.gather(places.gather(masks))

    def _lists(self, rows: Sequence[Sequence[int]]) -> pl.Series:
        texts = [_BETWEEN.join(self.codes_of(row)) or None for row in rows]
        # one text is divided much faster than a list of texts is taken over
        column = pl.Series("codes", texts, dtype=pl.String).str.split(_BETWEEN)
        return column.fill_null(pl.Series([[]], dtype=pl.List(pl.String)))

    def codes_of(self, masks: Sequence[int]) -> list[str]:
        """The codes whose bits are set."""
        return [code for at, code in enumerate(self.codes) if masks[at // CODES_A_MASK] >> (at % CODES_A_MASK) & 1]
