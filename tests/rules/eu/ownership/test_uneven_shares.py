"""Shares without a common denominator, and very many who hold the same: the answers are as exact as ever."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from clusterpolicy.model.ownership import OwnershipGraph, written_portion
from clusterpolicy.rules.eu import sme_status
from clusterpolicy.rules.eu.ownership import Relation, SmeStatus
from clusterpolicy.testing.ownership import forgotten_facts, ownership_data
from tests.rules.eu.ownership.drawn import ON, firm, holds, party, size_of_a
from tests.rules.eu.ownership.test_agreement import disagreements, narrower_than_the_truth

# Whole numbers of fifteen digits, no two of which have a common divisor.
PRIMES = (
    999999999999989, 999999999999947, 999999999999883, 999999999999877, 999999999999809, 999999999999659,
    999999999999643, 999999999999601, 999999999999491, 999999999999457, 999999999999389, 999999999999331,
)  # fmt: skip


def uneven(seed: int) -> dict[str, object]:
    """A graph in which every share is a little less than it was, by a denominator of its own."""
    random = Random(seed)  # noqa: S311  # a seed, not a secret
    data = ownership_data(random)
    for number, each in enumerate(data["holdings"]):
        for name in ("capital", "votes"):
            denominator = PRIMES[(number + (name == "votes")) % len(PRIMES)]
            each[name] = f"{int(Fraction(each[name]) * denominator)}/{denominator}"
    return data


@pytest.mark.parametrize("part", range(3))
def test_a_naive_reading_of_the_law_agrees_on_uneven_shares(part: int) -> None:
    for seed in range(part, 150, 3):
        assert disagreements(OwnershipGraph.model_validate(uneven(seed))) == [], f"seed {seed}"


def test_forgetting_facts_of_uneven_shares_only_widens_what_is_possible() -> None:
    for seed in range(60):
        data = uneven(seed)
        random = Random(seed)  # noqa: S311  # a seed, not a secret
        less = OwnershipGraph.model_validate(forgotten_facts(data, random, 2))
        full = sme_status(OwnershipGraph.model_validate(data), "a", on=ON)
        assert narrower_than_the_truth(full, sme_status(less, "a", on=ON)) == [], f"seed {seed}"


def test_six_uneven_holders_win_an_enterprise_together_by_a_hair() -> None:
    def won_by(parts: list[Fraction]) -> SmeStatus:
        holders = [firm(f"H{number}", 10) for number, _ in enumerate(parts)]
        chain = [holds("H0", each["id"], "1") for each in holders[1:]]
        shares = [holds(each["id"], "A", written_portion(part)) for each, part in zip(holders, parts, strict=True)]
        return size_of_a(firm("A", 1), *holders, *chain, *shares)

    below = [Fraction(denominator // 12, denominator) for denominator in PRIMES[:6]]
    above = [Fraction(denominator // 12 + 1, denominator) for denominator in PRIMES[:6]]
    assert sum(below) < Fraction(1, 2) < sum(above)

    assert {each.relation for each in won_by(above).contributions} == {Relation.ITSELF, Relation.LINKED}
    assert {each.relation for each in won_by(below).contributions} == {Relation.ITSELF, Relation.PARTNER}
    assert {each.share for each in won_by(below).contributions} == {1, sum(below)}
    votes = [each.votes.value for each in won_by(above).links if each.votes is not None]
    assert votes[0] == sum(above)


def test_partners_with_uneven_shares_add_up_exactly() -> None:
    partners = [(f"P{number}", Fraction(denominator // 3, denominator)) for number, denominator in enumerate(PRIMES)]
    status = size_of_a(
        firm("A", 1),
        *(firm(name, 7) for name, _ in partners),
        *(holds("A", name, written_portion(part)) for name, part in partners),
    )

    assert status.headcount.value == 1 + sum(7 * part for _, part in partners)


def test_persons_who_hold_exactly_the_same_are_each_named() -> None:
    firms = [firm(name, 10, markets=["gears"]) for name in "AB"]
    persons = [party(name, "natural_person") for name in "PQ"]
    half = [holds(person, held, "0.1", None) for person in "PQ" for held in "AB"]
    status = size_of_a(*firms, *persons, *half)

    through = [(each.holders, each.held) for each in status.links]
    assert through == [(("P",), ("A", "B")), (("Q",), ("A", "B"))]
    assert not any(each.is_certain for each in status.links)


def test_persons_who_hold_the_same_parts_of_others_are_not_taken_for_one_another() -> None:
    firms = [firm(name, 10, markets=["gears"]) for name in "ABCD"]
    persons = [party(name, "natural_person") for name in "PQ"]
    graph = [*firms, *persons, *(holds("P", each, "0.6") for each in "AB"), *(holds("Q", each, "0.6") for each in "CD")]
    status = size_of_a(*graph, holds("A", "C", "0.3"))

    assert {each.enterprise: each.share for each in status.contributions} == {
        "A": 1, "B": 1, "C": Fraction(3, 10), "D": Fraction(3, 10)
    }  # fmt: skip
    assert [(each.holders, each.held) for each in status.links] == [(("P",), ("A", "B")), (("Q",), ("C", "D"))]
