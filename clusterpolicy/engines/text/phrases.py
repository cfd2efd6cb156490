"""Formulas as words that fit into a sentence. The same tree that is computed is read aloud here, in English.

A value becomes a noun phrase (`eligible cost of the project`), a truth a clause (`the eligible cost of the project is
at least ...`). Truths with many parts are better read as nested lists: see `clusterpolicy.engines.text.outlines`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import assert_never

from clusterpolicy.engines.reasons import written
from clusterpolicy.engines.text.display import figure, value_of
from clusterpolicy.language import nodes as n
from clusterpolicy.language.check import Checker
from clusterpolicy.language.kinds import TRUTH, Base
from clusterpolicy.language.parameter import Parameter, Value
from clusterpolicy.language.rules import Rules
from clusterpolicy.language.scope import Scope
from clusterpolicy.units import Unit

LONGEST_FIGURE = 60
"""Figures that take more signs than this are not said within a sentence."""

NUMBERS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "==": "", "!=": "not"}
"""How numbers and categories stand to each other, after `is`."""

TIMES = {"<": "before", "<=": "not after", ">": "after", ">=": "not before", "==": "", "!=": "not"}
"""How days and instants stand to each other, after `is`."""

ROUNDED: dict[n.How, str] = {"down": "rounded down to the cent", "half up": "rounded half up to the cent"}
"""How an amount is rounded."""

_MIDDLES: dict[n.Middle, str] = {
    "mean": "mean",
    "median": "median",
    "trimmed": "mean, without one highest and one lowest,",
}

OPPOSITE: dict[n.Relation, n.Relation] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
"""The relation that holds where another does not."""

_MIRRORED: dict[n.Relation, n.Relation] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_NEEDS_NO_ARTICLE = re.compile(r"[0-9]|an? |the |what |how |who |which |whether |in |“").match


def phrase(node: n.Node) -> str:
    """What a formula speaks of, in words.

    >>> from clusterpolicy.language import facts_of, total
    >>> from clusterpolicy.model import Participation
    >>> phrase(total(facts_of(Participation).costs.industrial_research.personnel).node)
    'total of the personnel cost, industrial research'
    """
    return Phrases().noun(node)


class Phrases:
    """Reads formulas aloud.

    Args:
        rule_set: The rules they belong to, whose models give names to the members of collections.
        figures: The values of parameters by full name, said beside their labels; `None` says labels alone.
        mark: How the label of a quantity or a parameter stands in a sentence, from the label and the name.
    """

    def __init__(
        self,
        rule_set: Rules | None = None,
        figures: Mapping[str, Value] | None = None,
        mark: Callable[[str, str], str] = lambda label, name: label,
    ) -> None:
        self._rule_set = rule_set
        self._figures = figures or {}
        self._mark = mark

    # --- values -----------------------------------------------------------------------------------------------------

    def noun(self, node: n.Node) -> str:
        """A value as a noun phrase without article; a truth as a clause, or as the label of its fact."""
        match node:
            case n.Fact(label=label):
                return label
            case n.Named(name=name, label=label):
                return self._mark(label, name)
            case n.Entry(entity):
                return _words(entity.__name__)
            case n.Constant(value, kind):
                said = value_of(written(value, str(kind)), str(kind))
                return f"“{said}”" if kind.base is Base.CATEGORY else said
            case n.Figure(parameter):
                return self._figure(parameter)
            case n.Row():
                return self._row(node)
            case n.Aggregate("count" | "total" | "largest"):
                return self._aggregate(node)
            case n.Latest(value, by, where):
                return (
                    f"{self.noun(value)} of the {self.member(node)} with the latest {self.noun(by)}{self.where(where)}"
                )
            case n.Sum():
                return self._sum(node)
            case n.Difference(left, right):
                return f"{self.noun(left)} less {self.the(right)}"
            case n.Product(left, right):
                return self._product(left, right)
            case n.Extreme(which, terms):
                return f"{'lowest' if which == 'least' else 'highest'} of {listed(map(self.the, terms))}"
            case n.Average(value, where, how):
                return f"{_MIDDLES[how]} of {self.the(value)} over {self.among(node, where)}"
            case n.Rounded(term, how):
                return f"{self.noun(term)}, {ROUNDED[how]}"
            case n.Choose(cases, otherwise) if not is_truth(node):
                said = "; ".join(f"{self.the(case.then)} {self.condition(case)}" for case in cases)
                return f"{said}; otherwise {self.the(otherwise)}"
            case n.Later(day, amount, step):
                return self._later(day, amount, step)
            case n.DayOf(instant):
                return f"day of {self.the(instant)}"
            case n.GrantingDay():
                return "day of granting"
            case n.Computed(computation):
                return computation.label
            case n.Unsettled(what):
                return what
            case n.Compare() | n.IsIn() | n.StartsWith() | n.AllOf() | n.AnyOf() | n.Not() | n.Aggregate() | n.Choose():
                return self.clause(node)
            case _:
                assert_never(node)

    def the(self, node: n.Node) -> str:
        """A value as a noun phrase with its article, where it takes one."""
        noun = self.noun(node)
        bare = isinstance(node, n.Constant | n.Choose) or _NEEDS_NO_ARTICLE(noun)
        return noun if bare else f"the {noun}"

    def _figure(self, parameter: Parameter) -> str:
        said = "" if parameter.by is not None else self.value_of(parameter)
        label = self._label(parameter)
        return f"{label} ({said})" if said and len(said) <= LONGEST_FIGURE else label

    def value_of(self, parameter: Parameter) -> str:
        """The value of a parameter as people read it; empty where it is not to be said."""
        value = self._figures.get(parameter.name)
        return "" if value is None else figure(value, parameter.kind)

    def _row(self, node: n.Row) -> str:
        table, key = node.table.parameter, node.key
        label = self._label(table)
        if not isinstance(key, n.Constant):
            belongs = "belong" if table.kind.base is Base.CODES else "belongs"
            return f"{label} that {belongs} to {self.the(key)}"
        rows = self._figures.get(table.name)
        cell = rows.get(str(key.value)) if isinstance(rows, dict) else None
        said = "" if cell is None else f" ({figure(cell, table.kind)})"
        return f"{label} for {self.noun(key)}{said}"

    def _aggregate(self, node: n.Aggregate) -> str:
        members, where = self.members(node), self.where(node.where)
        if node.together == "count":
            asked = "" if isinstance(node.body, n.Entry) else f" for which {self.clause(node.body)}"
            return f"number of {members or 'entries'}{asked}"
        of = self.the(node.body)
        if node.together == "largest":
            return f"largest of {of} among {self.among(node, node.where)}"
        if not members and not where:
            return f"total of {of}"
        return f"total of {of} over {self.among(node, node.where)}"

    def _sum(self, node: n.Sum) -> str:
        terms = list(_flat(node))
        if all(isinstance(term, n.Fact) for term in terms):
            return f"sum of {listed_of_one(map(self.noun, terms))}"
        first, *others = terms
        return f"{self.noun(first)} plus {' plus '.join(map(self.the, others))}"

    def _product(self, left: n.Node, right: n.Node) -> str:
        if not isinstance(left, n.Figure) and isinstance(right, n.Figure):
            left, right = right, left
        if isinstance(left, n.Figure) and left.parameter.kind.unit is Unit.SHARE and self.value_of(left.parameter):
            label = self._label(left.parameter)
            return f"{self.value_of(left.parameter)} (the {label}) of {self.the(right)}"
        return f"{self.noun(left)} times {self.the(right)}"

    def _later(self, day: n.Node, amount: n.Node, step: n.Step) -> str:
        if isinstance(amount, n.Figure) and self.value_of(amount.parameter):
            label = self._label(amount.parameter)
            return f"{self.value_of(amount.parameter)} (the {label}) after {self.the(day)}"
        return f"{self.noun(day)} plus {self.the(amount)}"

    # --- truths -----------------------------------------------------------------------------------------------------

    def clause(self, node: n.Node, *, holds: bool = True) -> str:
        """A truth as one clause, or that it does not hold."""
        match node:
            case n.Compare(relation, left, right):
                return self._comparison(relation, left, right, holds)
            case n.IsIn(item, codes):
                return f"{self.the(item)} is {'one' if holds else 'none'} of {self.the(codes)}"
            case n.StartsWith(text, codes):
                verb = "begins with one" if holds else "begins with none"
                return f"{self.the(text)} {verb} of {self.the(codes)}"
            case n.AnyOf(terms) if holds and (options := options_of(terms)) is not None:
                return f"{self.the(options[0])} is {' or '.join(map(self.noun, options[1]))}"
            case n.AllOf(terms) | n.AnyOf(terms):
                joined = " and " if isinstance(node, n.AllOf) is holds else " or "
                return joined.join(self._bracketed(term, holds) for term in terms)
            case n.Not(term):
                return self.clause(term, holds=not holds)
            case n.Aggregate():
                return f"{self.head(node, holds=holds)}, {self.clause(node.body)}"
            case n.Choose(cases, otherwise):
                said = "; ".join(
                    f"if {self.clause(case.condition)}, {self.clause(case.then, holds=holds)}" for case in cases
                )
                return f"{said}; otherwise {self.clause(otherwise, holds=holds)}"
            case n.Computed(computation):
                return computation.label if holds else f"it is not so that {computation.label}"
            case n.Named(name=name, label=label):
                return self._mark(label, name) if holds else f"it is not so that {self._mark(label, name)}"
            case n.Figure(parameter):
                return self._option(parameter, holds)
            case n.Unsettled(what):
                return f"it is settled {what}" if what.startswith(("in ", "whether ")) else f"settled: {what}"
            case n.Constant(value):
                return "always" if value is holds else "never"
            case _:
                return f"the answer to “{self.noun(node)}” is {'yes' if holds else 'no'}"

    def head(self, node: n.Aggregate, *, holds: bool = True) -> str:
        """How an `every` or a `some` begins: of whom something is said."""
        each = f"{self.member(node)}{self.where(node.where)}"
        if node.together == "every":
            return f"for every {each}" if holds else f"not for every {each}"
        return f"for at least one {each}" if holds else f"for no {each}"

    def condition(self, case: n.Case) -> str:
        """When a case applies."""
        said = self.clause(case.condition)
        return f"if, {said}" if said.startswith("for ") else f"if {said}"

    def among(self, node: n.Aggregate | n.Average, where: n.Node | None) -> str:
        """The members of the collection that count, after `over` or `among`."""
        said = self.where(where)
        return f"{'the' if said else 'all'} {self.members(node) or 'entries'}{said}"

    def where(self, where: n.Node | None) -> str:
        """Which members of a collection are meant."""
        return "" if where is None else f" for which {self.clause(where)}"

    def _comparison(self, relation: n.Relation, left: n.Node, right: n.Node, holds: bool) -> str:
        if isinstance(left, n.Figure | n.Row) and not isinstance(right, n.Figure | n.Row):
            left, right, relation = right, left, _MIRRORED[relation]
        words = TIMES if is_time(left) else NUMBERS
        said = " ".join(filter(None, ("is", words[relation if holds else OPPOSITE[relation]])))
        return f"{self.the(left)} {said} {self.the(right)}"

    def _option(self, parameter: Parameter, holds: bool) -> str:
        label, value = self._label(parameter), self._figures.get(parameter.name)
        now = "" if value is None else f" (it is {'on' if value else 'off'})"
        return f"the option “{label}” is {'on' if holds else 'off'}{now}"

    def _bracketed(self, node: n.Node, holds: bool) -> str:
        while isinstance(node, n.Not):
            node, holds = node.term, not holds
        if isinstance(node, n.AnyOf) and options_of(node.terms) is not None and holds:
            return self.clause(node)
        several = isinstance(node, n.AllOf | n.AnyOf | n.Choose) or (
            isinstance(node, n.Aggregate) and isinstance(node.body, n.AllOf | n.AnyOf)
        )
        return f"({self.clause(node, holds=holds)})" if several else self.clause(node, holds=holds)

    # --- collections ------------------------------------------------------------------------------------------------

    def member(self, node: n.Aggregate | n.Latest) -> str:
        """What one member of the collection is called."""
        scope = self._scope_inside(node)
        return "entry" if scope is None else _words(scope.entity.__name__)

    def members(self, node: n.Aggregate | n.Average) -> str:
        """What the members of the collection are called together; empty where the models are not known."""
        scope = self._scope_inside(node)
        return "" if scope is None else scope.label

    def _scope_inside(self, node: n.Node) -> Scope | None:
        if self._rule_set is None:
            return None
        checker = Checker(self._rule_set.structure, self._rule_set.definitions)
        return max(map(checker.scope_of, n.children(node)), key=lambda scope: scope.depth)

    def _label(self, parameter: Parameter) -> str:
        return self._mark(lowered(parameter.label), parameter.name)


def is_truth(node: n.Node) -> bool:
    """Whether a node is a truth, and is said as a clause."""
    match node:
        case n.Fact(kind=kind) | n.Constant(kind=kind) | n.Unsettled(kind=kind):
            return kind == TRUTH
        case n.Figure(parameter):
            return parameter.kind == TRUTH
        case n.Named(definition=definition):
            return is_truth(definition)
        case n.Choose(otherwise=otherwise):
            return is_truth(otherwise)
        case n.Latest(value=value):
            return is_truth(value)
        case n.Computed(computation):
            return computation.kind == TRUTH
        case n.Aggregate(together):
            return together in ("every", "some")
        case _:
            return isinstance(node, n.Compare | n.IsIn | n.StartsWith | n.AllOf | n.AnyOf | n.Not)


def is_time(node: n.Node) -> bool:
    """Whether a node is a day or an instant, of which is said `before` and `after`."""
    match node:
        case n.Later() | n.DayOf() | n.GrantingDay():
            return True
        case n.Computed(computation):
            return computation.kind.base in (Base.DATE, Base.INSTANT)
        case n.Fact(kind=kind) | n.Constant(kind=kind) | n.Unsettled(kind=kind):
            return kind.base in (Base.DATE, Base.INSTANT)
        case n.Figure(parameter) | n.Row(n.Figure(parameter)):
            return parameter.kind.base in (Base.DATE, Base.INSTANT)
        case n.Named(definition=inner) | n.Choose(otherwise=inner) | n.Latest(value=inner):
            return is_time(inner)
        case n.Extreme(terms=terms):
            return is_time(terms[0])
        case _:
            return False


def lowered(label: str) -> str:
    """A label as it stands within a sentence: its first letter small, unless it begins with an abbreviation.

    >>> lowered("Lowest age of an enterprise"), lowered("SMEs that take part")
    ('lowest age of an enterprise', 'SMEs that take part')
    """
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def listed(items: Iterable[str]) -> str:
    """Items in a row, with `and` before the last one; with semicolons where they hold commas themselves.

    >>> listed(["turnover", "headcount", "own funds"])
    'turnover, headcount and own funds'
    """
    *first, last = items
    if not first:
        return last
    comma = "; " if any("," in item for item in (*first, last)) else ", "
    return f"{comma.join(first)}{';' if comma == '; ' else ''} and {last}"


def listed_of_one(labels: Iterable[str]) -> str:
    """Labels in a row; an ending they share, such as `, industrial research`, is said once.

    >>> listed_of_one(["personnel cost, feasibility study", "travel, feasibility study"])
    'personnel cost and travel (feasibility study)'
    """
    groups: dict[str, list[str]] = {}
    for label in labels:
        stem, _, ending = label.rpartition(", ")
        groups.setdefault(ending if stem else "", []).append(stem or ending)
    stems = list(groups.values())
    if "" not in groups and all(each == stems[0] for each in stems):
        return f"{listed(stems[0])} ({listed(groups)})"
    return listed(f"{stem}, {ending}" if ending else stem for ending, group in groups.items() for stem in group)


def _flat(node: n.Sum) -> Iterable[n.Node]:
    for term in node.terms:
        if isinstance(term, n.Sum):
            yield from _flat(term)
        else:
            yield term


def options_of(terms: Sequence[n.Node]) -> tuple[n.Node, list[n.Node]] | None:
    """The value of which all `terms` say that it is one of some constants, and these; `None` where they say more."""
    equal = [term for term in terms if isinstance(term, n.Compare) and term.relation == "=="]
    constants = [term.right for term in equal if isinstance(term.right, n.Constant)]
    if len(constants) != len(terms) or len({term.left for term in equal}) != 1:
        return None
    return equal[0].left, list(constants)


def _words(name: str) -> str:
    """The name of a model as words: `ClusterMembership` is a cluster membership."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
