"""Python source for a plan: one function that finds the cells asked for, from an application and the figures.

Members of a collection are gone through as few times as the cells allow: all that can be found for a partner is found
while it is at hand. Figures are an input, so a change of figures never makes new source.

Facts are read from the `__dict__` of the models: they are frozen, and attribute access would first ask the model class,
which takes several times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from clusterpolicy.engines.cell_source import CellSource
from clusterpolicy.engines.gathering import Gathering, Ordering
from clusterpolicy.engines.passes import Choice, Order, Passes, closure, reached
from clusterpolicy.engines.paths import Reader
from clusterpolicy.engines.plan import Cell, Plan
from clusterpolicy.engines.settled import Settled
from clusterpolicy.language import nodes as n
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


_SHORT = 250
"""So many names of a function CPython reaches by short instructions: 256, with what stands beside them."""

_Call = tuple[Any, ...]
"""What writes lines, and what it is called with."""


@dataclass(frozen=True, slots=True)
class _Loop:
    """One pass through the members of a scope: the cells found in it, and what else is at hand for each member.

    `fresh` are found here first, `together` and `orders` are what follows of all members, `body` is all that is found
    for a member, `loaded` is read back from an earlier pass.
    """

    scope: Scope
    number: int
    fresh: list[Cell]
    together: list[Cell]
    orders: list[Order]
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
    listed: set[int] = field(default_factory=set)
    """What stands in lists by now, for all members inside the member at hand, and inside those around it."""
    users: dict[int, list[Cell]] = field(default_factory=dict)
    settled: set[int] = field(default_factory=set)
    """What follows from the figures alone."""
    put_off: set[int] = field(default_factory=set)
    """What is found only of the members that count, where they are brought together."""
    cells: CellSource = field(init=False)

    def __post_init__(self) -> None:
        self.cells = CellSource(self.plan, self.line, self.constants, self.put_off)

    def write(self, name: str) -> tuple[str, dict[str, Any]]:
        self.kept = {cell.number for cell in self.wanted}
        cells = closure(self.wanted)
        for cell in cells:
            for part in cell.parts:
                self.users.setdefault(part.number, []).append(cell)
        settled = Settled(self.plan, cells, self.users, self.kept, self.constants)
        self.settled = settled.numbers
        for text in settled.lines():
            self.line(text)
        self._block(self.plan.rules.structure.root, "application", cells)
        results = "".join(f"{self._result(cell)}, " for cell in self.wanted)
        self.line(f"return ({results})")
        head = f"def {name}(application, figures{self._first(cells)}):"
        return "\n".join([*settled.source(), head, *self.lines]), self.constants

    def _first(self, cells: Sequence[Cell]) -> str:
        """The names used most, as arguments that nobody hands in: Python reaches the names it meets first sooner."""
        inside = [cell for cell in cells if cell.scope.depth > 0]
        inside.sort(key=lambda cell: len(self.users.get(cell.number, ())) + cell.open, reverse=True)
        return "".join(f", v{cell.number}=None" for cell in inside[:_SHORT])

    def _result(self, cell: Cell) -> str:
        return f"v{cell.number}" if cell.scope.depth == 0 else f"k{cell.number}_1"

    def line(self, text: str) -> None:
        """Write one line of the function."""
        self.lines.append(" " * self.indent + text)

    def count(self) -> int:
        """The next number for a name."""
        self.names += 1
        return self.names

    def _indented(self, write: Callable[..., None], *arguments: Any) -> None:
        self.indent += 1
        write(*arguments)
        self.indent -= 1

    # --- one member of a scope, and what lies inside it -------------------------------------------------------------

    def _block(self, scope: Scope, member: str, cells: Sequence[Cell]) -> None:
        """Find `cells`, all within `scope`, for the one `member` at hand."""
        passes = Passes(scope, cells, self.users, self.kept - self.done)
        found, listed = self.found, self.listed
        self.found, self.listed = set(found), set(listed)
        reader = Reader(member, self.line, self.count)
        loops = [self._plan_loop(passes, child, number) for number in range(passes.count) for child in passes.inside]
        for number in range(passes.count):
            for cell in passes.of_member(number):
                if cell.number not in self.settled:
                    self.cells.find(cell, reader)
                self.found.add(cell.number)
            for loop in loops:
                if loop.number == number and (loop.fresh or loop.together or loop.orders):
                    needed = {cell.number for each in loops if each.number > number for cell in each.loaded}
                    self._loop(loop, needed, reader)
                    self.found |= {cell.number for cell in loop.together}
            for choice in passes.choices.get(number, ()):
                self._choose(choice, reader)
                self.found |= {cell.number for cell, _ in choice.cells}
        self.found, self.listed = found, listed

    def _plan_loop(self, passes: Passes, scope: Scope, number: int) -> _Loop:
        fresh, together = passes.fresh(scope, number), passes.together(scope, number)
        orders = passes.orders(scope, number)
        asked = [part for cell in (*fresh, *together) for part in cell.parts]
        asked += [part for order in orders for part in order.asked]
        return _Loop(scope, number, fresh, together, orders, *self._body(scope, fresh, asked))

    def _loop(self, loop: _Loop, needed_later: set[int], around: Reader) -> None:
        """Go through the members of a scope once, for the cells of one pass and what follows of all members."""
        scope, depth = loop.scope, loop.scope.depth
        lists = [
            cell
            for cell in loop.fresh
            if (cell.scope is scope and cell.number in needed_later)
            or (cell.number in self.kept and cell.number not in self.done)
        ]
        self.put_off |= self._can_be_put_off(loop, needed_later)
        collection = around.collection(scope.path, scope.optional)
        open_terms = [] if lists or loop.orders else self._terms_that_settle(loop.together)
        if open_terms:
            self._needless([f"v{cell.number}" for cell in loop.together], open_terms)
        self._known(scope, collection, (self._nothing_known, loop, lists), (self._go_through, loop, lists, collection))
        self.indent -= bool(open_terms)
        self.listed |= {cell.number for cell in lists if cell.scope is scope}
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

    def _needless(self, names: Sequence[str], terms: Sequence[Cell]) -> None:
        """Leave out what follows, deeper by one, where one of the terms is false."""
        self.line(f"{' = '.join(names)} = None")
        self.line(f"if {_none_is_false(terms)}:")
        self.indent += 1

    def _known(self, scope: Scope, collection: str, unknown: _Call, known: _Call) -> None:
        """Write the one where a collection is not known, the other where it is."""
        if not any(scope.optional):
            known[0](*known[1:])
            return
        self.line(f"if {collection} is None:")
        self._indented(*unknown)
        self.line("else:")
        self._indented(*known)

    def _nothing_known(self, loop: _Loop, lists: Sequence[Cell]) -> None:
        self._gathering(loop).nothing_known()
        for cell in lists:
            self.line(f"k{cell.number}_{loop.scope.depth} = None")
        self.line("pass")

    def _go_through(self, loop: _Loop, lists: Sequence[Cell], collection: str) -> None:
        depth = loop.scope.depth
        written: list[Gathering | Ordering] = [self._gathering(loop)]
        written += [Ordering(order, self.line) for order in loop.orders]
        for each in written:
            each.start()
        for cell in lists:
            self.line(f"k{cell.number}_{depth} = []")
        if loop.loaded:
            self.line(f"for i{depth}, m{depth} in enumerate({collection}):")
        else:
            self.line(f"for m{depth} in {collection}:")
        self._indented(self._member, loop, lists, written)
        for each in written:
            each.finish()

    def _gathering(self, loop: _Loop) -> Gathering:
        return Gathering(loop.together, self.line, self.cells.unknown, self.put_off)

    def _can_be_put_off(self, loop: _Loop, needed_later: set[int]) -> set[int]:
        """Bodies that one gathering alone asks for, of the members that count: they need not be found of the others."""
        bodies = [cell.parts[0] for cell in loop.together if len(cell.parts) > 1]
        fresh = {cell.number for cell in loop.fresh}
        return {
            body.number
            for body in bodies
            if isinstance(body.node, n.Product | n.Sum | n.Difference)
            and body.scope is loop.scope
            and body.number in fresh - needed_later - self.kept
            and len(self.users[body.number]) == 1
        }

    def _member(self, loop: _Loop, lists: Sequence[Cell], written: Sequence[Gathering | Ordering]) -> None:
        depth = loop.scope.depth
        self._load(loop.loaded, depth)
        self._block(loop.scope, f"m{depth}", loop.body)
        for each in written:
            each.member()
        for cell in lists:
            inner = f"v{cell.number}" if cell.scope is loop.scope else f"k{cell.number}_{depth + 1}"
            self.line(f"k{cell.number}_{depth}.append({inner})")

    def _load(self, cells: Sequence[Cell], depth: int) -> None:
        for cell in cells:
            self.line(f"v{cell.number} = k{cell.number}_{depth}[i{depth}]")

    def _body(self, scope: Scope, fresh: Sequence[Cell], asked: Sequence[Cell]) -> tuple[list[Cell], list[Cell]]:
        """The cells to find for a member, and those of an earlier pass to load. Facts and what is deeper: once more."""
        return reached(scope, asked, lambda part: not isinstance(part.node, n.Fact), fresh)

    # --- the latest entries -----------------------------------------------------------------------------------------

    def _choose(self, choice: Choice, around: Reader) -> None:
        """Find values of the latest entries, unless they are needless."""
        collection = around.collection(choice.scope.path, choice.scope.optional)
        if choice.terms:
            self._needless([f"v{cell.number}" for cell, _ in choice.cells], choice.terms)
        known: _Call = (self._find_chosen, choice, collection)
        self._known(choice.scope, collection, (self._nothing_chosen, choice), known)
        self.indent -= bool(choice.terms)

    def _find_chosen(self, choice: Choice, collection: str) -> None:
        """Find the values, order by order: where one term can settle all, each has to wait for those before."""
        around, before = self.indent, list[Cell]()
        for order in sorted({order: None for _, order in choice.cells}, key=choice.orders.__contains__):
            if choice.terms and before:
                self.line(f"if {_none_is_false(before)}:")
                self.indent += 1
            if order in choice.orders:
                self._go_through(self._loop_of(choice.scope, order), (), collection)
            before = [cell for cell, its in choice.cells if its is order]
            self._latest(choice.scope, order, before, collection)
        self.indent = around

    def _loop_of(self, scope: Scope, order: Order) -> _Loop:
        return _Loop(scope, 0, [], [], [order], *self._again(scope, order.asked))

    def _nothing_chosen(self, choice: Choice) -> None:
        for cell, _ in choice.cells:
            self.line(f"v{cell.number} = {self.cells.unknown(cell.parts[0])}")

    def _latest(self, scope: Scope, order: Order, cells: Sequence[Cell], collection: str) -> None:
        """Find values of the latest entry alone; where several may be the latest, of each of them."""
        depth, at = scope.depth, order.name
        for cell in cells:
            self.line(f"e{cell.number} = []")
        self.line(f"for i{depth} in ({at},) if {at}.__class__ is int else {at}[0]:")
        self._indented(self._entry, scope, cells, collection)
        for cell in cells:
            e, unknown = f"e{cell.number}", self.cells.unknown(cell.parts[0])
            several = f"any_among({e} if {at}[1] else [*{e}, {unknown}])"
            self.line(f"v{cell.number} = v{cell.parts[0].number} if {at}.__class__ is int else {several}")

    def _entry(self, scope: Scope, cells: Sequence[Cell], collection: str) -> None:
        depth = scope.depth
        body, loaded = self._again(scope, [cell.parts[0] for cell in cells])
        self.line(f"m{depth} = {collection}[i{depth}]")
        self._load(loaded, depth)
        self._block(scope, f"m{depth}", body)
        for cell in cells:
            self.line(f"e{cell.number}.append(v{cell.parts[0].number})")

    def _again(self, scope: Scope, asked: Sequence[Cell]) -> tuple[list[Cell], list[Cell]]:
        """What to find of a member, and what to load: of few members, finding takes less than keeping lists."""
        return reached(scope, asked, lambda part: part.number in self.listed)


def _none_is_false(terms: Sequence[Cell]) -> str:
    return " and ".join(f"v{term.number} is not False" for term in terms)
