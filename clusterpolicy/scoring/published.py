"""The list that is published: every application with its place, its score, what it asked for and what becomes of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from clusterpolicy.scoring.allocation import Allocation
from clusterpolicy.scoring.outcome import Outcome
from clusterpolicy.scoring.span import Span, in_cents, in_euro


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One application of the list, in texts as they are shown. An empty text is nothing to show.

    Attributes:
        place: Its place, or the best and the worst that it may have; empty for one that does not pass.
        application: Its identifier.
        title: Its title.
        score: Its score, or from which to which it may be.
        grant_asked: The grant it would receive in euro, or from which to which.
        grant_awarded: What it is awarded in euro; empty while undecided.
        status: Awarded, reserve, rejected or undecided.
        reason: The codes that say why.
    """

    place: str
    application: str
    title: str
    score: str
    grant_asked: str
    grant_awarded: str
    status: str
    reason: str


COLUMNS = tuple(field.name for field in fields(PublishedRow))
"""The names of the columns, in their order."""

_NUMBERS = frozenset(("place", "score", "grant_asked", "grant_awarded"))


@dataclass(frozen=True, slots=True)
class PublishedList:
    """The list, in the order of the allocation.

    Attributes:
        rows: A row for each application.
    """

    rows: tuple[PublishedRow, ...]

    def as_dicts(self) -> list[dict[str, str]]:
        """A dict for each row, by the names of the columns."""
        return [asdict(row) for row in self.rows]

    def as_csv(self) -> str:
        """Comma-separated values with a line of names, as RFC 4180 writes them. No text is taken for a formula."""
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, COLUMNS)
        writer.writeheader()
        writer.writerows({name: harmless(text) for name, text in row.items()} for row in self.as_dicts())
        return text.getvalue()

    def as_text(self) -> str:
        """An aligned table, numbers to the right. Columns that are empty throughout are left out."""
        cells = [dict(zip(COLUMNS, (name.replace("_", " ") for name in COLUMNS), strict=True)), *self.as_dicts()]
        shown = [name for name in COLUMNS if any(row[name] for row in cells[1:])]
        widths = {name: max(len(row[name]) for row in cells) for name in shown}
        lines = (
            "  ".join(
                row[name].rjust(widths[name]) if name in _NUMBERS else row[name].ljust(widths[name]) for name in shown
            )
            for row in cells
        )
        return "\n".join(line.rstrip() for line in lines)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("A-017")
    ("'=1+1", 'A-017')
    """
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def published(allocation: Allocation, titles: Mapping[str, str] | None = None) -> PublishedList:
    """The list of an allocation. `titles` holds the title of each application; one that is not there has none.

    >>> from decimal import Decimal
    >>> from clusterpolicy.scoring.allocation import allocate
    >>> from clusterpolicy.scoring.budget import BudgetRules
    >>> from clusterpolicy.scoring.candidate import Candidate
    >>> from clusterpolicy.scoring.ranking import RankingRules, rank
    >>> from clusterpolicy.scoring.span import Span
    >>> filed = [Candidate(name, Span.of(score), Span.of(600)) for name, score in (("A", 90), ("B", 80))]
    >>> print(published(allocate(rank(filed, RankingRules()), BudgetRules(), Decimal(1000))).as_text())
    place  application  score  grant asked  grant awarded  status   reason
        1  A               90       600.00         600.00  awarded
        2  B               80       600.00           0.00  reserve  budget-used-up
    """
    names = titles or {}
    return PublishedList(tuple(_row(outcome, names.get(outcome.application, "")) for outcome in allocation.outcomes))


def _row(outcome: Outcome, title: str) -> PublishedRow:
    candidate = outcome.candidate
    return PublishedRow(
        place="" if outcome.place is None else str(outcome.place),
        application=candidate.application,
        title=title,
        score=str(candidate.score),
        grant_asked=_in_euro(candidate.grant),
        grant_awarded="" if outcome.amount is None else f"{outcome.amount:f}",
        status=outcome.status.value,
        reason=", ".join(outcome.reasons),
    )


def _in_euro(grant: Span) -> str:
    """A grant with two decimals at each end."""
    highest = None if grant.highest is None else in_euro(in_cents(grant.highest))
    return str(Span(in_euro(in_cents(grant.lowest)), highest))
