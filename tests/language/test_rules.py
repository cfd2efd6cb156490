"""Rules that belong together: the figures of a day, changes to them, the day on which they hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.errors import NoLawThatDay, Problem
from clusterpolicy.language import Beneficiaries, Inquiry, Parameter, Quantity, Stage, facts_of, total
from clusterpolicy.language.parameters import fitting
from clusterpolicy.language.written import read_written, written
from tests.language.faults import faults_of
from tests.language.shire.party_fund import PARTY_FUND, fund
from tests.language.shire.rules_of import SOURCES, limits, requirement, rules_of
from tests.language.shire.world import Hobbit, Petition

petition, hobbit = facts_of(Petition), facts_of(Hobbit)
DAY = date(1401, 9, 22)
RULES = rules_of(
    petition.silver >= limits.silver,
    petition.months >= limits.season,
    petition.warned_on <= limits.leap_day,
    petition.filed_at <= limits.bell,
    limits.open_to_all,
    petition.town == limits.capital,
    petition.town.is_in(limits.near_towns),
    petition.share <= limits.rate_by_age[petition.age],
    petition.town.is_in(limits.neighbours[petition.farthing]),
    petition.town == limits.capital_by_craft[petition.craft],
)


def changed(name: str, value: Any) -> object:
    return RULES.figures_on(DAY, {f"shire/{name}": value})[f"shire/{name}"]


def test_the_figures_of_a_day_are_those_in_force_on_it() -> None:
    assert RULES.figures_on(date(1409, 12, 31))["shire/silver"] == 100
    assert RULES.figures_on(date(1410, 1, 1))["shire/silver"] == Decimal("144.50")
    assert set(RULES.figures_on(DAY)) == set(RULES.figures)


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("silver", Decimal("5.50"), Decimal("5.50")),
        ("silver", 5, Decimal(5)),
        ("silver", "5.50", Decimal("5.50")),
        ("season", 4, 4),
        ("season", "4", 4),
        ("leap_day", date(1408, 2, 29), date(1408, 2, 29)),
        ("leap_day", "1408-02-29", date(1408, 2, 29)),
        ("bell", datetime(1401, 9, 22, tzinfo=UTC), datetime(1401, 9, 22, tzinfo=UTC)),
        ("bell", "1401-09-22T00:00:00+00:00", datetime(1401, 9, 22, tzinfo=UTC)),
        ("open_to_all", False, False),
        ("open_to_all", "false", False),
        ("capital", "Bree", "Bree"),
        ("capital", '"Bree"', "Bree"),
        ("capital", "true", "true"),
        ("near_towns", ("Bree",), ("Bree",)),
        ("near_towns", ["Bree", "Staddle"], ("Bree", "Staddle")),
        ("near_towns", '["Bree", "Staddle"]', ("Bree", "Staddle")),
        ("near_towns", "[]", ()),
        ("rate_by_age", {"tween": 1, "grown": 0, "old": 0}, {"tween": 1, "grown": 0, "old": 0}),
        ("rate_by_age", "{ tween = 1, grown = 0.5, old = 0 }", {"tween": 1, "grown": Decimal("0.5"), "old": 0}),
        (
            "neighbours",
            {"Hobbiton": ["x"], "Bywater": [], "Bree": ["y"]},
            {"Hobbiton": ("x",), "Bywater": (), "Bree": ("y",)},
        ),
    ],
)
def test_a_figure_can_be_changed_to_what_fits_it(name: str, value: object, read: object) -> None:
    assert changed(name, value) == read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("silver", -1),
        ("silver", 0.5),
        ("silver", True),
        ("silver", None),
        ("silver", "many"),
        ("silver", Decimal("NaN")),
        ("silver", Decimal("Infinity")),
        ("silver", Decimal("1E+400")),
        ("silver", {"old": 1}),
        ("season", Decimal("4.5")),
        ("season", "4.5"),
        ("leap_day", datetime(1401, 9, 22, tzinfo=UTC)),
        ("leap_day", "1401-02-29"),
        ("bell", datetime(1401, 9, 22)),  # the lack of a zone is the fault
        ("bell", "1401-09-22T00:00:00"),
        ("open_to_all", 1),
        ("open_to_all", "yes"),
        ("capital", 1),
        ("near_towns", ("Bree", 1)),
        ("near_towns", "Bree"),
        ("silver", "1\nother = 2"),
        ("rate_by_age", Decimal(1)),
        ("rate_by_age", "1"),
        ("rate_by_age", "tween 1"),
        ("rate_by_age", '{ tween = "one", grown = 0, old = 0 }'),
    ],
)
def test_a_change_that_does_not_fit_is_refused(name: str, value: object) -> None:
    faults = faults_of(lambda: changed(name, value))

    assert {fault.code for fault in faults} == {"parameter-invalid"}
    assert {fault.place for fault in faults} == {f"parameter `shire/{name}`"}


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("rate_by_age", {"old": 1}),
        ("rate_by_age", {"tween": 1, "grown": 0, "old": 0, "young": 1}),
        ("neighbours", {"Hobbiton": []}),
    ],
)
def test_a_change_of_a_table_gives_every_row(name: str, rows: dict[str, object]) -> None:
    fault = faults_of(lambda: changed(name, rows))[0]

    assert fault.code == "table-incomplete"
    assert fault.mend.startswith("give it a row for each of ")


def test_a_change_of_what_is_no_parameter_of_these_rules_is_refused_with_the_nearest() -> None:
    faults = faults_of(lambda: RULES.figures_on(DAY, {"shire/sliver": Decimal(1), "shire/rate": Decimal(1), "x": 1}))

    assert [fault.code for fault in faults] == ["unknown-name"] * 3
    assert faults[0].mend == "write `shire/silver`"


def test_all_changes_that_do_not_fit_are_named_at_once() -> None:
    assert len(faults_of(lambda: RULES.figures_on(DAY, {"shire/silver": -1, "shire/season": -1, "shire/x": 1}))) == 3


@pytest.mark.parametrize("day", [date(1400, 12, 31), date(1421, 1, 1)])
def test_outside_of_their_days_rules_do_not_hold(day: date) -> None:
    rule_set = rules_of(petition.festive, in_force_to=date(1420, 12, 31))

    assert rule_set.figures_on(date(1420, 12, 31))
    with pytest.raises(NoLawThatDay, match="only from 1401-01-01 to 1420-12-31"):
        rule_set.figures_on(day)


def test_rules_without_a_last_day_hold_on_every_later_one() -> None:
    assert rules_of(petition.festive).figures_on(date(2999, 12, 31))
    with pytest.raises(NoLawThatDay, match="it is not in force on 1400-12-31, only from 1401-01-01"):
        rules_of(petition.festive).figures_on(date(1400, 12, 31))


def test_every_figure_that_has_no_value_on_a_day_is_named() -> None:
    rule_set = rules_of(petition.silver >= limits.silver, in_force_from=date(1399, 1, 1))

    with pytest.raises(NoLawThatDay) as raised:
        rule_set.figures_on(date(1399, 6, 1))

    assert {problem.place for problem in raised.value.problems} == {
        "parameter `shire/silver`",
        "parameter `shire/party_day`",
    }


@pytest.mark.parametrize("parameter", [*limits, *fund], ids=lambda parameter: parameter.name)
def test_every_value_is_written_as_text_that_reads_back_unchanged(parameter: Parameter) -> None:
    for _, value in parameter.values:
        problems: list[Problem] = []

        assert fitting(parameter, written(value), problems) == value
        assert problems == []


@given(st.text(max_size=12))
def test_every_text_is_written_so_that_it_reads_back_unchanged(text: str) -> None:
    assert read_written(written(text)) == text
    assert read_written(written((text, "By"))) == [text, "By"]
    assert read_written(written({text: text})) == {text: text}


@given(st.decimals(min_value=0, max_value=10**12, places=12))
def test_every_figure_is_written_so_that_it_reads_back_unchanged(figure: Decimal) -> None:
    assert Decimal(read_written(written(figure))) == figure


def test_a_figure_is_written_exactly_whatever_precision_the_caller_reckons_with() -> None:
    with localcontext() as context:
        context.prec = 3

        assert written(Decimal("1234567.890")) == "1234567.89"
        assert changed("silver", Decimal("1234567.89")) == Decimal("1234567.89")


def test_a_rule_set_knows_its_requirements_in_their_order() -> None:
    assert [each.code for each in PARTY_FUND.required()][:3] == ["heard-in-time", "allowed", "large-enough"]
    assert PARTY_FUND.requirements[0].stage is Stage.RECEIVABILITY
    assert PARTY_FUND.requirements[2].stage is Stage.ELIGIBILITY


def test_an_inquiry_holds_answers_of_any_kind_about_the_whole() -> None:
    wealth = Quantity(name="wealth", label="wealth", formula=total(hobbit.silver), source=SOURCES.red_book)
    common: dict[str, Any] = {
        "name": "shire/wealth",
        "version": "1.0.0",
        "title": "Wealth",
        "root": Petition,
        "time_zone": "Europe/Rome",
        "source": SOURCES.red_book,
        "in_force_from": date(1401, 1, 1),
    }

    inquiry = Inquiry(answers={"how much": wealth, "enough": wealth >= limits.silver}, **common)

    assert [part.place for part in inquiry.parts()] == ["answer `how much`", "answer `enough`"]
    assert inquiry.required() == ()
    assert faults_of(lambda: Inquiry(answers={"whose": hobbit.silver}, **common))[0].code == "wrong-scope"


def test_beneficiaries_and_requirements_are_told_apart_by_who_they_are() -> None:
    one, other = requirement(petition.festive), requirement(petition.festive)
    parts = {"of": Hobbit, "cost": hobbit.silver, "grant": hobbit.silver, "intensity": {}}

    assert one != other
    assert Beneficiaries(**parts) != Beneficiaries(**parts)
