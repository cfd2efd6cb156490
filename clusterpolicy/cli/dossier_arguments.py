"""What can be typed after `clusterpolicy dossier`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

_ABOUT = """\
Keeps an open application in a file of its own: documents arrive, and after each of them it is said which findings
appeared, which disappeared, what contradicts itself, and what to ask for first. The file is a journal: nothing in it is
ever changed, and every change by hand is found."""

_EXAMPLES = """\
examples:
  clusterpolicy dossier open gears.dossier --application application.json
  clusterpolicy dossier open gears.dossier --call piedmont/line-b --id B-001 --on 2017-02-20
  clusterpolicy dossier put gears.dossier vat-check.json --on 2017-03-01
  clusterpolicy dossier show gears.dossier
  clusterpolicy dossier history gears.dossier
  clusterpolicy dossier verify gears.dossier --head DIGEST

A document is described in JSON:
  {"id": "vat-1", "document": "VAT check", "source": "VIES", "received_on": "2017-03-01",
   "facts": {"participations[alfa].enterprise.vat_number": "00743110157"}}

  facts      a value for each path; a member is named by its id, a list whose entries have no id is one fact
  leaves     who is no longer there: ["participations[beta]"]

What `show` asks for is named by such paths. Where documents contradict each other, none of them wins: the fact counts
as not known. Keep the digest that `verify` prints elsewhere: with `--head` it shows whether entries were cut off.
"""


_ABOUT_OPEN = """\
Begins a dossier in a new file, with an application, or before there is one. Days only pass: nothing can be put on a day
before that of the dossier."""

_EXAMPLES_OF_OPEN = """\
examples:
  clusterpolicy dossier open gears.dossier --application application.json --on 2017-02-20
  clusterpolicy dossier open gears.dossier --call piedmont/line-b --id B-001 --on 2017-02-20
"""

_ABOUT_PUT = """\
Takes documents that arrived, all of them or none, and says what they changed. `clusterpolicy dossier --help` shows how
a document is described."""

_EXAMPLES_OF_PUT = """\
examples:
  clusterpolicy dossier put gears.dossier vat-check.json --on 2017-03-01
  clusterpolicy dossier put gears.dossier accounts.json attestation.json --on 2017-03-02
"""

_ABOUT_SHOW = "Says how the dossier stands, what contradicts itself, what to ask for first, and which terms run."

_EXAMPLES_OF_SHOW = """\
examples:
  clusterpolicy dossier show gears.dossier
  clusterpolicy dossier show gears.dossier --json
"""

_ABOUT_HISTORY = "Lists every step, with how the findings stood after it."

_EXAMPLES_OF_HISTORY = """\
examples:
  clusterpolicy dossier history gears.dossier
"""

_ABOUT_VERIFY = """\
Looks whether the journal is as it was written, and prints the digest of its last entry. Whoever keeps that elsewhere
can find later whether entries were cut off."""

_EXAMPLES_OF_VERIFY = """\
examples:
  clusterpolicy dossier verify gears.dossier
  clusterpolicy dossier verify gears.dossier --head DIGEST
"""


def add_dossier(add: Callable[..., Any], commands: Any, meanings: str) -> None:
    """Add the command and its steps. `meanings` tells what each exit status means."""
    epilog = f"{_EXAMPLES}\n\nexit status:\n{meanings}"
    steps = add(commands, "dossier", "keep an open application on the desk", _ABOUT, epilog).add_subparsers(
        dest="step", metavar="STEP", required=True, title="steps"
    )
    opened = add(steps, "open", "begin a dossier", _ABOUT_OPEN, _EXAMPLES_OF_OPEN)
    opened.add_argument("file", metavar="FILE", help="the file of the dossier; it must not be there yet")
    opened.add_argument("--application", metavar="FILE", help="the application: JSON, TOML or YAML")
    opened.add_argument("--call", metavar="NAME", help="the call, where there is no application yet")
    opened.add_argument("--id", metavar="ID", help="the id of the application, where there is none yet")
    opened.add_argument("--source", metavar="WHO", default="applicant", help="who the application comes from")
    _add_day(opened, "default: today")
    put = add(steps, "put", "take documents", _ABOUT_PUT, _EXAMPLES_OF_PUT)
    put.add_argument("file", metavar="FILE", help="the file of the dossier")
    put.add_argument("evidence", metavar="DOCUMENT", nargs="+", help="a document described in JSON, or a list of them")
    _add_day(put, "default: the day it is at")
    shown = add(steps, "show", "how it stands", _ABOUT_SHOW, _EXAMPLES_OF_SHOW)
    shown.add_argument("file", metavar="FILE", help="the file of the dossier")
    shown.add_argument("--json", action="store_true", help="write it as JSON, for machines")
    history = add(steps, "history", "every step", _ABOUT_HISTORY, _EXAMPLES_OF_HISTORY)
    history.add_argument("file", metavar="FILE", help="the file of the dossier")
    verify = add(steps, "verify", "whether the journal is whole", _ABOUT_VERIFY, _EXAMPLES_OF_VERIFY)
    verify.add_argument("file", metavar="FILE", help="the file of the dossier")
    verify.add_argument("--head", metavar="DIGEST", help="a digest kept elsewhere, to find what was cut off at the end")


def _add_day(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument("--on", metavar="DAY", type=_day, help=f"the day of the dossier, as in 2017-03-01 ({default})")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a day; write it as in 2017-03-01") from None
