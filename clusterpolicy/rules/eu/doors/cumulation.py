"""How much aid may still be added for costs that others pay for as well? Art. 8."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from clusterpolicy.errors import InputError, NoLawThatDay, Problem, nearest
from clusterpolicy.language import Source
from clusterpolicy.model.aid import SharedCost, Support, SupportKind
from clusterpolicy.rules.eu.cents import rounded_down, rounded_up
from clusterpolicy.rules.eu.cumulation import CENTRAL, INVEST_EU, SOURCE, SPLIT
from clusterpolicy.rules.eu.doors.facts import entries_read, faults_of_asking
from clusterpolicy.rules.eu.doors.law import day_of_law
from clusterpolicy.rules.eu.segments import Segment, segments_of
from clusterpolicy.rules.eu.texts import FIGURES
from clusterpolicy.units import shown

INVEST_EU_TEXTS = ("2021", "2023")
"""The consolidated texts that speak of financing under InvestEU."""


@dataclass(frozen=True, slots=True)
class CumulationAnswer:
    """What aid may still be added for the same costs.

    Attributes:
        value: The room in euro, rounded down to the cent; `None` where an amount or a rate that is not known decides.
        at_most: The room in euro if everything that is not known were nothing, or no limit.
        within: Whether the support that is there keeps to the limits; `None` where that is not known.
        segments: The costs, cut into segments; exact.
        missing: What is not known, in words.
        reasons: What holds for each segment, in words.
        sources: Where it is written.
    """

    value: Decimal | None
    at_most: Decimal
    within: bool | None
    segments: tuple[Segment, ...]
    missing: tuple[str, ...]
    reasons: tuple[str, ...]
    sources: tuple[Source, ...]

    def report(self) -> str:
        """The answer as text."""
        shown = f"{self.value} EUR" if self.value is not None else f"not known, at most {self.at_most} EUR"
        lines = [f"Room for more aid: {shown}.", *self.reasons, *(f"Not known: {each}." for each in self.missing)]
        return "\n".join([*lines, *(f"Source: {source}" for source in self.sources)])


def cumulation_room(
    costs: Iterable[SharedCost],
    support: Iterable[Support] = (),
    *,
    on: date,
    covers: Collection[str] | None = None,
    scheme_not_adapted: bool = False,
) -> CumulationAnswer:
    """How much State aid or de minimis aid may still be added for costs, beside the support that is there.

    Costs that overlap only in part are handed in as parts that do not overlap. Support for several of them is divided
    as their ceilings are without any other money; if it is known how much goes where, hand it in as several supports.

    Args:
        costs: The eligible costs, with the highest intensities under the measures that cover them, the new one too.
        support: All money that is there already.
        on: The day of granting of the new aid.
        covers: The names of the costs that the new aid covers; left out, all of them.
        scheme_not_adapted: See `law_in_force`.

    Raises: NoLawThatDay outside 2014-07-01 to 2026-12-31, and for InvestEU before 2021-08-01; InputError for facts that
    do not fit, and for names that are used twice or are not there.

    >>> staff = SharedCost(name="staff", amount="1000000", intensities=("0.60",))
    >>> paid = [
    ...     Support(name="Region", kind="state_aid", amount="450000", covers=("staff",)),
    ...     Support(name="State", kind="state_aid", amount="100000", covers=("staff",)),
    ... ]
    >>> cumulation_room([staff], paid, on=date(2017, 7, 29)).value
    Decimal('50000.00')
    """
    costs, faults_of_costs = entries_read(SharedCost, costs, "costs")
    support, faults_of_support = entries_read(Support, support, "support")
    problems = [*faults_of_asking(on, switch=scheme_not_adapted), *faults_of_costs, *faults_of_support]
    names = [cost.name for cost in costs]
    asked = names if covers is None else covers
    problems += _faults_of_names(asked, names)
    if problems:
        raise InputError(problems)
    _check_day(support, day_of_law(on, scheme_not_adapted=scheme_not_adapted))
    segments = segments_of(costs, support, asked)
    open_for_room = tuple(_missing(support, [segment for segment in segments if segment.asked]))
    at_most = rounded_down(sum((segment.room for segment in segments if segment.asked), Fraction(0)))
    missing = tuple(_missing(support, segments))
    return CumulationAnswer(
        value=at_most if not open_for_room or at_most == 0 else None,
        at_most=at_most,
        within=_within(segments, missing),
        segments=segments,
        missing=missing,
        reasons=tuple(_reason(segment) for segment in segments),
        sources=tuple(_sources(support)),
    )


def _check_day(support: Sequence[Support], day: date) -> None:
    text = FIGURES["consolidated_text"].on(day)
    if text not in INVEST_EU_TEXTS and any(each.kind == SupportKind.INVEST_EU for each in support):
        said = f"the text of {text}, in force on {day}, does not know financing under InvestEU"
        raise NoLawThatDay(Problem("no-law-that-day", "support", said, "ask for a day from 2021-08-01"))


def _faults_of_names(asked: object, known: Sequence[str]) -> Iterator[Problem]:
    if isinstance(asked, str) or not isinstance(asked, Collection):
        yield Problem("input-invalid", "covers", f"{shown(asked)} is not a list", "write a list of names of costs")
        return
    for at, name in enumerate(asked):
        if not isinstance(name, str):
            yield Problem("input-invalid", f"covers[{at}]", f"{shown(name)} is not a text", "write the name of a cost")
        elif name not in known:
            said = f"{shown(name)} is none of the costs"
            yield Problem("reference-unknown", f"covers[{at}]", said, nearest(name[:100], known))


def _missing(support: Sequence[Support], segments: Sequence[Segment]) -> Iterator[str]:
    """What is not known, and could take room from `segments`."""
    names = {name for segment in segments for name in segment.costs}
    for each in support:
        if each.amount is None and names.intersection(each.covers) and each.kind not in _WITHOUT_EFFECT:
            yield f"the amount of {each.name}"
    for segment in segments:
        if segment.union_rate_missing:
            yield f"the most favourable funding rate of Union law for {', '.join(segment.costs)}"


_WITHOUT_EFFECT = (SupportKind.GENERAL_MEASURE, SupportKind.WITHOUT_IDENTIFIABLE_COSTS)


def _within(segments: Sequence[Segment], missing: Sequence[str]) -> bool | None:
    if not all(segment.within for segment in segments):
        return False
    return None if missing else True


def _reason(segment: Segment) -> str:
    said = (
        f"{', '.join(segment.costs)}: of {rounded_down(segment.cost)} EUR, at most {rounded_down(segment.ceiling)} EUR "
        f"may be aid; {rounded_up(segment.used)} EUR are used, {rounded_down(segment.room)} EUR are left."
    )
    if segment.highest_funding is not None:
        said += (
            f" The Union pays as well: all public money is {rounded_up(segment.public)} EUR, "
            f"and may be {rounded_down(segment.highest_funding)} EUR."
        )
    return said


def _sources(support: Sequence[Support]) -> Iterator[Source]:
    yield SOURCE
    kinds = {each.kind for each in support}
    if SupportKind.CENTRALLY_MANAGED_UNION in kinds:
        yield CENTRAL
    if SupportKind.INVEST_EU in kinds:
        yield INVEST_EU
    if any(len(each.covers) > 1 for each in support):
        yield SPLIT
