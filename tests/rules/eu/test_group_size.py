"""The size in a group, found from the ownership graph of an application: as a value of the rules of a call."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy import Application, Decision, assess, decide
from clusterpolicy.engines.reasons import grounds_of
from clusterpolicy.errors import ClusterPolicyError
from clusterpolicy.reading import read_application
from clusterpolicy.rules.eu import sme_status
from clusterpolicy.rules.piedmont import LINE_A
from clusterpolicy.testing.owned import ownership_of

EXAMPLE = json.loads((Path(__file__).parents[3] / "examples/line_a/eligible.json").read_text(encoding="utf-8"))
PARTNERS = ("alfa", "beta", "gamma")


def party(name: str, staff: str, turnover: str, **more: Any) -> dict[str, Any]:
    figures = {"standing": "approved", "headcount": staff, "turnover": turnover, "balance_sheet_total": turnover}
    return {
        "id": name,
        "name": name.title(),
        "kind": "enterprise",
        "accounts": [{"year": year, **figures} for year in (2014, 2015)],
        **more,
    }


ALONE = [party("alfa", "32", "4800000.00"), party("beta", "7", "1200000.00"), party("gamma", "128", "24000000.00")]


def with_graph(*holdings: tuple[str, str, str | None], parties: list[dict[str, Any]] = ALONE) -> dict[str, Any]:
    held: list[dict[str, Any]] = [
        {"holder": holder, "held": held, "capital": share, "votes": share, "other_control": []}
        for holder, held, share in holdings
    ]
    return {**EXAMPLE, "ownership": {"parties": parties, "holdings": held}}


def application(document: dict[str, Any]) -> Application:
    return read_application(json.dumps(document, default=str))


def sizes(document: dict[str, Any], **asked: Any) -> list[str | None]:
    return [partner.size for partner in assess(application(document), LINE_A, **asked).participations]


def test_partners_that_stand_alone_in_the_graph_are_of_their_own_size() -> None:
    assert sizes(with_graph()) == ["small", "micro", "medium"]


def test_partners_that_are_linked_count_together() -> None:
    assert sizes(with_graph(("gamma", "alfa", "0.51"))) == ["medium", "micro", "medium"]


def test_a_graph_prevails_over_what_is_said_of_autonomy() -> None:
    document = with_graph(("gamma", "beta", "0.51"))

    assert document["participations"][1]["enterprise"]["autonomous"] is True
    assert sizes(document) == ["small", "medium", "medium"]


def test_two_periods_in_a_row_decide_and_not_the_latest_alone() -> None:
    grown = party("alfa", "32", "4800000.00")
    grown["accounts"][1]["headcount"] = "60"

    assert sizes(with_graph(parties=[grown, *ALONE[1:]])) == ["small", "micro", "medium"]
    assert sizes(with_graph(parties=[grown, *ALONE[1:]]), changes={"eu/ownership/class_by_class": False}) == [
        "small",
        "micro",
        "medium",
    ]


def test_a_change_of_a_figure_of_annex_i_changes_the_size_that_is_found() -> None:
    document = with_graph(("gamma", "alfa", "0.4"))

    assert sizes(document) == ["medium", "micro", "medium"]
    assert sizes(document, changes={"eu/ownership/partner_share": Decimal("0.5")}) == ["small", "micro", "medium"]
    assert sizes(document, changes={"eu/sme/medium_headcount": Decimal(80)})[0] == "large"


def test_the_day_of_granting_says_which_accounts_count() -> None:
    grown = party("alfa", "32", "4800000.00")
    grown["accounts"] += [
        {"year": year, "standing": "approved", "headcount": "60", "turnover": "1.00", "balance_sheet_total": "1.00"}
        for year in (2016, 2017)
    ]
    document = with_graph(parties=[grown, *ALONE[1:]])

    assert sizes(document, granted_on=date(2017, 7, 29)) == ["small", "micro", "medium"]
    assert sizes(document, granted_on=date(2018, 7, 29)) == ["medium", "micro", "medium"]


def test_a_size_that_hangs_on_an_unknown_fact_of_the_graph_is_open_and_names_it() -> None:
    unknown = party("holding", "100", "30000000.00", accounts=None)
    document = with_graph(("holding", "alfa", "0.51"), parties=[*ALONE, unknown])
    document["participations"][0]["enterprise"]["declared_size"] = "small"

    decision = assess(application(document), LINE_A)

    assert [partner.size for partner in decision.participations] == [None, "micro", "medium"]
    (finding,) = decision.undetermined
    assert finding.code == "size-declared-as-found"
    assert {each.path for each in finding.missing} == {"ownership.parties[3].accounts"}


def test_a_size_that_no_unknown_fact_can_change_is_known() -> None:
    document = with_graph(("holding", "gamma", "0.2"), parties=[*ALONE, party("holding", "9", "1.00", accounts=None)])

    assert sizes(document) == ["small", "micro", "medium"]


def test_without_a_graph_the_graph_itself_is_missing() -> None:
    document = json.loads(json.dumps(EXAMPLE))
    document["participations"][0]["enterprise"] |= {"autonomous": False, "declared_size": "small"}

    (finding,) = assess(application(document), LINE_A).undetermined

    assert [(each.path, each.label) for each in finding.missing] == [("ownership", "ownership graph")]


def test_an_ownership_that_changes_after_the_granting_leaves_the_size_open() -> None:
    changed = party("alfa", "32", "4800000.00", ownership_changed_on="2017-07-30")
    document = with_graph(parties=[changed, *ALONE[1:]])
    document["participations"][0]["enterprise"]["declared_size"] = "small"

    assert sizes(document) == [None, "micro", "medium"]
    (finding,) = assess(application(document), LINE_A).undetermined
    assert [each.label for each in finding.missing] == ["the ownership of Alfa as it was on the day of granting"]
    assert sizes(document, granted_on=date(2017, 7, 30)) == ["small", "micro", "medium"]


def problems_of(document: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(ClusterPolicyError) as raised:
        application(document)
    return [(problem.code, problem.place) for problem in raised.value.problems]


def test_a_graph_without_a_partner_is_refused() -> None:
    assert problems_of(with_graph(parties=ALONE[:2])) == [("reference-unknown", "ownership.parties")]


def test_a_partner_that_is_no_enterprise_is_refused() -> None:
    person = {"id": "gamma", "name": "Gamma", "kind": "natural_person"}

    assert problems_of(with_graph(parties=[*ALONE[:2], person])) == [("facts-contradict", "ownership.parties[2].kind")]


def test_a_mistake_in_a_graph_is_named_by_its_place_in_the_application() -> None:
    assert problems_of(with_graph(("gamma", "nobody", "0.5"))) == [("reference-unknown", "ownership.holdings[0].held")]
    assert problems_of(with_graph(("gamma", "alfa", "0.7"), ("beta", "alfa", "0.7")))[0][1].startswith("ownership.")


@given(
    graph=ownership_of(PARTNERS) | ownership_of(PARTNERS, known=False),
    day=st.dates(date(2016, 1, 1), date(2018, 12, 31)),
)
def test_the_size_of_a_partner_is_that_of_sme_status_on_the_day_of_granting(graph: dict[str, Any], day: date) -> None:
    asked = application({**EXAMPLE, "ownership": graph})
    assert asked.ownership is not None
    later = {party.id for party in asked.ownership.parties if (party.ownership_changed_on or date.min) > day}
    day = max(day, LINE_A.in_force_from)

    (found, _) = decide(asked, LINE_A, granted_on=day).beneficiaries

    for partner, size in zip(PARTNERS, found.size or (), strict=True):
        if partner not in later:
            possible = sme_status(asked.ownership, partner, on=day).possible
            assert (size if isinstance(size, str) else size.options) == (
                possible[0] if len(possible) == 1 else frozenset(possible)
            )


def test_a_reason_says_with_whom_an_enterprise_was_counted() -> None:
    document = with_graph(("gamma", "alfa", "0.4"), ("gamma", "beta", "0.6"))
    document["participations"][0]["enterprise"]["declared_size"] = "small"
    decision = assess(application(document), LINE_A)

    (finding,) = decision.failed
    notes = [note for ground in grounds_of(finding.reason) for note in ground.notes]

    assert notes == [
        "with Gamma, partner, 40 % (Annex I, Art. 3(2) and 6(2), first and second subparagraphs)",
        "with Beta, linked of partner, 40 % (Annex I, Art. 6(3), first subparagraph)",
    ]
    assert f"      {notes[0]}" in decision.report()
    back = Decision.model_validate_json(decision.model_dump_json())
    assert (back, back.report()) == (decision, decision.report())


def test_a_reason_without_a_graph_has_no_notes() -> None:
    document = json.loads(json.dumps(EXAMPLE))
    document["participations"][0]["enterprise"]["declared_size"] = "micro"

    (finding,) = assess(application(document), LINE_A).failed

    assert [ground.notes for ground in grounds_of(finding.reason)] == [(), ()]
