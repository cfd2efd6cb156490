"""What holds for all models alike."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import clusterpolicy.model as model
from clusterpolicy.model import Application, DomainModel, Enterprise, Participation, Project
from clusterpolicy.model.base import MOST_ENTRIES
from clusterpolicy.model.places import parts_of, place_of
from clusterpolicy.model.shape import inner_model, shapes_of
from clusterpolicy.testing import strategies as s

MODELS = [each for each in vars(model).values() if isinstance(each, type) and issubclass(each, DomainModel)]
MODELS.remove(DomainModel)

STRATEGIES: dict[str, Callable[..., st.SearchStrategy[Any]]] = {
    "Accounts": s.accounts,
    "ActivityCosts": s.activity_costs,
    "Application": s.applications,
    "Call": s.calls,
    "ClusterMembership": s.memberships,
    "Declarations": s.declarations,
    "EligibleCosts": s.eligible_costs,
    "EndUser": s.end_users,
    "Enterprise": s.enterprises,
    "JoiningCommitment": s.joining_commitments,
    "ManagerAttestation": s.attestations,
    "Participation": s.participations,
    "PlannedActivity": s.planned_activities,
    "Project": s.projects,
    "ResearchOrder": s.research_orders,
    "ResearchOrganisation": s.research_organisations,
    "Site": s.sites,
}


def entities(of: type[DomainModel]) -> st.SearchStrategy[Any]:
    """Any entity of the model, with facts unknown anywhere."""
    return s.clusters() if of is model.Cluster else STRATEGIES[of.__name__](known=False)


def test_every_model_has_a_strategy() -> None:
    assert {each.__name__ for each in MODELS} == {*STRATEGIES, "Cluster"}


@pytest.mark.parametrize("of", MODELS)
def test_json_there_and_back_is_exact(of: type[DomainModel]) -> None:
    @given(entities(of))
    def holds(entity: DomainModel) -> None:
        text = entity.model_dump_json()
        back = of.model_validate_json(text)
        assert back == entity
        assert hash(back) == hash(entity)
        assert back.model_dump_json() == text

    holds()


@pytest.mark.parametrize("of", MODELS)
def test_plain_data_and_pickle_there_and_back_are_exact(of: type[DomainModel]) -> None:
    @given(entities(of))
    def holds(entity: DomainModel) -> None:
        assert of.model_validate(entity.model_dump()) == entity
        assert of.model_validate(entity.model_dump(mode="json")) == entity
        assert pickle.loads(pickle.dumps(entity)) == entity  # noqa: S301  # our own bytes

    holds()


@pytest.mark.parametrize("of", MODELS)
def test_a_model_cannot_be_changed_and_refuses_unknown_fields(of: type[DomainModel]) -> None:
    @given(entities(of))
    def holds(entity: DomainModel) -> None:
        name = next(iter(of.model_fields))
        with pytest.raises(ValidationError, match="frozen"):
            setattr(entity, name, getattr(entity, name))
        with pytest.raises(ValidationError, match="extra_forbidden"):
            of.model_validate({**entity.model_dump(), "colour": "red"})

    holds()


def fields() -> Iterator[tuple[str, str]]:
    for each in MODELS:
        for name in each.model_fields:
            yield each.__name__, name


@pytest.mark.parametrize(("owner", "name"), list(fields()))
def test_every_field_has_a_label_for_a_sentence_and_a_description(owner: str, name: str) -> None:
    field = getattr(model, owner).model_fields[name]
    assert field.title
    assert field.description
    assert field.description.endswith((".", "`."))
    first, second = field.title[0], field.title[1]
    assert first.islower() or second.isupper() or field.title.startswith("Italian"), "lower case inside a sentence"
    assert not field.title.endswith(".")


def test_labels_are_told_apart_within_a_model() -> None:
    for each in MODELS:
        titles = [field.title for field in each.model_fields.values()]
        assert len(titles) == len(set(titles)), each


def test_a_fact_left_out_is_unknown_and_a_cost_left_out_is_not_claimed() -> None:
    for each in MODELS:
        for name, field in each.model_fields.items():
            if field.is_required() or each is model.EligibleCosts or name == "declarations":
                continue
            assert str(field.default) == ("0.00" if each is model.ActivityCosts else "None"), (each, name)


def test_every_list_is_limited() -> None:
    site = {"nuts": "ITC11"}
    full = Enterprise.model_validate({"name": "Alfa", "sites": [site] * MOST_ENTRIES})
    assert full.sites is not None
    assert len(full.sites) == MOST_ENTRIES
    for each in MODELS:
        for name, shape in shapes_of(each).items():
            if shape.many:
                schema = each.model_json_schema()["properties"][name]
                options = schema.get("anyOf", [schema])
                assert any(option.get("maxItems") == MOST_ENTRIES for option in options), (each, name)


def test_lists_and_plain_words_are_accepted_from_python() -> None:
    project = Project.model_validate(
        {"title": "Gears", "activities": [{"title": "Lab", "activity": "industrial_research"}]}
    )
    assert project.activities == (model.PlannedActivity(title="Lab", activity=model.Activity.INDUSTRIAL_RESEARCH),)


def test_importing_the_model_loads_neither_stdnum_nor_yaml_nor_a_terminal_library() -> None:
    code = (
        "import sys, clusterpolicy.model; print(*sorted({'stdnum', 'yaml', 'rich', 'hypothesis'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_first_applications_may_be_read_by_several_threads_at_once() -> None:
    code = (
        "from threading import Barrier, Thread\n"
        "from clusterpolicy.model import Application, Participation\n"
        "barrier, done = Barrier(6), []\n"
        "def read():\n"
        "    barrier.wait()\n"
        "    firm = {'id': 'a', 'enterprise': {'name': 'Alfa', 'vat_number': '00743110157'}}\n"
        "    Participation.model_validate(firm)\n"
        "    data = {'id': '1', 'call': 'any', 'project': {'title': 'Gears'}, 'participations': [firm]}\n"
        "    done.append(Application.model_validate(data))\n"
        "threads = [Thread(target=read) for _ in range(6)]\n"
        "[thread.start() for thread in threads], [thread.join() for thread in threads]\n"
        "assert len(done) == 6 and len(set(done)) == 1\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# ── Paths ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.lists(st.integers(0, 99) | st.text("abc_", min_size=1), max_size=6))
def test_a_path_written_as_text_can_be_taken_apart_again(parts: list[str | int]) -> None:
    assert parts_of(place_of(parts)) == tuple(parts)


@pytest.mark.parametrize("text", ["[", "a[", "a[b]", "a]", "..", "a[0"])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a path"):
        parts_of(text)


def test_the_model_at_a_path_is_found_and_a_wrong_path_has_none() -> None:
    assert inner_model(Application, ()) is Application
    assert inner_model(Application, ("participations", 0)) is Participation
    assert inner_model(Application, ("participations", 0, "enterprise", "name")) is None
    assert inner_model(Application, ("nowhere", "at", "all")) is None
    assert inner_model(None, ("project",)) is None
