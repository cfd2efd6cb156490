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


def test_a_table_of_variants_is_read_exactly_and_written_by_application(here: Run, folder: str, tmp_path: Path) -> None:
    table, out = tmp_path / "variants.csv", tmp_path / "rows.parquet"
    table.write_text("piedmont/minimum_cost,piedmont/highest_intensity\n200000.01,0.5\n300000,0.60\n")
    typed = ("whatif", "sweep", CALL, folder, "--variants", str(table), "--by-application")
    assert here(*typed, "--out", str(out)).status == 0
    rows = pl.read_parquet(out)
    assert rows["variant"].to_list() == [0] * 20 + [1] * 20
    piped = here(*typed, "--csv").out
    assert pl.read_csv(piped.encode())["amount_cents"].to_list() == rows["amount_cents"].to_list()


def test_sensitivity_says_which_figure_moves_most_and_draws_it(here: Run, folder: str, tmp_path: Path) -> None:
    picture = tmp_path / "tornado.svg"
    vary = ("--vary", "piedmont/minimum_cost=200000:400000:1", "--vary", "piedmont/highest_intensity=0.40:0.60:0.01")
    answer = here("whatif", "sensitivity", CALL, folder, *vary, "--picture", str(picture))
    assert answer.status == 0
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    record = json.loads(here("whatif", "sensitivity", CALL, folder, *vary, "--sobol", "16", "--json").out)
    assert {each["figure"] for each in record} == {"piedmont/minimum_cost", "piedmont/highest_intensity"}


def test_chances_are_repeated_by_their_seed(here: Run, folder: str) -> None:
    order = "B-002:research_orders[0].amount=200000:300000:0.01"
    typed = ("whatif", "chance", CALL, folder, "--uncertain", order, "--draws", "20")
    first, again, other = (here(*typed, "--json", "--seed", seed).out for seed in ("1", "1", "2"))
    assert first == again != other
    record = json.loads(first)
    assert len(record["granted"]) == 20
    assert 0 < record["won"]["B-002"] < 20
    assert f"{record['won']['B-002']} of 20" in here(*typed, "--seed", "1").out
    open_one = here(*typed[:4], "--uncertain", "B-002:project.months=null,24", "--draws", "4")
    assert open_one.status == 0


def test_a_comparison_names_winners_and_losers_and_draws_them(here: Run, folder: str, tmp_path: Path) -> None:
    files = {option: tmp_path / f"{option}.svg" for option in ("picture", "reasons", "budget")}
    typed = [word for option, file in files.items() for word in (f"--{option}", str(file))]
    row = "piedmont/industrial_research_intensity[small]=0.55"
    answer = here("whatif", "compare", CALL, folder, "--set", row, *typed)
    assert answer.status == 0
    assert "B-013" in answer.out
    assert all(file.read_text(encoding="utf-8").startswith("<svg") for file in files.values())


def test_cliffs_are_named_to_the_cent_and_drawn(here: Run, folder: str, tmp_path: Path) -> None:
    file, picture = f"{folder}/applications/B-002.json", tmp_path / "cliffs.svg"
    fact = ("--fact", "research_orders[0].amount", "--to", "400000")
    answer = here("whatif", "cliffs", file, *fact, "--picture", str(picture))
    assert answer.status == 0
    assert "247,157.67" in answer.out
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    worst = here("whatif", "cliffs", file, "--reach", "5000", "--most", "2", "--picture", str(picture))
    assert worst.out.count("overheads-limit") == 2
    nothing = here("whatif", "cliffs", file, "--below", "participations[].costs", "--reach", "1")
    assert "There is no cliff there." in nothing.out


def test_a_day_may_be_the_fact(here: Run, folder: str) -> None:
    fact = ("--fact", "project.works_start_on", "--from", "2017-01-01", "--to", "2017-12-31")
    answer = here("whatif", "cliffs", f"{folder}/applications/B-002.json", *fact)
    assert "from 2017-02-26 to 2017-02-27: not eligible, then 473,979.06 EUR" in answer.out


def test_the_worst_cliffs_of_a_folder_come_with_the_application(here: Run, folder: str) -> None:
    typed = ("whatif", "cliffs", folder, "--call", CALL, "--of-a-kind", "1", "--only-of-money")
    assert "B-001, participations[0].enterprise.accounts[0].headcount" in here(*typed).out
    record = json.loads(here(*typed, "--json", "--most", "1").out)
    assert [each["turned"] for each in record] == [["own_size"]]
    assert record[0]["jumps"] == {"participations[0]": record[0]["jump"]}


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
        (("sweep", CALL, "FOLDER", "--vary", "piedmont/minimum_cost=1,2", "--sample", "0"), ["sweep-invalid"]),
        (("sweep", CALL, "FOLDER"), ["command-invalid"]),
        (("sweep", CALL, "FOLDER", "--variants", "NOWHERE.csv"), ["file-not-found"]),
        (("sweep", CALL, "FOLDER", "--variants", "x.txt"), ["input-invalid"]),
        (("sweep", CALL, "FOLDER", "--variants", "x.csv", "--vary", "a/b=1"), ["command-invalid"]),
        (("sensitivity", CALL, "FOLDER", "--vary", "piedmont/minimum_cost=1,2"), ["command-invalid"]),
        (("sensitivity", CALL, "FOLDER", "--vary", "piedmont/minimum_costs=1:2:1"), ["unknown-name"]),
        (("sensitivity", CALL, "FOLDER", "--vary", "piedmont/minimum_cost=1:2:1", "--sobol", "8"), ["sweep-invalid"]),
        (("chance", CALL, "FOLDER", "--uncertain", "B-002"), ["command-invalid"]),
        (("chance", CALL, "FOLDER", "--uncertain", "B-002:no.fact=1,2"), ["reference-unknown"]),
        (("chance", CALL, "FOLDER", "--uncertain", "B-999:project.months=1,2"), ["reference-unknown"]),
        (("chance", CALL, "FOLDER", "--uncertain", "B-002:project.months=many"), ["input-invalid"]),
        (("chance", CALL, "FOLDER", "--uncertain", "B-002:project.months=1", "--draws", "0"), ["sweep-invalid"]),
        (("compare", CALL, "FOLDER", "--set", "piedmont/industrial_research_intensity[tiny]=0.5"), ["unknown-name"]),
        (("compare", CALL, "FOLDER", "--without", "minimum-cost", "--reasons", "x.gif"), ["input-invalid"]),
        (("sweep", CALL, "FOLDER", "--vary", "piedmont/minimum_cost=1,2", "--out", "x.txt"), ["input-invalid"]),
        (("cliffs", "FOLDER/applications/B-002.json", "--fact", "no.fact", "--to", "1"), ["reference-unknown"]),
        (("cliffs", "FOLDER/applications/B-002.json", "--reach", "far"), ["command-invalid"]),
        (("cliffs", "FOLDER/applications/B-002.json", "--picture", "x.gif"), ["input-invalid"]),
        (("cliffs", "FOLDER/applications/B-002.json", "--from", "1"), ["command-invalid"]),
        (("cliffs", "FOLDER/applications/B-002.json", "--call", CALL), ["command-invalid"]),
        (("cliffs", "FOLDER"), ["command-invalid"]),
        (("cliffs", "FOLDER", "--call", CALL, "--fact", "project.months"), ["command-invalid"]),
        (("cliffs", "FOLDER/applications/B-002.json", "--fact", "project.s3_area"), ["input-invalid"]),
    ],
)
def test_what_is_typed_wrong_is_said(here: Run, folder: str, typed: tuple[str, ...], codes: list[str]) -> None:
    answer = here("whatif", *(each.replace("FOLDER", folder) for each in typed))
    assert answer.codes == codes
    assert answer.status not in (0, 1, 2)
    assert answer.out == ""


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        (("cliffs", "FILE", "--most", "0"), ["command-invalid"]),
        (("cliffs", "FILE", "--of-a-kind", "0"), ["command-invalid"]),
        (("cliffs", "FILE", "--fact", "grouping", "--reach", "3", "--most", "4"), ["command-invalid"] * 2),
        (("cliffs", "FILE", "--below", "participations[0].costs"), ["reference-unknown"]),
        (
            ("sweep", CALL, "FOLDER", "--vary", "piedmont/minimum_cost=1,2", "--csv", "--out", "x.csv"),
            ["command-invalid"],
        ),
        (
            ("sensitivity", CALL, "FOLDER", "--vary", "piedmont/minimum_cost=1:2:1", "--measure", "awarded"),
            ["command-invalid"],
        ),
        (("chance", CALL, "FOLDER", "--uncertain", "B-002:id=B-003"), ["input-invalid"]),
        (("sweep", CALL, "FOLDER", "--vary", "piedmont/minimum_cost=1:2"), ["command-invalid"]),
        (("chance", CALL, "FOLDER", "--uncertain", "B-002:call=piedmont/line-a"), ["input-invalid"]),
    ],
)
def test_what_would_say_nothing_is_refused_rather_than_passed_over(
    here: Run, folder: str, typed: tuple[str, ...], codes: list[str]
) -> None:
    places = {"FOLDER": folder, "FILE": f"{folder}/applications/B-002.json"}
    answer = here("whatif", *(places.get(each, each) for each in typed))
    assert answer.codes == codes
    assert answer.out == ""


def test_a_scenario_that_is_no_text_is_refused(here: Run, folder: str, tmp_path: Path) -> None:
    file = tmp_path / "scenario.toml"
    file.write_bytes(b'name = "caf\xe9"')
    assert here("whatif", "compare", CALL, folder, "--scenario", str(file)).codes == ["input-not-text"]


def test_a_picture_that_cannot_be_written_is_named(started: Run, folder: str, tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere" / "x.svg")
    file = f"{folder}/applications/B-002.json"
    answer = started("whatif", "cliffs", file, "--fact", "grouping", "--picture", nowhere)
    assert answer.status == 74
    assert f"[output-failed] {nowhere}: " in answer.err


def test_days_that_lead_out_of_the_calendar_lead_to_its_end(here: Run, folder: str) -> None:
    file = f"{folder}/applications/B-002.json"
    answer = here("whatif", "cliffs", file, "--below", "project.works_start_on", "--days", "999999999")
    assert answer.status == 0
    assert "works-not-started" in answer.out


def test_the_help_says_what_each_exit_status_means(here: Run) -> None:
    assert "    0  done, whatever the outcome\n" in here("whatif", "--help").out
