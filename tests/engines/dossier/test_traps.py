"""What durable_rules 2.0.28 does wrong, as far as it touches us: each trap stands here, with the way round it."""

from __future__ import annotations

import inspect
import subprocess
import sys
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import clusterpolicy
from clusterpolicy.engines.dossier import Dossier
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from tests.engines.dossier.pool import example

pytest.importorskip("durable", reason="the extra `dossier` is not installed", exc_type=ImportError)

from clusterpolicy.engines.dossier import adapter
from clusterpolicy.engines.dossier.adapter import RuleBook
from clusterpolicy.engines.dossier.patterns import EngineError, Pattern, Rule
from clusterpolicy.engines.dossier.rete import Books, ReteMemory

TODAY = date(2016, 12, 10)
YOUNG = Pattern("partner", (("age", "$lt", 12),))


def definitions(monkeypatch: pytest.MonkeyPatch, call: Any) -> list[dict[str, Any]]:
    """What the engine is handed for a call."""
    found: list[dict[str, Any]] = []

    class Seen(adapter._Rules):
        def __init__(self, name: str, host: Any, definition: dict[str, Any]) -> None:
            found.append({code: dict(rule) for code, rule in definition.items()})  # it takes the actions out
            super().__init__(name, host, definition)

    monkeypatch.setattr(adapter, "_Rules", Seen)
    Books(call)
    return found


def conditions(definition: dict[str, Any]) -> Iterator[Any]:
    for rule in definition.values():
        for entry in rule["all"]:
            yield from entry.values()


@pytest.mark.parametrize("call", [LINE_A, LINE_B])
def test_rules_compare_fields_with_constants_and_with_nothing_else(monkeypatch: pytest.MonkeyPatch, call: Any) -> None:
    """Joins read past their end (1), `none`, `any` and `|` answer wrongly (12, 16, 17), arithmetic traps (6, 19)."""
    for definition in definitions(monkeypatch, call):
        for rule in definition.values():
            assert set(rule) == {"all", "run"}
        for condition in conditions(definition):
            kind, *tests = condition.get("$and", [condition])
            assert list(kind) == ["kind"]
            for test in tests:
                [(name, value)] = test.items()
                if name.startswith("$"):
                    assert name in ("$lt", "$gt")
                    [(name, value)] = value.items()
                assert name.isidentifier()
                assert name not in ("id", "sid")  # a condition on them compares with freed memory (8)
                assert type(value) is int


@pytest.mark.parametrize("call", [LINE_A, LINE_B])
def test_every_action_has_one_parameter(monkeypatch: pytest.MonkeyPatch, call: Any) -> None:
    """With two, the engine takes it for an asynchronous one, and the dossier stands still (30)."""
    for definition in definitions(monkeypatch, call):
        for rule in definition.values():
            assert len(inspect.signature(rule["run"]).parameters) == 1


def test_facts_carry_every_field_that_is_asked_of_their_kind() -> None:
    """A field that is missing makes rules fire that should not (11)."""
    dossier = Dossier.open(LINE_A, example("undetermined"), on=TODAY, memory="rete")
    memory = dossier._answers.memory
    assert isinstance(memory, ReteMemory)
    assert memory._books is not None
    for book, session in zip(memory._books.books, memory._sessions, strict=True):
        for fact in session._facts.values():
            asked = {f"c{number}" for number in book.told[fact["kind"]]}
            assert asked <= set(fact)


@pytest.mark.parametrize("value", [None, "3", 1.5, True, -1, 2**31, 2**63])
def test_only_small_whole_numbers_get_in(value: Any) -> None:
    """Text against number, null, floats and large numbers are compared wrongly, and without a word (13, 14, 18, 19)."""
    book = RuleBook("values", [Rule("young", (YOUNG,))])
    session = book.open()
    with pytest.raises(EngineError, match="small whole numbers"):
        session.put("p", "partner", {"age": value})
    session.put("p", "partner", {"age": 2**31 - 1})
    assert not session.stands("young")
    book.close()


def test_more_fields_than_the_engine_counts_are_refused() -> None:
    """A fact has at most 252 (38)."""
    book = RuleBook("fields", [Rule("young", (YOUNG,))])
    with pytest.raises(EngineError, match="too many fields"):
        book.open().put("p", "partner", {f"f{number}": 1 for number in range(252)})
    book.close()


def test_nothing_is_ever_retracted_posted_or_taken_from_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retraction reads past the heap (9, 23), events are used up (27), and timers use freed memory (3)."""

    def refuses(*_: object) -> None:
        raise AssertionError("this door stays shut")

    for name in ("retract_fact", "retract_facts", "post", "post_batch", "assert_facts", "update_state"):
        monkeypatch.setattr(adapter._Host, name, refuses)
    dossier = Dossier.open(LINE_A, example("eligible"), on=TODAY, memory="rete")
    for value in (True, False, None) * 40:
        dossier.correct("application", {"participations[beta].enterprise.registered_farm": value})
    dossier.correct("application", {}, unsaid=["participations[beta].costs"])
    assert dossier.memory == "rete"
    dossier.close()


OPENS_AND_CLOSES = """
from clusterpolicy.engines.dossier.adapter import RuleBook
from clusterpolicy.engines.dossier.patterns import Pattern, Rule
book = RuleBook("empty", [Rule("young", (Pattern("partner", (("age", "$lt", 12),)),))])
for number in range(3000):
    session = book.open()
    if number % 2:
        session.put("p", "partner", {"age": number})
        session.drop("p")
    session.close()
book.close()
print("alive")
"""


def test_a_session_may_be_closed_before_any_of_our_rules_has_fired() -> None:
    """Deleting a state in which nothing has fired frees an uninitialised pointer (4): one rule always has."""
    ended = subprocess.run([sys.executable, "-c", OPENS_AND_CLOSES], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.strip()) == (0, "alive")


def test_a_fact_that_no_rule_wants_is_no_error() -> None:
    """The engine raises, and does not keep it (26)."""
    book = RuleBook("unwanted", [Rule("young", (YOUNG,))])
    session = book.open()
    session.put("x", "nobody asks", {"age": 1})
    session.put("p", "partner", {"age": 1})
    assert session.stands("young")
    book.close()


def test_the_same_fact_may_be_put_twice_and_one_with_the_same_values_beside_it() -> None:
    """Its `id` is the identity of a fact (20), and the same again raises: every version has one of its own."""
    book = RuleBook("twice", [Rule("young", (YOUNG,))])
    session = book.open()
    for reference in ("p", "p", "q"):
        session.put(reference, "partner", {"age": 1})
    session.drop("p")
    assert session.support("young") == {("q",)}
    session.put("p", "partner", {"age": 1})
    assert session.support("young") == {("p",), ("q",)}
    book.close()


def test_matches_do_not_hang_on_the_order_in_which_facts_came() -> None:
    """Within a rule the newest match comes first (35)."""
    rules = [Rule("none-young", (Pattern("call", (("known", "$eq", 1),)),), (YOUNG,))]
    facts = {"c": ("call", {"known": 1}), "p": ("partner", {"age": 1}), "q": ("partner", {"age": 40})}
    for order in (("c", "p", "q"), ("p", "c", "q"), ("q", "p", "c")):
        book = RuleBook("order", rules)
        session = book.open()
        for reference in order:
            session.put(reference, *facts[reference])
        assert not session.stands("none-young")
        session.drop("p")
        assert session.stands("none-young")
        book.close()


def test_no_warning_of_the_engine_reaches_the_user() -> None:
    """From Python 3.12 on every action warns of its own clock (37)."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Dossier.open(LINE_A, example("eligible"), on=TODAY, memory="rete").close()


def test_one_module_alone_knows_the_engine() -> None:
    root = Path(clusterpolicy.__file__).parent
    knows = [
        path
        for path in root.rglob("*.py")
        if "import durable" in (said := path.read_text("utf-8")) or "from durable" in said
    ]
    assert [path.name for path in knows] == ["adapter.py"]
