"""In which order the cells of a function are found: pass after pass through the members of its collections.

What is asked of the latest entry of a collection takes two steps. The first goes through all entries and says which one
is the latest; the second finds the value, of that entry alone. Where a value goes into one "all of" only, both steps
wait for the other terms: one that is false makes them needless.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from clusterpolicy.engines.plan import Cell, members_of
from clusterpolicy.language import nodes as n
from clusterpolicy.language.scope import Scope


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """Which entry of a collection is the latest, by one day and among the same entries, as all its `cells` ask."""

    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        """The name that holds the answer: see `clusterpolicy.language.possible.latest_at`."""
        return f"a{self.cells[0].number}"

    @property
    def asked(self) -> tuple[Cell, ...]:
        """What is asked of every entry: its day, and whether it counts."""
        return self.cells[0].parts[1:]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Values of the latest entries of a collection, found together.

    `terms` are found before; one that is false makes all `cells` needless. Of the `cells`, each stands with its order;
    `orders` are those that nobody else asks for: they wait as well.
    """

    scope: Scope
    cells: tuple[tuple[Cell, Order], ...]
    terms: tuple[Cell, ...]
    orders: tuple[Order, ...]


def orders_of(latest: Iterable[Cell]) -> list[Order]:
    """The orders that values of latest entries ask for, each once."""
    found: dict[tuple[Cell, ...], list[Cell]] = {}
    for cell in latest:
        found.setdefault(cell.parts[1:], []).append(cell)
    return [Order(tuple(cells)) for cells in found.values()]


class Passes:
    """The passes in which the `cells` of one member of a scope, and of all that lies inside it, are found.

    In each pass, cells of the member itself come first, then what goes through its collections, then `choices`.
    """

    def __init__(
        self, scope: Scope, cells: Sequence[Cell], users: Mapping[int, Sequence[Cell]], kept: Set[int]
    ) -> None:
        self._scope = scope
        self._cells = cells
        self._users = users
        self._kept = kept
        self._gatherings: dict[Scope, list[Cell]] = {}
        for cell in cells:
            if isinstance(cell.node, n.Gathering) and cell.scope is scope:
                self._gatherings.setdefault(members_of(cell), []).append(cell)
        self._latest = [cell for cell in cells if isinstance(cell.node, n.Latest) and cell.scope is scope]
        self._terms = self._terms_before()
        self._numbers: dict[int, int] = {}
        for cell in cells:
            earliest = max((self._numbers.get(part.number, 0) for part in self._awaited(cell)), default=0)
            follows = isinstance(cell.node, n.Gathering) and cell.scope is scope
            self._numbers[cell.number] = earliest + 1 if follows else earliest
        self._orders = self._all_orders()
        self._found_in = {order: self._number_of(order) for order in dict.fromkeys(self._orders.values())}
        self.choices = self._all_choices()
        self._waiting = {order for choices in self.choices.values() for choice in choices for order in choice.orders}
        self.inside = {child: self._reached(child) for child in _children_of(scope, cells)}
        for reached in self.inside.values():
            self._wait(reached)

    @property
    def count(self) -> int:
        """How many passes there are."""
        return max(self._numbers.values(), default=0) + 1

    def of_member(self, number: int) -> list[Cell]:
        """The cells of the member itself that are found in a pass."""
        return [cell for cell in self._cells if cell.scope is self._scope and self._numbers[cell.number] == number]

    def fresh(self, child: Scope, number: int) -> list[Cell]:
        """The cells found in a pass through the members of `child`."""
        return [cell for cell in self.inside[child] if self._numbers[cell.number] == number]

    def together(self, child: Scope, number: int) -> list[Cell]:
        """What a pass through the members of `child` brings together, but for what is asked of the latest."""
        return [
            cell
            for cell in self._gatherings.get(child, ())
            if not isinstance(cell.node, n.Latest) and self._numbers[cell.number] == number + 1
        ]

    def orders(self, child: Scope, number: int) -> list[Order]:
        """The orders that a pass through the members of `child` finds; those that wait for a choice left out."""
        return [
            order
            for order, found_in in self._found_in.items()
            if found_in == number and order not in self._waiting and members_of(order.cells[0]) is child
        ]

    def _terms_before(self) -> dict[int, tuple[Cell, ...]]:
        """For each value of a latest entry that goes into one "all of" alone, terms that can be found before it."""
        by_user: dict[tuple[Cell, Scope], list[Cell]] = {}
        for cell in self._latest:
            users = set(self._users.get(cell.number, ()))
            user = users.pop() if len(users) == 1 else None
            if user is not None and isinstance(user.node, n.AllOf) and cell.number not in self._kept:
                by_user.setdefault((user, members_of(cell)), []).append(cell)
        return {
            cell.number: terms
            for (user, _), together in by_user.items()
            if (terms := tuple(part for part in user.parts if part.number < together[0].number))
            for cell in together
        }

    def _awaited(self, cell: Cell) -> tuple[Cell, ...]:
        return (*cell.parts, *self._terms.get(cell.number, ()))

    def _all_orders(self) -> dict[int, Order]:
        """The order of each value of a latest entry, by the number of its cell."""
        return {cell.number: order for order in orders_of(self._latest) for cell in order.cells}

    def _number_of(self, order: Order) -> int:
        return max(self._numbers.get(part.number, 0) for part in order.asked)

    def _all_choices(self) -> dict[int, list[Choice]]:
        """The choices of each pass."""
        found: dict[tuple[int, Scope, tuple[Cell, ...]], list[Cell]] = {}
        for cell in self._latest:
            key = (self._numbers[cell.number] - 1, members_of(cell), self._terms.get(cell.number, ()))
            found.setdefault(key, []).append(cell)
        choices: dict[int, list[Choice]] = {}
        for (number, scope, terms), cells in found.items():
            orders = dict.fromkeys(self._orders[cell.number] for cell in cells)
            own = tuple(order for order in orders if terms and set(order.cells) <= set(cells))
            pairs = tuple((cell, self._orders[cell.number]) for cell in cells)
            choices.setdefault(number, []).append(Choice(scope, pairs, terms, own))
        return choices

    def _reached(self, child: Scope) -> list[Cell]:
        """The cells inside `child` that passes through all its members must find; a choice finds its own."""
        asked = [cell for cell in self._cells if cell.number in self._kept and cell.scope.within(child)]
        asked += [
            part
            for cell in self._gatherings.get(child, ())
            if not isinstance(cell.node, n.Latest)
            for part in cell.parts
        ]
        asked += [part for order in self._found_in if order not in self._waiting for part in order.asked]
        return inside(child, asked)

    def _wait(self, reached: Sequence[Cell]) -> None:
        """Put off to the pass that needs them cells of which nothing is asked before: so that no list need be kept."""
        for cell in reversed(reached):
            if cell.number not in self._kept:
                needed = [number for user in self._users[cell.number] for number in self._needed_in(cell, user)]
                self._numbers[cell.number] = max(self._numbers[cell.number], min(needed, default=0))

    def _needed_in(self, cell: Cell, user: Cell) -> Iterable[int]:
        """The pass in which `user` needs a cell; none where a choice finds it."""
        if user.number in self._orders:
            order = self._orders[user.number]
            return (self._found_in[order],) if cell in order.asked and order not in self._waiting else ()
        if user.number not in self._numbers:
            return ()
        follows = isinstance(user.node, n.Gathering) and user.scope is self._scope
        return (self._numbers[user.number] - follows,)


def inside(scope: Scope, asked: Iterable[Cell]) -> list[Cell]:
    """The cells within `scope` that `asked` are found from, and those themselves, in the order of their numbers."""
    return _below(asked, lambda cell: cell.scope.within(scope), lambda _: True)


def reached(
    scope: Scope, asked: Iterable[Cell], kept: Callable[[Cell], bool], found: Iterable[Cell] = ()
) -> tuple[list[Cell], list[Cell]]:
    """What `asked` is found from within `scope`: the cells to find, with those `found` anyway, and the ones to load.

    A cell of the scope itself that is `kept` from an earlier pass is loaded; what it is found from is not needed.
    """
    body = {cell.number: cell for cell in found}
    loaded: dict[int, Cell] = {}
    stack = list(asked)
    while stack:
        part = stack.pop()
        if part.number in body or part.number in loaded or not part.scope.within(scope):
            continue
        if part.scope is scope and kept(part):
            loaded[part.number] = part
        else:
            body[part.number] = part
            stack += part.parts
    return sorted(body.values(), key=by_number), sorted(loaded.values(), key=by_number)


def closure(wanted: Iterable[Cell], goes_on: Callable[[Cell], bool] = lambda _: True) -> list[Cell]:
    """The wanted cells and all they are found from, in the order of their numbers.

    Of a cell that does not go on, what it is found from is left out.
    """
    return _below(wanted, lambda _: True, goes_on)


def _below(asked: Iterable[Cell], counts: Callable[[Cell], bool], goes_on: Callable[[Cell], bool]) -> list[Cell]:
    found: dict[int, Cell] = {}
    stack = list(asked)
    while stack:
        cell = stack.pop()
        if cell.number not in found and counts(cell):
            found[cell.number] = cell
            stack += cell.parts if goes_on(cell) else ()
    return sorted(found.values(), key=by_number)


def by_number(cell: Cell) -> int:
    """The number of a cell: children have smaller ones."""
    return cell.number


def _children_of(scope: Scope, cells: Sequence[Cell]) -> list[Scope]:
    """The scopes directly inside `scope` that `cells` speak of, or go through."""
    spoken_of = dict.fromkeys(cell.scope for cell in cells)
    spoken_of.update(dict.fromkeys(members_of(cell) for cell in cells if isinstance(cell.node, n.Gathering)))
    found: dict[Scope, None] = {}
    for inner in spoken_of:
        while inner.depth > scope.depth + 1 and inner.parent is not None:
            inner = inner.parent
        if inner.parent is scope:
            found[inner] = None
    return list(found)
