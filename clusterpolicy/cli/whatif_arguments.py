"""What can be typed after `clusterpolicy whatif`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

_ABOUT = """\
Asks what would be if the rules, or a fact, were other. Nothing that is decided changes.

  compare       Who wins, who loses, who becomes eligible and by which requirement, and what it costs?
  sweep         What becomes of the call for every value of some figures, ranking and money included?
  sensitivity   Which figure moves the outcome most?
  chance        What may become of the call where facts are uncertain?
  cliffs        Where does a cent, a day, a head more make a large difference?

Figures are named as in `clusterpolicy rulebook CALL`, facts as in an application file."""

_EXAMPLES = """\
examples:
  clusterpolicy whatif compare piedmont/line-b examples/calls/line_b --set piedmont/minimum_cost=200000
  clusterpolicy whatif sweep piedmont/line-b examples/calls/line_b --vary piedmont/minimum_cost=200000:400000:50000
  clusterpolicy whatif sensitivity piedmont/line-b examples/calls/line_b --vary piedmont/minimum_cost=200000:400000:1
  clusterpolicy whatif cliffs examples/line_b/eligible.json

`clusterpolicy whatif STEP --help` says more about each step.
"""

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
  clusterpolicy whatif sweep piedmont/line-b FOLDER --variants figures.csv --by-application --csv | head

Values are a list with commas, or LOWEST:HIGHEST:STEP. The row of a table is named after it: 'region/rates[small]=...'.
Amounts are cents. Rows are written as they are found: a million of them take no more memory than a thousand.
"""

_ABOUT_SENSITIVITY = """\
Moves each figure by itself from the lower to the upper end of its range, and says what is granted at both. With
`--sobol` all are moved at once, and of each is said what it explains of the spread, alone and together with others."""

_EXAMPLES_OF_SENSITIVITY = """\
examples:
  clusterpolicy whatif sensitivity piedmont/line-b FOLDER --vary piedmont/minimum_cost=200000:400000:1 \\
      --vary piedmont/highest_intensity=0.40:0.60:0.01 --picture tornado.svg
  clusterpolicy whatif sensitivity piedmont/line-b FOLDER --vary piedmont/minimum_cost=200000:400000:1 \\
      --vary piedmont/highest_intensity=0.40:0.60:0.01 --sobol 128 --seed 7
"""

_ABOUT_CHANCE = """\
Runs a call again and again, each time with other values of what is uncertain, drawn at random: how much may be granted,
and how often is each application awarded? A seed repeats the draws. `null` among the values leaves the fact unknown."""

_EXAMPLES_OF_CHANCE = """\
examples:
  clusterpolicy whatif chance piedmont/line-b FOLDER --uncertain 'B-002:research_orders[0].amount=200000:300000:0.01'
  clusterpolicy whatif chance piedmont/line-b FOLDER --uncertain 'B-002:project.months=18,24,30' --draws 500 --seed 7
"""

_ABOUT_CLIFFS = """\
Finds where a small change of one fact makes a large change of what is received. The values are found from the rules, to
the cent, the day or the second, not by trying. PATH is the file of an application, or a folder of a call.

Without `--fact` every number and every day of the applications is moved a little, and the worst cliffs are named."""

_EXAMPLES_OF_CLIFFS = """\
examples:
  clusterpolicy whatif cliffs application.json
  clusterpolicy whatif cliffs application.json --fact 'research_orders[0].amount' --to 400000 --picture cliffs.svg
  clusterpolicy whatif cliffs application.json --fact project.works_start_on --from 2016-01-01 --to 2018-12-31
  clusterpolicy whatif cliffs application.json --fact declarations.effective_collaboration
  clusterpolicy whatif cliffs FOLDER --call piedmont/line-b --of-a-kind 1 --picture worst.svg
  clusterpolicy whatif cliffs FOLDER --call piedmont/line-b --below 'participations[].costs' --only-of-money --json
"""


def add_whatif(add: Callable[..., Any], commands: Any, day: Callable[[str], date], meanings: str) -> None:
    """Add `whatif`; `add` adds one command, `day` reads a day, `meanings` tells what each exit status means."""
    epilog = f"{_EXAMPLES}\nexit status:\n{meanings}"
    steps = add(commands, "whatif", "ask what would be if the rules were other", _ABOUT, epilog).add_subparsers(
        dest="step", metavar="STEP", required=True, title="steps"
    )
    for step in (_compare, _sweep, _sensitivity, _chance, _cliffs):
        step(add, steps, day)


def _compare(add: Callable[..., Any], steps: Any, day: Callable[[str], date]) -> None:
    parser = add(steps, "compare", "a call beside itself under a scenario", _ABOUT_COMPARE, _EXAMPLES_OF_COMPARE)
    _add_call(parser)
    _add_scenario(parser, day)
    parser.add_argument("--json", action="store_true", help="write the comparison as JSON, for machines")
    _add_picture(parser)
    parser.add_argument("--reasons", metavar="FILE", help="draw what becomes of all applications under the scenario")
    parser.add_argument("--budget", metavar="FILE", help="draw the money down the ranking under the scenario")


def _sweep(add: Callable[..., Any], steps: Any, day: Callable[[str], date]) -> None:
    parser = add(steps, "sweep", "a call for many values of its figures", _ABOUT_SWEEP, _EXAMPLES_OF_SWEEP)
    _add_call(parser)
    _add_scenario(parser, day)
    parser.add_argument(
        "--vary", metavar="NAME=VALUES", action="append", default=[], help="a figure and its values; may be repeated"
    )
    parser.add_argument("--variants", metavar="FILE", help="a table of variants (.csv or .parquet): a column a figure")
    parser.add_argument(
        "--sample", metavar="NUMBER", type=int, help="so many variants at random, not every combination"
    )
    parser.add_argument("--seed", metavar="NUMBER", type=int, default=0, help="what repeats a sample (default 0)")
    parser.add_argument("--by-application", action="store_true", help="a row for each application in each variant")
    parser.add_argument("--csv", action="store_true", help="write the rows as CSV to standard output")
    parser.add_argument("--out", metavar="FILE", help="write the rows to a file that ends with .csv or .parquet")


def _sensitivity(add: Callable[..., Any], steps: Any, day: Callable[[str], date]) -> None:
    parser = add(steps, "sensitivity", "which figure moves the outcome", _ABOUT_SENSITIVITY, _EXAMPLES_OF_SENSITIVITY)
    _add_call(parser)
    _add_scenario(parser, day)
    parser.add_argument(
        "--vary", metavar="NAME=RANGE", action="append", required=True, help="a figure and its range; may be repeated"
    )
    parser.add_argument("--sobol", metavar="NUMBER", type=_whole, help="all at once: a sample, a power of two")
    parser.add_argument("--seed", metavar="NUMBER", type=int, default=0, help="what repeats a sample (default 0)")
    parser.add_argument("--measure", choices=("granted", "awarded"), help="the outcome of --sobol (default granted)")
    parser.add_argument("--json", action="store_true", help="write the rows as JSON, for machines")
    _add_picture(parser)


def _chance(add: Callable[..., Any], steps: Any, day: Callable[[str], date]) -> None:
    parser = add(steps, "chance", "where facts are uncertain", _ABOUT_CHANCE, _EXAMPLES_OF_CHANCE)
    _add_call(parser)
    _add_scenario(parser, day)
    parser.add_argument(
        "--uncertain",
        metavar="APPLICATION:FACT=VALUES",
        action="append",
        required=True,
        help="a fact, and what it may be, each value as likely: a range or a list; may be repeated",
    )
    parser.add_argument("--draws", metavar="NUMBER", type=_whole, default=1000, help="how many (default 1000)")
    parser.add_argument("--seed", metavar="NUMBER", type=int, default=0, help="what repeats the draws (default 0)")
    parser.add_argument("--json", action="store_true", help="write every draw as JSON, for machines")


def _cliffs(add: Callable[..., Any], steps: Any, day: Callable[[str], date]) -> None:
    parser = add(steps, "cliffs", "where little changes much", _ABOUT_CLIFFS, _EXAMPLES_OF_CLIFFS)
    parser.add_argument("path", metavar="PATH", help="an application (JSON, TOML or YAML), or a folder of a call")
    parser.add_argument("--call", metavar="CALL", help="of a folder: to which call its applications are")
    parser.add_argument("--fact", metavar="FACT", help="one fact, as `research_orders[0].amount`")
    parser.add_argument("--from", metavar="VALUE", dest="lowest", help="its lowest value (default: that it may have)")
    parser.add_argument("--to", metavar="VALUE", dest="highest", help="its highest value (default: that it may have)")
    parser.add_argument(
        "--value",
        metavar="VALUE",
        action="append",
        default=[],
        dest="values",
        help="a value to look at, of a fact that has no order; may be repeated (default: all that it may have)",
    )
    parser.add_argument(
        "--below",
        metavar="FACTS",
        action="append",
        default=[],
        help="only facts at or below it, numbers left out: `participations[].costs`; may be repeated",
    )
    parser.add_argument("--reach", metavar="EURO", help="how far amounts may move (default 10000)")
    parser.add_argument("--days", metavar="NUMBER", type=_one_or_more, help="how far days may move (default 60)")
    parser.add_argument("--most", metavar="NUMBER", type=_one_or_more, help="cliffs to name (default 10)")
    parser.add_argument("--of-a-kind", metavar="NUMBER", type=_one_or_more, help="as many of the same fact and reason")
    parser.add_argument("--only-of-money", action="store_true", help="only those with the same outcome on both sides")
    parser.add_argument("--json", action="store_true", help="write the cliffs as JSON, for machines")
    parser.add_argument("--granted-on", metavar="DAY", type=day, help="the day of granting (default: that expected)")
    add_set(parser)
    _add_picture(parser)


def _add_call(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("call", metavar="CALL", help="its name, as `clusterpolicy calls` lists it")
    parser.add_argument("folder", metavar="FOLDER", help="where the applications and the marks are")


def _add_scenario(parser: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    parser.add_argument("--scenario", metavar="FILE", help="a scenario in TOML")
    parser.add_argument("--without", metavar="CODE", action="append", default=[], help="leave a requirement out")
    parser.add_argument("--granted-on", metavar="DAY", type=day, help="the day of granting, whose law is in force")
    add_set(parser)


def add_set(parser: argparse.ArgumentParser) -> None:
    """Let other figures be given in place of those of the rules."""
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        dest="changes",
        help="another figure in place of that of the rules; may be repeated",
    )


def _add_picture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--picture", metavar="FILE", help="draw it, in a file that ends with .svg, .png or .html")


def _whole(text: str) -> int:
    """A whole number, nought or more, of nine digits at most: larger ones are slips of the hand."""
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"`{text[:40]}` is no whole number from 0 to 999999999")
    return int(text)


def _one_or_more(text: str) -> int:
    if _whole(text) == 0:
        raise argparse.ArgumentTypeError("0 is too few; write 1 or more")
    return int(text)
