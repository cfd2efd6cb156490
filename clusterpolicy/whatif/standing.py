"""Where each application stands under the rules as they are, or as a scenario has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from clusterpolicy.calls.run import run_call
from clusterpolicy.calls.selection import Selection
from clusterpolicy.engines.scalar import Verdict, decide
from clusterpolicy.language.parameter import Value
from clusterpolicy.language.possible import is_known
from clusterpolicy.model import Application
from clusterpolicy.model.evaluation import ConflictOfInterest, Mark
from clusterpolicy.scoring.outcome import Status
from clusterpolicy.scoring.ranked_call import RankedCall

ZERO = Decimal("0.00")
END_USERS = "end users"
UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one application stands.

    Attributes:
        status: What becomes of it: awarded, reserve, rejected or undecided; where nobody competes: eligible, not
            eligible or undetermined.
        amount: What it receives in euro, nought where it receives nothing; `None` while that is not known.
        failed: The codes of what it fails.
        undetermined: The codes of what cannot be decided yet.
        by_size: The amount by the size of the enterprises that receive it, in euro; empty where it receives nothing,
            or where it receives only a remainder, which nobody divides.
    """

    status: str
    amount: Decimal | None
    failed: tuple[str, ...]
    undetermined: tuple[str, ...]
    by_size: Mapping[str, Decimal]

    @property
    def receives(self) -> bool:
        """Whether it surely receives money."""
        return bool(self.amount)

    @property
    def passes(self) -> bool | None:
        """Whether it fails nothing; `None` while that is not known."""
        return False if self.failed else None if self.undetermined else True


def standings(
    call: RankedCall,
    applications: Iterable[Application],
    marks: Iterable[Mark] | None,
    conflicts: Iterable[ConflictOfInterest],
    granted_on: date | None,
    changes: Mapping[str, Value],
    progress: Callable[[int, int], None],
) -> dict[str, Standing]:
    """Where every application stands, by id; without marks each by itself, as if there were money for all."""
    if marks is None:
        found, filed = {}, tuple(applications)
        for number, each in enumerate(filed, start=1):
            found[each.id] = _by_itself(decide(each, call, granted_on=granted_on, changes=changes))
            progress(number, len(filed))
        return found
    given = call, applications, marks, conflicts
    selection = run_call(*given, granted_on=granted_on, changes=changes, progress=progress)
    return dict(_selected(selection))


def _by_itself(verdict: Verdict) -> Standing:
    amount = ZERO if verdict.outcome == "not eligible" else None
    if verdict.outcome == "eligible" and is_known(verdict.grant):
        amount = verdict.grant
    return Standing(verdict.outcome, amount, verdict.failed, verdict.undetermined, _by_size(verdict, amount))


def _selected(selection: Selection) -> Iterator[tuple[str, Standing]]:
    for outcome in selection.allocation.outcomes:
        entry = selection.contest.entries[outcome.application]
        failed = (*entry.verdict.failed, *entry.card.failed)
        if outcome.status is Status.REJECTED:
            failed = outcome.reasons
        undetermined = (*entry.verdict.undetermined, *entry.card.undetermined)
        by_size = _by_size(entry.verdict, outcome.amount)
        yield outcome.application, Standing(outcome.status.value, outcome.amount, failed, undetermined, by_size)


def _by_size(verdict: Verdict, amount: Decimal | None) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    if not amount or amount != verdict.grant:
        return found
    for each in verdict.beneficiaries:
        sizes: list[Any] = [END_USERS] * len(each.grant or ()) if each.size is None else each.size
        for size, grant in zip(sizes, each.grant or (), strict=True):
            group = str(size) if is_known(size) else UNKNOWN
            found[group] = found.get(group, ZERO) + grant
    return {group: total for group, total in found.items() if total}
