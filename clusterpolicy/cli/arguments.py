"""What can be typed, and the help about it."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NoReturn

from clusterpolicy.cli.dossier_arguments import add_dossier
from clusterpolicy.cli.portfolio_arguments import add_portfolio
from clusterpolicy.cli.status import (
    MEANINGS,
    MEANINGS_OF_CALL_RUN,
    MEANINGS_OF_DOSSIER,
    MEANINGS_OF_PORTFOLIO,
    MEANINGS_OF_WHATIF,
    CommandError,
)
from clusterpolicy.cli.whatif_arguments import add_set, add_whatif
from clusterpolicy.errors import Problem, nearest
from clusterpolicy.version import __version__

FORMATS = ("json", "toml", "yaml")

_ABOUT = """\
Decides applications for research and innovation grants by the rules of their call, with every reason, every
legal source and the grant to the cent; ranks them under the budget; and reads those rules aloud."""

_EXAMPLES = """\
examples:
  clusterpolicy calls                                      which calls are installed
  clusterpolicy assess application.json                    decide an application
  clusterpolicy call run piedmont/line-b FOLDER            run a whole call: score, rank, award
  clusterpolicy dossier show FILE                          how an open application stands
  clusterpolicy portfolio assess A P --call ... --out DIR  decide a whole portfolio, from tables to tables
  clusterpolicy replay piedmont                            what the practice published, and what its rules give
  clusterpolicy rulebook piedmont/line-a > line-a.md       the rules of a call, in words
  clusterpolicy schema > application.schema.json           what an application is made of
  clusterpolicy whatif --help                              what would be if the rules were other

`clusterpolicy COMMAND --help` says more about each command."""

_ABOUT_ASSESS = """\
Decides one application: eligible, not eligible, or undetermined as long as facts are missing that could decide.
The answer names every requirement with the reason and its legal source, and what each partner receives."""

_EXAMPLES_OF_ASSESS = """\
examples:
  clusterpolicy assess application.toml
  clusterpolicy assess application.json --json > decision.json
  clusterpolicy assess - --format yaml < application.yaml
  clusterpolicy assess application.json --granted-on 2017-07-29
  clusterpolicy assess application.json --set piedmont/minimum_cost=250000
  clusterpolicy assess application.json --set 'piedmont/s3_areas=["aerospace", "textile"]'

`--set` asks what the decision would be by another figure. The decision says that it was changed.
The names of the figures stand in `clusterpolicy rulebook CALL`.
"""


_ABOUT_CALL_RUN = """\
Runs a call from applications and marks to awards: every application is decided and scored, the eligible ones are
ranked, and the money of the call goes down the ranking as far as its rules let it. Nothing is awarded while facts are
missing that could decide it: such applications are listed, with what is missing.

FOLDER holds:
  applications/   one file for each application: JSON, TOML or YAML
  marks.csv       application,evaluator,criterion,points,note   (no points: the mark is missing)
  conflicts.csv   evaluator,application: conflicts of interest   (may be left out)"""

_EXAMPLES_OF_CALL_RUN = """\
examples:
  clusterpolicy call run piedmont/line-b examples/calls/line_b
  clusterpolicy call run piedmont/line-b FOLDER --explain B-003
  clusterpolicy call run piedmont/line-b FOLDER --csv > published-list.csv
  clusterpolicy call run piedmont/line-b FOLDER --json > selection.json
"""


_ABOUT_REPLAY = """\
Runs both calls of a practice by their rules, on synthetic portfolios calibrated to what was published, and prints the
table of the practice: ours beside the published one. The applications and marks are made up, and say so. What is
financed, and with how much, comes out of the rules: set another figure, and the table changes."""

_EXAMPLES_OF_REPLAY = """\
examples:
  clusterpolicy replay piedmont
  clusterpolicy replay piedmont --json
  clusterpolicy replay piedmont --set piedmont/minimum_cost=800000
  clusterpolicy replay piedmont --save portfolios
  clusterpolicy call run piedmont/line-b portfolios/line_b
"""


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are problems like all others. Its own exit status, 2, means undetermined here."""

    def error(self, message: str) -> NoReturn:
        raise CommandError(Problem("command-invalid", self.prog, message, f"type `{self.prog} --help`"))


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """The command that was typed.

    Raises: CommandError where it cannot be understood; SystemExit after the help or the version was asked for.
    """
    parser, commands = _parser()
    if not arguments:
        raise CommandError(
            Problem("command-invalid", parser.prog, "no command was given", f"type `{parser.prog} --help`")
        )
    if not arguments[0].startswith("-") and arguments[0] not in commands:
        said = f"there is no command `{arguments[0][:100]}`"
        raise CommandError(Problem("command-invalid", parser.prog, said, nearest(arguments[0][:100], commands)))
    return parser.parse_args(arguments)


def _parser() -> tuple[_Parser, tuple[str, ...]]:
    parser = _Parser(
        prog="clusterpolicy",
        description=_ABOUT,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"clusterpolicy {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    _add_assess(commands)
    _add_call(commands)
    add_dossier(_add, commands, _in_lines(MEANINGS_OF_DOSSIER))
    _add_replay(commands)
    _add_rulebook(commands)
    add_portfolio(_add, _add_law, commands, _in_lines(MEANINGS_OF_PORTFOLIO))
    add_whatif(_add, commands, _day, _in_lines(MEANINGS_OF_WHATIF))
    _add(commands, "calls", "list the installed calls", "Lists every installed call: its name, version and title.")
    _add(
        commands,
        "schema",
        "write the JSON Schema of an application",
        "Writes the JSON Schema of an application: every field with its title, unit and meaning.",
    )
    return parser, tuple(commands.choices)


def _add(
    commands: argparse._SubParsersAction[_Parser], name: str, in_short: str, about: str, epilog: str = ""
) -> _Parser:
    parser: _Parser = commands.add_parser(
        name,
        help=in_short,
        description=about,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    return parser


def _add_assess(commands: argparse._SubParsersAction[_Parser]) -> None:
    epilog = f"{_EXAMPLES_OF_ASSESS}\nexit status:\n{_in_lines(MEANINGS)}"
    parser = _add(commands, "assess", "decide one application", _ABOUT_ASSESS, epilog)
    parser.add_argument("file", metavar="FILE", help="the application: JSON, TOML or YAML; `-` is standard input")
    parser.add_argument("--format", choices=FORMATS, help="its format, where its name does not say it (default: json)")
    parser.add_argument("--call", metavar="NAME", help="refuse an application that was written for another call")
    _add_law(parser)
    parser.add_argument("--json", action="store_true", help="write the decision as JSON, for machines")


def _add_call(commands: argparse._SubParsersAction[_Parser]) -> None:
    about = "Works on a whole call: all its applications at once."
    steps = _add(commands, "call", "run a whole call: score, rank, award", about).add_subparsers(
        dest="step", metavar="STEP", required=True, title="steps"
    )
    epilog = f"{_EXAMPLES_OF_CALL_RUN}\nexit status:\n{_in_lines(MEANINGS_OF_CALL_RUN)}"
    parser = _add(steps, "run", "from applications and marks to awards", _ABOUT_CALL_RUN, epilog)
    parser.add_argument("call", metavar="CALL", help="its name, as `clusterpolicy calls` lists it")
    parser.add_argument("folder", metavar="FOLDER", help="where the applications and the marks are")
    _add_law(parser)
    answer = parser.add_mutually_exclusive_group()
    answer.add_argument("--json", action="store_true", help="write the whole selection as JSON, for machines")
    answer.add_argument("--csv", action="store_true", help="write the published list as a table for spreadsheets")
    answer.add_argument("--explain", metavar="ID", help="say everything about one application, with every reason")


def _add_replay(commands: argparse._SubParsersAction[_Parser]) -> None:
    parser = _add(commands, "replay", "replay what a practice published", _ABOUT_REPLAY, _EXAMPLES_OF_REPLAY)
    parser.add_argument("practice", metavar="PRACTICE", help="whose outcome: piedmont")
    parser.add_argument("--seed", metavar="NUMBER", type=int, help="another portfolio: any whole number")
    parser.add_argument("--save", metavar="FOLDER", help="write the portfolios there, as `call run` reads them")
    add_set(parser)
    parser.add_argument("--json", action="store_true", help="write the table as JSON, for machines")


def _add_law(parser: _Parser) -> None:
    """The day whose law is in force, and other figures in place of those of the rules."""
    parser.add_argument(
        "--granted-on", metavar="DAY", type=_day, help="the day of granting, as in 2017-07-29 (default: that expected)"
    )
    add_set(parser)


def _in_lines(meanings: Mapping[int, str]) -> str:
    return textwrap.indent("\n".join(f"{status:>3}  {said}" for status, said in meanings.items()), "  ")


def _add_rulebook(commands: argparse._SubParsersAction[_Parser]) -> None:
    about = "Reads the rules of a call aloud, from their own formulas, as a document in Markdown."
    examples = (
        "examples:\n  clusterpolicy rulebook piedmont/line-a\n  clusterpolicy rulebook piedmont/line-a --on 2018-01-01"
    )
    parser = _add(commands, "rulebook", "read the rules of a call aloud", about, examples)
    parser.add_argument("call", metavar="CALL", help="its name, as `clusterpolicy calls` lists it")
    parser.add_argument(
        "--on", metavar="DAY", type=_day, help="the day whose figures are said (default: the expected day of granting)"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a day; write it as in 2017-07-29") from None
