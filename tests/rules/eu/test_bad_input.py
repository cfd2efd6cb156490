"""Whatever is handed to a question of law, it answers, or says what is wrong in codes: it never breaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.errors import ClusterPolicyError, InputError
from clusterpolicy.model.aid import SharedCost
from clusterpolicy.rules import eu

DAY = date(2017, 7, 29)
Asked = Callable[..., object]

# Every question with the names of what it is asked with: first those by position, then the others.
QUESTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "collaboration_earns_bonus": (("collaboration",), ("on", "scheme_not_adapted", "changes")),
    "cumulation_room": (("costs", "support"), ("on", "covers", "scheme_not_adapted")),
    "de_minimis_room": (
        ("grants",),
        ("on", "requested", "road_freight", "member_state", "fiscal_year_begins", "changes"),
    ),
    "depreciation": (("price",), ("useful_life", "months_used", "share_of_use")),
    "discounted_intensity": (("aid", "costs"), ("on", "base_rate", "ceiling", "scheme_not_adapted", "changes")),
    "eligible_costs": (("costs",), ("on", "method", "flat_rate", "union_fund", "scheme_not_adapted", "changes")),
    "has_incentive_effect": (("application",), ("on", "scheme_not_adapted", "changes")),
    "has_unpaid_recovery_order": (("orders",), ("on", "scheme_not_adapted", "changes")),
    "highest_aid": (
        ("size",),
        ("on", "fundamental_research", "feasibility_study", "dissemination", "area_c", "repayable_advance", "changes"),
    ),
    "highest_cluster_aid": (("aid",), ("scheme_not_adapted", "changes")),
    "highest_process_innovation_aid": (("aid",), ("scheme_not_adapted", "changes")),
    "highest_sme_innovation_aid": (("aid",), ("scheme_not_adapted", "changes")),
    "in_difficulty": (
        ("enterprise",),
        ("sme", "on", "group", "in_difficulty_at_end_of_2019", "in_difficulty_since", "scheme_not_adapted", "changes"),
    ),
    "intensity_ceiling": (
        ("activity", "size"),
        ("on", "collaboration", "licences", "area_a", "cross_border", "scheme_not_adapted", "changes"),
    ),
    "law_in_force": (("day",), ("scheme_not_adapted",)),
    "must_notify": (("award",), ("scheme_not_adapted", "changes")),
    "must_publish": (("amount",), ("on", "kind", "scheme_not_adapted", "changes")),
    "notification_threshold": (
        ("kind",),
        ("on", "industrial_research", "eureka", "repayable_advance", "scheme_not_adapted", "changes"),
    ),
    "present_value": (("payments",), ("on", "base_rate", "scheme_not_adapted", "changes")),
    "staff_cost": (("yearly_cost",), ("hours", "on", "share_of_full_time", "scheme_not_adapted")),
    "scheme_excluded": (("terms",), ("scheme_not_adapted", "changes")),
}

HOSTILE = [
    None,
    True,
    0,
    -1,
    10**5000,
    0.1,
    float("nan"),
    Decimal("NaN"),
    Decimal("Infinity"),
    "",
    "x" * 200,
    "\ud800",
    "1e5",
    b"1",
    [],
    [None],
    [[]],
    {},
    {"name": {}},
    {1: 2},
    {"eu/intensity/highest_intensity": "much"},
    (2, 29),
    (10**30, 1),
    object(),
    DAY,
    datetime(2017, 7, 29, 12, 0),  # a moment without its zone is what is tried
    "2017-07-29",
    date(2999, 12, 31),
]


def refused_or_answered(question: str, given: dict[str, Any]) -> None:
    positional, _ = QUESTIONS[question]
    named = {name: value for name, value in given.items() if name not in positional}
    try:
        answer = getattr(eu, question)(*(given[name] for name in positional), **named)
    except ClusterPolicyError as refused:
        problems = refused.problems
    else:
        assert hasattr(answer, "value")
        assert answer.sources
        assert isinstance(answer.reasons, tuple)
        return
    assert problems
    assert all(problem.message and problem.mend for problem in problems)


def test_every_question_is_tried_here_or_with_the_ownership_graph() -> None:
    assert {*QUESTIONS, "sme_status"} == set(eu.__all__)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: type(value).__name__)
def test_the_same_nonsense_everywhere_is_refused_or_answered(question: str, value: Any) -> None:
    refused_or_answered(question, dict.fromkeys((*QUESTIONS[question][0], *QUESTIONS[question][1]), value))


@given(st.data())
def test_any_mixture_of_nonsense_is_refused_or_answered(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(sorted(QUESTIONS)))
    positional, others = QUESTIONS[question]
    given_ = {name: data.draw(st.sampled_from(HOSTILE), label=name) for name in (*positional, *others)}
    if "on" in given_ and data.draw(st.booleans()):
        given_["on"] = DAY
    refused_or_answered(question, given_)


def places(ask: Asked, *values: object, **named: object) -> list[str]:
    with pytest.raises(InputError) as caught:
        ask(*values, **named)
    return [problem.place for problem in caught.value.problems]


def test_all_faults_are_told_at_once_by_the_names_of_the_arguments() -> None:
    assert places(
        eu.intensity_ceiling, "x", "huge", on="2017", dissemination="so", area_a=1, collaboration="x", changes=[]
    ) == ["on", "changes", "activity", "size", "collaboration", "dissemination", "area_a"]
    assert places(eu.notification_threshold, "x", on=None, eureka="yes", industrial_research="-1") == [
        "on",
        "kind",
        "industrial_research",
        "eureka",
    ]
    assert places(eu.must_publish, "-1", on=DAY, kind="x", scheme_not_adapted=1) == [
        "scheme_not_adapted",
        "amount",
        "kind",
    ]
    assert places(eu.eligible_costs, {"personnel": "-1", "persons": "1"}, on=3, method="guess", flat_rate="2") == [
        "on",
        "method",
        "costs.personnel",
        "costs.persons",
        "flat_rate",
    ]
    assert places(eu.depreciation, "-1", useful_life=0, months_used=12_001, share_of_use="2") == [
        "useful_life",
        "months_used",
        "price",
        "share_of_use",
    ]
    assert places(eu.de_minimis_room, [{"amount": "-1"}, 3], on="x", fiscal_year_begins=(13, 1)) == [
        "on",
        "fiscal_year_begins",
        "grants[0].amount",
        "grants[1]",
    ]
    assert places(eu.in_difficulty, {}, sme=3, on=DAY, group={"name": ""}) == ["group.name", "enterprise.name", "sme"]
    staff = SharedCost(name="staff", amount=Decimal(1), intensities=())
    assert places(eu.cumulation_room, [staff, 3], [{"name": "a"}], on=3, covers=["stuff", 4]) == [
        "on",
        "costs[1]",
        "support[0].kind",
        "support[0].amount",
        "covers[0]",
        "covers[1]",
    ]


def test_what_is_no_list_is_not_taken_for_one_that_is_not_known() -> None:
    no_lists: tuple[Any, ...] = ("x", 3, {}, b"1")
    for nothing in no_lists:
        assert places(eu.de_minimis_room, nothing, on=DAY) == ["grants"]
        assert places(eu.has_unpaid_recovery_order, nothing, on=DAY) == ["orders"]
        assert places(eu.present_value, nothing, on=DAY, base_rate="0") == ["payments"]
    assert eu.de_minimis_room(None, on=DAY).value is None
    assert eu.de_minimis_room(iter(()), on=DAY).value == 200_000


def test_a_table_is_read_like_the_model_it_describes() -> None:
    parties: list[dict[str, Any]] = [
        {"name": "A", "kind": "undertaking", "sme": True, "cost": "1"},
        {"name": "B", "kind": "undertaking"},
    ]
    described: Any = {"effective": True, "parties": [{**each, "cost": "1"} for each in parties]}
    assert eu.intensity_ceiling("industrial_research", "large", on=DAY, collaboration=described).value == Decimal(
        "0.65"
    )
    terms: Any = {"granted_on": "2017-07-29", "headquarters_required": True}
    assert eu.scheme_excluded(terms).value is True


def test_a_day_of_the_wrong_kind_is_not_taken_for_another() -> None:
    moment = datetime(2017, 7, 29, 12, 0)  # as above
    assert places(eu.law_in_force, moment) == ["day"]
    assert places(eu.must_publish, "1", on=moment) == ["on"]
