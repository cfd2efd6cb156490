"""Whether the figures that are to vary can: every name, and every value."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from clusterpolicy.errors import Problem, RuleError, nearest
from clusterpolicy.language.kinds import WHOLE_UNITS, Base
from clusterpolicy.language.parameter import Parameter
from clusterpolicy.language.parameters import fitting
from clusterpolicy.scoring.criterion import parameter_of
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.whatif.figure_columns import as_figure
from clusterpolicy.whatif.table_rows import parsed
from clusterpolicy.whatif.variants import Column, Variants


def check(call: RankedCall, variants: Variants) -> None:
    """Refuse variants that do not fit the call.

    Raises: RuleError with every unknown parameter, with the nearest name; every value that does not fit; and
    `sweep-invalid` for the day of granting, which changes every other figure, and for a figure that varies twice.
    """
    problems = [problem for name, column in variants.columns.items() for problem in _faults(call, name, column)]
    names = [parsed(name) for name in variants.columns]
    for parameter, row in names:
        if row is None and sum(parameter == other for other, _ in names) > 1:
            said = "the whole table varies, and a row of it besides"
            problems.append(Problem("sweep-invalid", parameter, said, "keep one of the two"))
    if problems:
        raise RuleError(problems)


def _faults(call: RankedCall, name: str, column: Column) -> Iterator[Problem]:
    parameter_name, row = parsed(name)
    parameter = call.all_figures.get(parameter_name)
    if parameter is None:
        said = f"`{call.name}` has no parameter `{parameter_name}`"
        yield Problem("unknown-name", name, said, nearest(parameter_name, list(call.all_figures)))
    elif parameter is parameter_of(call.granting_day):
        said = "another day of granting changes every other figure"
        yield Problem("sweep-invalid", name, said, "make a scenario of each day, and sweep under each")
    elif row is not None:
        yield from _faults_of_row(parameter, row, column, name)
    else:
        yield from _faults_of_values(call, parameter, column)


def _faults_of_values(call: RankedCall, parameter: Parameter, column: Column) -> Iterator[Problem]:
    problems: list[Problem] = []
    rules = call if parameter.name in call.figures else call.merit
    for value in column.distinct():
        fit = fitting(parameter, as_figure(value, parameter.kind) if _fits_whole(parameter, value) else value, problems)
        if fit is not None:
            try:
                rules.fitting({parameter.name: fit})
            except RuleError as error:
                problems += (each for each in error.problems if each not in problems)
    yield from problems
    yield from _parts_of_wholes(parameter, column)


def _faults_of_row(parameter: Parameter, row: str, column: Column, name: str) -> Iterator[Problem]:
    table = parameter.values[-1][1]
    if not isinstance(table, dict):
        yield Problem("sweep-invalid", name, f"`{parameter.name}` is no table", f"write `{parameter.name}`")
    elif row not in table:
        yield Problem("unknown-name", name, f"the table has no row `{row}`", nearest(row, list(table)))
    else:
        problems: list[Problem] = []
        for value in column.distinct():
            cell = as_figure(value, parameter.kind) if _fits_whole(parameter, value) else value
            fitting(parameter, {**table, row: cell}, problems)
        yield from problems
        yield from _parts_of_wholes(parameter, column)


def _fits_whole(parameter: Parameter, value: Any) -> bool:
    is_number = parameter.kind.base is Base.NUMBER and isinstance(value, Decimal)
    return is_number and value == value.to_integral_value()


def _parts_of_wholes(parameter: Parameter, column: Column) -> Iterator[Problem]:
    """Whole numbers are counted in whole steps: the ends may be whole where what lies between is not."""
    if column.listed is None and parameter.kind.unit in WHOLE_UNITS and (column.wholes % 10**column.scale).any():
        yield Problem("wrong-type", parameter.name, "some values are no whole numbers", "write whole steps")
