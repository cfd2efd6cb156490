"""What all sets of rules have in common: definitions, figures, a day on which they hold, a check of the whole."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from clusterpolicy.errors import NoLawThatDay, Problem, RuleError, nearest
from clusterpolicy.language import nodes as n
from clusterpolicy.language.check import Checker, Part
from clusterpolicy.language.names import faults_of_computations, faults_of_names, faults_of_parameters
from clusterpolicy.language.parameter import Parameter, Value
from clusterpolicy.language.parameters import Parameters, fitting
from clusterpolicy.language.rule import Provision, Quantity, Requirement
from clusterpolicy.language.scope import Structure
from clusterpolicy.language.source import Source


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Rules(ABC):
    """Rules that belong together. They are checked when they are built; every fault is named at once.

    Attributes:
        name: Their name, the region first: `piedmont/line-a`.
        version: Their version.
        title: What they are the rules of, as the acts have it.
        root: The model they speak of.
        parameters: The parameter files of their own. Each parameter in them must be used.
        time_zone: Where days begin and end.
        source: The act that makes them.
        in_force_from, in_force_to: The first and the last day on which they are in force; `None` is no end.
        instead: Quantities that stand in for those of the same name.
        figures: Every parameter they use, by full name.
        checker: What knows the kind and the scope of every part of a formula.
        derived: Room for what engines make of these rules, so that it goes when they go.

    Raises: RuleError with every fault: unknown names, types, units, cycles, unused parameters, missing sources.
    """

    name: str
    version: str
    title: str
    root: type[BaseModel]
    parameters: tuple[Parameters, ...] = ()
    time_zone: str
    source: Source
    in_force_from: date
    in_force_to: date | None = None
    instead: tuple[Quantity, ...] = ()
    structure: Structure = field(init=False, repr=False)
    definitions: dict[str, n.Named] = field(init=False, repr=False)
    figures: dict[str, Parameter] = field(init=False, repr=False)
    zone: ZoneInfo = field(init=False, repr=False)
    checker: Checker = field(init=False, repr=False)
    derived: dict[object, Any] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        stand_ins = {quantity.name: quantity.node for quantity in self.instead}
        nodes = tuple(_walk((part.node for part in self.parts()), stand_ins))
        named = [node for node in nodes if isinstance(node, n.Named)]
        figures = [node.parameter for node in nodes if isinstance(node, n.Figure)]
        object.__setattr__(self, "structure", Structure.of(self.root))
        object.__setattr__(self, "definitions", {**{node.name: node for node in named}, **stand_ins})
        object.__setattr__(self, "checker", Checker(self.structure, self.definitions))
        object.__setattr__(self, "figures", {parameter.name: parameter for parameter in figures})
        problems = [
            *faults_of_names(self.required(), named, self.instead, self.definitions),
            *faults_of_computations([node for node in nodes if isinstance(node, n.Computed)]),
            *faults_of_parameters(self.parameters, self.figures),
        ]
        if not any(problem.code == "cycle" for problem in problems):  # kinds cannot be found in a circle
            for part in self.parts():
                self.checker.check_part(part)
            problems += self.checker.problems
        try:
            object.__setattr__(self, "zone", ZoneInfo(self.time_zone))
        except (KeyError, ValueError, OSError):
            said = f"`{self.time_zone}` is not a time zone"
            problems.append(Problem("unknown-name", f"rules `{self.name}`", said, "write one as `Europe/Rome`"))
        if problems:
            raise RuleError(problems)

    def __reduce__(self) -> tuple[Any, ...]:
        """Rules are copied to another process by their parts, and checked there anew."""
        return _built, (type(self), {each.name: getattr(self, each.name) for each in fields(self) if each.init})

    @abstractmethod
    def parts(self) -> Iterator[Part]:
        """Every formula that something is asked of, with what is expected of it."""

    def required(self) -> Sequence[Requirement]:
        """The requirements among these rules."""
        return ()

    def further(self) -> Sequence[Rules]:
        """Other rules that belong to these and speak of another model."""
        return ()

    def declared(self) -> Iterator[str]:
        """What is declared beside formulas and makes these rules answer as they do; part of their fingerprint."""
        return iter(())

    def provisions(self) -> Sequence[Provision]:
        """What is declared beside formulas, in words for people."""
        return ()

    def deciding(self) -> Mapping[str, Parameter]:
        """The parameters on which the answers about one application rest, by full name."""
        return self.figures

    def figures_in(self, parts: Iterable[Part]) -> dict[str, Parameter]:
        """The parameters that some of the formulas use, by full name."""
        stand_ins = {quantity.name: quantity.node for quantity in self.instead}
        nodes = _walk((part.node for part in parts), stand_ins)
        return {node.parameter.name: node.parameter for node in nodes if isinstance(node, n.Figure)}

    def figures_on(self, day: date, changes: Mapping[str, Value] | None = None) -> dict[str, Value]:
        """The value of every parameter in force on `day`, with `changes` to some of them, by full name.

        Raises: NoLawThatDay with every parameter that has no known value on that day; RuleError `unknown-name` for a
        change of what is no parameter of these rules, `wrong-type` for a value that does not fit its parameter.
        """
        if day < self.in_force_from or (self.in_force_to is not None and day > self.in_force_to):
            known = f"from {self.in_force_from}" + (f" to {self.in_force_to}" if self.in_force_to else "")
            said = f"it is not in force on {day}, only {known}"
            raise NoLawThatDay(Problem("no-law-that-day", f"rules `{self.name}`", said, "ask for a day within these"))
        values: dict[str, Value] = {}
        problems: list[Problem] = []
        for name, parameter in self.figures.items():
            try:
                values[name] = parameter.on(day)
            except NoLawThatDay as error:
                problems += error.problems
        if problems:
            raise NoLawThatDay(problems)
        return {**values, **self.fitting(changes or {})}

    def fitting(self, changes: Mapping[str, Value]) -> dict[str, Value]:
        """The changes as their parameters hold them.

        Raises: RuleError `unknown-name` for a change of what is no parameter of these rules, and for a value that does
        not fit its parameter.
        """
        problems: list[Problem] = []
        fit: dict[str, Value] = {}
        for name, value in changes.items():
            if name not in self.figures:
                said = f"`{self.name}` has no parameter `{name}`"
                problems.append(Problem("unknown-name", name, said, nearest(name, list(self.figures))))
                continue
            read = fitting(self.figures[name], value, problems)
            if read is not None:
                fit[name] = read
        if problems:
            raise RuleError(problems)
        return fit


def _built(kind: type[Rules], parts: dict[str, Any]) -> Rules:
    return kind(**parts)


def _walk(tops: Iterable[n.Node], stand_ins: Mapping[str, n.Node]) -> Iterator[n.Node]:
    """Every node from `tops` down, each once; a quantity is followed into what stands in for it."""
    seen: set[int] = set()
    stack = list(tops)
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        stand_in = stand_ins.get(node.name, node) if isinstance(node, n.Named) else node
        if stand_in is node:
            stack += n.children(node)
        else:
            stack.append(stand_in)
