"""Finds the rules of a call by its name, wherever they are installed.

A region, ours or another's, makes its rules known through an entry point of the group `clusterpolicy.regions`: its name
is the region, its value the module that holds the rule sets. In the `pyproject.toml` of the region:

```toml
[project.entry-points."clusterpolicy.regions"]
piedmont = "clusterpolicy.rules.piedmont"
```

The names of its rule sets begin with the name of the region: `piedmont/line-a`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from clusterpolicy.errors import ClusterPolicyError, InputError, Problem, RuleError, nearest
from clusterpolicy.language.rule_set import RuleSet

GROUP = "clusterpolicy.regions"
"""The group of entry points by which regions make their rules known."""


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls that were found, by name, and what is wrong with regions that could not be loaded."""

    rule_sets: dict[str, RuleSet]
    problems: tuple[Problem, ...]


def installed_calls() -> Calls:
    """Every installed call, in the order of the names.

    >>> list(installed_calls().rule_sets)
    ['piedmont/line-a', 'piedmont/line-b']
    """
    return _calls_of(entry_points(group=GROUP))


def call_named(name: str) -> RuleSet:
    """The rules of the call `name`. Only its own region is loaded, unless the call is not there.

    Raises: InputError `call-unknown`, with the nearest name, where no such call is installed; RuleError `region-broken`
    where its region is installed and cannot be loaded.

    >>> call_named("piedmont/line-a").version
    '1.1.0'
    """
    region = name.partition("/")[0]
    own = _calls_of(entry_points(group=GROUP, name=region))
    if name in own.rule_sets:
        return own.rule_sets[name]
    if own.problems:
        raise RuleError(own.problems)
    known = list(installed_calls().rule_sets)
    said = f"no call `{name[:100]}` is installed"
    mend = nearest(name[:100].lower(), known) if known else "install the package that holds its rules"
    raise InputError(Problem("call-unknown", "call", said, mend))


def _calls_of(points: Iterable[EntryPoint]) -> Calls:
    found: dict[str, RuleSet] = {}
    problems: list[Problem] = []
    for point in sorted(points, key=lambda point: (point.name, point.value)):
        try:
            rule_sets = _rule_sets_in(point.load())
        except ClusterPolicyError as error:
            problems += (_broken(point, f"{problem}") for problem in error.problems)
        except Exception as error:  # whatever a region's module does when it is imported, the other regions stay usable
            problems.append(_broken(point, f"{type(error).__name__}: {error}"))
        else:
            # The same rules may be installed twice, or be named twice in one module.
            found |= {each.name: each for each in rule_sets if each.name not in found}
    return Calls(dict(sorted(found.items())), tuple(problems))


def _rule_sets_in(loaded: object) -> list[RuleSet]:
    """The rule sets of a module, or the one that an entry point names itself."""
    if isinstance(loaded, RuleSet):
        return [loaded]
    # Not `vars`: a module may name what it loads only when it is asked for it.
    named = [getattr(loaded, name) for name in dir(loaded)]
    return [each for each in named if isinstance(each, RuleSet)]


def _broken(point: EntryPoint, reason: str) -> Problem:
    said = f"the rules of the region `{point.name}` cannot be loaded: {reason}"
    return Problem("region-broken", point.value, said, "mend that module, or reinstall the package it belongs to")
