"""Notification, publication and de minimis once more, by hand and in cents."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

NEW_TEXT = date(2023, 7, 1)
EURO = 100


def notification_threshold(kind: str, day: date, costs: tuple[int, int, int], *, eureka: bool, advance: bool) -> int:
    """The threshold in cents; `costs` are fundamental research, industrial research, development."""
    new = day >= NEW_TEXT
    if kind == "feasibility_study":
        return (8_250_000 if new else 7_500_000) * EURO
    if kind == "innovation_cluster":
        return (10_000_000 if new else 7_500_000) * EURO
    if kind == "sme_innovation":
        return (10_000_000 if new else 5_000_000) * EURO
    if kind == "process_innovation":
        return (12_500_000 if new else 7_500_000) * EURO
    fundamental, industrial, development = (55, 35, 25) if new else (40, 20, 15)
    whole = sum(costs)
    if whole == 0:
        millions = development
    else:
        fr, ir, ed = (Fraction(cost, whole) for cost in costs)
        if fr > Fraction(1, 2):
            millions = fundamental
        elif fr + ir > Fraction(1, 2):
            millions = industrial
        elif ed > Fraction(1, 2):
            millions = development
        else:
            millions = min(fundamental, industrial, development)
    cents = millions * 1_000_000 * EURO
    if eureka:
        cents *= 2
    if advance:
        cents += cents // 2
    return cents


def must_publish(cents: int, day: date, kind: str) -> bool:
    """Whether an award is published."""
    if day < date(2016, 7, 1):
        return False
    euro = 500_000
    if day >= date(2024, 1, 1):
        euro = {"general": 100_000, "primary_agriculture_or_fisheries": 10_000, "invest_eu_product": 500_000}[kind]
    return cents > euro * EURO


def de_minimis_room(grants: list[tuple[int, date]], day: date, year_begins: tuple[int, int], *, road: bool) -> int:
    """What is left in cents. Every grant is one of the single undertaking, by the same Member State."""
    if day >= date(2024, 1, 1):
        ceiling = 300_000 * EURO
        counted = [cents for cents, granted in grants if granted <= day and not three_years_passed(granted, day)]
    else:
        ceiling = (100_000 if road else 200_000) * EURO
        year = fiscal_year(day, year_begins)
        counted = [
            cents for cents, granted in grants if granted <= day and fiscal_year(granted, year_begins) >= year - 2
        ]
    return max(0, ceiling - sum(counted))


def three_years_passed(granted: date, day: date) -> bool:
    """Whether the third anniversary has come; that of 29 February is 28 February."""
    month, day_of_month = granted.month, granted.day
    if (month, day_of_month) == (2, 29):
        day_of_month = 28
    return day >= date(granted.year + 3, month, day_of_month)


def fiscal_year(day: date, begins: tuple[int, int]) -> int:
    """The calendar year in which the fiscal year of a day began."""
    return day.year if (day.month, day.day) >= begins else day.year - 1
