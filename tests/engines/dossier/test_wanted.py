"""What is missing is named as evidence names it: which fact of whom, that which would decide most first."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterpolicy import assess
from clusterpolicy.engines.dossier import Dossier, Evidence, Wanted
from clusterpolicy.errors import InputError
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from tests.engines.dossier.pool import APPLICATIONS, FACTS, SCHEMA, example

TODAY = date(2016, 12, 10)
ALFA = "participations[alfa]"


def opened(facts: dict[str, Any], call: Any = LINE_A) -> Dossier:
    dossier = Dossier.open(call, on=TODAY, id="A-1")
    dossier.put(evidence("form", facts))
    return dossier


def evidence(id: str, facts: dict[str, Any]) -> Evidence:
    return Evidence(id=id, document="form", source="applicant", received_on=TODAY, facts=facts)


def wanted(dossier: Dossier) -> dict[str, Wanted]:
    return {each.path: each for each in dossier.missing if not each.is_law}


@pytest.mark.parametrize("call", [LINE_A, LINE_B])
def test_everything_that_is_asked_for_has_a_path_of_its_own_and_words(call: Any) -> None:
    dossier = opened({f"{ALFA}.enterprise": {"name": "Fictional"}}, call)
    paths = [each.path for each in dossier.missing]
    assert len(set(paths)) == len(paths)
    for each in dossier.missing:
        assert each.path
        assert each.label
        assert each.decides
        assert SCHEMA.fact_around(each.path) == each.path
        assert SCHEMA.label_at(each.path) == each.label


def accepted(each: Wanted) -> bool:
    """Whether evidence may speak of it: what is refused is the value, never the path."""
    try:
        opened({each.path: object()})
    except InputError as error:
        return {problem.code for problem in error.problems} == {"input-invalid"}
    return False


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(FACTS), min_size=1, max_size=6), st.integers(-1, len(APPLICATIONS) - 1))
def test_evidence_may_speak_of_whatever_is_asked_for(facts: list[tuple[str, Any]], number: int) -> None:
    dossier = Dossier.open(LINE_A, None if number < 0 else APPLICATIONS[number], on=TODAY, id="A-1")
    for place, (path, value) in enumerate(facts):
        dossier.put(evidence(f"doc-{place}", {path: value}))
    assert all(accepted(each) for each in dossier.missing if not each.is_law)
    weights = [(each.is_law, -each.weight) for each in dossier.missing]
    assert weights == sorted(weights)


def test_of_a_requirement_that_hangs_on_n_things_each_decides_one_nth() -> None:
    dossier = opened({f"{ALFA}.enterprise": {"name": "Fictional"}})
    undetermined = [each for each in dossier.findings if each.status == "undetermined"]
    assert sum(each.weight for each in dossier.missing) == len(undetermined) > 20
    assert wanted(dossier)["grouping"].weight == Fraction(1)


def test_what_lacks_inside_a_list_is_asked_for_with_the_list() -> None:
    dossier = opened({f"{ALFA}.enterprise": {"name": "A", "accounts": [{"closes_on": "2015-12-31", "approved": True}]}})
    accounts = wanted(dossier)[f"{ALFA}.enterprise.accounts"]
    assert accounts.label == "accounts"
    assert accounts.inside[:2] == ("headcount", "turnover")
    assert not any("[0]" in path for path in wanted(dossier))


def test_a_table_that_is_not_known_is_asked_for_once_with_all_that_is_needed_of_it() -> None:
    costs = wanted(opened({f"{ALFA}.enterprise": {"name": "A"}}))[f"{ALFA}.costs"]
    assert costs.label == "eligible costs"
    assert "personnel cost, industrial research" in costs.inside


def test_what_the_law_leaves_open_is_told_of_whom_it_concerns_and_comes_last() -> None:
    dossier = Dossier.open(LINE_B, example("undetermined", "line_b"), on=date(2017, 3, 20))
    *facts, law = dossier.missing
    assert not any(each.is_law for each in facts)
    assert law.is_law
    assert law.path == "participations[delta].enterprise.memberships[0]"
    assert law.label.startswith("whether a cluster that is none of the seven")


def test_the_law_is_not_asked_about_where_a_fact_of_the_same_member_may_settle_it() -> None:
    dossier = opened({f"{ALFA}.enterprise": {"name": "A"}})
    assert f"{ALFA}.place_of_work" in wanted(dossier)
    assert not any(each.is_law for each in dossier.missing)
    dossier.put(evidence("lease", {f"{ALFA}.place_of_work": "ITC20"}))
    assert [each.path for each in dossier.missing if each.is_law] == [ALFA]
    assert f"{ALFA}.place_of_work" not in wanted(dossier)


def test_findings_name_what_they_lack_as_an_assessment_does() -> None:
    dossier = opened({f"{ALFA}.enterprise": {"name": "A"}})
    found = assess(dossier.application, LINE_A).findings
    assert [each.missing for each in dossier.findings] == [each.missing for each in found]
