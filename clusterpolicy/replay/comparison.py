"""The practice's table: what came out of the replay beside what was published, item by item."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from clusterpolicy.engines.text.layout import Table
from clusterpolicy.replay.tally import Tally

Kind = Literal["count", "millions", "euro", "share", "ratio"]

_DASH = "–"


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the table: what it is, how it is found from a tally, and how it is written."""

    label: str
    of: Callable[[Tally], Fraction | None]
    kind: Kind


def _figure(name: str) -> Callable[[Tally], Fraction | None]:
    return lambda tally: Fraction(getattr(tally, name))


ITEMS: tuple[Item, ...] = (
    Item("endowment, M EUR", _figure("endowment"), "millions"),
    Item("submitted projects", _figure("submitted"), "count"),
    Item("financed projects", _figure("financed"), "count"),
    Item("enterprises involved", _figure("enterprises"), "count"),
    Item("overall investment, M EUR", _figure("investment"), "millions"),
    Item("public grants, M EUR", _figure("grants"), "millions"),
    Item("research contracts", _figure("research_contracts"), "count"),
    Item("value of those contracts, M EUR", _figure("research_contracts_value"), "millions"),
    Item("financed of submitted", lambda tally: tally.success, "share"),
    Item("granted of endowment", lambda tally: tally.used, "share"),
    Item("mean intensity", lambda tally: tally.intensity, "share"),
    Item("mean project cost, EUR", lambda tally: tally.cost_per_project, "euro"),
    Item("mean grant of a project, EUR", lambda tally: tally.grant_per_project, "euro"),
    Item("enterprises in a project", lambda tally: tally.enterprises_per_project, "ratio"),
    Item("mean cost of an enterprise, EUR", lambda tally: tally.cost_per_enterprise, "euro"),
    Item("mean research contract, EUR", lambda tally: tally.contract_value, "euro"),
    Item("contracts of investment", lambda tally: tally.contracted_share, "share"),
)
"""The rows: what was published, then what follows from it by division."""

HEAD = ("Item", "Replayed", "Published", "Difference")


def compared(replayed: Tally, published: Tally) -> Table:
    """The table of one call, or of both together."""
    rows = tuple(_row(item, replayed, published) for item in ITEMS)
    return Table(HEAD, rows, right=frozenset({1, 2, 3}))


def differences(replayed: Tally, published: Tally) -> Mapping[str, Fraction | None]:
    """By label, how far the replay lies from what was published, as a share of it; `None` where nothing can be said."""
    return dict(_differences(replayed, published))


def _differences(replayed: Tally, published: Tally) -> Iterator[tuple[str, Fraction | None]]:
    for item in ITEMS:
        ours, theirs = item.of(replayed), item.of(published)
        yield item.label, None if ours is None or not theirs else ours / theirs - 1


def _row(item: Item, replayed: Tally, published: Tally) -> tuple[str, str, str, str]:
    ours, theirs = item.of(replayed), item.of(published)
    return (item.label, _written(ours, item.kind), _written(theirs, item.kind), _difference(ours, theirs))


def _written(value: Fraction | None, kind: Kind) -> str:
    if value is None:
        return _DASH
    match kind:
        case "count":
            return f"{rounded(value, 0):,f}"
        case "millions":
            return f"{rounded(value / 1_000_000, 2):,f}"
        case "euro":
            return f"{rounded(value, 0):,f}"
        case "share":
            return f"{rounded(value * 100, 1):f} %"
        case "ratio":
            return f"{rounded(value, 2):f}"


def _difference(ours: Fraction | None, theirs: Fraction | None) -> str:
    if ours is None or not theirs:
        return _DASH
    percent = rounded((ours / theirs - 1) * 100, 2)
    if ours == theirs:
        return "none"
    return f"{percent:+f} %" if percent else "below 0.01 %"


def rounded(value: Fraction, decimals: int) -> Decimal:
    """A number for the eye, its last digit rounded half away from zero.

    >>> rounded(Fraction(2, 3), 2), rounded(Fraction(-5, 2), 0)
    (Decimal('0.67'), Decimal('-3'))
    """
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-decimals)
