"""Files of worked cases: what they may say, and what is told when they are wrong."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from clusterpolicy.rules import piedmont
from clusterpolicy.testing.cases import Case, differences, read_cases

EXAMPLE = Path(__file__).parents[2] / "examples" / "line_a" / "eligible.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the eligible example, in which a test writes its cases."""
    shutil.copy(EXAMPLE, tmp_path)
    return tmp_path


def cases_of(folder: Path, text: str) -> tuple[Case, ...]:
    file = folder / "written.toml"
    file.write_text('application = "eligible.json"\n' + text, encoding="utf-8")
    return read_cases(file)


def differences_of(folder: Path, text: str) -> tuple[str, ...]:
    (case,) = cases_of(folder, '[[case]]\ntitle = "A case"\n' + text)
    return differences(case, piedmont.LINE_A)


def test_a_case_that_says_what_the_rules_decide_has_no_differences(folder: Path) -> None:
    assert differences_of(folder, 'change."project.months" = 25\nexpect.failed = ["duration"]') == ()


def test_a_code_that_fails_and_is_not_expected_to_is_a_difference(folder: Path) -> None:
    found = differences_of(folder, 'change."project.months" = 25\nexpect.failed = []')
    assert found == ("duration is failed", "the outcome: expected eligible, found not eligible")


def test_a_code_that_does_not_fail_as_expected_is_a_difference(folder: Path) -> None:
    assert "duration is not failed" in differences_of(folder, 'expect.failed = ["duration"]')


def test_a_code_that_is_open_and_not_expected_to_be_is_a_difference(folder: Path) -> None:
    assert "duration is undetermined" in differences_of(folder, 'unknown = ["project.months"]\nexpect.failed = []')


def test_amounts_sizes_and_shares_are_compared_exactly(folder: Path) -> None:
    found = differences_of(
        folder,
        'expect.grant = "334850.01"\nexpect.cost = "1.00"\nexpect.sizes.alfa = "large"\nexpect.costs.alfa = "2.00"\n'
        'expect.grants.alfa = "unknown"\nexpect.intensities.alfa.industrial_research = "0.6000001"',
    )
    assert found == (
        "the grant: expected 334850.01, found 334850.00",
        "the cost: expected 1.00, found 682000.00",
        "the size of alfa: expected large, found small",
        "the cost of alfa: expected 2.00, found 300000.00",
        "the grant of alfa: expected unknown, found 157500.00",
        "the industrial_research intensity of alfa: expected 0.6000001, found 0.60",
    )


def test_equal_amounts_may_be_written_differently(folder: Path) -> None:
    assert differences_of(folder, 'expect.grant = "334850"') == ()


def test_an_error_that_is_expected_and_comes_is_no_difference(folder: Path) -> None:
    assert differences_of(folder, 'granted_on = 2027-01-01\nexpect.error = "no-law-that-day"') == ()


def test_an_error_that_is_not_expected_is_a_difference(folder: Path) -> None:
    (found,) = differences_of(folder, "granted_on = 2027-01-01\nexpect.failed = []")
    assert found.startswith("assessing ends with an error: no-law-that-day")


def test_an_error_that_does_not_come_is_a_difference(folder: Path) -> None:
    found = differences_of(folder, 'expect.error = "no-law-that-day"')
    assert found == ("assessing does not end with the error no-law-that-day",)


def test_entries_are_named_by_identifier_or_by_number(folder: Path) -> None:
    by_name, by_number = (
        cases_of(folder, f'[[case]]\ntitle = "A"\nchange."participations[{entry}].place_of_work" = "FR"\nexpect = {{}}')
        for entry in ("beta", "1")
    )
    assert by_name[0].read_application() == by_number[0].read_application()


def test_entries_are_taken_out_and_added(folder: Path) -> None:
    (case,) = cases_of(
        folder,
        '[[case]]\ntitle = "A"\nremoved = ["participations[beta]"]\nexpect = {}\n'
        'added."participations" = [{ id = "delta", enterprise = { name = "Delta (example)" } }]',
    )
    assert [each.id for each in case.read_application().participations] == ["alfa", "gamma", "delta"]


def test_what_an_application_leaves_out_can_be_changed(folder: Path) -> None:
    (case,) = cases_of(
        folder,
        '[[case]]\ntitle = "A"\nexpect = {}\nchange."participations[0].costs.feasibility_study.personnel" = 0.01',
    )
    costs = case.read_application().participations[0].costs
    assert costs is not None
    assert costs.feasibility_study.personnel == Decimal("0.01")


@pytest.mark.parametrize("path", ["participations[delta].id", "project.title.first", "participations[7].id", ""])
def test_a_path_that_leads_nowhere_is_refused(folder: Path, path: str) -> None:
    (case,) = cases_of(folder, f'[[case]]\ntitle = "A"\nchange."{path}" = 1\nexpect = {{}}')
    with pytest.raises(ValueError, match=r"leads nowhere|has no entry"):
        case.read_application()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no case"),
        ("[[case]", "is not valid TOML"),
        ("other = 1", "`other` is not a key"),
        ('[[case]]\ntitle = "A"', "expect"),
        ('[[case]]\ntitle = "A"\nexpect = {}\nchanged = {}', "changed"),
        ('[[case]]\ntitle = "A"\nexpect.fails = []', "fails"),
        ('[[case]]\ntitle = "A"\nexpect = {}\n[[case]]\ntitle = "A"\nexpect = {}', "two cases share a title"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(folder: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        cases_of(folder, text)


def test_a_folder_gives_the_cases_of_all_its_files(folder: Path) -> None:
    for name in ("b", "a"):
        content = f'application = "eligible.json"\n[[case]]\ntitle = "{name}"\nexpect = {{}}\n'
        (folder / f"{name}.toml").write_text(content, encoding="utf-8")
    assert [str(case) for case in read_cases(folder)] == ["a: a", "b: b"]
