"""The one door to durable_rules: rule books and sessions in the subset of it that holds what it promises.

What is kept to, since each breach ends the process or gives a wrong answer without a word:

- rules are dictionaries, compiled once; no decorators, `|`, `any`, `none`, arithmetic, regular expressions, timers;
- a host without threads; one session for each open dossier, deleted at its end, after at least one rule has fired;
- facts are flat, typed and hold no null: a kind, a reference, and whole numbers within a small range;
- facts are only ever added. A changed fact is a new version, and matches that rest on an older one are ignored;
- the engine takes nothing back, so it is done here: a match stands while its facts live, and while nothing blocks it;
- actions have one parameter, only record, and never raise;
- limits and 32-bit hashes of names, which the engine does not check, are checked here.
"""

from __future__ import annotations

import itertools
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import durable_rules_engine as native  # type: ignore[import-not-found, unused-ignore]  # an extra, without types
from durable import engine  # type: ignore[import-untyped, import-not-found, unused-ignore]  # an extra, without types

from clusterpolicy.engines.dossier.patterns import EngineError, Rule, hashed

engine._unix_now = time.time  # its own warns on every action from Python 3.12 on

MOST_SESSIONS, MOST_ON_A_KIND, MOST_PATTERNS, MOST_FIELDS = 1000, 60, 15, 200
MOST_SAID = 2**31 - 1
"""Whole numbers up to here are the same for the engine and for Python, on every system."""

MOST_DEAD = 64
"""So many dead versions, and twice the living facts, are kept before the living ones are asserted afresh."""

Key = tuple[str, tuple[str, ...]]
"""A match: the code of the rule, and the versions of the facts it rests on."""


class _Host(engine.Host):  # type: ignore[misc, unused-ignore]  # it has no types
    def _run(self) -> None:
        """Start no threads: they use memory that was freed."""


class _Rules(engine.Ruleset):  # type: ignore[misc, unused-ignore]  # it has no types
    def _handle_result(self, result: Any, message: Any) -> Any:
        return result[1]  # a fact that no rule wants is no error here


class RuleBook:
    """Rules compiled once, shared by the sessions of one thread."""

    def __init__(self, name: str, rules: Iterable[Rule]) -> None:
        self.name = name
        self.sessions: dict[str, Session] = {}
        self._numbers = itertools.count(1)
        self._names: dict[int, str] = {}
        definition: dict[str, dict[str, Any]] = {"~open": {"all": [{"m": {"kind": "~open"}}], "run": lambda c: None}}
        for rule in rules:
            aliases = tuple(f"m{number}" for number in range(len(rule.when)))
            when = [{alias: each.as_json()} for alias, each in zip(aliases, rule.when, strict=True)]
            definition[rule.code] = {"all": when, "run": self._action(rule.code, aliases, None)}
            for number, blocker in enumerate(rule.unless):  # not there: a second rule finds what is
                action = self._action(rule.code, aliases, "b")
                definition[f"{rule.code}~{number}"] = {"all": [*when, {"b": blocker.as_json()}], "run": action}
                # In one rule the engine never takes the same fact twice: a third finds what blocks itself.
                for place, pattern in enumerate(rule.when):
                    both = pattern.with_tests_of(blocker)
                    if both is not None:
                        itself = [*when[:place], {aliases[place]: both.as_json()}, *when[place + 1 :]]
                        action = self._action(rule.code, aliases, aliases[place])
                        definition[f"{rule.code}~{number}~{place}"] = {"all": itself, "run": action}
        self._check(definition)
        self.host = _Host()
        try:
            self._rules = _Rules(name, self.host, definition)
        except Exception as error:
            raise EngineError(f"the rules were refused: {error}") from error
        self.host._ruleset_directory[name] = self._rules

    def open(self) -> Session:
        """A session for one dossier."""
        return Session(self)

    def close(self) -> None:
        """Let go of the rules: nothing else ever frees them."""
        for session in list(self.sessions.values()):
            session.close()
        if self.host._ruleset_directory.pop(self.name, None) is not None:
            native.delete_ruleset(self._rules._handle)

    def take_name(self, name: str) -> None:
        """Refuse a name that the engine would take for another one. Raises: EngineError."""
        if self._names.setdefault(hashed(name), name) != name or name in ("id", "sid") or not name.isidentifier():
            raise EngineError(f"the name `{name}` cannot be used")

    def new_session(self) -> str:
        """A name for a session that no open one can be taken for. Raises: EngineError where too many are open."""
        if len(self.sessions) >= MOST_SESSIONS:
            raise EngineError("too many dossiers are open")
        while True:
            name = f"s{next(self._numbers)}"
            if all(hashed(name) != session.hashed for session in self.sessions.values()):
                return name

    def _check(self, definition: dict[str, dict[str, Any]]) -> None:
        kinds: Counter[str] = Counter()
        for code, rule in definition.items():
            if len(rule["all"]) > MOST_PATTERNS:
                raise EngineError(f"{code}: too many patterns")
            for entry in rule["all"]:
                for condition in entry.values():
                    kinds[json.dumps(condition.get("$and", [condition])[0])] += 1
                    for name in _fields(condition):
                        self.take_name(name)
        kind, most = kinds.most_common(1)[0]
        if most > MOST_ON_A_KIND:
            raise EngineError(f"{most} patterns on {kind}")

    def _action(self, code: str, aliases: tuple[str, ...], blocker: str | None) -> Callable[[Any], None]:
        def act(c: Any) -> None:  # one parameter: with two, the engine would wait for it without end
            session = self.sessions.get(c.s.sid)
            if session is not None:
                try:
                    versions = tuple(c._m[alias]["id"] for alias in aliases)
                    session.matched((code, versions), None if blocker is None else c._m[blocker]["id"])
                except BaseException as error:  # the engine would swallow it
                    session.failure = error

        return act


class Session:
    """The facts of one open dossier, and the matches that stand. Facts are put and dropped; matches follow."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._facts: dict[str, dict[str, Any]] = {}
        self._version: dict[str, int] = {}
        self._begin()

    def put(self, reference: str, kind: str, values: dict[str, int]) -> None:
        """Let a fact be there with these values. Raises: EngineError, after which the session is closed."""
        fact: dict[str, Any] = {"kind": kind, "ref": reference, **values}
        if self._facts.get(reference) == fact:
            return
        if len(fact) > MOST_FIELDS:
            raise EngineError("too many fields")
        if not all(type(value) is int and 0 <= value <= MOST_SAID for value in values.values()):
            raise EngineError("facts hold small whole numbers only")
        for name in fact:
            self._book.take_name(name)
        self.drop(reference)
        self._facts[reference] = fact
        self._assert(reference)

    def drop(self, reference: str) -> None:
        """Let a fact be there no more."""
        if self._facts.pop(reference, None) is None:
            return
        version = f"{reference}@{self._version[reference]}"
        del self._live[version]
        for key in self._uses.pop(version, ()):
            if version in key[1]:
                self._standing[key[0]].discard(key)
                self._matches.discard(key)
                self._blockers.pop(key, None)
            elif key in self._blockers:
                self._blockers[key].discard(version)
                if key in self._matches and not self._blockers[key]:
                    self._standing.setdefault(key[0], set()).add(key)
        self._dead += 1
        if self._dead > MOST_DEAD + 2 * len(self._facts):
            self.close()
            self._begin()
            for other in self._facts:
                self._assert(other)

    def stands(self, code: str) -> bool:
        """Whether a rule finds what it looks for."""
        return bool(self._standing.get(code))

    def support(self, code: str) -> set[tuple[str, ...]]:
        """The facts on which a rule rests, by reference: a tuple for each match."""
        return {tuple(self._live[version] for version in key[1]) for key in self._standing.get(code, ())}

    def references(self) -> set[str]:
        """The facts that are there."""
        return set(self._facts)

    def matched(self, key: Key, blocker: str | None) -> None:
        """Record a match, or what blocks one. Matches that rest on an older version of a fact are ignored."""
        used = key[1] if blocker is None else (*key[1], blocker)
        if any(version not in self._live for version in used):
            return
        for version in used:
            self._uses.setdefault(version, set()).add(key)
        if blocker is None:
            self._matches.add(key)
        else:
            self._blockers.setdefault(key, set()).add(blocker)
        standing = self._standing.setdefault(key[0], set())
        if key in self._matches and not self._blockers.get(key):
            standing.add(key)
        else:
            standing.discard(key)

    def close(self) -> None:
        """Delete the session. Closing twice is no fault."""
        if self._book.sessions.pop(self.name, None) is not None:
            self._book.host.delete_state(self._book.name, self.name)

    def _begin(self) -> None:
        self.name = self._book.new_session()
        self.hashed = hashed(self.name)
        self.failure: BaseException | None = None
        self._book.sessions[self.name] = self
        self._dead = 0
        self._hashes: dict[int, str] = {}
        self._live: dict[str, str] = {}
        self._matches: set[Key] = set()
        self._standing: dict[str, set[Key]] = {}
        self._blockers: dict[Key, set[str]] = {}
        self._uses: dict[str, set[Key]] = {}
        self._send({"kind": "~open", "id": "~open"})  # one rule has fired: only now can the session be deleted

    def _assert(self, reference: str) -> None:
        while True:
            self._version[reference] = number = self._version.get(reference, 0) + 1
            version = f"{reference}@{number}"
            if self._hashes.setdefault(hashed(version), version) == version:
                break  # else the engine would take it for another fact: try the next number
        self._live[version] = reference
        self._send({"id": version, **self._facts[reference]})

    def _send(self, fact: dict[str, Any]) -> None:
        try:
            self._book.host.assert_fact(self._book.name, {**fact, "sid": self.name})
        except Exception as error:
            self.failure = error
        if self.failure is not None:
            failure, self.failure = self.failure, None
            self.close()  # the engine may have stopped half way
            raise EngineError(str(failure)) from failure


def _fields(condition: dict[str, Any]) -> Iterator[str]:
    for key, value in condition.items():
        if key == "$and":
            for term in value:
                yield from _fields(term)
        elif key.startswith("$"):
            yield from value
        else:
            yield key
