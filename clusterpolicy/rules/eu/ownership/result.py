"""What is found about the size of an enterprise, with everything that led there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from clusterpolicy.language import Source
from clusterpolicy.model import Size
from clusterpolicy.rules.eu.ownership.periods import UNITS, Figures


@dataclass(frozen=True, slots=True)
class Range:
    """An exact number, or what it lies between. `highest` is `None` where nothing bounds it.

    >>> Range(Fraction(48), Fraction(48)).value
    Fraction(48, 1)
    """

    lowest: Fraction
    highest: Fraction | None

    @property
    def value(self) -> Fraction | None:
        """The number itself; `None` where it is not known exactly."""
        return self.lowest if self.lowest == self.highest else None


class Relation(StrEnum):
    """How an enterprise is related to the one whose size is asked. Source: annex I, Art. 3 and 6."""

    ITSELF = "itself"
    LINKED = "linked"
    PARTNER = "partner"
    LINKED_OF_PARTNER = "linked of partner"
    PARTNER_OF_LINKED = "partner of linked"
    LINKED_OF_PARTNER_OF_LINKED = "linked of partner of linked"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one enterprise adds in the latest period.

    Attributes:
        enterprise: Its identifier.
        name: Its name.
        relation: How it is related; where that is not certain, as close as it may be.
        is_certain: Whether this relation and this share are certain.
        share: The part of its figures that counts; 1 for itself and linked enterprises.
        figures: Its figures before the share is taken, as the sums are made of them; `headcount`, `turnover` and
            `balance_sheet_total` say what it adds.
        consolidated_by: Who draws up the consolidated accounts that hold its turnover and its balance sheet; the
            consolidated figures then stand with that enterprise. `None` where it counts by itself.
        source: The article by which it counts.
    """

    enterprise: str
    name: str
    relation: Relation
    is_certain: bool
    share: Fraction
    figures: Figures = field(repr=False)
    consolidated_by: str | None
    source: Source

    @property
    def headcount(self) -> Range:
        """What it adds, in annual work units."""
        return self._added(self.figures[0], self.figures[3])

    @property
    def turnover(self) -> Range:
        """What it adds, in euro."""
        return self._added(self.figures[1], self.figures[4])

    @property
    def balance_sheet_total(self) -> Range:
        """What it adds, in euro."""
        return self._added(self.figures[2], self.figures[5])

    def _added(self, least: int, most: int | None) -> Range:
        return Range(self.share * Fraction(least, UNITS), None if most is None else self.share * Fraction(most, UNITS))


@dataclass(frozen=True, slots=True)
class Link:
    """Why enterprises of the group are linked: votes, other control, or natural persons.

    Attributes:
        holders: Who has the votes or the control; for natural persons, these.
        held: The enterprise held; for natural persons, all that they dominate.
        votes: The votes that the holders have together; `None` where votes are not the ground.
        ground: The relation in words.
        is_certain: Whether the link is certain.
        source: The article.
    """

    holders: tuple[str, ...]
    held: tuple[str, ...]
    votes: Range | None
    ground: str
    is_certain: bool
    source: Source


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A holder of a part in the enterprise that adds nothing, and why."""

    party: str
    name: str
    why: str
    source: Source


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """One accounting period: the figures with all that is added, their class, and the status after it.

    Attributes:
        year: The financial year.
        closes_on: Its last day.
        headcount: Annual work units.
        turnover: Euro, on an annual basis.
        balance_sheet_total: Euro.
        possible: The classes that the figures may mean, smallest first; one where it is known.
        possible_status: What the status may be after this period, by the rule of two periods.
    """

    year: int
    closes_on: date
    headcount: Range
    turnover: Range
    balance_sheet_total: Range
    possible: tuple[Size, ...]
    possible_status: tuple[Size, ...]


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that is not known and may decide, by its place in the graph."""

    path: str
    label: str
    party: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How an open word of the law was read: a parameter, its value, and whether that is not the one by default."""

    parameter: str
    label: str
    value: bool
    changed: bool
    source: Source


@dataclass(frozen=True, slots=True)
class SmeStatusRecord:
    """The size of an enterprise under annex I, with its reasons.

    Attributes:
        enterprise: The identifier of the enterprise.
        name: Its name.
        on: The day whose law was applied.
        category: The size; `None` where it depends on facts that are not known.
        possible: The sizes that are possible, smallest first; one where the size is known.
        headcount: Annual work units of the latest period, everything added.
        turnover: Euro of the latest period, on an annual basis, everything added.
        balance_sheet_total: Euro of the latest period, everything added.
        public_share: The part of capital or votes under public control.
        contributions: Whose figures were added, itself first.
        links: Why the linked enterprises are linked.
        passed_over: Holders that add nothing, with the reason.
        periods: All periods on record, earliest first.
        changed_on: The change of ownership that took effect at once; `None` where there was none.
        missing: Facts that may decide; empty where the size is known.
        readings: How the open words of the law were read.
        sources: The articles that were applied.
    """

    enterprise: str
    name: str
    on: date
    category: Size | None
    possible: tuple[Size, ...]
    headcount: Range
    turnover: Range
    balance_sheet_total: Range
    public_share: Range
    contributions: tuple[Contribution, ...]
    links: tuple[Link, ...]
    passed_over: tuple[PassedOver, ...]
    periods: tuple[PeriodResult, ...]
    changed_on: date | None
    missing: tuple[MissingFact, ...]
    readings: tuple[Reading, ...]
    sources: tuple[Source, ...]

    @property
    def is_sme(self) -> bool | None:
        """Whether the enterprise is micro, small or medium-sized; `None` where that is not known."""
        if Size.LARGE not in self.possible:
            return True
        return False if self.category is Size.LARGE else None

    @property
    def is_autonomous(self) -> bool | None:
        """Whether it has neither partner nor linked enterprises; `None` where that is not known. Art. 3(1)."""
        others = [each for each in self.contributions if each.relation is not Relation.ITSELF]
        if not others:
            return True
        return False if any(each.is_certain for each in others) else None
