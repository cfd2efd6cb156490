"""The laws find what breaks them: an engine that lies, figures that pay too much, an application that forgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from clusterpolicy import Decision, assess
from clusterpolicy.engines.reasons import Claim, Ground, Missing, Reason, Together
from clusterpolicy.engines.record import Finding, Range
from clusterpolicy.language import Beneficiaries, all_of, facts_of
from clusterpolicy.testing import laws
from tests.language.shire.examples import hobbit as a_hobbit
from tests.language.shire.examples import petition as a_petition
from tests.language.shire.examples import pony as a_pony
from tests.language.shire.party_fund import PARTY_FUND
from tests.language.shire.rules_of import rules_of
from tests.language.shire.world import Petition, Room

SAM = a_hobbit("sam", age="grown", brewing_cost="100.00", gardening_cost="0.00", silver="5.00")
PIP = a_hobbit("pip", age="tween", brewing_cost="10.00", gardening_cost="10.00")
KNOWN = a_petition(hobbits=(SAM, PIP), ponies=(a_pony(worth="3.00"),))
petition = facts_of(Petition)


class Liar:
    """Answers as `assess` does, but changes every answer after the first."""

    def __init__(self, change: Callable[[Decision], Decision]) -> None:
        self._change = change
        self._asked = 0

    def __call__(self, *asked: Any, **more: Any) -> Decision:
        self._asked += 1
        decision = assess(*asked, **more)
        return decision if self._asked == 1 else self._change(decision)


@pytest.fixture
def lie(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def install(**changed: Any) -> None:
        monkeypatch.setattr(laws, "assess", Liar(lambda decision: decision.model_copy(update=changed)))

    return install


def told(finding: Finding, **changed: Any) -> Finding:
    return replace(finding, **changed)


def test_another_grant_in_another_order_breaks_the_law_of_order(lie: Callable[..., None]) -> None:
    lie(grant_if_eligible=Range(Decimal(1), Decimal(2)), beneficiaries={})

    by_members = laws.order_of_members_changes_nothing(KNOWN, PARTY_FUND, "hobbits", (1, 0))

    assert len(by_members) == 2
    assert by_members[0].startswith(
        "the grant if eligible is Range(lowest=Decimal('1'), highest=Decimal('2')), and was"
    )
    assert by_members[0].endswith("in another order of hobbits")


def test_another_finding_in_another_order_breaks_the_law_of_order(lie: Callable[..., None]) -> None:
    decision = assess(KNOWN, PARTY_FUND)
    lie(undetermined=(told(decision.undetermined[0], note="Widely."), *decision.undetermined[1:]))

    breaches = laws.order_of_requirements_changes_nothing(KNOWN, PARTY_FUND, range(len(PARTY_FUND.requirements)))

    assert [breach.split(" is ")[0] for breach in breaches] == [f"the finding {decision.undetermined[0].code}"]


def test_the_order_of_a_list_that_receives_nothing_changes_nothing_either() -> None:
    hall = {"level": 1, "town": "Bywater"}

    assert laws.order_of_members_changes_nothing(a_petition(hall=hall), PARTY_FUND, "hobbits", ()) == ()
    assert laws.order_of_members_changes_nothing(KNOWN, rules_of(petition.festive), "hobbits", (1, 0)) == ()


def test_facts_that_change_break_the_law_of_knowing_more() -> None:
    other = a_petition(
        hobbits=(SAM | {"brewing_cost": "200.00", "age": "old", "craft": "milling"}, PIP), ponies=(), festive=False
    )

    breaches = laws.knowing_more_only_settles(KNOWN, other, rules_of(petition.festive))
    breaches += laws.knowing_more_only_settles(a_petition(hobbits=(SAM, PIP), ponies=()), other, PARTY_FUND)

    said = "\n".join(breaches)
    for what in (
        "asked-0 was satisfied, and is failed with more known",
        "the outcome was eligible, and is not eligible with more known",
        "the eligible cost was 120.00, and is 220.00 with more known",
        "the grant was from 39.80 to 39.80, and is from 206.50 to 206.50 with more known",
        "the eligible cost of sam was 100.00, and is 200.00 with more known",
        "the grant of sam was 33.30, and is 200.00 with more known",
        "the intensity for brewing of sam was 0.333, and is 1 with more known",
    ):
        assert what in said


def test_learning_what_was_not_known_keeps_the_law_of_knowing_more() -> None:
    less = a_petition(hobbits=(SAM | {"brewing_cost": None}, PIP), ponies=None)

    assert laws.knowing_more_only_settles(less, KNOWN, PARTY_FUND) == ()
    assert "ponies were 1, and are 0 with more known" in laws.knowing_more_only_settles(KNOWN, less, PARTY_FUND)


def ceiling(share: str) -> Callable[[str, str | None], Decimal]:
    return lambda activity, size: Decimal(share)


def costs_of(member: Any) -> dict[str, Decimal | None]:
    if hasattr(member, "worth"):
        return {"ponies": None if member.worth is None else 2 * member.worth}
    return {"brewing": member.brewing_cost, "gardening": member.gardening_cost}


def test_shares_beyond_the_ceiling_are_named() -> None:
    breaches = laws.no_grant_exceeds_its_ceiling(KNOWN, PARTY_FUND, ceiling_of=ceiling("0.2"), costs_of=costs_of)

    assert breaches == ("sam receives 0.333 for brewing, more than 0.2", "pip receives 0.5 for brewing, more than 0.2")


def test_a_grant_beyond_the_share_of_the_cost_is_named() -> None:
    breaches = laws.no_grant_exceeds_its_ceiling(
        KNOWN, PARTY_FUND, ceiling_of=ceiling("1"), costs_of=lambda member: dict.fromkeys(costs_of(member), Decimal(1))
    )

    assert breaches[0] == "the grant of sam is 33.30, more than 0.483"


def test_what_is_not_known_exceeds_nothing() -> None:
    application = a_petition(hobbits=(a_hobbit(),), ponies=None)

    assert laws.no_grant_exceeds_its_ceiling(application, PARTY_FUND, ceiling_of=ceiling("1"), costs_of=costs_of) == ()


def test_members_of_a_place_that_is_not_known_exceed_nothing() -> None:
    room = facts_of(Room)
    of_rooms = Beneficiaries(of=Room, cost=room.rent, grant=room.rent, intensity={})
    rule_set = rules_of(petition.festive, beneficiaries=(of_rooms,))

    assert laws.no_grant_exceeds_its_ceiling(a_petition(), rule_set, ceiling_of=ceiling("1"), costs_of=costs_of) == ()


def test_a_whole_that_is_not_the_sum_of_its_parts_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    decision = assess(KNOWN, PARTY_FUND)
    one, five = Decimal(1), Decimal(5)
    lies = decision.model_copy(update={"grant_if_eligible": Range(one, one), "grant": five, "outcome": "not eligible"})
    monkeypatch.setattr(laws, "assess", lambda *asked: lies)

    breaches = laws.no_grant_exceeds_its_ceiling(KNOWN, PARTY_FUND, ceiling_of=ceiling("1"), costs_of=costs_of)

    assert breaches == (
        "the grant is 1, and what each receives comes to 40.70",
        "the grant of what is not eligible is 5",
    )


def test_a_decision_that_comes_back_changed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Forgetful(Decision):
        """A decision that is read back as another one."""

        @classmethod
        def model_validate_json(cls, *asked: Any, **more: Any) -> Decision:  # type: ignore[override]  # takes whatever it is given
            return Decision.model_validate_json(*asked, **more).model_copy(update={"call": "forgotten"})

    monkeypatch.setattr(laws, "Decision", Forgetful)

    (breach,) = laws.a_decision_comes_back_from_json(KNOWN, PARTY_FUND)

    assert "call='forgotten'" in breach.partition("comes back as")[2]


CLAIM = Claim("silver", ">=", "a little", "EUR", ())
HOLDS, FAILS, OPEN = (Ground.written(holds, "", "", "", CLAIM) for holds in (True, False, None))


def broken(monkeypatch: pytest.MonkeyPatch, status: Any, reason: Reason, missing: tuple[Missing, ...]) -> list[str]:
    finding = told(assess(KNOWN, PARTY_FUND).findings[0], status=status, reason=reason, missing=missing)
    lies = assess(KNOWN, rules_of()).model_copy(update={"failed": (finding,)})
    monkeypatch.setattr(laws, "assess", lambda *asked: lies)
    return [
        breach.partition(" is ")[2].split(":")[0] for breach in laws.reasons_hold_only_what_decided(KNOWN, PARTY_FUND)
    ]


NO_FACTS: tuple[Missing, ...] = ()
SILVER = (Missing("silver", "silver"),)


@pytest.mark.parametrize(
    ("status", "reason", "missing"),
    [
        ("satisfied", HOLDS, NO_FACTS),
        ("satisfied", Together("all", (HOLDS, HOLDS)), NO_FACTS),
        ("satisfied", Together("any", (HOLDS, Together("all", (HOLDS, HOLDS)))), NO_FACTS),
        ("failed", FAILS, NO_FACTS),
        ("failed", Together("all", (HOLDS, FAILS)), NO_FACTS),
        ("failed", Together("any", (FAILS, Together("all", (HOLDS, FAILS)))), NO_FACTS),
        ("undetermined", OPEN, SILVER),
        ("undetermined", Together("all", (HOLDS, OPEN)), SILVER),
    ],
)
def test_a_reason_that_says_what_the_finding_says_is_right(
    monkeypatch: pytest.MonkeyPatch, status: str, reason: Reason, missing: tuple[Missing, ...]
) -> None:
    assert broken(monkeypatch, status, reason, missing) == []


@pytest.mark.parametrize(
    ("status", "reason", "missing", "said"),
    [
        ("satisfied", FAILS, NO_FACTS, "satisfied, and its reason does not say so"),
        ("satisfied", OPEN, NO_FACTS, "satisfied, and its reason does not say so"),
        ("failed", HOLDS, NO_FACTS, "failed, and its reason does not say so"),
        ("failed", Together("any", (FAILS, HOLDS)), NO_FACTS, "failed, and its reason does not say so"),
        ("failed", Together("all", (FAILS, OPEN)), NO_FACTS, "failed, and its reason does not say so"),
        ("undetermined", HOLDS, SILVER, "undetermined, and its reason does not say so"),
        ("undetermined", OPEN, NO_FACTS, "undetermined, and misses []"),
        ("failed", FAILS, SILVER, "failed, and misses ['silver']"),
    ],
)
def test_a_reason_that_says_something_else_is_named(
    monkeypatch: pytest.MonkeyPatch, status: str, reason: Reason, missing: tuple[Missing, ...], said: str
) -> None:
    assert broken(monkeypatch, status, reason, missing) == [said]


OPEN_RULES = rules_of(all_of(petition.allowed, petition.hall.rented))
MORE = a_petition(allowed=True, hall={"level": 1, "town": "Bywater", "rented": True})


def misses(monkeypatch: pytest.MonkeyPatch, *paths: str) -> laws.Breaches:
    def forgetful(*asked: Any) -> Decision:
        decision = assess(*asked)
        named = tuple(Missing(path, path) for path in paths)
        return decision.model_copy(
            update={"undetermined": tuple(told(each, missing=named) for each in decision.undetermined)}
        )

    monkeypatch.setattr(laws, "assess", forgetful)
    return laws.missing_facts_are_those_that_matter(a_petition(), MORE, OPEN_RULES)


def test_a_finding_that_names_all_it_misses_keeps_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    assert misses(monkeypatch, "allowed", "hall") == ()


def test_a_finding_that_names_nothing_it_misses_breaks_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    assert misses(monkeypatch, "silver") == ("asked-0 is settled although all it misses is still unknown: silver",)


def test_a_finding_that_misses_what_is_known_breaks_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    assert misses(monkeypatch, "allowed", "hall", "purse.silver") == ("asked-0 misses purse.silver, which is known",)


def test_doors_that_say_different_things_are_named(lie: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    lies = assess(KNOWN, PARTY_FUND).model_copy(update={"cost": Decimal(1), "outcome": "eligible"})
    monkeypatch.setattr(laws, "assess", lambda *asked: lies)

    assert laws.both_doors_agree(KNOWN, PARTY_FUND) == (
        "the outcome is undetermined to decide, and eligible to assess",
        "the eligible cost is 126.00 to decide, and 1 to assess",
    )
