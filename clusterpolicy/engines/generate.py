"""Python source for a plan: one function that finds the cells asked for, from an application and the figures.

Members of a collection are gone through as few times as the cells allow: all that can be found for a partner is found
while it is at hand. Figures are an input, so a change of figures never makes new source.

Facts are read from the `__dict__` of the models: they are frozen, and attribute access would first ask the model class,
which takes several times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from clusterpolicy.engines.expressions import expression, unknown_of
from clusterpolicy.engines.gathering import Gathering
from clusterpolicy.engines.paths import Reader
from clusterpolicy.engines.plan import Cell, Plan, members_of
from clusterpolicy.language import nodes as n
from clusterpolicy.language.kinds import TRUTH
from clusterpolicy.language.scope import Scope


def function_source(plan: Plan, wanted: Sequence[Cell], name: str) -> tuple[str, dict[str, Any]]:
    """The source of a function `name(application, figures)`, and the constants it needs.

    It returns the values of the `wanted` cells, in their order: for a cell of the application its value, for one of the
    members of a collection a list with a value for each, `None` where the collection is not known.
    """
    return _Writer(plan, wanted).write(name)


def function_of(source: str, name: str, names: dict[str, Any], title: str) -> Any:
    """The function called `name` that `source` makes, among the `names` it needs; tracebacks show the `title`.

    Sources are made from models and formulas of rules, never from text of an application.
    """
    exec(compile(source, f"<{name} of {title}>", "exec"), names)  # noqa: S102  # our own source
    return names[name]


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
    names: int = 0
    found: set[int] = field(default_factory=set)
    """What is found by now for the member at hand, and for those around it."""
    users: dict[int, list[Cell]] = field(default_factory=dict)
    put_off: set[int] = field(default_factory=set)
    """What is found only of the members that count, where they are brought together."""

    def write(self, name: str) -> tuple[str, dict[str, Any]]:
        self.kept = {cell.number for cell in self.wanted}
        cells = _closure(self.wanted)
        for cell in cells:
            for part in cell.parts:
                self.users.setdefault(part.number, []).append(cell)
        figures = [f"v{cell.number}" for cell in self.plan.cells if isinstance(cell.node, n.Figure)]
        self.line(f"({', '.join(('day', *figures))},) = figures")
        for cell in cells:
            if isinstance(cell.node, n.Computed):
                self._figures_of(cell, cell.node)
        root = self.plan.rules.structure.root
        self._block(root, "application", cells)
        results = "".join(f"{self._result(cell)}, " for cell in self.wanted)
        self.line(f"return ({results})")
        return "\n".join([f"def {name}(application, figures):", *self.lines]), self.constants

    def _result(self, cell: Cell) -> str:
        return f"v{cell.number}" if cell.scope.depth == 0 else f"k{cell.number}_1"

    def line(self, text: str) -> None:
        """Write one line of the function."""
        self.lines.append(" " * self.indent + text)

    def count(self) -> int:
        """The next number for a name."""
        self.names += 1
        return self.names

    # --- one member of a scope, and what lies inside it -------------------------------------------------------------

    def _block(self, scope: Scope, member: str, cells: Sequence[Cell]) -> None:
        """Find `cells`, all within `scope`, for the one `member` at hand."""
        passes, around = _passes(scope, cells), self.found
        self.found = set(around)
        reader = Reader(member, self.line, self.count)
        loops = [
            self._plan_loop(child, cells, passes, number)
            for number in range(max(passes.values(), default=0) + 1)
            for child in _children_of(scope, cells)
        ]
        for number in range(max(passes.values(), default=0) + 1):
            for cell in cells:
                if cell.scope is scope and passes[cell.number] == number:
                    self._find(cell, reader)
                    self.found.add(cell.number)
            for loop in loops:
                if loop.number == number and (loop.fresh or loop.together):
                    needed = {cell.number for each in loops if each.number > number for cell in each.loaded}
                    self._loop(loop, needed, reader)
                    self.found |= {cell.number for cell in loop.together}
        self.found = around

    def _plan_loop(self, scope: Scope, cells: Sequence[Cell], passes: dict[int, int], number: int) -> _Loop:
        fresh = [cell for cell in cells if cell.scope.within(scope) and passes[cell.number] == number]
        together = [
            cell
            for cell in cells
            if isinstance(cell.node, n.Gathering)
            and passes[cell.number] == number + 1
            and cell.scope is scope.parent
            and members_of(cell) is scope
        ]
        return _Loop(scope, number, fresh, together, *self._body(scope, fresh, together))

    def _loop(self, loop: _Loop, needed_later: set[int], around: Reader) -> None:
        """Go through the members of a scope once, for the cells of one pass and the aggregates that follow it."""
        scope, depth = loop.scope, loop.scope.depth
        lists = [
            cell
            for cell in loop.fresh
            if (cell.scope is scope and cell.number in needed_later)
            or (cell.number in self.kept and cell.number not in self.done)
        ]
        self.put_off |= self._can_be_put_off(loop, needed_later)
        collection = around.collection(scope.path, scope.optional)
        open_terms = [] if lists else self._terms_that_settle(loop.together)
        if open_terms:
            self.line(f"{' = '.join(f'v{cell.number}' for cell in loop.together)} = None")
            self.line(f"if {' and '.join(f'v{term.number} is not False' for term in open_terms)}:")
            self.indent += 1
        if any(scope.optional):
            self.line(f"if {collection} is None:")
            self._indented(self._nothing_known, loop, lists)
            self.line("else:")
            self._indented(self._go_through, loop, lists, collection)
        else:
            self._go_through(loop, lists, collection)
        self.indent -= bool(open_terms)
        if depth == 1:
            self.done |= {cell.number for cell in lists}

    def _terms_that_settle(self, together: Sequence[Cell]) -> list[Cell]:
        """Terms found already, of which one that is false makes it needless to find these: all go into one "all of"."""
        users = {user.number: user for cell in together for user in self.users.get(cell.number, ())}
        if len(users) != 1 or self.kept & {cell.number for cell in together}:
            return []
        (user,) = users.values()
        if not isinstance(user.node, n.AllOf):
            return []
        return [part for part in user.parts if part.number in self.found]

    def _indented(self, write: Callable[..., None], *arguments: Any) -> None:
        self.indent += 1
        write(*arguments)
        self.indent -= 1

    def _nothing_known(self, loop: _Loop, lists: Sequence[Cell]) -> None:
        self._gathering(loop).nothing_known()
        for cell in lists:
            self.line(f"k{cell.number}_{loop.scope.depth} = None")
        self.line("pass")

    def _go_through(self, loop: _Loop, lists: Sequence[Cell], collection: str) -> None:
        depth, gathering = loop.scope.depth, self._gathering(loop)
        gathering.start()
        for cell in lists:
            self.line(f"k{cell.number}_{depth} = []")
        if loop.loaded:
            self.line(f"for i{depth}, m{depth} in enumerate({collection}):")
        else:
            self.line(f"for m{depth} in {collection}:")
        self._indented(self._member, loop, lists, gathering)
        gathering.finish()

    def _gathering(self, loop: _Loop) -> Gathering:
        return Gathering(loop.together, self.line, self._unknown, self.put_off)

    def _can_be_put_off(self, loop: _Loop, needed_later: set[int]) -> set[int]:
        """Bodies that one gathering alone asks for, of the members that count: they need not be found of the others."""
        bodies = [
            cell.parts[0] for cell in loop.together if len(cell.parts) > 1 and not isinstance(cell.node, n.Latest)
        ]
        fresh = {cell.number for cell in loop.fresh}
        return {
            body.number
            for body in bodies
            if isinstance(body.node, n.Product | n.Sum | n.Difference)
            and body.scope is loop.scope
            and body.number in fresh - needed_later - self.kept
            and len(self.users[body.number]) == 1
        }

    def _member(self, loop: _Loop, lists: Sequence[Cell], gathering: Gathering) -> None:
        depth = loop.scope.depth
        for cell in loop.loaded:
            self.line(f"v{cell.number} = k{cell.number}_{depth}[i{depth}]")
        self._block(loop.scope, f"m{depth}", loop.body)
        gathering.member()
        for cell in lists:
            inner = f"v{cell.number}" if cell.scope is loop.scope else f"k{cell.number}_{depth + 1}"
            self.line(f"k{cell.number}_{depth}.append({inner})")

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

    def _find(self, cell: Cell, reader: Reader) -> None:
        node = cell.node
        if isinstance(node, n.Figure | n.Gathering) or cell.number in self.put_off:
            return  # figures are unpacked at the start, aggregates are found by their loop, and with them their bodies
        if isinstance(node, n.Fact):
            place = self.plan.place_of(node)
            self.line(f"v{cell.number} = {reader.value(place.path, place.optional)}")
            if cell.open and cell.kind != TRUTH:
                self.line(f"if v{cell.number} is None: v{cell.number} = {self._unknown(cell)}")
            return
        if isinstance(node, n.Constant):
            self.line(f"v{cell.number} = {self._constant(cell, node.value)}")
        elif isinstance(node, n.GrantingDay):
            self.line(f"v{cell.number} = day")
        elif isinstance(node, n.Computed):
            self.line(f"v{cell.number} = {self._computed(cell, node, reader.member)}")
            if cell.kind != TRUTH:
                self.line(f"if v{cell.number} is None: v{cell.number} = {self._unknown(cell)}")
        elif isinstance(node, n.Unsettled):
            self.line(f"v{cell.number} = {self._unknown(cell)}")
        else:
            self.line(f"v{cell.number} = {expression(cell)}")

    def _figures_of(self, cell: Cell, node: n.Computed) -> None:
        """Write the figures of a computation, by their full names, once for all members."""
        parts = zip(node.figures, cell.parts[len(node.inputs) :], strict=True)
        pairs = (f"{figure.parameter.name!r}: v{part.number}" for figure, part in parts)
        self.line(f"f{cell.number} = {{{', '.join(pairs)}}}")

    def _computed(self, cell: Cell, node: n.Computed, member: str) -> str:
        """The call that finds a computed value: of a member, from the inputs that are known and the figures."""
        self.constants[f"c{cell.number}"] = node.computation.find
        parts = cell.parts[: len(node.inputs)]
        inputs = "".join(f"v{part.number}, " for part in parts)
        known = " and ".join(f"is_known(v{part.number})" for part in parts if part.open)
        found = f"c{cell.number}(application, {member}, ({inputs}), f{cell.number})"
        return f"{found} if {known} else None" if known else found

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
        follows = isinstance(cell.node, n.Gathering) and cell.scope is scope
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
