"""The working memory with an engine: requirements as rules of durable_rules, quantities decided by the plain memory.

It gives the same answers, and says on which facts each of them rests. Whatever the engine refuses, and any answer in
which the two would differ, ends in plain evaluation and a warning: the dossier goes on.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from clusterpolicy.engines.dossier.adapter import MOST_ON_A_KIND, RuleBook, Session
from clusterpolicy.engines.dossier.compiling import FAILS, HOLDS, OPEN, Conditions, NotSayable, Way, ways
from clusterpolicy.engines.dossier.memory import Changed
from clusterpolicy.engines.dossier.patterns import EngineError, Pattern, Rule
from clusterpolicy.engines.dossier.plain import PlainMemory
from clusterpolicy.engines.dossier.program import Program, program_of
from clusterpolicy.engines.dossier.subscriptions import DossierWarning
from clusterpolicy.engines.generated import Figures, kept
from clusterpolicy.engines.trace import Trace
from clusterpolicy.language.rule_set import RuleSet

_WHOLE = "application"


@dataclass(frozen=True, slots=True)
class _Book:
    """Some requirements as rules.

    `codes` are the rules by which each holds, and by which it fails; `told` the conditions that facts must tell of, by
    kind; `known` the collections of which it must be told whether they are known.
    """

    rules: RuleBook
    codes: dict[int, tuple[tuple[str, ...], tuple[str, ...]]]
    told: dict[str, tuple[int, ...]]
    known: tuple[str, ...]


class Books:
    """The rules of a call, in as many books as the limits of the engine ask for."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.program = program_of(rule_set)
        self.books: list[_Book] = []
        self.kept_plain: list[str] = []
        waiting: list[tuple[int, list[Rule], tuple[Way, ...]]] = []
        patterns: Counter[str] = Counter()
        for number, code in enumerate(self.program.codes):
            try:
                rules, found = self._rules(number)
            except NotSayable:
                self.kept_plain.append(code)
                continue
            own = _patterns(rules)
            if waiting and any((patterns + own)[kind] > MOST_ON_A_KIND for kind in own):
                self._bind(waiting)
                waiting, patterns = [], Counter()
            waiting.append((number, rules, found))
            patterns += own
        if waiting:
            self._bind(waiting)

    def _rules(self, number: int) -> tuple[list[Rule], tuple[Way, ...]]:
        cell = self.program.cells[self.program.answers[number]]
        holds, fails = ways(self.program.plan, cell, "holds"), ways(self.program.plan, cell, "fails")
        rules = [_rule(f"r{number}-holds-{place}", way) for place, way in enumerate(holds)]
        rules += [_rule(f"r{number}-fails-{place}", way) for place, way in enumerate(fails)]
        if any(count > MOST_ON_A_KIND for count in _patterns(rules).values()):
            raise NotSayable
        return rules, (*holds, *fails)

    def _bind(self, waiting: list[tuple[int, list[Rule], tuple[Way, ...]]]) -> None:
        told: dict[str, set[int]] = {_WHOLE: set()}
        known: set[str] = set()
        for _, _, found in waiting:
            for way in found:
                told[_WHOLE] |= {number for number, _, _ in way.whole}
                known |= way.known
                for kind, conditions in (*way.some, *way.none):
                    told.setdefault(kind, set()).update(number for number, _, _ in conditions)
        book = RuleBook(f"book{len(self.books)}", [rule for _, rules, _ in waiting for rule in rules])
        codes = {
            number: (
                tuple(rule.code for rule in rules if "-holds-" in rule.code),
                tuple(rule.code for rule in rules if "-fails-" in rule.code),
            )
            for number, rules, _ in waiting
        }
        numbers = {kind: tuple(sorted(cells)) for kind, cells in told.items()}
        self.books.append(_Book(book, codes, numbers, tuple(sorted(known))))


class ReteMemory:
    """A plain memory, with an engine that finds which requirements hold and fail."""

    def __init__(self, program: Program, figures: Figures) -> None:
        self._plain = PlainMemory(program, figures)
        self._program = program
        self._books: Books | None = kept(program.rule_set, Books)
        self._sessions: list[Session] = []
        self.answers: list[bool | None] = []

    @property
    def name(self) -> str:
        """`rete` while the engine works, `plain` from the moment on at which it does not."""
        return "plain" if self._books is None else "rete"

    @property
    def kept_plain(self) -> tuple[str, ...]:
        """The requirements that the rules cannot say."""
        return tuple(self._program.codes) if self._books is None else tuple(self._books.kept_plain)

    def start(self, application: BaseModel) -> None:
        """Begin with an application."""
        self._plain.start(application)
        self._close_sessions()
        self._follow()

    def update(self, application: BaseModel, changed: Sequence[Changed]) -> int:
        """Take an application with changed facts."""
        touched = self._plain.update(application, changed)
        self._follow()
        return touched

    def trace(self) -> Trace:
        """All that was found, as it stands."""
        return self._plain.trace()

    def support(self, code: str) -> frozenset[str]:
        """The facts on which the answer to a requirement rests, as the engine found it: members, by their number."""
        number = self._program.numbers[code]
        for book, session in zip(self._books.books if self._books else (), self._sessions, strict=False):
            if number in book.codes:
                holds, fails = book.codes[number]
                found = (each for rule in (*holds, *fails) for each in session.support(rule))
                return frozenset(reference for references in found for reference in references)
        return frozenset()

    def close(self) -> None:
        """Let go of everything."""
        self._close_sessions()
        self._plain.close()

    def _follow(self) -> None:
        """Tell the engine what changed, and read the answers it finds."""
        self.answers = self._plain.answers
        if self._books is None:
            return
        try:
            if not self._sessions:
                for book in self._books.books:
                    self._sessions.append(book.rules.open())
            for book, session in zip(self._books.books, self._sessions, strict=True):
                self._tell(book, session)
            self._compare()
        except Exception as error:  # whatever a foreign engine does, the dossier goes on
            self._books = None
            self._close_sessions()
            said = f"the rule engine failed, and the dossier goes on by plain evaluation: {error}"
            warnings.warn(said, DossierWarning, stacklevel=2)

    def _tell(self, book: _Book, session: Session) -> None:
        gone = session.references()
        for kind, cells in book.told.items():
            if kind == _WHOLE:
                whole = {f"c{number}": _said(self._plain.value(number)) for number in cells}
                for name in book.known:
                    whole[_known(name)] = HOLDS if self._length(name) is not None else OPEN
                session.put(_WHOLE, _WHOLE, whole)
                gone.discard(_WHOLE)
                continue
            for index in range(self._length(kind) or 0):
                values = {f"c{number}": _said(self._of_member(number, index)) for number in cells}
                session.put(f"{kind}-{index}", kind, values)
                gone.discard(f"{kind}-{index}")
        for reference in gone:
            session.drop(reference)

    def _of_member(self, number: int, index: int) -> bool | None:
        """What is told of a member: its own condition, or one of the application."""
        found: Any = self._plain.value(number)
        answer: bool | None = found[index] if self._program.cells[number].scope.depth else found
        return answer

    def _length(self, collection: str) -> int | None:
        members = self._plain.value(self._program.outer[collection])
        return None if members is None else len(members)

    def _compare(self) -> None:
        assert self._books is not None  # asked only while the engine works
        for book, session in zip(self._books.books, self._sessions, strict=True):
            for number, codes in book.codes.items():
                holds, fails = (any(map(session.stands, each)) for each in codes)
                answer = self._plain.answers[number]
                if holds is not (answer is True) or fails is not (answer is False):
                    raise EngineError(f"`{self._program.codes[number]}` was answered otherwise")

    def _close_sessions(self) -> None:
        for session in self._sessions:
            session.close()
        self._sessions = []


def _rule(code: str, way: Way) -> Rule:
    known = [(_known(name), "$eq", HOLDS) for name in sorted(way.known)]
    whole = Pattern(_WHOLE, (*known, *_tests(way.whole)))
    when = (whole, *(Pattern(kind, _tests(conditions)) for kind, conditions in way.some))
    return Rule(code, when, tuple(Pattern(kind, _tests(conditions)) for kind, conditions in way.none))


def _known(collection: str) -> str:
    """The field that says whether a collection is known."""
    return f"k_{collection.replace('.', '_')}"


def _tests(conditions: Conditions) -> tuple[tuple[str, str, int], ...]:
    return tuple((f"c{number}", relation, value) for number, relation, value in sorted(conditions))


def _patterns(rules: Sequence[Rule]) -> Counter[str]:
    """How many patterns there are on each kind of fact. What blocks a rule repeats its other patterns."""
    found: Counter[str] = Counter()
    for rule in rules:
        twice = sum(pattern.kind == each.kind for pattern in rule.when for each in rule.unless)
        for pattern in rule.when:
            found[pattern.kind] += 1 + len(rule.unless) + twice
        for pattern in rule.unless:
            found[pattern.kind] += 1
    return found


def _said(answer: bool | None) -> int:
    return OPEN if answer is None else HOLDS if answer else FAILS
