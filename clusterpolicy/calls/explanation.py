"""Everything about one application in a selection: its place and its money, its score, and its eligibility."""

from __future__ import annotations

from collections.abc import Iterator

from clusterpolicy.calls.contest import Contest
from clusterpolicy.calls.firm import firm_places
from clusterpolicy.calls.score_reasons import explain_score
from clusterpolicy.calls.score_text import score_document
from clusterpolicy.calls.undecided import MARKS, missing_of
from clusterpolicy.calls.words import SAID, TONES, because, place, said, signed, swap_said
from clusterpolicy.engines.decision import assess
from clusterpolicy.engines.text.display import amount, plain
from clusterpolicy.engines.text.layout import Block, Line, Tone
from clusterpolicy.engines.text.phrases import listed
from clusterpolicy.engines.text.report import document
from clusterpolicy.scoring.allocation import Allocation
from clusterpolicy.scoring.outcome import Outcome, Status

_BLANK = Line("")


def explanation(contest: Contest, allocation: Allocation, application: str) -> tuple[Block, ...]:
    """Everything about one application as paragraphs and tables.

    Raises: InputError `reference-unknown` where it does not compete.
    """
    outcome, law = allocation.outcome(application), contest.law
    entry = contest.entries[application]
    reasons = explain_score(law.call.merit, entry.evaluation, on=law.day, changes=law.changes_of_merit)
    granted_on = law.day if law.day_is_given else None
    decision = assess(entry.application, law.call, granted_on=granted_on, changes=law.changes)
    return (
        *_place(contest, allocation, outcome),
        _BLANK,
        _BLANK,
        *score_document(reasons),
        _BLANK,
        _BLANK,
        *document(decision),
    )


def _place(contest: Contest, allocation: Allocation, outcome: Outcome) -> Iterator[Block]:
    yield Line(f"Application {plain(outcome.application)} in the selection", tone="title")
    yield _BLANK
    yield _entry("Outcome", f"{SAID[outcome.status].upper()}.", TONES[outcome.status])
    if outcome.reasons:
        yield _entry("Because", because(outcome.reasons, outcome.status))
    if outcome.place is not None:
        of = len(allocation.ranking.places)
        yield _entry("Place", f"{place(outcome.place.best, outcome.place.worst)} of {of}")
    yield _entry("Grant", said(outcome.candidate.grant, "EUR"))
    yield _entry("Awarded", "open" if outcome.amount is None else amount(outcome.amount))
    if allocation.cut_off is not None:
        yield _entry("Cut-off", f"{said(allocation.cut_off, 'points')}, the lowest score that is funded")
    following = allocation.next_in_line
    if following is not None and following.application == outcome.application and following.short_by is not None:
        yield _entry("Next in line", f"{amount(following.short_by)} more would fund it in full")
    yield from _firm(contest, allocation, outcome)
    if outcome.status is Status.UNDECIDED:
        yield from _open(contest, allocation, outcome)


def _firm(contest: Contest, allocation: Allocation, outcome: Outcome) -> Iterator[Block]:
    firm = firm_places(contest, allocation, (outcome.application,))[outcome.application]
    for label, swap in (("Goes up with", firm.rise), ("Goes down with", firm.fall)):
        if swap is not None:
            yield _entry(label, f"{swap_said(swap)}; then it swaps with {plain(swap.other)}")
    if firm.award is not None:
        yield _entry("Award turns", f"with {signed(firm.award)} points")
    for code, margin in firm.margins.items():
        if margin is not None:
            yield _entry("Margin", f"{signed(margin)} points to {code}")


def _open(contest: Contest, allocation: Allocation, outcome: Outcome) -> Iterator[Block]:
    missing = missing_of(contest.entries[outcome.application], contest.law)
    for each in missing:
        yield _entry("Missing", plain(each.label), "open")
        if each.path not in ("", MARKS):
            yield _entry("", f"at {each.path}", "quiet")
    others = [plain(each) for each in allocation.waits_for(outcome.application) if each != outcome.application]
    if others:
        yield _entry("Waits for", f"what is not known of {listed(others)}", "open")


def _entry(label: str, text: str, tone: Tone = "plain") -> Line:
    return Line(text, lead=label.ljust(15), tone=tone)
