"""What follows from one column of few values: found once for each number between its lowest and its highest.

A million applications have a few hundred days of submission. What the calendar makes of a day is found for each day
between the first and the last, and every row takes what was found for its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from clusterpolicy.engines.frame.expressions import Expressions, name_in
from clusterpolicy.engines.frame.leaves import leaves_of
from clusterpolicy.engines.frame.schedule import Round
from clusterpolicy.engines.frame.sizes import engine_for
from clusterpolicy.engines.frame.term import Term
from clusterpolicy.language.scope import Scope

LEAST_STEPS = 10
"""What takes fewer steps than these is found for each row as fast as it is looked up."""

ROWS_A_NUMBER = 8
"""So many rows there are at least for each number between the lowest and the highest."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Terms of one round that all follow from one column.

    Attributes:
        column: The name of the column.
        layers: The columns they become, in the layers of the round.
        numbers: Their numbers.
        read: The columns that somebody else reads.
    """

    column: str
    layers: tuple[tuple[pl.Expr, ...], ...]
    numbers: frozenset[int]
    read: tuple[str, ...]

    def found_in(self, frame: pl.DataFrame) -> list[pl.Series] | None:
        """The columns that somebody else reads, for each row; `None` where the column has too many values."""
        column = frame[self.column].rechunk()
        lowest, highest = column.min(), column.max()
        if not isinstance(lowest, int) or not isinstance(highest, int) or column.null_count():
            return None
        if (highest - lowest + 1) * ROWS_A_NUMBER > frame.height:
            return None
        table = pl.int_range(lowest, highest + 1, eager=True).alias(self.column).to_frame()
        for layer in self.layers:
            table = table.with_columns(layer)
        lazy = column.to_frame().lazy().select((pl.col(self.column) - lowest).cast(pl.UInt32))
        places = lazy.collect(engine=engine_for(frame.height)).to_series().rechunk()
        return [table[name].gather(places) for name in self.read]


def chains_of(scope: Scope, round_: Round, names: Mapping[int, str]) -> Iterator[Chain]:
    """The chains of a round that are long enough. `names` are the columns that are there, by the number of the term."""
    there = {*names, *(term.number for layer in round_.layers for term in layer)}
    source: dict[int, Term | None] = {}
    for layer in round_.layers:
        for term in layer:
            columns = {each.number: source.get(each.number, each) for each in leaves_of(term, there)}
            first = next(iter(columns.values()), None)
            same = first is not None and all(each is first for each in columns.values())
            source[term.number] = first if same else None
    for column in {each.number: each for each in source.values() if each is not None}.values():
        if column.type == "number" and not column.lacks:
            chain = _chain(scope, round_, column, source, there)
            if chain is not None:
                yield chain


def _chain(
    scope: Scope, round_: Round, column: Term, source: Mapping[int, Term | None], there: set[int]
) -> Chain | None:
    layers = [[term for term in layer if source[term.number] is column] for layer in round_.layers]
    inside = {term.number for layer in layers for term in layer}
    if _steps(layers, there - inside) < LEAST_STEPS:
        return None
    read = {term.number for term in round_.kept}
    for layer in round_.layers:
        for term in layer:
            if term.number not in inside:
                read |= {leaf.number for leaf in leaves_of(term, there)}
    names = {column.number: name_in(scope, column)}
    written = []
    for terms in filter(None, layers):
        writer = Expressions(names, pl)
        written.append(tuple(writer.written(term).alias(name_in(scope, term)) for term in terms))
        names |= {term.number: name_in(scope, term) for term in terms}
    outside = tuple(name_in(scope, term) for terms in layers for term in terms if term.number in read)
    return Chain(names[column.number], tuple(written), frozenset(inside), outside)


def _steps(layers: Sequence[Sequence[Term]], there: Collection[int]) -> int:
    """How many operations some terms are made of, from the columns that are there."""
    seen: set[int] = set()
    stack = [term for layer in layers for term in layer]
    while stack:
        term = stack.pop()
        if term.number not in seen and term.number not in there and term.what not in ("column", "constant"):
            seen.add(term.number)
            stack += term.parts
    return len(seen)
