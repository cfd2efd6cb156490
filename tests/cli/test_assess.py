"""`clusterpolicy assess`: one application in, one decision out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from clusterpolicy import Decision, assess, read_application
from clusterpolicy.rules import piedmont
from tests.cli.conftest import EXAMPLES, Run

Example = Callable[[str], str]

STATUSES = {"eligible": 0, "five-failures": 1, "undetermined": 2}


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_the_exit_status_tells_the_outcome(here: Run, example: Example, name: str, status: int) -> None:
    answer = here("assess", example(name))

    assert answer.status == status
    assert answer.err == ""


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_a_process_of_its_own_gives_the_same_answer(
    here: Run, started: Run, example: Example, name: str, status: int
) -> None:
    assert started("assess", example(name)) == here("assess", example(name))
    assert started("assess", example(name)).status == status


@pytest.mark.parametrize("name", STATUSES)
def test_the_answer_is_the_report_of_the_decision(here: Run, example: Example, name: str) -> None:
    decision = assess(read_application(Path(example(name)).read_bytes()), piedmont.LINE_A)

    assert here("assess", example(name)).out == decision.report() + "\n"


@pytest.mark.parametrize("name", STATUSES)
def test_what_is_not_a_terminal_gets_no_escape_codes(started: Run, example: Example, name: str) -> None:
    assert "\x1b" not in started("assess", example(name)).out


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_as_json_the_decision_comes_back_unchanged(here: Run, example: Example, name: str, status: int) -> None:
    answer = here("assess", example(name), "--json")

    assert answer.status == status
    decision = assess(read_application(Path(example(name)).read_bytes()), piedmont.LINE_A)
    assert Decision.model_validate_json(answer.out) == decision


def test_as_json_five_failures_are_five_entries_under_failed(here: Run, example: Example) -> None:
    assert len(json.loads(here("assess", example("five-failures"), "--json").out)["failed"]) == 5


def test_standard_input_is_json_unless_another_format_is_said(started: Run, example: Example) -> None:
    text = Path(example("eligible")).read_bytes()

    assert started("assess", "-", text=text).status == 0
    assert started("assess", "-", "--format", "yaml", text=text).status == 0  # every JSON text is YAML too
    assert started("assess", "-", "--format", "toml", text=text).codes == ["input-not-readable"]


@pytest.mark.parametrize("ending", ["yaml", "yml", "YAML"])
def test_the_ending_of_a_file_says_its_format(here: Run, example: Example, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"application.{ending}"
    file.write_bytes(Path(example("eligible")).read_bytes())

    assert here("assess", str(file)).status == 0


def test_toml_is_read(here: Run, tmp_path: Path) -> None:
    file = tmp_path / "application.toml"
    file.write_text(
        'id = "1"\ncall = "piedmont/line-a"\n[project]\ntitle = "Gears"\n'
        '[[participations]]\nid = "alfa"\nenterprise = { name = "Alfa" }\n'
    )

    assert here("assess", str(file)).status == 2


def test_a_file_whose_name_does_not_say_its_format_is_read_by_the_format_that_is_said(
    here: Run, example: Example, tmp_path: Path
) -> None:
    file = tmp_path / "application"
    file.write_bytes(Path(example("eligible")).read_bytes())

    assert here("assess", str(file)).codes == ["command-invalid"]
    assert here("assess", str(file), "--format", "json").status == 0


# --- the call, the day, other figures -------------------------------------------------------------------------------


def test_the_call_may_be_named_to_be_sure_of_it(here: Run, example: Example) -> None:
    assert here("assess", example("eligible"), "--call", "piedmont/line-a").status == 0


def test_a_call_that_is_not_installed_is_unknown_with_the_nearest_name(here: Run, tmp_path: Path) -> None:
    application = json.loads((EXAMPLES / "eligible.json").read_text())
    file = tmp_path / "application.json"
    file.write_text(json.dumps({**application, "call": "piedmont/line-aa"}))

    answer = here("assess", str(file))

    assert answer.status == 69
    assert answer.codes == ["call-unknown"]
    assert "write `piedmont/line-a`" in answer.err
    assert answer.out == ""


def test_an_application_for_another_call_is_not_decided(here: Run, tmp_path: Path) -> None:
    application = json.loads((EXAMPLES / "eligible.json").read_text())
    file = tmp_path / "application.json"
    file.write_text(json.dumps({**application, "call": "aosta/research"}))

    answer = here("assess", str(file), "--call", "piedmont/line-a")

    assert answer.status == 65
    assert answer.codes == ["call-mismatch"]
    assert answer.out == ""


def test_the_day_of_granting_can_be_given(here: Run, example: Example) -> None:
    answer = here("assess", example("eligible"), "--granted-on", "2018-03-01")

    assert answer.status == 0
    assert "Law of         1 March 2018, given as the day of granting" in answer.out


def test_a_day_without_law_has_no_decision(here: Run, example: Example) -> None:
    answer = here("assess", example("eligible"), "--granted-on", "2031-01-01")

    assert answer.status == 69
    assert set(answer.codes) == {"no-law-that-day"}
    assert answer.out == ""


@pytest.mark.parametrize("day", ["2017-02-30", "tomorrow", "", "2017"])
def test_what_is_no_day_is_refused(here: Run, example: Example, day: str) -> None:
    answer = here("assess", example("eligible"), "--granted-on", day)

    assert answer.status == 64
    assert "is not a day; write it as in 2017-07-29" in answer.err


@pytest.mark.parametrize(
    ("setting", "status"),
    [
        ("piedmont/minimum_cost=700000", 1),
        ("piedmont/minimum_cost = 682000.00", 0),
        ("piedmont/minimum_cost=682000.01", 1),
        ("piedmont/longest_duration=12", 1),
        ("piedmont/line_a/member_by=2010-01-01", 1),
        ("piedmont/line_a/closes_at=2016-11-01T09:00:00+01:00", 1),
        ("piedmont/region=ITC4", 1),
        ("piedmont/region=ITC1, ITC4", 0),
        ('piedmont/region=["ITC1", "ITC4"]', 0),
        ("piedmont/innovative_sme_may_provide=false", 0),
        ("piedmont/industrial_research_intensity={micro=0.1, small=0.1, medium=0.1, large=0.1}", 0),
    ],
)
def test_a_figure_of_every_kind_can_be_changed(here: Run, example: Example, setting: str, status: int) -> None:
    answer = here("assess", example("eligible"), "--set", setting)

    assert answer.status == status
    assert f"Changed        {setting.partition('=')[0].strip()} is" in answer.out


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("piedmont/minimum_cost", "command-invalid"),
        ("piedmont/minimum_cots=1", "unknown-name"),
        ("=1", "unknown-name"),
        ("piedmont/minimum_cost=", "parameter-invalid"),
        ("piedmont/minimum_cost=much", "parameter-invalid"),
        ("piedmont/minimum_cost=true", "parameter-invalid"),
        ("piedmont/minimum_cost=2016-01-01", "parameter-invalid"),
        ("piedmont/longest_duration=1.5", "parameter-invalid"),
        ("piedmont/line_a/member_by=2016-13-01", "parameter-invalid"),
        ("piedmont/line_a/closes_at=2016-11-01T09:00:00", "parameter-invalid"),
        ("piedmont/industrial_research_intensity=0.5", "parameter-invalid"),
        ("piedmont/minimum_cost=1\nother = 2", "parameter-invalid"),
        ("piedmont/minimum_cost=" + "[" * 5000, "parameter-invalid"),
    ],
)
def test_a_setting_that_does_not_fit_is_refused_with_its_code(
    here: Run, example: Example, setting: str, code: str
) -> None:
    answer = here("assess", example("eligible"), "--set", setting)

    assert (answer.status, answer.codes) == (64, [code])
    assert answer.out == ""


@pytest.mark.parametrize("name", ["line_a/endowment", "selection/most_applications", "merit/threshold"])
def test_a_figure_that_counts_only_where_all_compete_is_refused_for_one_application(
    here: Run, example: Example, name: str
) -> None:
    answer = here("assess", example("eligible"), "--set", f"piedmont/{name}=1")
    assert (answer.status, answer.codes, answer.out) == (64, ["command-invalid"], "")
    assert "`clusterpolicy call run piedmont/line-a`" in answer.err


def test_all_settings_that_do_not_fit_are_told_at_once(here: Run, example: Example) -> None:
    settings = ["piedmont/minimum_cost", "piedmont/no=1", "piedmont/longest_duration=1", "piedmont/longest_duration=2"]

    answer = here("assess", example("eligible"), *(part for each in settings for part in ("--set", each)))

    assert answer.codes == ["command-invalid", "unknown-name", "duplicate"]
