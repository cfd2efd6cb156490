"""What can be typed after `clusterpolicy portfolio`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

_ABOUT = "Asks the rules of a call of tables: a whole portfolio at once, however large."

_ABOUT_ASSESS = """\
Decides every application of a portfolio by the rules of a call. Tables go in, and tables of the same rows come out: for
each application its outcome, its grant and the codes of the requirements that fail or cannot be decided yet; for each
participation its size, its intensities and its grant. Amounts are whole cents.

A table is a file: Parquet (.parquet), or CSV (.csv) in UTF-8 with commas, a line of names, and nothing where a fact is
not known. `clusterpolicy portfolio tables CALL` lists the tables and their columns. A table or a column that is left
out is not known. Everything is checked before anything is decided: every problem is told with its column and its row,
rows counted from 0 as they stand in the file, without the line of names.

FOLDER is made, and gets all the tables of results, or none where anything goes wrong."""

_EXAMPLES_OF_ASSESS = """\
examples:
  clusterpolicy portfolio assess applications.parquet participations.parquet --call piedmont/line-a --out results
  clusterpolicy portfolio assess applications.csv participations.csv --call piedmont/line-a \\
      --more activities=activities.csv --more sites=sites.csv --out results
  clusterpolicy portfolio assess a.parquet p.parquet --call piedmont/line-a --out results --format csv
  clusterpolicy portfolio assess a.csv p.csv --call piedmont/line-a --out results --set piedmont/minimum_cost=250000

exit status:
"""

_ABOUT_TABLES = """\
Lists the tables that the rules of a call are asked of, with every column: its name, what it
means and holds, and whether it may hold nothing, where the fact is not known."""

_EXAMPLES_OF_TABLES = """\
examples:
  clusterpolicy portfolio tables piedmont/line-a
"""


def add_portfolio(
    add: Callable[..., Any], add_law: Callable[[Any], None], commands: argparse._SubParsersAction[Any], meanings: str
) -> None:
    """Add the command and its steps."""
    steps = add(commands, "portfolio", "decide a whole portfolio from tables", _ABOUT).add_subparsers(
        dest="step", metavar="STEP", required=True, title="steps"
    )
    parser = add(steps, "assess", "decide every application", _ABOUT_ASSESS, f"{_EXAMPLES_OF_ASSESS}{meanings}")
    parser.add_argument("applications", metavar="APPLICATIONS", help="the table of applications: a file")
    parser.add_argument("participations", metavar="PARTICIPATIONS", help="the table of those who take part: a file")
    parser.add_argument("--call", metavar="NAME", required=True, help="the call, as `clusterpolicy calls` lists it")
    parser.add_argument("--out", metavar="FOLDER", required=True, help="where the results go: it must not be there yet")
    parser.add_argument(
        "--more",
        metavar="TABLE=FILE",
        action="append",
        default=[],
        help="another table, as of sites or accounts; may be repeated",
    )
    parser.add_argument(
        "--format", choices=("parquet", "csv"), help="how to write the results (default: as APPLICATIONS is)"
    )
    add_law(parser)
    parser.add_argument("--json", action="store_true", help="write the summary as JSON, for machines")
    parser = add(steps, "tables", "which tables, with which columns", _ABOUT_TABLES, _EXAMPLES_OF_TABLES)
    parser.add_argument("call", metavar="CALL", help="its name, as `clusterpolicy calls` lists it")
    parser.add_argument("--json", action="store_true", help="write them as JSON, for machines")
