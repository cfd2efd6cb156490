"""Synthetic enterprises, with every fact that the rules of the two lines ask for.

They are nobody: their names say that they are synthetic, and they have no VAT number, which could be somebody's.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from clusterpolicy.model import Size
from clusterpolicy.model.enterprise import ADVERSE_FACTS
from clusterpolicy.replay.calibration import SHARED
from clusterpolicy.replay.chance import Chance

PROVINCES = (
    ("ITC11", "Torino"),
    ("ITC12", "Vercelli"),
    ("ITC13", "Biella"),
    ("ITC14", "Verbania"),
    ("ITC15", "Novara"),
    ("ITC16", "Cuneo"),
    ("ITC17", "Asti"),
    ("ITC18", "Alessandria"),
)
"""The provinces of Piedmont, by their code, with the town of each."""

_ACTIVITIES = (
    "10.89",
    "13.96",
    "20.59",
    "22.29",
    "25.62",
    "26.51",
    "27.12",
    "28.99",
    "29.32",
    "32.50",
    "62.01",
    "72.19",
)
_CLOSING_DAYS = (date(2015, 12, 31), date(2014, 12, 31), date(2013, 12, 31))


def enterprise(name: str, size: Size, memberships: list[dict[str, Any]], chance: Chance) -> dict[str, Any]:
    """An enterprise of `size`, in which nothing is wrong."""
    constituted_on = date(1960, 1, 1) + timedelta(days=chance.between(0, 18_500))
    nuts, town = chance.one_of(PROVINCES)
    return {
        "name": name,
        "legal_form": "limited_liability_company",
        "constituted_on": constituted_on,
        "registered_on": constituted_on + timedelta(days=chance.between(5, 60)),
        "main_activity": chance.one_of(_ACTIVITIES),
        "other_activities": [],
        "sites": [{"nuts": nuts, "municipality": town, "active_and_productive": True}],
        "memberships": memberships,
        "accounts": _accounts(size, chance),
        "autonomous": True,
        "innovative_sme": size is not Size.LARGE and chance.happens(1, 5),
        "legality_rating": chance.happens(1, 3),
        **dict.fromkeys(("registered_farm", *ADVERSE_FACTS), False),
    }


def _accounts(size: Size, chance: Chance) -> list[dict[str, Any]]:
    """Three years of a healthy enterprise, in whole euro: it owes less than it owns, and earns what it pays for it."""
    figures = SHARED.figures[size]
    staff, turnover = chance.between(*figures.staff), chance.between(*figures.turnover)
    capital = turnover * chance.between(5, 15) // 100
    reserves = turnover * chance.between(10, 30) // 100
    debt = (capital + reserves) * chance.between(40, 150) // 100
    return [
        {
            "closes_on": day,
            "approved": True,
            "headcount": staff,
            "turnover": turnover,
            "balance_sheet_total": capital + reserves + debt,
            "subscribed_capital": capital,
            "other_own_funds": reserves,
            "accumulated_losses": 0,
            "capital_in_accounts": capital + reserves,
            "book_debt": debt,
            "equity": capital + reserves,
            "ebitda": turnover * chance.between(8, 20) // 100,
            "interest": debt * chance.between(2, 4) // 100,
        }
        for day in _CLOSING_DAYS
    ]


def losses(accounts: list[dict[str, Any]]) -> None:
    """Lets the accounts show that most of the capital is lost."""
    for each in accounts:
        each["other_own_funds"] = 0
        each["accumulated_losses"] = each["subscribed_capital"] * 4 // 5
        each["equity"] = each["subscribed_capital"] - each["accumulated_losses"]
        each["capital_in_accounts"] = each["subscribed_capital"]
