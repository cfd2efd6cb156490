"""What a scenario changes, one thing at a time, as text that reads like a diff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clusterpolicy.language.formula import sketch
from clusterpolicy.language.parameter import Parameter, Value
from clusterpolicy.language.rule import Requirement
from clusterpolicy.language.source import Source
from clusterpolicy.language.written import written


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a scenario changes.

    Attributes:
        label: What it is, in words.
        before: What it was, as a parameter file writes it; empty where there was nothing.
        after: What it is now; empty where it is left out.
        name: The full name of the parameter, or the code of the requirement; empty for the day of granting.
        sources: Where what it was comes from.
    """

    label: str
    before: str
    after: str
    name: str
    sources: tuple[Source, ...]

    def lines(self) -> Iterator[str]:
        """The difference in the notation of a diff."""
        yield f"  {self.label}"
        yield from (f"  - {line}" for line in self.before.splitlines())
        yield from (f"  + {line}" for line in self.after.splitlines())
        if self.name:
            yield f"    {self.name}"


@dataclass(frozen=True, slots=True)
class Diff:
    """All that a scenario changes. As text it reads like a diff.

    Attributes:
        scenario: The name of the scenario.
        differences: What it changes: figures, then requirements, then the day.
    """

    scenario: str
    differences: tuple[Difference, ...]

    def __str__(self) -> str:
        lines = [f"Scenario: {self.scenario}", *(line for each in self.differences for line in each.lines())]
        return "\n".join(lines)


def of_figure(parameter: Parameter, before: Value | None, after: Value) -> Difference:
    """A parameter with another value; `before` is `None` for one that the call did not use."""
    was = "" if before is None else written(before)
    return Difference(parameter.label, was, written(after), parameter.name, (parameter.source,))


def of_requirement(before: Requirement, after: Requirement | None) -> Difference:
    """A requirement that is left out, where `after` is `None`, or replaced."""
    was = f"{before.asks}\n{sketch(before.holds_if.node)}"
    now = "" if after is None else f"{after.asks}\n{sketch(after.holds_if.node)}"
    return Difference(f"requirement `{before.code}`", was, now, before.code, before.sources)
