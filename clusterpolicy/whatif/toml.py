"""Scenarios as TOML, and back. What is written and read again is the same scenario.

>>> from clusterpolicy.whatif.scenario import Scenario
>>> print(to_toml(Scenario("no end users", changes={"piedmont/end_users_share": "0"}, without=("valle-d-aosta",))))
name = "no end users"
without = ["valle-d-aosta"]
<BLANKLINE>
[changes]
"piedmont/end_users_share" = "0"
<BLANKLINE>
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from clusterpolicy.errors import InputError, Problem, RuleError, nearest
from clusterpolicy.language.rule import Requirement
from clusterpolicy.language.written import written
from clusterpolicy.whatif.scenario import Scenario

_KEYS = ("name", "changes", "without", "instead", "granted_on")


def to_toml(scenario: Scenario) -> str:
    """A scenario as a TOML document. Of a requirement that stands in for another only the code is written."""
    lines = [f"name = {written(scenario.name)}"]
    if scenario.granted_on is not None:
        lines.append(f"granted_on = {written(scenario.granted_on)}")
    if scenario.without:
        lines.append(f"without = {written(scenario.without)}")
    if scenario.instead:
        lines.append(f"instead = {written(tuple(each.code for each in scenario.instead))}")
    if scenario.changes:
        lines += ["", "[changes]"]
        lines += [f"{written(name)} = {written(value)}" for name, value in scenario.changes.items()]
    return "\n".join(lines) + "\n"


def from_toml(text: str, instead: Iterable[Requirement] = ()) -> Scenario:
    """The scenario that a TOML document holds.

    Args:
        text: The document.
        instead: The requirements that the document may name as stand-ins. Formulas are Python, and no file is trusted
            to bring its own.

    Raises: InputError with everything that is wrong: text that is no TOML, unknown keys, values of the wrong kind, a
    stand-in that was not handed in. RuleError for a scenario that contradicts itself.
    """
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        problem = Problem("input-not-readable", "scenario", f"it is no TOML: {error}", "mend the line that is named")
        raise InputError(problem) from None
    known = {each.code: each for each in instead}
    problems = tuple(_problems(document, known))
    if problems:
        raise InputError(problems)
    try:
        return Scenario(
            document["name"],
            document.get("changes", {}),
            tuple(document.get("without", ())),
            tuple(known[code] for code in document.get("instead", ())),
            document.get("granted_on"),
        )
    except RuleError as error:
        raise InputError(error.problems) from None


def _problems(document: Mapping[str, Any], known: Mapping[str, Requirement]) -> Iterator[Problem]:
    for key in document.keys() - set(_KEYS):
        yield Problem("field-unknown", f"scenario.{key}", "a scenario has no such field", nearest(key, _KEYS))
    if not isinstance(document.get("name"), str):
        yield Problem("field-missing", "scenario.name", "it has no name", 'write name = "..."')
    if not isinstance(document.get("changes", {}), dict):
        yield Problem("input-invalid", "scenario.changes", "it is no table", "write [changes] and the figures below")
    for key in ("without", "instead"):
        codes = document.get(key, [])
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            yield Problem("input-invalid", f"scenario.{key}", "it is no list of codes", f'write {key} = ["..."]')
        elif key == "instead":
            for code in sorted(set(codes) - known.keys()):
                said = f"no requirement `{code}` was handed in to stand in"
                yield Problem("reference-unknown", "scenario.instead", said, "hand in its formula beside the file")
