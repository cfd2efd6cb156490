"""Facts that cannot all be true are refused, all of them at once, each with its path."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from pydantic import BaseModel, ValidationError

from clusterpolicy.model import Application, Call, ClusterMembership, Enterprise
from clusterpolicy.model.base import CheckedModel
from clusterpolicy.model.places import place_of
from clusterpolicy.testing import strategies as s

Data = dict[str, Any]


def application(**changes: object) -> Data:
    partners = [
        {"id": "alfa", "enterprise": {"name": "Alfa", "vat_number": "00743110157"}},
        {"id": "beta", "enterprise": {"name": "Beta", "lei": "213800KUD8LAJWSQ9D15"}},
    ]
    return {"id": "1", "call": "any", "project": {"title": "Gears"}, "participations": partners, **changes}


def refusals(model: type[BaseModel], data: Data) -> list[tuple[str, str]]:
    """Code and place of every problem."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    return [(each["type"].replace("_", "-"), place_of(each["loc"])) for each in caught.value.errors()]


def order(buyer: str) -> Data:
    return {"provider": {"name": "Politecnico"}, "buyer": buyer}


# ── One enterprise ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_enterprise_is_not_registered_before_it_is_constituted() -> None:
    data = {"name": "Alfa", "constituted_on": "2015-05-04", "registered_on": "2015-05-03"}
    assert refusals(Enterprise, data) == [("dates-out-of-order", "registered_on")]
    assert Enterprise.model_validate({**data, "registered_on": "2015-05-04"}).registered_on == date(2015, 5, 4)


def test_accounts_do_not_close_before_the_enterprise_is_constituted() -> None:
    data = {
        "name": "Alfa",
        "constituted_on": "2015-05-04",
        "accounts": [{"closes_on": "2015-05-04"}, {"closes_on": "2015-05-03"}],
    }
    assert refusals(Enterprise, data) == [("dates-out-of-order", "accounts[1].closes_on")]
    del data["constituted_on"]
    assert Enterprise.model_validate(data).accounts


def test_two_sets_of_accounts_do_not_close_on_one_day() -> None:
    day = {"closes_on": "2015-12-31"}
    data = {"name": "Alfa", "accounts": [day, {"closes_on": "2014-12-31"}, day, day]}
    assert refusals(Enterprise, data) == [
        ("duplicate", "accounts[2].closes_on"),
        ("duplicate", "accounts[3].closes_on"),
    ]


def test_a_member_does_not_leave_before_it_joins() -> None:
    data = {"cluster": "MESAP", "joined_on": "2016-11-24", "left_on": "2016-11-23"}
    assert refusals(ClusterMembership, data) == [("dates-out-of-order", "left_on")]
    assert ClusterMembership.model_validate({**data, "left_on": "2016-11-24"}).left_on == date(2016, 11, 24)


def test_a_member_that_has_not_left_has_no_day_of_leaving() -> None:
    data = {"cluster": "MESAP", "left_on": "2016-11-24", "has_left": False}
    assert refusals(ClusterMembership, data) == [("facts-contradict", "has_left")]
    for known in (True, None):
        assert ClusterMembership.model_validate({**data, "has_left": known}).has_left is known
    assert ClusterMembership(cluster="MESAP", has_left=True).left_on is None, "the day may not be known"


def test_all_contradictions_of_an_enterprise_are_told_at_once_with_their_paths() -> None:
    data = application()
    data["participations"][1]["enterprise"] |= {
        "constituted_on": "2016-05-04",
        "registered_on": "2016-01-01",
        "accounts": [{"closes_on": "2015-12-31"}, {"closes_on": "2015-12-31"}],
        "memberships": [{"cluster": "MESAP", "joined_on": "2016-11-24", "left_on": "2016-11-23", "has_left": False}],
    }
    firm = "participations[1].enterprise"
    # The membership is read before the enterprise that holds it, and the enterprise is not built without it.
    assert refusals(Application, data) == [
        ("dates-out-of-order", f"{firm}.memberships[0].left_on"),
        ("facts-contradict", f"{firm}.memberships[0].has_left"),
    ]
    del data["participations"][1]["enterprise"]["memberships"]
    assert refusals(Application, data) == [
        ("dates-out-of-order", f"{firm}.registered_on"),
        ("dates-out-of-order", f"{firm}.accounts[0].closes_on"),
        ("dates-out-of-order", f"{firm}.accounts[1].closes_on"),
        ("duplicate", f"{firm}.accounts[1].closes_on"),
    ]


# ── One application ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_partners_do_not_share_an_identifier_a_vat_number_or_a_legal_entity_identifier() -> None:
    data = application()
    data["participations"].append(
        {
            "id": "alfa",
            "enterprise": {"name": "Gamma", "vat_number": "IT 00743110157", "lei": "213800kud8lajwsq9d15"},
        }
    )
    assert refusals(Application, data) == [
        ("duplicate", "participations[2].id"),
        ("duplicate", "participations[2].enterprise.vat_number"),
        ("duplicate", "participations[2].enterprise.lei"),
    ]


def test_partners_of_whom_no_number_is_known_are_not_taken_for_one() -> None:
    partners = [{"id": name, "enterprise": {"name": "Alfa"}} for name in ("a", "b", "c")]
    assert len(Application.model_validate(application(participations=partners)).participations) == 3


def test_two_end_users_do_not_share_an_identifier() -> None:
    users = [{"id": "agency", "name": "One"}, {"id": "agency", "name": "Two"}]
    assert refusals(Application, application(end_users=users)) == [("duplicate", "end_users[1].id")]


def test_a_research_order_is_bought_by_a_partner_and_the_nearest_name_is_told() -> None:
    data = application(research_orders=[order("alfa"), order("alpha"), order("gamma")])
    assert refusals(Application, data) == [
        ("reference-unknown", "research_orders[1].buyer"),
        ("reference-unknown", "research_orders[2].buyer"),
    ]
    with pytest.raises(ValidationError, match='no participation has the identifier "alpha"; write `alfa`'):
        Application.model_validate(data)


def test_among_very_many_partners_no_nearest_name_is_sought() -> None:
    partners = [{"id": f"partner-{number}", "enterprise": {"name": "Alfa"}} for number in range(60)]
    data = application(participations=partners, research_orders=[order("partner-99")])
    with pytest.raises(ValidationError, match="write the `id` of a participation"):
        Application.model_validate(data)


def test_a_call_does_not_close_before_it_opens() -> None:
    data = {
        "name": "piedmont/line-a",
        "title": "Line A",
        "region": "Piedmont",
        "authority": "Regione Piemonte",
        "acts": [],
        "opens_at": "2017-02-01T09:00:00+01:00",
        "closes_at": "2017-02-01T08:59:59+01:00",
    }
    assert refusals(Call, data) == [("dates-out-of-order", "closes_at")]
    assert Call.model_validate({**data, "closes_at": "2017-02-01T08:00:00Z"}).closes_at, "the same moment, in UTC"


def test_an_application_has_at_least_one_partner() -> None:
    assert refusals(Application, application(participations=[])) == [("too-short", "participations")]


def test_what_is_a_matter_of_the_law_is_no_contradiction() -> None:
    data = application(
        grouping="single",
        submitted_at="2031-01-01T00:00:00Z",
        research_orders=[order("alfa") | {"provider": {"name": "Alfa", "vat_number": "00743110157"}, "amount": "0"}],
        declarations={"works_not_started_before_submission": True, "effective_collaboration": False},
        end_users=[{"id": "alfa", "name": "Alfa"}],
    )
    data["participations"][0]["attestations"] = [{"cluster": "MESAP", "issued_on": "1999-01-01"}] * 2
    data["project"] |= {"trl_at_start": 9, "trl_at_end": 1, "months": 0, "works_start_on": "1999-01-01"}
    assert len(Application.model_validate(data).participations) == 2


def test_a_model_that_is_to_be_checked_must_say_what_contradicts_what() -> None:
    class Forgetful(CheckedModel):
        name: str

    with pytest.raises(NotImplementedError):
        Forgetful(name="Alfa")


def checked_parts(entity: BaseModel) -> list[CheckedModel]:
    parts = [entity] if isinstance(entity, CheckedModel) else []
    for value in dict(entity).values():
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, BaseModel):
                parts += checked_parts(each)
    return parts


@given(s.applications(known=False))
def test_what_has_been_accepted_holds_no_contradiction(application: Application) -> None:
    assert [list(part.contradictions()) for part in checked_parts(application) if list(part.contradictions())] == []


@given(s.applications())
def test_facts_that_are_not_known_contradict_nothing(application: Application) -> None:
    for part in checked_parts(application):
        forgotten = type(part).model_construct(**dict.fromkeys(type(part).model_fields))
        assert list(forgotten.contradictions()) == []
