"""The laws that every rule set must keep, asked of the party fund of the Shire."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clusterpolicy.testing import laws
from tests.language.shire.party_fund import CEILINGS, PARTY_FUND, REQUIREMENTS
from tests.language.shire.petitions import petitions, petitions_with_less_known
from tests.language.shire.world import Hobbit, Petition

PAIRS = petitions_with_less_known() | petitions_with_less_known(known=True)

FEW = settings(max_examples=settings().max_examples // 5)  # each builds a rule set of its own


def ceiling_of(activity: str, size: str | None) -> Decimal:
    return CEILINGS[activity]


def costs_of(member: Any) -> dict[str, Decimal | None]:
    if isinstance(member, Hobbit):
        return {"brewing": member.brewing_cost, "gardening": member.gardening_cost}
    return {"ponies": None if member.worth is None else 2 * member.worth}


@given(st.data())
def test_the_order_of_members_changes_nothing(data: st.DataObject) -> None:
    petition = data.draw(petitions())
    for collection in ("hobbits", "ponies"):
        members = getattr(petition, collection)
        if members is not None:
            order = data.draw(st.permutations(range(len(members))))

            assert laws.order_of_members_changes_nothing(petition, PARTY_FUND, collection, order) == ()


@FEW
@given(petition=petitions(), order=st.permutations(range(len(REQUIREMENTS))))
def test_the_order_of_requirements_changes_nothing(petition: Petition, order: list[int]) -> None:
    assert laws.order_of_requirements_changes_nothing(petition, PARTY_FUND, order) == ()


@given(PAIRS)
def test_knowing_more_only_settles_what_was_open(pair: tuple[Petition, Petition]) -> None:
    assert laws.knowing_more_only_settles(*pair, PARTY_FUND) == ()


@given(PAIRS)
def test_missing_facts_are_those_on_which_a_finding_hangs_and_no_others(pair: tuple[Petition, Petition]) -> None:
    assert laws.missing_facts_are_those_that_matter(*pair, PARTY_FUND) == ()


@given(petitions() | petitions(known=True))
def test_no_grant_exceeds_its_ceiling(petition: Petition) -> None:
    assert laws.no_grant_exceeds_its_ceiling(petition, PARTY_FUND, ceiling_of=ceiling_of, costs_of=costs_of) == ()


@given(petitions())
def test_a_decision_comes_back_from_json_unchanged(petition: Petition) -> None:
    assert laws.a_decision_comes_back_from_json(petition, PARTY_FUND) == ()


@given(petitions())
def test_reasons_hold_only_what_decided(petition: Petition) -> None:
    assert laws.reasons_hold_only_what_decided(petition, PARTY_FUND) == ()


@given(petitions())
def test_both_doors_agree(petition: Petition) -> None:
    assert laws.both_doors_agree(petition, PARTY_FUND) == ()
