"""Every exception of the library, and the closed list of codes they carry.

A `Problem` says what is wrong with which value and where, why it matters and what to write instead. An exception holds
all the problems that were found, never only the first.

```text
ClusterPolicyError
├── InputError          what was handed in cannot be read as an application (also a ValueError)
├── RuleError           a rule set cannot be built
│   ├── UnknownName     a name that does not exist, with the nearest one (also an AttributeError)
│   └── FormulaMisuse   Python that cannot be written with formulas (also a TypeError)
└── NoLawThatDay        a day on which no known law, or no known figure, is in force (also a LookupError)
```
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CODES: dict[str, str] = {
    # input
    "input-not-text": "The bytes handed in are not UTF-8 text.",
    "input-not-readable": "What was handed in is not valid JSON, TOML, YAML, CSV or Parquet.",
    "input-too-large": "The input is larger than any application can be.",
    "input-invalid": "A value does not fit its field.",
    "field-missing": "A field that every application must have is absent.",
    "field-unknown": "A field that the model does not know.",
    "amount-not-exact": "An amount was written as a binary floating-point number that is not exact.",
    "amount-too-fine": "An amount in euro has more than two decimals.",
    "instant-without-zone": "An instant was written without its time zone.",
    "identifier-invalid": "An identifier fails the check of its own standard.",
    "dates-out-of-order": "Two dates contradict each other.",
    "duplicate": "Two entries that must differ are the same.",
    "reference-unknown": "An entry refers to another one that is not there.",
    "facts-contradict": "Two facts of the same entry cannot both be true.",
    "holdings-above-whole": "The holdings in one enterprise add up to more than the whole.",
    "call-mismatch": "The application was written for another call.",
    "call-unknown": "No call of that name is installed.",
    "file-not-found": "The file cannot be opened.",
    # rules
    "unknown-name": "A name that does not exist.",
    "python-logic": "`and`, `or`, `not`, `if` and chained comparisons cannot work on formulas.",
    "figure-in-rule": "A number stands in a rule; figures are parameters.",
    "wrong-type": "Values that cannot meet in one formula.",
    "wrong-unit": "Quantities of different units meet in one formula.",
    "parts-of-a-cent": "A grant or a cost that may hold parts of a cent.",
    "wrong-side": "A rule compares with a parameter on the other side than the parameter declares.",
    "wrong-scope": "A formula is used where its facts are not to be had.",
    "cycle": "Definitions that depend on each other in a circle.",
    "duplicate-name": "Two definitions share one name.",
    "missing-source": "A rule or a figure does not say where it comes from.",
    "parameter-invalid": "A parameter file does not follow its schema.",
    "parameter-unused": "A parameter that no rule uses.",
    "table-incomplete": "A table of figures lacks a row, or has one too many.",
    "not-in-tables": "A formula that cannot be asked of tables.",
    # time
    "no-law-that-day": "No law, or no figure, is known to be in force on that day.",
    "not-modelled": "A question of law that this library knows of, and does not answer.",
    # selection
    "tie-unbroken": "Two applications are level, and the declared rules do not say which goes first.",
    "budget-invalid": "Money that cannot be shared out: none, parts of a cent, or more set aside than there is.",
    # what if
    "scenario-changes-nothing": "A scenario with which everything would be as it is without it.",
    "scenario-conflict": "Two scenarios that say different things of the same thing.",
    "sweep-invalid": "Values that cannot be tried one after the other.",
    # dossier
    "journal-exists": "A file stands where a new journal is to be made.",
    "journal-damaged": "The journal of a dossier cannot be read.",
    "journal-tampered": "The journal of a dossier is not as it was written.",
    "journal-newer": "The journal of a dossier is written by a newer version of the library.",
    "journal-moved": "Another writer was faster.",
    "journal-not-written": "The journal of a dossier cannot be written now.",
    "dossier-closed": "A dossier that was closed.",
    "move-refused": "A step in the life of an application that its rules do not allow.",
    # command line
    "command-invalid": "The command cannot be understood.",
    "region-broken": "The rules of a region are installed, but cannot be loaded.",
    "output-failed": "The answer cannot be written.",
    "internal-error": "The library failed where it should not.",
}
"""Every code, with what it means in one sentence. Each has a section on the page of errors in the documentation."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `place` is a path into the input (`participations[1].costs`) or a place in the rules (``requirement `duration` ``);
    `mend` says what to write instead.

    >>> str(Problem("duplicate", "participations[1].id", "the id `a` is used twice", "give each its own id"))
    '[duplicate] participations[1].id: the id `a` is used twice. To mend it: give each its own id.'
    """

    code: str
    place: str
    message: str
    mend: str

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise KeyError(f"{self.code!r} is not a code of clusterpolicy.errors.CODES")

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"[{self.code}] {place}{self.message}. To mend it: {self.mend}."


class ClusterPolicyError(Exception):
    """The common ancestor: carries all `problems` that were found."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputError(ClusterPolicyError, ValueError):
    """What was handed in cannot be read as an application."""


class RuleError(ClusterPolicyError):
    """A rule set, or a part of one, cannot be built."""


class UnknownName(RuleError, AttributeError):
    """A name that does not exist. The message holds the nearest one that does."""


class FormulaMisuse(RuleError, TypeError):
    """Python that cannot be written with formulas. The message says what to write instead."""


class NoLawThatDay(ClusterPolicyError, LookupError):
    """A day on which no known law, or no known figure, is in force. Never answered with a neighbour."""


def nearest(name: str, known: Sequence[str]) -> str:
    """What to write instead of an unknown `name`: the nearest known one, or all of them if none is near.

    >>> nearest("tunrover", ["turnover", "headcount"])
    'write `turnover`'
    >>> nearest("x", ["turnover", "headcount"])
    'use one of `headcount`, `turnover`'
    """
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"write `{close[0]}`"
    if not known:
        return "there is nothing to choose from here"
    return "use one of " + ", ".join(f"`{each}`" for each in sorted(known))
