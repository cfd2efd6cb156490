"""What is missing of an application that cannot be decided yet: facts, marks, and what its grant hangs on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clusterpolicy.calls.entry import Entry
from clusterpolicy.calls.law import Law
from clusterpolicy.calls.score_reasons import explain_score
from clusterpolicy.engines.ask import ask
from clusterpolicy.engines.decision import assess
from clusterpolicy.engines.generated import kept
from clusterpolicy.engines.reasons import Missing
from clusterpolicy.language.inquiry import Inquiry
from clusterpolicy.language.possible import is_known
from clusterpolicy.scoring.ranked_call import RankedCall

MARKS = "marks"
"""Where a mark is missing. Whose mark, for what, its label says."""


def missing_of(entry: Entry, law: Law) -> tuple[Missing, ...]:
    """The unknown facts and marks of one application that could decide it, each once."""
    return tuple(dict.fromkeys((*_of_eligibility(entry, law), *_of_merit(entry, law), *_of_grant(entry, law))))


def _of_eligibility(entry: Entry, law: Law) -> Iterator[Missing]:
    if None in entry.verdict.answers:
        decision = assess(entry.application, law.call, granted_on=law.day, changes=law.changes)
        for finding in decision.undetermined:
            yield from finding.missing


def _of_merit(entry: Entry, law: Law) -> Iterator[Missing]:
    if entry.card.passes is not None and entry.card.total.known:
        return
    reasons = explain_score(law.call.merit, entry.evaluation, on=law.day, changes=law.changes_of_merit)
    missing = (*reasons.missing, *(each for finding in reasons.findings for each in finding.missing))
    if not entry.evaluation.marks:  # said once, rather than for each criterion
        yield Missing(MARKS, "all marks")
        missing = tuple(each for each in missing if each.path)
    yield from (_named(each, entry) for each in missing)


_MARK = re.compile(r"marks\[(\d+)\]").match


def _named(missing: Missing, entry: Entry) -> Missing:
    """What is missing of an evaluation: a mark by who owes it, a fact by its path in the application."""
    found = _MARK(missing.path)
    if found is None:
        return Missing(missing.path.removeprefix("application."), missing.label)
    mark = entry.evaluation.marks[int(found[1])]
    return Missing(MARKS, f"mark of {mark.evaluator} for {mark.criterion}")


def _of_grant(entry: Entry, law: Law) -> tuple[Missing, ...]:
    if is_known(entry.verdict.grant):
        return ()
    inquiry = kept(law.call, _grant_of)
    changes = {name: value for name, value in law.changes.items() if name in inquiry.figures}
    return ask(inquiry, "grant", entry.application, on=law.day, changes=changes).missing


def _grant_of(call: RankedCall) -> Inquiry:
    """The grant as a question of its own."""
    return Inquiry(
        name=call.name,
        version=call.version,
        title=call.title,
        root=call.root,
        time_zone=call.time_zone,
        source=call.source,
        in_force_from=call.in_force_from,
        in_force_to=call.in_force_to,
        instead=call.instead,
        answers={"grant": call.grant},
    )
