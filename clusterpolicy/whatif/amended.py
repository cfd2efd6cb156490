"""A call as a scenario has it: rules, figures and a day that an engine can be asked with, and how they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from clusterpolicy.engines.generated import kept
from clusterpolicy.engines.plan import Plan
from clusterpolicy.engines.scalar import compiled
from clusterpolicy.errors import ClusterPolicyError, Problem, RuleError, nearest
from clusterpolicy.language import nodes as n
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.rule import Requirement
from clusterpolicy.language.rules import Rules
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.whatif.difference import Diff, Difference, of_figure, of_requirement
from clusterpolicy.whatif.table_rows import parsed, with_rows


@dataclass(frozen=True, slots=True)
class Amended:
    """A call as a scenario has it. Hand its parts to `run_call`, or ask `compare`.

    Attributes:
        call: The rules; the original ones where only figures or the day differ.
        changes: Other values for parameters, as these hold them, by full name.
        granted_on: The day of granting; `None` where the scenario leaves it as it is.
        original: The call as it was.
        diff: What is different.
    """

    call: RankedCall
    changes: Mapping[str, Value]
    granted_on: date | None
    original: RankedCall
    diff: Diff


def amended(
    call: RankedCall,
    name: str,
    changes: Mapping[str, Any],
    without: tuple[str, ...],
    instead: tuple[Requirement, ...],
    granted_on: date | None,
) -> Amended:
    """The call with all that a scenario says. Raises: see `Scenario.of`."""
    problems = [*_unknown_codes(call, (*without, *(each.code for each in instead)))]
    fit: dict[str, Value] = {}
    whole = with_rows(changes, _figures_before(call, changes, granted_on), problems)
    try:
        of_call, of_merit = call.split(whole)
        fit = {**of_call, **of_merit}
    except RuleError as error:
        problems += error.problems
    if problems:
        raise RuleError(problems)
    other = _rebuilt(call, name, without, {each.code: each for each in instead})
    _refuse_lost(fit, other)
    day = compiled(call).granting_day
    new_day = compiled(call).law_of(granted_on, fit)
    differences = tuple(_differences(call, other, fit, day, new_day, without, instead))
    if not differences:
        said = "every figure, every requirement and the day are what they are without it"
        mend = "change a value, or leave the scenario out"
        raise RuleError(Problem("scenario-changes-nothing", f"scenario `{name}`", said, mend))
    return Amended(other, fit, granted_on, call, Diff(name, differences))


def _figures_before(call: RankedCall, changes: Mapping[str, Any], granted_on: date | None) -> Mapping[str, Value]:
    """The figures in force on the day, where a row of one of them is changed; else nothing is looked up."""
    if all(parsed(name)[1] is None for name in changes):
        return {}
    return figures_of(call, compiled(call).law_of(granted_on, None), {})


def _unknown_codes(call: RankedCall, codes: Iterable[str]) -> Iterator[Problem]:
    known = [each.code for each in call.requirements]
    of_merit = {each.code for each in call.merit.required()}
    for code in codes:
        if code in of_merit:
            said = f"`{code}` belongs to the grid and cannot be left out or replaced"
            yield Problem("unknown-name", f"requirement `{code}`", said, "change its figure; 0 is reached by all")
        elif code not in known:
            said = f"`{call.name}` has no requirement `{code}`"
            yield Problem("unknown-name", f"requirement `{code}`", said, nearest(code, known))


def _rebuilt(call: RankedCall, name: str, without: tuple[str, ...], instead: Mapping[str, Requirement]) -> RankedCall:
    """The call with other requirements. Some of its figures may then be unused, which is no fault here."""
    if not without and not instead:
        return call
    kept_ones = tuple(instead.get(each.code, each) for each in call.requirements if each.code not in without)
    return replace(call, requirements=kept_ones, parameters=(), version=f"{call.version}, {name}")


def _refuse_lost(changes: Mapping[str, Value], call: RankedCall) -> None:
    problems = [
        Problem("unknown-name", name, "no requirement that is left uses this parameter", "leave its change out")
        for name in changes
        if name not in call.all_figures
    ]
    if problems:
        raise RuleError(problems)


def _differences(
    call: RankedCall,
    other: RankedCall,
    changes: Mapping[str, Value],
    day: date,
    new_day: date,
    without: tuple[str, ...],
    instead: tuple[Requirement, ...],
) -> Iterator[Difference]:
    before, after = figures_of(call, day, {}), figures_of(other, new_day, changes)
    by_code = {each.code: each for each in call.requirements}
    for name, value in after.items():
        old = before.get(name)
        if old is None or value != old:
            yield of_figure(other.all_figures[name], old, value)
    for code in without:
        yield of_requirement(by_code[code], None)
    for each in instead:
        if each is not by_code[each.code]:
            yield of_requirement(by_code[each.code], each)
    if new_day != day and any(_asks_for_the_day(rules) for rules in (other, other.merit)):
        yield Difference("day of granting", day.isoformat(), new_day.isoformat(), "", ())


def figures_of(call: RankedCall, day: date, changes: Mapping[str, Value]) -> dict[str, Value]:
    """Every figure of a call and of its merit on a day, by full name.

    Raises: NoLawThatDay with every figure that has no known value that day.
    """
    found: dict[str, Value] = {}
    problems: list[Problem] = []
    for rules in (call.merit, call):
        try:
            own = {name: value for name, value in changes.items() if name in rules.figures}
            found |= rules.figures_on(day, own)
        except ClusterPolicyError as error:
            problems += error.problems
            failed = type(error)
    if problems:
        raise failed(problems)
    return found


def _asks_for_the_day(rules: Rules) -> bool:
    return any(isinstance(cell.node, n.GrantingDay | n.Computed) for cell in kept(rules, _plan_of).cells)


def _plan_of(rules: Rules) -> Plan:
    return Plan.of(rules)
