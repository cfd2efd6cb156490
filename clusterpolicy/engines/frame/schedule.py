"""The order in which terms are found: in rounds, so that each table meets another as few times as the terms allow.

A term is found in the first round in which all it is made of is at hand in its table. What lies around a row, as the
day of its application does, is at hand one round after it was found, by a join; so is what rows give together, by a
group.

What rows give together waits for another round in which the same rows are gathered, where nobody needs it before.

A term that nobody reads before a later round waits for it, where that makes the tables no wider.

A term that several others use, or that another round or another table needs, becomes a column. Every other is written
out where it is used. A column lives until it was read for the last time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from clusterpolicy.engines.frame.leaves import leaves_of, place_of_parts
from clusterpolicy.engines.frame.meeting import delayed
from clusterpolicy.engines.frame.term import Term
from clusterpolicy.engines.frame.waiting import latest_rounds
from clusterpolicy.language.scope import Scope

_AT_THE_END = 1_000_000

MOST_STEPS = 6
"""A term that is written out wherever it is used takes no more steps than these in all."""


@dataclass(slots=True)
class Round:
    """What happens to one table in one round, in this order.

    Attributes:
        joined: What is brought from each table around it.
        gathered: What the rows of each table inside it give together.
        layers: What becomes a column, each layer made of columns of those before it.
        kept: The terms that are still columns after the round.
    """

    joined: dict[Scope, list[Term]] = field(default_factory=dict)
    gathered: dict[Scope, list[Term]] = field(default_factory=dict)
    layers: list[list[Term]] = field(default_factory=list)
    kept: list[Term] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether the table is another one after the round."""
        return bool(self.joined or self.gathered or self.layers)


Rounds = list[dict[Scope, Round]]


def rounds_for(wanted: dict[Scope, list[Term]]) -> Rounds:
    """The rounds after which the tables have a column for each of the wanted terms; constants have none."""
    return _Schedule(wanted).rounds()


class _Schedule:
    def __init__(self, wanted: dict[Scope, list[Term]]) -> None:
        self.wanted = wanted
        self.terms = _all_terms(wanted)
        self.when: dict[int, int] = {}
        self._find_rounds({})
        last = self._last()
        self._find_rounds(delayed(self.terms, self.when, wanted, last))
        assert self._last() == last, "what waits for a later round keeps nobody waiting"
        self.when = latest_rounds(self.terms, self.when, self._choose_columns(), wanted)
        self.columns = self._choose_columns()
        self.read_last: dict[tuple[int, Scope], int] = {}
        self.read_first: dict[tuple[int, Scope], int] = {}
        self._note_reads()
        self.last = self._last()

    def rounds(self) -> Rounds:
        rounds: Rounds = [{} for _ in range(self.last + 1)]
        scopes = {place_of_parts(term) for term in self.terms} | set(self.wanted)
        for at in range(self.last + 1):
            rounds[at] = {scope: Round() for scope in scopes if scope is not None}
        for term in self.terms:
            if term.members is not None and term.scope is not None:
                rounds[self.when[term.number]][term.scope].gathered.setdefault(term.members, []).append(term)
        self._plan_joins(rounds)
        for at, tables in enumerate(rounds):
            for scope, each in tables.items():
                each.layers = self._layers(at, scope)
        self._plan_kept(rounds)
        return rounds

    # --- when a term is found ---------------------------------------------------------------------------------------

    def _find_rounds(self, earliest: dict[int, int]) -> None:
        """The first round in which each term can be found, some not before another round."""
        for term in self.terms:
            self.when[term.number] = max(self._round_of(term), earliest.get(term.number, 0))

    def _last(self) -> int:
        last = [*self.when.values(), *(1 + self.when[term.number] for _, term in self._brought_at_the_end())]
        return max(last, default=0)

    def _round_of(self, term: Term) -> int:
        if term.members is not None:
            (part,) = term.parts
            return self._at_hand(part, term.members) + 1
        if term.scope is None:
            return 0
        return max((self._at_hand(part, term.scope) for part in term.parts), default=0)

    def _at_hand(self, part: Term, scope: Scope) -> int:
        """From which round on a term is at hand for the rows of a table."""
        if part.scope is None or part.scope is scope:
            return self.when[part.number]
        return self.when[part.number] + 1

    def _brought_at_the_end(self) -> Iterator[tuple[Scope, Term]]:
        """What is wanted for the rows of one table, and is found for those of one around it."""
        for scope, terms in self.wanted.items():
            for term in terms:
                if term.scope is not None and term.scope is not scope:
                    yield scope, term

    # --- what becomes a column --------------------------------------------------------------------------------------

    def _choose_columns(self) -> set[int]:
        uses: dict[int, list[tuple[Scope | None, int, bool]]] = {}
        for term in self.terms:
            place = place_of_parts(term)
            for part in term.parts:
                uses.setdefault(part.number, []).append((place, self.when[term.number], term.members is not None))
        for scope, terms in self.wanted.items():
            for term in terms:
                uses.setdefault(term.number, []).append((scope, _AT_THE_END, True))
        columns: set[int] = set()
        steps: dict[int, int] = {}
        for term in self.terms:
            steps[term.number] = 1 + sum(
                0 if part.number in columns or part.what in ("column", "constant") else steps[part.number]
                for part in term.parts
            )
            if self._is_column(term, uses.get(term.number, []), steps[term.number]):
                columns.add(term.number)
        return columns

    def _is_column(self, term: Term, uses: list[tuple[Scope | None, int, bool]], steps: int) -> bool:
        if term.scope is None or term.what == "column":
            return False
        if term.members is not None:
            return True
        if any(place is not term.scope or at != self.when[term.number] or fixed for place, at, fixed in uses):
            return True
        return len(uses) > 1 and len(uses) * steps > MOST_STEPS

    # --- what is read when ------------------------------------------------------------------------------------------

    def _note_reads(self) -> None:
        for term in self.terms:
            if term.number in self.columns:
                place = place_of_parts(term)
                assert place is not None
                at = self.when[term.number]
                for leaf in self.leaves(term):
                    # a group reads the table inside as it was after the round before
                    self._read(leaf, place, at, first=at - 1 if term.members is not None else at)
        for scope, terms in self.wanted.items():
            for term in terms:
                if term.scope is not None:
                    self._read(term, scope, _AT_THE_END, first=_AT_THE_END)

    def _read(self, term: Term, place: Scope, at: int, *, first: int) -> None:
        key = (term.number, place)
        self.read_last[key] = max(self.read_last.get(key, 0), at)
        self.read_first[key] = min(self.read_first.get(key, first), first)

    def leaves(self, term: Term) -> Iterator[Term]:
        """The columns a term is made of in its table."""
        return leaves_of(term, self.columns)

    # --- rounds -----------------------------------------------------------------------------------------------------

    def _plan_joins(self, rounds: Rounds) -> None:
        """Bring what lies around a table in as few joins as possible: when something is needed, all that is at hand."""
        by_number = {term.number: term for term in self.terms}
        pending: dict[tuple[Scope, Scope], list[tuple[int, Term]]] = {}
        for (number, place), first in self.read_first.items():
            around = by_number[number].scope
            if around is not None and around is not place:
                pending.setdefault((place, around), []).append((min(first, self.last), by_number[number]))
        for (place, around), waiting in pending.items():
            waiting.sort(key=lambda entry: (entry[0], entry[1].number))
            while waiting:
                at = waiting[0][0]
                now = [term for _, term in waiting if self.when[term.number] < at]
                rounds[at][place].joined[around] = now
                for term in now:  # a join reads the table around as it was after the round before
                    self._read(term, around, at, first=at)
                waiting = [entry for entry in waiting if self.when[entry[1].number] >= at]

    def _layers(self, at: int, scope: Scope) -> list[list[Term]]:
        levels: dict[int, int] = {}
        layers: list[list[Term]] = []
        for term in self.terms:
            is_here = term.number in self.columns and term.scope is scope and term.members is None
            if not is_here or self.when[term.number] != at:
                continue
            level = max((levels[leaf.number] + 1 for leaf in self.leaves(term) if leaf.number in levels), default=0)
            levels[term.number] = level
            layers += [[] for _ in range(level + 1 - len(layers))]
            layers[level].append(term)
        return layers

    def _plan_kept(self, rounds: Rounds) -> None:
        by_number = {term.number: term for term in self.terms}
        for at, tables in enumerate(rounds):
            for scope, each in tables.items():
                for (number, place), last in self.read_last.items():
                    if place is scope and last > at and self._is_there(by_number[number], scope, at, rounds):
                        each.kept.append(by_number[number])

    def _is_there(self, term: Term, scope: Scope, at: int, rounds: Rounds) -> bool:
        if term.scope is scope:
            return self.when[term.number] <= at
        assert term.scope is not None
        return any(term in rounds[before][scope].joined.get(term.scope, ()) for before in range(at + 1))


def _all_terms(wanted: dict[Scope, list[Term]]) -> list[Term]:
    """Every term that is needed, what others are made of first."""
    found: dict[int, Term] = {}
    stack = [term for terms in wanted.values() for term in terms]
    while stack:
        term = stack.pop()
        if term.number not in found:
            found[term.number] = term
            stack += term.parts
    return [found[number] for number in sorted(found)]
