"""Rules asked of tables: every application of a portfolio at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from clusterpolicy.engines.frame.border import back_in_order, entered
from clusterpolicy.engines.frame.columns import Contents
from clusterpolicy.engines.frame.keyed import KeyedBorder, results_in_place
from clusterpolicy.engines.frame.libraries import Library, library_of
from clusterpolicy.engines.frame.positions import PositionalRun
from clusterpolicy.engines.frame.program import Program, result_columns
from clusterpolicy.engines.frame.programs import program_for
from clusterpolicy.engines.frame.refusals import refused
from clusterpolicy.engines.frame.results import results_in_memory
from clusterpolicy.engines.frame.running import KeyedRun
from clusterpolicy.engines.frame.schema import Schema, schema_of
from clusterpolicy.engines.scalar import compiled
from clusterpolicy.errors import InputError, Problem, nearest
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.rule_set import RuleSet


def assess_frame(
    tables: Mapping[str, Any],
    rule_set: RuleSet,
    *,
    granted_on: date | None = None,
    changes: Mapping[str, Value] | None = None,
    tell: Collection[str] | None = None,
) -> dict[str, Any]:
    """The answer of a rule set to every application of a portfolio.

    Args:
        tables: The tables by their names, all of one dataframe library; see `schema_of` for what they hold. A table or
            a column that is left out is not known, as is each fact that is null.
        rule_set: The rules.
        granted_on: The day of granting, whose law is in force; `None` takes the day the call expects.
        changes: Other values for some parameters, by full name.
        tell: The columns of results that are asked for, as `outcome` and `grant_cents`; `None` asks for all.

    Returns:
        Tables of results by the same names, of the same library: `applications`, and one for each kind of beneficiary,
        with the rows and the keys of the tables handed in. A null is not known. Amounts are cents, intensities parts
        per million.

    Raises: InputError with every problem of the tables; NoLawThatDay; RuleError for a change that fits no parameter,
    and `not-in-tables` for rules that cannot be asked of tables.

    >>> import polars as pl
    >>> from clusterpolicy.rules.piedmont import LINE_A
    >>> applications = pl.DataFrame({"application": ["2016-001"], "project_trl_at_start": [9]})
    >>> participations = pl.DataFrame({"application": ["2016-001"], "participation": ["alfa"]})
    >>> found = assess_frame({"applications": applications, "participations": participations}, LINE_A)
    >>> found["applications"]["failed"].to_list()
    [['trl-at-start']]
    """
    question = _Question(rule_set, granted_on, changes, tell)
    library = library_of(tables)
    if library.in_place:
        return _assessed_in_place(question, library, tables)
    return library.given_back(_assessed_in_memory(question, library.in_memory(tables)))


class _Question:
    """Rules of one day, ready to be asked of tables."""

    def __init__(
        self,
        rule_set: RuleSet,
        granted_on: date | None,
        changes: Mapping[str, Value] | None,
        tell: Collection[str] | None,
    ) -> None:
        scalar = compiled(rule_set)
        fitting = rule_set.fitting(changes) if changes else None
        self.rule_set = rule_set
        self.day = scalar.law_of(granted_on, fitting)
        self.figures = rule_set.figures_on(self.day, fitting)
        self.schema: Schema = schema_of(rule_set)
        self.also = [table.name for table in schema_of(rule_set, whole=True)]
        self.tell = tell
        known = {name for names in result_columns(rule_set).values() for name in names}
        problems = [_unknown_column(name, known) for name in tell or () if name not in known]
        if problems:
            raise InputError(problems)

    def program(self, contents: Contents) -> Program:
        """What is found in tables of some contents."""
        return program_for(self.rule_set, contents, self.figures, self.day, self.tell)


def _assessed_in_memory(question: _Question, tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    found = entered(question.schema, tables, question.also)
    program = question.program(found.contents)
    steps = program.steps(found.frames, pl)
    run = PositionalRun(program.tables, found.frames, found.places)
    found.frames.clear()  # a column that nobody reads any more makes room for others
    frames = run.through(steps)
    return {
        program.tables[scope].name: back_in_order(found, scope, results_in_memory(program, scope, frames.pop(scope)))
        for scope in program.outputs
        if scope in frames
    }


def _assessed_in_place(question: _Question, library: Library, tables: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return _assessed_lazily(question, library, tables)
    except NotImplementedError as error:  # by which Narwhals tells what a library has not
        mend = "hand in tables of Polars, or of the database itself"
        raise refused(f"what needs more than tables of {library.name} have ({error})", mend) from None


def _assessed_lazily(question: _Question, library: Library, tables: Mapping[str, Any]) -> dict[str, Any]:
    lazy, settle = library.lazy(tables), library.settling(tables)
    border = KeyedBorder(question.schema, lazy, settle, question.also, is_polars=library.name == "polars")
    program = question.program(border.contents)
    frames = KeyedRun(program.tables, border.frames, settle).through(program.steps(border.frames, nw))
    return {name: table.to_native() for name, table in results_in_place(program, frames).items()}


def _unknown_column(name: str, known: Collection[str]) -> Problem:
    said = f"results have no column `{name}`"
    return Problem("unknown-name", "tell", said, nearest(name, sorted(known)))
