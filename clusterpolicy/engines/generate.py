"""Python source for a plan: one function that finds the cells asked for, from an application and the figures.

Members of a collection are gone through as few times as the cells allow: all that can be found for a partner is found
while it is at hand. Figures are an input, so a change of figures never makes new source.

Facts are read from the `__dict__` of the models: they are frozen, and attribute access would first ask the model class,
which takes several times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never

from clusterpolicy.engines.plan import Cell, Plan, is_truth, members_of, never_negative
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import CODES, TRUTH, Base, Kind
from clusterpolicy.language.possible import Between, OneOf
from clusterpolicy.language.scope import Scope


def function_source(plan: Plan, wanted: Sequence[Cell], name: str) -> tuple[str, dict[str, Any]]:
    """The source of a function `name(application, figures)`, and the constants it needs.

    It returns the values of the `wanted` cells, in their order: for a cell of the application its value, for one of the
    members of a collection a list with a value for each, `None` where the collection is not known.
    """
    return _Writer(plan, wanted).write(name)


def figure_names(plan: Plan) -> list[str]:
    """The full names of the parameters, in the order in which a generated function takes their values."""
    return [cell.node.parameter.name for cell in plan.cells if isinstance(cell.node, n.Figure)]


@dataclass(frozen=True, slots=True)
class _Loop:
    """One pass through the members of a scope: the cells found in it, and what else is at hand for each member.

    `fresh` are found here first, `together` are the aggregates that follow, `body` is all that is found for a member,
    `loaded` is read back from an earlier pass.
    """

    scope: Scope
    number: int
    fresh: list[Cell]
    together: list[Cell]
    body: list[Cell]
    loaded: list[Cell]


@dataclass(slots=True)
class _Writer:
    plan: Plan
    wanted: Sequence[Cell]
    lines: list[str] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)
    indent: int = 1
    done: set[int] = field(default_factory=set)
    kept: set[int] = field(default_factory=set)

    def write(self, name: str) -> tuple[str, dict[str, Any]]:
        self.kept = {cell.number for cell in self.wanted}
        cells = _closure(self.wanted)
        figures = [f"v{cell.number}" for cell in self.plan.cells if isinstance(cell.node, n.Figure)]
        if figures:
            self._line(f"({', '.join(figures)},) = figures")
        root = self.plan.rule_set.structure.root
        self._block(root, "application", cells)
        results = "".join(f"{self._result(cell)}, " for cell in self.wanted)
        self._line(f"return ({results})")
        return "\n".join([f"def {name}(application, figures):", *self.lines]), self.constants

    def _result(self, cell: Cell) -> str:
        return f"v{cell.number}" if cell.scope.depth == 0 else f"k{cell.number}_1"

    def _line(self, text: str) -> None:
        self.lines.append(" " * self.indent + text)

    # --- one member of a scope, and what lies inside it -------------------------------------------------------------

    def _block(self, scope: Scope, member: str, cells: Sequence[Cell]) -> None:
        """Find `cells`, all within `scope`, for the one `member` at hand."""
        passes = _passes(scope, cells)
        reader = _Reader(self, member)
        loops = [
            self._plan_loop(child, cells, passes, number)
            for number in range(max(passes.values(), default=0) + 1)
            for child in _children_of(scope, cells)
        ]
        for number in range(max(passes.values(), default=0) + 1):
            for cell in cells:
                if cell.scope is scope and passes[cell.number] == number:
                    self._find(cell, reader)
            for loop in loops:
                if loop.number == number and (loop.fresh or loop.together):
                    needed = {cell.number for each in loops if each.number > number for cell in each.loaded}
                    self._loop(loop, needed, reader)

    def _plan_loop(self, scope: Scope, cells: Sequence[Cell], passes: dict[int, int], number: int) -> _Loop:
        fresh = [cell for cell in cells if cell.scope.within(scope) and passes[cell.number] == number]
        together = [
            cell
            for cell in cells
            if isinstance(cell.node, n.Aggregate | n.Latest)
            and passes[cell.number] == number + 1
            and cell.scope is scope.parent
            and members_of(cell) is scope
        ]
        return _Loop(scope, number, fresh, together, *self._body(scope, fresh, together))

    def _loop(self, loop: _Loop, needed_later: set[int], around: _Reader) -> None:
        """Go through the members of a scope once, for the cells of one pass and the aggregates that follow it."""
        scope, depth = loop.scope, loop.scope.depth
        lists = [
            cell
            for cell in loop.fresh
            if (cell.scope is scope and cell.number in needed_later)
            or (cell.number in self.kept and cell.number not in self.done)
        ]
        collection = around.path(scope.path, scope.optional)
        if any(scope.optional):
            self._line(f"if {collection} is None:")
            self._indented(self._nothing_known, loop, lists)
            self._line("else:")
            self._indented(self._go_through, loop, lists, collection)
        else:
            self._go_through(loop, lists, collection)
        if depth == 1:
            self.done |= {cell.number for cell in lists}

    def _indented(self, write: Callable[..., None], *arguments: Any) -> None:
        self.indent += 1
        write(*arguments)
        self.indent -= 1

    def _nothing_known(self, loop: _Loop, lists: Sequence[Cell]) -> None:
        for cell in loop.together:
            self._line(f"v{cell.number} = {self._unknown_aggregate(cell)}")
        for cell in lists:
            self._line(f"k{cell.number}_{loop.scope.depth} = None")
        self._line("pass")

    def _go_through(self, loop: _Loop, lists: Sequence[Cell], collection: str) -> None:
        depth = loop.scope.depth
        for cell in loop.together:
            self._line(_START[_kind_of_aggregate(cell)].format(v=f"v{cell.number}"))
        for cell in lists:
            self._line(f"k{cell.number}_{depth} = []")
        if loop.loaded:
            self._line(f"for i{depth}, m{depth} in enumerate({collection}):")
        else:
            self._line(f"for m{depth} in {collection}:")
        self._indented(self._member, loop, lists)
        for cell in loop.together:
            self._finish(cell)

    def _member(self, loop: _Loop, lists: Sequence[Cell]) -> None:
        depth = loop.scope.depth
        for cell in loop.loaded:
            self._line(f"v{cell.number} = k{cell.number}_{depth}[i{depth}]")
        self._block(loop.scope, f"m{depth}", loop.body)
        for cell in loop.together:
            self._accumulate(cell)
        for cell in lists:
            inner = f"v{cell.number}" if cell.scope is loop.scope else f"k{cell.number}_{depth + 1}"
            self._line(f"k{cell.number}_{depth}.append({inner})")

    def _body(self, scope: Scope, fresh: Sequence[Cell], together: Sequence[Cell]) -> tuple[list[Cell], list[Cell]]:
        """The cells to find for a member, and those of an earlier pass to load. Deeper ones are found once more."""
        body = {cell.number: cell for cell in fresh}
        loaded: dict[int, Cell] = {}
        stack = [part for cell in (*fresh, *together) for part in cell.parts]
        while stack:
            part = stack.pop()
            if part.number in body or part.number in loaded or not part.scope.within(scope):
                continue
            if part.scope is scope:
                loaded[part.number] = part
            else:
                body[part.number] = part
                stack += part.parts
        return sorted(body.values(), key=_by_number), sorted(loaded.values(), key=_by_number)

    # --- one cell ---------------------------------------------------------------------------------------------------

    def _find(self, cell: Cell, reader: _Reader) -> None:
        node = cell.node
        if isinstance(node, n.Figure | n.Aggregate | n.Latest):
            return  # figures are unpacked at the start, aggregates are found by their loop
        if isinstance(node, n.Fact):
            place = self.plan.place_of(node)
            self._line(f"v{cell.number} = {reader.path(place.path, place.optional, read=True)}")
            if cell.open and node.kind != TRUTH:
                self._line(f"if v{cell.number} is None: v{cell.number} = {self._unknown(cell)}")
            return
        self._line(f"v{cell.number} = {self._expression(cell)}")

    def _expression(self, cell: Cell) -> str:
        node, v = cell.node, [f"v{part.number}" for part in cell.parts]
        is_open = [part.open for part in cell.parts]
        match node:
            case n.Constant(value):
                return self._constant(cell, value)
            case n.Entry():
                return "True"
            case n.Unsettled():
                return self._unknown(cell)
            case n.Row(n.Figure(parameter)):
                return _row(parameter.kind, v, key_is_open=is_open[1])
            case n.Compare(relation):
                return f"{v[0]} {relation} {v[1]}"
            case n.IsIn():
                slow, fast = f"is_among({v[0]}, {v[1]})", f"{v[0]} in {v[1]}"
                if is_open[1]:
                    return slow
                return f"{slow} if {v[0]}.__class__ is OneOf else {fast}" if is_open[0] else fast
            case n.StartsWith():
                slow, fast = f"begins_with({v[0]}, {v[1]})", f"{v[0]}.startswith({v[1]})"
                if is_open[1]:
                    return slow
                return f"{slow} if {v[0]}.__class__ is OneOf else {fast}" if is_open[0] else fast
            case n.AllOf():
                return _kleene(v, is_open, settled_by=False)
            case n.AnyOf():
                return _kleene(v, is_open, settled_by=True)
            case n.Not():
                return f"None if {v[0]} is None else not {v[0]}" if is_open[0] else f"not {v[0]}"
            case n.Sum():
                return " + ".join(v)
            case n.Difference():
                return f"{v[0]} - {v[1]}"
            case n.Product():
                return f"{v[0]} * {v[1]}"
            case n.Extreme(which):
                if len(v) == 2 and not any(is_open):
                    return f"{v[0]} if {v[0]} {'<=' if which == 'least' else '>='} {v[1]} else {v[1]}"
                if not any(is_open):
                    return f"{'min' if which == 'least' else 'max'}({', '.join(v)})"
                return f'extreme("{which}", ({", ".join(v)},))'
            case n.RoundedDown():
                fast = f"{v[0]}.quantize(CENT, ROUND_FLOOR, FLOOR)"
                return f"rounded_down({v[0]}) if {v[0]}.__class__ is Between else {fast}" if is_open[0] else fast
            case n.Choose(cases):
                return _choice(v, is_open, len(cases))
            case n.Later(step=step):
                shift = f"{step}_after"
                unknown = [f"{v[at]}.__class__ is Between" for at in (0, 1) if is_open[at]]
                slow, fast = f"later({shift}, {v[0]}, {v[1]})", f"{shift}({v[0]}, {v[1]})"
                return f"{slow} if {' or '.join(unknown)} else {fast}" if unknown else fast
            case n.DayOf():
                return f"day_of({v[0]}, zone)"
            case n.Fact() | n.Figure() | n.Named() | n.Aggregate() | n.Latest():
                raise AssertionError(f"{type(node).__name__} is not found by an expression")
            case _:
                assert_never(node)

    def _constant(self, cell: Cell, value: Any) -> str:
        self.constants[f"c{cell.number}"] = value
        return f"c{cell.number}"

    def _unknown(self, cell: Cell) -> str:
        """What stands for a cell of which nothing is known."""
        value = unknown_of(cell)
        if value is None:
            return "None"
        self.constants[f"u{cell.number}"] = value
        return f"u{cell.number}"

    # --- aggregates -------------------------------------------------------------------------------------------------

    def _unknown_aggregate(self, cell: Cell) -> str:
        """What an aggregate is where its collection is not known."""
        match cell.node:
            case n.Aggregate("every" | "some"):
                return "None"
            case n.Aggregate(together) if together == "total" and not never_negative(cell):
                return "Between(None, None)"
            case n.Aggregate():
                return "Between(0, None)"
            case _:
                return self._unknown(cell.parts[0])

    def _accumulate(self, cell: Cell) -> None:
        v, parts = f"v{cell.number}", [f"v{part.number}" for part in cell.parts]
        body_is_open, counts = cell.parts[0].open, parts[-1]
        match cell.node:
            case n.Aggregate("every"):
                self._settle(v, parts[0], body_is_open, settled_by="False")
            case n.Aggregate("some"):
                self._settle(v, parts[0], body_is_open, settled_by="True")
            case n.Aggregate("count"):
                self._where(parts[0], body_is_open, f"{v} += 1", f"{v} = {v} + Between(0, 1)")
            case n.Aggregate("total", where=where):
                add, may_add = f"{v} = {v} + {parts[0]}", f"{v} = {v} + any_among((ZERO, {parts[0]}))"
                self._where(None if where is None else counts, cell.parts[-1].open, add, may_add)
            case n.Aggregate("largest", where=where):
                larger = f'extreme("greatest", ({v}, {parts[0]}))'
                take, may_take = f"{v} = {larger}", f"{v} = any_among(({v}, {larger}))"
                self._where(None if where is None else counts, cell.parts[-1].open, take, may_take)
            case n.Latest(where=where):
                self._line(f"{v}.append(({parts[1]}, {'True' if where is None else counts}, {parts[0]}))")

    def _settle(self, v: str, body: str, is_open: bool, *, settled_by: str) -> None:
        if not is_open:
            self._line(f"if {body} is {settled_by}: {v} = {settled_by}")
            return
        self._line(f"if {body} is {settled_by}: {v} = {settled_by}")
        self._line(f"elif {body} is None and {v} is not {settled_by}: {v} = None")

    def _where(self, condition: str | None, is_open: bool, does: str, may_do: str) -> None:
        if condition is None:
            self._line(does)
            return
        self._line(f"if {condition}: {does}")
        if is_open:
            self._line(f"elif {condition} is None: {may_do}")

    def _finish(self, cell: Cell) -> None:
        if isinstance(cell.node, n.Latest):
            self._line(f"v{cell.number} = latest_of(v{cell.number}, {self._unknown(cell.parts[0])})")


_START = {
    "every": "{v} = True",
    "some": "{v} = False",
    "count": "{v} = 0",
    "total": "{v} = ZERO",
    "largest": "{v} = ZERO",
    "latest": "{v} = []",
}


def _kind_of_aggregate(cell: Cell) -> str:
    return cell.node.together if isinstance(cell.node, n.Aggregate) else "latest"


def unknown_of(cell: Cell) -> Any:
    """What stands for a cell of which nothing is known: bounds, options, or `None` for a truth."""
    if is_truth(cell):
        return None
    match cell.node:
        case n.Fact(kind=kind, lowest=lowest, highest=highest):
            return Between(lowest, highest) if kind.base is Base.NUMBER else _unknown_of_kind(kind)
        case n.Unsettled(kind=kind):
            return _unknown_of_kind(kind)
        case n.Figure(parameter) | n.Row(n.Figure(parameter)):
            return _unknown_of_kind(parameter.kind)
        case n.Choose() if is_category(cell):
            return OneOf(None)
        case _:
            return Between(None, None)


def is_category(cell: Cell) -> bool:
    """Whether a cell holds a category or a text."""
    match cell.node:
        case n.Fact(kind=kind) | n.Constant(kind=kind) | n.Unsettled(kind=kind):
            return kind.base in (Base.CATEGORY, Base.TEXT)
        case n.Choose() | n.Latest():
            return is_category(cell.parts[-1] if isinstance(cell.node, n.Choose) else cell.parts[0])
        case _:
            return False


def _unknown_of_kind(kind: Kind) -> Any:
    match kind.base:
        case Base.TRUTH:
            return None
        case Base.CATEGORY:
            return OneOf(frozenset(kind.options))
        case Base.TEXT:
            return OneOf(None)
        case _:
            return Between(None, None)


class _Reader:
    """Reads paths from the member at hand, each step once."""

    def __init__(self, writer: _Writer, member: str) -> None:
        self._writer = writer
        self._member = member
        self._held: dict[tuple[str, ...], tuple[str, bool]] = {}

    def path(self, path: tuple[str, ...], optional: tuple[bool, ...], *, read: bool = False) -> str:
        """An expression for what lies at `path`; unless it is for one `read` only, held in a name of its own."""
        around, may_lack = self._fields(path[:-1], optional[:-1])
        value = f'{around}["{path[-1]}"]'
        if may_lack:
            value = f"None if {around} is None else {value}"
        if read:
            return value
        name = f"{self._member}_{'_'.join(path)}"
        if path not in self._held:
            self._held[path] = (name, False)
            self._writer._line(f"{name} = {value}")
        return name

    def _fields(self, path: tuple[str, ...], optional: tuple[bool, ...]) -> tuple[str, bool]:
        """The name that holds the fields of what lies at `path`, and whether that may be `None`."""
        key = (*path, "*")
        if key not in self._held:
            name = f"{self._member}_{'_'.join(path)}_fields"
            if not path:
                value, may_lack = f"{self._member}.__dict__", False
            else:
                around, around_may_lack = self._fields(path[:-1], optional[:-1])
                may_lack = around_may_lack or optional[-1]
                value = f'{around}["{path[-1]}"]'
                if around_may_lack:
                    value = f"None if {around} is None else {value}"
                if may_lack:
                    self._writer._line(f"{name} = {value}")
                    value = f"None if {name} is None else {name}.__dict__"
                else:
                    value = f"{value}.__dict__"
            self._writer._line(f"{name} = {value}")
            self._held[key] = (name, may_lack)
        return self._held[key]


def _row(kind: Kind, v: Sequence[str], *, key_is_open: bool) -> str:
    if kind == CODES:
        return f"list_of({v[0]}, {v[1]})"
    if not key_is_open:
        return f"{v[0]}[{v[1]}]"
    return f"row_of({v[0]}, {v[1]}) if {v[1]}.__class__ is OneOf else {v[0]}[{v[1]}]"


def _kleene(v: Sequence[str], is_open: Sequence[bool], *, settled_by: bool) -> str:
    """`and` (settled by a false) or `or` (settled by a true), of truths that may be unknown."""
    if not any(is_open):
        return (" or " if settled_by else " and ").join(v)
    settles = [
        f"{name} is {settled_by}" if may_lack else (name if settled_by else f"not {name}")
        for name, may_lack in zip(v, is_open, strict=True)
    ]
    unknown = [f"{name} is None" for name, may_lack in zip(v, is_open, strict=True) if may_lack]
    return f"{settled_by} if {' or '.join(settles)} else None if {' or '.join(unknown)} else {not settled_by}"


def _choice(v: Sequence[str], is_open: Sequence[bool], cases: int) -> str:
    conditions, values, otherwise = v[0 : 2 * cases : 2], v[1 : 2 * cases : 2], v[-1]
    plain = "".join(f"{value} if {condition} else " for condition, value in zip(conditions, values, strict=True))
    unknown = [
        f"{condition} is None"
        for condition, may_lack in zip(conditions, is_open[0 : 2 * cases : 2], strict=True)
        if may_lack
    ]
    if not unknown:
        return f"{plain}{otherwise}"
    pairs = ", ".join(f"({condition}, {value})" for condition, value in zip(conditions, values, strict=True))
    return f"chosen(({pairs},), {otherwise}) if {' or '.join(unknown)} else {plain}{otherwise}"


def _closure(wanted: Iterable[Cell]) -> list[Cell]:
    """The wanted cells and all they are found from, in the order of their numbers."""
    found: dict[int, Cell] = {}
    stack = list(wanted)
    while stack:
        cell = stack.pop()
        if cell.number not in found:
            found[cell.number] = cell
            stack += cell.parts
    return sorted(found.values(), key=_by_number)


def _by_number(cell: Cell) -> int:
    return cell.number


def _passes(scope: Scope, cells: Sequence[Cell]) -> dict[int, int]:
    """In which pass over the members inside `scope` each cell is found; cells of `scope` itself before that pass."""
    passes: dict[int, int] = {}
    for cell in cells:
        earliest = max((passes.get(part.number, 0) for part in cell.parts), default=0)
        follows = isinstance(cell.node, n.Aggregate | n.Latest) and cell.scope is scope
        passes[cell.number] = earliest + 1 if follows else earliest
    return passes


def _children_of(scope: Scope, cells: Sequence[Cell]) -> list[Scope]:
    """The scopes directly inside `scope` that `cells` speak of, or go through."""
    found: dict[Scope, None] = {}
    for cell in cells:
        for inner in (cell.scope, members_of(cell)):
            while inner.depth > scope.depth + 1 and inner.parent is not None:
                inner = inner.parent
            if inner.parent is scope:
                found[inner] = None
    return list(found)
