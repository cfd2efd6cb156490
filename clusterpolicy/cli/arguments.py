"""What can be typed, and the help about it."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Sequence
from datetime import date
from typing import NoReturn

from clusterpolicy.cli.status import MEANINGS, CommandError
from clusterpolicy.errors import Problem, nearest
from clusterpolicy.version import __version__

FORMATS = ("json", "toml", "yaml")

_ABOUT = """\
Decides applications for research and innovation grants by the rules of their call, with every reason, every
legal source and the grant to the cent; and reads those rules aloud."""

_EXAMPLES = """\
examples:
  clusterpolicy calls                                      which calls are installed
  clusterpolicy assess application.json                    decide an application
  clusterpolicy rulebook piedmont/line-a > line-a.md       the rules of a call, in words
  clusterpolicy schema > application.schema.json           what an application is made of

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
    _add_rulebook(commands)
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
    statuses = textwrap.indent("\n".join(f"{status:>3}  {said}" for status, said in MEANINGS.items()), "  ")
    epilog = f"{_EXAMPLES_OF_ASSESS}\nexit status:\n{statuses}"
    parser = _add(commands, "assess", "decide one application", _ABOUT_ASSESS, epilog)
    parser.add_argument("file", metavar="FILE", help="the application: JSON, TOML or YAML; `-` is standard input")
    parser.add_argument("--format", choices=FORMATS, help="its format, where its name does not say it (default: json)")
    parser.add_argument("--call", metavar="NAME", help="refuse an application that was written for another call")
    parser.add_argument(
        "--granted-on", metavar="DAY", type=_day, help="the day of granting, as in 2017-07-29 (default: that expected)"
    )
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        dest="changes",
        help="another figure in place of that of the rules; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="write the decision as JSON, for machines")


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
