"""The seal of a run: with which rules, figures, applications and marks a selection was made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from clusterpolicy.calls.contest import Contest
from clusterpolicy.calls.events import Event
from clusterpolicy.calls.record import RunSeal
from clusterpolicy.engines.generated import kept
from clusterpolicy.engines.scalar import compiled
from clusterpolicy.engines.seal import fingerprint_of_input, fingerprint_of_rules
from clusterpolicy.language.written import written
from clusterpolicy.scoring.ranked_call import RankedCall
from clusterpolicy.version import __version__


def seal_of(contest: Contest, events: Sequence[Event]) -> RunSeal:
    """The seal of a selection: of the contest as it began, and of what happened afterwards.

    The order in which applications and marks were handed in is no part of it, nor are the words of evaluators.
    """
    law = contest.law
    entries = [contest.entries[name] for name in sorted(contest.entries)]
    changes = {**law.changes_of_merit, **law.changes}
    return RunSeal(
        rule_set=law.call.name,
        version=law.call.version,
        rules=kept(law.call, _fingerprint_of_call),
        applications=_sha256(fingerprint_of_input(entry.application) for entry in entries),
        marks=_sha256(
            f"{entry.application.id} {mark.evaluator} {mark.criterion} {mark.points} {mark.in_conflict}"
            for entry in entries
            for mark in entry.evaluation.marks
        ),
        events=_sha256(map(repr, events)) if events else "",
        law_of=law.day,
        law_of_is="given" if law.day_is_given else "expected",
        changed={name: written(value) for name, value in sorted(changes.items())},
        library=__version__,
    )


def _fingerprint_of_call(call: RankedCall) -> str:
    return fingerprint_of_rules(compiled(call).plan)


def _sha256(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode())
        digest.update(b"\n")
    return f"sha256:{digest.hexdigest()}"
