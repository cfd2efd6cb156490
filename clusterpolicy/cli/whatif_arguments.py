"""What can be typed after `clusterpolicy whatif`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

_ABOUT = "Asks what would be if the rules, or a fact, were other. Nothing that is decided changes."

_ABOUT_COMPARE = """\
Runs a call as it is and as a scenario has it, on the same applications and marks: who wins, who loses, who becomes
eligible and by which requirement, and what it costs.

FOLDER is one as `clusterpolicy call run` reads it. A scenario is a file, or what is typed: other figures (`--set`),
requirements that are left out (`--without`), the law of another day (`--granted-on`)."""

_EXAMPLES_OF_COMPARE = """\
examples:
  clusterpolicy whatif compare piedmont/line-b FOLDER --set piedmont/minimum_cost=200000
  clusterpolicy whatif compare piedmont/line-b FOLDER --without research-orders --picture effects.svg
  clusterpolicy whatif compare piedmont/line-b FOLDER --scenario scenario.toml
"""

_ABOUT_SWEEP = """\
Runs a call, ranking and money included, once for each combination of the values of some figures: a row each."""

_EXAMPLES_OF_SWEEP = """\
examples:
  clusterpolicy whatif sweep piedmont/line-b FOLDER --vary piedmont/minimum_cost=200000:400000:50000
  clusterpolicy whatif sweep piedmont/line-b FOLDER --vary 'piedmont/highest_intensity=0.5,0.6' --out sweep.csv
  clusterpolicy whatif sweep piedmont/line-b FOLDER --vary piedmont/minimum_cost=200000:400000:1 \\
      --sample 10000 --seed 1 --out sweep.parquet

Values are a list with commas, or LOWEST:HIGHEST:STEP. The row of a table is named after it: 'region/rates[small]=...'.
"""

_ABOUT_CLIFFS = """\
Finds where a small change of one fact of an application makes a large change of what it receives. The values are found
from the rules, not by trying."""

_EXAMPLES_OF_CLIFFS = """\
examples:
  clusterpolicy whatif cliffs application.json --fact 'research_orders[0].amount' --from 0 --to 400000
  clusterpolicy whatif cliffs application.json --reach 10000
  clusterpolicy whatif cliffs application.json --fact 'research_orders[0].amount' --to 400000 --picture cliffs.svg

Without `--fact` every amount of the application is moved by up to `--reach` euro, and the worst cliffs are named.
"""


def add_whatif(add: Callable[..., Any], commands: Any, day: Callable[[str], date]) -> None:
    """Add `whatif` to the commands; `add` adds one command, `day` reads a day."""
    steps = add(commands, "whatif", "ask what would be if the rules were other", _ABOUT).add_subparsers(
        dest="step", metavar="STEP", required=True, title="steps"
    )
    compare = add(steps, "compare", "a call beside itself under a scenario", _ABOUT_COMPARE, _EXAMPLES_OF_COMPARE)
    _add_call(compare)
    _add_scenario(compare, day)
    compare.add_argument("--json", action="store_true", help="write the comparison as JSON, for machines")
    _add_picture(compare)
    sweep = add(steps, "sweep", "a call for many values of its figures", _ABOUT_SWEEP, _EXAMPLES_OF_SWEEP)
    _add_call(sweep)
    _add_scenario(sweep, day)
    sweep.add_argument(
        "--vary", metavar="NAME=VALUES", action="append", required=True, help="a figure; may be repeated"
    )
    sweep.add_argument("--sample", metavar="NUMBER", type=int, help="so many variants at random, not every combination")
    sweep.add_argument("--seed", metavar="NUMBER", type=int, default=0, help="what repeats a sample (default 0)")
    sweep.add_argument("--out", metavar="FILE", help="write the rows to a file that ends with .csv or .parquet")
    cliffs = add(steps, "cliffs", "where little changes much", _ABOUT_CLIFFS, _EXAMPLES_OF_CLIFFS)
    cliffs.add_argument("file", metavar="FILE", help="the application: JSON, TOML or YAML")
    cliffs.add_argument(
        "--fact", metavar="PATH", help="the fact, as `research_orders[0].amount` (default: every amount)"
    )
    cliffs.add_argument("--from", metavar="VALUE", dest="lowest", default="0", help="its lowest value (default 0)")
    cliffs.add_argument("--to", metavar="VALUE", dest="highest", help="its highest value")
    cliffs.add_argument("--reach", metavar="EURO", default="10000", help="how far amounts may move (default 10000)")
    cliffs.add_argument("--most", metavar="NUMBER", type=int, default=10, help="how many cliffs to name (default 10)")
    cliffs.add_argument("--granted-on", metavar="DAY", type=day, help="the day of granting (default: that expected)")
    _add_set(cliffs)
    _add_picture(cliffs)


def _add_call(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("call", metavar="CALL", help="its name, as `clusterpolicy calls` lists it")
    parser.add_argument("folder", metavar="FOLDER", help="where the applications and the marks are")


def _add_scenario(parser: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    parser.add_argument("--scenario", metavar="FILE", help="a scenario in TOML")
    parser.add_argument("--without", metavar="CODE", action="append", default=[], help="leave a requirement out")
    parser.add_argument("--granted-on", metavar="DAY", type=day, help="the day of granting, whose law is in force")
    _add_set(parser)


def _add_set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        dest="changes",
        help="another figure in place of that of the rules; may be repeated",
    )


def _add_picture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--picture", metavar="FILE", help="draw it: a file that ends with .svg, .png or .html")
