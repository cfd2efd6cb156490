"""Applications that Line A of Piedmont finds eligible, often exactly at its limits.

They are built around what the two calls of 2016 and 2017 published about themselves: a mean project of 682,000 euro,
carried out by three enterprises, with research ordered for 140,000 euro.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from clusterpolicy.dates import years_after
from clusterpolicy.model import Application, Size
from clusterpolicy.model.enterprise import ADVERSE_FACTS
from clusterpolicy.testing import values as v
from clusterpolicy.testing.owned import standing_alone

MEAN_COST = 682_000_00
"""Cost of a mean project of Line A, in cents: 49.8 million euro of 73 projects."""

MEAN_ORDER = 140_000_00
"""Mean contract with a research organisation in Line A, in cents: 13 million euro of 93 contracts."""

PARTNERS_MOSTLY = st.sampled_from((3, 1, 2, 3, 4, 3, 2, 10))
"""How many enterprises take part: mostly few; now and then ten, the most that Line A admits."""

FIGURES_AT_THE_LIMITS = {
    Size.MICRO: (("9.5", "1800000.00", "1500000.00"), ("9.99", "2000000.00", "2000000.01"), ("0", "0.00", "0.00")),
    Size.SMALL: (
        ("10", "2000000.00", "2000000.00"),
        ("49.99", "10000000.00", "10000000.01"),
        ("9.99", "2000000.01", "2000000.01"),
    ),
    Size.MEDIUM: (
        ("50", "10000000.00", "10000000.00"),
        ("249.99", "50000000.01", "43000000.00"),
        ("49.99", "10000000.01", "10000000.01"),
    ),
    Size.LARGE: (("250", "10000000.00", "10000000.00"), ("249.99", "50000000.01", "43000000.01")),
}
"""For each size class: headcount, turnover and balance sheet total, at the limits of the class."""


CAPITAL_AT_THE_LIMITS = (
    ("100000.00", "250000.00", "0.00", "0.00"),
    ("100000.00", "20000.00", "70000.00", "0.00"),
    ("10000.00", "0.00", "5000.00", "10000.00"),
)
"""Share capital, other own funds, losses, capital as shown: of no enterprise is more than half of the capital lost."""

RATIOS_AT_THE_LIMITS = (
    ("1000000.00", "900000.00", "200000.00", "30000.00"),
    ("750000.00", "100000.00", "-1.00", "0.01"),
    ("750000.01", "100000.00", "40000.00", "40000.00"),
    ("500000.00", "0.00", "-10000.00", "0.00"),
)
"""Debt, equity, EBITDA and interest: of no enterprise is debt too high and interest not covered at once."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What an eligible application is built from. Amounts in cents."""

    sizes: tuple[Size, ...]
    submitted_at: datetime
    industrial_research: tuple[int, ...]
    experimental_development: tuple[int, ...]
    end_user: int
    order: int
    last_is_outside: bool


@st.composite
def eligible_applications(draw: DrawFn, *, partners: SearchStrategy[int] = PARTNERS_MOSTLY) -> Application:
    """Applications that Line A of Piedmont finds eligible, with every fact that it asks for."""
    plan = draw(_plans(partners))
    buyers = [identifier(index) for index in range(len(plan.sizes))]
    participations = [_participation(draw, plan, index) for index in range(len(buyers))]
    return Application.model_validate(
        {
            "id": "2016-001",
            "call": "piedmont/line-a",
            "submitted_at": plan.submitted_at,
            "grouping": "single" if len(buyers) == 1 else "temporary_association",
            "coherent_with_agenda": True,
            "project": _project(draw, plan.submitted_at.date()),
            "participations": participations,
            "research_orders": _orders(draw, plan.order, buyers),
            "end_users": [_end_user(plan.end_user)] if plan.end_user else [],
            "ownership": draw(st.sampled_from((None, None, None, _ownership(participations)))),
            "declarations": {"works_not_started_before_submission": True, "effective_collaboration": True},
        }
    )


def identifier(index: int) -> str:
    """The identifier of the partner at `index`.

    >>> identifier(0), identifier(10)
    ('partner-1', 'partner-11')
    """
    return f"partner-{index + 1}"


def amount(number: int) -> Decimal:
    """A number of cents as euro.

    >>> amount(14000000)
    Decimal('140000.00')
    """
    return Decimal(number).scaleb(-2)


@st.composite
def _plans(draw: DrawFn, partners: SearchStrategy[int]) -> _Plan:
    sizes = draw(_sizes(draw(partners)))
    floor = v.MINIMUM_COSTS[1] if Size.LARGE in sizes else v.MINIMUM_COSTS[0]
    lowest = int(floor * 100)
    cost = draw(st.sampled_from((MEAN_COST, MEAN_COST, lowest, lowest + 1)) | st.integers(lowest, 5_000_000_00))
    end_user = draw(st.sampled_from((0, 0, cost // 10, cost // 20)))
    # Industrial research must cost more: by a single cent, if the cost is odd.
    development = draw(st.sampled_from(((cost - 1) // 2, cost * 3 // 10, 0)))
    research = cost - development - end_user
    last_is_outside = len(sizes) > 1 and draw(st.booleans())
    outside = min(research, cost * 15 // 100) if last_is_outside else None
    least_order = -(-cost // 5)
    return _Plan(
        sizes=sizes,
        submitted_at=draw(st.sampled_from((_USUAL, v.OPENING, v.CLOSING))),
        industrial_research=_shared(research, len(sizes), outside),
        experimental_development=_shared(development, len(sizes), 0 if last_is_outside else None),
        end_user=end_user,
        order=draw(st.sampled_from((max(MEAN_ORDER, least_order), least_order, least_order + 1))),
        last_is_outside=last_is_outside,
    )


_USUAL = v.CLOSING.replace(year=2016, month=12, day=10, hour=11, minute=30)


@st.composite
def _sizes(draw: DrawFn, partners: int) -> tuple[Size, ...]:
    """Size classes with at least one SME: the first."""
    first = draw(st.sampled_from((Size.SMALL, Size.MICRO, Size.MEDIUM)))
    others = draw(st.lists(st.sampled_from((Size.MEDIUM, *Size)), min_size=partners - 1, max_size=partners - 1))
    return (first, *others)


def _shared(total: int, partners: int, last: int | None) -> tuple[int, ...]:
    """The total, shared among the partners; the last one gets `last`, if that is given."""
    if last is not None:
        return (*_shared(total - last, partners - 1, None), last)
    each, rest = divmod(total, partners)
    return (each + rest, *(each for _ in range(partners - 1)))


def _project(draw: DrawFn, submitted_on: date) -> dict[str, Any]:
    return {
        "title": "Lighter gears",
        "activities": [
            {"title": "Materials in the laboratory", "activity": "industrial_research"},
            {"title": "Pilot line", "activity": "experimental_development"},
        ],
        "trl_at_start": draw(st.integers(4, 6)),
        "trl_at_end": draw(st.integers(7, 8)),
        "includes_production": False,
        "s3_area": "mechatronics",
        "s3_trajectory": "smart",
        "cluster": "MESAP",
        "agenda_theme": "mechatronics",
        "months": draw(st.sampled_from((24, 23, 12))),
        "works_start_on": submitted_on + timedelta(days=draw(st.sampled_from((90, 1, 0)))),
    }


def _participation(draw: DrawFn, plan: _Plan, index: int) -> dict[str, Any]:
    is_outside = plan.last_is_outside and index == len(plan.sizes) - 1
    return {
        "id": identifier(index),
        "enterprise": _enterprise(draw, plan, index),
        "costs": {
            "industrial_research": _costs(draw, plan.industrial_research[index]),
            "experimental_development": _costs(draw, plan.experimental_development[index]),
        },
        "place_of_work": "ITC4C" if is_outside else "ITC11",
        "independent_of_partners": True,
        "activity_code_admitted": True,
        "attestations": [],
        "commits_to_join": [],
    }


def _enterprise(draw: DrawFn, plan: _Plan, index: int) -> dict[str, Any]:
    headcount, turnover, balance_sheet_total = draw(st.sampled_from(FIGURES_AT_THE_LIMITS[plan.sizes[index]]))
    two_years_before = years_after(plan.submitted_at.date(), -2)
    constituted_on = draw(st.sampled_from((date(2001, 3, 2), two_years_before, two_years_before - timedelta(days=1))))
    joined_on = draw(st.sampled_from((date(2015, 3, 2), v.MEMBERSHIP_DAY, v.MEMBERSHIP_DAY - timedelta(days=1))))
    return {
        "name": f"Meccanica {index + 1} Srl",
        "vat_number": v.vat_number(74_310 + index),
        "legal_form": "limited_liability_company",
        "constituted_on": constituted_on,
        "registered_on": constituted_on + timedelta(days=30),
        "main_activity": draw(st.sampled_from(("25.62", "28", "43.99.09"))),
        "other_activities": [],
        "sites": [{"nuts": "ITC11", "municipality": "Torino", "active_and_productive": True}],
        "memberships": [{"cluster": "MESAP", "joined_on": joined_on, "has_left": False}],
        "accounts": [
            {
                "closes_on": date(2015, 12, 31),
                "approved": True,
                "headcount": headcount,
                "turnover": turnover,
                "balance_sheet_total": balance_sheet_total,
                **dict(zip(_CAPITAL, draw(st.sampled_from(CAPITAL_AT_THE_LIMITS)), strict=True)),
                **dict(zip(_RATIOS, draw(st.sampled_from(RATIOS_AT_THE_LIMITS)), strict=True)),
            }
        ],
        "autonomous": True,
        "declared_size": draw(st.sampled_from((None, None, plan.sizes[index]))),
        **dict.fromkeys(_NOT_SO, False),
    }


_CAPITAL = ("subscribed_capital", "other_own_funds", "accumulated_losses", "capital_in_accounts")
_RATIOS = ("book_debt", "equity", "ebitda", "interest")

_NOT_SO: Sequence[str] = (
    "innovative_sme",
    "legality_rating",
    "registered_farm",
    *ADVERSE_FACTS,
)


def _ownership(participations: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A graph in which every partner stands alone, and is of the size that its accounts say."""
    own = {each["id"]: each["enterprise"]["accounts"][0] for each in participations}
    figures = ("headcount", "turnover", "balance_sheet_total")
    return standing_alone({partner: {name: entry[name] for name in figures} for partner, entry in own.items()})


def _costs(draw: DrawFn, total: int) -> dict[str, Decimal]:
    """The total of one activity, by category. Overheads are at most 15 % of personnel, and now and then just that."""
    personnel = draw(st.sampled_from((total * 6 // 10, total * 100 // 115, 0)))
    overheads = min(personnel * 15 // 100, total - personnel)
    bought = draw(st.sampled_from(("contract_research", "materials", "equipment")))
    rest = total - personnel - overheads
    return {"personnel": amount(personnel), "overheads": amount(overheads), bought: amount(rest)}


def _orders(draw: DrawFn, total: int, buyers: Sequence[str]) -> list[dict[str, Any]]:
    """One or two contracts, together of the total."""
    first = draw(st.sampled_from((total, total // 2)))
    return [
        {
            "provider": {"name": name, "kind": kind, "public": public, "research_is_primary_goal": public},
            "buyer": draw(st.sampled_from(buyers)),
            "amount": amount(price),
            "provider_independent": True,
        }
        for name, kind, public, price in (
            ("Politecnico di Torino", "research_organisation", True, first),
            ("Sensori Nuovi Srl", "innovative_sme", False, total - first),
        )
        if price
    ]


def _end_user(total: int) -> dict[str, Any]:
    return {
        "id": "agency",
        "name": "Local health agency",
        "kind": "public_body",
        "costs": {"industrial_research": {"personnel": amount(total)}},
    }
