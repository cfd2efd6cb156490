"""Steps, run over tables of any dataframe library."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import narwhals.stable.v2 as nw

from clusterpolicy.engines.frame.expressions import is_wide
from clusterpolicy.engines.frame.schema import Table
from clusterpolicy.engines.frame.steps import Gathered, Step, Steps
from clusterpolicy.engines.frame.term import Term
from clusterpolicy.language.scope import Scope

F = TypeVar("F")


class Run(ABC, Generic[F]):
    """Tables on their way through the rounds. How two tables meet is left to each way of running."""

    def __init__(self, tables: Mapping[Scope, Table], frames: Mapping[Scope, F]) -> None:
        self.tables = tables
        self.frames = dict(frames)

    def through(self, steps: Steps) -> dict[Scope, F]:
        """The tables after all steps, with a column for each wanted term."""
        for tables in steps:
            before = dict(self.frames)
            for scope, step in tables.items():
                self.frames[scope] = self._run(scope, step, before)
        return self.frames

    def _run(self, scope: Scope, step: Step, before: Mapping[Scope, F]) -> F:
        frame = before[scope]
        for around, names in step.joined.items():
            frame = self.joined(frame, scope, around, names, before[around])
        for members, gathered in step.gathered.items():
            frame = self.gathered(frame, scope, members, gathered, before[members])
        return self.widened(frame, scope, step)

    @abstractmethod
    def joined(self, frame: F, scope: Scope, around: Scope, names: Sequence[tuple[str, str]], source: F) -> F:
        """The table with columns of the row around each of its rows, by their names there and here."""

    @abstractmethod
    def gathered(self, frame: F, scope: Scope, members: Scope, gathered: Sequence[Gathered], source: F) -> F:
        """The table with what the rows of another give together."""

    @abstractmethod
    def widened(self, frame: F, scope: Scope, step: Step) -> F:
        """The table with the new columns of a step, and of all its columns only those that are kept."""


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

    def _run(self, scope: Scope, step: Step, before: Mapping[Scope, nw.LazyFrame[Any]]) -> nw.LazyFrame[Any]:
        return self._settle(super()._run(scope, step, before))

    def joined(
        self,
        frame: nw.LazyFrame[Any],
        scope: Scope,
        around: Scope,
        names: Sequence[tuple[str, str]],
        source: nw.LazyFrame[Any],
    ) -> nw.LazyFrame[Any]:
        """The table with columns of the row around each of its rows."""
        keys = self.tables[around].keys
        brought = [nw.col(there).alias(here) for there, here in names]
        return frame.join(source.select(*keys, *brought), on=list(keys), how="left")

    def gathered(
        self,
        frame: nw.LazyFrame[Any],
        scope: Scope,
        members: Scope,
        gathered: Sequence[Gathered],
        source: nw.LazyFrame[Any],
    ) -> nw.LazyFrame[Any]:
        """The table with what the rows of another give together."""
        keys = list(self.tables[scope].keys)
        given = [_as_number(each) for each in gathered if each.given is not None]
        found = source.select(*keys, *given).group_by(*keys).agg(*(_aggregate(each.term) for each in gathered))
        frame = frame.join(found, on=keys, how="left")
        return frame.with_columns(*(_finished(each.term).alias(each.name) for each in gathered))

    def widened(self, frame: nw.LazyFrame[Any], scope: Scope, step: Step) -> nw.LazyFrame[Any]:
        """The table with the new columns of a step."""
        for layer in (step.of_no_rows, *(tuple(layer.values()) for layer in step.layers)):
            if layer:
                frame = frame.with_columns(*layer)
        return frame.select(*step.kept)


def _as_number(gathered: Gathered) -> nw.Expr:
    """What is gathered, as a number that can be added up or compared."""
    expression: nw.Expr = gathered.given
    part = gathered.term.parts[0]
    if part.type == "truth":
        expression = (expression.fill_null(False) if part.lacks else expression).cast(nw.Int64)
    return expression.alias(gathered.name)


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
