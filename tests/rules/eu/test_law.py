"""Which text of the law applies to aid that is granted on a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.errors import NoLawThatDay
from clusterpolicy.language import Value
from clusterpolicy.model.aid import Collaboration, Party, PartyKind, SharedCost, Support, SupportKind
from clusterpolicy.rules import eu
from clusterpolicy.rules.eu import law_in_force

WINDOWS = [
    ("2014", date(2014, 7, 1), date(2017, 7, 9), "R1", "651/2014"),
    ("2017", date(2017, 7, 10), date(2020, 7, 26), "R1", "2017/1084"),
    ("2020", date(2020, 7, 27), date(2021, 7, 31), "R1", "2020/972"),
    ("2021", date(2021, 8, 1), date(2023, 6, 30), "R1", "2021/1237"),
    ("2023", date(2023, 7, 1), date(2026, 12, 31), "R2", "2023/1315"),
]


@pytest.mark.parametrize(("text", "first", "last", "rules", "act"), WINDOWS)
def test_each_text_holds_from_its_first_day_to_its_last(
    text: str, first: date, last: date, rules: str, act: str
) -> None:
    for day in (first, last):
        law = law_in_force(day)
        assert (law.value, law.in_force_from, law.in_force_to) == (text, first, last)
        assert (law.intensity_rules, law.law_of) == (rules, day)
        assert law.act.startswith("Regulation (EU) No 651/2014")
        assert law.act.endswith(act)


@pytest.mark.parametrize("day", [date(2014, 6, 30), date(2027, 1, 1), date(1999, 1, 1), date(2999, 1, 1)])
def test_outside_these_days_there_is_no_law_and_no_neighbour(day: date) -> None:
    with pytest.raises(NoLawThatDay):
        law_in_force(day)


@pytest.mark.parametrize(
    ("amended", "last", "before"),
    [
        (date(2017, 7, 10), date(2018, 1, 9), "2014"),
        (date(2020, 7, 27), date(2021, 1, 26), "2017"),
        (date(2021, 8, 1), date(2022, 1, 31), "2020"),
        (date(2023, 7, 1), date(2023, 12, 31), "2021"),
        (date(2027, 1, 1), date(2027, 6, 30), "2023"),
    ],
)
def test_a_scheme_not_adapted_keeps_the_text_before_for_six_months(amended: date, last: date, before: str) -> None:
    for day in (amended, last):
        law = law_in_force(day, scheme_not_adapted=True)
        assert (law.value, law.law_of) == (before, amended - timedelta(days=1))
        assert "six months" in law.report()


@pytest.mark.parametrize("day", [date(2018, 1, 10), date(2022, 2, 1), date(2024, 1, 1), date(2017, 7, 9)])
def test_outside_a_transition_the_switch_changes_nothing(day: date) -> None:
    assert law_in_force(day, scheme_not_adapted=True) == law_in_force(day)


def test_the_first_text_has_none_before_it() -> None:
    assert law_in_force(date(2014, 7, 1), scheme_not_adapted=True).value == "2014"
    with pytest.raises(NoLawThatDay):
        law_in_force(date(2014, 6, 30), scheme_not_adapted=True)


def test_after_the_tail_of_a_scheme_there_is_no_law() -> None:
    with pytest.raises(NoLawThatDay):
        law_in_force(date(2027, 7, 1), scheme_not_adapted=True)


@pytest.mark.parametrize(
    ("day", "de_minimis", "framework"),
    [
        (date(2022, 10, 27), "1407/2013", "2014/C 198/01"),
        (date(2022, 10, 28), "1407/2013", "2022/C 414/01"),
        (date(2023, 12, 31), "1407/2013", "2022/C 414/01"),
        (date(2024, 1, 1), "2023/2831", "2022/C 414/01"),
    ],
)
def test_the_companions_are_those_of_the_day_of_granting(day: date, de_minimis: str, framework: str) -> None:
    law = law_in_force(day, scheme_not_adapted=True)
    assert law.de_minimis_act.endswith(de_minimis)
    assert law.research_framework.endswith(f"development and innovation, {framework}")


def test_every_question_of_the_regulation_knows_the_switch() -> None:
    late, too_late = date(2027, 6, 30), date(2027, 7, 1)
    staff = SharedCost(name="staff", amount=Decimal(100), intensities=(Decimal("0.5"),))
    pair = tuple(Party(name=name, kind=PartyKind.UNDERTAKING, sme=True, cost=Decimal(1)) for name in ("A", "B"))
    together = Collaboration(effective=True, parties=pair)

    def values(day: date) -> list[object]:
        return [
            eu.cumulation_room([staff], on=day, scheme_not_adapted=True).value,
            eu.has_unpaid_recovery_order([], on=day, scheme_not_adapted=True).value,
            eu.must_publish("100000.01", on=day, scheme_not_adapted=True).value,
            eu.collaboration_earns_bonus(together, on=day, scheme_not_adapted=True).value,
        ]

    assert values(late) == [Decimal("50.00"), False, True, True]
    with pytest.raises(NoLawThatDay):
        values(too_late)


def test_a_scheme_that_was_not_adapted_publishes_and_cumulates_by_the_text_before() -> None:
    by_the_text: dict[str, Value] = {"eu/publication/lower_threshold_from": date(2023, 7, 1)}
    day = date(2023, 12, 31)
    assert eu.must_publish("100000.01", on=day, changes=by_the_text).value is True
    assert eu.must_publish("100000.01", on=day, changes=by_the_text, scheme_not_adapted=True).value is False
    staff = SharedCost(name="staff", amount=Decimal(100), intensities=(Decimal("0.5"),))
    loan = Support(name="Loan", kind=SupportKind.INVEST_EU, amount=Decimal(1), covers=("staff",))
    with pytest.raises(NoLawThatDay):
        eu.cumulation_room([staff], [loan], on=date(2022, 1, 31), scheme_not_adapted=True)
    assert eu.cumulation_room([staff], [loan], on=date(2022, 2, 1), scheme_not_adapted=True).value == Decimal("49.50")


def test_the_answer_names_the_act_and_where_that_is_written() -> None:
    report = law_in_force(date(2022, 1, 1)).report()
    assert "2021/1237" in report
    assert "Art. 59" in report


@given(st.dates(date(2014, 7, 1), date(2026, 12, 31)))
def test_every_known_day_has_one_text_that_holds_on_it(day: date) -> None:
    law = law_in_force(day)
    assert law.in_force_to is not None
    assert law.in_force_from <= day <= law.in_force_to
