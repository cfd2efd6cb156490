"""Applications are taken apart into facts and put together again, fact by fact, without changing what they say."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterpolicy import Application, assess
from clusterpolicy.engines.dossier import Dossier, Evidence
from clusterpolicy.engines.dossier.journal import MemoryStore
from clusterpolicy.engines.dossier.leaf import Unplaced
from clusterpolicy.engines.dossier.naming import Names, member_text
from clusterpolicy.engines.dossier.recorder import Recorder, is_touched
from clusterpolicy.engines.dossier.schema import Schema
from clusterpolicy.model import Enterprise
from clusterpolicy.rules.piedmont import LINE_A, LINE_B
from clusterpolicy.testing.line_b import line_b_applications
from clusterpolicy.testing.strategies import any_applications, applications

TODAY = date(2017, 3, 20)
SCHEMA = Schema.of(Application)
some = settings(max_examples=10, deadline=None)


newcomers = line_b_applications(known=False).map(lambda each: each.model_copy(update={"call": LINE_B.name}))


def document(application: Application) -> Evidence:
    """All that an application says, as one document."""
    told = application.model_fields_set - {"id", "call"}
    facts = {name: getattr(application, name) for name in told if getattr(application, name) is not None}
    return Evidence(id="all", document="form", source="applicant", received_on=TODAY, facts=facts)


@some
@given(st.one_of(applications(known=False), any_applications()))
def test_an_application_put_fact_by_fact_is_the_application(application: Application) -> None:
    application = application.model_copy(update={"call": LINE_A.name})
    store = MemoryStore()
    dossier = Dossier.open(LINE_A, on=TODAY, id=application.id, store=store)
    dossier.put(document(application))
    in_their_order = sorted(application.participations, key=lambda each: each.id)
    end_users = application.end_users and tuple(sorted(application.end_users, key=lambda each: each.id))
    expected = application.model_copy(update={"participations": tuple(in_their_order), "end_users": end_users})
    assert dossier.application == expected
    assert dossier.findings == assess(expected, LINE_A).findings
    assert Dossier.reopen(store, LINE_A).application == expected


@some
@given(newcomers, newcomers, st.data())
def test_findings_of_line_b_follow_one_fact_after_the_other(
    application: Application, other: Application, data: st.DataObject
) -> None:
    dossier = Dossier.open(LINE_B, application, on=TODAY)
    donor = Dossier.open(LINE_B, other, on=TODAY)
    (said,) = donor.evidence
    leaves = [path for path in said.facts if SCHEMA.place(path).leaf.shape is not None]
    for number in data.draw(st.lists(st.integers(0, len(leaves) - 1), max_size=8, unique=True)):
        path = leaves[number]
        change = dossier.correct("application", {path: said.facts[path]})
        assert dossier.findings == assess(dossier.application, LINE_B).findings
        for status in change.statuses:
            assert status.before != status.after


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("project.months", ("project", "months")),
        ("participations[alfa].costs.industrial_research.personnel", None),
        ('participations["a]b"].enterprise.sites', ("participations", "enterprise", "sites")),
        ("end_users", ("end_users",)),
        ("ownership", ("ownership",)),
        ("participations[alfa].costs", ("participations", "costs")),
        ("participations[alfa]", ("participations",)),
    ],
)
def test_every_path_leads_to_its_fact(path: str, names: Names | None) -> None:
    place = SCHEMA.place(path)
    assert place.text == path
    assert names is None or place.leaf.names == names


@pytest.mark.parametrize(
    "path",
    [
        "",
        "project",
        "id",
        "call",
        "participations",
        "participations[alfa].id",
        "x[alfa].name",
        "project.months.days",
        "[a]",
    ],
)
def test_a_path_that_leads_to_no_fact_says_so(path: str) -> None:
    with pytest.raises(Unplaced):
        SCHEMA.place(path)


@given(st.text(min_size=1, max_size=8).filter(lambda key: key.strip() != ""))
def test_every_member_can_be_named(key: str) -> None:
    assert SCHEMA.member(member_text("participations", key)) == ("participations", key)


def test_what_a_function_looks_at_is_noted_and_what_it_is_asked_to_be_it_is() -> None:
    seen: set[Names] = set()
    firm = Enterprise.model_validate({"name": "Fictional", "sites": [], "constituted_on": "2001-01-01"})
    stand_in: Enterprise = Recorder(firm, ("enterprise",), seen, {("enterprise", "sites")}.__contains__)  # type: ignore[assignment]
    assert isinstance(stand_in, Enterprise)
    assert (stand_in.name, stand_in.sites) == ("Fictional", ())
    assert list(stand_in.contradictions()) == []
    assert {("enterprise", "name"), ("enterprise", "sites"), ("enterprise", "registered_on")} <= seen
    assert ("enterprise", "vat_number") not in seen
    assert is_touched(("enterprise",), seen)
    assert is_touched(("enterprise", "name"), seen)
    assert not is_touched(("enterprise", "vat_number"), seen)
    assert not is_touched(("enterprise", "name", "first"), seen)
