"""Parameter files: every figure with its unit, its source and its values by day; a closed schema, each fault named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.errors import NoLawThatDay, UnknownName
from clusterpolicy.language import Confidence, Formula, Parameter, Parameters, Sources
from clusterpolicy.language.kinds import CODES, DATE, INSTANT, TEXT, TRUTH, Kind, number
from clusterpolicy.units import Unit
from tests.language.faults import faults_of
from tests.language.shire.party_fund import fund
from tests.language.shire.rules_of import SOURCES, limits

SOURCE = '[book]\nact = "The Red Book"\narticle = ""\naddress = "https://shire.example/book"\n'
HEAD = 'label = "Silver"\nunit = "EUR"\nsource = "book"\nconfidence = "stated"\n'


def written(folder: Path, text: str, name: str = "parameters.toml") -> Parameters:
    (folder / "sources.toml").write_text(SOURCE, encoding="utf-8")
    (folder / name).write_text(text, encoding="utf-8")
    return Parameters.beside(str(folder / "rules.py"), name)


def value_of(folder: Path, unit: str, value: str, more: str = "") -> Any:
    head = HEAD.replace('"EUR"', f'"{unit}"')
    return written(folder, f"[figure]\n{head}{more}values.1400-01-01 = {value}\n").parameter("figure").values[0][1]


# ── What is read ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        ("EUR", "300000", Decimal(300_000)),
        ("EUR", "144.50", Decimal("144.50")),
        ("EUR", "0", Decimal(0)),
        ("EUR", "1e6", Decimal(1_000_000)),
        ("share", "0.15", Decimal("0.15")),
        ("AWU", "2.5", Decimal("2.5")),
        ("points", "11.1", Decimal("11.1")),
        ("count", "12", 12),
        ("days", "7", 7),
        ("days", "0", 0),
        ("months", "24", 24),
        ("years", "33", 33),
        ("TRL", "5", 5),
        ("date", "1401-09-22", date(1401, 9, 22)),
        ("instant", "1401-09-22T10:00:00Z", datetime(1401, 9, 22, 10, tzinfo=UTC)),
        ("truth", "true", True),
        ("text", '"Michel Delving"', "Michel Delving"),
        ("codes", '["Hobbiton", "By"]', ("Hobbiton", "By")),
        ("codes", "[]", ()),
    ],
)
def test_a_value_is_read_exactly_by_its_unit(tmp_path: Path, unit: str, text: str, value: object) -> None:
    read = value_of(tmp_path, unit, text)

    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("EUR", '"300000"'),
        ("EUR", "true"),
        ("EUR", "-1"),
        ("EUR", "nan"),
        ("EUR", "inf"),
        ("EUR", "1e13"),
        ("EUR", "0.0000000000001"),
        ("EUR", "1400-01-01"),
        ("months", "24.0"),
        ("months", "true"),
        ("months", "-1"),
        ("months", "10000000000000"),
        ("date", '"1401-09-22"'),
        ("date", "1401-09-22T10:00:00Z"),
        ("instant", "1401-09-22T10:00:00"),
        ("instant", "1401-09-22"),
        ("truth", '"true"'),
        ("truth", "1"),
        ("text", "1"),
        ("codes", '"Hobbiton"'),
        ("codes", "[1]"),
        ("codes", '["Hobbiton", 1]'),
    ],
)
def test_a_value_that_does_not_fit_its_unit_is_refused(tmp_path: Path, unit: str, text: str) -> None:
    fault = faults_of(lambda: value_of(tmp_path, unit, text))[0]

    assert fault.code == "parameter-invalid"
    assert fault.message.endswith("does not fit the unit")
    assert fault.place == f"{tmp_path.name}/parameters.toml: [figure] values.1400-01-01"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("silver", number(Unit.EURO)),
        ("rate", number(Unit.SHARE)),
        ("dozen", number(Unit.COUNT)),
        ("party_day", DATE),
        ("bell", INSTANT),
        ("open_to_all", TRUTH),
        ("capital", TEXT),
        ("near_towns", CODES),
        ("rate_by_age", number(Unit.SHARE)),
    ],
)
def test_a_parameter_has_the_kind_of_its_unit(name: str, kind: Kind) -> None:
    assert limits.parameter(name).kind == kind


def test_a_parameter_keeps_all_that_its_file_says() -> None:
    parameter = fund.parameter("highest_toll")

    assert parameter.name == "shire/party_fund/highest_toll"
    assert parameter.label == "Highest toll"
    assert parameter.limit == "below"
    assert (parameter.by, parameter.until) == (None, None)
    assert parameter.source == SOURCES.rumour.inferred("As the ferryman counts.")


def test_the_note_of_the_source_stays_where_the_figure_has_none_of_its_own(tmp_path: Path) -> None:
    parameters = written(tmp_path, f"[figure]\n{HEAD}values.1400-01-01 = 1\n")

    assert parameters.parameter("figure").source.confidence is Confidence.STATED
    assert parameters.parameter("figure").source.note == ""


def test_a_table_has_a_value_for_each_row() -> None:
    parameter = limits.parameter("rate_by_age")

    assert parameter.by == "age"
    assert parameter.values[0][1] == {"tween": Decimal("0.5"), "grown": Decimal("0.333"), "old": Decimal(1)}


def test_a_parameter_is_a_formula_and_an_attribute() -> None:
    assert isinstance(limits.silver, Formula)
    assert [parameter.name for parameter in limits][:2] == ["shire/silver", "shire/forfeit"]
    assert "silver" in dir(limits)
    assert not hasattr(limits, "__wrapped__")


def test_an_unknown_parameter_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownName) as raised:
        limits.sliver  # noqa: B018  # reading it is what is refused

    assert str(raised.value) == (
        "[unknown-name] shire/parameters.toml: there is no parameter `sliver`. To mend it: write `silver`."
    )


@pytest.mark.parametrize(
    ("folders", "file", "name"),
    [
        ("shire", "parameters.toml", "shire/figure"),
        ("shire", "feast.toml", "shire/feast/figure"),
        ("rules/shire", "parameters.toml", "shire/figure"),
        ("rules/shire/east", "feast.toml", "shire/east/feast/figure"),
        ("rules/home/rules/shire", "parameters.toml", "shire/figure"),
    ],
)
def test_the_full_name_starts_with_the_folders_below_rules(tmp_path: Path, folders: str, file: str, name: str) -> None:
    folder = tmp_path / folders
    folder.mkdir(parents=True)

    assert written(folder, f"[figure]\n{HEAD}values.1400-01-01 = 1\n", file).parameter("figure").name == name


def test_sources_of_another_folder_may_be_given(tmp_path: Path) -> None:
    text = f"[figure]\n{HEAD}values.1400-01-01 = 1\n".replace('"book"', '"red_book"')
    (tmp_path / "parameters.toml").write_text(text, encoding="utf-8")

    assert Parameters.beside(str(tmp_path / "rules.py"), sources=SOURCES).parameter("figure").source == SOURCES.red_book
    assert isinstance(SOURCES, Sources)


# ── Faults of the file ───────────────────────────────────────────────────────────────────────────────────────────────

GOOD = "values.1400-01-01 = 1\n"


@pytest.mark.parametrize(
    ("text", "code", "said", "mend"),
    [
        ("figure = 1", "parameter-invalid", "a parameter is a table", 'label = "..."'),
        (f"[figure]\n{HEAD}{GOOD}limt = 1", "parameter-invalid", "`limt` is not a key of a parameter", "`limit`"),
        (f"[figure]\n{HEAD}{GOOD}".replace('"Silver"', '" "'), "parameter-invalid", "`label` is missing", "in words"),
        (f"[figure]\n{HEAD}{GOOD}".replace('"Silver"', "1"), "parameter-invalid", "`label` is missing", "in words"),
        (f"[figure]\n{HEAD}{GOOD}note = 1", "parameter-invalid", "`note` is not a text", "in quotes"),
        (f"[figure]\n{HEAD}{GOOD}by = 1", "parameter-invalid", "`by` does not say what the rows are", "by ="),
        (f'[figure]\n{HEAD}{GOOD}by = ""', "parameter-invalid", "`by` does not say what the rows are", "by ="),
        (f'[figure]\n{HEAD}{GOOD}limit = "atleast"', "parameter-invalid", "`atleast` is not a side", "`at least`"),
        (f'[figure]\n{HEAD}{GOOD}until = "1410"', "parameter-invalid", "`until` is not a day", "until ="),
        (f"[figure]\n{HEAD}{GOOD}until = 1410-01-01T00:00:00Z", "parameter-invalid", "`until` is not a day", "until ="),
        (f"[figure]\n{HEAD}{GOOD}until = 1399-12-31", "parameter-invalid", "lies before the last value", "correct"),
        (f"[figure]\n{HEAD}", "parameter-invalid", "`values` is missing", "values."),
        (f"[figure]\n{HEAD}values = 1", "parameter-invalid", "`values` is missing", "values."),
        (f"[figure]\n{HEAD}values = {{}}", "parameter-invalid", "`values` is missing", "values."),
        (f"[figure]\n{HEAD}{GOOD}".replace('"EUR"', '"Euro"'), "parameter-invalid", "`Euro` is not a unit", "`EUR`"),
        (f"[figure]\n{HEAD}{GOOD}".replace('unit = "EUR"\n', ""), "parameter-invalid", "`None` is not a unit", "`"),
        (f"[figure]\n{HEAD}{GOOD}".replace('"book"', '"bok"'), "missing-source", "there is no source `bok`", "`book`"),
        (f"[figure]\n{HEAD}{GOOD}".replace('source = "book"\n', ""), "missing-source", "`source` is missing", "`book`"),
        (f"[figure]\n{HEAD}{GOOD}".replace('"stated"', '"sure"'), "missing-source", "`sure` is not a", "`stated`"),
        (
            f"[figure]\n{HEAD}{GOOD}".replace('confidence = "stated"\n', ""),
            "missing-source",
            "`confidence` is missing",
            "`assumed`",
        ),
        (
            f"[figure]\n{HEAD}{GOOD}".replace('"stated"', '"assumed"'),
            "missing-source",
            "a figure that is assumed says why",
            "note =",
        ),
        (
            f"[figure]\n{HEAD}{GOOD}".replace('"stated"', '"inferred"'),
            "missing-source",
            "a figure that is inferred says why",
            "note =",
        ),
        (f"[figure]\n{HEAD}values.1400 = 1", "parameter-invalid", "`1400` is not a day", "values.2016-10-26"),
        (f"[figure]\n{HEAD}values.14000101 = 1", "parameter-invalid", "`14000101` is not a day", "values.2016-10-26"),
        (f"[figure]\n{HEAD}values.1400-W01-1 = 1", "parameter-invalid", "`1400-W01-1` is not a day", "values."),
        (f"[figure]\n{HEAD}values.1400-02-30 = 1", "parameter-invalid", "`1400-02-30` is not a day", "values."),
        (f"[figure]\n{HEAD}values.1400-01-01 = {{ a = 1 }}", "parameter-invalid", "the value is a table", "by ="),
        (f'[figure]\n{HEAD}by = "age"\n{GOOD}', "parameter-invalid", "the value is no table", "micro"),
        (
            f'[figure]\n{HEAD}by = "age"\nvalues.1400-01-01 = {{ old = "x" }}',
            "parameter-invalid",
            "'x' in row `old` does not fit the unit",
            "0.15",
        ),
        (f"[beside]\n{HEAD}{GOOD}", "duplicate-name", "the name has a meaning here", "change it"),
        (f"[parameter]\n{HEAD}{GOOD}", "duplicate-name", "the name has a meaning here", "change it"),
        ("[figure", "parameter-invalid", "it is no TOML", "correct"),
        (f"[figure]\n{HEAD}{GOOD}{GOOD}", "parameter-invalid", "it is no TOML", "correct"),
    ],
)
def test_each_fault_of_a_parameter_is_named_with_what_to_write(
    tmp_path: Path, text: str, code: str, said: str, mend: str
) -> None:
    faults = faults_of(lambda: written(tmp_path, text))

    assert [fault.code for fault in faults] == [code]
    assert said in faults[0].message
    assert mend in faults[0].mend
    assert f"{tmp_path.name}/parameters.toml" in faults[0].place


def test_all_faults_of_all_parameters_are_named_at_once(tmp_path: Path) -> None:
    text = f'[one]\nunit = "Euro"\n[two]\n{HEAD}values.1400-01-01 = "x"\nvalues.1401-01-01 = "y"\n[three]\n{HEAD}{GOOD}'

    faults = faults_of(lambda: written(tmp_path, text))

    assert [fault.place.split()[1] for fault in faults] == ["[one]"] * 4 + ["[two]"] * 2


def test_the_faults_of_one_entry_are_named_in_the_same_order_every_time(tmp_path: Path) -> None:
    text = f"[figure]\n{HEAD}{GOOD}" + "".join(f"{key} = 1\n" for key in ("zeal", "ale", "mirth", "bread", "song"))

    faults = faults_of(lambda: written(tmp_path, text))

    assert [fault.message.split("`")[1] for fault in faults] == ["ale", "bread", "mirth", "song", "zeal"]


# ── Values by day ────────────────────────────────────────────────────────────────────────────────────────────────────


def parameter_until(folder: Path, until: str = "") -> Parameter:
    text = f"[figure]\n{HEAD}values.1410-01-01 = 2\nvalues.1400-01-01 = 1\n{until}"
    return written(folder, text).parameter("figure")


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(1400, 1, 1), 1),
        (date(1409, 12, 31), 1),
        (date(1410, 1, 1), 2),
        (date(2999, 12, 31), 2),
    ],
)
def test_a_value_is_in_force_from_its_day_until_the_next(tmp_path: Path, day: date, value: int) -> None:
    assert parameter_until(tmp_path).on(day) == value


def test_before_the_first_day_no_value_is_known(tmp_path: Path) -> None:
    with pytest.raises(NoLawThatDay) as raised:
        parameter_until(tmp_path).on(date(1399, 12, 31))

    problem = raised.value.problems[0]
    assert (problem.code, problem.place) == ("no-law-that-day", f"parameter `{tmp_path.name}/figure`")
    assert problem.message == "no value is known to be in force on 1399-12-31; values are known from 1400-01-01"


def test_after_the_last_day_no_value_is_known(tmp_path: Path) -> None:
    parameter = parameter_until(tmp_path, "until = 1411-12-31\n")

    assert parameter.on(date(1411, 12, 31)) == 2
    with pytest.raises(NoLawThatDay, match="values are known from 1400-01-01 to 1411-12-31"):
        parameter.on(date(1412, 1, 1))


@given(st.dates(date(1400, 1, 1), date(1420, 1, 1)))
def test_the_value_of_a_day_is_the_last_one_that_began_by_then(day: date) -> None:
    parameter = limits.parameter("silver")

    assert parameter.on(day) == [value for since, value in parameter.values if since <= day][-1]
