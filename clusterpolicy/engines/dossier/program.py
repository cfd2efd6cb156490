"""What a dossier needs of a rule set, prepared once: how cells are found, what hangs on them, how to explain them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from clusterpolicy.engines.dossier.cells import cell_source
from clusterpolicy.engines.dossier.following import Find, Follower, Following
from clusterpolicy.engines.dossier.naming import Names
from clusterpolicy.engines.dossier.schema import Schema
from clusterpolicy.engines.dossier.scopes import names_of, outermost
from clusterpolicy.engines.explain import Explainer
from clusterpolicy.engines.generate import function_of
from clusterpolicy.engines.generated import NAMES, kept
from clusterpolicy.engines.missing import missing_facts, missing_of_members
from clusterpolicy.engines.plan import Cell, Plan
from clusterpolicy.engines.reasons import Missing, Reason
from clusterpolicy.engines.record import Finding
from clusterpolicy.engines.scalar import Compiled, compiled
from clusterpolicy.engines.seal import fingerprint_of_rules
from clusterpolicy.engines.spell import Reasons, reasons_function
from clusterpolicy.engines.trace import Trace
from clusterpolicy.language import nodes as n
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.language.scope import Scope


class Watching(Explainer):
    """An explainer that looks a value up by the number of its cell."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.numbers: set[int] = set()

    def slot(self, cell: Cell) -> int:
        """Where the value of a cell stands among all values: at its number."""
        self.numbers.add(cell.number)
        return cell.number


class Program:
    """The rules of a call, ready for dossiers.

    Attributes:
        scopes: For each scope where its members stand among the values.
        size: How many values there are.
        codes: The codes of the requirements, in their order.
        numbers: The number of each requirement, by its code.
        outer_of: For each cell where the members of its outermost collection stand among the values.
        reaches: For each cell the requirements that hang on it, a bit each.
        following: The cells that are found from each cell.
    """

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.scalar: Compiled = compiled(rule_set)
        self.plan = self.scalar.plan
        self.schema = Schema.of(rule_set.root)
        self.cells = self.plan.cells
        first = len(self.cells)
        self.scopes = {scope: first + number for number, scope in enumerate(rule_set.structure.scopes)}
        self.size = first + len(self.scopes)
        self.outer = {".".join(scope.path): slot for scope, slot in self.scopes.items() if scope.depth == 1}
        self.constants = [(c.number, c.node.value) for c in self.cells if isinstance(c.node, n.Constant)]
        self.entries = [cell for cell in self.cells if isinstance(cell.node, n.Entry)]
        self.computed = tuple(cell for cell in self.cells if isinstance(cell.node, n.Computed))
        self.outer_of = [self.scopes[outermost(cell.scope)] for cell in self.cells]
        self._finds: dict[int, Find] = {}
        self._dependents: list[list[int]] = [[] for _ in self.cells]
        for cell in self.cells:
            for part in dict.fromkeys(part.number for part in cell.parts):
                self._dependents[part].append(cell.number)
        self.answers = [self.plan.cell_of(each.holds_if.node).number for each in rule_set.requirements]
        self.codes = [each.code for each in rule_set.requirements]
        self.numbers = {code: number for number, code in enumerate(self.codes)}
        looked_at = self._prepare_reasons()
        self.reaches = self._reaches()
        self.following = Following(self._dependents)
        self.following.add(self._follower(cell, cell.number in looked_at) for cell in self.cells)
        self._facts: dict[Names, tuple[int, ...]] = {}
        self._hanging: dict[Names, int] = {}
        self._replaced: dict[Names, tuple[Scope, ...]] = {}
        self._inside: dict[Scope, tuple[int, ...]] = {}

    def find(self, number: int) -> Find:
        """What finds a cell, made when it is first needed."""
        found = self._finds.get(number)
        if found is None:
            source, constants = cell_source(self.plan, self.cells[number], self.scopes)
            names = {**NAMES, **constants, "zone": self.rule_set.zone}
            found = self._finds[number] = function_of(source, "find", names, self.rule_set.name)
        return found

    def facts_at(self, names: Names) -> tuple[int, ...]:
        """The cells that change with a fact: those of the fact, or, of a table or a list, all that lies inside."""
        found = self._facts.get(names)
        if found is None:
            found = self._facts[names] = tuple(
                cell.number
                for cell in self.cells
                if isinstance(cell.node, n.Fact | n.Entry) and self._names_of(cell)[: len(names)] == names
            )
        return found

    def scopes_at(self, names: Names) -> tuple[Scope, ...]:
        """The collections that are replaced with a fact."""
        found = self._replaced.get(names)
        if found is None:
            found = self._replaced[names] = tuple(
                scope for scope in self.scopes if scope.depth and names_of(scope)[: len(names)] == names
            )
        return found

    def hanging_on(self, names: Names) -> int:
        """The requirements that hang on a fact, a bit each."""
        found = self._hanging.get(names)
        if found is None:
            found = 0
            for number in self.facts_at(names):
                found |= self.reaches[number]
            self._hanging[names] = found
        return found

    def over(self, scope: Scope) -> tuple[int, ...]:
        """The cells that go through the members of a collection."""
        found = self._inside.get(scope)
        if found is None:
            found = self._inside[scope] = tuple(
                cell.number
                for cell in self.cells
                if isinstance(cell.node, n.Gathering) and any(part.scope.within(scope) for part in cell.parts)
            )
        return found

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of the rules."""
        return fingerprint_of_rules(self.plan)

    def finding(self, number: int, trace: Trace) -> Finding:
        """The answer to one requirement, with its reason, from the values found."""
        requirement = self.rule_set.requirements[number]
        answer = trace.values[self.answers[number]]
        missing: tuple[Missing, ...] = ()
        if answer is None:
            missing = missing_facts(self.cells[self.answers[number]], trace)
        return Finding(
            requirement.code,
            requirement.asks,
            "undetermined" if answer is None else "satisfied" if answer else "failed",
            requirement.stage,
            self._sources[number],
            requirement.note,
            self.reason(number, trace),
            missing,
        )

    def missing(self, number: int, trace: Trace) -> tuple[tuple[Missing, str], ...]:
        """What is missing for one requirement, each fact with the member for whom it was asked."""
        return missing_of_members(self.cells[self.answers[number]], trace)

    def reason(self, number: int, trace: Trace) -> Reason:
        """What decided one requirement."""
        return self._reasons[number](trace, trace.values)[0]

    def _follower(self, cell: Cell, is_looked_at: bool) -> Follower:
        number = cell.number
        follower: Follower = []

        def first(values: Any, at: int) -> Any:
            """Make what finds the cell, and use it from now on."""
            found = follower[1] = self.find(number)
            return found(values, at)

        explains = self.reaches[number] if is_looked_at else 0
        is_whole = cell.scope.depth == 0
        follower += number, first, self.outer_of[number], is_whole, tuple(self._dependents[number]), explains
        return follower

    def _prepare_reasons(self) -> frozenset[int]:
        """Make what explains each requirement. Gives the cells whose values stand in explanations."""
        explainer = Watching(self.plan)
        self._reasons: list[Reasons] = [
            reasons_function(explainer, [each.holds_if.node], each.code) for each in self.rule_set.requirements
        ]
        self._sources = [each.sources for each in self.rule_set.requirements]
        return frozenset(explainer.numbers)

    def _reaches(self) -> list[int]:
        reaches = [0] * len(self.cells)
        for number, answer in enumerate(self.answers):
            reaches[answer] |= 1 << number
        for cell in reversed(self.cells):
            for dependent in self._dependents[cell.number]:
                reaches[cell.number] |= reaches[dependent]
        return reaches

    def _names_of(self, cell: Cell) -> Names:
        path = self.plan.place_of(cell.node).path if isinstance(cell.node, n.Fact) else ()
        return (*names_of(cell.scope), *path)


def program_of(rule_set: RuleSet) -> Program:
    """What dossiers need of a rule set, prepared at the first of them and kept with it."""
    return kept(rule_set, Program)
