"""Decisions: everything a rule set says of one application, as data that can be kept and signed."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, ValidationError

import clusterpolicy
from clusterpolicy import Decision, assess
from clusterpolicy.engines.record import Range
from clusterpolicy.errors import NoLawThatDay, RuleError
from clusterpolicy.language import Beneficiaries, Formula, Quantity, RuleSet, Stage, facts_of, not_, total
from clusterpolicy.units import Euro, Truth, Unit
from tests.language.shire.examples import hobbit as a_hobbit
from tests.language.shire.examples import petition as a_petition
from tests.language.shire.examples import pony as a_pony
from tests.language.shire.party_fund import PARTY_FUND
from tests.language.shire.rules_of import SOURCES, limits, requirement, rules_of
from tests.language.shire.world import Hobbit, Petition, Pony

petition, hobbit, pony = facts_of(Petition), facts_of(Hobbit), facts_of(Pony)
FESTIVE, ALLOWED = petition.festive, petition.allowed
RICH = petition.purse.silver >= limits.silver


def quantity(name: str, formula: Formula) -> Quantity:
    return Quantity(name=name, label=name, formula=formula, source=SOURCES.red_book)


def ends(amount: Range) -> tuple[Any, Any]:
    return amount.lowest, amount.highest


def gift(*truths: Formula, amount: Formula = limits.silver) -> RuleSet:
    return rules_of(*truths, grant=quantity("gift", amount))


# ── Outcome and grant ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("truths", "outcome", "grant"),
    [
        ((FESTIVE,), "eligible", Decimal("100.00")),
        ((FESTIVE, ALLOWED), "undetermined", None),
        ((FESTIVE, ALLOWED, not_(FESTIVE)), "not eligible", Decimal("0.00")),
    ],
)
def test_the_grant_is_paid_to_who_is_eligible_nothing_to_who_is_not_and_is_open_until_known(
    truths: tuple[Formula, ...], outcome: str, grant: Decimal | None
) -> None:
    decision = assess(a_petition(), gift(*truths))

    assert (decision.outcome, decision.grant) == (outcome, grant)
    assert ends(decision.grant_if_eligible) == (100, 100)


def test_an_eligible_application_may_have_a_grant_that_is_not_known_yet() -> None:
    decision = assess(a_petition(), gift(FESTIVE, amount=petition.silver + limits.silver))

    assert (decision.outcome, decision.grant) == ("eligible", None)
    assert ends(decision.grant_if_eligible) == (100, Decimal("10000000099.99"))


def test_an_amount_without_bounds_has_none() -> None:
    decision = assess(a_petition(), gift(FESTIVE, amount=total(pony.worth) - total(hobbit.silver)))

    assert ends(decision.grant_if_eligible) == (0, None)


def test_amounts_have_their_cents_whatever_the_caller_reckons_with() -> None:
    with decimal.localcontext() as context:
        context.prec = 2
        decision = assess(a_petition(), gift(FESTIVE))

    assert str(decision.grant) == "100.00"
    assert str(decision.grant_if_eligible.lowest) == "100.00"


# ── Findings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_findings_stand_by_their_status_in_the_order_of_the_rules() -> None:
    decision = assess(a_petition(), rules_of(ALLOWED, FESTIVE, RICH, petition.hall.rented, not_(RICH)))

    assert [each.code for each in decision.failed] == ["asked-2"]
    assert [each.code for each in decision.undetermined] == ["asked-0", "asked-3"]
    assert [each.code for each in decision.satisfied] == ["asked-1", "asked-4"]
    assert decision.findings == decision.failed + decision.undetermined + decision.satisfied


def test_a_finding_says_what_was_asked_and_where_that_comes_from() -> None:
    asked = replace(
        requirement(FESTIVE, "mirth"),
        asks="Are they merry?",
        source=(SOURCES.red_book, SOURCES.rumour),
        stage=Stage.RECEIVABILITY,
        note="Merry is read widely.",
    )

    finding = assess(a_petition(), rules_of(requirements=(asked,))).finding("mirth")

    assert (finding.code, finding.asks, finding.status) == ("mirth", "Are they merry?", "satisfied")
    assert (finding.stage, finding.note, finding.missing) == (Stage.RECEIVABILITY, "Merry is read widely.", ())
    assert finding.sources == (SOURCES.red_book, SOURCES.rumour)


def test_a_finding_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="mirth"):
        assess(a_petition(), rules_of(FESTIVE)).finding("mirth")


# ── Beneficiaries ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_each_beneficiary_would_receive_stands_by_its_collection() -> None:
    sam = a_hobbit("sam", age="grown", craft="brewing", brewing_cost="100.00", gardening_cost="0.00")
    pip = a_hobbit("pip", age="tween", brewing_cost="10.00")

    decision = assess(a_petition(hobbits=(sam, pip), ponies=None), PARTY_FUND)

    first, second = decision.beneficiaries["hobbits"]
    assert (first.id, first.name, first.cost, first.grant) == ("sam", "Sam", Decimal("100.00"), Decimal("33.30"))
    assert first.intensity == {"brewing": Decimal("0.333"), "gardening": Decimal("0.15")}
    assert (first.size, second.size) == (None, "gardening")
    assert (second.cost, second.grant) == (None, None)
    assert second.grant_range.lowest == Decimal("5.00")
    assert decision.beneficiaries["ponies"] == ()


def test_collections_called_as_those_of_a_call_have_their_own_door() -> None:
    decision = assess(a_petition(), PARTY_FUND)

    assert (decision.participations, decision.end_users) == ((), ())


class Enterprise(BaseModel):
    name: str = Field(title="name")


class Participation(BaseModel):
    id: str
    enterprise: Enterprise
    cost: Euro
    share: Annotated[Decimal, Unit.SHARE]


class Application(BaseModel):
    id: str
    willing: Truth
    participations: tuple[Participation, ...]


def test_a_beneficiary_without_a_name_of_its_own_is_called_as_its_enterprise() -> None:
    partner = facts_of(Participation)
    rule_set = rules_of(
        facts_of(Application).willing,
        root=Application,
        beneficiaries=(Beneficiaries(of=Participation, cost=partner.cost, grant=partner.cost, intensity={}),),
    )
    mill = {"id": "mill", "enterprise": {"name": "Sandyman"}, "cost": "5.00", "share": "1"}
    application = Application.model_validate({"id": "a", "willing": True, "participations": [mill]})

    (result,) = assess(application, rule_set).participations

    assert (result.id, result.name, result.size, result.cost) == ("mill", "Sandyman", None, Decimal("5.00"))


# ── Assumptions and the seal ─────────────────────────────────────────────────────────────────────────────────────────


def test_figures_that_no_source_states_are_named_with_why_they_were_chosen() -> None:
    decision = assess(a_petition(), rules_of(RICH, limits.open_to_all, petition.points >= limits.merit))

    assert [(each.parameter, each.label, each.value, each.why) for each in decision.assumptions] == [
        ("shire/merit", "Merit", "11.1", "As the miller tells it."),
        ("shire/open_to_all", "The feast is open to all", "true", "Nobody was ever sent away."),
    ]


def test_assumptions_are_those_of_the_day() -> None:
    rule_set = rules_of(limits.open_to_all)

    assert [each.value for each in assess(a_petition(), rule_set).assumptions] == ["true"]
    assert [each.value for each in assess(a_petition(), rule_set, granted_on=date(1410, 1, 1)).assumptions] == ["false"]


def test_a_figure_that_is_given_is_no_assumption_of_the_rules() -> None:
    decision = assess(a_petition(), rules_of(limits.open_to_all), changes={"shire/open_to_all": False})

    assert decision.assumptions == ()
    assert decision.outcome == "not eligible"


def test_the_seal_says_what_the_decision_was_made_with() -> None:
    seal = assess(a_petition(), PARTY_FUND).seal

    assert (seal.rule_set, seal.version) == ("shire/party-fund", "1.0.0")
    assert (seal.law_of, seal.law_of_is, seal.changed) == (date(1401, 9, 22), "expected", {})
    assert seal.library == clusterpolicy.__version__
    assert seal.rules.startswith("sha256:")
    assert seal.application.startswith("sha256:")


def test_the_seal_says_which_law_was_asked_for() -> None:
    changes = {"shire/silver": 5}

    seal = assess(a_petition(), rules_of(RICH), granted_on=date(1405, 1, 1), changes=changes).seal

    assert (seal.law_of, seal.law_of_is, seal.changed) == (date(1405, 1, 1), "given", {"shire/silver": "5"})


def test_equal_changes_have_equal_seals_however_they_are_written() -> None:
    rule_set = rules_of(RICH)
    ways: list[Any] = [5, Decimal("5.00"), "5", "5.0"]

    assert (
        len(
            {assess(a_petition(), rule_set, changes={"shire/silver": way}).seal.changed["shire/silver"] for way in ways}
        )
        == 1
    )


def test_another_application_has_another_seal_and_the_same_one_the_same() -> None:
    one, again, other = (assess(a_petition(feast_on=f"1401-09-{day}"), PARTY_FUND).seal for day in (22, 22, 23))

    assert one == again
    assert one.application != other.application
    assert one.rules == other.rules


def sealed(**changed: Any) -> str:
    return assess(a_petition(), rules_of(RICH, **changed)).seal.rules


def of_hobbits(**formulas: Any) -> tuple[Beneficiaries, ...]:
    parts: dict[str, Any] = {"of": Hobbit, "cost": hobbit.silver, "grant": hobbit.silver, "intensity": {}, **formulas}
    return (Beneficiaries(**parts),)


@pytest.mark.parametrize(
    "other",
    [
        lambda: sealed(name="shire/other"),
        lambda: sealed(version="1.0.1"),
        lambda: sealed(title="Another rule"),
        lambda: sealed(time_zone="UTC"),
        lambda: sealed(source=SOURCES.rumour),
        lambda: sealed(in_force_from=date(1401, 1, 2)),
        lambda: sealed(in_force_to=date(1501, 1, 2)),
        lambda: sealed(requirements=(requirement(RICH, "other"),)),
        lambda: sealed(requirements=(replace(requirement(RICH, "asked-0"), asks="Is it not so?"),)),
        lambda: sealed(requirements=(replace(requirement(RICH, "asked-0"), note="Widely."),)),
        lambda: sealed(requirements=(replace(requirement(RICH, "asked-0"), stage=Stage.RECEIVABILITY),)),
        lambda: sealed(requirements=(replace(requirement(RICH, "asked-0"), source=SOURCES.rumour),)),
        lambda: sealed(requirements=(requirement(petition.purse.silver > limits.silver, "asked-0"),)),
        lambda: sealed(requirements=(requirement(petition.purse.silver >= limits.forfeit, "asked-0"),)),
        lambda: sealed(requirements=(requirement(petition.silver >= limits.silver, "asked-0"),)),
        lambda: sealed(grant=quantity("gift", limits.silver)),
        lambda: sealed(cost=quantity("gift", limits.silver)),
        lambda: sealed(granting_day=limits.leap_day),
        lambda: sealed(beneficiaries=of_hobbits()),
    ],
)
def test_whatever_changes_the_rules_changes_their_seal(other: Callable[[], str]) -> None:
    assert sealed() == sealed()
    assert other() != sealed()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (of_hobbits(), of_hobbits(size=hobbit.craft)),
        (of_hobbits(intensity={"brewing": limits.rate}), of_hobbits(intensity={"gardening": limits.rate})),
        (of_hobbits(), of_hobbits(grant=hobbit.brewing_cost)),
    ],
)
def test_whatever_changes_what_beneficiaries_receive_changes_the_seal(one: Any, other: Any) -> None:
    assert sealed(beneficiaries=one) != sealed(beneficiaries=other)


# ── Doors ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_decision_can_neither_be_changed_nor_hold_anything_else() -> None:
    decision = assess(a_petition(), PARTY_FUND)

    with pytest.raises(ValidationError):
        decision.grant = Decimal(5)  # type: ignore[misc]  # which is what is refused
    with pytest.raises(ValidationError):
        Decision.model_validate({**decision.model_dump(), "mood": "merry"})


def test_json_holds_failed_undetermined_and_satisfied_findings_as_lists() -> None:
    plain = assess(a_petition(), rules_of(RICH, ALLOWED, FESTIVE)).model_dump(mode="json")

    assert [[each["code"] for each in plain[key]] for key in ("failed", "undetermined", "satisfied")] == [
        ["asked-0"],
        ["asked-1"],
        ["asked-2"],
    ]


def test_a_day_without_law_and_a_change_that_fits_nothing_are_errors() -> None:
    with pytest.raises(NoLawThatDay):
        assess(a_petition(), rules_of(RICH), granted_on=date(1400, 1, 1))
    with pytest.raises(RuleError):
        assess(a_petition(), rules_of(RICH), changes={"shire/sliver": 5})


def test_a_decision_can_be_read_as_a_report() -> None:
    report = assess(a_petition(ponies=(a_pony(),)), PARTY_FUND).report()

    assert "The party fund of the Shire" in report


def test_an_application_without_an_id_has_a_decision_too() -> None:
    class Feast(BaseModel):
        willing: Truth

    assert assess(Feast(willing=True), rules_of(facts_of(Feast).willing, root=Feast)).application == ""
