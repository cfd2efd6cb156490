"""Single rows of tables of figures, named after their table: `region/rates[small]`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterpolicy.errors import Problem, nearest
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.written import read_written


def parsed(name: str) -> tuple[str, str | None]:
    """The parameter that a name means, and the row of its table; `None` for the whole.

    >>> parsed("region/rates[small]"), parsed("region/limit")
    (('region/rates', 'small'), ('region/limit', None))
    """
    parameter, bracket, row = name.partition("[")
    return (parameter, row.removesuffix("]")) if bracket and row.endswith("]") else (name, None)


def with_rows(changes: Mapping[str, Any], tables: Mapping[str, Value], problems: list[Problem]) -> dict[str, Any]:
    """The changes with each row put into its table.

    Args:
        changes: Other values, by full name, of tables or of single rows.
        tables: What the figures are before, by full name.
        problems: Here everything is added that is wrong: a row of what is no table, or that the table does not have.
    """
    found: dict[str, Any] = {name: value for name, value in changes.items() if parsed(name)[1] is None}
    rows = {name: value for name, value in changes.items() if name not in found}
    for name, value in rows.items():
        parameter, row = parsed(name)
        table = found.get(parameter, tables.get(parameter))
        if parameter not in tables:
            found[parameter] = value  # an unknown name, which is said with the nearest one
        elif not isinstance(table, Mapping):
            problems.append(Problem("input-invalid", name, f"`{parameter}` is no table", f"write `{parameter}`"))
        elif row not in table:
            problems.append(Problem("unknown-name", name, f"the table has no row `{row}`", nearest(str(row), [*table])))
        else:
            read = read_written(value) if isinstance(value, str) else None
            found[parameter] = {**table, row: value if read is None else read}
    return found
