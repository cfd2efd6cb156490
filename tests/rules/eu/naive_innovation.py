"""Art. 27 to 29 once more, by hand: in cents and whole percent."""

from __future__ import annotations

from datetime import date

from tests.rules.eu.naive_discounting import anniversary


def cluster_aid_in_hundredths(
    day: date, *, owner: bool, operator: bool, costs: tuple[int, int], since: date, areas: tuple[bool, bool]
) -> int:
    """Hundredths of a cent, so that nothing is rounded; `costs` are investment and operation, `areas` are a and c."""
    investment, operation = costs
    area_a, area_c = areas
    percent = 50
    if area_a:
        percent = 65
    elif area_c:
        percent = 55
    found = 0
    if owner if day >= date(2023, 7, 1) else operator:
        found += investment * percent
    if operator and day < anniversary(since, 10):
        found += operation * 50
    return found


def sme_innovation_aid_in_hundredths(day: date, *, size: str, costs: tuple[int, int], earlier: int) -> int:
    """Hundredths of a cent; `costs` are patents and staff, then advice; `earlier` is aid for advice."""
    if size == "large":
        return 0
    others, advice = costs
    cap = (220_000 if day >= date(2023, 7, 1) else 200_000) * 100
    left = cap - earlier
    if left < 0:
        left = 0
    in_full = advice if advice <= left else left
    half = advice * 50
    return others * 50 + (in_full * 100 if in_full * 100 > half else half)


def process_innovation_aid_in_hundredths(*, size: str, cents: int, effective: bool, of_smes: int, whole: int) -> int:
    """Hundredths of a cent."""
    if size != "large":
        return cents * 50
    if effective and whole > 0 and of_smes * 10 >= whole * 3:
        return cents * 15
    return 0
