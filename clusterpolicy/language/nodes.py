"""The formula tree: a closed union of frozen nodes. Plain data: no operator, no evaluation, no drawing.

Every engine is one function over `Node` that ends in `assert_never`, so that a new node is a type error in each engine
that has no case for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel

from clusterpolicy.language.computation import Computation
from clusterpolicy.language.kinds import Kind
from clusterpolicy.language.parameter import Parameter
from clusterpolicy.language.source import Source

Relation = Literal["<", "<=", ">", ">=", "==", "!="]
Together = Literal["every", "some", "count", "total", "largest"]
Step = Literal["days", "months", "years"]
How = Literal["down", "half up"]
Middle = Literal["mean", "median", "trimmed"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a model; `path` leads there from an `entity`. `optional` says which steps may be `None`."""

    entity: type[BaseModel]
    path: tuple[str, ...]
    optional: tuple[bool, ...]
    kind: Kind
    label: str
    lowest: Decimal | None = None
    highest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A member of a category, a truth, or the zero of a unit. Never another figure."""

    value: str | bool | Decimal
    kind: Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """That there is a member of a collection: true of every one. It is what is counted when nothing else is asked."""

    entity: type[BaseModel]


@dataclass(frozen=True, slots=True)
class Figure:
    """A parameter. Its value is an input of the compiled rules, never part of them."""

    parameter: Parameter


@dataclass(frozen=True, slots=True)
class Row:
    """The row of a table of figures that belongs to `key`."""

    table: Figure
    key: Node


@dataclass(frozen=True, slots=True)
class Named:
    """A quantity. Its definition is looked up in the rule set, where another may stand in for it."""

    name: str
    label: str
    definition: Node
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """`left` stands in `relation` to `right`."""

    relation: Relation
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class IsIn:
    """`item` is one of `codes`."""

    item: Node
    codes: Node


@dataclass(frozen=True, slots=True)
class StartsWith:
    """`text` begins with one of `codes`."""

    text: Node
    codes: Node


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of `terms` holds."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of `terms` holds."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """`term` does not hold."""

    term: Node


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What the members of a collection give together: `body` of those for which `where` holds (`None`: of all)."""

    together: Together
    body: Node
    where: Node | None


@dataclass(frozen=True, slots=True)
class Latest:
    """`value` of the member of a collection with the latest day `by`, among those for which `where` holds."""

    value: Node
    by: Node
    where: Node | None


@dataclass(frozen=True, slots=True)
class Average:
    """The middle of `value` over the members of a collection for which `where` holds (`None`: all), in hundredths.

    `how` says which middle: the mean, the median, or the mean without one highest and one lowest.
    """

    value: Node
    where: Node | None
    how: Middle


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of `terms`."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """`left` less `right`."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Product:
    """`left` times `right`."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least or the greatest of `terms`."""

    which: Literal["least", "greatest"]
    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Rounded:
    """`term`, rounded to a whole cent: down, or half a cent up, away from nought."""

    term: Node
    how: How


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a `Choose`: `then` where `condition` holds."""

    condition: Node
    then: Node


@dataclass(frozen=True, slots=True)
class Choose:
    """The value of the first of `cases` whose condition holds, else `otherwise`."""

    cases: tuple[Case, ...]
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Later:
    """The day that is `amount` days, months or years after `day`, by the civil calendar."""

    day: Node
    amount: Node
    step: Step


@dataclass(frozen=True, slots=True)
class DayOf:
    """The civil day of `instant`, in the time zone of the rule set."""

    instant: Node


@dataclass(frozen=True, slots=True)
class GrantingDay:
    """The day on which aid is granted: the day whose law is in force. An input of the compiled rules."""


@dataclass(frozen=True, slots=True)
class Computed:
    """What a function of the law finds, from a whole model, from `inputs`, and from `figures`."""

    computation: Computation
    inputs: tuple[Node, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A value that nobody knows: the law is not known, or is not modelled. `what` says what is missing."""

    what: str
    kind: Kind
    source: Source
    never_negative: bool = False


Node = (
    Fact
    | Constant
    | Entry
    | Figure
    | Row
    | Named
    | Compare
    | IsIn
    | StartsWith
    | AllOf
    | AnyOf
    | Not
    | Aggregate
    | Latest
    | Average
    | Sum
    | Difference
    | Product
    | Extreme
    | Rounded
    | Choose
    | Later
    | DayOf
    | GrantingDay
    | Computed
    | Unsettled
)

Gathering = Aggregate | Latest | Average
"""The nodes that go through the members of a collection, and speak of what is around it."""


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below `node`, in reading order. The definition of a quantity counts as below it."""
    return _BELOW[node.__class__](node)


def _nothing(node: Any) -> tuple[Node, ...]:
    return ()


def _both_sides(node: Any) -> tuple[Node, ...]:
    return (node.left, node.right)


def _terms(node: Any) -> tuple[Node, ...]:
    found: tuple[Node, ...] = node.terms
    return found


def _term(node: Any) -> tuple[Node, ...]:
    return (node.term,)


def _where_last(node: Any, *asked: Node) -> tuple[Node, ...]:
    return asked if node.where is None else (*asked, node.where)


# Asked of every node many times while rules are built: to look a class up takes a fraction of matching its pattern.
_BELOW: dict[type[Any], Callable[[Any], tuple[Node, ...]]] = {
    Fact: _nothing,
    Constant: _nothing,
    Entry: _nothing,
    Figure: _nothing,
    GrantingDay: _nothing,
    Unsettled: _nothing,
    Row: lambda node: (node.table, node.key),
    Named: lambda node: (node.definition,),
    Compare: _both_sides,
    Difference: _both_sides,
    Product: _both_sides,
    IsIn: lambda node: (node.item, node.codes),
    StartsWith: lambda node: (node.text, node.codes),
    AllOf: _terms,
    AnyOf: _terms,
    Sum: _terms,
    Extreme: _terms,
    Not: _term,
    Rounded: _term,
    DayOf: lambda node: (node.instant,),
    Aggregate: lambda node: _where_last(node, node.body),
    Average: lambda node: _where_last(node, node.value),
    Latest: lambda node: _where_last(node, node.value, node.by),
    Choose: lambda node: (*(part for case in node.cases for part in (case.condition, case.then)), node.otherwise),
    Later: lambda node: (node.day, node.amount),
    Computed: lambda node: (*node.inputs, *node.figures),
}
