"""The published list of a selection: as a document for people, and as a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from clusterpolicy.calls.record import Listed, SelectionRecord
from clusterpolicy.calls.words import SAID, because, place, said, signed, swap_said
from clusterpolicy.engines.record import Range
from clusterpolicy.engines.text.display import amount, plain
from clusterpolicy.engines.text.display import day as day_in_words
from clusterpolicy.engines.text.layout import Block, Line, Table, Tone
from clusterpolicy.engines.text.phrases import listed, listed_of_one
from clusterpolicy.scoring.outcome import Status
from clusterpolicy.scoring.published import harmless

_BLANK = Line("")

COLUMNS = (
    "place", "application", "project", "enterprises", "status", "score", "grant", "awarded", "reasons",
)  # fmt: skip
"""The columns of the table for spreadsheets."""


def csv_of(record: SelectionRecord) -> str:
    """The published list as a table with commas between: one line for each application, beside a line of names."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(COLUMNS)
    for each in record.listed:
        rows.writerow(
            (
                place(each.best, each.worst),
                *map(harmless, (each.application, each.title, "; ".join(each.enterprises))),
                each.status.value,
                _range(each.score),
                _range(each.grant),
                "" if each.amount is None else f"{each.amount:f}",
                " ".join(each.reasons),
            )
        )
    return written.getvalue()


def document(record: SelectionRecord) -> tuple[Block, ...]:
    """The published list as paragraphs and tables, for those who show it in a way of their own."""
    return tuple(_blocks(record))


def _blocks(record: SelectionRecord) -> Iterator[Block]:
    yield from _head(record)
    ranked = [each for each in record.listed if each.best is not None]
    yield from _section("The ranking", ranked, _ranked)
    yield from _undecided([each for each in ranked if each.status is Status.UNDECIDED])
    yield from _section("How firm each place is", [each for each in ranked if _is_settled(each)], _firm)
    yield from _section("Rejected", [each for each in record.listed if each.best is None], _rejected)
    yield from _seal(record)


def _head(record: SelectionRecord) -> Iterator[Block]:
    counts = {status: sum(each.status is status for each in record.listed) for status in Status}
    tone: Tone = "open" if counts[Status.UNDECIDED] else "good"
    yield Line(f"Selection: {plain(record.call)}", tone="title")
    yield _BLANK
    yield _entry(
        "Applications", f"{len(record.listed)}: {', '.join(f'{counts[each]} {SAID[each]}' for each in Status)}", tone
    )
    yield _entry("Money", f"{amount(record.endowment)}, of which {amount(record.awarded)} awarded")
    yield _entry("Left", said(record.left, "EUR"))
    yield _entry("Cut-off", said(record.cut_off, "points") or "nobody is funded")
    yield _entry("Next in line", _next(record))
    given = record.seal.law_of_is == "given"
    which = "given as the day of granting" if given else "the expected day of granting"
    yield _entry("Law of", f"{day_in_words(record.seal.law_of)}, {which}")
    for name, value in record.seal.changed.items():
        yield _entry("Changed", f"{name} is {plain(value)} here. This is not the figure of the rules.", "bad")
    for event in record.events:
        yield _entry("Since then", f"{plain(event)}.")


def _next(record: SelectionRecord) -> str:
    following = record.next_in_line
    if following is None:
        return "nobody waits"
    if following.short_by is None:
        return f"{plain(following.application)}; what it would need is not known yet"
    if following.short_by <= 0:
        return f"{plain(following.application)}, for which the money left would do"
    return f"{plain(following.application)}, for which {amount(following.short_by)} more are needed"


def _section(title: str, rows: Sequence[Listed], table: Callable[[Sequence[Listed]], Table]) -> Iterator[Block]:
    if not rows:
        return
    yield _BLANK
    yield Line(f"{title} ({len(rows)})".upper(), tone="title")
    yield _BLANK
    yield table(rows)


def _ranked(rows: Sequence[Listed]) -> Table:
    head = ("Place", "Application", "Project", "Status", "Score", "Grant (EUR)", "Awarded (EUR)")
    return Table(head, tuple(_ranked_row(each) for each in rows), frozenset((0, 4, 5, 6)))


def _ranked_row(row: Listed) -> tuple[str, ...]:
    return (
        place(row.best, row.worst),
        plain(row.application),
        plain(row.title),
        SAID[row.status],
        said(row.score, ""),
        _euro(row.grant),
        "open" if row.amount is None else amount(row.amount).removesuffix(" EUR"),
    )


def _rejected(rows: Sequence[Listed]) -> Table:
    head = ("Application", "Project", "Score", "Fails")
    cells = (
        (plain(each.application), plain(each.title), said(each.score, ""), ", ".join(each.reasons)) for each in rows
    )
    return Table(head, tuple(cells), frozenset((2,)))


def _undecided(rows: Sequence[Listed]) -> Iterator[Block]:
    """Why each is open, and what is missing."""
    if not rows:
        return
    yield _BLANK
    yield Line(f"WHY THESE ARE UNDECIDED ({len(rows)})", tone="title")
    yield _BLANK
    for row in rows:
        yield Line(f"{plain(row.application)}: {because(row.reasons, row.status)}", lead="- ", tone="open")
        if row.missing:
            yield Line(f"missing: {listed_of_one(_counted(row))}", lead="  ")
        if row.waits_for:
            yield Line(f"waits for: {listed(_few([plain(each) for each in row.waits_for]))}", lead="  ")


def _counted(row: Listed) -> list[str]:
    """The labels of what is missing, each once. Where each of them stands, an explanation of the application says."""
    counts = Counter(plain(each.label) for each in row.missing)
    return _few([label if times == 1 else f"{label} ({times} times)" for label, times in counts.items()])


def _few(texts: Sequence[str]) -> list[str]:
    most = 12
    return [*texts] if len(texts) <= most else [*texts[:most], f"{len(texts) - most} more"]


def _is_settled(row: Listed) -> bool:
    firm = row.firm
    turns = (firm.rise, firm.fall, firm.award, *firm.margins.values())
    return row.best == row.worst and any(each is not None for each in turns)


def _firm(rows: Sequence[Listed]) -> Table:
    head = ("Place", "Application", "Goes up with", "Goes down with", "Award turns with", "Least margin")
    cells = [_firm_row(each) for each in rows]
    used = [at for at in range(len(head)) if any(row[at] for row in cells)]  # where the money does for all, none turns
    return Table(tuple(head[at] for at in used), tuple(tuple(row[at] for at in used) for row in cells), frozenset((0,)))


def _firm_row(row: Listed) -> tuple[str, ...]:
    award = row.firm.award
    return (
        place(row.best, row.worst),
        plain(row.application),
        swap_said(row.firm.rise),
        swap_said(row.firm.fall),
        "" if award is None else f"{signed(award)} points",
        _least_margin(row),
    )


def _least_margin(row: Listed) -> str:
    """The floor or threshold that is nearest, where it is known how far all of them are."""
    margins = [(margin, code) for code, margin in row.firm.margins.items() if margin is not None]
    if not margins or len(margins) < len(row.firm.margins):
        return ""
    margin, code = min(margins)
    return f"{signed(margin)} to {code}"


def _seal(record: SelectionRecord) -> Iterator[Block]:
    seal = record.seal
    yield _BLANK
    yield Line("SEAL", tone="title")
    yield _BLANK
    yield _entry("Rules", f"{seal.rule_set}, version {seal.version}")
    yield _entry("", seal.rules)
    yield _entry("Applications", seal.applications)
    yield _entry("Marks", seal.marks)
    if seal.events:
        yield _entry("Since then", seal.events)
    yield _entry("Library", f"clusterpolicy {seal.library}")


def _entry(label: str, text: str, tone: Tone = "plain") -> Line:
    return Line(text, lead=label.ljust(15), tone=tone)


def _euro(found: Range) -> str:
    return said(found, "EUR").replace(" EUR", "")


def _range(found: Range | None) -> str:
    """A number for machines; what it may be, with both ends."""
    if found is None:
        return ""
    if found.lowest == found.highest:
        return f"{found.lowest:f}"
    return f"{found.lowest} to {'' if found.highest is None else found.highest}".strip()
