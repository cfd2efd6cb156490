"""The plan of a rule set: every distinct value its formulas need, each once, with the scope it belongs to.

Equal parts of different formulas become one cell. Cells are numbered children first, so their order is an order in
which they can be found. What an "every" or a "some" asks with `where` is written out, so that engines know less.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import Kind
from clusterpolicy.language.rules import Rules
from clusterpolicy.language.scope import Place, Scope


@dataclass(slots=True, eq=False)
class Cell:
    """One value of some `kind` to find: a `node` over the values of `parts`, once for each member of `scope`.

    `open` says whether it may be unknown; of a cell that is not, no engine needs to ask.
    """

    number: int
    node: n.Node
    parts: tuple[Cell, ...]
    scope: Scope
    open: bool
    kind: Kind


@dataclass(slots=True, eq=False)
class Plan:
    """The cells of a rule set, children first, and the way from nodes to cells."""

    rules: Rules
    cells: list[Cell] = field(default_factory=list)
    _by_node: dict[int, Cell] = field(default_factory=dict)
    _by_key: dict[tuple[object, ...], Cell] = field(default_factory=dict)
    _kept: list[n.Node] = field(default_factory=list)
    _narrowed: dict[int, n.Aggregate] = field(default_factory=dict)

    @classmethod
    def of(cls, rules: Rules) -> Plan:
        """The plan of every formula that something is asked of."""
        plan = cls(rules)
        for part in rules.parts():
            plan.cell_of(part.node)
        return plan

    def cell_of(self, node: n.Node) -> Cell:
        """The cell of a node, made where there is none yet."""
        found = self._by_node.get(id(node))
        if found is None:
            found = self._by_node[id(node)] = self._make(node)
            self._kept.append(node)  # an id stays its node's own only while the node lives
        return found

    def narrowed(self, node: n.Aggregate) -> n.Aggregate:
        """An "every" or a "some" with what its `where` asks written into what it asks of each member."""
        if node.where is None:
            return node
        found = self._narrowed.get(id(node))
        if found is None:
            asked = (n.Not(node.where), node.body) if node.together == "every" else (node.where, node.body)
            body = n.AnyOf(asked) if node.together == "every" else n.AllOf(asked)
            found = self._narrowed[id(node)] = n.Aggregate(node.together, body, None)
        return found

    def place_of(self, fact: n.Fact) -> Place:
        """Where a fact is found: its scope, and the whole path from a member of it."""
        place = self.rules.structure.place_of(fact.entity)
        return Place(place.scope, (*place.path, *fact.path), (*place.optional, *fact.optional))

    def _make(self, node: n.Node) -> Cell:
        match node:
            case n.Named(name=name):
                return self.cell_of(self.rules.definitions[name].definition)
            case n.Fact():
                place = self.place_of(node)
                return self._cell(node, (), place.scope, any(place.optional), ("fact", place.scope, place.path))
            case n.Entry(entity):
                scope = self.rules.structure.place_of(entity).scope
                return self._cell(node, (), scope, False, ("entry", scope))
            case n.Constant(value, kind):
                return self._cell(node, (), self._root, False, ("constant", kind, value))
            case n.Figure(parameter):
                return self._cell(node, (), self._root, False, ("figure", parameter.name))
            case n.Unsettled(what, kind):
                return self._cell(node, (), self._root, True, ("unsettled", what, kind, node.never_negative))
            case n.Aggregate("every" | "some", _, where) if where is not None:
                return self.cell_of(self.narrowed(node))
            case n.GrantingDay():
                return self._cell(node, (), self._root, False, ("granting day",))
            case n.Computed(computation):
                parts = tuple(self.cell_of(child) for child in n.children(node))
                scope = self.rules.structure.place_of(computation.of).scope
                key = ("computed", id(computation), *(part.number for part in parts))
                return self._cell(node, parts, scope, True, key)
            case n.Aggregate() | n.Latest() | n.Average():
                parts = tuple(self.cell_of(child) for child in n.children(node))
                inner = _innermost(parts, self._root)
                assert inner.parent is not None  # the rule set was checked when it was built
                return self._composite(node, parts, inner.parent, inner)
            case _:
                parts = tuple(self.cell_of(child) for child in n.children(node))
                return self._composite(node, parts, _innermost(parts, self._root), None)

    def _kind_of(self, node: n.Node) -> Kind:
        kind = node.parameter.kind if isinstance(node, n.Figure) else self.rules.checker.kind_of(node)
        assert kind is not None  # the rule set was checked when it was built
        return kind

    @property
    def _root(self) -> Scope:
        return self.rules.structure.root

    def _composite(self, node: n.Node, parts: tuple[Cell, ...], scope: Scope, members: Scope | None) -> Cell:
        may_lack = members is not None and any(members.optional)
        is_open = may_lack or isinstance(node, n.Latest | n.Average) or any(part.open for part in parts)
        return self._cell(node, parts, scope, is_open, (_shape(node), *(part.number for part in parts)))

    def _cell(
        self, node: n.Node, parts: tuple[Cell, ...], scope: Scope, is_open: bool, key: tuple[object, ...]
    ) -> Cell:
        found = self._by_key.get(key)
        if found is None:
            found = self._by_key[key] = Cell(len(self.cells), node, parts, scope, is_open, self._kind_of(node))
            self.cells.append(found)
        return found


def members_of(cell: Cell) -> Scope:
    """The scope an aggregate goes through."""
    return _innermost(cell.parts, cell.scope)


def never_negative(cell: Cell) -> bool:
    """Whether a number can never be below zero, from what its parts may be."""
    match cell.node:
        case n.Figure() | n.Row():
            return True  # no figure of the law is below zero; a file that says so is refused
        case n.Unsettled(never_negative=known):
            return known
        case n.Fact(lowest=lowest):
            return lowest is not None and lowest >= 0
        case n.Constant(value):
            return isinstance(value, Decimal) and value >= 0
        case n.Aggregate(together):
            return together in ("count", "largest") or never_negative(cell.parts[0])
        case n.Sum() | n.Product() | n.Extreme() | n.Rounded():
            return all(never_negative(part) for part in cell.parts)
        case n.Choose(cases):
            return all(never_negative(part) for part in (*cell.parts[1 : 2 * len(cases) : 2], cell.parts[-1]))
        case n.Latest() | n.Average():
            return never_negative(cell.parts[0])
        case _:
            return False


def _innermost(parts: tuple[Cell, ...], scope: Scope) -> Scope:
    for part in parts:
        if part.scope.depth > scope.depth:  # the rule set was checked: of two scopes one lies within the other
            scope = part.scope
    return scope


def _shape(node: n.Node) -> str:
    """What tells a composite node from others over the same parts."""
    match node:
        case n.Compare(relation):
            return f"compare {relation}"
        case n.Aggregate(together):
            return f"{together}{'' if node.where is None else ' where'}"
        case n.Latest(where=where):
            return f"latest{'' if where is None else ' where'}"
        case n.Average(_, where, how):
            return f"{how}{'' if where is None else ' where'}"
        case n.Rounded(_, how):
            return f"rounded {how}"
        case n.Extreme(which):
            return which
        case n.Later(step=step):
            return f"later {step}"
        case n.Choose(cases):
            return f"choose {len(cases)}"
        case _:
            return type(node).__name__
