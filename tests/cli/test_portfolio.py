"""A portfolio in files is decided like its applications one by one, or every problem of it is named."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from clusterpolicy import Application
from clusterpolicy.engines.frame import files as table_files
from clusterpolicy.engines.frame import tables_of
from clusterpolicy.engines.scalar import decide
from clusterpolicy.rules.piedmont import LINE_A
from tests.cli.conftest import EXAMPLES, Answer, Run

Save = Callable[..., list[str]]


@pytest.fixture
def applications() -> list[Application]:
    texts = (file.read_text(encoding="utf-8") for file in sorted(EXAMPLES.glob("*.json")))
    return list({each.id: each for each in map(Application.model_validate_json, texts)}.values())


@pytest.fixture
def tables(applications: list[Application]) -> dict[str, pl.DataFrame]:
    return tables_of(applications, LINE_A)


@pytest.fixture
def save(tmp_path: Path, tables: dict[str, pl.DataFrame]) -> Save:
    """Writes the examples into files, some tables other than they are; what to type to have them decided."""

    def saved(format: str = "csv", **others: pl.DataFrame) -> list[str]:
        for name, table in {**tables, **others}.items():
            file = tmp_path / f"{name}.{format}"
            table.write_csv(file) if format == "csv" else table.write_parquet(file)
        more = [f"--more={name}={tmp_path / name}.{format}" for name in tables if name not in BOTH]
        main = [str(tmp_path / f"{name}.{format}") for name in BOTH]
        return ["portfolio", "assess", *main, "--call", "piedmont/line-a", "--out", str(tmp_path / "out"), *more]

    return saved


BOTH = ("applications", "participations")


def read(folder: Path, format: str, name: str = "applications") -> list[dict[str, Any]]:
    """The rows of a table of results."""
    file = folder / f"{name}.{format}"
    return (pl.read_csv(file) if format == "csv" else pl.read_parquet(file)).to_dicts()


def left_in(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_a_portfolio_is_decided_like_its_applications_one_by_one(
    here: Run, save: Save, tmp_path: Path, applications: list[Application], format: str
) -> None:
    answer = here(*save(format))

    assert (answer.status, answer.err) == (2, "")  # of the examples one is undetermined
    rows = {row["application"]: row for row in read(tmp_path / "out", format)}
    for each in applications:
        verdict, row = decide(each, LINE_A), rows[each.id]
        assert row["outcome"] == verdict.outcome
        for name, codes in (("failed", verdict.failed), ("undetermined", verdict.undetermined)):
            assert row[name] == (list(codes) if format == "parquet" else ";".join(codes))
    assert len(read(tmp_path / "out", format, "participations")) == sum(
        len(a.participations or ()) for a in applications
    )


def test_both_formats_give_the_same_tables_whichever_they_are_read_from(here: Run, save: Save, tmp_path: Path) -> None:
    typed = save("parquet")
    here(*typed)
    (tmp_path / "out").rename(tmp_path / "from_parquet")
    here(*save("csv"), "--format", "parquet")

    for name in BOTH:
        found, right = (pl.read_parquet(tmp_path / folder / f"{name}.parquet") for folder in ("out", "from_parquet"))
        assert found.equals(right)


def test_the_summary_counts_outcomes_codes_and_money(here: Run, save: Save, tmp_path: Path) -> None:
    answer = here(*save(), "--json")

    said = json.loads(answer.out)
    assert said["outcomes"] == {"eligible": 1, "not eligible": 1, "undetermined": 1}
    assert (said["applications"], said["granted"], said["changes"]) == (3, "334850.00", {})
    assert said["failed"]["minimum-cost"] == 1
    assert "works-not-started" in said["undetermined"]
    assert {Path(file).name for file in said["written"]} == left_in(tmp_path / "out")


def test_the_summary_in_words_says_what_was_changed(here: Run, save: Save) -> None:
    answer = here(*save(), "--set", "piedmont/minimum_cost=900000")

    assert "Changed  piedmont/minimum_cost is 900,000.00 EUR here." in answer.out
    assert "eligible                 0" in answer.out


def test_where_everything_is_decided_the_status_is_0(here: Run, save: Save, tables: dict[str, pl.DataFrame]) -> None:
    first = {name: table.filter(pl.col("application") == "line-a-example-1") for name, table in tables.items()}

    assert here(*save(**first)).status == 0


def test_a_portfolio_of_nobody_gives_tables_without_rows(
    here: Run, save: Save, tmp_path: Path, tables: dict[str, pl.DataFrame]
) -> None:
    answer = here(*save(**{name: table.clear() for name, table in tables.items()}))

    assert (answer.status, answer.err) == (0, "")
    assert read(tmp_path / "out", "csv") == []


def test_keys_that_are_numbers_in_parquet_are_found_in_csv(here: Run, tmp_path: Path) -> None:
    pl.DataFrame({"application": [7], "project_trl_at_start": [9]}).write_parquet(tmp_path / "a.parquet")
    (tmp_path / "p.csv").write_text("application,participation\n7,alfa\n")

    typed = [str(tmp_path / "a.parquet"), str(tmp_path / "p.csv"), "--call", "piedmont/line-a"]
    answer = here("portfolio", "assess", *typed, "--out", str(tmp_path / "out"))

    assert answer.status == 0
    assert read(tmp_path / "out", "parquet")[0]["application"] == 7


# --- what texts stand for --------------------------------------------------------------------------------------------


def decided(here: Run, folder: Path, application: Mapping[str, str], *more: str) -> Answer:
    """What is said of one application of which a CSV file tells some columns."""
    columns = {"application": "x", **application}
    lines = (",".join(columns), ",".join(columns.values()))
    (folder / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if not (folder / "p.csv").exists():
        (folder / "p.csv").write_text("application,participation\nx,alfa\n", encoding="utf-8")
    files = (str(folder / "a.csv"), str(folder / "p.csv"))
    return here("portfolio", "assess", *files, "--call", "piedmont/line-a", "--out", str(folder / "out"), *more)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("project_trl_at_start", " 4 "),
        ("project_trl_at_start", "4.0"),
        ("project_trl_at_start", "+4"),
        ("project_includes_production", "TRUE"),
        ("project_includes_production", "False"),
        ("project_works_start_on", "2017-03-01"),
        ("project_works_start_on", "2017-03-01 00:00:00"),
        ("submitted_at", "2016-12-10T10:30:00Z"),
        ("submitted_at", "2016-12-10 10:30:00+00:00"),
        ("submitted_at", "2016-12-10T10:30:00.000000+0100"),
        ("submitted_at", "2016-12-10T10:30+01:00"),
        ("project_months", ""),
        ("project_months", '""'),
    ],
)
def test_texts_that_stand_for_a_fact_are_read(here: Run, tmp_path: Path, column: str, text: str) -> None:
    assert decided(here, tmp_path, {column: text}).err == ""


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("project_trl_at_start", "4.5"),
        ("project_trl_at_start", "4e0"),
        ("project_trl_at_start", "four"),
        ("project_trl_at_start", "٤"),
        ("project_trl_at_start", "1" * 20),
        ("project_includes_production", "1"),
        ("project_works_start_on", "01/03/2017"),
        ("project_works_start_on", "2017-02-29"),
        ("project_works_start_on", "2017-03-01 09:00:00"),
        ("submitted_at", "2016-12-10T10:30:00"),
        ("submitted_at", "2016-12-10"),
        ("project_months", "nan"),
    ],
)
def test_texts_that_do_not_are_named_by_column_and_row(here: Run, tmp_path: Path, column: str, text: str) -> None:
    answer = decided(here, tmp_path, {column: text})

    assert (answer.status, answer.out, answer.codes) == (65, "", ["input-invalid"])
    assert f'applications[0].{column}: "{text}" is no ' in answer.err
    assert "(row of x)" in answer.err
    assert not (tmp_path / "out").exists()


def test_cents_keep_every_digit_and_have_no_parts(here: Run, tmp_path: Path) -> None:
    column = "costs_industrial_research_personnel_cents"
    (tmp_path / "p.csv").write_text(f"application,participation,{column}\nx,alfa,999999999999\nx,beta,0.5\n")

    answer = decided(here, tmp_path, {})

    assert answer.codes == ["input-invalid"]
    assert f'participations[1].{column}: "0.5" is no whole number of cents (row of x, beta)' in answer.err


def test_every_problem_of_every_table_is_named_at_once(here: Run, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("application,participation,enterprise_autonomous\nx,alfa,perhaps\nx,beta,maybe\n")

    answer = decided(here, tmp_path, {"project_months": "many", "project_trl_at_start": "high"})

    assert answer.codes == ["input-invalid"] * 4


def test_what_is_wrong_with_a_table_is_named_by_column_and_row(
    here: Run, save: Save, tmp_path: Path, tables: dict[str, pl.DataFrame]
) -> None:
    twice = pl.concat([tables["participations"], tables["participations"].head(1)])

    for format in ("csv", "parquet"):
        answer = here(*save(format, participations=twice))

        assert (answer.status, answer.out, set(answer.codes)) == (65, "", {"duplicate"})
        assert "participations[0].participation" in answer.err
        assert not (tmp_path / "out").exists()


# --- files that are none ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "input-not-readable"),
        (b"application;participation\nx;alfa\n", "input-not-readable"),
        (b"application,participation,application\nx,alfa,x\n", "input-not-readable"),
        (b"application,participation,\nx,alfa,\n", "input-not-readable"),
        (b"application,participation\nx,alfa,beta\n", "input-not-readable"),
        (b"application,participation,place_of_work\nx,alfa\n", "input-not-readable"),
        (b'application,participation\n"x,alfa\n', "input-not-readable"),
        (b"application,participation\nx,\xff\n", "input-not-text"),
        (b"\xff,participation\nx,alfa\n", "input-not-text"),
        (b"application\nx\n", "field-missing"),
        (b"application,participation\ny,alfa\n", "reference-unknown"),
        (b"application,participation\nx,\n", "field-missing"),
    ],
)
def test_a_csv_file_that_is_none_is_refused(here: Run, tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "p.csv").write_bytes(content)

    answer = decided(here, tmp_path, {})

    assert (answer.status, answer.out, set(answer.codes)) == (65, "", {code})
    assert left_in(tmp_path) == {"a.csv", "p.csv"}


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfapplication,participation\r\nx,alfa\r\n\r\n",
        b"application,participation,note\nx,alfa,\n,,\n",
        b'application,participation,note\nx,alfa,"of two\nlines, and ""more"""\nx,beta,\n',
    ],
)
def test_marks_of_order_empty_lines_and_quotes_do_no_harm(here: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "p.csv").write_bytes(content)

    assert decided(here, tmp_path, {}).err == ""


@pytest.mark.parametrize(
    "content", [b"", b"PAR1", b"PAR1 and nothing else PAR1", b"application,participation\nx,alfa\n"]
)
def test_a_parquet_file_that_is_none_is_refused(here: Run, tmp_path: Path, content: bytes) -> None:
    pl.DataFrame({"application": ["x"]}).write_parquet(tmp_path / "a.parquet")
    (tmp_path / "p.parquet").write_bytes(content)

    files = (str(tmp_path / "a.parquet"), str(tmp_path / "p.parquet"))
    answer = here("portfolio", "assess", *files, "--call", "piedmont/line-a", "--out", str(tmp_path / "out"))

    assert (answer.status, answer.codes) == (65, ["input-not-readable"])


def test_a_parquet_file_that_was_cut_off_is_refused(here: Run, save: Save, tmp_path: Path) -> None:
    typed = save("parquet")
    whole = (tmp_path / "participations.parquet").read_bytes()
    (tmp_path / "participations.parquet").write_bytes(whole[: len(whole) // 2])

    answer = here(*typed)

    assert (answer.status, answer.codes) == (65, ["input-not-readable"])


@pytest.mark.parametrize(
    ("more", "status", "codes"),
    [
        (["--more", "sites"], 64, ["command-invalid"]),
        (["--more", "sites="], 64, ["command-invalid"]),
        (["--more", "sitse=s.csv"], 64, ["unknown-name"]),
        (["--more", "applications=a.csv"], 64, ["duplicate"]),
        (["--more", "sites=s.xlsx", "--more", "sitse=s.csv"], 64, ["unknown-name", "command-invalid"]),
        (["--more", "sites=nowhere.csv"], 66, ["file-not-found"]),
        (["--more", "sites=nowhere.parquet", "--more", "accounts=nowhere.csv"], 66, ["file-not-found"] * 2),
        (["--set", "piedmont/minimum_costs=1"], 64, ["unknown-name"]),
        (["--granted-on", "2015-01-01"], 69, ["no-law-that-day"]),
        (["--call", "piedmont/line-c"], 69, ["call-unknown"]),
        (["--format", "xlsx"], 64, ["command-invalid"]),
    ],
)
def test_what_goes_wrong_has_its_status_and_its_code(
    here: Run, tmp_path: Path, more: list[str], status: int, codes: list[str]
) -> None:
    answer = decided(here, tmp_path, {}, *more)

    assert (answer.status, answer.out, answer.codes) == (status, "", codes)
    assert left_in(tmp_path) == {"a.csv", "p.csv"}


def test_a_folder_instead_of_a_file_cannot_be_opened(here: Run, tmp_path: Path) -> None:
    (tmp_path / "s.parquet").mkdir()

    answer = decided(here, tmp_path, {}, "--more", f"sites={tmp_path / 's.parquet'}")

    assert (answer.status, answer.codes) == (66, ["file-not-found"])


# --- where results go ------------------------------------------------------------------------------------------------


def test_results_are_not_mingled_with_what_is_there(here: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "kept").write_text("mine")

    answer = decided(here, tmp_path, {})

    assert (answer.status, answer.codes) == (74, ["output-failed"])
    assert left_in(tmp_path / "out") == {"kept"}


def test_an_empty_folder_and_one_in_a_new_folder_will_do(here: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert decided(here, tmp_path, {}).err == ""
    assert decided(here, tmp_path, {}, "--out", str(tmp_path / "new" / "out")).err == ""
    assert left_in(tmp_path / "out") == left_in(tmp_path / "new" / "out")


@pytest.mark.parametrize("raised", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_no_part_of_the_results_stays_where_writing_ends_early(
    here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: BaseException
) -> None:
    write = table_files._write

    def write_one(table: pl.DataFrame, file: Path, format: Any) -> None:
        if file.stem != "applications":
            raise raised
        write(table, file, format)

    monkeypatch.setattr(table_files, "_write", write_one)
    answer = decided(here, tmp_path, {})

    assert (answer.status, answer.out) == (74 if isinstance(raised, OSError) else 130, "")
    assert left_in(tmp_path) == {"a.csv", "p.csv"}


_SLOWLY = """
import sys, time
from clusterpolicy.engines.frame import files
write = files._write
def slowly(table, file, format):
    write(table, file, format)
    print("written", flush=True)
    time.sleep(60)
files._write = slowly
from clusterpolicy.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_no_part_of_the_results_stays_where_the_command_is_ended(save: Save, tmp_path: Path, sign: int) -> None:
    typed = save()
    before = left_in(tmp_path)
    process = subprocess.Popen([sys.executable, "-c", _SLOWLY, *typed], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"written"
    assert left_in(tmp_path) != before

    process.send_signal(sign)
    _, err = process.communicate(timeout=30)

    assert (process.returncode, err) == (130, b"")
    assert left_in(tmp_path) == before


_ON_A_FULL_DISK = """
import resource, sys
from clusterpolicy.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no process in what it writes")
@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_no_part_of_the_results_stays_where_no_more_can_be_written(save: Save, tmp_path: Path, format: str) -> None:
    typed = save(format)
    before = left_in(tmp_path)

    # What measures coverage would have to write, too.
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}

    done = subprocess.run(
        [sys.executable, "-c", _ON_A_FULL_DISK, *typed], capture_output=True, check=False, env=unmeasured
    )

    assert (done.returncode, done.stdout) == (74, b"")
    assert done.stderr.count(b"[output-failed]") == 1
    assert b"Traceback" not in done.stderr
    assert left_in(tmp_path) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="who may do everything may write there")
def test_a_folder_that_nobody_may_write_to_is_named(here: Run, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)

    answer = decided(here, tmp_path, {}, "--out", str(tmp_path / "closed" / "out"))

    assert (answer.status, answer.codes) == (74, ["output-failed"])


def test_a_folder_inside_a_file_cannot_be_written(here: Run, tmp_path: Path) -> None:
    answer = decided(here, tmp_path, {}, "--out", str(tmp_path / "a.csv" / "out"))

    assert (answer.status, answer.codes) == (74, ["output-failed"])


# --- what can be asked about -----------------------------------------------------------------------------------------


def test_every_table_and_column_is_listed_with_what_it_holds(here: Run, tables: dict[str, pl.DataFrame]) -> None:
    listed = json.loads(here("portfolio", "tables", "piedmont/line-a", "--json").out)
    in_words = here("portfolio", "tables", "piedmont/line-a")

    assert {name: [each["name"] for each in columns] for name, columns in listed.items()} == {
        name: table.columns for name, table in tables.items()
    }
    lines = [line.strip() for line in in_words.out.splitlines()]
    assert all(name in lines for table in tables.values() for name in table.columns)
    assert "duration in months: whole number, or nothing" in lines
    assert "key: text or whole number" in lines


def test_without_the_libraries_for_tables_it_is_said_what_to_install(
    here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [
        each for each in sys.modules if each.startswith(("clusterpolicy.cli.portfolio", "clusterpolicy.engines.frame"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "polars", None)

    answer = here("portfolio", "tables", "piedmont/line-a")

    assert (answer.status, answer.codes) == (64, ["command-invalid"])
    assert "clusterpolicy[frame]" in answer.err
