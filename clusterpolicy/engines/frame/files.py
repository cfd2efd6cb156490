"""Tables in files: Parquet, which says of what type each column is, and CSV, whose types the schema says.

Tables of results are written into a new folder, all of them or none: they are written under another name, and get
their own when the last one is complete.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from uuid import uuid4

import polars as pl

from clusterpolicy.engines.frame.checks import CURRENCY, Checks
from clusterpolicy.engines.frame.columns import names_of
from clusterpolicy.engines.frame.results import CODES_BETWEEN
from clusterpolicy.engines.frame.schema import Schema, Table, schema_of
from clusterpolicy.engines.frame.texts import typed
from clusterpolicy.errors import ClusterPolicyError, InputError, Problem
from clusterpolicy.language.rule_set import RuleSet

TableFormat = Literal["parquet", "csv"]

ENDINGS: dict[str, TableFormat] = {".parquet": "parquet", ".pq": "parquet", ".csv": "csv"}
"""The endings of names of files that hold tables."""


def read_tables(files: Mapping[str, Path], rule_set: RuleSet) -> dict[str, pl.DataFrame]:
    r"""The tables that some rules are asked of, from files, by their names.

    Tables that the rules do not use are not read. In a Parquet file where every column is at hand, no other is read.

    Args:
        files: The files by the names of the tables; see `schema_of`. Each name ends in one of `ENDINGS`.
        rule_set: The rules.

    Raises: InputError with every problem: of a file (`file-not-found`, `input-not-text`, `input-not-readable`), or of a
    value in a CSV file, by its column and its row.

    >>> from tempfile import TemporaryDirectory
    >>> from clusterpolicy.rules.piedmont import LINE_A
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "applications.csv"
    ...     _ = file.write_text("application,project_months\n2016-001,24\n2016-002,\n")
    ...     read_tables({"applications": file}, LINE_A)["applications"]["project_months"].to_list()
    [24, None]
    """
    schema = schema_of(rule_set)
    problems: list[Problem] = []
    raw: dict[str, pl.DataFrame] = {}
    for table in schema:
        if table.name in files:
            try:
                raw[table.name] = _read(schema, table, files[table.name])
            except InputError as error:
                problems += error.problems
    from_text = {name for name in raw if ENDINGS[files[name].suffix.lower()] == "csv"}
    whole_keys = {key for table in schema for key in table.keys if _is_whole(table, key, raw, from_text)}
    checks = Checks(schema)
    for table in schema:
        if table.name in from_text:
            raw[table.name] = typed(schema, table, raw[table.name], checks, whole_keys)
    if problems or checks.problems:
        raise InputError((*problems, *checks.problems))
    return raw


def refuse_used(folder: Path) -> None:
    """Refuse a folder in which something is already: results would mingle with it.

    Raises: InputError `output-failed`.
    """
    with _writing(folder):
        if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
            said, mend = "there is something here already", "name a folder that is not there yet"
            raise InputError(Problem("output-failed", str(folder), said, mend))


def write_tables(tables: Mapping[str, pl.DataFrame], folder: Path, format: TableFormat) -> tuple[Path, ...]:
    """Write tables into a new folder, each into a file with its name: all of them, or nothing.

    Raises: InputError `output-failed` where something is there already, or the tables cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as home:
    ...     (file,) = write_tables({"codes": pl.DataFrame({"failed": [["a", "b"]]})}, Path(home) / "results", "csv")
    ...     file.read_text().split()
    ['failed', 'a;b']
    """
    refuse_used(folder)
    unfinished = folder.parent / f".{folder.name}-{uuid4().hex}"
    with _writing(folder):
        try:
            unfinished.mkdir(parents=True)
            for name, table in tables.items():
                _write(table, unfinished / f"{name}.{format}", format)
            if folder.exists():
                folder.rmdir()  # it is empty
            unfinished.rename(folder)
        finally:
            try:
                shutil.rmtree(unfinished, ignore_errors=True)
            except KeyboardInterrupt:  # who interrupts Polars interrupts twice: it tells it once, and Python once more
                shutil.rmtree(unfinished, ignore_errors=True)
                raise
    return tuple(folder / f"{name}.{format}" for name in tables)


def _is_whole(table: Table, key: str, raw: Mapping[str, pl.DataFrame], from_text: set[str]) -> bool:
    """Whether a key is a whole number in a table whose file says of what type it is."""
    at_hand = table.name in raw and table.name not in from_text and key in raw[table.name].columns
    return at_hand and raw[table.name][key].dtype.is_integer()


# --- reading ---------------------------------------------------------------------------------------------------------


def _read(schema: Schema, table: Table, file: Path) -> pl.DataFrame:
    with _reading(file):
        if ENDINGS[file.suffix.lower()] == "csv":
            return _read_csv(file)
        with file.open("rb"):  # says why it cannot be opened, where it cannot
            pass
        found = pl.scan_parquet(file, glob=False)
        there = found.collect_schema().names()
        asked = _asked(schema, table)
        if all(name in there for name in asked):
            found = found.select(*asked, *(each for each in (CURRENCY,) if each in there))
        return found.collect(engine="streaming").rechunk()  # what is read in pieces is slower at every step


def _asked(schema: Schema, table: Table) -> list[str]:
    known = [each.known for each in schema if each.scope.parent is table.scope and each.known is not None]
    return [*table.keys, *(name for column in table.columns for name in names_of(column)), *known]


def _read_csv(file: Path) -> pl.DataFrame:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        head = next(csv.reader(opened), [])
    if len(head) == 1 and ";" in head[0]:
        said, mend = "its columns are divided by semicolons", "save it with commas between them"
        raise InputError(Problem("input-not-readable", str(file), said, mend))
    twice = [name for name, times in Counter(head).items() if times > 1 or not name]
    if twice or not head:
        said = f"the column `{twice[0]}` stands twice, or has no name" if twice else "it has no line of names"
        raise InputError(Problem("input-not-readable", str(file), said, "write each name once, in the first line"))
    found = pl.read_csv(file, infer_schema=False, glob=False)
    if found.height and found[head[-1]].null_count():
        _refuse_short_rows(file, len(head))
    return found.filter(~pl.all_horizontal(pl.all().is_null()))


def _refuse_short_rows(file: Path, width: int) -> None:
    """Refuse rows with fewer cells than names. Read as they stand, their last facts would count as not known."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.reader(opened)
        short = next((rows.line_num for row in rows if row and len(row) < width), None)
    if short is not None:
        said = f"line {short} has fewer cells than there are columns"
        raise InputError(Problem("input-not-readable", str(file), said, "write every comma, also between empty cells"))


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    """Whatever goes wrong with a file is said in words."""
    place = str(file)
    try:
        yield
    except UnicodeDecodeError:
        problem = Problem("input-not-text", place, "it is not UTF-8 text", "save it as UTF-8")
    except OSError as error:
        said = f"it cannot be opened: {(error.strerror or str(error)).lower()}"
        problem = Problem("file-not-found", place, said, "check the name of the file, and that you may read it")
    except ClusterPolicyError:
        raise
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, csv.Error, ValueError) as error:
        if "utf-8" in str(error).lower():
            problem = Problem("input-not-text", place, "it is not UTF-8 text", "save it as UTF-8")
        else:
            said = f"it cannot be read as a table: {_first_line(error)}"
            problem = Problem("input-not-readable", place, said, "write it anew, as CSV or Parquet")
    else:
        return
    raise InputError(problem) from None


def _first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


# --- writing ---------------------------------------------------------------------------------------------------------


def _write(table: pl.DataFrame, file: Path, format: TableFormat) -> None:
    if format == "parquet":
        table.write_parquet(file)
        return
    lists = [name for name, dtype in table.schema.items() if dtype == pl.List]
    table.with_columns(pl.col(name).list.join(CODES_BETWEEN) for name in lists).write_csv(file)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = getattr(error, "strerror", None) or _first_line(error)
        said = f"it cannot be written: {reason[:1].lower()}{reason[1:]}"
        raise InputError(Problem("output-failed", str(folder), said, "name a folder that you may write to")) from None
