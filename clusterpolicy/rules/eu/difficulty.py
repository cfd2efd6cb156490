"""Is an undertaking in difficulty? Aid to it is outside the Regulation, whatever the project.

Source: Regulation (EU) No 651/2014, Art. 1(4)(c) and Art. 2(18).

One of the five tests is enough. Hard to read:

- exactly half of the capital is not more than half; a ratio of exactly 7.5 or 1.0 does not meet test (e);
- share capital includes any premium; reserves and other own funds are lost before it is;
- a small or medium-sized enterprise of less than three years is spared the tests (a) and (b), and no other;
- test (e) is for enterprises that are not small or medium-sized, and both of its limbs must be met in both years;
- a year whose accounts are missing is not replaced by an older one: it leaves test (e) open.

The law looks at the undertaking, so that a company of a group is also tested by the consolidated accounts of the group.
Whoever grants the aid decides on a difference between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clusterpolicy.language import (
    Formula,
    Parameters,
    Quantity,
    all_of,
    any_of,
    facts_of,
    latest,
    not_,
    years_after,
    zero,
)
from clusterpolicy.model import Accounts, Enterprise, Participation
from clusterpolicy.rules.eu.sme import IS_SME
from clusterpolicy.rules.eu.sources import SOURCES
from clusterpolicy.rules.eu.submission import SUBMISSION_DAY
from clusterpolicy.units import Unit

enterprise, accounts, partner = facts_of(Enterprise), facts_of(Accounts), facts_of(Participation)
limits = Parameters.beside(__file__, "difficulty.toml")

SOURCE = (SOURCES.GBER_SCOPE, SOURCES.GBER_DIFFICULTY)
"""Where the exclusion and the tests are written."""

LOST_SHARE_CAPITAL = (
    accounts.accumulated_losses - accounts.other_own_funds > limits.lost_share * accounts.subscribed_capital
)
"""Of one set of accounts: after other own funds, losses take more than half of the share capital."""

LOST_CAPITAL = accounts.accumulated_losses > limits.lost_share * accounts.capital_in_accounts
"""Of one set of accounts: losses take more than half of the capital as shown."""

NOTHING: Formula = zero(Unit.EURO)

OVER_INDEBTED = any_of(
    all_of(accounts.equity <= NOTHING, limits.no_equity_is_above),
    all_of(accounts.equity > NOTHING, accounts.book_debt > limits.debt_to_equity * accounts.equity),
)
"""Of one set of accounts: the ratio of debt to equity is above the limit."""

INTEREST_NOT_COVERED = all_of(
    any_of(accounts.interest > NOTHING, not_(limits.no_interest_is_covered)),
    accounts.ebitda < limits.interest_cover * accounts.interest,
)
"""Of one set of accounts: EBITDA does not cover the interest."""


@dataclass(frozen=True, slots=True)
class DifficultyTests:
    """The five tests as quantities about an enterprise, and what follows from them."""

    share_capital: Quantity
    capital: Quantity
    insolvency: Quantity
    rescue: Quantity
    ratios: Quantity
    in_difficulty: Quantity


def tests_of_difficulty(*, day: Formula, is_sme: Formula) -> DifficultyTests:
    """The tests (a) to (e) of an enterprise, by the accounts that are approved and closed on `day`.

    Args:
        day: The day on which it is tested. The Regulation means the day of granting.
        is_sme: Whether the enterprise is small or medium-sized.
    """
    closed = all_of(accounts.approved, accounts.closes_on <= day)
    last_closing = _latest(accounts.closes_on, closed)
    the_year_before = all_of(
        closed,
        accounts.closes_on < last_closing,
        years_after(accounts.closes_on, limits.years_between_accounts) > last_closing,
    )
    spared = Quantity(
        name="spared_tests_of_capital",
        label="the enterprise is an SME of less than three years",
        formula=all_of(is_sme, years_after(enterprise.constituted_on, limits.young_for) > day),
        source=SOURCES.GBER_DIFFICULTY.inferred("The age is counted to the day on which the enterprise is tested."),
    )
    share_capital = Quantity(
        name="lost_half_of_share_capital",
        label="more than half of the share capital is lost",
        formula=all_of(
            enterprise.legal_form.is_in(limits.limited_liability_forms),
            not_(spared),
            _latest(LOST_SHARE_CAPITAL, closed),
        ),
        source=SOURCES.GBER_DIFFICULTY.at("Art. 2(18)(a)"),
    )
    capital = Quantity(
        name="lost_half_of_capital",
        label="more than half of the capital as shown in the accounts is lost",
        formula=all_of(
            enterprise.legal_form.is_in(limits.unlimited_liability_forms),
            not_(spared),
            _latest(LOST_CAPITAL, closed),
        ),
        source=SOURCES.GBER_DIFFICULTY.at("Art. 2(18)(b)"),
    )
    insolvency = Quantity(
        name="in_insolvency",
        label="insolvency proceedings are open, or their conditions are met",
        formula=all_of(enterprise.in_insolvency_proceedings),
        source=SOURCES.GBER_DIFFICULTY.at("Art. 2(18)(c)"),
    )
    rescue = Quantity(
        name="under_rescue_or_restructuring",
        label="rescue aid is not paid back, or a restructuring plan runs",
        formula=any_of(enterprise.has_unpaid_rescue_aid, enterprise.under_restructuring_plan),
        source=SOURCES.GBER_DIFFICULTY.at("Art. 2(18)(d)"),
    )
    ratios = Quantity(
        name="over_indebted_for_two_years",
        label="debt is too high and interest not covered in both past years",
        formula=all_of(
            not_(is_sme),
            _latest(OVER_INDEBTED, closed),
            _latest(INTEREST_NOT_COVERED, closed),
            _latest(OVER_INDEBTED, the_year_before),
            _latest(INTEREST_NOT_COVERED, the_year_before),
        ),
        source=SOURCES.GBER_DIFFICULTY.at("Art. 2(18)(e)"),
    )
    in_difficulty = Quantity(
        name="in_difficulty",
        label="undertaking in difficulty",
        formula=any_of(share_capital, capital, insolvency, rescue, ratios),
        source=SOURCE,
    )
    return DifficultyTests(share_capital, capital, insolvency, rescue, ratios, in_difficulty)


def _latest(value: Any, where: Formula) -> Formula:
    return latest(value, by=accounts.closes_on, where=where)


def spared_by_derogation(*, in_difficulty_at_end_of_2019: Formula, in_difficulty_since: Formula) -> Formula:
    """Aid may be granted in spite of the difficulty: it arose in the window of 2020 and 2021, and not before."""
    return all_of(
        limits.covid_derogation,
        not_(in_difficulty_at_end_of_2019),
        in_difficulty_since >= limits.covid_from,
        in_difficulty_since <= limits.covid_to,
    )


TESTS = tests_of_difficulty(day=SUBMISSION_DAY, is_sme=IS_SME)
"""The tests of every enterprise of an application, by the day of submission."""

IN_DIFFICULTY = TESTS.in_difficulty
"""Whether a partner is an undertaking in difficulty by its accounts, when the application is submitted.

The derogation of 2020 is left out: an application does not say when a difficulty arose.
"""

DECLARED_AS_FOUND = Quantity(
    name="difficulty_declared_as_found",
    label="the declaration on difficulty agrees with the accounts",
    formula=any_of(
        all_of(partner.enterprise.in_difficulty, IN_DIFFICULTY),
        all_of(not_(partner.enterprise.in_difficulty), not_(IN_DIFFICULTY)),
    ),
    source=SOURCE,
)
"""Whether what a partner declares is what its accounts show; unknown where one of the two is."""
