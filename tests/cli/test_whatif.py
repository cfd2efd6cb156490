"""What-ifs from the prompt: right answers, files that are whole, and named problems."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from clusterpolicy.replay.marks import marks_of
from clusterpolicy.replay.portfolio import applications_of
from clusterpolicy.replay.saved import save
from clusterpolicy.rules.piedmont import LINE_B
from tests.cli.conftest import Run

CALL = "piedmont/line-b"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("call") / "line_b"
    save(
        path,
        applications_of("line_b", 2016)[:20],
        [each for each in marks_of("line_b", 2016, LINE_B.merit.grid) if each.application <= "B-020"],
    )
    return str(path)


def test_a_comparison_says_what_is_different_and_what_it_costs(here: Run, folder: str) -> None:
    answer = here("whatif", "compare", CALL, folder, "--set", "piedmont/minimum_cost=200000")
    assert answer.status == 0
    assert "- 300000" in answer.out
    assert "+ 200000" in answer.out
    assert "pass now, minimum-cost: B-014" in answer.out


def test_a_scenario_may_stand_in_a_file_and_what_is_typed_comes_after_it(
    here: Run, folder: str, tmp_path: Path
) -> None:
    file = tmp_path / "scenario.toml"
    file.write_text('name = "none"\nwithout = ["minimum-cost"]\n[changes]\n"piedmont/most_partners" = 2\n')
    answer = here(
        "whatif", "compare", CALL, folder, "--scenario", str(file), "--set", "piedmont/most_partners=3", "--json"
    )
    record = json.loads(answer.out)
    assert {each["name"]: each["after"] for each in record["differences"]} == {
        "minimum-cost": "",
        "piedmont/most_partners": "3",
    }


def test_a_sweep_is_a_table_or_a_file(here: Run, folder: str, tmp_path: Path) -> None:
    typed = ("whatif", "sweep", CALL, folder, "--vary", "piedmont/minimum_cost=200000:400000:100000")
    answer = here(*typed)
    assert answer.status == 0
    assert len(answer.out.splitlines()) >= 5
    for name, read in (("sweep.csv", pl.read_csv), ("sweep.parquet", pl.read_parquet)):
        file = tmp_path / name
        assert here(*typed, "--out", str(file)).status == 0
        assert read(file)["piedmont/minimum_cost"].to_list() == [200_000, 300_000, 400_000]
    assert {each.name for each in tmp_path.iterdir()} == {"sweep.csv", "sweep.parquet"}


def test_a_sample_is_repeated_by_its_seed(here: Run, folder: str) -> None:
    typed = ("whatif", "sweep", CALL, folder, "--vary", "piedmont/highest_intensity=0.40:0.60:0.01", "--sample", "4")
    first, again, other = (here(*typed, "--seed", seed).out for seed in ("1", "1", "2"))
    assert first == again != other


def test_cliffs_are_named_to_the_cent_and_drawn(here: Run, folder: str, tmp_path: Path) -> None:
    file, picture = f"{folder}/applications/B-002.json", tmp_path / "cliffs.svg"
    fact = ("--fact", "research_orders[0].amount", "--to", "400000")
    answer = here("whatif", "cliffs", file, *fact, "--picture", str(picture))
    assert answer.status == 0
    assert "247,157.67" in answer.out
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    worst = here("whatif", "cliffs", file, "--reach", "5000", "--most", "2")
    assert worst.out.count("overheads-limit") == 2
    assert "There is no cliff there." in here("whatif", "cliffs", file, "--reach", "1").out


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        (("compare", CALL, "FOLDER"), ["command-invalid"]),
        (("compare", CALL, "FOLDER", "--set", "piedmont/minimum_cost=300000"), ["scenario-changes-nothing"]),
        (("compare", CALL, "FOLDER", "--without", "minimum-costs"), ["unknown-name"]),
        (("compare", CALL, "NOWHERE", "--without", "minimum-cost"), ["file-not-found"]),
        (("compare", CALL, "FOLDER", "--without", "minimum-cost", "--picture", "x.gif"), ["input-invalid"]),
        (("sweep", CALL, "FOLDER", "--vary", "piedmont/minimum_cost"), ["command-invalid"]),
        (("sweep", CALL, "FOLDER", "--vary", "piedmont/minimum_costs=1,2"), ["unknown-name"]),
        (("sweep", CALL, "FOLDER", "--vary", "piedmont/minimum_cost=3:1:1"), ["sweep-invalid"]),
        (("sweep", CALL, "FOLDER", "--vary", "piedmont/minimum_cost=1:999:1"), ["command-invalid"]),
        (("sweep", CALL, "FOLDER", "--vary", "piedmont/minimum_cost=1,2", "--sample", "3"), ["command-invalid"]),
        (("sweep", CALL, "FOLDER", "--vary", "piedmont/minimum_cost=1,2", "--out", "x.txt"), ["input-invalid"]),
        (("cliffs", "FOLDER/applications/B-002.json", "--fact", "no.fact", "--to", "1"), ["reference-unknown"]),
        (("cliffs", "FOLDER/applications/B-002.json", "--fact", "project.months"), ["command-invalid"]),
        (("cliffs", "FOLDER/applications/B-002.json", "--reach", "far"), ["command-invalid"]),
        (("cliffs", "FOLDER/applications/B-002.json", "--picture", "x.svg"), ["command-invalid"]),
    ],
)
def test_what_is_typed_wrong_is_said(here: Run, folder: str, typed: tuple[str, ...], codes: list[str]) -> None:
    answer = here("whatif", *(each.replace("FOLDER", folder) for each in typed))
    assert answer.codes == codes
    assert answer.status not in (0, 1, 2)
    assert answer.out == ""
