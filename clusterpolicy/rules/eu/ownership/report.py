"""The size of an enterprise as readable text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from clusterpolicy.rules.eu.ownership.result import Link, Range, SmeStatusRecord

_DECIMALS = 4


def number(value: Fraction, least_decimals: int = 0) -> str:
    """A number as people read it; three points follow where it has more decimals than are shown.

    >>> number(Fraction(612, 10)), number(Fraction(10_700_000), 2), number(Fraction(1, 3))
    ('61.2', '10,700,000.00', '0.3333…')
    """
    scaled, rest = divmod(value * 10**_DECIMALS, 1)
    whole, _, decimals = f"{Decimal(int(scaled)).scaleb(-_DECIMALS):,f}".partition(".")
    decimals = decimals if rest else f"{decimals.rstrip('0'):0<{least_decimals}}"
    return f"{whole}.{decimals}{'…' if rest else ''}" if decimals else whole


def percentage(part: Fraction) -> str:
    """A part of a whole as a percentage.

    >>> percentage(Fraction(27, 100)), percentage(Fraction(1, 3))
    ('27 %', '33.3333… %')
    """
    return f"{number(part * 100)} %"


def report(status: SmeStatusRecord) -> str:
    """The text of `SmeStatus.report`."""
    return "\n".join(_lines(status)) + "\n"


def _lines(status: SmeStatusRecord) -> Iterator[str]:
    size = status.category or f"not known; possible: {', '.join(status.possible)}"
    yield f"{status.name}: {size}"
    yield f"Law of {_day(status.on)}: Regulation (EU) No 651/2014, annex I."
    if status.public_share.highest:
        yield f"Under public control: {_range(status.public_share, percent=True)} (Annex I, Art. 3(4))."
    if status.changed_on is not None:
        yield f"Ownership changed on {_day(status.changed_on)}, with effect at once (Annex I, Art. 4(2))."
    yield ""
    yield f"Figures of {status.periods[-1].year}, with all that is added:"
    yield f"  headcount            {_range(status.headcount)} AWU"
    yield f"  turnover             {_range(status.turnover, 2)} EUR"
    yield f"  balance sheet total  {_range(status.balance_sheet_total, 2)} EUR"
    yield ""
    yield "Whose figures count:"
    for each in status.contributions:
        doubt = "" if each.is_certain else ", if the facts that are missing say so"
        yield f"  {each.name}: {each.relation}, {percentage(each.share)}{doubt} ({each.source.article})"
        yield (
            f"    {_range(each.headcount)} AWU, {_range(each.turnover, 2)} EUR, "
            f"{_range(each.balance_sheet_total, 2)} EUR"
        )
        if each.consolidated_by is not None:
            yield f"    in the consolidated accounts of {each.consolidated_by}"
    yield from _section("Why they are linked:", [_link(each) for each in status.links])
    yield from _section(
        "Who adds nothing:", [f"{each.name}: {each.why} ({each.source.article})" for each in status.passed_over]
    )
    yield from _section(
        "Period by period (Annex I, Art. 4(2)):",
        [
            f"{each.year}: by its figures {' or '.join(each.possible)}, status {' or '.join(each.possible_status)}"
            for each in status.periods
        ],
    )
    yield from _section("Missing facts that may decide:", [f"{each.label} ({each.path})" for each in status.missing])
    yield from _section(
        "How open words of the law were read:",
        [
            f"{each.label}: {'yes' if each.value else 'no'}{' (changed)' if each.changed else ''}, "
            f"{each.source.confidence}"
            for each in status.readings
        ],
    )


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        for each in lines:
            yield f"  {each}"


def _link(link: Link) -> str:
    votes = f" ({_range(link.votes, percent=True)})" if link.votes is not None else ""
    doubt = "" if link.is_certain else ", not certain"
    return f"{', '.join(link.holders)} -> {', '.join(link.held)}: {link.ground}{votes}{doubt} ({link.source.article})"


def _range(bounds: Range, least_decimals: int = 0, *, percent: bool = False) -> str:
    def shown(value: Fraction) -> str:
        return percentage(value) if percent else number(value, least_decimals)

    if bounds.value is not None:
        return shown(bounds.value)
    if bounds.highest is None:
        return f"{shown(bounds.lowest)} or more"
    return f"{shown(bounds.lowest)} to {shown(bounds.highest)}"


_MONTHS = ("January February March April May June July August September October November December").split()


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
