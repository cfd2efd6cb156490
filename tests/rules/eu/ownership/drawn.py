"""Ownership graphs drawn in a few words, for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from clusterpolicy.model.ownership import OwnershipGraph
from clusterpolicy.rules.eu import sme_status
from clusterpolicy.rules.eu.ownership import SmeStatus

ON = date(2016, 11, 24)
MILLION = 1_000_000

Data = dict[str, Any]


def figures(staff: object, turnover: object, balance: object, year: int = 2015, **more: object) -> Data:
    """Approved figures of a year; amounts in millions."""
    return {
        "year": year,
        "standing": "approved",
        "headcount": staff,
        "turnover": in_euro(turnover),
        "balance_sheet_total": in_euro(balance),
    } | more


def in_euro(millions: Any) -> object:
    return None if millions is None else (Decimal(str(millions)) * MILLION).quantize(Decimal("0.01"))


def firm(name: str, staff: object = 0, turnover: object = 0, balance: object = 0, **more: object) -> Data:
    """An enterprise with one period of figures, unless `accounts` says otherwise; amounts in millions."""
    accounts = [figures(staff, turnover, balance)]
    return {"id": name, "name": name, "kind": "enterprise", "accounts": accounts} | more


def party(name: str, kind: str, **more: object) -> Data:
    """A party without figures."""
    return {"id": name, "name": name, "kind": kind} | more


def holds(holder: str, held: str, part: object, votes: object = ..., **more: object) -> Data:
    """A holding; the votes are as the capital unless they are given."""
    return {"holder": holder, "held": held, "capital": part, "votes": part if votes is ... else votes} | more


def graph(*parts: Data, **more: object) -> OwnershipGraph:
    """The graph of these parties and holdings."""
    return OwnershipGraph.model_validate(
        {
            "parties": [each for each in parts if "id" in each],
            "holdings": [each for each in parts if "holder" in each],
        }
        | more
    )


def size_of_a(*parts: Data, **more: object) -> SmeStatus:
    """The status of the enterprise `A` of this graph."""
    return sme_status(graph(*parts, **more), "A", on=ON)


def aggregate(status: SmeStatus) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Headcount, and the two amounts in millions."""
    turnover, balance = status.turnover.value, status.balance_sheet_total.value
    return (
        status.headcount.value,
        None if turnover is None else turnover / MILLION,
        None if balance is None else balance / MILLION,
    )


def exact(*numbers: object) -> tuple[Fraction, ...]:
    """Numbers as they are written."""
    return tuple(Fraction(str(each)) for each in numbers)
