"""Whatever is put, corrected, withdrawn or erased, both memories say what a fresh assessment says."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.engines.dossier.desk import CALLS, Desk, told_once
from tests.engines.dossier.pool import FACTS

numbers = st.integers(0, len(FACTS) - 1)  # their names would be too long to be told
documents = st.lists(numbers, min_size=1, max_size=4).map(lambda chosen: told_once([FACTS[each] for each in chosen]))


class Machine(RuleBasedStateMachine):
    """Somebody at the desk."""

    @initialize(call=st.sampled_from(range(len(CALLS))), number=st.integers(-1, 2))
    def open(self, call: int, number: int) -> None:
        rules, applications = CALLS[call]
        self.desk = Desk(rules, None if number < 0 else applications[number])

    @rule(facts=documents, days=st.integers(0, 5))
    def put(self, facts: dict[str, Any], days: int) -> None:
        self.desk.put(facts, days=days)

    @rule(several=st.lists(documents, min_size=2, max_size=3))
    def put_several(self, several: list[dict[str, Any]]) -> None:
        self.desk.put(*several)

    @rule(facts=documents)
    def come_and_go(self, facts: dict[str, Any]) -> None:
        self.desk.come_and_go(facts)

    @precondition(lambda self: self.desk.partners)
    @rule(data=st.data())
    def partner_leaves(self, data: st.DataObject) -> None:
        self.desk.leave(data.draw(st.sampled_from(self.desk.partners)))

    @precondition(lambda self: self.desk.known)
    @rule(data=st.data(), facts=documents)
    def correct(self, data: st.DataObject, facts: dict[str, Any]) -> None:
        self.desk.correct(data.draw(st.sampled_from(self.desk.known)), facts)

    @precondition(lambda self: self.desk.known)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self.desk.known))
        stated = self.desk.stated_by(name)
        if stated:
            self.desk.take_back(name, data.draw(st.sampled_from(stated)))

    @precondition(lambda self: self.desk.known)
    @rule(data=st.data(), erased=st.booleans())
    def withdraw(self, data: st.DataObject, erased: bool) -> None:
        name = data.draw(st.sampled_from(self.desk.known))
        if erased:
            self.desk.erase(name)
        else:
            self.desk.withdraw(name)

    @rule(days=st.integers(0, 30))
    def day_passes(self, days: int) -> None:
        self.desk.pass_days(days)

    @rule()
    def reopen(self) -> None:
        self.desk.reopen()

    @rule()
    def rebuild_in_another_order(self) -> None:
        self.desk.rebuild_in_another_order()

    @invariant()
    def all_say_the_same(self) -> None:
        if hasattr(self, "desk"):
            self.desk.check()

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
