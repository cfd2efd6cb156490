"""The commands that give something to read: the rulebook, the calls, the schema, the help, the version."""

from __future__ import annotations

import json
from importlib.metadata import EntryPoint, EntryPoints

import jsonschema
import pytest

from clusterpolicy import __version__, registry
from clusterpolicy.cli.status import MEANINGS
from clusterpolicy.engines.text.rulebook import rulebook
from clusterpolicy.rules import piedmont
from tests.cli.conftest import EXAMPLES, Run


def test_the_rulebook_is_written_as_it_stands(here: Run) -> None:
    answer = here("rulebook", "piedmont/line-a")

    assert (answer.status, answer.out) == (0, rulebook(piedmont.LINE_A))


def test_the_rulebook_of_another_day_can_be_asked_for(here: Run) -> None:
    assert "- Figures: as in force on 1 March 2018" in here("rulebook", "piedmont/line-a", "--on", "2018-03-01").out


def test_an_unknown_call_has_no_rulebook(here: Run) -> None:
    answer = here("rulebook", "piedmont/line-z")

    assert (answer.status, answer.codes, answer.out) == (69, ["call-unknown"], "")


def test_every_installed_call_is_listed_with_its_title(here: Run) -> None:
    answer = here("calls")

    assert answer.status == 0
    assert "piedmont/line-a" in answer.out
    assert "26 October 2016" in answer.out


def test_a_region_that_cannot_be_loaded_is_told_beside_the_calls_that_can(
    here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = EntryPoint("aosta", "no_such_module_of_aosta", registry.GROUP)
    ours = EntryPoint("piedmont", "clusterpolicy.rules.piedmont", registry.GROUP)
    monkeypatch.setattr(
        registry, "entry_points", lambda *, group, **only: EntryPoints([broken, ours]).select(group=group, **only)
    )

    answer = here("calls")

    assert (answer.status, answer.codes) == (78, ["region-broken"])
    assert "piedmont/line-a" in answer.out


def test_the_schema_is_one_that_the_examples_follow(here: Run) -> None:
    schema = json.loads(here("schema").out)

    for example in EXAMPLES.glob("*.json"):
        jsonschema.validate(json.loads(example.read_text(encoding="utf-8")), schema)


def test_the_version_is_that_of_the_library(here: Run) -> None:
    answer = here("--version")

    assert (answer.status, answer.out) == (0, f"clusterpolicy {__version__}\n")


@pytest.mark.parametrize("command", ["", "assess", "rulebook", "calls", "schema"])
def test_help_is_no_error(here: Run, command: str) -> None:
    answer = here(*command.split(), "--help")

    assert answer.status == 0
    assert answer.out.startswith("usage: clusterpolicy")
    assert answer.err == ""


def test_the_help_says_what_each_exit_status_means(here: Run) -> None:
    text = here("assess", "--help").out

    assert all(f"{status}  {meaning}" in text for status, meaning in MEANINGS.items())
