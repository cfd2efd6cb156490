"""Worked cases: files in which an official can read, and check, what the rules must decide.

A file of cases starts from an application and says of each case, in one sentence, what is different and what must come
out. For a region that tests its own rules:

```python
CASES = read_cases(Path(__file__).parent / "cases")

@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_rules_decide_each_worked_case_as_it_says(case):
    assert differences(case, MY_CALL) == ()
```

A file is TOML:

```toml
application = "../../../examples/line_a/eligible.json"  # beside this file; a case may name another

[[case]]
title = "A project of 25 months is too long"
change."project.months" = 25
expect.failed = ["duration"]
```

What a case may say:

| key | meaning |
|---|---|
| `title` | the case in one sentence |
| `application` | the application it starts from, where it is not that of the file |
| `removed` | entries taken out: `removed = ["participations[beta]"]` |
| `change` | values by path; an entry of a list is named by its `id` or its number from 0 |
| `unknown` | paths of facts that are not known |
| `added` | entries added to lists, by path |
| `parameters` | other values of parameters, by full name |
| `granted_on` | the day of granting, where it is not that of the call |
| `expect` | what must come out, see `Expected` |

Removals come first, then additions, changes, and what is unknown.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from clusterpolicy import Decision, assess
from clusterpolicy.errors import ClusterPolicyError
from clusterpolicy.language import RuleSet
from clusterpolicy.model import Application

_PART = re.compile(r"\.?([^.\[\]]+)|\[([^\[\]]+)\]")


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Expected(_Entry):
    """What must come out. The codes are complete: what is neither failed nor undetermined is satisfied.

    Attributes:
        failed, undetermined: The codes of all requirements that fail, and of all that cannot be decided.
        grant, cost: The grant and the eligible cost of the project in euro; "unknown" where they must be.
        sizes, costs, grants: The same by partner or end user, named by their `id`.
        intensities: The share paid, by partner or end user and by activity.
        error: The code of the error with which assessing must end, instead of all of these.
    """

    failed: tuple[str, ...] = ()
    undetermined: tuple[str, ...] = ()
    grant: str | None = None
    cost: str | None = None
    sizes: dict[str, str] = Field(default_factory=dict)
    costs: dict[str, str] = Field(default_factory=dict)
    grants: dict[str, str] = Field(default_factory=dict)
    intensities: dict[str, dict[str, str]] = Field(default_factory=dict)
    error: str | None = None


class Case(_Entry):
    """One worked case; see the head of this module. `str(case)` is its file and its title."""

    title: str
    application: str = ""
    removed: tuple[str, ...] = ()
    added: dict[str, tuple[dict[str, Any], ...]] = Field(default_factory=dict)
    change: dict[str, Any] = Field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    parameters: dict[str, Any] = Field(default_factory=dict)
    granted_on: date | None = None
    expect: Expected
    file: Path = Path()

    def __str__(self) -> str:
        return f"{self.file.stem}: {self.title}"

    def read_application(self) -> Application:
        """The application of this case.

        Raises: `ValueError` for a path that leads nowhere; `pydantic.ValidationError` for values that do not fit.
        """
        text = (self.file.parent / self.application).read_text(encoding="utf-8")
        document = json.loads(text, parse_float=Decimal)
        for path in self.removed:
            holder, key = _find(document, path)
            del holder[key]
        for path, entries in self.added.items():
            holder, key = _find(document, path)
            holder[key] = [*holder.get(key, ()), *entries]
        for path, value in (*self.change.items(), *((path, None) for path in self.unknown)):
            holder, key = _find(document, path)
            holder[key] = value
        return Application.model_validate_json(json.dumps(document, default=_as_text))


def read_cases(place: Path) -> tuple[Case, ...]:
    """All cases of a file, or of all `.toml` files of a folder in the order of their names.

    Raises: `ValueError` with the file, for one that is not TOML or does not follow the schema; for a folder without
    cases; and for two cases of one title.
    """
    files = sorted(place.glob("*.toml")) if place.is_dir() else [place]
    cases = tuple(case for file in files for case in _cases_of(file))
    if not cases:
        raise ValueError(f"{place} holds no case")
    titles = [str(case) for case in cases]
    twice = sorted({title for title in titles if titles.count(title) > 1})
    if twice:
        raise ValueError(f"two cases share a title: {'; '.join(twice)}")
    return cases


def differences(case: Case, rule_set: RuleSet) -> tuple[str, ...]:
    """Where the decision on `case` is not what it expects, each in one sentence; empty where all is as expected."""
    expected = case.expect
    application = case.read_application()
    parameters = {name: _as_value(value) for name, value in case.parameters.items()}
    try:
        decision = assess(application, rule_set, granted_on=case.granted_on, changes=parameters)
    except ClusterPolicyError as error:
        codes = ", ".join(problem.code for problem in error.problems)
        return () if expected.error in codes.split(", ") else (f"assessing ends with an error: {codes}",)
    if expected.error is not None:
        return (f"assessing does not end with the error {expected.error}",)
    return tuple(_differences(expected, decision))


def _differences(expected: Expected, decision: Decision) -> Iterator[str]:
    yield from _codes("failed", expected.failed, [finding.code for finding in decision.failed])
    yield from _codes("undetermined", expected.undetermined, [finding.code for finding in decision.undetermined])
    outcome = "not eligible" if expected.failed else "undetermined" if expected.undetermined else "eligible"
    yield from _value("the outcome", outcome, decision.outcome)
    yield from _value("the grant", expected.grant, decision.grant)
    yield from _value("the cost", expected.cost, decision.cost)
    found = {each.id: each for each in (*decision.participations, *decision.end_users)}
    for name, size in expected.sizes.items():
        yield from _value(f"the size of {name}", size, found[name].size)
    for name, cost in expected.costs.items():
        yield from _value(f"the cost of {name}", cost, found[name].cost)
    for name, grant in expected.grants.items():
        yield from _value(f"the grant of {name}", grant, found[name].grant)
    for name, shares in expected.intensities.items():
        for activity, share in shares.items():
            yield from _value(f"the {activity} intensity of {name}", share, found[name].intensity[activity])


def _codes(status: str, expected: Sequence[str], found: Sequence[str]) -> Iterator[str]:
    for code in sorted(set(expected) - set(found)):
        yield f"{code} is not {status}"
    for code in sorted(set(found) - set(expected)):
        yield f"{code} is {status}"


def _value(what: str, expected: str | None, found: object) -> Iterator[str]:
    """A difference where `found` is not what is `expected`; where nothing is expected, anything is right."""
    if expected is None:
        return
    if isinstance(found, Decimal):
        same = expected != "unknown" and Decimal(expected) == found
    else:
        same = ("unknown" if found is None else found) == expected
    if not same:
        yield f"{what}: expected {expected}, found {'unknown' if found is None else found}"


def _cases_of(file: Path) -> Iterator[Case]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file} is not valid TOML: {error}") from error
    surplus = sorted(content.keys() - {"application", "case"})
    if surplus:
        raise ValueError(f"{file}: `{surplus[0]}` is not a key of a file of cases; write `application` and `[[case]]`")
    for entry in TypeAdapter(list[dict[str, Any]]).validate_python(content.get("case", [])):
        try:
            case = Case(**{"application": content.get("application", ""), "file": file, **entry})
        except ValidationError as error:
            raise ValueError(f"{file}, case `{entry.get('title', 'without a title')}`: {error}") from error
        yield case


def _find(document: dict[str, Any], path: str) -> tuple[Any, Any]:
    """What holds the value at `path`, and by which key or number it does."""
    parts = [name or entry for name, entry in _PART.findall(path)]
    holder: Any = document
    for place, part in enumerate(parts):
        key = _number_of(holder, part, path) if isinstance(holder, list) else part
        if place == len(parts) - 1:
            return holder, key
        # An activity without costs is left out of an application; a change may bring it in.
        holder = holder[key] if isinstance(holder, list) else holder.setdefault(key, {})
        if not isinstance(holder, list | dict):
            break
    raise ValueError(f"`{path}` leads nowhere in this application")


def _number_of(entries: Sequence[Mapping[str, Any]], part: str, path: str) -> int:
    for number, entry in enumerate(entries):
        if part == str(number) or entry.get("id") == part:
            return number
    raise ValueError(f"`{path}`: the list has no entry `{part}`")


def _as_text(value: object) -> str:
    """What JSON has no form for: exact numbers and days, as an application writes them."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _as_value(value: Any) -> Any:
    """A value as parameters hold it: lists are fixed, whole numbers stay whole."""
    return tuple(value) if isinstance(value, list) else value
