"""The tables a rule set is asked of: one for the applications, one for each collection the rules go through.

They follow from the models and from the facts the rules use. Names are those of the fields, joined by underscores;
amounts end in `_cents`, because that is what they count.

>>> from clusterpolicy.rules import piedmont
>>> tables = schema_of(piedmont.LINE_A)
>>> [table.name for table in tables][:3]
['applications', 'activities', 'participations']
>>> tables[2].keys
('application', 'participation')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel

from clusterpolicy.engines.frame.names import Names
from clusterpolicy.engines.frame.refusals import refused
from clusterpolicy.engines.frame.told import are_told, is_told
from clusterpolicy.engines.generated import kept
from clusterpolicy.engines.passes import closure
from clusterpolicy.engines.plan import Cell, Plan, members_of
from clusterpolicy.language import nodes as n
from clusterpolicy.language.facts import Field, fields_of
from clusterpolicy.language.kinds import WHOLE_UNITS, Base, Kind
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.language.scope import Scope
from clusterpolicy.units import Unit

_DECIMALS = {Unit.EURO: 2, Unit.WORK_UNITS: 4, Unit.POINTS: 4, Unit.SHARE: 6}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, with what is found in it.

    Attributes:
        name: Its name.
        path: The fields that lead to the fact from a row; of a computed value its name.
        kind: What its values are.
        label: What it is, in words.
        may_be_unknown: Whether it may hold nulls, which say that the fact is not known.
        lowest, highest: No number may lie beyond these, counted in the smallest unit; `None` is no bound.
        computed: Whether a function of the law finds it, and no field holds it.
    """

    name: str
    path: tuple[str, ...]
    kind: Kind
    label: str
    may_be_unknown: bool
    lowest: int | None = None
    highest: int | None = None
    computed: bool = False

    @property
    def decimals(self) -> int:
        """With how many decimals a number is counted: 2 for amounts, in cents."""
        return _DECIMALS.get(self.kind.unit, 0) if self.kind.unit is not None else 0

    @property
    def type(self) -> str:
        """What values it holds, in words."""
        match self.kind.base:
            case Base.TRUTH:
                return "truth value"
            case Base.NUMBER if self.kind.unit is Unit.EURO:
                return "whole number of cents"
            case Base.NUMBER if self.kind.unit in WHOLE_UNITS:
                return "whole number"
            case Base.NUMBER:
                return f"number of at most {self.decimals} decimals"
            case Base.DATE:
                return "date"
            case Base.INSTANT:
                return "instant with time zone"
            case Base.CATEGORY:
                return f"text, one of {', '.join(self.kind.options)}"
            case _:
                return "text"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a row for each member of `scope`.

    Attributes:
        name: Its name: of the collection, or `applications`.
        scope: Whose rows they are.
        keys: The columns that tell rows apart: those of the tables around it, then its own. A table that nothing refers
            to has none of its own.
        columns: The facts.
        known: The column of the table around it that says whether its rows are all there are: false or null says that
            nobody knows them. `None` where they are always known.
    """

    name: str
    scope: Scope
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    known: str | None = None

    @property
    def has_own_key(self) -> bool:
        """Whether each row has a key of its own."""
        return len(self.keys) == self.scope.depth + 1

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


Schema = tuple[Table, ...]
"""The tables, outermost first."""


def schema_of(rule_set: RuleSet, *, whole: bool = False) -> Schema:
    """The tables that `rule_set` is asked of.

    Args:
        rule_set: The rules.
        whole: With every fact of the models, also of those the rules do not ask for.

    Raises: RuleError `not-in-tables` where the names of two facts of one table are the same.
    """
    return kept(rule_set, _whole).tables if whole else kept(rule_set, _used).tables


@dataclass(frozen=True, slots=True)
class _Kept:
    """Tables, kept with the rule set they are of."""

    tables: Schema


def _used(rule_set: RuleSet) -> _Kept:
    """The tables with the facts the rules use."""
    plan = Plan.of(rule_set)
    return _Kept(tables_for(plan, wanted_cells(plan, rule_set), rule_set))


def _whole(rule_set: RuleSet) -> _Kept:
    """The tables with every fact of the models."""
    scopes = [scope for scope in rule_set.structure.scopes if are_told(scope)]
    computed = {table.name: [each for each in table.columns if each.computed] for table in schema_of(rule_set)}
    names = Names(scopes)
    tables = []
    for scope in scopes:
        facts = [each for each in _all_columns(scope.entity, (), False) if each.path != ("id",)]  # it is the key
        tables.append(_finished(scope, [*facts, *computed.get(names.table(scope), [])], names))
    return _Kept(tuple(tables))


def wanted_cells(plan: Plan, rule_set: RuleSet) -> list[Cell]:
    """Everything a table of results tells."""
    formulas = [each.holds_if for each in rule_set.requirements]
    formulas += [rule_set.grant, rule_set.cost]
    for each in rule_set.beneficiaries:
        formulas += [each.cost, each.grant, *each.intensity.values()]
        formulas += [] if each.size is None else [each.size]
    return [plan.cell_of(formula.node) for formula in formulas]


def asked_of_tables(wanted: Iterable[Cell]) -> list[Cell]:
    """The cells that are asked of tables, in the order of their numbers: the wanted ones and all they are found from.

    What a computed value is found from is not asked of tables.
    """
    return closure(wanted, lambda cell: not isinstance(cell.node, n.Computed))


def tables_for(plan: Plan, wanted: Iterable[Cell], rule_set: RuleSet) -> Schema:
    """The tables that some cells are asked of."""
    cells = asked_of_tables(wanted)
    columns: dict[Scope, dict[tuple[str, ...], Column]] = {rule_set.structure.root: {}}
    for beneficiaries in rule_set.beneficiaries:
        columns[rule_set.structure.place_of(beneficiaries.of).scope] = {}
    for cell in cells:
        for scope in (cell.scope, members_of(cell)):
            outer: Scope | None = scope
            while outer is not None:
                columns.setdefault(outer, {})
                outer = outer.parent
        column = _column_of(plan, cell)
        if column is not None:
            columns[cell.scope].setdefault(column.path, column)
    scopes = [scope for scope in rule_set.structure.scopes if scope in columns]
    names = Names(scopes)
    return tuple(_finished(scope, columns[scope].values(), names) for scope in scopes)


def column_path(plan: Plan, cell: Cell) -> tuple[str, ...]:
    """What the column of a fact, or of a computed value, is known by."""
    if isinstance(cell.node, n.Computed):
        return (cell.node.computation.name,)
    assert isinstance(cell.node, n.Fact)  # no other cell has a column
    return plan.place_of(cell.node).path


def _column_of(plan: Plan, cell: Cell) -> Column | None:
    node = cell.node
    if isinstance(node, n.Computed):
        name = node.computation.name
        return Column(name, (name,), cell.kind, node.computation.label, True, computed=True)
    if not isinstance(node, n.Fact):
        return None
    place = plan.place_of(node)
    return _column(place.path, node.kind, node.label, any(place.optional), node.lowest, node.highest)


def _column(
    path: tuple[str, ...], kind: Kind, label: str, optional: bool, lowest: Decimal | None, highest: Decimal | None
) -> Column:
    name = "_".join(path) + ("_cents" if kind.unit is Unit.EURO else "")
    factor = 10 ** _DECIMALS.get(kind.unit, 0) if kind.unit is not None else 1
    low, high = (None if end is None else int(end * factor) for end in (lowest, highest))
    return Column(name, path, kind, label, optional, low, high)


def _all_columns(model: type[BaseModel], path: tuple[str, ...], optional: bool) -> Iterator[Column]:
    for each in filter(is_told, fields_of(model).values()):
        yield from _columns_of_field(each, path, optional)


def _columns_of_field(each: Field, path: tuple[str, ...], optional: bool) -> Iterator[Column]:
    here, may_lack = (*path, each.name), optional or each.optional
    if each.embedded is not None:
        yield from _all_columns(each.embedded, here, may_lack)
    elif each.kind is not None:
        yield _column(here, each.kind, each.label, may_lack, each.lowest, each.highest)


def _finished(scope: Scope, columns: Iterable[Column], names: Names) -> Table:
    """A table with its keys; its names are checked."""
    has_rows_of_others = any(other.parent is scope for other in names.scopes)
    has_own_key = scope.parent is None or has_rows_of_others or "id" in scope.entity.model_fields
    keys = names.keys(scope) if has_own_key else names.keys(scope)[:-1]
    table = Table(names.table(scope), scope, keys, tuple(columns), names.known(scope))
    inside = [names.known(other) for other in names.scopes if other.parent is scope]
    found = [*keys, *(column.name for column in table.columns), *(each for each in inside if each is not None)]
    twice = sorted({name for name in found if found.count(name) > 1})
    if twice:
        raise refused(f"`{table.name}` with two columns `{twice[0]}`", "rename one of the fields")
    return table
