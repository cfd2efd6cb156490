"""Rounds, run over tables of any dataframe library."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import narwhals.stable.v2 as nw

from clusterpolicy.engines.frame.expressions import Expressions, is_wide, name_in
from clusterpolicy.engines.frame.schedule import Round, Rounds
from clusterpolicy.engines.frame.schema import Table
from clusterpolicy.engines.frame.terms import Term
from clusterpolicy.language.scope import Scope

F = TypeVar("F")


class Run(ABC, Generic[F]):
    """Tables on their way through the rounds. How two tables meet is left to each way of running."""

    flag: type[nw.Int64] | type[nw.UInt32] = nw.Int64
    """The type in which truths are counted."""

    def __init__(self, tables: Mapping[Scope, Table], frames: Mapping[Scope, F]) -> None:
        self.tables = tables
        self.frames = dict(frames)
        self._columns: dict[Scope, dict[int, str]] = {scope: {} for scope in frames}

    def through(self, rounds: Rounds) -> dict[Scope, F]:
        """The tables after all rounds, with a column for each wanted term."""
        for tables in rounds:
            before, columns = dict(self.frames), dict(self._columns)
            for scope, round_ in tables.items():
                if scope in before and round_.changes:
                    self.frames[scope] = self._run(scope, round_, before, columns)
        return self.frames

    def _run(
        self, scope: Scope, round_: Round, before: Mapping[Scope, F], columns: Mapping[Scope, Mapping[int, str]]
    ) -> F:
        frame, names = before[scope], dict(columns[scope])
        for around, terms in round_.joined.items():
            frame = self.joined(frame, scope, around, terms, before[around])
            names |= {term.number: name_in(scope, term) for term in terms}
        for members, terms in round_.gathered.items():
            if members in before:
                prepared = _prepared(terms, Expressions(columns[members]), self.flag)
                frame = self.gathered(frame, scope, members, terms, prepared, before[members])
            else:  # a table that was not handed in has no rows
                frame = self.widened(frame, [[_of_no_rows(term).alias(f"_{term.number}") for term in terms]])
            names |= {term.number: name_in(scope, term) for term in terms}
        layers = []
        for layer in round_.layers:
            writer = Expressions(names)
            layers.append([writer.written(term).alias(name_in(scope, term)) for term in layer])
            names |= {term.number: name_in(scope, term) for term in layer}
        self._columns[scope] = {term.number: name_in(scope, term) for term in round_.kept}
        return self.widened(frame, layers, [*self.tables[scope].keys, *self._columns[scope].values()])

    @abstractmethod
    def joined(self, frame: F, scope: Scope, around: Scope, terms: Sequence[Term], source: F) -> F:
        """The table with columns of the row around each of its rows."""

    @abstractmethod
    def gathered(
        self, frame: F, scope: Scope, members: Scope, terms: Sequence[Term], prepared: Sequence[nw.Expr], source: F
    ) -> F:
        """The table with what the rows of another give together: of `prepared`, by the number of each term."""

    @abstractmethod
    def widened(self, frame: F, layers: Sequence[Sequence[nw.Expr]], kept: Sequence[str] | None = None) -> F:
        """The table with layers of new columns, and of all its columns only those `kept`."""


class KeyedRun(Run[nw.LazyFrame[Any]]):
    """Tables that meet by their keys, in any dataframe library, and stay lazy.

    A library that would find a table anew for each reader is told by `settle` to keep what a round has found.
    """

    def __init__(
        self,
        tables: Mapping[Scope, Table],
        frames: Mapping[Scope, nw.LazyFrame[Any]],
        settle: Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]],
    ) -> None:
        super().__init__(tables, frames)
        self._settle = settle

    def _run(
        self,
        scope: Scope,
        round_: Round,
        before: Mapping[Scope, nw.LazyFrame[Any]],
        columns: Mapping[Scope, Mapping[int, str]],
    ) -> nw.LazyFrame[Any]:
        return self._settle(super()._run(scope, round_, before, columns))

    def joined(
        self, frame: nw.LazyFrame[Any], scope: Scope, around: Scope, terms: Sequence[Term], source: nw.LazyFrame[Any]
    ) -> nw.LazyFrame[Any]:
        """The table with columns of the row around each of its rows."""
        keys = self.tables[around].keys
        brought = [nw.col(name_in(around, term)).alias(name_in(scope, term)) for term in terms]
        return frame.join(source.select(*keys, *brought), on=list(keys), how="left")

    def gathered(
        self,
        frame: nw.LazyFrame[Any],
        scope: Scope,
        members: Scope,
        terms: Sequence[Term],
        prepared: Sequence[nw.Expr],
        source: nw.LazyFrame[Any],
    ) -> nw.LazyFrame[Any]:
        """The table with what the rows of another give together."""
        keys = list(self.tables[scope].keys)
        found = source.select(*keys, *prepared).group_by(*keys).agg(*(_aggregate(term) for term in terms))
        frame = frame.join(found, on=keys, how="left")
        return frame.with_columns(*(_finished(term).alias(f"_{term.number}") for term in terms))

    def widened(
        self, frame: nw.LazyFrame[Any], layers: Sequence[Sequence[nw.Expr]], kept: Sequence[str] | None = None
    ) -> nw.LazyFrame[Any]:
        """The table with layers of new columns."""
        for layer in layers:
            frame = frame.with_columns(*layer)
        return frame if kept is None else frame.select(*dict.fromkeys(kept))


def _prepared(terms: Sequence[Term], writer: Expressions, flag: type[nw.Int64] | type[nw.UInt32]) -> list[nw.Expr]:
    """What is gathered, as numbers that can be added up or compared."""
    found = []
    for term in terms:
        if term.parts[0].is_constant:
            continue
        part = term.parts[0]
        expression = writer.of(part, wide=is_wide(term))
        if part.type == "truth":
            expression = (expression.fill_null(False) if part.lacks else expression).cast(flag)
        found.append(expression.alias(f"_{term.number}"))
    return found


def _aggregate(term: Term) -> nw.Expr:
    name = f"_{term.number}"
    if term.parts[0].is_constant:
        return nw.len().alias(name)
    column = nw.col(name)
    match term.what:
        case "sum" | "count":
            return column.sum()
        case "least":
            return column.min()
        case _:
            return column.max()


def _finished(term: Term) -> nw.Expr:
    """What was gathered, of rows that nothing belongs to as well."""
    column = nw.col(f"_{term.number}")
    if term.what == "any":
        return nw.when(column > 0).then(nw.lit(True)).otherwise(nw.lit(False))
    number = column.cast(nw.Int128 if is_wide(term) else nw.Int64)
    return number.fill_null(0) if term.what in ("sum", "count") else number


def _of_no_rows(term: Term) -> nw.Expr:
    if term.what == "any":
        return nw.lit(False)
    type_ = nw.Int128 if is_wide(term) else nw.Int64
    return nw.lit(0 if term.what in ("sum", "count") else None, dtype=type_)
