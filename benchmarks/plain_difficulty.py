"""The five tests of an undertaking in difficulty, written out by hand: a part of the peer of Line A.

Regulation (EU) No 651/2014, Art. 2(18), by the accounts approved when the application was submitted. What is not known
is treated as in `plain_line_a`: a truth is true, false, or `None`. Every amount and every ratio is compared exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clusterpolicy.model import Accounts, Enterprise, LegalForm
from clusterpolicy.units import LARGEST_AMOUNT

Truth = bool | None
Test = Callable[[Accounts], Truth]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of the tests. Ratios are shares."""

    lost_share: Decimal = Decimal("0.50")
    young_for: int = 3
    limited: tuple[LegalForm, ...] = (LegalForm.LIMITED_LIABILITY_COMPANY, LegalForm.COOPERATIVE)
    unlimited: tuple[LegalForm, ...] = (LegalForm.UNLIMITED_LIABILITY_PARTNERSHIP,)
    debt_to_equity: Decimal = Decimal("7.5")
    interest_cover: Decimal = Decimal(1)
    no_equity_is_above: bool = True
    no_interest_is_covered: bool = True
    years_between_accounts: int = 2


FIGURES = Figures()
NOTHING = Decimal(0)


def every(answers: Collection[Truth]) -> Truth:
    """False as soon as one answer is; not known as soon as one of the others is not."""
    if False in answers:
        return False
    return None if None in answers else True


def some(answers: Collection[Truth]) -> Truth:
    """True as soon as one answer is; not known as soon as one of the others is not."""
    if True in answers:
        return True
    return None if None in answers else False


def opposite(answer: Truth) -> Truth:
    """Not true. What is not known stays so."""
    return None if answer is None else not answer


def years_later(day: date, years: int) -> date:
    """The same day, years later. Of 29 February it is the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def is_in_difficulty(enterprise: Enterprise, is_sme: Truth, tested_on: date | None) -> Truth:
    """Whether an enterprise is in difficulty by its accounts and by what is open against it."""
    form, accounts = enterprise.legal_form, enterprise.accounts
    limited = None if form is None else form in FIGURES.limited
    unlimited = None if form is None else form in FIGURES.unlimited
    tested = opposite(is_spared(enterprise, is_sme, tested_on))
    closed = (
        None
        if accounts is None
        else [every((each.approved, None if tested_on is None else each.closes_on <= tested_on)) for each in accounts]
    )
    return some(
        (
            enterprise.in_insolvency_proceedings,
            enterprise.has_unpaid_rescue_aid,
            enterprise.under_restructuring_plan,
            every((limited, tested, of_latest(accounts, closed, lost_share_capital))),
            every((unlimited, tested, of_latest(accounts, closed, lost_capital))),
            False if is_sme else every((opposite(is_sme), over_indebted_for_two_years(accounts, closed))),
        )
    )


def is_spared(enterprise: Enterprise, is_sme: Truth, tested_on: date | None) -> Truth:
    """Whether an enterprise is too young for the tests of capital: of less than three years, and not large."""
    founded = enterprise.constituted_on
    if founded is None or tested_on is None:
        return every((is_sme, None))
    return every((is_sme, years_later(founded, FIGURES.young_for) > tested_on))


def of_latest(accounts: Sequence[Accounts] | None, counts: Sequence[Truth] | None, test: Test) -> Truth:
    """What a test says of the latest accounts that count; `None` where more than one may be, and they differ."""
    if accounts is None or counts is None:
        return None
    said = {test(accounts[number]) for number in may_be_latest(accounts, counts)}
    return said.pop() if len(said) == 1 and True in counts else None


def may_be_latest(accounts: Sequence[Accounts], counts: Sequence[Truth]) -> Iterable[int]:
    """Which accounts may be the latest that count: of those that may count, none is older than one that does."""
    certain = [each.closes_on for each, counted in zip(accounts, counts, strict=True) if counted]
    since = max(certain, default=date.min)
    return [number for number, each in enumerate(accounts) if counts[number] is not False and each.closes_on >= since]


def over_indebted_for_two_years(accounts: Sequence[Accounts] | None, closed: Sequence[Truth] | None) -> Truth:
    """Whether debt was too high, and interest not covered, by the latest accounts and by those of the year before."""
    if accounts is None or closed is None:
        return None
    before = [
        every((counts, is_of_year_before(each, accounts, closed)))
        for each, counts in zip(accounts, closed, strict=True)
    ]
    return every(
        (
            of_latest(accounts, closed, over_indebted),
            of_latest(accounts, closed, interest_not_covered),
            of_latest(accounts, before, over_indebted),
            of_latest(accounts, before, interest_not_covered),
        )
    )


def is_of_year_before(entry: Accounts, accounts: Sequence[Accounts], closed: Sequence[Truth]) -> Truth:
    """Whether accounts closed before the latest ones, and less than two years before them."""
    if True not in closed:  # nobody knows when the latest ones closed, if there are any
        return None
    days = [accounts[number].closes_on for number in may_be_latest(accounts, closed)]
    two_years_later = years_later(entry.closes_on, FIGURES.years_between_accounts)
    return every((agreed(entry.closes_on < day for day in days), agreed(two_years_later > day for day in days)))


def agreed(answers: Iterable[bool]) -> Truth:
    """The answer that all give; `None` where they differ."""
    distinct = set(answers)
    return distinct.pop() if len(distinct) == 1 else None


# ── One set of accounts ──────────────────────────────────────────────────────────────────────────────────────────────


def exceeds(amount: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> Truth:
    """Whether one amount is above another, both from a lowest to a highest value."""
    if amount[0] > other[1]:
        return True
    return False if amount[1] <= other[0] else None


def bounds(amount: Decimal | None, lowest: Decimal = NOTHING) -> tuple[Decimal, Decimal]:
    """The lowest and the highest that an amount may be."""
    return (lowest, LARGEST_AMOUNT) if amount is None else (amount, amount)


def lost_share_capital(accounts: Accounts) -> Truth:
    """Whether losses, after other own funds, take more than half of the share capital."""
    losses, funds = bounds(accounts.accumulated_losses), bounds(accounts.other_own_funds)
    lost = (losses[0] - funds[1], losses[1] - funds[0])
    return exceeds(lost, times(FIGURES.lost_share, bounds(accounts.subscribed_capital)))


def lost_capital(accounts: Accounts) -> Truth:
    """Whether losses take more than half of the capital as shown."""
    return exceeds(bounds(accounts.accumulated_losses), times(FIGURES.lost_share, bounds(accounts.capital_in_accounts)))


def over_indebted(accounts: Accounts) -> Truth:
    """Whether the ratio of debt to equity is above the limit."""
    equity = bounds(accounts.equity, -LARGEST_AMOUNT)
    has_equity = exceeds(equity, (NOTHING, NOTHING))
    too_much = exceeds(bounds(accounts.book_debt), times(FIGURES.debt_to_equity, equity))
    return some((every((opposite(has_equity), FIGURES.no_equity_is_above)), every((has_equity, too_much))))


def interest_not_covered(accounts: Accounts) -> Truth:
    """Whether earnings stay below the interest they must cover."""
    interest = bounds(accounts.interest)
    some_interest = some((exceeds(interest, (NOTHING, NOTHING)), not FIGURES.no_interest_is_covered))
    below = exceeds(times(FIGURES.interest_cover, interest), bounds(accounts.ebitda, -LARGEST_AMOUNT))
    return every((some_interest, below))


def times(share: Decimal, amount: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    """A share of an amount."""
    return share * amount[0], share * amount[1]
