"""What must hold for every ownership graph."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.model import Size
from clusterpolicy.model.ownership import OwnershipGraph
from clusterpolicy.rules.eu import sme_status
from clusterpolicy.testing.ownership import ownership_graphs, ownership_graphs_with_less_known
from tests.rules.eu.ownership.drawn import ON, Data, figures, firm, graph, holds, party

CLASSES = list(Size)

SOME_KNOWN = ownership_graphs() | ownership_graphs_with_less_known().map(lambda pair: pair[1])


def plain(of: OwnershipGraph) -> Any:
    return of.model_dump(mode="json")


def findings(of: OwnershipGraph, enterprise: str = "a") -> tuple[object, ...]:
    status = sme_status(of, enterprise, on=ON)
    return (
        status.possible,
        status.headcount,
        status.turnover,
        status.balance_sheet_total,
        status.public_share,
        status.periods,
        [(each.relation, each.share, each.is_certain) for each in status.contributions],
    )


@given(SOME_KNOWN, st.randoms(use_true_random=False))
def test_the_order_of_the_lists_changes_nothing(of: OwnershipGraph, random: Random) -> None:
    data = plain(of)
    for name in ("parties", "holdings", "acting_jointly", "consolidated"):
        random.shuffle(data[name])
    for each in data["parties"]:
        if each["accounts"] is not None:
            random.shuffle(each["accounts"])

    shuffled = sme_status(OwnershipGraph.model_validate(data), "a", on=ON)
    before = sme_status(of, "a", on=ON)
    assert shuffled.contributions == before.contributions
    assert shuffled.links == before.links
    assert shuffled.passed_over == before.passed_over
    assert findings(OwnershipGraph.model_validate(data)) == findings(of)


@given(SOME_KNOWN, st.permutations("abcdefg"))
def test_the_names_of_the_parties_change_nothing(of: OwnershipGraph, names: list[str]) -> None:
    renamed = dict(zip("abcdefg", names, strict=True))
    data = plain(of)
    for each in data["parties"]:
        each["id"] = renamed[each["id"]]
    for each in data["holdings"]:
        each["holder"], each["held"] = renamed[each["holder"]], renamed[each["held"]]
    data["acting_jointly"] = [[renamed[person] for person in each] for each in data["acting_jointly"]]
    for each in data["consolidated"]:
        each["parent"] = renamed[each["parent"]]
        each["includes"] = [renamed[member] for member in each["includes"]]

    *before, relations = findings(of)
    *after, others = findings(OwnershipGraph.model_validate(data), renamed["a"])
    assert after == before
    assert sorted(map(repr, others)) == sorted(map(repr, relations))  # type: ignore[call-overload]  # a list


@given(SOME_KNOWN, ownership_graphs())
def test_what_is_not_connected_changes_nothing(of: OwnershipGraph, other: OwnershipGraph) -> None:
    data, elsewhere = plain(of), plain(other)
    for each in elsewhere["parties"]:
        each["id"] = each["id"].upper()
    for each in elsewhere["holdings"]:
        each["holder"], each["held"] = each["holder"].upper(), each["held"].upper()
    data["parties"] = elsewhere["parties"] + data["parties"]
    data["holdings"] = elsewhere["holdings"] + data["holdings"]

    assert findings(OwnershipGraph.model_validate(data)) == findings(of)


@given(ownership_graphs(), st.sampled_from(["0", "1", "9.9999", "50", "300"]), st.sampled_from([0, 1, 3, 20, 90]))
def test_a_linked_enterprise_more_never_makes_an_enterprise_smaller(
    of: OwnershipGraph, staff: str, millions: int
) -> None:
    data = plain(of)
    years = [figures(staff, millions, millions, year) for year in (2013, 2014, 2015)]
    data["parties"].append(firm("z", accounts=years))
    data["holdings"].append(holds("z", "a", "0", other_control=["dominant_influence"]))

    before, after = sme_status(of, "a", on=ON), sme_status(OwnershipGraph.model_validate(data), "a", on=ON)
    assert before.category is not None
    assert all(CLASSES.index(each) >= CLASSES.index(before.category) for each in after.possible)


@given(ownership_graphs(), st.randoms(use_true_random=False))
def test_a_partner_never_makes_an_enterprise_smaller(of: OwnershipGraph, random: Random) -> None:
    data = plain(of)
    years = [figures(random.choice([1, 60, 900]), 5, 5, year) for year in (2013, 2014, 2015)]
    data["parties"].append(firm("z", accounts=years))
    data["holdings"].append(holds("a", "z", random.choice(["0.2", "0.25", "0.5", "1"])))

    before, after = sme_status(of, "a", on=ON), sme_status(OwnershipGraph.model_validate(data), "a", on=ON)
    assert before.category is not None
    assert all(CLASSES.index(each) >= CLASSES.index(before.category) for each in after.possible)


@given(ownership_graphs())
def test_what_is_added_adds_up_to_the_total(of: OwnershipGraph) -> None:
    status = sme_status(of, "a", on=ON)

    for name in ("headcount", "turnover", "balance_sheet_total"):
        added = [getattr(each, name) for each in status.contributions]
        assert sum(each.lowest for each in added) == getattr(status, name).lowest
        assert sum(each.highest for each in added) == getattr(status, name).highest


@given(SOME_KNOWN)
def test_a_graph_comes_back_from_json_unchanged(of: OwnershipGraph) -> None:
    assert OwnershipGraph.model_validate_json(of.model_dump_json()) == of


# ── Large graphs ─────────────────────────────────────────────────────────────────────────────────────────────────────

MANY = 10_000


def shapes() -> dict[str, list[Data]]:
    names = [f"e{number}" for number in range(MANY)]
    return {
        "chain": [holds(names[number], names[number + 1], "0.6") for number in range(MANY - 1)],
        "circle": [holds(names[number], names[(number + 1) % MANY], "0.6") for number in range(MANY)],
        "avalanche": [holds(names[0], names[1], "0.6")]
        + [holds(names[number - step], names[number], "0.26") for number in range(2, MANY) for step in (1, 2)],
        "person": [holds("p", name, "1") for name in names],
    }


@pytest.mark.parametrize("shape", shapes())
def test_ten_thousand_enterprises_in_one_group_are_all_added(shape: str) -> None:
    one = [figures(1, 1, 1)]
    firms = [firm(f"e{number}", accounts=one, markets=["gears"]) for number in range(MANY)]
    status = sme_status(graph(*firms, party("p", "natural_person"), *shapes()[shape]), "e0", on=ON)

    assert status.headcount.value == MANY
    assert len(status.contributions) == MANY
