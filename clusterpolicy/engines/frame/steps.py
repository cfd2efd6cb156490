"""What is done to each table in each round, written out: expressions of a library, and the names of columns.

Steps are written once for a program, and used again by whoever asks the same of tables with the same contents.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from clusterpolicy.engines.frame.expressions import Expressions, is_wide, name_in
from clusterpolicy.engines.frame.ranges import Chain, chains_of
from clusterpolicy.engines.frame.schedule import Round, Rounds
from clusterpolicy.engines.frame.schema import Table
from clusterpolicy.engines.frame.term import Term
from clusterpolicy.language.scope import Scope


@dataclass(frozen=True, slots=True)
class Gathered:
    """What rows give together, and the expression of what each of them gives; `None` where all give the same."""

    term: Term
    given: Any

    @property
    def name(self) -> str:
        """The column it becomes."""
        return f"_{self.term.number}"


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one table in one round, in this order.

    Attributes:
        joined: The columns that are brought from each table around it, by their names there and here.
        gathered: What the rows of each table inside it give together.
        of_no_rows: What the rows of tables that were not handed in would have given.
        chains: What can be looked up where there are many rows.
        layers: New columns by the numbers of their terms, each layer made of columns of those before it.
        kept: The columns that are there after the round.
    """

    joined: Mapping[Scope, tuple[tuple[str, str], ...]]
    gathered: Mapping[Scope, tuple[Gathered, ...]]
    of_no_rows: tuple[Any, ...]
    chains: tuple[Chain, ...]
    layers: tuple[Mapping[int, Any], ...]
    kept: tuple[str, ...]


Steps = tuple[Mapping[Scope, Step], ...]
"""For each round the step of each table that changes."""


def steps_of(rounds: Rounds, tables: Mapping[Scope, Table], given: Collection[Scope], library: Any) -> Steps:
    """The steps of some rounds.

    Args:
        rounds: The rounds.
        tables: Every table of the rules.
        given: The tables that were handed in.
        library: Narwhals, or Polars where all is in memory: both call what is asked of them by the same names.
    """
    columns: dict[Scope, dict[int, str]] = {scope: {} for scope in given}
    steps = []
    for each in rounds:
        before = dict(columns)
        found = {}
        for scope, round_ in each.items():
            if scope in before and round_.changes:
                found[scope] = _step(scope, round_, tables[scope], before, library)
                columns[scope] = {term.number: name_in(scope, term) for term in round_.kept}
        steps.append(found)
    return tuple(steps)


def _step(scope: Scope, round_: Round, table: Table, before: Mapping[Scope, Mapping[int, str]], library: Any) -> Step:
    names = dict(before[scope])
    joined = {
        around: tuple((name_in(around, term), name_in(scope, term)) for term in terms)
        for around, terms in round_.joined.items()
    }
    gathered: dict[Scope, tuple[Gathered, ...]] = {}
    of_no_rows: list[Any] = []
    for members, terms in round_.gathered.items():
        if members in before:
            writer = Expressions(before[members], library)
            gathered[members] = tuple(Gathered(term, _given(term, writer)) for term in terms)
        else:
            of_no_rows += [_of_no_rows(term, library).alias(f"_{term.number}") for term in terms]
    for terms in (*round_.joined.values(), *round_.gathered.values()):
        names |= {term.number: name_in(scope, term) for term in terms}
    chains = tuple(chains_of(scope, round_, names))
    layers = []
    for layer in round_.layers:
        writer = Expressions(names, library)
        layers.append({term.number: writer.written(term).alias(name_in(scope, term)) for term in layer})
        names |= {term.number: name_in(scope, term) for term in layer}
    kept = dict.fromkeys((*table.keys, *(name_in(scope, term) for term in round_.kept)))
    return Step(joined, gathered, tuple(of_no_rows), chains, tuple(layers), tuple(kept))


def _given(term: Term, writer: Expressions) -> Any:
    part = term.parts[0]
    return None if part.is_constant else writer.of(part, wide=is_wide(term))


def _of_no_rows(term: Term, library: Any) -> Any:
    if term.what == "any":
        return library.lit(False)
    type_ = library.Int128 if is_wide(term) else library.Int64
    return library.lit(0 if term.what in ("sum", "count") else None, dtype=type_)
