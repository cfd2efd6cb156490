"""When an undertaking is in difficulty: the five tests, their boundaries, and who is spared them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterpolicy.engines.ask import ask
from clusterpolicy.errors import NoLawThatDay
from clusterpolicy.language import Inquiry, every
from clusterpolicy.model import Application, Enterprise
from clusterpolicy.rules.eu import in_difficulty
from clusterpolicy.rules.eu.difficulty import DECLARED_AS_FOUND, IN_DIFFICULTY
from clusterpolicy.rules.eu.doors.difficulty import DifficultyAnswer
from clusterpolicy.rules.eu.sources import SOURCES

GRANTED = date(2017, 7, 29)
OLD = date(2011, 7, 29)


def accounts(year: int = 2016, **figures: object) -> dict[str, object]:
    return {"closes_on": date(year, 12, 31), "approved": True, **figures}


def firm(*accounts: dict[str, object], **facts: object) -> Enterprise:
    """A sound limited liability company of many years, but for what is said otherwise."""
    return Enterprise.model_validate(
        {
            "name": "Alfa",
            "legal_form": "limited_liability_company",
            "constituted_on": OLD,
            "in_insolvency_proceedings": False,
            "has_unpaid_rescue_aid": False,
            "under_restructuring_plan": False,
            "accounts": accounts,
            **facts,
        }
    )


def answer(enterprise: Enterprise, *, sme: bool | None = True, on: date = GRANTED, **more: Any) -> DifficultyAnswer:
    return in_difficulty(enterprise, sme=sme, on=on, **more)


def capital(losses: str, **changes: object) -> dict[str, object]:
    """Capital 100,000 with a premium of 50,000, reserves 20,000."""
    figures = {"subscribed_capital": "150000", "other_own_funds": "20000", "accumulated_losses": losses}
    return {**accounts(), **figures, **changes}


# ── (a) Share capital ────────────────────────────────────────────────────────────────────────────────────────────────


def test_losses_of_exactly_half_of_the_share_capital_are_not_more_than_half() -> None:
    assert answer(firm(capital("95000"))).value is False
    assert answer(firm(capital("95000.01"))).value is True


def test_the_premium_is_part_of_the_share_capital_and_reserves_are_lost_first() -> None:
    without_premium = capital("95000", subscribed_capital="100000")
    without_reserves = capital("95000", other_own_funds="0")
    assert answer(firm(without_premium)).value is True
    assert answer(firm(without_reserves)).value is True


def test_reserves_as_large_as_the_losses_spare_the_capital_whatever_the_losses() -> None:
    assert answer(firm(capital("9000000", other_own_funds="9000000"))).value is False


def test_a_cooperative_is_tested_as_a_company_unless_the_reading_is_changed() -> None:
    cooperative = firm(capital("140000"), legal_form="cooperative")
    strict = {"eu/difficulty/limited_liability_forms": ["limited_liability_company"]}
    assert answer(cooperative).value is True
    assert answer(cooperative, changes=strict).value is False


@pytest.mark.parametrize("form", ["sole_trader", "other", "unlimited_liability_partnership"])
def test_who_has_no_share_capital_is_not_tested_by_it(form: str) -> None:
    assert answer(firm(capital("140000"), legal_form=form)).tests["a"].value is False


def test_the_latest_approved_accounts_decide_however_they_are_listed() -> None:
    bad, good, not_approved = capital("140000"), capital("0"), capital("140000")
    assert answer(firm({**bad, "closes_on": date(2015, 12, 31)}, good)).value is False
    assert answer(firm(good, {**bad, "closes_on": date(2015, 12, 31)})).value is False
    assert answer(firm({**good, "closes_on": date(2015, 12, 31)}, bad)).value is True
    newest = {**not_approved, "closes_on": date(2017, 3, 31), "approved": False}
    assert answer(firm(good, newest)).value is False


def test_accounts_that_close_after_the_day_of_granting_do_not_count() -> None:
    assert answer(firm(capital("0"), {**capital("140000"), "closes_on": date(2017, 12, 31)})).value is False


def test_without_accounts_a_company_is_neither_in_difficulty_nor_out_of_it() -> None:
    found = answer(firm())
    assert found.value is None
    assert found.tests["a"].value is None


# ── The youth of an SME ──────────────────────────────────────────────────────────────────────────────────────────────


def test_an_sme_is_spared_the_test_of_capital_until_its_third_anniversary() -> None:
    lost = capital("140000")
    assert answer(firm(lost, constituted_on=date(2014, 7, 30))).value is False
    assert answer(firm(lost, constituted_on=date(2014, 7, 29))).value is True


def test_a_large_enterprise_is_never_too_young() -> None:
    young = firm(capital("140000"), constituted_on=date(2016, 7, 29))
    assert answer(young, sme=False).value is True


def test_youth_spares_nobody_insolvency_or_rescue() -> None:
    young = date(2016, 7, 29)
    assert answer(firm(constituted_on=young, in_insolvency_proceedings=True)).value is True
    assert answer(firm(constituted_on=young, has_unpaid_rescue_aid=True)).value is True
    assert answer(firm(constituted_on=young, under_restructuring_plan=True)).value is True


# ── (b) Unlimited liability ──────────────────────────────────────────────────────────────────────────────────────────


def partnership(losses: str, **facts: object) -> Enterprise:
    figures = accounts(capital_in_accounts="100000", accumulated_losses=losses)
    return firm(figures, **{"legal_form": "unlimited_liability_partnership", **facts})


def test_a_partnership_is_tested_by_its_capital_in_the_accounts() -> None:
    assert answer(partnership("50000")).value is False
    assert answer(partnership("50000.01")).value is True
    assert answer(partnership("50000.01", constituted_on=date(2014, 7, 30))).value is False
    assert answer(partnership("50000.01", legal_form="sole_trader")).value is False


# ── (e) Ratios ───────────────────────────────────────────────────────────────────────────────────────────────────────


def ratios(year: int, debt: str, cover: str, equity: str = "100", interest: str = "100") -> dict[str, object]:
    sound = {"subscribed_capital": "100", "other_own_funds": "0", "accumulated_losses": "0"}
    return accounts(year, **sound, book_debt=debt, equity=equity, ebitda=cover, interest=interest)


def large(*years: dict[str, object], **more: Any) -> bool | None:
    return answer(firm(*years), sme=False, **more).value


def test_both_limbs_in_both_years_put_a_large_enterprise_in_difficulty() -> None:
    assert large(ratios(2015, "900", "90"), ratios(2016, "810", "99")) is True


def test_a_cover_of_exactly_one_in_the_second_year_is_an_escape() -> None:
    assert large(ratios(2015, "900", "90"), ratios(2016, "810", "100")) is False


@pytest.mark.parametrize("good", [("750", "90"), ("900", "100"), ("700", "200")])
def test_one_good_year_or_one_good_limb_is_enough_to_escape(good: tuple[str, str]) -> None:
    bad = ("900", "90")
    assert large(ratios(2015, *good), ratios(2016, *bad)) is False
    assert large(ratios(2015, *bad), ratios(2016, *good)) is False


def test_an_sme_is_not_tested_by_its_ratios() -> None:
    assert answer(firm(ratios(2015, "900", "90"), ratios(2016, "900", "90")), sme=True).value is False


def test_a_year_that_is_missing_leaves_the_test_open_and_no_older_year_stands_in() -> None:
    bad = ("900", "90")
    assert large(ratios(2016, *bad)) is None
    assert large(ratios(2014, *bad), ratios(2016, *bad)) is None
    assert large(ratios(2014, *bad), ratios(2015, *bad), ratios(2016, *bad)) is True


def test_accounts_that_are_not_approved_are_those_of_no_year() -> None:
    bad, drawn_up = ratios(2016, "900", "90"), {**ratios(2015, "900", "90"), "approved": False}
    assert large(drawn_up, bad) is None
    assert large({**drawn_up, "approved": None}, bad) is None
    assert large(ratios(2015, "900", "90"), bad, {**ratios(2016, "1", "900"), "closes_on": date(2017, 7, 30)}) is True


def test_a_good_latest_year_settles_the_test_whatever_is_missing() -> None:
    assert large(ratios(2016, "100", "200")) is False


def test_equity_of_zero_or_below_counts_as_above_the_limit_unless_the_reading_is_changed() -> None:
    other = {"eu/difficulty/no_equity_is_above": False}
    for equity in ("0", "-5"):
        years = (ratios(2015, "1", "90", equity), ratios(2016, "1", "90", equity))
        assert large(*years) is True
        assert large(*years, changes=other) is False


def test_no_interest_counts_as_covered_unless_the_reading_is_changed() -> None:
    years = (ratios(2015, "900", "-1", interest="0"), ratios(2016, "900", "-1", interest="0"))
    assert large(*years) is False
    assert large(*years, changes={"eu/difficulty/no_interest_is_covered": False}) is True


# ── The group ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_where_enterprise_and_group_differ_both_are_told_and_nothing_is_settled() -> None:
    found = answer(firm(capital("0")), group=firm(capital("140000")))
    assert (found.enterprise.value, found.group and found.group.value, found.value) == (False, True, None)
    assert "group" in found.report()
    assert found.reasons == (*found.enterprise.reasons, *(found.group.reasons if found.group else ()))
    assert len(found.reasons) == 2


def test_where_enterprise_and_group_agree_the_answer_is_theirs() -> None:
    assert answer(firm(capital("140000")), group=firm(capital("140000"))).value is True


# ── The derogation of 2020 ───────────────────────────────────────────────────────────────────────────────────────────


def excluded(on: date, since: date | None, *, before: bool | None = False, **more: Any) -> bool | None:
    troubled = firm(in_insolvency_proceedings=True)
    value = answer(
        troubled, on=on, in_difficulty_at_end_of_2019=before, in_difficulty_since=since, **more
    ).excluded.value
    return None if value is None else bool(value)


@pytest.mark.parametrize(
    ("granted", "since", "expected"),
    [
        (date(2020, 7, 26), date(2020, 3, 1), True),
        (date(2020, 7, 27), date(2020, 3, 1), False),
        (date(2020, 7, 27), date(2019, 12, 31), True),
        (date(2020, 7, 27), date(2020, 1, 1), False),
        (date(2021, 7, 31), date(2021, 6, 30), False),
        (date(2021, 7, 31), date(2021, 7, 1), True),
        (date(2021, 8, 1), date(2021, 7, 1), False),
        (date(2021, 12, 31), date(2021, 12, 31), False),
        (date(2022, 1, 1), date(2021, 12, 31), True),
    ],
)
def test_a_difficulty_of_the_outbreak_bars_no_aid_within_the_window(granted: date, since: date, expected: bool) -> None:
    assert excluded(granted, since) is expected


def test_who_was_in_difficulty_at_the_end_of_2019_is_not_spared() -> None:
    assert excluded(date(2021, 1, 1), date(2020, 3, 1), before=True) is True
    assert excluded(date(2021, 1, 1), date(2020, 3, 1), before=None) is None
    assert excluded(date(2021, 1, 1), None) is None


def test_whether_the_derogation_holds_after_its_window_is_a_switch() -> None:
    still = {"eu/difficulty/covid_derogation": True}
    assert excluded(date(2022, 1, 1), date(2021, 12, 31), changes=still) is False
    assert excluded(date(2022, 1, 1), date(2022, 1, 1), changes=still) is True
    assert excluded(date(2020, 7, 26), date(2020, 3, 1), changes=still) is True


# ── In an application ────────────────────────────────────────────────────────────────────────────────────────────────

PARTNERS = Inquiry(
    name="test/partners",
    version="1",
    title="Partners of an application",
    root=Application,
    time_zone="Europe/Rome",
    source=SOURCES.GBER,
    in_force_from=date(2014, 7, 1),
    answers={"in_difficulty": every(IN_DIFFICULTY), "as_declared": every(DECLARED_AS_FOUND)},
)


def application(losses: str, *, declared: bool | None) -> Application:
    figures = {**capital(losses), "headcount": "20", "turnover": "1000000", "balance_sheet_total": "1000000"}
    enterprise = firm(figures, autonomous=True, in_difficulty=declared)
    return Application.model_validate(
        {
            "id": "1",
            "call": "any",
            "submitted_at": "2017-01-31T12:00:00+01:00",
            "project": {"title": "Gears"},
            "participations": [{"id": "alfa", "enterprise": enterprise}],
        }
    )


@pytest.mark.parametrize(("losses", "found"), [("95000", False), ("95000.01", True)])
def test_a_partner_of_an_application_is_tested_by_the_same_rules(losses: str, found: bool) -> None:
    assert ask(PARTNERS, "in_difficulty", application(losses, declared=None), on=GRANTED).value is found
    for declared in (True, False):
        facts = application(losses, declared=declared)
        assert ask(PARTNERS, "as_declared", facts, on=GRANTED).value is (declared is found)


def test_a_declaration_that_is_missing_agrees_with_nothing_yet() -> None:
    assert ask(PARTNERS, "as_declared", application("0", declared=None), on=GRANTED).value is None


# ── Time, and laws ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("day", [date(2014, 6, 30), date(2027, 1, 1)])
def test_outside_the_known_days_nobody_is_tested(day: date) -> None:
    with pytest.raises(NoLawThatDay):
        answer(firm(), on=day)


amounts = st.decimals("0", "1000", places=2)


@given(amounts, amounts, amounts, amounts)
def test_more_losses_never_end_a_difficulty(base: Decimal, own: Decimal, losses: Decimal, more: Decimal) -> None:
    figures = {"subscribed_capital": base, "other_own_funds": own}
    less = answer(firm({**accounts(), **figures, "accumulated_losses": losses})).value
    worse = answer(firm({**accounts(), **figures, "accumulated_losses": losses + more})).value
    assert worse or not less


def test_what_is_not_known_is_named() -> None:
    labels = [each.label for each in answer(firm(capital("95000", subscribed_capital=None))).enterprise.missing]
    assert labels == ["subscribed share capital with premium"]
    report = answer(firm(capital("95000", subscribed_capital=None))).report()
    assert "Not known: subscribed share capital with premium." in report
    assert "group" not in report


FACTS: dict[str, Any] = {
    "legal_form": "limited_liability_company",
    "constituted_on": OLD,
    "in_insolvency_proceedings": False,
    "has_unpaid_rescue_aid": False,
    "under_restructuring_plan": False,
}
YEAR = ("subscribed_capital", "other_own_funds", "accumulated_losses", "book_debt", "equity", "ebitda", "interest")


@given(
    st.fixed_dictionaries({name: st.integers(0, 20).map(Decimal) for name in YEAR}),
    st.booleans(),
    st.sets(st.sampled_from([*YEAR, *FACTS, "approved"])),
    st.booleans(),
)
def test_knowing_less_never_settles_the_question_in_another_way(
    figures: dict[str, Decimal], sme: bool, forgotten: set[str], forget_size: bool
) -> None:
    year: dict[str, object] = {**accounts(), **figures}
    full = answer(firm(year, {**year, "closes_on": date(2015, 12, 31)}, **FACTS), sme=sme)
    known = {name: value for name, value in year.items() if name not in forgotten}
    facts = {name: None if name in forgotten else value for name, value in FACTS.items()}
    less = answer(firm(known, {**known, "closes_on": date(2015, 12, 31)}, **facts), sme=None if forget_size else sme)
    assert full.value is not None
    assert less.value in (None, full.value)
