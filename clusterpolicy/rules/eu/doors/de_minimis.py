"""How much de minimis aid may a single undertaking still receive?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clusterpolicy.engines.ask import Answer, ask
from clusterpolicy.errors import Problem
from clusterpolicy.language import Inquiry, Quantity, Source, Value, all_of, facts_of
from clusterpolicy.model.aid import DeMinimisGrant, DeMinimisRequest
from clusterpolicy.model.costs import NOTHING
from clusterpolicy.rules.eu.de_minimis import SOURCE, ceiling, in_period, limits, room
from clusterpolicy.rules.eu.doors.facts import day_or_some, facts_read, listed
from clusterpolicy.rules.eu.sources import SOURCES
from clusterpolicy.units import shown

request, grant = facts_of(DeMinimisRequest), facts_of(DeMinimisGrant)

ROOM = Quantity(
    name="de_minimis_room",
    label="de minimis aid that is left",
    formula=room(
        ceiling=ceiling(road_freight=request.road_freight),
        amount=grant.amount,
        counts=all_of(
            grant.member_state == request.member_state,
            grant.of_single_undertaking,
            in_period(
                granted_on=grant.granted_on,
                new_grant_on=request.granted_on,
                fiscal_year_began_on=request.fiscal_year_began_on,
            ),
        ),
    ),
    source=SOURCE,
)

DE_MINIMIS = Inquiry(
    name="eu/de-minimis",
    version="1.0.0",
    title="De minimis aid",
    root=DeMinimisRequest,
    parameters=(limits,),
    time_zone="Europe/Brussels",
    source=SOURCES.DE_MINIMIS,
    in_force_from=date(2014, 1, 1),
    answers={
        "room": ROOM,
        "fits": Quantity(
            name="request_fits",
            label="the new aid is de minimis",
            formula=all_of(request.requested <= ROOM),
            source=SOURCE,
        ),
    },
)
"""The questions of both Regulations on de minimis aid."""


@dataclass(frozen=True, slots=True)
class DeMinimisAnswer:
    """What de minimis aid is left, and whether the new aid fits. If it does not fit, none of it is de minimis.

    Attributes:
        room: The answer on what is left, in euro.
        fits: The answer on the requested aid.
    """

    room: Answer
    fits: Answer

    @property
    def value(self) -> Decimal | None:
        """What is left in euro; `None` where that is not known."""
        found: Decimal | None = self.room.value
        return found

    @property
    def reasons(self) -> tuple[object, ...]:
        """What decided whether the new aid fits."""
        return tuple(self.fits.reasons)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of both answers, each once."""
        return tuple(dict.fromkeys((*self.room.sources, *self.fits.sources)))

    def report(self) -> str:
        """Both answers as text."""
        lines = [f"De minimis aid that is left: {self.room.possible} EUR.", f"The new aid fits: {self.fits.possible}."]
        lines += [f"Not known: {each.label}." for each in self.room.missing]
        return "\n".join([*lines, *(f"Source: {source}" for source in self.sources)])


def de_minimis_room(
    grants: Iterable[DeMinimisGrant] | None,
    *,
    on: date,
    requested: Decimal | str | None = NOTHING,
    road_freight: bool | None = False,
    member_state: str = "IT",
    fiscal_year_begins: tuple[int, int] = (1, 1),
    changes: Mapping[str, Value] | None = None,
) -> DeMinimisAnswer:
    """How much de minimis aid a single undertaking may still receive from a Member State.

    Args:
        grants: All earlier grants to the single undertaking, `None` where they are not known. Grants of other Member
            States, of enterprises outside it, and after `on` do not count.
        on: The day of the legal right to the new aid.
        requested: The new aid in euro.
        road_freight: Whether the undertaking carries goods by road for hire or reward; matters to 2023-12-31.
        member_state: The Member State that grants the new aid.
        fiscal_year_begins: Month and day on which its fiscal year begins; matters to 2023-12-31.
        changes: Other values for parameters, by full name.

    Raises: NoLawThatDay outside 2014-01-01 to 2030-12-31; InputError for a day on which no fiscal year begins, and
    for facts that do not fit; RuleError for a change that fits no parameter.

    >>> earlier = [DeMinimisGrant(amount="250000", granted_on="2024-06-10")]
    >>> de_minimis_room(earlier, on=date(2027, 6, 9), requested="60000").fits.value
    False
    >>> de_minimis_room(earlier, on=date(2027, 6, 10), requested="60000").fits.value
    True
    """
    faults = tuple(_faults_of_fiscal_year(fiscal_year_begins))
    day = day_or_some(on)
    facts = facts_read(
        DeMinimisRequest,
        {
            "granted_on": day,
            "fiscal_year_began_on": day if faults else _first_day_of_fiscal_year(day, *fiscal_year_begins),
            "member_state": member_state,
            "requested": requested,
            "grants": listed(grants),
            "road_freight": road_freight,
        },
        day=on,
        changes=changes,
        others=faults,
    )
    return DeMinimisAnswer(
        room=ask(DE_MINIMIS, "room", facts, on=on, changes=changes),
        fits=ask(DE_MINIMIS, "fits", facts, on=on, changes=changes),
    )


_ANY_YEAR = 2001
"""Not a leap year: a fiscal year begins on a day that every year has."""


def _faults_of_fiscal_year(begins: object) -> Iterator[Problem]:
    match begins:
        case (int(month), int(day_of_month)) if not isinstance(month, bool) and not isinstance(day_of_month, bool):
            try:
                date(_ANY_YEAR, month, day_of_month)
            except (ValueError, OverflowError):
                said = f"no fiscal year begins on day {shown(day_of_month)} of month {shown(month)}"
            else:
                return
        case _:
            said = f"{shown(begins)} is no month with a day"
    yield Problem("input-invalid", "fiscal_year_begins", said, "write (1, 1) for 1 January")


def _first_day_of_fiscal_year(day: date, month: int, day_of_month: int) -> date:
    first = date(day.year, month, day_of_month)
    return first if first <= day else date(day.year - 1, month, day_of_month)
